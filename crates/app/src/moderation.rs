//! The moderators' queue: what looks like spam is kept from the public until a sysadmin lets it through or removes
//! it. Its author, and those who share it with them, go on seeing it.

use uuid::Uuid;
use vitrail_domain::held::Held;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::report::ReportReason;
use vitrail_domain::{
    Actor, Change, Dataservice, Dataset, Discussion, Id, Kind, Organization, Post, Report, Reuse,
    Topic, User,
};
use vitrail_store as store;
use vitrail_store::Tx;

use crate::editing::subject::Edited;
use crate::metrics::{Tally, Touched};
use crate::references::Wanted;
use crate::subjects::{self, Brief, Subjects};
use crate::{
    App, Error, Listed, Page, References, Result, conversation, dataservice, dataset, discussion,
    notification, organization, post, reading, report, reuse, topic, user,
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
    let reports = open_reports(app, subject, message).await?;
    let mut tx = app.db().begin().await?;
    let held = store::held::get(&mut tx, subject, message).await?;
    let held = held.ok_or(Error::NotFound(subject.0))?;
    let tally = release(&mut tx, &held).await?;
    store::held::remove(&mut tx, subject, message).await?;
    match message {
        None => {
            store::report::dismiss_about(&mut tx, subject, app.now(), actor.user).await?;
        }
        Some(_) => {
            for report in reports {
                dismiss(app, &mut tx, actor, report.id).await?;
            }
        }
    }
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
    if message.is_none() {
        built(app, &mut tx, &held).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Tells those whose data it uses of what was held until now.
async fn built(app: &App, tx: &mut Tx, held: &Held) -> Result<()> {
    let author = Actor {
        user: held.actor,
        ..Actor::default()
    };
    let (kind, id) = held.subject;
    match kind {
        Kind::Reuse => used::<Reuse>(app, tx, &author, id).await,
        Kind::Dataservice => used::<Dataservice>(app, tx, &author, id).await,
        _ => Ok(()),
    }
}

async fn used<S: Edited>(app: &App, tx: &mut Tx, author: &Actor, id: Id) -> Result<()> {
    let found = store::subject::get::<S>(&mut *tx, id).await?;
    let Some(found) = found.filter(|it| !it.is_private() && it.deleted().is_none()) else {
        return Ok(());
    };
    notification::built(app, tx, author, (S::KIND, id), found.uses()).await
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

/// Removes something that waits, or that somebody reported: an object is deleted, a message taken away. Whoever brings
/// the object back is judged anew, and its reports are open again.
pub async fn remove(
    app: &App,
    actor: &Actor,
    subject: (Kind, Id),
    message: Option<Uuid>,
) -> Result<()> {
    reading::sysadmin(actor)?;
    let held = store::held::get(app.db(), subject, message).await?;
    let reports = open_reports(app, subject, message).await?;
    if held.is_none() && reports.is_empty() {
        return Err(Error::NotFound(subject.0));
    }
    match take_away(app, actor, subject, message).await {
        // Its author was quicker.
        Ok(()) | Err(Error::Gone(_) | Error::NotFound(_)) => {}
        Err(error) => return Err(error),
    }
    let mut tx = app.db().begin().await?;
    if let Some(held) = held {
        match release(&mut tx, &held).await {
            Ok(tally) => tally.settle(app, &mut tx).await?,
            Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
        store::held::remove(&mut tx, subject, message).await?;
    }
    // What the portal suspected is decided, as is what was said of one message. People's reports about a whole object
    // say that it is gone, and are open again when it is back.
    for report in reports {
        if message.is_some() || report.reason == ReportReason::AutoSpam.code() {
            dismiss(app, &mut tx, actor, report.id).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn take_away(
    app: &App,
    actor: &Actor,
    (kind, id): (Kind, Id),
    message: Option<Uuid>,
) -> Result<()> {
    let key = id.to_string();
    match (kind, message) {
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
        (Kind::Post, _) => post::delete(app, actor, &key).await,
        _ => Err(Error::NotFound(kind)),
    }
}

/// The reports about an object, or about one message, that nobody answered.
async fn open_reports(
    app: &App,
    (kind, id): (Kind, Id),
    message: Option<Uuid>,
) -> Result<Vec<Report>> {
    let filter = report::Filter {
        handled: Some(false),
        kind: Some(kind),
        subject: Some(id),
        ..report::Filter::default()
    };
    let mut found = store::report::list(app.db(), filter, None, SOME)
        .await?
        .data;
    found.retain(|report| message.is_none() || report.embed == message);
    Ok(found)
}

async fn dismiss(app: &App, tx: &mut Tx, actor: &Actor, id: Id) -> Result<()> {
    let found = store::report::get(&mut *tx, id).await?;
    let Some(mut report) = found else {
        return Ok(());
    };
    report.dismissed_at = Some(app.now());
    report.dismissed_by = actor.user;
    Ok(store::report::save(tx, &report).await?)
}

/// Enough to decide: nobody reads more about one object.
const SOME: Page = Page {
    number: 1,
    size: 200,
};

/// All that is known of an object on which moderators decide.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The object, or messages of it.
    pub held: Vec<Held>,
    /// All its reports, the newest first.
    pub reports: Vec<Report>,
    /// What it says, when it is not a discussion.
    pub text: Option<String>,
    pub discussion: Option<Discussion>,
    /// None once it is gone for good.
    pub about: Option<Brief>,
    pub references: References,
}

/// What is to be known of an object before one decides: sysadmins only.
pub async fn case(app: &App, actor: &Actor, subject @ (kind, id): (Kind, Id)) -> Result<Case> {
    reading::sysadmin(actor)?;
    let filter = report::Filter {
        kind: Some(kind),
        subject: Some(id),
        ..report::Filter::default()
    };
    let mut case = Case {
        held: store::held::about(app.db(), subject).await?,
        reports: store::report::list(app.db(), filter, None, SOME)
            .await?
            .data,
        ..Case::default()
    };
    if case.held.is_empty() && case.reports.is_empty() {
        return Err(Error::NotFound(kind));
    }
    case.about = subjects::load(app, [subject]).await?.get(subject).cloned();
    let mut wanted = Wanted::default();
    if kind == Kind::Discussion {
        case.discussion = store::subject::get::<Discussion>(app.db(), id).await?;
        for message in case.discussion.iter().flat_map(|found| &found.messages) {
            wanted
                .user(message.posted_by)
                .organization(message.posted_by_organization);
        }
    } else {
        case.text = text(app, subject).await?;
    }
    for held in &case.held {
        wanted.user(held.actor).organization(held.organization);
    }
    for report in &case.reports {
        wanted.user(report.by).user(report.dismissed_by);
    }
    if let Some(about) = &case.about {
        wanted
            .user(about.owner.user())
            .organization(about.owner.organization());
    }
    case.references = wanted.load(app).await?;
    Ok(case)
}

/// What an object says of itself.
async fn text(app: &App, (kind, id): (Kind, Id)) -> Result<Option<String>> {
    macro_rules! of {
        ($type:ty, |$found:ident| $text:expr) => {
            store::subject::get::<$type>(app.db(), id)
                .await?
                .and_then(|$found| $text)
        };
    }
    Ok(match kind {
        Kind::Dataset => of!(Dataset, |found| Some(found.description)),
        Kind::Reuse => of!(Reuse, |found| Some(found.description)),
        Kind::Dataservice => of!(Dataservice, |found| Some(found.description)),
        Kind::Topic => of!(Topic, |found| Some(found.description)),
        Kind::Organization => of!(Organization, |found| Some(found.description)),
        Kind::User => of!(User, |found| found.about),
        Kind::Post => of!(Post, |found| Some(found.content)),
        _ => None,
    })
}

/// How many things wait for a decision: those that are held, and the reports of people that nobody answered.
pub async fn waiting(app: &App, actor: &Actor) -> Result<(i64, i64)> {
    reading::sysadmin(actor)?;
    let one = Page { number: 1, size: 1 };
    let filter = report::Filter {
        handled: Some(false),
        automatic: Some(false),
        ..report::Filter::default()
    };
    let held = store::held::list(app.db(), one).await?.total;
    let reports = store::report::list(app.db(), filter, None, one).await?;
    Ok((held, reports.total))
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
