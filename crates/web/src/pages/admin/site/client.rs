//! The applications that may act for people. A secret is shown once, on the page that answers its making.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::Extras;
use vitrail_app::domain::oauth::{Client, Grant, Scope};
use vitrail_app::editing::mark;
use vitrail_app::oauth::client;
use vitrail_app::reading;

use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::choice::{self, Named};
use crate::pages::admin::form::{
    Choice, Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use crate::pages::admin::room::{Room, Sheet, Step, Whose, told};
use crate::pages::admin::table::{Cell, Column, Mark, Table};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/clients", get(list))
        .route("/admin/site/clients/new", get(begin).post(create))
        .route("/admin/site/clients/{client}", get(page).post(update))
        .route("/admin/site/clients/{client}/secret", post(rotate))
        .route("/admin/site/clients/{client}/delete", post(delete))
}

const FORM: Form = Form {
    name: "client",
    groups: &[Group(
        "all",
        &[
            Field("name", Kind::Text, Required),
            Field("description", Kind::Lines, Optional),
            Field("redirect_uris", Kind::Lines, Optional),
            Field("grant_types", Kind::Boxes, Optional),
            Field("scopes", Kind::Boxes, Optional),
            Field("confidential", Kind::Radio, Optional),
            Field("internal", Kind::Radio, Optional),
            Field("owner", Kind::Pick, Optional),
        ],
    )],
};

fn typed_of(client: &Client) -> Typed {
    let grants: Vec<&str> = client.grants.iter().map(|grant| grant.as_str()).collect();
    let scopes: Vec<&str> = client.scopes.iter().map(|scope| scope.as_str()).collect();
    FORM.typed(&json!({
        "name": client.name,
        "description": client.description,
        "redirect_uris": client.redirect_uris.join("\n"),
        "grant_types": grants,
        "scopes": scopes,
        "confidential": client.confidential.to_string(),
        "internal": client.internal.to_string(),
        "owner": client.owner,
    }))
}

/// What was typed, as the use case reads it: nothing chosen says nothing, but no address is an empty list.
fn body_of(typed: &Typed) -> Extras {
    let mut body = FORM.object(typed);
    for name in ["confidential", "internal", "owner"] {
        if body.get(name).is_some_and(Value::is_null) {
            body.remove(name);
        }
    }
    body.insert(
        "redirect_uris".to_owned(),
        json!(typed.one("redirect_uris")),
    );
    body
}

async fn choices(web: &Web, typed: &Typed, words: &Words) -> Result<Choices, ApiError> {
    let term = |kind: &str, code: &str| {
        Choice::new(
            code,
            words.text(&format!("client-{kind}-{}", code.replace('_', "-"))),
        )
    };
    let truth = |name: &str| {
        ["true", "false"].map(|value| {
            let key = format!("client-{name}-{value}");
            Choice::new(value, words.text(&key))
        })
    };
    let grants = Grant::ALL.map(|grant| term("grant", grant.as_str()));
    let scopes = Scope::ALL.map(|scope| term("scope", scope.as_str()));
    Ok(Choices::from([
        ("grant_types", grants.into()),
        ("scopes", scopes.into()),
        ("confidential", truth("confidential").into()),
        ("internal", truth("internal").into()),
        (
            "owner",
            choice::objects(web, typed, "owner", Named::People).await?,
        ),
    ]))
}

#[derive(Serialize)]
struct Listing {
    table: Table,
    new: Step,
    lead: String,
    q: Option<String>,
    only: Option<String>,
}

async fn list(State(web): State<Web>, room: Room) -> ApiResult {
    let all = client::list(&web.app, room.actor()).await?;
    let words = room.words(&web)?;
    let row = |one: &Client| {
        let mut marks = Vec::new();
        let mut mark = |key: &str, tone: &'static str| {
            marks.push(Mark {
                label: words.text(key),
                tone,
            });
        };
        if one.internal {
            mark("client-mark-internal", "brand");
        }
        if one.confidential {
            mark("client-mark-confidential", "success");
        } else {
            mark("client-mark-public", "warning");
        }
        let scopes: Vec<&str> = one.scopes.iter().map(|scope| scope.as_str()).collect();
        vec![
            Cell::link("name", &one.name, format!("/admin/site/clients/{}", one.id))
                .note(one.id.to_string()),
            Cell::marks("state", marks),
            Cell::text("scopes", scopes.join(", ")),
            Cell::text(
                "addresses",
                one.redirect_uris.first().map_or("–", String::as_str),
            ),
            Cell::when("created", one.created),
        ]
    };
    let columns = ["name", "state", "scopes", "addresses", "created"];
    let content = Listing {
        table: Table {
            caption: words.text("admin-clients"),
            columns: columns.map(Column::plain).into(),
            rows: all.iter().map(row).collect(),
            total: i64::try_from(all.len()).unwrap_or(i64::MAX),
            empty: Some(words.text("clients-none")),
            ..Table::default()
        },
        new: Step {
            label: words.text("client-new"),
            url: "/admin/site/clients/new".to_owned(),
        },
        lead: words.text("clients-lead"),
        q: None,
        only: None,
    };
    let mut sheet = sheet(words, words.text("admin-clients"));
    sheet.trail.truncate(1);
    room.show(&web, Template::AdminListing, sheet, &content)
        .await
}

