//! The prefixes `/fr/` and `/en/` of older fronts: the same address without them, the language as an argument.

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;

use crate::Web;
use crate::pages::redirect::moved;

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
    let rest = rest.trim_start_matches(['/', '\\']);
    let query = uri
        .query()
        .map(|query| format!("&{query}"))
        .unwrap_or_default();
    moved(
        StatusCode::PERMANENT_REDIRECT,
        &format!("/{rest}?lang={lang}{query}"),
    )
}
