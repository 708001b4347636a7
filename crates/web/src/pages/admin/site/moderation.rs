//! What waits for a moderator: what looks like spam and is seen by nobody yet, and what people reported. Each case has
//! a page, with all that is said and why, from which it is decided.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;
use vitrail_app::domain::held::Held;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::report::ReportReason;
use vitrail_app::domain::{Extras, Id, Kind, Report, Timestamp};
use vitrail_app::moderation::{self, Case};
use vitrail_app::subjects::Subjects;
use vitrail_app::{Error, References, reading, report};

use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::{Choice, Typed};
use crate::pages::admin::held::many;
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose, told};
use crate::pages::admin::table::{address, pagination};
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words, plain};

const SIZE: i64 = 20;
/// How much of a reported message a list shows, in characters.
const EXCERPT: usize = 300;

const STATES: [&str; 3] = ["held", "reported", "handled"];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/moderation", get(list))
        .route(
            "/admin/site/moderation/{class}/{id}",
            get(page).post(decide),
        )
}

#[derive(Serialize)]
struct List {
    state: &'static str,
    cases: Vec<CaseOut>,
    pagination_of: Pagination,
}

#[derive(Serialize)]
struct CaseOut {
    kind: String,
    url: String,
    title: String,
    gone: bool,
    who: Option<String>,
    organization: Option<String>,
    since: Timestamp,
    reasons: Vec<String>,
    excerpt: String,
}

async fn list(State(web): State<Web>, room: Room) -> ApiResult {
    let words = room.words(&web)?;
    let (held, reported) = moderation::waiting(&web.app, room.actor()).await?;
    let asked = room.context.params.one("state").unwrap_or_default();
    let state = STATES.into_iter().find(|state| *state == asked);
    // What waits comes first, wherever it is.
    let first = if held == 0 && reported > 0 {
        "reported"
    } else {
        "held"
    };
    let state = state.unwrap_or(first);
    let page = room.context.params.page_or_first(SIZE);
    let (cases, total) = if state == "held" {
        let queue = moderation::queue(&web.app, room.actor(), page).await?;
        let cases = queue.data.iter().map(|held| {
            let gone = is_gone(held.subject, &queue.subjects);
            waiting(held, gone, &queue.references, words)
        });
        (cases.collect(), queue.total)
    } else {
        let filter = report::Filter {
            handled: Some(state == "handled"),
            // What the portal reports itself is what it holds.
            automatic: (state == "reported").then_some(false),
            ..report::Filter::default()
        };
        let listed = report::list(&web.app, room.actor(), filter, None, page).await?;
        let total = listed.total;
        let all = report::with_references(&web.app, listed.data).await?;
        let cases = all.data.iter().map(|one| {
            let gone = is_gone(one.subject, &all.subjects);
            reported_case(one, gone, &all.references, words, room.context.lang)
        });
        (cases.collect(), total)
    };
    let tab = |name: &str, count: Option<i64>| Tab {
        label: match count {
            Some(count) => format!(
                "{} ({count})",
                words.text(&format!("moderation-{name}-tab"))
            ),
            None => words.text(&format!("moderation-{name}-tab")),
        },
        url: address(&room, &[("state", name), ("page", "")]),
        current: name == state,
    };
    let sheet = Sheet {
        title: words.text("admin-moderation"),
        whose: Whose::Site,
        status: StatusCode::OK,
        trail: vec![Step {
            label: words.text("admin-site"),
            url: "/admin/site/datasets".to_owned(),
        }],
        tabs: vec![
            tab("held", Some(held)),
            tab("reported", Some(reported)),
            tab("handled", None),
        ],
    };
    let content = List {
        state,
        cases,
        pagination_of: pagination(&room, page, total),
    };
    room.show(&web, Template::AdminModeration, sheet, &content)
        .await
}

/// Whether an object is there no more; what was said of a discussion that is gone says so itself.
fn is_gone(subject: (Kind, Id), known: &Subjects) -> bool {
    subject.0 != Kind::Discussion && known.get(subject).is_none_or(|it| it.deleted)
}

fn url_of((kind, id): (Kind, Id)) -> String {
    format!("/admin/site/moderation/{}/{id}", kind.class())
}

fn kind_name(kind: Kind, words: &Words) -> String {
    let name = kind.as_str().replace('_', "-");
    words.text(&format!("kind-one-{name}"))
}

fn user_of(id: Option<Id>, names: &References) -> Option<String> {
    let user = id.and_then(|id| names.users.get(&id));
    user.map(|user| user.full_name())
}

fn organization_of(id: Option<Id>, names: &References) -> Option<String> {
    let found = id.and_then(|id| names.organizations.get(&id));
    found.map(|found| found.name.clone())
}

fn waiting(held: &Held, gone: bool, names: &References, words: &Words) -> CaseOut {
    CaseOut {
        kind: match held.message {
            Some(_) => words.text("kind-one-message"),
            None => kind_name(held.subject.0, words),
        },
        url: url_of(held.subject),
        title: held.label.clone(),
        gone,
        who: user_of(held.actor, names),
        organization: organization_of(held.organization, names),
        since: held.since,
        reasons: held
            .reasons
            .iter()
            .map(|one| suspicion(one, words))
            .collect(),
        excerpt: held.excerpt.clone(),
    }
}

fn reported_case(
    one: &Report,
    gone: bool,
    names: &References,
    words: &Words,
    lang: &str,
) -> CaseOut {
    CaseOut {
        kind: match one.embed {
            Some(_) => words.text("kind-one-message"),
            None => kind_name(one.subject.0, words),
        },
        url: url_of(one.subject),
        title: one.label.clone(),
        gone: gone || one.subject_deleted_at.is_some(),
        who: reporter(one, names, words),
        organization: None,
        since: one.reported_at,
        reasons: vec![reason(one, lang)],
        excerpt: plain(&said(one, words), EXCERPT),
    }
}

/// Why the portal holds something, in words: `word:casino`, `language:rus`.
fn suspicion(reason: &str, words: &Words) -> String {
    match reason.split_once(':') {
        Some(("word", word)) => words.format("moderation-word", &[("word", word.into())]),
        Some(("language", code)) => words.format("moderation-language", &[("code", code.into())]),
        _ => reason.to_owned(),
    }
}

/// The words of a report; those of the portal are its suspicions.
fn said(report: &Report, words: &Words) -> String {
    let text = report.message.clone().unwrap_or_default();
    if report.reason != ReportReason::AutoSpam.code() {
        return text;
    }
    let all: Vec<String> = text.split(", ").map(|one| suspicion(one, words)).collect();
    all.join(", ")
}

/// Who made a report: a person, the portal itself, or nobody that is known.
fn reporter(report: &Report, names: &References, words: &Words) -> Option<String> {
    if report.reason == ReportReason::AutoSpam.code() {
        return Some(words.text("version-nobody"));
    }
    user_of(report.by, names)
}

fn reason(report: &Report, lang: &str) -> String {
    let known = ReportReason::parse(&report.reason);
    known.map_or_else(
        || report.reason.clone(),
        |known| known.label().in_lang(lang).to_owned(),
    )
}

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

async fn page(State(web): State<Web>, Path((class, id)): Key, room: Room) -> ApiResult {
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

async fn decide(
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
