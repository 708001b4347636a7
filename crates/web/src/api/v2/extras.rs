//! Free facts about datasets, their files and organizations: a dictionary of their own, so that a program that
//! writes some does not write the whole object.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use vitrail_app::domain::Extras;
use vitrail_app::{Error, dataset, organization, resource};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::body::Body;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/api/2/datasets/{dataset}/extras",
            get(of_dataset).put(merge_dataset).delete(cut_dataset),
        )
        .route(
            "/api/2/datasets/{dataset}/resources/{resource}/extras",
            get(of_resource).put(merge_resource).delete(cut_resource),
        )
        .route(
            "/api/2/organizations/{organization}/extras",
            get(of_organization)
                .put(merge_organization)
                .delete(cut_organization),
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
    context.v2_of(found.last_modified_internal, &found.extras)
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
    context.v2_of(resource.last_modified_internal, &resource.extras)
}

async fn of_organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = organization::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2_of(found.last_modified, &found.extras)
}

/// The dictionary to merge.
fn changes(body: &Body) -> ApiResult<&Extras> {
    let wrong = || Error::Bad("Wrong payload format, dict expected".to_owned()).into();
    body.value().as_object().ok_or_else(wrong)
}

/// The keys to take away.
fn keys(body: &Body) -> ApiResult<Vec<String>> {
    let wrong = || ApiError::from(Error::Bad("Wrong payload format, list expected".to_owned()));
    let items = body.value().as_array().ok_or_else(wrong)?;
    let keys = items.iter().map(|key| Some(key.as_str()?.to_owned()));
    keys.collect::<Option<_>>().ok_or_else(wrong)
}

async fn merge_dataset(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let extras = dataset::merge_extras(&web.app, &context.actor, &key, changes(&body)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2(&extras)
}

async fn cut_dataset(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    dataset::remove_extras(&web.app, &context.actor, &key, &keys(&body)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn merge_resource(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let (id, changes) = (uuid(&id)?, changes(&body)?);
    let extras = resource::merge_extras(&web.app, &context.actor, &key, id, changes)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2(&extras)
}

async fn cut_resource(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    resource::remove_extras(&web.app, &context.actor, &key, uuid(&id)?, &keys(&body)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn merge_organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let extras = organization::merge_extras(&web.app, &context.actor, &key, changes(&body)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2(&extras)
}

async fn cut_organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    organization::remove_extras(&web.app, &context.actor, &key, &keys(&body)?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
