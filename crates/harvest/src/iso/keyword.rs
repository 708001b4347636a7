//! Keywords as tags, and what the record wrote of them: a keyword that has an address is a theme, as GeoDCAT-AP says.

use serde_json::{Value, json};
use vitrail_domain::Extras;

use super::{Record, link, words};
use crate::said;

/// Keywords as they were written.
#[derive(Default)]
pub struct Keywords {
    texts: Vec<String>,
    themes: Vec<Value>,
}

impl Keywords {
    /// Keeps among harvest facts what the tags do not say.
    pub fn keep(&self, tags: &[String], harvest: &mut Option<Extras>) {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        said::keep_words(harvest, "dcat:keyword", &texts, &tags);
        if !self.themes.is_empty() {
            said::keep_written(harvest, "dcat:theme", self.themes.clone());
        }
    }
}

/// Keywords as tags; a theme of INSPIRE and a category of data of high value also say what the data are.
pub fn tags(record: &mut Record<'_>) -> (Vec<String>, Keywords) {
    let mut found: Vec<String> = Vec::new();
    let mut written = Keywords::default();
    for group in record.about.all("descriptiveKeywords/MD_Keywords") {
        let thesaurus = group.first("thesaurusName/*/title");
        let thesaurus = thesaurus.and_then(words).unwrap_or_default().to_lowercase();
        let of_inspire = thesaurus.contains("inspire") && thesaurus.contains("theme");
        for keyword in group.all("keyword") {
            let address = link(keyword).unwrap_or_default();
            if of_inspire || address.contains("inspire.ec.europa.eu/theme/") {
                found.push("inspire".to_owned());
            }
            if address.contains("data.europa.eu/bna/") {
                found.push("hvd".to_owned());
            }
            let Some(text) = words(keyword) else { continue };
            if let Some(address) = said::address(address, None) {
                let theme = json!({"@id": address, "skos:prefLabel": [{"@value": text}]});
                written.themes.push(theme);
            }
            written.texts.push(text.clone());
            found.push(text);
        }
    }
    let (tags, left) = said::tags(found.iter().map(String::as_str));
    for word in left {
        record.lose("gmd:keyword", word, "a tag has 3 to 96 characters");
    }
    (tags, written)
}
