//! The one mapping from errors of use cases to HTTP: udata's bodies under `/api`, a page elsewhere.

use std::collections::BTreeMap;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use vitrail_app::Error;

use crate::problem;

/// udata's sentence for those who did not sign in.
const UNAUTHENTICATED: &str = "The server could not verify that you are authorized to access the URL \
     requested. You either supplied the wrong credentials (e.g. a bad password), or your browser doesn't \
     understand how to supply the credentials required.";

/// The error of an API handler.
#[derive(Debug)]
pub struct ApiError {
    error: Error,
    /// Where to send those who used a former slug: the path with `{}` in its place.
    moved: Option<String>,
}

/// What a refusal says to people, for the pages that dress it.
#[derive(Clone, Debug, Default)]
pub struct Refusal {
    pub message: Option<String>,
}

pub type ApiResult<T = Response> = Result<T, ApiError>;

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            moved: None,
        }
    }
}

impl ApiError {
    /// For a path that holds a slug: former slugs answer 308 with the current one in its place.
    pub fn at(error: Error, path: &str, key: &str) -> Self {
        let moved = match &error {
            // Paths of the API end with a slash where udata writes them, those of documents do not.
            Error::Moved(slug) => replace_segment(path, key, slug).map(|path| {
                if path.starts_with("/api/") && !is_document(&path) {
                    path + "/"
                } else {
                    path
                }
            }),
            _ => None,
        };
        Self { error, moved }
    }
}

/// Whether a path of the API is that of a document: a table, a feed, a graph.
fn is_document(path: &str) -> bool {
    let mut segments = path.rsplit('/');
    let last = segments.next().unwrap_or_default();
    // Slugs hold no dot; below an object these two stand alone.
    last.contains('.') || (matches!(last, "rdf" | "catalog") && segments.count() > 4)
}

/// The path with the segment that holds `key` changed to `slug`.
fn replace_segment(path: &str, key: &str, slug: &str) -> Option<String> {
    let segments: Vec<&str> = path.split('/').collect();
    let decoded = |segment: &str| {
        url::form_urlencoded::parse(format!("k={}", segment.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
    };
    let place = segments
        .iter()
        .position(|segment| decoded(segment).as_deref() == Some(key))?;
    let changed: Vec<&str> = segments
        .into_iter()
        .enumerate()
        .map(|(at, segment)| if at == place { slug } else { segment })
        .collect();
    Some(changed.join("/"))
}

pub fn json_response(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let refusal = Refusal {
            message: self.said(),
        };
        let mut response = self.answer();
        response.extensions_mut().insert(refusal);
        response
    }
}

impl ApiError {
    fn said(&self) -> Option<String> {
        match &self.error {
            Error::Bad(text) => Some(text.clone()),
            Error::Arguments(errors) => errors.values().next().cloned(),
            _ => None,
        }
    }

    fn answer(self) -> Response {
        let message = |status, text: &str| json_response(status, &json!({"message": text}));
        match &self.error {
            Error::Moved(_) => match self.moved.as_deref().map(HeaderValue::from_str) {
                Some(Ok(location)) => (
                    StatusCode::PERMANENT_REDIRECT,
                    [(header::LOCATION, location)],
                )
                    .into_response(),
                _ => not_found(),
            },
            Error::NotFound(_) => not_found(),
            Error::Gone(_) => message(StatusCode::GONE, &self.error.to_string()),
            Error::Unauthenticated => message(StatusCode::UNAUTHORIZED, UNAUTHENTICATED),
            Error::BadToken(text) => message(StatusCode::UNAUTHORIZED, text),
            Error::Forbidden | Error::ArchiveTooLarge(_) => {
                message(StatusCode::FORBIDDEN, &self.error.to_string())
            }
            Error::Arguments(errors) => {
                let errors: BTreeMap<&String, &String> = errors.iter().collect();
                json_response(
                    StatusCode::BAD_REQUEST,
                    &json!({"errors": errors, "message": self.error.to_string()}),
                )
            }
            Error::Bad(text) => message(StatusCode::BAD_REQUEST, text),
            Error::Form(errors) => {
                json_response(StatusCode::BAD_REQUEST, &json!({"errors": errors}))
            }
            Error::Invalid(kind, problems) => {
                json_response(StatusCode::BAD_REQUEST, &problem::body(*kind, problems))
            }
            Error::InvalidItems(items) => {
                json_response(StatusCode::BAD_REQUEST, &problem::items(items))
            }
            Error::Stale => message(StatusCode::PRECONDITION_FAILED, &self.error.to_string()),
            Error::TooLarge(_) => message(StatusCode::PAYLOAD_TOO_LARGE, &self.error.to_string()),
            Error::Upload(text) => json_response(
                StatusCode::BAD_REQUEST,
                &json!({"success": false, "error": text, "message": ""}),
            ),
            Error::BadExtension => message(StatusCode::BAD_REQUEST, &self.error.to_string()),
            Error::Unsupported(text) => message(StatusCode::UNSUPPORTED_MEDIA_TYPE, text),
            Error::TooMany(seconds) => {
                let mut response = message(StatusCode::TOO_MANY_REQUESTS, &self.error.to_string());
                response
                    .headers_mut()
                    .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
                response
            }
            Error::Refused(text) => message(StatusCode::FORBIDDEN, text),
            Error::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "a request failed");
                message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
        }
    }
}

/// What udata says of what is not there.
pub const NOT_FOUND: &str = "The requested URL was not found on the server. If you entered the URL manually \
                             please check your spelling and try again.";

/// udata's 404 under `/api`.
pub fn not_found() -> Response {
    json_response(StatusCode::NOT_FOUND, &json!({"message": NOT_FOUND}))
}

#[cfg(test)]
mod tests {
    use super::{is_document, replace_segment};

    #[test]
    fn documents_have_no_final_slash() {
        for (path, expected) in [
            ("/api/1/organizations/ville/datasets.csv", true),
            ("/api/1/datasets/air/rdf", true),
            ("/api/1/organizations/ville/catalog", true),
            ("/api/1/datasets/rdf", false),
            ("/api/1/organizations/catalog", false),
            ("/api/1/datasets/air/resources", false),
        ] {
            assert_eq!(is_document(path), expected, "{path}");
        }
    }

    #[test]
    fn leads_to_the_current_slug() {
        let path = "/api/1/datasets/%C3%89t%C3%A9/resources/";
        assert_eq!(
            replace_segment(path, "Été", "ete").as_deref(),
            Some("/api/1/datasets/ete/resources/")
        );
        assert_eq!(replace_segment("/api/1/datasets/x/", "y", "z"), None);
    }
}
