//! Taking part in discussions: the page of one, asking a question about an object, answering, correcting what one
//! wrote. All are forms that need no script.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use serde_json::Value;
use vitrail_app::discussion::{self, Discussions};
use vitrail_app::domain::form::{Problem, Problems};
use vitrail_app::domain::{Discussion, Extras, Id, Kind};
use vitrail_app::subjects::Brief;
use vitrail_app::{Error, site};

use crate::Web;
use crate::api::view::discussion::DiscussionOut;
use crate::api::view::page_of;
use crate::context::Context;
use crate::error::{ApiResult, not_found};
use crate::pages::account::cookie::to;
use crate::pages::account::form::{out, words};
use crate::pages::frame::{Head, answer, render, show};
use crate::pages::redirect::encoded;
use crate::view::{Template, Words, plain};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/discuss/{kind}/{id}", get(question).post(ask))
        .route("/discussions/{discussion}", get(page).post(reply))
        .route(
            "/discussions/{discussion}/messages/{message}",
            get(message).post(correct),
        )
}

/// What a form sent.
pub type Sent = BTreeMap<String, String>;

/// The fields of a form.
pub fn fields(body: &str) -> Sent {
    url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect()
}

/// Whoever is not signed in does that first, then comes back.
pub fn sign_in(next: &str) -> Response {
    to(&format!("/login?next={}", encoded(next)))
}

/// What a discussion is about, as its page names it.
#[derive(Serialize)]
struct Subject {
    name: String,
    url: String,
    organization: Option<String>,
    owner: Option<String>,
}

impl Subject {
    fn new(context: &Context, kind: Kind, brief: &Brief) -> Self {
        Self {
            name: brief.name.clone(),
            url: page_of(context, kind, &brief.slug),
            organization: brief.owner.organization().map(|id| id.to_string()),
            owner: brief.owner.user().map(|id| id.to_string()),
        }
    }
}

/// A form as it was sent, and what is wrong with it.
#[derive(Default, Serialize)]
struct FormOut {
    title: String,
    comment: String,
    errors: BTreeMap<String, String>,
    /// The organization in whose name the reader may speak here.
    speaks_for: Option<String>,
    speaks: bool,
}

impl FormOut {
    fn new(context: &Context, brief: Option<&Brief>, sent: &Sent) -> Self {
        let text = |name: &str| sent.get(name).cloned().unwrap_or_default();
        let organization = brief.and_then(|brief| brief.owner.organization());
        let speaks_for = organization.filter(|id| context.actor.belongs_to(*id));
        Self {
            title: text("title"),
            comment: text("comment"),
            speaks: sent.is_empty() || sent.contains_key("organization"),
            speaks_for: speaks_for.map(|id| id.to_string()),
            errors: BTreeMap::new(),
        }
    }
}

#[derive(Serialize)]
struct Asking {
    action: String,
    subject: Subject,
    form: FormOut,
}

#[derive(Serialize)]
struct Talk<'a> {
    discussion: DiscussionOut<'a>,
    subject: Option<Subject>,
    form: FormOut,
}

#[derive(Serialize)]
struct Correcting {
    action: String,
    back: String,
    title: String,
    form: FormOut,
}

/// The kind that the word of an address names.
pub fn kind_of(word: &str) -> Option<Kind> {
    word.strip_suffix('s')?.parse().ok()
}

fn subject(kind: &str, id: &str) -> Result<(Kind, Id), Error> {
    let kind = kind_of(kind).ok_or(Error::NotFound(Kind::Discussion))?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    Ok((kind, id))
}

async fn question(
    State(web): State<Web>,
    Path((kind, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&context.path));
    }
    let subject = subject(&kind, &id)?;
    asked(
        &web,
        &context,
        subject,
        (StatusCode::OK, None),
        &Sent::new(),
    )
    .await
}

async fn asked(
    web: &Web,
    context: &Context,
    subject: (Kind, Id),
    (status, problems): (StatusCode, Option<&Problems>),
    sent: &Sent,
) -> ApiResult {
    let brief = discussion::about(&web.app, &context.actor, subject).await?;
    let words = words(web, context)?;
    let mut form = FormOut::new(context, Some(&brief), sent);
    form.errors = problems
        .map(|problems| said(problems, words))
        .unwrap_or_default();
    let shown = Asking {
        action: context.path.clone(),
        subject: Subject::new(context, subject.0, &brief),
        form,
    };
    let title = words.text("discuss-title");
    out(web, context, (Template::Discuss, status), title, &shown).await
}

async fn ask(
    State(web): State<Web>,
    Path((kind, id)): Path<(String, String)>,
    context: Context,
    body: String,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&context.path));
    }
    let subject = subject(&kind, &id)?;
    discussion::about(&web.app, &context.actor, subject).await?;
    let sent = fields(&body);
    let mut asked_for = written(&sent, &["title", "comment", "organization"]);
    let of = serde_json::json!({"class": subject.0.class(), "id": subject.1.to_string()});
    asked_for.insert("subject".to_owned(), of);
    match discussion::create(&web.app, &context.actor, &asked_for).await {
        Ok(made) => Ok(to(&format!("/discussions/{}", made.id))),
        Err(Error::Invalid(_, problems)) => {
            let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(&problems));
            asked(&web, &context, subject, refused, &sent).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The fields of a form as the use cases read them.
fn written(sent: &Sent, names: &[&str]) -> Extras {
    let kept = sent.iter().filter(|(name, value)| {
        names.contains(&name.as_str()) && (!value.is_empty() || name.as_str() != "organization")
    });
    kept.map(|(name, value)| (name.clone(), Value::from(value.trim())))
        .collect()
}

async fn page(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let all = discussion::find(&web.app, &context.actor, &key).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let first = found.messages.first();
    let head = Head {
        title: Some(found.title.clone()),
        description: first.map(|message| plain(&message.content, 200)),
        canonical: Some(format!("/discussions/{}", found.id)),
        ..Head::default()
    };
    let shown = talk(&context, &all, found, &Sent::new());
    show(&web, &context, Template::Discussion, &head, &shown).await
}

fn talk<'a>(
    context: &Context,
    all: &'a Discussions,
    found: &'a Discussion,
    sent: &Sent,
) -> Talk<'a> {
    let brief = all.subjects.get(found.subject);
    Talk {
        discussion: DiscussionOut::new(context, all, found),
        subject: brief.map(|brief| Subject::new(context, found.subject.0, brief)),
        form: FormOut::new(context, brief, sent),
    }
}

