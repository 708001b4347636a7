//! HTTP only: routes, extractors, views and one mapping of errors. A handler extracts, calls one use case and
//! shapes its answer.

pub mod api;
mod asked;
mod cache;
mod context;
mod cors;
mod error;
mod feed;
mod files;
mod mask;
pub mod mosaic;
mod params;
mod router;

pub use router::router;

use std::sync::Arc;

use vitrail_app::App;

use crate::cache::Cache;

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    pub app: App,
    cache: Arc<Cache>,
}

impl Web {
    /// Reads what the pages need; an error says which template or locale is wrong.
    pub fn new(app: App) -> anyhow::Result<Self> {
        Ok(Self {
            app,
            cache: Arc::default(),
        })
    }
}
