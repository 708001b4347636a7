//! Reading datasets and their files.

pub mod series;
pub(crate) mod write;

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::spatial::Zone;
use vitrail_domain::time::SECOND;
use vitrail_domain::{
    Actor, CommunityResource, Dataservice, Dataset, Id, Kind, Organization, Resource, Reuse,
    Timestamp, Topic,
};
use vitrail_store as store;
pub use vitrail_store::dataset::{Filter, SORTS};
use vitrail_store::subject::Subject;
pub use write::{
    add_badge, create, delete, feature, merge_extras, remove_badge, remove_extras, update,
};

use crate::reading;
use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result, Sort, Viewer, search, site};

/// Datasets with all that a view of them needs.
#[derive(Clone, Debug, Default)]
pub struct Datasets {
    pub data: Vec<Dataset>,
    /// Files by dataset; empty when only counts were asked.
    pub resources: HashMap<Id, Vec<Resource>>,
    /// How many files each has, and how many others added.
    pub counts: HashMap<Id, i64>,
    pub community_counts: HashMap<Id, i64>,
    pub references: References,
}

/// Whether the files come with their datasets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    Whole,
    Counted,
    /// Neither read nor counted.
    Left,
}

/// The dataset of an id or a slug, for those who may read it. A private one does not exist for others; a
/// deleted one is gone for them.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Dataset> {
    let dataset = reading::find::<Dataset>(app, key).await?;
    readable(actor, &dataset)?;
    Ok(dataset)
}

/// The dataset of an id or a slug, for those who may edit it; a deleted one too, which they may bring back.
pub async fn find_to_edit(app: &App, actor: &Actor, key: &str) -> Result<Dataset> {
    reading::signed_in(actor)?;
    let dataset = find(app, actor, key).await?;
    write::editable(actor, &dataset)?;
    Ok(dataset)
}

/// Whether the actor may read a dataset and all that belongs to it.
pub(crate) fn readable(actor: &Actor, dataset: &Dataset) -> Result<()> {
    let deleted = dataset.deleted.is_some();
    reading::allowed(
        actor,
        Kind::Dataset,
        dataset.owner,
        dataset.is_private(),
        deleted,
    )
}

/// Datasets with their files and the objects they name.
pub async fn with_references(app: &App, data: Vec<Dataset>, files: Files) -> Result<Datasets> {
    let ids: Vec<Id> = data.iter().map(|dataset| dataset.id).collect();
    let mut wanted = Wanted::default();
    for dataset in &data {
        wanted
            .owner(dataset.owner)
            .contacts(&dataset.contact_points);
    }
    let mut found = Datasets {
        data,
        ..Datasets::default()
    };
    if ids.is_empty() {
        return Ok(found);
    }
    match files {
        Files::Whole => {
            found.resources = store::resource::of(app.db(), &ids).await?;
        }
        Files::Left => {}
        Files::Counted => {
            found.counts = store::resource::count(app.db(), &ids).await?;
            found.community_counts = store::community_resource::count(app.db(), &ids).await?;
        }
    }
    found.references = wanted.load(app).await?;
    Ok(found)
}

/// When the record of each of these datasets last changed here, whatever the dates of its data.
pub async fn recorded(app: &App, found: &[Dataset]) -> Result<HashMap<Id, Timestamp>> {
    let ids: Vec<Id> = found.iter().map(|dataset| dataset.id).collect();
    Ok(store::recorded::of(app.db(), &ids).await?)
}

/// The formats of the files of each dataset.
pub async fn formats(app: &App, ids: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::resource::formats(app.db(), ids).await?)
}

/// A page of the datasets that the actor may see.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Dataset>> {
    let filter = without_strangers(app, filter).await?;
    Ok(store::dataset::list(app.db(), &filter, &Viewer::of(actor), sort, page).await?)
}

/// How long an object waits before feeds announce it: producers correct what they just published.
pub(crate) const BEFORE_ANNOUNCING: i64 = 10 * 3_600 * SECOND;

/// The newest public datasets for a feed, with the objects they name.
pub async fn recent(app: &App, filter: Filter, sort: Option<Sort>) -> Result<Datasets> {
    let filter = Filter {
        created_before: Some(app.now().plus(-BEFORE_ANNOUNCING)),
        ..filter
    };
    let page = Page {
        number: 1,
        size: site::read(app).await?.feed_size,
    };
    let listed = list(app, &Actor::default(), &filter, sort, page).await?;
    with_references(app, listed.data, Files::Counted).await
}

