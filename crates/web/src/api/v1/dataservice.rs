//! Dataservices, version 1.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::dataservice::{self, Dataservices, Filter, SORTS};
use vitrail_app::domain::vocabulary::access::AccessType;
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::domain::{Dataservice, Kind};
use vitrail_app::{Error, Listed, search};

use crate::Web;
use crate::api::v1::suggest::typed;
use crate::api::view::dataservice::{DataserviceOut, DataserviceSuggestion};
use crate::context::Context;
use crate::error::{ApiError, ApiResult};

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/dataservices", get(list))
        .route("/api/1/dataservices/suggest", get(suggest))
        .route("/api/1/dataservices/{dataservice}", get(read))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = Filter {
        q: params.text("q"),
        topic: params.id("topic")?,
        reuse: params.id("reuse")?,
        owner: params.id("owner")?,
        organization: params.id("organization")?,
        organization_badge: params.code::<OrganizationBadge>("organization_badge")?,
        access_type: params.code::<AccessType>("access_type")?,
        tags: params.many("tag"),
        featured: params.truth("featured")?,
        contact_point: params.id("contact_point")?,
        dataset: params.id("dataset")?,
        created_before: None,
    };
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let listed = dataservice::list(&web.app, &context.actor, &filter, sort, page).await?;
    let total = listed.total;
    let all = dataservice::with_references(&web.app, listed.data).await?;
    let data = all
        .data
        .iter()
        .map(|found| DataserviceOut::new(&context, &all, found))
        .collect();
    context.v1(&context.envelope(page, Listed { data, total })?)
}

async fn suggest(State(web): State<Web>, context: Context) -> ApiResult {
    let (q, size) = typed(&context.params, 10)?;
    let found = search::suggest::<Dataservice>(&web.app, q, size).await?;
    let found: Vec<DataserviceSuggestion> = found
        .iter()
        .map(|dataservice| DataserviceSuggestion::new(&context, dataservice))
        .collect();
    context.v1(&found)
}

/// The dataservice of the path, with what it names.
pub async fn find(web: &Web, context: &Context, key: &str) -> ApiResult<Dataservices> {
    let found = dataservice::find(&web.app, &context.actor, key)
        .await
        .map_err(|error| ApiError::at(error, &context.path, key))?;
    Ok(dataservice::with_references(&web.app, vec![found]).await?)
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let all = find(&web, &context, &key).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Dataservice).into());
    };
    context.v1(&DataserviceOut::new(&context, &all, found))
}
