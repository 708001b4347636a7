//! The life of a dataset: draft or public, archived, given to others, deleted and brought back.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::dataset;
use vitrail_app::domain::{Extras, Timestamp};

use super::edit::{open, sheet};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::Typed;
use crate::pages::admin::room::{Room, to, told};
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/datasets/{dataset}/life", get(page))
        .route("/admin/datasets/{dataset}/state", post(change))
}

#[derive(Serialize)]
struct Content<'a> {
    action: String,
    title: &'a str,
    page: String,
    private: bool,
    archived: Option<Timestamp>,
    deleted: Option<Timestamp>,
    /// Whether the box of the deletion was left empty.
    unconfirmed: bool,
    /// Whether the reader may give it away.
    transfer: bool,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let content = Content {
        action: format!("/admin/datasets/{}", found.id),
        title: &found.title,
        page: format!("/datasets/{}", found.slug),
        private: found.private,
        archived: found.archived,
        deleted: found.deleted,
        unconfirmed: room.context.params.one("unconfirmed").is_some(),
        transfer: room.decides(found.owner),
    };
    let sheet = sheet(&room, &found, room.words(&web)?, "life");
    room.show(&web, Template::AdminLife, sheet, &content).await
}

/// What a button writes.
fn body(what: &str, now: Timestamp) -> Option<Extras> {
    let body = match what {
        "publish" => json!({"private": false}),
        "hide" => json!({"private": true}),
        "archive" => json!({"archived": now}),
        "unarchive" => json!({"archived": null}),
        "restore" => json!({"deleted": null}),
        _ => return None,
    };
    match body {
        Value::Object(body) => Some(body),
        _ => None,
    }
}

async fn change(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let life = format!("/admin/datasets/{}/life", found.id);
    let key = found.id.to_string();
    if typed.does("delete") {
        if typed.one("sure").is_empty() {
            return Ok(to(&format!("{life}?unconfirmed=1#delete")));
        }
        dataset::delete(&web.app, room.actor(), &key).await?;
        return Ok(told(&life, "deleted"));
    }
    let what = typed.one("do");
    let Some(body) = body(what, web.app.now()) else {
        return Ok(to(&life));
    };
    dataset::update(&web.app, room.actor(), &key, &body, None).await?;
    Ok(told(&life, what))
}
