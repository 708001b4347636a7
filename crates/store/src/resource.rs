//! The files of datasets, in the order their producer chose.

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Id, Resource, Timestamp, text};

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{self, Listed, Page};
use crate::sql::{Sql, Value};
use crate::subject::facts;

pub(crate) type Row = (String, String, String);

pub(crate) fn read((_, facts, metrics): Row) -> Result<Resource> {
    let mut resource: Resource = serde_json::from_str(&facts)?;
    resource.metrics = serde_json::from_str::<Metrics>(&metrics)?;
    Ok(resource)
}

pub(crate) const SELECT: &str = "SELECT dataset_id, facts, metrics FROM resource ";

/// Replaces all the files of a dataset.
pub async fn replace(tx: &mut Tx, dataset: Id, resources: &[Resource]) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM resource WHERE dataset_id = ");
    sql.bind(dataset);
    sql.execute(&mut *tx).await?;
    for sql in Sql::insert_rows("resource", COLUMNS, rows(dataset, resources)?) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

pub(crate) const COLUMNS: &str = "id, dataset_id, position, type, format, words, schema_name, schema_version, file, \
     facts, metrics, checked";

/// The rows of the files of a dataset.
pub(crate) fn rows(dataset: Id, resources: &[Resource]) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::with_capacity(resources.len());
    for (position, resource) in (0_i64..).zip(resources) {
        let schema = resource.schema.as_ref();
        rows.push(vec![
            resource.id.to_string().into(),
            dataset.into(),
            position.into(),
            resource.r#type.as_str().into(),
            resource.format.as_str().into(),
            text::words(&resource.title).into(),
            schema.and_then(|schema| schema.name.as_deref()).into(),
            schema.and_then(|schema| schema.version.as_deref()).into(),
            resource.file().into(),
            facts(resource)?,
            serde_json::to_string(&resource.metrics)?.into(),
            resource.checked_at().map_or(0, Timestamp::micros).into(),
        ]);
    }
    Ok(rows)
}

/// The files of several datasets, each list in order.
pub async fn of(run: impl Into<Run<'_>>, datasets: &[Id]) -> Result<HashMap<Id, Vec<Resource>>> {
    let mut run = run.into();
    let mut found: HashMap<Id, Vec<Resource>> = HashMap::with_capacity(datasets.len());
    for chunk in datasets.chunks(1_000) {
        let mut sql = Sql::new(SELECT);
        sql.push("WHERE dataset_id IN ")
            .bind_list(chunk)
            .push(" ORDER BY dataset_id, position");
        for row in sql.all::<Row>(run.again()).await? {
            if let Ok(dataset) = row.0.parse() {
                found.entry(dataset).or_default().push(read(row)?);
            }
        }
    }
    Ok(found)
}

/// Links that everybody sees and that nobody looked at since `before`, those that wait longest first.
pub async fn to_check(db: &Db, before: Timestamp, most: i64) -> Result<Vec<(Id, Resource)>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE file IS NULL AND checked < ").bind(before);
    sql.push(" AND dataset_id IN (SELECT id FROM dataset WHERE ")
        .push(super::dataset::VISIBLE)
        .push(") ORDER BY checked, id LIMIT ")
        .bind(most);
    let rows = sql.all::<Row>(db).await?.into_iter();
    let pairs = rows.map(|row| Ok((row.0.parse().ok(), read(row)?)));
    let pairs: Vec<(Option<Id>, Resource)> = pairs.collect::<Result<_>>()?;
    let known = pairs.into_iter();
    Ok(known.filter_map(|(id, file)| Some((id?, file))).collect())
}

/// How many files each dataset has.
pub async fn count(run: impl Into<Run<'_>>, datasets: &[Id]) -> Result<HashMap<Id, i64>> {
    let mut sql = Sql::new("SELECT dataset_id, COUNT(*) FROM resource WHERE dataset_id IN ");
    sql.bind_list(datasets).push(" GROUP BY dataset_id");
    let rows = sql.all::<(String, i64)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, count)| Some((id.parse().ok()?, count)))
        .collect())
}

/// The formats of the files of each dataset, each once, in alphabetical order.
pub async fn formats(run: impl Into<Run<'_>>, datasets: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    let mut sql = Sql::new("SELECT dataset_id, format FROM resource WHERE dataset_id IN ");
    sql.bind_list(datasets)
        .push(" AND format <> '' GROUP BY dataset_id, format ORDER BY dataset_id, format");
    let mut found: HashMap<Id, Vec<String>> = HashMap::new();
    for (id, format) in sql.all::<(String, String)>(run).await? {
        if let Ok(id) = id.parse() {
            found.entry(id).or_default().push(format);
        }
    }
    Ok(found)
}

