//! The portal itself: its name, the blocs of its editorial pages, its figures.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::dataset::Metrics;

/// What an operator says of the portal; `id` is `default` as on udata.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    pub id: String,
    pub title: String,
    pub keywords: Vec<String>,
    pub feed_size: i64,
    pub datasets_blocs: Vec<Value>,
    pub reuses_blocs: Vec<Value>,
    pub dataservices_blocs: Vec<Value>,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl Site {
    /// The blocs that stand above a list of objects.
    pub fn blocs(&self, list: &str) -> &[Value] {
        match list {
            "datasets" => &self.datasets_blocs,
            "reuses" => &self.reuses_blocs,
            "dataservices" => &self.dataservices_blocs,
            _ => &[],
        }
    }
}

impl Default for Site {
    fn default() -> Self {
        Self {
            id: "default".to_owned(),
            title: "Vitrail".to_owned(),
            keywords: vec!["opendata".to_owned(), "vitrail".to_owned()],
            feed_size: 20,
            datasets_blocs: Vec::new(),
            reuses_blocs: Vec::new(),
            dataservices_blocs: Vec::new(),
            metrics: Metrics::new(),
        }
    }
}
