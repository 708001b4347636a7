//! Topics and their elements, version 2 only.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post, put};
use vitrail_app::domain::{Kind, Topic};
use vitrail_app::topic::{self, ElementFilter, Filter, SORTS};
use vitrail_app::{Error, Listed, Page, dataset};

use crate::Web;
use crate::api::view::topic::{TopicElementOut, TopicOut, zones_wanted};
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/2/topics", get(list).post(create))
        .route(
            "/api/2/topics/{topic}",
            get(read).put(update).delete(delete),
        )
        .route(
            "/api/2/topics/{topic}/elements",
            get(elements).post(add_elements).delete(clear_elements),
        )
        .route(
            "/api/2/topics/{topic}/elements/{element}",
            put(update_element).delete(remove_element),
        )
        .route(
            "/api/2/topics/{topic}/featured",
            post(feature).delete(unfeature),
        )
        .route("/api/2/me/org_topics", get(mine))
}

fn filter(params: &Params) -> Result<Filter, Error> {
    let mut holding = None;
    for (name, kind) in [
        ("dataset", Kind::Dataset),
        ("reuse", Kind::Reuse),
        ("dataservice", Kind::Dataservice),
    ] {
        if let Some(id) = params.id(name)? {
            holding = holding.or(Some((kind, id)));
        }
    }
    Ok(Filter {
        q: params.text("q"),
        private: params.truth("private")?,
        tags: params.many("tag"),
        geozone: params.text("geozone"),
        granularity: params.text("granularity"),
        organization: params.id("organization")?,
        owner: params.id("owner")?,
        featured: params.truth("featured")?,
        holding,
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let (filter, sort, page) = (filter(params)?, params.sort(&SORTS)?, params.page(20)?);
    let listed = topic::list(&web.app, &context.actor, &filter, sort, page).await?;
    out(&web, &context, page, listed).await
}

async fn mine(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let (filter, sort, page) = (filter(params)?, params.sort(&SORTS)?, params.page(20)?);
    let listed = topic::mine(&web.app, &context.actor, &filter, sort, page).await?;
    out(&web, &context, page, listed).await
}

async fn out(web: &Web, context: &Context, page: Page, listed: Listed<Topic>) -> ApiResult {
    let total = listed.total;
    let all = topic::with_references(&web.app, listed.data).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.data)).await?;
    let data = all
        .data
        .iter()
        .map(|topic| TopicOut::new(context, &all, topic, &zones))
        .collect();
    context.v2(&context.envelope(page, Listed { data, total })?)
}

/// The topic of the path.
async fn find(web: &Web, context: &Context, key: &str) -> ApiResult<Topic> {
    topic::find(&web.app, &context.actor, key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = find(&web, &context, &key).await?;
    answer(&web, &context, found).await
}

pub async fn answer(web: &Web, context: &Context, found: Topic) -> ApiResult {
    let edited = found.last_modified;
    let all = topic::with_references(&web.app, vec![found]).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.data)).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Topic).into());
    };
    context.v2_of(edited, &TopicOut::new(context, &all, found, &zones))
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = topic::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = topic::update(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    topic::delete(&web.app, &context.actor, &key)
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
    let found = topic::feature(&web.app, &context.actor, key, featured)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    answer(web, context, found).await
}

async fn add_elements(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let made = topic::add_elements(&web.app, &context.actor, &key, body.value())
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let made: Vec<TopicElementOut> = made.iter().map(TopicElementOut::new).collect();
    created(context.v2(&made))
}

async fn clear_elements(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    topic::clear_elements(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn update_element(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = topic::update_element(&web.app, &context.actor, &key, &id, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v2(&TopicElementOut::new(&changed))
}

async fn remove_element(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    topic::remove_element(&web.app, &context.actor, &key, &id)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn elements(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let topic = find(&web, &context, &key).await?;
    let params = &context.params;
    let mut filter = ElementFilter {
        kind: None,
        q: params.text("q"),
        tags: params.many("tag"),
    };
    if let Some(class) = params.one("class") {
        filter.kind = Some(element_kind(class)?);
    }
    let page = params.page(20)?;
    let listed = topic::elements(&web.app, topic.id, &filter, page).await?;
    let data = listed.data.iter().map(TopicElementOut::new).collect();
    let total = listed.total;
    context.v2(&context.envelope(page, Listed { data, total })?)
}

/// The kind of the objects wanted; the word `None` means elements without an object.
fn element_kind(class: &str) -> Result<Option<Kind>, Error> {
    match Kind::from_class(class) {
        None if class == "None" => Ok(None),
        Some(kind @ (Kind::Dataset | Kind::Reuse | Kind::Dataservice)) => Ok(Some(kind)),
        _ => Err(Params::bad_choice("class", class)),
    }
}
