//! Lenient reading of udata's JSON, one small function per kind of field. Catalogues are twenty versions of one
//! API, some of it cut: dates without offset, nulls, missing keys, references by id or whole. What cannot be
//! read is left out and said in the report; it never takes the object with it.

use serde_json::{Map, Value};
use url::Url;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::spatial::{Spatial, zone_id};
use vitrail_domain::{Extras, Id, Timestamp};

use super::report::{Outcome, Report};

/// One JSON object under reading, and where to say what was wrong with it.
pub struct Reading<'a> {
    pub map: &'a Map<String, Value>,
    pub report: &'a mut Report,
    /// What the report calls the object: `dataset 5369…`.
    label: String,
    /// Scheme and host that relative addresses of the source refer to.
    origin: Option<Url>,
}

impl<'a> Reading<'a> {
    pub fn new(kind: &str, map: &'a Map<String, Value>, report: &'a mut Report) -> Self {
        let name = ["id", "slug", "title", "name"]
            .iter()
            .find_map(|key| map.get(*key).and_then(Value::as_str))
            .unwrap_or("without a name");
        let origin = ["uri", "self_api_url", "page"]
            .iter()
            .find_map(|key| map.get(*key)?.as_str()?.parse().ok());
        Self {
            label: format!("{kind} {name}"),
            map,
            report,
            origin,
        }
    }

    /// An object inside this one, whose troubles are told under the same name.
    pub fn inside<'b>(&'b mut self, map: &'b Map<String, Value>) -> Reading<'b> {
        Reading {
            map,
            report: self.report,
            label: self.label.clone(),
            origin: self.origin.clone(),
        }
    }

    pub fn note(&mut self, outcome: Outcome, reason: &str) {
        let label = &self.label;
        self.report.note(outcome, reason, || label.clone());
    }

    pub fn note_with(&mut self, outcome: Outcome, reason: &str, what: &str) {
        let label = &self.label;
        self.report
            .note(outcome, reason, || format!("{label}: {what}"));
    }

