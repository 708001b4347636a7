//! Addresses of the pages and of the files of a CKAN, which clients write from names and ids, lead to ours.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use uuid::Uuid;
use vitrail_app::dcat::Syntax;

use super::ids;
use super::refusal::Refusal;
use crate::Web;
use crate::context::Context;
use crate::error::not_found;
use crate::pages::redirect::{encoded, moved};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/dataset", get(datasets))
        .route("/organization", get(organizations))
        .route("/group", get(groups))
        .route("/feeds/dataset.atom", get(feed))
        .route("/feeds/organization/{feed}", get(feed_of))
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

/// Searches keep their words; the filters of CKAN's own pages are not ours.
async fn datasets(context: Context) -> Response {
    let words = context.params.one("q").filter(|words| !words.is_empty());
    let page = words.map_or_else(
        || "/datasets".to_owned(),
        |words| format!("/datasets?q={}", encoded(words)),
    );
    moved(StatusCode::MOVED_PERMANENTLY, &page)
}

async fn organizations() -> Response {
    moved(StatusCode::MOVED_PERMANENTLY, "/organizations")
}

/// What CKAN calls groups are topics, as near as anything is.
async fn groups() -> Response {
    moved(StatusCode::MOVED_PERMANENTLY, "/topics")
}

async fn feed() -> Response {
    moved(StatusCode::MOVED_PERMANENTLY, "/datasets/recent.atom")
}

/// The datasets of an organization, as a feed.
async fn feed_of(State(web): State<Web>, Path(feed): Path<String>) -> Response {
    let Some(name) = feed.strip_suffix(".atom") else {
        return not_found();
    };
    let found = ids::organization(&web, name).await;
    to(found.map(|found| format!("/datasets/search.atom?organization={}", found.id)))
}

/// A page, or the graph that the DCAT extension of CKAN gives under the endings of its syntaxes.
async fn dataset(State(web): State<Web>, context: Context, Path(name): Path<String>) -> Response {
    let ending = name.rsplit_once('.');
    let ending = ending.filter(|(_, ending)| Syntax::of_extension(ending).is_some());
    let (name, ending) = ending.map_or((name.as_str(), None), |(name, it)| (name, Some(it)));
    let found = ids::dataset(&web, &context.actor, name).await;
    to(found.map(|found| match ending {
        Some(ending) => format!("/api/1/datasets/{}/rdf.{ending}", found.id),
        None => format!("/datasets/{}", found.slug),
    }))
}

/// A file, where it stands on the page of its dataset.
async fn resource(
    State(web): State<Web>,
    context: Context,
    Path((name, resource)): Path<(String, String)>,
) -> Response {
    let found = ids::dataset(&web, &context.actor, &name).await;
    let place = Uuid::parse_str(&resource).map(|id| format!("#resource-{id}"));
    let place = place.unwrap_or_default();
    to(found.map(|found| format!("/datasets/{}{place}", found.slug)))
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
