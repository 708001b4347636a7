//! What a record says of itself as a document: the standard that it follows, its characters, and the lists that its
//! keywords are from.

use serde_json::{Map, Value};
use vitrail_domain::Extras;

use super::{Record, code, identified, put, texts, words};

pub fn facts(record: &Record<'_>, extras: &mut Extras) {
    for (key, path) in [
        ("metadata_standard", "metadataStandardName"),
        ("metadata_standard_version", "metadataStandardVersion"),
    ] {
        let told = texts(record.root, path);
        if !told.is_empty() {
            put(extras, "iso", key, told.join(" · ").into());
        }
    }
    for (key, holder) in [
        ("metadata_character_set", record.root),
        ("character_set", record.about),
    ] {
        let told = holder.all("characterSet").into_iter().filter_map(code);
        let told: Vec<Value> = told.map(Value::from).collect();
        if !told.is_empty() {
            put(extras, "iso", key, told.into());
        }
    }
    let thesauri = thesauri(record);
    if !thesauri.is_empty() {
        put(extras, "iso", "thesauri", thesauri.into());
    }
}

/// The lists of keywords, each once: their titles, their identifiers, and their dates by what each is the date of.
fn thesauri(record: &Record<'_>) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for thesaurus in record
        .about
        .all("descriptiveKeywords/MD_Keywords/thesaurusName/*")
    {
        let mut said = Map::new();
        let title = thesaurus.first("title").and_then(words);
        let identifier = thesaurus.first("identifier/*").and_then(identified);
        for (key, value) in [("title", title), ("identifier", identifier)] {
            said.extend(value.map(|value| (key.to_owned(), value.into())));
        }
        for date in thesaurus.all("date/CI_Date") {
            let kind = date.first("dateType").and_then(code);
            let kind = kind.unwrap_or_else(|| "date".to_owned());
            let at = date.first("date").and_then(words);
            said.extend(at.map(|at| (kind, at.into())));
        }
        let said = Value::Object(said);
        if !found.contains(&said) {
            found.push(said);
        }
    }
    found
}
