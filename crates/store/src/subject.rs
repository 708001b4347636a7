//! What all subjects share: read one or many by id, find one by id or slug (old slugs lead to the new one).

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;
use serde::de::DeserializeOwned;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Id, Kind};

use crate::db::{Result, Run};
use crate::sql::{Sql, Value};
use crate::{dialect, slug};

/// A kind of object kept as `facts` and, for most, `metrics`.
pub trait Subject: Serialize + DeserializeOwned + Send {
    const KIND: Kind;
    const TABLE: &'static str;
    /// Whether the table has a column `metrics`.
    const COUNTED: bool;
    /// Whether objects are also found by slug.
    const SLUGS: bool;
    type Key: ToString + Eq + Hash + Copy + Send;

    fn key(&self) -> Self::Key;
    fn set_metrics(&mut self, _metrics: Metrics) {}
}

/// What a text in a path leads to.
#[derive(Debug, PartialEq)]
pub enum Found<T> {
    Here(T),
    /// A former slug: the current one.
    Moved(String),
    Nowhere,
}

/// `SELECT facts, metrics` of a table, to be completed with `WHERE`.
pub(crate) fn select<S: Subject>() -> Sql {
    let metrics = if S::COUNTED { "metrics" } else { "'{}'" };
    Sql::new(&format!("SELECT facts, {metrics} FROM {} ", S::TABLE))
}

pub(crate) fn read<S: Subject>((facts, metrics): (String, String)) -> Result<S> {
    let mut object: S = serde_json::from_str(&facts)?;
    if S::COUNTED && metrics != "{}" {
        object.set_metrics(serde_json::from_str(&metrics)?);
    }
    Ok(object)
}

pub(crate) async fn read_all<S: Subject>(sql: Sql, run: impl Into<Run<'_>>) -> Result<Vec<S>> {
    sql.all::<(String, String)>(run)
        .await?
        .into_iter()
        .map(read)
        .collect()
}

/// The `facts` column of an object.
pub(crate) fn facts(object: &impl Serialize) -> Result<Value> {
    Ok(Value::from(serde_json::to_string(object)?))
}

/// One object. In a transaction it stays as it is until the end: what was read can be changed and written
/// back without losing what somebody else wrote meanwhile.
pub async fn get<S: Subject>(run: impl Into<Run<'_>>, key: S::Key) -> Result<Option<S>> {
    let run = run.into();
    let mut sql = select::<S>();
    sql.push("WHERE id = ").bind(key.to_string());
    dialect::hold(&mut sql, &run);
    Ok(read_all(sql, run).await?.into_iter().next())
}

/// Objects by key, in any order, without those that do not exist.
pub async fn by_ids<S: Subject>(
    run: impl Into<Run<'_>>,
    keys: &[S::Key],
) -> Result<HashMap<S::Key, S>> {
    let mut run = run.into();
    let mut found = HashMap::with_capacity(keys.len());
    for chunk in keys.chunks(1_000) {
        let keys: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        let mut sql = select::<S>();
        sql.push("WHERE id IN ").bind_list(&keys);
        for object in read_all::<S>(sql, run.again()).await? {
            found.insert(object.key(), object);
        }
    }
    Ok(found)
}

