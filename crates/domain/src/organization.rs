//! An organization: who publishes, with its members and the badges that say what it is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Extras;
use crate::dataset::Metrics;
use crate::id::Id;
use crate::permission::Actor;
use crate::time::Timestamp;

/// The counts that are always there, as on udata.
pub const COUNTS: [&str; 12] = [
    "datasets",
    "datasets_by_months",
    "datasets_followers_by_months",
    "datasets_reuses_by_months",
    "dataservices",
    "dataservices_by_months",
    "followers",
    "members",
    "reuses",
    "reuses_by_months",
    "reuses_followers_by_months",
    "views",
];

/// An organization; `metrics` lives in a column of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Organization {
    pub id: Id,
    pub slug: String,
    pub name: String,
    pub acronym: Option<String>,
    pub description: String,
    pub url: Option<String>,
    pub image_url: Option<String>,
    pub logo: Option<String>,
    pub logo_thumbnail: Option<String>,
    /// Fourteen digits (SIRET) checked by [`crate::siret::check`].
    pub business_number_id: Option<String>,
    /// `public-service`, `certified`, `association`, `company`, `local-authority`.
    pub badges: Vec<String>,
    pub members: Vec<Member>,
    /// A zone id.
    pub zone: Option<String>,
    pub extras: Extras,
    /// The pieces of its page, as those of a post; shown to its administrators only until they are published.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub presentation_blocs: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presentation_blocs_published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
    pub deleted: Option<Timestamp>,
    /// Kept from the public until a moderator decides.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// Known by its name or id alone: to be completed when its own record comes.
    pub stub: bool,
    #[serde(skip)]
    pub metrics: Metrics,
}

/// A person of an organization and what they may do there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub user: Id,
    pub role: Role,
    pub since: Timestamp,
}

/// What a member may do; a partial editor edits the objects assigned to them only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Admin,
    Editor,
    PartialEditor,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::PartialEditor => "partial_editor",
        }
    }

    pub fn parse(role: &str) -> Option<Self> {
        match role {
            "admin" => Some(Self::Admin),
            "editor" => Some(Self::Editor),
            "partial_editor" => Some(Self::PartialEditor),
            _ => None,
        }
    }
}

impl Organization {
    pub fn has_badge(&self, kind: &str) -> bool {
        self.badges.iter().any(|badge| badge == kind)
    }

    /// Readable, listed and found by anyone.
    pub fn is_visible(&self) -> bool {
        !self.held && self.deleted.is_none()
    }

    /// The pieces of its page that the actor may see.
    pub fn presented(&self, actor: &Actor) -> &[Value] {
        let published = self.presentation_blocs_published_at.is_some();
        if published || actor.administers(self.id) {
            return &self.presentation_blocs;
        }
        &[]
    }

    /// A public service whose identity was checked.
    pub fn is_certified_public_service(&self) -> bool {
        self.has_badge("certified") && self.has_badge("public-service")
    }

    /// The kind of producer, for facets: the first badge that names one, else `not-specified`.
    pub fn producer_type(&self) -> &'static str {
        [
            "public-service",
            "local-authority",
            "company",
            "association",
        ]
        .into_iter()
        .find(|kind| self.has_badge(kind))
        .unwrap_or("not-specified")
    }
}
