//! Packages cut to the fields that a search asks for (`fl`), as Solr keeps them: lists of names in place of objects.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use super::call::Call;
use super::shape::{Package, Pairs};

#[derive(Serialize)]
#[serde(untagged)]
pub enum Packages {
    Whole(Vec<Package>),
    Cut(Vec<Pairs<Value>>),
}

/// The packages, with the fields that are asked for when some are.
pub fn cut(packages: Vec<Package>, call: &Call) -> Packages {
    let asked = call.list("fl").unwrap_or_default();
    let mut seen = HashSet::new();
    let asked: Vec<&str> = asked
        .iter()
        .flat_map(|names| names.split([',', ' ']))
        .filter(|name| !name.is_empty() && seen.insert(*name))
        .collect();
    if asked.is_empty() || asked.contains(&"*") {
        return Packages::Whole(packages);
    }
    let cut = packages.iter().map(|package| {
        let whole = serde_json::to_value(package).unwrap_or_default();
        let each = asked
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), field(&whole, name)?)));
        Pairs(each.collect())
    });
    Packages::Cut(cut.collect())
}

fn field(whole: &Value, name: &str) -> Option<Value> {
    let of_files = |key: &str| {
        let files = whole["resources"].as_array()?;
        Some(files.iter().map(|file| file[key].clone()).collect())
    };
    match name {
        "organization" => Some(whole["organization"]["name"].clone()),
        "tags" => {
            let tags = whole["tags"].as_array()?;
            Some(tags.iter().map(|tag| tag["name"].clone()).collect())
        }
        "res_name" => of_files("name"),
        "res_url" => of_files("url"),
        "res_format" => of_files("format"),
        "res_description" => of_files("description"),
        "dataset_type" => Some(whole["type"].clone()),
        name => match name.strip_prefix("extras_") {
            Some(key) => {
                let extras = whole["extras"].as_array()?;
                let found = extras.iter().find(|extra| extra["key"] == key)?;
                Some(found["value"].clone())
            }
            None => whole.get(name).cloned(),
        },
    }
}
