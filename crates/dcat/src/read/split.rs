//! A document in JSON-LD as several smaller ones that say the same together: the parser of JSON-LD holds a whole document
//! while it reads it, in ten times its size. What the parts have in common is their context and what the catalogue says
//! of itself in texts; its long list is shared out among them.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::value::RawValue;

/// The members of a list in one part.
const TOGETHER: usize = 200;

/// The parts of a document; none when it has no long list.
pub fn parts(text: &str) -> Option<impl Iterator<Item = String>> {
    let (members, name) = match text.trim_start().as_bytes().first()? {
        b'{' => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            let lists = members.iter().filter(|(name, value)| {
                // What is in order stays whole.
                value.get().starts_with('[') && !matches!(name.as_str(), "@context" | "@list")
            });
            let longest = lists.max_by_key(|(_, value)| value.get().len())?.0.clone();
            (members, Some(longest))
        }
        _ => (BTreeMap::new(), None),
    };
    let list = match &name {
        Some(name) => members.get(name)?.get(),
        None => text,
    };
    let all: Vec<&RawValue> = serde_json::from_str(list).ok()?;
    if all.len() <= TOGETHER {
        return None;
    }
    let count = all.len().div_ceil(TOGETHER);
    Some((0..count).map(move |place| {
        let members_of = all.iter().skip(place * TOGETHER).take(TOGETHER);
        let values: Vec<&str> = members_of.map(|value| value.get()).collect();
        let list = format!("[{}]", values.join(","));
        let Some(name) = &name else {
            return list;
        };
        let mut part = String::from("{");
        for (key, value) in &members {
            let value = value.get();
            let is_common = key == "@context" || !value.starts_with(['{', '[']);
            let value = if key == name { &list } else { value };
            if place == 0 || is_common || key == name {
                // Writing to a text cannot fail.
                let _ = write!(part, "{}:{value},", serde_json::Value::from(key.as_str()));
            }
        }
        part.pop();
        part.push('}');
        part
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_shared_out() {
        let list = vec!["{\"a\":[1]}"; 401].join(", ");
        let text = format!(
            "{{\"@id\": \"c\", \"@context\": {{}}, \"publisher\": {{}}, \"x\": [1], \"data\": [{list}]}}"
        );
        let found: Vec<String> = parts(&text).unwrap().collect();
        let read = |part: &String| serde_json::from_str::<serde_json::Value>(part).unwrap();
        let found: Vec<serde_json::Value> = found.iter().map(read).collect();
        let lengths: Vec<usize> = found
            .iter()
            .map(|part| part["data"].as_array().unwrap().len())
            .collect();
        assert_eq!(lengths, [200, 200, 1]);
        assert_eq!(found[2]["@id"], "c");
        assert!(found[2]["@context"].is_object());
        let has = |part: &serde_json::Value| part.get("publisher").is_some();
        assert_eq!(found.iter().filter(|part| has(part)).count(), 1);
        assert_eq!(parts(&format!("[{list}]")).unwrap().count(), 3);
        assert!(parts("{\"@graph\": [{}, {}]}").is_none());
        assert!(parts("{\"@graph\": {}").is_none());
        assert!(parts("").is_none());
    }
}
