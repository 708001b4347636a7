//! Forms as data: which fields there are, what was typed, and what is wrong beside each. What was typed becomes the
//! object that a client of the API sends, and what an object holds becomes what is shown as typed.

mod shown;

use std::collections::BTreeMap;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use fluent_bundle::FluentValue;
use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::Error;
use vitrail_app::domain::Extras;
use vitrail_app::domain::form::{Problem, Problems};
use vitrail_app::domain::slug::slugify;
use vitrail_app::editing::Seen;

use crate::Web;
use crate::deed;
use crate::error::{ApiError, ApiResult};
use crate::view::Words;

/// No form is longer, in bytes: a description has 100,000 characters.
const LARGEST: usize = 2_000_000;

/// What was typed, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl FromRequest<Web> for Typed {
    type Rejection = ApiError;

    async fn from_request(request: Request, web: &Web) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, LARGEST).await;
        let bytes = bytes.map_err(|_| Error::TooLarge(LARGEST as u64))?;
        let mut typed = Self::default();
        for (name, value) in url::form_urlencoded::parse(&bytes).into_owned() {
            // Browsers end lines as mails do.
            typed.add(&name, value.replace("\r\n", "\n"));
        }
        if !typed.does("check") {
            deed::count(web, &parts.extensions).await?;
        }
        Ok(typed)
    }
}

impl Typed {
    pub fn add(&mut self, name: &str, value: String) {
        self.0.entry(name.to_owned()).or_default().push(value);
    }

    /// The fields and their values, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        let fields = self.0.iter();
        fields.map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.0.insert(name.to_owned(), vec![value.to_owned()]);
    }

    /// The value of a field, without spaces around it.
    pub fn one(&self, name: &str) -> &str {
        self.many(name).first().map_or("", |value| value.trim())
    }

    pub fn many(&self, name: &str) -> &[String] {
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the button of this name was pressed.
    pub fn does(&self, what: &str) -> bool {
        self.one("do") == what
    }

    /// The state that was seen by who typed this.
    pub fn seen(&self) -> Seen {
        self.one("seen").parse().ok()
    }
}

/// How a field is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Url,
    Email,
    Number,
    Day,
    /// Several lines of plain text.
    Lines,
    Markdown,
    /// Words with commas between them.
    Tags,
    /// One among known ones.
    Choice,
    /// The same, all seen at once.
    Radio,
    /// Some among known ones.
    Boxes,
    /// Some among those that a search finds.
    Picks,
    /// One among those that a search finds.
    Pick,
}

/// A field: its name is that of the API, with dots between the names of inner objects.
#[derive(Clone, Copy, Debug)]
pub struct Field(pub &'static str, pub Kind, pub Need);

/// Whether something must be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
}

pub use Need::{Optional, Required};
pub use shown::{FieldOut, Shown};

/// Fields under one title.
#[derive(Clone, Copy, Debug)]
pub struct Group(pub &'static str, pub &'static [Field]);

/// A form; the keys of its words begin with its name.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub name: &'static str,
    pub groups: &'static [Group],
}

/// Something that can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What else is said of it.
    pub note: Option<String>,
    pub selected: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }
}

/// What can be chosen, by field.
pub type Choices = BTreeMap<&'static str, Vec<Choice>>;

