//! The portal's own record, version 1.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::site;

use crate::Web;
use crate::api::view::site::SiteOut;
use crate::body::Body;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/site", get(read).patch(update))
}

async fn read(State(web): State<Web>, context: Context) -> ApiResult {
    let site = site::with_metrics(&web.app).await?;
    context.v1(&SiteOut::new(&context, &site))
}

async fn update(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let site = site::update(&web.app, &context.actor, body.object()?).await?;
    context.v1(&SiteOut::new(&context, &site))
}
