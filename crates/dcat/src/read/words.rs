//! Texts out of values: which language, which label.

use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;

use super::graph::{Subject, Text, Value};
use super::html::{bare, markdown};
use super::notes::Notes;
use super::terms::{SCHEMA_NAME, VCARD_ORG_NAME, VCARD_ORGANISATION_NAME};
use crate::lists;
use crate::terms::{dct, foaf, rdfs, skos, vcard};

/// Whether a text is in the language of the portal.
fn is_ours(text: &Text, language: &str) -> bool {
    let code = text.language.as_deref().unwrap_or_default();
    let bare = code.split(['-', '_']).next().unwrap_or_default();
    match language {
        "fr" => matches!(bare, "fr" | "fre" | "fra"),
        "en" => matches!(bare, "en" | "eng"),
        other => bare == other,
    }
}

/// The text to keep among several: in the language of the portal, else the first that is not empty.
pub fn best<'g>(values: &[Value<'g>], language: &str) -> Option<&'g Text> {
    let texts = || {
        let texts = values.iter().filter_map(|value| match value {
            Value::Text(text) => Some(*text),
            Value::Node(_) => None,
        });
        texts.filter(|text| !text.value.trim().is_empty())
    };
    texts()
        .find(|text| is_ours(text, language))
        .or_else(|| texts().next())
}

/// What names a node, the usual words first.
const LABELS: [NamedNodeRef<'static>; 9] = [
    rdfs::LABEL,
    skos::PREF_LABEL,
    dct::TITLE,
    dct::DESCRIPTION,
    foaf::NAME,
    vcard::FN,
    SCHEMA_NAME,
    VCARD_ORG_NAME,
    VCARD_ORGANISATION_NAME,
];

/// The text that names a node.
pub fn label<'g>(node: Subject<'g>, language: &str) -> Option<&'g Text> {
    LABELS.into_iter().find_map(|property| {
        let values: Vec<Value<'_>> = node.peek(property).collect();
        let found = best(&values, language);
        if found.is_some() {
            node.values(property);
        }
        found
    })
}

/// A text, the label of a node, or its address.
pub fn text_of<'g>(value: Value<'g>, language: &str) -> Option<&'g str> {
    let text = match value {
        Value::Text(text) => text.value.trim(),
        Value::Node(node) => match label(node, language) {
            Some(label) => label.value.trim(),
            None => node.iri()?,
        },
    };
    (!text.is_empty()).then_some(text)
}

/// The text that names a node; what else names it, in other languages or words, is told.
pub fn told_label<'g>(
    node: Subject<'g>,
    language: &str,
    notes: &mut Notes<'g>,
) -> Option<&'g Text> {
    let kept = label(node, language)?;
    // Its own list says again what a known term is called.
    if node.iri().is_some_and(is_of_a_list) || !notes.meets_labels(node) {
        return Some(kept);
    }
    for property in LABELS {
        for value in node.peek(property) {
            if matches!(value, Value::Text(text) if text.value.trim() != kept.value.trim()) {
                notes.lose(node, property, value, "One label is kept");
            }
        }
        node.values(property);
    }
    Some(kept)
}

/// Whether an address is that of a term of a list that the portal knows, or can look up.
pub fn is_of_a_list(iri: &str) -> bool {
    iri.contains("://publications.europa.eu/resource/authority/")
        || iri.contains("://inspire.ec.europa.eu/")
        || lists::theme_of(iri).is_some()
        || lists::hvd_tag_of(iri).is_some()
        || lists::licence_of(iri).is_some()
}

/// A text, the label of a node, or its address; what else names the node is told.
pub fn told<'g>(value: Value<'g>, language: &str, notes: &mut Notes<'g>) -> Option<&'g str> {
    if let Value::Node(node) = value {
        told_label(node, language, notes);
    }
    text_of(value, language)
}

/// The address of a node, or a text that stands for one.
pub fn address_of(value: Value<'_>) -> Option<&str> {
    let text = match value {
        Value::Text(text) => text.value.trim(),
        Value::Node(node) => node.iri()?.trim(),
    };
    (!text.is_empty()).then_some(text)
}

/// Whether a text is written in elements rather than in words alone.
fn is_marked_up(text: &Text) -> bool {
    let datatype = text.datatype.as_deref();
    datatype.is_some_and(|iri| iri == rdf::XML_LITERAL.as_str() || iri == rdf::HTML.as_str())
}

/// A text as one line: what is written in elements is told without them.
pub fn line(text: &Text) -> String {
    if !is_marked_up(text) {
        return text.value.trim().to_owned();
    }
    let words = bare(&text.value);
    let words = words.replace("&lt;", "<").replace("&gt;", ">");
    let words = words.replace("&quot;", "\"").replace("&apos;", "'");
    words.replace("&amp;", "&")
}

/// A text as Markdown.
pub fn prose(text: &Text) -> String {
    if is_marked_up(text) {
        markdown(&format!("<div>{}</div>", text.value))
    } else {
        markdown(&text.value)
    }
}

/// A value as a report shows it.
pub fn shown(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.value.chars().take(500).collect(),
        Value::Node(node) => match node.iri() {
            Some(iri) => iri.to_owned(),
            None => described(node, 0),
        },
    }
}

/// A node without a name, by what is said of it.
fn described(node: Subject<'_>, depth: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (property, value) in node.all().take(8) {
        let said = match value {
            Value::Text(text) => text.value.chars().take(120).collect(),
            Value::Node(inner) => match inner.iri() {
                Some(iri) => iri.to_owned(),
                None if depth < 2 => described(inner, depth + 1),
                None => "[…]".to_owned(),
            },
        };
        parts.push(format!("{} {said}", super::notes::short(property)));
    }
    format!("[{}]", parts.join("; "))
}
