//! Reading reuses and what they are made of.

pub(crate) mod write;

use std::collections::{BTreeSet, HashMap};

use vitrail_domain::{Actor, Dataservice, Dataset, Id, Kind, Reuse};
use vitrail_store as store;
pub use vitrail_store::reuse::{Filter, SORTS};
pub use write::{add, add_badge, create, delete, feature, remove_badge, update};

use crate::dataset::{self, BEFORE_ANNOUNCING, Datasets, Files};
use crate::references::Wanted;
use crate::{App, Listed, Page, References, Result, Sort, Viewer, reading, site};

/// Reuses with all that a view of them needs.
#[derive(Clone, Debug, Default)]
pub struct Reuses {
    pub data: Vec<Reuse>,
    /// The datasets used that the caller may read; none when only counts were asked.
    pub datasets: Datasets,
    /// The places of these datasets in `datasets.data`.
    pub places: HashMap<Id, usize>,
    pub dataservices: HashMap<Id, Dataservice>,
    pub references: References,
}

/// Whether what is used comes with the reuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    Whole,
    Counted,
}

impl Reuses {
    /// The datasets of a reuse, in its order.
    pub fn datasets_of<'a>(&'a self, reuse: &'a Reuse) -> impl Iterator<Item = &'a Dataset> {
        reuse
            .datasets
            .iter()
            .filter_map(|id| self.datasets.data.get(*self.places.get(id)?))
    }
}

/// The reuse of an id or a slug, for those who may read it.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Reuse> {
    let reuse: Reuse = reading::find(app, key).await?;
    readable(actor, &reuse)?;
    Ok(reuse)
}

/// Whether the actor may read a reuse.
pub(crate) fn readable(actor: &Actor, reuse: &Reuse) -> Result<()> {
    let deleted = reuse.deleted.is_some();
    reading::allowed(actor, Kind::Reuse, reuse.owner, reuse.is_private(), deleted)
}

/// The reuse of an id or a slug, for those who may edit it; one that was put away too.
pub async fn find_to_edit(app: &App, actor: &Actor, key: &str) -> Result<Reuse> {
    crate::editing::subject::find(app, actor, key).await
}

/// A page of the reuses that the actor may see.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Reuse>> {
    Ok(store::reuse::list(app.db(), filter, &Viewer::of(actor), sort, page).await?)
}

/// The newest public reuses of something, for a feed.
pub async fn recent(app: &App) -> Result<Reuses> {
    let anyone = Actor::default();
    let filter = Filter {
        created_before: Some(app.now().plus(-BEFORE_ANNOUNCING)),
        ..Filter::default()
    };
    let page = Page {
        number: 1,
        size: site::read(app).await?.feed_size,
    };
    let mut found = list(app, &anyone, &filter, None, page).await?.data;
    found.retain(Reuse::is_searchable);
    with_references(app, &anyone, found, Used::Counted).await
}

/// Reuses with their owners and, when asked, what they use.
pub async fn with_references(
    app: &App,
    actor: &Actor,
    data: Vec<Reuse>,
    used: Used,
) -> Result<Reuses> {
    let mut wanted = Wanted::default();
    for reuse in &data {
        wanted.owner(reuse.owner);
    }
    let mut found = Reuses {
        references: wanted.load(app).await?,
        data,
        ..Reuses::default()
    };
    if used == Used::Whole {
        let ids = ids(found.data.iter().flat_map(|reuse| &reuse.datasets));
        found.datasets = readable_datasets(app, actor, &ids).await?;
        found.places = places(&found.datasets);
        let ids = ids_of_dataservices(&found.data);
        if !ids.is_empty() {
            let mut all = store::subject::by_ids::<Dataservice>(app.db(), &ids).await?;
            all.retain(|_, found| {
                actor.sees_private(found.owner)
                    || (!found.is_private() && found.deleted_at.is_none())
            });
            found.dataservices = all;
        }
    }
    Ok(found)
}

fn ids_of_dataservices(reuses: &[Reuse]) -> Vec<Id> {
    ids(reuses.iter().flat_map(|reuse| &reuse.dataservices))
}

/// Each of these ids once, in order.
pub(crate) fn ids<'a>(all: impl Iterator<Item = &'a Id>) -> Vec<Id> {
    let distinct: BTreeSet<Id> = all.copied().collect();
    distinct.into_iter().collect()
}

/// The place of each dataset among those read.
pub(crate) fn places(datasets: &Datasets) -> HashMap<Id, usize> {
    let data = datasets.data.iter().enumerate();
    data.map(|(place, dataset)| (dataset.id, place)).collect()
}

/// The datasets of these ids that the actor may read, whole, in order.
pub(crate) async fn readable_datasets(app: &App, actor: &Actor, ids: &[Id]) -> Result<Datasets> {
    if ids.is_empty() {
        return Ok(Datasets::default());
    }
    let mut data = store::subject::in_order::<Dataset>(app.db(), ids).await?;
    data.retain(|dataset| {
        actor.sees_private(dataset.owner) || (!dataset.is_private() && dataset.deleted.is_none())
    });
    dataset::with_references(app, data, Files::Whole).await
}
