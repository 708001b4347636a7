//! Webhooks: whom programs of others hear from, and what they were told.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::json;
use vitrail_app::domain::Timestamp;
use vitrail_app::webhook::{self, Call, EVENTS, Owner, Webhook};
use vitrail_app::{Listed, reading};

use crate::Web;
use crate::body::{Body, created};
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/webhooks", get(list).post(create))
        .route("/api/1/webhooks/events", get(events))
        .route("/api/1/webhooks/{webhook}", get(read).delete(delete))
        .route("/api/1/webhooks/{webhook}/enable", post(enable))
        .route("/api/1/webhooks/{webhook}/calls", get(calls))
        .route(
            "/api/1/webhooks/{webhook}/calls/{call}/replay",
            post(replay),
        )
}

/// A webhook, as those who decide for it see it.
#[derive(Serialize)]
pub struct WebhookOut<'a> {
    created_at: Timestamp,
    disabled_at: Option<Timestamp>,
    events: &'a [String],
    failures: i64,
    id: String,
    organization: Option<String>,
    owner: Option<String>,
    secret: &'a str,
    url: &'a str,
}

impl<'a> WebhookOut<'a> {
    pub fn new(webhook: &'a Webhook) -> Self {
        let owner = |kind: &str| (webhook.owner_kind == kind).then(|| webhook.owner.to_string());
        Self {
            created_at: webhook.created,
            disabled_at: webhook.disabled,
            events: &webhook.events,
            failures: webhook.failures,
            id: webhook.id.to_string(),
            organization: owner("organization"),
            owner: owner("user"),
            secret: &webhook.secret,
            url: &webhook.url,
        }
    }
}

/// One thing that was told.
#[derive(Serialize)]
pub struct CallOut<'a> {
    attempts: i64,
    body: &'a str,
    created_at: Timestamp,
    delivered_at: Option<Timestamp>,
    event: &'a str,
    failure: Option<&'a str>,
    id: String,
    status: Option<i64>,
    tried_at: Option<Timestamp>,
}

impl<'a> CallOut<'a> {
    pub fn new(call: &'a Call) -> Self {
        Self {
            attempts: call.attempts,
            body: &call.body,
            created_at: call.created,
            delivered_at: call.delivered,
            event: &call.event,
            failure: call.failure.as_deref(),
            id: call.id.to_string(),
            status: call.status,
            tried_at: call.tried,
        }
    }
}

/// For whom the query speaks: `organization=`, `site=true`, else the caller.
pub fn owner(context: &Context) -> Result<Owner, vitrail_app::Error> {
    let me = reading::signed_in(&context.actor)?;
    Ok(match context.params.id("organization")? {
        Some(id) => Owner::Organization(id),
        None if context.params.truth("site")? == Some(true) => Owner::Site,
        None => Owner::User(me),
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let found = webhook::list(&web.app, &context.actor, owner(&context)?).await?;
    let data: Vec<WebhookOut<'_>> = found.iter().map(WebhookOut::new).collect();
    context.v1(&json!({"data": data, "total": data.len()}))
}

async fn events(context: Context) -> ApiResult {
    context.v1(&EVENTS)
}

async fn create(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let owner = owner(&context)?;
    let made = webhook::create(&web.app, &context.actor, owner, body.object()?).await?;
    created(context.v1(&WebhookOut::new(&made)))
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = webhook::find(&web.app, &context.actor, &key).await?;
    context.v1(&WebhookOut::new(&found))
}

async fn delete(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    webhook::delete(&web.app, &context.actor, &key).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn enable(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = webhook::enable(&web.app, &context.actor, &key).await?;
    context.v1(&WebhookOut::new(&found))
}

async fn calls(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let page = context.params.page(20)?;
    let found = webhook::calls(&web.app, &context.actor, &key, page).await?;
    let data = found.data.iter().map(CallOut::new).collect();
    let total = found.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn replay(
    State(web): State<Web>,
    Path((key, call)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let call = webhook::replay(&web.app, &context.actor, &key, &call).await?;
    context.v1(&CallOut::new(&call))
}
