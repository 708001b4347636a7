//! What applications call: for a token, to end one, and to learn where all that is.

use axum::Router;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, PRAGMA, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use vitrail_app::domain::oauth::{Grant, Scope};
use vitrail_app::oauth::token::{self, Credentials, Failure, Issued, Request};

use crate::Web;
use crate::client::Client;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::account::form::{Sent, spoken};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/oauth/token", post(issue))
        .route("/oauth/revoke", post(revoke))
        .route("/.well-known/oauth-authorization-server", get(metadata))
}

async fn issue(
    State(web): State<Web>,
    Client(asking): Client,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let given = |name: &str| sent.has(name).then(|| sent.text(name).to_owned());
    let text = |name: &str| sent.text(name).to_owned();
    let request = Request {
        credentials: credentials(&headers, &sent),
        grant_type: text("grant_type"),
        code: text("code"),
        redirect_uri: given("redirect_uri"),
        code_verifier: given("code_verifier"),
        refresh_token: text("refresh_token"),
        scope: text("scope"),
        username: text("username"),
        password: text("password"),
    };
    match token::issue(&web.app, &asking, &request).await {
        Ok(issued) => Ok(answered(StatusCode::OK, &said(&issued))),
        Err(failure) => refused(failure),
    }
}

async fn revoke(
    State(web): State<Web>,
    Client(asking): Client,
    headers: HeaderMap,
    sent: Sent,
) -> ApiResult {
    let credentials = credentials(&headers, &sent);
    match token::revoke(&web.app, &asking, &credentials, sent.text("token")).await {
        Ok(()) => Ok(answered(StatusCode::OK, &json!({}))),
        Err(failure) => refused(failure),
    }
}

/// Which application asks: in the header, else in the form.
fn credentials(headers: &HeaderMap, sent: &Sent) -> Credentials {
    if let Some(basic) = basic(headers) {
        return basic;
    }
    let id = sent.text("client_id").to_owned();
    match (id.is_empty(), sent.text("client_secret")) {
        (true, _) => Credentials::Missing,
        (false, "") => Credentials::Bare(id),
        (false, secret) => Credentials::Secret(id, secret.to_owned()),
    }
}

fn basic(headers: &HeaderMap) -> Option<Credentials> {
    let said = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, pair) = said.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = BASE64_STANDARD.decode(pair.trim()).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some(Credentials::Secret(id.to_owned(), secret.to_owned()))
}

fn said(issued: &Issued) -> Value {
    let mut body = json!({"access_token": issued.access, "expires_in": issued.expires_in,
                          "scope": issued.scope, "token_type": "Bearer"});
    if let Some(refresh) = &issued.refresh {
        body["refresh_token"] = json!(refresh);
    }
    body
}

fn refused(failure: Failure) -> ApiResult {
    let (error, why) = match failure {
        Failure::Denied(error, why) => (error, why),
        Failure::Other(error) => return Err(error.into()),
    };
    let body = json!({"error": error, "error_description": why});
    if error != "invalid_client" {
        return Ok(answered(StatusCode::BAD_REQUEST, &body));
    }
    let mut response = answered(StatusCode::UNAUTHORIZED, &body);
    let scheme = HeaderValue::from_static("Basic realm=\"oauth\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    Ok(response)
}

fn answered(status: StatusCode, body: &Value) -> Response {
    let mut response = spoken(status, body);
    let never = HeaderValue::from_static("no-cache");
    response.headers_mut().insert(PRAGMA, never);
    response
}

/// RFC 8414: applications find the rest from the address of the portal.
async fn metadata(context: Context) -> ApiResult {
    let at = |path: &str| context.url(path);
    let methods = ["client_secret_basic", "client_secret_post", "none"];
    context.v1(&json!({
        "issuer": context.base,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "revocation_endpoint": at("/oauth/revoke"),
        "response_types_supported": ["code"],
        "grant_types_supported": Grant::ALL,
        "scopes_supported": Scope::ALL,
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
    }))
}
