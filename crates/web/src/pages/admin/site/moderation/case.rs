//! One case: all that is said of an object and why it waits, and what is decided.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use vitrail_app::domain::held::Held;
use vitrail_app::domain::{Extras, Id, Kind, Report, Timestamp};
use vitrail_app::moderation::{self, Case};
use vitrail_app::{Error, References, reading, report};

use super::{kind_name, organization_of, reason, reporter, said, suspicion, url_of, user_of};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::{Choice, Typed};
use crate::pages::admin::held::many;
use crate::pages::admin::room::{Room, Sheet, Step, Whose, told};
use crate::view::{Template, Words, plain};

#[derive(Serialize)]
struct CasePage {
    action: String,
    what: String,
    owner: Option<String>,
    gone: bool,
    page: Option<String>,
    edit: Option<String>,
    unconfirmed: bool,
    held: Vec<HeldOut>,
    reports: Vec<ReportOut>,
    text: Option<String>,
    messages: Vec<MessageOut>,
    /// Whether something waits that removing it would decide.
    removable: bool,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct HeldOut {
    message: Option<String>,
    who: Option<String>,
    organization: Option<String>,
    since: Timestamp,
    reasons: Vec<String>,
    excerpt: String,
}

#[derive(Serialize)]
struct ReportOut {
    id: String,
    reason: String,
    who: Option<String>,
    since: Timestamp,
    text: Option<String>,
    message_of: Option<String>,
    dismissed: bool,
}

#[derive(Serialize)]
struct MessageOut {
    id: String,
    who: String,
    organization: Option<String>,
    at: Timestamp,
    content: String,
    held: bool,
}

type Key = Path<(String, String)>;

fn subject(room: &Room, class: &str, id: &str) -> Result<(Kind, Id), Error> {
    reading::sysadmin(room.actor())?;
    let kind = Kind::from_class(class).ok_or(Error::NotFound(Kind::Site))?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    Ok((kind, id))
}

pub async fn page(State(web): State<Web>, Path((class, id)): Key, room: Room) -> ApiResult {
    let subject = subject(&room, &class, &id)?;
    let case = moderation::case(&web.app, room.actor(), subject).await?;
    show(&web, &room, subject, &case, false).await
}

async fn show(
    web: &Web,
    room: &Room,
    subject: (Kind, Id),
    case: &Case,
    unconfirmed: bool,
) -> ApiResult {
    let words = room.words(web)?;
    let content = content(room, subject, case, unconfirmed, words);
    let first = case.held.first().map(|one| one.label.clone());
    let label = first.or_else(|| case.reports.first().map(|one| one.label.clone()));
    let title = case.about.as_ref().map(|about| about.name.clone());
    let discussed = case.discussion.as_ref().map(|found| found.title.clone());
    let sheet = Sheet {
        title: discussed.or(title).or(label).unwrap_or_default(),
        whose: Whose::Site,
        status: if unconfirmed {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        },
        trail: vec![
            Step {
                label: words.text("admin-site"),
                url: "/admin/site/datasets".to_owned(),
            },
            Step {
                label: words.text("admin-moderation"),
                url: "/admin/site/moderation".to_owned(),
            },
        ],
        ..Sheet::default()
    };
    room.show(web, Template::AdminCase, sheet, &content).await
}

fn content(
    room: &Room,
    subject @ (kind, id): (Kind, Id),
    case: &Case,
    unconfirmed: bool,
    words: &Words,
) -> CasePage {
    let names = &case.references;
    let (page, edit) = addresses(subject, case);
    let owner = case.about.as_ref().map(|about| about.owner);
    let gone = match kind {
        Kind::Discussion => case.discussion.is_none(),
        _ => case.about.as_ref().is_none_or(|about| about.deleted),
    };
    let open = case.reports.iter().any(|one| one.dismissed_at.is_none());
    CasePage {
        action: url_of((kind, id)),
        what: kind_name(kind, words),
        owner: owner.and_then(|owner| {
            organization_of(owner.organization(), names).or_else(|| user_of(owner.user(), names))
        }),
        gone,
        page: page.filter(|_| !gone),
        edit,
        unconfirmed,
        held: case
            .held
            .iter()
            .map(|one| held_out(one, names, words))
            .collect(),
        reports: case
            .reports
            .iter()
            .map(|one| report_out(one, names, words, room.context.lang))
            .collect(),
        text: case.text.clone(),
        messages: messages(case),
        removable: open || !case.held.is_empty(),
        choices: choices(case, words),
    }
}

fn held_out(one: &Held, names: &References, words: &Words) -> HeldOut {
    HeldOut {
        message: one.message.map(|id| id.to_string()),
        who: user_of(one.actor, names),
        organization: organization_of(one.organization, names),
        since: one.since,
        reasons: one
            .reasons
            .iter()
            .map(|one| suspicion(one, words))
            .collect(),
        excerpt: one.excerpt.clone(),
    }
}

fn report_out(one: &Report, names: &References, words: &Words, lang: &str) -> ReportOut {
    ReportOut {
        id: one.id.to_string(),
        reason: reason(one, lang),
        who: reporter(one, names, words),
        since: one.reported_at,
        text: Some(said(one, words)).filter(|text| !text.is_empty()),
        message_of: one.embed.map(|id| id.to_string()),
        dismissed: one.dismissed_at.is_some(),
    }
}

/// Where an object is read, and where it is edited.
fn addresses((kind, id): (Kind, Id), case: &Case) -> (Option<String>, Option<String>) {
    if kind == Kind::Discussion {
        return (
            Some(format!("/discussions/{id}")),
            Some(format!("/admin/discussions/{id}")),
        );
    }
    let Some(about) = &case.about else {
        return (None, None);
    };
    let list = match kind {
        Kind::Organization => "organizations",
        Kind::User => "users",
        Kind::Post => "posts",
        other => many(other),
    };
    let edit = match kind {
        Kind::Organization => Some(format!("/admin/organizations/{id}/profile")),
        Kind::User => None,
        Kind::Post => Some(format!("/admin/site/posts/{id}")),
        _ => Some(format!("/admin/{list}/{id}")),
    };
    (Some(format!("/{list}/{}", about.slug)), edit)
}

fn messages(case: &Case) -> Vec<MessageOut> {
    let names = &case.references;
    let all = case.discussion.iter().flat_map(|found| &found.messages);
    all.map(|one| MessageOut {
        id: one.id.to_string(),
        who: user_of(one.posted_by, names).unwrap_or_default(),
        organization: organization_of(one.posted_by_organization, names),
        at: one.posted_on,
        content: one.content.clone(),
        held: one.held,
    })
    .collect()
}

/// What of a discussion can be removed: all of it, or a message that waits or was reported; never the first one
/// alone.
fn choices(case: &Case, words: &Words) -> Vec<Choice> {
    let Some(discussion) = &case.discussion else {
        return Vec::new();
    };
    let names = &case.references;
    let reports = case.reports.iter().filter(|one| one.dismissed_at.is_none());
    let reported: Vec<Uuid> = reports.filter_map(|one| one.embed).collect();
    let waits =
        |id: &Uuid| reported.contains(id) || case.held.iter().any(|one| one.message == Some(*id));
    let answers = discussion.messages.iter().skip(1);
    let mut all: Vec<Choice> = answers
        .filter(|one| waits(&one.id))
        .map(|one| {
            let who = user_of(one.posted_by, names).unwrap_or_default();
            let said = plain(&one.content, 60);
            Choice::new(
                one.id.to_string(),
                format!("{} {who} : {said}", words.text("moderation-remove-message")),
            )
        })
        .collect();
    if all.is_empty() {
        return all;
    }
    all.push(Choice::new("", words.text("moderation-remove-all")));
    if let Some(first) = all.first_mut() {
        first.selected = true;
    }
    all
}

pub async fn decide(
    State(web): State<Web>,
    Path((class, id)): Key,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let (app, actor) = (&web.app, room.actor());
    let subject = subject(&room, &class, &id)?;
    let message = typed.one("message").parse().ok();
    let queue = "/admin/site/moderation";
    match typed.one("do") {
        "keep" => {
            moderation::keep(app, actor, subject, message).await?;
            Ok(told(queue, "kept"))
        }
        "remove" if typed.one("sure").is_empty() => {
            let case = moderation::case(app, actor, subject).await?;
            show(&web, &room, subject, &case, true).await
        }
        "remove" => {
            moderation::remove(app, actor, subject, message).await?;
            Ok(told(queue, "removed"))
        }
        "dismiss" | "reopen" => {
            let at = typed.does("dismiss").then(|| app.now());
            let body = Extras::from_iter([("dismissed_at".to_owned(), json!(at))]);
            report::update(app, actor, typed.one("report"), &body).await?;
            let what = if at.is_some() {
                "dismissed"
            } else {
                "reopened"
            };
            Ok(told(&url_of(subject), what))
        }
        _ => Err(Error::NotFound(subject.0).into()),
    }
}
