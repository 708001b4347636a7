//! Version 1: keys sorted, objects inlined.

pub mod dataset;

use axum::Router;

use crate::Web;

pub fn routes() -> Router<Web> {
    Router::new().merge(dataset::routes())
}
