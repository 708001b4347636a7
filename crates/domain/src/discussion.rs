//! A discussion about a subject: a question in public, its answers, and how it was closed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Extras;
use crate::id::Id;
use crate::kind::Kind;
use crate::time::Timestamp;

/// A discussion with all its messages, the question first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discussion {
    pub id: Id,
    /// Dataset, reuse, dataservice, topic or post.
    pub subject: (Kind, Id),
    pub title: String,
    pub user: Option<Id>,
    /// The organization in whose name it was opened.
    pub organization: Option<Id>,
    pub messages: Vec<Message>,
    pub created: Timestamp,
    pub closed: Option<Timestamp>,
    pub closed_by: Option<Id>,
    pub closed_by_organization: Option<Id>,
    #[serde(default)]
    pub extras: Extras,
    /// Kept from the public until a moderator decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}

/// One message, at most 50,000 characters of Markdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub id: Uuid,
    pub content: String,
    pub posted_on: Timestamp,
    pub posted_by: Option<Id>,
    pub posted_by_organization: Option<Id>,
    pub last_modified_at: Option<Timestamp>,
    /// Kept from the public until a moderator decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
}
