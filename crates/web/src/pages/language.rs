//! The prefixes `/fr/`, `/en/` and `/es/` of older fronts: the same address without them, the language as an argument.

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;

use crate::Web;
use crate::pages::redirect::moved;
use crate::view::LANGUAGES;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/fr", get(redirect))
        .route("/en", get(redirect))
        .route("/es", get(redirect))
        .route("/fr/{*rest}", get(redirect))
        .route("/en/{*rest}", get(redirect))
        .route("/es/{*rest}", get(redirect))
}

async fn redirect(uri: Uri) -> Response {
    let (lang, rest) = uri.path().split_at(uri.path().len().min(3));
    let lang = lang.trim_start_matches('/');
    // A second slash would lead to another host.
    let rest = rest.trim_start_matches(['/', '\\']);
    let chosen = LANGUAGES.contains(&lang).then(|| format!("lang={lang}"));
    let query: Vec<&str> = chosen.as_deref().into_iter().chain(uri.query()).collect();
    let query = query.join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    moved(
        StatusCode::PERMANENT_REDIRECT,
        &format!("/{rest}{mark}{query}"),
    )
}
