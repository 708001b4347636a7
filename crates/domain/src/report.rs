//! A report: somebody, or the portal itself, asks the moderators to look at something.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::Id;
use crate::kind::Kind;
use crate::time::Timestamp;

/// What may be reported.
pub const REPORTABLE: [Kind; 8] = [
    Kind::Dataset,
    Kind::Reuse,
    Kind::Discussion,
    Kind::Organization,
    Kind::Dataservice,
    Kind::User,
    Kind::Topic,
    Kind::Post,
];

/// A report and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub id: Id,
    /// Nobody when it was anonymous, or made by the portal.
    pub by: Option<Id>,
    pub subject: (Kind, Id),
    /// What the subject was called then.
    pub label: String,
    /// One message of a discussion.
    pub embed: Option<Uuid>,
    /// A code of the vocabulary of reasons.
    pub reason: String,
    pub message: Option<String>,
    pub reported_at: Timestamp,
    #[serde(skip)]
    pub dismissed_at: Option<Timestamp>,
    #[serde(skip)]
    pub dismissed_by: Option<Id>,
    #[serde(skip)]
    pub subject_deleted_at: Option<Timestamp>,
    #[serde(skip)]
    pub subject_deleted_by: Option<Id>,
}
