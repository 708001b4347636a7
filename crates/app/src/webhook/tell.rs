//! From a change to a call: what happened becomes events, each written down for the addresses that want it, then
//! sent with a signature that only its reader and the portal can make.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use url::Url;
use vitrail_domain::{Change, Discussion, Id, Kind, Owner as Publisher};
use vitrail_store as store;
use vitrail_store::webhook::{Call, Webhook};

use super::{FOLLOWER, PATIENCE, ask};
use crate::subjects::{self, Brief, Subjects};
use crate::{App, Error, Result, hmac};

/// Changes read at once.
const BATCH: i64 = 200;
const FLOOR: Duration = Duration::from_secs(1);
/// How often one call is tried.
pub(crate) const TRIES: i64 = 5;
/// An answer is read so far.
const ANSWER: u64 = 10_000;

/// Follows the change log until told to stop.
pub async fn follow(app: App, mut stop: watch::Receiver<bool>) {
    let mut changes = app.db().changes();
    while !*stop.borrow() {
        if let Err(error) = catch_up(&app).await {
            tracing::error!(%error, "webhooks could not follow the change log; trying again");
        }
        tokio::select! {
            _ = stop.changed() => {}
            _ = tokio::time::timeout(FLOOR, changes.changed()) => {}
        }
    }
}

/// Writes down what is to be told of all that happened; how many calls that makes.
pub async fn catch_up(app: &App) -> Result<usize> {
    let mut asked = 0;
    loop {
        let hooks = store::webhook::active(app.db()).await?;
        if hooks.is_empty() {
            return Ok(asked);
        }
        let place = store::webhook::place(app.db(), FOLLOWER).await?;
        let place = place.unwrap_or_default();
        let changes = store::change::after(app.db(), place, BATCH).await?;
        let Some(last) = changes.last() else {
            return Ok(asked);
        };
        let calls = calls(app, &hooks, &changes).await?;
        let mut tx = app.db().begin().await?;
        // Another node told it.
        if !store::webhook::advance(&mut tx, FOLLOWER, place, last.seq).await? {
            return Ok(asked);
        }
        for (hook, event, body) in &calls {
            ask(app, &mut tx, hook, event, body.clone()).await?;
        }
        tx.commit().await?;
        asked += calls.len();
    }
}

type Planned<'a> = (&'a Webhook, String, String);

async fn calls<'a>(
    app: &App,
    hooks: &'a [Webhook],
    changes: &[Change],
) -> Result<Vec<Planned<'a>>> {
    let told: Vec<&Change> = changes.iter().filter(|one| event(one).is_some()).collect();
    let talks: Vec<Id> = told
        .iter()
        .filter(|one| one.subject.0 == Kind::Discussion)
        .map(|one| one.subject.1)
        .collect();
    let talks = store::subject::by_ids::<Discussion>(app.db(), &talks).await?;
    let about = |change: &Change| match talks.get(&change.subject.1) {
        Some(talk) if change.subject.0 == Kind::Discussion => talk.subject,
        _ => change.subject,
    };
    let named = subjects::load(app, told.iter().map(|one| about(one))).await?;
    let mut planned = Vec::new();
    for change in told {
        let Some(event) = event(change) else { continue };
        let brief = named.get(about(change));
        for hook in hooks {
            if wants(hook, &event) && concerns(hook, change, brief) {
                let body = body(app, change, &event, (&named, &talks));
                planned.push((hook, event.clone(), body));
            }
        }
    }
    Ok(planned)
}

/// What a change is called outside; nothing when it concerns nobody.
fn event(change: &Change) -> Option<String> {
    let kind = change.subject.0;
    let name = match (kind, change.operation.as_str()) {
        (_, "resource:added") => "resource.created".to_owned(),
        (_, "resource:updated") => "resource.updated".to_owned(),
        (_, "resource:deleted") => "resource.deleted".to_owned(),
        (_, "restored") => format!("{kind}.updated"),
        (_, operation) => format!("{}.{operation}", kind.as_str().replace('-', "_")),
    };
    super::EVENTS.contains(&name.as_str()).then_some(name)
}

fn wants(hook: &Webhook, event: &str) -> bool {
    hook.events.is_empty() || hook.events.iter().any(|one| one == event)
}

