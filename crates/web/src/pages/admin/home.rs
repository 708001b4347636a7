//! The first page: what waits for an answer, and what could be better; and the place where something new begins.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::{Discussion, MembershipRequest, Timestamp, Transfer};
use vitrail_app::{References, desk, harvest, moderation};

use super::room::{Room, Sheet};
use super::table::Cell;
use crate::Web;
use crate::error::ApiResult;
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin", get(page))
        .route("/admin/new", get(new))
}

#[derive(Serialize)]
struct Content<'a> {
    first_name: &'a str,
    unanswered: Vec<Question>,
    invitations: Vec<Asking>,
    requests: Vec<Asking>,
    transfers: Vec<Given>,
    drafts: Vec<Cell>,
    draft_count: i64,
    poor: Vec<Cell>,
    /// What waits for a moderator: held back, reported; none for others.
    moderation: Option<(i64, i64)>,
    /// Sources of harvests that wait for a sysadmin to let them in.
    harvesters: i64,
    has_nothing: bool,
}

#[derive(Serialize)]
struct Question {
    title: String,
    url: String,
    about: Option<String>,
    since: Option<Timestamp>,
}

#[derive(Serialize)]
struct Asking {
    id: String,
    organization: String,
    organization_url: String,
    person: Option<String>,
    comment: Option<String>,
    since: Timestamp,
    url: String,
}

#[derive(Serialize)]
struct Given {
    id: String,
    title: String,
    from: String,
    to: String,
    comment: String,
    since: Timestamp,
}

async fn page(State(web): State<Web>, room: Room) -> ApiResult {
    let found = desk::read(&web.app, room.actor()).await?;
    let words = room.words(&web)?;
    let names = &found.references;
    let moderation = if room.actor().sysadmin {
        let (held, reported) = moderation::waiting(&web.app, room.actor()).await?;
        (held + reported > 0).then_some((held, reported))
    } else {
        None
    };
    let harvesters = harvest::waiting(&web.app, room.actor()).await?;
    let content = Content {
        first_name: &room.me.first_name,
        unanswered: found
            .unanswered
            .data
            .iter()
            .map(|one| question(&found, one))
            .collect(),
        invitations: found
            .invitations
            .iter()
            .map(|one| asking(one, names, true))
            .collect(),
        requests: found
            .requests
            .iter()
            .map(|one| asking(one, names, false))
            .collect(),
        transfers: found
            .transfers
            .data
            .iter()
            .map(|one| given(&found, one))
            .collect(),
        drafts: found
            .drafts
            .iter()
            .map(|one| {
                let url = format!("/admin/datasets/{}/publish/describe", one.id);
                Cell {
                    when: Some(one.last_modified_internal),
                    ..Cell::link("title", &one.title, url)
                }
            })
            .collect(),
        draft_count: found.draft_count,
        poor: found
            .poor
            .iter()
            .map(|(one, score)| Cell {
                score: Some(score.score),
                ..Cell::link("title", &one.title, format!("/admin/datasets/{}", one.id))
            })
            .collect(),
        moderation,
        harvesters,
        has_nothing: moderation.is_none()
            && harvesters == 0
            && found.unanswered.data.is_empty()
            && found.invitations.is_empty()
            && found.requests.is_empty()
            && found.transfers.data.is_empty()
            && found.drafts.is_empty()
            && found.poor.is_empty(),
    };
    let sheet = Sheet {
        title: words.text("admin-home"),
        status: StatusCode::OK,
        ..Sheet::default()
    };
    room.show(&web, Template::AdminHome, sheet, &content).await
}

fn question(found: &desk::Desk, one: &Discussion) -> Question {
    Question {
        title: one.title.clone(),
        url: format!("/admin/discussions/{}", one.id),
        about: found
            .unanswered
            .subjects
            .get(one.subject)
            .map(|about| about.name.clone()),
        since: one.messages.last().map(|last| last.posted_on),
    }
}

fn asking(one: &MembershipRequest, names: &References, invited: bool) -> Asking {
    let organization = names.organizations.get(&one.organization);
    let person = if invited { one.created_by } else { one.user };
    let person = person.and_then(|id| names.users.get(&id));
    Asking {
        id: one.id.to_string(),
        organization: organization.map_or_else(String::new, |found| found.name.clone()),
        organization_url: organization.map_or_else(String::new, |found| {
            format!("/organizations/{}", found.slug)
        }),
        person: person.map(|user| user.full_name()),
        comment: one.comment.clone(),
        since: one.created,
        url: format!("/admin/organizations/{}/members", one.organization),
    }
}

fn given(found: &desk::Desk, one: &Transfer) -> Given {
    let about = found.transfers.subjects.get(one.subject);
    let names = &found.transfers.references;
    let name = |owner: vitrail_app::domain::Owner| {
        let organization = owner
            .organization()
            .and_then(|id| names.organizations.get(&id));
        let person = owner.user().and_then(|id| names.users.get(&id));
        organization
            .map(|found| found.name.clone())
            .or_else(|| person.map(|found| found.full_name()))
            .unwrap_or_default()
    };
    Given {
        id: one.id.to_string(),
        title: about.map_or_else(String::new, |about| about.name.clone()),
        from: name(one.owner),
        to: name(one.recipient),
        comment: one.comment.clone(),
        since: one.created,
    }
}

#[derive(Serialize)]
struct New {}

async fn new(State(web): State<Web>, room: Room) -> ApiResult {
    let words = room.words(&web)?;
    let sheet = Sheet {
        title: words.text("admin-new"),
        status: StatusCode::OK,
        ..Sheet::default()
    };
    room.show(&web, Template::AdminNew, sheet, &New {}).await
}
