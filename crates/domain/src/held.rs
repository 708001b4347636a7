//! What the portal keeps from the public because it looks like spam, until a moderator decides.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::Id;
use crate::kind::Kind;
use crate::time::Timestamp;

/// An object, or one message of a discussion, that waits for a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub subject: (Kind, Id),
    pub message: Option<Uuid>,
    pub since: Timestamp,
    /// Who wrote it, and in the name of which organization.
    pub actor: Option<Id>,
    pub organization: Option<Id>,
    /// What was done, to be told once it is let through.
    pub operation: String,
    pub label: String,
    /// The words that look like spam, or their beginning.
    pub excerpt: String,
    /// `word:casino`, `language:rus`.
    pub reasons: Vec<String>,
}
