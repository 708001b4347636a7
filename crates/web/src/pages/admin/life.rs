//! The life of an object: draft or public, archived, given to others, deleted and brought back.

use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Kind, Timestamp};

use super::form::Typed;
use super::held::{self, Held, many};
use super::room::{Room, Sheet, to, told};
use crate::Web;
use crate::error::ApiResult;
use crate::view::Template;

#[derive(Serialize)]
struct Content<'a> {
    action: String,
    title: &'a str,
    page: String,
    private: bool,
    /// Topics are not archived, and are deleted for good.
    forever: bool,
    archived: Option<Timestamp>,
    deleted: Option<Timestamp>,
    /// Whether the box of the deletion was left empty.
    unconfirmed: bool,
    /// Whether the reader may give it away.
    transfer: bool,
}

pub async fn show(web: &Web, room: &Room, found: &Held, sheet: Sheet) -> ApiResult {
    let content = Content {
        action: found.path(),
        title: &found.title,
        page: format!("/{}/{}", many(found.kind), found.slug),
        private: found.private,
        forever: found.kind == Kind::Topic,
        archived: found.archived,
        deleted: found.deleted,
        unconfirmed: room.context.params.one("unconfirmed").is_some(),
        transfer: room.decides(found.owner),
    };
    room.show(web, Template::AdminLife, sheet, &content).await
}

/// What a button writes.
fn body(kind: Kind, what: &str, now: Timestamp) -> Option<Extras> {
    let (archived, deleted) = match kind {
        Kind::Dataservice => ("archived_at", "deleted_at"),
        _ => ("archived", "deleted"),
    };
    let (key, value) = match what {
        "publish" => ("private", Value::Bool(false)),
        "hide" => ("private", Value::Bool(true)),
        "archive" => (archived, json!(now)),
        "unarchive" => (archived, Value::Null),
        "restore" => (deleted, Value::Null),
        _ => return None,
    };
    Some(Extras::from_iter([(key.to_owned(), value)]))
}

pub async fn change(kind: Kind, web: &Web, room: &Room, key: &str, typed: &Typed) -> ApiResult {
    let found = held::find(kind, web, room, key).await?;
    let life = format!("{}/life", found.path());
    let key = found.id.to_string();
    if typed.does("delete") {
        if typed.one("sure").is_empty() {
            return Ok(to(&format!("{life}?unconfirmed=1#delete")));
        }
        held::delete(kind, web, room, &key).await?;
        let back = format!("{}/{}", Room::base(room.whose(found.owner)), many(kind));
        let next = if kind == Kind::Topic { &back } else { &life };
        return Ok(told(next, "deleted"));
    }
    let what = typed.one("do");
    let Some(body) = body(kind, what, web.app.now()) else {
        return Ok(to(&life));
    };
    held::update(kind, web, room, &key, &body, None).await?;
    Ok(told(&life, what))
}
