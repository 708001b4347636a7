//! What becomes of the datasets of a source: each is compared with what the last reading wrote, and those that changed
//! are written some at a time, with their versions and the change log, in one transaction. What the database refuses is
//! tried alone, so that one thing never takes others with it.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};
use vitrail_domain::harvest::job::Outcome;
use vitrail_domain::harvest::{HarvestedDataset, Item, Lost, Source};
use vitrail_domain::spatial::Spatial;
use vitrail_domain::{Change, ContactPoint, Dataset, Extras, Id, Kind, Owner, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::harvest::known::{self, Known};
use vitrail_store::version::Version;

use super::fit;
use super::fit::Refusal;
use super::kept;
use super::merge::{keeps, mark};
use super::plan::{Plan, plan, withheld};
use super::run::Run;
use crate::dataset::series;
use crate::{App, Result, editing, metrics};

/// Why what somebody deleted is left alone.
pub(super) const WAS_DELETED: &str = "It was deleted here: restore it to have it harvested again";

/// A dataset on its way in.
pub(super) struct Coming {
    pub item: Item,
    pub one: HarvestedDataset,
    pub hash: String,
    pub known: Option<Known>,
    /// What another source wrote of it, where this one never did.
    pub former: Option<String>,
    /// What it is here.
    pub here: Option<Id>,
}

/// What the writing of a dataset needs to know of its source.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub source: Source,
    /// As udata names the kind of catalogue.
    pub backend: String,
    pub domain: String,
    /// Whether its owner is a certified public service.
    pub is_certified: bool,
}

/// Takes in some datasets.
pub(super) async fn datasets(run: &mut Run<'_>, batch: Vec<HarvestedDataset>) -> Result<()> {
    // All of these are still there, whatever becomes of them here.
    let met: Vec<String> = batch.iter().map(|one| one.remote_id.clone()).collect();
    let mut items = Vec::with_capacity(batch.len());
    let mut coming = Vec::with_capacity(batch.len());
    for one in batch {
        let is_new = one.remote_id.trim().is_empty() || run.meet(Kind::Dataset, &one.remote_id);
        match read(one, is_new, &run.origin.source, run.app) {
            Ok(one) => coming.push(one),
            Err(item) => items.push(*item),
        }
    }
    place(run.app, &run.origin, &mut coming).await?;
    let is_same = same(run, &coming).await?;
    let (mut same, mut changed): (Vec<_>, Vec<_>) = coming
        .into_iter()
        .partition(|one| is_same.contains_key(&one.one.remote_id));

    let mut tx = run.app.db().begin().await?;
    // What was lost the last time is lost again.
    run.drop_unknown_zones(&mut tx, &mut same).await?;
    let touched = same.iter_mut();
    let touched = touched.filter(|one| is_same.get(&one.one.remote_id) == Some(&true));
    kept::tell(run, &mut tx, touched.collect()).await?;
    items.extend(
        same.into_iter()
            .map(|one| done(one, Outcome::Unchanged, run.app.now())),
    );
    known::mark(
        &mut tx,
        (run.origin.source.id, Kind::Dataset),
        &met,
        run.started,
    )
    .await?;
    if write(run, &mut tx, &mut changed).await.is_ok() {
        items.extend(changed.into_iter().map(|one| one.item));
        run.keep(tx, items).await?;
        return Ok(());
    }
    // What was remembered of this transaction never was.
    drop(tx);
    run.forget();
    let mut tx = run.app.db().begin().await?;
    known::mark(
        &mut tx,
        (run.origin.source.id, Kind::Dataset),
        &met,
        run.started,
    )
    .await?;
    run.keep(tx, items).await?;
    for one in changed {
        alone(run, one).await?;
    }
    Ok(())
}

