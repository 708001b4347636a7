//! News and editorial pages: listed, written as Markdown or as blocs, given a picture, published, taken away.

mod life;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Actor, Extras, Post};
use vitrail_app::{post, reading};

use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::bloc::Desk;
use crate::pages::admin::choice::{self, Named};
use crate::pages::admin::form::{
    Choice, Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose, told};
use crate::pages::admin::table::{Cell, Mark, Table, address};
use crate::view::{Template, Words};

const SIZE: i64 = 20;
const KINDS: [&str; 2] = ["news", "page"];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/posts", get(list))
        .route("/admin/site/posts/new", get(begin).post(create))
        .route("/admin/site/posts/{post}", get(page).post(update))
        .route("/admin/site/posts/{post}/blocs", get(blocs).post(write))
        .merge(life::routes())
}

const FORM: Form = Form {
    name: "post",
    groups: &[
        Group(
            "what",
            &[
                Field("name", Kind::Text, Required),
                Field("kind", Kind::Radio, Optional),
                Field("headline", Kind::Text, Optional),
                Field("tags", Kind::Tags, Optional),
            ],
        ),
        Group(
            "body",
            &[
                Field("body_type", Kind::Radio, Optional),
                Field("content", Kind::Markdown, Optional),
            ],
        ),
        Group(
            "shows",
            &[
                Field("datasets", Kind::Picks, Optional),
                Field("reuses", Kind::Picks, Optional),
            ],
        ),
        Group(
            "credit",
            &[
                Field("credit_to", Kind::Text, Optional),
                Field("credit_url", Kind::Url, Optional),
            ],
        ),
    ],
};

#[derive(Serialize)]
struct Listing {
    table: Table,
    new: Step,
    lead: Option<String>,
    q: Option<String>,
    only: Option<String>,
}

async fn list(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let words = room.words(&web)?;
    let params = &room.context.params;
    let kind = params.one("kind").filter(|kind| KINDS.contains(kind));
    let filter = post::Filter {
        q: params.text("q"),
        kind: kind.map(str::to_owned),
        with_drafts: true,
    };
    let page = params.page_or_first(SIZE);
    let sort = params.sort(&post::SORTS).ok().flatten();
    let listed = post::list(&web.app, room.actor(), filter, sort, page).await?;
    let rows = listed.data.iter().map(|one| row(one, words)).collect();
    let heads = [
        ("name", Some("name")),
        ("state", None),
        ("published", Some("published")),
        ("updated", Some("last_modified")),
    ];
    let tab = |name: &str| Tab {
        label: words.text(&format!("posts-{name}")),
        url: address(
            &room,
            &[
                ("kind", if name == "all" { "" } else { name }),
                ("page", ""),
            ],
        ),
        current: kind.unwrap_or("all") == name,
    };
    let sheet = Sheet {
        title: words.text("admin-posts"),
        whose: Whose::Site,
        status: StatusCode::OK,
        trail: vec![Step {
            label: words.text("admin-site"),
            url: "/admin/site/datasets".to_owned(),
        }],
        tabs: ["all", "news", "page"].map(tab).into(),
    };
    let content = Listing {
        table: Table {
            caption: words.text("admin-posts"),
            empty: Some(words.text("posts-nothing")),
            ..Table::page(&room, &heads, rows, (page, listed.total))
        },
        new: Step {
            label: words.text("post-new"),
            url: "/admin/site/posts/new".to_owned(),
        },
        lead: None,
        q: Some(params.text("q").unwrap_or_default()),
        only: kind.map(str::to_owned),
    };
    room.show(&web, Template::AdminListing, sheet, &content)
        .await
}

fn row(one: &Post, words: &Words) -> Vec<Cell> {
    let (state, tone) = match one.published {
        Some(_) => ("admin-state-public", "success"),
        None => ("admin-state-draft", "brand"),
    };
    let mark = |key: &str, tone: &'static str| Mark {
        label: words.text(key),
        tone,
    };
    vec![
        Cell::link("name", &one.name, format!("/admin/site/posts/{}", one.id))
            .note(one.headline.clone()),
        Cell::marks(
            "state",
            vec![
                mark(state, tone),
                mark(&format!("post-kind-{}", one.kind), "brand"),
            ],
        ),
        Cell::when("published", one.published),
        Cell::when("updated", one.last_modified),
    ]
}

async fn choices(
    web: &Web,
    typed: &Typed,
    body_type: &str,
    words: &Words,
) -> Result<Choices, ApiError> {
    let term = |key: &str, code: &str| Choice::new(code, words.text(&format!("post-{key}-{code}")));
    let mut bodies = vec![term("body", "markdown"), term("body", "blocs")];
    // Only what already is HTML stays so.
    if body_type == "html" {
        bodies.push(term("body", "html"));
    }
    Ok(Choices::from([
        ("kind", KINDS.map(|kind| term("kind", kind)).into()),
        ("body_type", bodies),
        (
            "datasets",
            choice::objects(web, typed, "datasets", Named::Datasets).await?,
        ),
        (
            "reuses",
            choice::objects(web, typed, "reuses", Named::Reuses).await?,
        ),
    ]))
}

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: String,
}

