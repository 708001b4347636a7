//! Changing owner: who has it asks, who gets it answers.

use vitrail_domain::form::{Form, Problem};
use vitrail_domain::membership::Answer;
use vitrail_domain::notification::Details;
use vitrail_domain::transfer::TRANSFERABLE;
use vitrail_domain::{
    Actor, Dataservice, Dataset, Extras, Id, Kind, Organization, Owner, Reuse, Topic, Transfer,
    User,
};
use vitrail_store as store;
use vitrail_store::Tx;
pub use vitrail_store::transfer::Filter;

use crate::editing::{self, Written};
use crate::metrics::Touched;
use crate::organization::member::reference;
use crate::references::Wanted;
use crate::subjects::{self, Subjects};
use crate::{App, Error, References, Result, dataset, notification, reading};

/// The longest comment, in characters.
const COMMENT_MAX: usize = 5_000;

/// Transfers with what they name.
#[derive(Clone, Debug, Default)]
pub struct Transfers {
    pub data: Vec<Transfer>,
    pub references: References,
    pub subjects: Subjects,
}

/// What is asked about, as it is now.
struct Held {
    owner: Owner,
    private: bool,
    deleted: bool,
}

/// Whether the actor decides for an owner.
fn decides(actor: &Actor, owner: Owner) -> bool {
    actor.sysadmin
        || match owner {
            Owner::User(id) => actor.user == Some(id),
            Owner::Organization(id) => actor.administers(id),
            Owner::Nobody => false,
        }
}

/// Whether a transfer is any business of the actor.
fn concerns(actor: &Actor, transfer: &Transfer) -> bool {
    actor.user == Some(transfer.user)
        || decides(actor, transfer.owner)
        || decides(actor, transfer.recipient)
}

/// Asks for a change of owner.
pub async fn ask(app: &App, actor: &Actor, body: &Extras) -> Result<Transfer> {
    let me = reading::signed_in(actor)?;
    let mut form = Form::new(body);
    form.need(&["subject", "recipient", "comment"]);
    let comment = form.text("comment", COMMENT_MAX).flatten();
    let mut tx = app.db().begin().await?;
    let subject = subject(&mut form);
    let recipient = recipient(&mut tx, &mut form).await?;
    let held = match subject {
        Some(subject) => held(&mut tx, subject).await?,
        None => None,
    };
    let known = held.filter(|held| !held.private || actor.sees_private(held.owner));
    if let (Some(subject), None) = (subject, &known) {
        form.refuse("subject", Problem::Unknown(subject.1.to_string()));
    }
    if let Some(held) = &known {
        if held.deleted {
            return Err(Error::Gone(subject.map_or(Kind::Site, |(kind, _)| kind)));
        }
        if !decides(actor, held.owner) {
            return Err(Error::Forbidden);
        }
        if recipient == Some(held.owner) {
            let sentence = "The recipient owns this already".to_owned();
            form.refuse("recipient", Problem::Said(sentence));
        }
    }
    editing::finish(form, Kind::Site)?;
    let (Some(subject), Some(recipient), Some(held)) = (subject, recipient, known) else {
        return Err(Error::Bad("What is asked is not clear".to_owned()));
    };
    let transfer = Transfer {
        id: app.new_id(),
        user: me,
        owner: held.owner,
        recipient,
        subject,
        comment: comment.unwrap_or_default(),
        created: app.now(),
        status: Answer::Pending,
        responded: None,
        response: None,
    };
    store::transfer::save(&mut tx, &transfer).await?;
    let details = Details::TransferRequested {
        owner: held.owner,
        recipient,
        subject,
    };
    let people = answerable(&mut tx, recipient).await?;
    let about = transfer.id.to_string();
    notification::tell(app, &mut tx, people, &about, &details).await?;
    tx.commit().await?;
    Ok(transfer)
}

