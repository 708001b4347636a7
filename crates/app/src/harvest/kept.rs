//! What was edited here and stays, against a source that says what it said before: each report names it, not only that of
//! the reading that met the edit first. Nothing is written.

use vitrail_domain::harvest::job::FieldChange;
use vitrail_domain::{ContactPoint, Dataset, Id, Owner};
use vitrail_store as store;
use vitrail_store::Tx;

use super::apply::{Coming, contact_key};
use super::merge::mark;
use super::plan::plan;
use super::run::Run;
use crate::Result;

/// Says in the items of datasets that their source left as they were which of their fields it would have otherwise.
pub(super) async fn tell(run: &Run<'_>, tx: &mut Tx, same: Vec<&mut Coming>) -> Result<()> {
    if same.is_empty() {
        return Ok(());
    }
    let owner = run.origin.source.owner;
    let ids: Vec<Id> = same.iter().filter_map(|one| one.here).collect();
    let mut datasets = store::subject::by_ids::<Dataset>(&mut *tx, &ids).await?;
    let mut files = store::resource::of(&mut *tx, &ids).await?;
    for one in same {
        let Some(found) = one.here.and_then(|id| datasets.remove(&id)) else {
            continue;
        };
        let files = files.remove(&found.id).unwrap_or_default();
        let contacts = contacts(&mut *tx, owner, &one.one.contacts).await?;
        let contacts = contacts.iter().map(|contact| contact.id).collect();
        let plan = plan(run.app, &run.origin, one, contacts, Some((found, files)))?;
        one.item.changes = only(plan.changes);
    }
    Ok(())
}

/// The changes that are not made, because of what was edited here; as many as a report tells.
pub(super) fn only(changes: Vec<FieldChange>) -> Vec<FieldChange> {
    let kept = changes.into_iter().filter(|change| change.kept);
    kept.take(100).collect()
}

/// The contacts of an owner that say the same; those that would be made, under identifiers that always come out the same.
pub(super) async fn contacts(
    run: impl Into<store::Run<'_>>,
    owner: Owner,
    said: &[ContactPoint],
) -> Result<Vec<ContactPoint>> {
    let mut run = run.into();
    let mut contacts = Vec::with_capacity(said.len());
    for contact in said {
        let wanted = ContactPoint {
            id: Id::seeded(&mark(&contact_key(contact, owner).into())),
            owner,
            ..contact.clone()
        };
        let same = store::contact_point::same(run.again(), &wanted).await?;
        contacts.push(same.unwrap_or(wanted));
    }
    Ok(contacts)
}
