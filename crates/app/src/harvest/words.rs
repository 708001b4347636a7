//! The words of a source that were edited here: kept beside those that people see, so that the profile `source` still says
//! what the source says.

use serde_json::{Value, json};
use vitrail_dcat::EDITED_LICENCE;
use vitrail_domain::{Dataservice, Dataset, Extras, Resource};

/// Where the words of a source are among harvest facts, see [`vitrail_dcat::read`].
const WORDS: &str = vitrail_dcat::read::WORDS;

/// Keeps what the source says of a dataset where something else stands here.
pub fn of_dataset(here: &mut Dataset, said: &Dataset) {
    if let Some(facts) = &mut here.harvest {
        keep(facts, "dct:title", (&here.title, &said.title));
        let descriptions = (&*here.description, &*said.description);
        keep(facts, "dct:description", descriptions);
        keep_tags(facts, (&here.tags, &said.tags));
        // Files that are under it follow the one that stands here.
        if let Some(licence) = said
            .license
            .as_ref()
            .filter(|_| here.license != said.license)
        {
            put(facts, EDITED_LICENCE, vec![json!({ "@value": licence })]);
        }
    }
}

/// Keeps what the source says of an API where something else stands here.
pub fn of_dataservice(here: &mut Dataservice, said: &Dataservice) {
    if let Some(facts) = &mut here.harvest {
        keep(facts, "dct:title", (&here.title, &said.title));
        let descriptions = (&*here.description, &*said.description);
        keep(facts, "dct:description", descriptions);
        keep_tags(facts, (&here.tags, &said.tags));
    }
}

/// Keeps what the source says of a file where something else stands here.
pub fn of_file(here: &mut Resource, said: &Resource) {
    if let Some(facts) = &mut here.harvest {
        keep(facts, "dct:title", (&here.title, &said.title));
        let [here, said] = [&here.description, &said.description];
        let [here, said] = [here, said].map(|text| text.as_deref().unwrap_or_default());
        keep(facts, "dct:description", (here, said));
    }
}

fn keep_tags(facts: &mut Extras, (here, said): (&[String], &[String])) {
    if here != said {
        let tags = said.iter().map(|tag| json!({ "@value": tag }));
        put(facts, "dcat:keyword", tags.collect());
    }
}

/// Keeps a text that is not what stands here.
fn keep(facts: &mut Extras, property: &str, (here, said): (&str, &str)) {
    // Of some only an abstract is known, which stands for the description and is kept.
    let stands_for_it = property == "dct:description" && holds(facts, "dct:abstract");
    if here != said && !stands_for_it {
        let said = (!said.is_empty()).then(|| json!({ "@value": said }));
        put(facts, property, said.into_iter().collect());
    }
}

fn holds(facts: &Extras, property: &str) -> bool {
    let words = facts.get(WORDS);
    words.is_some_and(|words| words.get(property).is_some())
}

/// Keeps words, unless those of the source are there as it wrote them.
fn put(facts: &mut Extras, property: &str, words: Vec<Value>) {
    let kept = facts.entry(WORDS).or_insert_with(|| json!({}));
    if let Value::Object(kept) = kept {
        kept.entry(property).or_insert(words.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_source_says_is_kept_beside_what_people_wrote() {
        let harvested = |words: Value| Dataset {
            title: "Theirs".to_owned(),
            tags: vec!["eau".to_owned()],
            harvest: json!({ "source": words }).as_object().cloned(),
            ..Dataset::default()
        };
        let said = harvested(json!({ "dcat:keyword": [{"@value": "Eau"}] }));
        let mut here = said.clone();
        of_dataset(&mut here, &said);
        assert_eq!(here, said);
        here.title = "Ours".to_owned();
        here.description = "Ours too".to_owned();
        here.tags = Vec::new();
        of_dataset(&mut here, &said);
        let words = here.harvest.as_ref().map(|facts| &facts["source"]);
        let kept = json!({"dct:title": [{"@value": "Theirs"}], "dct:description": [],
            "dcat:keyword": [{"@value": "Eau"}]});
        assert_eq!(words, Some(&kept));
        // What was edited once is edited again: the words of the source stay.
        let former = here.clone();
        here.title = "Ours again".to_owned();
        of_dataset(&mut here, &former);
        assert_eq!(here.harvest, former.harvest);
        let mut own = Dataset::default();
        of_dataset(&mut own, &said);
        assert_eq!(own.harvest, None);
    }
}