/// Takes in one dataset by itself; when it is refused, the report says why.
async fn alone(run: &mut Run<'_>, mut one: Coming) -> Result<()> {
    one.item.errors.clear();
    one.item.changes.clear();
    one.item.logs.clear();
    let mut tx = run.app.db().begin().await?;
    let written = write(run, &mut tx, std::slice::from_mut(&mut one)).await;
    match written {
        Ok(()) => run.keep(tx, vec![one.item]).await,
        Err(error) => {
            drop(tx);
            run.forget();
            let now = run.app.now();
            one.item.fail(now, "It could not be saved");
            if let Some(failure) = one.item.errors.last_mut() {
                failure.details = Some(match error {
                    crate::Error::Internal(error) => format!("{error:#}"),
                    other => other.to_string(),
                });
            }
            let tx = run.app.db().begin().await?;
            run.keep(tx, vec![one.item]).await
        }
    }
}

/// Reads what came; what cannot be saved becomes an item at once.
pub(super) fn read(
    mut one: HarvestedDataset,
    is_new: bool,
    source: &Source,
    app: &App,
) -> std::result::Result<Coming, Box<Item>> {
    let now = app.now();
    fit::dataset(&mut one, now, &app.settings().harvest.allow);
    let mut item = Item {
        remote_id: one.remote_id.clone(),
        remote_url: said(one.dataset.harvest.as_ref(), "remote_url"),
        title: one.dataset.title.clone(),
        created: now,
        ended: Some(now),
        lost: std::mem::take(&mut one.lost),
        ..Item::default()
    };
    let (id, title) = (&one.remote_id, &one.dataset.title);
    let refusal = fit::refused(id, is_new, one.skipped.as_deref(), title, "dataset");
    if let Some(refusal) = refusal {
        refuse(&mut item, now, refusal);
        return Err(Box::new(item));
    }
    let hash = mark(&json!([
        one.dataset,
        one.resources,
        one.contacts,
        one.series,
        one.name,
        // A source that gets the last word says everything again.
        source.overwrites()
    ]));
    Ok(Coming {
        item,
        one,
        hash,
        known: None,
        former: None,
        here: None,
    })
}

/// The item of a thing that is left alone.
pub(super) fn refuse(item: &mut Item, now: Timestamp, refusal: Refusal) {
    match refusal {
        Refusal::Skipped(why) => item.skip(why),
        Refusal::Failed(why) => item.fail(now, why),
    }
}

fn said(facts: Option<&Extras>, key: &str) -> Option<String> {
    Some(facts?.get(key)?.as_str()?.to_owned())
}

/// Finds what each of them is here.
pub(super) async fn place(app: &App, origin: &Origin, coming: &mut [Coming]) -> Result<()> {
    let ids: Vec<String> = coming.iter().map(|one| one.one.remote_id.clone()).collect();
    let of = (origin.source.id, Kind::Dataset);
    let mut known = known::of_these(app.db(), of, &ids).await?;
    for one in &mut *coming {
        one.known = known.remove(&one.one.remote_id);
        one.here = one.known.as_ref().map(|known| known.subject);
    }
    let strangers: Vec<String> = coming
        .iter()
        .filter(|one| one.here.is_none())
        .map(|one| one.one.remote_id.clone())
        .collect();
    if strangers.is_empty() {
        return Ok(());
    }
    let found = known::origins(app.db(), Kind::Dataset, &strangers).await?;
    let mut here: HashMap<&str, Id> = HashMap::new();
    for one in found.iter().filter(|one| is_ours(origin, one)) {
        here.entry(&one.remote_id).or_insert(one.id);
    }
    for one in coming.iter_mut().filter(|one| one.here.is_none()) {
        one.here = here.get(one.one.remote_id.as_str()).copied();
    }
    let adopted = coming.iter().filter(|one| one.known.is_none());
    let adopted: Vec<Id> = adopted.filter_map(|one| one.here).collect();
    let mut marks = known::last_marks(app.db(), Kind::Dataset, &adopted).await?;
    for one in coming.iter_mut().filter(|one| one.known.is_none()) {
        one.former = one.here.and_then(|id| marks.remove(&id));
    }
    Ok(())
}

/// Whether an object that bears an identifier is what a source means by it: an address means the same everywhere, other
/// identifiers only at one host or in one source.
pub(super) fn is_ours(origin: &Origin, found: &known::Origin) -> bool {
    let is_address = url::Url::parse(&found.remote_id)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    is_address
        || found.domain.as_deref() == Some(origin.domain.as_str())
        || found.source == Some(origin.source.id)
}

