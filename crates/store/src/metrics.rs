//! Counts kept with their subjects, made again from the rows they count. A count that came with an import and
//! is larger than what can be counted here is kept: the source saw more than the portal holds.

use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Id, Timestamp};

use crate::db::{Db, Result, Run, Tx};
use crate::dialect;
use crate::sql::Sql;

/// Writes the counts of one subject; `columns` are those that repeat them for sorts.
pub async fn save(
    tx: &mut Tx,
    table: &'static str,
    id: Id,
    metrics: &Metrics,
    columns: &[&'static str],
) -> Result<()> {
    let mut sql = Sql::new(&format!("UPDATE {table} SET metrics = "));
    sql.bind(serde_json::to_string(metrics)?);
    for column in columns {
        let count = metrics
            .get(*column)
            .and_then(serde_json::Value::as_i64)
            .unwrap_or(0);
        sql.push(", ").push(column).push(" = ").bind(count);
    }
    sql.push(" WHERE id = ").bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// Counts by subject, from one of our statements giving `(id, count)`.
pub async fn counted(db: &Db, statement: &'static str) -> Result<Vec<(Id, i64)>> {
    let rows = Sql::new(statement).all::<(String, i64)>(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, count)| Some((id.parse().ok()?, count)))
        .collect())
}

/// One count, from one of our statements.
pub async fn one(db: &Db, statement: &'static str) -> Result<i64> {
    Sql::new(statement).count(db).await
}

/// Instants since one, from one of our statements giving one column and ending where its bound goes.
pub async fn instants(
    db: &Db,
    statement: &'static str,
    since: Timestamp,
) -> Result<Vec<Timestamp>> {
    let mut sql = Sql::new(statement);
    sql.bind(since);
    let rows = sql.all::<(i64,)>(db).await?;
    Ok(rows
        .into_iter()
        .map(|(at,)| Timestamp::from_micros(at))
        .collect())
}

/// The counts kept with some subjects; in a transaction they are kept from other writers.
pub async fn of(
    run: impl Into<Run<'_>>,
    table: &'static str,
    ids: &[Id],
) -> Result<Vec<(Id, Metrics)>> {
    let run = run.into();
    let mut sql = Sql::new(&format!("SELECT id, metrics FROM {table} WHERE id IN "));
    // In one order for everybody: two writers who hold the same rows wait rather than block each other.
    sql.bind_list(ids).push(" ORDER BY id");
    dialect::hold(&mut sql, &run);
    let mut found = Vec::with_capacity(ids.len());
    for (id, metrics) in sql.all::<(String, String)>(run).await? {
        if let Ok(id) = id.parse() {
            found.push((id, serde_json::from_str(&metrics)?));
        }
    }
    Ok(found)
}
