//! Version 2: keys in order, lists of objects replaced by links.

pub mod dataservice;
pub mod dataset;
pub mod extras;
pub mod resource;
pub mod reuse;
pub mod search;
pub mod topic;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(dataservice::routes())
        .merge(dataset::routes())
        .merge(extras::routes())
        .merge(resource::routes())
        .merge(reuse::routes())
        .merge(search::routes())
        .merge(topic::routes())
}