/// Those of which the source says what it said the last time, and that are still here as they were written or may be
/// edited; with each, whether something of it was edited here.
async fn same(run: &Run<'_>, coming: &[Coming]) -> Result<HashMap<String, bool>> {
    let candidates = coming.iter().filter_map(|one| {
        let known = one.known.as_ref()?;
        (known.hash == one.hash && !known.is_archived).then_some((one, known))
    });
    let candidates: Vec<_> = candidates.collect();
    let ids: Vec<Id> = candidates.iter().map(|(_, known)| known.subject).collect();
    let edited = known::edited(run.app.db(), Kind::Dataset, &ids).await?;
    let overwrites = run.origin.source.overwrites();
    let touched = |known: &Known| {
        let is_edited = *edited.get(&known.subject)? != known.written;
        (!overwrites || !is_edited).then(|| is_edited || keeps(&known.fields))
    };
    let same = candidates.into_iter();
    let same = same.filter_map(|(one, known)| Some((one.one.remote_id.clone(), touched(known)?)));
    Ok(same.collect())
}

fn done(one: Coming, outcome: Outcome, now: Timestamp) -> Item {
    Item {
        status: vitrail_domain::harvest::job::ItemStatus::Done,
        outcome: Some(outcome),
        subject: one.here,
        ended: Some(now),
        ..one.item
    }
}

/// Writes those that changed, in one transaction.
async fn write(run: &mut Run<'_>, tx: &mut Tx, coming: &mut [Coming]) -> Result<()> {
    if coming.is_empty() {
        return Ok(());
    }
    let ids: Vec<Id> = coming.iter().filter_map(|one| one.here).collect();
    known::hold(&mut *tx, Kind::Dataset, &ids).await?;
    let mut datasets = store::subject::by_ids::<Dataset>(&mut *tx, &ids).await?;
    let mut files = store::resource::of(&mut *tx, &ids).await?;
    run.drop_unknown_zones(tx, coming).await?;
    let now = run.app.now();
    let (mut plans, mut rows) = (Vec::new(), Vec::new());
    for one in &mut *coming {
        let existing = one.here.and_then(|id| datasets.remove(&id));
        if let Some(found) = &existing {
            if found.owner != run.origin.source.owner {
                let owner = run.owner_name(tx, found.owner).await?;
                one.item
                    .fail(now, format!("Item has another owner: {owner}"));
                continue;
            }
            if found.deleted.is_some() {
                one.item.subject = Some(found.id);
                one.item.skip(WAS_DELETED);
                continue;
            }
        }
        let contacts = run.contacts(tx, &one.one.contacts).await?;
        let existing = existing.map(|found| {
            let files = files.remove(&found.id).unwrap_or_default();
            (found, files)
        });
        let plan = plan(run.app, &run.origin, one, contacts, existing)?;
        one.item.lost.extend(withheld(one, &plan));
        rows.push(Known {
            remote_id: one.one.remote_id.clone(),
            subject: plan.dataset.id,
            uri: said(one.one.dataset.harvest.as_ref(), "uri"),
            hash: one.hash.clone(),
            fields: serde_json::to_string(&plan.marks).map_err(anyhow::Error::from)?,
            written: plan.dataset.last_modified_internal,
            seen: run.started,
            is_archived: false,
        });
        one.item.subject = Some(plan.dataset.id);
        one.item.status = vitrail_domain::harvest::job::ItemStatus::Done;
        one.item.outcome = Some(plan.outcome);
        if plan.former.is_some() {
            one.item.changes.clone_from(&plan.changes);
            one.item.changes.truncate(100);
        }
        plans.push((plan, one.one.name.clone()));
    }
    save(run, tx, plans).await?;
    known::save_all(tx, (run.origin.source.id, Kind::Dataset), &rows).await?;
    Ok(())
}

