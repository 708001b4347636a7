//! Reuses, version 2: what they use is a link.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::Listed;
use vitrail_app::reuse::{self, SORTS, Used};

use crate::Web;
use crate::api::v1;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/2/reuses", get(list))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = v1::reuse::filter(params)?;
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = reuse::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = reuse::with_references(&web.app, &context.actor, listed.data, Used::Counted).await?;
    let data = all
        .data
        .iter()
        .map(|reuse| ReuseOut::v2(&context, &all, reuse))
        .collect();
    context.v2(&context.envelope(page, Listed { data, total })?)
}
