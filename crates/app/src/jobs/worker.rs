//! Who does the jobs: a few loops in each node. A job is kept by renewing its lease while it runs; when the program
//! is asked to stop, what does not end in time is given back.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;
use vitrail_domain::Timestamp;
use vitrail_domain::time::{DAY, SECOND};
use vitrail_store::job;

use super::{Job, known, run, schedule};
use crate::{App, Result};

/// How long a job is left to who took it, unless they say that they still work.
const LEASE: i64 = 120 * SECOND;
const RENEWED: Duration = Duration::from_secs(40);
/// How often the table is looked at.
const FLOOR: Duration = Duration::from_secs(1);
/// What a job under way is given to end when the program stops.
const GRACE: Duration = Duration::from_secs(5);
/// How often a job whose name is unknown is tried: another node may know it.
const TRIES: i64 = 5;

/// Works until told to stop.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if let Err(error) = sweep_and_work(&app, &mut stop).await {
            tracing::error!(%error, "the jobs could not be read; trying again");
        }
        let _ = tokio::time::timeout(FLOOR, stop.changed()).await;
    }
}

/// Asks for what recurs, then does all that is due; how many jobs that were.
async fn sweep_and_work(app: &App, stop: &mut watch::Receiver<bool>) -> Result<usize> {
    schedule::sweep(app).await?;
    let (mut done, mut swept) = (0, Instant::now());
    while !*stop.borrow() && step(app, stop).await? {
        done += 1;
        if swept.elapsed() > FLOOR {
            schedule::sweep(app).await?;
            swept = Instant::now();
        }
    }
    Ok(done)
}

/// Does all that is due, as workers would; how many jobs that were.
pub async fn run_due(app: &App) -> Result<usize> {
    schedule::sync(app).await?;
    let (_going, mut stop) = watch::channel(false);
    sweep_and_work(app, &mut stop).await
}

/// Does one job, if one is due.
async fn step(app: &App, stop: &mut watch::Receiver<bool>) -> Result<bool> {
    if !job::is_due(app.db(), app.now()).await? {
        return Ok(false);
    }
    let mut tx = app.db().begin().await?;
    let claimed = job::claim(&mut tx, app.now(), app.now().plus(LEASE)).await?;
    tx.commit().await?;
    let Some(job) = claimed else {
        return Ok(false);
    };
    let Some(done) = carry_out(app, &job, stop).await? else {
        return Ok(false);
    };
    let mut tx = app.db().begin().await?;
    match done {
        Ok(outcome) => {
            job::done(&mut tx, &job, app.now(), &outcome).await?;
        }
        Err(why) => {
            let tries = known(&job.name).map_or(TRIES, |job| job.tries);
            let again = next_try(app.now(), job.attempts, tries);
            tracing::warn!(
                job = job.name,
                why,
                given_up = again.is_none(),
                "a job did not succeed"
            );
            job::failed(&mut tx, &job, app.now(), &why, again).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// Runs a job to its end; nothing when the program stopped before, or the job was lost to another worker.
async fn carry_out(
    app: &App,
    job: &Job,
    stop: &mut watch::Receiver<bool>,
) -> Result<Option<std::result::Result<String, String>>> {
    let (app_of_job, name, facts) = (app.clone(), job.name.clone(), job.facts.clone());
    let mut running = tokio::spawn(async move { run(&app_of_job, &name, &facts).await });
    let mut end = None;
    loop {
        let last = end.unwrap_or_else(|| Instant::now() + RENEWED);
        tokio::select! {
            done = &mut running => {
                return Ok(Some(match done {
                    Ok(Ok(outcome)) => Ok(outcome),
                    Ok(Err(error)) => Err(said(&error)),
                    Err(_) => Err("it stopped in the middle: the log says why".to_owned()),
                }));
            }
            changed = stop.changed(), if end.is_none() => {
                // Whoever could ask us to stop is gone: so is the program.
                if changed.is_err() || *stop.borrow() {
                    end = Some(Instant::now() + GRACE);
                }
            }
            () = tokio::time::sleep_until(last) => {
                let mut tx = app.db().begin().await?;
                let is_ours = if end.is_some() {
                    job::release(&mut tx, job).await?;
                    false
                } else {
                    job::renew(&mut tx, job, app.now().plus(LEASE)).await?
                };
                tx.commit().await?;
                if !is_ours {
                    running.abort();
                    return Ok(None);
                }
            }
        }
    }
}

fn said(error: &crate::Error) -> String {
    match error {
        crate::Error::Internal(error) => format!("{error:#}"),
        other => other.to_string(),
    }
}

/// One minute, two, four… at most half a day.
fn next_try(now: Timestamp, attempts: i64, tries: i64) -> Option<Timestamp> {
    let doubled = 60 * SECOND * (1 << attempts.clamp(1, 12)) / 2;
    (attempts < tries).then(|| now.plus(doubled.min(DAY / 2)))
}
