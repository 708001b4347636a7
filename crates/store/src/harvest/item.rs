//! What jobs met, in the order in which they met it.

use vitrail_domain::harvest::Item;
use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::filter::{self, Listed, Page};
use crate::sql::Sql;
use crate::subject::facts;

/// What a list may be limited to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<String>,
    pub outcome: Option<String>,
    /// How the source calls it.
    pub remote_id: Option<String>,
    /// Whether something of it could not be taken in.
    pub lost: bool,
}

/// Writes items after those that are there.
pub async fn add(tx: &mut Tx, job: Id, first: i64, items: &[Item]) -> Result<()> {
    let mut rows = Vec::with_capacity(items.len());
    for (position, item) in (first..).zip(items) {
        rows.push(vec![
            job.into(),
            position.into(),
            item.status.as_str().into(),
            item.outcome
                .map(vitrail_domain::harvest::job::Outcome::as_str)
                .into(),
            item.kind.as_str().into(),
            item.remote_id.as_str().into(),
            i64::try_from(item.lost.len()).unwrap_or(i64::MAX).into(),
            facts(item)?,
        ]);
    }
    let columns = "job_id, position, status, outcome, kind, remote_id, lost, facts";
    for sql in Sql::insert_rows("harvest_item", columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// A page of the items of a job.
pub async fn list(
    run: impl Into<Run<'_>>,
    job: Id,
    wanted: &Filter,
    page: Page,
) -> Result<Listed<Item>> {
    let mut run = run.into();
    let mut conditions = Sql::new("FROM harvest_item WHERE job_id = ");
    conditions.bind(job);
    filter::equal(&mut conditions, "status", wanted.status.as_deref());
    filter::equal(&mut conditions, "outcome", wanted.outcome.as_deref());
    filter::equal(&mut conditions, "remote_id", wanted.remote_id.as_deref());
    if wanted.lost {
        conditions.push(" AND lost > 0");
    }
    let mut counting = Sql::new("SELECT COUNT(*) ");
    counting.append(&conditions);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new("SELECT facts ");
    sql.append(&conditions);
    filter::ordered(&mut sql, None, "position", page);
    let rows = sql.all::<(String,)>(run).await?;
    let data = rows
        .iter()
        .map(|(facts,)| Ok(serde_json::from_str(facts)?))
        .collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// Forgets the items of a job that begins again.
pub async fn clear(tx: &mut Tx, job: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM harvest_item WHERE job_id = ");
    sql.bind(job);
    sql.execute(tx).await?;
    Ok(())
}

/// Forgets the items of jobs of before an instant with which nothing happened: the counts of their jobs say how many
/// they were.
pub async fn purge_unchanged(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut sql = Sql::new(
        "DELETE FROM harvest_item WHERE outcome = 'unchanged' AND job_id IN \
         (SELECT id FROM harvest_job WHERE is_over = 1 AND created < ",
    );
    sql.bind(before).push(")");
    sql.execute(tx).await
}
