//! The page of the API: its rules, its descriptions for programs, and every operation.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;

use crate::Web;
use crate::api::description;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::frame::{Head, show};
use crate::view::Template;

/// The documents that programs read.
const SPECS: [(&str, &str); 3] = [
    ("OpenAPI 3.1", "/api/openapi.json"),
    ("Swagger 2.0, API v1", "/api/1/swagger.json"),
    ("Swagger 2.0, API v2", "/api/2/swagger.json"),
];

pub fn routes() -> Router<Web> {
    Router::new().route("/api", get(page))
}

#[derive(Serialize)]
struct Content<G> {
    specs: Vec<Spec>,
    groups: G,
}

#[derive(Serialize)]
struct Spec {
    label: &'static str,
    url: &'static str,
}

async fn page(State(web): State<Web>, context: Context) -> ApiResult {
    let words = web.views.words(context.lang);
    let head = Head {
        title: words.map(|words| words.text("api-title")),
        description: words.map(|words| words.text("api-lead")),
        canonical: Some("/api/".to_owned()),
        ..Head::default()
    };
    let specs = SPECS.map(|(label, url)| Spec { label, url });
    let shown = Content {
        specs: specs.into(),
        groups: description::groups(),
    };
    show(&web, &context, Template::Api, &head, &shown).await
}
