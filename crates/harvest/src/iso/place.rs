//! Where and when data are about, and how fine they are.

use serde_json::{Value, json};
use vitrail_domain::Dataset;
use vitrail_domain::spatial::shape;

use super::{Record, link, put, words};
use crate::said;
use crate::xml::Element;

pub fn place(record: &mut Record<'_>, dataset: &mut Dataset) {
    let about = record.about;
    let extents = about.all("extent/*");
    let mut polygons: Vec<Value> = Vec::new();
    for extent in &extents {
        for bounds in extent.deep("EX_GeographicBoundingBox") {
            match polygons_of(bounds) {
                Some(found) => polygons.extend(found),
                None => record.lose(
                    "gmd:EX_GeographicBoundingBox",
                    &bounds
                        .text()
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" "),
                    "no rectangle on Earth",
                ),
            }
        }
        for identifier in extent.deep("geographicIdentifier") {
            name(record, dataset, identifier);
        }
        period(record, dataset, extent);
    }
    if !polygons.is_empty() {
        let geom = json!({"type": "MultiPolygon", "coordinates": polygons});
        for left in said::place(&mut dataset.spatial, Some(geom), None) {
            record.lose("gmd:geographicIdentifier", &left, said::BESIDE_GEOMETRY);
        }
    }
    let names: Vec<Value> = extents
        .iter()
        .flat_map(|extent| super::texts(extent, "description"))
        .map(Value::from)
        .collect();
    if !names.is_empty() {
        put(
            &mut dataset.extras,
            "iso",
            "extent_description",
            names.into(),
        );
    }
    resolution(record, dataset);
}

/// The polygons of a rectangle: two where it crosses the antimeridian, and turned where east was written west.
fn polygons_of(bounds: &Element) -> Option<Vec<Value>> {
    let side = |name: &str| {
        let text = words(bounds.first(name)?)?;
        text.replace(',', ".").parse::<f64>().ok()
    };
    let [west, east] = [side("westBoundLongitude")?, side("eastBoundLongitude")?];
    let [south, north] = [side("southBoundLatitude")?, side("northBoundLatitude")?];
    let boxes = shape::halves(shape::boxed([west, south, east, north])).into_iter();
    let wholes: Vec<Value> = boxes
        .map(|[west, south, east, north]| said::rectangle(west, south, east, north))
        .collect::<Option<_>>()?;
    let polygons = wholes.iter().filter_map(|whole| whole.get("coordinates"));
    Some(
        polygons
            .filter_map(Value::as_array)
            .flatten()
            .cloned()
            .collect(),
    )
}

/// A place by its name or its address.
fn name(record: &mut Record<'_>, dataset: &mut Dataset, identifier: &Element) {
    let code = identifier.first("*/code");
    let told = code.and_then(|code| words(code).or_else(|| link(code).map(str::to_owned)));
    let Some(told) = told else { return };
    match said::zone(&told) {
        Some(zone) => {
            for left in said::place(&mut dataset.spatial, None, Some(zone)) {
                record.lose("gmd:geographicIdentifier", &left, said::BESIDE_GEOMETRY);
            }
        }
        None => record.lose(
            "gmd:geographicIdentifier",
            &told,
            "a territory that is not known",
        ),
    }
}

fn period(record: &mut Record<'_>, dataset: &mut Dataset, extent: &Element) {
    for time in extent.deep("temporalElement") {
        let at = |names: &[&str]| {
            let mut found = names.iter().flat_map(|name| time.deep(name));
            found.find_map(|element| said::words(&element.text()))
        };
        let instant = at(&["timePosition"]);
        let start = at(&["beginPosition", "begin", "start"]).or_else(|| instant.clone());
        let end = at(&["endPosition", "end", "stop"]).or(instant);
        let found = start
            .as_deref()
            .and_then(|start| said::period(start, end.as_deref().unwrap_or("")));
        if let Some(period) = found {
            dataset.temporal_coverage = Some(period);
            continue;
        }
        let told: Vec<String> = [start, end].into_iter().flatten().collect();
        if !told.is_empty() {
            let told = told.join(" / ");
            record.lose("gmd:temporalElement", &told, "a period without a start");
        }
    }
}

/// The coarsest distance, else the scale, as udata writes them.
fn resolution(record: &mut Record<'_>, dataset: &mut Dataset) {
    let mut distances: Vec<f64> = Vec::new();
    let mut scales: Vec<String> = Vec::new();
    for told in record.about.all("spatialResolution/*") {
        if let Some(distance) = told.deep("Distance").into_iter().next() {
            let unit = distance.attribute("uom").unwrap_or("m");
            let unit = unit
                .rsplit(['/', '#', ':'])
                .next()
                .unwrap_or(unit)
                .to_lowercase();
            let metres = match unit.as_str() {
                "m" | "metre" | "metres" | "meter" | "meters" | "mètre" | "mètres" | "9001" => {
                    1.0
                }
                "km" => 1000.0,
                "cm" => 0.01,
                "mm" => 0.001,
                _ => 0.0,
            };
            let number = distance.text().replace(',', ".").parse::<f64>().ok();
            let size = number.map(|number| number * metres);
            if let Some(size) = size.filter(|size| *size > 0.0 && size.is_finite()) {
                distances.push(size);
            } else {
                let told = format!("{} {unit}", distance.text());
                record.lose(
                    "gmd:distance",
                    &told,
                    "a distance that is no length in metres",
                );
            }
        }
        scales.extend(told.deep("denominator").into_iter().find_map(words));
    }
    let coarsest = distances.iter().copied().reduce(f64::max);
    let others = distances.iter().filter(|told| Some(**told) != coarsest);
    let mut others: Vec<String> = others.map(|metres| format!("{metres} m")).collect();
    let metres = coarsest.map(|metres| format!("{metres} m"));
    let mut scales = scales.into_iter().map(|number| format!("1/{number}"));
    let text = metres.or_else(|| scales.next());
    others.extend(scales.filter(|scale| Some(scale) != text.as_ref()));
    for other in others {
        let why = "One resolution is kept: the coarsest, in metres where it can be";
        record.lose("gmd:spatialResolution", &other, why);
    }
    if let Some(text) = text {
        put(
            &mut dataset.extras,
            "dcat",
            "spatial_resolution",
            text.into(),
        );
    }
}
