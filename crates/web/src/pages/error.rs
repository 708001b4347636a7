//! Refusals as pages: what happened, what was kept, what to do next. The handlers refuse as the API does; on the
//! way out, what is not under `/api` is dressed for people.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use vitrail_app::domain::{Dataset, Kind, Timestamp, text};
use vitrail_app::{Error, index, reading, search, site};

use crate::Web;
use crate::context::Context;
use crate::error::Refusal;
use crate::pages::account;
use crate::pages::frame::{Head, answer, render};
use crate::view::Template;

/// How many datasets an absent page offers instead.
const OFFERED: usize = 5;

#[derive(Serialize)]
struct Content {
    status: u16,
    message: Option<String>,
    q: Option<String>,
    suggestions: Vec<Suggestion>,
    tombstone: Option<Epitaph>,
    incident: Option<String>,
}

/// What was deleted, and when.
#[derive(Serialize)]
struct Epitaph {
    title: String,
    deleted: Timestamp,
}

#[derive(Serialize)]
struct Suggestion {
    label: String,
    url: String,
}

/// Whether people read this path.
fn is_page(path: &str) -> bool {
    const ROOMS: [&str; 10] = [
        "/api",
        "/assets",
        "/data.json",
        "/ldes",
        "/oai",
        "/oembed",
        "/mcp",
        "/metrics",
        "/metrics-api",
        "/health",
    ];
    !ROOMS.iter().any(|room| {
        path == *room
            || path
                .strip_prefix(room)
                .is_some_and(|rest| rest.starts_with('/'))
    }) || path == "/api"
}

/// The mark of an answer to an address that leads nowhere, even under `/api`.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

/// The mark of a refusal that was put in the words of whoever asked.
#[derive(Clone, Copy, Debug)]
pub struct Spoken;

/// Whether a person asks, in a browser.
pub fn is_read(request: &Request) -> bool {
    let accepted = request.headers().get(axum::http::header::ACCEPT);
    accepted
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"))
}

/// Turns a refusal under a page's address into a page.
pub async fn dress(State(web): State<Web>, request: Request, next: Next) -> Response {
    let of_page = is_page(request.uri().path());
    if !of_page && !is_read(&request) {
        return next.run(request).await;
    }
    let is_script =
        account::speaks_json(request.headers()) && account::is_room(request.uri().path());
    let (parts, body) = request.into_parts();
    let kept = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let status = response.status();
    if response.extensions().get::<Spoken>().is_some() {
        return response;
    }
    if is_script && (status.is_client_error() || status.is_server_error()) && !is_html(&response) {
        return account::respoken(response).await;
    }
    let known = of_page || response.extensions().get::<Nowhere>().is_some();
    if !known || !is_dressed(status) || is_html(&response) {
        return response;
    }
    let refusal = response.extensions().get::<Refusal>().cloned();
    let mut parts = kept;
    let Some(context) = context_of(&mut parts, &web).await else {
        return response;
    };
    match page(&web, &context, status, refusal).await {
        Ok(html) => with_headers(&response, answer(&context, status, html)),
        Err(error) => {
            tracing::error!(%error, "the page of an error could not be made");
            response
        }
    }
}

/// The refusals that have words of their own; the others are left to clients that know them.
fn is_dressed(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 400 | 401 | 403 | 404 | 410 | 413 | 429)
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(axum::http::header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}

/// What asked, read again without what made the first reading fail: a bad token, a broken mask; nor is what it would
/// have done counted twice.
async fn context_of(parts: &mut axum::http::request::Parts, web: &Web) -> Option<Context> {
    for name in ["x-api-key", "authorization", "x-fields"] {
        parts.headers.remove(name);
    }
    parts.method = Method::GET;
    Context::from_request_parts(parts, web).await.ok()
}

