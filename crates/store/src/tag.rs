//! The tags in use and how many objects bear each.

use vitrail_domain::slug::slugify;

use crate::db::{Db, Result};
use crate::sql::Sql;

/// The tags of what everybody may read.
const IN_USE: &str = "((kind = 'dataset' AND subject_id IN (SELECT id FROM dataset \
         WHERE private = 0 AND deleted IS NULL AND archived IS NULL)) \
         OR (kind = 'reuse' AND subject_id IN (SELECT id FROM reuse \
         WHERE private = 0 AND deleted IS NULL)))";

/// Tags that hold a text, the shortest first as on udata, those in use on visible datasets and reuses.
pub async fn suggest(db: &Db, q: &str, size: i64) -> Result<Vec<String>> {
    // Tags are slugs: what is typed is folded likewise, which leaves no wildcard in it.
    let q = slugify(q);
    if q.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT tag FROM tag WHERE tag LIKE ");
    sql.bind(format!("%{q}%"));
    sql.push(" AND ").push(IN_USE);
    sql.push(" GROUP BY tag ORDER BY LENGTH(tag), COUNT(*) DESC, tag LIMIT ")
        .bind(size);
    Ok(sql
        .all::<(String,)>(db)
        .await?
        .into_iter()
        .map(|(tag,)| tag)
        .collect())
}

/// Every tag of visible datasets and reuses, with how many of each bear it, the most used first.
pub async fn counts(db: &Db) -> Result<Vec<(String, i64, i64)>> {
    let mut sql = Sql::new(
        "SELECT tag, SUM(CASE WHEN kind = 'dataset' THEN 1 ELSE 0 END) AS datasets, \
         SUM(CASE WHEN kind = 'reuse' THEN 1 ELSE 0 END) AS reuses FROM tag WHERE ",
    );
    sql.push(IN_USE)
        .push(" GROUP BY tag ORDER BY COUNT(*) DESC, tag");
    sql.all(db).await
}
