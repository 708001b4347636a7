//! Dataservices, version 2: udata has no such route, but its public front calls it.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use vitrail_app::Error;
use vitrail_app::domain::Kind;

use crate::Web;
use crate::api::v1::dataservice::find;
use crate::api::view::dataservice::DataserviceOut;
use crate::context::Context;
use crate::error::ApiResult;
use crate::traffic::shows;

pub fn routes() -> Router<Web> {
    Router::new().route("/api/2/dataservices/{dataservice}", get(read))
}

async fn read(State(web): State<Web>, Path(key): Path<String>, context: Context) -> ApiResult {
    let all = find(&web, &context, &key).await?;
    let Some(found) = all.data.first() else {
        return Err(Error::NotFound(Kind::Dataservice).into());
    };
    let out = DataserviceOut::new(&context, &all, found);
    let edited = found.metadata_modified_at;
    Ok(shows(
        context.v2_of(edited, &out)?,
        Kind::Dataservice,
        found.id,
    ))
}
