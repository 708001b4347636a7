//! Where data are about: polygons in WKT or GeoJSON, a box as four numbers, or a zone by its name. One MultiPolygon is
//! made of all polygons, each once.

use serde_json::Value as Json;
use vitrail_domain::spatial::shape::{self, Point, Polygon, Ring, multi_polygon};
use vitrail_domain::spatial::{Spatial, is_on_earth};
use vitrail_domain::vocabulary::granularity::split_zone_id;

use super::graph::{Subject, Text, Value};
use super::notes::Notes;
use super::terms::WKT;
use super::words::address_of;
use crate::lists;
use crate::terms::{dcat, dct, geosparql, locn, owl, skos};

/// The place of an object.
pub fn spatial<'g>(node: Subject<'g>, notes: &mut Notes<'g>) -> Option<Spatial> {
    let mut polygons: Vec<Polygon> = Vec::new();
    let mut zones: Vec<(String, Value<'g>)> = Vec::new();
    for value in node.values(dct::SPATIAL) {
        let found = match value {
            Value::Text(text) => match of_text(text) {
                Ok(found) => Ok(found),
                Err(why) => match zone_of(&text.value) {
                    Some(zone) => {
                        zones.push((zone, value));
                        continue;
                    }
                    None => Err(why),
                },
            },
            Value::Node(place) => {
                if let Some(zone) = zone(place) {
                    notes.met(place, place.name());
                    zones.push((zone, value));
                    continue;
                }
                of_node(place, node, notes)
            }
        };
        match found {
            Ok(found) => {
                for polygon in found {
                    if !polygons.contains(&polygon) {
                        polygons.push(polygon);
                    }
                }
            }
            Err(why) => notes.lose(node, dct::SPATIAL, value, why),
        }
    }
    if polygons.is_empty() && zones.is_empty() {
        return None;
    }
    if !polygons.is_empty() {
        for (_, value) in zones.drain(..) {
            notes.lose(
                node,
                dct::SPATIAL,
                value,
                "A geometry is kept, and excludes zones",
            );
        }
    }
    let mut names: Vec<String> = zones.into_iter().map(|(zone, _)| zone).collect();
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Some(Spatial {
        geom: (!polygons.is_empty()).then(|| multi_polygon(&polygons)),
        zones: names,
        ..Spatial::default()
    })
}

/// The geometries of a place: whole ones, else the box around them.
fn of_node<'g>(
    place: Subject<'g>,
    owner: Subject<'g>,
    notes: &mut Notes<'g>,
) -> Result<Vec<Polygon>, &'static str> {
    let mut texts: Vec<&Text> = Vec::new();
    let mut take = |holder: Subject<'g>, notes: &mut Notes<'g>| {
        let whole = WKT
            .into_iter()
            .chain([geosparql::AS_GEOJSON, locn::GEOMETRY]);
        for property in whole {
            for value in holder.values(property) {
                match value {
                    Value::Text(text) => texts.push(text),
                    Value::Node(inner) => {
                        notes.met(inner, owner.name());
                        for property in WKT.into_iter().chain([geosparql::AS_GEOJSON]) {
                            texts.extend(inner.values(property).into_iter().filter_map(only_text));
                        }
                    }
                }
            }
        }
    };
    take(place, notes);
    let boxes: Vec<&Text> = place
        .values(dcat::BBOX)
        .into_iter()
        .filter_map(only_text)
        .collect();
    let mut why = if place.is_described() {
        "This place has neither a geometry nor a name that is known"
    } else {
        "This place is described elsewhere, and addresses found in a catalogue are not fetched"
    };
    for group in [texts, boxes] {
        let mut polygons = Vec::new();
        for text in group {
            match of_text(text) {
                Ok(found) => polygons.extend(found),
                Err(other) => why = other,
            }
        }
        if !polygons.is_empty() {
            notes.met(place, owner.name());
            return Ok(polygons);
        }
    }
    Err(why)
}

fn only_text(value: Value<'_>) -> Option<&Text> {
    match value {
        Value::Text(text) => Some(text),
        Value::Node(_) => None,
    }
}

/// A geometry as text: its own signs tell what it is written in, whatever type it is said to be of.
fn of_text(text: &Text) -> Result<Vec<Polygon>, &'static str> {
    geometry(&text.value)
}

