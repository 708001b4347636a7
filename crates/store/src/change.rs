//! The change log: written in the transaction of each change, read by followers from their own place.

use vitrail_domain::{Change, Id, Kind, Timestamp};

use crate::dataset::VISIBLE;
use crate::db::{Db, Result, Run, Tx};
use crate::dialect;
use crate::filter::{self, Listed, Page};
use crate::recorded;
use crate::sql::Sql;

type Row = (
    i64,
    i64,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
    String,
    String,
);

const SELECT: &str = "SELECT seq, at, actor, organization_id, kind, subject_id, operation, fields, extras FROM change ";

fn read(row: Row) -> Option<Change> {
    let (seq, at, actor, organization, kind, id, operation, fields, extras) = row;
    Some(Change {
        seq,
        at: Timestamp::from_micros(at),
        actor: actor.and_then(|id| id.parse().ok()),
        organization: organization.and_then(|id| id.parse().ok()),
        subject: (kind.parse().ok()?, id.parse().ok()?),
        operation,
        fields: serde_json::from_str(&fields).ok()?,
        extras: serde_json::from_str(&extras).ok()?,
    })
}

/// Writes one change in the transaction that made it.
pub async fn record(tx: &mut Tx, change: &Change) -> Result<()> {
    record_all(tx, std::slice::from_ref(change)).await
}

/// Writes many changes of one transaction, when it is committed: on PostgreSQL writers of the log wait for one another, and
/// one that waits for a row meanwhile would wait for whoever waits for it.
#[expect(
    clippy::unused_async,
    reason = "what is written in a transaction is awaited"
)]
pub async fn record_all(tx: &mut Tx, changes: &[Change]) -> Result<()> {
    tx.record(changes);
    Ok(())
}

/// Writes what a transaction recorded, just before its end; the last place taken.
pub(crate) async fn write(tx: &mut Tx, changes: Vec<Change>) -> Result<Option<i64>> {
    if changes.is_empty() {
        return Ok(None);
    }
    dialect::order_changes(tx).await?;
    // After waiting: whoever writes what others may write at the same time does so alone.
    recorded::write(tx, &changes).await?;
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        rows.push(vec![
            change.at.into(),
            change.actor.into(),
            change.organization.into(),
            change.subject.0.as_str().into(),
            change.subject.1.into(),
            change.operation.into(),
            serde_json::to_string(&change.fields)?.into(),
            serde_json::to_string(&change.extras)?.into(),
        ]);
    }
    let columns = "at, actor, organization_id, kind, subject_id, operation, fields, extras";
    let mut last = None;
    for mut sql in Sql::insert_rows("change", columns, rows) {
        sql.push(" RETURNING seq");
        let places = sql.all::<(i64,)>(&mut *tx).await?;
        last = last.max(places.into_iter().map(|(seq,)| seq).max());
    }
    Ok(last)
}

/// What came after a place, in order.
pub async fn after(db: &Db, place: i64, size: i64) -> Result<Vec<Change>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE seq > ")
        .bind(place)
        .push(" ORDER BY seq LIMIT ")
        .bind(size);
    Ok(sql
        .all::<Row>(db)
        .await?
        .into_iter()
        .filter_map(read)
        .collect())
}

/// Which changes the activity feed shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub user: Option<Id>,
    pub organization: Option<Id>,
    pub related_to: Option<Id>,
    /// What was done, to which kind of subject.
    pub key: Option<(Kind, String)>,
    pub oldest_first: bool,
}

