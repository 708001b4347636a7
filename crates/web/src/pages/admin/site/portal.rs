//! What the portal says of itself: its name and its words, and the pieces that stand above its lists.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Extras, Kind as Subject};
use vitrail_app::{Error, reading, site};

use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::bloc::{self, Editor};
use crate::pages::admin::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed, refused,
};
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose, told};
use crate::pages::bloc::{Bloc, Cards, shown};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/portal", get(page).post(update))
        .route("/admin/site/portal/{list}", get(blocs).post(write))
}

const FORM: Form = Form {
    name: "portal",
    groups: &[Group(
        "all",
        &[
            Field("title", Kind::Text, Required),
            Field("keywords", Kind::Tags, Optional),
            Field("feed_size", Kind::Number, Required),
        ],
    )],
};

/// The lists above which blocs stand.
const LISTS: [&str; 3] = ["datasets", "reuses", "dataservices"];

fn sheet(words: &Words, at: &str) -> Sheet {
    let tab = |name: &str| Tab {
        label: words.text(&format!("portal-tab-{name}")),
        url: if name == "portal" {
            "/admin/site/portal".to_owned()
        } else {
            format!("/admin/site/portal/{name}")
        },
        current: name == at,
    };
    let mut tabs = vec![tab("portal")];
    tabs.extend(LISTS.map(tab));
    Sheet {
        title: words.text("admin-portal"),
        whose: Whose::Site,
        status: StatusCode::OK,
        trail: vec![Step {
            label: words.text("admin-site"),
            url: "/admin/site/datasets".to_owned(),
        }],
        tabs,
    }
}

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: Option<String>,
}

async fn page(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let found = site::read(&web.app).await?;
    let standing = Standing::of(FORM.typed(&json!(*found)));
    show(&web, &room, &standing).await
}

async fn update(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let mut body = FORM.object(&typed);
    // A number typed is a text, which the field of the API is not.
    if let Ok(size) = typed.one("feed_size").parse::<i64>() {
        body.insert("feed_size".to_owned(), json!(size));
    }
    let mut standing = Standing::of(typed);
    match site::update(&web.app, room.actor(), &body).await {
        Ok(_) => return Ok(told("/admin/site/portal", "saved")),
        Err(error) => standing.errors = refused(&FORM, error, room.words(&web)?)?,
    }
    show(&web, &room, &standing).await
}

async fn show(web: &Web, room: &Room, standing: &Standing) -> ApiResult {
    let words = room.words(web)?;
    let form = Shown::new(
        &FORM,
        "/admin/site/portal",
        standing,
        &Choices::new(),
        words,
    )
    .button("save", words.text("admin-save"));
    let mut sheet = sheet(words, "portal");
    sheet.status = standing.status();
    let preview = None;
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

#[derive(Serialize)]
struct Blocs {
    lead: String,
    page: String,
    unsaved: bool,
    editor: Editor,
    preview: Vec<Bloc>,
}

fn list_of(list: &str) -> Result<&'static str, Error> {
    let known = LISTS.into_iter().find(|known| *known == list);
    known.ok_or(Error::NotFound(Subject::Site))
}

async fn blocs(State(web): State<Web>, Path(list): Path<String>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let list = list_of(&list)?;
    let found = site::read(&web.app).await?;
    let standing = Standing::default();
    edit(&web, &room, list, (found.blocs(list), false), &standing).await
}

async fn write(
    State(web): State<Web>,
    Path(list): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let list = list_of(&list)?;
    let words = room.words(&web)?;
    let mut blocs = bloc::read(&typed);
    let mut standing = Standing::of(typed);
    if standing.typed.does("save") {
        standing.errors = bloc::wrong(&blocs, words);
        if standing.errors.is_empty() {
            let body = Extras::from_iter([(format!("{list}_blocs"), json!(blocs))]);
            match site::update(&web.app, room.actor(), &body).await {
                Ok(_) => return Ok(told(&format!("/admin/site/portal/{list}"), "saved")),
                Err(error) => standing.errors = refused(&FORM, error, words)?,
            }
        }
    } else {
        let asked = standing.typed.one("do").to_owned();
        bloc::act(&mut blocs, &asked);
    }
    edit(&web, &room, list, (&blocs, true), &standing).await
}

async fn edit(
    web: &Web,
    room: &Room,
    list: &str,
    (blocs, unsaved): (&[Value], bool),
    standing: &Standing,
) -> ApiResult {
    let words = room.words(web)?;
    let action = format!("/admin/site/portal/{list}");
    let typed = &standing.typed;
    let errors = (&standing.errors, false);
    let editor = bloc::shown(web, words, (action, None), (blocs, typed), errors).await?;
    let cards = Cards::read(web, &room.context, blocs).await?;
    let content = Blocs {
        lead: words.text("portal-blocs-lead"),
        page: format!("/{list}"),
        unsaved,
        editor,
        preview: shown(&cards, blocs),
    };
    let mut sheet = sheet(words, list);
    sheet.status = standing.status();
    room.show(web, Template::AdminBlocs, sheet, &content).await
}
