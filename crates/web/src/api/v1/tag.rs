//! Tags, version 1.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::tag;

use crate::Web;
use crate::api::v1::suggest::{texts, typed};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/tags/suggest", get(suggest))
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 8)?;
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let tags = tag::suggest(&web.app, q, size).await?;
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    texts(&context, &tags)
}
