//! What a tool is told, read with patience for how programs write (a number as a text, one tag without a list) and
//! refused with the name of the argument and what to do.

use rmcp::model::JsonObject;
use serde_json::Value;

use crate::mcp::answer::Refused;
use crate::mcp::tool::{Argument, Described, Holds};

/// A text longer than this names nothing.
const LONGEST: usize = 1_000;
const MOST_TEXTS: usize = 20;

pub struct Arguments {
    given: JsonObject,
}

impl Arguments {
    /// What was given, when it is what the tool knows.
    pub fn read(mut given: JsonObject, tool: &Described) -> Result<Self, Refused> {
        // A program that has nothing to say of an argument may say null.
        given.retain(|_, value| !value.is_null());
        for (name, value) in &given {
            let Some(known) = tool.arguments.iter().find(|known| known.name == name) else {
                let names: Vec<&str> = tool.arguments.iter().map(|known| known.name).collect();
                return Err(Refused::new(format!(
                    "{name}: `{}` has no such argument; it has {}.",
                    tool.name,
                    names.join(", ")
                )));
            };
            check(known, value)?;
        }
        let missing = tool
            .arguments
            .iter()
            .find(|known| known.needed && !given.contains_key(known.name));
        match missing {
            Some(known) => Err(Refused::new(format!(
                "{}: this is needed. {}.",
                known.name, known.description
            ))),
            None => Ok(Self { given }),
        }
    }

    /// A text; one that is empty says nothing.
    pub fn text(&self, name: &str) -> Option<&str> {
        let text = self.given.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    pub fn texts(&self, name: &str) -> Vec<&str> {
        let all: Vec<&str> = match self.given.get(name) {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        all.into_iter()
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .collect()
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.given.get(name).and_then(number)
    }
}

fn check(known: &Argument, value: &Value) -> Result<(), Refused> {
    let name = known.name;
    let is_short = |value: &Value| {
        value
            .as_str()
            .is_some_and(|text| text.chars().count() <= LONGEST)
    };
    match known.holds {
        Holds::Text if is_short(value) => Ok(()),
        Holds::Text if value.is_string() => Err(Refused::new(format!(
            "{name}: this is longer than {LONGEST} characters; shorten it."
        ))),
        Holds::Text => Err(Refused::new(format!("{name}: write it as a text."))),
        Holds::Texts => {
            let whole = match value {
                Value::Array(all) => all.len() <= MOST_TEXTS && all.iter().all(is_short),
                one => is_short(one),
            };
            if whole {
                return Ok(());
            }
            Err(Refused::new(format!(
                "{name}: write it as a text, or as a list of at most {MOST_TEXTS} texts."
            )))
        }
        Holds::Number if number(value).is_some_and(|number| number > 0) => Ok(()),
        Holds::Number => Err(Refused::new(format!(
            "{name}: write a whole number from 1."
        ))),
        Holds::OneOf(all) if value.as_str().is_some_and(|text| all.contains(&text)) => Ok(()),
        Holds::OneOf(all) => Err(Refused::new(format!(
            "{name}: choose one of {}.",
            all.join(", ")
        ))),
    }
}

fn number(value: &Value) -> Option<i64> {
    let written = || value.as_str()?.trim().parse().ok();
    value.as_i64().or_else(written)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::mcp::tool::{self, TOOLS};

    fn read(tool: &str, given: Value) -> Result<Arguments, Refused> {
        let Value::Object(given) = given else {
            panic!("no object")
        };
        Arguments::read(given, tool::find(tool).unwrap())
    }

    #[test]
    fn programs_are_understood_or_told_what_to_do() {
        let read_well = read(
            "search",
            json!({"query": " air ", "tag": "eau", "page": "2", "what": null}),
        )
        .ok()
        .unwrap();
        assert_eq!(read_well.text("query"), Some("air"));
        assert_eq!(read_well.texts("tag"), ["eau"]);
        assert_eq!(read_well.number("page"), Some(2));
        for (tool, given, begins) in [
            (
                "search",
                json!({"q": "air"}),
                "q: `search` has no such argument; it has query,",
            ),
            ("search", json!({"query": 3}), "query: write it as a text"),
            (
                "search",
                json!({"what": "people"}),
                "what: choose one of datasets,",
            ),
            (
                "search",
                json!({"page": 0}),
                "page: write a whole number from 1",
            ),
            (
                "search",
                json!({"tag": [1]}),
                "tag: write it as a text, or as a list",
            ),
            (
                "search",
                json!({"query": "a".repeat(2_000)}),
                "query: this is longer",
            ),
            ("get_dataset", json!({}), "dataset: this is needed."),
        ] {
            let Err(Refused(why)) = read(tool, given) else {
                panic!("{begins}")
            };
            assert!(why.starts_with(begins), "{why}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_breaks_it(name in "[a-z_]{0,9}", text in ".{0,40}", number in any::<i64>(), which in 0..5_usize) {
            for value in [json!(text), json!([text, number]), json!(number), json!({"a": text}), json!(true)] {
                for key in ["page", "tag", "query", name.as_str()] {
                    let mut given = JsonObject::new();
                    given.insert(key.to_owned(), value.clone());
                    if let Ok(arguments) = Arguments::read(given, &TOOLS[which]) {
                        let _ = (arguments.text(key), arguments.texts(key), arguments.number(key));
                    }
                }
            }
        }
    }
}
