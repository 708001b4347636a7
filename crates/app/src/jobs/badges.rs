//! Gives and takes the badges that tags ask for: who is certified, or tags, changes from one day to the next.

use super::Known;
use crate::{App, Result, badge};

pub const JOB: Known = Known {
    name: "update-badges",
    cron: Some("12 3 * * *"),
    tries: 3,
};

pub async fn run(app: &App) -> Result<String> {
    let changed = badge::follow_all(app).await?;
    Ok(format!("badges of {changed} objects changed"))
}
