//! Asking the moderators to look at something: anybody may, with an account or without one.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::form::{Problem, Problems};
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::report::ReportReason;
use vitrail_app::domain::{Extras, Id, Kind};
use vitrail_app::{Error, report};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::account::form::{out, told, words};
use crate::pages::discussion::{Sent, fields, kind_of};
use crate::view::{Template, Words};

pub fn routes() -> Router<Web> {
    Router::new().route("/report/{kind}/{id}", get(page).post(send))
}

#[derive(Serialize)]
struct Shown {
    action: String,
    /// What is reported is called so.
    name: String,
    /// Whether it is one message of a discussion.
    of_message: bool,
    reasons: Vec<Reason>,
    message: String,
    errors: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Reason {
    code: &'static str,
    label: &'static str,
    chosen: bool,
}

fn subject(kind: &str, id: &str) -> Result<(Kind, Id), Error> {
    let kind = kind_of(kind).ok_or(Error::NotFound(Kind::Report))?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    Ok((kind, id))
}

async fn page(
    State(web): State<Web>,
    Path((kind, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let subject = subject(&kind, &id)?;
    show(&web, &context, subject, &Sent::new(), BTreeMap::new()).await
}

async fn show(
    web: &Web,
    context: &Context,
    subject: (Kind, Id),
    sent: &Sent,
    errors: BTreeMap<String, String>,
) -> ApiResult {
    let name = report::about(&web.app, &context.actor, subject).await?;
    let said = |field: &str| sent.get(field).map_or("", String::as_str);
    let message = context.params.one("message");
    let query = message.map(|id| format!("?message={id}"));
    let reasons = ReportReason::ALL.iter().filter(|reason| reason.offered());
    let shown = Shown {
        action: format!("{}{}", context.path, query.unwrap_or_default()),
        name,
        of_message: message.is_some(),
        reasons: reasons
            .map(|reason| Reason {
                code: reason.code(),
                label: reason.label().in_lang(context.lang),
                chosen: said("reason") == reason.code(),
            })
            .collect(),
        message: said("message").to_owned(),
        errors,
    };
    let status = if shown.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let title = words(web, context)?.text("report-title");
    out(web, context, (Template::Report, status), title, &shown).await
}

async fn send(
    State(web): State<Web>,
    Path((kind, id)): Path<(String, String)>,
    context: Context,
    body: String,
) -> ApiResult {
    let subject = subject(&kind, &id)?;
    let sent = fields(&body);
    let asked = asked(&context, subject, &sent);
    match report::create(&web.app, &context.actor, &asked).await {
        Ok(_) => {
            let thanks = ("report-sent", Some(("home", "/")));
            told(&web, &context, StatusCode::OK, thanks).await
        }
        Err(Error::Invalid(_, problems)) => {
            let errors = said(&problems, words(&web, &context)?);
            show(&web, &context, subject, &sent, errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form as clients of the API send it.
fn asked(context: &Context, (kind, id): (Kind, Id), sent: &Sent) -> Extras {
    let of = json!({"class": kind.class(), "id": id.to_string()});
    let mut asked = Extras::from_iter([("subject".to_owned(), of)]);
    for name in ["reason", "message"] {
        let said = sent.get(name).map(|text| text.trim());
        if let Some(said) = said.filter(|text| !text.is_empty()) {
            asked.insert(name.to_owned(), Value::from(said));
        }
    }
    if let Some(message) = context.params.one("message") {
        asked.insert("subject_embed_id".to_owned(), Value::from(message));
    }
    asked
}

/// The sentences of what is wrong, by field.
fn said(problems: &Problems, words: &Words) -> BTreeMap<String, String> {
    let sentence = |field: &str, problem: &Problem| match (field, problem) {
        ("reason", _) => words.text("report-no-reason"),
        (_, Problem::TooLong(_)) => words.text("talk-too-long"),
        _ => words.text("report-refused"),
    };
    problems
        .iter()
        .filter_map(|(field, problems)| {
            let known = ["reason", "message"].contains(&field.as_str());
            let field = if known { field.as_str() } else { "form" };
            Some((field.to_owned(), sentence(field, problems.first()?)))
        })
        .collect()
}
