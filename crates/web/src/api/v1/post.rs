//! News and editorial pages, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{self, get};
use vitrail_app::domain::{Kind, Post};
use vitrail_app::post::{self, Filter, SORTS};
use vitrail_app::{Error, Listed, dataset};

use crate::Web;
use crate::api::view::dataset::zones_wanted;
use crate::api::view::post::PostOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/posts", get(list).post(create))
        .route("/api/1/posts/{post}", get(read).put(update).delete(delete))
        .route(
            "/api/1/posts/{post}/publish",
            routing::post(publish).delete(unpublish),
        )
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let kind = params.choice("kind", &["news", "page"])?;
    let filter = Filter {
        q: params.text("q"),
        kind: kind.map(str::to_owned),
        with_drafts: params.truth("with_drafts")?.unwrap_or(false),
    };
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = post::list(&web.app, &context.actor, filter, sort, page).await?;
    let total = listed.total;
    let all = post::with_references(&web.app, &context.actor, listed.data).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.datasets.data)).await?;
    let now = web.app.now();
    let data = all
        .data
        .iter()
        .map(|post| PostOut::new(&context, &all, post, now, &zones).listed(&context))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = post::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, found).await
}

/// A post with all that it shows.
pub async fn answer(web: &Web, context: &Context, found: Post) -> ApiResult {
    let edited = found.last_modified;
    let all = post::with_references(&web.app, &context.actor, vec![found]).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(context, &all.datasets.data)).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Post).into());
    };
    let out = PostOut::new(context, &all, found, web.app.now(), &zones);
    context.v1_of(edited, &out)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let made = post::create(&web.app, &context.actor, body.object()?).await?;
    created(answer(&web, &context, made).await)
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = post::update(&web.app, &context.actor, &key, body.object()?)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    answer(&web, &context, changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    post::delete(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn publish(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_published(&web, &key, &context, true).await
}

async fn unpublish(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    set_published(&web, &key, &context, false).await
}

async fn set_published(web: &Web, key: &str, context: &Context, published: bool) -> ApiResult {
    let found = post::publish(&web.app, &context.actor, key, published)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    answer(web, context, found).await
}
