//! No other site acts in the name of who is signed in here: what changes something, and is authenticated by the
//! cookie of a session, must also bear a token that only our own pages and scripts can read. The token is drawn
//! from the secret of the session, so that nothing is kept for it and that it ends with the session. API tokens
//! travel in a header that no form can send: they need no other proof.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use vitrail_app::account;

use crate::error::json_response;
use crate::{Web, ckan, context, cors, multipart};

/// The headers in which scripts send the token: the one of udata's clients, and the usual one.
const HEADERS: [&str; 2] = ["x-csrftoken", "x-csrf-token"];
/// The field of forms and of JSON bodies.
const FIELD: &str = "csrf_token";
/// Forms and JSON without the header are read up to this size to find the field.
const LARGEST: usize = 2_000_000;
/// The first field of a form with files is within so many bytes.
const FIRST_FIELD: usize = 1_024;

pub fn routes() -> Router<Web> {
    Router::new().route("/get-csrf", get(token))
}

/// The token of the session of this request, in the words of udata. A visitor has no rights to abuse: any token
/// will do, and clients that ask before they sign in get one.
async fn token(State(web): State<Web>, headers: HeaderMap) -> Response {
    let token = match context::session(&headers) {
        Some(session) => account::csrf_token(session),
        None => account::secret(&web.app),
    };
    let body = json!({"meta": {"code": 200}, "response": {FIELD: token}});
    let mut response = json_response(StatusCode::OK, &body);
    let never = axum::http::HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    response
}

/// What udata says to who signs in with JSON and no token.
const BARE: &str = "<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>The CSRF token is missing.</p>\n";

/// A sign-in in JSON bears a token, though there is no session yet to bind it to: another site can send none, so that it
/// cannot sign its readers in as somebody else.
async fn signs_in_bare(request: Request) -> (Request, bool) {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(CONTENT_TYPE);
    let in_json = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !in_json || parts.method != Method::POST || parts.uri.path() != "/login" {
        return (Request::from_parts(parts, body), false);
    }
    if HEADERS.iter().any(|name| parts.headers.contains_key(*name)) {
        return (Request::from_parts(parts, body), false);
    }
    match in_body(&parts.headers, body).await {
        Ok((token, body)) => (Request::from_parts(parts, body), token.is_none()),
        Err(_) => (Request::from_parts(parts, Body::empty()), true),
    }
}

/// The layer around all that can change something.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let (request, is_bare) = signs_in_bare(request).await;
    if is_bare {
        return (StatusCode::BAD_REQUEST, Html(BARE)).into_response();
    }
    match checked(&web, request).await {
        Ok(request) => next.run(request).await,
        Err(why) => {
            let mut response = json_response(StatusCode::FORBIDDEN, &json!({"message": why}));
            response.headers_mut().insert(
                CACHE_CONTROL,
                axum::http::HeaderValue::from_static("no-store"),
            );
            response
        }
    }
}

const FOREIGN: &str = "This was sent from another site";
const MISSING: &str = "The CSRF token is missing: read it at /get-csrf and send it as X-CSRFToken";
const WRONG: &str = "The CSRF token is not the one of this session: read it again at /get-csrf";

/// The request, when nothing speaks against it.
async fn checked(web: &Web, request: Request) -> Result<Request, &'static str> {
    let (parts, body) = request.into_parts();
    let is_safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if is_safe || context::bearer(&parts).is_some() || context::api_token(&parts.headers).is_some()
    {
        return Ok(Request::from_parts(parts, body));
    }
    let path = parts.uri.path();
    if ckan::speaks(path) && context::ckan_tokens(&parts.headers).next().is_some() {
        return Ok(Request::from_parts(parts, body));
    }
    let session = context::session(&parts.headers).filter(|_| !opens_session(path));
    let Some(session) = session else {
        // Other sites may call the API as visitors, as their readers would; our forms are ours.
        if !cors::is_open(path) && !is_ours(&parts, web) {
            return Err(FOREIGN);
        }
        return Ok(Request::from_parts(parts, body));
    };
    if !is_ours(&parts, web) {
        return Err(FOREIGN);
    }
    let expected = account::csrf_token(session);
    let mut sent = HEADERS.iter().filter_map(|name| parts.headers.get(*name));
    let (sent, body) = match sent.next() {
        Some(sent) => (sent.to_str().ok().map(str::to_owned), body),
        None => in_body(&parts.headers, body).await?,
    };
    let sent = sent.ok_or(MISSING)?;
    // Digests are compared: how long that takes says nothing of the token.
    if account::digest(&sent) == account::digest(&expected) {
        Ok(Request::from_parts(parts, body))
    } else {
        Err(WRONG)
    }
}

