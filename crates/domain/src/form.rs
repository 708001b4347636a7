//! An object as a client or a form sends it, read field by field. An absent key leaves things as they are, `null`
//! clears them; what is wrong is gathered by field, so that one answer names all of it.

#![expect(
    clippy::option_option,
    reason = "absent, null and given are three answers of a form"
)]

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Extras;
use crate::dataset::{TAG_MAX, TAG_MIN, normalise_tags};
use crate::id::Id;
use crate::time::Timestamp;
use crate::vocabulary::Vocabulary;

/// What is wrong with a field. Rooms above say it in the words of udata, or in the language of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    Required,
    /// More than so many characters.
    TooLong(usize),
    /// Another type is expected: `text`, `boolean`, `number`, `date`, `list`, `object`, `id`.
    Expected(&'static str),
    /// Outside of these bounds, both included.
    OutOfRange(i64, i64),
    /// None of these codes.
    NotAChoice(String, Vec<String>),
    /// No address that a browser could follow.
    BadUrl(String),
    /// An address of a private network, which no harvest reads unless the operator allows it.
    PrivateUrl(String),
    BadTag(String),
    /// Nothing has this identifier.
    Unknown(String),
    /// Names of people and organizations hold no address: spammers put them there.
    HoldsUrl,
    /// A rule with its own sentence, in English.
    Said(String),
    /// A rule that clients know by a sentence about the whole request.
    Whole(String),
}

/// Problems by field; the fields of an inner object are written `spatial.zones`.
pub type Problems = BTreeMap<String, Vec<Problem>>;

/// Reads one object and gathers its problems.
pub struct Form<'a> {
    fields: &'a Extras,
    prefix: String,
    problems: Problems,
}

impl<'a> Form<'a> {
    pub fn new(fields: &'a Extras) -> Self {
        Self {
            fields,
            prefix: String::new(),
            problems: Problems::new(),
        }
    }

