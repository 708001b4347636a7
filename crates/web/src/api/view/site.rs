//! The portal in the API. Its editorial blocs come only when `X-Fields` asks, as on udata.

use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::Site;
use vitrail_app::domain::dataset::Metrics;

use crate::context::Context;

/// The portal.
#[derive(Clone, Debug, Serialize)]
pub struct SiteOut<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub keywords: &'a [String],
    pub feed_size: i64,
    pub metrics: &'a Metrics,
    pub version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datasets_blocs: Option<&'a [Value]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reuses_blocs: Option<&'a [Value]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dataservices_blocs: Option<&'a [Value]>,
}

impl<'a> SiteOut<'a> {
    pub fn new(context: &Context, site: &'a Site) -> Self {
        let asked = context.mask.is_some();
        Self {
            id: &site.id,
            title: &site.title,
            keywords: &site.keywords,
            feed_size: site.feed_size,
            metrics: &site.metrics,
            version: env!("CARGO_PKG_VERSION"),
            datasets_blocs: asked.then_some(&site.datasets_blocs),
            reuses_blocs: asked.then_some(&site.reuses_blocs),
            dataservices_blocs: asked.then_some(&site.dataservices_blocs),
        }
    }
}
