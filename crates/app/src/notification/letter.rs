//! The letters of what people are told besides discussions: who asks something of them, and what they were
//! answered. They leave at once. Who waits for an answer is told of to everybody, and no link ends that; the rest goes to
//! those who want mails at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vitrail_domain::notification::Details;
use vitrail_domain::{Id, Kind, Owner, User};
use vitrail_store as store;
use vitrail_store::{Run, Tx};

use crate::{App, Result, outbox, preference, subjects};

/// What a letter says.
pub(crate) struct Said {
    pub letter: String,
    /// Who asks.
    pub author: String,
    /// The organization, or the object that changes hands.
    pub title: String,
    pub path: String,
}

/// Writes to those who are told.
pub(super) async fn write(app: &App, tx: &mut Tx, people: &[Id], details: &Details) -> Result<()> {
    if app.settings().mail.is_none() || people.is_empty() {
        return Ok(());
    }
    let Some(said) = said(&mut *tx, details).await? else {
        return Ok(());
    };
    // Who waits for an answer does so whatever the reader reads of the rest.
    let waits = details.requires_action();
    let facts = json!({"author": said.author, "title": said.title, "path": said.path});
    let people: BTreeSet<Id> = people.iter().copied().collect();
    if waits {
        let always = |_: &str| true;
        return put(app, tx, (&people, always), (&said.letter, &facts), false).await;
    }
    let at_once = |mails: &str| mails == "immediate";
    to_each(app, tx, &people, at_once, &said.letter, &facts).await
}

/// Writes the same to all these people, but for those who do not want it so: each reads their own name, in their own
/// language, and may end it.
pub(crate) async fn to_each(
    app: &App,
    tx: &mut Tx,
    people: &BTreeSet<Id>,
    wants: impl Fn(&str) -> bool,
    letter: &str,
    facts: &Value,
) -> Result<()> {
    put(app, tx, (people, wants), (letter, facts), true).await
}

async fn put(
    app: &App,
    tx: &mut Tx,
    (people, wants): (&BTreeSet<Id>, impl Fn(&str) -> bool),
    (letter, facts): (&str, &Value),
    may_end: bool,
) -> Result<()> {
    let ids: Vec<Id> = people.iter().copied().collect();
    let users = store::subject::by_ids::<User>(&mut *tx, &ids).await?;
    let mut letters = Vec::new();
    for (id, preference) in preference::of(app, tx, people).await? {
        let user = users.get(&id).filter(|user| user.active);
        let email = user.and_then(|user| Some((user, user.email.as_deref()?)));
        let Some((user, email)) = email.filter(|_| wants(&preference.mails)) else {
            continue;
        };
        let mut facts = facts.clone();
        if let Value::Object(facts) = &mut facts {
            facts.insert("name".to_owned(), json!(user.first_name));
            if may_end {
                let end = preference::unsubscribe(&preference);
                facts.insert("unsubscribe".to_owned(), json!(end));
            }
        }
        let to = (email, preference.lang.as_str());
        letters.push(outbox::letter_to(app, to, letter, facts));
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
        "author": name(&mut *tx, (Kind::User, author)).await?,
        "title": name(&mut *tx, (Kind::Organization, organization)).await?,
        "path": "/register",
    });
    let lang = &app.settings().default_language;
    outbox::write(app, tx, (email, lang), "invited-by-address", facts).await
}

/// What is said of an event; nothing of a discussion, whose letters are its own.
pub(crate) async fn said<'a>(run: impl Into<Run<'a>>, details: &Details) -> Result<Option<Said>> {
    let mut run = run.into();
    let (letter, author, title, path) = match details {
        Details::MembershipRequested { organization, user } => (
            "membership-requested",
            Some((Kind::User, *user)),
            (Kind::Organization, *organization),
            format!("/admin/organizations/{organization}/members"),
        ),
        Details::Invited { organization, user } => (
            "invited",
            Some((Kind::User, *user)),
            (Kind::Organization, *organization),
            "/admin/notifications".to_owned(),
        ),
        Details::MembershipAccepted { organization } => (
            "membership-accepted",
            None,
            (Kind::Organization, *organization),
            format!("/organizations/{organization}"),
        ),
        Details::MembershipRefused { organization } => (
            "membership-refused",
            None,
            (Kind::Organization, *organization),
            format!("/organizations/{organization}"),
        ),
        Details::TransferRequested { owner, subject, .. } => {
            let path = "/admin/notifications".to_owned();
            ("transfer-requested", by(*owner), *subject, path)
        }
        // One letter for each badge.
        Details::NewBadge {
            organization,
            badge,
        } => (
            badge.as_str(),
            None,
            (Kind::Organization, *organization),
            format!("/organizations/{organization}"),
        ),
        Details::Built { subject } => {
            let kind = subject.0.as_str();
            let path = format!("/{kind}s/{}", subject.1);
            (kind, None, *subject, path)
        }
        Details::Discussed { .. } => return Ok(None),
        Details::HarvesterDeclared { source, name } => {
            return Ok(Some(Said {
                letter: "harvest-declared".to_owned(),
                author: String::new(),
                title: name.clone(),
                path: format!("/admin/harvesters/{source}"),
            }));
        }
    };
    let known = subjects::load_in(run.again(), [title]).await?;
    let found = known.get(title);
    let author = author.or_else(|| {
        let is_built = matches!(details, Details::Built { .. });
        found.filter(|_| is_built).and_then(|it| by(it.owner))
    });
    let author = match author {
        Some(author) => name(run.again(), author).await?,
        None => String::new(),
    };
    Ok(Some(Said {
        letter: letter.to_owned(),
        author,
        title: found.map(|it| it.name.clone()).unwrap_or_default(),
        path,
    }))
}

/// Who owns, as somebody with a name.
fn by(owner: Owner) -> Option<(Kind, Id)> {
    match owner {
        Owner::User(id) => Some((Kind::User, id)),
        Owner::Organization(id) => Some((Kind::Organization, id)),
        Owner::Nobody => None,
    }
}

/// How an object is called.
async fn name(run: impl Into<Run<'_>>, subject: (Kind, Id)) -> Result<String> {
    let found = subjects::load_in(run, [subject]).await?;
    let brief = found.get(subject);
    Ok(brief.map(|brief| brief.name.clone()).unwrap_or_default())
}
