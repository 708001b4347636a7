//! Token buckets that survive restarts and are shared by all nodes. A bucket is one instant: that at which all of
//! it will be free again. Taking pushes it later; too late means no. One statement does both, so that requests
//! that race cannot take the same token.

use vitrail_domain::Timestamp;

use crate::db::{Result, Tx};
use crate::sql::Sql;

/// Takes one of `most` tokens, of which one comes back every `each` microseconds. When there is none, how many
/// microseconds to wait.
pub async fn take(
    tx: &mut Tx,
    name: &str,
    now: Timestamp,
    most: i64,
    each: i64,
) -> Result<Option<i64>> {
    let mut sql = Sql::new("INSERT INTO bucket (name, empty_at) VALUES (");
    sql.bind(name).push(", ").bind(now.plus(each));
    sql.push(
        ") ON CONFLICT (name) DO UPDATE SET empty_at = \
         CASE WHEN bucket.empty_at < ",
    );
    sql.bind(now).push(" THEN ").bind(now.plus(each));
    sql.push(" ELSE bucket.empty_at + ").bind(each);
    sql.push(" END WHERE bucket.empty_at <= ");
    sql.bind(now.plus(each.saturating_mul(most - 1)));
    if sql.execute(&mut *tx).await? == 1 {
        return Ok(None);
    }
    let mut sql = Sql::new("SELECT empty_at FROM bucket WHERE name = ");
    sql.bind(name);
    let empty_at = sql.count(&mut *tx).await?;
    let ready = empty_at.saturating_sub(each.saturating_mul(most - 1));
    Ok(Some(ready.saturating_sub(now.micros()).max(1)))
}

/// Forgets the buckets of which nothing is used any more.
pub async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let mut sql = Sql::new("DELETE FROM bucket WHERE empty_at < ");
    sql.bind(now);
    sql.execute(tx).await
}