impl Form {
    fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().flat_map(|group| group.1)
    }

    /// What was typed, as the object that clients of the API send.
    pub fn object(&self, typed: &Typed) -> Extras {
        let mut object = Map::new();
        for Field(name, kind, _) in self.fields() {
            put(&mut object, name, value(*kind, typed, name));
        }
        for value in object.values_mut() {
            if is_nothing(value) && value.is_object() {
                *value = Value::Null;
            }
        }
        object
    }

    /// What an object holds, as it would be typed.
    pub fn typed(&self, object: &Value) -> Typed {
        let mut typed = Typed::default();
        for Field(name, kind, _) in self.fields() {
            let found = name
                .split('.')
                .try_fold(object, |held, part| held.get(part));
            let texts: Vec<String> = match found {
                None | Some(Value::Null) => Vec::new(),
                Some(Value::Array(items)) => items.iter().filter_map(text).collect(),
                Some(one) => text(one).into_iter().collect(),
            };
            let texts = match kind {
                Kind::Tags => vec![texts.join(", ")],
                Kind::Day => texts
                    .into_iter()
                    .map(|text| text.get(..10).unwrap_or(&text).to_owned())
                    .collect(),
                _ => texts,
            };
            typed.0.insert((*name).to_owned(), texts);
        }
        typed
    }

    /// The sentences of what is wrong, under the names of fields of this form; what no field of it is guilty of is
    /// under `form`.
    pub fn sentences(&self, problems: &Problems, words: &Words) -> BTreeMap<String, String> {
        let mut said = BTreeMap::new();
        for (path, problems) in problems {
            let Some(problem) = problems.first() else {
                continue;
            };
            let mut fields = self.fields();
            let inner = format!("{path}.");
            let field = fields.find(|field| field.0 == path || field.0.starts_with(&inner));
            let label = field.map(|field| words.text(&self.key(field.0, "")));
            let sentence = match (problem, field) {
                (Problem::Required, Some(Field(_, Kind::Url, _))) => {
                    words.text("problem-required-url")
                }
                _ => sentence(problem, label.as_deref(), words),
            };
            match field {
                Some(field) => said.insert(field.0.to_owned(), sentence),
                None => said.insert("form".to_owned(), sentence),
            };
        }
        said
    }

    fn key(&self, field: &str, part: &str) -> String {
        let field = field.replace(['.', '_'], "-");
        format!("form-{}-{field}{part}", self.name)
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some("true".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => object.get("id").and_then(text),
        _ => None,
    }
}

fn value(kind: Kind, typed: &Typed, name: &str) -> Value {
    let one = typed.one(name);
    match kind {
        Kind::Boxes | Kind::Picks => json!(typed.many(name)),
        Kind::Tags => json!(
            one.split([',', ';', '\n'])
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .collect::<Vec<_>>()
        ),
        _ if one.is_empty() => Value::Null,
        _ => Value::String(one.to_owned()),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_nothing),
        _ => false,
    }
}

/// Puts a value under a path with dots.
fn put(object: &mut Extras, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        object.insert(path.to_owned(), value);
        return;
    };
    let inner = object
        .entry(first)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}

/// What is wrong with a field, in the language of the page.
fn sentence(problem: &Problem, label: Option<&str>, words: &Words) -> String {
    let label = label.unwrap_or_default();
    let say = |key: &str, value: &str| {
        let value = FluentValue::from(value.to_owned());
        words.format(key, &[("field", label.into()), ("value", value)])
    };
    match problem {
        Problem::Required => say("problem-required", ""),
        Problem::TooLong(max) => say("problem-too-long", &max.to_string()),
        Problem::Expected("date") => say("problem-date", ""),
        Problem::Expected("number") => say("problem-number", ""),
        Problem::Expected(_) => say("problem-expected", ""),
        Problem::OutOfRange(min, max) => say("problem-range", &format!("{min} – {max}")),
        Problem::NotAChoice(value, _) => say("problem-choice", value),
        Problem::BadUrl(value) => say("problem-url", value),
        Problem::PrivateUrl(value) => say("problem-private-url", value),
        Problem::BadTag(tag) => say("problem-tag", tag),
        Problem::Unknown(value) => say("problem-unknown", value),
        Problem::HoldsUrl => say("problem-holds-url", ""),
        Problem::Said(sentence) | Problem::Whole(sentence) => said(sentence, words),
    }
}

/// A form as it stands: typed, refused, and what somebody else wrote meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub typed: Typed,
    pub errors: BTreeMap<String, String>,
    /// What the object holds now, when the writer did not see that.
    pub theirs: Option<Typed>,
    /// The state that this form shows.
    pub seen: Seen,
}

