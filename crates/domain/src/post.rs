//! A post: news of the portal, or an editorial page.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::Id;
use crate::time::Timestamp;

/// News or a page; a draft until `published`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    pub id: Id,
    pub slug: String,
    pub name: String,
    pub headline: Option<String>,
    pub content: String,
    /// `markdown`, `html` or `blocs`.
    pub body_type: String,
    pub blocs: Vec<Value>,
    pub image_url: Option<String>,
    pub image: Option<String>,
    pub image_thumbnail: Option<String>,
    pub credit_to: Option<String>,
    pub credit_url: Option<String>,
    pub tags: Vec<String>,
    pub datasets: Vec<Id>,
    pub reuses: Vec<Id>,
    pub owner: Option<Id>,
    /// `news` or `page`.
    pub kind: String,
    pub published: Option<Timestamp>,
    pub created_at: Timestamp,
    pub last_modified: Timestamp,
}