/// A page of what people did, the newest first. Changes without an author (imports) are not activity, and what is
/// done to a discussion shows as done to its subject.
pub async fn list(db: &Db, filter: &Filter, page: Page) -> Result<Listed<Change>> {
    let mut conditions =
        Sql::new("WHERE actor IS NOT NULL AND kind NOT IN ('discussion', 'report', 'site')");
    filter::equal(&mut conditions, "actor", filter.user);
    filter::equal(&mut conditions, "organization_id", filter.organization);
    filter::equal(&mut conditions, "subject_id", filter.related_to);
    if let Some((kind, operation)) = &filter.key {
        conditions.push(" AND kind = ").bind(kind.as_str());
        conditions
            .push(" AND operation = ")
            .bind(operation.as_str());
    }
    let mut counting = Sql::new("SELECT COUNT(*) FROM change ");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    let mut sql = Sql::new(SELECT);
    sql.append(&conditions);
    sql.push(if filter.oldest_first {
        " ORDER BY seq LIMIT "
    } else {
        " ORDER BY seq DESC LIMIT "
    })
    .bind(page.size)
    .push(" OFFSET ")
    .bind(page.offset());
    let data = sql
        .all::<Row>(db)
        .await?
        .into_iter()
        .filter_map(read)
        .collect();
    Ok(Listed { data, total })
}

/// What somebody else than `actor` did since an instant to these subjects, and what these organizations newly
/// publish; the newest first.
pub async fn news(
    run: impl Into<Run<'_>>,
    (subjects, organizations): (&[Id], &[Id]),
    actor: Id,
    since: Timestamp,
    most: i64,
) -> Result<Vec<Change>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE at > ")
        .bind(since)
        .push(" AND actor <> ")
        .bind(actor);
    sql.push(" AND (subject_id IN ").bind_list(subjects);
    sql.push(
        " AND operation IN ('updated', 'resource:added', 'resource:updated', 'resource:deleted') \
         OR organization_id IN ",
    )
    .bind_list(organizations)
    .push(" AND operation = 'created' AND kind IN ('dataset', 'reuse', 'dataservice'))");
    sql.push(" ORDER BY seq DESC LIMIT ").bind(most);
    let rows = sql.all::<Row>(run).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Which changes of datasets are told.
#[derive(Clone, Debug, Default)]
pub struct OfDatasets {
    /// Of one dataset; else of all that everybody sees.
    pub only: Option<Id>,
    /// Not of these operations.
    pub without: Vec<&'static str>,
    /// Instants, neither included.
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

/// Some of what happened to datasets, whoever did it, the newest first.
pub async fn of_datasets(
    db: &Db,
    wanted: &OfDatasets,
    (offset, limit): (i64, i64),
) -> Result<Vec<Change>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE kind = 'dataset'");
    match wanted.only {
        Some(id) => sql.push(" AND subject_id = ").bind(id),
        None => sql
            .push(" AND subject_id IN (SELECT id FROM dataset WHERE ")
            .push(VISIBLE)
            .push(")"),
    };
    if !wanted.without.is_empty() {
        sql.push(" AND operation NOT IN ")
            .bind_list(&wanted.without);
    }
    if let Some(since) = wanted.since {
        sql.push(" AND at > ").bind(since);
    }
    if let Some(until) = wanted.until {
        sql.push(" AND at < ").bind(until);
    }
    sql.push(" ORDER BY seq DESC LIMIT ").bind(limit);
    sql.push(" OFFSET ").bind(offset);
    let rows = sql.all::<Row>(db).await?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Which changes the log shows.
#[derive(Clone, Debug, Default)]
pub struct LogFilter {
    pub user: Option<Id>,
    pub kind: Option<Kind>,
    pub subject: Option<Id>,
    /// Only what people did.
    pub people: bool,
}

/// A page of all that was changed, the newest first.
pub async fn log(db: &Db, filter: &LogFilter, page: Page) -> Result<Listed<Change>> {
    let mut conditions = Sql::new("WHERE 1 = 1");
    filter::equal(&mut conditions, "actor", filter.user);
    filter::equal(&mut conditions, "kind", filter.kind.map(Kind::as_str));
    filter::equal(&mut conditions, "subject_id", filter.subject);
    if filter.people {
        conditions.push(" AND actor IS NOT NULL");
    }
    let mut counting = Sql::new("SELECT COUNT(*) FROM change ");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    let mut sql = Sql::new(SELECT);
    sql.append(&conditions);
    sql.push(" ORDER BY seq DESC LIMIT ").bind(page.size);
    sql.push(" OFFSET ").bind(page.offset());
    let rows = sql.all::<Row>(db).await?;
    Ok(Listed {
        data: rows.into_iter().filter_map(read).collect(),
        total,
    })
}
