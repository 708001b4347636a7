//! What objects were: every edit of a dataset, its files, a reuse, a dataservice, a topic or an organization is
//! kept, readable by whoever reads the object, comparable with the one before, and can come back.

use std::collections::BTreeMap;

use serde_json::Value;
use vitrail_domain::{
    Actor, Dataservice, Dataset, Extras, Id, Kind, Organization, Resource, Reuse, Topic,
};
use vitrail_store as store;
pub use vitrail_store::version::Version;

use crate::editing::subject::read;
use crate::editing::{changed, state, subject};
use crate::references::Wanted;
use crate::resource::Shelf;
use crate::{
    App, Error, Listed, Page, References, Result, dataservice, dataset, organization, reuse, topic,
};

/// A field before and after an edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub old: Value,
    pub new: Value,
}

/// What a path names, for those who may read it.
async fn readable(app: &App, actor: &Actor, (kind, key): (Kind, &str)) -> Result<(Kind, Id)> {
    let id = match kind {
        Kind::Dataset => dataset::find(app, actor, key).await?.id,
        Kind::Reuse => reuse::find(app, actor, key).await?.id,
        Kind::Dataservice => dataservice::find(app, actor, key).await?.id,
        Kind::Topic => topic::find(app, actor, key).await?.id,
        Kind::Organization => organization::find(app, actor, key).await?.id,
        _ => return Err(Error::NotFound(kind)),
    };
    Ok((kind, id))
}

/// A page of the versions of an object, the newest first, with who made them.
pub async fn list(
    app: &App,
    actor: &Actor,
    named: (Kind, &str),
    page: Page,
) -> Result<(Listed<Version>, References)> {
    let subject = readable(app, actor, named).await?;
    let listed = store::version::list(app.db(), subject, page).await?;
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
    named: (Kind, &str),
    number: i64,
    with: Option<i64>,
) -> Result<(Version, BTreeMap<String, Difference>, References)> {
    let subject = readable(app, actor, named).await?;
    let version = get(app, subject, number).await?;
    let before = match with {
        Some(number) => get(app, subject, number).await?.facts,
        None if number > 1 => get(app, subject, number - 1).await?.facts,
        None => Value::Null,
    };
    let mut wanted = Wanted::default();
    wanted.user(version.actor);
    let differences = differences(&before, &version.facts);
    let references = wanted.load(app).await?;
    Ok((version, differences, references))
}

async fn get(app: &App, subject: (Kind, Id), number: i64) -> Result<Version> {
    let found = store::version::get(app.db(), subject, number).await?;
    found.ok_or(Error::NotFound(subject.0))
}

/// Makes an object what it was, whatever its kind.
pub async fn restore(
    app: &App,
    actor: &Actor,
    (kind, key): (Kind, &str),
    number: i64,
) -> Result<()> {
    match kind {
        Kind::Dataset => restore_dataset(app, actor, key, number).await.map(drop),
        Kind::Reuse => restore_reuse(app, actor, key, number).await.map(drop),
        Kind::Dataservice => restore_dataservice(app, actor, key, number).await.map(drop),
        Kind::Topic => restore_topic(app, actor, key, number).await.map(drop),
        Kind::Organization => restore_organization(app, actor, key, number)
            .await
            .map(drop),
        _ => Err(Error::NotFound(kind)),
    }
}

/// Makes a dataset and its files what they were. Its address, its owner and whether it is private, archived or
/// put forward stay as they are now.
pub async fn restore_dataset(app: &App, actor: &Actor, key: &str, number: i64) -> Result<Dataset> {
    let mut shelf = Shelf::open(app, actor, key).await?;
    let subject = (Kind::Dataset, shelf.dataset.id);
    let version = store::version::get(&mut shelf.tx, subject, number).await?;
    let version = version.ok_or(Error::NotFound(Kind::Dataset))?;
    let former: Dataset = read(&version.facts)?;
    let files = match version.facts.get("resources") {
        Some(resources) => read::<Vec<Resource>>(resources)?,
        None => Vec::new(),
    };
    let now = &shelf.dataset;
    let restored = Dataset {
        id: now.id,
        slug: now.slug.clone(),
        owner: now.owner,
        private: now.private,
        held: now.held,
        archived: now.archived,
        deleted: now.deleted,
        featured: now.featured,
        badges: now.badges.clone(),
        created_at_internal: now.created_at_internal,
        metrics: now.metrics.clone(),
        ..former
    };
    let mut fields = changed(&state(now)?, &state(&restored)?);
    if files != shelf.resources {
        fields.push("resources".to_owned());
    }
    let id = restored.id.to_string();
    if !fields.is_empty() {
        (shelf.dataset, shelf.resources) = (restored, files);
        shelf.close_with(app, actor, "updated", fields).await?;
    }
    dataset::find(app, actor, &id).await
}

/// Makes a reuse what it was.
pub async fn restore_reuse(app: &App, actor: &Actor, key: &str, number: i64) -> Result<Reuse> {
    subject::bring_back(app, actor, key, number).await
}

/// Makes a dataservice what it was.
pub async fn restore_dataservice(
    app: &App,
    actor: &Actor,
    key: &str,
    number: i64,
) -> Result<Dataservice> {
    subject::bring_back(app, actor, key, number).await
}

/// Makes a topic what it was; its elements stay as they are now.
pub async fn restore_topic(app: &App, actor: &Actor, key: &str, number: i64) -> Result<Topic> {
    subject::bring_back(app, actor, key, number).await
}

/// Makes the profile of an organization what it was; its members, badges and pictures stay as they are now.
pub async fn restore_organization(
    app: &App,
    actor: &Actor,
    key: &str,
    number: i64,
) -> Result<Organization> {
    let (mut tx, now) = organization::write::open(app, actor, key).await?;
    let version = store::version::get(&mut tx, (Kind::Organization, now.id), number).await?;
    let version = version.ok_or(Error::NotFound(Kind::Organization))?;
    let former: Organization = read(&version.facts)?;
    let mut restored = Organization {
        id: now.id,
        slug: now.slug.clone(),
        members: now.members.clone(),
        badges: now.badges.clone(),
        logo: now.logo.clone(),
        logo_thumbnail: now.logo_thumbnail.clone(),
        deleted: now.deleted,
        held: now.held,
        created_at: now.created_at,
        last_modified: now.last_modified,
        metrics: now.metrics.clone(),
        ..former
    };
    let fields = changed(&state(&now)?, &state(&restored)?);
    if fields.is_empty() {
        return Ok(now);
    }
    organization::write::save(app, &mut tx, actor, &mut restored, "updated", fields).await?;
    tx.commit().await?;
    Ok(restored)
}

/// The fields in which two states differ, with both values.
fn differences(before: &Value, after: &Value) -> BTreeMap<String, Difference> {
    let empty = Extras::new();
    let (old, new) = (
        before.as_object().unwrap_or(&empty),
        after.as_object().unwrap_or(&empty),
    );
    changed(before, after)
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
