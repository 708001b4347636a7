//! Facets, chips and links of a search page: each value toggles itself in the address and keeps the rest.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use vitrail_app::domain::Id;
use vitrail_app::index::Bucket;

use crate::pages::search::asked::{Asked, Facet, Kind};
use crate::view::Words;

/// Values of a facet that are shown at most; those chosen are always.
const SHOWN: usize = 12;

#[derive(Debug, Serialize)]
pub struct FacetOut {
    key: &'static str,
    open: bool,
    options: Vec<OptionOut>,
}

#[derive(Debug, Serialize)]
pub struct OptionOut {
    value: String,
    label: Option<String>,
    count: u64,
    selected: bool,
    url: String,
}

#[derive(Debug, Serialize)]
pub struct Chip {
    key: String,
    label: String,
    url: String,
}

/// Names of territories and topics by id: the only values that the index does not name itself.
pub type Names = HashMap<String, String>;

/// The address of a search with these parameters.
pub fn address<'a>(path: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in pairs {
        query.append_pair(key, value);
    }
    let query = query.finish();
    if query.is_empty() {
        format!("/{path}")
    } else {
        format!("/{path}?{query}")
    }
}

fn pairs(state: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    state
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
}

/// The address with a value put in or taken out.
fn toggled(kind: &Kind, asked: &Asked, key: &str, value: &str) -> String {
    let is_there = asked.filters.iter().any(|(k, v)| k == key && v == value);
    // One range of dates replaces another.
    let is_single = key == "last_update_range";
    let kept = pairs(&asked.state).filter(|(k, v)| *k != key || (!is_single && *v != value));
    if is_there {
        address(kind.path, kept)
    } else {
        address(kind.path, kept.chain(std::iter::once((key, value))))
    }
}

/// The address with one parameter set, or without it.
pub fn with(kind: &Kind, asked: &Asked, key: &str, value: Option<&str>) -> String {
    let kept = pairs(&asked.state).filter(|(k, _)| *k != key);
    address(kind.path, kept.chain(value.map(|value| (key, value))))
}

/// The address without any filter, the query kept.
pub fn cleared(kind: &Kind, asked: &Asked) -> String {
    let kept = pairs(&asked.state).filter(|(k, _)| !kind.knows(k));
    address(kind.path, kept)
}

/// A bucket as value and label: organizations are counted as `id|name`.
fn split(facet: &Facet, bucket: &Bucket) -> (String, Option<String>) {
    if facet.key == "organization"
        && let Some((id, name)) = bucket.name.split_once('|')
    {
        return (id.to_owned(), Some(name.to_owned()));
    }
    (bucket.name.clone(), None)
}

/// What people call a value: given for names, else by the words of the template.
fn label(kind: &Kind, key: &str, value: &str, names: &Names) -> Option<String> {
    match key {
        "format" => Some(value.to_uppercase()),
        "tag" | "schema" => Some(value.to_owned()),
        "geozone" => Some(
            names
                .get(value)
                .cloned()
                .unwrap_or_else(|| value.to_owned()),
        ),
        // The subjects of reuses have words of their own; topics have names.
        "topic" if kind.path != "reuses" || is_id(value) => Some(
            names
                .get(value)
                .cloned()
                .unwrap_or_else(|| value.to_owned()),
        ),
        _ => None,
    }
}

fn is_id(value: &str) -> bool {
    value.parse::<Id>().is_ok()
}

/// Whether a value can be offered: reuses are filtered by their subject, others by topics that everyone sees.
fn is_offered(kind: &Kind, key: &str, value: &str, names: &Names) -> bool {
    match key {
        "topic" if kind.path == "reuses" => !is_id(value),
        "topic" => names.contains_key(value),
        _ => value != "all",
    }
}

/// The values whose names must be read: shown or chosen territories and topics.
pub fn unnamed(
    kind: &Kind,
    asked: &Asked,
    found: &BTreeMap<&'static str, Vec<Bucket>>,
    key: &str,
) -> Vec<String> {
    let Some(facet) = kind.facets.iter().find(|facet| facet.key == key) else {
        return Vec::new();
    };
    let shown = found.get(facet.counted).into_iter().flatten();
    let mut values: Vec<String> = shown
        .filter(|bucket| bucket.name != "all")
        .take(SHOWN)
        .map(|bucket| bucket.name.clone())
        .collect();
    values.extend(
        asked
            .filters
            .iter()
            .filter(|(k, _)| k == key)
            .map(|(_, v)| v.clone()),
    );
    values
}

/// The facets of a page; those without any value are left out.
pub fn facets(
    kind: &Kind,
    asked: &Asked,
    found: &BTreeMap<&'static str, Vec<Bucket>>,
    names: &Names,
) -> Vec<FacetOut> {
    let mut facets = Vec::with_capacity(kind.facets.len());
    for (place, facet) in kind.facets.iter().enumerate() {
        let is_chosen = |value: &str| {
            asked
                .filters
                .iter()
                .any(|(k, v)| k == facet.key && v == value)
        };
        let mut options = Vec::new();
        for bucket in found.get(facet.counted).into_iter().flatten() {
            let (value, name) = split(facet, bucket);
            let selected = is_chosen(&value);
            let offered = is_offered(kind, facet.key, &value, names) && options.len() < SHOWN;
            if !offered && !selected {
                continue;
            }
            if bucket.count == 0 && !selected && place >= kind.unfolded {
                continue;
            }
            options.push(OptionOut {
                label: name.or_else(|| label(kind, facet.key, &value, names)),
                url: toggled(kind, asked, facet.key, &value),
                count: bucket.count,
                selected,
                value,
            });
        }
        let open = place < kind.unfolded || options.iter().any(|option| option.selected);
        if options
            .iter()
            .any(|option| option.count > 0 || option.selected)
        {
            facets.push(FacetOut {
                key: facet.counted,
                open,
                options,
            });
        }
    }
    facets
}

/// The active filters, each with the address without it.
pub fn chips(
    kind: &Kind,
    asked: &Asked,
    found: &BTreeMap<&'static str, Vec<Bucket>>,
    names: &Names,
    words: &Words,
) -> Vec<Chip> {
    let organization = |id: &str| {
        let all = found.get("organization_id_with_name").into_iter().flatten();
        all.filter_map(|bucket| bucket.name.split_once('|'))
            .find(|(known, _)| *known == id)
            .map(|(_, name)| name.to_owned())
    };
    asked
        .filters
        .iter()
        .map(|(key, value)| {
            let label = match key.as_str() {
                "organization" => organization(value),
                _ => label(kind, key, value, names),
            };
            Chip {
                key: key.clone(),
                label: label.unwrap_or_else(|| in_words(key, value, words)),
                url: toggled(kind, asked, key, value),
            }
        })
        .collect()
}

/// A value of a known list in the reader's language.
fn in_words(key: &str, value: &str, words: &Words) -> String {
    let prefix = match key {
        "last_update_range" => "last-update".to_owned(),
        "type" | "topic" => format!("reuse-{key}"),
        key => key.replace('_', "-"),
    };
    let message = format!("{prefix}-{}", value.replace(':', "-"));
    words
        .find(&message, None)
        .unwrap_or_else(|| value.to_owned())
}
