//! The place of a dataset or a topic.

#![expect(
    clippy::option_option,
    reason = "absent, null and given are three answers of a form"
)]

use serde_json::Value;

use crate::form::{Form, Problem, id_of};
use crate::spatial::{Spatial, zone_id};
use crate::vocabulary::granularity;

/// Reads `spatial`: zones or a geometry, not both.
pub fn read(form: &mut Form<'_>) -> Option<Option<Spatial>> {
    let Some(fields) = form.object("spatial")? else {
        return Some(None);
    };
    form.inside("spatial", fields, |form| {
        let zones: Vec<String> = form
            .list("zones")
            .unwrap_or_default()
            .iter()
            .filter_map(id_of)
            .filter(|id| !id.is_empty())
            .map(|id| zone_id(id).to_owned())
            .collect();
        let geom = form.value("geom");
        if !zones.is_empty() && geom.is_some() {
            let sentence = "Give either zones or a geometry, not both".to_owned();
            form.refuse("zones", Problem::Said(sentence));
        }
        if geom.is_some_and(|geom| !is_multi_polygon(geom)) {
            let sentence = "Expected a GeoJSON MultiPolygon in degrees of longitude and latitude";
            form.refuse("geom", Problem::Said(sentence.to_owned()));
        }
        let fine = match form.value("granularity") {
            Some(value) => {
                let id = id_of(value).unwrap_or_default();
                let known = granularity::granularities().any(|(known, _)| known == id);
                // Codes of other countries' levels are kept, as those of unknown zones.
                if !known && !id.contains(':') {
                    form.refuse(
                        "granularity",
                        Problem::NotAChoice(id.to_owned(), Vec::new()),
                    );
                }
                id.to_owned()
            }
            None => "other".to_owned(),
        };
        let place = Spatial {
            geom: geom.cloned(),
            zones,
            granularity: fine,
        };
        Some((place != Spatial::default()).then_some(place))
    })
}

fn is_multi_polygon(geom: &Value) -> bool {
    let is_position = |position: &Value| {
        let numbers: Vec<f64> = position
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect();
        match numbers.as_slice() {
            [longitude, latitude, ..] => {
                (-180.0..=180.0).contains(longitude) && (-90.0..=90.0).contains(latitude)
            }
            _ => false,
        }
    };
    let all = |value: &Value, check: &dyn Fn(&Value) -> bool| {
        value
            .as_array()
            .is_some_and(|items| items.iter().all(check))
    };
    geom.get("type").and_then(Value::as_str) == Some("MultiPolygon")
        && geom.get("coordinates").is_some_and(|polygons| {
            all(polygons, &|polygon| {
                all(polygon, &|ring| {
                    all(ring, &is_position) && ring.as_array().is_some_and(|ring| ring.len() >= 4)
                })
            })
        })
}
