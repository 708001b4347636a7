//! Writing datasets: create, edit, archive, delete and bring back.

use serde_json::{Value, json};
use vitrail_domain::edit::{DATASET_NEEDS, merge};
use vitrail_domain::form::Form;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::badge::DatasetBadge;
use vitrail_domain::{Actor, Dataset, Extras, Id, Kind, Owner, Resource};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use crate::editing::{self, Facts, Written};
use crate::harvest::words;
use crate::metrics::Touched;
use crate::resource::Shelf;
use crate::{App, Error, Result, reading, spam};

/// A new dataset, with the files that come with it.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Dataset> {
    reading::signed_in(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut form = Form::new(body);
    let mut tx = app.db().begin().await?;
    let mut dataset = Dataset {
        id,
        owner: editing::owner_of_new(&mut tx, actor, &mut form).await?,
        created_at_internal: now,
        last_modified_internal: now,
        ..Dataset::default()
    };
    dataset.edit(&mut form);
    form.need(&DATASET_NEEDS);
    editing::known_zones(&mut tx, &mut form, dataset.spatial.as_ref(), None).await?;
    let (owner, contacts) = (dataset.owner, &mut dataset.contact_points);
    editing::contacts(&mut tx, &mut form, owner, contacts).await?;
    let resources = crate::resource::inline(app, actor, &mut form);
    editing::finish(form, Kind::Dataset)?;

    let tally = counts_of([dataset.owner]).before(&mut tx).await?;
    let name = dataset.title.clone();
    dataset.slug = store::slug::pick(&mut tx, Kind::Dataset, Dataset::TABLE, id, &name).await?;
    dataset.refresh(&resources);
    dataset.held = judge(app, &mut tx, actor, None, &dataset, "created").await?;
    let operation = if dataset.held { "held" } else { "created" };
    store::dataset::add(&mut tx, &dataset, &resources).await?;
    editing::assign_to_creator(&mut tx, actor, (Kind::Dataset, id), dataset.owner).await?;
    record(
        app,
        &mut tx,
        actor,
        &dataset,
        &resources,
        operation,
        Vec::new(),
    )
    .await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(dataset)
}

/// Changes what the body names. A deleted dataset only answers to `deleted: null`, which brings it back.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Dataset> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let mut dataset = editing::hold::<Dataset>(&mut tx, key).await?;
    let mut form = Form::new(body);
    if dataset.deleted.is_some() && !form.is_null("deleted") {
        return Err(Error::Gone(Kind::Dataset));
    }
    editable(actor, &dataset)?;
    editing::still(actor, dataset.last_modified_internal)?;
    let former = dataset.clone();
    let resources = of(&mut tx, dataset.id).await?;
    dataset.edit(&mut form);
    dataset.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    let (place, kept) = (dataset.spatial.as_ref(), former.spatial.as_ref());
    editing::known_zones(&mut tx, &mut form, place, kept).await?;
    let (owner, contacts) = (dataset.owner, &mut dataset.contact_points);
    editing::contacts(&mut tx, &mut form, owner, contacts).await?;
    editing::finish(form, Kind::Dataset)?;

    let fields = editing::changed(&editing::state(&former)?, &editing::state(&dataset)?);
    if fields.is_empty() {
        return Ok(dataset);
    }
    words::of_dataset(&mut dataset, &former);
    let owners = counts_of([former.owner, dataset.owner]);
    let tally = owners.before(&mut tx).await?;
    if dataset.title != former.title {
        dataset.slug =
            editing::rename::<Dataset>(&mut tx, dataset.id, &former.slug, &dataset.title).await?;
    }
    let operation = editing::operation(former.deleted, dataset.deleted);
    let held =
        !dataset.held && judge(app, &mut tx, actor, Some(&former), &dataset, operation).await?;
    dataset.held |= held;
    let operation = if held { "held" } else { operation };
    save(app, &mut tx, &mut dataset, &resources).await?;
    record(app, &mut tx, actor, &dataset, &resources, operation, fields).await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(dataset)
}

/// Whether what was written of a dataset looks like spam.
async fn judge(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    former: Option<&Dataset>,
    dataset: &Dataset,
    operation: &str,
) -> Result<bool> {
    fn texts(dataset: &Dataset) -> Vec<&str> {
        let short = dataset.description_short.as_deref().unwrap_or_default();
        vec![&dataset.title, &dataset.description, short]
    }
    let written = spam::Written {
        subject: (Kind::Dataset, dataset.id),
        message: None,
        owner: dataset.owner,
        label: &dataset.title,
        // What is brought back is judged whole: a moderator may have taken it away.
        before: former
            .filter(|former| former.deleted.is_none())
            .map(texts)
            .unwrap_or_default(),
        after: texts(dataset),
        operation,
    };
    spam::judge(app, tx, actor, &written).await
}

/// What owners have moves with their datasets.
fn counts_of(owners: impl IntoIterator<Item = Owner>) -> Touched {
    let mut touched = Touched::default();
    for owner in owners {
        touched.owner(owner, "datasets");
    }
    touched
}

