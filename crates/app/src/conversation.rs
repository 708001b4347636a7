//! Who hears of a discussion: whoever owns its subject, who took part, who follows the subject; never who speaks.
//! Everyone is told in the portal, and by mail as they chose, in the transaction of the message itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vitrail_domain::notification::Details;
use vitrail_domain::{Actor, Discussion, Id, Organization, Owner, User};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::notification::letter::to_each;
use crate::subjects::Brief;
use crate::{App, Result, notification};

/// How much of a message its mail quotes, in characters.
const QUOTED: usize = 1_000;

/// Tells of a message: `operation` is that of the change.
pub(crate) async fn tell(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    discussion: &Discussion,
    (operation, subject): (&str, &Brief),
) -> Result<()> {
    let status = match operation {
        "created" => "new_discussion",
        "commented" => "new_comment",
        "closed" => "closed",
        _ => return Ok(()),
    };
    let people = people(tx, actor, discussion, subject).await?;
    if people.is_empty() {
        return Ok(());
    }
    let last = discussion.messages.last();
    let details = Details::Discussed {
        discussion: discussion.id,
        message: last.map(|message| message.id),
        status: status.to_owned(),
    };
    let about = discussion.id.to_string();
    notification::tell(app, tx, people.iter().copied(), &about, &details).await?;
    write(app, tx, actor, discussion, (status, subject), &people).await
}

async fn people(
    tx: &mut Tx,
    actor: &Actor,
    discussion: &Discussion,
    subject: &Brief,
) -> Result<BTreeSet<Id>> {
    let mut people: BTreeSet<Id> = subject.owner.user().into_iter().collect();
    let mut members = BTreeSet::new();
    if let Owner::Organization(id) = subject.owner
        && let Some(found) = store::subject::get::<Organization>(&mut *tx, id).await?
    {
        members.extend(found.members.into_iter().map(|member| member.user));
    }
    people.extend(&members);
    // What is private is heard of by those who may read it.
    if !subject.private {
        people.extend(discussion.user);
        people.extend(discussion.messages.iter().filter_map(|one| one.posted_by));
        people.extend(store::follow::followers(&mut *tx, discussion.subject).await?);
    }
    if let Some(me) = actor.user {
        people.remove(&me);
    }
    Ok(people)
}

/// Writes the letters of those who want them at once.
async fn write(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    discussion: &Discussion,
    (status, subject): (&str, &Brief),
    people: &BTreeSet<Id>,
) -> Result<()> {
    if app.settings().mail.is_none() {
        return Ok(());
    }
    let author = match actor.user {
        Some(me) => store::subject::by_ids::<User>(&mut *tx, &[me])
            .await?
            .remove(&me),
        None => None,
    };
    let letter = match status {
        "new_discussion" => "discussion-new",
        "closed" => "discussion-closed",
        _ => "discussion-comment",
    };
    let last = discussion.messages.last();
    let quote: String = last
        .map(|message| message.content.chars().take(QUOTED).collect())
        .unwrap_or_default();
    let facts = json!({
        "author": author.as_ref().map(User::full_name).unwrap_or_default(),
        "title": discussion.title,
        "subject": subject.name,
        "quote": quote,
        "path": path(discussion),
    });
    to_each(
        app,
        tx,
        people,
        |mails| mails == "immediate",
        letter,
        &facts,
    )
    .await
}

/// The page of a discussion, at its last message.
pub(crate) fn path(discussion: &Discussion) -> String {
    let last = discussion.messages.last();
    let place = last.map(|message| format!("#message-{}", message.id));
    format!(
        "/discussions/{}{}",
        discussion.id,
        place.unwrap_or_default()
    )
}

/// One line of a digest.
pub(crate) fn line(what: &str, title: &str, subject: &str, path: &str) -> Value {
    json!({"what": what, "title": title, "subject": subject, "path": path})
}
