//! Taking part in discussions: beginning one, answering, closing, correcting what one wrote.

use serde_json::Value;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::{Actor, Change, Discussion, Extras, Id, Kind, Message, Organization, Owner};
use vitrail_store as store;
use vitrail_store::Tx;

use super::{closes, find, is_author};
use crate::metrics::Touched;
use crate::subjects::Brief;
use crate::{App, Error, Result, conversation, editing, reading, resource, spam, subjects};

/// What can be discussed.
const SUBJECTS: [Kind; 5] = [
    Kind::Dataset,
    Kind::Reuse,
    Kind::Post,
    Kind::Dataservice,
    Kind::Topic,
];
/// The subjects whose activity tells that they are discussed.
const TOLD: [Kind; 3] = [Kind::Dataset, Kind::Reuse, Kind::Dataservice];

const TITLE_MAX: usize = 350;
const MESSAGE_MAX: usize = 50_000;

/// A new discussion with its question.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Discussion> {
    let me = reading::signed_in(actor)?;
    let mut form = Form::new(body);
    let title = form.required("title", TITLE_MAX).unwrap_or_default();
    let content = form.required("comment", MESSAGE_MAX).unwrap_or_default();
    let extras = extras(&mut form);
    let organization = in_name_of(app, actor, &mut form).await?;
    let subject = subject(app, actor, &mut form).await?;
    form.need(&["title", "comment", "subject"]);
    editing::finish(form, Kind::Discussion)?;
    let Some((subject, brief)) = subject else {
        return Err(Error::NotFound(Kind::Discussion));
    };
    let mut discussion = Discussion {
        id: app.new_id(),
        subject,
        title,
        user: Some(me),
        organization,
        messages: vec![message(app, me, organization, content)],
        created: app.now(),
        closed: None,
        closed_by: None,
        closed_by_organization: None,
        extras,
        held: false,
    };
    let mut tx = app.db().begin().await?;
    let question = discussion.messages.first().map(|it| it.content.as_str());
    let after = vec![discussion.title.as_str(), question.unwrap_or_default()];
    let (before, answers) = (Vec::new(), actor.edits(subject, brief.owner));
    let held = !answers
        && judge(
            app,
            &mut tx,
            actor,
            &discussion,
            (None, before, after, "created"),
        )
        .await?;
    discussion.held = held;
    let told = if held {
        ("held", None)
    } else {
        ("created", Some(&brief))
    };
    save(app, tx, actor, &discussion, told).await?;
    Ok(discussion)
}