fn sheet(words: &Words, title: String) -> Sheet {
    Sheet {
        title,
        whose: Whose::Site,
        trail: vec![
            Step {
                label: words.text("admin-site"),
                url: "/admin/site/datasets".to_owned(),
            },
            Step {
                label: words.text("admin-clients"),
                url: "/admin/site/clients".to_owned(),
            },
        ],
        ..Sheet::default()
    }
}

#[derive(Default, Serialize)]
struct One {
    /// None on the page of a new application.
    id: Option<String>,
    name: String,
    confidential: bool,
    secret: Option<String>,
    form: Option<Shown>,
    /// The box that was left empty.
    unsure: Option<&'static str>,
}

async fn begin(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let usual = Client {
        grants: vec![Grant::AuthorizationCode, Grant::RefreshToken],
        scopes: vec![Scope::Default],
        confidential: true,
        owner: room.me.id,
        ..Client::default()
    };
    first(&web, &room, Standing::of(typed_of(&usual))).await
}

async fn first(web: &Web, room: &Room, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let choices = choices(web, &standing.typed, words).await?;
    let form = Shown::new(&FORM, "/admin/site/clients/new", &standing, &choices, words)
        .button("save", words.text("client-make"));
    let mut sheet = sheet(words, words.text("client-new"));
    sheet.status = standing.status();
    let content = One {
        form: Some(form),
        ..One::default()
    };
    room.show(web, Template::AdminClient, sheet, &content).await
}

async fn create(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let body = body_of(&typed);
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        match client::create(&web.app, room.actor(), &body).await {
            Ok((made, Some(secret))) => {
                return told_once(&web, &room, &made, secret, StatusCode::CREATED).await;
            }
            Ok((made, None)) => {
                return Ok(told(&format!("/admin/site/clients/{}", made.id), "saved"));
            }
            Err(error) => standing.errors = refused(&FORM, error, room.words(&web)?)?,
        }
    }
    first(&web, &room, standing).await
}

/// The only page that ever shows a secret: it is kept nowhere.
async fn told_once(
    web: &Web,
    room: &Room,
    client: &Client,
    secret: String,
    status: StatusCode,
) -> ApiResult {
    let words = room.words(web)?;
    let mut sheet = sheet(words, client.name.clone());
    sheet.status = status;
    let content = One {
        id: Some(client.id.to_string()),
        name: client.name.clone(),
        confidential: client.confidential,
        secret: Some(secret),
        form: None,
        unsure: None,
    };
    let answer = room.show(web, Template::AdminClient, sheet, &content).await;
    answer.map(unkept)
}

/// No browser keeps what this answers.
fn unkept(mut answer: Response) -> Response {
    let never = axum::http::HeaderValue::from_static("no-store");
    let headers = answer.headers_mut();
    headers.insert(axum::http::header::CACHE_CONTROL, never);
    answer
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = client::find(&web.app, room.actor(), &key).await?;
    let standing = Standing::of(typed_of(&found)).over(Some(mark(&found)));
    show(&web, &room, &found, standing, None).await
}

async fn show(
    web: &Web,
    room: &Room,
    found: &Client,
    standing: Standing,
    unsure: Option<&'static str>,
) -> ApiResult {
    let words = room.words(web)?;
    let choices = choices(web, &standing.typed, words).await?;
    let action = format!("/admin/site/clients/{}", found.id);
    let form = Shown::new(&FORM, action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    let mut sheet = sheet(words, found.name.clone());
    sheet.status = match unsure {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => standing.status(),
    };
    let content = One {
        id: Some(found.id.to_string()),
        name: found.name.clone(),
        confidential: found.confidential,
        secret: None,
        form: Some(form),
        unsure,
    };
    room.show(web, Template::AdminClient, sheet, &content).await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = client::find(&web.app, room.actor(), &key).await?;
    let body = body_of(&typed);
    let actor = room.actor().upon(typed.seen());
    let mut standing = Standing::sent(typed);
    if !standing.typed.does("check") {
        match client::update(&web.app, &actor, &key, &body).await {
            Ok(_) => return Ok(told(&format!("/admin/site/clients/{}", found.id), "saved")),
            Err(error) => {
                let now = || (typed_of(&found), Some(mark(&found)));
                standing.refuse(&FORM, error, room.words(&web)?, now)?;
            }
        }
    }
    show(&web, &room, &found, standing, None).await
}

async fn rotate(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = client::find(&web.app, room.actor(), &key).await?;
    if typed.one("sure").is_empty() {
        let standing = Standing::of(typed_of(&found)).over(Some(mark(&found)));
        return show(&web, &room, &found, standing, Some("rotate")).await;
    }
    let secret = client::rotate(&web.app, room.actor(), &key).await?;
    told_once(&web, &room, &found, secret, StatusCode::OK).await
}

async fn delete(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = client::find(&web.app, room.actor(), &key).await?;
    if typed.one("sure").is_empty() {
        let standing = Standing::of(typed_of(&found)).over(Some(mark(&found)));
        return show(&web, &room, &found, standing, Some("delete")).await;
    }
    client::delete(&web.app, room.actor(), &key).await?;
    Ok(told("/admin/site/clients", "client-deleted"))
}
