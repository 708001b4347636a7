//! All routes. Paths are served with and without their final slash, for every method: redirects lose bodies
//! and credentials in some clients.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;

use crate::error::not_found;
use crate::{Web, api, cache, ckan, cors, csrf, files, mcp, pages, sparql, traffic};

/// The whole portal over HTTP.
pub fn router(web: Web) -> Router {
    let kept = axum::middleware::from_fn_with_state(web.clone(), cache::layer);
    let dressed = axum::middleware::from_fn_with_state(web.clone(), pages::dress);
    let counted = axum::middleware::from_fn_with_state(web.clone(), traffic::layer);
    let guarded = axum::middleware::from_fn_with_state(web.clone(), csrf::layer);
    let routes = Router::new()
        .merge(api::routes())
        .merge(ckan::routes())
        .merge(pages::routes())
        .merge(csrf::routes())
        .fallback(|| async { not_found() })
        .layer(axum::middleware::from_fn(with_query))
        .layer(guarded)
        .merge(sparql::routes())
        .layer(dressed)
        .layer(kept)
        .merge(files::routes())
        .merge(mcp::routes())
        .route("/health", get(health))
        .layer(counted)
        .with_state(web.clone());
    // Outside of the routes: the path must be changed before one is chosen.
    Router::new().fallback_service(
        tower::ServiceBuilder::new()
            .layer(axum::middleware::from_fn_with_state(web, cors::layer))
            .layer(axum::middleware::from_fn(without_final_slash))
            .service(routes),
    )
}

/// Whether the program is alive and its database answers.
async fn health(State(web): State<Web>) -> (StatusCode, &'static str) {
    match web.app.db().look_for_changes().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
        }
    }
}

/// Who asked by a former slug asked for the same page, tag or profile: the address where the object is now keeps it.
async fn with_query(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let query = request.uri().query().filter(|_| is_api).map(str::to_owned);
    let mut response = next.run(request).await;
    if let Some(query) = query
        && response.status() == StatusCode::PERMANENT_REDIRECT
        && let Some(location) = response.headers().get(LOCATION)
        && let Ok(location) = location.to_str()
        && !location.contains('?')
        && let Ok(whole) = format!("{location}?{query}").parse()
    {
        response.headers_mut().insert(LOCATION, whole);
    }
    response
}

/// Routes are declared without final slash; the context keeps the path as it was asked.
async fn without_final_slash(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path == "/api" {
        // Clients of CKAN ask its version there; the page about the API is at `/api/`.
        *request.uri_mut() = Uri::from_static("/api/3");
    } else if path.len() > 1 && path.ends_with('/') {
        let trimmed = path.trim_end_matches('/');
        let mut text = if trimmed.is_empty() {
            "/".to_owned()
        } else {
            trimmed.to_owned()
        };
        if let Some(query) = request.uri().query() {
            text.push('?');
            text.push_str(query);
        }
        let mut parts = request.uri().clone().into_parts();
        if let Ok(path_and_query) = text.parse() {
            parts.path_and_query = Some(path_and_query);
            if let Ok(uri) = Uri::from_parts(parts) {
                *request.uri_mut() = uri;
            }
        }
    }
    next.run(request).await
}