async fn begin(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let mut typed = Typed::default();
    let kind = room.context.params.one("kind").unwrap_or("news");
    typed.set("kind", kind);
    typed.set("body_type", "markdown");
    first(&web, &room, Standing::of(typed)).await
}

async fn create(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let body = FORM.object(&typed);
    let mut standing = Standing::of(typed);
    if !standing.typed.does("check") {
        match post::create(&web.app, room.actor(), &body).await {
            Ok(made) => return Ok(told(&next_of(&made), "post-made")),
            Err(error) => standing.errors = refused(&FORM, error, room.words(&web)?)?,
        }
    }
    first(&web, &room, standing).await
}

/// Where its writer goes on: to the pieces of a text made of pieces, else to its publication.
fn next_of(post: &Post) -> String {
    let part = match post.body_type.as_str() {
        "blocs" => "blocs",
        _ => "life",
    };
    format!("/admin/site/posts/{}/{part}", post.id)
}

async fn first(web: &Web, room: &Room, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let choices = choices(web, &standing.typed, "", words).await?;
    let mut form = Shown::new(&FORM, "/admin/site/posts/new", &standing, &choices, words)
        .button("save", words.text("post-make"));
    form.live = true;
    let sheet = Sheet {
        title: words.text("post-new"),
        whose: Whose::Site,
        status: standing.status(),
        trail: trail(words),
        ..Sheet::default()
    };
    let preview = standing.typed.one("content").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

fn trail(words: &Words) -> Vec<Step> {
    vec![
        Step {
            label: words.text("admin-site"),
            url: "/admin/site/datasets".to_owned(),
        },
        Step {
            label: words.text("admin-posts"),
            url: "/admin/site/posts".to_owned(),
        },
    ]
}

/// What a page about a post says of itself.
fn sheet(found: &Post, words: &Words, at: &str) -> Sheet {
    let base = format!("/admin/site/posts/{}", found.id);
    let tab = |name: &str, url: String| Tab {
        label: words.text(&format!("post-tab-{name}")),
        url,
        current: name == at,
    };
    Sheet {
        title: found.name.clone(),
        whose: Whose::Site,
        status: StatusCode::OK,
        trail: trail(words),
        tabs: vec![
            tab("text", base.clone()),
            tab("blocs", format!("{base}/blocs")),
            tab("life", format!("{base}/life")),
        ],
    }
}

/// The post of a path, for sysadmins.
async fn open(web: &Web, room: &Room, key: &str) -> Result<Post, ApiError> {
    reading::sysadmin(room.actor())?;
    let found = post::find(&web.app, room.actor(), key).await;
    found.map_err(|error| ApiError::at(error, &room.context.path, key))
}

fn seen(found: &Post) -> i64 {
    found.last_modified.micros()
}

async fn page(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let standing = Standing {
        seen: Some(seen(&found)),
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
    let (body, saw, id) = (FORM.object(&typed), typed.seen(), found.id.to_string());
    let mut standing = Standing::sent(typed);
    if !standing.typed.does("check") {
        match post::update(&web.app, &room.actor().upon(saw), &id, &body).await {
            Ok(_) => return Ok(told(&format!("/admin/site/posts/{id}"), "saved")),
            Err(error) => {
                let now = || (FORM.typed(&json!(found)), Some(seen(&found)));
                standing.refuse(&FORM, error, room.words(&web)?, now)?;
            }
        }
    }
    show(&web, &room, &found, standing).await
}

async fn show(web: &Web, room: &Room, found: &Post, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let choices = choices(web, &standing.typed, &found.body_type, words).await?;
    let action = format!("/admin/site/posts/{}", found.id);
    let mut form = Shown::new(&FORM, action, &standing, &choices, words)
        .button("save", words.text("admin-save"));
    form.live = true;
    form.back = Some(format!("/posts/{}", found.slug));
    let mut sheet = sheet(found, words, "text");
    sheet.status = standing.status();
    let preview = standing.typed.one("content").to_owned();
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

async fn blocs(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    desk(&web, &room, &found)?
        .open(&web, &room, &found.blocs)
        .await
}

/// Where the blocs of a post are edited.
fn desk(web: &Web, room: &Room, found: &Post) -> Result<Desk, ApiError> {
    Ok(Desk {
        action: format!("/admin/site/posts/{}/blocs", found.id),
        sheet: sheet(found, room.words(web)?, "blocs"),
        lead: match found.body_type.as_str() {
            "blocs" => "post-blocs-lead",
            _ => "post-blocs-instead",
        },
        page: format!("/posts/{}", found.slug),
        now: Some(seen(found)),
    })
}

async fn write(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (app, id) = (&web.app, found.id.to_string());
    let save = |actor: Actor, blocs: Vec<Value>| async move {
        let body = Extras::from_iter([
            ("blocs".to_owned(), json!(blocs)),
            ("body_type".to_owned(), json!("blocs")),
        ]);
        post::update(app, &actor, &id, &body).await.map(drop)
    };
    let desk = desk(&web, &room, &found)?;
    desk.write(&web, &room, typed, save).await
}
