//! What is done later or again and again: one file per job, with one `run` that may be run twice without harm. A
//! job is written in the transaction of what asks for it, and taken by a worker of any node; what recurs has a
//! cron expression in its own file.

mod badges;
mod catalogue;
mod digest;
mod harvest;
mod links;
mod metrics;
mod mqa;
mod queue;
mod schedule;
mod tidy;
mod unconfirmed;
mod webhook;
mod worker;

use serde_json::Value;

use crate::{App, Error, Result};

pub use queue::{Schedule, enqueue, list, run_now, schedules};
pub(crate) use schedule::next;
pub use schedule::sync;
pub use vitrail_store::job::Job;
pub use worker::{run_due, work};

/// What the program knows of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: &'static str,
    /// When it recurs, in the zone of the portal.
    pub cron: Option<&'static str>,
    /// How often it is tried before it is given up.
    pub tries: i64,
}

/// Every job.
pub const JOBS: [Known; 11] = [
    badges::JOB,
    catalogue::JOB,
    digest::JOB,
    links::JOB,
    harvest::PURGE_JOBS,
    harvest::PURGE_SOURCES,
    metrics::JOB,
    mqa::JOB,
    tidy::JOB,
    unconfirmed::JOB,
    webhook::JOB,
];

/// Runs a job; what it did, in a few words.
async fn run(app: &App, name: &str, facts: &Value) -> Result<String> {
    match name {
        "catalogue" => catalogue::run(app).await,
        "digest" => digest::run(app).await,
        "links" => links::run(app).await,
        "purge-harvest-jobs" => harvest::purge_jobs(app).await,
        "purge-harvesters" => harvest::purge_sources(app).await,
        "metrics" => metrics::run(app).await,
        "mqa" => mqa::run(app).await,
        "tidy" => tidy::run(app).await,
        "unconfirmed" => unconfirmed::run(app).await,
        "update-badges" => badges::run(app).await,
        "webhook" => webhook::run(app, facts).await,
        other => Err(Error::Bad(format!(
            "no job is called {other}: a later version of the program wrote it"
        ))),
    }
}

/// The job of a name.
fn known(name: &str) -> Option<&'static Known> {
    JOBS.iter().find(|job| job.name == name)
}