/// The transferable object that a form names.
fn subject(form: &mut Form<'_>) -> Option<(Kind, Id)> {
    let value = form.value("subject")?;
    let subject = reference(value).filter(|(kind, _)| TRANSFERABLE.contains(kind));
    if subject.is_none() {
        form.refuse("subject", Problem::Unknown(value.to_string()));
    }
    subject
}

/// The person or the organization that a form names.
async fn recipient(tx: &mut Tx, form: &mut Form<'_>) -> Result<Option<Owner>> {
    let Some(value) = form.value("recipient") else {
        return Ok(None);
    };
    let found = match reference(value) {
        Some((Kind::User, id)) => {
            let found = store::subject::by_ids::<User>(tx, &[id]).await?;
            let lives = User::is_open;
            found.get(&id).is_some_and(lives).then_some(Owner::User(id))
        }
        Some((Kind::Organization, id)) => {
            let found = store::subject::by_ids::<Organization>(tx, &[id]).await?;
            let lives = |found: &Organization| found.deleted.is_none();
            let lives = found.get(&id).is_some_and(lives);
            lives.then_some(Owner::Organization(id))
        }
        _ => None,
    };
    if found.is_none() {
        form.refuse("recipient", Problem::Unknown(value.to_string()));
    }
    Ok(found)
}

/// Who answers for an owner: the person, or those who run the organization.
async fn answerable(tx: &mut Tx, owner: Owner) -> Result<Vec<Id>> {
    let Some(id) = owner.organization() else {
        return Ok(owner.user().into_iter().collect());
    };
    let found = store::subject::by_ids::<Organization>(tx, &[id]).await?;
    Ok(found.get(&id).map(notification::admins).unwrap_or_default())
}

