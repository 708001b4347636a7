//! Version 1: keys sorted, objects inlined.

pub mod community_resource;
pub mod dataset;
pub mod feed;
pub mod follower;
pub mod suggest;
pub mod vocabulary;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(community_resource::routes())
        .merge(dataset::routes())
        .merge(feed::routes())
        .merge(follower::routes())
        .merge(suggest::routes())
        .merge(vocabulary::routes())
}
