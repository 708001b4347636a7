//! What a neighbour's catalogue says, in our terms: every backend of the harvester, whatever it reads, gives these, and
//! whoever saves, previews or prints them needs to know no other. What could not be taken in is said, never dropped in
//! silence.

pub mod backend;
pub mod job;
pub mod source;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ContactPoint, Dataservice, Dataset, Resource};

pub use backend::BackendFacts;
pub use job::{Item, Job};
pub use source::Source;

/// A part of a catalogue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Harvested {
    pub datasets: Vec<HarvestedDataset>,
    pub dataservices: Vec<HarvestedDataservice>,
    /// What concerns no dataset or dataservice above; theirs is with them.
    pub lost: Vec<Lost>,
}

impl Harvested {
    /// Takes in what another part of the catalogue says.
    pub fn extend(&mut self, more: Self) {
        self.datasets.extend(more.datasets);
        self.dataservices.extend(more.dataservices);
        self.lost.extend(more.lost);
    }
}

/// A dataset of a neighbour. Of `dataset`, `id`, `slug`, `owner`, `contact_points` and the internal dates mean nothing;
/// `harvest` holds what the source says of itself (`uri`, `dct_identifier`, `remote_url`, `created_at`, `issued_at`,
/// `modified_at`, `data_modified_at`), resources likewise, with nil ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HarvestedDataset {
    /// How the source calls it; empty when it does not say, and then it cannot be saved.
    pub remote_id: String,
    /// The slug that the source uses, for a new dataset.
    pub name: Option<String>,
    pub dataset: Dataset,
    pub resources: Vec<Resource>,
    pub contacts: Vec<ContactPoint>,
    /// The remote ids or URIs of the series that it belongs to.
    pub series: Vec<String>,
    /// Why it must be left alone, if it must: no title, no resource.
    pub skipped: Option<String>,
    pub lost: Vec<Lost>,
}

/// An API of a neighbour; see [`HarvestedDataset`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HarvestedDataservice {
    pub remote_id: String,
    pub dataservice: Dataservice,
    pub contacts: Vec<ContactPoint>,
    /// The remote ids or URIs of the datasets that it serves.
    pub datasets: Vec<String>,
    pub skipped: Option<String>,
    pub lost: Vec<Lost>,
}

/// Something that the source says and that could not be taken in. Each text of the source is cut at 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The URI or the identifier of what it is said of.
    pub subject: String,
    /// A property as the source names it, shortened where a prefix is usual: `dct:accrualPeriodicity`.
    pub property: String,
    /// As the source wrote it.
    pub value: String,
    /// In English: the reason is read in reports and by scripts.
    pub reason: String,
}

impl Lost {
    pub fn new(
        subject: impl AsRef<str>,
        property: impl AsRef<str>,
        value: impl AsRef<str>,
        reason: impl Into<String>,
    ) -> Self {
        let cut = |text: &str| text.chars().take(500).collect();
        Self {
            subject: cut(subject.as_ref()),
            property: cut(property.as_ref()),
            value: cut(value.as_ref()),
            reason: reason.into(),
        }
    }
}

/// What a source is told to do besides its address, as udata writes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HarvestConfig {
    pub filters: Vec<Filter>,
    /// Switches of the backend: `{"geodcatap": true}`.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub features: serde_json::Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extra_configs: Vec<Extra>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apikey: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub key: String,
    pub value: Value,
    /// `exclude`, or nothing to include.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    pub key: String,
    pub value: Value,
}

impl HarvestConfig {
    pub fn feature(&self, key: &str) -> bool {
        self.features.get(key).and_then(Value::as_bool) == Some(true)
    }

    pub fn extra(&self, key: &str) -> Option<&str> {
        let found = self.extra_configs.iter().find(|extra| extra.key == key)?;
        found.value.as_str()
    }
}
