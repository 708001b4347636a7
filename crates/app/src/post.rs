//! Reading news and editorial pages; drafts are for sysadmins.

use std::collections::{BTreeSet, HashMap};

use vitrail_domain::{Actor, Id, Kind, Post, Reuse};
use vitrail_store as store;
pub use vitrail_store::post::{Filter, SORTS};

use crate::dataset::Datasets;
use crate::references::Wanted;
use crate::reuse::{places, readable_datasets};
use crate::{App, Error, Listed, Page, References, Result, Sort, reading};

/// Posts with the objects that they show.
#[derive(Clone, Debug, Default)]
pub struct Posts {
    pub data: Vec<Post>,
    pub datasets: Datasets,
    pub places: HashMap<Id, usize>,
    pub reuses: HashMap<Id, Reuse>,
    pub references: References,
}

/// The post of an id or a slug; a draft does not exist for others than sysadmins.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Post> {
    let post: Post = reading::find(app, key).await?;
    if post.published.is_none() && !actor.sysadmin {
        return Err(Error::NotFound(Kind::Post));
    }
    Ok(post)
}

/// A page of posts; `with_drafts` is heard from sysadmins only.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Post>> {
    let filter = Filter {
        with_drafts: filter.with_drafts && actor.sysadmin,
        ..filter
    };
    Ok(store::post::list(app.db(), &filter, sort, page).await?)
}

/// How many news a feed announces, as on udata.
const ANNOUNCED: i64 = 15;

/// The last published news, for a feed.
pub async fn recent(app: &App) -> Result<Posts> {
    let anyone = Actor::default();
    let filter = Filter {
        kind: Some("news".to_owned()),
        ..Filter::default()
    };
    let page = Page {
        number: 1,
        size: ANNOUNCED,
    };
    let found = list(app, &anyone, filter, None, page).await?;
    with_references(app, &anyone, found.data).await
}

/// Posts with what a view of them needs.
pub async fn with_references(app: &App, actor: &Actor, data: Vec<Post>) -> Result<Posts> {
    let mut wanted = Wanted::default();
    for post in &data {
        wanted.user(post.owner);
    }
    let datasets: BTreeSet<Id> = data
        .iter()
        .flat_map(|post| &post.datasets)
        .copied()
        .collect();
    let datasets: Vec<Id> = datasets.into_iter().collect();
    let datasets = readable_datasets(app, actor, &datasets).await?;
    let reuses: BTreeSet<Id> = data.iter().flat_map(|post| &post.reuses).copied().collect();
    let reuses: Vec<Id> = reuses.into_iter().collect();
    let mut shown = if reuses.is_empty() {
        HashMap::new()
    } else {
        store::subject::by_ids::<Reuse>(app.db(), &reuses).await?
    };
    shown.retain(|_, reuse| actor.sees_private(reuse.owner) || reuse.is_visible());
    Ok(Posts {
        places: places(&datasets),
        data,
        datasets,
        reuses: shown,
        references: wanted.load(app).await?,
    })
}