/// Answers a discussion, and closes it when asked by who may.
pub async fn comment(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Discussion> {
    let me = reading::signed_in(actor)?;
    let brief = brief(app, actor, key).await?;
    let owner = brief.as_ref().map(|brief| brief.owner);
    let mut form = Form::new(body);
    let content = form.required("comment", MESSAGE_MAX).unwrap_or_default();
    let close = form.truth("close").unwrap_or_default();
    let organization = in_name_of(app, actor, &mut form).await?;
    let mut tx = app.db().begin().await?;
    let mut discussion = editing::hold::<Discussion>(&mut tx, key).await?;
    still(actor, &discussion)?;
    if discussion.closed.is_some() {
        return Err(Error::Refused("Can't add comments on a closed discussion"));
    }
    form.need(&["comment"]);
    editing::finish(form, Kind::Discussion)?;
    if close && !(actor.sysadmin || closes(actor, &discussion, owner)) {
        return Err(Error::Forbidden);
    }
    let mut answer = message(app, me, organization, content);
    let operation = if close { "closed" } else { "commented" };
    let after = vec![answer.content.as_str()];
    let answers = owner.is_some_and(|owner| actor.edits(discussion.subject, owner));
    let words = (Some(answer.id), Vec::new(), after, operation);
    let held = !answers && judge(app, &mut tx, actor, &discussion, words).await?;
    answer.held = held;
    discussion.messages.push(answer);
    if close {
        discussion.closed = Some(app.now());
        discussion.closed_by = Some(me);
        discussion.closed_by_organization = organization;
    }
    let told = if held {
        ("held", None)
    } else {
        (operation, brief.as_ref())
    };
    save(app, tx, actor, &discussion, told).await?;
    shown(actor, discussion)
}

/// Gives a discussion another title.
pub async fn retitle(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Discussion> {
    let (mut tx, mut discussion) = open(app, actor, key).await?;
    authored(actor, discussion.user, discussion.organization)?;
    let mut form = Form::new(body);
    let former = discussion.title.clone();
    if let Some(title) = form.required("title", TITLE_MAX) {
        discussion.title = title;
    }
    editing::finish(form, Kind::Discussion)?;
    let (before, after) = (vec![former.as_str()], vec![discussion.title.as_str()]);
    let words = (None, before, after, "updated");
    let held = judge(app, &mut tx, actor, &discussion, words).await?;
    discussion.held |= held;
    save(app, tx, actor, &discussion, ("updated", None)).await?;
    shown(actor, discussion)
}

/// Takes a discussion away, with all its messages.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, discussion) = open(app, actor, key).await?;
    authored(actor, discussion.user, discussion.organization)?;
    let tally = touched(&discussion).before(&mut tx).await?;
    take_out(app, &mut tx, actor, discussion.id).await?;
    let change = change(app, actor, &discussion, "deleted");
    store::change::record(&mut tx, &change).await?;
    tally.settle(app, &mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a discussion out, with what waited of it for a moderator; its reports say that it is gone.
async fn take_out(app: &App, tx: &mut Tx, actor: &Actor, id: Id) -> Result<()> {
    let about = (Kind::Discussion, id);
    store::discussion::delete(&mut *tx, id).await?;
    store::held::forget(&mut *tx, about).await?;
    store::report::subject_gone(tx, about, Some(app.now()), actor.user).await?;
    Ok(())
}

/// Takes out all the discussions about a subject that goes for good.
pub(crate) async fn take_out_about(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (kind, subject): (Kind, Id),
) -> Result<()> {
    for id in store::discussion::ids_about(&mut *tx, kind, &[subject]).await? {
        take_out(app, &mut *tx, actor, id).await?;
        let change = Change {
            actor: actor.user,
            ..Change::new(app.now(), (Kind::Discussion, id), "deleted")
        };
        store::change::record(&mut *tx, &change).await?;
    }
    Ok(())
}

/// Corrects a message, named by its place or its UUID.
pub async fn edit_comment(
    app: &App,
    actor: &Actor,
    key: &str,
    comment: &str,
    body: &Extras,
) -> Result<Discussion> {
    let (mut tx, mut discussion) = open(app, actor, key).await?;
    let place = place(&discussion, comment)?;
    let Some(former) = discussion.messages.get(place).cloned() else {
        return Err(Error::NotFound(Kind::Discussion));
    };
    authored(actor, former.posted_by, former.posted_by_organization)?;
    let mut message = former.clone();
    let mut form = Form::new(body);
    if let Some(content) = form.required("comment", MESSAGE_MAX) {
        message.content = content;
        message.last_modified_at = Some(app.now());
    }
    form.need(&["comment"]);
    editing::finish(form, Kind::Discussion)?;
    let (before, after) = (
        vec![former.content.as_str()],
        vec![message.content.as_str()],
    );
    // The question is what a discussion begins with: both wait together.
    let named = (place > 0).then_some(message.id);
    let words = (named, before, after, "updated");
    let held = judge(app, &mut tx, actor, &discussion, words).await?;
    message.held |= held && place > 0;
    discussion.held |= held && place == 0;
    if let Some(kept) = discussion.messages.get_mut(place) {
        *kept = message;
    }
    save(app, tx, actor, &discussion, ("updated", None)).await?;
    shown(actor, discussion)
}

/// Takes an answer away. The question goes with the whole discussion only.
pub async fn remove_comment(app: &App, actor: &Actor, key: &str, comment: &str) -> Result<()> {
    let (tx, mut discussion) = open(app, actor, key).await?;
    let place = place(&discussion, comment)?;
    if let Some(message) = discussion.messages.get(place) {
        authored(actor, message.posted_by, message.posted_by_organization)?;
    }
    if place == 0 {
        let sentence = "You cannot delete the first comment of a discussion";
        return Err(Error::Bad(sentence.to_owned()));
    }
    discussion.messages.remove(place);
    save(app, tx, actor, &discussion, ("updated", None)).await
}

/// A discussion as its writer may see it.
fn shown(actor: &Actor, discussion: Discussion) -> Result<Discussion> {
    let mut shown = super::shown_to(actor, vec![discussion]);
    shown.pop().ok_or(Error::NotFound(Kind::Discussion))
}

/// A message, or the discussion as a whole: the texts before and after, and what was done.
type Words<'a> = (Option<uuid::Uuid>, Vec<&'a str>, Vec<&'a str>, &'a str);

/// Whether what was written looks like spam.
async fn judge(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    discussion: &Discussion,
    (message, before, after, operation): Words<'_>,
) -> Result<bool> {
    let user = actor.user.map_or(Owner::Nobody, Owner::User);
    let written = spam::Written {
        subject: (Kind::Discussion, discussion.id),
        message,
        owner: discussion.organization.map_or(user, Owner::Organization),
        label: &discussion.title,
        before,
        after,
        operation,
    };
    spam::judge(app, tx, actor, &written).await
}

/// What a discussion that the actor may read is about.
async fn brief(app: &App, actor: &Actor, key: &str) -> Result<Option<Brief>> {
    let all = find(app, actor, key).await?;
    let found = all.data.first().ok_or(Error::NotFound(Kind::Discussion))?;
    Ok(all.subjects.get(found.subject).cloned())
}

/// A discussion that the actor may read, kept from other writers.
async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, Discussion)> {
    reading::signed_in(actor)?;
    find(app, actor, key).await?;
    let mut tx = app.db().begin().await?;
    let discussion = editing::hold::<Discussion>(&mut tx, key).await?;
    still(actor, &discussion)?;
    Ok((tx, discussion))
}

/// Refuses who did not see all that is said there and shown to them.
fn still(actor: &Actor, discussion: &Discussion) -> Result<()> {
    let shown = super::shown_to(actor, vec![discussion.clone()]);
    editing::still_marked(actor, &shown.first())
}

/// Refuses who did not write something themselves.
fn authored(actor: &Actor, user: Option<Id>, organization: Option<Id>) -> Result<()> {
    if actor.sysadmin || is_author(actor, user, organization) {
        return Ok(());
    }
    Err(Error::Forbidden)
}

/// Where a message stands.
pub(crate) fn place(discussion: &Discussion, comment: &str) -> Result<usize> {
    let index = comment.parse().ok();
    let mut messages = discussion.messages.iter();
    index
        .filter(|index| *index < discussion.messages.len())
        .or_else(|| messages.position(|message| message.id.to_string() == comment))
        .ok_or(Error::NotFound(Kind::Discussion))
}

fn message(app: &App, by: Id, organization: Option<Id>, content: String) -> Message {
    Message {
        id: resource::new_id(app),
        content,
        posted_on: app.now(),
        posted_by: Some(by),
        posted_by_organization: organization,
        last_modified_at: None,
        held: false,
    }
}

/// Free facts, without an address to which mails would lead their readers.
fn extras(form: &mut Form<'_>) -> Extras {
    let extras = form.extras("extras").unwrap_or_default();
    let notification = extras.get("notification");
    if notification.and_then(|it| it.get("external_url")).is_some() {
        let sentence = "external_url leads to a domain that this portal does not allow".to_owned();
        form.refuse("extras", Problem::Said(sentence));
    }
    extras
}

/// The organization in whose name the actor speaks.
async fn in_name_of(app: &App, actor: &Actor, form: &mut Form<'_>) -> Result<Option<Id>> {
    let Some(id) = form.id("organization").flatten() else {
        return Ok(None);
    };
    let found = store::subject::get::<Organization>(app.db(), id).await?;
    if found.is_none_or(|found| found.deleted.is_some()) {
        form.refuse("organization", Problem::Unknown(id.to_string()));
    } else if !actor.belongs_to(id) {
        let sentence = "Permission denied for this organization".to_owned();
        form.refuse("organization", Problem::Said(sentence));
    }
    Ok(Some(id))
}

/// What is discussed. What the actor may not read does not exist for them.
async fn subject(
    app: &App,
    actor: &Actor,
    form: &mut Form<'_>,
) -> Result<Option<((Kind, Id), Brief)>> {
    let Some(subject) = editing::subject_of(form, &SUBJECTS) else {
        return Ok(None);
    };
    let found = subjects::load(app, [subject]).await?;
    match found.get(subject) {
        Some(brief) if brief.is_readable_by(actor) && !brief.deleted => {
            Ok(Some((subject, brief.clone())))
        }
        _ => {
            form.refuse("subject", Problem::Unknown(subject.1.to_string()));
            Ok(None)
        }
    }
}

pub(crate) fn touched(discussion: &Discussion) -> Touched {
    let (kind, id) = discussion.subject;
    let mut touched = Touched::default();
    touched
        .add(kind, "discussions", [id])
        .add(kind, "discussions_open", [id]);
    touched
}

fn change(app: &App, actor: &Actor, discussion: &Discussion, operation: &str) -> Change {
    Change {
        actor: actor.user,
        organization: discussion.organization,
        ..Change::new(app.now(), (Kind::Discussion, discussion.id), operation)
    }
}

/// Writes a discussion with its change and the counts of its subject; when what it is about is given, its activity
/// and people tell of it.
async fn save(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    discussion: &Discussion,
    (operation, about): (&str, Option<&Brief>),
) -> Result<()> {
    let tally = touched(discussion).before(&mut tx).await?;
    store::discussion::save(&mut tx, discussion).await?;
    let mut changes = vec![change(app, actor, discussion, operation)];
    if let Some(brief) = about.filter(|_| TOLD.contains(&discussion.subject.0)) {
        let id = Value::from(discussion.id.to_string());
        changes.push(Change {
            actor: actor.user,
            organization: brief.owner.organization(),
            extras: Extras::from_iter([("discussion_id".to_owned(), id)]),
            ..Change::new(app.now(), discussion.subject, "discussed")
        });
    }
    store::change::record_all(&mut tx, &changes).await?;
    tally.settle(app, &mut tx).await?;
    if let Some(brief) = about {
        conversation::tell(app, &mut tx, actor, discussion, (operation, brief)).await?;
    }
    tx.commit().await?;
    Ok(())
}
