//! The files of a dataset: added by dropping them or by their address, described, put in order, replaced, taken away.
//! Where scripts run, large files go through the API in parts; where none does, a plain form sends them whole.

mod one;
mod sent;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::format::{FormatFamily, UPLOAD_EXTENSIONS};
use vitrail_app::domain::vocabulary::resource_type::ResourceType;
use vitrail_app::domain::{Dataset, Extras, Id, Kind as Subject, Resource, Timestamp};
use vitrail_app::{Error, dataset, resource, upload};

use super::choice;
use super::dataset::{Stage, sheet, steps};
use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused, said,
};
use super::room::{Room, Sheet, Step, to, told};
use one::{delete, one, replace, update};

pub use one::{One, form_of, uuid};
pub use sent::Files;

use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/datasets/{dataset}/files", get(page))
        .route("/admin/datasets/{dataset}/publish/files", get(step))
        .route("/admin/datasets/{dataset}/files/upload", post(receive))
        .route("/admin/datasets/{dataset}/files/link", post(link))
        .route("/admin/datasets/{dataset}/files/order", post(order))
        .route(
            "/admin/datasets/{dataset}/files/{resource}",
            get(one).post(update),
        )
        .route(
            "/admin/datasets/{dataset}/files/{resource}/replace",
            post(replace),
        )
        .route(
            "/admin/datasets/{dataset}/files/{resource}/delete",
            post(delete),
        )
}

