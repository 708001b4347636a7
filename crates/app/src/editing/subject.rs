//! The one path of whoever edits a subject whole: it is held, permission is asked, its fields change, then it is
//! written with its version, its change and the counts that follow. Each kind says only what differs.

use serde_json::Value;
use vitrail_domain::form::Form;
use vitrail_domain::{Actor, Extras, Id, Owner, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::subject::Subject;

use super::{Written, changed, editable, hold, record, rename, state, still};
use crate::metrics::Touched;
use crate::{App, Error, Result, notification, reading, spam};

/// A subject that somebody owns, and whose versions hold it whole.
pub(crate) trait Edited: Subject<Key = Id> + Clone + PartialEq + Sync {
    /// The key under which a form says that it is put away.
    const DELETED: &'static str = "deleted";

    fn owner(&self) -> Owner;
    fn is_private(&self) -> bool;
    fn deleted(&self) -> Option<Timestamp> {
        None
    }
    fn set_deleted(&mut self, _at: Option<Timestamp>) {}
    fn modified(&self) -> Timestamp;
    fn set_modified(&mut self, at: Timestamp);
    /// What it is called: its address follows.
    fn name(&self) -> &str;
    fn slug_mut(&mut self) -> &mut String;
    /// Whether the portal puts it forward.
    fn featured_mut(&mut self) -> &mut bool;
    /// Whether it waits for a moderator.
    fn held_mut(&mut self) -> &mut bool;
    /// What is read of it, to be judged.
    fn texts(&self) -> Vec<&str>;
    /// The counts of others that it moves.
    fn touches(&self, _touched: &mut Touched) {}
    /// The datasets that it uses: who publishes them is told.
    fn uses(&self) -> &[Id] {
        &[]
    }
    /// What is computed of it before it is written.
    fn prepare(&mut self, _former: Option<&Self>) {}
    /// A former state brought back: what only other operations change stays as it is now.
    fn brought_back(self, now: &Self) -> Self;
    async fn save(&self, tx: &mut Tx) -> Result<()>;
    /// What is answered to somebody signed in who may not.
    fn refusal() -> Error {
        Error::Forbidden
    }
}

/// Refuses who may not change this.
pub(crate) fn permitted<S: Edited>(actor: &Actor, object: &S) -> Result<()> {
    let subject = (S::KIND, object.key());
    match editable(actor, subject, object.owner(), object.is_private()) {
        Err(Error::Forbidden) => Err(S::refusal()),
        answer => answer,
    }
}

/// An object that the actor may edit, to be shown; one that was put away too, since they may bring it back.
pub(crate) async fn find<S: Edited>(app: &App, actor: &Actor, key: &str) -> Result<S> {
    reading::signed_in(actor)?;
    let object = reading::find::<S>(app, key).await?;
    let (owner, private) = (object.owner(), object.is_private());
    reading::allowed(actor, S::KIND, owner, private, object.deleted().is_some())?;
    permitted(actor, &object)?;
    Ok(object)
}

/// A living object that the actor may edit, kept from other writers.
pub(crate) async fn open<S: Edited>(app: &App, actor: &Actor, key: &str) -> Result<(Tx, S)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let object = hold::<S>(&mut tx, key).await?;
    if object.deleted().is_some() {
        return Err(Error::Gone(S::KIND));
    }
    permitted(actor, &object)?;
    still(actor, object.modified())?;
    Ok((tx, object))
}

/// The same for a form, which may bring back what was put away.
pub(crate) async fn open_for<S: Edited>(
    app: &App,
    actor: &Actor,
    key: &str,
    form: &Form<'_>,
) -> Result<(Tx, S)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let object = hold::<S>(&mut tx, key).await?;
    if object.deleted().is_some() && !form.is_null(S::DELETED) {
        return Err(Error::Gone(S::KIND));
    }
    permitted(actor, &object)?;
    still(actor, object.modified())?;
    Ok((tx, object))
}

/// Writes a new object, under an address of its own.
pub(crate) async fn add<S: Edited>(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    mut object: S,
) -> Result<S> {
    let (id, name) = (object.key(), object.name().to_owned());
    *object.slug_mut() = store::slug::pick(&mut tx, S::KIND, S::TABLE, id, &name).await?;
    super::assign_to_creator(&mut tx, actor, (S::KIND, id), object.owner()).await?;
    close(app, tx, actor, None, object, "created").await
}

/// Writes an object that a form changed; nothing when it did not.
pub(crate) async fn change<S: Edited>(
    app: &App,
    tx: Tx,
    actor: &Actor,
    former: S,
    object: S,
) -> Result<S> {
    if object == former {
        return Ok(object);
    }
    rewrite(app, tx, actor, former, object).await
}