    /// The problems found, if any.
    pub fn finish(self) -> Result<(), Problems> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(self.problems)
        }
    }

    /// Whether nothing was found wrong so far.
    pub fn is_well(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    pub fn is_null(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(Value::is_null)
    }

    /// The value of a key that is there and not null.
    pub fn value(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub fn refuse(&mut self, name: &str, problem: Problem) {
        let name = format!("{}{name}", self.prefix);
        self.problems.entry(name).or_default().push(problem);
    }

    /// Reads an inner object with the same problems.
    pub fn inside<T>(
        &mut self,
        name: &str,
        fields: &'a Extras,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mut inner = Self {
            fields,
            prefix: format!("{}{name}.", self.prefix),
            problems: std::mem::take(&mut self.problems),
        };
        let read = read(&mut inner);
        self.problems = inner.problems;
        read
    }

    /// Fields that a new object must have.
    pub fn need(&mut self, names: &[&str]) {
        for name in names {
            let empty = match self.value(name) {
                None => true,
                Some(Value::String(text)) => crate::text::printable(text).trim().is_empty(),
                Some(_) => false,
            };
            let known = self
                .problems
                .contains_key(&format!("{}{name}", self.prefix));
            if empty && !known {
                self.refuse(name, Problem::Required);
            }
        }
    }

    /// `None` when the key is absent or refused, `Some(None)` when it is null, else what `read` makes of it.
    fn field<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Result<Option<T>, Problem>,
    ) -> Option<Option<T>> {
        match self.fields.get(name)? {
            Value::Null => Some(None),
            value => match read(value) {
                Ok(read) => Some(read),
                Err(problem) => {
                    self.refuse(name, problem);
                    None
                }
            },
        }
    }

    /// A text without spaces around it, nor control characters; an empty one is none.
    pub fn text(&mut self, name: &str, max: usize) -> Option<Option<String>> {
        self.field(name, |value| {
            let text = value.as_str().ok_or(Problem::Expected("text"))?;
            let text = crate::text::printable(text);
            let text = text.trim();
            if text.chars().count() > max {
                return Err(Problem::TooLong(max));
            }
            Ok((!text.is_empty()).then(|| text.to_owned()))
        })
    }

    /// A text that cannot be taken away.
    pub fn required(&mut self, name: &str, max: usize) -> Option<String> {
        let text = self.text(name, max)?;
        if text.is_none() {
            self.refuse(name, Problem::Required);
        }
        text
    }

    /// A truth value; null is false. Forms write `true`, `on` or `1`.
    pub fn truth(&mut self, name: &str) -> Option<bool> {
        let read = self.field(name, |value| match value {
            Value::Bool(truth) => Ok(Some(*truth)),
            Value::String(text) => match text.to_lowercase().as_str() {
                "true" | "on" | "1" | "yes" => Ok(Some(true)),
                "false" | "off" | "0" | "no" | "" => Ok(Some(false)),
                _ => Err(Problem::Expected("boolean")),
            },
            Value::Number(number) => Ok(Some(number.as_i64() != Some(0))),
            _ => Err(Problem::Expected("boolean")),
        })?;
        Some(read.unwrap_or(false))
    }

    /// An instant, as ISO 8601.
    pub fn instant(&mut self, name: &str) -> Option<Option<Timestamp>> {
        self.field(name, |value| {
            let text = value.as_str().ok_or(Problem::Expected("date"))?.trim();
            if text.is_empty() {
                return Ok(None);
            }
            text.parse()
                .map(Some)
                .map_err(|_| Problem::Expected("date"))
        })
    }

    /// A whole number within bounds, both included.
    pub fn int(&mut self, name: &str, min: i64, max: i64) -> Option<Option<i64>> {
        self.field(name, |value| {
            let number = value
                .as_i64()
                .or_else(|| value.as_str()?.trim().parse().ok())
                .ok_or(Problem::Expected("number"))?;
            if (min..=max).contains(&number) {
                Ok(Some(number))
            } else {
                Err(Problem::OutOfRange(min, max))
            }
        })
    }

    /// A number within bounds, both included.
    pub fn number(&mut self, name: &str, min: i64, max: i64) -> Option<Option<f64>> {
        self.field(name, |value| {
            let number = value
                .as_f64()
                .or_else(|| value.as_str()?.trim().parse().ok())
                .ok_or(Problem::Expected("number"))?;
            // Bounds are small whole numbers, exact as floating ones.
            #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
            let within = (min as f64..=max as f64).contains(&number);
            if within {
                Ok(Some(number))
            } else {
                Err(Problem::OutOfRange(min, max))
            }
        })
    }

    /// A code of a vocabulary.
    pub fn code<V: Vocabulary>(&mut self, name: &str) -> Option<Option<String>> {
        self.field(name, |value| {
            let text = value.as_str().ok_or(Problem::Expected("text"))?.trim();
            if text.is_empty() {
                return Ok(None);
            }
            match V::parse(text) {
                Some(known) => Ok(Some(known.code().to_owned())),
                None => Err(Problem::NotAChoice(
                    text.to_owned(),
                    V::ALL.iter().map(|known| known.code().to_owned()).collect(),
                )),
            }
        })
    }

    /// A code of a short list.
    pub fn choice(&mut self, name: &str, known: &[&str]) -> Option<Option<String>> {
        self.field(name, |value| {
            let text = value.as_str().ok_or(Problem::Expected("text"))?.trim();
            if text.is_empty() {
                return Ok(None);
            }
            if known.contains(&text) {
                return Ok(Some(text.to_owned()));
            }
            Err(Problem::NotAChoice(
                text.to_owned(),
                known.iter().map(|known| (*known).to_owned()).collect(),
            ))
        })
    }

    /// An address that people can follow.
    pub fn url(&mut self, name: &str) -> Option<Option<String>> {
        self.field(name, |value| {
            let text = value.as_str().ok_or(Problem::Expected("text"))?.trim();
            if text.is_empty() {
                return Ok(None);
            }
            if crate::address::is_public(text) {
                Ok(Some(text.to_owned()))
            } else {
                Err(Problem::BadUrl(text.to_owned()))
            }
        })
    }

    /// Tags: a list, or a text with commas.
    pub fn tags(&mut self, name: &str) -> Option<Vec<String>> {
        let read = self.field(name, |value| {
            let words: Vec<&str> = match value {
                Value::String(text) => text.split(',').map(str::trim).collect(),
                Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
                _ => return Err(Problem::Expected("list")),
            };
            let tags = normalise_tags(words);
            match tags
                .iter()
                .find(|tag| !(TAG_MIN..=TAG_MAX).contains(&tag.chars().count()))
            {
                Some(tag) => Err(Problem::BadTag(tag.clone())),
                None => Ok(Some(tags)),
            }
        })?;
        Some(read.unwrap_or_default())
    }

    /// A free object; null empties it.
    pub fn extras(&mut self, name: &str) -> Option<Extras> {
        Some(self.object(name)?.cloned().unwrap_or_default())
    }

    pub fn object(&mut self, name: &str) -> Option<Option<&'a Extras>> {
        self.field(name, |value| {
            value
                .as_object()
                .map(Some)
                .ok_or(Problem::Expected("object"))
        })
    }

    /// A list; null is an empty one.
    pub fn list(&mut self, name: &str) -> Option<&'a [Value]> {
        let read = self.field(name, |value| {
            value
                .as_array()
                .map(|items| Some(items.as_slice()))
                .ok_or(Problem::Expected("list"))
        })?;
        Some(read.unwrap_or_default())
    }

    /// A reference: an identifier, or an object that has one.
    pub fn id(&mut self, name: &str) -> Option<Option<Id>> {
        self.field(name, |value| match id_of(value) {
            Some("") => Ok(None),
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|_| Problem::Unknown(text.to_owned())),
            None => Err(Problem::Expected("id")),
        })
    }

    /// References.
    pub fn ids(&mut self, name: &str) -> Option<Vec<Id>> {
        let items = self.list(name)?;
        let mut ids = Vec::with_capacity(items.len());
        for item in items {
            let text = id_of(item).unwrap_or_default();
            let Ok(id) = text.parse() else {
                self.refuse(name, Problem::Unknown(text.to_owned()));
                return None;
            };
            ids.push(id);
        }
        Some(ids)
    }
}

