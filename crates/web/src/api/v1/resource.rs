//! The files of datasets, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use vitrail_app::{dataset, resource};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::resource::ResourceOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/api/1/datasets/{dataset}/resources",
            post(create).put(reorder),
        )
        .route(
            "/api/1/datasets/{dataset}/resources/{resource}",
            get(read).put(update).delete(delete),
        )
}

async fn read(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let dataset = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let found = dataset::resource(&web.app, &dataset, uuid(&id)?).await?;
    let edited = found.last_modified_internal;
    context.v1_of(edited, &ResourceOut::new(&context, &found))
}

async fn create(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let made = resource::create(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    created(context.v1(&ResourceOut::new(&context, &made)))
}

async fn reorder(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let ordered = resource::reorder(&web.app, &context.actor, &key, body.value())
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let files: Vec<_> = ordered
        .iter()
        .map(|file| ResourceOut::new(&context, file))
        .collect();
    context.v1(&files)
}

async fn update(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (id, fields) = (uuid(&id)?, body.object()?);
    let changed = resource::update(&web.app, &context.actor, &key, id, fields)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let edited = changed.last_modified_internal;
    context.v1_of(edited, &ResourceOut::new(&context, &changed))
}

async fn delete(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    resource::delete(&web.app, &context.actor, &key, uuid(&id)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
