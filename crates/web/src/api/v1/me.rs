//! What is the caller's own: all of these answer 401 to who did not sign in.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{self, get};
use vitrail_app::community_resource;
use vitrail_app::dataset::{self, Files};
use vitrail_app::domain::{Dataset, Discussion, Kind, Reuse, User};
use vitrail_app::editing::mark;
use vitrail_app::reuse::Used;
use vitrail_app::{Error, discussion, reuse, token, user};

use crate::Web;
use crate::api::view::community_resource::CommunityResourceOut;
use crate::api::view::dataset::{DatasetOut, zones_wanted};
use crate::api::view::discussion::DiscussionOut;
use crate::api::view::reuse::ReuseOut;
use crate::api::view::user::{FiguresOut, NewTokenOut, TokenOut, UserOut};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/me", get(read).put(update).delete(delete))
        .route("/api/1/me/datasets", get(datasets))
        .route("/api/1/me/reuses", get(reuses))
        .route("/api/1/me/metrics", get(metrics))
        .route("/api/1/me/org_datasets", get(org_datasets))
        .route("/api/1/me/org_reuses", get(org_reuses))
        .route(
            "/api/1/me/org_community_resources",
            get(org_community_resources),
        )
        .route("/api/1/me/org_discussions", get(org_discussions))
        .route("/api/1/me/api_tokens", get(api_tokens).post(create_token))
        .route(
            "/api/1/me/api_tokens/{token}",
            routing::delete(revoke_token),
        )
}

fn caller(context: &Context) -> Result<&User, Error> {
    context.user.as_ref().ok_or(Error::Unauthenticated)
}

async fn read(State(web): State<Web>, context: Context) -> ApiResult {
    let user = caller(&context)?.clone();
    user_out(&web, &context, user).await
}

/// A person whole, with their organizations.
pub async fn user_out(web: &Web, context: &Context, user: User) -> ApiResult {
    let all = user::with_organizations(&web.app, vec![user]).await?;
    let Some(user) = all.data.first() else {
        return Err(Error::NotFound(Kind::User).into());
    };
    let out = UserOut::new(context, &all, user);
    // The tag is made of what only they and sysadmins may read.
    if context.actor.sysadmin || context.actor.user == Some(user.id) {
        return context.v1_marked(mark(user), &out);
    }
    context.v1(&out)
}

async fn update(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let changed = user::update_me(&web.app, &context.actor, body.object()?).await?;
    user_out(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, context: Context) -> ApiResult {
    user::delete_me(&web.app, &context.actor).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn create_token(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let (facts, text) = token::create(&web.app, &context.actor, body.object()?).await?;
    created(context.v1(&NewTokenOut::new(&facts, &text)))
}

async fn revoke_token(
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
) -> ApiResult {
    token::revoke(&web.app, &context.actor, &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn datasets(State(web): State<Web>, context: Context) -> ApiResult {
    let found = user::datasets(&web.app, &context.actor, None, false).await?;
    datasets_out(&web, &context, found).await
}

async fn org_datasets(State(web): State<Web>, context: Context) -> ApiResult {
    let q = context.params.text("q");
    let found = user::datasets(&web.app, &context.actor, q, true).await?;
    datasets_out(&web, &context, found).await
}

/// Whole datasets, not in pages.
async fn datasets_out(web: &Web, context: &Context, found: Vec<Dataset>) -> ApiResult {
    let all = dataset::with_references(&web.app, found, Files::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.data)).await?;
    let now = web.app.now();
    let out: Vec<DatasetOut> = all
        .data
        .iter()
        .map(|dataset| DatasetOut::v1(context, &all, dataset, now, &zones))
        .collect();
    context.v1(&out)
}

async fn reuses(State(web): State<Web>, context: Context) -> ApiResult {
    let found = user::reuses(&web.app, &context.actor, None, false).await?;
    reuses_out(&web, &context, found).await
}

async fn org_reuses(State(web): State<Web>, context: Context) -> ApiResult {
    let q = context.params.text("q");
    let found = user::reuses(&web.app, &context.actor, q, true).await?;
    reuses_out(&web, &context, found).await
}

/// Whole reuses, not in pages.
pub async fn reuses_out(web: &Web, context: &Context, found: Vec<Reuse>) -> ApiResult {
    let all = reuse::with_references(&web.app, &context.actor, found, Used::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.datasets.data)).await?;
    let now = web.app.now();
    let out: Vec<ReuseOut> = all
        .data
        .iter()
        .map(|reuse| ReuseOut::v1(context, &all, reuse, now, &zones))
        .collect();
    context.v1(&out)
}

async fn metrics(State(web): State<Web>, context: Context) -> ApiResult {
    let user = caller(&context)?;
    let figures = user::figures(&web.app, &context.actor).await?;
    context.v1(&FiguresOut::new(user, figures))
}

async fn org_community_resources(State(web): State<Web>, context: Context) -> ApiResult {
    let q = context.params.one("q");
    let found = user::community_resources(&web.app, &context.actor, q).await?;
    let beside = community_resource::beside(&web.app, &context.actor, &found).await?;
    let out: Vec<CommunityResourceOut> = found
        .iter()
        .map(|community| CommunityResourceOut::new(&context, &beside, community))
        .collect();
    context.v1(&out)
}

async fn org_discussions(State(web): State<Web>, context: Context) -> ApiResult {
    let q = context.params.text("q");
    let found = user::discussions(&web.app, &context.actor, q).await?;
    discussions_out(&web, &context, found).await
}

/// Discussions, not in pages.
pub async fn discussions_out(web: &Web, context: &Context, found: Vec<Discussion>) -> ApiResult {
    let all = discussion::with_references(&web.app, found).await?;
    let out: Vec<DiscussionOut> = all
        .data
        .iter()
        .map(|discussion| DiscussionOut::new(context, &all, discussion))
        .collect();
    context.v1(&out)
}

async fn api_tokens(State(web): State<Web>, context: Context) -> ApiResult {
    let tokens = user::tokens(&web.app, &context.actor).await?;
    context.v1(&tokens.iter().map(TokenOut::new).collect::<Vec<_>>())
}
