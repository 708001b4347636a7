//! Contact points, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::contact_point;

use crate::Web;
use crate::api::view::contact_point::ContactPointOut;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/1/contacts/{contact}", get(read))
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let (found, references) = contact_point::find(&web.app, &key).await?;
    context.v1(&ContactPointOut::new(&context, &references, &found))
}
