//! The catalogue asked in SPARQL: the protocol of W3C for programs, a form and a table for people, and the description of the
//! service. Reads only. Neither cookies nor keys change an answer: the graph is the same for everybody.

mod page;
mod sentence;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use vitrail_app::dcat::Syntax;
use vitrail_app::dcat::sparql::{Answer, Refusal, Table, Wanted, form};
use vitrail_app::domain::Kind;
use vitrail_app::sparql::{self, Asked, Unanswered};
use vitrail_app::{Error, limit};

use crate::Web;
use crate::client::Client;
use crate::context::Context;
use crate::error::{ApiResult, json_response};
use crate::pages::{Spoken, is_read};
use crate::params::Params;

/// What is said of several queries at once.
const SEVERAL: &str = "query: the protocol wants one alone.";
/// The largest body, in bytes: a query and its graphs.
const LARGEST: usize = 200_000;

pub fn routes() -> Router<Web> {
    let routes = Router::new().route("/sparql", get(asked).post(sent));
    routes.layer(middleware::from_fn(undressed))
}

/// Whatever a program is refused, it is told in words of its own: no page is made of it.
async fn undressed(request: Request, next: Next) -> Response {
    let is_read = is_read(&request);
    let mut response = next.run(request).await;
    if !is_read {
        response.extensions_mut().insert(Spoken);
    }
    response
}

/// What a program, or a person, sent.
struct Sent {
    asked: Asked,
    /// Whether there is a query, be it empty.
    has_query: bool,
    /// How many there are, of which the protocol wants one.
    queries: usize,
    format: Option<String>,
    accept: String,
}

impl Sent {
    fn new(params: &Params, headers: &HeaderMap) -> Self {
        let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        Self {
            asked: Asked {
                query: params.text("query").unwrap_or_default(),
                default_graphs: params.many("default-graph-uri"),
                named_graphs: params.many("named-graph-uri"),
            },
            has_query: params.typed("query", "").is_ok(),
            queries: params.many("query").len(),
            format: params.text("format"),
            accept: accept.unwrap_or_default().to_owned(),
        }
    }

    /// Whether a person asks, in a browser.
    fn is_read(&self) -> bool {
        match self.format.as_deref() {
            Some(format) => format == "html",
            None => self.accept.contains("text/html"),
        }
    }

    /// The forms of tables and of graphs that `format` names: in a word, or as the media type that another program would
    /// put in `Accept`. A name that nobody knows decides nothing: there is `Accept`.
    fn chosen(&self) -> (Option<Table>, Option<Syntax>) {
        let Some(name) = &self.format else {
            return (None, None);
        };
        let name = name.trim().to_ascii_lowercase();
        if name.contains('/') {
            // The plus of a media type is a space to those who did not encode it.
            let name = name.replace(' ', "+");
            return (
                Some(Table::negotiate(&name)),
                Some(Syntax::prefer(&name, Syntax::Turtle)),
            );
        }
        let graph = |syntax| (None, Some(syntax));
        match name.as_str() {
            "rdf+xml" | "rdf xml" | "rdfxml" | "rdf-xml" => graph(Syntax::Xml),
            "json-ld" | "ld+json" | "ld json" => graph(Syntax::JsonLd),
            "n3" | "notation3" => graph(Syntax::N3),
            "ntriples" | "n-triples" => graph(Syntax::NTriples),
            "trig" => graph(Syntax::TriG),
            "sparql-results+json" | "sparql-json" => (Some(Table::Json), None),
            "sparql-results+xml" | "sparql-xml" => (Some(Table::Xml), None),
            other => form(other).unwrap_or_default(),
        }
    }
}

async fn asked(
    State(web): State<Web>,
    context: Context,
    client: Client,
    headers: HeaderMap,
) -> ApiResult {
    let sent = Sent::new(&context.params, &headers);
    answer(
        &web,
        &context,
        &client,
        sent,
        context.params.one("update").is_some(),
    )
    .await
}

/// A form, or a query alone.
async fn sent(
    State(web): State<Web>,
    context: Context,
    client: Client,
    request: Request,
) -> ApiResult {
    if !sparql::is_on(&web.app) {
        return Err(Error::NotFound(Kind::Site).into());
    }
    let (parts, body) = request.into_parts();
    let kind = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default()
        .trim();
    let Ok(body) = axum::body::to_bytes(body, LARGEST).await else {
        return Err(Error::TooLarge(LARGEST as u64).into());
    };
    let Ok(text) = String::from_utf8(body.to_vec()) else {
        let why = "The body is not in UTF-8.";
        return Ok(spoken(StatusCode::BAD_REQUEST, why));
    };
    match kind.to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => {
            let params = Params::parse(&text);
            let sent = Sent::new(&params, &parts.headers);
            answer(
                &web,
                &context,
                &client,
                sent,
                params.one("update").is_some(),
            )
            .await
        }
        "application/sparql-query" => {
            let mut sent = Sent::new(&context.params, &parts.headers);
            sent.asked.query = text;
            sent.has_query = true;
            sent.queries = 1;
            answer(&web, &context, &client, sent, false).await
        }
        "application/sparql-update" => {
            let sent = Sent::new(&context.params, &parts.headers);
            answer(&web, &context, &client, sent, true).await
        }
        _ => Ok(spoken(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send a query as application/x-www-form-urlencoded (query=…) or alone as application/sparql-query.",
        )),
    }
}

