//! Where data are about: the zones of a dataset by name and code, or its geometry.

use std::collections::HashMap;
use std::fmt::Write as _;

use oxrdf::Term;
use serde_json::Value;
use vitrail_domain::spatial::shape::{self, Box4, Polygon};
use vitrail_domain::spatial::{Spatial, Zone, zone_id};

use crate::graph::{Graph, Node};
use crate::iri::iri;
use crate::links::{Portal, Profile};
use crate::lists;
use crate::terms::{dcat, dct, geosparql, locn, owl, skos};

/// Says of an object where it is about.
pub fn spatial(
    graph: &mut Graph,
    portal: &Portal,
    node: &mut Node,
    place: &Spatial,
    zones: &HashMap<String, Zone>,
) {
    for id in &place.zones {
        let id = zone_id(id);
        node.add(dct::SPATIAL, location(graph, portal, id, zones.get(id)));
    }
    if let Some(geometry) = &place.geom
        && let Some(found) = shape(graph, portal, geometry)
    {
        node.add(dct::SPATIAL, found);
    }
}

/// A zone, described once in a document.
fn location(graph: &mut Graph, portal: &Portal, id: &str, zone: Option<&Zone>) -> Term {
    let country = id.strip_prefix("country:").and_then(lists::country);
    let subject = country.unwrap_or_else(|| portal.zone(id));
    if graph.is_new(subject.as_str()) {
        let mut node = Node::new(subject.clone(), dct::LOCATION);
        node.text(dct::IDENTIFIER, id);
        if let Some(zone) = zone {
            node.text(skos::PREF_LABEL, &zone.name);
            node.text(skos::NOTATION, &zone.code);
            if let Some(other) = zone.uri.as_deref().and_then(iri) {
                node.add(owl::SAME_AS, other);
            }
        }
        graph.put(node);
    }
    subject.into()
}

/// A geometry: whole, and the box that holds it.
fn shape(graph: &mut Graph, portal: &Portal, geometry: &Value) -> Option<Term> {
    let polygons = polygons(geometry)?;
    let text = wkt(&polygons);
    let mut node = Node::new(graph.blank(), dct::LOCATION);
    node.typed(dcat::BBOX, around(bounds(&polygons)?), geosparql::WKT);
    if portal.profile == Profile::DcatAp2 {
        // These shapes want a literal where the next ones want a node.
        node.typed(locn::GEOMETRY, text, geosparql::WKT);
    } else {
        let mut whole = Node::new(graph.blank(), locn::GEOMETRY_CLASS);
        whole.typed(geosparql::AS_WKT, text, geosparql::WKT);
        whole.typed(
            geosparql::AS_GEOJSON,
            geometry.to_string(),
            geosparql::GEOJSON,
        );
        node.add(locn::GEOMETRY, whole.link());
        graph.put(whole);
    }
    let link = node.link();
    graph.put(node);
    Some(link)
}

/// The polygons of a GeoJSON geometry, each with its holes.
fn polygons(geometry: &Value) -> Option<Vec<Polygon>> {
    let found = shape::polygons(geometry)?;
    let is_closed = |rings: &Polygon| !rings.is_empty() && rings.iter().all(|ring| ring.len() > 3);
    (!found.is_empty() && found.iter().all(is_closed)).then_some(found)
}

fn wkt(polygons: &[Polygon]) -> String {
    let mut text = String::from("MULTIPOLYGON (");
    for (at, rings) in polygons.iter().enumerate() {
        text.push_str(if at > 0 { ", (" } else { "(" });
        for (at, ring) in rings.iter().enumerate() {
            text.push_str(if at > 0 { ", (" } else { "(" });
            for (at, (x, y)) in ring.iter().enumerate() {
                let comma = if at > 0 { ", " } else { "" };
                // Writing to a string does not fail.
                let _ = write!(text, "{comma}{x} {y}");
            }
            text.push(')');
        }
        text.push(')');
    }
    text.push(')');
    text
}

