//! Telling programs of others what happens: an address is registered by a person, an organization or the portal,
//! with the events that it wants. Each event is written down and sent by a job, signed, tried again, kept in a
//! history from which it can be sent again. An address that fails at five calls in a row is left alone.

mod tell;

use serde_json::json;
use url::Url;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::{Actor, Extras, Id, Kind, address};
use vitrail_store as store;
use vitrail_store::Tx;
pub use vitrail_store::webhook::{Call, Webhook};

use crate::account::secret;
use crate::{App, Error, Listed, Page, Result, editing, jobs, reading};

pub(crate) use tell::{TRIES, deliver};
pub use tell::{catch_up, follow, signature};

/// What may be told.
pub const EVENTS: [&str; 24] = [
    "dataset.created",
    "dataset.updated",
    "dataset.deleted",
    "resource.created",
    "resource.updated",
    "resource.deleted",
    "community_resource.created",
    "community_resource.updated",
    "community_resource.deleted",
    "reuse.created",
    "reuse.updated",
    "reuse.deleted",
    "dataservice.created",
    "dataservice.updated",
    "dataservice.deleted",
    "organization.created",
    "organization.updated",
    "organization.deleted",
    "topic.created",
    "topic.updated",
    "discussion.created",
    "discussion.commented",
    "discussion.closed",
    "discussion.deleted",
];

/// Addresses of one owner.
const MOST: usize = 20;
/// Calls in a row whose first try fails before an address is left alone.
pub(crate) const PATIENCE: i64 = 5;
/// The name of this follower of the change log.
const FOLLOWER: &str = "webhooks";

/// In whose name an address is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    User(Id),
    Organization(Id),
    Site,
}

impl Owner {
    fn parts(self) -> (&'static str, Id) {
        match self {
            Self::User(id) => ("user", id),
            Self::Organization(id) => ("organization", id),
            Self::Site => ("site", Id::default()),
        }
    }

    fn of(webhook: &Webhook) -> Self {
        match webhook.owner_kind.as_str() {
            "user" => Self::User(webhook.owner),
            "organization" => Self::Organization(webhook.owner),
            _ => Self::Site,
        }
    }

    /// Refuses who does not decide for this owner.
    fn check(self, actor: &Actor) -> Result<()> {
        let me = reading::signed_in(actor)?;
        let may = match self {
            Self::User(id) => id == me,
            Self::Organization(id) => actor.administers(id),
            Self::Site => actor.sysadmin,
        };
        if may { Ok(()) } else { Err(Error::Forbidden) }
    }
}

/// The addresses of an owner.
pub async fn list(app: &App, actor: &Actor, owner: Owner) -> Result<Vec<Webhook>> {
    owner.check(actor)?;
    Ok(store::webhook::of(app.db(), owner.parts()).await?)
}

/// One address, for who decides for its owner.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Webhook> {
    reading::signed_in(actor)?;
    let id = key.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    let found = store::webhook::get(app.db(), id).await?;
    let found = found.ok_or(Error::NotFound(Kind::Site))?;
    Owner::of(&found).check(actor)?;
    Ok(found)
}

/// Registers an address, which is called once to see that it answers.
pub async fn create(app: &App, actor: &Actor, owner: Owner, body: &Extras) -> Result<Webhook> {
    owner.check(actor)?;
    let mut form = Form::new(body);
    let url = form.required("url", 1_000).unwrap_or_default();
    if !url.is_empty() && !is_address(app, &url).await? {
        form.refuse("url", Problem::BadUrl(url.clone()));
    }
    let events = events(body);
    if let Some(unknown) = events.iter().find(|one| !EVENTS.contains(&one.as_str())) {
        let known = EVENTS.iter().map(|one| (*one).to_owned()).collect();
        form.refuse("events", Problem::NotAChoice(unknown.clone(), known));
    }
    form.need(&["url"]);
    editing::finish(form, Kind::Site)?;
    let (kind, id) = owner.parts();
    let mut tx = app.db().begin().await?;
    if store::webhook::of(&mut tx, (kind, id)).await?.len() >= MOST {
        return Err(Error::Refused("Twenty webhooks are registered already"));
    }
    let webhook = Webhook {
        id: app.new_id(),
        owner_kind: kind.to_owned(),
        owner: id,
        url,
        secret: secret(app),
        events,
        created: app.now(),
        disabled: None,
        failures: 0,
    };
    awake(app, &mut tx).await?;
    store::webhook::save(&mut tx, &webhook).await?;
    let ping = json!({"test": true, "timestamp": app.now().seconds()});
    ask(app, &mut tx, &webhook, "ping", ping.to_string()).await?;
    tx.commit().await?;
    Ok(webhook)
}

