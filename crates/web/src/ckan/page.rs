//! Addresses of the pages and of the files of a CKAN, which clients write from names and ids, lead to ours.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use uuid::Uuid;

use super::ids;
use super::refusal::Refusal;
use crate::Web;
use crate::context::Context;
use crate::error::not_found;
use crate::pages::redirect::moved;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/dataset/{dataset}", get(dataset))
        .route("/dataset/{dataset}/resource/{resource}", get(resource))
        .route(
            "/dataset/{dataset}/resource/{resource}/download",
            get(download),
        )
        .route(
            "/dataset/{dataset}/resource/{resource}/download/{file}",
            get(download_named),
        )
        .route("/organization/{organization}", get(organization))
}

/// For good, if the object is there for the reader.
fn to(page: Result<String, Refusal>) -> Response {
    match page {
        Ok(page) => moved(StatusCode::MOVED_PERMANENTLY, &page),
        Err(_) => not_found(),
    }
}

async fn dataset(State(web): State<Web>, context: Context, Path(name): Path<String>) -> Response {
    let found = ids::dataset(&web, &context.actor, &name).await;
    to(found.map(|found| format!("/datasets/{}", found.slug)))
}

async fn resource(
    State(web): State<Web>,
    context: Context,
    Path((name, _)): Path<(String, String)>,
) -> Response {
    dataset(State(web), context, Path(name)).await
}

async fn download(Path((_, id)): Path<(String, String)>) -> Response {
    permalink(&id)
}

async fn download_named(Path((_, id, _)): Path<(String, String, String)>) -> Response {
    permalink(&id)
}

/// Ids of files are the same on both faces.
fn permalink(id: &str) -> Response {
    match Uuid::parse_str(id) {
        Ok(id) => moved(StatusCode::MOVED_PERMANENTLY, &format!("/datasets/r/{id}")),
        Err(_) => not_found(),
    }
}

async fn organization(State(web): State<Web>, Path(name): Path<String>) -> Response {
    let found = ids::organization(&web, &name).await;
    to(found.map(|found| format!("/organizations/{}", found.slug)))
}
