//! Why an action gives nothing, in CKAN's words: clients branch on the type of the error.

use axum::http::StatusCode;
use serde_json::json;
use vitrail_app::Error;

use super::written;

#[derive(Debug)]
pub enum Refusal {
    /// With what CKAN adds after `Not found`.
    NotFound(Option<String>),
    /// A field and what is wrong with it.
    Invalid(&'static str, Vec<String>),
    /// The same, where CKAN writes a sentence alone.
    Told(&'static str, String),
    Query(String),
    Denied(String),
    Failed,
}

impl Refusal {
    pub fn missing(field: &'static str) -> Self {
        Self::Invalid(field, vec!["Missing value".to_owned()])
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Invalid(..) | Self::Told(..) => StatusCode::CONFLICT,
            Self::Query(_) => StatusCode::BAD_REQUEST,
            Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The object under `error`.
    pub fn body(&self) -> String {
        let (kind, message) = match self {
            Self::NotFound(None) => ("Not Found Error", "Not found".to_owned()),
            Self::NotFound(Some(what)) => ("Not Found Error", format!("Not found: {what}")),
            Self::Query(why) => (
                "Search Query Error",
                format!("Search Query is invalid: {why}"),
            ),
            Self::Denied(why) => ("Authorization Error", format!("Access denied: {why}")),
            Self::Failed => ("Internal Server Error", "Internal Server Error".to_owned()),
            Self::Invalid(field, problems) => return invalid(field, &written(problems)),
            Self::Told(field, problem) => return invalid(field, &written(problem)),
        };
        written(&json!({"__type": kind, "message": message}))
    }
}

/// The field comes first.
fn invalid(field: &str, problem: &str) -> String {
    let kind = "Validation Error";
    format!("{{\"{field}\": {problem}, \"__type\": \"{kind}\"}}")
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(_) | Error::Gone(_) | Error::Moved(_) | Error::Forbidden => {
                Self::NotFound(None)
            }
            Error::Bad(why) => Self::Query(why),
            error => {
                tracing::error!(%error, "an action of CKAN's API failed");
                Self::Failed
            }
        }
    }
}
