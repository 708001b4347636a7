//! What is refused, as JSON-RPC says it: an error with a code and a sentence, whatever the status. The protocol's library
//! refuses headers in plain text, and says of a method that nobody knows nothing but the name.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use rmcp::model::ProtocolVersion;
use serde_json::{Value, json};

use crate::error::json_response;

/// The codes of JSON-RPC.
pub const NOT_JSON: i64 = -32700;
pub const NO_REQUEST: i64 = -32600;
const NO_METHOD: i64 = -32601;
pub const BAD_PARAMS: i64 = -32602;
pub const FAILED: i64 = -32603;

/// The most that an answer weighs in which an error is looked for.
const LITTLE: usize = 2_000;

/// An error of JSON-RPC; `id` is that of the message, or null where none can be read.
pub fn refused(status: StatusCode, id: &Value, code: i64, why: &str) -> Response {
    let error = json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": why}});
    json_response(status, &error)
}

/// What the library answered to a message, its refusals in words that help.
pub async fn spoken(response: Response, id: &Value) -> Response {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_json = kind.starts_with("application/json");
    let is_plain = !is_json && (status.is_client_error() || status.is_server_error());
    if !is_json && !is_plain {
        return response;
    }
    // Answers are made whole before they are sent: nothing is waited for here.
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        let why = "The answer could not be written.";
        return refused(StatusCode::INTERNAL_SERVER_ERROR, id, FAILED, why);
    };
    if is_plain {
        let code = if status.is_server_error() {
            FAILED
        } else {
            NO_REQUEST
        };
        let text = String::from_utf8_lossy(&bytes);
        let mut response = refused(status, id, code, &sentence(status, &text));
        for (name, value) in &parts.headers {
            if ![CONTENT_TYPE, CONTENT_LENGTH].contains(name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        return response;
    }
    let unknown = Some(&bytes).filter(|bytes| bytes.len() <= LITTLE);
    let Some(named) = unknown.and_then(|bytes| unknown_method(bytes)) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(named.to_string()))
}

/// An answer that nobody knows the method, in a sentence; none when it is another answer.
fn unknown_method(answer: &[u8]) -> Option<Value> {
    let mut answer: Value = serde_json::from_slice(answer).ok()?;
    let error = answer.get_mut("error")?;
    if error.get("code")?.as_i64()? != NO_METHOD {
        return None;
    }
    let method = error.get("message")?.as_str()?.to_owned();
    if method.contains(' ') {
        return None;
    }
    *error.get_mut("message")? = Value::from(format!("Method not found: {method}"));
    Some(answer)
}

/// What to write instead.
fn sentence(status: StatusCode, text: &str) -> String {
    match status {
        StatusCode::NOT_ACCEPTABLE => {
            "Accept: write `application/json, text/event-stream`, the two forms that an answer may have.".to_owned()
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            "Content-Type: write `application/json`.".to_owned()
        }
        _ if text.contains("MCP-Protocol-Version") => {
            let known = ProtocolVersion::KNOWN_VERSIONS.iter();
            let known: Vec<&str> = known.map(ProtocolVersion::as_str).collect();
            format!(
                "MCP-Protocol-Version: write a version that is known here: {}.",
                known.join(", ")
            )
        }
        // `Bad Request: missing Host header`
        _ => {
            let (_, why) = text.split_once(": ").unwrap_or(("", text));
            format!("{}.", why.trim_end_matches('.'))
        }
    }
}
