//! What a harvested source wrote, word for word, said again: the profile `source`.

use oxrdf::{Literal, NamedNode, Term};
use serde_json::Value;
use vitrail_domain::Extras;

use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::links::Portal;
use crate::terms::{dcat, dcatap, dct};
use crate::theme;

/// Where the words of a source are among harvest facts.
pub const KEY: &str = "source";

/// Where the licence is that the source gives to a dataset which is under another one here.
pub const EDITED_LICENCE: &str = "vitrail:license";

/// The properties that a reader keeps word for word, as the facts name them.
pub const PROPERTIES: [(&str, Property); 15] = [
    ("dct:title", dct::TITLE),
    ("dct:description", dct::DESCRIPTION),
    ("dct:abstract", dct::ABSTRACT),
    ("dct:accrualPeriodicity", dct::ACCRUAL_PERIODICITY),
    ("dct:license", dct::LICENSE),
    ("dct:accessRights", dct::ACCESS_RIGHTS),
    ("dct:rights", dct::RIGHTS),
    ("dct:format", dct::FORMAT),
    ("dct:type", dct::TYPE),
    ("dcat:keyword", dcat::KEYWORD),
    ("dcat:mediaType", dcat::MEDIA_TYPE),
    ("dcat:accessURL", dcat::ACCESS_URL),
    ("dcat:theme", dcat::THEME),
    ("dcatap:hvdCategory", dcatap::HVD_CATEGORY),
    (
        "dcatap:applicableLegislation",
        dcatap::APPLICABLE_LEGISLATION,
    ),
];

/// Puts the words of the source in place of the portal's, where the profile asks for them.
pub fn repeat(graph: &mut Graph, portal: &Portal, node: &mut Node, harvest: Option<&Extras>) {
    let harvest = portal.words_of(harvest);
    if harvest.is_none() {
        return;
    }
    for (key, property) in PROPERTIES {
        let Some(values) = said(harvest, key) else {
            continue;
        };
        let values = values.iter();
        let written: Vec<Term> = if property == dcat::THEME {
            values
                .filter_map(|value| theme::written(graph, portal, value))
                .collect()
        } else {
            values.filter_map(term).collect()
        };
        // One that stands for a description is in the place of ours.
        let replaced = if property == dct::ABSTRACT && !node.says(property) {
            dct::DESCRIPTION
        } else {
            property
        };
        node.properties.retain(|(known, _)| *known != replaced);
        if property == dcat::ACCESS_URL {
            // Where the source gives no address to download from, it is the same one.
            node.properties
                .retain(|(known, value)| *known != dcat::DOWNLOAD_URL || !written.contains(value));
        }
        for value in written {
            node.add(property, value);
        }
    }
}

/// What a source wrote of a property, where it is kept.
pub fn said<'a>(harvest: Option<&'a Extras>, key: &str) -> Option<&'a Vec<Value>> {
    harvest?.get(KEY)?.get(key)?.as_array()
}

/// The addresses among what a source wrote.
pub fn addresses(said: Option<&Vec<Value>>) -> impl Iterator<Item = &str> {
    let all = said.into_iter().flatten();
    all.filter_map(|value| value.get("@id").or(value.get("@value"))?.as_str())
}

/// A value as JSON-LD writes it.
pub fn term(value: &Value) -> Option<Term> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(address) = text("@id") {
        return iri(address).map(Into::into);
    }
    let content = text("@value")?;
    let literal = match (text("@language"), text("@type")) {
        (Some(language), _) => Literal::new_language_tagged_literal(content, language).ok(),
        (None, Some(datatype)) => {
            let datatype = NamedNode::new(datatype).ok();
            datatype.map(|datatype| Literal::new_typed_literal(content, datatype))
        }
        (None, None) => None,
    };
    Some(
        literal
            .unwrap_or_else(|| Literal::new_simple_literal(content))
            .into(),
    )
}
