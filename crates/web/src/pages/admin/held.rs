//! What has an owner and is edited in the back-office, whichever kind it is: found by who may edit it, written,
//! taken away.

use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Id, Kind, Owner, Timestamp};
use vitrail_app::editing::Seen;
use vitrail_app::{Error, dataservice, dataset, reuse, topic};

use super::room::Room;
use crate::Web;
use crate::error::ApiError;

/// An object, as its pages need it.
pub struct Held {
    pub kind: Kind,
    pub id: Id,
    pub title: String,
    pub slug: String,
    pub owner: Owner,
    pub private: bool,
    pub archived: Option<Timestamp>,
    pub deleted: Option<Timestamp>,
    pub seen: Seen,
    /// The object whole.
    pub value: Value,
}

/// The name of the lists and addresses of a kind.
pub fn many(kind: Kind) -> &'static str {
    match kind {
        Kind::Dataset => "datasets",
        Kind::Reuse => "reuses",
        Kind::Dataservice => "dataservices",
        _ => "topics",
    }
}

impl Held {
    /// Where it is edited.
    pub fn path(&self) -> String {
        format!("/admin/{}/{}", many(self.kind), self.id)
    }
}

/// The object of a path, for those who may edit it.
pub async fn find(kind: Kind, web: &Web, room: &Room, key: &str) -> Result<Held, ApiError> {
    let found = read(kind, web, room, key).await;
    found.map_err(|error| ApiError::at(error, &room.context.path, key))
}

async fn read(kind: Kind, web: &Web, room: &Room, key: &str) -> Result<Held, Error> {
    let (app, actor) = (&web.app, room.actor());
    Ok(match kind {
        Kind::Dataset => {
            let found = dataset::find_to_edit(app, actor, key).await?;
            Held {
                kind,
                value: json!(found),
                id: found.id,
                title: found.title,
                slug: found.slug,
                owner: found.owner,
                private: found.private,
                archived: found.archived,
                deleted: found.deleted,
                seen: Some(found.last_modified_internal.micros()),
            }
        }
        Kind::Reuse => {
            let found = reuse::find_to_edit(app, actor, key).await?;
            Held {
                kind,
                value: json!(found),
                id: found.id,
                title: found.title,
                slug: found.slug,
                owner: found.owner,
                private: found.private,
                archived: found.archived,
                deleted: found.deleted,
                seen: Some(found.last_modified.micros()),
            }
        }
        Kind::Dataservice => {
            let found = dataservice::find_to_edit(app, actor, key).await?;
            Held {
                kind,
                value: json!(found),
                id: found.id,
                title: found.title,
                slug: found.slug,
                owner: found.owner,
                private: found.private,
                archived: found.archived_at,
                deleted: found.deleted_at,
                seen: Some(found.metadata_modified_at.micros()),
            }
        }
        _ => {
            let found = topic::find_to_edit(app, actor, key).await?;
            Held {
                kind,
                value: json!(found),
                id: found.id,
                title: found.name,
                slug: found.slug,
                owner: found.owner,
                private: found.private,
                archived: None,
                deleted: None,
                seen: Some(found.last_modified.micros()),
            }
        }
    })
}

pub async fn create(kind: Kind, web: &Web, room: &Room, body: &Extras) -> Result<Id, Error> {
    let (app, actor) = (&web.app, room.actor());
    Ok(match kind {
        Kind::Dataset => dataset::create(app, actor, body).await?.id,
        Kind::Reuse => reuse::create(app, actor, body).await?.id,
        Kind::Dataservice => dataservice::create(app, actor, body).await?.id,
        _ => topic::create(app, actor, body).await?.id,
    })
}

pub async fn update(
    kind: Kind,
    web: &Web,
    room: &Room,
    key: &str,
    body: &Extras,
    seen: Seen,
) -> Result<Id, Error> {
    let (app, actor) = (&web.app, &room.actor().upon(seen));
    Ok(match kind {
        Kind::Dataset => dataset::update(app, actor, key, body).await?.id,
        Kind::Reuse => reuse::update(app, actor, key, body).await?.id,
        Kind::Dataservice => dataservice::update(app, actor, key, body).await?.id,
        _ => topic::update(app, actor, key, body).await?.id,
    })
}

pub async fn delete(kind: Kind, web: &Web, room: &Room, key: &str) -> Result<(), Error> {
    let (app, actor) = (&web.app, room.actor());
    match kind {
        Kind::Dataset => dataset::delete(app, actor, key).await,
        Kind::Reuse => reuse::delete(app, actor, key).await,
        Kind::Dataservice => dataservice::delete(app, actor, key).await,
        _ => topic::delete(app, actor, key).await,
    }
}
