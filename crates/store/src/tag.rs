//! The tags in use and how many objects bear each.

use crate::db::{Db, Result};
use crate::sql::Sql;

/// Tags that hold a text, the shortest first as on udata, those in use on visible datasets and reuses.
pub async fn suggest(db: &Db, q: &str, size: i64) -> Result<Vec<String>> {
    let mut sql = Sql::new("SELECT tag FROM tag WHERE kind IN ('dataset', 'reuse') AND tag LIKE ");
    sql.bind(format!("%{q}%"));
    sql.push(" GROUP BY tag ORDER BY LENGTH(tag), COUNT(*) DESC, tag LIMIT ")
        .bind(size);
    Ok(sql
        .all::<(String,)>(db)
        .await?
        .into_iter()
        .map(|(tag,)| tag)
        .collect())
}
