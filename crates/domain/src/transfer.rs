//! An object that changes owner, when the other accepts.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::kind::Kind;
use crate::membership::Answer;
use crate::owner::Owner;
use crate::time::Timestamp;

/// What may be transferred.
pub const TRANSFERABLE: [Kind; 4] = [Kind::Dataset, Kind::Reuse, Kind::Dataservice, Kind::Topic];

/// A change of owner that somebody asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    pub id: Id,
    /// Who asks.
    pub user: Id,
    pub owner: Owner,
    pub recipient: Owner,
    pub subject: (Kind, Id),
    pub comment: String,
    pub created: Timestamp,
    pub status: Answer,
    pub responded: Option<Timestamp>,
    pub response: Option<String>,
}
