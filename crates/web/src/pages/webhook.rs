//! The webhooks of a person, of an organization or of the portal: registering an address, seeing what it was told,
//! telling it again.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::Extras;
use vitrail_app::webhook::{self, EVENTS, Owner, Webhook};
use vitrail_app::{Error, Page, organization};

use crate::Web;
use crate::api::v1::webhook::{CallOut, WebhookOut, owner};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::pages::account::cookie::to;
use crate::pages::account::form::{out, words};
use crate::pages::discussion::{Sent, sign_in};
use crate::view::Template;

/// Calls that the page of an address shows.
const CALLS: i64 = 50;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/account/webhooks", get(list).post(create))
        .route("/account/webhooks/{webhook}", get(one))
        .route("/account/webhooks/{webhook}/end", post(end))
        .route("/account/webhooks/{webhook}/enable", post(enable))
        .route(
            "/account/webhooks/{webhook}/calls/{call}/replay",
            post(replay),
        )
}

#[derive(Serialize)]
struct List<'a> {
    action: String,
    webhooks: Vec<WebhookOut<'a>>,
    events: Vec<Choice>,
    url: String,
    error: bool,
    /// Of whom they are, when they are not the reader's own.
    of: Option<Whose>,
}

#[derive(Serialize)]
struct Whose {
    name: String,
    url: String,
}

#[derive(Serialize)]
struct Choice {
    name: &'static str,
    chosen: bool,
}

#[derive(Serialize)]
struct One<'a> {
    webhook: WebhookOut<'a>,
    calls: Vec<CallOut<'a>>,
    back: String,
}

/// The query that names an owner, kept from one page to the next.
fn query(context: &Context) -> String {
    let pairs = context.params.pairs().iter();
    let kept = pairs.filter(|(key, _)| matches!(key.as_str(), "organization" | "site"));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish();
    if query.is_empty() {
        query
    } else {
        format!("?{query}")
    }
}

fn back(webhook: &Webhook) -> String {
    match webhook.owner_kind.as_str() {
        "organization" => format!("/account/webhooks?organization={}", webhook.owner),
        "site" => "/account/webhooks?site=true".to_owned(),
        _ => "/account/webhooks".to_owned(),
    }
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&format!("{}{}", context.path, query(&context))));
    }
    shown(&web, &context, (StatusCode::OK, &Sent::new(), &[])).await
}

async fn shown(
    web: &Web,
    context: &Context,
    (status, sent, chosen): (StatusCode, &Sent, &[String]),
) -> ApiResult {
    let owner = owner(context)?;
    let found = webhook::list(&web.app, &context.actor, owner).await?;
    let choices = EVENTS.into_iter().map(|name| Choice {
        name,
        chosen: chosen.iter().any(|one| one == name),
    });
    let filled = List {
        action: format!("/account/webhooks{}", query(context)),
        webhooks: found.iter().map(WebhookOut::new).collect(),
        events: choices.collect(),
        url: sent.get("url").cloned().unwrap_or_default(),
        error: status != StatusCode::OK,
        of: whose(web, context, owner).await?,
    };
    let title = words(web, context)?.text("webhooks-title");
    out(web, context, (Template::Webhooks, status), title, &filled).await
}

async fn whose(web: &Web, context: &Context, owner: Owner) -> Result<Option<Whose>, ApiError> {
    Ok(match owner {
        Owner::User(_) => None,
        Owner::Organization(id) => {
            let key = id.to_string();
            let found = organization::find(&web.app, &context.actor, &key).await?;
            Some(Whose {
                name: found.name,
                url: format!("/admin/organizations/{id}/profile"),
            })
        }
        Owner::Site => Some(Whose {
            name: words(web, context)?.text("admin-site"),
            url: "/admin/site/settings".to_owned(),
        }),
    })
}

async fn create(State(web): State<Web>, context: Context, body: String) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in("/account/webhooks"));
    }
    let mut sent = Sent::new();
    let mut chosen = Vec::new();
    for (name, value) in url::form_urlencoded::parse(body.as_bytes()).into_owned() {
        if name == "events" {
            chosen.push(value);
        } else {
            sent.insert(name, value);
        }
    }
    let mut asked = Extras::new();
    let url = sent.get("url").map(|url| url.trim()).unwrap_or_default();
    asked.insert("url".to_owned(), Value::from(url));
    asked.insert("events".to_owned(), Value::from(chosen.clone()));
    match webhook::create(&web.app, &context.actor, owner(&context)?, &asked).await {
        Ok(made) => Ok(to(&format!("/account/webhooks/{}", made.id))),
        Err(Error::Invalid(..)) => {
            let refused = (StatusCode::UNPROCESSABLE_ENTITY, &sent, chosen.as_slice());
            shown(&web, &context, refused).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn one(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in(&context.path));
    }
    let found = webhook::find(&web.app, &context.actor, &key).await?;
    let page = Page {
        number: 1,
        size: CALLS,
    };
    let calls = webhook::calls(&web.app, &context.actor, &key, page).await?;
    let filled = One {
        webhook: WebhookOut::new(&found),
        calls: calls.data.iter().map(CallOut::new).collect(),
        back: back(&found),
    };
    let title = words(&web, &context)?.text("webhook-title");
    let page = (Template::Webhook, StatusCode::OK);
    out(&web, &context, page, title, &filled).await
}

async fn end(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in("/account/webhooks"));
    }
    let found = webhook::find(&web.app, &context.actor, &key).await?;
    webhook::delete(&web.app, &context.actor, &key).await?;
    Ok(to(&back(&found)))
}

async fn enable(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in("/account/webhooks"));
    }
    let found = webhook::enable(&web.app, &context.actor, &key).await?;
    Ok(to(&format!("/account/webhooks/{}", found.id)))
}

async fn replay(
    State(web): State<Web>,
    Path((key, call)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    if context.user.is_none() {
        return Ok(sign_in("/account/webhooks"));
    }
    let call = webhook::replay(&web.app, &context.actor, &key, &call).await?;
    Ok(to(&format!("/account/webhooks/{}", call.webhook)))
}
