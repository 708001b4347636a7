//! Who answers for a subject: a person, an organization, or nobody any more (old imports hold such ones).

use serde::{Deserialize, Serialize};

use crate::id::Id;

/// At most one of a user or an organization, as udata's `owner` and `organization`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    #[default]
    Nobody,
    User(Id),
    Organization(Id),
}

impl Owner {
    pub fn user(self) -> Option<Id> {
        match self {
            Self::User(id) => Some(id),
            Self::Nobody | Self::Organization(_) => None,
        }
    }

    pub fn organization(self) -> Option<Id> {
        match self {
            Self::Organization(id) => Some(id),
            Self::Nobody | Self::User(_) => None,
        }
    }
}