/// The polygons of a text in WKT, GeoJSON, or `west,south,east,north`.
pub fn geometry(text: &str) -> Result<Vec<Polygon>, &'static str> {
    let text = text.trim();
    let found = if text.starts_with('{') {
        geojson(text)?
    } else if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        bounds(text)?
    } else {
        wkt(text)?
    };
    let is_sound = |(x, y): &Point| is_on_earth(*x, *y);
    let all_sound = found.iter().flatten().flatten().all(is_sound);
    let all_closed = found.iter().flatten().all(|ring| ring.len() > 3);
    if !all_sound {
        return Err("These coordinates are no degrees of longitude and latitude");
    }
    if found.is_empty() || !all_closed {
        return Err("This geometry has an empty or an open ring");
    }
    Ok(found)
}

/// Four numbers, as ArcGIS writes a box: two polygons where it is over the antimeridian.
fn bounds(text: &str) -> Result<Vec<Polygon>, &'static str> {
    let numbers: Option<Vec<f64>> = text
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    let Some([west, south, east, north]) = numbers.as_deref() else {
        return Err("This is no geometry that is understood");
    };
    let boxes = shape::halves(shape::boxed([*west, *south, *east, *north]));
    Ok(boxes.into_iter().map(shape::rectangle).collect())
}

fn geojson(text: &str) -> Result<Vec<Polygon>, &'static str> {
    const BAD: &str = "This is no valid GeoJSON";
    let json: Json = serde_json::from_str(text).map_err(|_| BAD)?;
    let json = match json.get("geometry") {
        Some(inner) => inner,
        None => &json,
    };
    match json.get("type").and_then(Json::as_str) {
        Some("Polygon" | "MultiPolygon") => shape::polygons(json).ok_or(BAD),
        _ => Err("Only polygons are kept"),
    }
}

fn wkt(text: &str) -> Result<Vec<Polygon>, &'static str> {
    const BAD: &str = "This is no valid WKT";
    let (turned, text) = match text.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((system, rest)) if system.ends_with("CRS84") => (false, rest.trim()),
        // There, latitude goes first.
        Some((system, rest)) if system.ends_with("/4326") || system.ends_with(":4326") => {
            (true, rest.trim())
        }
        Some(_) => return Err("This geometry is in a system of coordinates that is not read"),
        None => (false, text),
    };
    let upper = text.to_ascii_uppercase();
    let upper = match upper.strip_prefix("SRID=4326;") {
        Some(rest) => rest,
        None => upper.as_str(),
    };
    let (kind, body) = upper.split_once('(').ok_or(BAD)?;
    let body = body.trim_end().strip_suffix(')').ok_or(BAD)?;
    let ring = |ring: &str| -> Option<Ring> {
        let ring = ring.trim().strip_prefix('(')?.strip_suffix(')')?;
        let points = ring.split(',').map(|point| {
            let mut numbers = point.split_whitespace().map(|n| n.parse::<f64>().ok());
            let (x, y) = (numbers.next()??, numbers.next()??);
            Some(if turned { (y, x) } else { (x, y) })
        });
        points.collect()
    };
    let polygon = |body: &str| {
        let rings = parts(body).into_iter().map(ring);
        rings.collect::<Option<Polygon>>()
    };
    match kind.split_whitespace().next() {
        Some("POLYGON") => polygon(body).map(|found| vec![found]).ok_or(BAD),
        Some("MULTIPOLYGON") => {
            let all = parts(body)
                .into_iter()
                .map(|one| polygon(one.trim().strip_prefix('(')?.strip_suffix(')')?));
            all.collect::<Option<_>>().ok_or(BAD)
        }
        Some("ENVELOPE") => {
            let numbers: Option<Vec<f64>> =
                body.split(',').map(|n| n.trim().parse().ok()).collect();
            match numbers.as_deref() {
                Some([west, east, north, south]) => {
                    bounds(&format!("{west},{south},{east},{north}"))
                }
                _ => Err(BAD),
            }
        }
        Some("POINT" | "LINESTRING" | "MULTIPOINT" | "MULTILINESTRING" | "GEOMETRYCOLLECTION") => {
            Err("Only polygons are kept")
        }
        _ => Err("This is no geometry that is understood"),
    }
}

/// The parts between the commas that no parenthesis holds.
fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let cut = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    };
    text.split(cut).map(str::trim).collect()
}

