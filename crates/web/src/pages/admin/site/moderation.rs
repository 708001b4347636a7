//! What waits for a moderator: what looks like spam and is seen by nobody yet, and what people reported. Each case has
//! a page, with all that is said and why, from which it is decided.

mod case;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::held::Held;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::report::ReportReason;
use vitrail_app::domain::{Id, Kind, Report, Timestamp};
use vitrail_app::subjects::Subjects;
use vitrail_app::{References, moderation, report};

use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose};
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
            get(case::page).post(case::decide),
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
