//! Who reads sources: a loop in each node, which reads some at a time, so that a slow one delays no other. A job is kept
//! by renewing its lease; when the program is asked to stop, what is under way is given back and begins again elsewhere.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::{self, JoinError, JoinSet};
use vitrail_domain::Id;
use vitrail_domain::harvest::job::{Failure, JobStatus};
use vitrail_domain::harvest::{Job, Source};
use vitrail_store as store;
use vitrail_store::harvest::run;

use super::pulse::{self, Pulse};
use super::run::{LEASE, Watch, whole};
use super::source;
use crate::{App, Result};

/// How often the tables are looked at.
const FLOOR: Duration = Duration::from_secs(1);
const RENEWED: Duration = Duration::from_secs(40);
/// A job that took so many workers with it is given up.
const TRIES: i64 = 3;

/// Works until told to stop.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    let mut under_way = JoinSet::new();
    let mut pulses = HashMap::new();
    while !*stop.borrow() {
        while let Some(ended) = under_way.try_join_next_with_id() {
            forget(&mut pulses, ended);
        }
        if let Err(error) = begin(&app, &mut under_way, &mut pulses).await {
            tracing::error!(%error, "the harvest jobs could not be read; trying again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            Some(ended) = under_way.join_next_with_id() => forget(&mut pulses, ended),
            () = tokio::time::sleep(FLOOR) => {}
        }
    }
    under_way.shutdown().await;
}

/// What ended holds no place any more.
fn forget(
    pulses: &mut HashMap<task::Id, Pulse>,
    ended: std::result::Result<(task::Id, ()), JoinError>,
) {
    let id = match ended {
        Ok((id, ())) => id,
        Err(error) => error.id(),
    };
    pulses.remove(&id);
}

/// Begins as many jobs as there is room for.
async fn begin(
    app: &App,
    under_way: &mut JoinSet<()>,
    pulses: &mut HashMap<task::Id, Pulse>,
) -> Result<()> {
    sweep(app).await?;
    while pulse::has_room(
        &pulses.values().cloned().collect::<Vec<_>>(),
        Instant::now(),
    ) {
        let Some((job, attempt)) = claim(app).await? else {
            return Ok(());
        };
        let app = app.clone();
        let pulse = Pulse::default();
        let watch = Watch::Followed(pulse.clone());
        let task = under_way.spawn(async move {
            let mut held = Held {
                app: app.clone(),
                job: job.id,
                attempt,
                is_over: false,
            };
            if let Err(error) = keep(&app, job, attempt, watch).await {
                tracing::error!(%error, "a harvest job ended without a report");
            }
            held.is_over = true;
        });
        pulses.insert(task.id(), pulse);
    }
    Ok(())
}

/// Gives a job back when what does it is dropped before its end.
struct Held {
    app: App,
    job: Id,
    attempt: i64,
    is_over: bool,
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let (app, id, attempt) = (self.app.clone(), self.job, self.attempt);
        tokio::spawn(async move {
            let mut tx = app.db().begin().await?;
            run::release(&mut tx, id, attempt).await?;
            tx.commit().await
        });
    }
}

/// Asks for the sources whose hour has come.
async fn sweep(app: &App) -> Result<()> {
    for (id, hour) in store::harvest::source::due(app.db(), app.now()).await? {
        let mut tx = app.db().begin().await?;
        let found = store::subject::get::<Source>(&mut tx, id).await?;
        let Some(found) = found else { continue };
        let next = source::next(app, &found)?;
        if store::harvest::source::advance(&mut tx, id, hour, next).await? && found.is_running() {
            source::enqueue(app, &mut tx, id).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn claim(app: &App) -> Result<Option<(Job, i64)>> {
    if !run::is_due(app.db(), app.now()).await? {
        return Ok(None);
    }
    let mut tx = app.db().begin().await?;
    let claimed = run::claim(&mut tx, None, app.now(), app.now().plus(LEASE)).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Does a job to its end, keeping its lease; a job that cannot be done says why.
pub(super) async fn keep(app: &App, job: Job, attempt: i64, watch: Watch) -> Result<Job> {
    if attempt > TRIES {
        let why = "The program stopped three times while it read this source";
        return give_up(app, job, attempt, why).await;
    }
    let (of_job, former) = (app.clone(), job.clone());
    let mut doing = tokio::spawn(async move { whole(&of_job, job, attempt, watch).await });
    // What does the job ends with whoever waits for it.
    let _guard = Aborted(doing.abort_handle());
    loop {
        tokio::select! {
            done = &mut doing => {
                let why = match done {
                    Ok(Ok(job)) => return Ok(job),
                    Ok(Err(error)) => format!("{error:#}"),
                    Err(_) => "it stopped in the middle".to_owned(),
                };
                tracing::error!(source = %former.source, why, "a source could not be harvested");
                let said = "Something went wrong in the portal: its log says what";
                return give_up(app, former, attempt, said).await;
            }
            () = tokio::time::sleep(RENEWED) => {
                let mut tx = app.db().begin().await?;
                let until = app.now().plus(LEASE);
                let is_ours = run::renew(&mut tx, former.id, attempt, until).await?;
                tx.commit().await?;
                if !is_ours {
                    return Err(anyhow::anyhow!("the job was taken by another worker").into());
                }
            }
        }
    }
}

struct Aborted(tokio::task::AbortHandle);

impl Drop for Aborted {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn give_up(app: &App, job: Job, attempt: i64, why: &str) -> Result<Job> {
    let mut tx = app.db().begin().await?;
    let mut job = run::get(&mut tx, job.id).await?.unwrap_or(job);
    job.status = JobStatus::Failed;
    job.ended = Some(app.now());
    job.errors.push(Failure::new(app.now(), why));
    run::save(&mut tx, &job, attempt).await?;
    tx.commit().await?;
    Ok(job)
}

/// Does all that is due, one after the other; how many jobs that were.
pub async fn run_due(app: &App) -> Result<usize> {
    sweep(app).await?;
    let mut done = 0;
    while let Some((job, attempt)) = claim(app).await? {
        whole(app, job, attempt, Watch::Alone).await?;
        done += 1;
    }
    Ok(done)
}
