//! Puts what was counted into the metrics of each object, where lists sort by them and pages show them. What is
//! added is marked in the same transaction: run again, it adds nothing twice. What owners publish is counted again: an
//! imported catalogue told what its portal had.

use vitrail_domain::{Change, Id, Kind};
use vitrail_store as store;
use vitrail_store::recount::table;

use super::Known;
use crate::{App, Result, metrics};

pub const JOB: Known = Known {
    name: "metrics",
    cron: Some("7,37 * * * *"),
    tries: 3,
};

const TOGETHER: i64 = 200;
const KINDS: [Kind; 6] = [
    Kind::Dataset,
    Kind::Reuse,
    Kind::Dataservice,
    Kind::Organization,
    Kind::Topic,
    Kind::User,
];

pub async fn run(app: &App) -> Result<String> {
    let mut settled = 0;
    for kind in KINDS {
        while let more @ 1.. = objects(app, kind).await? {
            settled += more;
        }
    }
    while let more @ 1.. = files(app).await? {
        settled += more;
    }
    settled += usize::try_from(metrics::of_owners(app).await?).unwrap_or(0);
    Ok(format!("{settled} objects brought up to date"))
}

async fn objects(app: &App, kind: Kind) -> Result<usize> {
    let mut tx = app.db().begin().await?;
    let counted = store::traffic::unsettled(&mut tx, kind.as_str(), TOGETHER).await?;
    if counted.is_empty() {
        return Ok(0);
    }
    let (table, columns) = table(kind);
    let ids: Vec<Id> = counted
        .iter()
        .filter_map(|row| row.0.parse().ok())
        .collect();
    let mut changes = Vec::with_capacity(ids.len());
    for (id, mut metrics) in store::metrics::of(&mut tx, table, &ids).await? {
        let text = id.to_string();
        let Some((_, visits, downloads)) = counted.iter().find(|row| row.0 == text) else {
            continue;
        };
        let mut add = |key: &str, more: i64| {
            let known = metrics.get(key).and_then(serde_json::Value::as_i64);
            if more > 0 {
                metrics.insert(key.to_owned(), (known.unwrap_or(0) + more).into());
            }
        };
        add("views", *visits);
        match kind {
            Kind::Dataset => add("resources_downloads", *downloads),
            Kind::Organization => add("resource_downloads", *downloads),
            _ => {}
        }
        store::metrics::save(&mut tx, table, id, &metrics, columns).await?;
        changes.push(Change::new(app.now(), (kind, id), "counted"));
    }
    let subjects: Vec<String> = counted.into_iter().map(|row| row.0).collect();
    store::traffic::settle(&mut tx, kind.as_str(), &subjects).await?;
    if !changes.is_empty() {
        store::change::record_all(&mut tx, &changes).await?;
    }
    tx.commit().await?;
    Ok(subjects.len())
}

async fn files(app: &App) -> Result<usize> {
    let mut tx = app.db().begin().await?;
    let counted = store::traffic::unsettled(&mut tx, "resource", TOGETHER).await?;
    let downloads: Vec<(String, i64)> = counted.into_iter().map(|row| (row.0, row.2)).collect();
    store::traffic::add_downloads(&mut tx, &downloads).await?;
    let subjects: Vec<String> = downloads.into_iter().map(|row| row.0).collect();
    store::traffic::settle(&mut tx, "resource", &subjects).await?;
    tx.commit().await?;
    Ok(subjects.len())
}
