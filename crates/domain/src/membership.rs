//! How people come into an organization: they ask, or they are invited; the other side answers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::Id;
use crate::kind::Kind;
use crate::organization::Role;
use crate::time::Timestamp;

/// Somebody who may become a member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MembershipRequest {
    pub id: Uuid,
    pub organization: Id,
    /// Absent while nobody has an account at the address that was invited.
    pub user: Option<Id>,
    /// The address that was invited, in lower case.
    pub email: Option<String>,
    pub kind: Asked,
    pub status: Answer,
    pub role: Role,
    pub comment: Option<String>,
    /// What a partial editor will edit.
    pub assignments: Vec<(Kind, Id)>,
    pub created: Timestamp,
    pub created_by: Option<Id>,
    pub handled: Option<Timestamp>,
    pub handled_by: Option<Id>,
    /// Why it was refused.
    pub refusal: Option<String>,
}

/// Which side began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Request,
    Invitation,
}

impl Asked {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Invitation => "invitation",
        }
    }
}

/// What became of something that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Pending,
    Accepted,
    Refused,
    Canceled,
}

impl Answer {
    pub const ALL: [&'static str; 4] = ["pending", "accepted", "refused", "canceled"];

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "pending" => Some(Self::Pending),
            "accepted" => Some(Self::Accepted),
            "refused" => Some(Self::Refused),
            "canceled" => Some(Self::Canceled),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Canceled => "canceled",
        }
    }
}