/// Where people, or applications, prove who they are: nothing there uses the rights of a session that is open.
fn opens_session(path: &str) -> bool {
    matches!(
        path,
        "/login" | "/register" | "/oauth/token" | "/oauth/revoke"
    ) || path.starts_with("/setup/")
}

/// The token of a form or of a JSON object, with the body as it was.
async fn in_body(headers: &HeaderMap, body: Body) -> Result<(Option<String>, Body), &'static str> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    let find: fn(&[u8]) -> Option<String> = match kind {
        Some("application/x-www-form-urlencoded") => in_form,
        Some("application/json") => in_json,
        Some("multipart/form-data") => return in_files(headers, body).await,
        _ => return Ok((None, body)),
    };
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| MISSING)?;
    Ok((find(&bytes), Body::from(bytes)))
}

/// A form with files bears its token first: its beginning is read, and given on with the rest, which may be long.
async fn in_files(headers: &HeaderMap, body: Body) -> Result<(Option<String>, Body), &'static str> {
    let boundary = multipart::boundary(headers);
    let mut beginning = Vec::new();
    let mut body = body.into_data_stream();
    while beginning.len() < FIRST_FIELD {
        let Some(bytes) = body.next().await else {
            break;
        };
        beginning.extend_from_slice(&bytes.map_err(|_| MISSING)?);
    }
    let token = boundary.and_then(|boundary| first_field(&beginning, &boundary));
    let beginning = stream::once(std::future::ready(Ok(Bytes::from(beginning))));
    Ok((token, Body::from_stream(beginning.chain(body))))
}

/// The token, when it is the first field of a form with files.
fn first_field(beginning: &[u8], boundary: &str) -> Option<String> {
    let text = String::from_utf8_lossy(beginning);
    let rest = text.strip_prefix(&format!("--{boundary}\r\n"))?;
    let (head, rest) = rest.split_once("\r\n\r\n")?;
    let named = head.contains(&format!("name=\"{FIELD}\""));
    let (value, _) = rest.split_once("\r\n")?;
    named.then(|| value.to_owned())
}

fn in_form(bytes: &[u8]) -> Option<String> {
    let mut fields = url::form_urlencoded::parse(bytes);
    fields.find_map(|(name, value)| (name == FIELD).then(|| value.into_owned()))
}

fn in_json(bytes: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(bytes).ok()?;
    Some(body.get(FIELD)?.as_str()?.to_owned())
}

/// Whether the browser says that a page of ours sent this, or says nothing: what is no browser obeys no page.
fn is_ours(parts: &Parts, web: &Web) -> bool {
    let text = |name: HeaderName| parts.headers.get(name)?.to_str().ok();
    let site = text(HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    let Some(origin) = text(ORIGIN) else {
        return !parts.headers.contains_key(ORIGIN);
    };
    let authority = |url: &str| Some(url.parse::<Uri>().ok()?.authority()?.to_string());
    let origin = authority(origin);
    let base = context::base(parts, web);
    origin.is_some() && (origin.as_deref() == text(HOST) || origin == authority(&base))
}

#[cfg(test)]
mod tests {
    use super::{in_form, in_json};

    #[test]
    fn the_token_is_found_in_bodies() {
        assert_eq!(in_form(b"a=1&csrf_token=x%20y").as_deref(), Some("x y"));
        assert_eq!(in_form(b"a=1"), None);
        assert_eq!(in_json(br#"{"csrf_token": "x"}"#).as_deref(), Some("x"));
        for none in ["{}", "[]", "{\"csrf_token\": 1}", "x", ""] {
            assert_eq!(in_json(none.as_bytes()), None, "{none}");
        }
    }
}
