//! What jobs computed of the whole catalogue, kept until they compute it again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vitrail_domain::Timestamp;

use crate::db::{Db, Result, Tx};
use crate::sql::Sql;

/// What was computed last under a name, and when. What another version of the program kept in another shape is as good as
/// nothing.
pub async fn get<T: DeserializeOwned>(db: &Db, name: &str) -> Result<Option<(Timestamp, T)>> {
    let mut sql = Sql::new("SELECT at, facts FROM computed WHERE name = ");
    sql.bind(name);
    let Some((at, facts)) = sql.first::<(i64, String)>(db).await? else {
        return Ok(None);
    };
    let kept = serde_json::from_str(&facts).ok();
    Ok(kept.map(|kept| (Timestamp::from_micros(at), kept)))
}

/// Keeps it in place of the last.
pub async fn set(tx: &mut Tx, name: &str, at: Timestamp, facts: &impl Serialize) -> Result<()> {
    let mut sql = Sql::new("INSERT INTO computed (name, at, facts) VALUES (");
    sql.bind(name).push(", ").bind(at).push(", ");
    sql.bind(serde_json::to_string(facts)?);
    sql.push(") ON CONFLICT (name) DO UPDATE SET at = excluded.at, facts = excluded.facts");
    sql.execute(tx).await?;
    Ok(())
}
