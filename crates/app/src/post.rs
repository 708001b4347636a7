//! News and editorial pages; drafts are for sysadmins.

pub(crate) mod write;

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use vitrail_domain::{Actor, Dataservice, Dataset, Id, Kind, Post, Reuse};
use vitrail_store as store;
pub use vitrail_store::post::{Filter, SORTS};
use vitrail_store::subject::Subject;
pub use write::{create, delete, publish, update};

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

/// Most objects of a kind that the blocs of one text may name.
const NAMED: usize = 200;

/// The objects that blocs name, those that the actor may read.
#[derive(Clone, Debug, Default)]
pub struct InBlocs {
    pub datasets: Vec<Dataset>,
    pub reuses: Vec<Reuse>,
    pub dataservices: Vec<Dataservice>,
}

/// Reads what blocs name, wherever it is in them.
pub async fn in_blocs(app: &App, actor: &Actor, blocs: &[Value]) -> Result<InBlocs> {
    let mut found = InBlocs {
        datasets: named(app, blocs, "datasets").await?,
        reuses: named(app, blocs, "reuses").await?,
        dataservices: named(app, blocs, "dataservices").await?,
    };
    let sees = |owner| actor.sees_private(owner);
    found
        .datasets
        .retain(|it| sees(it.owner) || (!it.is_private() && it.deleted.is_none()));
    found.reuses.retain(|it| sees(it.owner) || it.is_visible());
    found
        .dataservices
        .retain(|it| sees(it.owner) || (!it.is_private() && it.deleted_at.is_none()));
    Ok(found)
}

async fn named<S: Subject<Key = Id>>(app: &App, blocs: &[Value], key: &str) -> Result<Vec<S>> {
    let mut ids = Vec::new();
    add_ids(blocs, key, &mut ids);
    ids.truncate(NAMED);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::subject::in_order::<S>(app.db(), &ids).await?)
}

/// The ids under a key of blocs and of those folded in them.
fn add_ids(blocs: &[Value], key: &str, ids: &mut Vec<Id>) {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    for bloc in blocs {
        for named in list(bloc.get(key)) {
            if let Some(id) = id_of(&named)
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        for item in list(bloc.get("items")) {
            add_ids(&list(item.get("content")), key, ids);
        }
    }
}

/// Blocs name objects by id, alone or in a reference.
pub fn id_of(named: &Value) -> Option<Id> {
    let id = named.get("id").unwrap_or(named);
    id.as_str()?.parse().ok()
}
