//! The prefixes `/fr/` and `/en/` of older fronts: the same address without them, the language as an argument.

use axum::Router;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::Web;
use crate::error::not_found;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/fr", get(redirect))
        .route("/en", get(redirect))
        .route("/fr/{*rest}", get(redirect))
        .route("/en/{*rest}", get(redirect))
}

async fn redirect(uri: Uri) -> Response {
    let (lang, rest) = uri.path().split_at(uri.path().len().min(3));
    let lang = lang.trim_start_matches('/');
    // A second slash would lead to another host.
    let rest = rest.trim_start_matches('/');
    let query = uri
        .query()
        .map(|query| format!("&{query}"))
        .unwrap_or_default();
    match HeaderValue::from_str(&format!("/{rest}?lang={lang}{query}")) {
        Ok(location) => (
            StatusCode::PERMANENT_REDIRECT,
            [(header::LOCATION, location)],
        )
            .into_response(),
        Err(_) => not_found(),
    }
}
