//! Telling people that a sysadmin took away what they published, or their account: a plain word, or the legal
//! notice that names the ways of appeal.

use serde_json::json;
use vitrail_domain::{
    Actor, Dataservice, Dataset, Discussion, Kind, Organization, Owner, Reuse, User,
};
use vitrail_store as store;

use crate::{App, Result, discussion, notification, outbox, reading};

/// Whom to tell, and of what, once it is done.
#[derive(Clone, Debug)]
pub struct Notice {
    letter: &'static str,
    title: String,
    addresses: Vec<String>,
}

/// What to say of an object about to be deleted, when a sysadmin asks for it: read before it is gone.
pub async fn legal(
    app: &App,
    actor: &Actor,
    (kind, key): (Kind, &str),
    asked: bool,
) -> Result<Option<Notice>> {
    if !asked || !actor.sysadmin {
        return Ok(None);
    }
    let (title, owner) = match kind {
        Kind::Dataset => {
            let found: Dataset = reading::find(app, key).await?;
            (found.title, found.owner)
        }
        Kind::Reuse => {
            let found: Reuse = reading::find(app, key).await?;
            (found.title, found.owner)
        }
        Kind::Dataservice => {
            let found: Dataservice = reading::find(app, key).await?;
            (found.title, found.owner)
        }
        Kind::Organization => {
            let found: Organization = reading::find(app, key).await?;
            (found.name, Owner::Organization(found.id))
        }
        Kind::User => {
            let found: User = reading::find(app, key).await?;
            (found.full_name(), Owner::User(found.id))
        }
        Kind::Discussion => {
            let found: Discussion = reading::by_id(app, key).await?;
            let user = found.user.map_or(Owner::Nobody, Owner::User);
            (
                found.title,
                found.organization.map_or(user, Owner::Organization),
            )
        }
        _ => return Ok(None),
    };
    Ok(Some(Notice {
        letter: "legal-notice",
        title,
        addresses: addresses(app, owner).await?,
    }))
}

/// The same, of one message of a discussion.
pub async fn of_message(
    app: &App,
    actor: &Actor,
    (key, comment): (&str, &str),
    asked: bool,
) -> Result<Option<Notice>> {
    if !asked || !actor.sysadmin {
        return Ok(None);
    }
    let found: Discussion = reading::by_id(app, key).await?;
    let place = discussion::write::place(&found, comment)?;
    let message = found.messages.get(place);
    let person = message.and_then(|message| message.posted_by);
    let organization = message.and_then(|message| message.posted_by_organization);
    let person = person.map_or(Owner::Nobody, Owner::User);
    let owner = organization.map_or(person, Owner::Organization);
    Ok(Some(Notice {
        letter: "legal-notice",
        title: found.title,
        addresses: addresses(app, owner).await?,
    }))
}

/// A plain word to somebody whose account is about to be deleted.
pub async fn farewell(app: &App, actor: &Actor, key: &str) -> Result<Option<Notice>> {
    if !actor.sysadmin {
        return Ok(None);
    }
    let found: User = reading::find(app, key).await?;
    Ok(Some(Notice {
        letter: "account-deleted",
        title: found.full_name(),
        addresses: found.email.into_iter().collect(),
    }))
}

/// Sends what was prepared.
pub async fn send(app: &App, notice: Option<Notice>) -> Result<()> {
    let Some(notice) = notice.filter(|notice| !notice.addresses.is_empty()) else {
        return Ok(());
    };
    let lang = app.settings().default_language.clone();
    let mut tx = app.db().begin().await?;
    for address in &notice.addresses {
        let facts = json!({"title": notice.title});
        outbox::write(app, &mut tx, (address, &lang), notice.letter, facts).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The addresses of a person, or of those who run an organization.
async fn addresses(app: &App, owner: Owner) -> Result<Vec<String>> {
    let people = match owner {
        Owner::User(id) => vec![id],
        Owner::Organization(id) => {
            let found = store::subject::get::<Organization>(app.db(), id).await?;
            found
                .map(|found| notification::admins(&found))
                .unwrap_or_default()
        }
        Owner::Nobody => Vec::new(),
    };
    let found = store::subject::in_order::<User>(app.db(), &people).await?;
    Ok(found
        .into_iter()
        .filter(|user| user.deleted.is_none())
        .filter_map(|user| user.email)
        .collect())
}
