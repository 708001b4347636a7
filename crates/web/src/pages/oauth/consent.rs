//! The page where a person lets an application act for them, or does not. What the application asks stays in the
//! address: the form only carries the answer.

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use serde_json::json;
use url::Url;
use vitrail_app::oauth::consent::{self, Answer, Asked, Consent};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::account::form::{Sent, out, person_back, spoken, told, words};
use crate::view::Template;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/oauth/authorize", get(ask).post(answer))
        .route("/oauth/client_info", get(client_info))
        .route("/oauth/error", get(failed))
}

fn asked(context: &Context) -> Asked {
    let text = |name: &str| context.params.text(name);
    Asked {
        response_type: text("response_type").unwrap_or_default(),
        client_id: text("client_id").unwrap_or_default(),
        redirect_uri: text("redirect_uri"),
        scope: text("scope").unwrap_or_default(),
        state: text("state"),
        code_challenge: text("code_challenge"),
        code_challenge_method: text("code_challenge_method"),
    }
}

/// The question, or the answer that is known without asking.
async fn read(web: &Web, context: &Context) -> ApiResult<Result<Box<Consent>, Response>> {
    Ok(match consent::read(&web.app, &asked(context)).await? {
        Answer::Ask(consent) => Ok(consent),
        Answer::Back(url) => Err(back(&url)),
        Answer::Here(why) => Err(told(web, context, StatusCode::BAD_REQUEST, (why, None)).await?),
    })
}

async fn ask(State(web): State<Web>, context: Context) -> ApiResult {
    let consent = match read(&web, &context).await? {
        Ok(consent) => consent,
        Err(response) => return Ok(response),
    };
    let user = match person_back(&context, &here(&context)) {
        Ok(user) => user,
        Err(response) => return Ok(response),
    };
    if consent.client.internal {
        return Ok(back(
            &consent::allow(&web.app, &context.actor, &consent).await?,
        ));
    }
    let shown = Shown {
        application: Application {
            name: &consent.client.name,
            description: consent.client.description.as_deref(),
        },
        action: here(&context),
        scopes: consent.scopes.iter().map(|scope| scope.as_str()).collect(),
        host: consent.back.host_str().unwrap_or(consent.back.scheme()),
        email: user.email.as_deref(),
    };
    let title = words(&web, &context)?.format(
        "oauth-title",
        &[("name", consent.client.name.as_str().into())],
    );
    let template = (Template::Consent, StatusCode::OK);
    let response = out(&web, &context, template, title, &shown).await?;
    Ok(leading_to(response, &consent.back))
}

async fn answer(State(web): State<Web>, context: Context, sent: Sent) -> ApiResult {
    let consent = match read(&web, &context).await? {
        Ok(consent) => consent,
        Err(response) => return Ok(response),
    };
    if let Err(response) = person_back(&context, &here(&context)) {
        return Ok(response);
    }
    if !sent.has("accept") || sent.has("decline") {
        return Ok(back(&consent::decline(&consent)));
    }
    Ok(back(
        &consent::allow(&web.app, &context.actor, &consent).await?,
    ))
}

/// What an application is called and what it asks, for pages that ask people elsewhere.
async fn client_info(State(web): State<Web>, context: Context) -> ApiResult {
    let (status, body) = match consent::read(&web.app, &asked(&context)).await? {
        Answer::Ask(consent) => {
            let client =
                json!({"name": consent.client.name, "description": consent.client.description});
            (
                StatusCode::OK,
                json!({"client": client, "scopes": consent.scopes}),
            )
        }
        Answer::Back(_) => (StatusCode::BAD_REQUEST, json!({"error": "invalid_request"})),
        Answer::Here(_) => (StatusCode::BAD_REQUEST, json!({"error": "invalid_client"})),
    };
    Ok(spoken(status, &body))
}

/// The errors of an authorization that have a sentence of their own (RFC 6749, 4.1.2.1).
const ERRORS: [&str; 5] = [
    "access_denied",
    "invalid_scope",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_response_type",
];

/// Where applications lead people when an authorization failed: `?error=access_denied`.
async fn failed(State(web): State<Web>, context: Context) -> ApiResult {
    let asked = context.params.one("error").unwrap_or_default();
    let known = ERRORS.iter().find(|known| **known == asked);
    let name = known.map_or("oauth-error".to_owned(), |known| {
        format!("oauth-error-{}", known.replace('_', "-"))
    });
    let way = Some(("home", "/"));
    told(&web, &context, StatusCode::BAD_REQUEST, (&name, way)).await
}

#[derive(Serialize)]
struct Shown<'a> {
    application: Application<'a>,
    action: String,
    scopes: Vec<&'static str>,
    /// Where people go afterwards.
    host: &'a str,
    email: Option<&'a str>,
}

#[derive(Serialize)]
struct Application<'a> {
    name: &'a str,
    description: Option<&'a str>,
}

/// The address of this question.
fn here(context: &Context) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(context.params.pairs());
    format!("/oauth/authorize?{}", query.finish())
}

fn back(url: &Url) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::from_str(url.as_str()) {
        response.headers_mut().insert(LOCATION, location);
    }
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    response
}

/// Browsers hold a form to where its answer leads, too; and no other site shows this page inside its own.
fn leading_to(mut response: Response, back: &Url) -> Response {
    let source = match back.origin() {
        origin @ url::Origin::Tuple(..) => origin.ascii_serialization(),
        url::Origin::Opaque(_) => format!("{}:", back.scheme()),
    };
    let policy = format!(
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self' {source}; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
