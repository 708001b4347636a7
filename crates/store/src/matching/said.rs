//! What datasets say of one thing, whatever their state: light rows, for conditions that only the caller can judge.

use vitrail_domain::Id;

use crate::db::{Db, Result};
use crate::dialect;
use crate::sql::Sql;
use crate::subject::Subject;

/// A longer text, such as a geometry, is read no further.
const LONGEST: &str = "1000";

async fn texts(sql: Sql, db: &Db) -> Result<Vec<(Id, String)>> {
    let rows = sql.all::<(String, Option<String>)>(db).await?;
    let texts = rows
        .into_iter()
        .filter_map(|(id, text)| Some((id.parse().ok()?, text.filter(|text| !text.is_empty())?)));
    Ok(texts.collect())
}

/// The slugs of every dataset or organization.
pub async fn slugs<S: Subject>(db: &Db) -> Result<Vec<(Id, String)>> {
    texts(Sql::new(&format!("SELECT id, slug FROM {}", S::TABLE)), db).await
}

/// The titles of datasets.
pub async fn titles(db: &Db) -> Result<Vec<(Id, String)>> {
    texts(Sql::new("SELECT id, title FROM dataset"), db).await
}

/// Whose each dataset is: a user or an organization.
pub async fn owners(db: &Db) -> Result<Vec<(Id, Id)>> {
    let sql = Sql::new("SELECT id, COALESCE(owner_id, organization_id) AS owner FROM dataset");
    let owners = texts(sql, db).await?.into_iter();
    Ok(owners
        .filter_map(|(id, owner)| Some((id, owner.parse().ok()?)))
        .collect())
}

/// The text at a place among the facts of datasets, where there is one.
pub async fn said(db: &Db, path: &[&str]) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new("SELECT id, SUBSTR(");
    dialect::text_along(&mut sql, "facts", path, db.is_postgres());
    sql.push(", 1, ")
        .push(LONGEST)
        .push(") AS said FROM dataset");
    // Few datasets say most things, and a pattern is sooner tried than an object is read.
    let Some(key) = path.last() else {
        return Ok(Vec::new());
    };
    let key = serde_json::to_string(key)?;
    let key = key.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    sql.push(" WHERE facts LIKE ").bind(format!("%{key}:%"));
    sql.push(" ESCAPE '!'");
    texts(sql, db).await
}

/// The names or the addresses (`key`) of those who answer for datasets in a role.
pub async fn contacts(db: &Db, role: &str, key: &'static str) -> Result<Vec<(Id, String)>> {
    let mut sql = Sql::new("SELECT link.subject_id, ");
    dialect::text_at(&mut sql, "contact_point.facts", &[key], db.is_postgres());
    sql.push(" AS said FROM link JOIN contact_point ON contact_point.id = link.target_id");
    sql.push(" WHERE link.kind = 'dataset' AND link.target_kind = 'contact_point'");
    sql.push(" AND contact_point.facts LIKE ");
    sql.bind(format!("%\"role\":\"{role}\"%"));
    texts(sql, db).await
}
