//! The picture of an organization, of a reuse, of oneself: seen, put in place of another, taken away.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;
use vitrail_app::domain::{Id, Kind};
use vitrail_app::{Error, image};

use super::room::{Room, Sheet, told};
use super::{held, organization, profile, subject};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::picture::Sent;
use crate::view::{Template, Words};

type W = State<Web>;
type Key = Path<String>;

/// Each address is written out, so that the tests that read routes in the sources see it.
pub fn routes() -> Router<Web> {
    use Kind::{Organization, Reuse};
    Router::new()
        .route("/admin/me/picture", get(mine).post(set_mine))
        .route("/admin/me/picture/remove", post(remove_mine))
        .route(
            "/admin/organizations/{organization}/picture",
            having(Organization),
        )
        .route(
            "/admin/organizations/{organization}/picture/remove",
            losing(Organization),
        )
        .route("/admin/reuses/{reuse}/picture", having(Reuse))
        .route("/admin/reuses/{reuse}/picture/remove", losing(Reuse))
}

fn having(kind: Kind) -> MethodRouter<Web> {
    get(move |w: W, k: Key, r: Room| theirs(kind, w, k, r))
        .post(move |w: W, k: Key, r: Room, s: Sent| set_theirs(kind, w, k, r, s))
}

fn losing(kind: Kind) -> MethodRouter<Web> {
    post(move |w: W, k: Key, r: Room| remove_theirs(kind, w, k, r))
}

/// Of what the picture is, for those who may change it.
struct About {
    kind: Kind,
    id: Id,
    /// The address of this page.
    path: String,
    image: Option<String>,
    sheet: Sheet,
    gone: bool,
}

impl About {
    fn me(web: &Web, room: &Room) -> Result<Self, ApiError> {
        Ok(Self {
            kind: Kind::User,
            id: room.me.id,
            path: "/admin/me/picture".to_owned(),
            image: room.me.avatar.clone(),
            sheet: profile::sheet(room.words(web)?, "picture"),
            gone: false,
        })
    }

    async fn find(kind: Kind, web: &Web, room: &Room, key: &str) -> Result<Self, ApiError> {
        let words = room.words(web)?;
        if kind == Kind::Organization {
            let found = organization::open(web, room, key).await?;
            return Ok(Self {
                kind,
                id: found.id,
                path: format!("/admin/organizations/{}/picture", found.id),
                sheet: organization::sheet(room, &found, words, "picture"),
                gone: found.deleted.is_some(),
                image: found.logo,
            });
        }
        let found = held::find(kind, web, room, key).await?;
        let image = found.value.get("image").and_then(|image| image.as_str());
        Ok(Self {
            kind,
            id: found.id,
            path: format!("{}/picture", found.path()),
            image: image.map(str::to_owned),
            sheet: subject::sheet(room, &found, words, "picture"),
            gone: found.deleted.is_some(),
        })
    }

    async fn show(self, web: &Web, room: &Room, error: Option<String>) -> ApiResult {
        let words = room.words(web)?;
        let content = Content {
            why: words.text(&format!("picture-of-{}", self.kind.as_str())),
            action: (!self.gone).then_some(self.path),
            id: self.id.to_string(),
            image: self.image,
            error,
        };
        let mut sheet = self.sheet;
        if content.error.is_some() {
            sheet.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        room.show(web, Template::AdminPicture, sheet, &content)
            .await
    }
}

#[derive(Serialize)]
struct Content {
    why: String,
    /// None for what was deleted.
    action: Option<String>,
    id: String,
    image: Option<String>,
    error: Option<String>,
}

fn of(kind: Kind, key: &str) -> image::Of<'_> {
    match kind {
        Kind::Organization => image::Of::Organization(key),
        Kind::Reuse => image::Of::Reuse(key),
        _ => image::Of::Me,
    }
}

async fn mine(State(web): W, room: Room) -> ApiResult {
    About::me(&web, &room)?.show(&web, &room, None).await
}

async fn set_mine(State(web): W, room: Room, sent: Sent) -> ApiResult {
    set(&web, &room, About::me(&web, &room)?, sent).await
}

async fn remove_mine(State(web): W, room: Room) -> ApiResult {
    remove(&web, &room, About::me(&web, &room)?).await
}

async fn theirs(kind: Kind, State(web): W, Path(key): Key, room: Room) -> ApiResult {
    let about = About::find(kind, &web, &room, &key).await?;
    about.show(&web, &room, None).await
}

async fn set_theirs(
    kind: Kind,
    State(web): W,
    Path(key): Key,
    room: Room,
    sent: Sent,
) -> ApiResult {
    let about = About::find(kind, &web, &room, &key).await?;
    set(&web, &room, about, sent).await
}

async fn remove_theirs(kind: Kind, State(web): W, Path(key): Key, room: Room) -> ApiResult {
    let about = About::find(kind, &web, &room, &key).await?;
    remove(&web, &room, about).await
}

async fn set(web: &Web, room: &Room, about: About, sent: Sent) -> ApiResult {
    let (app, actor, key) = (&web.app, room.actor(), about.id.to_string());
    let of = of(about.kind, &key);
    image::permitted(app, actor, of).await?;
    let kept = match sent.read().await {
        Ok(read) => match read.file.filter(|file| !file.is_empty()) {
            Some(file) => image::set(app, actor, of, file, read.cut).await.map(Some),
            None => Ok(None),
        },
        Err(error) => Err(error),
    };
    let words = room.words(web)?;
    let error = match kept {
        Ok(Some(_)) => return Ok(told(&about.path, "picture-kept")),
        Ok(None) => words.text("picture-none"),
        Err(error) => why(words, error)?,
    };
    about.show(web, room, Some(error)).await
}

/// Why a picture was refused.
fn why(words: &Words, error: Error) -> Result<String, ApiError> {
    Ok(match error {
        Error::Invalid(..) => words.text("picture-unsupported"),
        Error::TooLarge(_) => words.text("picture-too-heavy"),
        Error::Bad(_) => words.text("picture-unreadable"),
        error => return Err(error.into()),
    })
}

async fn remove(web: &Web, room: &Room, about: About) -> ApiResult {
    let key = about.id.to_string();
    image::remove(&web.app, room.actor(), of(about.kind, &key)).await?;
    Ok(told(&about.path, "picture-removed"))
}
