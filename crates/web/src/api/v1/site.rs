//! The portal's own record, version 1.

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use vitrail_app::domain::Site;
use vitrail_app::editing::mark;
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
    answer(&web, &context, &site).await
}

async fn update(State(web): State<Web>, context: Context, body: Body) -> ApiResult {
    let site = site::update(&web.app, &context.actor, body.object()?).await?;
    answer(&web, &context, &site).await
}

/// The record with its figures; its tag tells the state of the record alone.
async fn answer(web: &Web, context: &Context, site: &Site) -> ApiResult {
    let kept = site::read(&web.app).await?;
    context.v1_marked(mark(&*kept), &SiteOut::new(context, site))
}
