//! Slugs over time: a slug once public goes on leading to its object.

use std::collections::HashSet;

use vitrail_domain::{Id, Kind};

use crate::db::{Result, Run, Tx};
use crate::dialect;
use crate::sql::Sql;

/// The current slug of the object that had this one before.
pub(crate) async fn current(
    run: impl Into<Run<'_>>,
    kind: Kind,
    table: &str,
    slug: &str,
) -> Result<Option<String>> {
    let mut run = run.into();
    let mut sql = Sql::new(&format!("SELECT slug FROM {table} WHERE slug = "));
    sql.bind(slug);
    if let Some((slug,)) = sql.first::<(String,)>(run.again()).await? {
        return Ok(Some(slug));
    }
    let mut sql = Sql::new(&format!(
        "SELECT s.slug FROM slug_history h JOIN {table} s ON s.id = h.subject_id WHERE h.kind = "
    ));
    sql.bind(kind.as_str()).push(" AND h.slug = ").bind(slug);
    Ok(sql.first::<(String,)>(run).await?.map(|(slug,)| slug))
}

/// The slug that an object named `title` gets: its own if free, else numbered.
pub async fn pick(tx: &mut Tx, kind: Kind, table: &str, id: Id, title: &str) -> Result<String> {
    let base = vitrail_domain::slug::slugify(title);
    let stem = if base.is_empty() {
        kind.as_str()
    } else {
        base.as_str()
    };
    dialect::take_turns(tx, &format!("{table} {stem}")).await?;
    let mut sql = Sql::new(&format!("SELECT slug FROM {table} WHERE (slug = "));
    sql.bind(stem)
        .push(" OR slug LIKE ")
        .bind(format!("{stem}-%"))
        .push(") AND id <> ")
        .bind(id);
    let taken: HashSet<String> = sql
        .all::<(String,)>(tx)
        .await?
        .into_iter()
        .map(|(slug,)| slug)
        .collect();
    Ok(vitrail_domain::slug::unique(&base, kind.as_str(), |slug| {
        taken.contains(slug)
    }))
}

/// Remembers a slug that an object leaves.
pub async fn remember(tx: &mut Tx, kind: Kind, slug: &str, id: Id) -> Result<()> {
    let mut sql = Sql::new("INSERT INTO slug_history (kind, slug, subject_id) VALUES (");
    sql.bind(kind.as_str())
        .push(", ")
        .bind(slug)
        .push(", ")
        .bind(id);
    sql.push(") ON CONFLICT (kind, slug) DO UPDATE SET subject_id = excluded.subject_id");
    sql.execute(tx).await?;
    Ok(())
}

/// Who has these slugs now.
pub async fn holders(
    run: impl Into<Run<'_>>,
    table: &str,
    slugs: &[String],
) -> Result<Vec<(String, Id)>> {
    let mut run = run.into();
    let mut holders = Vec::new();
    for chunk in slugs.chunks(1_000) {
        let mut sql = Sql::new(&format!("SELECT slug, id FROM {table} WHERE slug IN "));
        sql.bind_list(chunk);
        holders.extend(read_holders(sql, run.again()).await?);
    }
    Ok(holders)
}

/// Who has this slug or a numbered form of it.
pub async fn beginning_with(
    run: impl Into<Run<'_>>,
    table: &str,
    stem: &str,
) -> Result<Vec<(String, Id)>> {
    let mut sql = Sql::new(&format!("SELECT slug, id FROM {table} WHERE slug = "));
    sql.bind(stem)
        .push(" OR slug LIKE ")
        .bind(format!("{stem}-%"));
    read_holders(sql, run).await
}

async fn read_holders(sql: Sql, run: impl Into<Run<'_>>) -> Result<Vec<(String, Id)>> {
    let rows = sql.all::<(String, String)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(slug, id)| Some((slug, id.parse().ok()?)))
        .collect())
}

/// Takes their slugs from objects that are about to be written with another.
pub async fn free(tx: &mut Tx, table: &str, ids: &[Id]) -> Result<()> {
    for chunk in ids.chunks(1_000) {
        let mut sql = Sql::new(&format!("UPDATE {table} SET slug = id WHERE id IN "));
        sql.bind_list(chunk);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Forgets the slugs that an object had.
pub async fn forget(tx: &mut Tx, kind: Kind, id: Id) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM slug_history WHERE kind = ");
    sql.bind(kind.as_str()).push(" AND subject_id = ").bind(id);
    sql.execute(tx).await?;
    Ok(())
}
