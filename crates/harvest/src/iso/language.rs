//! The language of a record: where it says a text in French beside its own language, the French one is read, and the
//! other stays among its translations.

use std::borrow::Cow;

use super::language_of;
use crate::xml::{Element, Node};

/// The codes of French.
const FRENCH: [&str; 3] = ["fre", "fra", "fr"];

/// The record with its French texts in the first place.
pub fn in_french(root: &Element) -> Cow<'_, Element> {
    let own = root.first("language|defaultLocale").and_then(language_of);
    let own = own.unwrap_or_else(|| "und".to_owned());
    let locales: Vec<String> = root
        .deep("PT_Locale")
        .into_iter()
        .filter(|locale| language_of(locale).is_some_and(|said| is_french(&said)))
        .filter_map(|locale| Some(format!("#{}", locale.attribute("id")?)))
        .collect();
    if is_french(&own) || locales.is_empty() {
        return Cow::Borrowed(root);
    }
    let mut root = root.clone();
    turn(&mut root, &locales, &own);
    Cow::Owned(root)
}

fn is_french(code: &str) -> bool {
    FRENCH.contains(&code.to_lowercase().as_str())
}

/// Exchanges the texts of an element, and of those in it, with their translations in one of these locales.
fn turn(element: &mut Element, locales: &[String], own: &str) {
    let (mut free, mut plain) = (None, None);
    for inner in element.nodes.iter_mut().filter_map(element_of) {
        if inner.local() == "PT_FreeText" {
            free = Some(inner);
        } else if plain.is_none() && inner.elements().next().is_none() {
            plain = Some(inner);
        } else {
            turn(inner, locales, own);
        }
    }
    let Some(free) = free else { return };
    let Some(french) = localised(free, locales) else {
        return;
    };
    if let Some(plain) = plain {
        std::mem::swap(&mut plain.nodes, &mut french.nodes);
        for (key, value) in &mut french.attributes {
            if key == "locale" {
                own.clone_into(value);
            }
        }
    } else {
        // It is said in no other place.
        let mut said = french.clone();
        french.nodes.clear();
        "CharacterString".clone_into(&mut said.name);
        element.nodes.insert(0, Node::Element(said));
    }
}

fn element_of(node: &mut Node) -> Option<&mut Element> {
    match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

/// The text in one of these locales, unless it says nothing.
fn localised<'e>(element: &'e mut Element, locales: &[String]) -> Option<&'e mut Element> {
    let is_it = element.local() == "LocalisedCharacterString"
        && element
            .attributes
            .iter()
            .any(|(key, value)| key == "locale" && locales.contains(value));
    let says = |node: &Node| matches!(node, Node::Text(text) if !text.trim().is_empty());
    if is_it {
        return element.nodes.iter().any(says).then_some(element);
    }
    let mut inner = element.nodes.iter_mut().filter_map(element_of);
    inner.find_map(|inner| localised(inner, locales))
}