/// Whether a change is about what the owner of an address publishes, after it was registered.
fn concerns(hook: &Webhook, change: &Change, brief: Option<&Brief>) -> bool {
    if change.at < hook.created {
        return false;
    }
    let publisher = brief.map_or(Publisher::Nobody, |brief| brief.owner);
    match hook.owner_kind.as_str() {
        "site" => true,
        "organization" => {
            publisher.organization() == Some(hook.owner)
                || (brief.is_none() && change.organization == Some(hook.owner))
        }
        _ => publisher.user() == Some(hook.owner),
    }
}

/// What is told: the event, when, of what.
fn body(
    app: &App,
    change: &Change,
    event: &str,
    (named, talks): (&Subjects, &HashMap<Id, Discussion>),
) -> String {
    let (kind, id) = change.subject;
    let base = app.public();
    let version = if kind == Kind::Topic { 2 } else { 1 };
    let mut data = json!({
        "id": id, "changes": change.fields,
        "uri": format!("{base}/api/{version}/{kind}s/{id}/"),
    });
    let mut put = |key: &str, value: Value| {
        if let Some(data) = data.as_object_mut() {
            data.insert(key.to_owned(), value);
        }
    };
    if let Some(talk) = talks.get(&id) {
        let subject = json!({"class": talk.subject.0.class(), "id": talk.subject.1});
        put("title", json!(talk.title));
        put("subject", subject);
        let message = talk.messages.last().map(|one| one.content.clone());
        put("message", json!(message));
    } else if let Some(brief) = named.get(change.subject) {
        put("name", json!(brief.name));
        put("page", json!(format!("{base}/{kind}s/{}", brief.slug)));
    }
    json!({
        "event": event, "fired_at": change.at.seconds(),
        "model_type": kind.class(), "model_id": id, "data": data,
    })
    .to_string()
}

/// `sha256=…`: the HMAC of a body under a secret.
pub fn signature(secret: &str, body: &str) -> String {
    format!("sha256={}", hmac::sha256(secret, body))
}

/// Sends one call; an error is a try that did not succeed.
pub(crate) async fn deliver(app: &App, id: Id) -> Result<String> {
    let Some(mut call) = store::webhook::call(app.db(), id).await? else {
        return Ok("it was taken away".to_owned());
    };
    let hook = store::webhook::get(app.db(), call.webhook).await?;
    let Some(hook) = hook.filter(|hook| hook.disabled.is_none()) else {
        return Ok("the address is left alone".to_owned());
    };
    let sent = send(app, &hook, &call).await;
    call.attempts += 1;
    call.tried = Some(app.now());
    call.status = sent.as_ref().ok().map(|status| i64::from(*status));
    let failure = match &sent {
        Ok(200..=299) => None,
        Ok(status) => Some(format!("it answered {status}")),
        Err(why) => Some(why.clone()),
    };
    call.failure.clone_from(&failure);
    call.delivered = failure.is_none().then(|| app.now());
    let mut tx = app.db().begin().await?;
    store::webhook::save_call(&mut tx, &call).await?;
    // Read again: another call may have failed meanwhile.
    if let Some(mut hook) = store::webhook::get(&mut tx, hook.id).await? {
        let before = hook.clone();
        if failure.is_none() {
            hook.failures = 0;
        } else if call.attempts == 1 {
            // Further tries of the same call say nothing new of the address.
            hook.failures += 1;
            if hook.failures >= PATIENCE {
                hook.disabled = Some(app.now());
            }
        }
        if hook != before {
            store::webhook::save(&mut tx, &hook).await?;
        }
    }
    tx.commit().await?;
    match failure {
        None => Ok(format!("{} was told", hook.url)),
        Some(why) => Err(Error::Bad(format!("{}: {why}", hook.url))),
    }
}

async fn send(app: &App, hook: &Webhook, call: &Call) -> std::result::Result<u16, String> {
    let url: Url = hook.url.parse().map_err(|why| format!("{why}"))?;
    let fetch = app.fetch().map_err(|error| error.to_string())?;
    let signed = signature(&hook.secret, &call.body);
    let delivery = call.id.to_string();
    let headers = [
        ("Content-Type", "application/json"),
        ("X-Hub-Signature-256", signed.as_str()),
        ("X-Vitrail-Event", call.event.as_str()),
        ("X-Vitrail-Delivery", delivery.as_str()),
    ];
    let sent = fetch.post(&url, &headers, call.body.clone(), ANSWER).await;
    sent.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn signs_as_the_standard_says() {
        // RFC 4231, test case 2.
        assert_eq!(
            signature("Jefe", "what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
