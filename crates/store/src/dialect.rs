//! The few statements where the two engines differ.

use crate::db::{Result, Tx};
use crate::sql::Sql;

/// Makes the writers of the change log wait for one another on PostgreSQL, so that places are committed in
/// order and no follower skips one. SQLite has one writer anyway.
pub(crate) async fn order_changes(tx: &mut Tx) -> Result<()> {
    if tx.is_postgres() {
        Sql::new("SELECT 1 FROM (SELECT pg_advisory_xact_lock(7146003)) AS locked")
            .all::<(i32,)>(tx)
            .await?;
    }
    Ok(())
}
