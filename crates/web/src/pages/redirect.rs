//! Addresses of udata's fronts that are parts of one page here.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::context::Context;
use crate::error::not_found;

/// A tab of an object's page, as a part of it.
pub async fn tab(Path((key, tab)): Path<(String, String)>, uri: Uri, context: Context) -> Response {
    let kind = uri.path().split('/').nth(1).unwrap_or_default();
    let page = format!("/{kind}/{}", encoded(&key));
    let target = match (tab.as_str(), context.params.one("discussion_id")) {
        ("discussions", Some(id)) => {
            let id = encoded(id);
            format!("{page}?discussion_id={id}#discussion-{id}")
        }
        ("discussions", None) => format!("{page}#discussions"),
        ("reuses_and_dataservices" | "reuses", _) => format!("{page}#reuses"),
        ("datasets" | "dataservices", _) => format!("{page}#{tab}"),
        ("community-resources" | "resources", _) => format!("{page}#files"),
        ("informations" | "information", _) => format!("{page}#licence"),
        ("activities" | "activity", _) => format!("{page}#history"),
        _ => return not_found(),
    };
    moved(StatusCode::PERMANENT_REDIRECT, &target)
}

/// Text as one segment of a path or one value of a query.
pub fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

pub fn moved(status: StatusCode, target: &str) -> Response {
    match HeaderValue::from_str(target) {
        Ok(location) => (status, [(header::LOCATION, location)]).into_response(),
        Err(_) => not_found(),
    }
}
