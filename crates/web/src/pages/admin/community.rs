//! What somebody adds to the data of others: a link or a file beside a dataset, then described, replaced, taken away.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::json;
use vitrail_app::domain::{CommunityResource, Dataset, Extras, Kind as Subject, Owner};
use vitrail_app::{Error, community_resource, dataset, upload};

use super::file::{self, Files, LINK, One, accepted, form_of, uuid};
use super::form::{
    Choice, Choices, Field, Form, Group, Kind, Optional, Shown, Standing, Typed, refused,
};
use super::room::{Room, Sheet, Step, Whose, told};
use super::subject::producers;
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/datasets/{dataset}/community", get(begin))
        .route("/admin/datasets/{dataset}/community/link", post(link))
        .route("/admin/datasets/{dataset}/community/upload", post(receive))
        .route(
            "/admin/community-resources/{community}",
            get(one).post(update),
        )
        .route(
            "/admin/community-resources/{community}/replace",
            post(replace),
        )
        .route(
            "/admin/community-resources/{community}/delete",
            post(delete),
        )
}

/// A link, and in whose name it is added.
const NEW: Form = Form {
    name: "link",
    groups: &[
        LINK.groups[0],
        Group("who", &[Field("organization", Kind::Choice, Optional)]),
    ],
};

#[derive(Serialize)]
struct Content {
    dataset: About,
    link: Shown,
    upload: String,
    /// In whose name a file may be sent.
    producers: Vec<Choice>,
    accepted: String,
    largest: u64,
    errors: Vec<String>,
}

#[derive(Serialize)]
struct About {
    title: String,
    url: String,
}

/// The dataset of a path, for those who may read it.
async fn open(web: &Web, room: &Room, key: &str) -> Result<Dataset, ApiError> {
    let found = dataset::find(&web.app, room.actor(), key).await;
    let found = found.map_err(|error| ApiError::at(error, &room.context.path, key))?;
    if found.deleted.is_some() {
        return Err(Error::Gone(Subject::Dataset).into());
    }
    Ok(found)
}

async fn begin(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    show(&web, &room, &found, Standing::default(), Vec::new()).await
}

async fn show(
    web: &Web,
    room: &Room,
    found: &Dataset,
    mut standing: Standing,
    errors: Vec<String>,
) -> ApiResult {
    let words = room.words(web)?;
    if standing.typed.one("type").is_empty() {
        standing.typed.set("type", "main");
    }
    let mut choices: Choices = file::types(room.context.lang);
    choices.insert("organization", producers(room, words));
    let base = format!("/admin/datasets/{}/community", found.id);
    let link = Shown::new(&NEW, format!("{base}/link"), &standing, &choices, words)
        .button("link", words.text("files-link-add"));
    let mut status = standing.status();
    if !errors.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let content = Content {
        dataset: About {
            title: found.title.clone(),
            url: format!("/datasets/{}", found.slug),
        },
        link,
        upload: format!("{base}/upload"),
        producers: producers(room, words),
        accepted: accepted(),
        largest: upload::largest(&web.app),
        errors,
    };
    let sheet = Sheet {
        title: words.text("community-add"),
        whose: Whose::Me,
        status,
        trail: vec![Step {
            label: words.text("admin-community-resources"),
            url: "/admin/me/community-resources".to_owned(),
        }],
        ..Sheet::default()
    };
    room.show(web, Template::AdminCommunity, sheet, &content)
        .await
}

/// The page of what was added.
fn address(made: &CommunityResource) -> String {
    format!("/admin/community-resources/{}", made.resource.id)
}

async fn link(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let mut object = file::linked(&typed);
    object.insert("dataset".to_owned(), json!(found.id));
    if !typed.one("organization").is_empty() {
        object.insert("organization".to_owned(), json!(typed.one("organization")));
    }
    match community_resource::create(&web.app, room.actor(), &object).await {
        Ok(made) => Ok(told(&address(&made), "community-added")),
        Err(error) => {
            let standing = Standing {
                errors: refused(&NEW, error, room.words(&web)?)?,
                ..Standing::of(typed)
            };
            show(&web, &room, &found, standing, Vec::new()).await
        }
    }
}

async fn receive(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    sent: Files,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (app, actor, words) = (&web.app, room.actor(), room.words(&web)?);
    let (typed, mut files) = sent.read(app).await?;
    let error = match files.pop() {
        None => words.text("problem-no-file"),
        Some((name, draft)) => {
            let key = found.id.to_string();
            let kept = match draft {
                Ok(draft) => community_resource::add_file(app, actor, &key, &name, draft).await,
                Err(error) => Err(error),
            };
            match kept {
                Ok(made) => {
                    give(&web, &room, &made, typed.one("organization")).await?;
                    return Ok(told(&address(&made), "community-added"));
                }
                Err(error) => file::why(words, &name, error)?,
            }
        }
    };
    show(&web, &room, &found, Standing::default(), vec![error]).await
}