/// Writes datasets with all that is written beside them.
async fn save(run: &mut Run<'_>, tx: &mut Tx, plans: Vec<(Plan, Option<String>)>) -> Result<()> {
    let now = run.app.now();
    let (mut new, mut versions, mut changes, mut more) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let names: Vec<String> = plans
        .iter()
        .filter(|(plan, _)| plan.former.is_none())
        .map(|(plan, name)| name.clone().unwrap_or_else(|| plan.dataset.title.clone()))
        .collect();
    let mut slugs = run.slugs(tx, Kind::Dataset, &names).await?.into_iter();
    let mut wholes: Vec<(Id, Vec<String>)> = Vec::new();
    for (mut plan, _) in plans {
        if plan.outcome == Outcome::Unchanged {
            continue;
        }
        let subject = (Kind::Dataset, plan.dataset.id);
        wholes.push((
            plan.dataset.id,
            series::names(&plan.dataset).map(str::to_owned).collect(),
        ));
        let operation = match plan.outcome {
            Outcome::Created => "created",
            Outcome::Restored => "restored",
            _ => "updated",
        };
        changes.push(run.change(subject, operation, plan.fields.clone()));
        let was_visible = plan.former.as_ref().is_some_and(Dataset::is_visible);
        more += i64::from(plan.dataset.is_visible()) - i64::from(was_visible);
        if plan.former.is_none() {
            plan.dataset.slug = slugs.next().unwrap_or_default();
            versions.push((subject, version(&plan, now, operation)?));
            new.push((plan.dataset, plan.resources));
            continue;
        }
        store::dataset::save(tx, &plan.dataset).await?;
        store::resource::replace(tx, plan.dataset.id, &plan.resources).await?;
        let version = version(&plan, now, operation)?;
        store::version::add(&mut *tx, subject, &version).await?;
        let buried: Vec<_> = plan
            .gone
            .iter()
            .map(|file| (file.id, plan.dataset.id))
            .collect();
        known::bury(tx, &buried, now).await?;
        if !plan.back.is_empty() {
            known::unbury(tx, &plan.back).await?;
        }
    }
    store::dataset::insert_new(tx, &new).await?;
    let wholes: Vec<(Id, &[String])> = wholes
        .iter()
        .map(|(id, names)| (*id, names.as_slice()))
        .collect();
    store::harvest::series::save_all(tx, run.origin.source.id, &wholes).await?;
    store::version::add_first(tx, &versions).await?;
    if !changes.is_empty() {
        store::change::record_all(&mut *tx, &changes).await?;
    }
    metrics::shift(run.app, tx, run.origin.source.owner, "datasets", more).await
}

/// The state of a dataset with its files, as versions keep it.
fn version(plan: &Plan, now: Timestamp, operation: &str) -> Result<Version> {
    let mut state = editing::state(&plan.dataset)?;
    if let Value::Object(state) = &mut state {
        state.insert("resources".to_owned(), json!(plan.resources));
    }
    Ok(Version {
        number: 0,
        at: now,
        actor: None,
        operation: operation.to_owned(),
        fields: plan.fields.clone(),
        facts: state,
    })
}

/// Takes away the zones that the portal does not know.
pub(super) fn drop_zones(
    dataset: &mut Dataset,
    known: &HashSet<String>,
    lost: &mut Vec<Lost>,
    about: &str,
) {
    let Some(spatial) = &mut dataset.spatial else {
        return;
    };
    let before = spatial.zones.len();
    spatial.zones.retain(|zone| {
        let is_known = known.contains(zone);
        if !is_known {
            lost.push(Lost::new(
                about,
                "spatial.zones",
                zone,
                "no zone of the portal",
            ));
        }
        is_known
    });
    // What never said more than that it is somewhere is not taken away.
    if spatial.zones.len() < before && *spatial == Spatial::default() {
        dataset.spatial = None;
    }
}

/// A change that a reading makes.
pub(super) fn change(
    origin: &Origin,
    now: Timestamp,
    subject: (Kind, Id),
    operation: &str,
    fields: Vec<String>,
) -> Change {
    let extras = json!({"harvest_source": origin.source.id});
    Change {
        organization: origin.source.owner.organization(),
        fields,
        extras: extras.as_object().cloned().unwrap_or_default(),
        ..Change::new(now, subject, operation)
    }
}

/// What makes a contact the same as another.
pub(super) fn contact_key(contact: &ContactPoint, owner: Owner) -> String {
    let ContactPoint {
        name,
        email,
        contact_form,
        role,
        ..
    } = contact;
    json!([name, email, contact_form, role, owner]).to_string()
}
