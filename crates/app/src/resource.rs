//! Writing the files of datasets: what is linked is described by its producer, what is hosted by the portal.

use serde_json::{Value, json};
use uuid::Uuid;
use vitrail_domain::edit::{RESOURCE_NEEDS, merge, reserved};
use vitrail_domain::form::{Form, Problem, id_of};
use vitrail_domain::{Actor, Change, Dataset, Extras, Id, Kind, Resource};
use vitrail_net::Looked;
use vitrail_store as store;
use vitrail_store::Tx;

use crate::dataset::write;
use crate::editing::{self, Facts};
use crate::harvest::words;
use crate::{App, Error, Result, reading};

/// A dataset whose files are being written, kept from other writers.
pub(crate) struct Shelf {
    pub tx: Tx,
    pub dataset: Dataset,
    pub resources: Vec<Resource>,
}

impl Shelf {
    /// Opens the dataset of an id or a slug for somebody who may edit its files.
    pub(crate) async fn open(app: &App, actor: &Actor, key: &str) -> Result<Self> {
        let shelf = Self::unlock(app, actor, key).await?;
        editing::still(actor, shelf.dataset.last_modified_internal)?;
        Ok(shelf)
    }

    /// The same, for somebody who saw one of its files: says where it stands.
    pub(crate) async fn open_at(
        app: &App,
        actor: &Actor,
        key: &str,
        id: Uuid,
    ) -> Result<(Self, usize)> {
        let shelf = Self::unlock(app, actor, key).await?;
        let place = shelf.place(id)?;
        if let Some(file) = shelf.resources.get(place) {
            editing::still(actor, file.last_modified_internal)?;
        }
        Ok((shelf, place))
    }

    async fn unlock(app: &App, actor: &Actor, key: &str) -> Result<Self> {
        reading::signed_in(actor)?;
        let mut tx = app.db().begin().await?;
        let dataset = editing::hold::<Dataset>(&mut tx, key).await?;
        if dataset.deleted.is_some() {
            return Err(Error::Gone(Kind::Dataset));
        }
        write::editable(actor, &dataset)?;
        let resources = write::of(&mut tx, dataset.id).await?;
        Ok(Self {
            tx,
            dataset,
            resources,
        })
    }

    /// Where a file stands.
    fn place(&self, id: Uuid) -> Result<usize> {
        let mut ids = self.resources.iter().map(|file| file.id);
        ids.position(|known| known == id)
            .ok_or(Error::NotFound(Kind::Resource))
    }

    /// Writes the files and what is computed of them, and says what was done.
    pub(crate) async fn close(
        self,
        app: &App,
        actor: &Actor,
        operation: &str,
    ) -> Result<Vec<Resource>> {
        let fields = vec!["resources".to_owned()];
        self.close_with(app, actor, operation, fields).await
    }

    /// The same, when more than files changed.
    pub(crate) async fn close_with(
        self,
        app: &App,
        actor: &Actor,
        operation: &str,
        fields: Vec<String>,
    ) -> Result<Vec<Resource>> {
        let Self {
            mut tx,
            mut dataset,
            resources,
        } = self;
        store::resource::replace(&mut tx, dataset.id, &resources).await?;
        write::save(app, &mut tx, &mut dataset, &resources).await?;
        write::record(app, &mut tx, actor, &dataset, &resources, operation, fields).await?;
        tx.commit().await?;
        Ok(resources)
    }

