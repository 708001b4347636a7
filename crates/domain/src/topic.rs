//! A topic: a chosen collection of datasets, reuses and APIs, with words around them.

use serde::{Deserialize, Serialize};

use crate::Extras;
use crate::dataset::Metrics;
use crate::id::Id;
use crate::kind::Kind;
use crate::owner::Owner;
use crate::spatial::Spatial;
use crate::time::Timestamp;

/// A topic; its elements are kept beside it, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Topic {
    pub id: Id,
    pub slug: String,
    pub name: String,
    pub description: String,
    /// Kept as given: thematic sites rely on their exact form.
    pub tags: Vec<String>,
    pub color: Option<i64>,
    pub featured: bool,
    pub private: bool,
    /// Kept from the public until a moderator decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    pub extras: Extras,
    pub spatial: Option<Spatial>,
    pub owner: Owner,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl Topic {
    /// Whether it does not exist for the public, by choice or until a moderator decides.
    pub fn is_private(&self) -> bool {
        self.private || self.held
    }
}

/// One piece of a topic: an object of the portal, or words about one that is missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TopicElement {
    pub id: Id,
    pub topic: Id,
    pub title: Option<String>,
    pub description: Option<String>,
    pub tags: Vec<String>,
    pub extras: Extras,
    /// A dataset, a reuse or a dataservice.
    pub element: Option<(Kind, Id)>,
}
