//! The quality score of a dataset, with udata's exact formula, and for each missing point what would mend it.
//! What depends on files is cached with the dataset; what depends on today is computed when read.

use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;
use crate::resource::Resource;
use crate::time::{DAY, Timestamp};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::format;
use crate::vocabulary::frequency::Frequency;

/// Descriptions longer than this many characters count as good.
pub const DESCRIPTION_LENGTH: usize = 100;
const SCORED: f64 = 9.0;

/// The cached criteria. Those about files are absent, not false, when there is no file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quality {
    pub license: bool,
    pub temporal_coverage: bool,
    pub spatial: bool,
    pub update_frequency: bool,
    pub dataset_description_quality: bool,
    pub has_resources: Option<bool>,
    pub has_open_format: Option<bool>,
    pub all_resources_available: Option<bool>,
    pub resources_documentation: Option<bool>,
}

/// The criteria and the score as udata serialises them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    pub license: bool,
    pub temporal_coverage: bool,
    pub spatial: bool,
    pub update_frequency: bool,
    pub dataset_description_quality: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_resources: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_open_format: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_resources_available: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources_documentation: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_fulfilled_in_time: Option<bool>,
    /// 0 to 1: how many of nine criteria are met.
    pub score: f64,
}

/// One scored criterion; its name is the key of the API and of the sentences that explain it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Criterion {
    pub name: &'static str,
    pub met: bool,
}

impl Quality {
    /// The criteria of a dataset with its files.
    pub fn of(dataset: &Dataset, resources: &[Resource]) -> Self {
        let about_files = |met: bool| (!resources.is_empty()).then_some(met);
        let closed =
            |resource: &Resource| resource.format.is_empty() || format::is_closed(&resource.format);
        let documented = |resource: &Resource| {
            resource.r#type == "documentation"
                || resource
                    .description
                    .as_ref()
                    .is_some_and(|text| !text.trim().is_empty())
        };
        Self {
            license: dataset.license.is_some(),
            temporal_coverage: dataset.temporal_coverage.is_some(),
            spatial: dataset.spatial.is_some(),
            update_frequency: dataset.frequency != "unknown",
            dataset_description_quality: dataset.description.chars().count() > DESCRIPTION_LENGTH,
            has_resources: about_files(true),
            has_open_format: about_files(!resources.iter().all(closed)),
            all_resources_available: about_files(
                resources
                    .iter()
                    .filter(|resource| resource.filetype == "remote")
                    .all(Resource::is_available),
            ),
            resources_documentation: about_files(resources.iter().any(documented)),
        }
    }

    /// The score on the day of `now`.
    pub fn score(&self, dataset: &Dataset, now: Timestamp) -> Score {
        let in_time = updated_in_time(&dataset.frequency, dataset.last_update, now);
        let met = [
            self.license,
            self.temporal_coverage,
            self.spatial,
            self.update_frequency,
            in_time.unwrap_or(false),
            self.dataset_description_quality,
            self.has_open_format.unwrap_or(false),
            self.all_resources_available.unwrap_or(false),
            self.resources_documentation.unwrap_or(false),
        ];
        let count = met
            .into_iter()
            .fold(0.0, |sum, met| if met { sum + 1.0 } else { sum });
        Score {
            license: self.license,
            temporal_coverage: self.temporal_coverage,
            spatial: self.spatial,
            update_frequency: self.update_frequency,
            dataset_description_quality: self.dataset_description_quality,
            has_resources: self.has_resources,
            has_open_format: self.has_open_format,
            all_resources_available: self.all_resources_available,
            resources_documentation: self.resources_documentation,
            update_fulfilled_in_time: in_time,
            score: count / SCORED,
        }
    }
}

impl Score {
    /// The nine scored criteria in the order people read them.
    pub fn criteria(&self) -> [Criterion; 9] {
        let about_files = |met: Option<bool>| met.unwrap_or(false);
        [
            (
                "dataset_description_quality",
                self.dataset_description_quality,
            ),
            (
                "resources_documentation",
                about_files(self.resources_documentation),
            ),
            ("license", self.license),
            ("update_frequency", self.update_frequency),
            (
                "update_fulfilled_in_time",
                about_files(self.update_fulfilled_in_time),
            ),
            ("has_open_format", about_files(self.has_open_format)),
            ("temporal_coverage", self.temporal_coverage),
            ("spatial", self.spatial),
            (
                "all_resources_available",
                about_files(self.all_resources_available),
            ),
        ]
        .map(|(name, met)| Criterion { name, met })
    }
}

/// Whether the promise of the frequency was kept; none when nothing was promised.
pub fn updated_in_time(frequency: &str, last_update: Timestamp, now: Timestamp) -> Option<bool> {
    if frequency == "unknown" {
        return None;
    }
    let promised = Frequency::parse(frequency);
    let Some(due) = promised.and_then(|promised| promised.next_update(last_update.micros())) else {
        return Some(true);
    };
    Some(due.saturating_sub(now.micros()).div_euclid(DAY) >= -1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv() -> Resource {
        Resource {
            format: "csv".to_owned(),
            ..Resource::default()
        }
    }

    fn annual() -> Dataset {
        Dataset {
            license: Some("lov2".to_owned()),
            frequency: "annual".to_owned(),
            description: "court".to_owned(),
            ..Dataset::default()
        }
    }

    #[test]
    fn agrees_with_the_values_run_on_udata() {
        let now = Timestamp::from_micros(DAY);
        let mut dataset = annual();
        dataset.refresh(&[]);
        assert!((dataset.quality.score(&dataset, now).score - 3.0 / 9.0).abs() < 1e-9);
        dataset.refresh(&[csv(), csv()]);
        assert!((dataset.quality.score(&dataset, now).score - 5.0 / 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_promise_is_late_after_a_day_of_grace() {
        let last = Timestamp::from_micros(0);
        let on = |days: i64| updated_in_time("weekly", last, Timestamp::from_micros(days * DAY));
        assert_eq!(on(7), Some(true));
        assert_eq!(on(8), Some(true));
        assert_eq!(on(9), Some(false));
        assert_eq!(
            updated_in_time("punctual", last, Timestamp::from_micros(900 * DAY)),
            Some(true)
        );
        assert_eq!(updated_in_time("unknown", last, last), None);
    }

    #[test]
    fn criteria_about_files_are_absent_without_files() {
        let mut dataset = annual();
        dataset.refresh(&[]);
        let json =
            serde_json::to_value(dataset.quality.score(&dataset, Timestamp::default())).unwrap();
        assert!(json.get("has_open_format").is_none());
        assert_eq!(
            json.get("update_fulfilled_in_time"),
            Some(&serde_json::Value::Bool(true))
        );
    }

    #[test]
    fn one_open_file_is_enough() {
        let pdf = Resource {
            format: "pdf".to_owned(),
            ..Resource::default()
        };
        let dataset = annual();
        assert_eq!(
            Quality::of(&dataset, &[pdf.clone(), csv()]).has_open_format,
            Some(true)
        );
        assert_eq!(Quality::of(&dataset, &[pdf]).has_open_format, Some(false));
    }
}
