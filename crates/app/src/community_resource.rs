//! What others than the producer add to datasets.

use std::collections::HashMap;

use uuid::Uuid;
use vitrail_domain::edit::RESOURCE_NEEDS;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::{
    Actor, Change, CommunityResource, Dataset, Extras, Id, Kind, Owner, Resource,
};
use vitrail_store as store;
use vitrail_store::Tx;
pub use vitrail_store::community_resource::{Filter, SORTS};

use crate::editing;
use crate::references::Wanted;
use crate::spam::{self, Written};
use crate::upload::{self, Draft};
use crate::{App, Error, Listed, Page, References, Result, Sort, dataset, reading, resource};

/// What a view of community resources names.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The datasets that the actor may read.
    pub datasets: HashMap<Id, Dataset>,
    pub references: References,
}

/// A page of community resources, with what they name.
pub async fn list(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    sort: Option<Sort>,
    page: Page,
) -> Result<(Listed<CommunityResource>, Beside)> {
    let listed = store::community_resource::list(app.db(), filter, sort, page).await?;
    let beside = beside(app, actor, &listed.data).await?;
    Ok((listed, beside))
}

/// The community resource of an id, with what it names.
pub async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<(CommunityResource, Beside)> {
    let found = store::community_resource::get(app.db(), id).await?;
    let found = found.ok_or(Error::NotFound(Kind::CommunityResource))?;
    let beside = beside(app, actor, std::slice::from_ref(&found)).await?;
    Ok((found, beside))
}

/// What these community resources name.
pub async fn beside(app: &App, actor: &Actor, all: &[CommunityResource]) -> Result<Beside> {
    let mut wanted = Wanted::default();
    for community in all {
        wanted.owner(community.owner);
    }
    let mut ids: Vec<Id> = all
        .iter()
        .filter_map(|community| community.dataset)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut datasets = HashMap::new();
    if !ids.is_empty() {
        datasets = store::subject::by_ids::<Dataset>(app.db(), &ids).await?;
        datasets.retain(|_, dataset| {
            actor.sees_private(dataset.owner)
                || (!dataset.is_private() && dataset.deleted.is_none())
        });
    }
    Ok(Beside {
        datasets,
        references: wanted.load(app).await?,
    })
}

/// A new link that somebody adds to a dataset they may read.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<CommunityResource> {
    reading::signed_in(actor)?;
    if body.get("filetype").and_then(|kind| kind.as_str()) == Some("file") {
        let sentence = "This endpoint only supports remote community resources";
        return Err(Error::Bad(sentence.to_owned()));
    }
    let mut tx = app.db().begin().await?;
    let mut form = Form::new(body);
    let dataset = about(&mut tx, actor, &mut form).await?;
    let owner = editing::owner_of_new(&mut tx, actor, &mut form).await?;
    let mut resource = resource::new(app);
    resource.edit(&mut form);
    form.need(&RESOURCE_NEEDS);
    editing::finish(form, Kind::CommunityResource)?;
    let community = CommunityResource {
        resource,
        dataset,
        owner,
    };
    save(app, tx, actor, (None, &community)).await?;
    Ok(community)
}

/// Changes what the body names.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: Uuid,
    body: &Extras,
) -> Result<CommunityResource> {
    let (mut tx, mut community) = open(app, actor, id).await?;
    editing::still(actor, community.resource.last_modified_internal)?;
    let former = community.clone();
    let mut form = Form::new(body);
    community.resource.edit(&mut form);
    if form.has("dataset") {
        community.dataset = about(&mut tx, actor, &mut form).await?;
    }
    // A file comes in the name of its sender, who may then give it to an organization of theirs.
    if let Some(id) = form.id("organization").flatten()
        && community.owner != Owner::Organization(id)
    {
        community.owner = editing::owner_of_new(&mut tx, actor, &mut form).await?;
    }
    editing::finish(form, Kind::CommunityResource)?;
    if community == former {
        return Ok(community);
    }
    community.resource.last_modified_internal = app.now();
    save(app, tx, actor, (Some(&former), &community)).await?;
    Ok(community)
}

