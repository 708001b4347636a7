//! HTTP only: routes, extractors, views and one mapping of errors. A handler extracts, calls one use case and
//! shapes its answer.

pub mod api;
mod asked;
mod body;
mod cache;
mod ckan;
mod client;
mod context;
mod cors;
mod csrf;
mod deed;
mod error;
mod feed;
mod files;
mod letter;
mod mask;
mod mcp;
pub mod mosaic;
mod multipart;
mod packed;
mod pages;
mod params;
mod picture;
mod problem;
mod router;
mod sparql;
mod traffic;
mod view;

pub use api::view::harvested::harvested;
pub use router::router;

use std::sync::Arc;

use vitrail_app::App;

use crate::cache::Cache;
use crate::pages::home::Figure;
use crate::pages::social::Drawn;
use crate::view::Views;
use crate::view::logo::Logo;

/// What every handler shares. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    pub app: App,
    cache: Arc<Cache>,
    ckan: Arc<ckan::Ids>,
    views: Arc<Views>,
    figure: Arc<Figure>,
    drawn: Arc<Drawn>,
    logo: Option<Arc<Logo>>,
}

impl Web {
    /// Reads what the pages need; an error says which template or locale is wrong.
    pub fn new(app: App) -> anyhow::Result<Self> {
        let logo = app.settings().marks.logo.as_deref();
        Ok(Self {
            logo: logo.map(Logo::read).transpose()?.map(Arc::new),
            views: Arc::new(Views::load(&app)?),
            cache: Arc::default(),
            ckan: Arc::default(),
            figure: Arc::default(),
            drawn: Arc::default(),
            app,
        })
    }
}
