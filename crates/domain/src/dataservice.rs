//! A dataservice: an API that serves data, with its documentation and conditions of access.

use serde::{Deserialize, Serialize};

use crate::Extras;
use crate::dataset::{AccessAudience, Metrics};
use crate::id::Id;
use crate::owner::Owner;
use crate::time::Timestamp;

/// The counts that are always there, as on udata.
pub const COUNTS: [&str; 6] = [
    "discussions",
    "discussions_open",
    "followers",
    "followers_by_months",
    "reuses",
    "views",
];

/// What an API speaks.
pub const FORMATS: [&str; 3] = ["REST", "WMS", "WSL"];

/// An API of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dataservice {
    pub id: Id,
    pub slug: String,
    pub title: String,
    pub acronym: Option<String>,
    pub description: String,
    pub base_api_url: Option<String>,
    pub machine_documentation_url: Option<String>,
    pub technical_documentation_url: Option<String>,
    pub business_documentation_url: Option<String>,
    pub rate_limiting: Option<String>,
    pub rate_limiting_url: Option<String>,
    /// Percent of the time, 0 to 100.
    pub availability: Option<f64>,
    pub availability_url: Option<String>,
    /// `REST`, `WMS` or `WSL`.
    pub format: Option<String>,
    pub access_type: String,
    pub access_audiences: Vec<AccessAudience>,
    pub authorization_request_url: Option<String>,
    pub access_type_reason_category: Option<String>,
    pub access_type_reason: Option<String>,
    pub license: Option<String>,
    pub owner: Owner,
    pub datasets: Vec<Id>,
    pub contact_points: Vec<Id>,
    pub tags: Vec<String>,
    pub badges: Vec<String>,
    pub private: bool,
    /// Kept from the public until a moderator decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    pub featured: bool,
    pub extras: Extras,
    pub harvest: Option<Extras>,
    pub created_at: Timestamp,
    pub metadata_modified_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl Default for Dataservice {
    fn default() -> Self {
        Self {
            id: Id::default(),
            slug: String::new(),
            title: String::new(),
            acronym: None,
            description: String::new(),
            base_api_url: None,
            machine_documentation_url: None,
            technical_documentation_url: None,
            business_documentation_url: None,
            rate_limiting: None,
            rate_limiting_url: None,
            availability: None,
            availability_url: None,
            format: None,
            access_type: "open".to_owned(),
            access_audiences: Vec::new(),
            authorization_request_url: None,
            access_type_reason_category: None,
            access_type_reason: None,
            license: None,
            owner: Owner::Nobody,
            datasets: Vec::new(),
            contact_points: Vec::new(),
            tags: Vec::new(),
            badges: Vec::new(),
            private: false,
            held: false,
            featured: false,
            extras: Extras::new(),
            harvest: None,
            created_at: Timestamp::default(),
            metadata_modified_at: Timestamp::default(),
            deleted_at: None,
            archived_at: None,
            metrics: Metrics::new(),
        }
    }
}

/// What is well said of an API: ten criteria and the part of them that is met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quality {
    pub has_description: bool,
    pub has_machine_documentation: bool,
    pub has_technical_documentation: bool,
    pub has_business_documentation: bool,
    pub license: bool,
    pub has_contact_point: bool,
    pub has_base_api_url: bool,
    pub availability_documented: bool,
    pub rate_limiting_documented: bool,
    pub access_conditions_clear: bool,
    pub score: f64,
}

impl Dataservice {
    /// Whether it does not exist for the public, by choice or until a moderator decides.
    pub fn is_private(&self) -> bool {
        self.private || self.held
    }

    /// The criteria that this API meets.
    pub fn quality(&self) -> Quality {
        let met = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
        let mut quality = Quality {
            has_description: !self.description.trim().is_empty(),
            has_machine_documentation: met(&self.machine_documentation_url),
            has_technical_documentation: met(&self.technical_documentation_url),
            has_business_documentation: met(&self.business_documentation_url),
            license: met(&self.license),
            has_contact_point: !self.contact_points.is_empty(),
            has_base_api_url: met(&self.base_api_url),
            availability_documented: self.availability.is_some() || met(&self.availability_url),
            rate_limiting_documented: met(&self.rate_limiting) || met(&self.rate_limiting_url),
            // Open to all, or else to whom and how is said.
            access_conditions_clear: self.access_type == "open"
                || !self.access_audiences.is_empty()
                || met(&self.authorization_request_url),
            score: 0.0,
        };
        let criteria = [
            quality.has_description,
            quality.has_machine_documentation,
            quality.has_technical_documentation,
            quality.has_business_documentation,
            quality.license,
            quality.has_contact_point,
            quality.has_base_api_url,
            quality.availability_documented,
            quality.rate_limiting_documented,
            quality.access_conditions_clear,
        ];
        quality.score = criteria.into_iter().map(f64::from).sum::<f64>() / 10.0;
        quality
    }

    pub fn is_visible(&self) -> bool {
        !self.is_private() && self.deleted_at.is_none() && self.archived_at.is_none()
    }
}
