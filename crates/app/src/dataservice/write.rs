//! Writing dataservices: create, edit, link the datasets served, delete and bring back.

use serde_json::Value;
use vitrail_domain::edit::DATASERVICE_NEEDS;
use vitrail_domain::form::{Form, id_of};
use vitrail_domain::{Actor, Dataservice, Dataset, Extras, Id, Kind, Owner, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::editing;
use crate::editing::subject::{self, Edited};
use crate::harvest::words;
use crate::metrics::Touched;
use crate::reuse::write::knows;
use crate::{App, Error, Result, reading};

impl Edited for Dataservice {
    const DELETED: &'static str = "deleted_at";

    fn owner(&self) -> Owner {
        self.owner
    }
    fn is_private(&self) -> bool {
        self.private
    }
    fn deleted(&self) -> Option<Timestamp> {
        self.deleted_at
    }
    fn set_deleted(&mut self, at: Option<Timestamp>) {
        self.deleted_at = at;
    }
    fn modified(&self) -> Timestamp {
        self.metadata_modified_at
    }
    fn set_modified(&mut self, at: Timestamp) {
        self.metadata_modified_at = at;
    }
    fn name(&self) -> &str {
        &self.title
    }
    fn slug_mut(&mut self) -> &mut String {
        &mut self.slug
    }
    fn held_mut(&mut self) -> &mut bool {
        &mut self.held
    }
    fn texts(&self) -> Vec<&str> {
        vec![&self.title, &self.description]
    }
    fn featured_mut(&mut self) -> &mut bool {
        &mut self.featured
    }
    fn touches(&self, touched: &mut Touched) {
        let datasets = self.datasets.iter().copied();
        touched
            .add(Kind::Dataset, "dataservices", datasets)
            .owner(self.owner, "dataservices");
    }
    fn uses(&self) -> &[Id] {
        &self.datasets
    }
    fn brought_back(self, now: &Self) -> Self {
        Self {
            id: now.id,
            slug: now.slug.clone(),
            owner: now.owner,
            private: now.private,
            held: now.held,
            archived_at: now.archived_at,
            deleted_at: now.deleted_at,
            featured: now.featured,
            badges: now.badges.clone(),
            created_at: now.created_at,
            metadata_modified_at: now.metadata_modified_at,
            metrics: now.metrics.clone(),
            ..self
        }
    }
    async fn save(&self, tx: &mut Tx) -> Result<()> {
        Ok(store::dataservice::save(tx, self).await?)
    }
}

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
    subject::add(app, tx, actor, found).await
}

/// Changes what the body names. A deleted dataservice only answers to `deleted_at: null`, which brings it back.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Dataservice> {
    let mut form = Form::new(body);
    let (mut tx, former) = subject::open_for::<Dataservice>(app, actor, key, &form).await?;
    let mut found = former.clone();
    fill(&mut tx, actor, &mut form, &mut found).await?;
    found.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    let (owner, contacts) = (found.owner, &mut found.contact_points);
    editing::contacts(&mut tx, &mut form, owner, contacts).await?;
    editing::finish(form, Kind::Dataservice)?;
    words::of_dataservice(&mut found, &former);
    subject::change(app, tx, actor, former, found).await
}

/// Puts a dataservice away; it can be brought back until it is purged.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    subject::put_away::<Dataservice>(app, actor, key).await
}

/// Says which datasets a dataservice serves, beyond those that it already does.
pub async fn add_datasets(
    app: &App,
    actor: &Actor,
    key: &str,
    body: &Value,
) -> Result<Dataservice> {
    let (mut tx, former) = subject::open::<Dataservice>(app, actor, key).await?;
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
    subject::close(app, tx, actor, Some(&former), found, "updated").await
}

/// Says that a dataservice does not serve a dataset, named by its id or its slug.
pub async fn remove_dataset(app: &App, actor: &Actor, key: &str, dataset: &str) -> Result<()> {
    let (mut tx, former) = subject::open::<Dataservice>(app, actor, key).await?;
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
    subject::close(app, tx, actor, Some(&former), found, "updated")
        .await
        .map(drop)
}

/// Puts a dataservice forward, or no longer.
pub async fn feature(app: &App, actor: &Actor, key: &str, featured: bool) -> Result<Dataservice> {
    subject::feature(app, actor, key, featured).await
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
