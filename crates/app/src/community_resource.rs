//! Reading what others than the producer add to datasets.

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::{Actor, CommunityResource, Dataset, Id, Kind};
use vitrail_store as store;
pub use vitrail_store::community_resource::{Filter, SORTS};

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result, Sort};

/// What a view of community resources names.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The datasets that the actor may read.
    pub datasets: HashMap<Id, Dataset>,
    pub references: References,
}

/// A page of community resources, with what they name.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<(Listed<CommunityResource>, Beside)> {
    let listed = store::community_resource::list(app.db(), filter, sort, page).await?;
    let beside = beside(app, actor, &listed.data).await?;
    Ok((listed, beside))
}

/// The community resource of an id, with what it names.
pub async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<(CommunityResource, Beside)> {
    let found = store::community_resource::get(app.db(), id).await?;
    let found = found.ok_or(Error::NotFound(Kind::CommunityResource))?;
    let beside = beside(app, actor, std::slice::from_ref(&found)).await?;
    Ok((found, beside))
}

/// What these community resources name.
pub async fn beside(app: &App, actor: &Actor, all: &[CommunityResource]) -> Result<Beside> {
    let mut wanted = Wanted::default();
    for community in all {
        wanted.owner(community.owner);
    }
    let mut ids: Vec<Id> = all
        .iter()
        .filter_map(|community| community.dataset)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut datasets = HashMap::new();
    if !ids.is_empty() {
        datasets = store::subject::by_ids::<Dataset>(app.db(), &ids).await?;
        datasets.retain(|_, dataset| {
            actor.sees_private(dataset.owner) || (!dataset.private && dataset.deleted.is_none())
        });
    }
    Ok(Beside {
        datasets,
        references: wanted.load(app).await?,
    })
}
