//! The first administrator, signing in and out.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, http};
use serde::{Deserialize, Serialize};
use vitrail_app::account::{self, NewUser};
use vitrail_app::domain::Kind;
use vitrail_app::{Error, site};

use crate::Web;
use crate::context::{self, Context, PLAIN_SESSION_COOKIE, SESSION_COOKIE};
use crate::error::{ApiResult, not_found};
use crate::pages::frame::{Head, answer, render};
use crate::view::{Template, Words};

/// How long a browser keeps the cookie, in seconds: as long as the session lives.
const SESSION_AGE: u32 = 30 * 86_400;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/setup/{secret}", get(setup).post(set_up))
        .route("/login", get(form).post(sign_in))
        .route("/logout", post(sign_out))
}

/// What was typed, without the password, which is never sent back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    first_name: String,
    last_name: String,
    email: String,
    password: String,
    next: String,
}

#[derive(Serialize)]
struct Content<'a> {
    action: String,
    form: Kept<'a>,
    errors: BTreeMap<String, String>,
    next: Option<&'a str>,
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
    let page = Page::new(Template::Setup, format!("/setup/{secret}"));
    page.show(&web, &context, &Typed::default()).await
}

async fn set_up(
    State(web): State<Web>,
    Path(secret): Path<String>,
    context: Context,
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
            let session = account::open_session(&web.app, user.id).await?;
            Ok(signed_in(&web, &session, "/"))
        }
        Err(Error::Arguments(errors)) => {
            let mut page = Page::new(Template::Setup, format!("/setup/{secret}"));
            page.refused = errors.into_iter().collect();
            page.show(&web, &context, &typed).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn form(State(web): State<Web>, context: Context) -> ApiResult {
    let typed = Typed {
        next: context.params.text("next").unwrap_or_default(),
        ..Typed::default()
    };
    Page::new(Template::SignIn, "/login".to_owned())
        .show(&web, &context, &typed)
        .await
}

async fn sign_in(State(web): State<Web>, context: Context, Form(typed): Form<Typed>) -> ApiResult {
    let session = account::sign_in(&web.app, typed.email.trim(), &typed.password).await?;
    if let Some(session) = session {
        let next = here(&typed.next).unwrap_or("/");
        return Ok(signed_in(&web, &session, next));
    }
    let mut page = Page::new(Template::SignIn, "/login".to_owned());
    page.refused
        .insert("form".to_owned(), "sign-in-failed".to_owned());
    page.show(&web, &context, &typed).await
}

async fn sign_out(State(web): State<Web>, headers: HeaderMap) -> ApiResult {
    if let Some(session) = context::session(&headers) {
        account::sign_out(&web.app, session).await?;
    }
    Ok(to("/", &cookie(&web, "", 0)))
}

/// A form and what is wrong in it.
struct Page {
    template: Template,
    action: String,
    /// Keys of messages by field.
    refused: BTreeMap<String, String>,
}

impl Page {
    fn new(template: Template, action: String) -> Self {
        Self {
            template,
            action,
            refused: BTreeMap::new(),
        }
    }

    async fn show(&self, web: &Web, context: &Context, typed: &Typed) -> ApiResult {
        let words = web.views.words(context.lang);
        let title = match self.template {
            Template::Setup => "setup-title",
            _ => "sign-in",
        };
        let head = Head {
            title: words.map(|words| words.text(title)),
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
            next: here(&typed.next),
        };
        let site = site::read(&web.app).await?;
        let html = render(web, context, &site, self.template, &head, &shown)?;
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

/// A path of this portal, and nothing that leads elsewhere.
fn here(next: &str) -> Option<&str> {
    let rest = next.strip_prefix('/')?;
    let leaves = rest.starts_with(['/', '\\']) || next.chars().any(char::is_control);
    (!leaves).then_some(next)
}

/// The cookie of a session: unreadable by scripts, and bound to this host where the portal speaks TLS.
fn cookie(web: &Web, session: &str, age: u32) -> String {
    let base = web.app.settings().base_url.as_deref();
    let (name, secure) = if base.is_some_and(|base| base.starts_with("https://")) {
        (SESSION_COOKIE, "; Secure")
    } else {
        (PLAIN_SESSION_COOKIE, "")
    };
    format!("{name}={session}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}")
}

fn signed_in(web: &Web, session: &str, next: &str) -> Response {
    to(next, &cookie(web, session, SESSION_AGE))
}

fn to(path: &str, cookie: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    for (name, value) in [(http::header::LOCATION, path), (SET_COOKIE, cookie)] {
        match HeaderValue::from_str(value) {
            Ok(value) => {
                response.headers_mut().insert(name, value);
            }
            Err(_) => {
                return crate::error::ApiError::from(Error::NotFound(Kind::Site)).into_response();
            }
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_portal_follow() {
        assert_eq!(here("/datasets?q=x"), Some("/datasets?q=x"));
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
        ] {
            assert_eq!(here(bad), None, "{bad}");
        }
    }
}
