//! Somebody follows a subject.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::kind::Kind;
use crate::time::Timestamp;

/// A follow; `until` is set when it ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Follow {
    pub id: Id,
    pub follower: Id,
    pub following: (Kind, Id),
    pub since: Timestamp,
    pub until: Option<Timestamp>,
}