/// West, south, east and north of what a GeoJSON geometry covers. West is greater than east where that is over the
/// antimeridian (RFC 7946, 5.2).
pub fn bounding_box(geometry: &Value) -> Option<Box4> {
    bounds(&polygons(geometry)?)
}

fn bounds(polygons: &[Polygon]) -> Option<Box4> {
    let boxes: Vec<Box4> = polygons.iter().flat_map(shape::boxes).collect();
    let [mut west, south, mut east, north] = shape::around_all(boxes.iter().copied())?;
    if west <= -180.0 && east >= 180.0 {
        (west, east) = over_the_antimeridian(&boxes).unwrap_or((west, east));
    }
    Some([west, south, east, north])
}

/// The ends of what boxes cover from one side of the antimeridian to the other: beside the widest strip of the Earth
/// where none of them is, if there is one.
fn over_the_antimeridian(boxes: &[Box4]) -> Option<(f64, f64)> {
    let mut strips: Vec<(f64, f64)> = boxes.iter().map(|[w, _, e, _]| (*w, *e)).collect();
    strips.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut widest: Option<(f64, f64)> = None;
    let mut reached = strips.first()?.1;
    for (west, east) in strips {
        let wider = widest.is_none_or(|(from, to)| west - reached > to - from);
        if west > reached && wider {
            widest = Some((reached, west));
        }
        reached = reached.max(east);
    }
    widest.map(|(from, to)| (to, from))
}

fn around(bounds: Box4) -> String {
    let boxes: Vec<String> = shape::halves(bounds)
        .into_iter()
        .map(|[west, south, east, north]| {
            format!(
                "(({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
            )
        })
        .collect();
    match boxes.as_slice() {
        [one] => format!("POLYGON {one}"),
        all => format!("MULTIPOLYGON ({})", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_geometry_is_written_whole_and_as_a_box() {
        let geometry =
            json!({"type": "MultiPolygon", "coordinates": [[[[0, 0], [2.5, 0], [2, 3], [0, 0]]]]});
        let found = polygons(&geometry).unwrap();
        assert_eq!(wkt(&found), "MULTIPOLYGON (((0 0, 2.5 0, 2 3, 0 0)))");
        let found = bounding_box(&geometry).unwrap();
        assert_eq!(around(found), "POLYGON ((0 0, 2.5 0, 2.5 3, 0 3, 0 0))");
        let pacific = json!({"type": "MultiPolygon", "coordinates": [
            [[[170, -20], [180, -20], [180, -10], [170, -20]]],
            [[[-180, -20], [-175, -20], [-175, -10], [-180, -20]]],
            [[[-150, -20], [-149, -20], [-149, -10], [-150, -20]]]]});
        let found = bounding_box(&pacific).unwrap();
        assert_eq!(
            around(found),
            "MULTIPOLYGON (((170 -20, 180 -20, 180 -10, 170 -10, 170 -20)), \
             ((-180 -20, -149 -20, -149 -10, -180 -10, -180 -20)))"
        );
        let beyond =
            json!({"type": "Polygon", "coordinates": [[[170, 0], [190, 0], [190, 5], [170, 0]]]});
        assert_eq!(bounding_box(&beyond), Some([170.0, 0.0, -170.0, 5.0]));
        let earth = json!({"type": "Polygon", "coordinates": [[[-180, -90], [180, -90], [180, 90], [-180, -90]]]});
        let found = bounding_box(&earth).unwrap();
        assert!(around(found).starts_with("POLYGON ((-180 -90, 180 -90"));
        for bad in [
            json!({"type": "Point", "coordinates": [1, 2]}),
            json!({"type": "MultiPolygon", "coordinates": []}),
            json!({"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [0, 1], [0, 0]]]}),
            json!(null),
        ] {
            assert!(polygons(&bad).is_none(), "{bad}");
        }
    }
}
