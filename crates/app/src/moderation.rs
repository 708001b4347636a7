//! The moderators' queue: what looks like spam is kept from the public until a sysadmin lets it through or removes
//! it. Its author, and those who share it with them, go on seeing it.

use uuid::Uuid;
use vitrail_domain::held::Held;
use vitrail_domain::{
    Actor, Change, Dataservice, Dataset, Discussion, Id, Kind, Organization, Reuse, Topic, User,
};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::editing::subject::Edited;
use crate::metrics::{Tally, Touched};
use crate::references::Wanted;
use crate::subjects::{self, Brief, Subjects};
use crate::{
    App, Error, Listed, Page, References, Result, conversation, dataservice, dataset, discussion,
    organization, reading, reuse, topic, user,
};

/// What waits, with its authors and what is known of it now.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    pub data: Vec<Held>,
    pub total: i64,
    pub references: References,
    pub subjects: Subjects,
}

/// A page of what waits for a decision, the oldest first: sysadmins only.
pub async fn queue(app: &App, actor: &Actor, page: Page) -> Result<Queue> {
    reading::sysadmin(actor)?;
    let Listed { data, total } = store::held::list(app.db(), page).await?;
    let mut wanted = Wanted::default();
    for held in &data {
        wanted.user(held.actor).organization(held.organization);
    }
    Ok(Queue {
        references: wanted.load(app).await?,
        subjects: subjects::load(app, data.iter().map(|held| held.subject)).await?,
        data,
        total,
    })
}

/// Lets something through: everybody sees it from now on, and its reports are dismissed.
pub async fn keep(
    app: &App,
    actor: &Actor,
    subject: (Kind, Id),
    message: Option<Uuid>,
) -> Result<()> {
    reading::sysadmin(actor)?;
    let about = about(app, subject).await?;
    let mut tx = app.db().begin().await?;
    let held = store::held::get(&mut tx, subject, message).await?;
    let held = held.ok_or(Error::NotFound(subject.0))?;
    let tally = release(&mut tx, &held).await?;
    store::held::remove(&mut tx, subject, message).await?;
    store::report::dismiss_about(&mut tx, subject, app.now(), actor.user).await?;
    // What was done is told now that it may be.
    let change = Change {
        actor: held.actor,
        organization: held.organization,
        ..Change::new(app.now(), subject, &held.operation)
    };
    store::change::record(&mut tx, &change).await?;
    tally.settle(app, &mut tx).await?;
    if let Some(about) = about {
        tell(app, &mut tx, &held, &about).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What a discussion is about.
async fn about(app: &App, (kind, id): (Kind, Id)) -> Result<Option<Brief>> {
    if kind != Kind::Discussion {
        return Ok(None);
    }
    let Some(found) = store::subject::get::<Discussion>(app.db(), id).await? else {
        return Ok(None);
    };
    let known = subjects::load(app, [found.subject]).await?;
    Ok(known.get(found.subject).cloned())
}

/// Tells those whom a message that waited concerns, unless another came after it.
async fn tell(app: &App, tx: &mut Tx, held: &Held, about: &Brief) -> Result<()> {
    let found = store::subject::get::<Discussion>(&mut *tx, held.subject.1).await?;
    let Some(found) = found else { return Ok(()) };
    let last = found.messages.last().map(|message| message.id);
    if held.message.is_some() && held.message != last {
        return Ok(());
    }
    let author = Actor {
        user: held.actor,
        ..Actor::default()
    };
    let told = (held.operation.as_str(), about);
    conversation::tell(app, tx, &author, &found, told).await
}

/// Removes something that waits: an object is deleted, a message taken away.
pub async fn remove(
    app: &App,
    actor: &Actor,
    subject @ (kind, id): (Kind, Id),
    message: Option<Uuid>,
) -> Result<()> {
    reading::sysadmin(actor)?;
    let held = store::held::get(app.db(), subject, message).await?;
    held.ok_or(Error::NotFound(kind))?;
    let key = id.to_string();
    let removed = match (kind, message) {
        (Kind::Discussion, Some(message)) => {
            discussion::remove_comment(app, actor, &key, &message.to_string()).await
        }
        (Kind::Discussion, None) => discussion::delete(app, actor, &key).await,
        (Kind::Dataset, _) => dataset::delete(app, actor, &key).await,
        (Kind::Reuse, _) => reuse::delete(app, actor, &key).await,
        (Kind::Dataservice, _) => dataservice::delete(app, actor, &key).await,
        (Kind::Topic, _) => topic::delete(app, actor, &key).await,
        (Kind::Organization, _) => organization::delete(app, actor, &key).await,
        (Kind::User, _) => user::delete(app, actor, &key).await,
        _ => Err(Error::NotFound(kind)),
    };
    match removed {
        // Its author was quicker.
        Ok(()) | Err(Error::Gone(_) | Error::NotFound(_)) => {}
        Err(error) => return Err(error),
    }
    let mut tx = app.db().begin().await?;
    store::held::remove(&mut tx, subject, message).await?;
    store::report::dismiss_about(&mut tx, subject, app.now(), actor.user).await?;
    tx.commit().await?;
    Ok(())
}

/// Shows an object again; the counts that this moves are taken before.
async fn release(tx: &mut Tx, held: &Held) -> Result<Tally> {
    let (kind, id) = held.subject;
    match kind {
        Kind::Reuse => free::<Reuse>(tx, id).await,
        Kind::Dataservice => free::<Dataservice>(tx, id).await,
        Kind::Topic => free::<Topic>(tx, id).await,
        Kind::Dataset => {
            let found = store::subject::get::<Dataset>(&mut *tx, id).await?;
            let mut found = found.ok_or(Error::NotFound(kind))?;
            let mut touched = Touched::default();
            touched.owner(found.owner, "datasets");
            let tally = touched.before(tx).await?;
            found.held = false;
            store::dataset::save(tx, &found).await?;
            Ok(tally)
        }
        Kind::Organization => {
            let found = store::subject::get::<Organization>(&mut *tx, id).await?;
            let mut found = found.ok_or(Error::NotFound(kind))?;
            found.held = false;
            store::organization::save(&mut *tx, &found).await?;
            Touched::default().before(tx).await
        }
        Kind::User => {
            let found = store::subject::get::<User>(&mut *tx, id).await?;
            let mut found = found.ok_or(Error::NotFound(kind))?;
            found.held = false;
            store::user::save(&mut *tx, &found).await?;
            Touched::default().before(tx).await
        }
        Kind::Discussion => {
            let found = store::subject::get::<Discussion>(&mut *tx, id).await?;
            let mut found = found.ok_or(Error::NotFound(kind))?;
            let tally = discussion::write::touched(&found).before(tx).await?;
            match held.message {
                Some(wanted) => {
                    for message in &mut found.messages {
                        message.held &= message.id != wanted;
                    }
                }
                None => found.held = false,
            }
            store::discussion::save(tx, &found).await?;
            Ok(tally)
        }
        _ => Err(Error::NotFound(kind)),
    }
}

async fn free<S: Edited>(tx: &mut Tx, id: Id) -> Result<Tally> {
    let found = store::subject::get::<S>(&mut *tx, id).await?;
    let mut found = found.ok_or(Error::NotFound(S::KIND))?;
    let mut touched = Touched::default();
    found.touches(&mut touched);
    let tally = touched.before(tx).await?;
    *found.held_mut() = false;
    found.save(tx).await?;
    Ok(tally)
}
