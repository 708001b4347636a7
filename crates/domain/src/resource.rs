//! A file or a service of a dataset, and its cousin that somebody other than the producer adds.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::Extras;
use crate::dataset::{Metrics, Schema, harvest_date};
use crate::id::Id;
use crate::owner::Owner;
use crate::time::Timestamp;

/// Something to download or to call. Its id is a UUID and its permalink never changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Resource {
    pub id: Uuid,
    pub title: String,
    pub description: Option<String>,
    /// `file` (kept here) or `remote`.
    pub filetype: String,
    /// `main`, `documentation`, `update`, `api`, `code` or `other`.
    pub r#type: String,
    pub url: String,
    /// Lower case; empty when unknown.
    pub format: String,
    pub mime: Option<String>,
    /// Bytes.
    pub filesize: Option<i64>,
    pub checksum: Option<Checksum>,
    pub extras: Extras,
    pub schema: Option<Schema>,
    pub harvest: Option<Extras>,
    pub preview_url: Option<String>,
    pub created_at_internal: Timestamp,
    pub last_modified_internal: Timestamp,
    #[serde(skip)]
    pub metrics: Metrics,
}

impl Default for Resource {
    fn default() -> Self {
        Self {
            id: Uuid::nil(),
            title: String::new(),
            description: None,
            filetype: "remote".to_owned(),
            r#type: "main".to_owned(),
            url: String::new(),
            format: String::new(),
            mime: None,
            filesize: None,
            checksum: None,
            extras: Extras::new(),
            schema: None,
            harvest: None,
            preview_url: None,
            created_at_internal: Timestamp::default(),
            last_modified_internal: Timestamp::default(),
            metrics: Metrics::new(),
        }
    }
}

/// The algorithms of digests.
pub const CHECKSUMS: [&str; 5] = ["sha1", "sha2", "sha256", "md5", "crc"];

/// The digest of a file: `sha1`, `sha2`, `sha256`, `md5` or `crc`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksum {
    pub r#type: String,
    pub value: String,
}

impl Resource {
    pub fn created_at(&self) -> Timestamp {
        harvest_date(self.harvest.as_ref(), "issued_at").unwrap_or(self.created_at_internal)
    }

    /// As harvested, else as the crawler saw a remote file change, else when it was edited here.
    pub fn last_modified(&self) -> Timestamp {
        harvest_date(self.harvest.as_ref(), "modified_at")
            .or_else(|| {
                let seen = (self.filetype == "remote")
                    .then(|| self.extras.get("analysis:last-modified-at"))
                    .flatten()?;
                seen.as_str()?.parse().ok()
            })
            .unwrap_or(self.last_modified_internal)
    }

    /// The key of the file, when the portal keeps it.
    pub fn file(&self) -> Option<&str> {
        let is_kept = self.filetype == "file";
        is_kept.then(|| self.url.strip_prefix('/')).flatten()
    }

    /// What the last check said, true when it was never checked.
    pub fn is_available(&self) -> bool {
        self.extras
            .get("check:available")
            .and_then(Value::as_bool)
            .unwrap_or(true)
    }

    /// When a crawler last checked the address.
    pub fn checked_at(&self) -> Option<Timestamp> {
        self.extras.get("check:date")?.as_str()?.parse().ok()
    }
}

/// A resource that a reuser adds to somebody else's dataset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommunityResource {
    pub resource: Resource,
    /// None when the dataset is gone.
    pub dataset: Option<Id>,
    pub owner: Owner,
}
