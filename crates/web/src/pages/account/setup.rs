//! The first administrator.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use vitrail_app::account::{self, NewUser};
use vitrail_app::{Error, site};

use super::cookie::{opened, to};
use crate::Web;
use crate::client::Client;
use crate::context::Context;
use crate::error::{ApiResult, not_found};
use crate::pages::frame::{Head, answer, render};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new().route("/setup/{secret}", get(setup).post(set_up))
}

/// What was typed, without the password, which is never sent back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    first_name: String,
    last_name: String,
    email: String,
    password: String,
}

#[derive(Serialize)]
struct Content<'a> {
    action: String,
    form: Kept<'a>,
    errors: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Kept<'a> {
    first_name: &'a str,
    last_name: &'a str,
    email: &'a str,
}

async fn setup(State(web): State<Web>, Path(secret): Path<String>, context: Context) -> ApiResult {
    if !account::check_setup(&web.app, &secret).await? {
        return Ok(not_found());
    }
    let page = Page::new(format!("/setup/{secret}"));
    page.show(&web, &context, &Typed::default()).await
}

async fn set_up(
    State(web): State<Web>,
    Path(secret): Path<String>,
    context: Context,
    Client(asking): Client,
    Form(typed): Form<Typed>,
) -> ApiResult {
    let new = NewUser {
        email: typed.email.trim().to_owned(),
        password: typed.password.clone(),
        first_name: typed.first_name.trim().to_owned(),
        last_name: typed.last_name.trim().to_owned(),
        admin: true,
    };
    match account::set_up(&web.app, &secret, new).await {
        Ok(user) => {
            let session = account::open_session(&web.app, &asking, user.id).await?;
            Ok(opened(&web, &session, to("/")))
        }
        Err(Error::Arguments(errors)) => {
            let mut page = Page::new(format!("/setup/{secret}"));
            page.refused = errors.into_iter().collect();
            page.show(&web, &context, &typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A form and what is wrong in it.
struct Page {
    action: String,
    /// Keys of messages by field.
    refused: BTreeMap<String, String>,
}

impl Page {
    fn new(action: String) -> Self {
        Self {
            action,
            refused: BTreeMap::new(),
        }
    }

    async fn show(&self, web: &Web, context: &Context, typed: &Typed) -> ApiResult {
        let words = web.views.words(context.lang);
        let head = Head {
            title: words.map(|words| words.text("setup-title")),
            robots: Some("noindex"),
            ..Head::default()
        };
        let shown = Content {
            action: self.action.clone(),
            form: Kept {
                first_name: &typed.first_name,
                last_name: &typed.last_name,
                email: &typed.email,
            },
            errors: words
                .map(|words| said(&self.refused, words))
                .unwrap_or_default(),
        };
        let site = site::read(&web.app).await?;
        let html = render(web, context, &site, Template::Setup, &head, &shown)?;
        let status = if self.refused.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let mut response = answer(context, status, html);
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}

/// The sentences of what is wrong.
fn said(refused: &BTreeMap<String, String>, words: &Words) -> BTreeMap<String, String> {
    let sentence = |key: &String| words.text(&format!("account-{key}"));
    refused
        .iter()
        .map(|(field, key)| (field.clone(), sentence(key)))
        .collect()
}
