//! What writing has in common for every subject: who may, whether the writer saw the last state, and what is
//! written beside the object in the same transaction: its change and its version.

pub(crate) mod subject;

use serde::Serialize;
use serde_json::Value;
use vitrail_domain::form::{Form, Problem, Problems};
use vitrail_domain::{
    Actor, Change, ContactPoint, Extras, Id, Kind, Organization, Owner, Timestamp, User,
};
use vitrail_store as store;
use vitrail_store::subject::Subject;
use vitrail_store::version::Version;
use vitrail_store::{Found, Tx};

use crate::{App, Error, Result};

/// The state of an object that a writer saw: the instant of its last edit, in microseconds, or its [`mark`].
pub type Seen = Option<i64>;

/// Refuses who did not see the last state of an object that says when it was edited.
pub(crate) fn still(actor: &Actor, modified: Timestamp) -> Result<()> {
    is_last(actor, modified.micros())
}

/// The same, of an object that does not say when it was edited.
pub(crate) fn still_marked(actor: &Actor, object: &impl Serialize) -> Result<()> {
    // Without a state to compare, nothing is to be computed.
    actor.upon.map_or(Ok(()), |_| is_last(actor, mark(object)))
}

fn is_last(actor: &Actor, state: i64) -> Result<()> {
    match actor.upon {
        Some(seen) if seen != state => Err(Error::Stale),
        _ => Ok(()),
    }
}

/// The state of an object that does not say when it was edited: a digest of all that it holds.
pub fn mark(object: &impl Serialize) -> i64 {
    use sha2::Digest as _;
    let text = serde_json::to_vec(object).unwrap_or_default();
    let digest = sha2::Sha256::digest(text);
    let mut mark = [0; 8];
    mark.iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = from);
    // Tags are written without a sign.
    i64::from_be_bytes(mark) & i64::MAX
}

/// The object of an id or a slug, kept from other writers until the transaction ends.
pub(crate) async fn hold<S: Subject<Key = Id>>(tx: &mut Tx, key: &str) -> Result<S> {
    match store::subject::find::<S>(tx, key).await? {
        Found::Here(object) => Ok(object),
        Found::Moved(slug) => Err(Error::Moved(slug)),
        Found::Nowhere => Err(Error::NotFound(S::KIND)),
    }
}

/// Whether the actor may change an object; who may not even read it learns nothing.
pub(crate) fn editable(
    actor: &Actor,
    subject: (Kind, Id),
    owner: Owner,
    private: bool,
) -> Result<()> {
    if actor.edits(subject, owner) {
        return Ok(());
    }
    if private && !actor.sees_private(owner) {
        return Err(Error::NotFound(subject.0));
    }
    Err(Error::Forbidden)
}

/// Problems of a form as the error of a kind of object.
pub(crate) fn finish(form: Form<'_>, kind: Kind) -> Result<()> {
    form.finish()
        .map_err(|problems| Error::Invalid(kind, problems))
}

/// One problem of one field.
pub fn invalid(kind: Kind, field: &str, problem: Problem) -> Error {
    Error::Invalid(kind, Problems::from([(field.to_owned(), vec![problem])]))
}

/// For whom a new object is made: the writer, or an organization of theirs; anybody for sysadmins.
pub(crate) async fn owner_of_new(tx: &mut Tx, actor: &Actor, form: &mut Form<'_>) -> Result<Owner> {
    let me = crate::reading::signed_in(actor)?;
    if let Some(id) = form.id("organization").flatten() {
        let found = store::subject::by_ids::<Organization>(tx, &[id]).await?;
        if found.get(&id).is_none_or(|found| found.deleted.is_some()) {
            let sentence = "Organization does not exists".to_owned();
            form.refuse("organization", Problem::Said(sentence));
        } else if !actor.belongs_to(id) {
            let sentence = "Permission denied for this organization".to_owned();
            form.refuse("organization", Problem::Said(sentence));
        }
        return Ok(Owner::Organization(id));
    }
    let Some(id) = form.id("owner").flatten() else {
        return Ok(Owner::User(me));
    };
    if id != me && !actor.sysadmin {
        let sentence = "You can only set yourself as owner".to_owned();
        form.refuse("owner", Problem::Said(sentence));
    } else if store::subject::by_ids::<User>(tx, &[id]).await?.is_empty() {
        form.refuse("owner", Problem::Unknown(id.to_string()));
    }
    Ok(Owner::User(id))
}