/// Takes it away.
pub async fn delete(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    let (mut tx, community) = open(app, actor, id).await?;
    store::community_resource::remove(&mut tx, id).await?;
    record(
        app,
        &mut tx,
        actor,
        &community,
        "community-resource:removed",
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// A file that somebody adds to a dataset they may read.
pub async fn add_file(
    app: &App,
    actor: &Actor,
    key: &str,
    name: &str,
    draft: Draft,
) -> Result<CommunityResource> {
    let me = reading::signed_in(actor)?;
    let found = dataset::find(app, actor, key).await?;
    let mut resource = resource::new(app);
    upload::fill(app, &found.slug, name, draft, &mut resource).await?;
    let community = CommunityResource {
        resource,
        dataset: Some(found.id),
        owner: Owner::User(me),
    };
    let done = async {
        let tx = app.db().begin().await?;
        save(app, tx, actor, (None, &community)).await
    };
    upload::or_forget(app, community.resource.file(), done.await).await?;
    Ok(community)
}

/// A file in place of what it was.
pub async fn replace_file(
    app: &App,
    actor: &Actor,
    id: Uuid,
    name: &str,
    draft: Draft,
) -> Result<CommunityResource> {
    let slug = match permitted(app, actor, id).await?.dataset {
        Some(id) => store::subject::get::<Dataset>(app.db(), id)
            .await?
            .map(|dataset| dataset.slug),
        None => None,
    };
    let slug = slug.unwrap_or_else(|| "community".to_owned());
    let mut filled = Resource::default();
    upload::fill(app, &slug, name, draft, &mut filled).await?;
    let opened = open(app, actor, id).await;
    let (tx, mut community) = upload::or_forget(app, filled.file(), opened).await?;
    let former = community.clone();
    community.resource = Resource {
        id,
        title: community.resource.title,
        description: community.resource.description,
        r#type: community.resource.r#type,
        created_at_internal: community.resource.created_at_internal,
        last_modified_internal: app.now(),
        metrics: community.resource.metrics,
        ..filled
    };
    save(app, tx, actor, (Some(&former), &community)).await?;
    Ok(community)
}

/// What the actor may change: asked before a byte is read.
pub async fn permitted(app: &App, actor: &Actor, id: Uuid) -> Result<CommunityResource> {
    let (_, found) = open(app, actor, id).await?;
    Ok(found)
}

/// The dataset that a form names.
async fn about(tx: &mut Tx, actor: &Actor, form: &mut Form<'_>) -> Result<Option<Id>> {
    let Some(id) = form.id("dataset").flatten() else {
        form.need(&["dataset"]);
        return Ok(None);
    };
    let found = store::subject::by_ids::<Dataset>(tx, &[id]).await?;
    let known = found.get(&id);
    if known.is_none_or(|known| dataset::readable(actor, known).is_err()) {
        form.refuse("dataset", Problem::Unknown(id.to_string()));
    }
    Ok(Some(id))
}

async fn open(app: &App, actor: &Actor, id: Uuid) -> Result<(Tx, CommunityResource)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let found = store::community_resource::get(&mut tx, id).await?;
    let found = found.ok_or(Error::NotFound(Kind::CommunityResource))?;
    // Nobody is assigned what has no identifier of a subject.
    if !actor.edits((Kind::CommunityResource, Id::default()), found.owner) {
        return Err(Error::Forbidden);
    }
    Ok((tx, found))
}

/// Writes one, new or in place of what it was. It is shown at once, so that what looks like spam is refused.
async fn save(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    (former, community): (Option<&CommunityResource>, &CommunityResource),
) -> Result<()> {
    let operation = match former {
        None => "community-resource:added",
        Some(_) => "community-resource:updated",
    };
    let written = Written {
        subject: (Kind::Dataset, community.dataset.unwrap_or_default()),
        message: None,
        owner: community.owner,
        label: &community.resource.title,
        before: former.map(texts).unwrap_or_default(),
        after: texts(community),
        operation,
    };
    spam::refuse(app, &mut tx, actor, &written).await?;
    store::community_resource::save(&mut tx, community).await?;
    record(app, &mut tx, actor, community, operation).await?;
    tx.commit().await?;
    Ok(())
}

/// What people read of it.
fn texts(community: &CommunityResource) -> Vec<&str> {
    let description = community.resource.description.as_deref();
    vec![&community.resource.title, description.unwrap_or_default()]
}

/// What is done beside a dataset is said of the dataset.
async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    community: &CommunityResource,
    operation: &str,
) -> Result<()> {
    let subject = (Kind::Dataset, community.dataset.unwrap_or_default());
    let change = Change {
        actor: actor.user,
        organization: community.owner.organization(),
        ..Change::new(app.now(), subject, operation)
    };
    Ok(store::change::record(tx, &change).await?)
}
