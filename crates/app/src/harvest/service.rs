//! What becomes of the APIs of a source: they come after its datasets, so that those they serve are known.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Value, json};
use vitrail_domain::dataset::harvest_date;
use vitrail_domain::harvest::job::{FieldChange, ItemStatus, Outcome};
use vitrail_domain::harvest::{HarvestedDataservice, Item};
use vitrail_domain::{Dataservice, Extras, Id, Kind, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::harvest::known::{self, Known};

use super::apply::{Origin, WAS_DELETED, is_ours, refuse};
use super::fit::{self, Refusal};
use super::kept;
use super::merge::{Marks, Merger, brief, mark};
use super::run::Run;
use super::{archive, words};
use crate::{App, Result, badge, editing, metrics};

/// What a source says of an API, besides its free facts.
const FIELDS: [&str; 20] = [
    "title",
    "acronym",
    "description",
    "base_api_url",
    "machine_documentation_url",
    "technical_documentation_url",
    "business_documentation_url",
    "rate_limiting",
    "rate_limiting_url",
    "availability",
    "availability_url",
    "format",
    "access_type",
    "access_audiences",
    "authorization_request_url",
    "access_type_reason_category",
    "access_type_reason",
    "license",
    "contact_points",
    "tags",
];

/// Reads what came; what cannot be saved says why in its item.
pub(super) fn read(
    one: &mut HarvestedDataservice,
    is_new: bool,
    app: &App,
) -> (Item, Option<Refusal>) {
    let now = app.now();
    fit::dataservice(one, now, &app.settings().harvest.allow);
    let facts = one.dataservice.harvest.as_ref();
    let text = |key: &str| facts.and_then(|facts| facts.get(key)?.as_str().map(str::to_owned));
    let item = Item {
        remote_id: one.remote_id.clone(),
        remote_url: text("remote_url"),
        title: one.dataservice.title.clone(),
        kind: Kind::Dataservice,
        created: now,
        ended: Some(now),
        lost: std::mem::take(&mut one.lost),
        ..Item::default()
    };
    let (id, title) = (&one.remote_id, &one.dataservice.title);
    let skipped = one.skipped.as_deref();
    let refusal = fit::refused(id, is_new, skipped, title, "dataservice");
    (item, refusal)
}

/// Takes in one API.
pub(super) async fn take(run: &mut Run<'_>, mut one: HarvestedDataservice) -> Result<()> {
    let now = run.app.now();
    let is_new = run.meet(Kind::Dataservice, &one.remote_id);
    let (mut item, refusal) = read(&mut one, is_new, run.app);
    // It is still there, whatever becomes of it here.
    let met = [one.remote_id.clone()];
    let of = (run.origin.source.id, Kind::Dataservice);
    if let Some(refusal) = refusal {
        refuse(&mut item, now, refusal);
    } else {
        let mut tx = run.app.db().begin().await?;
        match save(run, &mut tx, &mut item, &one).await {
            Ok(()) => {
                known::mark(&mut tx, of, &met, run.started).await?;
                return run.keep(tx, vec![item]).await;
            }
            Err(error) => {
                drop(tx);
                run.forget();
                tracing::warn!(%error, "a harvested API could not be saved");
                item.fail(now, "It could not be saved");
            }
        }
    }
    let mut tx = run.app.db().begin().await?;
    known::mark(&mut tx, of, &met, run.started).await?;
    run.keep(tx, vec![item]).await
}

/// What is known here of an API before a reading.
#[derive(Default)]
pub(super) struct Here {
    known: Option<Known>,
    pub former: Option<Dataservice>,
    marks: Option<Marks>,
}

/// Finds what an API of a source is here.
pub(super) async fn place(tx: &mut Tx, origin: &Origin, remote_id: &str) -> Result<Here> {
    let of = (origin.source.id, Kind::Dataservice);
    let ids = [remote_id.to_owned()];
    let known = known::of_these(&mut *tx, of, &ids).await?.remove(remote_id);
    let mut here = known.as_ref().map(|known| known.subject);
    if here.is_none() {
        let found = known::origins(&mut *tx, Kind::Dataservice, &ids).await?;
        let ours = found.iter().find(|found| is_ours(origin, found));
        here = ours.map(|found| found.id);
    }
    let Some(id) = here else {
        return Ok(Here::default());
    };
    let own = known.as_ref().map(|known| known.fields.as_str());
    let theirs = match own {
        Some(_) => None,
        None => known::last_marks(&mut *tx, Kind::Dataservice, &[id])
            .await?
            .remove(&id),
    };
    let former = store::subject::get::<Dataservice>(&mut *tx, id).await?;
    let written = own.or(theirs.as_deref()).filter(|_| former.is_some());
    Ok(Here {
        marks: written.and_then(|text| Marks::parse(text, own.is_none())),
        former,
        known,
    })
}

/// An API as it is about to be written.
pub(super) struct Plan {
    pub service: Dataservice,
    pub outcome: Outcome,
    pub changes: Vec<FieldChange>,
    /// The fields that change.
    fields: Vec<String>,
    marks: Marks,
}

/// Under which name the datasets that a source said are marked: their identifiers.
const SERVED: &str = "datasets";

/// Links an API to the datasets that its source says it serves: what people linked here stays, and so does what they took
/// away.
fn links(
    merger: &Merger<'_>,
    service: &mut Dataservice,
    said: &[Id],
    fields: &mut BTreeMap<String, String>,
    changes: &mut Vec<FieldChange>,
) {
    let marks = merger.marks.and_then(|marks| marks.get(SERVED));
    let former: HashSet<&str> = marks.into_iter().flat_map(|text| text.split(' ')).collect();
    let names: Vec<String> = said.iter().map(Id::to_string).collect();
    let is_new = |id: &Id| !service.datasets.contains(id);
    let (gone, new): (Vec<Id>, Vec<Id>) = said
        .iter()
        .copied()
        .filter(is_new)
        .partition(|id| !merger.overwrites && former.contains(id.to_string().as_str()));
    if !gone.is_empty() {
        changes.push(FieldChange {
            field: SERVED.to_owned(),
            old: brief(&json!(service.datasets)),
            new: brief(&json!(said)),
            kept: true,
        });
    }
    service.datasets.extend(new);
    fields.insert(SERVED.to_owned(), names.join(" "));
}

/// What an API becomes.
pub(super) fn plan(
    app: &App,
    origin: &Origin,
    one: &HarvestedDataservice,
    here: &Here,
    (contacts, datasets): (Vec<Id>, Vec<Id>),
) -> Result<Plan> {
    let now = app.now();
    let former = here.former.as_ref();
    let merger = Merger {
        marks: here.marks.as_ref().map(|marks| &marks.fields),
        of_another: here.marks.as_ref().is_some_and(|marks| marks.of_another),
        overwrites: origin.source.overwrites(),
        is_new: former.is_none(),
    };
    let base = former.cloned().unwrap_or_else(|| Dataservice {
        id: app.new_id(),
        owner: origin.source.owner,
        created_at: now,
        metadata_modified_at: now,
        ..Dataservice::default()
    });
    let mut said = one.dataservice.clone();
    said.contact_points = contacts;
    let mut changes = Vec::new();
    let (mut service, mut fields) = merger
        .fields(&FIELDS, &base, &said, &mut changes)
        .map_err(anyhow::Error::from)?;
    service.metrics.clone_from(&base.metrics);
    badge::of_dataservice(&mut service, origin.is_certified);
    links(&merger, &mut service, &datasets, &mut fields, &mut changes);
    let was_ours = archive::is_ours(base.harvest.as_ref())
        || here.known.as_ref().is_some_and(|known| known.is_archived);
    let is_back = was_ours && service.archived_at.is_some();
    if is_back {
        service.archived_at = None;
    }
    service.harvest = Some(facts(origin, one, now));
    words::of_dataservice(&mut service, &said);
    // As its source dates it, where it does.
    let date = |key: &str| harvest_date(service.harvest.as_ref(), key);
    let created = date("issued_at").or_else(|| date("created_at"));
    service.created_at = created.unwrap_or(base.created_at);
    let differs = match former {
        Some(former) => editing::changed(&undated(former)?, &undated(&service)?),
        None => Vec::new(),
    };
    let outcome = match (former, is_back) {
        (None, _) => Outcome::Created,
        (_, true) => Outcome::Restored,
        (Some(_), _) if differs.is_empty() => Outcome::Unchanged,
        _ => Outcome::Updated,
    };
    if outcome == Outcome::Unchanged {
        service = base;
    }
    if former.is_none() {
        changes.clear();
    }
    Ok(Plan {
        service,
        outcome,
        changes,
        fields: differs,
        marks: Marks {
            fields,
            ..Marks::default()
        },
    })
}

/// Why an API that is here is left as it is, if it is.
pub(super) fn held(
    here: &Here,
    origin: &Origin,
    owner: impl FnOnce() -> String,
) -> Option<Refusal> {
    let former = here.former.as_ref()?;
    if former.owner != origin.source.owner {
        let why = format!("Item has another owner: {}", owner());
        return Some(Refusal::Failed(why));
    }
    former
        .deleted_at
        .is_some()
        .then(|| Refusal::Skipped(WAS_DELETED.to_owned()))
}

async fn save(
    run: &mut Run<'_>,
    tx: &mut Tx,
    item: &mut Item,
    one: &HarvestedDataservice,
) -> Result<()> {
    let now = run.app.now();
    let of = (run.origin.source.id, Kind::Dataservice);
    let overwrites = run.origin.source.overwrites();
    let hash = mark(&json!([
        one.dataservice,
        one.contacts,
        one.datasets,
        overwrites
    ]));
    let here = place(tx, &run.origin, &one.remote_id).await?;
    item.subject = here.former.as_ref().map(|former| former.id);
    let owner = match &here.former {
        Some(former) if former.owner != run.origin.source.owner => {
            run.owner_name(tx, former.owner).await?
        }
        _ => String::new(),
    };
    if let Some(refusal) = held(&here, &run.origin, || owner) {
        refuse(item, now, refusal);
        return Ok(());
    }
    item.status = ItemStatus::Done;
    let datasets = served(of.0, tx, &one.datasets).await?;
    let known = here.known.as_ref();
    let is_same = known.is_some_and(|known| known.hash == hash && !known.is_archived);
    if let (true, Some(former)) = (is_same, &here.former)
        && datasets.iter().all(|id| former.datasets.contains(id))
    {
        item.outcome = Some(Outcome::Unchanged);
        let owner = run.origin.source.owner;
        let contacts = kept::contacts(&mut *tx, owner, &one.contacts).await?;
        let contacts = contacts.iter().map(|contact| contact.id).collect();
        let plan = plan(run.app, &run.origin, one, &here, (contacts, datasets))?;
        item.changes = kept::only(plan.changes);
        let ids = [one.remote_id.clone()];
        return Ok(known::mark(tx, of, &ids, run.started).await?);
    }
    let contacts = run.contacts(tx, &one.contacts).await?;
    let mut plan = plan(run.app, &run.origin, one, &here, (contacts, datasets))?;
    if plan.outcome != Outcome::Unchanged {
        let former = here.former.as_ref();
        write(run, tx, former, &mut plan.service, plan.fields).await?;
    }
    item.outcome = Some(plan.outcome);
    item.subject = Some(plan.service.id);
    item.changes = plan.changes;
    let unwritten = known.filter(|_| plan.outcome == Outcome::Unchanged);
    let written = unwritten.map_or(now, |known| known.written);
    let row = Known {
        remote_id: one.remote_id.clone(),
        subject: plan.service.id,
        uri: None,
        hash,
        fields: serde_json::to_string(&plan.marks).map_err(anyhow::Error::from)?,
        written,
        seen: run.started,
        is_archived: false,
    };
    Ok(known::save_all(tx, of, &[row]).await?)
}

async fn write(
    run: &mut Run<'_>,
    tx: &mut Tx,
    former: Option<&Dataservice>,
    service: &mut Dataservice,
    changed: Vec<String>,
) -> Result<()> {
    // As its source dates it, where it does.
    let dated = harvest_date(service.harvest.as_ref(), "modified_at");
    service.metadata_modified_at = dated.unwrap_or_else(|| run.app.now());
    if former.is_none() {
        let names = [service.title.clone()];
        let slugs = run.slugs(tx, Kind::Dataservice, &names).await?;
        service.slug = slugs.into_iter().next().unwrap_or_default();
    }
    store::dataservice::save(tx, service).await?;
    let operation = if former.is_some() {
        "updated"
    } else {
        "created"
    };
    let subject = (Kind::Dataservice, service.id);
    let version = store::version::Version {
        number: 0,
        at: run.app.now(),
        actor: None,
        operation: operation.to_owned(),
        fields: changed.clone(),
        facts: editing::state(service)?,
    };
    store::version::add(&mut *tx, subject, &version).await?;
    store::change::record(tx, &run.change(subject, operation, changed)).await?;
    let was = former.is_some_and(Dataservice::is_visible);
    let more = i64::from(service.is_visible()) - i64::from(was);
    metrics::shift(run.app, tx, service.owner, "dataservices", more).await
}

/// The datasets of the source that an API serves, by their identifiers or their addresses.
pub(super) async fn served(of: Id, tx: &mut Tx, names: &[String]) -> Result<Vec<Id>> {
    let last = |name: &String| {
        let end = name.trim_end_matches('/').rsplit(['/', '#']).next();
        end.unwrap_or_default().to_owned()
    };
    let wanted: Vec<String> = names
        .iter()
        .cloned()
        .chain(names.iter().map(last))
        .collect();
    let by_id = known::of_these(&mut *tx, (of, Kind::Dataset), &wanted).await?;
    let by_uri: HashMap<String, Id> = known::by_uri(&mut *tx, of, names).await?;
    let mut ids = Vec::new();
    for name in names {
        let found = by_id.get(name).map(|known| known.subject);
        let found = found.or_else(|| by_uri.get(name).copied());
        let found = found.or_else(|| by_id.get(&last(name)).map(|known| known.subject));
        if let Some(id) = found.filter(|id| !ids.contains(id)) {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn facts(origin: &Origin, one: &HarvestedDataservice, now: Timestamp) -> Extras {
    let mut facts = one.dataservice.harvest.clone().unwrap_or_default();
    facts.insert("backend".to_owned(), json!(origin.backend));
    facts.insert("domain".to_owned(), json!(origin.domain));
    facts.insert("last_update".to_owned(), json!(now));
    facts.insert("remote_id".to_owned(), json!(one.remote_id));
    facts.insert("source_id".to_owned(), json!(origin.source.id));
    facts.insert("source_url".to_owned(), json!(origin.source.url));
    facts
}

fn undated(service: &Dataservice) -> Result<Value> {
    let mut state = editing::state(service)?;
    if let Some(Value::Object(facts)) = state.get_mut("harvest") {
        facts.remove("last_update");
    }
    Ok(state)
}
