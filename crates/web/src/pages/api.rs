//! The description of the API, to be browsed: what its documents say, subject by subject, with addresses to try.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::vocabulary::Label;
use vitrail_app::sparql;

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

/// The other ways in, each with an address that answers.
const DOORS: [(Label, &str); 7] = [
    (
        Label::new(
            "Catalogue en DCAT-AP (RDF) : Turtle, JSON-LD, RDF/XML, N-Triples, TriG",
            "Catalogue in DCAT-AP (RDF): Turtle, JSON-LD, RDF/XML, N-Triples, TriG",
        ),
        "/api/1/site/catalog.ttl",
    ),
    (
        Label::new(
            "CKAN, en lecture : les actions que ses clients connaissent",
            "CKAN, read only: the actions that its clients know",
        ),
        "/api/3/action/package_search?q=eau",
    ),
    (
        Label::new(
            "DCAT-US (data.json) : le catalogue en un document",
            "DCAT-US (data.json): the catalogue in one document",
        ),
        "/data.json",
    ),
    (
        Label::new(
            "OAI-PMH : le catalogue pour les bibliothèques, en Dublin Core et en DCAT-AP",
            "OAI-PMH: the catalogue for libraries, in Dublin Core and DCAT-AP",
        ),
        "/oai?verb=Identify",
    ),
    (
        Label::new(
            "Journal des changements, pour rester à jour (aussi en LDES à /ldes)",
            "Log of changes, to stay in step (also in LDES at /ldes)",
        ),
        "/api/1/site/changes/",
    ),
    (
        Label::new(
            "OpenSearch : chercher ici depuis la barre du navigateur",
            "OpenSearch: to search here from the bar of the browser",
        ),
        "/opensearch.xml",
    ),
    (
        Label::new(
            "oEmbed : la carte d’un jeu de données, d’une API, d’une réutilisation ou d’une organisation, par l’adresse de sa page",
            "oEmbed: the card of a dataset, an API, a reuse or an organization, by the address of its page",
        ),
        "/oembed?url={page}",
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
    doors: Vec<Spec>,
    tools: Vec<Tool>,
    groups: Vec<PageGroup>,
}

/// The door that not every portal opens.
const SPARQL: (Label, &str) = (
    Label::new(
        "SPARQL : interroger le catalogue comme un graphe, par un formulaire ou depuis un programme",
        "SPARQL: to query the catalogue as a graph, from a form or a program",
    ),
    "/sparql",
);

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
    let shown = |(label, url): (Label, &'static str)| Spec {
        label: label.in_lang(context.lang),
        url,
    };
    let tools = TOOLS.iter().map(|tool| Tool {
        name: tool.name,
        description: tool.description,
    });
    let sparql = sparql::is_on(&web.app).then_some(SPARQL);
    let doors = DOORS.into_iter().chain(sparql);
    let browsed = Browsed {
        specs: SPECS.map(shown).into(),
        doors: doors.map(shown).collect(),
        tools: tools.collect(),
        groups: description::groups(context.lang),
    };
    show(&web, &context, Template::Api, &head, &browsed).await
}
