//! What a dataset says of itself, changed. Two who edit at once are told: the second one sees both values.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::quality::Score;
use vitrail_app::domain::{Dataset, Id, Owner, Resource};
use vitrail_app::{dataset, mqa};

use super::fields::{self, FORM};
use super::publish::StageOut;
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::form::{Shown, Standing, Typed};
use crate::pages::admin::room::{Room, Sheet, Step, Tab, told};
use crate::pages::admin::site::mark_tab;
use crate::pages::mqa::Points;
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new().route("/admin/datasets/{dataset}", get(page).post(update))
}

#[derive(Serialize)]
pub struct Content {
    pub form: Shown,
    pub steps: Vec<StageOut>,
    /// The description, to be shown as it will be read.
    pub preview: String,
    pub quality: Score,
    pub mqa: Points,
}

pub fn preview(typed: &Typed) -> String {
    typed.one("description").to_owned()
}

/// The dataset of a path, for those who may edit it.
pub async fn open(web: &Web, room: &Room, key: &str) -> Result<Dataset, ApiError> {
    dataset::find_to_edit(&web.app, room.actor(), key)
        .await
        .map_err(|error| ApiError::at(error, &room.context.path, key))
}

/// The pages of one dataset.
fn tabs(room: &Room, id: Id, words: &Words, at: &str) -> Vec<Tab> {
    let base = format!("/admin/datasets/{id}");
    let tab = |name: &str| Tab {
        label: words.text(&format!(
            "admin-tab-{}",
            if name.is_empty() { "describe" } else { name }
        )),
        url: if name.is_empty() {
            base.clone()
        } else {
            format!("{base}/{name}")
        },
        current: name == at,
    };
    ["", "files", "versions", "life"]
        .iter()
        .map(|name| tab(name))
        .chain(mark_tab(room, "datasets", id, words))
        .collect()
}

/// What a page of one dataset says of itself.
pub fn sheet(room: &Room, found: &Dataset, words: &Words, at: &str) -> Sheet {
    sheet_of(room, (found.id, &found.title, found.owner), words, at)
}

/// The same, of one known by its id, its title and its owner.
pub fn sheet_of(
    room: &Room,
    (id, title, owner): (Id, &str, Owner),
    words: &Words,
    at: &str,
) -> Sheet {
    let whose = room.whose(owner);
    let base = Room::base(whose);
    Sheet {
        title: title.to_owned(),
        whose,
        trail: vec![
            Step {
                label: room.name(whose, words),
                url: format!("{base}/datasets"),
            },
            Step {
                label: words.text("admin-datasets"),
                url: format!("{base}/datasets"),
            },
        ],
        tabs: tabs(room, id, words, at),
        ..Sheet::default()
    }
}

/// The form of a dataset as it is kept.
pub fn standing(found: &Dataset) -> Standing {
    Standing {
        seen: Some(found.last_modified_internal.micros()),
        ..Standing::of(fields::typed(found))
    }
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let files = dataset::resources(&web.app, &found).await?;
    let standing = standing(&found);
    show(&web, &room, &found, &files, standing).await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let Err(standing) = save(&web, &room, &found, typed).await? else {
        return Ok(told(&format!("/admin/datasets/{}", found.id), "saved"));
    };
    let files = dataset::resources(&web.app, &found).await?;
    show(&web, &room, &found, &files, standing).await
}

/// Writes what was typed, unless it is only looked at; what is wrong comes back with it.
pub async fn save(
    web: &Web,
    room: &Room,
    found: &Dataset,
    typed: Typed,
) -> Result<Result<Typed, Standing>, ApiError> {
    let seen = typed.seen();
    let mut standing = Standing::sent(typed);
    if standing.typed.does("check") {
        return Ok(Err(standing));
    }
    let object = fields::object(&standing.typed, Some(found));
    let key = found.id.to_string();
    match dataset::update(&web.app, &room.actor().upon(seen), &key, &object).await {
        Ok(_) => Ok(Ok(standing.typed)),
        Err(error) => {
            let seen = Some(found.last_modified_internal.micros());
            let now = || (fields::typed(found), seen);
            standing.refuse(&FORM, error, room.words(web)?, now)?;
            Ok(Err(standing))
        }
    }
}

/// What Europe will say of a dataset as it is typed.
pub async fn points(
    web: &Web,
    room: &Room,
    typed: Dataset,
    files: &[Resource],
) -> Result<Points, ApiError> {
    let report = mqa::draft(&web.app, &room.context.base, typed, files).await?;
    Ok(Points::new(&report, room.context.lang))
}

async fn show(
    web: &Web,
    room: &Room,
    found: &Dataset,
    files: &[Resource],
    standing: Standing,
) -> ApiResult {
    let words = room.words(web)?;
    let choices = fields::choices(web, room, found.owner, &standing.typed).await?;
    let action = format!("/admin/datasets/{}", found.id);
    let mut shown = Shown::new(&FORM, action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    shown.live = true;
    shown.back = Some(format!("/datasets/{}", found.slug));
    let object = fields::object(&standing.typed, Some(found));
    let typed = fields::typed_in(&object, found, files, web.app.now());
    let content = Content {
        quality: typed.quality.score(&typed, web.app.now()),
        mqa: points(web, room, typed, files).await?,
        preview: preview(&standing.typed),
        steps: Vec::new(),
        form: shown,
    };
    let mut sheet = sheet(room, found, words, "");
    sheet.status = standing.status();
    room.show(web, Template::AdminDatasetForm, sheet, &content)
        .await
}
