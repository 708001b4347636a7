//! The description of the API, to be browsed: what its documents say, subject by subject, with addresses to try.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::vocabulary::Label;

use crate::Web;
use crate::api::description::{self, PageGroup};
use crate::context::Context;
use crate::error::ApiResult;
use crate::mcp::TOOLS;
use crate::pages::frame::{Head, show};
use crate::view::Template;

/// The documents for programs.
const SPECS: [(Label, &str); 3] = [
    (
        Label::new(
            "OpenAPI 3.1, versions 1 et 2 (JSON)",
            "OpenAPI 3.1, versions 1 and 2 (JSON)",
        ),
        "/api/openapi.json",
    ),
    (
        Label::new(
            "Swagger 2.0, version 1 (JSON)",
            "Swagger 2.0, version 1 (JSON)",
        ),
        "/api/1/swagger.json",
    ),
    (
        Label::new(
            "Swagger 2.0, version 2 (JSON)",
            "Swagger 2.0, version 2 (JSON)",
        ),
        "/api/2/swagger.json",
    ),
];

#[derive(Serialize)]
struct Spec {
    label: &'static str,
    url: &'static str,
}

/// What assistants are offered.
#[derive(Serialize)]
struct Tool {
    name: &'static str,
    description: &'static str,
}

#[derive(Serialize)]
struct Browsed {
    specs: Vec<Spec>,
    tools: Vec<Tool>,
    groups: Vec<PageGroup>,
}

/// udata shows its documentation at `/api/1/`; people look for it at the others.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api", get(page))
        .route("/api/1", get(page))
        .route("/api/2", get(page))
}

async fn page(State(web): State<Web>, context: Context) -> ApiResult {
    let words = web.views.words(context.lang);
    let head = Head {
        title: words.map(|words| words.text("api-title")),
        description: words.map(|words| words.text("api-lead")),
        canonical: Some("/api/".to_owned()),
        ..Head::default()
    };
    let specs = SPECS.map(|(label, url)| Spec {
        label: label.in_lang(context.lang),
        url,
    });
    let tools = TOOLS.iter().map(|tool| Tool {
        name: tool.name,
        description: tool.description,
    });
    let browsed = Browsed {
        specs: specs.into(),
        tools: tools.collect(),
        groups: description::groups(context.lang),
    };
    show(&web, &context, Template::Api, &head, &browsed).await
}
