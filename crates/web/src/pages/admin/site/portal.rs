//! What the portal says of itself: its name and its words, and the pieces that stand above its lists.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::{Actor, Extras, Kind as Subject};
use vitrail_app::editing::mark;
use vitrail_app::{Error, reading, site};

use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::admin::bloc::Desk;
use crate::pages::admin::form::{
    Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed,
};
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose, told};
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
    let standing = Standing::of(FORM.typed(&json!(*found))).over(Some(mark(&*found)));
    show(&web, &room, &standing).await
}

async fn update(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let mut body = FORM.object(&typed);
    // A number typed is a text, which the field of the API is not.
    if let Ok(size) = typed.one("feed_size").parse::<i64>() {
        body.insert("feed_size".to_owned(), json!(size));
    }
    let actor = room.actor().upon(typed.seen());
    let mut standing = Standing::sent(typed);
    match site::update(&web.app, &actor, &body).await {
        Ok(_) => return Ok(told("/admin/site/portal", "saved")),
        Err(error) => {
            let found = site::read(&web.app).await?;
            let now = || (FORM.typed(&json!(*found)), Some(mark(&*found)));
            standing.refuse(&FORM, error, room.words(&web)?, now)?;
        }
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

fn list_of(list: &str) -> Result<&'static str, Error> {
    let known = LISTS.into_iter().find(|known| *known == list);
    known.ok_or(Error::NotFound(Subject::Site))
}

async fn blocs(State(web): State<Web>, Path(list): Path<String>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let list = list_of(&list)?;
    let found = site::read(&web.app).await?;
    let desk = desk(&web, &room, list, mark(&*found))?;
    desk.open(&web, &room, found.blocs(list)).await
}

/// Where the blocs above a list are edited.
fn desk(web: &Web, room: &Room, list: &str, now: i64) -> Result<Desk, ApiError> {
    Ok(Desk {
        action: format!("/admin/site/portal/{list}"),
        sheet: sheet(room.words(web)?, list),
        lead: "portal-blocs-lead",
        page: format!("/{list}"),
        now: Some(now),
    })
}

async fn write(
    State(web): State<Web>,
    Path(list): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let list = list_of(&list)?;
    let found = site::read(&web.app).await?;
    let desk = desk(&web, &room, list, mark(&*found))?;
    let app = &web.app;
    let save = |actor: Actor, blocs: Vec<Value>| async move {
        let body = Extras::from_iter([(format!("{list}_blocs"), json!(blocs))]);
        site::update(app, &actor, &body).await.map(drop)
    };
    desk.write(&web, &room, typed, save).await
}
