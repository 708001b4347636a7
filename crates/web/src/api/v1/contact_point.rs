//! Contact points, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use vitrail_app::contact_point;
use vitrail_app::domain::ContactPoint;
use vitrail_app::editing::mark;

use crate::Web;
use crate::api::view::contact_point::ContactPointOut;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/contacts", post(create)).route(
        "/api/1/contacts/{contact}",
        get(read).put(update).delete(delete),
    )
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let (found, references) = contact_point::find(&web.app, &key).await?;
    context.v1_marked(
        mark(&found),
        &ContactPointOut::new(&context, &references, &found),
    )
}

/// A contact with its owner.
async fn answer(web: &Web, context: &Context, contact: &ContactPoint) -> ApiResult {
    let references = contact_point::with_owner(&web.app, contact).await?;
    context.v1_marked(
        mark(contact),
        &ContactPointOut::new(context, &references, contact),
    )
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let (contact, is_new) = contact_point::create(&web.app, &context.actor, body.object()?).await?;
    let answer = answer(&web, &context, &contact).await;
    if is_new { created(answer) } else { answer }
}

async fn update(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    body: Body,
) -> ApiResult {
    let changed = contact_point::update(&web.app, &context.actor, &key, body.object()?).await?;
    answer(&web, &context, &changed).await
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    contact_point::delete(&web.app, &context.actor, &key).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
