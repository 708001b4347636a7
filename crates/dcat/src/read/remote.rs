//! Contexts of JSON-LD that a document points at and that are not shipped. Reading does no I/O: a document tells which
//! context it lacks, whoever reads it fetches that one through the guard, gives it here and reads again. What is given
//! is judged before a parser sees it: contexts lead to one another, and a parser opens each as often as it is named.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value};
use url::Url;

use super::contexts::bundled;
use super::parse::Unreadable;

/// The largest context in bytes, and the most of them for one catalogue.
const LARGEST: usize = 1 << 20;
const MOST: usize = 20;
/// What a context may weigh with all that it leads to, in bytes.
const MOST_OPENED: usize = 4 << 20;

/// The contexts that were fetched for a catalogue, by the addresses that its documents name. Cheap to clone, as each page
/// does.
#[derive(Clone, Debug, Default)]
pub struct Contexts(BTreeMap<String, Arc<Fetched>>);

#[derive(Debug)]
struct Fetched {
    /// Where it was found, after redirections: what is relative in it is from there.
    found_at: String,
    body: String,
    leads_to: Vec<String>,
}

impl Default for &Contexts {
    fn default() -> Self {
        static NONE: Contexts = Contexts(BTreeMap::new());
        &NONE
    }
}

impl Contexts {
    /// Takes what was found at the `address` that a document names.
    ///
    /// # Errors
    /// When it is no context, is too large, or leads back to itself.
    pub fn add(&mut self, address: &str, found_at: &str, body: &[u8]) -> Result<(), Unreadable> {
        let refused = |why: String| Err(Unreadable::Said(format!("The context {address} {why}")));
        if self.0.len() >= MOST {
            return refused(format!("is one too many: a catalogue may name {MOST}"));
        }
        if body.len() > LARGEST {
            return refused(format!("is larger than the {LARGEST} bytes allowed here"));
        }
        let text = std::str::from_utf8(body).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}');
        let Ok(map) = serde_json::from_str::<Map<String, Value>>(text) else {
            return refused("is no object in JSON".to_owned());
        };
        if !map.contains_key("@context") {
            return refused("holds no @context".to_owned());
        }
        let mut leads_to = Vec::new();
        of_map(&map, found_at, &mut leads_to);
        let fetched = Fetched {
            found_at: found_at.to_owned(),
            // Written again: the parser must not find it worse than it was found here.
            body: Value::Object(map).to_string(),
            leads_to,
        };
        self.0.insert(address.to_owned(), Arc::new(fetched));
        let mut known = HashMap::new();
        for one in self.0.keys() {
            match self.weigh(one, &mut known) {
                None => return refused("leads back to itself".to_owned()),
                Some(MOST_OPENED..) => return refused("grows without end once opened".to_owned()),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// What a context weighs with all that it leads to; nothing when it leads back to itself.
    fn weigh(&self, address: &str, known: &mut HashMap<String, Option<usize>>) -> Option<usize> {
        if let Some(known) = known.get(address) {
            return *known;
        }
        let Some(fetched) = self.0.get(address) else {
            // Shipped, and then it leads nowhere; or still to be fetched.
            return Some(bundled(address).map_or(0, |context| context.to_string().len()));
        };
        // Met again before its weight is known, it leads to itself.
        known.insert(address.to_owned(), None);
        let mut sum = fetched.body.len();
        for next in &fetched.leads_to {
            sum = sum.saturating_add(self.weigh(next, known)?);
        }
        known.insert(address.to_owned(), Some(sum));
        Some(sum)
    }

    /// The bytes of all that was fetched.
    pub(super) fn size(&self) -> usize {
        self.0.values().map(|one| one.body.len()).sum()
    }

    /// Where the context of an address was found, and what it says; nothing when it has to be fetched first.
    pub(super) fn get(&self, address: &str) -> Option<(String, String)> {
        let fetched = self.0.get(address);
        let fetched = fetched.map(|one| (one.found_at.clone(), one.body.clone()));
        fetched.or_else(|| Some((address.to_owned(), bundled(address)?.to_string())))
    }
}

/// The addresses of the contexts that are named in one, as often as they are.
fn of_map(map: &Map<String, Value>, base: &str, found: &mut Vec<String>) {
    for (key, value) in map {
        if matches!(key.as_str(), "@context" | "@import") {
            let several = value.as_array().map(Vec::as_slice);
            let names = several.unwrap_or(std::slice::from_ref(value)).iter();
            let base = Url::parse(base).ok();
            found.extend(names.filter_map(|name| {
                let name = name.as_str()?;
                let joined = base.as_ref().and_then(|base| base.join(name).ok());
                Some(joined.map_or_else(|| name.to_owned(), String::from))
            }));
        }
        of_value(value, base, found);
    }
}

fn of_value(value: &Value, base: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => of_map(map, base, found),
        Value::Array(all) => all.iter().for_each(|one| of_value(one, base, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(contexts: &mut Contexts, name: &str, body: &str) -> String {
        let address = format!("https://a.example/{name}");
        let added = contexts.add(&address, &address, body.as_bytes());
        added.err().map_or_else(String::new, |why| why.to_string())
    }

    #[test]
    fn what_would_never_end_is_refused() {
        let mut contexts = Contexts::default();
        let first = r#"{"@context": {"a": {"@id": "b:c", "@context": "second"}}}"#;
        assert_eq!(refused(&mut contexts, "first", first), "");
        let why = refused(&mut contexts, "second", r#"{"@context": ["/first"]}"#);
        assert!(why.ends_with("leads back to itself"), "{why}");

        let mut contexts = Contexts::default();
        let next = |number: u8| {
            let name = format!("\"{number}\"");
            let all = [name.as_str(); 30].join(",");
            format!(r#"{{"@context": [{all}]}}"#)
        };
        assert_eq!(refused(&mut contexts, "0", &next(1)), "");
        assert_eq!(refused(&mut contexts, "1", &next(2)), "");
        assert_eq!(refused(&mut contexts, "2", &next(3)), "");
        assert_eq!(refused(&mut contexts, "3", &next(4)), "");
        let why = refused(&mut contexts, "4", r#"{"@context": {"a": "b:c"}}"#);
        assert!(why.ends_with("without end once opened"), "{why}");
    }

    #[test]
    fn what_is_no_context_is_refused() {
        let mut contexts = Contexts::default();
        let said = [
            ("", "no object"),
            ("[]", "no object"),
            ("{}", "no @context"),
            (&" ".repeat(LARGEST + 1), "larger"),
        ];
        for (body, expected) in said {
            let why = refused(&mut contexts, "x", body);
            assert!(why.contains(expected), "{why}");
        }
        for number in 0..MOST {
            let body = r#"{"@context": {}}"#;
            assert_eq!(refused(&mut contexts, &number.to_string(), body), "");
        }
        assert!(refused(&mut contexts, "more", r#"{"@context": {}}"#).contains("one too many"));
    }
}
