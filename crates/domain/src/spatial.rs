//! Where data are about: zones of the shipped territories, or a geometry, and how fine the data are.

pub mod shape;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The place of a dataset or a topic. `geom` is a GeoJSON MultiPolygon and excludes `zones`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spatial {
    pub geom: Option<Value>,
    /// Ids such as `fr:commune:75056`; unknown ones are kept.
    pub zones: Vec<String>,
    pub granularity: String,
}

impl Default for Spatial {
    fn default() -> Self {
        Self {
            geom: None,
            zones: Vec::new(),
            granularity: "other".to_owned(),
        }
    }
}

/// Whether a longitude and a latitude are those of a place, counted around the Earth in either direction.
pub fn is_on_earth(longitude: f64, latitude: f64) -> bool {
    longitude.is_finite()
        && latitude.is_finite()
        && longitude.abs() <= 360.0
        && latitude.abs() <= 90.0
}

/// A territory: `fr:commune:75056`, level `fr:commune`, code `75056`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    pub id: String,
    pub code: String,
    pub level: String,
    pub name: String,
    pub uri: Option<String>,
    /// Ids of the zones that hold this one, the nearest first.
    pub parents: Vec<String>,
}

/// Old identifiers carry the day they began (`fr:commune:75056@1942-01-01`): the day is dropped.
pub fn zone_id(id: &str) -> &str {
    id.split_once('@').map_or(id, |(zone, _)| zone)
}
