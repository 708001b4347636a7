//! A message as it came, before the protocol's library has it: the library answers what it cannot read in plain text, or as
//! a method that nobody knows, and says neither what is wrong nor what to write.

use axum::http::StatusCode;
use axum::response::Response;
use rmcp::model::{
    CallToolRequestParams, ClientJsonRpcMessage, InitializeRequestParams, PaginatedRequestParams,
};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::refusal::{self, BAD_PARAMS, NO_REQUEST, NOT_JSON};

/// Refuses what is no message of the protocol, or asks for something in a way that nobody can answer. Gives the identifier
/// of the message, null where it has none.
pub fn check(body: &[u8]) -> Result<Value, Box<Response>> {
    let refused = |id: &Value, code: i64, why: &str| {
        // A request that was understood is answered; what is none is refused before it is one.
        let status = if code == BAD_PARAMS {
            StatusCode::OK
        } else {
            StatusCode::BAD_REQUEST
        };
        Err(Box::new(refusal::refused(status, id, code, why)))
    };
    let Ok(message) = serde_json::from_slice::<Value>(body) else {
        return refused(&Value::Null, NOT_JSON, "Parse error");
    };
    let Value::Object(fields) = &message else {
        let why = "Send one message at a time, as an object: batches are not taken.";
        return refused(&Value::Null, NO_REQUEST, why);
    };
    let given = fields.get("id").unwrap_or(&Value::Null);
    let id = if given.is_string() || given.is_i64() || given.is_u64() {
        given
    } else {
        &Value::Null
    };
    if fields.get("jsonrpc") != Some(&Value::from("2.0")) {
        let why = "jsonrpc: write \"2.0\", as every message of the protocol has it.";
        return refused(id, NO_REQUEST, why);
    }
    if fields.contains_key("id") && id.is_null() {
        return refused(id, NO_REQUEST, "id: write a text or a whole number.");
    }
    if let Some(method) = fields.get("method") {
        let Some(method) = method.as_str() else {
            return refused(id, NO_REQUEST, "method: write the name of a method.");
        };
        let params = fields.get("params").unwrap_or(&Value::Null);
        if let Err(why) = asks(method, params) {
            let code = if id.is_null() { NO_REQUEST } else { BAD_PARAMS };
            return refused(id, code, &format!("params of `{method}`: {why}."));
        }
    } else if !fields.contains_key("result") && !fields.contains_key("error") {
        return refused(id, NO_REQUEST, "method: say what is asked.");
    }
    match ClientJsonRpcMessage::deserialize(&message) {
        Ok(_) => Ok(id.clone()),
        Err(_) => refused(id, NO_REQUEST, "This is no message of the protocol."),
    }
}

/// Whether a method can be told this.
fn asks(method: &str, params: &Value) -> Result<(), String> {
    if !params.is_null() && !params.is_object() {
        return Err("write them as an object".to_owned());
    }
    match method {
        "initialize" => read::<InitializeRequestParams>(params),
        "tools/call" => read::<CallToolRequestParams>(params),
        "tools/list" => read::<Option<PaginatedRequestParams>>(params),
        _ => read::<IgnoredAny>(params),
    }
}

fn read<'a, T: Deserialize<'a>>(params: &'a Value) -> Result<(), String> {
    let needed = || params.is_null().then(|| "they are needed".to_owned());
    match T::deserialize(params) {
        Ok(_) => Ok(()),
        Err(error) => Err(needed().unwrap_or_else(|| error.to_string())),
    }
}
