//! How people come into organizations, what they may do there, and how they leave.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post, put};
use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_app::domain::membership::Answer;
use vitrail_app::domain::organization::Member;
use vitrail_app::domain::{Extras, Id, Kind, MembershipRequest, Organization};
use vitrail_app::{Error, membership, organization, reading, references};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::SubjectRef;
use crate::api::view::membership::{InvitationOut, MembershipOut};
use crate::api::view::organization::{MemberOut, OrganizationRef};
use crate::api::view::user::UserRef;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/api/1/organizations/{organization}/membership",
            get(list).post(request),
        )
        .route(
            "/api/1/organizations/{organization}/membership/{id}/accept",
            post(accept),
        )
        .route(
            "/api/1/organizations/{organization}/membership/{id}/refuse",
            post(refuse),
        )
        .route(
            "/api/1/organizations/{organization}/membership/{id}/cancel",
            post(cancel),
        )
        .route("/api/1/organizations/{organization}/member", post(invite))
        .route(
            "/api/1/organizations/{organization}/member/{user}",
            put(set_role).delete(remove),
        )
        .route(
            "/api/1/organizations/{organization}/assignments",
            get(assignments),
        )
        .route(
            "/api/1/organizations/{organization}/member/{user}/assignments",
            put(set_assignments),
        )
        .route("/api/1/me/org_invitations", get(invitations))
        .route("/api/1/me/org_invitations/{id}/accept", post(say_yes))
        .route("/api/1/me/org_invitations/{id}/refuse", post(say_no))
}

async fn list(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let status = context.params.choice("status", &Answer::ALL)?;
    let (status, user) = (status.and_then(Answer::parse), context.params.id("user")?);
    let (_, all) = membership::list(&web.app, &context.actor, &key, status, user)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let beside = membership::references(&web.app, &all).await?;
    let out = all
        .iter()
        .map(|one| MembershipOut::new(&context, &beside, one));
    context.v1(&out.collect::<Vec<_>>())
}

/// The id of a request, for somebody who is signed in: others learn nothing of it.
fn id_of(context: &Context, text: &str) -> Result<Uuid, Error> {
    reading::signed_in(&context.actor)?;
    uuid(text)
}

/// One request or invitation.
async fn asked(web: &Web, context: &Context, one: MembershipRequest) -> ApiResult {
    let beside = membership::references(&web.app, std::slice::from_ref(&one)).await?;
    context.v1(&MembershipOut::new(context, &beside, &one))
}

async fn request(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (one, is_new) = membership::request(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let answer = asked(&web, &context, one).await;
    if is_new { created(answer) } else { answer }
}

async fn accept(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let let_in = membership::accept(&web.app, &context.actor, &key, id_of(&context, &id)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let mut answer = member_out(&web, &context, &let_in.organization, &let_in.member).await?;
    if !let_in.is_new {
        *answer.status_mut() = StatusCode::CONFLICT;
    }
    Ok(answer)
}

/// One member of an organization.
async fn member_out(
    web: &Web,
    context: &Context,
    organization: &Organization,
    member: &Member,
) -> ApiResult {
    let mut wanted = references::Wanted::default();
    let all = wanted.user([member.user]).load(&web.app).await?;
    let out = MemberOut::new(context, &all, organization.id, member);
    context.v1(&out.ok_or(Error::NotFound(Kind::User))?)
}

/// A body that may be absent.
fn fields(body: &Body) -> ApiResult<Extras> {
    if body.value().is_null() {
        return Ok(Extras::new());
    }
    body.object().cloned()
}

async fn refuse(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (id, fields) = (id_of(&context, &id)?, fields(&body)?);
    membership::refuse(&web.app, &context.actor, &key, id, &fields)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v1(&json!({}))
}

async fn cancel(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    membership::cancel(&web.app, &context.actor, &key, id_of(&context, &id)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v1(&json!({}))
}

async fn invite(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let one = membership::invite(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    created(asked(&web, &context, one).await)
}

async fn set_role(
    State(web): State<Web>,
    Path((key, user)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let fields = body.object()?;
    let (found, member) = organization::set_role(&web.app, &context.actor, &key, &user, fields)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    member_out(&web, &context, &found, &member).await
}

async fn remove(
    State(web): State<Web>,
    Path((key, user)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    organization::remove_member(&web.app, &context.actor, &key, &user)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn assignments(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = organization::administered(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let all = organization::assignments(&web.app, found.id).await?;
    assignments_out(&web, &context, &found, &all).await
}

async fn set_assignments(
    State(web): State<Web>,
    Path((key, user)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (actor, items) = (&context.actor, body.value());
    let (found, member) = organization::set_assignments(&web.app, actor, &key, &user, items)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let mut all = organization::assignments(&web.app, found.id).await?;
    all.retain(|(user, _)| *user == member);
    assignments_out(&web, &context, &found, &all).await
}

async fn assignments_out(
    web: &Web,
    context: &Context,
    organization: &Organization,
    all: &[(Id, (Kind, Id))],
) -> ApiResult {
    let mut wanted = references::Wanted::default();
    wanted.user(all.iter().map(|(user, _)| *user));
    let people = wanted.load(&web.app).await?.users;
    let assignment = |(user, subject): &(Id, (Kind, Id))| {
        let (kind, id) = *subject;
        json!({
            "id": Id::seeded(&format!("assignment:{user}:{kind}:{id}")),
            "user": people.get(user).map(|user| UserRef::new(context, user)),
            "organization": OrganizationRef::new(context, organization),
            "subject": SubjectRef::new(*subject),
            "created_at": null,
        })
    };
    context.v1(&all.iter().map(assignment).collect::<Value>())
}

async fn invitations(State(web): State<Web>, context: Context) -> ApiResult {
    let all = membership::invitations(&web.app, &context.actor).await?;
    let beside = membership::references(&web.app, &all).await?;
    let out = all
        .iter()
        .map(|one| InvitationOut::new(&context, &beside, one));
    context.v1(&out.collect::<Vec<_>>())
}

async fn say_yes(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    membership::answer(&web.app, &context.actor, id_of(&context, &id)?, true).await?;
    context.v1(&json!({"message": "Invitation accepted"}))
}

async fn say_no(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    membership::answer(&web.app, &context.actor, id_of(&context, &id)?, false).await?;
    context.v1(&json!({"message": "Invitation refused"}))
}
