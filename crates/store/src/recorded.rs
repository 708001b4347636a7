//! When the record of each dataset last changed here, for neighbours who read again what changed since an instant. The dates
//! of a dataset are its producer's: those of a record follow the change log, and are written with it.

use std::collections::{BTreeMap, HashMap};

use vitrail_domain::{Change, Dataset, Id, Kind, Timestamp};

use crate::db::{Db, Result, Run, Tx};
use crate::sql::{Sql, Value};

/// The instant of a row of `dataset`, in conditions and orders.
pub const AT: &str = "(SELECT at FROM dataset_record WHERE dataset_id = dataset.id)";

/// The row of a dataset that the log says nothing of yet.
pub(crate) fn first(dataset: &Dataset) -> Vec<Value> {
    let at = dataset
        .created_at_internal
        .max(dataset.last_modified_internal);
    vec![dataset.id.into(), at.into()]
}

/// Writes the rows of datasets that have none.
pub(crate) async fn begin(tx: &mut Tx, rows: Vec<Vec<Value>>) -> Result<()> {
    for sql in Sql::insert_rows("dataset_record", "dataset_id, at", rows) {
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// What a record says, and is written anew when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Said {
    Itself,
    Publisher,
    Owner,
    Contact,
}

impl Said {
    /// What of the records a change changes: what is named there is named otherwise, or says other things.
    fn of(change: &Change) -> Option<Self> {
        let names = |fields: &[&str]| {
            let mut changed = change.fields.iter();
            // Imports do not say which fields they write.
            change.fields.is_empty() || changed.any(|field| fields.contains(&field.as_str()))
        };
        let is_new = matches!(change.operation.as_str(), "created" | "imported");
        match change.subject.0 {
            _ if change.is_silent() => None,
            Kind::Dataset => Some(Self::Itself),
            _ if is_new => None,
            Kind::Organization if names(&["name", "slug", "deleted"]) => Some(Self::Publisher),
            Kind::User if names(&["first_name", "last_name", "slug"]) => Some(Self::Owner),
            Kind::ContactPoint => Some(Self::Contact),
            _ => None,
        }
    }

    /// The datasets that say it of one of some objects.
    fn rows(self, sql: &mut Sql, ids: &[Id]) {
        match self {
            Self::Itself => sql.push("id IN ").bind_list(ids),
            Self::Publisher => sql.push("organization_id IN ").bind_list(ids),
            Self::Owner => sql.push("owner_id IN ").bind_list(ids),
            Self::Contact => sql
                .push("id IN (SELECT subject_id FROM link WHERE kind = 'dataset' AND ")
                .push("target_kind = 'contact_point' AND target_id IN ")
                .bind_list(ids)
                .push(")"),
        };
    }
}

/// Dates the records that changes touch, never before the day on which their dataset came.
pub(crate) async fn write(tx: &mut Tx, changes: &[Change]) -> Result<()> {
    let mut latest: HashMap<(Said, Id), Timestamp> = HashMap::new();
    for change in changes {
        if let Some(said) = Said::of(change) {
            let at = latest.entry((said, change.subject.1)).or_default();
            *at = change.at.max(*at);
        }
    }
    let mut together: BTreeMap<(Timestamp, Said), Vec<Id>> = BTreeMap::new();
    for ((said, id), at) in latest {
        together.entry((at, said)).or_default().push(id);
    }
    for ((at, said), ids) in together {
        for ids in ids.chunks(512) {
            let mut sql = Sql::new(
                "INSERT INTO dataset_record (dataset_id, at) SELECT id, CASE WHEN created > ",
            );
            sql.bind(at).push(" THEN created ELSE ").bind(at);
            sql.push(" END FROM dataset WHERE ");
            said.rows(&mut sql, ids);
            sql.push(" ON CONFLICT (dataset_id) DO UPDATE SET at = excluded.at");
            sql.execute(&mut *tx).await?;
        }
    }
    Ok(())
}

/// When the record of each of these datasets last changed.
pub async fn of(run: impl Into<Run<'_>>, datasets: &[Id]) -> Result<HashMap<Id, Timestamp>> {
    let mut run = run.into();
    let mut found = HashMap::with_capacity(datasets.len());
    for ids in datasets.chunks(1_000) {
        let mut sql = Sql::new("SELECT dataset_id, at FROM dataset_record WHERE dataset_id IN ");
        sql.bind_list(ids);
        let rows = sql.all::<(String, i64)>(run.again()).await?;
        let rows = rows.into_iter();
        found.extend(
            rows.filter_map(|(id, at)| Some((id.parse().ok()?, Timestamp::from_micros(at)))),
        );
    }
    Ok(found)
}

/// Keeps the datasets whose record changed between two instants, both included.
pub(crate) fn between(sql: &mut Sql, from: Option<i64>, to: Option<i64>) {
    sql.push("id IN (SELECT dataset_id FROM dataset_record WHERE 1 = 1");
    if let Some(from) = from {
        sql.push(" AND at >= ").bind(from);
    }
    if let Some(to) = to {
        sql.push(" AND at <= ").bind(to);
    }
    sql.push(")");
}

/// When a record changed for the first time among what each last did.
pub async fn earliest(db: &Db) -> Result<Option<Timestamp>> {
    let sql = Sql::new("SELECT MIN(at) FROM dataset_record");
    let found = sql.first::<(Option<i64>,)>(db).await?;
    Ok(found.and_then(|(at,)| at).map(Timestamp::from_micros))
}
