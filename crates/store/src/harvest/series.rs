//! Which datasets of a source belong to which series: a source names a series by its identifier or by its URI, before
//! or after it describes it.

use vitrail_domain::{Id, Kind};

use crate::dataset::VISIBLE;
use crate::db::{Db, Result, Run, Tx};
use crate::filter::Listed;
use crate::sql::Sql;

/// Writes the series of datasets of a source, in the place of what was known.
pub async fn save_all(tx: &mut Tx, source: Id, all: &[(Id, &[String])]) -> Result<()> {
    let ids: Vec<String> = all.iter().map(|(id, _)| id.to_string()).collect();
    for chunk in ids.chunks(1_000) {
        let mut sql = Sql::new("DELETE FROM series WHERE dataset_id IN ");
        sql.bind_list(chunk);
        sql.execute(&mut *tx).await?;
    }
    let rows = all.iter().flat_map(|(id, names)| {
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let row = |name: &str| vec![(*id).into(), source.into(), name.into()];
        names.into_iter().map(row).collect::<Vec<_>>()
    });
    for sql in Sql::insert_rows("series", "dataset_id, source_id, name", rows.collect()) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// The public datasets of a source that belong to a series of these names, by title: the first ones, and how many.
pub async fn members(db: &Db, source: Id, names: &[String], most: i64) -> Result<Listed<Id>> {
    let mut conditions = Sql::new("WHERE ");
    conditions.push(VISIBLE);
    conditions.push(" AND id IN (SELECT dataset_id FROM series WHERE source_id = ");
    conditions
        .bind(source)
        .push(" AND name IN ")
        .bind_list(names);
    conditions.push(")");
    let mut sql = Sql::new("SELECT id FROM dataset ");
    sql.append(&conditions).push(" ORDER BY words, id LIMIT ");
    sql.bind(most);
    let rows = sql.all::<(String,)>(db).await?;
    let data: Vec<Id> = rows
        .into_iter()
        .filter_map(|row| row.0.parse().ok())
        .collect();
    let mut total = i64::try_from(data.len()).unwrap_or(most);
    if total == most {
        let mut counting = Sql::new("SELECT COUNT(*) FROM dataset ");
        counting.append(&conditions);
        total = counting.count(db).await?;
    }
    Ok(Listed { data, total })
}

/// The series that datasets of a source belong to and that are none of its datasets here: their names, and how many
/// datasets name each; the first ones.
pub async fn absent(
    run: impl Into<Run<'_>>,
    source: Id,
    most: usize,
) -> Result<Vec<(String, i64)>> {
    let mut sql = Sql::new("SELECT name, COUNT(*) FROM series WHERE source_id = ");
    sql.bind(source);
    for column in ["remote_id", "uri"] {
        sql.push(" AND NOT EXISTS (SELECT 1 FROM harvested WHERE harvested.source_id = series.source_id AND kind = ")
            .bind(Kind::Dataset.as_str())
            .push(" AND harvested.")
            .push(column)
            .push(" = series.name)");
    }
    sql.push(" GROUP BY name ORDER BY name LIMIT ");
    sql.bind(i64::try_from(most).unwrap_or(i64::MAX));
    sql.all::<(String, i64)>(run).await
}
