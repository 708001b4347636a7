//! Letters waiting to be sent. They are written with the change that asks for them, and taken by a loop that
//! may die at any moment: a letter is claimed for a while, then marked as sent, else it is taken again.

use serde_json::Value as Json;
use vitrail_domain::{Id, Timestamp};

use crate::db::{Result, Run, Tx};
use crate::sql::Sql;

/// A letter: to whom, in which language, which one, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    pub id: Id,
    pub recipient: String,
    pub lang: String,
    pub letter: String,
    pub facts: Json,
    pub created: Timestamp,
    /// How many times somebody tried to send it.
    pub attempts: i64,
}

/// Writes letters down, many in one statement.
pub async fn add(tx: &mut Tx, letters: &[Outgoing]) -> Result<()> {
    let row = |letter: &Outgoing| {
        vec![
            letter.id.into(),
            letter.recipient.as_str().into(),
            letter.lang.as_str().into(),
            letter.letter.as_str().into(),
            letter.facts.to_string().into(),
            letter.created.into(),
            letter.created.into(),
        ]
    };
    let columns = "id, recipient, lang, letter, facts, created, due";
    let rows = letters.iter().map(row).collect();
    for sql in Sql::insert_rows("outbox", columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Whether this letter was written to somebody since an instant; letters that left are remembered for a while.
pub async fn is_written(
    run: impl Into<Run<'_>>,
    letter: &str,
    recipient: &str,
    since: Timestamp,
) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM outbox WHERE letter = ");
    sql.bind(letter)
        .push(" AND recipient = ")
        .bind(recipient.trim().to_lowercase())
        .push(" AND created > ")
        .bind(since);
    Ok(sql.count(run).await? > 0)
}

type Row = (String, String, String, String, String, i64, i64);

/// The letters to send now, the longest due first.
pub async fn due(run: impl Into<Run<'_>>, now: Timestamp, most: i64) -> Result<Vec<Outgoing>> {
    let mut sql = Sql::new(
        "SELECT id, recipient, lang, letter, facts, created, attempts FROM outbox WHERE due <= ",
    );
    sql.bind(now).push(" ORDER BY due, id LIMIT ").bind(most);
    let rows = sql.all::<Row>(run).await?;
    rows.into_iter()
        .map(|(id, recipient, lang, letter, facts, created, attempts)| {
            Ok(Outgoing {
                id: id.parse().unwrap_or_default(),
                recipient,
                lang,
                letter,
                facts: serde_json::from_str(&facts)?,
                created: Timestamp::from_micros(created),
                attempts,
            })
        })
        .collect()
}

/// Takes a letter until `until`: true for one of those who try at once.
pub async fn claim(tx: &mut Tx, id: Id, now: Timestamp, until: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("UPDATE outbox SET attempts = attempts + 1, due = ");
    sql.bind(until)
        .push(" WHERE id = ")
        .bind(id)
        .push(" AND due <= ")
        .bind(now);
    Ok(sql.execute(tx).await? == 1)
}

/// Says that a letter left; what it said is forgotten.
pub async fn sent(tx: &mut Tx, id: Id, now: Timestamp) -> Result<()> {
    let mut sql = Sql::new("UPDATE outbox SET due = NULL, failure = NULL, facts = '{}', sent = ");
    sql.bind(now).push(" WHERE id = ").bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// Says why a letter did not leave, and when to try again; never, without an instant.
pub async fn failed(tx: &mut Tx, id: Id, why: &str, again: Option<Timestamp>) -> Result<()> {
    let mut sql = Sql::new("UPDATE outbox SET failure = ");
    sql.bind(why).push(", due = ").bind(again);
    if again.is_none() {
        sql.push(", facts = '{}'");
    }
    sql.push(" WHERE id = ").bind(id);
    sql.execute(tx).await?;
    Ok(())
}

/// How many letters wait, and how many were given up.
pub async fn counts(run: impl Into<Run<'_>>) -> Result<(i64, i64)> {
    let sql = Sql::new(
        "SELECT COUNT(due), COUNT(CASE WHEN due IS NULL AND sent IS NULL THEN 1 END) FROM outbox",
    );
    Ok(sql.first::<(i64, i64)>(run).await?.unwrap_or_default())
}

/// Forgets the letters that left before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM outbox WHERE due IS NULL AND created < ");
    sql.bind(before);
    sql.execute(tx).await
}
