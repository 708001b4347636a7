//! One reading of a source and what became of each thing it found there: the report that producers read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Lost;
use crate::id::Id;
use crate::kind::Kind;
use crate::time::Timestamp;

/// How far a job is, in udata's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobStatus {
    #[default]
    Pending,
    Initializing,
    Initialized,
    Processing,
    Done,
    DoneErrors,
    Failed,
}

impl JobStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Initializing => "initializing",
            Self::Initialized => "initialized",
            Self::Processing => "processing",
            Self::Done => "done",
            Self::DoneErrors => "done-errors",
            Self::Failed => "failed",
        }
    }

    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::DoneErrors | Self::Failed)
    }
}

/// A job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Job {
    pub id: Id,
    pub source: Id,
    pub status: JobStatus,
    pub created: Timestamp,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    pub errors: Vec<Failure>,
    /// What is good to know and is no error.
    pub notes: Vec<String>,
    pub counts: Counts,
    /// What concerns no item.
    pub lost: Vec<Lost>,
    /// The job of which all that it met was met again, unread: its losses are still losses.
    pub again: Option<Id>,
}

/// Why something was not done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Failure {
    pub created_at: Timestamp,
    pub message: String,
    /// For sysadmins only.
    pub details: Option<String>,
}

impl Failure {
    pub fn new(created_at: Timestamp, message: impl Into<String>) -> Self {
        Self {
            created_at,
            message: message.into(),
            details: None,
        }
    }
}

/// What a job found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    pub total: i64,
    pub by_status: BTreeMap<String, i64>,
    pub by_type: BTreeMap<String, i64>,
    pub by_outcome: BTreeMap<String, i64>,
    /// Facts that could not be taken in.
    pub lost: i64,
}

impl Counts {
    pub fn add(&mut self, item: &Item) {
        self.total += 1;
        *self
            .by_status
            .entry(item.status.as_str().to_owned())
            .or_default() += 1;
        *self
            .by_type
            .entry(item.kind.as_str().to_owned())
            .or_default() += 1;
        if let Some(outcome) = item.outcome {
            *self
                .by_outcome
                .entry(outcome.as_str().to_owned())
                .or_default() += 1;
        }
        self.lost += i64::try_from(item.lost.len()).unwrap_or(0);
    }

    pub fn status(&self, status: ItemStatus) -> i64 {
        self.by_status.get(status.as_str()).copied().unwrap_or(0)
    }

    pub fn outcome(&self, outcome: Outcome) -> i64 {
        self.by_outcome.get(outcome.as_str()).copied().unwrap_or(0)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemStatus {
    #[default]
    Pending,
    Started,
    Done,
    Failed,
    Skipped,
    Archived,
}

impl ItemStatus {
    pub const ALL: [Self; 6] = [
        Self::Pending,
        Self::Started,
        Self::Done,
        Self::Failed,
        Self::Skipped,
        Self::Archived,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Started => "started",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::Archived => "archived",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// What was done of an item that went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Created,
    Updated,
    Unchanged,
    /// It came back after it was archived.
    Restored,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Restored => "restored",
        }
    }
}

/// One thing that a source holds, as one job met it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    pub remote_id: String,
    pub remote_url: Option<String>,
    /// As the source titles it.
    pub title: String,
    /// A dataset or a dataservice.
    pub kind: Kind,
    /// What it is here.
    pub subject: Option<Id>,
    pub status: ItemStatus,
    pub outcome: Option<Outcome>,
    pub created: Timestamp,
    pub ended: Option<Timestamp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Failure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub logs: Vec<Log>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Lost>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
}

impl Default for Item {
    fn default() -> Self {
        Self {
            remote_id: String::new(),
            remote_url: None,
            title: String::new(),
            kind: Kind::Dataset,
            subject: None,
            status: ItemStatus::Pending,
            outcome: None,
            created: Timestamp::default(),
            ended: None,
            errors: Vec::new(),
            logs: Vec::new(),
            lost: Vec::new(),
            changes: Vec::new(),
        }
    }
}

impl Item {
    pub fn note(&mut self, level: &str, message: impl Into<String>) {
        self.logs.push(Log {
            level: level.to_owned(),
            message: message.into(),
        });
    }

    pub fn fail(&mut self, now: Timestamp, message: impl Into<String>) {
        self.status = ItemStatus::Failed;
        self.outcome = None;
        self.errors.push(Failure::new(now, message));
    }

    pub fn skip(&mut self, why: impl Into<String>) {
        self.status = ItemStatus::Skipped;
        self.outcome = None;
        self.note("warning", why);
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Log {
    pub level: String,
    pub message: String,
}

/// A field that a reading changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldChange {
    pub field: String,
    pub old: Value,
    pub new: Value,
    /// It was edited here and stays as it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
}