/// The filter without the topic, the reuse or the dataservice that does not exist: clients of udata get the
/// whole list there.
pub(crate) async fn without_strangers(app: &App, filter: &Filter) -> Result<Filter> {
    async fn known<S: Subject<Key = Id>>(app: &App, id: Option<Id>) -> Result<Option<Id>> {
        let Some(id) = id else { return Ok(None) };
        Ok(store::subject::get::<S>(app.db(), id).await?.map(|_| id))
    }
    Ok(Filter {
        topic: known::<Topic>(app, filter.topic).await?,
        reuse: known::<Reuse>(app, filter.reuse).await?,
        dataservice: known::<Dataservice>(app, filter.dataservice).await?,
        ..filter.clone()
    })
}

/// The files of a dataset, all of them, in order.
pub async fn resources(app: &App, dataset: &Dataset) -> Result<Vec<Resource>> {
    let mut found = store::resource::of(app.db(), &[dataset.id]).await?;
    Ok(found.remove(&dataset.id).unwrap_or_default())
}

/// A page of the files of a dataset.
pub async fn resource_page(
    app: &App,
    dataset: &Dataset,
    r#type: Option<&str>,
    q: Option<&str>,
    page: Page,
) -> Result<Listed<Resource>> {
    Ok(store::resource::list(app.db(), dataset.id, r#type, q, page).await?)
}

/// One file of a dataset.
pub async fn resource(app: &App, dataset: &Dataset, id: Uuid) -> Result<Resource> {
    match store::resource::get(app.db(), id).await? {
        Some((holder, resource)) if holder == dataset.id => Ok(resource),
        _ => Err(Error::NotFound(Kind::Resource)),
    }
}

/// A file wherever it is, with the dataset that holds it.
#[derive(Clone, Debug)]
pub enum AnyResource {
    Of(Box<Dataset>, Box<Resource>),
    Community(Box<CommunityResource>),
}

/// The file of an id: among datasets, then among community resources.
pub async fn any_resource(app: &App, actor: &Actor, id: Uuid) -> Result<AnyResource> {
    if let Some((holder, resource)) = store::resource::get(app.db(), id).await? {
        let dataset = store::subject::get::<Dataset>(app.db(), holder).await?;
        let dataset = dataset.ok_or(Error::NotFound(Kind::Resource))?;
        readable(actor, &dataset)?;
        return Ok(AnyResource::Of(Box::new(dataset), Box::new(resource)));
    }
    let community = store::community_resource::get(app.db(), id).await?;
    if community.is_none() && store::harvest::known::grave(app.db(), id).await?.is_some() {
        return Err(Error::Gone(Kind::Resource));
    }
    community
        .map(|found| AnyResource::Community(Box::new(found)))
        .ok_or(Error::NotFound(Kind::Resource))
}

/// The zones of these ids, without those that nobody knows.
pub async fn zones(app: &App, ids: &[String]) -> Result<HashMap<String, Zone>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::zone::by_ids(app.db(), ids).await?)
}

/// Public datasets about the same thing, the nearest first.
pub async fn similar(
    app: &App,
    dataset: &Dataset,
    organization: Option<&Organization>,
    size: usize,
) -> Result<Vec<Dataset>> {
    let id = dataset.id.to_string();
    let organization = organization.map(|of| format!("{}|{}", of.id, of.name));
    let model = vitrail_search::Model {
        id: &id,
        title: &dataset.title,
        tags: &dataset.tags,
        organization: organization.as_deref(),
    };
    let found = app
        .index()
        .similar(vitrail_search::Kind::Dataset, model, size)?;
    let mut found = search::by_ids::<Dataset>(app, found.iter().map(String::as_str)).await?;
    // The index may be a moment late.
    found
        .retain(|other| !other.is_private() && other.deleted.is_none() && other.archived.is_none());
    Ok(found)
}

/// Datasets that promise an update, and those that keep their word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    pub kept: u64,
    pub total: u64,
}

/// How many datasets are on time, of those that say when.
pub async fn promises(app: &App) -> Result<Promises> {
    let mut promises = Promises::default();
    for (frequency, last_update) in store::dataset::promises(app.db()).await? {
        promises.total += 1;
        if vitrail_domain::quality::updated_in_time(&frequency, last_update, app.now())
            == Some(true)
        {
            promises.kept += 1;
        }
    }
    Ok(promises)
}
