//! A reuse: what somebody made of data — a map, an application, an article.

use serde::{Deserialize, Serialize};

use crate::Extras;
use crate::dataset::Metrics;
use crate::id::Id;
use crate::owner::Owner;
use crate::time::Timestamp;

/// The counts that are always there, as on udata.
pub const COUNTS: [&str; 6] = [
    "discussions",
    "discussions_open",
    "datasets",
    "followers",
    "followers_by_months",
    "views",
];

/// A reuse; `url` is unique on the portal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reuse {
    pub id: Id,
    pub slug: String,
    pub title: String,
    pub description: String,
    /// A code of the eight types.
    pub r#type: String,
    /// A code of the fifteen topics.
    pub topic: String,
    pub url: String,
    pub image: Option<String>,
    pub image_thumbnail: Option<String>,
    pub owner: Owner,
    pub datasets: Vec<Id>,
    pub dataservices: Vec<Id>,
    pub tags: Vec<String>,
    pub badges: Vec<String>,
    pub private: bool,
    /// Kept from the public until a moderator decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    pub featured: bool,
    pub extras: Extras,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub deleted: Option<Timestamp>,
    pub archived: Option<Timestamp>,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl Reuse {
    /// Whether it does not exist for the public, by choice or until a moderator decides.
    pub fn is_private(&self) -> bool {
        self.private || self.held
    }

    /// Listed; archived reuses stay so.
    pub fn is_visible(&self) -> bool {
        !self.is_private() && self.deleted.is_none()
    }

    /// Found by search and fed: a reuse of nothing is not.
    pub fn is_searchable(&self) -> bool {
        self.is_visible() && !self.datasets.is_empty()
    }
}
