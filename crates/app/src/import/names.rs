//! Organizations that a source knows by name only: each is the one that bears exactly this name, or a stub until
//! that one comes, when all that the stub holds moves to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use vitrail_domain::{Change, Dataservice, Dataset, Id, Kind, Organization, Owner, Reuse, Topic};
use vitrail_store as store;

use super::gather::{Candidate, Gathered, Pile, named};
use super::imported::Imported;
use super::report::{Outcome, Report};
use crate::{App, Result};

/// Finds the bearer of each name known alone, makes stubs for the others, and gives owners their real ids.
pub async fn resolve(app: &App, gathered: &mut Gathered, report: &mut Report) -> Result<()> {
    let waiting = std::mem::take(&mut gathered.named);
    if waiting.is_empty() {
        return Ok(());
    }
    let mut bearers = bearers(&gathered.organizations);
    let names: Vec<String> = waiting.values().map(|known| known.name.clone()).collect();
    for organization in store::organization::bearing(app.db(), &names).await? {
        if organization.id != named(&organization.name) {
            elect(&mut bearers, &organization);
        }
    }
    let mut real = HashMap::new();
    for (stub, known) in waiting {
        if let Some((_, id)) = bearers.get(&known.name) {
            report.note(
                Outcome::Merged,
                "an organization known by name was recognised",
                || known.name.clone(),
            );
            real.insert(stub, *id);
            continue;
        }
        report.note(
            Outcome::Mended,
            "an organization known by its name only became a stub",
            || known.name.clone(),
        );
        let organization = Organization {
            id: stub,
            slug: vitrail_domain::slug::slugify(&known.name),
            name: known.name,
            created_at: known.first,
            last_modified: known.first,
            stub: true,
            ..Organization::default()
        };
        let candidate = Candidate {
            object: organization,
            parts: (),
            silent: Organization::OPTIONAL.to_vec(),
            fullness: 0,
        };
        gathered.organizations.0.insert(stub, candidate);
    }
    give(gathered, &real);
    Ok(())
}

/// By name, the organization that bears it: a whole one rather than a stub, then the older.
type Bearers = BTreeMap<String, (bool, Id)>;

fn bearers(organizations: &Pile<Organization>) -> Bearers {
    let mut bearers = Bearers::new();
    for candidate in organizations.0.values() {
        elect(&mut bearers, &candidate.object);
    }
    bearers
}

fn elect(bearers: &mut Bearers, organization: &Organization) {
    let claim = (organization.stub, organization.id);
    let held = bearers.entry(organization.name.clone()).or_insert(claim);
    *held = claim.min(*held);
}

/// Replaces seeded ids of organizations by real ones wherever an owner is named.
fn give(gathered: &mut Gathered, real: &HashMap<Id, Id>) {
    fn owners<T: Imported>(pile: &mut Pile<T>, real: &HashMap<Id, Id>) {
        for candidate in pile.0.values_mut() {
            if let Some(id) = candidate
                .object
                .owner()
                .organization()
                .and_then(|id| real.get(&id))
            {
                candidate.object.set_owner(Owner::Organization(*id));
            }
        }
    }
    owners(&mut gathered.datasets, real);
    owners(&mut gathered.reuses, real);
    owners(&mut gathered.dataservices, real);
    owners(&mut gathered.topics, real);
    owners(&mut gathered.contacts, real);
    for community in gathered.community.values_mut() {
        if let Some(id) = community.owner.organization().and_then(|id| real.get(&id)) {
            community.owner = Owner::Organization(*id);
        }
    }
    for candidate in gathered.discussions.0.values_mut() {
        let discussion = &mut candidate.object;
        let messages = discussion.messages.iter_mut();
        let named = messages
            .map(|message| &mut message.posted_by_organization)
            .chain([
                &mut discussion.organization,
                &mut discussion.closed_by_organization,
            ]);
        for slot in named {
            if let Some(id) = slot.and_then(|id| real.get(&id)) {
                *slot = Some(*id);
            }
        }
    }
}

/// The stubs of the portal whose real organization is among those gathered: stub, then real.
pub async fn arrived(app: &App, organizations: &Pile<Organization>) -> Result<Vec<(Id, Id)>> {
    let awaited: HashMap<Id, Id> = bearers(organizations)
        .into_iter()
        .map(|(name, (_, id))| (named(&name), id))
        .filter(|(stub, real)| stub != real)
        .collect();
    let stubs: Vec<Id> = awaited.keys().copied().collect();
    let here = store::subject::by_ids::<Organization>(app.db(), &stubs).await?;
    let mut moves: Vec<(Id, Id)> = here
        .values()
        .filter(|stub| stub.stub)
        .filter_map(|stub| Some((stub.id, *awaited.get(&stub.id)?)))
        .collect();
    moves.sort_unstable();
    Ok(moves)
}

/// Moves all that a stub holds to the real organization, and removes the stub.
pub async fn hand_over(app: &App, from: Id, to: Id, report: &mut Report) -> Result<()> {
    let stub = store::subject::get::<Organization>(app.db(), from).await?;
    let name = stub.map(|stub| stub.name).unwrap_or_default();
    let mut changes = Vec::new();
    let mut tx = app.db().begin().await?;
    owned::<Dataset>(app, &mut tx, from, to, &mut changes).await?;
    owned::<Reuse>(app, &mut tx, from, to, &mut changes).await?;
    owned::<Dataservice>(app, &mut tx, from, to, &mut changes).await?;
    owned::<Topic>(app, &mut tx, from, to, &mut changes).await?;
    for mut community in store::community_resource::of_organization(&mut tx, from).await? {
        community.owner = Owner::Organization(to);
        store::community_resource::save(&mut tx, &community).await?;
    }
    for mut contact in store::contact_point::of_organization(&mut tx, from).await? {
        contact.owner = Owner::Organization(to);
        store::contact_point::save(&mut tx, &contact).await?;
    }
    store::organization::absorb(&mut tx, from, to).await?;
    changes.push(Change::new(
        app.now(),
        (Kind::Organization, from),
        "deleted",
    ));
    store::change::record_all(&mut tx, &changes).await?;
    tx.commit().await?;
    report.note(
        Outcome::Merged,
        "a stub gave all it held to the real organization",
        || name,
    );
    Ok(())
}

async fn owned<T: Imported>(
    app: &App,
    tx: &mut store::Tx,
    from: Id,
    to: Id,
    changes: &mut Vec<Change>,
) -> Result<()> {
    let ids = store::subject::ids_of_organization(&mut *tx, T::TABLE, from).await?;
    for (_, mut object) in store::subject::by_ids::<T>(&mut *tx, &ids).await? {
        object.set_owner(Owner::Organization(to));
        object.save(tx, None).await?;
        let mut change = Change::new(app.now(), (T::KIND, object.key()), "updated");
        change.organization = Some(to);
        change.fields = vec!["organization".to_owned()];
        changes.push(change);
    }
    Ok(())
}

/// The ids of the stubs that leave.
pub fn leaving(moves: &[(Id, Id)]) -> HashSet<Id> {
    moves.iter().map(|(stub, _)| *stub).collect()
}
