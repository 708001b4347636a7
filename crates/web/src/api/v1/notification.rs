//! What people are told, version 1: their own only.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use vitrail_app::Listed;
use vitrail_app::notification::{self, SORTS};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::notification::NotificationOut;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/notifications", get(list))
        .route("/api/1/notifications/{notification}/read", post(read))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let (handled, event) = (params.truth("handled")?, params.text("type"));
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let Listed { data, total } =
        notification::list(&web.app, &context.actor, handled, event, sort, page).await?;
    let all = notification::references(&web.app, &data).await?;
    let data = data
        .iter()
        .map(|told| NotificationOut::new(&context, &all, told))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn read(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    vitrail_app::reading::signed_in(&context.actor)?;
    let told = notification::read(&web.app, &context.actor, uuid(&id)?).await?;
    let all = notification::references(&web.app, std::slice::from_ref(&told)).await?;
    context.v1(&NotificationOut::new(&context, &all, &told))
}
