//! What was read, by month. Rows are added to, never replaced: several nodes count at once.

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::Id;
use vitrail_domain::dataset::Metrics;

use crate::db::{Db, Result, Run, Tx};
use crate::filter::{Listed, Page};
use crate::sql::Sql;

/// How often one object was read in one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// `dataset`, `reuse`… or `resource` and `site`.
    pub kind: String,
    pub subject: String,
    /// `2026-01`.
    pub month: String,
    pub dataset: Option<String>,
    pub organization: Option<String>,
    pub visit: i64,
    pub download_resource: i64,
    pub visit_dataset: i64,
    pub visit_reuse: i64,
    pub visit_dataservice: i64,
}

const COLUMNS: &str = "kind, subject_id, month, dataset_id, organization_id, visit, \
     download_resource, visit_dataset, visit_reuse, visit_dataservice";
const COUNTED: [&str; 5] = [
    "visit",
    "download_resource",
    "visit_dataset",
    "visit_reuse",
    "visit_dataservice",
];
const TOGETHER: usize = 200;

/// Adds to what was counted. Rows come in one order, so that two nodes wait rather than block each other.
pub async fn add(tx: &mut Tx, rows: &[Traffic]) -> Result<()> {
    let mut rows: Vec<&Traffic> = rows.iter().collect();
    rows.sort_by_key(|row| (&row.kind, &row.subject, &row.month));
    for chunk in rows.chunks(TOGETHER) {
        let mut sql = Sql::new("INSERT INTO traffic (");
        sql.push(COLUMNS).push(") VALUES ");
        for (place, row) in chunk.iter().enumerate() {
            sql.push(if place > 0 { ", (" } else { "(" });
            sql.bind(row.kind.as_str())
                .push(", ")
                .bind(row.subject.as_str());
            sql.push(", ").bind(row.month.as_str());
            sql.push(", ").bind(row.dataset.as_deref());
            sql.push(", ").bind(row.organization.as_deref());
            for count in [
                row.visit,
                row.download_resource,
                row.visit_dataset,
                row.visit_reuse,
                row.visit_dataservice,
            ] {
                sql.push(", ").bind(count);
            }
            sql.push(")");
        }
        sql.push(" ON CONFLICT (kind, subject_id, month) DO UPDATE SET dataset_id = excluded.dataset_id, \
                  organization_id = excluded.organization_id");
        for column in COUNTED {
            sql.push(&format!(
                ", {column} = traffic.{column} + excluded.{column}"
            ));
        }
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// The organizations of these objects of a table that has some.
pub async fn organizations(
    run: impl Into<Run<'_>>,
    table: &'static str,
    ids: &[Id],
) -> Result<HashMap<Id, Id>> {
    let mut run = run.into();
    let mut found = HashMap::new();
    for chunk in ids.chunks(TOGETHER) {
        let mut sql = Sql::new(&format!(
            "SELECT id, organization_id FROM {table} WHERE organization_id IS NOT NULL AND id IN "
        ));
        sql.bind_list(chunk);
        for (id, organization) in sql.all::<(String, String)>(run.again()).await? {
            if let (Ok(id), Ok(organization)) = (id.parse(), organization.parse()) {
                found.insert(id, organization);
            }
        }
    }
    Ok(found)
}

/// The files of datasets that are hosted at these places.
pub async fn hosted(run: impl Into<Run<'_>>, files: &[String]) -> Result<HashMap<String, Uuid>> {
    let mut run = run.into();
    let mut found = HashMap::new();
    for chunk in files.chunks(TOGETHER) {
        let mut sql = Sql::new("SELECT file, id FROM resource WHERE file IN ");
        sql.bind_list(chunk);
        for (file, id) in sql.all::<(String, String)>(run.again()).await? {
            if let Ok(id) = id.parse() {
                found.insert(file, id);
            }
        }
    }
    Ok(found)
}

/// A condition on a column: its expression, whether it is a number, how it compares, with what.
#[derive(Clone, Debug)]
pub struct Condition {
    pub column: &'static str,
    pub number: bool,
    /// `=`, `<>`, `<`, `<=`, `>`, `>=`, or `IN` with several values.
    pub operator: &'static str,
    pub values: Vec<String>,
}

/// What a list is limited to, and how it is sorted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub kind: &'static str,
    /// Adds all months up.
    pub totals: bool,
    pub conditions: Vec<Condition>,
    /// Columns and whether they go down.
    pub sorts: Vec<(&'static str, bool)>,
}

fn compare(sql: &mut Sql, condition: &Condition, column: &str) {
    sql.push(" AND ")
        .push(column)
        .push(" ")
        .push(condition.operator)
        .push(" ");
    let number = |text: &String| text.trim().parse::<i64>().unwrap_or(i64::MIN);
    if condition.operator == "IN" {
        if condition.number {
            let numbers: Vec<i64> = condition.values.iter().map(number).collect();
            sql.bind_list(&numbers);
        } else {
            sql.bind_list(&condition.values);
        }
        return;
    }
    let text = condition.values.first();
    if condition.number {
        sql.bind(text.map_or(i64::MIN, number));
    } else {
        sql.bind(text.cloned().unwrap_or_default());
    }
}

type Row = (
    String,
    String,
    Option<String>,
    Option<String>,
    i64,
    i64,
    i64,
    i64,
    i64,
);

/// A page of what was counted of one kind.
pub async fn list(db: &Db, wanted: &Wanted, page: Page) -> Result<Listed<Traffic>> {
    let mut inner = Sql::new("");
    if wanted.totals {
        inner.push("SELECT subject_id, 'all' AS month, MAX(dataset_id) AS dataset_id, MAX(organization_id) AS organization_id");
        for column in COUNTED {
            // A sum of big integers is a decimal on PostgreSQL.
            inner.push(&format!(", CAST(SUM({column}) AS BIGINT) AS {column}"));
        }
    } else {
        inner.push("SELECT subject_id, month, dataset_id, organization_id");
        for column in COUNTED {
            inner.push(", ").push(column);
        }
    }
    inner.push(" FROM traffic WHERE kind = ").bind(wanted.kind);
    if wanted.totals {
        inner.push(" GROUP BY subject_id");
    }
    let mut conditions = inner;
    conditions.push(") AS counted WHERE 1 = 1");
    for condition in &wanted.conditions {
        compare(&mut conditions, condition, condition.column);
    }
    let mut counting = Sql::new("SELECT COUNT(*) FROM (");
    counting.append(&conditions);
    let total = counting.count(db).await?;
    let mut sql = Sql::new(
        "SELECT subject_id, month, dataset_id, organization_id, visit, download_resource, \
         visit_dataset, visit_reuse, visit_dataservice FROM (",
    );
    sql.append(&conditions).push(" ORDER BY ");
    for (column, descending) in &wanted.sorts {
        sql.push(column)
            .push(if *descending { " DESC, " } else { ", " });
    }
    sql.push("month DESC, subject_id LIMIT ").bind(page.size);
    sql.push(" OFFSET ").bind(page.offset());
    let rows = sql.all::<Row>(db).await?;
    let data = rows.into_iter().map(|row| Traffic {
        kind: wanted.kind.to_owned(),
        subject: row.0,
        month: row.1,
        dataset: row.2,
        organization: row.3,
        visit: row.4,
        download_resource: row.5,
        visit_dataset: row.6,
        visit_reuse: row.7,
        visit_dataservice: row.8,
    });
    Ok(Listed {
        data: data.collect(),
        total,
    })
}

/// What was counted of objects of a kind and is not in their metrics yet: visits and downloads by object.
pub async fn unsettled(
    run: impl Into<Run<'_>>,
    kind: &str,
    most: i64,
) -> Result<Vec<(String, i64, i64)>> {
    let mut sql = Sql::new(
        "SELECT subject_id, CAST(SUM(visit - settled_visit) AS BIGINT), \
         CAST(SUM(download_resource - settled_download) AS BIGINT) FROM traffic WHERE kind = ",
    );
    sql.bind(kind).push(
        " AND (visit > settled_visit OR download_resource > settled_download) \
         GROUP BY subject_id ORDER BY subject_id LIMIT ",
    );
    sql.bind(most);
    sql.all::<(String, i64, i64)>(run).await
}

/// Says that what was counted of these objects is in their metrics.
pub async fn settle(tx: &mut Tx, kind: &str, subjects: &[String]) -> Result<()> {
    let mut sql = Sql::new(
        "UPDATE traffic SET settled_visit = visit, settled_download = download_resource WHERE kind = ",
    );
    sql.bind(kind)
        .push(" AND subject_id IN ")
        .bind_list(subjects);
    sql.execute(tx).await?;
    Ok(())
}

/// Adds downloads to the metrics of files.
pub async fn add_downloads(tx: &mut Tx, counted: &[(String, i64)]) -> Result<()> {
    let ids: Vec<&str> = counted.iter().map(|(id, _)| id.as_str()).collect();
    let mut sql = Sql::new("SELECT id, metrics FROM resource WHERE id IN ");
    sql.bind_list(&ids);
    for (id, metrics) in sql.all::<(String, String)>(&mut *tx).await? {
        let mut metrics: Metrics = serde_json::from_str(&metrics)?;
        let more = counted.iter().find(|(other, _)| *other == id);
        let known = metrics.get("views").and_then(serde_json::Value::as_i64);
        let views = known.unwrap_or(0) + more.map_or(0, |(_, more)| *more);
        metrics.insert("views".to_owned(), views.into());
        let mut sql = Sql::new("UPDATE resource SET metrics = ");
        sql.bind(serde_json::to_string(&metrics)?);
        sql.push(" WHERE id = ").bind(id);
        sql.execute(&mut *tx).await?;
    }
    Ok(())
}

/// Counts an answer to the question whether somebody found what they came for.
pub async fn answer(tx: &mut Tx, month: &str, page: &str, found: bool) -> Result<()> {
    let mut sql = Sql::new("INSERT INTO poll (month, page, found, missed) VALUES (");
    sql.bind(month).push(", ").bind(page);
    sql.push(", ").bind(i64::from(found));
    sql.push(", ").bind(i64::from(!found));
    sql.push(
        ") ON CONFLICT (month, page) DO UPDATE SET found = poll.found + excluded.found, \
         missed = poll.missed + excluded.missed",
    );
    sql.execute(tx).await?;
    Ok(())
}

/// Answers by month since one: how many found, how many did not.
pub async fn answers(run: impl Into<Run<'_>>, since: &str) -> Result<Vec<(String, i64, i64)>> {
    let mut sql = Sql::new(
        "SELECT month, CAST(SUM(found) AS BIGINT), CAST(SUM(missed) AS BIGINT) FROM poll \
         WHERE month >= ",
    );
    sql.bind(since).push(" GROUP BY month ORDER BY month");
    sql.all::<(String, i64, i64)>(run).await
}
