//! What waits for a moderator.

use uuid::Uuid;
use vitrail_domain::held::Held;
use vitrail_domain::{Id, Kind};

use crate::db::{Result, Run, Tx};
use crate::filter::{Listed, Page};
use crate::sql::Sql;
use crate::subject::facts;

/// An object as a whole has no message.
fn named(message: Option<Uuid>) -> String {
    message.map(|id| id.to_string()).unwrap_or_default()
}

fn read((facts,): (String,)) -> Result<Held> {
    Ok(serde_json::from_str(&facts)?)
}

/// Holds something; what is held already stays as it was.
pub async fn add(tx: &mut Tx, held: &Held) -> Result<()> {
    let row = vec![
        held.subject.0.as_str().into(),
        held.subject.1.into(),
        named(held.message).into(),
        held.since.into(),
        facts(held)?,
    ];
    for sql in Sql::insert_rows("held", "kind, subject_id, message, since, facts", vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

pub async fn get(
    run: impl Into<Run<'_>>,
    subject: (Kind, Id),
    message: Option<Uuid>,
) -> Result<Option<Held>> {
    let mut sql = Sql::new("SELECT facts FROM held WHERE kind = ");
    sql.bind(subject.0.as_str())
        .push(" AND subject_id = ")
        .bind(subject.1)
        .push(" AND message = ")
        .bind(named(message));
    sql.first::<(String,)>(run).await?.map(read).transpose()
}

/// Holds something no longer; says whether it was held.
pub async fn remove(tx: &mut Tx, subject: (Kind, Id), message: Option<Uuid>) -> Result<bool> {
    let mut sql = Sql::new("DELETE FROM held WHERE kind = ");
    sql.bind(subject.0.as_str())
        .push(" AND subject_id = ")
        .bind(subject.1)
        .push(" AND message = ")
        .bind(named(message));
    Ok(sql.execute(tx).await? > 0)
}

/// Forgets what was held of an object that is gone, its messages too.
pub async fn forget(tx: &mut Tx, subject: (Kind, Id)) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM held WHERE kind = ");
    sql.bind(subject.0.as_str())
        .push(" AND subject_id = ")
        .bind(subject.1);
    sql.execute(tx).await?;
    Ok(())
}

/// What waits of one object: itself, or messages of it.
pub async fn about(run: impl Into<Run<'_>>, subject: (Kind, Id)) -> Result<Vec<Held>> {
    let mut sql = Sql::new("SELECT facts FROM held WHERE kind = ");
    sql.bind(subject.0.as_str())
        .push(" AND subject_id = ")
        .bind(subject.1)
        .push(" ORDER BY since, message");
    let rows = sql.all::<(String,)>(run).await?;
    rows.into_iter().map(read).collect()
}

/// A page of what waits, the oldest first.
pub async fn list(run: impl Into<Run<'_>>, page: Page) -> Result<Listed<Held>> {
    let mut run = run.into();
    let counting = Sql::new("SELECT COUNT(*) FROM held");
    let total = counting.count(run.again()).await?;
    let mut sql = Sql::new("SELECT facts FROM held ORDER BY since, subject_id, message LIMIT ");
    sql.bind(page.size).push(" OFFSET ").bind(page.offset());
    let rows = sql.all::<(String,)>(run).await?;
    let data = rows.into_iter().map(read).collect::<Result<_>>()?;
    Ok(Listed { data, total })
}