/// Accepts, which changes the owner and forgets to whom the object was assigned, or refuses.
pub async fn respond(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Transfer> {
    reading::signed_in(actor)?;
    let id = key.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    let mut tx = app.db().begin().await?;
    let found = store::transfer::get(&mut tx, id).await?;
    let mut transfer = found.ok_or(Error::NotFound(Kind::Site))?;
    if !decides(actor, transfer.recipient) {
        return Err(Error::Forbidden);
    }
    let mut form = Form::new(body);
    let response = form.choice("response", &["accept", "refuse"]).flatten();
    form.need(&["response"]);
    let comment = form.text("comment", COMMENT_MAX).flatten();
    editing::finish(form, Kind::Site)?;
    if transfer.status != Answer::Pending {
        return Err(Error::Bad(
            "This transfer has already been answered".to_owned(),
        ));
    }
    transfer.status = Answer::Refused;
    if response.as_deref() == Some("accept") {
        transfer.status = Answer::Accepted;
        let tally = counts_of(&transfer).before(&mut tx).await?;
        give(app, &mut tx, actor, &transfer).await?;
        tally.settle(app, &mut tx).await?;
    }
    transfer.responded = Some(app.now());
    transfer.response = comment;
    store::transfer::save(&mut tx, &transfer).await?;
    notification::settle(app, &mut tx, &transfer.id.to_string()).await?;
    tx.commit().await?;
    Ok(transfer)
}

/// What each side has of the kind that changes hands.
fn counts_of(transfer: &Transfer) -> Touched {
    let mut touched = Touched::default();
    let key = match transfer.subject.0 {
        Kind::Dataset => "datasets",
        Kind::Reuse => "reuses",
        Kind::Dataservice => "dataservices",
        _ => return touched,
    };
    touched
        .owner(transfer.owner, key)
        .owner(transfer.recipient, key);
    touched
}

macro_rules! held {
    ($tx:ident, $id:ident, $type:ty, |$found:ident| $deleted:expr) => {
        store::subject::get::<$type>(&mut *$tx, $id)
            .await?
            .map(|$found| Held {
                owner: $found.owner,
                private: $found.is_private(),
                deleted: $deleted,
            })
    };
}

/// An object that is kept from other writers.
async fn held(tx: &mut Tx, (kind, id): (Kind, Id)) -> Result<Option<Held>> {
    Ok(match kind {
        Kind::Dataset => held!(tx, id, Dataset, |found| found.deleted.is_some()),
        Kind::Reuse => held!(tx, id, Reuse, |found| found.deleted.is_some()),
        Kind::Dataservice => held!(tx, id, Dataservice, |found| found.deleted_at.is_some()),
        Kind::Topic => held!(tx, id, Topic, |_found| false),
        _ => None,
    })
}

/// Writes the new owner, and what became of the object.
async fn give(app: &App, tx: &mut Tx, actor: &Actor, transfer: &Transfer) -> Result<()> {
    let (kind, id) = transfer.subject;
    let current = held(tx, transfer.subject)
        .await?
        .ok_or(Error::NotFound(kind))?;
    if current.deleted {
        return Err(Error::Gone(kind));
    }
    if current.owner != transfer.owner {
        let sentence = "This no longer belongs to who offered it".to_owned();
        return Err(Error::Bad(sentence));
    }
    store::organization::unassign_subject(tx, transfer.subject).await?;
    let fields = vec!["owner".to_owned()];
    macro_rules! give {
        ($type:ty, $module:ident) => {{
            let found = store::subject::get::<$type>(&mut *tx, id).await?;
            let mut found = found.ok_or(Error::NotFound(kind))?;
            found.owner = transfer.recipient;
            store::$module::save(&mut *tx, &found).await?;
            let written = Written {
                subject: transfer.subject,
                owner: transfer.recipient,
                operation: "updated",
                fields,
                extras: Extras::new(),
                state: Some(editing::state(&found)?),
            };
            editing::record(app, tx, actor, written).await
        }};
    }
    match kind {
        Kind::Dataset => {
            let found = store::subject::get::<Dataset>(&mut *tx, id).await?;
            let mut found = found.ok_or(Error::NotFound(kind))?;
            found.owner = transfer.recipient;
            store::dataset::save(&mut *tx, &found).await?;
            let files = dataset::write::of(tx, id).await?;
            dataset::write::record(app, tx, actor, &found, &files, "updated", fields).await
        }
        Kind::Reuse => give!(Reuse, reuse),
        Kind::Dataservice => give!(Dataservice, dataservice),
        Kind::Topic => give!(Topic, topic),
        _ => Err(Error::NotFound(kind)),
    }
}

/// Those about one object or for one recipient that are any business of the caller.
pub async fn list(app: &App, actor: &Actor, wanted: Filter) -> Result<Vec<Transfer>> {
    reading::signed_in(actor)?;
    if wanted.subject.is_none() && wanted.recipient.is_none() {
        let sentence = "Please provide at least a `subject` or a `recipient`";
        return Err(Error::Bad(sentence.to_owned()));
    }
    let mut found = store::transfer::list(app.db(), wanted).await?;
    found.retain(|transfer| concerns(actor, transfer));
    Ok(found)
}

/// One of them, for those whose business it is.
pub async fn find(app: &App, actor: &Actor, key: &str) -> Result<Transfer> {
    reading::signed_in(actor)?;
    let id = key.parse().map_err(|_| Error::NotFound(Kind::Site))?;
    let found = store::transfer::get(app.db(), id).await?;
    let found = found.ok_or(Error::NotFound(Kind::Site))?;
    if concerns(actor, &found) {
        return Ok(found);
    }
    Err(Error::Forbidden)
}

/// Transfers with the people, organizations and objects that they name.
pub async fn with_references(app: &App, data: Vec<Transfer>) -> Result<Transfers> {
    let mut wanted = Wanted::default();
    for transfer in &data {
        wanted.user([transfer.user]);
        wanted.owner(transfer.owner).owner(transfer.recipient);
    }
    let subjects = data.iter().map(|transfer| transfer.subject);
    Ok(Transfers {
        references: wanted.load(app).await?,
        subjects: subjects::load(app, subjects).await?,
        data,
    })
}
