//! Reuses, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{self, get, post};
use serde_json::{Value, json};
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_app::domain::{Kind, Reuse};
use vitrail_app::reuse::{self, Filter, SORTS, Used};
use vitrail_app::{Error, Listed, dataset, notice, search};

use crate::Web;
use crate::api::v1::suggest::typed;
use crate::api::view::dataset::zones_wanted;
use crate::api::view::reuse::{ReuseOut, ReuseSuggestion};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::params::Params;
use crate::traffic::shows;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/reuses", get(list).post(create))
        .route("/api/1/reuses/suggest", get(suggest))
        .route(
            "/api/1/reuses/{reuse}",
            get(read).put(update).delete(delete),
        )
        .route("/api/1/reuses/{reuse}/datasets", post(add_dataset))
        .route("/api/1/reuses/{reuse}/dataservices", post(add_dataservice))
        .route(
            "/api/1/reuses/{reuse}/featured",
            post(feature).delete(unfeature),
        )
        .route("/api/1/reuses/{reuse}/badges", post(add_badge))
        .route(
            "/api/1/reuses/{reuse}/badges/{badge}",
            routing::delete(remove_badge),
        )
}

/// The filters of both versions.
pub fn filter(params: &Params) -> Result<Filter, Error> {
    Ok(Filter {
        q: params.text("q"),
        owner: params.id("owner")?,
        organization: params.id("organization")?,
        organization_badge: params.code::<OrganizationBadge>("organization_badge")?,
        r#type: params.code::<ReuseType>("type")?,
        topic: params.code::<ReuseTopic>("topic")?,
        dataset: params.id("dataset")?,
        dataservice: params.id("dataservice")?,
        tags: params.many("tag"),
        private: params.truth("private")?,
        featured: params.truth("featured")?,
        ..Filter::default()
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let (filter, sort, page) = (filter(params)?, params.sort(&SORTS)?, params.page(20)?);
    let listed = reuse::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = reuse::with_references(&web.app, &context.actor, listed.data, Used::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.datasets.data)).await?;
    let now = web.app.now();
    let data = all
        .data
        .iter()
        .map(|reuse| ReuseOut::v1(&context, &all, reuse, now, &zones))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let found = search::suggest::<Reuse>(&web.app, q, size).await?;
    let found: Vec<ReuseSuggestion> = found
        .iter()
        .map(|reuse| ReuseSuggestion::new(&context, reuse))
        .collect();
    context.v1(&found)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = reuse::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let id = found.id;
    let response = answer(&web, &context, found).await?;
    Ok(shows(response, Kind::Reuse, id))
}

/// A reuse with all that it uses.
pub async fn answer(web: &Web, context: &Context, found: Reuse) -> ApiResult {
    let edited = found.last_modified;
    let all = reuse::with_references(&web.app, &context.actor, vec![found], Used::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.datasets.data)).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Reuse).into());
    };
    let out = ReuseOut::v1(context, &all, found, web.app.now(), &zones);
    context.v1_of(edited, &out)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = reuse::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = reuse::update(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let asked = context.params.truth("send_legal_notice")?.unwrap_or(false);
    let (app, actor) = (&web.app, &context.actor);
    let moved = |error| ApiError::at(error, &context.path, &key);
    let notice = notice::legal(app, actor, (Kind::Reuse, &key), asked).await;
    let notice = notice.map_err(moved)?;
    reuse::delete(app, actor, &key).await.map_err(moved)?;
    notice::send(app, notice).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn add_dataset(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    add(&web, &key, &context, Kind::Dataset, &body).await
}

async fn add_dataservice(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    add(&web, &key, &context, Kind::Dataservice, &body).await
}

async fn add(web: &Web, key: &str, context: &Context, kind: Kind, body: &Body) -> ApiResult {
    let (found, is_new) = reuse::add(&web.app, &context.actor, key, kind, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    let answer = answer(web, context, found).await;
    if is_new { created(answer) } else { answer }
}

async fn feature(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_featured(&web, &key, &context, true).await
}

async fn unfeature(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_featured(&web, &key, &context, false).await
}

async fn set_featured(web: &Web, key: &str, context: &Context, featured: bool) -> ApiResult {
    let found = reuse::feature(&web.app, &context.actor, key, featured)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    answer(web, context, found).await
}

async fn add_badge(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let kind = body.object()?.get("kind").and_then(Value::as_str);
    let kind = kind.unwrap_or_default();
    reuse::add_badge(&web.app, &context.actor, &key, kind)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    created(context.v1(&json!({"kind": kind})))
}

async fn remove_badge(
    State(web): State<Web>,
    Path((key, kind)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    reuse::remove_badge(&web.app, &context.actor, &key, &kind)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
