//! The API of udata, versions 1 and 2.

mod archive;
pub mod description;
mod documentation;
mod dublin_core;
mod export;
pub mod metrics;
mod oai;
mod unknown;
pub mod v1;
pub mod v2;
pub mod view;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new()
        .merge(metrics::routes())
        .merge(v1::routes())
        .merge(v2::routes())
        .merge(documentation::routes())
        .merge(archive::routes())
        .merge(export::routes())
        .merge(oai::routes())
        .merge(unknown::routes())
        .method_not_allowed_fallback(unknown::method_not_allowed)
}