    /// A value that is there and not null.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    pub fn object(&self, key: &str) -> Option<&'a Map<String, Value>> {
        self.value(key).and_then(Value::as_object)
    }

    pub fn list(&self, key: &str) -> &'a [Value] {
        self.value(key)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// A text as it is, empty when absent.
    pub fn words(&self, key: &str) -> String {
        let text = self.value(key).and_then(Value::as_str);
        without_nul(text.unwrap_or_default())
    }

    /// A text without the spaces around it; none when nothing is left.
    pub fn text(&self, key: &str) -> Option<String> {
        let text = self.value(key)?.as_str()?.trim();
        (!text.is_empty()).then(|| without_nul(text))
    }

    pub fn flag(&self, key: &str) -> bool {
        self.value(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A whole number, also when it was written as a text or with decimals.
    pub fn int(&self, key: &str) -> Option<i64> {
        let value = self.value(key)?;
        value
            .as_i64()
            .or_else(|| value.as_str()?.trim().parse().ok())
            .or_else(|| whole(value.as_f64()?))
    }

    pub fn float(&self, key: &str) -> Option<f64> {
        let value = self.value(key)?;
        value
            .as_f64()
            .or_else(|| value.as_str()?.trim().parse().ok())
    }

    pub fn date(&mut self, key: &str) -> Option<Timestamp> {
        let value = self.value(key)?;
        let date = value.as_str().and_then(|text| text.parse().ok());
        if date.is_none() && value != "" {
            let what = format!("{key} {value}");
            self.note_with(Outcome::Mended, "a date that is none was left out", &what);
        }
        date
    }

    /// The identifier of this object, or of one it names by id or whole.
    pub fn id(&self, key: &str) -> Option<Id> {
        reference(self.value(key)?)
    }

    /// Objects named by id or whole, each once, in order.
    pub fn ids(&self, key: &str) -> Vec<Id> {
        let mut ids = Vec::new();
        for id in self.list(key).iter().filter_map(reference) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    pub fn texts(&self, key: &str) -> Vec<String> {
        self.list(key)
            .iter()
            .filter_map(Value::as_str)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// Kinds of badges, written as codes or as `{kind}`.
    pub fn badges(&self) -> Vec<String> {
        let mut kinds: Vec<String> = self
            .list("badges")
            .iter()
            .filter_map(|badge| badge.as_str().or_else(|| badge.get("kind")?.as_str()))
            .map(str::to_owned)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    pub fn extras(&self, key: &str) -> Extras {
        self.object(key).cloned().unwrap_or_default()
    }

    /// Harvest facts without nulls; none when nothing is left. Dates get the offset that older versions left out.
    pub fn harvest(&self) -> Option<Extras> {
        let facts: Extras = self
            .object("harvest")?
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| {
                let dated = key.ends_with("_at") || key == "last_update";
                let date = value
                    .as_str()
                    .filter(|_| dated)
                    .and_then(|text| text.parse::<Timestamp>().ok());
                let value = date.map_or_else(|| value.clone(), |date| date.to_string().into());
                (key.clone(), value)
            })
            .collect();
        (!facts.is_empty()).then_some(facts)
    }

    pub fn metrics(&self) -> Metrics {
        self.object("metrics")
            .map(|metrics| {
                metrics
                    .iter()
                    .filter(|(_, value)| !value.is_null())
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect()
            })
            .unwrap_or_default()
    }

    /// Tags as slugs, sorted; lengths out of bounds are kept.
    pub fn tags(&mut self) -> Vec<String> {
        use vitrail_domain::dataset::{TAG_MAX, TAG_MIN, normalise_tags};
        let tags = normalise_tags(self.texts("tags").iter().map(String::as_str));
        for tag in &tags {
            if !(TAG_MIN..=TAG_MAX).contains(&tag.len()) {
                let reason = "a tag shorter than 3 or longer than 96 characters";
                self.note_with(Outcome::Kept, reason, tag);
            }
        }
        tags
    }

    /// An address; one relative to its source is completed, one wrapped in another is taken out of it.
    pub fn address(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        // Old exports of images: `https://host/avatars/https://static.host/avatars/…`.
        let inner = ["/avatars/", "/images/"].iter().find_map(|folder| {
            let (_, rest) = text.split_once(folder)?;
            rest.starts_with("http").then_some(rest)
        });
        if let Some(inner) = inner {
            let reason = "an address wrapped in another was taken out of it";
            self.note_with(Outcome::Mended, reason, &text);
            return Some(inner.to_owned());
        }
        if !text.starts_with('/') {
            return Some(text);
        }
        let whole = self.origin.as_ref().and_then(|url| url.join(&text).ok());
        let reason = match whole {
            Some(_) => "an address relative to its source was completed",
            None => "an address relative to a source that is not known was left out",
        };
        self.note_with(Outcome::Mended, reason, &text);
        whole.map(Url::into)
    }

    /// A zone id without the day it began.
    pub fn zone(&mut self, id: &str) -> String {
        let bare = zone_id(id.trim());
        if bare != id {
            self.note_with(Outcome::Mended, "the day of a zone was dropped", id);
        }
        bare.to_owned()
    }

    pub fn spatial(&mut self) -> Option<Spatial> {
        let map = self.object("spatial")?;
        let mut inner = self.inside(map);
        let mut zones = Vec::new();
        for zone in inner.list("zones") {
            let id = zone.as_str().or_else(|| zone.get("id")?.as_str());
            let Some(id) = id else { continue };
            let id = inner.zone(id);
            if !zones.contains(&id) {
                zones.push(id);
            }
        }
        Some(Spatial {
            geom: inner.value("geom").cloned(),
            zones,
            granularity: inner
                .text("granularity")
                .unwrap_or_else(|| "other".to_owned()),
        })
    }

    /// How many fields say something: the measure of which of two descriptions is the fuller.
    pub fn fullness(&self) -> usize {
        const NOT_FACTS: [&str; 9] = [
            "id",
            "uri",
            "page",
            "quality",
            "last_update",
            "permissions",
            "metrics",
            "self_api_url",
            "self_web_url",
        ];
        self.map
            .iter()
            .filter(|(key, value)| !NOT_FACTS.contains(&key.as_str()) && says(value))
            .count()
    }
}

/// PostgreSQL keeps no text that holds the character zero.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => map.values().any(says),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn whole(number: f64) -> Option<i64> {
    (number.is_finite() && number.abs() < 9e15).then(|| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded above, the decimals are meant to go"
        )]
        let whole = number as i64;
        whole
    })
}

