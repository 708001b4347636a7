//! The way to a published dataset: who publishes, what it is, its files, then draft or public. Each step is a page of
//! its own; from the second on, what was said is kept as a draft.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::quality::Score;
use vitrail_app::domain::vocabulary::license;
use vitrail_app::domain::{Dataset, Id, Owner};
use vitrail_app::{Error, dataset};

use super::edit::{self, Content};
use super::fields::{self, FORM};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::form::{Shown, Standing, Typed, refused};
use crate::pages::admin::room::{Room, Sheet, Step, to, told};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/datasets/new", get(who))
        .route("/admin/datasets/new/describe", get(begin).post(create))
        .route(
            "/admin/datasets/{dataset}/publish/describe",
            get(describe).post(redescribe),
        )
        .route(
            "/admin/datasets/{dataset}/publish/finish",
            get(finish).post(publish),
        )
}

/// A step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Who,
    Describe,
    Files,
    Finish,
}

#[derive(Debug, Serialize)]
pub struct StageOut {
    label: String,
    /// Where it is, once one may go there.
    url: Option<String>,
    current: bool,
    done: bool,
}

/// The steps, as they stand at one of them.
pub fn steps(words: &Words, at: Stage, dataset: Option<Id>) -> Vec<StageOut> {
    let stages = [
        (Stage::Who, "who"),
        (Stage::Describe, "describe"),
        (Stage::Files, "files"),
        (Stage::Finish, "finish"),
    ];
    let stage = |(stage, name): (Stage, &str)| StageOut {
        label: words.text(&format!("publish-{name}")),
        url: match (stage, dataset) {
            (Stage::Who, None) => Some("/admin/datasets/new".to_owned()),
            (Stage::Who, Some(_)) | (_, None) => None,
            (_, Some(id)) => Some(format!("/admin/datasets/{id}/publish/{name}")),
        },
        current: stage == at,
        done: stage < at,
    };
    stages.into_iter().map(stage).collect()
}

#[derive(Serialize)]
struct Who {
    steps: Vec<StageOut>,
    choices: Vec<Producer>,
}

#[derive(Serialize)]
struct Producer {
    /// None for oneself.
    name: Option<String>,
    id: String,
    url: String,
    image: Option<String>,
    role: Option<&'static str>,
}

async fn who(State(web): State<Web>, room: Room) -> ApiResult {
    let words = room.words(&web)?;
    let describe = "/admin/datasets/new/describe";
    let theirs = room.organizations.iter().map(|(one, role)| Producer {
        name: Some(one.name.clone()),
        id: one.id.to_string(),
        url: format!("{describe}?organization={}", one.id),
        image: one.logo_thumbnail.clone(),
        role: Some(role.as_str()),
    });
    let mine = Producer {
        name: None,
        id: room.me.id.to_string(),
        url: describe.to_owned(),
        image: room.me.avatar_thumbnail.clone(),
        role: None,
    };
    let content = Who {
        steps: steps(words, Stage::Who, None),
        choices: theirs.chain([mine]).collect(),
    };
    let sheet = Sheet {
        title: words.text("publish-dataset"),
        status: StatusCode::OK,
        ..Sheet::default()
    };
    room.show(&web, Template::AdminWho, sheet, &content).await
}

/// For whom the dataset is made, as the address says.
fn owner(room: &Room) -> Result<Owner, Error> {
    let Some(id) = room.context.params.id("organization")? else {
        return Ok(Owner::User(room.me.id));
    };
    let member = room.actor().belongs_to(id);
    if member {
        Ok(Owner::Organization(id))
    } else {
        Err(Error::Forbidden)
    }
}

async fn begin(State(web): State<Web>, room: Room) -> ApiResult {
    let owner = owner(&room)?;
    first(&web, &room, owner, fields::blank()).await
}

async fn create(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    let owner = owner(&room)?;
    let mut object = fields::object(&typed, None);
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        object.insert("private".to_owned(), Value::Bool(true));
        if let Owner::Organization(id) = owner {
            object.insert("organization".to_owned(), json!(id));
        }
        match dataset::create(&web.app, room.actor(), &object).await {
            Ok(made) => return Ok(after(&standing.typed, made.id)),
            Err(error) => standing.errors = refused(&FORM, error, room.words(&web)?)?,
        }
    }
    first(&web, &room, owner, standing).await
}

/// Where one goes on, once the description is kept.
fn after(typed: &Typed, id: Id) -> Response {
    if typed.does("leave") {
        return told(&format!("/admin/datasets/{id}"), "draft");
    }
    to(&format!("/admin/datasets/{id}/publish/files"))
}

