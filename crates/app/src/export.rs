//! The catalogue as tables (CSV with the columns of udata, Parquet with the same): what everybody may read, walked in the order of
//! ids and written a few hundred rows at a time, so that a catalogue of any size costs the same memory.

mod dataservice;
mod dataset;
mod discussion;
mod harvest;
mod organization;
pub mod pod;
mod reuse;
mod sheet;

use std::collections::HashSet;

use sha2::{Digest, Sha256};
use uuid::Uuid;
use vitrail_domain::{
    Actor, Dataservice, Dataset, Id, Kind, Organization, Owner, Reuse, Timestamp,
};
use vitrail_store::subject::Subject;
use vitrail_store::{self as store, Tx, Viewer};
use vitrail_tables::{Column, Type};

pub use self::sheet::{Format, Sheet};
use crate::{App, References, Result};

/// Objects read together.
const STEP: usize = 200;

/// What a table holds.
#[derive(Clone, Debug)]
pub enum Rows {
    Datasets(crate::dataset::Filter),
    /// The files of these datasets.
    Resources(crate::dataset::Filter),
    Organizations(crate::organization::Filter),
    Reuses(crate::reuse::Filter),
    Dataservices(crate::dataservice::Filter),
    /// What is said about what an organization publishes, or about all.
    Discussions(Option<Id>),
    /// The sources of the harvest.
    Harvests,
    /// The tags and how many datasets and reuses bear them.
    Tags,
    /// What a search found, in its order.
    Found(Kind, Vec<Id>),
}

/// A table being written.
pub struct Export {
    source: Source,
    /// What is not given out yet; none before the header.
    sheet: Option<Sheet>,
    format: Format,
    at: Step,
}

/// Where the lines of a table come from.
struct Source {
    app: App,
    rows: Rows,
    /// The public address of the portal, without final slash.
    base: String,
}

/// How far a table is written.
enum Step {
    After(Option<Id>),
    End,
    Done,
}

/// Under which the dataset that holds the tables of each day is remembered.
const CATALOGUE: &str = "catalogue";
/// What the identifiers of that dataset and of its tables were once made of, the same on every portal.
const FORMER: &str = "the catalogue of the portal";

/// The dataset that holds the tables of each day, if it was ever published. Its identifier is of this portal alone, so that
/// who gathers several ones can tell their catalogues apart; a portal that published it before keeps the one it had.
pub async fn catalogue(app: &App) -> Result<Option<Id>> {
    if let Some((_, id)) = store::computed::get(app.db(), CATALOGUE).await? {
        return Ok(Some(id));
    }
    let former = Id::seeded(FORMER);
    let found = store::subject::get::<Dataset>(app.db(), former).await?;
    Ok(found.map(|_| former))
}

/// Remembers which dataset holds the tables of each day.
pub(crate) async fn remember_catalogue(tx: &mut Tx, id: Id, now: Timestamp) -> Result<()> {
    Ok(store::computed::set(tx, CATALOGUE, now, &id).await?)
}

/// The identifier of one of the tables of a catalogue.
pub fn table_of(catalogue: Id, name: &str, format: Format) -> Uuid {
    let of = if catalogue == Id::seeded(FORMER) {
        FORMER.to_owned()
    } else {
        format!("the catalogue {catalogue}")
    };
    let words = match format {
        Format::Csv => format!("{of}: {name}"),
        Format::Parquet => format!("{of}: {name}.parquet"),
    };
    let digest = Sha256::digest(words.as_bytes());
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(digest) {
        *slot = byte;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// The table of the day, if it was published and anybody may read it.
pub async fn published(app: &App, name: &str, format: Format) -> Result<Option<Uuid>> {
    let Some(catalogue) = catalogue(app).await? else {
        return Ok(None);
    };
    let id = table_of(catalogue, name, format);
    let Some((holder, _)) = store::resource::get(app.db(), id).await? else {
        return Ok(None);
    };
    let dataset = store::subject::get::<Dataset>(app.db(), holder).await?;
    let is_public = dataset.is_some_and(|it| !it.is_private() && it.deleted.is_none());
    Ok(is_public.then_some(id))
}

/// The table of these rows, as anybody may read them.
pub fn table(app: &App, rows: Rows, base: &str, format: Format) -> Export {
    Export {
        source: Source {
            app: app.clone(),
            rows,
            base: base.to_owned(),
        },
        sheet: None,
        format,
        at: Step::After(None),
    }
}

impl Export {
    /// The next bytes; nothing when all is written.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            let mut sheet = match self.sheet.take() {
                Some(sheet) => sheet,
                None => self.source.open(self.format).await?,
            };
            match self.at {
                Step::After(after) => {
                    let last = self.source.some(after, &mut sheet).await?;
                    self.at = last.map_or(Step::End, |last| Step::After(Some(last)));
                    if sheet.is_full() {
                        sheet = aside(sheet, Sheet::flush).await?;
                    }
                }
                Step::End => {
                    sheet = aside(sheet, Sheet::finish).await?;
                    self.at = Step::Done;
                }
                Step::Done => return Ok(None),
            }
            let bytes = sheet.take()?;
            self.sheet = Some(sheet);
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
    }
}