async fn answer(
    web: &Web,
    context: &Context,
    client: &Client,
    sent: Sent,
    updates: bool,
) -> ApiResult {
    if !sparql::is_on(&web.app) {
        return Err(Error::NotFound(Kind::Site).into());
    }
    if updates {
        return refused(web, context, &sent, &Unanswered::Refused(Refusal::Update)).await;
    }
    if sent.queries > 1 {
        let why = Unanswered::Refused(Refusal::Failed(SEVERAL.to_owned()));
        return refused(web, context, &sent, &why).await;
    }
    let is_form = sent.is_read() && sent.asked.query.trim().is_empty();
    if !sent.has_query || is_form {
        if sent.is_read() {
            return page::form(web, context, &sent.asked.query, None).await;
        }
        return description(web, context, &sent).await;
    }
    let chosen = sent.chosen();
    limit::query(&web.app, &client.0.place).await?;
    let (is_read, accept) = (sent.is_read(), sent.accept.clone());
    let wanted = move |_: bool| {
        if is_read {
            return Wanted::Shown(page::ROWS);
        }
        let table = chosen.0.unwrap_or_else(|| Table::negotiate(&accept));
        let syntax = chosen
            .1
            .unwrap_or_else(|| Syntax::prefer(&accept, Syntax::Turtle));
        Wanted::Written(table, syntax)
    };
    match sparql::ask(&web.app, sent.asked.clone(), wanted).await {
        Ok(Answer::Written(kind, bytes)) => Ok(written(kind, bytes)),
        Ok(shown) => page::form(web, context, &sent.asked.query, Some(shown)).await,
        Err(why) => refused(web, context, &sent, &why).await,
    }
}

fn written(kind: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        // The graph follows the change log by a moment: what is kept until the next change would be late.
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (VARY, HeaderValue::from_static("Accept")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}

/// What the endpoint is, for programs that ask nothing.
async fn description(web: &Web, context: &Context, sent: &Sent) -> ApiResult {
    let syntax = sent.chosen().1;
    let syntax = syntax.unwrap_or_else(|| Syntax::prefer(&sent.accept, Syntax::Turtle));
    let bytes = sparql::description(&web.app, &context.base, syntax).await?;
    Ok(written(syntax.registered(), bytes))
}

/// The status and the sentence of a refusal.
fn said(why: &Unanswered) -> (StatusCode, String) {
    let later = StatusCode::SERVICE_UNAVAILABLE;
    match why {
        Unanswered::Off => (StatusCode::NOT_FOUND, "There is no endpoint here.".to_owned()),
        Unanswered::Building => (later, "The graph of the catalogue is being built: try again in a minute.".to_owned()),
        Unanswered::TooLarge => (later, "The graph of the catalogue is larger than the memory that it may take.".to_owned()),
        Unanswered::Busy => (later, "Other queries run: try again in a moment.".to_owned()),
        Unanswered::Ending => (later, "Other queries were stopped, and have not ended yet: try again in a moment.".to_owned()),
        Unanswered::Late(seconds) => (
            StatusCode::BAD_REQUEST,
            format!("The query was stopped after {seconds} seconds: ask for less, with more conditions or a LIMIT."),
        ),
        Unanswered::Heavy => (
            StatusCode::BAD_REQUEST,
            "The query was stopped because it took too much memory: ask for less, with more conditions or a LIMIT.".to_owned(),
        ),
        Unanswered::Refused(refusal) => (StatusCode::BAD_REQUEST, refusal.to_string()),
    }
}

async fn refused(web: &Web, context: &Context, sent: &Sent, why: &Unanswered) -> ApiResult {
    let (status, sentence) = said(why);
    let mut response = if sent.is_read() {
        page::refused(web, context, &sent.asked.query, why).await?
    } else {
        spoken(status, &sentence)
    };
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let wait = match why {
        Unanswered::Building => 30,
        Unanswered::TooLarge => 3_600,
        Unanswered::Busy | Unanswered::Ending => 5,
        _ => return Ok(response),
    };
    headers.insert(RETRY_AFTER, HeaderValue::from(wait));
    Ok(response)
}

/// A sentence for programs: no page is made of it.
fn spoken(status: StatusCode, sentence: &str) -> Response {
    let mut response = json_response(status, &json!({"message": sentence}));
    response.extensions_mut().insert(Spoken);
    response
}