/// The answer keeps what the refusal said to clients, such as `Allow`.
fn with_headers(refused: &Response, mut dressed: Response<Body>) -> Response {
    for name in [axum::http::header::ALLOW, axum::http::header::RETRY_AFTER] {
        if let Some(value) = refused.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

async fn page(
    web: &Web,
    context: &Context,
    status: StatusCode,
    refusal: Option<Refusal>,
) -> anyhow::Result<String> {
    let absent = matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE);
    let tombstone = match status {
        StatusCode::GONE => tombstone(web, &context.path).await,
        _ => None,
    };
    let q = absent
        .then(|| match &tombstone {
            Some(tombstone) => tombstone.title.clone(),
            None => words_of(&context.path),
        })
        .filter(|q| !q.is_empty());
    let suggestions = match &q {
        Some(q) => similar(web, q).await.unwrap_or_default(),
        None => Vec::new(),
    };
    let site = site::read(&web.app).await.unwrap_or_default();
    let words = web.views.words(context.lang);
    let known = match status.as_u16() {
        code @ (400 | 401 | 403 | 404 | 410 | 413 | 429 | 503) => code,
        _ => 500,
    };
    let head = Head {
        title: words.map(|words| words.text(&format!("error-{known}-title"))),
        robots: Some("noindex"),
        ..Head::default()
    };
    let incident = status
        .is_server_error()
        .then(|| incident(web, &context.path, status));
    let refusal = refusal.unwrap_or_default();
    let shown = Content {
        status: status.as_u16(),
        message: refusal
            .message
            .filter(|_| status == StatusCode::BAD_REQUEST),
        q,
        suggestions,
        tombstone,
        incident,
    };
    render(web, context, &site, Template::Error, &head, &shown)
}

/// The title of what this address led to, where it may be told.
async fn tombstone(web: &Web, path: &str) -> Option<Epitaph> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let (kind, key) = (parts.next()?, decoded(parts.next()?));
    let kind = [
        Kind::Dataset,
        Kind::Reuse,
        Kind::Dataservice,
        Kind::Organization,
    ]
    .into_iter()
    .find(|known| kind.strip_suffix('s') == Some(known.as_str()))?;
    let found = reading::tombstone(&web.app, kind, &key).await.ok()??;
    Some(Epitaph {
        title: found.title,
        deleted: found.deleted,
    })
}

/// A number by which people and the log name the same failure.
fn incident(web: &Web, path: &str, status: StatusCode) -> String {
    let incident = text::hex(&web.app.rng().bytes::<4>());
    tracing::error!(incident, path, %status, "a page could not be shown");
    incident
}

/// The words of the last part of a path, as somebody might have meant them.
fn words_of(path: &str) -> String {
    let last = path
        .rsplit('/')
        .find(|part| !part.is_empty())
        .unwrap_or_default();
    let decoded = decoded(last);
    let words: Vec<&str> = decoded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .collect();
    words.join(" ")
}

/// A part of a path as it was written.
fn decoded(part: &str) -> String {
    url::form_urlencoded::parse(format!("q={}", part.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

async fn similar(web: &Web, q: &str) -> Result<Vec<Suggestion>, Error> {
    let query = index::Query {
        page_size: OFFERED,
        facets: false,
        ..index::Query::new(index::Kind::Dataset, q, web.app.now().micros())
    };
    let found = search::find(&web.app, &query)?;
    let datasets = search::objects::<Dataset>(&web.app, &found).await?;
    Ok(datasets
        .into_iter()
        .map(|dataset| Suggestion {
            url: format!("/{}s/{}", Kind::Dataset.as_str(), dataset.slug),
            label: dataset.title,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_what_is_not_for_machines() {
        for path in ["/", "/datasets/x", "/apiculture", "/api"] {
            assert!(is_page(path), "{path}");
        }
        for path in ["/api/1/datasets", "/metrics-api/api/site/data", "/health"] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn an_address_has_words() {
        assert_eq!(
            words_of("/datasets/base-sirene-des-entreprises"),
            "base sirene des entreprises"
        );
        assert_eq!(words_of("/datasets/%C3%A9t%C3%A9+x/"), "été x");
        assert_eq!(words_of("/"), "");
    }
}
