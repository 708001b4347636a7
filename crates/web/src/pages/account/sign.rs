//! Signing in, signing out, and saying one's password again.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;
use vitrail_app::account::{self, SignIn, passwords};
use vitrail_app::{Error, oidc};

use super::cookie::{closed, half_opened, here, opened, to};
use super::form::{Field, Form, Sent, accepted, person, refuse, show, spoken, told};
use crate::Web;
use crate::client::Client;
use crate::context::{self, Context};
use crate::error::ApiResult;

const SIGN_IN: Form = Form {
    name: "sign-in",
    fields: &[
        Field("email", "email", "email", "username", None),
        Field("password", "password", "password", "current-password", None),
    ],
    ways: &[
        ("register-way", "/register"),
        ("reset-way", "/reset"),
        ("confirm-way", "/confirm"),
    ],
};

const VERIFY: Form = Form {
    name: "verify",
    fields: &[Field(
        "password",
        "password",
        "password",
        "current-password",
        None,
    )],
    ways: &[],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/login", get(form).post(sign_in))
        .route("/logout", post(sign_out))
        .route("/verify", get(ask).post(verify))
}

async fn form(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    let next = context.params.text("next").unwrap_or_default();
    let sent = sent.or("next", &next);
    show(&web, &context, (&SIGN_IN, "/login"), &sent).await
}

async fn sign_in(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    sent: Sent,
) -> ApiResult {
    let (email, password) = (sent.text("email").trim(), sent.text("password"));
    let failure = match account::sign_in(&web.app, &asking, email, password).await {
        Ok(SignIn::Session(session)) => return Ok(welcome(&web, &sent, &session)),
        Ok(SignIn::Half(half)) => return Ok(half_way(&web, &sent, &half)),
        Ok(SignIn::Wrong) => Error::argument("form", "sign-in-failed"),
        Ok(SignIn::Unconfirmed) => Error::argument("form", "unconfirmed"),
        Err(error) => error,
    };
    refuse(&web, &context, (&SIGN_IN, "/login"), &sent, failure).await
}

/// The answer to somebody whose session was opened.
pub fn welcome(web: &Web, sent: &Sent, session: &str) -> Response {
    let response = if sent.json {
        let token = account::csrf_token(session);
        accepted(&json!({"csrf_token": token, "user": {}}))
    } else {
        to(here(sent.text("next")).unwrap_or("/"))
    };
    opened(web, session, response)
}

/// The answer to somebody whose code is awaited.
fn half_way(web: &Web, sent: &Sent, half: &str) -> Response {
    let response = if sent.json {
        accepted(&json!({"tf_required": true, "tf_state": "ready",
            "tf_primary_method": "authenticator"}))
    } else {
        let next = here(sent.text("next")).unwrap_or("/");
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        to(&format!("/tf-validate?next={next}"))
    };
    half_opened(web, half, response)
}

async fn sign_out(
    State(web): State<Web>,
    context: Context,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let mut elsewhere = None;
    if let Some(session) = context::session(&headers) {
        if let Some(settings) = &web.app.settings().oidc {
            elsewhere = oidc::sign_out_url(&web.app, settings, &context.base, session).await?;
        }
        account::sign_out(&web.app, session).await?;
    }
    let response = match elsewhere {
        Some(url) if sent.json => accepted(&json!({"proconnect_logout_url": url})),
        None if sent.json => accepted(&json!({})),
        Some(url) => {
            let way = Some(("oidc-leave", url.as_str()));
            let page = told(&web, &context, StatusCode::OK, ("oidc-left", way)).await?;
            super::oidc::leave(page, &url)
        }
        None => to("/"),
    };
    Ok(closed(&web, response))
}

async fn ask(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    let next = context.params.text("next").unwrap_or_default();
    show(
        &web,
        &context,
        (&VERIFY, "/verify"),
        &sent.or("next", &next),
    )
    .await
}

/// A session is young again once its owner has said their password: in truth, it is another one.
async fn verify(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let user = match person(&context, &sent) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    let said = sent.text("password");
    if let Err(error) = passwords::check_current(&web.app, &asking, user, said).await {
        return refuse(&web, &context, (&VERIFY, "/verify"), &sent, error).await;
    }
    if let Some(session) = context::session(&headers) {
        account::sign_out(&web.app, session).await?;
    }
    let session = account::open_session(&web.app, &asking, user.id).await?;
    Ok(welcome(&web, &sent, &session))
}

/// Asks a script to have the password said again.
pub fn again() -> Response {
    let body = json!({"meta": {"code": 401}, "response": {
        "errors": ["You must reauthenticate to access this endpoint"], "reauth_required": true}});
    spoken(StatusCode::UNAUTHORIZED, &body)
}
