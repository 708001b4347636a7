//! What leads nowhere: paths of the API that no route knows, methods that a route does not take, and the few
//! static addresses of former fronts that clients still ask for.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use serde_json::json;

use crate::Web;
use crate::error::{NOT_FOUND, json_response};
use crate::pages::Nowhere;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/{*rest}", any(unknown))
        .route("/_themes/gouvfr/img/placeholders/{image}", get(placeholder))
}

/// The 404 of a path without route, which differs from that of an object.
async fn unknown() -> Response {
    let body = json!({"error": NOT_FOUND, "status": 404});
    let mut response = json_response(StatusCode::NOT_FOUND, &body);
    response.extensions_mut().insert(Nowhere);
    response
}

/// The 405 of a route that does not take the method.
pub async fn method_not_allowed() -> Response {
    json_response(
        StatusCode::METHOD_NOT_ALLOWED,
        &json!({"message": "The method is not allowed for the requested URL."}),
    )
}

/// The picture of an organization without logo, on former fronts: a mosaic takes its place.
async fn placeholder(Path(image): Path<String>) -> Response {
    let name = image.split('.').next().unwrap_or_default();
    let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if is_plain {
        return Redirect::temporary(&format!("/api/1/avatars/{name}/500")).into_response();
    }
    unknown().await
}
