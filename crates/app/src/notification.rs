//! What people are told in the portal, and what is settled because somebody answered.

pub(crate) mod letter;

use std::collections::BTreeSet;

use uuid::Uuid;
use vitrail_domain::notification::{Details, LIFE};
use vitrail_domain::{Actor, Dataset, Id, Kind, Notification, Organization};
use vitrail_store as store;
use vitrail_store::Tx;
pub use vitrail_store::notification::SORTS;

use crate::references::Wanted;
use crate::{App, Error, Listed, Page, References, Result, Sort, reading};

/// Tells people something, in the portal and by mail, in the transaction that makes it true. `about` is the id of what
/// it is about.
pub(crate) async fn tell(
    app: &App,
    tx: &mut Tx,
    people: impl IntoIterator<Item = Id>,
    about: &str,
    details: &Details,
) -> Result<()> {
    let notification = |user| Notification {
        id: crate::resource::new_id(app),
        user,
        about: about.to_owned(),
        created: app.now(),
        modified: app.now(),
        handled: None,
        details: details.clone(),
    };
    let people: Vec<Id> = people.into_iter().collect();
    let all: Vec<Notification> = people.iter().copied().map(notification).collect();
    store::notification::add(&mut *tx, &all).await?;
    letter::write(app, tx, &people, details).await
}

/// Somebody answered: nobody else needs to.
pub(crate) async fn settle(app: &App, tx: &mut Tx, about: &str) -> Result<()> {
    Ok(store::notification::settle(tx, about, app.now()).await?)
}

/// A page of what the caller was told.
pub async fn list(
    app: &App,
    actor: &Actor,
    handled: Option<bool>,
    event: Option<String>,
    sort: Option<Sort>,
    page: Page,
) -> Result<Listed<Notification>> {
    let me = reading::signed_in(actor)?;
    let wanted = store::notification::Filter {
        handled,
        event,
        since: app.now().plus(-LIFE),
    };
    Ok(store::notification::list(app.db(), me, &wanted, sort, page).await?)
}

/// The caller has read one of theirs.
pub async fn read(app: &App, actor: &Actor, id: Uuid) -> Result<Notification> {
    let me = reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let found = store::notification::get(&mut tx, me, id).await?;
    let mut notification = found.ok_or(Error::NotFound(Kind::Site))?;
    if notification.handled.is_none() {
        notification.handled = Some(app.now());
        notification.modified = app.now();
        store::notification::save(&mut tx, &notification).await?;
        tx.commit().await?;
    }
    Ok(notification)
}

/// The people and organizations that notifications name.
pub async fn references(app: &App, notifications: &[Notification]) -> Result<References> {
    let mut wanted = Wanted::default();
    for notification in notifications {
        wanted.user([notification.user]);
        match &notification.details {
            Details::MembershipRequested { organization, user }
            | Details::Invited { organization, user } => {
                wanted.user([*user]).organization([*organization]);
            }
            Details::MembershipAccepted { organization }
            | Details::MembershipRefused { organization }
            | Details::NewBadge { organization, .. } => {
                wanted.organization([*organization]);
            }
            Details::TransferRequested {
                owner, recipient, ..
            } => {
                wanted.owner(*owner).owner(*recipient);
            }
            Details::Discussed { .. }
            | Details::Built { .. }
            | Details::HarvesterDeclared { .. } => {}
        }
    }
    wanted.load(app).await
}

/// Tells those who publish data that something uses them; never who made it.
pub(crate) async fn built(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    subject: (Kind, Id),
    datasets: &[Id],
) -> Result<()> {
    if datasets.is_empty() {
        return Ok(());
    }
    let found = store::subject::by_ids::<Dataset>(&mut *tx, datasets).await?;
    let owners: BTreeSet<Id> = found.values().filter_map(|it| it.owner.user()).collect();
    let organizations: BTreeSet<Id> = found
        .values()
        .filter_map(|dataset| dataset.owner.organization())
        .collect();
    let organizations: Vec<Id> = organizations.into_iter().collect();
    let organizations = store::subject::by_ids::<Organization>(&mut *tx, &organizations).await?;
    let members = organizations.values().flat_map(members);
    let mut people: BTreeSet<Id> = owners.into_iter().chain(members).collect();
    if let Some(me) = actor.user {
        people.remove(&me);
    }
    let about = subject.1.to_string();
    tell(app, tx, people, &about, &Details::Built { subject }).await
}

/// All who belong to an organization.
pub(crate) fn members(organization: &Organization) -> Vec<Id> {
    let members = organization.members.iter();
    members.map(|member| member.user).collect()
}

/// Those who run an organization.
pub(crate) fn admins(organization: &Organization) -> Vec<Id> {
    let members = organization.members.iter();
    members
        .filter(|member| member.role == vitrail_domain::organization::Role::Admin)
        .map(|member| member.user)
        .collect()
}
