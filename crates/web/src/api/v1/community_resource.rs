//! Resources that others than the producer add to datasets.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::Listed;
use vitrail_app::community_resource::{self, Filter, SORTS};

use crate::Web;
use crate::api::v1::dataset::uuid;
use crate::api::view::community_resource::CommunityResourceOut;
use crate::context::Context;
use crate::error::ApiResult;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/api/1/datasets/community_resources", get(list))
        .route("/api/1/datasets/community_resources/{community}", get(read))
}

async fn list(State(web): State<Web>, context: Context) -> ApiResult {
    let params = &context.params;
    let filter = Filter {
        dataset: params.id("dataset")?,
        owner: params.id("owner")?,
        organization: params.id("organization")?,
    };
    let (sort, page) = (params.sort(&SORTS)?, params.page(20)?);
    let (listed, beside) =
        community_resource::list(&web.app, &context.actor, &filter, sort, page).await?;
    let data = listed
        .data
        .iter()
        .map(|community| CommunityResourceOut::new(&context, &beside, community))
        .collect();
    context.v1(&context.envelope(
        page,
        Listed {
            data,
            total: listed.total,
        },
    )?)
}

async fn read(State(web): State<Web>, Path(id): Path<String>, context: Context) -> ApiResult {
    let (found, beside) = community_resource::find(&web.app, &context.actor, uuid(&id)?).await?;
    context.v1(&CommunityResourceOut::new(&context, &beside, &found))
}
