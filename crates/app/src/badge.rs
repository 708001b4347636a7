//! Badges that tags ask for, as udata gives them: `hvd` to what certified public services tag so, `inspire` to all that
//! is tagged so.

use std::collections::{HashMap, HashSet};

use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::badge::{DataserviceBadge, DatasetBadge, TAGGED, follow_tags};
use vitrail_domain::{Actor, Dataservice, Dataset, Id, Organization, Owner};
use vitrail_store as store;
use vitrail_store::subject::{self, Subject};
use vitrail_store::{Run, Viewer};

use crate::dataset::write::record;
use crate::{App, Result, editing};

/// Objects read together.
const STEP: i64 = 200;

/// Whether an owner is a certified public service.
pub(crate) async fn is_certified(run: impl Into<Run<'_>>, owner: Owner) -> Result<bool> {
    let Some(id) = owner.organization() else {
        return Ok(false);
    };
    let found = subject::get::<Organization>(run, id).await?;
    Ok(found.is_some_and(|found| found.is_certified_public_service()))
}

/// What datasets and APIs tag, as their badges; whether anything changed.
pub(crate) fn of_dataset(dataset: &mut Dataset, is_certified: bool) -> bool {
    let known = |kind: &str| DatasetBadge::parse(kind).is_some();
    follow_tags(&mut dataset.badges, &dataset.tags, known, is_certified)
}

pub(crate) fn of_dataservice(service: &mut Dataservice, is_certified: bool) -> bool {
    let known = |kind: &str| DataserviceBadge::parse(kind).is_some();
    follow_tags(&mut service.badges, &service.tags, known, is_certified)
}

/// Makes the badges of all datasets and APIs follow their tags; how many changed.
pub(crate) async fn follow_all(app: &App) -> Result<u64> {
    let mut changed = 0;
    for tag in TAGGED {
        changed += datasets(app, tag).await?;
        changed += dataservices(app, tag).await?;
    }
    Ok(changed)
}

async fn datasets(app: &App, tag: &str) -> Result<u64> {
    let filter = crate::dataset::Filter {
        tags: vec![tag.to_owned()],
        ..Default::default()
    };
    let (mut changed, mut last) = (0, None);
    loop {
        let viewer = Viewer::Sysadmin;
        let found = store::dataset::after(app.db(), &filter, &viewer, last, STEP).await?;
        last = found.last().map(Subject::key);
        if last.is_none() {
            return Ok(changed);
        }
        let certified = certified(app, found.iter().map(|it| it.owner)).await?;
        for mut one in found {
            let is_certified = certified.contains(&one.owner);
            if one.deleted.is_none() && of_dataset(&mut one, is_certified) {
                changed += u64::from(dataset(app, one.id, is_certified).await?);
            }
        }
    }
}

/// Somebody may have written since it was read.
async fn dataset(app: &App, id: Id, is_certified: bool) -> Result<bool> {
    let mut tx = app.db().begin().await?;
    let mut one = editing::hold::<Dataset>(&mut tx, &id.to_string()).await?;
    if !of_dataset(&mut one, is_certified) {
        return Ok(false);
    }
    store::dataset::save(&mut tx, &one).await?;
    let files = store::resource::of(&mut tx, &[one.id]).await?;
    let files = files.get(&one.id).map(Vec::as_slice).unwrap_or_default();
    let fields = vec!["badges".to_owned()];
    record(
        app,
        &mut tx,
        &Actor::default(),
        &one,
        files,
        "updated",
        fields,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

async fn dataservices(app: &App, tag: &str) -> Result<u64> {
    let filter = crate::dataservice::Filter {
        tags: vec![tag.to_owned()],
        ..Default::default()
    };
    let (mut changed, mut last) = (0, None);
    loop {
        let viewer = Viewer::Sysadmin;
        let found = store::dataservice::after(app.db(), &filter, &viewer, last, STEP).await?;
        last = found.last().map(Subject::key);
        if last.is_none() {
            return Ok(changed);
        }
        let certified = certified(app, found.iter().map(|it| it.owner)).await?;
        for mut one in found {
            let is_certified = certified.contains(&one.owner);
            if one.deleted_at.is_none() && of_dataservice(&mut one, is_certified) {
                changed += u64::from(dataservice(app, one.id, is_certified).await?);
            }
        }
    }
}

async fn dataservice(app: &App, id: Id, is_certified: bool) -> Result<bool> {
    let mut tx = app.db().begin().await?;
    let mut one = editing::hold::<Dataservice>(&mut tx, &id.to_string()).await?;
    if !of_dataservice(&mut one, is_certified) {
        return Ok(false);
    }
    store::dataservice::save(&mut tx, &one).await?;
    let written = editing::Written {
        subject: (vitrail_domain::Kind::Dataservice, one.id),
        owner: one.owner,
        operation: "updated",
        fields: vec!["badges".to_owned()],
        extras: vitrail_domain::Extras::new(),
        state: Some(editing::state(&one)?),
    };
    editing::record(app, &mut tx, &Actor::default(), written).await?;
    tx.commit().await?;
    Ok(true)
}

/// Which of these owners are certified public services.
async fn certified(app: &App, owners: impl Iterator<Item = Owner>) -> Result<HashSet<Owner>> {
    let ids: HashSet<Id> = owners.filter_map(Owner::organization).collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let found: HashMap<Id, Organization> = subject::by_ids(app.db(), &ids).await?;
    let certified = found
        .into_iter()
        .filter(|(_, it)| it.is_certified_public_service());
    Ok(certified.map(|(id, _)| Owner::Organization(id)).collect())
}