async fn reply(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: String,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&format!("/discussions/{}", encoded(&key))));
    }
    let sent = fields(&body);
    let mut asked_for = written(&sent, &["comment", "organization"]);
    if sent.contains_key("close") {
        asked_for.insert("close".to_owned(), Value::from(true));
    }
    let problems = match discussion::comment(&web.app, &context.actor, &key, &asked_for).await {
        Ok(found) => return Ok(to(&last_of(&found))),
        Err(Error::Invalid(_, problems)) => problems,
        Err(Error::Refused(why)) => {
            Problems::from([("form".to_owned(), vec![Problem::Said(why.to_owned())])])
        }
        Err(error) => return Err(error.into()),
    };
    let all = discussion::find(&web.app, &context.actor, &key).await?;
    let Some(found) = all.data.first() else {
        return Ok(not_found());
    };
    let mut shown = talk(&context, &all, found, &sent);
    shown.form.errors = said(&problems, words(&web, &context)?);
    let head = Head {
        title: Some(found.title.clone()),
        robots: Some("noindex"),
        ..Head::default()
    };
    let site = site::read(&web.app).await?;
    let html = render(&web, &context, &site, Template::Discussion, &head, &shown)?;
    Ok(answer(&context, StatusCode::UNPROCESSABLE_ENTITY, html))
}

/// The page of a discussion, at what was said last.
fn last_of(found: &Discussion) -> String {
    let last = found.messages.last();
    let place = last.map(|message| format!("#message-{}", message.id));
    format!("/discussions/{}{}", found.id, place.unwrap_or_default())
}

async fn message(
    State(web): State<Web>,
    Path((key, message)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&context.path));
    }
    let nothing = (StatusCode::OK, None, Sent::new());
    correcting(&web, &context, (&key, &message), nothing).await
}

async fn correcting(
    web: &Web,
    context: &Context,
    (key, message): (&str, &str),
    (status, problems, sent): (StatusCode, Option<Problems>, Sent),
) -> ApiResult {
    let all = discussion::find(&web.app, &context.actor, key).await?;
    let found = all.data.first().ok_or(Error::NotFound(Kind::Discussion))?;
    let mut messages = found.messages.iter();
    let written = messages.find(|one| one.id.to_string() == message);
    let written = written.ok_or(Error::NotFound(Kind::Discussion))?;
    let (user, organization) = (written.posted_by, written.posted_by_organization);
    let own = context.actor.sysadmin || discussion::is_author(&context.actor, user, organization);
    if !own {
        return Err(Error::Forbidden.into());
    }
    let words = words(web, context)?;
    let mut form = FormOut::new(context, None, &sent);
    if sent.is_empty() {
        form.comment.clone_from(&written.content);
    }
    form.errors = problems
        .map(|problems| said(&problems, words))
        .unwrap_or_default();
    let shown = Correcting {
        action: context.path.clone(),
        back: format!("/discussions/{}", found.id),
        title: found.title.clone(),
        form,
    };
    let title = words.text("message-title");
    out(web, context, (Template::Message, status), title, &shown).await
}

async fn correct(
    State(web): State<Web>,
    Path((key, message)): Path<(String, String)>,
    context: Context,
    body: String,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&context.path));
    }
    let sent = fields(&body);
    let (app, actor) = (&web.app, &context.actor);
    let done = if sent.contains_key("delete") {
        discussion::remove_comment(app, actor, &key, &message).await
    } else {
        let asked_for = written(&sent, &["comment"]);
        let edited = discussion::edit_comment(app, actor, &key, &message, &asked_for).await;
        edited.map(drop)
    };
    match done {
        Ok(()) => Ok(to(&format!("/discussions/{}", encoded(&key)))),
        Err(Error::Invalid(_, problems)) => {
            let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(problems), sent);
            correcting(&web, &context, (&key, &message), refused).await
        }
        Err(Error::Bad(why)) => {
            let problems = Problems::from([("form".to_owned(), vec![Problem::Said(why)])]);
            let refused = (StatusCode::UNPROCESSABLE_ENTITY, Some(problems), sent);
            correcting(&web, &context, (&key, &message), refused).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The sentences of what is wrong, by field.
fn said(problems: &Problems, words: &Words) -> BTreeMap<String, String> {
    let sentence = |problem: &Problem| match problem {
        Problem::Required => words.text("talk-required"),
        Problem::TooLong(_) => words.text("talk-too-long"),
        _ => words.text("talk-refused"),
    };
    problems
        .iter()
        .filter_map(|(field, problems)| Some((field.clone(), sentence(problems.first()?))))
        .collect()
}
