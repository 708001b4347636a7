//! What a source would give, without writing anything: its first datasets as they would be here, and what they would
//! change in those that are here already.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use vitrail_domain::form::Form;
use vitrail_domain::harvest::job::{Failure, ItemStatus, JobStatus};
use vitrail_domain::harvest::source::NEEDS;
use vitrail_domain::harvest::{HarvestedDataservice, HarvestedDataset, Item, Job, Source};
use vitrail_domain::{
    Actor, ContactPoint, Dataservice, Dataset, Extras, Id, Kind, Owner, Resource,
};
use vitrail_store as store;

use super::apply::{self, Coming, Origin};
use super::{Found, Order, PREVIEWED, kept, plan, service};
use crate::dataset::Datasets;
use crate::references::Wanted;
use crate::{App, Error, Result, badge, editing, reading};

/// The longest that a preview is waited for.
const LONGEST: Duration = Duration::from_mins(1);

/// What a reading would do.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    pub source: Source,
    pub job: Job,
    pub items: Vec<Item>,
    /// The datasets as they would be, by the place of their item.
    pub datasets: HashMap<usize, Dataset>,
    pub dataservices: HashMap<usize, Dataservice>,
    /// What the datasets name; those of a new dataset have identifiers of the moment.
    pub named: Datasets,
}

/// What a source that is declared would give.
pub async fn preview_of(app: &App, actor: &Actor, key: &str) -> Result<Preview> {
    reading::signed_in(actor)?;
    let source = super::find(app, key).await?;
    if !super::may_preview(actor, source.owner) {
        return Err(Error::Forbidden);
    }
    run(app, source).await
}

/// What a source would give if it was declared so. Nobody has a catalogue read for an organization that is not theirs.
pub async fn preview(app: &App, actor: &Actor, body: &Extras) -> Result<Preview> {
    let me = reading::signed_in(actor)?;
    let mut form = Form::new(body);
    let mut source = Source {
        owner: Owner::User(me),
        ..Source::default()
    };
    if let Some(id) = form.id("organization").flatten() {
        source.owner = Owner::Organization(id);
    }
    source.edit(&mut form, &app.harvester()?.backends());
    super::source::check_address(app, &mut form, &source.url);
    let needed: Vec<&str> = NEEDS.into_iter().filter(|name| *name != "name").collect();
    form.need(&needed);
    editing::finish(form, Kind::HarvestSource)?;
    if !super::may_preview(actor, source.owner) {
        return Err(Error::Forbidden);
    }
    // A source that is edited is compared with what it wrote.
    if let Some(id) = body.get("id").and_then(|id| id.as_str())
        && let Ok(found) = super::find(app, id).await
        && found.owner == source.owner
    {
        source.id = found.id;
    }
    run(app, source).await
}

async fn run(app: &App, source: Source) -> Result<Preview> {
    let now = app.now();
    let is_certified = badge::is_certified(app.db(), source.owner).await?;
    let origin = Origin {
        backend: super::label(app, &source.backend),
        domain: source.domain(),
        is_certified,
        source: source.clone(),
    };
    let order = Order {
        url: source.url.clone(),
        backend: source.backend.clone(),
        config: source.settings(),
        most: Some(PREVIEWED),
        former: None,
    };
    let mut out = Preview {
        job: Job {
            source: source.id,
            created: now,
            started: Some(now),
            ..Job::default()
        },
        source,
        ..Preview::default()
    };
    let (send, mut receive) = mpsc::channel(1);
    let reading = tokio::time::timeout(LONGEST, app.harvester()?.read(order, send));
    let taking = async {
        let taken = out.take(app, &origin, &mut receive).await;
        drop(receive);
        taken
    };
    let (ended, taken) = tokio::join!(reading, taking);
    taken?;
    let is_full = out.items.len() >= PREVIEWED;
    if let Ok(ended) = ended {
        let errors = ended.errors.iter().map(|why| Failure::new(now, why));
        // What comes after the last item that is wanted is not asked for.
        out.job.errors.extend(errors.filter(|_| !is_full));
        out.job.notes = ended.notes;
    } else {
        let why = format!(
            "The source did not answer within {} seconds",
            LONGEST.as_secs()
        );
        out.job.errors.push(Failure::new(now, why));
    }
    if is_full {
        let why =
            format!("{PREVIEWED} max items reached, not all datasets/dataservices were retrieved");
        out.job.notes.push(why);
    }
    let failed = out
        .items
        .iter()
        .any(|item| item.status == ItemStatus::Failed);
    out.job.status = match (out.job.errors.is_empty(), failed) {
        (false, _) => JobStatus::Failed,
        (true, true) => JobStatus::DoneErrors,
        (true, false) => JobStatus::Done,
    };
    out.job.ended = Some(app.now());
    for item in &out.items {
        out.job.counts.add(item);
    }
    let owner = out.source.owner;
    let references = Wanted::default().owner(owner).load(app).await?;
    out.named.references.organizations = references.organizations;
    out.named.references.users = references.users;
    Ok(out)
}

