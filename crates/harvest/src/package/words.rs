//! What a package says in words where the portal has terms: kept as it was written.

use serde_json::{Map, Value};
use vitrail_domain::harvest::HarvestedDataset;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::frequency::Frequency;

use super::{is_of_udata, name_of_tag};
use crate::said;

/// Notes, tags and licence as they were written.
pub fn keep(map: &Map<String, Value>, read: &mut HarvestedDataset) {
    let dataset = &mut read.dataset;
    if let Some(notes) = said::text(map, "notes") {
        let said = [dataset.description.as_str()];
        said::keep_words(&mut dataset.harvest, "dct:description", &[&notes], &said);
    }
    let told: Vec<&str> = said::list(map, "tags")
        .iter()
        .filter_map(name_of_tag)
        .collect();
    let tags: Vec<&str> = dataset.tags.iter().map(String::as_str).collect();
    said::keep_words(&mut dataset.harvest, "dcat:keyword", &told, &tags);
    // A portal such as ours names licences as we do.
    if !is_of_udata(map) {
        let told = licences(map);
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        said::keep_terms(&mut dataset.harvest, "dct:license", &told);
    }
}

/// All that names the licence.
pub fn licences(map: &Map<String, Value>) -> Vec<String> {
    let keys = ["license_id", "license_title", "license_url", "license"].iter();
    keys.filter_map(|key| said::text(map, key)).collect()
}

/// The frequency that a text means, and the text.
pub fn often(read: &mut HarvestedDataset, known: Frequency, text: &str, is_of_udata: bool) {
    known.code().clone_into(&mut read.dataset.frequency);
    if !is_of_udata {
        said::keep_terms(&mut read.dataset.harvest, "dct:accrualPeriodicity", &[text]);
    }
}
