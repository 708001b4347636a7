//! What objects were after each edit.

use vitrail_domain::{Id, Kind, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::filter::{Listed, Page};
use crate::sql::Sql;

/// One state of an object: who made it, when, and which fields differ from the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// From 1, without gaps.
    pub number: i64,
    pub at: Timestamp,
    pub actor: Option<Id>,
    pub operation: String,
    pub fields: Vec<String>,
    /// The object whole, as JSON.
    pub facts: serde_json::Value,
}

type Row = (i64, i64, Option<String>, String, String, String);

const SELECT: &str = "SELECT number, at, actor, operation, fields, facts FROM version ";

fn read((number, at, actor, operation, fields, facts): Row) -> Result<Version> {
    Ok(Version {
        number,
        at: Timestamp::from_micros(at),
        actor: actor.and_then(|id| id.parse().ok()),
        operation,
        fields: serde_json::from_str(&fields)?,
        facts: serde_json::from_str(&facts)?,
    })
}

fn of(sql: &mut Sql, (kind, id): (Kind, Id)) {
    sql.push("WHERE kind = ")
        .bind(kind.as_str())
        .push(" AND subject_id = ")
        .bind(id);
}

/// Adds the next version of an object, whose number is given by the count of those before: callers hold the
/// object's own row.
pub async fn add(tx: &mut Tx, subject: (Kind, Id), version: &Version) -> Result<i64> {
    let mut sql = Sql::new(
        "INSERT INTO version (kind, subject_id, number, at, actor, operation, fields, facts) \
         SELECT ",
    );
    sql.bind(subject.0.as_str()).push(", ").bind(subject.1);
    sql.push(", (SELECT COALESCE(MAX(number), 0) + 1 FROM version ");
    of(&mut sql, subject);
    sql.push("), ").bind(version.at);
    sql.push(", ").bind(version.actor);
    sql.push(", ").bind(version.operation.as_str());
    sql.push(", ").bind(serde_json::to_string(&version.fields)?);
    sql.push(", ").bind(version.facts.to_string());
    sql.push(" RETURNING number");
    sql.count(tx).await
}

/// The first versions of objects that are new, in a few statements.
pub async fn add_first(tx: &mut Tx, all: &[((Kind, Id), Version)]) -> Result<()> {
    let mut rows = Vec::with_capacity(all.len());
    for ((kind, id), version) in all {
        rows.push(vec![
            kind.as_str().into(),
            (*id).into(),
            1_i64.into(),
            version.at.into(),
            version.actor.into(),
            version.operation.as_str().into(),
            serde_json::to_string(&version.fields)?.into(),
            version.facts.to_string().into(),
        ]);
    }
    let columns = "kind, subject_id, number, at, actor, operation, fields, facts";
    for sql in Sql::insert_rows("version", columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// A page of the versions of an object, the newest first.
pub async fn list(
    run: impl Into<Run<'_>>,
    subject: (Kind, Id),
    page: Page,
) -> Result<Listed<Version>> {
    let mut run = run.into();
    let mut counting = Sql::new("SELECT COUNT(*) FROM version ");
    of(&mut counting, subject);
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new(SELECT);
    of(&mut sql, subject);
    sql.push(" ORDER BY number DESC LIMIT ")
        .bind(page.size)
        .push(" OFFSET ")
        .bind(page.offset());
    let rows = sql.all::<Row>(run).await?;
    let data = rows.into_iter().map(read).collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// One version of an object.
pub async fn get(
    run: impl Into<Run<'_>>,
    subject: (Kind, Id),
    number: i64,
) -> Result<Option<Version>> {
    let mut sql = Sql::new(SELECT);
    of(&mut sql, subject);
    sql.push(" AND number = ").bind(number);
    sql.first::<Row>(run).await?.map(read).transpose()
}