/// Another owner for an object that has one: sysadmins only, others ask for a transfer.
pub(crate) async fn other_owner(
    tx: &mut Tx,
    actor: &Actor,
    form: &mut Form<'_>,
    current: Owner,
) -> Result<Owner> {
    let organization = form.id("organization").flatten();
    let user = form.id("owner").flatten();
    let asked = match (organization, user) {
        (Some(id), _) => Owner::Organization(id),
        (None, Some(id)) => Owner::User(id),
        (None, None) => return Ok(current),
    };
    if asked == current {
        return Ok(current);
    }
    if !actor.sysadmin {
        let field = if organization.is_some() {
            "organization"
        } else {
            "owner"
        };
        let sentence = "The owner changes by a transfer that the other accepts".to_owned();
        form.refuse(field, Problem::Said(sentence));
        return Ok(current);
    }
    owner_of_new(tx, actor, form).await
}

/// The objects that a form names under `name`, each once, in its order. One that the writer may not know of is
/// refused as if it did not exist, unless it was there before.
pub(crate) async fn named<S: Subject<Key = Id>>(
    tx: &mut Tx,
    form: &mut Form<'_>,
    name: &str,
    kept: &[Id],
    is_known: impl Fn(&S) -> bool,
) -> Result<Option<Vec<Id>>> {
    let Some(asked) = form.ids(name) else {
        return Ok(None);
    };
    let mut ids: Vec<Id> = Vec::with_capacity(asked.len());
    for id in asked {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let found = store::subject::by_ids::<S>(tx, &ids).await?;
    for id in &ids {
        if !kept.contains(id) && !found.get(id).is_some_and(&is_known) {
            form.refuse(name, Problem::Unknown(id.to_string()));
        }
    }
    Ok(Some(ids))
}

/// Contacts must be those of the owner.
pub(crate) async fn contacts(
    tx: &mut Tx,
    form: &mut Form<'_>,
    owner: Owner,
    contacts: &mut Vec<Id>,
) -> Result<()> {
    let Some(ids) = form.ids("contact_points") else {
        return Ok(());
    };
    let found = store::subject::by_ids::<ContactPoint>(tx, &ids).await?;
    for id in &ids {
        match found.get(id) {
            None => form.refuse("contact_points", Problem::Unknown(id.to_string())),
            Some(contact) if contact.owner != owner => {
                let sentence = "Wrong contact point id or contact point ownership mismatch";
                form.refuse("contact_points", Problem::Said(sentence.to_owned()));
            }
            Some(_) => {}
        }
    }
    *contacts = ids;
    Ok(())
}

/// What a message or a report speaks of: `{class, id}`, of one of these kinds.
pub(crate) fn subject_of(form: &mut Form<'_>, allowed: &[Kind]) -> Option<(Kind, Id)> {
    let fields = form.object("subject").flatten()?;
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = Kind::from_class(text("class")).filter(|kind| allowed.contains(kind));
    let Some(kind) = kind else {
        let known: Vec<String> = allowed
            .iter()
            .map(|kind| format!("'{}'", kind.class()))
            .collect();
        let sentence = format!("Value must be one of [{}]", known.join(", "));
        form.refuse("subject", Problem::Said(sentence));
        return None;
    };
    let id = text("id").parse();
    if id.is_err() {
        form.refuse("subject", Problem::Unknown(text("id").to_owned()));
    }
    Some((kind, id.ok()?))
}

/// A partial editor may edit what they created.
pub(crate) async fn assign_to_creator(
    tx: &mut Tx,
    actor: &Actor,
    subject: (Kind, Id),
    owner: Owner,
) -> Result<()> {
    let (Some(user), Some(organization)) = (actor.user, owner.organization()) else {
        return Ok(());
    };
    if actor.role_in(organization) == Some(vitrail_domain::organization::Role::PartialEditor) {
        store::organization::assign(tx, user, organization, subject).await?;
    }
    Ok(())
}

/// Zones of a place that this portal does not know are refused: a typing mistake would hide the dataset.
pub(crate) async fn known_zones(
    tx: &mut Tx,
    form: &mut Form<'_>,
    place: Option<&vitrail_domain::spatial::Spatial>,
    kept: Option<&vitrail_domain::spatial::Spatial>,
) -> Result<()> {
    let Some(place) = place.filter(|_| form.has("spatial")) else {
        return Ok(());
    };
    let known = store::zone::by_ids(tx, &place.zones).await?;
    let unknown: Vec<&str> = place
        .zones
        .iter()
        .filter(|id| !known.contains_key(*id))
        .filter(|id| kept.is_none_or(|kept| !kept.zones.contains(id)))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        let sentence = format!("Unknown geoid(s): {}", unknown.join(", "));
        form.refuse("spatial.zones", Problem::Said(sentence));
    }
    Ok(())
}

/// The slug after a change of name; the former one goes on leading here.
pub(crate) async fn rename<S: Subject<Key = Id>>(
    tx: &mut Tx,
    id: Id,
    former: &str,
    name: &str,
) -> Result<String> {
    let slug = store::slug::pick(tx, S::KIND, S::TABLE, id, name).await?;
    if slug != former {
        store::slug::remember(tx, S::KIND, former, id).await?;
    }
    Ok(slug)
}

