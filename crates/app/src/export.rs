//! The catalogue as tables (CSV, with the columns of udata): what everybody may read, walked in the order of
//! ids and written a few hundred rows at a time, so that a catalogue of any size costs the same memory.

mod dataservice;
mod dataset;
mod discussion;
mod harvest;
mod organization;
pub mod pod;
mod reuse;
mod sheet;

use sha2::{Digest, Sha256};
use uuid::Uuid;
use vitrail_domain::{Actor, Dataservice, Dataset, Id, Kind, Organization, Owner, Reuse};
use vitrail_store::subject::Subject;
use vitrail_store::{self as store, Viewer};

pub use self::sheet::Sheet;
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
    app: App,
    rows: Rows,
    /// The public address of the portal, without final slash.
    base: String,
    at: Step,
}

/// How far a table is written.
enum Step {
    Header,
    After(Option<Id>),
    Done,
}

/// The identifier of the dataset that holds the tables of each day, the same on every portal.
pub fn catalogue() -> Id {
    Id::seeded("the catalogue of the portal")
}

/// The identifier of one of its tables, the same on every portal.
pub fn table_of(name: &str) -> Uuid {
    let words = format!("the catalogue of the portal: {name}");
    let digest = Sha256::digest(words.as_bytes());
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(digest) {
        *slot = byte;
    }
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// The table of the day, if it was published and anybody may read it.
pub async fn published(app: &App, name: &str) -> Result<Option<Uuid>> {
    let id = table_of(name);
    let Some((holder, _)) = store::resource::get(app.db(), id).await? else {
        return Ok(None);
    };
    let dataset = store::subject::get::<Dataset>(app.db(), holder).await?;
    let is_public = dataset.is_some_and(|it| !it.is_private() && it.deleted.is_none());
    Ok(is_public.then_some(id))
}

/// The table of these rows, as anybody may read them.
pub fn table(app: &App, rows: Rows, base: &str) -> Export {
    Export {
        app: app.clone(),
        rows,
        base: base.to_owned(),
        at: Step::Header,
    }
}

impl Export {
    /// The next lines; nothing when all is written.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut sheet = Sheet::default();
        match self.at {
            Step::Header => {
                if let Rows::Datasets(filter) | Rows::Resources(filter) = &mut self.rows {
                    *filter = crate::dataset::without_strangers(&self.app, filter).await?;
                }
                self.header(&mut sheet);
                self.at = Step::After(None);
            }
            Step::After(after) => {
                let last = match &mut self.rows {
                    Rows::Found(kind, ids) => {
                        let (kind, rest) = (*kind, ids.split_off(ids.len().min(STEP)));
                        let some = std::mem::replace(ids, rest);
                        self.found(kind, &some, &mut sheet).await?
                    }
                    _ => self.some(after, &mut sheet).await?,
                };
                self.at = last.map_or(Step::Done, |last| Step::After(Some(last)));
            }
            Step::Done => return Ok(None),
        }
        Ok(Some(sheet.into_bytes()))
    }

    fn header(&self, sheet: &mut Sheet) {
        match &self.rows {
            Rows::Datasets(_) | Rows::Found(Kind::Dataset, _) => dataset::header(sheet),
            Rows::Resources(_) => dataset::header_of_files(sheet),
            Rows::Organizations(_) | Rows::Found(Kind::Organization, _) => {
                organization::header(sheet);
            }
            Rows::Reuses(_) | Rows::Found(Kind::Reuse, _) => reuse::header(sheet),
            Rows::Dataservices(_) | Rows::Found(Kind::Dataservice, _) => {
                dataservice::header(sheet);
            }
            Rows::Found(..) => {}
            Rows::Discussions(_) => discussion::header(sheet),
            Rows::Harvests => harvest::header(sheet),
            Rows::Tags => {
                for name in ["name", "datasets", "reuses", "total"] {
                    sheet.text(name);
                }
                sheet.end();
            }
        }
    }

    /// Writes the rows that follow one; the last one written, if others may follow.
    async fn some(&self, after: Option<Id>, sheet: &mut Sheet) -> Result<Option<Id>> {
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

fn names_of_counts(sheet: &mut Sheet, counts: &[&str]) {
    for name in counts {
        sheet.text(&format!("metric.{name}"));
    }
}
