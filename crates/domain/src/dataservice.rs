//! A dataservice: an API that serves data, with its documentation and conditions of access.

use serde::{Deserialize, Serialize};

use crate::Extras;
use crate::dataset::{AccessAudience, Metrics};
use crate::id::Id;
use crate::owner::Owner;
use crate::time::Timestamp;

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

impl Dataservice {
    pub fn is_visible(&self) -> bool {
        !self.private && self.deleted_at.is_none() && self.archived_at.is_none()
    }
}
