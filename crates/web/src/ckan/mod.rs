//! The portal as clients of CKAN know it: its action API, for reading. Names, identifiers, envelopes and errors are
//! CKAN's; the objects and what may be seen of them are the portal's.

mod actions;
mod activity;
mod call;
mod condition;
mod date;
mod fields;
mod file;
mod group;
mod ids;
mod package;
mod page;
mod query;
mod refusal;
mod search;
mod shape;
mod told;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::Actor;

pub use ids::Ids;

use crate::Web;
use crate::context::Context;
use call::{Bad, Call};
use refusal::Refusal;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/3", get(version))
        .route("/api/3/action/{name}", get(action).post(action))
        .route("/api/action/{name}", get(action).post(action))
        .route("/api/2/util/{what}/{autocomplete}", get(utility))
        .route("/api/util/{what}/{autocomplete}", get(utility))
        .merge(page::routes())
}

/// Whether a path is one of these: clients say there who they are in their own way.
pub fn speaks(path: &str) -> bool {
    ["/api/3", "/api/action", "/api/2/util", "/api/util"]
        .iter()
        .filter_map(|root| path.strip_prefix(root))
        .any(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What CKAN answers at the roots of its API.
async fn version() -> Response {
    answer(StatusCode::OK, "{\"version\": 3}".to_owned())
}

fn answer(status: StatusCode, body: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json;charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=0, must-revalidate"),
    ];
    (status, headers, body).into_response()
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// One action, whatever its name.
async fn action(
    State(web): State<Web>,
    mut context: Context,
    Path(name): Path<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(known) = actions::find(&name) else {
        return bad(&format!("Action name not known: {name}"));
    };
    let is_get = method != Method::POST;
    if is_get && known.writes {
        return bad("JSON Error: Invalid request. Please use POST method for your request");
    }
    let call = match Call::read(&context, is_get, &headers, body).await {
        Ok(call) => call,
        Err(Bad(why)) => return bad(&why),
    };
    if call.callback(is_get).is_some() {
        // The page of another site reads the answer.
        context.actor = Actor::default();
    }
    let help = context.url(&format!("/api/3/action/help_show?name={name}"));
    match actions::run(&web, &context, known, &call).await {
        Ok(result) => {
            let body = format!(
                "{{\"help\": {}, \"success\": true, \"result\": {result}}}",
                written(&help)
            );
            match call.callback(is_get) {
                Some(callback) => script(callback, &body),
                None if context.actor.is_anonymous() => answer(StatusCode::OK, body),
                None => {
                    let mut response = answer(StatusCode::OK, body);
                    let own = HeaderValue::from_static("private, no-cache");
                    response.headers_mut().insert(CACHE_CONTROL, own);
                    response
                }
            }
        }
        Err(refusal) => refused(&refusal, &help),
    }
}

/// A sentence alone, for what never reached an action.
fn bad(why: &str) -> Response {
    let body = written(&format!("Bad request: {why}"));
    answer(StatusCode::BAD_REQUEST, body)
}

fn refused(refusal: &Refusal, help: &str) -> Response {
    let body = format!(
        "{{\"help\": {}, \"error\": {}, \"success\": false}}",
        written(&help),
        refusal.body()
    );
    answer(refusal.status(), body)
}

/// JSON called by a script of another page.
fn script(callback: &str, body: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, "application/javascript;charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=0, must-revalidate"),
    ];
    (StatusCode::OK, headers, format!("{callback}({body});")).into_response()
}

/// What older interfaces ask while somebody types.
async fn utility(
    State(web): State<Web>,
    context: Context,
    Path((what, ending)): Path<(String, String)>,
) -> Response {
    let mut typed = ["incomplete", "q"].iter();
    let typed = typed.find_map(|key| context.params.one(key));
    let typed = typed.unwrap_or_default().to_owned();
    let limit = context
        .params
        .one("limit")
        .and_then(|limit| limit.parse().ok());
    let limit: usize = limit.unwrap_or(10);
    let found = match (what.as_str(), ending.as_str()) {
        ("dataset", "autocomplete") => {
            let found = search::autocomplete(&web, &typed, limit).await;
            found.map(|found| written(&found))
        }
        ("tag", "autocomplete") => actions::tags(&web, &typed, limit).await.map(|tags| {
            let tags = tags.into_iter();
            let tags: Vec<Value> = tags.map(|tag| json!({"Name": tag})).collect();
            written(&tags)
        }),
        ("resource", "format_autocomplete") => {
            let formats = actions::formats(&typed, limit).into_iter();
            let formats = formats.map(|format| json!({"Format": format}));
            Ok(written(&formats.collect::<Vec<Value>>()))
        }
        ("organization", "autocomplete") => {
            let found = group::autocomplete(&web, &typed, limit).await;
            found.map(|found| written(&found))
        }
        ("group" | "user", "autocomplete") => Ok("[]".to_owned()),
        _ => {
            let body = json!({"error": crate::error::NOT_FOUND, "status": 404});
            return crate::error::json_response(StatusCode::NOT_FOUND, &body);
        }
    };
    match found {
        Ok(found) => {
            let found = format!("{{\"ResultSet\": {{\"Result\": {found}}}}}");
            answer(StatusCode::OK, found)
        }
        Err(refusal) => answer(refusal.status(), refusal.body()),
    }
}
