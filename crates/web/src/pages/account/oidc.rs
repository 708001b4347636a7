//! Signing in with the provider that the operator named: people go there, and come back to us.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;
use vitrail_app::account::SignIn;
use vitrail_app::oidc::{self, Failure, Returned};

use super::cookie::{self, half_opened, here, opened, to};
use super::form::told;
use crate::Web;
use crate::client::Client;
use crate::context::Context;
use crate::error::{ApiResult, not_found};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/oidc/login", get(begin))
        // Where fronts made for udata send people.
        .route("/api/1/proconnect/login", get(begin))
        .route("/oidc/callback", get(finish))
}

async fn begin(State(web): State<Web>, context: Context) -> ApiResult {
    let Some(settings) = &web.app.settings().oidc else {
        return Ok(not_found());
    };
    let next = context.params.text("next").unwrap_or_default();
    let next = here(&next).unwrap_or("/");
    match oidc::begin(&web.app, settings, &context.base, next).await {
        Ok(begun) => Ok(cookie::gone_elsewhere(&web, &begun.browser, to(&begun.url))),
        Err(failure) => refused(&web, &context, failure).await,
    }
}

async fn finish(
    State(web): State<Web>,
    context: Context,
    Client(asking): Client,
    headers: HeaderMap,
) -> ApiResult {
    let Some(settings) = &web.app.settings().oidc else {
        return Ok(not_found());
    };
    let params = &context.params;
    let returned = Returned {
        state: params.one("state").unwrap_or_default(),
        code: params.one("code").unwrap_or_default(),
        error: params.one("error"),
        browser: cookie::elsewhere(&headers).unwrap_or_default(),
    };
    let way = (settings, context.base.as_str());
    match oidc::finish(&web.app, &asking, way, &returned).await {
        Ok((SignIn::Session(session), next)) => Ok(opened(&web, &session, to(&next))),
        Ok((SignIn::Half(half), next)) => {
            let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            Ok(half_opened(
                &web,
                &half,
                to(&format!("/tf-validate?next={next}")),
            ))
        }
        Ok(_) => refused(&web, &context, Failure::Here("oidc-closed")).await,
        Err(failure) => refused(&web, &context, failure).await,
    }
}

async fn refused(web: &Web, context: &Context, failure: Failure) -> ApiResult {
    match failure {
        Failure::Here(why) => {
            let status = if why == "oidc-unreached" {
                StatusCode::BAD_GATEWAY
            } else {
                StatusCode::FORBIDDEN
            };
            told(web, context, status, (why, Some(("sign-in", "/login")))).await
        }
        Failure::Other(error) => Err(error.into()),
    }
}

/// A page that leads on to the provider by itself: browsers let no form end there.
pub fn leave(mut response: Response, url: &str) -> Response {
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert("refresh", refresh);
    }
    response
}