/// Gives what was just sent to one of the organizations of its sender, when one was chosen.
async fn give(
    web: &Web,
    room: &Room,
    made: &CommunityResource,
    organization: &str,
) -> Result<(), Error> {
    let mut theirs = room.organizations.iter();
    if !theirs.any(|(one, _)| one.id.to_string() == organization) {
        return Ok(());
    }
    let body = Extras::from_iter([("organization".to_owned(), json!(organization))]);
    let id = made.resource.id;
    community_resource::update(&web.app, room.actor(), id, &body)
        .await
        .map(drop)
}

/// What the path names, for those who may change it, with its dataset.
async fn find(
    web: &Web,
    room: &Room,
    key: &str,
) -> Result<(CommunityResource, Option<Dataset>), ApiError> {
    let id = uuid(key)?;
    let found = community_resource::permitted(&web.app, room.actor(), id).await?;
    let (_, mut beside) = community_resource::find(&web.app, room.actor(), id).await?;
    let about = found.dataset.and_then(|id| beside.datasets.remove(&id));
    Ok((found, about))
}

fn standing(found: &CommunityResource) -> Standing {
    let file = &found.resource;
    Standing {
        seen: Some(file.last_modified_internal.micros()),
        ..Standing::of(form_of(file).typed(&json!(file)))
    }
}

async fn one(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let standing = standing(&found.0);
    show_one(&web, &room, &found, standing, Vec::new()).await
}

/// The list of those of an owner.
fn list_of(room: &Room, owner: Owner) -> String {
    let base = Room::base(room.whose(owner));
    format!("{base}/community-resources")
}

async fn show_one(
    web: &Web,
    room: &Room,
    (found, about): &(CommunityResource, Option<Dataset>),
    standing: Standing,
    errors: Vec<String>,
) -> ApiResult {
    let (words, file) = (room.words(web)?, &found.resource);
    let action = address(found);
    let choices = file::types(room.context.lang);
    let mut form = Shown::new(form_of(file), &action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    form.back = about
        .as_ref()
        .map(|dataset| format!("/datasets/{}#community", dataset.slug));
    let mut status = standing.status();
    if !errors.is_empty() {
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let Some(out) = file::shown(&action, std::slice::from_ref(file)).pop() else {
        return Err(Error::NotFound(Subject::CommunityResource).into());
    };
    let content = One {
        form,
        replace: (file.filetype == "file").then(|| format!("{action}/replace")),
        accepted: accepted(),
        delete: format!("{action}/delete"),
        file: out,
        next: action,
        errors,
        community: true,
    };
    let whose = room.whose(found.owner);
    let sheet = Sheet {
        title: file.title.clone(),
        whose,
        status,
        trail: vec![
            Step {
                label: room.name(whose, words),
                url: format!("{}/datasets", Room::base(whose)),
            },
            Step {
                label: words.text("admin-community-resources"),
                url: list_of(room, found.owner),
            },
        ],
        ..Sheet::default()
    };
    room.show(web, Template::AdminFile, sheet, &content).await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let file = &found.0.resource;
    let form = form_of(file);
    let (object, seen) = (form.object(&typed), typed.seen());
    let mut standing = Standing::sent(typed);
    if !standing.typed.does("check") {
        match community_resource::update(&web.app, &room.actor().upon(seen), file.id, &object).await
        {
            Ok(made) => return Ok(told(&address(&made), "saved")),
            Err(error) => {
                let seen = Some(file.last_modified_internal.micros());
                let now = || (form.typed(&json!(file)), seen);
                standing.refuse(form, error, room.words(&web)?, now)?;
            }
        }
    }
    show_one(&web, &room, &found, standing, Vec::new()).await
}

async fn replace(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    sent: Files,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    let (app, actor, words) = (&web.app, room.actor(), room.words(&web)?);
    let (_, mut files) = sent.read(app).await?;
    let error = match files.pop() {
        None => words.text("problem-no-file"),
        Some((name, draft)) => {
            let id = found.0.resource.id;
            let kept = match draft {
                Ok(draft) => community_resource::replace_file(app, actor, id, &name, draft).await,
                Err(error) => Err(error),
            };
            match kept {
                Ok(made) => return Ok(told(&address(&made), "file-replaced")),
                Err(error) => file::why(words, &name, error)?,
            }
        }
    };
    let standing = standing(&found.0);
    show_one(&web, &room, &found, standing, vec![error]).await
}

async fn delete(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = find(&web, &room, &key).await?;
    if typed.one("sure").is_empty() {
        let errors = vec![room.words(&web)?.text("problem-unsure")];
        let standing = standing(&found.0);
        return show_one(&web, &room, &found, standing, errors).await;
    }
    let (owner, id) = (found.0.owner, found.0.resource.id);
    community_resource::delete(&web.app, room.actor(), id).await?;
    Ok(told(&list_of(&room, owner), "community-deleted"))
}
