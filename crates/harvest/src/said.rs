//! What every backend does with the words of a source: texts, dates, places, licences and addresses come in every form,
//! and each form is read in one place only.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use url::Url;
use vitrail_domain::dataset::{TAG_MAX, TAG_MIN, TemporalCoverage, normalise_tags};
use vitrail_domain::resource::Checksum;
use vitrail_domain::slug::slugify;
use vitrail_domain::spatial::{Spatial, is_on_earth};
use vitrail_domain::vocabulary::{access::AccessType, frequency::Frequency, zones};
use vitrail_domain::{Extras, Timestamp};

/// A text without the spaces around it and without the character that PostgreSQL refuses; none when nothing is left.
pub fn words(text: &str) -> Option<String> {
    let text = text.trim().replace('\0', "");
    (!text.is_empty()).then_some(text)
}

/// What a key of an object says in words; numbers are read as texts.
pub fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    match map.get(key)? {
        Value::String(text) => words(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub fn list<'v>(map: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    map.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A value as a report shows it.
pub fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a value says something.
pub fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty() && text.trim() != "[]",
        Value::Array(list) => list.iter().any(says),
        Value::Object(map) => map.values().any(says),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// A description in Markdown.
pub fn prose(text: &str) -> String {
    vitrail_dcat::read::markdown(&text.replace('\0', ""))
}

/// The period between two texts, either of which may be a day, a month or a year.
pub fn period(start: &str, end: &str) -> Option<TemporalCoverage> {
    let read = vitrail_dcat::read::period;
    read(&format!("{start}/{end}")).or_else(|| {
        let day = |text| Some(date(text)?.date().to_string());
        read(&format!("{}/{}", day(start)?, day(end).unwrap_or_default()))
    })
}

/// A date in any of the forms met.
pub fn date(text: &str) -> Option<Timestamp> {
    vitrail_dcat::read::instant(text)
}

/// A frequency as a code of ours, from the lists of udata and Europe, or from that of ISO 19115.
pub fn frequency(text: &str) -> Option<Frequency> {
    Frequency::from_uri(text).or_else(|| {
        Some(match text.trim() {
            "continual" => Frequency::Continuous,
            "fortnightly" => Frequency::Biweekly,
            "annually" => Frequency::Annual,
            "biannually" => Frequency::Semiannual,
            "asNeeded" => Frequency::Punctual,
            "biennially" => Frequency::Biennial,
            _ => return None,
        })
    })
}

/// Whether a concept of the European list of access rights, by its address or its name, is of what not everybody may reach.
pub fn is_restricted(text: &str) -> bool {
    let name = text.trim().rsplit('/').next().unwrap_or_default();
    let name = name.to_uppercase().replace([' ', '-'], "_");
    let concept = format!("/authority/access-right/{name}");
    AccessType::of_eu_uri(&concept) == Some(AccessType::Restricted)
}

/// An address that can be followed, completed where it is relative to its source.
pub fn address(text: &str, root: Option<&Url>) -> Option<String> {
    let text = text.trim();
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(_) if text.starts_with('/') => root?.join(text).ok()?,
        Err(_) => return None,
    };
    let known = matches!(url.scheme(), "http" | "https" | "ftp" | "ftps" | "sftp");
    (known && url.has_host()).then(|| {
        if text.starts_with('/') {
            url.to_string()
        } else {
            text.to_owned()
        }
    })
}

/// The title of a file that has none: the end of its address, when it looks like the name of a file; else in French,
/// as sources of linked data are read.
pub fn title_of_file(url: &str, format: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let end = path.rsplit('/').next().unwrap_or_default();
    let is_host = path.matches('/').count() < 3;
    if end.contains('.') && !is_host {
        end.to_owned()
    } else if format.is_empty() {
        "Ressource sans nom".to_owned()
    } else {
        format!("Ressource {format}")
    }
}

/// The digest that a text of hexadecimal digits is, told by its length when its name is not written before it.
pub fn checksum(text: &str) -> Option<Checksum> {
    let (name, value) = match text.trim().split_once(':') {
        Some((name, value)) => (Some(name.to_lowercase().replace('-', "")), value.trim()),
        None => (None, text.trim()),
    };
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let told =
        name.filter(|name| ["sha1", "sha2", "sha256", "md5", "crc"].contains(&name.as_str()));
    let kind = match (told, value.len()) {
        (Some(told), _) => told,
        (None, 32) => "md5".to_owned(),
        (None, 40) => "sha1".to_owned(),
        (None, 64) => "sha256".to_owned(),
        (None, _) => return None,
    };
    Some(Checksum {
        r#type: kind,
        value: value.to_lowercase(),
    })
}

/// A size in bytes: a number, or a number with its unit when that is bytes.
pub fn size(value: &Value) -> Option<i64> {
    let size = match value {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => {
            let (number, unit) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
            let bytes = ["", "octets", "octet", "bytes", "byte", "o", "b"];
            if !bytes.contains(&unit.trim().to_lowercase().as_str()) {
                return None;
            }
            number.parse().ok()?
        }
        _ => return None,
    };
    (size >= 0).then_some(size)
}

/// The place that a rectangle in degrees is; none when it is no rectangle on Earth.
pub fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Option<Value> {
    let fits = (-180.0..=180.0).contains(&west)
        && (-180.0..=180.0).contains(&east)
        && (-90.0..=90.0).contains(&south)
        && (-90.0..=90.0).contains(&north)
        && south <= north;
    fits.then(|| {
        json!({"type": "MultiPolygon", "coordinates": [[[
            [west, south], [east, south], [east, north], [west, north], [west, south]
        ]]]})
    })
}

/// A GeoJSON geometry as the `MultiPolygon` that a portal keeps.
pub fn geometry(value: &Value) -> Option<Value> {
    let kind = value.get("type")?.as_str()?;
    let coordinates = value.get("coordinates");
    let polygons = match kind {
        "Polygon" => vec![coordinates?.clone()],
        "MultiPolygon" => coordinates?.as_array()?.clone(),
        "Feature" => return geometry(value.get("geometry")?),
        "GeometryCollection" => {
            let parts = value.get("geometries")?.as_array()?;
            let wholes: Vec<Value> = parts.iter().map(geometry).collect::<Option<_>>()?;
            let all = wholes.iter().filter_map(|whole| whole.get("coordinates"));
            all.filter_map(Value::as_array).flatten().cloned().collect()
        }
        _ => return None,
    };
    let sound = !polygons.is_empty() && polygons.iter().all(is_polygon);
    sound.then(|| json!({"type": "MultiPolygon", "coordinates": polygons}))
}

fn is_polygon(value: &Value) -> bool {
    let is_position = |position: &Value| {
        let numbers: Option<Vec<f64>> = position
            .as_array()
            .and_then(|numbers| numbers.iter().map(Value::as_f64).collect());
        matches!(numbers.as_deref(), Some([longitude, latitude, ..])
            if is_on_earth(*longitude, *latitude))
    };
    let is_ring = |ring: &Value| {
        let ring = ring.as_array();
        ring.is_some_and(|ring| ring.len() >= 4 && ring.iter().all(is_position))
    };
    let rings = value.as_array();
    rings.is_some_and(|rings| !rings.is_empty() && rings.iter().all(is_ring))
}

/// The one shipped territory that a text means, by its id or its name; none when two bear the name.
pub fn zone(text: &str) -> Option<&'static str> {
    static BY_NAME: LazyLock<HashMap<String, Option<&'static str>>> = LazyLock::new(|| {
        let mut names: HashMap<String, Option<&'static str>> = HashMap::new();
        for zone in zones::shipped() {
            names.insert(zone.id.to_owned(), Some(zone.id));
            match names.entry(slugify(zone.name)) {
                Entry::Vacant(place) => {
                    place.insert(Some(zone.id));
                }
                Entry::Occupied(mut held) => {
                    held.insert(None);
                }
            }
        }
        names
    });
    let text = text.trim();
    let found = BY_NAME.get(text).or_else(|| BY_NAME.get(&slugify(text)));
    found.copied().flatten()
}

