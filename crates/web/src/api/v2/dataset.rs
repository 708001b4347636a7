//! Datasets, version 2.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::dataset::{self, Files, SORTS};
use vitrail_app::domain::Kind;
use vitrail_app::{Error, Listed};

use crate::Web;
use crate::api::v1;
use crate::api::view::dataset::{DatasetOut, zones_wanted};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::traffic::shows;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/2/datasets", get(list))
        .route("/api/2/datasets/{dataset}", get(read))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let filter = v1::dataset::filter(&context)?;
    let (sort, page) = (context.params.sort(&SORTS)?, context.params.page(20)?);
    let listed = dataset::list(&web.app, &context.actor, &filter, sort, page).await?;
    let all = dataset::with_references(&web.app, listed.data, Files::Counted).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.data)).await?;
    let now = web.app.now();
    let data = all
        .data
        .iter()
        .map(|d| DatasetOut::v2(&context, &all, d, now, &zones))
        .collect();
    context.v2(&context.envelope(
        page,
        Listed {
            data,
            total: listed.total,
        },
    )?)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = dataset::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let all = dataset::with_references(&web.app, vec![found], Files::Counted).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.data)).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Dataset).into());
    };
    let out = DatasetOut::v2(&context, &all, found, web.app.now(), &zones);
    let edited = found.last_modified_internal;
    Ok(shows(context.v2_of(edited, &out)?, Kind::Dataset, found.id))
}
