//! The letter of the day: what people were told in the portal, when they do not want it at once, what changed in the
//! subjects that they follow, and the new results of the searches that they follow. Whoever has no news gets no letter.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vitrail_domain::notification::Details;
use vitrail_domain::time::SECOND;
use vitrail_domain::{Discussion, Id, Kind, Timestamp, User};
use vitrail_store as store;
use vitrail_store::preference::Preference;

use super::Known;
use crate::conversation::{self, line};
use crate::notification::letter;
use crate::{App, Listed, Page, Result, followed_search, outbox, preference, subjects};

pub const JOB: Known = Known {
    name: "digest",
    cron: Some("0 7 * * *"),
    tries: 5,
};

const TOGETHER: i64 = 200;
/// Lines of each part.
const LINES: i64 = 30;
/// The name of the letter.
const LETTER: &str = "digest";
/// Somebody who was written to less than this ago waits for tomorrow: a job that is run again tells nobody twice.
const PAUSE: i64 = 12 * 3_600 * SECOND;

pub async fn run(app: &App) -> Result<String> {
    let mut sent = 0;
    let mut after = None;
    loop {
        let people = store::preference::to_digest(app.db(), after, TOGETHER).await?;
        let Some(last) = people.last() else { break };
        after = Some(last.user);
        for preference in people {
            sent += u64::from(one(app, preference).await?);
        }
    }
    Ok(format!("{sent} digests written"))
}

/// Writes the letter of one person; false when there is no news.
async fn one(app: &App, mut preference: Preference) -> Result<bool> {
    let user = store::subject::get::<User>(app.db(), preference.user).await?;
    let user = user.filter(User::is_open);
    let email = user.as_ref().and_then(|user| user.email.clone());
    let (Some(user), Some(email)) = (user, email) else {
        return Ok(false);
    };
    let mut lines = Vec::new();
    if preference.mails == "daily" {
        lines.extend(told(app, &preference).await?);
    }
    lines.extend(changed(app, &preference).await?);
    let (results, seen) = found(app, preference.user).await?;
    lines.extend(results);
    let lately = app.now().plus(-PAUSE);
    if lines.is_empty() || store::outbox::is_written(app.db(), LETTER, &email, lately).await? {
        return Ok(false);
    }
    let facts = json!({
        "name": user.first_name,
        "items": lines,
        "path": "/account/follows",
        "unsubscribe": preference::unsubscribe(&preference),
    });
    let mut tx = app.db().begin().await?;
    let lang = preference.lang.clone();
    outbox::write(app, &mut tx, (&email, &lang), LETTER, facts).await?;
    for (search, at) in seen {
        store::followed_search::seen(&mut tx, search, at).await?;
    }
    preference.digested = app.now();
    store::preference::save(&mut tx, &preference).await?;
    tx.commit().await?;
    Ok(true)
}

/// What they were told, and have not read.
async fn told(app: &App, preference: &Preference) -> Result<Vec<Value>> {
    let wanted = store::notification::Filter {
        handled: Some(false),
        event: None,
        since: preference.digested,
    };
    let page = Page {
        number: 1,
        size: LINES,
    };
    let Listed { data, .. } =
        store::notification::list(app.db(), preference.user, &wanted, None, page).await?;
    let ids: BTreeSet<Id> = data
        .iter()
        .filter_map(|one| match one.details {
            Details::Discussed { discussion, .. } => Some(discussion),
            _ => None,
        })
        .collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let found = store::subject::in_order::<Discussion>(app.db(), &ids).await?;
    let named = subjects::load(app, found.iter().map(|one| one.subject)).await?;
    let said = found.iter().filter_map(|one| {
        let subject = named.get(one.subject)?;
        Some(line(
            "discussion",
            &one.title,
            &subject.name,
            &conversation::path(one),
        ))
    });
    let mut lines: Vec<Value> = said.collect();
    // What waits for an answer was written of at once.
    for one in data.iter().filter(|one| !one.details.requires_action()) {
        if let Some(said) = letter::said(app.db(), &one.details).await? {
            lines.push(line(&said.letter, &said.title, &said.author, &said.path));
        }
    }
    Ok(lines)
}

/// What changed in what they follow.
async fn changed(app: &App, preference: &Preference) -> Result<Vec<Value>> {
    let follows = store::follow::of(app.db(), preference.user).await?;
    let of_kind = |wanted: bool| -> Vec<Id> {
        let follows = follows.iter();
        follows
            .filter(|follow| (follow.following.0 == Kind::Organization) == wanted)
            .map(|follow| follow.following.1)
            .collect()
    };
    let (subjects_ids, organizations) = (of_kind(false), of_kind(true));
    if follows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = (subjects_ids.as_slice(), organizations.as_slice());
    let since = preference.digested;
    let changes = store::change::news(app.db(), ids, preference.user, since, 500).await?;
    let named = subjects::load(app, changes.iter().map(|change| change.subject)).await?;
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for change in changes {
        let what = if change.operation == "created" {
            "created"
        } else {
            "updated"
        };
        let subject = named.get(change.subject);
        let Some(subject) = subject.filter(|subject| !subject.private && !subject.deleted) else {
            continue;
        };
        if seen.insert(change.subject) && lines.len() < 30 {
            let path = format!("/{}/{}", segment(change.subject.0), subject.slug);
            lines.push(line(what, &subject.name, "", &path));
        }
    }
    Ok(lines)
}

/// The word of the pages of a kind.
fn segment(kind: Kind) -> String {
    format!("{}s", kind.as_str())
}

type Seen = Vec<(Id, Timestamp)>;

/// New results of the searches that they follow, and the last of each.
async fn found(app: &App, user: Id) -> Result<(Vec<Value>, Seen)> {
    let (mut lines, mut seen) = (Vec::new(), Vec::new());
    for search in store::followed_search::of(app.db(), user).await? {
        let fresh = followed_search::fresh(app, &search).await?;
        if let Some((_, _, last)) = fresh.first() {
            seen.push((search.id, *last));
        }
        for (title, path, _) in fresh {
            lines.push(line("found", &title, &search.query, &path));
        }
    }
    Ok((lines, seen))
}
