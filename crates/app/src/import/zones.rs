//! Replacing the territories by those of an operator: a JSON list of zones as udata's API gives them, GeoJSON
//! features, or lines of tab-separated cells like the file we ship.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde_json::Value;
use vitrail_domain::spatial::{Zone, zone_id};
use vitrail_domain::vocabulary::granularity::split_zone_id;
use vitrail_domain::{Change, Id, Kind};
use vitrail_store as store;

use crate::{App, Error, Result};

/// What became of a file of zones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    pub zones: u64,
    /// Lines or elements that could not be read, each with its number.
    pub refused: Vec<String>,
}

/// Replaces all zones by those of a file; nothing is replaced when no zone could be read.
pub async fn replace(app: &App, path: &Path) -> Result<Replaced> {
    let name = path.display();
    let bytes = tokio::fs::read(path)
        .await
        .map_err(|error| Error::Bad(format!("{name} cannot be read: {error}")))?;
    let (zones, refused) = parse(&bytes).map_err(|why| Error::Bad(format!("{name}: {why}")))?;
    if zones.is_empty() {
        let first = refused.first().map_or("it is empty", String::as_str);
        return Err(Error::Bad(format!("{name} holds no zone: {first}")));
    }
    let mut tx = app.db().begin().await?;
    let written = store::zone::replace_all(&mut tx, zones.into_values()).await?;
    // Servers keep answers ready until the change log moves.
    let change = Change::new(app.now(), (Kind::Site, Id::default()), "zones:replaced");
    store::change::record(&mut tx, &change).await?;
    tx.commit().await?;
    Ok(Replaced {
        zones: written,
        refused,
    })
}

type Parsed = (BTreeMap<String, Zone>, Vec<String>);

/// The zones of a content, by id, and what could not be read.
fn parse(bytes: &[u8]) -> std::result::Result<Parsed, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes
            .iter()
            .take(error.valid_up_to())
            .filter(|byte| **byte == b'\n')
            .count();
        format!("line {line} is not UTF-8")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['[', '{']) {
        json(text)
    } else {
        Ok(tabbed(text))
    }
}

fn json(text: &str) -> std::result::Result<Parsed, String> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return lines(text).ok_or_else(|| format!("no JSON: {error}")),
    };
    let list = match &value {
        Value::Array(list) => list.as_slice(),
        other => ["features", "data"]
            .iter()
            .find_map(|key| other.get(*key)?.as_array())
            .map_or(std::slice::from_ref(other), Vec::as_slice),
    };
    Ok(gather(list.iter().enumerate().map(|(place, value)| {
        (format!("element {}", place + 1), zone_of(value))
    })))
}

/// One JSON object a line.
fn lines(text: &str) -> Option<Parsed> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    serde_json::from_str::<Value>(first).ok()?;
    let numbered = text.lines().enumerate();
    Some(gather(
        numbered
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(place, line)| {
                let value = serde_json::from_str::<Value>(line).map_err(|error| error.to_string());
                (
                    format!("line {}", place + 1),
                    value.and_then(|value| zone_of(&value)),
                )
            }),
    ))
}

fn gather(read: impl Iterator<Item = (String, std::result::Result<Zone, String>)>) -> Parsed {
    let mut zones = BTreeMap::new();
    let mut refused = Vec::new();
    for (place, zone) in read {
        match zone {
            Ok(zone) if zones.contains_key(&zone.id) => {
                refused.push(format!("{place}: {} comes twice", zone.id));
            }
            Ok(zone) => {
                zones.insert(zone.id.clone(), zone);
            }
            Err(why) => refused.push(format!("{place}: {why}")),
        }
    }
    (zones, refused)
}