/// Nobody followed the log while no address was called: what happened meanwhile is told to nobody.
async fn awake(app: &App, tx: &mut Tx) -> Result<()> {
    if store::webhook::active(&mut *tx).await?.is_empty() {
        let last = app.db().last_change();
        store::webhook::stand(tx, FOLLOWER, last).await?;
    }
    Ok(())
}

/// Whether an address may be called, as far as it tells itself: what a name leads to is looked at when it is called.
async fn is_address(app: &App, text: &str) -> Result<bool> {
    let Ok(url) = text.parse::<Url>() else {
        return Ok(false);
    };
    // Names of the house are those of networks that the operator allows.
    if app.settings().webhook_allow.is_empty() && !address::is_public(text) {
        return Ok(false);
    }
    Ok(app.fetch()?.may_call(&url).await)
}

/// The events of a body: a list, or one text with commas.
fn events(body: &Extras) -> Vec<String> {
    use serde_json::Value;
    match body.get("events") {
        Some(Value::Array(list)) => list
            .iter()
            .map(|one| one.as_str().unwrap_or_default().to_owned())
            .collect(),
        Some(Value::String(text)) => text
            .split(',')
            .map(|one| one.trim().to_owned())
            .filter(|one| !one.is_empty())
            .collect(),
        _ => Vec::new(),
    }
}

/// Takes an address away with its history.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let found = find(app, actor, key).await?;
    let mut tx = app.db().begin().await?;
    store::webhook::delete(&mut tx, found.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Calls an address again that was left alone.
pub async fn enable(app: &App, actor: &Actor, key: &str) -> Result<Webhook> {
    let mut found = find(app, actor, key).await?;
    let mut tx = app.db().begin().await?;
    awake(app, &mut tx).await?;
    found.disabled = None;
    found.failures = 0;
    store::webhook::save(&mut tx, &found).await?;
    tx.commit().await?;
    Ok(found)
}

/// A page of what an address was told.
pub async fn calls(app: &App, actor: &Actor, key: &str, page: Page) -> Result<Listed<Call>> {
    let found = find(app, actor, key).await?;
    Ok(store::webhook::calls(app.db(), found.id, page).await?)
}

/// Tells the same again.
pub async fn replay(app: &App, actor: &Actor, key: &str, call: &str) -> Result<Call> {
    let found = find(app, actor, key).await?;
    let id = call.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    let mut tx = app.db().begin().await?;
    let call = store::webhook::call(&mut tx, id).await?;
    let call = call.filter(|call| call.webhook == found.id);
    let mut call = call.ok_or(Error::NotFound(Kind::Site))?;
    call.attempts = 0;
    call.delivered = None;
    store::webhook::save_call(&mut tx, &call).await?;
    jobs::enqueue(app, &mut tx, "webhook", json!({"call": call.id}), None).await?;
    tx.commit().await?;
    Ok(call)
}

/// Writes down something to tell, and asks for it to be told.
async fn ask(app: &App, tx: &mut Tx, webhook: &Webhook, event: &str, body: String) -> Result<()> {
    let call = Call {
        id: app.new_id(),
        webhook: webhook.id,
        event: event.to_owned(),
        body,
        created: app.now(),
        attempts: 0,
        tried: None,
        status: None,
        failure: None,
        delivered: None,
    };
    store::webhook::save_call(tx, &call).await?;
    jobs::enqueue(app, tx, "webhook", json!({"call": call.id}), None).await?;
    Ok(())
}