/// Adds a zone or a geometry to a place; both cannot be kept, and the geometry says more. The zones that are left out come
/// back, to be told.
#[must_use]
pub fn place(
    spatial: &mut Option<Spatial>,
    geom: Option<Value>,
    zone: Option<&str>,
) -> Vec<String> {
    let place = spatial.get_or_insert_default();
    let mut left = Vec::new();
    if let Some(geom) = geom {
        place.geom = Some(geom);
        left.append(&mut place.zones);
    }
    if let Some(zone) = zone
        && !place.zones.iter().chain(&left).any(|held| held == zone)
    {
        if place.geom.is_some() {
            left.push(zone.to_owned());
        } else {
            place.zones.push(zone.to_owned());
        }
    }
    left
}

/// Why a zone is left out.
pub const BESIDE_GEOMETRY: &str = "a place is a geometry or zones: the geometry says more";

/// Words as tags, and those that are too short or too long to be any.
pub fn tags<'t>(words: impl IntoIterator<Item = &'t str>) -> (Vec<String>, Vec<&'t str>) {
    let (kept, left): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| {
        let length = slugify(word).chars().count();
        (TAG_MIN..=TAG_MAX).contains(&length)
    });
    (normalise_tags(kept), left)
}

/// The facts of a harvest that are told.
pub fn facts<const N: usize>(told: [(&str, Option<String>); N]) -> Option<Extras> {
    let facts: Extras = told
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), Value::String(value?))))
        .collect();
    (!facts.is_empty()).then_some(facts)
}