/// Objects by key, in the order of the keys.
pub async fn in_order<S: Subject>(run: impl Into<Run<'_>>, keys: &[S::Key]) -> Result<Vec<S>> {
    let mut found = by_ids::<S>(run, keys).await?;
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// The object of an id or a slug. A live slug wins over an old one.
pub async fn find<S: Subject<Key = Id>>(run: impl Into<Run<'_>>, text: &str) -> Result<Found<S>> {
    let mut run = run.into();
    if let Ok(id) = text.parse::<Id>()
        && let Some(object) = get::<S>(run.again(), id).await?
    {
        return Ok(Found::Here(object));
    }
    if !S::SLUGS {
        return Ok(Found::Nowhere);
    }
    let mut sql = select::<S>();
    sql.push("WHERE slug = ").bind(text);
    dialect::hold(&mut sql, &run);
    if let Some(object) = read_all::<S>(sql, run.again()).await?.into_iter().next() {
        return Ok(Found::Here(object));
    }
    let normal = vitrail_domain::slug::slugify(text);
    if let Some(current) = slug::current(run.again(), S::KIND, S::TABLE, &normal).await? {
        return Ok(Found::Moved(current));
    }
    Ok(Found::Nowhere)
}

macro_rules! subject {
    ($type:ty, $kind:ident, $table:literal, counted: $counted:tt, slugs: $slugs:tt) => {
        impl Subject for $type {
            const KIND: Kind = Kind::$kind;
            const TABLE: &'static str = $table;
            const COUNTED: bool = $counted;
            const SLUGS: bool = $slugs;
            type Key = Id;

            fn key(&self) -> Id {
                self.id
            }

            subject!(@metrics $counted);
        }
    };
    (@metrics true) => {
        fn set_metrics(&mut self, metrics: Metrics) {
            self.metrics = metrics;
        }
    };
    (@metrics false) => {};
}

subject!(vitrail_domain::Dataset, Dataset, "dataset", counted: true, slugs: true);
subject!(vitrail_domain::Organization, Organization, "organization", counted: true, slugs: true);
subject!(vitrail_domain::User, User, "user_account", counted: true, slugs: true);
subject!(vitrail_domain::Reuse, Reuse, "reuse", counted: true, slugs: true);
subject!(vitrail_domain::Dataservice, Dataservice, "dataservice", counted: true, slugs: true);
subject!(vitrail_domain::Topic, Topic, "topic", counted: true, slugs: true);
subject!(vitrail_domain::TopicElement, TopicElement, "topic_element", counted: false, slugs: false);
subject!(vitrail_domain::Discussion, Discussion, "discussion", counted: false, slugs: false);
subject!(vitrail_domain::harvest::Source, HarvestSource, "harvest_source", counted: false, slugs: true);
subject!(vitrail_domain::ContactPoint, ContactPoint, "contact_point", counted: false, slugs: false);
subject!(vitrail_domain::Post, Post, "post", counted: false, slugs: true);

/// One page of a table: `conditions` is text beginning with `WHERE`.
pub(crate) async fn list<S: Subject>(
    run: impl Into<Run<'_>>,
    conditions: &Sql,
    sort: Option<crate::filter::Sort>,
    fallback: &str,
    page: crate::filter::Page,
) -> Result<crate::filter::Listed<S>> {
    let mut run = run.into();
    let total = counting::<S>(conditions).count(run.again()).await?;
    let data = rows(run, conditions, sort, fallback, page).await?;
    Ok(crate::filter::Listed { data, total })
}

/// How many objects a page is one of.
pub(crate) fn counting<S: Subject>(conditions: &Sql) -> Sql {
    let mut sql = Sql::new(&format!("SELECT COUNT(*) FROM {} ", S::TABLE));
    sql.append(conditions);
    sql
}

/// The objects of one page.
pub(crate) async fn rows<S: Subject>(
    run: impl Into<Run<'_>>,
    conditions: &Sql,
    sort: Option<crate::filter::Sort>,
    fallback: &str,
    page: crate::filter::Page,
) -> Result<Vec<S>> {
    let mut sql = select::<S>();
    sql.append(conditions);
    crate::filter::ordered(&mut sql, sort, fallback, page);
    read_all(sql, run).await
}

/// The next objects of a walk through a list in the order of ids, which nothing written meanwhile disturbs.
/// `conditions` is text beginning with `WHERE`.
pub(crate) async fn after<S: Subject>(
    run: impl Into<Run<'_>>,
    mut conditions: Sql,
    after: Option<Id>,
    size: i64,
) -> Result<Vec<S>> {
    if let Some(id) = after {
        conditions.push(" AND id > ").bind(id);
    }
    let mut sql = select::<S>();
    sql.append(&conditions)
        .push(" ORDER BY id LIMIT ")
        .bind(size);
    read_all(sql, run).await
}

/// Replaces the rows of `tag`, `badge` or `place` of a subject.
pub(crate) async fn set_many(
    tx: &mut crate::db::Tx,
    table: &str,
    kind: Kind,
    id: Id,
    values: &[String],
) -> Result<()> {
    let column = if table == "place" { "zone_id" } else { table };
    let mut sql = Sql::new(&format!("DELETE FROM {table} WHERE kind = "));
    sql.bind(kind.as_str()).push(" AND subject_id = ").bind(id);
    sql.execute(&mut *tx).await?;
    let rows = values
        .iter()
        .map(|value| vec![kind.as_str().into(), value.as_str().into(), id.into()])
        .collect();
    let columns = format!("kind, {column}, subject_id");
    for sql in Sql::insert_rows(table, &columns, rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Replaces the links from a subject to objects of one kind.
pub(crate) async fn set_links(
    tx: &mut crate::db::Tx,
    kind: Kind,
    id: Id,
    target: Kind,
    targets: &[Id],
) -> Result<()> {
    let mut sql = Sql::new("DELETE FROM link WHERE kind = ");
    sql.bind(kind.as_str()).push(" AND subject_id = ").bind(id);
    sql.push(" AND target_kind = ").bind(target.as_str());
    sql.execute(&mut *tx).await?;
    let rows = (0_i64..)
        .zip(targets)
        .map(|(position, target_id)| {
            vec![
                kind.as_str().into(),
                id.into(),
                target.as_str().into(),
                (*target_id).into(),
                position.into(),
            ]
        })
        .collect();
    for sql in Sql::insert_rows(
        "link",
        "kind, subject_id, target_kind, target_id, position",
        rows,
    ) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Ids in their order after one of them: a walk through a whole table, page by page.
pub async fn ids_after(
    run: impl Into<Run<'_>>,
    table: &str,
    after: Option<Id>,
    size: i64,
) -> Result<Vec<Id>> {
    let mut sql = Sql::new(&format!("SELECT id FROM {table} WHERE id > "));
    sql.bind(after.map(|id| id.to_string()).unwrap_or_default());
    sql.push(" ORDER BY id LIMIT ").bind(size);
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}

/// Ids of the objects of a table that an organization owns.
pub async fn ids_of_organization(
    run: impl Into<Run<'_>>,
    table: &str,
    organization: Id,
) -> Result<Vec<Id>> {
    let mut sql = Sql::new(&format!("SELECT id FROM {table} WHERE organization_id = "));
    sql.bind(organization);
    let rows = sql.all::<(String,)>(run).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id,)| id.parse().ok())
        .collect())
}
