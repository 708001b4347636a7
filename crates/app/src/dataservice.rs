//! Reading dataservices.

pub(crate) mod write;

use vitrail_domain::{Actor, Dataservice, Kind};
use vitrail_store as store;
pub use vitrail_store::dataservice::{Filter, SORTS};
pub use write::{add_datasets, create, delete, feature, remove_dataset, update};

use crate::dataset::BEFORE_ANNOUNCING;
use crate::references::Wanted;
use crate::{App, Listed, Page, References, Result, Sort, Viewer, reading, site};

/// Dataservices with the objects that they name.
#[derive(Clone, Debug, Default)]
pub struct Dataservices {
    pub data: Vec<Dataservice>,
    pub references: References,
}

/// The dataservice of an id or a slug, for those who may read it.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Dataservice> {
    let found: Dataservice = reading::find(app, key).await?;
    readable(actor, &found)?;
    Ok(found)
}

/// Whether the actor may read a dataservice.
pub(crate) fn readable(actor: &Actor, found: &Dataservice) -> Result<()> {
    let deleted = found.deleted_at.is_some();
    let (kind, owner) = (Kind::Dataservice, found.owner);
    reading::allowed(actor, kind, owner, found.is_private(), deleted)
}

/// The dataservice of an id or a slug, for those who may edit it; one that was put away too.
pub async fn find_to_edit(app: &App, actor: &Actor, key: &str) -> Result<Dataservice> {
    crate::editing::subject::find(app, actor, key).await
}

/// A page of the dataservices that the actor may see.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Dataservice>> {
    Ok(store::dataservice::list(app.db(), filter, &Viewer::of(actor), sort, page).await?)
}

/// The newest public dataservices, for a feed.
pub async fn recent(app: &App) -> Result<Dataservices> {
    let filter = Filter {
        created_before: Some(app.now().plus(-BEFORE_ANNOUNCING)),
        ..Filter::default()
    };
    let page = Page {
        number: 1,
        size: site::read(app).await?.feed_size,
    };
    let found = list(app, &Actor::default(), &filter, None, page).await?;
    with_references(app, found.data).await
}

/// Dataservices with their owners and contacts.
pub async fn with_references(app: &App, data: Vec<Dataservice>) -> Result<Dataservices> {
    let mut wanted = Wanted::default();
    for dataservice in &data {
        wanted
            .owner(dataservice.owner)
            .contacts(&dataservice.contact_points);
    }
    let references = wanted.load(app).await?;
    Ok(Dataservices { data, references })
}
