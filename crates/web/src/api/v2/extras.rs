//! Free facts about datasets, their files and organizations: a dictionary of their own, so that a program that
//! writes some does not write the whole object.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::{dataset, organization};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/2/datasets/{dataset}/extras", get(of_dataset))
        .route(
            "/api/2/datasets/{dataset}/resources/{resource}/extras",
            get(of_resource),
        )
        .route(
            "/api/2/organizations/{organization}/extras",
            get(of_organization),
        )
}

async fn of_dataset(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2(&found.extras)
}

async fn of_resource(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let resource = dataset::resource(&web.app, &found, uuid(&id)?).await?;
    context.v2(&resource.extras)
}

async fn of_organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2(&found.extras)
}
