//! What the source wrote, word for word, where the portal says it in its own terms: kept among the harvest facts under
//! `source`, so that a document in the profile `source` can say it again.

use oxrdf::NamedNodeRef;
use serde_json::{Map, Value as Json, json};
use vitrail_domain::Extras;

use super::graph::Value;
use super::notes::short;
use super::words::label;
use crate::lists;
use crate::source::KEY;
use crate::terms::{dcat, skos};
use crate::theme::LABELS;

/// A property that has more values is not kept word for word: nobody means so many.
const MOST_KEPT: usize = 1_000;

/// The literals and the addresses to keep of one object.
#[derive(Default)]
pub struct Kept(Extras);

impl Kept {
    /// Keeps the values of a property, unless the portal says just that again: `said`.
    pub fn keep(&mut self, property: NamedNodeRef<'_>, values: &[Value<'_>], said: &[&str]) {
        let bare: Option<Vec<&str>> = values.iter().map(plain).collect();
        if let Some(mut bare) = bare {
            let mut said = said.to_vec();
            said.sort_unstable();
            bare.sort_unstable();
            if bare == said {
                return;
            }
        }
        if values.len() > MOST_KEPT {
            return;
        }
        let written: Vec<Json> = values.iter().filter_map(written).collect();
        if !written.is_empty() {
            self.0.insert(short(property.as_str()), written.into());
        }
    }

    /// Keeps the themes of an object, with the labels of those that are concepts of the source's own.
    pub fn keep_themes(&mut self, values: &[Value<'_>]) {
        if values.len() > MOST_KEPT {
            return;
        }
        let written: Vec<Json> = values.iter().filter_map(concept).collect();
        if !written.is_empty() {
            self.0.insert(short(dcat::THEME.as_str()), written.into());
        }
    }

    /// The source says nothing of a property of which the portal says something.
    pub fn keep_silence(&mut self, property: NamedNodeRef<'_>) {
        let none: Vec<Json> = Vec::new();
        self.0.insert(short(property.as_str()), none.into());
    }

    /// Puts what is kept among harvest facts.
    pub fn into_facts(self, facts: &mut Extras) {
        if !self.0.is_empty() {
            facts.insert(KEY.to_owned(), self.0.into());
        }
    }
}

/// A text without language or type, or an address.
fn plain<'g>(value: &Value<'g>) -> Option<&'g str> {
    match value {
        Value::Text(text) => {
            let is_plain = text.language.is_none() && text.datatype.is_none();
            is_plain.then_some(&*text.value)
        }
        Value::Node(node) => node.iri(),
    }
}

/// A value as JSON-LD writes it; a node without a name is said by its label.
pub fn written(value: &Value<'_>) -> Option<Json> {
    let text = match value {
        Value::Node(node) => match node.iri() {
            Some(iri) => return Some(json!({ "@id": iri })),
            None => label(*node, "fr")?,
        },
        Value::Text(text) => text,
    };
    let mut found = Map::new();
    found.insert("@value".to_owned(), (*text.value).into());
    if let Some(language) = &text.language {
        found.insert("@language".to_owned(), (**language).into());
    } else if let Some(datatype) = &text.datatype {
        found.insert("@type".to_owned(), (**datatype).into());
    }
    Some(found.into())
}

/// A theme as JSON-LD writes it: by its address, by its labels, or both.
fn concept(value: &Value<'_>) -> Option<Json> {
    let Value::Node(node) = value else {
        return written(value);
    };
    let is_listed = |iri: &str| lists::theme_of(iri).is_some() || lists::hvd_tag_of(iri).is_some();
    if node.iri().is_some_and(is_listed) {
        // Its own list says how it is called.
        return written(value);
    }
    let mut labels: Vec<Json> = node
        .peek(skos::PREF_LABEL)
        .filter_map(|label| written(&label))
        .collect();
    if labels.is_empty() {
        let named = label(*node, "fr").map(|text| written(&Value::Text(text)));
        labels.extend(named.flatten());
    }
    if labels.is_empty() {
        return written(value);
    }
    let mut found = Map::new();
    if let Some(iri) = node.iri() {
        found.insert("@id".to_owned(), iri.into());
    }
    found.insert(LABELS.to_owned(), labels.into());
    Some(found.into())
}
