//! The files of a dataset, version 2: paged, because some datasets have thousands.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use vitrail_app::Listed;
use vitrail_app::dataset::{self, AnyResource};
use vitrail_app::domain::dataset::Schema;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::resource_type::ResourceType;

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::resource::ResourceOut;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/2/datasets/{dataset}/resources", get(list))
        .route("/api/2/datasets/{dataset}/schemas", get(schemas))
        .route("/api/2/datasets/resources/{resource}", get(read))
}

async fn list(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let params = &context.params;
    let types: Vec<&str> = ResourceType::ALL.iter().map(|known| known.code()).collect();
    let (kind, page) = (params.choice("type", &types)?, params.page(50)?);
    let listed = dataset::resource_page(&web.app, &found, kind, params.one("q"), page).await?;
    let data = listed
        .data
        .iter()
        .map(|file| ResourceOut::new(&context, file))
        .collect();
    context.v2(&context.envelope(
        page,
        Listed {
            data,
            total: listed.total,
        },
    )?)
}

async fn schemas(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let files = dataset::resources(&web.app, &found).await?;
    let mut schemas: Vec<&Schema> = Vec::new();
    for schema in files.iter().filter_map(|file| file.schema.as_ref()) {
        let says_something = schema.name.is_some() || schema.url.is_some();
        if says_something && !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    context.v2(&schemas)
}

/// A file and the dataset that holds it; none for a community resource.
#[derive(Serialize)]
struct Held<'a> {
    resource: ResourceOut<'a>,
    dataset_id: Option<String>,
}

async fn read(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let (resource, dataset) =
        match dataset::any_resource(&web.app, &context.actor, uuid(&id)?).await? {
            AnyResource::Of(dataset, resource) => (resource, Some(dataset.id.to_string())),
            AnyResource::Community(community) => (Box::new(community.resource), None),
        };
    let out = Held {
        resource: ResourceOut::new(&context, &resource),
        dataset_id: dataset,
    };
    context.v2_of(resource.last_modified_internal, &out)
}
