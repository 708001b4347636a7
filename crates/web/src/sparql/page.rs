//! The form in which people ask, with examples to begin from, and the table of what answers.

use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use serde::Serialize;
use url::form_urlencoded::Serializer;
use vitrail_app::dcat::sparql::{Answer, Cell, prefixes};
use vitrail_app::sparql::Unanswered;

use super::sentence;
use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::{Head, show};
use crate::view::Template;

/// Rows of a table.
pub const ROWS: usize = 1_000;

/// Queries to begin from: the key of their names, and what they ask.
const EXAMPLES: [(&str, &str); 5] = [
    (
        "producers",
        "SELECT ?name (COUNT(DISTINCT ?dataset) AS ?datasets)\nWHERE {\n  ?dataset a dcat:Dataset ; dct:publisher ?who .\n  ?who foaf:name ?name .\n}\nGROUP BY ?name\nORDER BY DESC(?datasets)\nLIMIT 20",
    ),
    (
        "csv",
        "SELECT ?title ?file ?modified\nWHERE {\n  ?dataset dct:title ?title ; dcat:distribution ?d .\n  ?d dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;\n     dcat:accessURL ?file ;\n     dct:modified ?modified .\n}\nORDER BY DESC(?modified)\nLIMIT 20",
    ),
    (
        "themes",
        "SELECT ?theme (COUNT(DISTINCT ?dataset) AS ?datasets)\nWHERE { ?dataset a dcat:Dataset ; dcat:theme ?theme }\nGROUP BY ?theme\nORDER BY DESC(?datasets)",
    ),
    (
        "licences",
        "SELECT ?licence (COUNT(DISTINCT ?dataset) AS ?datasets)\nWHERE { ?dataset a dcat:Dataset ; dct:license ?licence }\nGROUP BY ?licence\nORDER BY DESC(?datasets)",
    ),
    (
        "services",
        "SELECT ?title ?address ?serves\nWHERE {\n  ?service a dcat:DataService ; dct:title ?title ; dcat:endpointURL ?address .\n  OPTIONAL { ?service dcat:servesDataset ?dataset . ?dataset dct:title ?serves }\n}\nLIMIT 50",
    ),
];

#[derive(Serialize)]
struct Named {
    label: String,
    name: &'static str,
    space: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Shown {
    text: String,
    link: Option<String>,
    note: Option<String>,
}

#[derive(Serialize, Default)]
struct Content<'a> {
    query: &'a str,
    why: Option<String>,
    truth: Option<bool>,
    head: Vec<String>,
    rows: Option<Vec<Vec<Option<Shown>>>>,
    more: bool,
    seconds: u64,
    forms: Vec<Named>,
    examples: Vec<Named>,
    prefixes: Vec<Named>,
}

fn address(query: &str, format: Option<&str>) -> String {
    let mut pairs = Serializer::new(String::new());
    pairs.append_pair("query", query);
    if let Some(format) = format {
        pairs.append_pair("format", format);
    }
    format!("/sparql?{}", pairs.finish())
}

fn named(label: String, name: &'static str, space: &'static str, url: String) -> Named {
    Named {
        label,
        name,
        space,
        url,
    }
}

async fn page(web: &Web, context: &Context, mut filled: Content<'_>) -> ApiResult {
    let words = web.views.words(context.lang);
    let word = |key: &str| words.map(|words| words.text(key)).unwrap_or_default();
    let settings = web.app.settings().sparql.unwrap_or_default();
    filled.seconds = settings.time.as_secs();
    let examples = EXAMPLES.iter().map(|(key, query)| {
        named(
            word(&format!("sparql-example-{key}")),
            "",
            "",
            address(query, None),
        )
    });
    filled.examples = examples.collect();
    let prefixes = prefixes().map(|(name, space)| named(String::new(), name, space, String::new()));
    filled.prefixes = prefixes.collect();
    let head = Head {
        title: Some(word("sparql-title")),
        description: Some(word("sparql-lead")),
        canonical: Some("/sparql".to_owned()),
        robots: (!filled.query.is_empty()).then_some("noindex"),
        ..Head::default()
    };
    let mut response = show(web, context, Template::Sparql, &head, &filled).await?;
    if !filled.query.is_empty() {
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, never);
    }
    Ok(response)
}

/// The form, with what answers what is in it.
pub async fn form(web: &Web, context: &Context, query: &str, answer: Option<Answer>) -> ApiResult {
    let mut filled = Content {
        query,
        ..Content::default()
    };
    match answer {
        None | Some(Answer::Written(..)) => {}
        Some(Answer::Truth(truth)) => filled.truth = Some(truth),
        Some(Answer::Rows { head, rows, more }) => {
            let forms: &[(&'static str, &str)] = if head.is_empty() {
                &[
                    ("Turtle", "ttl"),
                    ("N-Triples", "nt"),
                    ("RDF/XML", "rdf"),
                    ("JSON-LD", "jsonld"),
                ]
            } else {
                &[
                    ("CSV", "csv"),
                    ("TSV", "tsv"),
                    ("JSON", "json"),
                    ("XML", "xml"),
                ]
            };
            let forms = forms
                .iter()
                .map(|(name, format)| named(String::new(), name, "", address(query, Some(format))));
            filled.forms = forms.collect();
            filled.head = head;
            let shown = |cell: Cell| Shown {
                text: cell.text,
                link: cell.link,
                note: cell.note,
            };
            let rows = rows
                .into_iter()
                .map(|row| row.into_iter().map(|cell| cell.map(shown)).collect());
            filled.rows = Some(rows.collect());
            filled.more = more;
        }
    }
    page(web, context, filled).await
}

/// The form, with why there is no answer.
pub async fn refused(web: &Web, context: &Context, query: &str, why: &Unanswered) -> ApiResult {
    let words = web.views.words(context.lang);
    let filled = Content {
        query,
        why: words.map(|words| sentence::said(why, words)),
        ..Content::default()
    };
    page(web, context, filled).await
}