async fn first(web: &Web, room: &Room, owner: Owner, standing: Standing) -> ApiResult {
    let action = match owner {
        Owner::Organization(id) => format!("/admin/datasets/new/describe?organization={id}"),
        _ => "/admin/datasets/new/describe".to_owned(),
    };
    let new = Dataset {
        owner,
        ..Dataset::default()
    };
    asked(web, room, &new, &[], (action, standing, true)).await
}

async fn describe(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = edit::open(&web, &room, &key).await?;
    let files = dataset::resources(&web.app, &found).await?;
    let standing = edit::standing(&found);
    let action = format!("/admin/datasets/{}/publish/describe", found.id);
    asked(&web, &room, &found, &files, (action, standing, false)).await
}

async fn redescribe(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = edit::open(&web, &room, &key).await?;
    let standing = match edit::save(&web, &room, &found, typed).await? {
        Ok(saved) => return Ok(after(&saved, found.id)),
        Err(standing) => standing,
    };
    let files = dataset::resources(&web.app, &found).await?;
    let action = format!("/admin/datasets/{}/publish/describe", found.id);
    asked(&web, &room, &found, &files, (action, standing, false)).await
}

/// The page that asks what the dataset is.
async fn asked(
    web: &Web,
    room: &Room,
    found: &Dataset,
    files: &[vitrail_app::domain::Resource],
    (action, standing, is_new): (String, Standing, bool),
) -> ApiResult {
    let words = room.words(web)?;
    let choices = fields::choices(web, room, found.owner, &standing.typed).await?;
    let mut shown = Shown::new(&FORM, action, &standing, &choices, words)
        .button("next", words.text("publish-next"))
        .button("leave", words.text("publish-leave"));
    shown.live = true;
    let object = fields::object(&standing.typed, Some(found));
    let typed = fields::typed_in(&object, found, files, web.app.now());
    let quality = typed.quality.score(&typed, web.app.now());
    let content = Content {
        form: shown,
        steps: steps(words, Stage::Describe, (!is_new).then_some(found.id)),
        preview: edit::preview(&standing.typed),
        quality,
        mqa: edit::points(web, room, typed, files).await?,
    };
    let sheet = Sheet {
        title: words.text("publish-describe-title"),
        whose: room.whose(found.owner),
        status: standing.status(),
        trail: vec![Step {
            label: words.text("publish-dataset"),
            url: "/admin/datasets/new".to_owned(),
        }],
        ..Sheet::default()
    };
    room.show(web, Template::AdminDatasetForm, sheet, &content)
        .await
}

#[derive(Serialize)]
struct Finish<'a> {
    steps: Vec<StageOut>,
    dataset: Brief<'a>,
    files: usize,
    quality: Score,
    action: String,
}

#[derive(Serialize)]
struct Brief<'a> {
    id: String,
    title: &'a str,
    description: &'a str,
    private: bool,
    license: Option<&'a str>,
    frequency: &'a str,
    tags: &'a [String],
    page: String,
}

async fn finish(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = edit::open(&web, &room, &key).await?;
    let files = dataset::resources(&web.app, &found).await?;
    let words = room.words(&web)?;
    let content = Finish {
        steps: steps(words, Stage::Finish, Some(found.id)),
        files: files.len(),
        quality: found.quality.score(&found, web.app.now()),
        action: format!("/admin/datasets/{}/publish/finish", found.id),
        dataset: Brief {
            id: found.id.to_string(),
            title: &found.title,
            description: &found.description,
            private: found.private,
            license: found.license.as_deref().map(license::title_of),
            frequency: &found.frequency,
            tags: &found.tags,
            page: format!("/datasets/{}", found.slug),
        },
    };
    let sheet = Sheet {
        title: words.text("publish-finish-title"),
        whose: room.whose(found.owner),
        status: StatusCode::OK,
        trail: vec![Step {
            label: words.text("publish-dataset"),
            url: "/admin/datasets/new".to_owned(),
        }],
        ..Sheet::default()
    };
    room.show(&web, Template::AdminFinish, sheet, &content)
        .await
}

/// Makes it public, or leaves it a draft.
async fn publish(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let private = !typed.does("publish");
    let Value::Object(body) = json!({"private": private}) else {
        return Err(ApiError::from(anyhow::anyhow!("a form is an object")));
    };
    let key = edit::open(&web, &room, &key).await?.id.to_string();
    let made = dataset::update(&web.app, room.actor(), &key, &body).await?;
    let what = if private { "draft" } else { "published" };
    Ok(told(&format!("/admin/datasets/{}", made.id), what))
}
