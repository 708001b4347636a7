//! Forgets what nobody will ask for any more: parts of files that nobody finished to send, files replaced longer
//! ago than the operator keeps them, old jobs, what webhooks were told, sessions and links that ended.

use vitrail_domain::time::DAY;
use vitrail_store::{account, job, webhook};

use super::Known;
use crate::{App, Result, captcha, oauth, upload};

pub const JOB: Known = Known {
    name: "tidy",
    cron: Some("17 * * * *"),
    tries: 3,
};

/// Jobs that are over are remembered this long.
const KEPT: i64 = 30 * DAY;
/// What webhooks were told is remembered this long.
const TOLD: i64 = 90 * DAY;

pub async fn run(app: &App) -> Result<String> {
    upload::purge(app).await?;
    oauth::purge(app).await?;
    captcha::purge(app).await?;
    let former = upload::purge_former(app).await?;
    let mut tx = app.db().begin().await?;
    let jobs = job::purge(&mut tx, app.now().plus(-KEPT)).await?;
    let calls = webhook::purge(&mut tx, app.now().plus(-TOLD)).await?;
    let ended = account::purge(&mut tx, app.now()).await?;
    tx.commit().await?;
    Ok(format!(
        "{jobs} old jobs, {former} former files, {calls} old calls, {ended} ended sessions and links forgotten"
    ))
}
