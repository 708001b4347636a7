//! What a dataset was: every edit of it or of its files is kept, readable by whoever reads the dataset, comparable
//! with the one before, and can come back.

use std::collections::BTreeMap;

use serde_json::Value;
use vitrail_domain::{Actor, Dataset, Extras, Kind, Resource};
use vitrail_store as store;
pub use vitrail_store::version::Version;

use crate::references::Wanted;
use crate::resource::Shelf;
use crate::{App, Error, Listed, Page, References, Result, dataset};

/// A field before and after an edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub old: Value,
    pub new: Value,
}

/// A page of the versions of a dataset, the newest first, with who made them.
pub async fn list(
    app: &App,
    actor: &Actor,
    key: &str,
    page: Page,
) -> Result<(Listed<Version>, References)> {
    let found = dataset::find(app, actor, key).await?;
    let listed = store::version::list(app.db(), (Kind::Dataset, found.id), page).await?;
    let mut wanted = Wanted::default();
    for version in &listed.data {
        wanted.user(version.actor);
    }
    let references = wanted.load(app).await?;
    Ok((listed, references))
}

/// One version, and how it differs from another: the one before unless told.
pub async fn compare(
    app: &App,
    actor: &Actor,
    key: &str,
    number: i64,
    with: Option<i64>,
) -> Result<(Version, BTreeMap<String, Difference>, References)> {
    let found = dataset::find(app, actor, key).await?;
    let version = get(app, &found, number).await?;
    let before = match with {
        Some(number) => get(app, &found, number).await?.facts,
        None if number > 1 => get(app, &found, number - 1).await?.facts,
        None => Value::Null,
    };
    let mut wanted = Wanted::default();
    wanted.user(version.actor);
    let differences = differences(&before, &version.facts);
    let references = wanted.load(app).await?;
    Ok((version, differences, references))
}

async fn get(app: &App, dataset: &Dataset, number: i64) -> Result<Version> {
    let subject = (Kind::Dataset, dataset.id);
    let found = store::version::get(app.db(), subject, number).await?;
    found.ok_or(Error::NotFound(Kind::Dataset))
}

/// Makes a dataset and its files what they were. Its address, its owner and whether it is private, archived or
/// put forward stay as they are now.
pub async fn restore(app: &App, actor: &Actor, key: &str, number: i64) -> Result<Dataset> {
    let mut shelf = Shelf::open(app, actor, key).await?;
    let subject = (Kind::Dataset, shelf.dataset.id);
    let version = store::version::get(&mut shelf.tx, subject, number).await?;
    let version = version.ok_or(Error::NotFound(Kind::Dataset))?;
    let former: Dataset = read(&version.facts)?;
    let resources = version.facts.get("resources").cloned();
    let now = &shelf.dataset;
    let restored = Dataset {
        id: now.id,
        slug: now.slug.clone(),
        owner: now.owner,
        private: now.private,
        archived: now.archived,
        deleted: now.deleted,
        featured: now.featured,
        badges: now.badges.clone(),
        created_at_internal: now.created_at_internal,
        metrics: now.metrics.clone(),
        ..former
    };
    shelf.resources = match resources {
        Some(resources) => read::<Vec<Resource>>(&resources)?,
        None => Vec::new(),
    };
    shelf.dataset = restored.clone();
    shelf.close(app, actor, "updated").await?;
    dataset::find(app, actor, &restored.id.to_string()).await
}

fn read<T: serde::de::DeserializeOwned>(facts: &Value) -> Result<T> {
    Ok(serde_json::from_value(facts.clone()).map_err(anyhow::Error::from)?)
}

/// The fields in which two states differ, with both values.
fn differences(before: &Value, after: &Value) -> BTreeMap<String, Difference> {
    let empty = Extras::new();
    let (old, new) = (
        before.as_object().unwrap_or(&empty),
        after.as_object().unwrap_or(&empty),
    );
    crate::editing::changed(before, after)
        .into_iter()
        .map(|name| {
            let difference = Difference {
                old: old.get(&name).cloned().unwrap_or_default(),
                new: new.get(&name).cloned().unwrap_or_default(),
            };
            (name, difference)
        })
        .collect()
}
