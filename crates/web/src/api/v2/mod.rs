//! Version 2: keys in order, lists of objects replaced by links.

pub mod dataset;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new().merge(dataset::routes())
}
