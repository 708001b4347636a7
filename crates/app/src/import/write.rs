//! Writing what was gathered: kind after kind, some hundreds of objects in one transaction, each with its change.
//! An object that the database refuses is tried alone, so that it does not take its neighbours with it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use uuid::Uuid;
use vitrail_domain::{
    Change, CommunityResource, Dataset, Id, Kind, Organization, Reuse, Timestamp,
};
use vitrail_store as store;

use super::gather::{Gathered, Pile};
use super::imported::Imported;
use super::plan::{Plan, plan};
use super::report::{Outcome, Report};
use super::{Step, Watch, dataset, names, slugs};
use crate::{App, Result};

const TOGETHER: usize = 500;

/// Writes everything, in an order where owners come before what they own.
pub async fn all(
    app: &App,
    mut gathered: Gathered,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<()> {
    names::resolve(app, &mut gathered, report).await?;
    stubs(&gathered.organizations, report);
    plain(app, gathered.users, report, watch).await?;
    let moves = names::arrived(app, &gathered.organizations).await?;
    let leaving = names::leaving(&moves);
    let mut plans = plan(app, gathered.organizations).await?;
    slugs::settle(app, &mut plans, &leaving, report).await?;
    save(app, plans, &leaving, report, watch).await?;
    for (from, to) in moves {
        names::hand_over(app, from, to, report).await?;
    }
    plain(app, gathered.contacts, report, watch).await?;
    datasets(app, gathered.datasets, report, watch).await?;
    reuses(app, gathered.reuses, report, watch).await?;
    plain(app, gathered.dataservices, report, watch).await?;
    plain(app, gathered.topics, report, watch).await?;
    plain(app, gathered.posts, report, watch).await?;
    community(app, gathered.community, report).await?;
    plain(app, gathered.discussions, report, watch).await
}

/// Counts the organizations of which only other objects speak, by id.
fn stubs(organizations: &Pile<Organization>, report: &mut Report) {
    for candidate in organizations.0.values() {
        let organization = &candidate.object;
        if organization.stub && !organization.yields() {
            report.note(
                Outcome::Mended,
                "an organization known by its id only became a stub",
                || format!("{} {}", organization.id, organization.name),
            );
        }
    }
}

/// Kinds without rules of their own.
async fn plain<T: Imported>(
    app: &App,
    pile: Pile<T>,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<()> {
    let mut plans = plan(app, pile).await?;
    if T::SLUGS {
        slugs::settle(app, &mut plans, &HashSet::new(), report).await?;
    }
    save(app, plans, &HashSet::new(), report, watch).await
}

async fn datasets(
    app: &App,
    pile: Pile<Dataset>,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<()> {
    let mut plans = plan(app, pile).await?;
    slugs::settle(app, &mut plans, &HashSet::new(), report).await?;
    let moved = unique_files(app, &mut plans, report).await?;
    unknown_zones(app, &plans, report).await?;
    for plan in &mut plans {
        if let Some(files) = &plan.parts {
            plan.object.refresh(files);
        }
    }
    if !moved.is_empty() {
        let mut tx = app.db().begin().await?;
        store::resource::remove(&mut tx, &moved).await?;
        tx.commit().await?;
    }
    save(app, plans, &HashSet::new(), report, watch).await
}

/// Makes sure that no two files bear one id: who holds it here keeps it, else the older dataset; the other file
/// gets a new one. Gives the ids that go from one dataset to another.
async fn unique_files(
    app: &App,
    plans: &mut [Plan<Dataset>],
    report: &mut Report,
) -> Result<Vec<Uuid>> {
    let mut wanted: BTreeMap<Id, BTreeSet<Uuid>> = BTreeMap::new();
    for plan in &*plans {
        if let Some(files) = &plan.parts {
            wanted.insert(plan.id(), files.iter().map(|file| file.id).collect());
        }
    }
    let ids: Vec<Uuid> = wanted.values().flatten().copied().collect();
    let held = store::resource::taken(app.db(), &ids).await?;
    let mut given: HashMap<Uuid, Id> = HashMap::new();
    let mut moved = Vec::new();
    for plan in plans {
        let dataset = plan.object.id;
        for (place, file) in plan.parts.iter_mut().flatten().enumerate() {
            let holder = held.get(&file.id).copied().filter(|holder| {
                *holder != dataset && wanted.get(holder).is_none_or(|ids| ids.contains(&file.id))
            });
            let twice = holder.is_some()
                || given
                    .get(&file.id)
                    .is_some_and(|other| *other != dataset && held.get(&file.id) != Some(&dataset));
            if twice {
                let old = file.id;
                file.id = dataset::seeded(&format!("resource:{dataset}:{old}:{place}"));
                report.note(
                    Outcome::Mended,
                    "a resource id used twice: the second got a new one",
                    || format!("dataset {dataset}: {old} became {}", file.id),
                );
            } else if held.get(&file.id).is_some_and(|holder| *holder != dataset) {
                moved.push(file.id);
            }
            given.insert(file.id, dataset);
        }
    }
    Ok(moved)
}

async fn unknown_zones(app: &App, plans: &[Plan<Dataset>], report: &mut Report) -> Result<()> {
    let zones = |plan: &Plan<Dataset>| {
        let spatial = plan.object.spatial.as_ref().filter(|_| plan.changes());
        spatial.map(|spatial| spatial.zones.clone())
    };
    let wanted: BTreeSet<String> = plans.iter().filter_map(zones).flatten().collect();
    let wanted: Vec<String> = wanted.into_iter().collect();
    let mut known = HashSet::new();
    for chunk in wanted.chunks(1_000) {
        known.extend(store::zone::by_ids(app.db(), chunk).await?.into_keys());
    }
    for plan in plans {
        for zone in zones(plan).into_iter().flatten() {
            if !known.contains(&zone) {
                report.note(
                    Outcome::Kept,
                    "a zone that the portal does not know",
                    || format!("dataset {}: {zone}", plan.id()),
                );
            }
        }
    }
    Ok(())
}

/// Reuses; of two with one address the older keeps it, for an address is unique.
async fn reuses(app: &App, pile: Pile<Reuse>, report: &mut Report, watch: Watch<'_>) -> Result<()> {
    let mut plans = plan(app, pile).await?;
    slugs::settle(app, &mut plans, &HashSet::new(), report).await?;
    let urls: Vec<String> = plans.iter().map(|plan| plan.object.url.clone()).collect();
    let mut holders: HashMap<String, Id> = store::reuse::with_urls(app.db(), &urls)
        .await?
        .into_iter()
        .collect();
    plans.sort_by_key(|plan| (plan.before.is_none(), plan.id()));
    plans.retain(|plan| {
        let url = plan.object.url.clone();
        let holder = *holders.entry(url).or_insert(plan.id());
        let first = holder == plan.id();
        if !first {
            let reason = "a reuse with the address of another";
            report.note(Outcome::Refused, reason, || {
                format!("reuse {}: the address of reuse {holder}", plan.id())
            });
        }
        first
    });
    save(app, plans, &HashSet::new(), report, watch).await
}

/// Writes the plans that change something.
async fn save<T: Imported>(
    app: &App,
    plans: Vec<Plan<T>>,
    leaving: &HashSet<Id>,
    report: &mut Report,
    watch: Watch<'_>,
) -> Result<()> {
    let (changed, same): (Vec<_>, Vec<_>) = plans.into_iter().partition(Plan::changes);
    let tally = report.tally(T::KIND);
    tally.unchanged += u64::try_from(same.len()).unwrap_or(0);
    let total = u64::try_from(changed.len()).unwrap_or(0);
    let mut done = 0;
    // Those that leave a slug come first, in one transaction, so that others may take it.
    let (renamed, rest): (Vec<_>, Vec<_>) = changed.into_iter().partition(is_renamed);
    let mut free: Vec<Id> = renamed.iter().map(Plan::id).collect();
    free.extend(leaving);
    let mut groups: Vec<&[Plan<T>]> = Vec::new();
    if !free.is_empty() {
        groups.push(&renamed);
    }
    groups.extend(rest.chunks(TOGETHER));
    for (turn, group) in groups.into_iter().enumerate() {
        let freed: &[Id] = if turn == 0 { &free } else { &[] };
        match together(app, group, freed).await {
            Ok(()) => {
                for plan in group {
                    counted(report, plan);
                }
            }
            Err(error) => one_by_one(app, group, freed, error, report).await?,
        }
        done += u64::try_from(group.len()).unwrap_or(0);
        watch(Step::Writing {
            what: T::KIND.as_str(),
            done,
            total,
        });
    }
    Ok(())
}

fn is_renamed<T: Imported>(plan: &Plan<T>) -> bool {
    let before = plan.before.as_ref();
    before.is_some_and(|before| before.slug() != plan.object.slug())
}

fn counted<T: Imported>(report: &mut Report, plan: &Plan<T>) {
    let tally = report.tally(T::KIND);
    match plan.before {
        Some(_) => tally.updated += 1,
        None => tally.created += 1,
    }
}

async fn together<T: Imported>(app: &App, plans: &[Plan<T>], free: &[Id]) -> store::Result<()> {
    let mut tx = app.db().begin().await?;
    if T::SLUGS {
        store::slug::free(&mut tx, T::TABLE, free).await?;
    }
    let mut changes = Vec::with_capacity(plans.len());
    for plan in plans {
        plan.object.save(&mut tx, plan.parts.as_ref()).await?;
        if let Some(old) = plan.before.as_ref().and_then(T::slug)
            && plan.object.slug() != Some(old)
        {
            store::slug::remember(&mut tx, T::KIND, old, plan.id()).await?;
        }
        changes.push(change(plan, app.now()));
    }
    if !changes.is_empty() {
        store::change::record_all(&mut tx, &changes).await?;
    }
    tx.commit().await
}

fn change<T: Imported>(plan: &Plan<T>, now: Timestamp) -> Change {
    let operation = if plan.before.is_some() {
        "updated"
    } else {
        "imported"
    };
    let mut change = Change::new(now, (T::KIND, plan.id()), operation);
    change.organization = match T::KIND {
        Kind::Organization => Some(plan.id()),
        _ => plan.object.owner().organization(),
    };
    change
}

/// After a refusal: each alone. A database that refuses everything is no fault of the objects.
async fn one_by_one<T: Imported>(
    app: &App,
    plans: &[Plan<T>],
    free: &[Id],
    error: store::Error,
    report: &mut Report,
) -> Result<()> {
    const PATIENCE: u32 = 3;
    tracing::warn!(%error, kind = %T::KIND, "a group of objects was refused: writing them one by one");
    if plans.is_empty() {
        return Err(error.into());
    }
    let mut tx = app.db().begin().await?;
    store::slug::free(&mut tx, T::TABLE, if T::SLUGS { free } else { &[] }).await?;
    tx.commit().await?;
    let mut failures = 0;
    for plan in plans {
        match together(app, std::slice::from_ref(plan), &[]).await {
            Ok(()) => {
                failures = 0;
                counted(report, plan);
            }
            Err(error) => {
                let broken = !matches!(error, store::Error::Taken(_));
                failures += u32::from(broken);
                if failures >= PATIENCE {
                    return Err(error.into());
                }
                report.note(
                    Outcome::Refused,
                    "an object that the database refused",
                    || format!("{} {}: {error}", T::KIND, plan.id()),
                );
            }
        }
    }
    Ok(())
}

async fn community(
    app: &App,
    gathered: BTreeMap<Uuid, CommunityResource>,
    report: &mut Report,
) -> Result<()> {
    let ids: Vec<Uuid> = gathered.keys().copied().collect();
    let stored = store::community_resource::by_ids(app.db(), &ids).await?;
    let changed: Vec<&CommunityResource> = gathered
        .values()
        .filter(|new| {
            stored.get(&new.resource.id).is_none_or(|held| {
                held.resource.last_modified_internal < new.resource.last_modified_internal
            })
        })
        .collect();
    for group in changed.chunks(TOGETHER) {
        let mut tx = app.db().begin().await?;
        let mut log = Vec::new();
        for new in group {
            store::community_resource::save(&mut tx, new).await?;
            // The log speaks of the dataset that shows it.
            if let Some(dataset) = new.dataset {
                let subject = (Kind::Dataset, dataset);
                let mut change = Change::new(app.now(), subject, "community_resource:imported");
                change.organization = new.owner.organization();
                log.push(change);
            }
        }
        if !log.is_empty() {
            store::change::record_all(&mut tx, &log).await?;
        }
        tx.commit().await?;
    }
    let tally = report.tally(Kind::CommunityResource);
    let size = |count: usize| u64::try_from(count).unwrap_or(0);
    let updated = changed
        .iter()
        .filter(|new| stored.contains_key(&new.resource.id))
        .count();
    tally.updated += size(updated);
    tally.created += size(changed.len() - updated);
    tally.unchanged += size(gathered.len() - changed.len());
    Ok(())
}