/// Encodes on a thread that nobody else waits for.
async fn aside(mut sheet: Sheet, encode: fn(&mut Sheet)) -> Result<Sheet> {
    let done = tokio::task::spawn_blocking(move || {
        encode(&mut sheet);
        sheet
    });
    Ok(done.await.map_err(anyhow::Error::from)?)
}

impl Source {
    async fn open(&mut self, format: Format) -> Result<Sheet> {
        if let Rows::Datasets(filter) | Rows::Resources(filter) = &mut self.rows {
            *filter = crate::dataset::without_strangers(&self.app, filter).await?;
        }
        Sheet::new(self.columns(), format)
    }

    fn columns(&self) -> Vec<Column> {
        match &self.rows {
            Rows::Datasets(_) | Rows::Found(Kind::Dataset, _) => dataset::columns(),
            Rows::Resources(_) => dataset::columns_of_files(),
            Rows::Organizations(_) | Rows::Found(Kind::Organization, _) => organization::columns(),
            Rows::Reuses(_) | Rows::Found(Kind::Reuse, _) => reuse::columns(),
            Rows::Dataservices(_) | Rows::Found(Kind::Dataservice, _) => dataservice::columns(),
            Rows::Found(..) => Vec::new(),
            Rows::Discussions(_) => discussion::columns(),
            Rows::Harvests => harvest::columns(),
            Rows::Tags => columns(&[
                ("name", Type::Text),
                ("datasets", Type::Integer),
                ("reuses", Type::Integer),
                ("total", Type::Integer),
            ])
            .collect(),
        }
    }

    /// Writes the rows that follow one; the last one written, if others may follow.
    async fn some(&mut self, after: Option<Id>, sheet: &mut Sheet) -> Result<Option<Id>> {
        if let Rows::Found(kind, ids) = &mut self.rows {
            let (kind, rest) = (*kind, ids.split_off(ids.len().min(STEP)));
            let some = std::mem::replace(ids, rest);
            return self.found(kind, &some, sheet).await;
        }
        let (app, base) = (&self.app, self.base.as_str());
        let (db, anyone) = (app.db(), &Viewer::Anonymous);
        let size = i64::try_from(STEP).unwrap_or(i64::MAX);
        match &self.rows {
            Rows::Datasets(filter) => {
                let found = store::dataset::after(db, filter, anyone, after, size).await?;
                let last = last(&found);
                dataset::write(app, base, found, sheet).await?;
                Ok(last)
            }
            Rows::Resources(filter) => {
                let found = store::dataset::after(db, filter, anyone, after, size).await?;
                let last = last(&found);
                dataset::write_files(app, base, found, sheet).await?;
                Ok(last)
            }
            Rows::Organizations(filter) => {
                let found = store::organization::after(db, filter, after, size).await?;
                organization::write(base, &found, sheet);
                Ok(last(&found))
            }
            Rows::Reuses(filter) => {
                let mut found = store::reuse::after(db, filter, anyone, after, size).await?;
                let last = last(&found);
                found.retain(Reuse::is_searchable);
                reuse::write(app, base, found, sheet).await?;
                Ok(last)
            }
            Rows::Dataservices(filter) => {
                let found = store::dataservice::after(db, filter, anyone, after, size).await?;
                let last = last(&found);
                dataservice::write(app, base, found, sheet).await?;
                Ok(last)
            }
            Rows::Discussions(organization) => {
                let filter = crate::discussion::Filter {
                    organization: *organization,
                    ..Default::default()
                };
                let found = store::discussion::after(db, &filter, anyone, after, size).await?;
                let last = last(&found);
                discussion::write(app, found, sheet).await?;
                Ok(last)
            }
            Rows::Harvests => {
                let found = store::harvest::source::after(db, after, size).await?;
                let last = last(&found);
                harvest::write(app, found, sheet).await?;
                Ok(last)
            }
            Rows::Tags => {
                for (tag, datasets, reuses) in store::tag::counts(db).await? {
                    sheet.text(&tag).number(datasets).number(reuses);
                    sheet.number(datasets + reuses).end();
                }
                Ok(None)
            }
            Rows::Found(..) => Ok(None),
        }
    }

