//! Proofs of work: what they are signed with, and those that were used.

use vitrail_domain::Timestamp;

use crate::db::{Result, Tx};
use crate::sql::Sql;

/// The secret of a name: the first that was ever offered, by whichever node.
pub async fn secret(tx: &mut Tx, name: &str, offered: &str) -> Result<String> {
    let mut sql = Sql::new("INSERT INTO secret (name, value) VALUES (");
    sql.bind(name).push(", ").bind(offered);
    sql.push(") ON CONFLICT DO NOTHING");
    sql.execute(&mut *tx).await?;
    let mut sql = Sql::new("SELECT value FROM secret WHERE name = ");
    sql.bind(name);
    let found = sql.first::<(String,)>(tx).await?;
    Ok(found.map_or_else(|| offered.to_owned(), |(value,)| value))
}

/// Uses a proof up: true the first time only.
pub async fn use_up(tx: &mut Tx, challenge: &str, expires: Timestamp) -> Result<bool> {
    let mut sql = Sql::new("INSERT INTO captcha (challenge, expires) VALUES (");
    sql.bind(challenge).push(", ").bind(expires);
    sql.push(") ON CONFLICT DO NOTHING");
    Ok(sql.execute(tx).await? == 1)
}

/// Forgets the proofs that work no more.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM captcha WHERE expires <= ");
    sql.bind(now);
    sql.execute(tx).await
}
