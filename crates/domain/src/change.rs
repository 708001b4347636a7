//! What happened: one row per change, written with it, read by followers (search, activity, later mails).

use serde::{Deserialize, Serialize};

use crate::Extras;
use crate::id::Id;
use crate::kind::Kind;
use crate::time::Timestamp;

/// What happens around an object without changing it.
pub const SILENT: [&str; 5] = ["checked", "counted", "discussed", "followed", "unfollowed"];

/// One change of one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Place in the log; 0 until written.
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Option<Id>,
    /// The organization in whose name it was done, or that owns the subject.
    pub organization: Option<Id>,
    pub subject: (Kind, Id),
    /// As udata's activity keys end: `created`, `updated`, `deleted`, `resource:added`, `imported`…
    pub operation: String,
    /// Names of the fields that changed.
    pub fields: Vec<String>,
    pub extras: Extras,
}

impl Change {
    /// Whether it leaves what the public reads of its subject as it was.
    pub fn is_silent(&self) -> bool {
        SILENT.contains(&self.operation.as_str())
    }

    /// A change without author nor fields.
    pub fn new(at: Timestamp, subject: (Kind, Id), operation: &str) -> Self {
        Self {
            seq: 0,
            at,
            actor: None,
            organization: None,
            subject,
            operation: operation.to_owned(),
            fields: Vec::new(),
            extras: Extras::new(),
        }
    }
}
