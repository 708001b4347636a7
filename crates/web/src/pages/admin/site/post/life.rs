//! The life of a post: its picture, whether everyone reads it, and its end.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use vitrail_app::domain::{Post, Timestamp};
use vitrail_app::image::{self, Of};
use vitrail_app::{Error, post as posts};

use super::{open, sheet};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::{Form, Typed, refused};
use crate::pages::admin::room::{Room, told};
use crate::picture::Sent;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/posts/{post}/life", get(page))
        .route("/admin/site/posts/{post}/state", post(change))
        .route("/admin/site/posts/{post}/picture", post(draw))
}

/// A picture is alone in its form.
const PICTURE: Form = Form {
    name: "picture",
    groups: &[],
};

#[derive(Serialize)]
struct Content {
    action: String,
    page: String,
    published: Option<Timestamp>,
    image: Option<String>,
    wrong: Option<String>,
    unconfirmed: bool,
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    show(&web, &room, &found, None, false).await
}

async fn show(
    web: &Web,
    room: &Room,
    found: &Post,
    wrong: Option<String>,
    unconfirmed: bool,
) -> ApiResult {
    let mut sheet = sheet(found, room.words(web)?, "life");
    if wrong.is_some() || unconfirmed {
        sheet.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let content = Content {
        action: format!("/admin/site/posts/{}", found.id),
        page: format!("/posts/{}", found.slug),
        published: found.published,
        image: found.image.clone(),
        wrong,
        unconfirmed,
    };
    room.show(web, Template::AdminPost, sheet, &content).await
}

async fn change(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (app, actor, id) = (&web.app, room.actor(), found.id.to_string());
    let life = format!("/admin/site/posts/{id}/life");
    match typed.one("do") {
        "publish" => {
            posts::publish(app, actor, &id, true).await?;
            Ok(told(&life, "publish"))
        }
        "hide" => {
            posts::publish(app, actor, &id, false).await?;
            Ok(told(&life, "hide"))
        }
        "delete" if typed.one("sure").is_empty() => show(&web, &room, &found, None, true).await,
        "delete" => {
            posts::delete(app, actor, &id).await?;
            Ok(told("/admin/site/posts", "post-deleted"))
        }
        _ => show(&web, &room, &found, None, false).await,
    }
}

async fn draw(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    sent: Sent,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (words, id) = (room.words(&web)?, found.id.to_string());
    let read = sent.read().await;
    let drawn = match read.map(|read| read.file.filter(|bytes| !bytes.is_empty())) {
        Ok(Some(bytes)) => image::set(&web.app, room.actor(), Of::Post(&id), bytes, None)
            .await
            .map(drop),
        Ok(None) => Err(Error::Bad("Choose a picture".to_owned())),
        Err(error) => Err(error),
    };
    match drawn {
        Ok(()) => Ok(told(&format!("/admin/site/posts/{id}/life"), "picture")),
        Err(error) => {
            let errors = refused(&PICTURE, error, words)?;
            let wrong = errors.into_values().next();
            show(&web, &room, &found, wrong, false).await
        }
    }
}
