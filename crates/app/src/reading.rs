//! What reading has in common for every subject: from the text of a path to an object, then whether this
//! caller may see it. A private object does not exist for others; a deleted one is gone for them.

use vitrail_domain::{
    Actor, Dataservice, Dataset, Id, Kind, Organization, Owner, Reach, Reuse, Timestamp,
};
use vitrail_store as store;
use vitrail_store::subject::Subject;

use crate::{App, Error, Found, Result};

/// The object of an id or a slug, whoever asks; a former slug says where it went.
pub(crate) async fn find<S: Subject<Key = Id>>(app: &App, key: &str) -> Result<S> {
    match store::subject::find::<S>(app.db(), key).await? {
        Found::Here(object) => Ok(object),
        Found::Moved(slug) => Err(Error::Moved(slug)),
        Found::Nowhere => Err(Error::NotFound(S::KIND)),
    }
}

/// The object of an id alone, for subjects without slugs.
pub(crate) async fn by_id<S: Subject<Key = Id>>(app: &App, key: &str) -> Result<S> {
    let id = key.parse().map_err(|_| Error::NotFound(S::KIND))?;
    let found = store::subject::get::<S>(app.db(), id).await?;
    found.ok_or(Error::NotFound(S::KIND))
}

/// Whether the actor may read an object of this owner.
pub(crate) fn allowed(
    actor: &Actor,
    kind: Kind,
    owner: Owner,
    private: bool,
    deleted: bool,
) -> Result<()> {
    if actor.sees_private(owner) {
        return Ok(());
    }
    if private {
        return Err(Error::NotFound(kind));
    }
    if deleted {
        return Err(Error::Gone(kind));
    }
    Ok(())
}

/// Whoever asks in person, to change what their account itself is: no application does.
pub(crate) fn in_person(actor: &Actor) -> Result<Id> {
    let user = signed_in(actor)?;
    if actor.reach == Reach::Whole {
        Ok(user)
    } else {
        Err(Error::Refused(
            "Only the person does this, not an application that acts for them.",
        ))
    }
}

/// What may still be said of an object that was deleted: its title and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    pub title: String,
    pub deleted: Timestamp,
}

/// The tombstone of what everyone could read before it was deleted. People leave none.
pub async fn tombstone(app: &App, kind: Kind, key: &str) -> Result<Option<Tombstone>> {
    let (title, deleted, private) = match kind {
        Kind::Dataset => {
            let found: Dataset = find(app, key).await?;
            let private = found.is_private();
            (found.title, found.deleted, private)
        }
        Kind::Reuse => {
            let found: Reuse = find(app, key).await?;
            let private = found.is_private();
            (found.title, found.deleted, private)
        }
        Kind::Dataservice => {
            let found: Dataservice = find(app, key).await?;
            let private = found.is_private();
            (found.title, found.deleted_at, private)
        }
        Kind::Organization => {
            let found: Organization = find(app, key).await?;
            (found.name, found.deleted, false)
        }
        _ => return Ok(None),
    };
    let deleted = deleted.filter(|_| !private);
    Ok(deleted.map(|deleted| Tombstone { title, deleted }))
}

/// The caller's own id, for what only signed-in people may ask.
pub fn signed_in(actor: &Actor) -> Result<Id> {
    actor.user.ok_or(Error::Unauthenticated)
}

/// Lets sysadmins through.
pub fn sysadmin(actor: &Actor) -> Result<()> {
    signed_in(actor)?;
    if actor.sysadmin {
        return Ok(());
    }
    Err(Error::Forbidden)
}
