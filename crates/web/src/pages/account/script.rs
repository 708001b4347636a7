//! Refusals to scripts that sign in, out, and up: whatever part of the portal refuses, they are answered in the words of
//! the library behind udata's accounts, never with a page.

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName};
use axum::response::Response;
use serde_json::Value;

use super::form::{refusal, spoken};

/// No refusal is longer, in bytes.
const LARGEST: usize = 50_000;

/// The addresses at which scripts ask, without what names one thing.
const ROOMS: [&str; 10] = [
    "login",
    "logout",
    "register",
    "confirm",
    "reset",
    "change",
    "change-email",
    "confirm-change-email",
    "verify",
    "get-csrf",
];

/// Whether scripts ask there.
pub fn is_room(path: &str) -> bool {
    let first = path.split('/').nth(1).unwrap_or_default();
    ROOMS.contains(&first) || first.starts_with("tf-")
}

/// Whether whoever asks sends JSON, or reads it and no page.
pub fn speaks_json(headers: &HeaderMap) -> bool {
    let holds = |name: HeaderName, kind: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.is_some_and(|value| value.contains(kind))
    };
    !holds(ACCEPT, "text/html")
        && (holds(ACCEPT, "application/json") || holds(CONTENT_TYPE, "json"))
}

/// The same refusal as such scripts read it.
pub async fn respoken(refused: Response) -> Response {
    let (parts, body) = refused.into_parts();
    let bytes = to_bytes(body, LARGEST).await.unwrap_or_default();
    let told: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let sentence = told["message"].as_str().map(str::to_owned);
    let reason = || {
        parts
            .status
            .canonical_reason()
            .unwrap_or_default()
            .to_owned()
    };
    let errors = BTreeMap::from([("form".to_owned(), sentence.unwrap_or_else(reason))]);
    let mut response = spoken(parts.status, &refusal(parts.status, &errors));
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = parts.headers.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
