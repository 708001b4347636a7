//! Territories, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::domain::{Dataset, Kind};
use vitrail_app::spatial;

use crate::Web;
use crate::api::v1::suggest::typed;
use crate::api::view::community_resource::DatasetRef;
use crate::api::view::zone::{Feature, FeatureCollection, ZoneOut};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/spatial/zones/suggest", get(suggest))
        .route("/api/1/spatial/zones/{ids}", get(zones))
        .route("/api/1/spatial/zone/{id}", get(zone))
        .route("/api/1/spatial/zone/{id}/datasets", get(datasets))
        .route("/api/1/spatial/coverage/{level}", get(coverage))
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let zones = spatial::suggest(&web.app, q, size).await?;
    context.v1(&zones.iter().map(ZoneOut::new).collect::<Vec<_>>())
}

async fn zones(State(web): State<Web>, Path(ids): Path<String>, context: Context) -> ApiResult {
    let ids: Vec<&str> = ids.split(',').map(str::trim).collect();
    let zones = spatial::by_ids(&web.app, &ids).await?;
    let features = zones.iter().map(|zone| Feature::new(zone, None));
    context.v1(&FeatureCollection::new(features))
}

async fn zone(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let zone = spatial::zone(&web.app, &id).await?;
    context.v1(&Feature::new(&zone, None))
}

async fn datasets(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let zone = spatial::zone(&web.app, &id).await?;
    let size = context.params.size(25)?;
    let found = spatial::datasets(&web.app, &context.actor, &zone, size).await?;
    let reference = |dataset| reference(&context, dataset);
    context.v1(&found.iter().map(reference).collect::<Vec<_>>())
}

fn reference<'a>(context: &Context, dataset: &'a Dataset) -> DatasetRef<'a> {
    DatasetRef {
        class: Kind::Dataset.class(),
        id: dataset.id.to_string(),
        title: Some(&dataset.title),
        acronym: dataset.acronym.as_deref(),
        page: Some(context.url(&format!("/datasets/{}", dataset.slug))),
        uri: Some(context.url(&format!("/api/1/datasets/{}/", dataset.slug))),
    }
}

async fn coverage(
    State(web): State<Web>,
    Path(level): Path<String>,
    context: Context,
) -> ApiResult {
    let zones = spatial::coverage(&web.app, &level).await?;
    let features = zones
        .iter()
        .map(|(zone, datasets)| Feature::new(zone, Some(*datasets)));
    context.v1(&FeatureCollection::new(features))
}