/// Writes an object of which something changed, be it beside it.
pub(crate) async fn rewrite<S: Edited>(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    former: S,
    mut object: S,
) -> Result<S> {
    if object.name() != former.name() {
        let slug = former.clone().slug_mut().clone();
        let name = object.name().to_owned();
        *object.slug_mut() = rename::<S>(&mut tx, former.key(), &slug, &name).await?;
    }
    let operation = super::operation(former.deleted(), object.deleted());
    object.set_modified(app.now());
    close(app, tx, actor, Some(&former), object, operation).await
}

/// Puts an object away; it can be brought back until it is purged.
pub(crate) async fn put_away<S: Edited>(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (tx, former) = open::<S>(app, actor, key).await?;
    let mut object = former.clone();
    object.set_deleted(Some(app.now()));
    object.set_modified(app.now());
    close(app, tx, actor, Some(&former), object, "deleted")
        .await
        .map(drop)
}

/// Puts an object forward, or no longer.
pub(crate) async fn feature<S: Edited>(
    app: &App,
    actor: &Actor,
    key: &str,
    featured: bool,
) -> Result<S> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let former = hold::<S>(&mut tx, key).await?;
    still(actor, former.modified())?;
    let mut object = former.clone();
    *object.featured_mut() = featured;
    if object == former {
        return Ok(former);
    }
    close(app, tx, actor, Some(&former), object, "updated").await
}

/// Writes an object with its version, its change and the counts that follow.
pub(crate) async fn close<S: Edited>(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    former: Option<&S>,
    mut object: S,
    operation: &str,
) -> Result<S> {
    let mut touched = Touched::default();
    for state in former.into_iter().chain([&object]) {
        state.touches(&mut touched);
    }
    let tally = touched.before(&mut tx).await?;
    object.prepare(former);
    let held =
        !*object.held_mut() && is_held(app, &mut tx, actor, former, &object, operation).await?;
    *object.held_mut() |= held;
    object.save(&mut tx).await?;
    let waits = *object.held_mut();
    if !waits && !object.is_private() && object.deleted().is_none() {
        let known = former.filter(|former| !former.is_private());
        let known = known.map(S::uses).unwrap_or_default();
        let fresh = object.uses().iter().filter(|id| !known.contains(id));
        let fresh: Vec<Id> = fresh.copied().collect();
        let subject = (S::KIND, object.key());
        notification::built(app, &mut tx, actor, subject, &fresh).await?;
    }
    let told = if held { "held" } else { operation };
    keep(app, &mut tx, actor, former, &object, told).await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(object)
}

/// Whether what was written of an object looks like spam. What is brought back is judged whole: a moderator may have
/// taken it away.
async fn is_held<S: Edited>(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    former: Option<&S>,
    object: &S,
    operation: &str,
) -> Result<bool> {
    let written = spam::Written {
        subject: (S::KIND, object.key()),
        message: None,
        owner: object.owner(),
        label: object.name(),
        before: former
            .filter(|former| former.deleted().is_none())
            .map(S::texts)
            .unwrap_or_default(),
        after: object.texts(),
        operation,
    };
    spam::judge(app, tx, actor, &written).await
}

/// Keeps the version and the change of an object that was written.
pub(crate) async fn keep<S: Edited>(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    former: Option<&S>,
    object: &S,
    operation: &str,
) -> Result<()> {
    let after = state(object)?;
    let fields = match former {
        Some(former) => changed(&state(former)?, &after),
        None => Vec::new(),
    };
    let written = Written {
        subject: (S::KIND, object.key()),
        owner: object.owner(),
        operation,
        fields,
        extras: Extras::new(),
        state: Some(after),
    };
    record(app, tx, actor, written).await
}

/// Makes an object what it was in one of its versions; its address stays.
pub(crate) async fn bring_back<S: Edited>(
    app: &App,
    actor: &Actor,
    key: &str,
    number: i64,
) -> Result<S> {
    let (mut tx, now) = open::<S>(app, actor, key).await?;
    let version = store::version::get(&mut tx, (S::KIND, now.key()), number).await?;
    let version = version.ok_or(Error::NotFound(S::KIND))?;
    let former: S = read(&version.facts)?;
    let mut restored = former.brought_back(&now);
    if restored == now {
        return Ok(now);
    }
    restored.set_modified(app.now());
    close(app, tx, actor, Some(&now), restored, "updated").await
}

/// An object as a version holds it.
pub(crate) fn read<T: serde::de::DeserializeOwned>(facts: &Value) -> Result<T> {
    serde_json::from_value(facts.clone()).map_err(|error| Error::Internal(error.into()))
}
