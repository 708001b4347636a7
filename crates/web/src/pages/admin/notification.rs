//! What one was told: read or not, each with the way to what it is about.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use fluent_bundle::FluentValue;
use serde::Serialize;
use uuid::Uuid;
use vitrail_app::domain::notification::Details;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::domain::{Id, Kind as Subject, Notification, Owner, Timestamp};
use vitrail_app::subjects::{self, Subjects};
use vitrail_app::{Error, References, notification};

use super::room::{Room, Sheet, to};
use super::table::pagination;
use crate::Web;
use crate::error::ApiResult;
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words};

const SIZE: i64 = 30;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/notifications", get(list))
        .route("/admin/notifications/{notification}", post(open))
}

#[derive(Serialize)]
struct Content {
    unread: bool,
    total: i64,
    notifications: Vec<Out>,
    pagination_of: Pagination,
}

#[derive(Serialize)]
struct Out {
    id: Uuid,
    text: String,
    since: Timestamp,
    read: bool,
    /// Whether somebody waits for the reader.
    waits: bool,
}

async fn list(State(web): State<Web>, room: Room) -> ApiResult {
    let (app, actor, params) = (&web.app, room.actor(), &room.context.params);
    let unread = params.one("state") == Some("unread");
    let page = params.page_or_first(SIZE);
    let handled = unread.then_some(false);
    let listed = notification::list(app, actor, handled, None, None, page).await?;
    let names = notification::references(app, &listed.data).await?;
    let given = listed.data.iter().filter_map(|one| match one.details {
        Details::TransferRequested { subject, .. } | Details::Built { subject } => Some(subject),
        _ => None,
    });
    let about = subjects::load(app, given).await?;
    let words = room.words(&web)?;
    let out = |one: &Notification| Out {
        id: one.id,
        text: text(one, &names, &about, (words, room.context.lang)),
        since: one.created,
        read: one.handled.is_some(),
        waits: one.handled.is_none() && one.details.requires_action(),
    };
    let content = Content {
        unread,
        total: listed.total,
        notifications: listed.data.iter().map(out).collect(),
        pagination_of: pagination(&room, page, listed.total),
    };
    let sheet = Sheet {
        title: words.text("admin-notifications"),
        status: StatusCode::OK,
        ..Sheet::default()
    };
    room.show(&web, Template::AdminNotifications, sheet, &content)
        .await
}

/// What happened, as a sentence.
fn text(
    one: &Notification,
    names: &References,
    about: &Subjects,
    (words, lang): (&Words, &str),
) -> String {
    let organization = |id: &Id| {
        let found = names.organizations.get(id);
        found.map_or_else(String::new, |found| found.name.clone())
    };
    let person = |id: &Id| {
        let found = names.users.get(id);
        found.map_or_else(String::new, |found| found.full_name())
    };
    let (key, who, what) = match &one.details {
        Details::MembershipRequested {
            organization: id,
            user,
        } => ("told-request", person(user), organization(id)),
        Details::Invited {
            organization: id,
            user,
        } => ("told-invited", person(user), organization(id)),
        Details::MembershipAccepted { organization: id } => {
            ("told-accepted", String::new(), organization(id))
        }
        Details::MembershipRefused { organization: id } => {
            ("told-refused", String::new(), organization(id))
        }
        Details::NewBadge {
            organization: id,
            badge,
        } => {
            let known = OrganizationBadge::parse(badge).map(|it| it.label().in_lang(lang));
            let badge = known.unwrap_or(badge).to_owned();
            ("told-badge", badge, organization(id))
        }
        Details::Built { subject } => {
            let title = about.get(*subject).map(|found| found.name.clone());
            let key = if subject.0 == Subject::Dataservice {
                "told-dataservice"
            } else {
                "told-reuse"
            };
            (key, String::new(), title.unwrap_or_default())
        }
        Details::TransferRequested { owner, subject, .. } => {
            let from = match owner {
                Owner::User(id) => person(id),
                Owner::Organization(id) => organization(id),
                Owner::Nobody => String::new(),
            };
            let title = about.get(*subject).map(|found| found.name.clone());
            ("told-transfer", from, title.unwrap_or_default())
        }
        Details::HarvesterDeclared { name, .. } => ("told-harvester", String::new(), name.clone()),
        Details::Discussed { status, .. } => match status.as_str() {
            "new_discussion" => ("told-discussion", String::new(), String::new()),
            "closed" => ("told-closed", String::new(), String::new()),
            _ => ("told-comment", String::new(), String::new()),
        },
    };
    words.format(
        key,
        &[
            ("who", FluentValue::from(who)),
            ("what", FluentValue::from(what)),
        ],
    )
}

/// Reads one, and leads to what it is about.
async fn open(State(web): State<Web>, Path(id): Path<String>, room: Room) -> ApiResult {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound(Subject::Site))?;
    let found = notification::read(&web.app, room.actor(), id).await?;
    Ok(to(&match &found.details {
        Details::MembershipRequested { organization, .. } => {
            format!("/admin/organizations/{organization}/members")
        }
        Details::Invited { .. } | Details::TransferRequested { .. } => "/admin".to_owned(),
        Details::MembershipAccepted { organization }
        | Details::MembershipRefused { organization }
        | Details::NewBadge { organization, .. } => format!("/organizations/{organization}"),
        Details::HarvesterDeclared { source, .. } => format!("/admin/harvesters/{source}"),
        Details::Discussed { discussion, .. } => format!("/admin/discussions/{discussion}"),
        Details::Built { subject } => format!("/{}s/{}", subject.0.as_str(), subject.1),
    }))
}
