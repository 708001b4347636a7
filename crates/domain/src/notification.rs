//! What the portal tells somebody: something waits for their answer, or was answered.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::Id;
use crate::kind::Kind;
use crate::owner::Owner;
use crate::time::{DAY, Timestamp};

/// Older ones are no longer shown.
pub const LIFE: i64 = 90 * DAY;

/// One thing told to one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    pub id: Uuid,
    pub user: Id,
    /// The id of what it is about: when that is settled, so are all notifications of it.
    pub about: String,
    pub created: Timestamp,
    pub modified: Timestamp,
    /// When it was read, or settled.
    pub handled: Option<Timestamp>,
    pub details: Details,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Details {
    /// Somebody asks to join an organization of the reader.
    MembershipRequested {
        organization: Id,
        user: Id,
    },
    /// The reader is invited.
    Invited {
        organization: Id,
        user: Id,
    },
    MembershipAccepted {
        organization: Id,
    },
    MembershipRefused {
        organization: Id,
    },
    NewBadge {
        organization: Id,
        badge: String,
    },
    TransferRequested {
        owner: Owner,
        recipient: Owner,
        subject: (Kind, Id),
    },
    /// A reuse or a dataservice uses data that the reader publishes.
    Built {
        subject: (Kind, Id),
    },
    Discussed {
        discussion: Id,
        message: Option<Uuid>,
        /// `new_discussion`, `new_comment` or `closed`.
        status: String,
    },
    /// A sysadmin is asked to let a source in.
    HarvesterDeclared {
        source: Id,
        name: String,
    },
}

impl Details {
    /// The name of the event, as clients filter on it.
    pub fn event(&self) -> String {
        let name = match self {
            Self::MembershipRequested { .. } => "organization.membership.requested",
            Self::Invited { .. } => "organization.membership.invited",
            Self::MembershipAccepted { .. } => "organization.membership.accepted",
            Self::MembershipRefused { .. } => "organization.membership.refused",
            Self::NewBadge { badge, .. } => return format!("organization.badge.{badge}"),
            Self::TransferRequested { .. } => "transfer.requested",
            Self::Built {
                subject: (Kind::Dataservice, _),
            } => "dataservice.created",
            Self::Built { .. } => "reuse.created",
            Self::HarvesterDeclared { .. } => "harvester.declared",
            Self::Discussed { status, .. } => match status.as_str() {
                "new_discussion" => "discussion.new",
                "closed" => "discussion.closed",
                _ => "discussion.comment",
            },
        };
        name.to_owned()
    }

    /// Whether somebody waits for the reader.
    pub fn requires_action(&self) -> bool {
        matches!(
            self,
            Self::MembershipRequested { .. }
                | Self::Invited { .. }
                | Self::TransferRequested { .. }
                | Self::HarvesterDeclared { .. }
        )
    }
}
