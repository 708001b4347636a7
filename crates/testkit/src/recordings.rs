//! The answers that a live udata gave, kept outside of the project, and the rule by which ours are compared with
//! them: every recorded key is there with the same type of JSON; further keys are allowed; a list is not empty
//! where the recorded one is not; values differ.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

/// Keys inside may differ in number.
const FREE: [&str; 7] = [
    "extras",
    "metrics",
    "facets",
    "paths",
    "definitions",
    "quality",
    "@graph",
];

/// One recorded answer.
pub struct Recorded {
    pub status: u16,
    pub content_type: Option<String>,
    pub json: Value,
}

/// The folder of the recordings; none where they are absent, which a test says before it gives up.
pub fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("VITRAIL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data/udata");
    folder.is_dir().then_some(folder)
}

/// The recording of a name such as `072-search`.
pub fn read(name: &str) -> Result<Recorded> {
    let folder = folder().context("no recordings: set VITRAIL_SHARED")?;
    let text = fs::read_to_string(folder.join(format!("{name}.json")))?;
    let whole: Value = serde_json::from_str(&text)?;
    let response = &whole["response"];
    let status = response["status"].as_u64().context("a status")?;
    let content_type = response["headers"]["Content-Type"].as_str();
    Ok(Recorded {
        status: u16::try_from(status)?,
        content_type: content_type.map(str::to_owned),
        json: response["json"].clone(),
    })
}

/// Differences of keys and types between our value and the recorded one, as sentences.
pub fn shape(ours: &Value, theirs: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    compare(ours, theirs, "", &mut differences);
    differences
}

fn compare(ours: &Value, theirs: &Value, at: &str, differences: &mut Vec<String>) {
    match (ours, theirs) {
        (_, Value::Null) => {}
        (Value::Object(ours), Value::Object(theirs)) => {
            let name = at.rsplit('.').next().unwrap_or_default();
            if FREE.contains(&name.split('[').next().unwrap_or_default()) {
                return;
            }
            for (key, theirs) in theirs {
                let at = format!("{at}.{key}");
                match ours.get(key) {
                    Some(ours) => compare(ours, theirs, &at, differences),
                    None => differences.push(format!("{at}: missing")),
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => match (ours.first(), theirs.first()) {
            (_, None) => {}
            (Some(ours), Some(theirs)) => compare(ours, theirs, &format!("{at}[0]"), differences),
            (None, Some(_)) => differences.push(format!("{at}: empty list")),
        },
        (ours, theirs) if kind(ours) == kind(theirs) => {}
        (ours, theirs) => differences.push(format!("{at}: {} for {}", kind(ours), kind(theirs))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "truth",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::shape;

    #[test]
    fn says_what_differs() {
        let theirs = json!({"data": [{"id": "1", "n": 1, "o": null}], "extras": {"a": 1}, "m": {}});
        let same = json!({"data": [{"id": "x", "n": 2.5, "o": 3}], "extras": {}, "m": {"k": 1}});
        assert!(shape(&same, &theirs).is_empty());
        let other = json!({"data": [{"id": 1, "n": null}], "extras": {}});
        assert_eq!(
            shape(&other, &theirs),
            [
                ".data[0].id: number for text",
                ".data[0].n: null for number",
                ".data[0].o: missing",
                ".m: missing",
            ]
        );
        assert_eq!(
            shape(&json!({"data": [], "extras": 1, "m": {}}), &theirs),
            [".data: empty list", ".extras: number for object"]
        );
    }
}
