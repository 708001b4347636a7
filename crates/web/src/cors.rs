//! Other sites may read the API from their pages: any origin, without credentials. Only the portal's own public
//! address is trusted with them. The rule holds for errors and redirects too, else a page could not tell a
//! missing object from a broken network.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ALLOW, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Web;

/// How long a browser need not ask again, in seconds.
const PREFLIGHT_LIFE: HeaderValue = HeaderValue::from_static("86400");
const VARY_PREFLIGHT: HeaderValue = HeaderValue::from_static(
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Cookie",
);
const VARY_ALWAYS: HeaderValue = HeaderValue::from_static("Origin, Cookie");

/// The layer, outside of the cache: what it adds depends on who asks.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !is_open(request.uri().path()) {
        return next.run(request).await;
    }
    let origin = request.headers().get(ORIGIN).cloned();
    let allowed = origin.map(|origin| Allowed::of(origin, web.app.settings().base_url.as_deref()));
    let is_options = request.method() == Method::OPTIONS;
    if is_options
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD)
    {
        return preflight(request.headers(), allowed);
    }
    let mut response = next.run(request).await;
    if is_options && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = methods(&response);
    }
    if let Some(allowed) = allowed {
        allowed.write(response.headers_mut());
    }
    response.headers_mut().append(VARY, VARY_ALWAYS);
    response
}

/// The API and what its clients follow from it.
pub fn is_open(path: &str) -> bool {
    let path = path
        .strip_prefix("/fr/")
        .or_else(|| path.strip_prefix("/en/"))
        .or_else(|| path.strip_prefix('/'))
        .unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    matches!(
        first,
        "api"
            | "data.json"
            | "ldes"
            | "mcp"
            | "metrics-api"
            | "oai"
            | "oauth"
            | "oembed"
            | "_themes"
            | "resources"
            | "s"
            | "sparql"
    ) || path.starts_with("datasets/r/")
        || path == "datasets/recent.atom"
}

/// What an origin is allowed.
struct Allowed {
    origin: HeaderValue,
    credentials: bool,
}

impl Allowed {
    fn of(origin: HeaderValue, base_url: Option<&str>) -> Self {
        let own = base_url
            .and_then(|base| url::Url::parse(base).ok())
            .map(|base| base.origin().ascii_serialization());
        let credentials = own.is_some_and(|own| origin.as_bytes() == own.as_bytes());
        Self {
            origin: if credentials {
                origin
            } else {
                HeaderValue::from_static("*")
            },
            credentials,
        }
    }

    fn write(self, headers: &mut HeaderMap) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, self.origin);
        if self.credentials {
            let yes = HeaderValue::from_static("true");
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        }
    }
}

/// What a browser asks before it sends: the method and the headers it names are allowed.
fn preflight(asked: &HeaderMap, allowed: Option<Allowed>) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    if let Some(allowed) = allowed {
        allowed.write(headers);
        for (question, answer) in [
            (ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS),
            (ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS),
        ] {
            if let Some(value) = asked.get(question) {
                headers.insert(answer, value.clone());
            }
        }
        headers.insert(ACCESS_CONTROL_MAX_AGE, PREFLIGHT_LIFE);
    }
    headers.insert(VARY, VARY_PREFLIGHT);
    response
}

/// The answer to a plain `OPTIONS`: the methods of the route, as the router names them in its refusal.
fn methods(refusal: &Response) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let known = refusal
        .headers()
        .get(ALLOW)
        .and_then(|value| value.to_str().ok());
    let all = known.map_or_else(|| "OPTIONS".to_owned(), |known| format!("{known},OPTIONS"));
    if let Ok(all) = HeaderValue::try_from(all) {
        response.headers_mut().insert(ALLOW, all);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_the_api_and_its_permalinks_only() {
        for (path, open) in [
            ("/api/1/datasets", true),
            ("/api", true),
            ("/apiculture", false),
            ("/mcp", true),
            ("/sparql", true),
            ("/ldes", true),
            ("/data.json", true),
            ("/oai", true),
            ("/datasets/r/x", true),
            ("/fr/datasets/r/x", true),
            ("/datasets/recent.atom", true),
            ("/datasets/air", false),
            ("/", false),
        ] {
            assert_eq!(is_open(path), open, "{path}");
        }
    }

    #[test]
    fn trusts_its_own_address_with_credentials() {
        let allowed = |origin| {
            let base = Some("https://data.example/portal");
            Allowed::of(HeaderValue::from_static(origin), base)
        };
        assert!(allowed("https://data.example").credentials);
        let other = allowed("https://data.example.org");
        assert_eq!(
            (other.origin.as_bytes(), other.credentials),
            (&b"*"[..], false)
        );
    }
}
