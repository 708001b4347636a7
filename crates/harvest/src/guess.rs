//! Which kind of catalogue answered, from the beginning of what it said: a file on the disk has no other name.

use serde_json::{Map, Value};

use crate::backend::Backend;
use crate::xml;

/// How far into a document its nature is looked for.
const HEAD: usize = 64 * 1024;

pub fn guess(body: &[u8], content_type: Option<&str>) -> Option<Backend> {
    let text = xml::decoded(body);
    let body = text.as_bytes().trim_ascii_start();
    match body.first()? {
        b'{' | b'[' => match serde_json::from_slice::<Value>(body) {
            Ok(value) => Some(of_json(&value)),
            Err(_) => None,
        },
        b'<' => {
            let head = body.get(..HEAD).unwrap_or(body);
            let head = String::from_utf8_lossy(head);
            of_xml(&head).or_else(|| of_text(&head, content_type))
        }
        _ => {
            let head = body.get(..HEAD).unwrap_or(body);
            of_text(&String::from_utf8_lossy(head), content_type)
        }
    }
}

fn of_json(value: &Value) -> Backend {
    let Some(map) = value.as_object() else {
        let first = value.as_array().and_then(|list| list.first());
        return first
            .and_then(Value::as_object)
            .map_or(Backend::Dcat, of_object);
    };
    if map.contains_key("success") && map.contains_key("result") {
        let objects = map.get("result").and_then(Value::as_array);
        let whole = objects.is_some_and(|list| list.iter().any(Value::is_object));
        return if whole { Backend::Dkan } else { Backend::Ckan };
    }
    of_object(map)
}

fn of_object(map: &Map<String, Value>) -> Backend {
    let has = |key: &str| map.contains_key(key);
    if map.keys().any(|key| key.starts_with('@')) || has("conformsTo") {
        Backend::Dcat
    } else if has("dataset_uid") || has("metas") || (has("total_count") && has("results")) {
        Backend::Ods
    } else if has("metadata_created") || has("num_resources") || has("owner_org") {
        Backend::Ckan
    } else if has("page_size") || (has("slug") && has("title")) || has("base_api_url") {
        Backend::Udata
    } else {
        Backend::Dcat
    }
}

fn of_xml(head: &str) -> Option<Backend> {
    // What is named first among these is what the document is, or what its envelope holds.
    let place = |name: &str| {
        let opens = |prefix: char| head.find(&format!("{prefix}{name}"));
        opens(':').into_iter().chain(opens('<')).min()
    };
    let envelope = [
        "GetRecordsResponse",
        "GetRecordByIdResponse",
        "SearchResults",
    ]
    .into_iter()
    .any(|name| place(name).is_some());
    let (iso, rdf) = (place("MD_Metadata"), place("RDF"));
    match (iso, rdf) {
        (Some(iso), Some(rdf)) if rdf < iso => Some(of_rdf(envelope)),
        (Some(_), _) => Some(Backend::CswIso19139),
        (None, Some(_)) => Some(of_rdf(envelope)),
        (None, None) => envelope.then_some(Backend::CswDcat),
    }
}

fn of_rdf(envelope: bool) -> Backend {
    if envelope {
        Backend::CswDcat
    } else {
        Backend::Dcat
    }
}

fn of_text(head: &str, content_type: Option<&str>) -> Option<Backend> {
    const KINDS: [&str; 9] = [
        "turtle",
        "n-triples",
        "n-quads",
        "trig",
        "n3",
        "rdf+xml",
        "ld+json",
        "x-turtle",
        "n3;",
    ];
    let lower = head.get(..512).unwrap_or(head).to_ascii_lowercase();
    if lower.contains("<html") || lower.contains("<!doctype html") {
        return None;
    }
    let told = content_type.unwrap_or_default().to_ascii_lowercase();
    let rdf = KINDS.iter().any(|kind| told.contains(kind));
    let begins = ["@prefix", "@base", "prefix", "base", "<http", "<urn", "_:"];
    let looks = begins.iter().any(|start| lower.starts_with(start)) || lower.contains("@prefix");
    (rdf || looks).then_some(Backend::Dcat)
}
