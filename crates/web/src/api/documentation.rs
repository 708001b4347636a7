//! Where the API is described: documents for programs.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use serde::Serialize;

use crate::Web;
use crate::api::description;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/openapi.json", get(openapi))
        .route("/api/1/swagger.json", get(async || swagger(1)))
        .route("/api/2/swagger.json", get(async || swagger(2)))
}

async fn openapi() -> ApiResult {
    json(description::openapi())
}

fn swagger(version: u8) -> ApiResult {
    json(description::swagger(version))
}

fn json(document: &impl Serialize) -> ApiResult {
    let text = serde_json::to_string(document).map_err(anyhow::Error::from)?;
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}
