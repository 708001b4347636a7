//! A dataset: what is published, by whom, under which licence, how often and where; its files are
//! [`crate::Resource`]s kept beside it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Extras;
use crate::id::Id;
use crate::owner::Owner;
use crate::quality::Quality;
use crate::resource::Resource;
use crate::spatial::Spatial;
use crate::time::Timestamp;

pub const TITLE_MAX: usize = 350;
pub const ACRONYM_MAX: usize = 128;
pub const DESCRIPTION_MAX: usize = 100_000;
pub const DESCRIPTION_SHORT_MAX: usize = 200;
pub const TAG_MIN: usize = 3;
pub const TAG_MAX: usize = 96;

/// Where harvest facts tell when the data last changed, for sources that date their records apart.
pub const DATA_MODIFIED: &str = "data_modified_at";

/// Counts shown with a subject: a number, or numbers by month. Unknown keys of a source are kept.
pub type Metrics = BTreeMap<String, Value>;

/// The counts that are always there, as on udata.
pub const COUNTS: [&str; 9] = [
    "discussions",
    "discussions_open",
    "reuses",
    "reuses_by_months",
    "dataservices",
    "followers",
    "followers_by_months",
    "views",
    "resources_downloads",
];

/// A dataset as kept; `metrics` lives in a column of its own because counting must not rewrite the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dataset {
    pub id: Id,
    pub slug: String,
    pub title: String,
    pub acronym: Option<String>,
    /// Markdown, at most 100,000 characters.
    pub description: String,
    pub description_short: Option<String>,
    pub owner: Owner,
    pub created_at_internal: Timestamp,
    pub last_modified_internal: Timestamp,
    /// The last time the data changed; see [`Dataset::refresh`].
    pub last_update: Timestamp,
    pub deleted: Option<Timestamp>,
    pub archived: Option<Timestamp>,
    pub private: bool,
    /// Kept from the public until a moderator decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    pub featured: bool,
    pub tags: Vec<String>,
    /// Kinds of badges: `hvd`, `inspire`, `spd`, `pivotal-data`, `sl`, `sr`.
    pub badges: Vec<String>,
    /// A code of `vocabulary::frequency`.
    pub frequency: String,
    pub frequency_date: Option<Timestamp>,
    pub extras: Extras,
    pub temporal_coverage: Option<TemporalCoverage>,
    pub spatial: Option<Spatial>,
    /// The id of a licence; none when the producer said nothing.
    pub license: Option<String>,
    /// `open`, `open_with_account` or `restricted`.
    pub access_type: String,
    pub access_audiences: Vec<AccessAudience>,
    pub authorization_request_url: Option<String>,
    pub access_type_reason_category: Option<String>,
    pub access_type_reason: Option<String>,
    pub schema: Option<Schema>,
    pub harvest: Option<Extras>,
    pub contact_points: Vec<Id>,
    pub quality: Quality,
    /// Only its title and description were ever brought here: what is not known of its dates, files and terms must
    /// not be held against it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl Default for Dataset {
    fn default() -> Self {
        Self {
            id: Id::default(),
            slug: String::new(),
            title: String::new(),
            acronym: None,
            description: String::new(),
            description_short: None,
            owner: Owner::Nobody,
            created_at_internal: Timestamp::default(),
            last_modified_internal: Timestamp::default(),
            last_update: Timestamp::default(),
            deleted: None,
            archived: None,
            private: false,
            held: false,
            featured: false,
            tags: Vec::new(),
            badges: Vec::new(),
            frequency: "unknown".to_owned(),
            frequency_date: None,
            extras: Extras::new(),
            temporal_coverage: None,
            spatial: None,
            license: None,
            access_type: "open".to_owned(),
            access_audiences: Vec::new(),
            authorization_request_url: None,
            access_type_reason_category: None,
            access_type_reason: None,
            schema: None,
            harvest: None,
            contact_points: Vec::new(),
            quality: Quality::default(),
            partial: false,
            metrics: Metrics::new(),
        }
    }
}

