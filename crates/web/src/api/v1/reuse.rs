//! Reuses, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_app::domain::{Kind, Reuse};
use vitrail_app::reuse::{self, Filter, SORTS, Used};
use vitrail_app::{Error, Listed, dataset, search};

use crate::Web;
use crate::api::v1::suggest::typed;
use crate::api::view::dataset::zones_wanted;
use crate::api::view::reuse::{ReuseOut, ReuseSuggestion};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};
use crate::params::Params;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/reuses", get(list))
        .route("/api/1/reuses/suggest", get(suggest))
        .route("/api/1/reuses/{reuse}", get(read))
}

/// The filters of both versions.
pub fn filter(params: &Params) -> Result<Filter, Error> {
    Ok(Filter {
        q: params.text("q"),
        owner: params.id("owner")?,
        organization: params.id("organization")?,
        organization_badge: params.code::<OrganizationBadge>("organization_badge")?,
        r#type: params.code::<ReuseType>("type")?,
        topic: params.code::<ReuseTopic>("topic")?,
        dataset: params.id("dataset")?,
        dataservice: params.id("dataservice")?,
        tags: params.many("tag"),
        private: params.truth("private")?,
        featured: params.truth("featured")?,
        created_before: None,
    })
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let (filter, sort, page) = (filter(params)?, params.sort(&SORTS)?, params.page(20)?);
    let listed = reuse::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = reuse::with_references(&web.app, &context.actor, listed.data, Used::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.datasets.data)).await?;
    let now = web.app.now();
    let data = all
        .data
        .iter()
        .map(|reuse| ReuseOut::v1(&context, &all, reuse, now, &zones))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let found = search::suggest::<Reuse>(&web.app, q, size).await?;
    let found: Vec<ReuseSuggestion> = found
        .iter()
        .map(|reuse| ReuseSuggestion::new(&context, reuse))
        .collect();
    context.v1(&found)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let found = reuse::find(&web.app, &context.actor, &key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, &key))?;
    let all = reuse::with_references(&web.app, &context.actor, vec![found], Used::Whole).await?;
    let zones = dataset::zones(&web.app, &zones_wanted(&context, &all.datasets.data)).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Reuse).into());
    };
    context.v1(&ReuseOut::v1(&context, &all, found, web.app.now(), &zones))
}
