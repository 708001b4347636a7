//! Jobs that read sources. A worker has one for a while; when it dies, the job is taken again after that while.

use std::collections::HashMap;

use vitrail_domain::harvest::Job;
use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::filter::{self, Listed, Page};
use crate::sql::Sql;
use crate::subject::facts;

/// Writes a job that waits.
pub async fn add(tx: &mut Tx, job: &Job) -> Result<()> {
    let row = vec![
        job.id.into(),
        job.source.into(),
        job.status.as_str().into(),
        job.created.into(),
        job.status.is_over().into(),
        facts(job)?,
    ];
    let columns = "id, source_id, status, created, is_over, facts";
    for sql in Sql::insert_rows("harvest_job", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Says how far a job is; false when it was lost to another worker. `attempt` is the one of [`claim`].
pub async fn save(tx: &mut Tx, job: &Job, attempt: i64) -> Result<bool> {
    let mut sql = Sql::new("UPDATE harvest_job SET status = ");
    sql.bind(job.status.as_str());
    sql.push(", is_over = ").bind(job.status.is_over());
    sql.push(", facts = ").bind(facts(job)?);
    if job.status.is_over() {
        sql.push(", lease = ").bind(None::<Timestamp>);
    }
    sql.push(" WHERE id = ").bind(job.id);
    sql.push(" AND attempts = ").bind(attempt);
    sql.push(" AND is_over = ").bind(false);
    Ok(sql.execute(tx).await? == 1)
}

fn read_all(rows: &[(String,)]) -> Result<Vec<Job>> {
    let read = rows.iter().map(|(facts,)| Ok(serde_json::from_str(facts)?));
    read.collect()
}

/// One job.
pub async fn get(run: impl Into<Run<'_>>, id: Id) -> Result<Option<Job>> {
    let mut sql = Sql::new("SELECT facts FROM harvest_job WHERE id = ");
    sql.bind(id);
    Ok(read_all(&sql.all(run).await?)?.into_iter().next())
}

/// A page of the jobs of a source, the newest first.
pub async fn list(run: impl Into<Run<'_>>, source: Id, page: Page) -> Result<Listed<Job>> {
    let mut run = run.into();
    let mut counting = Sql::new("SELECT COUNT(*) FROM harvest_job WHERE source_id = ");
    counting.bind(source);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new("SELECT facts FROM harvest_job WHERE source_id = ");
    sql.bind(source);
    filter::ordered(&mut sql, None, "created DESC, id DESC", page);
    let data = read_all(&sql.all(run).await?)?;
    Ok(Listed { data, total })
}

/// The last job of each of these sources.
pub async fn last_of(run: impl Into<Run<'_>>, sources: &[Id]) -> Result<HashMap<Id, Job>> {
    let mut sql = Sql::new(
        "SELECT j.facts FROM harvest_job j WHERE j.id = (SELECT o.id FROM harvest_job o \
         WHERE o.source_id = j.source_id ORDER BY o.created DESC, o.id DESC LIMIT 1) AND j.source_id IN ",
    );
    sql.bind_list(sources);
    let jobs = read_all(&sql.all(run).await?)?;
    Ok(jobs.into_iter().map(|job| (job.source, job)).collect())
}

/// The job of a source that is not over yet.
pub async fn waiting(run: impl Into<Run<'_>>, source: Id) -> Result<Option<Job>> {
    let mut sql = Sql::new("SELECT facts FROM harvest_job WHERE is_over = ");
    sql.bind(false).push(" AND source_id = ").bind(source);
    sql.push(" ORDER BY created LIMIT 1");
    Ok(read_all(&sql.all(run).await?)?.into_iter().next())
}

fn ready(sql: &mut Sql, now: Timestamp) {
    sql.push(" WHERE is_over = ").bind(false);
    sql.push(" AND (lease IS NULL OR lease <= ")
        .bind(now)
        .push(")");
}

/// Whether a job waits to be done.
pub async fn is_due(run: impl Into<Run<'_>>, now: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("SELECT id FROM harvest_job");
    ready(&mut sql, now);
    sql.push(" LIMIT 1");
    Ok(sql.first::<(String,)>(run).await?.is_some())
}

/// Takes the job that has waited for the longest, or a given one, until an instant; and which attempt it is.
pub async fn claim(
    tx: &mut Tx,
    wanted: Option<Id>,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<(Job, i64)>> {
    let mut sql = Sql::new("SELECT facts, attempts FROM harvest_job");
    ready(&mut sql, now);
    filter::equal(&mut sql, "id", wanted);
    sql.push(" ORDER BY created, id LIMIT 1");
    dialect::skip_taken(&mut sql, tx);
    let Some((facts, attempts)) = sql.first::<(String, i64)>(&mut *tx).await? else {
        return Ok(None);
    };
    let job: Job = serde_json::from_str(&facts)?;
    let mut sql = Sql::new("UPDATE harvest_job SET lease = ");
    sql.bind(until).push(", attempts = ").bind(attempts + 1);
    sql.push(" WHERE id = ").bind(job.id);
    sql.execute(tx).await?;
    Ok(Some((job, attempts + 1)))
}

/// Keeps a job for longer; false when it was lost to somebody else.
pub async fn renew(tx: &mut Tx, id: Id, attempt: i64, until: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE harvest_job SET lease = ");
    sql.bind(until).push(" WHERE id = ").bind(id);
    sql.push(" AND attempts = ").bind(attempt);
    sql.push(" AND is_over = ").bind(false);
    Ok(sql.execute(tx).await? == 1)
}

/// Gives a job back as if it had not been taken.
pub async fn release(tx: &mut Tx, id: Id, attempt: i64) -> Result<bool> {
    let mut sql = Sql::new("UPDATE harvest_job SET attempts = attempts - 1, lease = ");
    sql.bind(None::<Timestamp>).push(" WHERE id = ").bind(id);
    sql.push(" AND attempts = ").bind(attempt);
    sql.push(" AND is_over = ").bind(false);
    Ok(sql.execute(tx).await? == 1)
}

/// Forgets the jobs of before an instant, with their items; how many.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut sql = Sql::new(
        "DELETE FROM harvest_item WHERE job_id IN (SELECT id FROM harvest_job WHERE is_over = 1 AND created < ",
    );
    sql.bind(before).push(")");
    sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("DELETE FROM harvest_job WHERE is_over = 1 AND created < ");
    sql.bind(before);
    sql.execute(tx).await
}