/// Puts a dataset away; it can be brought back until it is purged.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let Shelf {
        mut tx,
        mut dataset,
        resources,
    } = Shelf::open(app, actor, key).await?;
    let tally = counts_of([dataset.owner]).before(&mut tx).await?;
    dataset.deleted = Some(app.now());
    save(app, &mut tx, &mut dataset, &resources).await?;
    let fields = vec!["deleted".to_owned()];
    record(app, &mut tx, actor, &dataset, &resources, "deleted", fields).await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a dataset forward, or no longer.
pub async fn feature(app: &App, actor: &Actor, key: &str, featured: bool) -> Result<Dataset> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let mut dataset = editing::hold::<Dataset>(&mut tx, key).await?;
    editing::still(actor, dataset.last_modified_internal)?;
    if dataset.featured != featured {
        dataset.featured = featured;
        store::dataset::save(&mut tx, &dataset).await?;
        let resources = of(&mut tx, dataset.id).await?;
        let fields = vec!["featured".to_owned()];
        record(app, &mut tx, actor, &dataset, &resources, "updated", fields).await?;
        tx.commit().await?;
    }
    Ok(dataset)
}

/// Gives a badge; says whether it is new.
pub async fn add_badge(app: &App, actor: &Actor, key: &str, kind: &str) -> Result<bool> {
    reading::sysadmin(actor)?;
    if DatasetBadge::parse(kind).is_none() {
        return Err(editing::unknown_badge(Kind::Dataset, kind));
    }
    change_badges(app, actor, key, |badges| editing::give(badges, kind)).await
}

/// Takes a badge away.
pub async fn remove_badge(app: &App, actor: &Actor, key: &str, kind: &str) -> Result<()> {
    reading::sysadmin(actor)?;
    let change = |badges: &mut Vec<String>| editing::take(badges, kind);
    if change_badges(app, actor, key, change).await? {
        return Ok(());
    }
    Err(Error::NotFound(Kind::Dataset))
}

/// Changes the badges; says whether anything changed.
async fn change_badges(
    app: &App,
    actor: &Actor,
    key: &str,
    change: impl FnOnce(&mut Vec<String>) -> bool,
) -> Result<bool> {
    let mut tx = app.db().begin().await?;
    let mut dataset = editing::hold::<Dataset>(&mut tx, key).await?;
    editing::still(actor, dataset.last_modified_internal)?;
    if !change(&mut dataset.badges) {
        return Ok(false);
    }
    store::dataset::save(&mut tx, &dataset).await?;
    let resources = of(&mut tx, dataset.id).await?;
    let fields = vec!["badges".to_owned()];
    record(app, &mut tx, actor, &dataset, &resources, "updated", fields).await?;
    tx.commit().await?;
    Ok(true)
}

/// Merges free facts.
pub async fn merge_extras(app: &App, actor: &Actor, key: &str, changes: &Extras) -> Result<Extras> {
    edit_extras(app, actor, key, |extras| {
        merge(extras, changes);
    })
    .await
}

/// Takes free facts away.
pub async fn remove_extras(app: &App, actor: &Actor, key: &str, keys: &[String]) -> Result<()> {
    edit_extras(app, actor, key, |extras| {
        crate::resource::take_away(extras, keys);
    })
    .await
    .map(|_| ())
}

async fn edit_extras(
    app: &App,
    actor: &Actor,
    key: &str,
    edit: impl FnOnce(&mut Extras),
) -> Result<Extras> {
    let mut shelf = Shelf::open(app, actor, key).await?;
    let former = shelf.dataset.extras.clone();
    edit(&mut shelf.dataset.extras);
    let extras = shelf.dataset.extras.clone();
    match editing::extras(&former, &extras) {
        Facts::Same => {}
        Facts::Found => shelf.close_checked(app, actor, "analysed").await?,
        Facts::Said => {
            let fields = vec!["extras".to_owned()];
            shelf.close_with(app, actor, "updated", fields).await?;
        }
    }
    Ok(extras)
}

/// Refuses who may not edit this dataset.
pub(crate) fn editable(actor: &Actor, dataset: &Dataset) -> Result<()> {
    let subject = (Kind::Dataset, dataset.id);
    editing::editable(actor, subject, dataset.owner, dataset.is_private())
}

/// The files of one dataset, in order.
pub(crate) async fn of(tx: &mut Tx, id: Id) -> Result<Vec<Resource>> {
    Ok(store::resource::of(tx, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default())
}

/// Writes a dataset that changed, with what is computed of it.
pub(crate) async fn save(
    app: &App,
    tx: &mut Tx,
    dataset: &mut Dataset,
    resources: &[Resource],
) -> Result<()> {
    dataset.last_modified_internal = app.now();
    dataset.refresh(resources);
    Ok(store::dataset::save(tx, dataset).await?)
}

/// Records what was done to a dataset or its files; the version holds both.
pub(crate) async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    dataset: &Dataset,
    resources: &[Resource],
    operation: &str,
    fields: Vec<String>,
) -> Result<()> {
    let mut state = editing::state(dataset)?;
    if let Value::Object(state) = &mut state {
        state.insert("resources".to_owned(), json!(resources));
    }
    let written = Written {
        subject: (Kind::Dataset, dataset.id),
        owner: dataset.owner,
        operation,
        fields,
        extras: Extras::new(),
        state: Some(state),
    };
    editing::record(app, tx, actor, written).await
}