/// A file that is somewhere else.
pub const LINK: Form = Form {
    name: "link",
    groups: &[Group(
        "all",
        &[
            Field("url", Kind::Url, Required),
            Field("title", Kind::Text, Required),
            Field("format", Kind::Text, Optional),
            Field("type", Kind::Choice, Optional),
            Field("description", Kind::Lines, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    steps: Vec<super::dataset::StageOut>,
    files: Vec<FileOut>,
    /// Where forms of this page are sent.
    base: String,
    /// Where they lead back.
    next: String,
    /// The address of the API that takes parts of files.
    api: String,
    order_api: String,
    largest: u64,
    accepted: String,
    link: Shown,
    errors: Vec<String>,
    dataset_title: String,
    finish: Option<String>,
}

#[derive(Serialize)]
pub struct FileOut {
    id: Uuid,
    title: String,
    description: Option<String>,
    format: String,
    family: &'static str,
    hosted: bool,
    size: Option<i64>,
    r#type: String,
    url: String,
    updated: Timestamp,
    edit: String,
    first: bool,
    last: bool,
}

pub fn shown(base: &str, files: &[Resource]) -> Vec<FileOut> {
    let last = files.len().saturating_sub(1);
    let file = |(place, file): (usize, &Resource)| FileOut {
        id: file.id,
        title: file.title.clone(),
        description: file.description.clone(),
        family: FormatFamily::of(&file.format).code(),
        format: file.format.clone(),
        hosted: file.filetype == "file",
        size: file.filesize,
        r#type: file.r#type.clone(),
        url: file.url.clone(),
        updated: file.last_modified_internal,
        edit: format!("{base}/{}", file.id),
        first: place == 0,
        last: place == last,
    };
    files.iter().enumerate().map(file).collect()
}

/// What is shown with the files: a link that was refused, or files that were.
#[derive(Default)]
struct Refused {
    link: Option<Standing>,
    files: Vec<String>,
}

async fn open(web: &Web, room: &Room, key: &str) -> Result<Dataset, ApiError> {
    let found = dataset::find_to_edit(&web.app, room.actor(), key).await;
    let found = found.map_err(|error| ApiError::at(error, &room.context.path, key))?;
    if found.deleted.is_some() {
        return Err(Error::Gone(Subject::Dataset).into());
    }
    Ok(found)
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    show(&web, &room, &found, false, Refused::default()).await
}

async fn step(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    show(&web, &room, &found, true, Refused::default()).await
}

/// The extensions that may be sent, as a browser is told.
pub fn accepted() -> String {
    let known: Vec<String> = UPLOAD_EXTENSIONS
        .iter()
        .map(|one| format!(".{one}"))
        .collect();
    known.join(",")
}

pub fn types(lang: &str) -> Choices {
    Choices::from([("type", choice::terms::<ResourceType>(lang))])
}

async fn show(
    web: &Web,
    room: &Room,
    found: &Dataset,
    in_steps: bool,
    refused: Refused,
) -> ApiResult {
    let words = room.words(web)?;
    let files = dataset::resources(&web.app, found).await?;
    let base = format!("/admin/datasets/{}/files", found.id);
    let next = next(found.id, in_steps);
    let mut link = refused.link.unwrap_or_default();
    if link.typed.one("type").is_empty() {
        link.typed.set("type", "main");
    }
    let choices = types(room.context.lang);
    let form = Shown::new(&LINK, format!("{base}/link"), &link, &choices, words)
        .hidden("next", next.clone())
        .button("link", words.text("files-link-add"));
    let refused_any = !link.errors.is_empty() || !refused.files.is_empty();
    let content = Content {
        steps: if in_steps {
            steps(words, Stage::Files, Some(found.id))
        } else {
            Vec::new()
        },
        files: shown(&base, &files),
        api: format!("/api/1/datasets/{}/upload/", found.id),
        order_api: format!("/api/1/datasets/{}/resources/", found.id),
        largest: upload::largest(&web.app),
        accepted: accepted(),
        link: form,
        errors: refused.files,
        dataset_title: found.title.clone(),
        finish: in_steps.then(|| format!("/admin/datasets/{}/publish/finish", found.id)),
        base,
        next,
    };
    let status = if refused_any {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let sheet = if in_steps {
        Sheet {
            title: words.text("publish-files-title"),
            whose: room.whose(found.owner),
            status,
            trail: vec![Step {
                label: words.text("publish-dataset"),
                url: "/admin/datasets/new".to_owned(),
            }],
            ..Sheet::default()
        }
    } else {
        Sheet {
            status,
            ..sheet(room, found, words, "files")
        }
    };
    room.show(web, Template::AdminFiles, sheet, &content).await
}

/// Where the forms of this page lead back.
fn next(dataset: Id, in_steps: bool) -> String {
    if in_steps {
        format!("/admin/datasets/{dataset}/publish/files")
    } else {
        format!("/admin/datasets/{dataset}/files")
    }
}

/// Whether what was sent comes from the steps of a publication.
fn is_step(next: &str) -> bool {
    next.ends_with("/publish/files")
}

async fn link(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let in_steps = is_step(typed.one("next"));
    let object = linked(&typed);
    let key = found.id.to_string();
    match resource::create(&web.app, room.actor(), &key, &object).await {
        Ok(_) => Ok(told(&next(found.id, in_steps), "linked")),
        Err(error) => {
            let words = room.words(&web)?;
            let link = Standing {
                errors: refused(&LINK, error, words)?,
                ..Standing::of(typed)
            };
            let refused = Refused {
                link: Some(link),
                ..Refused::default()
            };
            show(&web, &room, &found, in_steps, refused).await
        }
    }
}

/// A link as clients of the API send it; without a format, that of its address.
pub fn linked(typed: &Typed) -> Extras {
    let mut object = LINK.object(typed);
    let url = typed.one("url").to_lowercase();
    if typed.one("format").is_empty()
        && let Some(format) = of_address(&url)
    {
        object.insert("format".to_owned(), json!(format));
    }
    object
}

/// The format that the end of an address says.
fn of_address(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    let (_, end) = path.rsplit('/').next()?.rsplit_once('.')?;
    let mut known = UPLOAD_EXTENSIONS.iter().copied();
    known.find(|known| *known == end)
}

async fn order(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let files = dataset::resources(&web.app, &found).await?;
    let mut ids: Vec<String> = files.iter().map(|file| file.id.to_string()).collect();
    // `up:ID` or `down:ID`: the button of one file.
    let (way, id) = typed.one("move").split_once(':').unwrap_or_default();
    if let Some(place) = ids.iter().position(|known| known == id) {
        let other = if way == "up" {
            place.checked_sub(1)
        } else {
            Some(place + 1).filter(|other| *other < ids.len())
        };
        if let Some(other) = other {
            ids.swap(place, other);
            let key = found.id.to_string();
            resource::reorder(&web.app, room.actor(), &key, &json!(ids)).await?;
        }
    }
    let next = next(found.id, is_step(typed.one("next")));
    Ok(to(&format!("{next}#file-{id}")))
}

/// Why a file was refused, with its name.
pub fn why(words: &Words, name: &str, error: Error) -> Result<String, ApiError> {
    let sentence = match error {
        Error::Upload(sentence) | Error::Unsupported(sentence) => said(sentence, words),
        Error::BadExtension => words.text("problem-extension"),
        Error::TooLarge(_) => words.text("problem-too-large"),
        error => return Err(error.into()),
    };
    Ok(format!("{name} : {sentence}"))
}

async fn receive(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    sent: Files,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let key = found.id.to_string();
    let (app, actor, words) = (&web.app, room.actor(), room.words(&web)?);
    let (typed, files) = sent.read(app).await?;
    let in_steps = is_step(typed.one("next"));
    let mut refused = Refused::default();
    if files.is_empty() {
        refused.files.push(words.text("problem-no-file"));
    }
    // The newest comes first: the last of the form is taken in first.
    for (name, draft) in files.into_iter().rev() {
        let kept = match draft {
            Ok(draft) => upload::add(app, actor, &key, &name, draft).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(made) => describe(&web, &room, &key, &made, typed.one("description")).await?,
            Err(error) => refused.files.insert(0, why(words, &name, error)?),
        }
    }
    if refused.files.is_empty() {
        return Ok(told(&next(found.id, in_steps), "uploaded"));
    }
    show(&web, &room, &found, in_steps, refused).await
}

/// Gives the files of a plain form the description that came with them.
async fn describe(
    web: &Web,
    room: &Room,
    key: &str,
    made: &Resource,
    text: &str,
) -> Result<(), Error> {
    let Value::Object(body) = json!({"description": text}) else {
        return Ok(());
    };
    if !text.is_empty() {
        resource::update(&web.app, room.actor(), key, made.id, &body).await?;
    }
    Ok(())
}
