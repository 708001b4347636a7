//! What a dataset becomes when its source is read again: a field that nobody touched here follows the source; one that
//! was edited here stays, unless the source was given the last word. Whether it was edited is known by the mark of each
//! field as the last reading wrote it. Pure: nothing is read nor written.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use vitrail_domain::harvest::job::FieldChange;

use super::merge_files::FileMark;

/// The mark of each field as it was written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Marks {
    #[serde(rename = "f")]
    pub fields: BTreeMap<String, String>,
    /// By the key of each file.
    #[serde(rename = "r", skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, FileMark>,
}

/// A short mark of a value.
pub fn mark(value: &Value) -> String {
    let digest = Sha256::digest(value.to_string().as_bytes());
    vitrail_domain::text::hex(digest.get(..6).unwrap_or_default())
}

/// How fields are merged.
pub struct Merger<'a> {
    /// As the last reading wrote them; nothing when no reading of this source did.
    pub marks: Option<&'a BTreeMap<String, String>>,
    /// The source has the last word.
    pub overwrites: bool,
    /// The object is new: what is there are only defaults.
    pub is_new: bool,
}

/// Nothing is said.
pub fn is_silent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

impl Merger<'_> {
    /// The value that a field takes, and whether it is kept although the source says otherwise.
    fn choose(&self, name: &str, current: &Value, said: &Value) -> (Value, bool) {
        if self.is_new {
            return (said.clone(), false);
        }
        // What the source never said, and what it leaves unknown, says nothing against what is here.
        let says_nothing = match name {
            "frequency" => said == "unknown",
            "contact_points" => is_silent(said),
            _ => false,
        };
        if says_nothing {
            return (current.clone(), false);
        }
        let Some(marks) = self.marks else {
            let is_default = is_silent(said) || (name == "access_type" && said == "open");
            let chosen = if is_default { current } else { said };
            return (chosen.clone(), false);
        };
        let was_edited = match marks.get(name) {
            Some(written) => *written != mark(current),
            None => !is_silent(current),
        };
        if was_edited && !self.overwrites {
            return (current.clone(), current != said);
        }
        (said.clone(), false)
    }

    /// Merges what a source says into an object, field by field, and marks what it then holds from the source.
    pub fn fields<T: Serialize + DeserializeOwned>(
        &self,
        names: &[&str],
        current: &T,
        said: &T,
        changes: &mut Vec<FieldChange>,
    ) -> serde_json::Result<(T, BTreeMap<String, String>)> {
        let mut merged = object(current)?;
        let said = object(said)?;
        let mut written = BTreeMap::new();
        let mut one = |object: &mut Map<String, Value>, name: &str, key: &str, said: &Value| {
            let current = object.get(key).cloned().unwrap_or_default();
            let (value, kept) = self.choose(name, &current, said);
            // A field that was edited keeps the mark of the last writing: it stays edited.
            let former = self.marks.and_then(|marks| marks.get(name));
            let edited = former.is_some_and(|former| *former != mark(&current));
            let stays = kept || (!self.is_new && !self.overwrites && edited && current != *said);
            if stays {
                let value = former.cloned().unwrap_or_default();
                written.insert(name.to_owned(), value);
            } else {
                written.insert(name.to_owned(), mark(&value));
            }
            if current != value || kept {
                changes.push(FieldChange {
                    field: name.to_owned(),
                    old: brief(&current),
                    new: brief(said),
                    kept,
                });
            }
            if value.is_null() && key != name {
                object.remove(key);
            } else {
                object.insert(key.to_owned(), value);
            }
        };
        for name in names {
            let value = said.get(*name).cloned().unwrap_or_default();
            one(&mut merged, name, name, &value);
        }
        // Free facts are as many fields: those that others wrote beside stay.
        let theirs = said.get("extras").and_then(Value::as_object).cloned();
        let theirs = theirs.unwrap_or_default();
        let mut extras = merged
            .get("extras")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let former: Vec<String> = self
            .marks
            .into_iter()
            .flatten()
            .filter_map(|(name, _)| name.strip_prefix("extras."))
            .filter(|key| !theirs.contains_key(*key))
            .map(str::to_owned)
            .collect();
        for key in former {
            if extras.contains_key(&key) {
                one(&mut extras, &format!("extras.{key}"), &key, &Value::Null);
            }
        }
        for (key, value) in &theirs {
            one(&mut extras, &format!("extras.{key}"), key, value);
        }
        merged.insert("extras".to_owned(), Value::Object(extras));
        let merged = serde_json::from_value(Value::Object(merged))?;
        Ok((merged, written))
    }
}

pub fn object(thing: &impl Serialize) -> serde_json::Result<Map<String, Value>> {
    match serde_json::to_value(thing)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Map::new()),
    }
}

/// A value short enough for a report.
pub fn brief(value: &Value) -> Value {
    const MOST: usize = 500;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => value.to_string(),
        other => return other.clone(),
    };
    if text.len() <= MOST {
        return value.clone();
    }
    Value::String(text.chars().take(MOST).chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[expect(clippy::needless_pass_by_value, reason = "said in place by each test")]
    fn merge(
        current: Value,
        said: Value,
        former: Option<Value>,
        overwrites: bool,
    ) -> (Value, Vec<FieldChange>) {
        let mut changes = Vec::new();
        let marks = former.map(|former| {
            let blank = Merger {
                marks: None,
                overwrites: false,
                is_new: true,
            };
            blank
                .fields(&["title", "license"], &json!({}), &former, &mut Vec::new())
                .unwrap()
                .1
        });
        let merger = Merger {
            marks: marks.as_ref(),
            overwrites,
            is_new: false,
        };
        let (found, _) = merger
            .fields(&["title", "license"], &current, &said, &mut changes)
            .unwrap();
        (found, changes)
    }

    #[test]
    fn what_was_edited_here_stays() {
        let current = json!({"title": "Ours", "license": "lov2", "extras": {"a": 1, "mine": 2}});
        let said = json!({"title": "Theirs, new", "license": "odbl", "extras": {}});
        let former = json!({"title": "Theirs", "license": "lov2", "extras": {"a": 1}});
        let (merged, changes) = merge(current.clone(), said.clone(), Some(former.clone()), false);
        assert_eq!(
            merged,
            json!({"title": "Ours", "license": "odbl", "extras": {"mine": 2}})
        );
        let kept: Vec<&str> = changes
            .iter()
            .filter(|c| c.kept)
            .map(|c| c.field.as_str())
            .collect();
        assert_eq!(kept, ["title"]);
        let (merged, _) = merge(current, said, Some(former), true);
        assert_eq!(merged["title"], "Theirs, new");
    }

    #[test]
    fn a_silent_source_takes_nothing_from_what_it_never_wrote() {
        let current = json!({"title": "Ours", "license": "lov2", "extras": {}});
        let (merged, _) = merge(current, json!({"title": "T", "license": null}), None, false);
        assert_eq!(
            merged,
            json!({"title": "T", "license": "lov2", "extras": {}})
        );
    }
}