/// Keeps the texts that a source wrote for a property, where the portal says it in its own words.
pub fn keep_words(facts: &mut Option<Extras>, property: &str, texts: &[&str], said: &[&str]) {
    let sorted = |texts: &[&str]| {
        let mut texts: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
        texts.sort_unstable();
        texts
    };
    if sorted(texts) != sorted(said) {
        let written = texts.iter().map(|text| json!({ "@value": text }));
        keep_written(facts, property, written.collect());
    }
}

/// Keeps the texts that a source wrote for a property that the portal says by a term of a list; an address as such.
pub fn keep_terms(facts: &mut Option<Extras>, property: &str, texts: &[&str]) {
    let written = |text: &&str| match address(text, None) {
        Some(address) => json!({ "@id": address }),
        None => json!({ "@value": text.trim() }),
    };
    if !texts.is_empty() {
        keep_written(facts, property, texts.iter().map(written).collect());
    }
}

/// Keeps what a source wrote for a property, as JSON-LD writes it.
pub fn keep_written(facts: &mut Option<Extras>, property: &str, written: Vec<Value>) {
    let source = facts
        .get_or_insert_default()
        .entry(vitrail_dcat::read::WORDS)
        .or_insert_with(|| Extras::new().into());
    if let Value::Object(source) = source {
        source.insert(property.to_owned(), written.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_in_every_form() {
        let read = |text| date(text).map(|date| date.to_string());
        let forms = [
            ("2019-09-30 22:00:00", "2019-09-30T22:00:00+00:00"),
            ("mar, 10/12/2019 - 09:23", "2019-12-10T09:23:00+00:00"),
            ("Tue, 12/10/2019 - 09:23", "2019-12-10T09:23:00+00:00"),
            (
                "Date changed  jeu, 19/12/2019 - 03:00",
                "2019-12-19T03:00:00+00:00",
            ),
            ("Sat, 21 Nov 2026 21:45:01 GMT", "2026-11-21T21:45:01+00:00"),
            (
                "2026-11-21T20:41:15.959959",
                "2026-11-21T20:41:15.959959+00:00",
            ),
            ("2019", "2019-01-01T00:00:00+00:00"),
            ("2019-05", "2019-05-01T00:00:00+00:00"),
            ("31/01/2020", "2020-01-31T00:00:00+00:00"),
        ];
        for (form, expected) in forms {
            assert_eq!(read(form).as_deref(), Some(expected), "{form}");
        }
        for nonsense in ["", "soon", "99/99/2019", "é/é/é", "2019-13"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn only_html_is_converted() {
        assert_eq!(prose("# Titre\n\n* un < deux"), "# Titre\n\n* un < deux");
        assert_eq!(prose("<p>Deux <b>mots</b></p>\n"), "Deux **mots**");
        let deep = format!("{}fond{}", "<div>".repeat(5000), "</div>".repeat(5000));
        assert_eq!(prose(&deep), "fond");
    }

    #[test]
    fn a_name_means_one_territory_or_none() {
        assert_eq!(zone("fr:commune:75056"), Some("fr:commune:75056"));
        assert_eq!(zone("Guadeloupe"), None, "a région and a département");
        assert_eq!(zone("Occitanie"), Some("fr:region:76"));
        assert_eq!(zone("nulle part"), None);
    }

    #[test]
    fn places_are_polygons() {
        let ring = json!([[0, 0], [1, 0], [1, 1], [0, 0]]);
        let polygon = json!({"type": "Polygon", "coordinates": [ring]});
        assert_eq!(
            geometry(&polygon),
            Some(json!({"type": "MultiPolygon", "coordinates": [[ring]]}))
        );
        assert_eq!(
            geometry(&json!({"type": "Point", "coordinates": [0, 0]})),
            None
        );
        let far =
            json!({"type": "Polygon", "coordinates": [[[159, 0], [212, 0], [212, 1], [159, 0]]]});
        assert!(
            geometry(&far).is_some(),
            "across the line where days change"
        );
        assert_eq!(rectangle(0.0, 2.0, 1.0, 1.0), None);
    }

    #[test]
    fn sizes_and_digests() {
        assert_eq!(size(&json!("42 octets")), Some(42));
        assert_eq!(size(&json!("42 Ko")), None);
        assert_eq!(
            checksum("SHA-256:00ff").map(|sum| sum.r#type).as_deref(),
            Some("sha256")
        );
        assert_eq!(checksum(""), None);
        assert_eq!(title_of_file("http://a.org/x/b.csv?c=1", "csv"), "b.csv");
        assert_eq!(title_of_file("http://a.org", "wms"), "Ressource wms");
        assert_eq!(title_of_file("http://a.org", ""), "Ressource sans nom");
    }
}
