//! Measures the whole catalogue each night as the European assessment does: at a hundred thousand datasets nobody
//! could wait for it.

use super::Known;
use crate::{App, Result, mqa};

pub const JOB: Known = Known {
    name: "mqa",
    cron: Some("27 4 * * *"),
    tries: 3,
};

pub async fn run(app: &App) -> Result<String> {
    let (_, summary) = mqa::measure_all(app).await?;
    Ok(format!(
        "{} datasets measured, {} points on average",
        summary.datasets, summary.score
    ))
}
