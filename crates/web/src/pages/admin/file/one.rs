//! One file of a dataset: described, replaced, taken away.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use vitrail_app::domain::{Dataset, Kind as Subject, Resource};
use vitrail_app::{Error, dataset, resource, upload};

use super::sent::Files;
use super::{FileOut, accepted, is_step, next, open, shown, types, why};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::dataset::sheet;
use crate::pages::admin::form::{
    Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed,
};
use crate::pages::admin::room::{Room, Sheet, Step, told};
use crate::view::Template;

/// A file that is somewhere else, once it is there.
const REMOTE: Form = Form {
    name: "file",
    groups: &[Group(
        "all",
        &[
            Field("title", Kind::Text, Required),
            Field("type", Kind::Choice, Optional),
            Field("description", Kind::Markdown, Optional),
            Field("url", Kind::Url, Required),
            Field("format", Kind::Text, Optional),
            Field("mime", Kind::Text, Optional),
            Field("schema.name", Kind::Text, Optional),
            Field("schema.version", Kind::Text, Optional),
            Field("schema.url", Kind::Url, Optional),
        ],
    )],
};

/// A file that the portal keeps: its address, size and digest are the portal's.
const HOSTED: Form = Form {
    name: "file",
    groups: &[Group(
        "all",
        &[
            Field("title", Kind::Text, Required),
            Field("type", Kind::Choice, Optional),
            Field("description", Kind::Markdown, Optional),
            Field("schema.name", Kind::Text, Optional),
            Field("schema.version", Kind::Text, Optional),
            Field("schema.url", Kind::Url, Optional),
        ],
    )],
};

pub fn uuid(text: &str) -> Result<Uuid, Error> {
    text.parse().map_err(|_| Error::NotFound(Subject::Resource))
}

/// What may be said of a file, as it is kept here or elsewhere.
pub fn form_of(file: &Resource) -> &'static Form {
    if file.filetype == "file" {
        &HOSTED
    } else {
        &REMOTE
    }
}

/// The page of one file.
#[derive(Serialize)]
pub struct One {
    pub form: Shown,
    /// None for what is only linked.
    pub replace: Option<String>,
    pub accepted: String,
    pub delete: String,
    pub file: FileOut,
    pub next: String,
    pub errors: Vec<String>,
    /// Whether it stands beside the dataset of somebody else: no version of it is kept.
    pub community: bool,
}

pub async fn one(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let file = dataset::resource(&web.app, &found, uuid(&id)?).await?;
    let standing = standing(&file);
    show_one(&web, &room, (&found, &file), standing, Vec::new()).await
}

fn standing(file: &Resource) -> Standing {
    Standing {
        seen: Some(file.last_modified_internal.micros()),
        ..Standing::of(form_of(file).typed(&json!(file)))
    }
}

pub async fn update(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let file = dataset::resource(&web.app, &found, uuid(&id)?).await?;
    let form = form_of(&file);
    let (object, seen) = (form.object(&typed), typed.seen());
    let mut standing = Standing::sent(typed);
    if !standing.typed.does("check") {
        let (key, actor) = (found.id.to_string(), room.actor());
        match resource::update(&web.app, &actor.upon(seen), &key, file.id, &object).await {
            Ok(_) => {
                let next = next(found.id, is_step(standing.typed.one("next")));
                return Ok(told(&next, "file-saved"));
            }
            Err(error) => {
                let seen = Some(file.last_modified_internal.micros());
                let now = || (form.typed(&json!(file)), seen);
                standing.refuse(form, error, room.words(&web)?, now)?;
            }
        }
    }
    show_one(&web, &room, (&found, &file), standing, Vec::new()).await
}

async fn show_one(
    web: &Web,
    room: &Room,
    (found, file): (&Dataset, &Resource),
    standing: Standing,
    errors: Vec<String>,
) -> ApiResult {
    let words = room.words(web)?;
    let base = format!("/admin/datasets/{}/files", found.id);
    let action = format!("{base}/{}", file.id);
    let from = room.context.params.one("next").unwrap_or_default();
    let from = if from.is_empty() {
        standing.typed.one("next")
    } else {
        from
    };
    let next = next(found.id, is_step(from));
    let choices = types(room.context.lang);
    let mut form = Shown::new(form_of(file), &action, &standing, &choices, words)
        .hidden("next", next.clone())
        .button("save", words.text("admin-save"));
    form.back = Some(next.clone());
    let hosted = file.filetype == "file";
    let mut status = standing.status();
    if !errors.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let Some(out) = shown(&base, std::slice::from_ref(file)).pop() else {
        return Err(Error::NotFound(Subject::Resource).into());
    };
    let content = One {
        form,
        replace: hosted.then(|| format!("{action}/replace")),
        accepted: accepted(),
        delete: format!("{action}/delete"),
        file: out,
        next,
        errors,
        community: false,
    };
    let of_dataset = sheet(room, found, words, "files");
    let mut trail = of_dataset.trail.clone();
    trail.push(Step {
        label: found.title.clone(),
        url: base,
    });
    let sheet = Sheet {
        title: file.title.clone(),
        status,
        trail,
        ..of_dataset
    };
    room.show(web, Template::AdminFile, sheet, &content).await
}

pub async fn delete(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let id = uuid(&id)?;
    if typed.one("sure").is_empty() {
        let file = dataset::resource(&web.app, &found, id).await?;
        let errors = vec![room.words(&web)?.text("problem-unsure")];
        return show_one(&web, &room, (&found, &file), standing(&file), errors).await;
    }
    resource::delete(&web.app, room.actor(), &found.id.to_string(), id).await?;
    let next = next(found.id, is_step(typed.one("next")));
    Ok(told(&next, "file-deleted"))
}

pub async fn replace(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
    sent: Files,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let file = dataset::resource(&web.app, &found, uuid(&id)?).await?;
    let (app, actor, words) = (&web.app, room.actor(), room.words(&web)?);
    let key = found.id.to_string();
    let (typed, mut files) = sent.read(app).await?;
    let refusal = match files.pop() {
        None => words.text("problem-no-file"),
        Some((name, draft)) => {
            let kept = match draft {
                Ok(draft) => upload::replace(app, actor, &key, file.id, &name, draft).await,
                Err(error) => Err(error),
            };
            match kept {
                Ok(_) => {
                    let next = next(found.id, is_step(typed.one("next")));
                    return Ok(told(&next, "file-replaced"));
                }
                Err(error) => why(words, &name, error)?,
            }
        }
    };
    show_one(&web, &room, (&found, &file), standing(&file), vec![refusal]).await
}
