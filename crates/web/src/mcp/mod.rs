//! The catalogue for programs that reason with words: a server of the Model Context Protocol at `/mcp`, over HTTP and
//! without sessions. It only reads, and only what anybody may read: neither cookies nor keys are looked at, so that no
//! page of another site can use the rights of its reader. Hence every host and every origin are welcome, as for the API.

mod answer;
mod argument;
mod find;
mod message;
mod refusal;
mod server;
mod show;
mod tool;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use serde_json::{Value, json};
use tower::Service;
use vitrail_app::{limit, site};

use crate::context::base;
use crate::error::{ApiResult, json_response};
use crate::{Web, client};
use refusal::{FAILED, NO_REQUEST, refused, spoken};
use server::Desk;

pub use tool::TOOLS;

/// The largest question, in bytes.
const LARGEST: usize = 200_000;
/// How long a question may take to arrive and to be answered.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn routes() -> Router<Web> {
    Router::new().route("/mcp", get(about).post(asked))
}

/// People are led to how it is used; programs are told that nothing is sent to them unasked.
async fn about(headers: HeaderMap) -> Response {
    let accepted = headers
        .get(ACCEPT)
        .and_then(|accepted| accepted.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("text/html")) {
        return Redirect::to("/api/#mcp").into_response();
    }
    let why = json!({"message": "Send messages of the Model Context Protocol here by POST."});
    let mut response = json_response(StatusCode::METHOD_NOT_ALLOWED, &why);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET,HEAD,POST"));
    response
}

async fn asked(State(web): State<Web>, request: Request) -> ApiResult {
    let (parts, body) = request.into_parts();
    let place = client::place(&parts, &web);
    limit::question(&web.app, &place).await?;
    let desk = Desk {
        base: base(&parts, &web),
        title: site::read(&web.app).await?.title.clone(),
        web,
    };
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(LARGEST)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let sessions = Arc::new(NeverSessionManager::default());
    let mut service = StreamableHttpService::new(move || Ok(desk.clone()), sessions, config);
    let is_json = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json"));
    let (id, body) = if is_json {
        let Ok(bytes) = axum::body::to_bytes(body, LARGEST).await else {
            let why = format!("A message has at most {LARGEST} bytes.");
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            return Ok(refused(status, &Value::Null, NO_REQUEST, &why));
        };
        match message::check(&bytes) {
            Ok(id) => (id, Body::from(bytes)),
            Err(refused) => return Ok(*refused),
        }
    } else {
        (Value::Null, body)
    };
    let request = Request::from_parts(parts, body);
    let Ok(answered) = tokio::time::timeout(PATIENCE, service.call(request)).await else {
        let why = "The question took longer than 30 seconds: ask for less at once.";
        return Ok(refused(StatusCode::REQUEST_TIMEOUT, &id, FAILED, why));
    };
    let response = answered.unwrap_or_else(|never| match never {});
    Ok(spoken(response.map(Body::new), &id).await)
}
