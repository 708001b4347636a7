//! Work to do later. A worker takes a job for a while; when it dies, the job is taken again after that while. What
//! a worker says of a job counts only as long as nobody else took it since, which the number of tries tells.

use serde_json::Value as Json;
use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::filter::{Listed, Page};
use crate::sql::Sql;

/// A job: what to do, with which facts, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub id: Id,
    pub name: String,
    /// The schedule that asked for it.
    pub schedule: Option<String>,
    pub facts: Json,
    pub created: Timestamp,
    /// When to try next; nothing once it is over.
    pub due: Option<Timestamp>,
    /// Until when somebody has it.
    pub lease: Option<Timestamp>,
    pub attempts: i64,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    /// What it says it did.
    pub outcome: Option<String>,
    /// Why its last try did not succeed.
    pub failure: Option<String>,
}

/// What recurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub name: String,
    pub cron: String,
    pub next: Timestamp,
}

const COLUMNS: &str = "id, name, schedule, facts, created, due, lease, attempts, started, ended, \
     outcome, failure";

type Row = (
    String,
    String,
    Option<String>,
    String,
    i64,
    Option<i64>,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
);

fn read(row: Row) -> Result<Job> {
    let at = |micros: Option<i64>| micros.map(Timestamp::from_micros);
    Ok(Job {
        id: row.0.parse().unwrap_or_default(),
        name: row.1,
        schedule: row.2,
        facts: serde_json::from_str(&row.3)?,
        created: Timestamp::from_micros(row.4),
        due: at(row.5),
        lease: at(row.6),
        attempts: row.7,
        started: at(row.8),
        ended: at(row.9),
        outcome: row.10,
        failure: row.11,
    })
}

fn select() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM job ");
    sql
}

