//! The names of the subjects: the lower-case one in tables and logs, the class in udata's JSON.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of subject of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Dataset,
    Resource,
    CommunityResource,
    Organization,
    User,
    Reuse,
    Dataservice,
    Topic,
    TopicElement,
    Discussion,
    ContactPoint,
    Post,
    Site,
    Report,
    HarvestSource,
    HarvestJob,
}

/// No subject bears this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of subject")]
pub struct UnknownKind;

const NAMES: [(Kind, &str, &str); 16] = [
    (Kind::Dataset, "dataset", "Dataset"),
    (Kind::Resource, "resource", "Resource"),
    (
        Kind::CommunityResource,
        "community_resource",
        "CommunityResource",
    ),
    (Kind::Organization, "organization", "Organization"),
    (Kind::User, "user", "User"),
    (Kind::Reuse, "reuse", "Reuse"),
    (Kind::Dataservice, "dataservice", "Dataservice"),
    (Kind::Topic, "topic", "Topic"),
    (Kind::TopicElement, "topic_element", "TopicElement"),
    (Kind::Discussion, "discussion", "Discussion"),
    (Kind::ContactPoint, "contact_point", "ContactPoint"),
    (Kind::Post, "post", "Post"),
    (Kind::Site, "site", "Site"),
    (Kind::Report, "report", "Report"),
    (Kind::HarvestSource, "harvest_source", "HarvestSource"),
    (Kind::HarvestJob, "harvest_job", "HarvestJob"),
];

impl Kind {
    /// The name in tables, logs and paths: `topic_element`.
    pub fn as_str(self) -> &'static str {
        self.names().0
    }

    /// The class in udata's JSON: `TopicElement`.
    pub fn class(self) -> &'static str {
        self.names().1
    }

    /// The kind of a class of udata's JSON.
    pub fn from_class(class: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(_, _, name)| *name == class)
            .map(|(kind, _, _)| *kind)
    }

    fn names(self) -> (&'static str, &'static str) {
        NAMES
            .iter()
            .find(|(kind, _, _)| *kind == self)
            .map_or(("", ""), |(_, name, class)| (*name, *class))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        NAMES
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(kind, _, _)| *kind)
            .ok_or(UnknownKind)
    }
}
