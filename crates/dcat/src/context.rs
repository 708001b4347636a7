//! The context of JSON-LD documents: udata's, word for word, so that programs which read its keys read ours; and what
//! is said here beyond it.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::terms::PREFIXES;

const DCAT: &str = "http://www.w3.org/ns/dcat#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const SCHEMA: &str = "http://schema.org/";

/// How the values of a key are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coercion {
    None,
    Iri,
    /// A type of XML Schema, by its local name.
    Type(&'static str),
}

use Coercion::{Iri, None as Plain, Type};

/// The keys, what they stand for, and how their values are read.
const TERMS: [(&str, &str, Coercion); 40] = [
    ("accessURL", "dcat:accessURL", Iri),
    ("accrualPeriodicity", "dct:accrualPeriodicity", Plain),
    ("algorithm", "spdx:algorithm", Iri),
    ("byteSize", "dcat:byteSize", Type("nonNegativeInteger")),
    ("checksum", "spdx:checksum", Plain),
    ("checksumValue", "spdx:checksumValue", Plain),
    ("dataset", "dcat:dataset", Iri),
    ("description", "dct:description", Plain),
    ("distribution", "dcat:distribution", Iri),
    ("downloadURL", "dcat:downloadURL", Iri),
    ("endDate", "schema:endDate", Plain),
    ("first", "hydra:first", Iri),
    ("fn", "vcard:fn", Plain),
    ("format", "dct:format", Plain),
    ("hasEmail", "vcard:email", Plain),
    ("homepage", "foaf:homepage", Iri),
    ("identifier", "dct:identifier", Plain),
    ("issued", "dct:issued", Type("dateTime")),
    ("label", "rdfs:label", Plain),
    ("language", "dct:language", Plain),
    ("last", "hydra:last", Iri),
    ("license", "dct:license", Plain),
    ("modified", "dct:modified", Type("dateTime")),
    ("name", "foaf:name", Plain),
    ("next", "hydra:next", Iri),
    ("previous", "hydra:previous", Iri),
    ("publisher", "dct:publisher", Iri),
    ("rights", "dct:rights", Plain),
    ("service", "dcat:service", Iri),
    ("spatial", "dct:spatial", Plain),
    ("startDate", "schema:startDate", Plain),
    ("subOrganizationOf", "org:subOrganizationOf", Plain),
    ("temporal", "dct:temporal", Plain),
    ("theme", "dcat:theme", Iri),
    ("title", "dct:title", Plain),
    ("totalItems", "hydra:totalItems", Plain),
    ("view", "hydra:view", Iri),
    ("conformsTo", "dct:conformsTo", Iri),
    ("created", "dct:created", Type("dateTime")),
    ("servesDataset", "dcat:servesDataset", Iri),
];

static CONTEXT: LazyLock<Value> = LazyLock::new(|| {
    let mut found = Map::new();
    found.insert("@vocab".to_owned(), DCAT.into());
    for (prefix, space) in PREFIXES {
        found.insert(prefix.to_owned(), space.into());
    }
    found.insert("schema".to_owned(), SCHEMA.into());
    for (term, id, coercion) in TERMS {
        let meaning = match coercion {
            Plain => Value::from(id),
            Iri => json!({"@id": id, "@type": "@id"}),
            Type(name) => json!({"@id": id, "@type": format!("{XSD}{name}")}),
        };
        found.insert(term.to_owned(), meaning);
    }
    Value::Object(found)
});

/// The context, as documents bear it.
pub fn context() -> &'static Value {
    &CONTEXT
}

static KEYS: LazyLock<HashMap<String, (&'static str, Coercion)>> = LazyLock::new(|| {
    let whole = |id: &str| {
        let (prefix, local) = id.split_once(':').unwrap_or_default();
        let mut known = PREFIXES.iter();
        let space = known
            .find(|(known, _)| *known == prefix)
            .map_or(SCHEMA, |(_, space)| *space);
        format!("{space}{local}")
    };
    TERMS
        .iter()
        .map(|(term, id, coercion)| (whole(id), (*term, *coercion)))
        .collect()
});

/// The key of a property, and how its values are read.
pub fn key(iri: &str) -> (String, Coercion) {
    if let Some((term, coercion)) = KEYS.get(iri) {
        return ((*term).to_owned(), *coercion);
    }
    (short(iri), Plain)
}

/// A property or a class as the context shortens it.
pub fn short(iri: &str) -> String {
    let mut known = PREFIXES.iter();
    let found = known.find_map(|(prefix, space)| Some((*prefix, iri.strip_prefix(space)?)));
    match found {
        Some(("dcat", local)) if !is_key(local) => local.to_owned(),
        Some((prefix, local)) => format!("{prefix}:{local}"),
        None => iri.to_owned(),
    }
}

fn is_key(local: &str) -> bool {
    TERMS.iter().any(|(term, ..)| *term == local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_context() {
        assert_eq!(
            key("http://purl.org/dc/terms/title"),
            ("title".to_owned(), Plain)
        );
        assert_eq!(
            key("http://www.w3.org/ns/dcat#landingPage").0,
            "landingPage"
        );
        // `startDate` is taken by another vocabulary, as on udata.
        assert_eq!(
            key("http://www.w3.org/ns/dcat#startDate").0,
            "dcat:startDate"
        );
        assert_eq!(
            key("http://www.w3.org/ns/dcat#dataset"),
            ("dataset".to_owned(), Iri)
        );
        assert_eq!(short("http://www.w3.org/ns/dcat#Dataset"), "Dataset");
        assert_eq!(short("http://www.w3.org/ns/dcat#dataset"), "dcat:dataset");
        assert_eq!(short("http://a.example/x"), "http://a.example/x");
        let modified = &context()["modified"];
        assert_eq!(
            modified["@type"],
            "http://www.w3.org/2001/XMLSchema#dateTime"
        );
    }
}