    /// Writes what checks and analyses found, which neither dates the dataset nor makes a version: programs write it
    /// often. It is `analysed` where a file may be dated by it, `checked` where only its address was looked at.
    pub(crate) async fn close_checked(
        self,
        app: &App,
        actor: &Actor,
        operation: &str,
    ) -> Result<()> {
        let Self {
            mut tx,
            mut dataset,
            resources,
        } = self;
        store::resource::replace(&mut tx, dataset.id, &resources).await?;
        dataset.refresh(&resources);
        store::dataset::save(&mut tx, &dataset).await?;
        let change = Change {
            actor: actor.user,
            ..Change::new(app.now(), (Kind::Dataset, dataset.id), operation)
        };
        store::change::record(&mut tx, &change).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A new remote file, before the others.
pub async fn create(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Resource> {
    let mut shelf = Shelf::open(app, actor, key).await?;
    if body.get("filetype").and_then(|kind| kind.as_str()) == Some("file") {
        let sentence = "This endpoint only supports remote resources";
        return Err(Error::Bad(sentence.to_owned()));
    }
    let mut form = Form::new(body);
    let mut resource = new(app);
    resource.edit(&mut form);
    form.need(&RESOURCE_NEEDS);
    unreserved(actor, &Extras::new(), &resource.extras)?;
    editing::finish(form, Kind::Resource)?;
    shelf.resources.insert(0, resource.clone());
    shelf.close(app, actor, "resource:added").await?;
    Ok(resource)
}

/// Changes what the body names of one file.
pub async fn update(
    app: &App,
    actor: &Actor,
    key: &str,
    id: Uuid,
    body: &Extras,
) -> Result<Resource> {
    let (mut shelf, place) = Shelf::open_at(app, actor, key, id).await?;
    let former = shelf.resources.remove(place);
    let filetype = body.get("filetype").and_then(|kind| kind.as_str());
    if filetype.is_some_and(|kind| kind != former.filetype) {
        let sentence = "The type of a file, hosted or remote, cannot change".to_owned();
        let problem = Problem::Said(sentence);
        return Err(editing::invalid(Kind::Resource, "filetype", problem));
    }
    let mut resource = former.clone();
    let mut form = Form::new(body);
    resource.edit(&mut form);
    unreserved(actor, &former.extras, &resource.extras)?;
    editing::finish(form, Kind::Resource)?;
    if resource == former {
        return Ok(resource);
    }
    if resource.url != former.url {
        // What a check found is about the former address, unless a new one comes with the change.
        let same = |key: &String, value: &mut Value| former.extras.get(key) == Some(value);
        let extras = &mut resource.extras;
        extras.retain(|key, value| !(key.starts_with("check:") && same(key, value)));
    }
    words::of_file(&mut resource, &former);
    resource.last_modified_internal = app.now();
    shelf.resources.insert(place, resource.clone());
    shelf.close(app, actor, "resource:updated").await?;
    Ok(resource)
}

/// Takes a file out of its dataset. What was hosted stays where it is kept until it is purged: former versions
/// lead to it.
pub async fn delete(app: &App, actor: &Actor, key: &str, id: Uuid) -> Result<()> {
    let (mut shelf, place) = Shelf::open_at(app, actor, key, id).await?;
    shelf.resources.remove(place);
    shelf.close(app, actor, "resource:deleted").await?;
    Ok(())
}

/// Puts the files in another order, which names each of them once.
pub async fn reorder(
    app: &App,
    actor: &Actor,
    key: &str,
    order: &serde_json::Value,
) -> Result<Vec<Resource>> {
    let mut shelf = Shelf::open(app, actor, key).await?;
    let Some(items) = order.as_array() else {
        return Err(Error::Bad("Expecting a list of resources".to_owned()));
    };
    if items.len() != shelf.resources.len() {
        return Err(Error::Bad(format!(
            "All resources must be reordered, you provided {} out of {}",
            items.len(),
            shelf.resources.len()
        )));
    }
    let mut left = std::mem::take(&mut shelf.resources);
    for item in items {
        let text = id_of(item).unwrap_or_default();
        let place = left.iter().position(|file| file.id.to_string() == text);
        let Some(place) = place else {
            return Err(Error::Bad(format!("Unknown resource '{text}'")));
        };
        shelf.resources.push(left.remove(place));
    }
    shelf.close(app, actor, "resource:reordered").await
}

/// Merges extras of a file.
pub async fn merge_extras(
    app: &App,
    actor: &Actor,
    key: &str,
    id: Uuid,
    changes: &Extras,
) -> Result<Extras> {
    edit_extras(app, actor, key, id, |extras| {
        merge(extras, changes);
    })
    .await
}

/// Takes extras of a file away.
pub async fn remove_extras(
    app: &App,
    actor: &Actor,
    key: &str,
    id: Uuid,
    keys: &[String],
) -> Result<()> {
    edit_extras(app, actor, key, id, |extras| take_away(extras, keys))
        .await
        .map(|_| ())
}

async fn edit_extras(
    app: &App,
    actor: &Actor,
    key: &str,
    id: Uuid,
    edit: impl FnOnce(&mut Extras),
) -> Result<Extras> {
    let (mut shelf, place) = Shelf::open_at(app, actor, key, id).await?;
    let Some(file) = shelf.resources.get_mut(place) else {
        return Err(Error::NotFound(Kind::Resource));
    };
    let former = file.extras.clone();
    edit(&mut file.extras);
    unreserved(actor, &former, &file.extras)?;
    let extras = file.extras.clone();
    match editing::extras(&former, &extras) {
        Facts::Same => {}
        Facts::Found => shelf.close_checked(app, actor, "analysed").await?,
        Facts::Said => {
            file.last_modified_internal = app.now();
            shelf.close(app, actor, "resource:updated").await?;
        }
    }
    Ok(extras)
}

/// Keeps what was seen of the links of a dataset, for those that are still the same.
pub(crate) async fn keep_checks(
    app: &App,
    dataset: Id,
    checks: &[(Uuid, String, Looked)],
) -> Result<()> {
    let mut tx = app.db().begin().await?;
    let Some(dataset) = store::subject::get::<Dataset>(&mut tx, dataset).await? else {
        return Ok(());
    };
    let mut resources = write::of(&mut tx, dataset.id).await?;
    for (id, url, check) in checks {
        let mut files = resources.iter_mut();
        if let Some(file) = files.find(|file| file.id == *id && file.url == *url) {
            // The names are those of the crawler of udata.
            let facts = [
                ("check:available", json!(check.is_there())),
                ("check:status", json!(check.status)),
                ("check:timeout", json!(check.late)),
            ];
            // Of an address that we do not call, nothing is known but that its turn came.
            let facts = facts.into_iter().filter(|_| !check.refused);
            let facts = facts.chain([("check:date", json!(app.now()))]);
            let facts = facts.map(|(key, value)| (key.to_owned(), value));
            file.extras.extend(facts);
        }
    }
    let shelf = Shelf {
        tx,
        dataset,
        resources,
    };
    shelf.close_checked(app, &Actor::default(), "checked").await
}

/// Takes keys away; one that is not there is no fault.
pub(crate) fn take_away(extras: &mut Extras, keys: &[String]) {
    for key in keys {
        extras.remove(key);
    }
}

/// What checks and analyses found is written by services of the platform, which bear the token of a sysadmin.
fn unreserved(actor: &Actor, former: &Extras, extras: &Extras) -> Result<()> {
    if actor.sysadmin {
        return Ok(());
    }
    let keys = reserved(editing::differing(former, extras));
    if keys.is_empty() {
        return Ok(());
    }
    let problem = Problem::Said(only_services(&keys));
    Err(editing::invalid(Kind::Resource, "extras", problem))
}

fn only_services(keys: &[&str]) -> String {
    format!(
        "Extras keys reserved to platform services: {}",
        keys.join(", ")
    )
}

/// The files that come inside a new dataset. Their ids are always ours: one sent by a client could take over the
/// permalink of another file.
pub(crate) fn inline(app: &App, actor: &Actor, form: &mut Form<'_>) -> Vec<Resource> {
    let mut resources = Vec::new();
    for (place, item) in form
        .list("resources")
        .unwrap_or_default()
        .iter()
        .enumerate()
    {
        let Some(fields) = item.as_object() else {
            form.refuse("resources", Problem::Expected("list"));
            continue;
        };
        let mut resource = new(app);
        form.inside(&format!("resources.{place}"), fields, |form| {
            resource.edit(form);
            form.need(&RESOURCE_NEEDS);
            let keys = reserved(resource.extras.iter());
            if !actor.sysadmin && !keys.is_empty() {
                form.refuse("extras", Problem::Said(only_services(&keys)));
            }
        });
        resources.push(resource);
    }
    resources
}

/// An empty file of this instant.
pub(crate) fn new(app: &App) -> Resource {
    Resource {
        id: new_id(app),
        created_at_internal: app.now(),
        last_modified_internal: app.now(),
        ..Resource::default()
    }
}

/// A new UUID, version 4.
pub(crate) fn new_id(app: &App) -> Uuid {
    uuid::Builder::from_random_bytes(app.rng().bytes()).into_uuid()
}
