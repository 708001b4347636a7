//! Dataservices, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{self, get, post};
use vitrail_app::dataservice::{self, Dataservices, Filter, SORTS};
use vitrail_app::domain::vocabulary::access::AccessType;
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::domain::{Dataservice, Kind};
use vitrail_app::{Error, Listed, notice, search};

use crate::Web;
use crate::api::v1::suggest::typed;
use crate::api::view::dataservice::{DataserviceOut, DataserviceSuggestion};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::params::Params;
use crate::traffic::shows;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/dataservices", get(list).post(create))
        .route("/api/1/dataservices/suggest", get(suggest))
        .route(
            "/api/1/dataservices/{dataservice}",
            get(read).patch(update).delete(delete),
        )
        .route(
            "/api/1/dataservices/{dataservice}/datasets",
            post(add_datasets),
        )
        .route(
            "/api/1/dataservices/{dataservice}/datasets/{dataset}",
            routing::delete(remove_dataset),
        )
        .route(
            "/api/1/dataservices/{dataservice}/featured",
            post(feature).delete(unfeature),
        )
}

/// The filters of the list.
pub fn filter(params: &Params) -> Result<Filter, Error> {
    Ok(Filter {
        q: params.text("q"),
        topic: params.id("topic")?,
        reuse: params.id("reuse")?,
        owner: params.id("owner")?,
        organization: params.id("organization")?,
        organization_badge: params.code::<OrganizationBadge>("organization_badge")?,
        access_type: params.code::<AccessType>("access_type")?,
        tags: params.many("tag"),
        featured: params.truth("featured")?,
        contact_point: params.id("contact_point")?,
        dataset: params.id("dataset")?,
        ..Filter::default()
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = filter(params)?;
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = dataservice::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = dataservice::with_references(&web.app, listed.data).await?;
    let data = all
        .data
        .iter()
        .map(|found| DataserviceOut::new(&context, &all, found))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let found = search::suggest::<Dataservice>(&web.app, q, size).await?;
    let found: Vec<DataserviceSuggestion> = found
        .iter()
        .map(|dataservice| DataserviceSuggestion::new(&context, dataservice))
        .collect();
    context.v1(&found)
}

/// The dataservice of the path, with what it names.
pub async fn find(web: &Web, context: &Context, key: &str) -> ApiResult<Dataservices> {
    let found = dataservice::find(&web.app, &context.actor, key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    Ok(dataservice::with_references(&web.app, vec![found]).await?)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let all = find(&web, &context, &key).await?;
    let id = all.data.first().map(|found| found.id);
    let response = out(&context, &all)?;
    Ok(shows(response, Kind::Dataservice, id.unwrap_or_default()))
}

fn out(context: &Context, all: &Dataservices) -> ApiResult {
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Dataservice).into());
    };
    let edited = found.metadata_modified_at;
    context.v1_of(edited, &DataserviceOut::new(context, all, found))
}

/// A dataservice that was just written.
pub async fn answer(web: &Web, context: &Context, found: Dataservice) -> ApiResult {
    let all = dataservice::with_references(&web.app, vec![found]).await?;
    out(context, &all)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = dataservice::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = dataservice::update(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let asked = context.params.truth("send_legal_notice")?.unwrap_or(false);
    let (app, actor) = (&web.app, &context.actor);
    let moved = |error| ApiError::at(error, &context.path, &key);
    let notice = notice::legal(app, actor, (Kind::Dataservice, &key), asked).await;
    let notice = notice.map_err(moved)?;
    dataservice::delete(app, actor, &key).await.map_err(moved)?;
    notice::send(app, notice).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn add_datasets(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let found = dataservice::add_datasets(&web.app, &context.actor, &key, body.value())
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    created(answer(&web, &context, found).await)
}

async fn remove_dataset(
    State(web): State<Web>,
    Path((key, dataset)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    dataservice::remove_dataset(&web.app, &context.actor, &key, &dataset)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn feature(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_featured(&web, &key, &context, true).await
}

async fn unfeature(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_featured(&web, &key, &context, false).await
}

async fn set_featured(web: &Web, key: &str, context: &Context, featured: bool) -> ApiResult {
    let found = dataservice::feature(&web.app, &context.actor, key, featured)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    answer(web, context, found).await
}
