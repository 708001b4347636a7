//! One's own profile: what others read on one's page. Address, password and sessions are with the account.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;
use serde_json::json;
use vitrail_app::editing::mark;
use vitrail_app::user;

use super::form::{Choices, Field, Form, Group, Kind, Optional, Required, Shown, Standing, Typed};
use super::room::{Room, Sheet, Step, Tab, Whose, told};
use crate::Web;
use crate::error::ApiResult;
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new().route("/admin/me/profile", get(page).post(update))
}

const FORM: Form = Form {
    name: "profile",
    groups: &[Group(
        "all",
        &[
            Field("first_name", Kind::Text, Required),
            Field("last_name", Kind::Text, Required),
            Field("about", Kind::Markdown, Optional),
            Field("website", Kind::Url, Optional),
        ],
    )],
};

#[derive(Serialize)]
struct Content {
    form: Shown,
    preview: Option<String>,
}

async fn page(State(web): State<Web>, room: Room) -> ApiResult {
    let standing = Standing::of(FORM.typed(&json!(room.me))).over(Some(mark(&room.me)));
    show(&web, &room, standing).await
}

async fn update(State(web): State<Web>, room: Room, typed: Typed) -> ApiResult {
    let body = FORM.object(&typed);
    let actor = room.actor().upon(typed.seen());
    match user::update_me(&web.app, &actor, &body).await {
        Ok(_) => Ok(told("/admin/me/profile", "saved")),
        Err(error) => {
            let mut standing = Standing::sent(typed);
            let now = || (FORM.typed(&json!(room.me)), Some(mark(&room.me)));
            standing.refuse(&FORM, error, room.words(&web)?, now)?;
            show(&web, &room, standing).await
        }
    }
}

async fn show(web: &Web, room: &Room, standing: Standing) -> ApiResult {
    let words = room.words(web)?;
    let action = "/admin/me/profile";
    let mut form = Shown::new(&FORM, action, &standing, &Choices::new(), words)
        .button("save", words.text("admin-save"));
    form.back = Some(format!("/users/{}", room.me.slug));
    let sheet = Sheet {
        status: standing.status(),
        ..sheet(words, "profile")
    };
    let preview = None;
    room.show(web, Template::AdminForm, sheet, &Content { form, preview })
        .await
}

/// What a page about oneself says of itself.
pub fn sheet(words: &Words, at: &str) -> Sheet {
    let tab = |name: &str| Tab {
        label: words.text(&format!("admin-tab-{name}")),
        url: format!("/admin/me/{name}"),
        current: name == at,
    };
    Sheet {
        title: words.text("admin-profile"),
        whose: Whose::Me,
        trail: vec![Step {
            label: words.text("admin-me"),
            url: "/admin/me/datasets".to_owned(),
        }],
        tabs: ["profile", "picture"].map(tab).into(),
        ..Sheet::default()
    }
}
