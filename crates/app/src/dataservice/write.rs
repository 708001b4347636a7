//! Writing dataservices: create, edit, link the datasets served, delete and bring back.

use serde_json::Value;
use vitrail_domain::edit::DATASERVICE_NEEDS;
use vitrail_domain::form::{Form, id_of};
use vitrail_domain::{Actor, Dataservice, Dataset, Extras, Id, Kind};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use crate::editing::{self, Seen, Written};
use crate::metrics::Touched;
use crate::reuse::write::knows;
use crate::{App, Error, Result, reading};

/// A new dataservice.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Dataservice> {
    reading::signed_in(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut form = Form::new(body);
    let mut tx = app.db().begin().await?;
    let mut found = Dataservice {
        id,
        owner: editing::owner_of_new(&mut tx, actor, &mut form).await?,
        created_at: now,
        metadata_modified_at: now,
        ..Dataservice::default()
    };
    fill(&mut tx, actor, &mut form, &mut found).await?;
    form.need(&DATASERVICE_NEEDS);
    let (owner, contacts) = (found.owner, &mut found.contact_points);
    editing::contacts(&mut tx, &mut form, owner, contacts).await?;
    editing::finish(form, Kind::Dataservice)?;
    let (kind, table, title) = (Kind::Dataservice, Dataservice::TABLE, found.title.clone());
    found.slug = store::slug::pick(&mut tx, kind, table, id, &title).await?;
    editing::assign_to_creator(&mut tx, actor, (kind, id), found.owner).await?;
    write(app, tx, actor, None, found, "created").await
}

/// Changes what the body names. A deleted dataservice only answers to `deleted_at: null`, which brings it back.
pub async fn update(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Extras,
    seen: Seen,
) -> Result<Dataservice> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let former = editing::hold::<Dataservice>(&mut tx, key).await?;
    let mut form = Form::new(body);
    if former.deleted_at.is_some() && !form.is_null("deleted_at") {
        return Err(Error::Gone(Kind::Dataservice));
    }
    editable(actor, &former)?;
    editing::still(seen, former.metadata_modified_at)?;
    let mut found = former.clone();
    fill(&mut tx, actor, &mut form, &mut found).await?;
    found.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    let (owner, contacts) = (found.owner, &mut found.contact_points);
    editing::contacts(&mut tx, &mut form, owner, contacts).await?;
    editing::finish(form, Kind::Dataservice)?;
    if found == former {
        return Ok(found);
    }
    if found.title != former.title {
        let (id, slug, title) = (found.id, &former.slug, &found.title);
        found.slug = editing::rename::<Dataservice>(&mut tx, id, slug, title).await?;
    }
    let operation = editing::operation(former.deleted_at, found.deleted_at);
    found.metadata_modified_at = app.now();
    write(app, tx, actor, Some(&former), found, operation).await
}

/// Puts a dataservice away; it can be brought back until it is purged.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (tx, former) = open(app, actor, key).await?;
    let mut found = former.clone();
    (found.deleted_at, found.metadata_modified_at) = (Some(app.now()), app.now());
    write(app, tx, actor, Some(&former), found, "deleted")
        .await
        .map(drop)
}

/// Says which datasets a dataservice serves, beyond those that it already does.
pub async fn add_datasets(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Value,
) -> Result<Dataservice> {
    let (mut tx, former) = open(app, actor, key).await?;
    let Some(items) = body.as_array() else {
        return Err(Error::Bad("Expecting a list".to_owned()));
    };
    let mut found = former.clone();
    for item in items {
        let text = id_of(item).ok_or_else(|| Error::Bad("Expect a dataset identifier".to_owned()));
        let id = text?.parse().map_err(|_| Error::NotFound(Kind::Dataset))?;
        if !found.datasets.contains(&id) {
            found.datasets.push(id);
        }
    }
    let added: Vec<Id> = found
        .datasets
        .get(former.datasets.len()..)
        .unwrap_or_default()
        .to_vec();
    let datasets = store::subject::by_ids::<Dataset>(&mut tx, &added).await?;
    let known = |id: &Id| {
        datasets
            .get(id)
            .is_some_and(|dataset| knows(actor, dataset))
    };
    if !added.iter().all(known) {
        return Err(Error::NotFound(Kind::Dataset));
    }
    if added.is_empty() {
        return Ok(former);
    }
    found.metadata_modified_at = app.now();
    write(app, tx, actor, Some(&former), found, "updated").await
}

/// Says that a dataservice does not serve a dataset, named by its id or its slug.
pub async fn remove_dataset(app: &App, actor: &Actor, key: &str, dataset: &str) -> Result<()> {
    let (mut tx, former) = open(app, actor, key).await?;
    let gone = match dataset.parse::<Id>() {
        Ok(id) if former.datasets.contains(&id) => id,
        _ => match store::subject::find::<Dataset>(&mut tx, dataset).await? {
            store::Found::Here(dataset) => dataset.id,
            _ => return Err(Error::NotFound(Kind::Dataset)),
        },
    };
    let mut found = former.clone();
    found.datasets.retain(|id| *id != gone);
    if found.datasets == former.datasets {
        return Err(Error::NotFound(Kind::Dataset));
    }
    found.metadata_modified_at = app.now();
    write(app, tx, actor, Some(&former), found, "updated")
        .await
        .map(drop)
}

/// Puts a dataservice forward, or no longer.
pub async fn feature(app: &App, actor: &Actor, key: &str, featured: bool) -> Result<Dataservice> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let former = editing::hold::<Dataservice>(&mut tx, key).await?;
    if former.featured == featured {
        return Ok(former);
    }
    let mut found = former.clone();
    found.featured = featured;
    write(app, tx, actor, Some(&former), found, "updated").await
}

/// A living dataservice that the actor may edit, kept from other writers.
async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, Dataservice)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let found = editing::hold::<Dataservice>(&mut tx, key).await?;
    if found.deleted_at.is_some() {
        return Err(Error::Gone(Kind::Dataservice));
    }
    editable(actor, &found)?;
    Ok((tx, found))
}

fn editable(actor: &Actor, found: &Dataservice) -> Result<()> {
    let subject = (Kind::Dataservice, found.id);
    editing::editable(actor, subject, found.owner, found.private)
}

/// Takes what the form says, and the datasets that it names.
async fn fill(
    tx: &mut Tx,
    actor: &Actor,
    form: &mut Form<'_>,
    found: &mut Dataservice,
) -> Result<()> {
    found.edit(form);
    let kept = &found.datasets;
    let datasets = editing::named(tx, form, "datasets", kept, |it| knows(actor, it)).await?;
    if let Some(datasets) = datasets {
        found.datasets = datasets;
    }
    Ok(())
}

/// Writes a dataservice with its version, its change and the counts that follow.
async fn write(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    former: Option<&Dataservice>,
    found: Dataservice,
    operation: &str,
) -> Result<Dataservice> {
    let mut touched = Touched::default();
    for state in former.into_iter().chain([&found]) {
        let datasets = state.datasets.iter().copied();
        touched
            .add(Kind::Dataset, "dataservices", datasets)
            .owner(state.owner, "dataservices");
    }
    let tally = touched.before(&mut tx).await?;
    store::dataservice::save(&mut tx, &found).await?;
    let state = editing::state(&found)?;
    let fields = match former {
        Some(former) => editing::changed(&editing::state(former)?, &state),
        None => Vec::new(),
    };
    let written = Written {
        subject: (Kind::Dataservice, found.id),
        owner: found.owner,
        operation,
        fields,
        extras: Extras::new(),
        state: Some(state),
    };
    editing::record(app, &mut tx, actor, written).await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(found)
}
