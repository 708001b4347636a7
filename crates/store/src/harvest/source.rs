//! Sources.

use vitrail_domain::harvest::Source;
use vitrail_domain::{Id, Timestamp, text};

use crate::db::{Result, Run, Tx};
use crate::filter::{self, Listed, Page};
use crate::sql::Sql;
use crate::subject::{self, Subject, facts};

/// What a list may be limited to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub q: Option<String>,
    pub owner: Option<Id>,
    pub organization: Option<Id>,
    /// With those that were deleted.
    pub deleted: bool,
    pub validation: Option<String>,
}

/// Writes a source; `next` is when it is read next.
pub async fn save(tx: &mut Tx, source: &Source, next: Option<Timestamp>) -> Result<()> {
    let columns = vec![
        ("id", source.id.into()),
        ("slug", source.slug.as_str().into()),
        ("words", text::words(&source.name).into()),
        ("owner_id", source.owner.user().into()),
        ("organization_id", source.owner.organization().into()),
        ("validation", source.validation.state.as_str().into()),
        ("created", source.created.into()),
        ("deleted", source.deleted.into()),
        ("next", next.into()),
        ("facts", facts(source)?),
    ];
    Sql::upsert(Source::TABLE, columns).execute(tx).await?;
    Ok(())
}

/// A page of sources, by name.
pub async fn list(run: impl Into<Run<'_>>, wanted: &Filter, page: Page) -> Result<Listed<Source>> {
    let mut run = run.into();
    let mut conditions = Sql::new("WHERE 1 = 1");
    filter::all_words(&mut conditions, wanted.q.as_deref());
    filter::equal(&mut conditions, "owner_id", wanted.owner);
    filter::equal(&mut conditions, "organization_id", wanted.organization);
    filter::equal(&mut conditions, "validation", wanted.validation.as_deref());
    if !wanted.deleted {
        filter::present(&mut conditions, "deleted", Some(false));
    }
    let mut counting = Sql::new("SELECT COUNT(*) FROM harvest_source ");
    counting.append(&conditions);
    let total = counting.count(run.again()).await?;
    let mut sql = subject::select::<Source>();
    sql.append(&conditions);
    filter::ordered(&mut sql, None, "created DESC, id DESC", page);
    let data = subject::read_all(sql, run).await?;
    Ok(Listed { data, total })
}

/// The next ones of a walk through all that are there, in the order of ids.
pub async fn after(run: impl Into<Run<'_>>, after: Option<Id>, size: i64) -> Result<Vec<Source>> {
    let conditions = Sql::new("WHERE deleted IS NULL");
    subject::after(run, conditions, after, size).await
}

/// Those whose hour has come, and that hour.
pub async fn due(run: impl Into<Run<'_>>, now: Timestamp) -> Result<Vec<(Id, Timestamp)>> {
    let mut sql = Sql::new("SELECT id, next FROM harvest_source WHERE next <= ");
    sql.bind(now).push(" ORDER BY next, id");
    let rows = sql.all::<(String, i64)>(run).await?;
    let read = |(id, next): (String, i64)| Some((id.parse().ok()?, Timestamp::from_micros(next)));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Moves a source on when its hour is still the one that was read: true for one of those who try at once.
pub async fn advance(
    tx: &mut Tx,
    id: Id,
    hour: Timestamp,
    next: Option<Timestamp>,
) -> Result<bool> {
    let mut sql = Sql::new("UPDATE harvest_source SET next = ");
    sql.bind(next).push(" WHERE id = ").bind(id);
    sql.push(" AND next = ").bind(hour);
    Ok(sql.execute(tx).await? == 1)
}

/// When a source is read next.
pub async fn next_of(run: impl Into<Run<'_>>, id: Id) -> Result<Option<Timestamp>> {
    let mut sql = Sql::new("SELECT next FROM harvest_source WHERE id = ");
    sql.bind(id);
    let found = sql.first::<(Option<i64>,)>(run).await?;
    Ok(found.and_then(|(next,)| next).map(Timestamp::from_micros))
}

/// Those deleted before an instant.
pub async fn deleted_before(run: impl Into<Run<'_>>, before: Timestamp) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT id FROM harvest_source WHERE deleted <= ");
    sql.bind(before).push(" ORDER BY id");
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// Forgets a source for good, with its jobs and all that was known of it.
pub async fn remove(tx: &mut Tx, id: Id) -> Result<()> {
    let of_jobs =
        "DELETE FROM harvest_item WHERE job_id IN (SELECT id FROM harvest_job WHERE source_id = ";
    for (text, end) in [
        (of_jobs, ")"),
        ("DELETE FROM harvest_job WHERE source_id = ", ""),
        ("DELETE FROM harvested WHERE source_id = ", ""),
        ("DELETE FROM harvest_source WHERE id = ", ""),
    ] {
        let mut sql = Sql::new(text);
        sql.bind(id).push(end);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}