/// The period that the data describe; days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemporalCoverage {
    pub start: Date,
    pub end: Option<Date>,
}

/// Who may get restricted data, and on which condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessAudience {
    pub role: String,
    pub condition: String,
}

/// The schema that data claim to follow; `name` is one of the catalogue of schemas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    pub name: Option<String>,
    pub version: Option<String>,
    pub url: Option<String>,
}

impl Dataset {
    /// Whether it does not exist for the public, by choice or until a moderator decides.
    pub fn is_private(&self) -> bool {
        self.private || self.held
    }

    /// Readable, listed and found by anyone.
    pub fn is_visible(&self) -> bool {
        !self.is_private() && self.deleted.is_none() && self.archived.is_none()
    }

    /// When the producer first published: as harvested, else when it came here.
    pub fn created_at(&self) -> Timestamp {
        self.harvest_date("issued_at")
            .or_else(|| self.harvest_date("created_at"))
            .unwrap_or(self.created_at_internal)
    }

    /// When the description last changed: as harvested, else here.
    pub fn last_modified(&self) -> Timestamp {
        self.harvest_date("modified_at")
            .unwrap_or(self.last_modified_internal)
    }

    /// When the data last changed, if that is known.
    pub fn updated(&self) -> Option<Timestamp> {
        (!self.partial).then_some(self.last_update)
    }

    /// A date among the harvest facts.
    pub fn harvest_date(&self, key: &str) -> Option<Timestamp> {
        harvest_date(self.harvest.as_ref(), key)
    }

    /// Computes again what depends on the files: the date of the data and the cached part of the quality.
    pub fn refresh(&mut self, resources: &[Resource]) {
        let said = self.harvest_date(DATA_MODIFIED);
        let said = said.or_else(|| self.harvest_date("modified_at"));
        self.last_update = said.unwrap_or_else(|| {
            resources
                .iter()
                .map(Resource::last_modified)
                .max()
                .unwrap_or_else(|| self.last_modified())
        });
        self.quality = Quality::of(self, resources);
    }

    /// A count of [`Metrics`] as a number, zero when absent.
    pub fn count(&self, key: &str) -> i64 {
        count(&self.metrics, key)
    }
}

/// A count of [`Metrics`] as a number, zero when absent.
pub fn count(metrics: &Metrics, key: &str) -> i64 {
    metrics.get(key).and_then(Value::as_i64).unwrap_or(0)
}

/// A date kept among harvest facts.
pub fn harvest_date(harvest: Option<&Extras>, key: &str) -> Option<Timestamp> {
    harvest?.get(key)?.as_str()?.parse().ok()
}

/// The tags of udata: slugs, sorted, each once.
pub fn normalise_tags<'a>(tags: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut tags: Vec<String> = tags
        .into_iter()
        .map(crate::slug::slugify)
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_sorted_slugs() {
        assert_eq!(
            normalise_tags(["Été 2020", " b c d", "été-2020", "?"]),
            ["b-c-d", "ete-2020"]
        );
    }

    #[test]
    fn the_date_of_the_data_is_that_of_the_last_file() {
        let mut dataset = Dataset {
            last_modified_internal: Timestamp::from_micros(5),
            ..Dataset::default()
        };
        dataset.refresh(&[]);
        assert_eq!(dataset.last_update, Timestamp::from_micros(5));
        let file = Resource {
            last_modified_internal: Timestamp::from_micros(9),
            ..Resource::default()
        };
        dataset.refresh(std::slice::from_ref(&file));
        assert_eq!(dataset.last_update, Timestamp::from_micros(9));
        let mut said = |key: &str, at: i64| {
            let facts = dataset.harvest.get_or_insert_default();
            let at = Timestamp::from_micros(at).to_string();
            facts.insert(key.to_owned(), at.into());
            dataset.refresh(std::slice::from_ref(&file));
            dataset.last_update.micros()
        };
        // The record of a source may be younger than its data.
        assert_eq!(said("modified_at", 12), 12);
        assert_eq!(said(DATA_MODIFIED, 7), 7);
    }
}