/// The zone that a node is, by its address, its identifier or what it is the same as.
fn zone(place: Subject<'_>) -> Option<String> {
    let found = place.iri().and_then(zone_of);
    let by_identifier = || {
        let values: Vec<Value<'_>> = place
            .peek(dct::IDENTIFIER)
            .chain(place.peek(owl::SAME_AS))
            .collect();
        values.into_iter().filter_map(address_of).find_map(zone_of)
    };
    let found = found.or_else(by_identifier)?;
    for property in [
        dct::IDENTIFIER,
        skos::PREF_LABEL,
        skos::NOTATION,
        owl::SAME_AS,
    ] {
        place.values(property);
    }
    Some(found)
}

/// The zone of an identifier of udata, of an address of its API, of INSEE or of the European list of countries.
fn zone_of(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    if let Some((_, id)) = text.split_once("/spatial/zones/") {
        return zone_of(id);
    }
    if let Some(code) = lists::country_of(text) {
        return Some(format!("country:{code}"));
    }
    if let Some((_, rest)) = text.split_once("id.insee.fr/geo/") {
        let (level, code) = rest.split_once('/')?;
        let level = match level {
            "commune" | "departement" | "region" | "arrondissement" | "canton" => level,
            "pays" if code == "FR" => return Some("country:fr".to_owned()),
            _ => return None,
        };
        let code = code.split('/').next().filter(|code| code.len() <= 5)?;
        return Some(format!("fr:{level}:{code}"));
    }
    let id = vitrail_domain::spatial::zone_id(text);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_');
    let (level, code) = split_zone_id(id)?;
    let is_zone = id.chars().all(is_plain) && !code.is_empty();
    let is_known = matches!(level, "country" | "country-group" | "country-subset")
        || level
            .split_once(':')
            .is_some_and(|(country, _)| country.len() == 2);
    (is_zone && is_known).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn geometries_come_in_every_form() {
        let square = vec![vec![
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 1.5),
            (0.0, 1.5),
            (0.0, 0.0),
        ]];
        for text in [
            "POLYGON ((0 0, 2 0, 2 1.5, 0 1.5, 0 0))",
            "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>\n Polygon((0 0,2 0,2 1.5,0 1.5,0 0))",
            "<http://www.opengis.net/def/crs/EPSG/0/4326> POLYGON((0 0, 0 2, 1.5 2, 1.5 0, 0 0))",
            "MULTIPOLYGON (((0 0, 2 0, 2 1.5, 0 1.5, 0 0)))",
            "ENVELOPE(0, 2, 1.5, 0)",
            "0,0,2,1.5",
            r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,1.5],[0,1.5],[0,0]]]}"#,
        ] {
            assert_eq!(geometry(text), Ok(vec![square.clone()]), "{text}");
        }
        assert_eq!(
            multi_polygon(&[square]),
            json!({"type": "MultiPolygon",
                   "coordinates": [[[[0, 0], [2, 0], [2, 1.5], [0, 1.5], [0, 0]]]]})
        );
        for text in [
            "wrong wkt",
            "POINT (1 2)",
            "POLYGON ((0 0, 1 1))",
            "POLYGON",
            "POLYGON (((",
            "1,2,3",
            "POLYGON ((600000 6800000, 600001 6800000, 600001 6800001, 600000 6800000))",
            r#"{"type":"Polygon","coordinates":[[[4, 45], [4, NaN], [4, 46]]]}"#,
            "{}",
            "",
        ] {
            assert!(geometry(text).is_err(), "{text}");
        }
    }

    #[test]
    fn zones_are_known_by_several_names() {
        for (text, zone) in [
            ("fr:commune:75056", "fr:commune:75056"),
            (
                "https://a.example/api/1/spatial/zones/fr:commune:74119/",
                "fr:commune:74119",
            ),
            (
                "http://publications.europa.eu/resource/authority/country/FRA",
                "country:fr",
            ),
            ("http://id.insee.fr/geo/departement/33", "fr:departement:33"),
        ] {
            assert_eq!(zone_of(text).as_deref(), Some(zone));
        }
        for text in [
            "http://wuEurope.com/",
            "Paris",
            "urn:uuid:12",
            "geo:commune",
        ] {
            assert_eq!(zone_of(text), None, "{text}");
        }
    }
}
