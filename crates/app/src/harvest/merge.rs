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
    /// Something that was edited here stayed, against what the source says.
    #[serde(rename = "k", skip_serializing_if = "std::ops::Not::not")]
    pub keeps: bool,
    /// Another source wrote them.
    #[serde(skip)]
    pub of_another: bool,
}

impl Marks {
    /// The marks as they were written down; none where nothing was ever marked.
    pub fn parse(text: &str, of_another: bool) -> Option<Self> {
        let marks: Self = serde_json::from_str(text).ok()?;
        let is_marked = !(marks.fields.is_empty() && marks.files.is_empty());
        is_marked.then_some(Self {
            of_another,
            ..marks
        })
    }
}

/// Whether marks that were written down say that something edited here stayed: they are not read whole for that.
pub fn keeps(text: &str) -> bool {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Keeps {
        k: bool,
    }
    serde_json::from_str::<Keeps>(text).is_ok_and(|marks| marks.k)
}

/// A short mark of a value.
pub fn mark(value: &Value) -> String {
    let digest = Sha256::digest(value.to_string().as_bytes());
    vitrail_domain::text::hex(digest.get(..6).unwrap_or_default())
}

/// How fields are merged.
pub struct Merger<'a> {
    /// As the last reading wrote them; nothing when none did.
    pub marks: Option<&'a BTreeMap<String, String>>,
    /// That reading was of another source: what this one does not say, it never took back.
    pub of_another: bool,
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

/// Who has the word on a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Source,
    /// It was edited here.
    Ours,
    /// The source says nothing against what is here.
    Silent,
}

impl Merger<'_> {
    fn word(&self, name: &str, current: &Value, said: &Value) -> Word {
        if self.is_new {
            return Word::Source;
        }
        // What the source never said, and what it leaves unknown, says nothing against what is here.
        let says_nothing = match name {
            "frequency" => said == "unknown",
            "contact_points" => is_silent(said),
            _ => false,
        };
        if says_nothing {
            return Word::Silent;
        }
        let is_default = is_silent(said) || (name == "access_type" && said == "open");
        if is_default && (self.marks.is_none() || self.of_another) {
            return Word::Silent;
        }
        let Some(marks) = self.marks else {
            return Word::Source;
        };
        let was_edited = match marks.get(name) {
            Some(written) => *written != mark(current),
            None => !is_silent(current),
        };
        if was_edited && !self.overwrites {
            Word::Ours
        } else {
            Word::Source
        }
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
            let word = self.word(name, &current, said);
            let value = if word == Word::Source { said } else { &current };
            let value = value.clone();
            let kept = word == Word::Ours && current != *said;
            let former = self.marks.and_then(|marks| marks.get(name)).cloned();
            let own = former.clone().filter(|_| !self.of_another);
            let marked = match word {
                // What is here is not the source's: the next reading finds it edited, and keeps it.
                Word::Silent => own.unwrap_or_else(|| mark(said)),
                Word::Ours if kept => former.unwrap_or_default(),
                Word::Source | Word::Ours => mark(&value),
            };
            written.insert(name.to_owned(), marked);
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
                of_another: false,
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
            of_another: false,
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

    #[test]
    fn a_silent_source_never_takes_what_was_there_before_it() {
        let names = ["title", "license", "frequency"];
        let current = json!({"title": "Ours", "license": "lov2", "frequency": "daily"});
        let read = |current: &Value, said: &Value, marks: Option<&BTreeMap<String, String>>| {
            let merger = Merger {
                marks,
                of_another: false,
                overwrites: false,
                is_new: false,
            };
            merger
                .fields(&names, current, said, &mut Vec::new())
                .unwrap()
        };
        let silent = json!({"title": "T", "license": null, "frequency": "unknown"});
        let (first, marks) = read(&current, &silent, None);
        let (second, marks) = read(&first, &silent, Some(&marks));
        assert_eq!(first, second);
        assert_eq!(
            (&second["license"], &second["frequency"]),
            (&json!("lov2"), &json!("daily"))
        );
        // It was never the source's: the source does not replace it either.
        let speaks = json!({"title": "T2", "license": "odbl", "frequency": "weekly"});
        let (third, _) = read(&second, &speaks, Some(&marks));
        assert_eq!(third["title"], "T2");
        assert_eq!(
            (&third["license"], &third["frequency"]),
            (&json!("lov2"), &json!("daily"))
        );
        // What it gave it may take back, and give again after a silence.
        let said = json!({"title": "T2", "license": "odbl", "frequency": "weekly"});
        let (given, theirs) = {
            let merger = Merger {
                marks: None,
                of_another: false,
                overwrites: false,
                is_new: true,
            };
            merger
                .fields(&names, &json!({}), &said, &mut Vec::new())
                .unwrap()
        };
        let (given, theirs) = read(&given, &silent, Some(&theirs));
        assert_eq!(
            (&given["license"], &given["frequency"]),
            (&Value::Null, &json!("weekly"))
        );
        let (given, _) = read(
            &given,
            &json!({"title": "T", "license": null, "frequency": "daily"}),
            Some(&theirs),
        );
        assert_eq!(given["frequency"], "daily");
    }
}
