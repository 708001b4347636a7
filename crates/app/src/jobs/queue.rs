//! Asking for jobs, and what operators see of them.

use serde_json::{Value, json};
use vitrail_domain::{Actor, Id, Kind, Timestamp};
use vitrail_store::{Tx, job};

use super::{JOBS, Job, known};
use crate::{App, Error, Listed, Page, Result, reading};

/// What recurs, and how it went the last time.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub name: String,
    pub cron: String,
    pub next: Timestamp,
    pub last: Option<Job>,
}

/// Asks for a job, in the transaction of what makes it necessary; not before an instant, when one is given.
pub async fn enqueue(
    app: &App,
    tx: &mut Tx,
    name: &str,
    facts: Value,
    due: Option<Timestamp>,
) -> Result<Id> {
    let job = Job {
        due: Some(due.unwrap_or_else(|| app.now())),
        ..new(app, name, facts)
    };
    job::add(tx, &job).await?;
    Ok(job.id)
}

/// Asks for what a schedule runs.
pub(super) async fn ask(app: &App, tx: &mut Tx, name: &str) -> Result<Id> {
    let job = Job {
        schedule: Some(name.to_owned()),
        ..new(app, name, json!({}))
    };
    job::add(tx, &job).await?;
    Ok(job.id)
}

fn new(app: &App, name: &str, facts: Value) -> Job {
    Job {
        id: app.new_id(),
        name: name.to_owned(),
        schedule: None,
        facts,
        created: app.now(),
        due: Some(app.now()),
        lease: None,
        attempts: 0,
        started: None,
        ended: None,
        outcome: None,
        failure: None,
    }
}

/// A page of jobs, the newest first, for sysadmins.
pub async fn list(app: &App, actor: &Actor, name: Option<&str>, page: Page) -> Result<Listed<Job>> {
    reading::sysadmin(actor)?;
    Ok(job::list(app.db(), name, page).await?)
}

/// What recurs, for sysadmins.
pub async fn schedules(app: &App, actor: &Actor) -> Result<Vec<Schedule>> {
    reading::sysadmin(actor)?;
    let mut all = Vec::with_capacity(JOBS.len());
    for schedule in job::schedules(app.db()).await? {
        all.push(Schedule {
            last: job::last_of(app.db(), &schedule.name).await?,
            name: schedule.name,
            cron: schedule.cron,
            next: schedule.next,
        });
    }
    Ok(all)
}

/// Runs what recurs at once, unless it is under way; for sysadmins.
pub async fn run_now(app: &App, actor: &Actor, name: &str) -> Result<Job> {
    reading::sysadmin(actor)?;
    if known(name).is_none_or(|job| job.cron.is_none()) {
        return Err(Error::NotFound(Kind::Site));
    }
    let mut tx = app.db().begin().await?;
    let last = job::last_of(&mut tx, name).await?;
    if last.as_ref().is_none_or(|last| last.due.is_none()) {
        ask(app, &mut tx, name).await?;
    }
    let last = job::last_of(&mut tx, name).await?;
    tx.commit().await?;
    last.ok_or(Error::NotFound(Kind::Site))
}
