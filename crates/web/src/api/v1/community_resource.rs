//! Resources that others than the producer add to datasets.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use vitrail_app::Listed;
use vitrail_app::community_resource::{self, Filter, SORTS};
use vitrail_app::domain::CommunityResource;

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::community_resource::CommunityResourceOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/api/1/datasets/community_resources",
            get(list).post(create),
        )
        .route(
            "/api/1/datasets/community_resources/{community}",
            get(read).put(update).delete(delete),
        )
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = Filter {
        dataset: params.id("dataset")?,
        owner: params.id("owner")?,
        organization: params.id("organization")?,
    };
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let (listed, beside) =
        community_resource::list(&web.app, &context.actor, &filter, sort, page).await?;
    let data = listed
        .data
        .iter()
        .map(|community| CommunityResourceOut::new(&context, &beside, community))
        .collect();
    context.v1(&context.envelope(
        page,
        Listed {
            data,
            total: listed.total,
        },
    )?)
}

async fn read(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let (found, beside) = community_resource::find(&web.app, &context.actor, uuid(&id)?).await?;
    context.v1(&CommunityResourceOut::new(&context, &beside, &found))
}

/// One, with what it names.
pub async fn answer(web: &Web, context: &Context, found: &CommunityResource) -> ApiResult {
    let alone = std::slice::from_ref(found);
    let beside = community_resource::beside(&web.app, &context.actor, alone).await?;
    let edited = found.resource.last_modified_internal;
    context.v1_of(edited, &CommunityResourceOut::new(context, &beside, found))
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = community_resource::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, &made).await)
}

async fn update(
    State(web): State<Web>,
    Path(id): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (id, fields) = (uuid(&id)?, body.object()?);
    let changed = community_resource::update(&web.app, &context.actor, id, fields);
    answer(&web, &context, &changed.await?).await
}

async fn delete(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    community_resource::delete(&web.app, &context.actor, uuid(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
