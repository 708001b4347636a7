//! Reports, which wait for an answer. Nothing can be reported yet, so these are truly empty; who may look is already decided as on udata.

use axum::Router;
use axum::routing::get;
use serde_json::Value;
use vitrail_app::domain::Kind;
use vitrail_app::{Error, reading};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/reports", get(reports))
        .route("/api/1/reports/{report}", get(for_sysadmins))
}

async fn reports(context: Context) -> ApiResult {
    reading::sysadmin(&context.actor)?;
    empty_page(&context)
}

fn empty_page(context: &Context) -> ApiResult {
    let page = context.params.page(20)?;
    context.v1(&context.search_envelope(page, Vec::<Value>::new(), 0, None))
}

async fn for_sysadmins(context: Context) -> ApiResult {
    reading::sysadmin(&context.actor)?;
    Err(Error::NotFound(Kind::Site).into())
}
