//! What a record says that nothing here has a place for: it is told as lost, one by one, rather than dropped in silence.

use super::Record;
use crate::xml::{Element, local};

/// Elements about the record as a document, which say nothing of the data.
const OF_THE_DOCUMENT: [&str; 10] = [
    "fileIdentifier",
    "metadataIdentifier",
    "language",
    "defaultLocale",
    "locale",
    "otherLocale",
    "hierarchyLevel",
    "hierarchyLevelName",
    "type",
    "scope",
];

pub fn tell(record: &mut Record<'_>) {
    let mut told: Vec<(String, String)> = Vec::new();
    for (path, element) in record.root.unread() {
        if path
            .iter()
            .any(|name| OF_THE_DOCUMENT.contains(&local(name)))
        {
            continue;
        }
        let said = (property(&path), value(element));
        if !said.1.is_empty() && !told.contains(&said) {
            told.push(said);
        }
    }
    for (property, value) in told {
        record.lose(&property, &value, "nothing here has a place for it");
    }
}

/// The last names of properties that lead to an element, without those of classes, which begin with a capital.
fn property(path: &[&str]) -> String {
    let mut names: Vec<&str> = path
        .iter()
        .copied()
        .filter(|name| !local(name).starts_with(char::is_uppercase))
        .collect();
    let extra = names.len().saturating_sub(3);
    names.drain(..extra);
    names.join("/")
}

/// What a leaf says: its text, the code of a list or the address it leads to.
fn value(element: &Element) -> String {
    let text = element.text();
    if !text.is_empty() {
        return text;
    }
    let told = ["codeListValue", "href", "uuidref"];
    let mut told = told.iter().filter_map(|name| element.attribute(name));
    told.next().unwrap_or_default().to_owned()
}
