//! The letters of what people are told besides discussions: who asks something of them, and what they were
//! answered. They leave at once, and go to everybody who did not end all mails.

use std::collections::BTreeSet;

use serde_json::json;
use vitrail_domain::notification::Details;
use vitrail_domain::{Dataservice, Dataset, Id, Kind, Organization, Owner, Reuse, Topic, User};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use crate::{App, Result, outbox, preference};

/// What a letter says.
struct Said {
    letter: &'static str,
    /// Who asks.
    author: String,
    /// The organization, or the object that changes hands.
    title: String,
    path: String,
}

/// Writes to those who are told.
pub(super) async fn write(app: &App, tx: &mut Tx, people: &[Id], details: &Details) -> Result<()> {
    if app.settings().mail.is_none() || people.is_empty() {
        return Ok(());
    }
    let Some(said) = said(tx, details).await? else {
        return Ok(());
    };
    let users = store::subject::by_ids::<User>(&mut *tx, people).await?;
    let people: BTreeSet<Id> = people.iter().copied().collect();
    let mut letters = Vec::new();
    for (id, preference) in preference::of(app, tx, &people).await? {
        let user = users.get(&id).filter(|user| user.active);
        let email = user.and_then(|user| Some((user, user.email.as_deref()?)));
        let Some((user, email)) = email.filter(|_| preference.mails != "none") else {
            continue;
        };
        let facts = json!({
            "name": user.first_name,
            "author": said.author,
            "title": said.title,
            "path": said.path,
            "unsubscribe": preference::unsubscribe(&preference),
        });
        let to = (email, preference.lang.as_str());
        letters.push(outbox::letter_to(app, to, said.letter, facts));
    }
    outbox::write_all(tx, &letters).await
}

/// Writes to an address that an organization invites, whether an account has it or not.
pub(crate) async fn invite(
    app: &App,
    tx: &mut Tx,
    email: &str,
    (organization, author): (Id, Id),
) -> Result<()> {
    if app.settings().mail.is_none() {
        return Ok(());
    }
    let facts = json!({
        "author": person(tx, author).await?,
        "title": name::<Organization>(tx, organization, |it| &it.name).await?,
        "path": "/register",
    });
    let lang = app.settings().default_language.clone();
    let letter = outbox::letter_to(app, (email, &lang), "invited-by-address", facts);
    outbox::write_all(tx, &[letter]).await
}

async fn said(tx: &mut Tx, details: &Details) -> Result<Option<Said>> {
    let (letter, organization, author) = match details {
        Details::MembershipRequested { organization, user } => {
            ("membership-requested", *organization, Some(*user))
        }
        Details::Invited { organization, user } => ("invited", *organization, Some(*user)),
        Details::MembershipAccepted { organization } => {
            ("membership-accepted", *organization, None)
        }
        Details::MembershipRefused { organization } => ("membership-refused", *organization, None),
        Details::TransferRequested { owner, subject, .. } => {
            return Ok(Some(Said {
                letter: "transfer-requested",
                author: owner_of(tx, *owner).await?,
                title: title_of(tx, *subject).await?,
                path: "/admin/notifications".to_owned(),
            }));
        }
        Details::NewBadge { .. } | Details::Discussed { .. } => return Ok(None),
    };
    Ok(Some(Said {
        letter,
        author: match author {
            Some(author) => person(tx, author).await?,
            None => String::new(),
        },
        title: name::<Organization>(tx, organization, |it| &it.name).await?,
        path: match letter {
            "membership-requested" => format!("/admin/organizations/{organization}/members"),
            "invited" => "/admin/notifications".to_owned(),
            _ => format!("/organizations/{organization}"),
        },
    }))
}

async fn name<S: Subject<Key = Id>>(
    tx: &mut Tx,
    id: Id,
    name: impl Fn(&S) -> &String,
) -> Result<String> {
    let found = store::subject::by_ids::<S>(&mut *tx, &[id]).await?;
    Ok(found
        .get(&id)
        .map(|it| name(it).clone())
        .unwrap_or_default())
}

async fn person(tx: &mut Tx, id: Id) -> Result<String> {
    let found = store::subject::by_ids::<User>(&mut *tx, &[id]).await?;
    Ok(found.get(&id).map(User::full_name).unwrap_or_default())
}

async fn owner_of(tx: &mut Tx, owner: Owner) -> Result<String> {
    match owner {
        Owner::User(id) => person(tx, id).await,
        Owner::Organization(id) => name::<Organization>(tx, id, |it| &it.name).await,
        Owner::Nobody => Ok(String::new()),
    }
}

async fn title_of(tx: &mut Tx, (kind, id): (Kind, Id)) -> Result<String> {
    match kind {
        Kind::Dataset => name::<Dataset>(tx, id, |it| &it.title).await,
        Kind::Reuse => name::<Reuse>(tx, id, |it| &it.title).await,
        Kind::Dataservice => name::<Dataservice>(tx, id, |it| &it.title).await,
        Kind::Topic => name::<Topic>(tx, id, |it| &it.name).await,
        _ => Ok(String::new()),
    }
}
