//! The identifiers and the names that CKAN's clients expect: a UUID made of ours, and a name of a hundred characters at
//! most. From a UUID nothing leads back: a table of all of them is kept, and made again when a UUID is not in it although
//! something has changed since.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;
use vitrail_app::domain::{Actor, Dataset, Id, Kind, Organization};
use vitrail_app::{Error, dataset, matching, organization};

use super::refusal::Refusal;
use crate::Web;

/// What the identifiers of this portal are made in; never to be changed.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_3c52_8a44_4b6e_9c0b_7d3a_52e1_90f7);

/// Longer names are cut to this, and eight characters of the UUID follow.
const CUT: usize = 91;
const LONGEST: usize = 100;

#[derive(Default)]
pub struct Ids {
    kept: RwLock<Arc<Table>>,
}

#[derive(Default)]
struct Table {
    /// The place in the log of changes that it shows.
    change: Option<i64>,
    ids: HashMap<Uuid, (Kind, Id)>,
}

/// The UUID of an object of the portal.
pub fn uuid(kind: Kind, id: Id) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{kind}:{id}").as_bytes())
}

/// The UUID of a dataset, as a text.
pub fn of_dataset(id: Id) -> String {
    uuid(Kind::Dataset, id).to_string()
}

/// The UUID of a tag.
pub fn of_tag(tag: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("tag:{tag}").as_bytes())
}

/// The UUID of something that happened, from its place in the log.
pub fn of_change(place: i64) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("change:{place}").as_bytes())
}

/// The name of an object.
pub fn name(kind: Kind, id: Id, slug: &str) -> String {
    if slug.len() <= LONGEST {
        return slug.to_owned();
    }
    let cut = slug.get(..CUT).unwrap_or(slug);
    let uuid = uuid(kind, id).simple().to_string();
    format!("{cut}-{}", uuid.get(..8).unwrap_or(&uuid))
}

impl Ids {
    async fn of(&self, web: &Web, wanted: Uuid) -> Result<Option<(Kind, Id)>, Refusal> {
        let table = Arc::clone(&self.kept.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(found) = table.ids.get(&wanted) {
            return Ok(Some(*found));
        }
        let change = web.app.db().look_for_changes().await.map_err(Error::from)?;
        if table.change == Some(change) {
            return Ok(None);
        }
        let [datasets, organizations] = matching::all_ids(&web.app).await?;
        let datasets = datasets.into_iter().map(|id| (Kind::Dataset, id));
        let organizations = organizations.into_iter().map(|id| (Kind::Organization, id));
        let ids = datasets
            .chain(organizations)
            .map(|(kind, id)| (uuid(kind, id), (kind, id)))
            .collect();
        let table = Arc::new(Table {
            change: Some(change),
            ids,
        });
        let found = table.ids.get(&wanted).copied();
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = table;
        Ok(found)
    }
}

/// The key under which the portal knows what a client calls by its UUID or by its cut name; another key is its own.
async fn key(web: &Web, kind: Kind, key: &str) -> Result<String, Refusal> {
    if let Ok(uuid) = Uuid::parse_str(key) {
        let found = web.ckan.of(web, uuid).await?;
        let found = found.filter(|(found, _)| *found == kind);
        // A slug may look like an UUID.
        return Ok(found.map_or_else(|| key.to_owned(), |(_, id)| id.to_string()));
    }
    let is_cut = key.len() == LONGEST && key.is_ascii();
    let Some((start, _)) = key.split_at_checked(CUT).filter(|_| is_cut) else {
        return Ok(key.to_owned());
    };
    let [datasets, organizations] = matching::beginning(&web.app, start).await?;
    let candidates = if kind == Kind::Dataset {
        datasets
    } else {
        organizations
    };
    let found = candidates
        .into_iter()
        .find(|(id, slug)| slug.len() > LONGEST && name(kind, *id, slug) == key);
    Ok(found.map_or_else(|| key.to_owned(), |(id, _)| id.to_string()))
}

/// The dataset that a client names, if they may read it.
pub async fn dataset(web: &Web, actor: &Actor, named: &str) -> Result<Dataset, Refusal> {
    let wanted = key(web, Kind::Dataset, named).await?;
    let found = match dataset::find(&web.app, actor, &wanted).await {
        Err(Error::Moved(slug)) => dataset::find(&web.app, actor, &slug).await?,
        found => found?,
    };
    Ok(found)
}

/// The organization that a client names.
pub async fn organization(web: &Web, named: &str) -> Result<Organization, Refusal> {
    let wanted = key(web, Kind::Organization, named).await?;
    let everybody = Actor::default();
    let found = match organization::find(&web.app, &everybody, &wanted).await {
        Err(Error::Moved(slug)) => organization::find(&web.app, &everybody, &slug).await?,
        found => found?,
    };
    Ok(found)
}