/// The id in a text or in `{id}`.
pub fn reference(value: &Value) -> Option<Id> {
    let text = value.as_str().or_else(|| value.get("id")?.as_str())?;
    text.trim().to_ascii_lowercase().parse().ok()
}

/// When an identifier was made: its first four bytes are the second.
pub fn made_at(id: Id) -> Timestamp {
    let [a, b, c, d, ..] = id.bytes();
    Timestamp::from_micros(i64::from(u32::from_be_bytes([a, b, c, d])) * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with<T>(value: &Value, read: impl FnOnce(&mut Reading) -> T) -> (T, Report) {
        let mut report = Report::default();
        let map = value.as_object().unwrap();
        let got = read(&mut Reading::new("dataset", map, &mut report));
        (got, report)
    }

    #[test]
    fn takes_what_it_can() {
        let object = json!({
            "id": "53698E41A3A729239D2033FC", "uri": "https://portal.example/api/1/datasets/x/",
            "size": "12", "ratio": 3.7, "at": "2014-05-07T03:37:05.097000", "bad": "hier", "none": null,
            "tags": ["Été", "bm", 7, null], "badges": ["hvd", {"kind": "spd"}, {}],
            "harvest": {"modified_at": "2018-12-13T22:00:39", "backend": null, "count": 3},
            "spatial": {"zones": ["fr:region:52@1970-01-09", {"id": "country:fr"}, 3]},
            "logo": "/avatars/https://static.example/a.png", "preview": "/tabular/x?url=1", "plain": "https://a/b",
        });
        let ((), report) = with(&object, |reading| {
            assert_eq!(
                reading.id("id").map(|id| id.to_string()).as_deref(),
                Some("53698e41a3a729239d2033fc")
            );
            assert_eq!(reading.int("size"), Some(12));
            assert_eq!(reading.int("ratio"), Some(3));
            assert!(reading.date("at").is_some());
            assert_eq!(reading.date("bad"), None);
            assert_eq!(reading.date("none"), None);
            assert_eq!(reading.tags(), ["bm", "ete"]);
            assert_eq!(reading.badges(), ["hvd", "spd"]);
            let harvest = reading.harvest().unwrap();
            assert_eq!(harvest["modified_at"], "2018-12-13T22:00:39+00:00");
            assert!(!harvest.contains_key("backend"));
            assert_eq!(
                reading.spatial().unwrap().zones,
                ["fr:region:52", "country:fr"]
            );
            assert_eq!(
                reading.address("logo").as_deref(),
                Some("https://static.example/a.png")
            );
            assert_eq!(
                reading.address("preview").as_deref(),
                Some("https://portal.example/tabular/x?url=1")
            );
            assert_eq!(reading.address("plain").as_deref(), Some("https://a/b"));
        });
        assert_eq!(
            report.count(Outcome::Mended, "a date that is none was left out"),
            1
        );
        assert_eq!(
            report.count(Outcome::Mended, "the day of a zone was dropped"),
            1
        );
        assert_eq!(
            report.count(
                Outcome::Kept,
                "a tag shorter than 3 or longer than 96 characters"
            ),
            1
        );
    }

    #[test]
    fn nothing_is_too_odd() {
        let object = json!({
            "id": 7, "tags": "a,b", "badges": {}, "harvest": [], "spatial": "France", "metrics": 3, "extras": null,
        });
        with(&object, |reading| {
            assert_eq!(reading.id("id"), None);
            assert!(reading.tags().is_empty());
            assert!(reading.badges().is_empty());
            assert!(reading.harvest().is_none());
            assert!(reading.spatial().is_none());
            assert!(reading.metrics().is_empty());
            assert!(reading.extras("extras").is_empty());
        });
    }

    #[test]
    fn identifiers_know_when_they_were_made() {
        let id: Id = "53698e41a3a729239d2033fc".parse().unwrap();
        assert_eq!(made_at(id).date().to_string(), "2014-05-07");
    }
}
