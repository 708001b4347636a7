//! Forgets what is too old among the readings of sources, and what deleted sources had filled is archived.

use super::Known;
use crate::{App, Result, harvest};

pub const PURGE_JOBS: Known = Known {
    name: "purge-harvest-jobs",
    cron: Some("11 5 * * *"),
    tries: 3,
};

pub const PURGE_SOURCES: Known = Known {
    name: "purge-harvesters",
    cron: Some("31 5 * * *"),
    tries: 3,
};

pub async fn purge_jobs(app: &App) -> Result<String> {
    let (jobs, items) = harvest::purge_jobs(app).await?;
    Ok(format!(
        "{jobs} old harvest jobs and {items} unchanged items forgotten"
    ))
}

pub async fn purge_sources(app: &App) -> Result<String> {
    let (sources, archived) = harvest::purge_deleted(app).await?;
    Ok(format!(
        "{sources} deleted sources forgotten, {archived} of their objects archived"
    ))
}
