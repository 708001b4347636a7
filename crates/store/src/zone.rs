//! Territories: shipped with the program, or loaded by an operator.

use std::collections::HashMap;

use vitrail_domain::spatial::Zone;
use vitrail_domain::text;

use crate::db::{Db, Result, Run, Tx};
use crate::filter;
use crate::sql::Sql;

type Row = (String, String, String, String, Option<String>, String);

type Counted = (String, String, String, String, Option<String>, String, i64);

const SELECT: &str = "SELECT id, code, level, name, uri, parents FROM zone ";

fn read((id, code, level, name, uri, parents): Row) -> Zone {
    let parents = parents
        .split(',')
        .filter(|parent| !parent.is_empty())
        .map(str::to_owned)
        .collect();
    Zone {
        id,
        code,
        level,
        name,
        uri,
        parents,
    }
}

/// Replaces all the territories.
pub async fn replace_all(tx: &mut Tx, zones: impl IntoIterator<Item = Zone>) -> Result<u64> {
    Sql::new("DELETE FROM zone").execute(&mut *tx).await?;
    let rows: Vec<_> = zones
        .into_iter()
        .map(|zone| {
            vec![
                zone.id.into(),
                zone.code.into(),
                zone.level.into(),
                text::words(&zone.name).into(),
                zone.name.into(),
                zone.uri.into(),
                zone.parents.join(",").into(),
            ]
        })
        .collect();
    let mut written = 0;
    for sql in Sql::insert_rows("zone", "id, code, level, words, name, uri, parents", rows) {
        written += sql.execute(&mut *tx).await?;
    }
    Ok(written)
}

pub async fn count(db: &Db) -> Result<i64> {
    Sql::new("SELECT COUNT(*) FROM zone").count(db).await
}

/// Zones by id, without those that do not exist.
pub async fn by_ids(run: impl Into<Run<'_>>, ids: &[String]) -> Result<HashMap<String, Zone>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id IN ").bind_list(ids);
    let rows = sql.all::<Row>(run).await?;
    Ok(rows
        .into_iter()
        .map(read)
        .map(|zone| (zone.id.clone(), zone))
        .collect())
}

/// Zones whose name holds all the words, or of this code or id; callers sort them by level.
pub async fn suggest(db: &Db, q: &str) -> Result<Vec<Zone>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id = ")
        .bind(q)
        .push(" OR code = ")
        .bind(q.to_uppercase());
    sql.push(" OR (1 = 1");
    filter::all_words(&mut sql, Some(q));
    sql.push(") ORDER BY LENGTH(name), id LIMIT 2000");
    Ok(sql.all::<Row>(db).await?.into_iter().map(read).collect())
}

/// How many visible datasets are about each zone of a level.
pub async fn coverage(db: &Db, level: &str) -> Result<Vec<(Zone, i64)>> {
    let mut sql = Sql::new(
        "SELECT z.id, z.code, z.level, z.name, z.uri, z.parents, COUNT(*) FROM zone z \
         JOIN place p ON p.zone_id = z.id AND p.kind = 'dataset' \
         JOIN dataset d ON d.id = p.subject_id AND d.private = 0 AND d.deleted IS NULL \
         AND d.archived IS NULL WHERE z.level = ",
    );
    sql.bind(level)
        .push(" GROUP BY z.id, z.code, z.level, z.name, z.uri, z.parents ORDER BY z.id");
    let rows = sql.all::<Counted>(db).await?;
    Ok(rows
        .into_iter()
        .map(|(id, code, level, name, uri, parents, count)| {
            (read((id, code, level, name, uri, parents)), count)
        })
        .collect())
}
