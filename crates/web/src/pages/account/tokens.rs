//! What acts for a person besides their browsers: API tokens, which they make and take back, and applications, which
//! they let and stop.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::oauth::granted;
use vitrail_app::{Error, token};

use super::cookie::to;
use super::form::{Field, Form, Sent, of_problems, out, person, refuse, show, words};
use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::view::Template;

const NEW: Form = Form {
    name: "token",
    fields: &[
        Field("name", "token-name", "text", "off", Some("token-name-hint")),
        Field(
            "expires_at",
            "token-expires",
            "date",
            "off",
            Some("token-expires-hint"),
        ),
        Field("reads", "token-reads", "checkbox", "", None),
    ],
    ways: &[("account-way", "/account")],
};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/account/tokens", get(form).post(create))
        .route("/account/tokens/{token}/end", post(end))
        .route("/account/applications/{application}/end", post(stop))
}

#[derive(Serialize)]
struct Shown<'a> {
    token: &'a str,
    reads: bool,
}

async fn form(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    show(&web, &context, (&NEW, "/account/tokens"), &sent).await
}

async fn create(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    if let Err(response) = person(&context, &sent) {
        return Ok(response);
    }
    match token::create(&web.app, &context.actor, &asked(&sent)).await {
        Ok((facts, text)) => {
            let title = words(&web, &context)?.text("token-made-title");
            let shown = Shown {
                token: &text,
                reads: facts.scope == "read",
            };
            let template = (Template::Token, StatusCode::CREATED);
            out(&web, &context, template, title, &shown).await
        }
        Err(error) => {
            let error = match error {
                Error::Bad(_) => Error::argument("expires_at", "past-date"),
                other => of_problems(other),
            };
            refuse(&web, &context, (&NEW, "/account/tokens"), &sent, error).await
        }
    }
}

fn asked(sent: &Sent) -> serde_json::Map<String, Value> {
    let scope = if sent.truth("reads") { "read" } else { "admin" };
    let expires = Some(sent.text("expires_at")).filter(|text| !text.is_empty());
    let fields = [
        ("name", json!(sent.text("name"))),
        ("expires_at", json!(expires)),
        ("scopes", json!([scope])),
    ];
    let fields = fields.into_iter();
    fields.map(|(key, value)| (key.to_owned(), value)).collect()
}

async fn end(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    token::revoke(&web.app, &context.actor, &id).await?;
    Ok(to("/account"))
}

async fn stop(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    granted::revoke(&web.app, &context.actor, &id).await?;
    Ok(to("/account"))
}