/// A file and the dataset that holds it.
pub async fn get(run: impl Into<Run<'_>>, id: Uuid) -> Result<Option<(Id, Resource)>> {
    let mut sql = Sql::new(SELECT);
    sql.push("WHERE id = ").bind(id.to_string());
    let Some(row) = sql.first::<Row>(run).await? else {
        return Ok(None);
    };
    let Ok(dataset) = row.0.parse() else {
        return Ok(None);
    };
    Ok(Some((dataset, read(row)?)))
}

/// The datasets that hold a file which the portal keeps, by its key.
pub async fn holders(run: impl Into<Run<'_>>, file: &str) -> Result<Vec<Id>> {
    let mut sql = Sql::new("SELECT dataset_id FROM resource WHERE file = ");
    sql.bind(file)
        .push(" UNION SELECT dataset_id FROM former_file WHERE file = ")
        .bind(file)
        .push(" ORDER BY dataset_id");
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// Remembers where the file of a resource was before another replaced it.
pub async fn keep_former(
    tx: &mut Tx,
    file: &str,
    dataset: Id,
    resource: Uuid,
    since: vitrail_domain::Timestamp,
) -> Result<()> {
    let row = vec![
        file.into(),
        dataset.into(),
        resource.to_string().into(),
        since.into(),
    ];
    let columns = "file, dataset_id, resource_id, since";
    for sql in Sql::insert_rows("former_file", columns, vec![row]) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Files that were replaced before an instant and that nothing shows any more, the oldest first.
pub async fn former_before(
    run: impl Into<Run<'_>>,
    before: vitrail_domain::Timestamp,
    most: i64,
) -> Result<Vec<String>> {
    let mut sql = Sql::new("SELECT file FROM former_file WHERE since < ");
    sql.bind(before)
        .push(" AND NOT EXISTS (SELECT 1 FROM resource WHERE resource.file = former_file.file)")
        .push(" AND NOT EXISTS (SELECT 1 FROM community_resource WHERE community_resource.file = former_file.file)")
        .push(" ORDER BY since, file LIMIT ")
        .bind(most);
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows.into_iter().map(|(file,)| file).collect())
}

/// Forgets a file that was replaced.
pub async fn forget_former(tx: &mut Tx, file: &str) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM former_file WHERE file = ");
    sql.bind(file);
    sql.execute(tx).await?;
    Ok(())
}

/// The ids among these that a file already bears, with its dataset.
pub async fn taken(run: impl Into<Run<'_>>, ids: &[Uuid]) -> Result<HashMap<Uuid, Id>> {
    let mut run = run.into();
    let mut taken = HashMap::new();
    for chunk in ids.chunks(1_000) {
        let ids: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let mut sql = Sql::new("SELECT id, dataset_id FROM resource WHERE id IN ");
        sql.bind_list(&ids);
        for (id, dataset) in sql.all::<(String, String)>(run.again()).await? {
            if let (Ok(id), Ok(dataset)) = (id.parse(), dataset.parse()) {
                taken.insert(id, dataset);
            }
        }
    }
    Ok(taken)
}

/// A page of the files of one dataset, by type and words of the title.
pub async fn list(
    db: &Db,
    dataset: Id,
    r#type: Option<&str>,
    q: Option<&str>,
    page: Page,
) -> Result<Listed<Resource>> {
    let mut conditions = Sql::new("WHERE dataset_id = ");
    conditions.bind(dataset);
    filter::equal(&mut conditions, "type", r#type);
    filter::all_words(&mut conditions, q);
    let mut counting = Sql::new("SELECT COUNT(*) FROM resource ");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    let mut sql = Sql::new(SELECT);
    sql.append(&conditions);
    filter::ordered(&mut sql, None, "position", page);
    let data = sql
        .all::<Row>(db)
        .await?
        .into_iter()
        .map(read)
        .collect::<Result<_>>()?;
    Ok(Listed { data, total })
}

/// How many files there are in visible datasets.
pub async fn count_visible(db: &Db) -> Result<i64> {
    Sql::new(
        "SELECT COUNT(*) FROM resource r JOIN dataset d ON d.id = r.dataset_id \
         WHERE d.private = 0 AND d.deleted IS NULL AND d.archived IS NULL",
    )
    .count(db)
    .await
}

/// Removes files that are about to be written under another dataset.
pub async fn remove(tx: &mut Tx, ids: &[Uuid]) -> Result<()> {
    for chunk in ids.chunks(1_000) {
        let ids: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let mut sql = Sql::new("DELETE FROM resource WHERE id IN ");
        sql.bind_list(&ids);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}