/// The state of an object as a version keeps it.
pub(crate) fn state(object: &impl Serialize) -> Result<Value> {
    Ok(serde_json::to_value(object).map_err(anyhow::Error::from)?)
}

/// Dates that change with every edit, and what is computed: no reader thinks of them as edited.
const ACCESSORY: [&str; 8] = [
    "last_modified_internal",
    "last_modified",
    "metadata_modified_at",
    "last_update",
    "quality",
    "metrics",
    "slug",
    "created_at_internal",
];

/// The names of the fields in which two states differ.
pub(crate) fn changed(before: &Value, after: &Value) -> Vec<String> {
    let fields = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    let names = before
        .keys()
        .chain(after.keys().filter(|key| !before.contains_key(*key)));
    let mut changed: Vec<String> = names
        .filter(|key| !ACCESSORY.contains(&key.as_str()))
        .filter(|key| before.get(*key) != after.get(*key))
        .cloned()
        .collect();
    changed.sort_unstable();
    changed
}

/// What became of free facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facts {
    Same,
    /// Only those that checks and analyses of the platform find.
    Found,
    /// Those that people and their programs say.
    Said,
}

/// The facts that are new, other, or no longer there.
pub(crate) fn differing<'a>(
    former: &'a Extras,
    extras: &'a Extras,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let gone = former.iter().filter(|(key, _)| !extras.contains_key(*key));
    extras
        .iter()
        .filter(|(key, value)| former.get(*key) != Some(value))
        .chain(gone)
}

/// What changed between two dictionaries of free facts.
pub(crate) fn extras(former: &Extras, extras: &Extras) -> Facts {
    let changed: Vec<_> = differing(former, extras).collect();
    match changed.len() {
        0 => Facts::Same,
        all if vitrail_domain::edit::reserved(changed).len() == all => Facts::Found,
        _ => Facts::Said,
    }
}

/// What became of an object that may be put away and brought back, as activity keys end.
pub(crate) fn operation<T>(former: Option<T>, deleted: Option<T>) -> &'static str {
    match (former, deleted) {
        (Some(_), None) => "restored",
        (None, Some(_)) => "deleted",
        _ => "updated",
    }
}

/// Adds a badge; says whether it is new.
pub(crate) fn give(badges: &mut Vec<String>, kind: &str) -> bool {
    let is_new = !badges.iter().any(|badge| badge == kind);
    if is_new {
        badges.push(kind.to_owned());
    }
    is_new
}

/// Takes a badge away; says whether it was there.
pub(crate) fn take(badges: &mut Vec<String>, kind: &str) -> bool {
    let before = badges.len();
    badges.retain(|badge| badge != kind);
    badges.len() != before
}

/// A badge that no subject of this kind bears. Badges are one model for all, and answer as newer models do.
pub(crate) fn unknown_badge(subject: Kind, badge: &str) -> Error {
    let sentence = format!("Unknown badge type for {}: {badge}", subject.class());
    invalid(Kind::Site, "kind", Problem::Whole(sentence))
}

/// What is written beside an object that changed.
pub(crate) struct Written<'a> {
    pub subject: (Kind, Id),
    pub owner: Owner,
    /// As udata's activity keys end: `created`, `updated`, `deleted`, `resource:added`…
    pub operation: &'a str,
    pub fields: Vec<String>,
    pub extras: Extras,
    /// The state to keep as a version, for the kinds whose history is kept.
    pub state: Option<Value>,
}

/// Records the change and the version of an object, in the transaction that wrote it.
pub(crate) async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    written: Written<'_>,
) -> Result<()> {
    let Written {
        subject,
        owner,
        operation,
        fields,
        extras,
        state,
    } = written;
    if let Some(facts) = state {
        let version = Version {
            number: 0,
            at: app.now(),
            actor: actor.user,
            operation: operation.to_owned(),
            fields: fields.clone(),
            facts,
        };
        store::version::add(&mut *tx, subject, &version).await?;
    }
    match operation {
        "deleted" => {
            let now = Some(app.now());
            store::report::subject_gone(&mut *tx, subject, now, actor.user).await?;
        }
        "restored" => store::report::subject_gone(&mut *tx, subject, None, None).await?,
        _ => {}
    }
    let change = Change {
        actor: actor.user,
        organization: owner.organization(),
        fields,
        extras,
        ..Change::new(app.now(), subject, operation)
    };
    Ok(store::change::record(tx, &change).await?)
}

#[cfg(test)]
mod tests {
    use super::changed;
    use serde_json::json;

    #[test]
    fn tells_which_fields_differ() {
        let before = json!({"title": "a", "tags": [], "last_update": 1, "gone": true});
        let after = json!({"title": "b", "tags": [], "last_update": 2, "new": 1});
        assert_eq!(changed(&before, &after), ["gone", "new", "title"]);
    }
}