impl Preview {
    async fn take(
        &mut self,
        app: &App,
        origin: &Origin,
        found: &mut mpsc::Receiver<Found>,
    ) -> Result<()> {
        let now = app.now();
        while let Some(some) = found.recv().await {
            match some {
                Found::Some(some) => {
                    let room = PREVIEWED.saturating_sub(self.items.len());
                    let datasets = some.datasets.into_iter().take(room).collect();
                    self.datasets(app, origin, datasets).await?;
                    let room = PREVIEWED.saturating_sub(self.items.len());
                    for one in some.dataservices.into_iter().take(room) {
                        self.service(app, origin, one).await?;
                    }
                    self.job.lost.extend(some.lost.into_iter().take(100));
                }
                Found::Broken { remote_id, why, .. } => {
                    let mut item = Item {
                        remote_id,
                        created: now,
                        ended: Some(now),
                        ..Item::default()
                    };
                    item.fail(now, why);
                    self.items.push(item);
                }
            }
            if self.items.len() >= PREVIEWED {
                found.close();
                break;
            }
        }
        found.close();
        Ok(())
    }

    async fn datasets(
        &mut self,
        app: &App,
        origin: &Origin,
        all: Vec<HarvestedDataset>,
    ) -> Result<()> {
        let mut coming = Vec::new();
        let mut met: std::collections::HashSet<String> = self
            .items
            .iter()
            .map(|item| item.remote_id.clone())
            .collect();
        for one in all {
            let is_new = met.insert(one.remote_id.clone());
            coming.push(apply::read(one, is_new, &origin.source, app));
        }
        let mut ready: Vec<Coming> = Vec::new();
        for one in coming {
            match one {
                Ok(one) => ready.push(one),
                Err(item) => self.items.push(*item),
            }
        }
        apply::place(app, origin, &mut ready).await?;
        drop_unknown_zones(app, &mut ready).await?;
        let ids: Vec<Id> = ready.iter().filter_map(|one| one.here).collect();
        let mut here = store::subject::by_ids::<Dataset>(app.db(), &ids).await?;
        let mut files = store::resource::of(app.db(), &ids).await?;
        for one in ready {
            let existing = one.here.and_then(|id| here.remove(&id)).map(|found| {
                let files = files.remove(&found.id).unwrap_or_default();
                (found, files)
            });
            self.one(app, origin, one, existing).await?;
        }
        Ok(())
    }

    async fn one(
        &mut self,
        app: &App,
        origin: &Origin,
        mut one: Coming,
        existing: Option<(Dataset, Vec<Resource>)>,
    ) -> Result<()> {
        let now = app.now();
        if let Some((found, _)) = &existing {
            if found.owner != origin.source.owner {
                let owner = owner_name(app, found.owner).await?;
                one.item
                    .fail(now, format!("Item has another owner: {owner}"));
                self.items.push(one.item);
                return Ok(());
            }
            if found.deleted.is_some() {
                one.item.skip(apply::WAS_DELETED);
                self.items.push(one.item);
                return Ok(());
            }
        }
        let contacts = self.contacts(app, origin, &one.one.contacts).await?;
        let plan = plan::plan(app, origin, &one, contacts, existing)?;
        let withheld = plan::withheld(&one, &plan);
        one.item.lost.extend(withheld);
        one.item.status = ItemStatus::Done;
        one.item.outcome = Some(plan.outcome);
        one.item.subject = plan.former.as_ref().map(|former| former.id);
        if plan.former.is_some() {
            one.item.changes = plan.changes;
        }
        self.known_contacts(app, &plan.dataset.contact_points)
            .await?;
        self.named.resources.insert(plan.dataset.id, plan.resources);
        self.datasets.insert(self.items.len(), plan.dataset);
        self.items.push(one.item);
        Ok(())
    }

