//! The question to which registrations bring the answer.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;
use vitrail_app::captcha;

use super::form::spoken;
use crate::Web;
use crate::error::{ApiResult, not_found};

pub fn routes() -> Router<Web> {
    Router::new().route("/captcha/challenge", get(challenge))
}

async fn challenge(State(web): State<Web>) -> ApiResult<Response> {
    if !web.app.settings().captcha {
        return Ok(not_found());
    }
    let asked = captcha::challenge(&web.app).await?;
    Ok(spoken(StatusCode::OK, &json!(asked)))
}
