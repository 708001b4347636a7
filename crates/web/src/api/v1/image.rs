//! Pictures of organizations, people, reuses and posts, sent as `file` with the part to keep as `bbox`.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use serde_json::json;
use vitrail_app::Error;
use vitrail_app::image::{self, Of, Pictures};

use crate::Web;
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::picture::Sent;

pub fn routes() -> Router<Web> {
    Router::new()
        .route(
            "/api/1/organizations/{organization}/logo",
            post(logo).put(cut_logo),
        )
        .route("/api/1/reuses/{reuse}/image", post(reuse))
        .route("/api/1/posts/{post}/image", post(of_post).put(cut_post))
        .route("/api/1/users/{user}/avatar", post(user))
        .route("/api/1/me/avatar", post(me))
}

async fn logo(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    sent: Sent,
) -> ApiResult {
    set(&web, &context, Of::Organization(&key), &key, sent).await
}

async fn cut_logo(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    sent: Sent,
) -> ApiResult {
    cut(&web, &context, Of::Organization(&key), &key, sent).await
}

async fn reuse(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    sent: Sent,
) -> ApiResult {
    set(&web, &context, Of::Reuse(&key), &key, sent).await
}

async fn of_post(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    sent: Sent,
) -> ApiResult {
    set(&web, &context, Of::Post(&key), &key, sent).await
}

async fn cut_post(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    sent: Sent,
) -> ApiResult {
    cut(&web, &context, Of::Post(&key), &key, sent).await
}

async fn user(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
    sent: Sent,
) -> ApiResult {
    set(&web, &context, Of::User(&key), &key, sent).await
}

async fn me(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    set(&web, &context, Of::Me, "", sent).await
}

async fn set(web: &Web, context: &Context, of: Of<'_>, key: &str, sent: Sent) -> ApiResult {
    let moved = |error| ApiError::at(error, &context.path, key);
    let permitted = image::permitted(&web.app, &context.actor, of).await;
    permitted.map_err(moved)?;
    let read = sent.read().await?;
    let missing = || Error::Bad("Missing file parameter".to_owned());
    let file = read.file.ok_or_else(missing)?;
    let kept = image::set(&web.app, &context.actor, of, file, read.cut).await;
    answer(context, &kept.map_err(moved)?)
}

/// A new picture, or another part of the one there is.
async fn cut(web: &Web, context: &Context, of: Of<'_>, key: &str, sent: Sent) -> ApiResult {
    let moved = |error| ApiError::at(error, &context.path, key);
    let permitted = image::permitted(&web.app, &context.actor, of).await;
    permitted.map_err(moved)?;
    let read = sent.read().await?;
    let kept = match read.file {
        Some(file) => image::set(&web.app, &context.actor, of, file, read.cut).await,
        None => image::cut_again(&web.app, &context.actor, of, read.cut).await,
    };
    answer(context, &kept.map_err(moved)?)
}

fn answer(context: &Context, kept: &Pictures) -> ApiResult {
    context.v1(&json!({"image": context.hosted(&kept.image), "success": true}))
}