/// Writes a new job.
pub async fn add(tx: &mut Tx, job: &Job) -> Result<()> {
    let row = vec![
        job.id.into(),
        job.name.as_str().into(),
        job.schedule.as_deref().into(),
        job.facts.to_string().into(),
        job.created.into(),
        job.due.into(),
    ];
    let columns = "id, name, schedule, facts, created, due";
    for sql in Sql::insert_rows("job", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

fn ready(sql: &mut Sql, now: Timestamp) {
    sql.push("WHERE due <= ")
        .bind(now)
        .push(" AND (lease IS NULL OR lease <= ")
        .bind(now)
        .push(")");
}

/// Whether something waits to be done now.
pub async fn is_due(run: impl Into<Run<'_>>, now: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("SELECT id FROM job ");
    ready(&mut sql, now);
    sql.push(" LIMIT 1");
    Ok(sql.first::<(String,)>(run).await?.is_some())
}

/// Takes the job that has been due for the longest, until an instant.
pub async fn claim(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<Option<Job>> {
    let mut sql = select();
    ready(&mut sql, now);
    sql.push(" ORDER BY due, id LIMIT 1");
    dialect::skip_taken(&mut sql, tx);
    let Some(row) = sql.first::<Row>(&mut *tx).await? else {
        return Ok(None);
    };
    let mut job = read(row)?;
    job.attempts += 1;
    job.lease = Some(until);
    job.started = Some(now);
    let mut sql = Sql::new("UPDATE job SET lease = ");
    sql.bind(until).push(", started = ").bind(now);
    sql.push(", attempts = ").bind(job.attempts);
    sql.push(" WHERE id = ").bind(job.id);
    sql.execute(tx).await?;
    Ok(Some(job))
}

/// Still the same try of the same job.
fn same(sql: &mut Sql, job: &Job) {
    sql.push(" WHERE id = ").bind(job.id);
    sql.push(" AND attempts = ").bind(job.attempts);
    sql.push(" AND due IS NOT NULL AND lease IS NOT NULL");
}

/// Keeps a job for longer; false when it was lost to somebody else.
pub async fn renew(tx: &mut Tx, job: &Job, until: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE job SET lease = ");
    sql.bind(until);
    same(&mut sql, job);
    Ok(sql.execute(tx).await? == 1)
}

/// Gives a job back as if it had not been taken.
pub async fn release(tx: &mut Tx, job: &Job) -> Result<bool> {
    let mut sql = Sql::new("UPDATE job SET lease = NULL, attempts = attempts - 1");
    same(&mut sql, job);
    Ok(sql.execute(tx).await? == 1)
}

/// Says what a job did.
pub async fn done(tx: &mut Tx, job: &Job, now: Timestamp, outcome: &str) -> Result<bool> {
    let mut sql = Sql::new("UPDATE job SET due = NULL, failure = NULL, ended = ");
    sql.bind(now).push(", outcome = ").bind(outcome);
    sql.push(", lease = ").bind(None::<Timestamp>);
    same(&mut sql, job);
    Ok(sql.execute(tx).await? == 1)
}

/// Says why a try did not succeed, and when to try again; never, without an instant.
pub async fn failed(
    tx: &mut Tx,
    job: &Job,
    now: Timestamp,
    why: &str,
    again: Option<Timestamp>,
) -> Result<bool> {
    let mut sql = Sql::new("UPDATE job SET failure = ");
    sql.bind(why).push(", due = ").bind(again);
    sql.push(", ended = ").bind(now);
    sql.push(", lease = ").bind(None::<Timestamp>);
    same(&mut sql, job);
    Ok(sql.execute(tx).await? == 1)
}

/// A page of jobs, the newest first.
pub async fn list(run: impl Into<Run<'_>>, name: Option<&str>, page: Page) -> Result<Listed<Job>> {
    let mut run = run.into();
    let mut conditions = Sql::new("WHERE 1 = 1");
    crate::filter::equal(&mut conditions, "name", name);
    let mut counting = Sql::new("SELECT COUNT(*) FROM job ");
    counting.append(&conditions);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM job ").append(&conditions);
    crate::filter::ordered(&mut sql, None, "created DESC, id DESC", page);
    let rows = sql.all::<Row>(run).await?;
    let data = rows.into_iter().map(read).collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// The last job of a schedule.
pub async fn last_of(run: impl Into<Run<'_>>, schedule: &str) -> Result<Option<Job>> {
    let mut sql = select();
    sql.push("WHERE schedule = ").bind(schedule);
    sql.push(" ORDER BY created DESC, id DESC LIMIT 1");
    sql.first::<Row>(run).await?.map(read).transpose()
}

/// Forgets the jobs that were over before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM job WHERE due IS NULL AND created < ");
    sql.bind(before);
    sql.execute(tx).await
}

/// Every schedule, by name.
pub async fn schedules(run: impl Into<Run<'_>>) -> Result<Vec<Schedule>> {
    let sql = Sql::new("SELECT name, cron, next FROM schedule ORDER BY name");
    let rows = sql.all::<(String, String, i64)>(run).await?;
    let read = |(name, cron, next)| Schedule {
        name,
        cron,
        next: Timestamp::from_micros(next),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Writes a schedule.
pub async fn set_schedule(tx: &mut Tx, schedule: &Schedule) -> Result<()> {
    let columns = vec![
        ("name", schedule.name.as_str().into()),
        ("cron", schedule.cron.as_str().into()),
        ("next", schedule.next.into()),
    ];
    Sql::upsert("schedule", columns).execute(tx).await?;
    Ok(())
}

/// Takes a schedule away.
pub async fn drop_schedule(tx: &mut Tx, name: &str) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM schedule WHERE name = ");
    sql.bind(name);
    sql.execute(tx).await?;
    Ok(())
}

/// Moves a schedule on when it is still due at the instant that was read: true for one of those who try at once.
pub async fn advance(tx: &mut Tx, schedule: &Schedule, next: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE schedule SET next = ");
    sql.bind(next);
    sql.push(" WHERE name = ").bind(schedule.name.as_str());
    sql.push(" AND next = ").bind(schedule.next);
    Ok(sql.execute(tx).await? == 1)
}
