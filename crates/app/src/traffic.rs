//! How often objects are read. A request adds one to a count in memory; every few seconds what was counted is
//! written in one transaction, so that a crash loses that little. Nothing of a reader is kept: no address, no
//! cookie, not even the instant.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use uuid::Uuid;
use vitrail_domain::{Id, Kind};
use vitrail_store as store;
use vitrail_store::Db;
pub use vitrail_store::traffic::{Condition, Traffic, Wanted};

use crate::{App, Listed, Page, Result, limit};

/// How often what was counted is written.
const EVERY: Duration = Duration::from_secs(4);

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Seen {
    /// The page of an object, or its record in the API.
    Object(Kind, Id),
    /// A file that was downloaded elsewhere.
    Resource(Uuid),
    /// A file of ours, by where it is kept.
    File(Arc<str>),
}

/// What was counted since it was last written.
#[derive(Default)]
pub struct Counter(Mutex<HashMap<Seen, i64>>);

impl Counter {
    /// Counts one reading.
    pub fn count(&self, seen: Seen) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.entry(seen).or_default() += 1;
    }

    fn take(&self) -> HashMap<Seen, i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn give_back(&self, counted: HashMap<Seen, i64>) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (seen, count) in counted {
            *now.entry(seen).or_default() += count;
        }
    }
}

/// Writes what was counted; how many objects that were.
pub async fn flush(app: &App) -> Result<usize> {
    let counted = app.traffic().take();
    if counted.is_empty() {
        return Ok(0);
    }
    match write(app, &counted).await {
        Ok(rows) => Ok(rows),
        Err(error) => {
            app.traffic().give_back(counted);
            Err(error)
        }
    }
}

async fn write(app: &App, counted: &HashMap<Seen, i64>) -> Result<usize> {
    let mut ledger = Ledger::new(month(app));
    objects(app.db(), counted, &mut ledger).await?;
    files(app.db(), counted, &mut ledger).await?;
    let rows: Vec<Traffic> = ledger.rows.into_values().collect();
    let mut tx = app.db().begin().await?;
    store::traffic::add(&mut tx, &rows).await?;
    tx.commit().await?;
    Ok(rows.len())
}

/// The month of now, `2026-01`.
pub fn month(app: &App) -> String {
    app.now().to_string().chars().take(7).collect()
}

/// The rows to write, each once.
struct Ledger {
    month: String,
    rows: BTreeMap<(&'static str, String), Traffic>,
}

impl Ledger {
    fn new(month: String) -> Self {
        Self {
            month,
            rows: BTreeMap::new(),
        }
    }

    fn row(&mut self, kind: &'static str, subject: String) -> &mut Traffic {
        let month = &self.month;
        let row = self.rows.entry((kind, subject));
        row.or_insert_with_key(|(kind, subject)| Traffic {
            kind: (*kind).to_owned(),
            subject: subject.clone(),
            month: month.clone(),
            ..Traffic::default()
        })
    }

    /// Those who are counted with an object: its organization, and the portal.
    fn above(&mut self, organization: Option<Id>, count: impl Fn(&mut Traffic)) {
        count(self.row("site", "site".to_owned()));
        if let Some(id) = organization {
            count(self.row("organization", id.to_string()));
        }
    }
}

async fn objects(db: &Db, counted: &HashMap<Seen, i64>, ledger: &mut Ledger) -> Result<()> {
    for (kind, table) in [
        (Kind::Dataset, Some("dataset")),
        (Kind::Reuse, Some("reuse")),
        (Kind::Dataservice, Some("dataservice")),
        (Kind::Organization, None),
        (Kind::Topic, None),
        (Kind::User, None),
        (Kind::Post, None),
    ] {
        let seen: Vec<(Id, i64)> = counted
            .iter()
            .filter_map(|(seen, count)| match seen {
                Seen::Object(of, id) if *of == kind => Some((*id, *count)),
                _ => None,
            })
            .collect();
        let ids: Vec<Id> = seen.iter().map(|(id, _)| *id).collect();
        let owners = match table {
            Some(table) if !ids.is_empty() => {
                store::traffic::organizations(db, table, &ids).await?
            }
            _ => HashMap::new(),
        };
        for (id, count) in seen {
            let organization = owners.get(&id).copied();
            let row = ledger.row(kind.as_str(), id.to_string());
            row.visit += count;
            row.organization = organization.map(|id| id.to_string());
            row.dataset = (kind == Kind::Dataset).then(|| id.to_string());
            ledger.above(organization, |row| match kind {
                Kind::Dataset => row.visit_dataset += count,
                Kind::Reuse => row.visit_reuse += count,
                Kind::Dataservice => row.visit_dataservice += count,
                _ if row.kind == "site" => row.visit += count,
                _ => {}
            });
        }
    }
    Ok(())
}

async fn files(db: &Db, counted: &HashMap<Seen, i64>, ledger: &mut Ledger) -> Result<()> {
    let hosted: Vec<String> = counted
        .keys()
        .filter_map(|seen| match seen {
            Seen::File(file) => Some(file.to_string()),
            _ => None,
        })
        .collect();
    let hosted = store::traffic::hosted(db, &hosted).await?;
    let mut seen: BTreeMap<Uuid, i64> = BTreeMap::new();
    for (what, count) in counted {
        let id = match what {
            Seen::Resource(id) => Some(*id),
            Seen::File(file) => hosted.get(&**file).copied(),
            Seen::Object(..) => None,
        };
        if let Some(id) = id {
            *seen.entry(id).or_default() += count;
        }
    }
    let ids: Vec<Uuid> = seen.keys().copied().collect();
    let datasets = store::resource::taken(db, &ids).await?;
    let of: Vec<Id> = datasets.values().copied().collect();
    let owners = store::traffic::organizations(db, "dataset", &of).await?;
    for (id, count) in seen {
        // A file of a reuser, or one that is gone: of no dataset.
        let dataset = datasets.get(&id).copied();
        let organization = dataset.and_then(|dataset| owners.get(&dataset).copied());
        let row = ledger.row("resource", id.to_string());
        row.download_resource += count;
        row.dataset = dataset.map(|id| id.to_string());
        row.organization = organization.map(|id| id.to_string());
        if let Some(dataset) = dataset {
            let row = ledger.row("dataset", dataset.to_string());
            row.download_resource += count;
            row.dataset = Some(dataset.to_string());
            row.organization = organization.map(|id| id.to_string());
        }
        ledger.above(organization, |row| row.download_resource += count);
    }
    Ok(())
}

/// Writes every few seconds until told to stop, and once more then.
pub async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        let _ = tokio::time::timeout(EVERY, stop.changed()).await;
        if let Err(error) = flush(&app).await {
            tracing::error!(%error, "what was read could not be counted; trying again");
        }
        if *stop.borrow() || stop.has_changed().is_err() {
            return;
        }
    }
}

/// A page of what was counted, for anyone.
pub async fn list(app: &App, wanted: &Wanted, page: Page) -> Result<Listed<Traffic>> {
    Ok(store::traffic::list(app.db(), wanted, page).await?)
}

/// The kinds of pages on which people are asked.
pub const POLLED: [&str; 2] = ["search", "dataset"];

/// Somebody says whether they found what they came for; a few times from one place of the network.
pub async fn answer(app: &App, place: &str, page: &str, found: bool) -> Result<()> {
    let page = POLLED
        .iter()
        .find(|known| **known == page)
        .unwrap_or(&"search");
    limit::poll(app, place).await?;
    let mut tx = app.db().begin().await?;
    store::traffic::answer(&mut tx, &month(app), page, found).await?;
    tx.commit().await?;
    Ok(())
}
