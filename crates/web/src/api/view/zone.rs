//! Territories in the API: as suggested, and as GeoJSON. No geometry is shipped: it is null, which GeoJSON
//! allows, rather than invented.

use serde::Serialize;
use vitrail_app::domain::spatial::Zone;

/// A territory as suggested while typing.
#[derive(Clone, Debug, Serialize)]
pub struct ZoneOut<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub code: &'a str,
    pub level: &'a str,
    pub uri: Option<&'a str>,
}

impl<'a> ZoneOut<'a> {
    pub fn new(zone: &'a Zone) -> Self {
        Self {
            id: &zone.id,
            name: &zone.name,
            code: &zone.code,
            level: &zone.level,
            uri: zone.uri.as_deref(),
        }
    }
}

/// A territory as a GeoJSON feature.
#[derive(Clone, Debug, Serialize)]
pub struct Feature<'a> {
    pub r#type: &'static str,
    pub geometry: Option<()>,
    pub id: &'a str,
    pub properties: Properties<'a>,
}

/// What is said of a territory.
#[derive(Clone, Debug, Serialize)]
pub struct Properties<'a> {
    pub slug: String,
    pub name: &'a str,
    pub level: &'a str,
    pub code: &'a str,
    pub uri: Option<&'a str>,
    /// How many datasets are about it, where that is the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datasets: Option<i64>,
}

/// Territories as GeoJSON.
#[derive(Clone, Debug, Serialize)]
pub struct FeatureCollection<'a> {
    pub r#type: &'static str,
    pub features: Vec<Feature<'a>>,
}

impl<'a> Feature<'a> {
    pub fn new(zone: &'a Zone, datasets: Option<i64>) -> Self {
        Self {
            r#type: "Feature",
            geometry: None,
            id: &zone.id,
            properties: Properties {
                slug: vitrail_app::domain::slug::slugify(&zone.name),
                name: &zone.name,
                level: &zone.level,
                code: &zone.code,
                uri: zone.uri.as_deref(),
                datasets,
            },
        }
    }
}

impl<'a> FeatureCollection<'a> {
    pub fn new(features: impl IntoIterator<Item = Feature<'a>>) -> Self {
        Self {
            r#type: "FeatureCollection",
            features: features.into_iter().collect(),
        }
    }
}