impl Standing {
    pub fn of(typed: Typed) -> Self {
        Self {
            typed,
            ..Self::default()
        }
    }

    /// What was sent to be written, over the state that its writer saw.
    pub fn sent(typed: Typed) -> Self {
        Self {
            seen: typed.seen(),
            ..Self::of(typed)
        }
    }

    /// The form of an object in this state.
    pub fn over(self, seen: Seen) -> Self {
        Self { seen, ..self }
    }

    /// Keeps why it was refused; who did not see what the object holds now is shown it.
    pub fn refuse(
        &mut self,
        form: &Form,
        error: Error,
        words: &Words,
        now: impl FnOnce() -> (Typed, Seen),
    ) -> Result<(), ApiError> {
        if matches!(error, Error::Stale) {
            let (theirs, seen) = now();
            self.theirs = Some(theirs);
            self.seen = seen;
        }
        self.errors = refused(form, error, words)?;
        Ok(())
    }

    /// The status of the page that shows it.
    pub fn status(&self) -> axum::http::StatusCode {
        if self.theirs.is_some() {
            axum::http::StatusCode::CONFLICT
        } else if self.errors.is_empty() {
            axum::http::StatusCode::OK
        } else {
            axum::http::StatusCode::UNPROCESSABLE_ENTITY
        }
    }
}

/// What a use case refused in words that a form can show; the rest is an error of the page.
pub fn refused(
    form: &Form,
    error: Error,
    words: &Words,
) -> Result<BTreeMap<String, String>, ApiError> {
    let whole = |sentence: String| BTreeMap::from([("form".to_owned(), sentence)]);
    Ok(match error {
        Error::Invalid(_, problems) => form.sentences(&problems, words),
        Error::Stale => whole(words.text("problem-stale")),
        Error::Bad(sentence) => whole(said(&sentence, words)),
        Error::Refused(sentence) | Error::Unsupported(sentence) | Error::Upload(sentence) => {
            whole(said(sentence, words))
        }
        Error::BadExtension => whole(words.text("problem-extension")),
        Error::TooLarge(_) => whole(words.text("problem-too-large")),
        Error::TooMany(_) => whole(words.text("problem-too-many")),
        Error::Arguments(errors) | Error::Form(errors) => errors
            .into_iter()
            .map(|(field, sentence)| (field, said(&sentence, words)))
            .collect(),
        error => return Err(error.into()),
    })
}

/// A sentence of the API in the language of the page, where it is known there.
pub fn said(sentence: &str, words: &Words) -> String {
    words
        .find(&format!("said-{}", slugify(sentence)), None)
        .unwrap_or_else(|| sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Form = Form {
        name: "dataset",
        groups: &[Group(
            "all",
            &[
                Field("title", Kind::Text, Required),
                Field("tags", Kind::Tags, Optional),
                Field("spatial.zones", Kind::Picks, Optional),
                Field("spatial.granularity", Kind::Choice, Optional),
                Field("temporal_coverage.start", Kind::Day, Optional),
                Field("temporal_coverage.end", Kind::Day, Optional),
            ],
        )],
    };

    #[test]
    fn what_is_typed_is_what_clients_send_and_back() {
        let mut typed = Typed::default();
        typed.set("title", " Arbres ");
        typed.set("tags", "été, , parc");
        typed.add("spatial.zones", "country:fr".to_owned());
        let object = Value::Object(FORM.object(&typed));
        assert_eq!(
            object,
            json!({"title": "Arbres", "tags": ["été", "parc"],
                   "spatial": {"zones": ["country:fr"], "granularity": null}, "temporal_coverage": null})
        );
        let again = FORM.typed(&object);
        assert_eq!(again.one("title"), "Arbres");
        assert_eq!(again.one("tags"), "été, parc");
        assert_eq!(again.many("spatial.zones"), ["country:fr"]);
    }
}
