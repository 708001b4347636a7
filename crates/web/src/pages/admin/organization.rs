//! Organizations: made, described, and put away by those who run them.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Actor, Extras, Organization, Timestamp};
use vitrail_app::organization;

use super::bloc::Desk;
use super::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use super::room::{Room, Sheet, Step, Tab, Whose, to, told};
use super::site::mark_tab;
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/organizations/new", get(begin).post(create))
        .route(
            "/admin/organizations/{organization}/profile",
            get(page).post(update),
        )
        .route(
            "/admin/organizations/{organization}/presentation",
            get(presentation).post(present),
        )
        .route("/admin/organizations/{organization}/life", get(life))
        .route("/admin/organizations/{organization}/state", post(change))
}

const FORM: Form = Form {
    name: "organization",
    groups: &[Group(
        "what",
        &[
            Field("name", Kind::Text, Required),
            Field("acronym", Kind::Text, Optional),
            Field("description", Kind::Markdown, Required),
            Field("url", Kind::Url, Optional),
            Field("business_number_id", Kind::Text, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: String,
}

async fn begin(State(web): State<Web>, room: Room) -> ApiResult {
    first(&web, &room, Standing::default()).await
}

async fn create(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    let body = FORM.object(&typed);
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        match organization::create(&web.app, room.actor(), &body).await {
            Ok(made) => {
                let members = format!("/admin/organizations/{}/members", made.id);
                return Ok(told(&members, "organization-made"));
            }
            Err(error) => standing.errors = refused(&FORM, error, room.words(&web)?)?,
        }
    }
    first(&web, &room, standing).await
}

async fn first(web: &Web, room: &Room, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let action = "/admin/organizations/new";
    let mut form = Shown::new(&FORM, action, &standing, &Choices::new(), words)
        .button("save", words.text("organization-make"));
    form.live = true;
    let sheet = Sheet {
        title: words.text("new-organizations"),
        status: standing.status(),
        trail: vec![Step {
            label: words.text("admin-new"),
            url: "/admin/new".to_owned(),
        }],
        ..Sheet::default()
    };
    let preview = standing.typed.one("description").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

/// The organization of a path, for those who run it.
pub async fn open(web: &Web, room: &Room, key: &str) -> Result<Organization, ApiError> {
    organization::administered(&web.app, room.actor(), key)
        .await
        .map_err(|error| ApiError::at(error, &room.context.path, key))
}

/// What a page about an organization says of itself.
pub fn sheet(room: &Room, found: &Organization, words: &Words, at: &str) -> Sheet {
    let base = format!("/admin/organizations/{}", found.id);
    let tab = |name: &str| Tab {
        label: words.text(&format!("admin-tab-{name}")),
        url: if name == "webhooks" {
            format!("/account/webhooks?organization={}", found.id)
        } else {
            format!("{base}/{name}")
        },
        current: name == at,
    };
    let names = [
        "profile",
        "presentation",
        "picture",
        "members",
        "contacts",
        "webhooks",
        "versions",
        "life",
    ];
    let mut tabs: Vec<Tab> = names.map(tab).into();
    tabs.extend(mark_tab(room, "organizations", found.id, words));
    let is_mine = room.organizations.iter().any(|(one, _)| one.id == found.id);
    Sheet {
        title: found.name.clone(),
        whose: if is_mine {
            Whose::Organization(found.id)
        } else {
            Whose::Site
        },
        trail: vec![Step {
            label: words.text("admin-organizations"),
            url: "/admin".to_owned(),
        }],
        tabs,
        status: StatusCode::OK,
    }
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let standing = Standing {
        seen: Some(found.last_modified.micros()),
        ..Standing::of(FORM.typed(&json!(found)))
    };
    show(&web, &room, &found, standing).await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (body, seen) = (FORM.object(&typed), typed.seen());
    let mut standing = Standing::sent(typed);
    if !standing.typed.does("check") {
        let key = found.id.to_string();
        match organization::update(&web.app, &room.actor().upon(seen), &key, &body).await {
            Ok(_) => {
                let back = format!("/admin/organizations/{key}/profile");
                return Ok(told(&back, "saved"));
            }
            Err(error) => {
                let seen = Some(found.last_modified.micros());
                let now = || (FORM.typed(&json!(found)), seen);
                standing.refuse(&FORM, error, room.words(&web)?, now)?;
            }
        }
    }
    show(&web, &room, &found, standing).await
}

async fn show(web: &Web, room: &Room, found: &Organization, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let action = format!("/admin/organizations/{}/profile", found.id);
    let mut form = Shown::new(&FORM, action, &standing, &Choices::new(), words)
        .button("save", words.text("admin-save"));
    form.live = true;
    // The words above are for who would make a second one.
    form.lead = None;
    form.back = Some(format!("/organizations/{}", found.slug));
    let mut sheet = sheet(room, found, words, "profile");
    sheet.status = standing.status();
    let preview = standing.typed.one("description").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

/// Where the pieces of its page are edited.
fn desk(web: &Web, room: &Room, found: &Organization) -> Result<Desk, ApiError> {
    Ok(Desk {
        action: format!("/admin/organizations/{}/presentation", found.id),
        sheet: sheet(room, found, room.words(web)?, "presentation"),
        lead: "organization-blocs-lead",
        page: format!("/organizations/{}", found.slug),
        now: Some(found.last_modified.micros()),
    })
}

async fn presentation(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let desk = desk(&web, &room, &found)?;
    desk.open(&web, &room, &found.presentation_blocs).await
}

async fn present(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (app, id) = (&web.app, found.id.to_string());
    let save = |actor: Actor, blocs: Vec<Value>| async move {
        // What is saved here is shown; clients of the API may keep a draft.
        let at = (!blocs.is_empty()).then(|| app.now());
        let body = Extras::from_iter([
            ("presentation_blocs".to_owned(), json!(blocs)),
            ("presentation_blocs_published_at".to_owned(), json!(at)),
        ]);
        organization::update(app, &actor, &id, &body)
            .await
            .map(drop)
    };
    let desk = desk(&web, &room, &found)?;
    desk.write(&web, &room, typed, save).await
}

#[derive(Serialize)]
struct Life<'a> {
    action: String,
    title: &'a str,
    page: String,
    deleted: Option<Timestamp>,
    unconfirmed: bool,
    /// Everybody sees organizations, and none is archived.
    alive: bool,
}

async fn life(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let content = Life {
        action: format!("/admin/organizations/{}", found.id),
        title: &found.name,
        page: format!("/organizations/{}", found.slug),
        deleted: found.deleted,
        unconfirmed: room.context.params.one("unconfirmed").is_some(),
        alive: true,
    };
    let sheet = sheet(&room, &found, room.words(&web)?, "life");
    room.show(&web, Template::AdminLife, sheet, &content).await
}

async fn change(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let key = found.id.to_string();
    let life = format!("/admin/organizations/{key}/life");
    if typed.does("delete") {
        if typed.one("sure").is_empty() {
            return Ok(to(&format!("{life}?unconfirmed=1#delete")));
        }
        organization::delete(&web.app, room.actor(), &key).await?;
        return Ok(told(&life, "deleted"));
    }
    if typed.does("restore") {
        let body = Extras::from_iter([("deleted".to_owned(), Value::Null)]);
        organization::update(&web.app, room.actor(), &key, &body).await?;
        return Ok(told(&life, "restore"));
    }
    Ok(to(&life))
}
