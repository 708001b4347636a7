//! The harvest of other catalogues, version 1.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::{Value, json};
use vitrail_app::dataservice::Dataservices;
use vitrail_app::domain::harvest::Source;
use vitrail_app::domain::harvest::job::ItemStatus;
use vitrail_app::harvest::{self, Filter, ItemFilter, Preview};
use vitrail_app::{Listed, reading};

use crate::Web;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::DatasetOut;
use crate::api::view::harvest::{SourceOut, backend, bare_item, head, item, job};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/harvest/backends", get(backends))
        .route("/api/1/harvest/sources", get(list).post(create))
        .route("/api/1/harvest/source/preview", post(preview))
        .route(
            "/api/1/harvest/source/{source}",
            get(read).put(update).delete(delete),
        )
        .route("/api/1/harvest/source/{source}/validate", post(validate))
        .route("/api/1/harvest/source/{source}/run", post(run))
        .route(
            "/api/1/harvest/source/{source}/schedule",
            post(schedule).delete(unschedule),
        )
        .route("/api/1/harvest/source/{source}/preview", get(preview_of))
        .route("/api/1/harvest/source/{source}/jobs", get(jobs))
        .route("/api/1/harvest/job/{job}", get(read_job))
        .route("/api/1/harvest/job/{job}/items", get(items))
}

async fn backends(State(web): State<Web>, context: Context) -> ApiResult {
    let known = web.app.harvester()?.backends();
    let out: Vec<Value> = known.iter().map(|one| backend(one, context.lang)).collect();
    context.v1(&out)
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let wanted = Filter {
        q: params.text("q"),
        owner: params.id("owner")?,
        organization: params.id("organization")?,
        deleted: params.truth("deleted")?.unwrap_or(false),
        validation: None,
    };
    let page = params.page(20)?;
    let listed = harvest::list(&web.app, &wanted, page).await?;
    let all = harvest::with_jobs(&web.app, listed.data).await?;
    let sources = all.data.iter();
    let data = sources.map(|source| SourceOut::new(&context, &all, source));
    let (data, total) = (data.collect(), listed.total);
    context.v1(&context.envelope(page, Listed { data, total })?)
}

/// One source, with its last job.
async fn answer(web: &Web, context: &Context, source: Source) -> ApiResult {
    let edited = source.modified;
    let all = harvest::with_jobs(&web.app, vec![source]).await?;
    let mut sources = all.data.iter();
    let out = sources
        .next()
        .map(|source| SourceOut::new(context, &all, source));
    context.v1_of(edited, &out)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = harvest::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = harvest::read(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, found).await
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = harvest::update(&web.app, &context.actor, &key, body.object()?).await?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    harvest::delete(&web.app, &context.actor, &key).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn validate(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = harvest::validate(&web.app, &context.actor, &key, body.object()?).await?;
    answer(&web, &context, changed).await
}

async fn run(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let (source, _) = harvest::run(&web.app, &context.actor, &key).await?;
    answer(&web, &context, source).await
}

async fn schedule(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let cron = body.value().as_str().unwrap_or_default();
    let changed = harvest::schedule(&web.app, &context.actor, &key, cron).await?;
    answer(&web, &context, changed).await
}

async fn unschedule(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    harvest::unschedule(&web.app, &context.actor, &key).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn preview(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    reading::signed_in(&context.actor)?;
    let found = harvest::preview(&web.app, &context.actor, body.object()?).await?;
    context.v1(&previewed(&web, &context, &found))
}

async fn preview_of(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let found = harvest::preview_of(&web.app, &context.actor, &key).await?;
    context.v1(&previewed(&web, &context, &found))
}

/// A job that was never done, with its items in it, and the datasets as they would be.
fn previewed(web: &Web, context: &Context, found: &Preview) -> Value {
    let now = web.app.now();
    let services = Dataservices::default();
    let nowhere = HashMap::new();
    let mut items = Vec::with_capacity(found.items.len());
    for (place, one) in found.items.iter().enumerate() {
        let mut out = bare_item(context, one);
        let dataset = found
            .datasets
            .get(&place)
            .map(|dataset| DatasetOut::v1(context, &found.named, dataset, now, &nowhere));
        let service = found.dataservices.get(&place);
        let service = service.map(|service| DataserviceOut::new(context, &services, service));
        out["dataset"] = json!(dataset);
        out["dataservice"] = json!(service);
        items.push(out);
    }
    let mut out = head(context, &found.job);
    out["items"] = Value::Array(items);
    out
}

async fn jobs(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let source = harvest::read(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let page = context.params.page(20)?;
    let listed = harvest::jobs(&web.app, &source, page).await?;
    let data = listed.data.iter().map(|one| job(&context, one)).collect();
    let total = listed.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn read_job(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = harvest::job(&web.app, &key).await?;
    context.v1(&job(&context, &found))
}

/// The statuses that a list of items may be limited to.
fn status(params: &Params) -> vitrail_app::Result<Option<String>> {
    let known = ItemStatus::ALL.map(ItemStatus::as_str);
    Ok(params.choice("status", &known)?.map(str::to_owned))
}

async fn items(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = harvest::job(&web.app, &key).await?;
    let wanted = ItemFilter {
        status: status(&context.params)?,
        outcome: context.params.text("outcome"),
        remote_id: context.params.text("remote_id"),
        lost: context.params.truth("lost")?.unwrap_or_default(),
    };
    let page = context.params.page(20)?;
    let listed = harvest::items(&web.app, &found, &wanted, page).await?;
    let all = harvest::with_subjects(&web.app, listed.data).await?;
    let data = all
        .data
        .iter()
        .map(|one| item(&context, &all, one))
        .collect();
    let total = listed.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}
