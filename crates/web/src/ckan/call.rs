//! What an action is asked: a query string, an object of JSON, or a form, of which every value may be a text.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::context::Context;
use crate::multipart;

/// A part of a form is no longer than this.
const LONGEST: usize = 2_000_000;

/// The request is none that CKAN reads; the sentence goes after `Bad request: `.
pub struct Bad(pub String);

#[derive(Debug, Default)]
pub struct Call {
    pub given: Map<String, Value>,
}

impl Call {
    pub async fn read(
        context: &Context,
        is_get: bool,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<Self, Bad> {
        if is_get {
            return Ok(Self {
                given: pairs(context.params.pairs().iter().cloned()),
            });
        }
        let kind = headers
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        if kind.starts_with("application/x-www-form-urlencoded") {
            let form = url::form_urlencoded::parse(&body);
            let form: Vec<(String, String)> = form
                .map(|(key, value)| (key.into_owned(), value.into_owned()))
                .collect();
            // `curl -d '{…}'` sends the object as the name of a field.
            if let [(key, value)] = form.as_slice()
                && (value.is_empty() || value == "1")
                && key.trim_start().starts_with('{')
            {
                return object(key.as_bytes());
            }
            return Ok(Self {
                given: pairs(form.into_iter()),
            });
        }
        match multipart::boundary(headers) {
            Some(boundary) => in_parts(body, boundary).await,
            None => object(&body),
        }
    }

    /// The name of a script's function, when it can be one.
    pub fn callback(&self, is_get: bool) -> Option<&str> {
        let name = self.given.get("callback")?.as_str()?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_$.[]".contains(c);
        (is_get && !name.is_empty() && name.len() <= 200 && name.chars().all(is_name))
            .then_some(name)
    }

    pub fn text(&self, key: &str) -> Option<String> {
        match self.given.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Array(texts) => texts.first()?.as_str().map(str::to_owned),
            Value::Null | Value::Object(_) => None,
        }
    }

    /// A text that must say something.
    pub fn needed(&self, key: &'static str) -> Result<String, Refusal> {
        let text = self.text(key).filter(|text| !text.is_empty());
        text.ok_or_else(|| Refusal::missing(key))
    }

    pub fn flag(&self, key: &str, otherwise: bool) -> bool {
        match self.given.get(key) {
            Some(Value::Bool(truth)) => *truth,
            Some(Value::String(text)) => {
                matches!(
                    text.to_lowercase().as_str(),
                    "true" | "yes" | "t" | "y" | "1"
                )
            }
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => otherwise,
        }
    }

    /// A whole number that is not negative.
    pub fn number(&self, key: &'static str) -> Result<Option<i64>, Refusal> {
        let number = self.integer(key)?;
        match number {
            Some(number) if number < 0 => Err(Refusal::Invalid(
                key,
                vec!["Must be a natural number".to_owned()],
            )),
            number => Ok(number),
        }
    }

    pub fn integer(&self, key: &'static str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(key).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let number = text.trim().parse().map_err(|_| {
            let problems = ["Invalid integer", "Please enter an integer value"];
            Refusal::Invalid(key, problems.map(str::to_owned).to_vec())
        })?;
        Ok(Some(number))
    }

    /// A list of texts, which a query string must write as JSON: CKAN refuses another here.
    pub fn texts(&self, key: &'static str) -> Result<Option<Vec<String>>, Refusal> {
        let wrong = |why: String| Refusal::Invalid(key, vec![why]);
        let read = match self.given.get(key) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) if text.is_empty() => return Ok(None),
            Some(Value::String(text)) => serde_json::from_str(text)
                .map_err(|_| wrong("Could not parse as valid JSON".to_owned()))?,
            Some(value) => value.clone(),
        };
        let Value::Array(list) = read else {
            return Err(wrong("Not a list".to_owned()));
        };
        let texts = list.iter().map(|value| match value.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(wrong(format!("Not a string: {value}"))),
        });
        texts.collect::<Result<_, _>>().map(Some)
    }

    /// A list, which a query string writes as JSON in a text, by repetition, or as one value.
    pub fn list(&self, key: &str) -> Option<Vec<String>> {
        let texts = |list: &[Value]| {
            list.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        };
        match self.given.get(key)? {
            Value::Array(list) => Some(texts(list)),
            Value::String(text) => Some(match serde_json::from_str::<Value>(text) {
                Ok(Value::Array(list)) => texts(&list),
                _ => vec![text.clone()],
            }),
            _ => None,
        }
    }
}

/// The texts of a form in parts; files among them are of no use to what only reads.
async fn in_parts(body: Bytes, boundary: String) -> Result<Call, Bad> {
    let cut = |_| Bad("JSON Error: the form in parts could not be read to its end".to_owned());
    let mut parts = multipart::open(body.into(), boundary);
    let mut texts = Vec::new();
    while let Some(mut field) = parts
        .next_field()
        .await
        .map_err(|error| cut(multipart::cut(error)))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let is_text = field.file_name().is_none() && !name.is_empty();
        let text = multipart::text(&mut field, LONGEST).await.map_err(cut)?;
        if is_text {
            texts.push((name, text));
        }
    }
    Ok(Call {
        given: pairs(texts.into_iter()),
    })
}

fn object(body: &[u8]) -> Result<Call, Bad> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(given)) => Ok(Call { given }),
        Ok(other) => Err(Bad(format!(
            "JSON Error: Request data JSON decoded to {other} but it needs to be a dictionary."
        ))),
        Err(why) => Err(Bad(format!(
            "JSON Error: Error decoding JSON data. Error: {why} JSON data extracted from the request: {}",
            String::from_utf8_lossy(body.get(..200).unwrap_or(body))
        ))),
    }
}

/// Pairs as an object; what repeats is a list.
fn pairs(pairs: impl Iterator<Item = (String, String)>) -> Map<String, Value> {
    let mut given = Map::new();
    for (key, value) in pairs {
        match given.get_mut(&key) {
            Some(Value::Array(list)) => list.push(value.into()),
            Some(held) => *held = Value::Array(vec![held.take(), value.into()]),
            None => {
                given.insert(key, value.into());
            }
        }
    }
    given
}
