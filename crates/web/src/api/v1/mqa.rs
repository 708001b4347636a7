//! The points of the European metadata quality assessment, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::{Listed, mqa};

use crate::Web;
use crate::api::view::mqa::{FailingOut, ReportOut, SummaryOut};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/{dataset}/mqa", get(dataset))
        .route("/api/1/organizations/{organization}/mqa", get(organization))
        .route(
            "/api/1/organizations/{organization}/mqa/{indicator}",
            get(failing),
        )
        .route("/api/1/site/mqa", get(site))
        .route("/api/1/site/mqa/highValue", get(high_value))
}

async fn dataset(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let (found, report) = mqa::dataset(&web.app, &context.actor, &key, &context.base)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v1(&ReportOut::new(&context, &found, &report))
}

async fn organization(
    State(web): State<Web>,
    Path(key): Path<String>,
    context: Context,
) -> ApiResult {
    let (found, summary) = mqa::organization(&web.app, &context.actor, &key, &context.base)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    context.v1(&SummaryOut {
        organization: Some(found.id.to_string()),
        ..SummaryOut::new(&context, &summary)
    })
}

/// The datasets behind one figure of an organization.
async fn failing(
    State(web): State<Web>,
    Path((key, indicator)): Path<(String, String)>,
    context: Context,
) -> ApiResult {
    let page = context.params.page(20)?;
    let wanted = (indicator.as_str(), page);
    let (_, listed) = mqa::failing(&web.app, &context.actor, &key, &context.base, wanted)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let data = FailingOut::all(&context, &listed.data, indicator == mqa::HIGH_VALUE);
    let total = listed.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

/// The datasets of high value behind the figure of the whole catalogue.
async fn high_value(State(web): State<Web>, context: Context) -> ApiResult {
    let page = context.params.page(20)?;
    let listed = mqa::high_value(&web.app, &context.base, page).await?;
    let data = FailingOut::all(&context, &listed.data, true);
    let total = listed.total;
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn site(State(web): State<Web>, context: Context) -> ApiResult {
    let (at, summary) = mqa::site(&web.app).await?;
    context.v1(&SummaryOut {
        measured_at: Some(at),
        ..SummaryOut::new(&context, &summary)
    })
}
