//! The moderators' queue: what looks like spam waits here until a sysadmin lets it through or removes it. udata has
//! no such routes, since it shows everything at once.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Serialize;
use uuid::Uuid;
use vitrail_app::domain::held::Held;
use vitrail_app::domain::{Id, Kind, Timestamp};
use vitrail_app::moderation::{self, Queue};
use vitrail_app::{Error, Listed, reading};

use crate::Web;
use crate::api::view::organization::OrganizationRef;
use crate::api::view::user::UserRef;
use crate::api::view::{SubjectRef, page_of};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/moderation", get(queue))
        .route("/api/1/moderation/{class}/{id}/keep", post(keep))
        .route("/api/1/moderation/{class}/{id}/remove", post(remove))
}

/// Something that waits.
#[derive(Serialize)]
struct HeldOut<'a> {
    actor: Option<UserRef<'a>>,
    excerpt: &'a str,
    label: &'a str,
    /// One message of the discussion; else the subject as a whole.
    message: Option<String>,
    organization: Option<OrganizationRef<'a>>,
    page: Option<String>,
    reasons: &'a [String],
    since: Timestamp,
    subject: SubjectRef,
}

impl<'a> HeldOut<'a> {
    fn new(context: &Context, queue: &'a Queue, held: &'a Held) -> Self {
        let references = &queue.references;
        let actor = held.actor.and_then(|id| references.users.get(&id));
        let organization = held.organization;
        let organization = organization.and_then(|id| references.organizations.get(&id));
        let brief = queue.subjects.get(held.subject);
        Self {
            actor: actor.map(|user| UserRef::new(context, user)),
            excerpt: &held.excerpt,
            label: &held.label,
            message: held.message.map(|id| id.to_string()),
            organization: organization.map(|found| OrganizationRef::new(context, found)),
            page: brief.map(|brief| page_of(context, held.subject.0, &brief.slug)),
            reasons: &held.reasons,
            since: held.since,
            subject: SubjectRef::new(held.subject),
        }
    }
}

async fn queue(State(web): State<Web>, context: Context) -> ApiResult {
    let page = context.params.page(20)?;
    let all = moderation::queue(&web.app, &context.actor, page).await?;
    let data = all
        .data
        .iter()
        .map(|held| HeldOut::new(&context, &all, held))
        .collect();
    let total = all.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

/// What a path names: a class of udata, an id, and perhaps `?message=`.
type Named = ((Kind, Id), Option<Uuid>);

fn named(context: &Context, class: &str, id: &str) -> Result<Named, Error> {
    reading::sysadmin(&context.actor)?;
    let kind = Kind::from_class(class).ok_or(Error::NotFound(Kind::Site))?;
    let id = id.parse().map_err(|_| Error::NotFound(kind))?;
    let message = context.params.one("message").map(str::parse).transpose();
    let message = message.map_err(|_| Error::NotFound(kind))?;
    Ok(((kind, id), message))
}

async fn keep(
    State(web): State<Web>,
    Path((class, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let (subject, message) = named(&context, &class, &id)?;
    moderation::keep(&web.app, &context.actor, subject, message).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn remove(
    State(web): State<Web>,
    Path((class, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let (subject, message) = named(&context, &class, &id)?;
    moderation::remove(&web.app, &context.actor, subject, message).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