    /// An API as it would be here.
    async fn service(
        &mut self,
        app: &App,
        origin: &Origin,
        mut one: HarvestedDataservice,
    ) -> Result<()> {
        let now = app.now();
        let mut met = self.items.iter().filter(|it| it.kind == Kind::Dataservice);
        let is_new = met.all(|item| item.remote_id != one.remote_id);
        let (mut item, refusal) = service::read(&mut one, is_new, app);
        if let Some(refusal) = refusal {
            apply::refuse(&mut item, now, refusal);
            self.items.push(item);
            return Ok(());
        }
        // Nothing is written in it.
        let mut tx = app.db().begin().await?;
        let here = service::place(&mut tx, origin, &one.remote_id).await?;
        let datasets = service::served(origin.source.id, &mut tx, &one.datasets).await?;
        drop(tx);
        item.subject = here.former.as_ref().map(|former| former.id);
        let owner = match &here.former {
            Some(former) => owner_name(app, former.owner).await?,
            None => String::new(),
        };
        if let Some(refusal) = service::held(&here, origin, || owner) {
            apply::refuse(&mut item, now, refusal);
            self.items.push(item);
            return Ok(());
        }
        let contacts = self.contacts(app, origin, &one.contacts).await?;
        let plan = service::plan(app, origin, &one, &here, (contacts, datasets))?;
        self.known_contacts(app, &plan.service.contact_points)
            .await?;
        item.status = ItemStatus::Done;
        item.outcome = Some(plan.outcome);
        item.changes = plan.changes;
        self.dataservices.insert(self.items.len(), plan.service);
        self.items.push(item);
        Ok(())
    }

    /// The contacts that are named, those that would be made under identifiers that always come out the same.
    async fn contacts(
        &mut self,
        app: &App,
        origin: &Origin,
        said: &[ContactPoint],
    ) -> Result<Vec<Id>> {
        let mut ids = Vec::new();
        for contact in kept::contacts(app.db(), origin.source.owner, said).await? {
            let id = contact.id;
            self.named.references.contacts.insert(id, Arc::new(contact));
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Learns of the contacts that stay as they are.
    async fn known_contacts(&mut self, app: &App, ids: &[Id]) -> Result<()> {
        let contacts = &mut self.named.references.contacts;
        let unknown = ids.iter().filter(|id| !contacts.contains_key(id));
        let unknown: Vec<Id> = unknown.copied().collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let found = Wanted::default().contacts(&unknown).load(app).await?;
        contacts.extend(found.contacts);
        Ok(())
    }
}

/// How an owner is called.
async fn owner_name(app: &App, owner: Owner) -> Result<String> {
    let found = Wanted::default().owner(owner).load(app).await?;
    Ok(found.name_of(owner).unwrap_or_default())
}

/// Takes away the zones that the portal does not know.
async fn drop_unknown_zones(app: &App, coming: &mut [Coming]) -> Result<()> {
    let places = coming.iter().flat_map(|one| &one.one.dataset.spatial);
    let named: Vec<String> = places.flat_map(|place| place.zones.clone()).collect();
    if named.is_empty() {
        return Ok(());
    }
    let known = store::zone::by_ids(app.db(), &named).await?;
    let known: HashSet<String> = known.into_keys().collect();
    for one in coming {
        let item = &mut one.item;
        let dataset = &mut one.one.dataset;
        apply::drop_zones(dataset, &known, &mut item.lost, &item.remote_id);
    }
    Ok(())
}
