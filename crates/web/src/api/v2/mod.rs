//! Version 2: keys in order, lists of objects replaced by links.

pub mod dataset;
pub mod extras;
pub mod resource;
pub mod search;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(dataset::routes())
        .merge(extras::routes())
        .merge(resource::routes())
        .merge(search::routes())
}