/// The identifier that a value is or holds.
pub fn id_of(value: &Value) -> Option<&str> {
    value
        .as_str()
        .or_else(|| value.get("id")?.as_str())
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn problems(value: &Value, read: impl FnOnce(&mut Form<'_>)) -> Problems {
        let mut form = Form::new(value.as_object().unwrap());
        read(&mut form);
        form.finish().err().unwrap_or_default()
    }

    #[test]
    fn absent_is_not_null_is_not_empty() {
        let sent = json!({"a": null, "b": " \u{0} ", "c": " x\u{1} "});
        let mut form = Form::new(sent.as_object().unwrap());
        assert_eq!(form.text("z", 9), None);
        assert_eq!(form.text("a", 9), Some(None));
        assert_eq!(form.text("b", 9), Some(None));
        assert_eq!(form.text("c", 9), Some(Some("x".to_owned())));
        assert!(form.finish().is_ok());
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let sent = json!({
            "title": 3, "tags": ["a"], "url": "pas une url", "private": "perhaps",
            "inner": {"when": "yesterday"}, "owner": {"id": "no"},
        });
        let found = problems(&sent, |form| {
            form.required("title", 10);
            form.tags("tags");
            form.url("url");
            form.truth("private");
            form.id("owner");
            let inner = form.object("inner").flatten().unwrap();
            form.inside("inner", inner, |form| form.instant("when"));
            form.need(&["title", "description"]);
        });
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "description",
                "inner.when",
                "owner",
                "private",
                "tags",
                "title",
                "url"
            ]
        );
        assert_eq!(found["title"], [Problem::Expected("text")]);
        assert_eq!(found["tags"], [Problem::BadTag("a".to_owned())]);
    }

    #[test]
    fn lengths_count_characters() {
        let sent = json!({"title": "été"});
        assert!(
            problems(&sent, |form| {
                form.required("title", 3);
            })
            .is_empty()
        );
        assert_eq!(
            problems(&sent, |form| {
                form.required("title", 2);
            })["title"],
            [Problem::TooLong(2)]
        );
    }
}