    /// Writes objects that a search found and that are still there; the last one, if others may follow.
    async fn found(&self, kind: Kind, ids: &[Id], sheet: &mut Sheet) -> Result<Option<Id>> {
        let (app, base) = (&self.app, self.base.as_str());
        match kind {
            Kind::Dataset => {
                let mut data = store::subject::in_order::<Dataset>(app.db(), ids).await?;
                data.retain(|it| !it.is_private() && it.deleted.is_none());
                dataset::write(app, base, data, sheet).await?;
            }
            Kind::Reuse => {
                let mut data = store::subject::in_order::<Reuse>(app.db(), ids).await?;
                data.retain(Reuse::is_visible);
                reuse::write(app, base, data, sheet).await?;
            }
            Kind::Dataservice => {
                let mut data = store::subject::in_order::<Dataservice>(app.db(), ids).await?;
                data.retain(|it| !it.is_private() && it.deleted_at.is_none());
                dataservice::write(app, base, data, sheet).await?;
            }
            Kind::Organization => {
                let mut data = store::subject::in_order::<Organization>(app.db(), ids).await?;
                data.retain(Organization::is_visible);
                organization::write(base, &data, sheet);
            }
            _ => {}
        }
        Ok(ids.last().copied().filter(|_| ids.len() == STEP))
    }
}

/// Where a walk goes on; nowhere when fewer were found than were asked.
fn last<S: Subject<Key = Id>>(found: &[S]) -> Option<Id> {
    let last = found.last().map(Subject::key);
    last.filter(|_| found.len() == STEP)
}

fn anyone() -> Actor {
    Actor::default()
}

/// The four cells that say who publishes.
fn owner(sheet: &mut Sheet, references: &References, owner: Owner) {
    let organization = owner
        .organization()
        .and_then(|id| references.organizations.get(&id));
    let user = owner.user().and_then(|id| references.users.get(&id));
    sheet
        .maybe(organization.map(|it| &it.name))
        .shown(owner.organization())
        .maybe(user.map(|it| &it.slug))
        .shown(owner.user());
}

fn columns(named: &[(&'static str, Type)]) -> impl Iterator<Item = Column> {
    named.iter().map(|(name, kind)| Column::new(*name, *kind))
}

/// The columns of counts.
fn of_counts(counts: &[&'static str]) -> impl Iterator<Item = Column> {
    let name = |count| Column::new(format!("metric.{count}"), Type::Integer);
    counts.iter().map(name)
}

/// Those of these datasets that everybody may read: a private one is named nowhere.
async fn public<'a>(app: &App, ids: impl Iterator<Item = &'a Id>) -> Result<HashSet<Id>> {
    let ids = crate::reuse::ids(ids);
    let found = store::subject::by_ids::<Dataset>(app.db(), &ids).await?;
    let anyone = anyone();
    let is_seen = |found: &Dataset| crate::dataset::readable(&anyone, found).is_ok();
    let seen = found.into_values().filter(is_seen);
    Ok(seen.map(|found| found.id).collect())
}

fn among(ids: &[Id], public: &HashSet<Id>) -> Vec<Id> {
    let ids = ids.iter().filter(|id| public.contains(id));
    ids.copied().collect()
}