/// A zone of udata's API, or a GeoJSON feature whose properties are one.
fn zone_of(value: &Value) -> std::result::Result<Zone, String> {
    let facts = value.get("properties").filter(|facts| facts.is_object());
    let text = |key: &str| {
        let from = |object: &Value| Some(object.get(key)?.as_str()?.trim().to_owned());
        facts
            .and_then(from)
            .or_else(|| from(value))
            .filter(|text| !text.is_empty())
    };
    let id = text("id").or_else(|| text("_id")).ok_or("no id")?;
    let id = zone_id(&id).to_owned();
    let name = text("name").ok_or_else(|| format!("{id} has no name"))?;
    let parts = split_zone_id(&id);
    let level = text("level").or_else(|| parts.map(|(level, _)| level.to_owned()));
    let level = level.ok_or_else(|| format!("{id} has no level"))?;
    let code = text("code").or_else(|| parts.map(|(_, code)| code.to_owned()));
    let parents = facts
        .and_then(|facts| facts.get("parents"))
        .or_else(|| value.get("parents"));
    let parents = parents.and_then(Value::as_array).into_iter().flatten();
    Ok(Zone {
        code: code.unwrap_or_default(),
        level,
        name,
        uri: text("uri"),
        parents: parents
            .filter_map(Value::as_str)
            .map(|parent| zone_id(parent).to_owned())
            .collect(),
        id,
    })
}

/// `id`, name, English name, direct parents between commas; what is above the parents follows from their lines.
fn tabbed(text: &str) -> Parsed {
    let numbered = text.lines().enumerate();
    let (mut zones, refused) = gather(
        numbered
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .map(|(place, line)| (format!("line {}", place + 1), tabbed_zone(line))),
    );
    let direct: HashMap<String, Vec<String>> = zones
        .values()
        .map(|zone| (zone.id.clone(), zone.parents.clone()))
        .collect();
    for zone in zones.values_mut() {
        let mut at = 0;
        while let Some(parent) = zone.parents.get(at) {
            let above = direct.get(parent).cloned().unwrap_or_default();
            for higher in above {
                if higher != zone.id && !zone.parents.contains(&higher) {
                    zone.parents.push(higher);
                }
            }
            at += 1;
        }
    }
    (zones, refused)
}

fn tabbed_zone(line: &str) -> std::result::Result<Zone, String> {
    let mut cells = line.split('\t').map(str::trim);
    let id = cells.next().unwrap_or_default();
    let (level, code) = split_zone_id(id)
        .ok_or_else(|| format!("`{id}` is no zone id such as fr:commune:75056"))?;
    let name = cells.next().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| format!("{id} has no name"))?;
    let _english = cells.next();
    let parents = cells.next().unwrap_or_default().split(',');
    Ok(Zone {
        id: id.to_owned(),
        code: code.to_owned(),
        level: level.to_owned(),
        name: name.to_owned(),
        uri: None,
        parents: parents
            .map(str::trim)
            .filter(|parent| !parent.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_are_read() {
        let forms = [
            r#"[{"id": "fr:region:11@2016-01-01", "name": "Île-de-France", "parents": ["country:fr"]}, {"name": "x"}]"#,
            r#"{"type": "FeatureCollection", "features": [
                {"type": "Feature", "id": "fr:region:11", "properties": {"name": "Île-de-France", "parents": ["country:fr"]}},
                {"type": "Feature", "properties": {}}]}"#,
            "{\"id\": \"fr:region:11\", \"name\": \"Île-de-France\", \"parents\": [\"country:fr\"]}\n{\"id\": \n",
            "fr:region:11\tÎle-de-France\t\tcountry:fr\nworld\tMonde\n",
        ];
        for form in forms {
            let (zones, refused) = parse(form.as_bytes()).unwrap();
            let zone = &zones["fr:region:11"];
            assert_eq!(
                (zone.level.as_str(), zone.code.as_str()),
                ("fr:region", "11"),
                "{form}"
            );
            assert_eq!(zone.name, "Île-de-France");
            assert_eq!(zone.parents, ["country:fr"]);
            assert_eq!(refused.len(), 1, "{form}: {refused:?}");
            assert!(refused[0].contains('2'), "{refused:?}");
        }
    }

    #[test]
    fn parents_of_parents_follow() {
        let text = "fr:commune:1\tA\t\tfr:epci:2\nfr:epci:2\tB\t\tcountry:fr\ncountry:fr\tFrance\tFrance\n";
        let (zones, _) = parse(text.as_bytes()).unwrap();
        assert_eq!(zones["fr:commune:1"].parents, ["fr:epci:2", "country:fr"]);
    }

    #[test]
    fn broken_files_are_refused() {
        assert!(parse(b"[{\"id\": ").unwrap_err().starts_with("no JSON"));
        assert_eq!(parse(b"a\n\xff").unwrap_err(), "line 2 is not UTF-8");
        assert!(parse(b"").unwrap().0.is_empty());
    }
}
