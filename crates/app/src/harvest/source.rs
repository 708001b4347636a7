//! Who declares, edits, lets in and runs sources. Anybody reads them; the key that a source asks for is shown to those
//! who may edit it.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use vitrail_domain::form::{Form, Problem};
use vitrail_domain::harvest::source::{NEEDS, State};
use vitrail_domain::harvest::{Job, Source};
use vitrail_domain::notification::Details;
use vitrail_domain::{Actor, Change, Extras, Id, Kind, Owner, Timestamp};
use vitrail_store as store;
use vitrail_store::harvest::run as runs;
use vitrail_store::harvest::source::Filter;
use vitrail_store::subject::Subject;
use vitrail_store::{Listed, Page, Tx};

use super::reach::may_be_called;
use crate::references::Wanted;
use crate::{App, Error, References, Result, editing, jobs, notification, reading};

const COMMENT_MAX: usize = 2_000;

/// Sources with what a view of them needs.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    pub data: Vec<Source>,
    pub last: HashMap<Id, Job>,
    pub references: References,
}

/// Who edits a source and runs it: its owner, those who run its organization.
pub fn may(actor: &Actor, owner: Owner) -> bool {
    actor.sysadmin
        || match owner {
            Owner::User(id) => actor.user == Some(id),
            Owner::Organization(id) => actor.administers(id),
            Owner::Nobody => false,
        }
}

/// Who sees what a source would give: editors of its organization too.
pub fn may_preview(actor: &Actor, owner: Owner) -> bool {
    use vitrail_domain::organization::Role;
    let edits = |id| matches!(actor.role_in(id), Some(Role::Admin | Role::Editor));
    may(actor, owner) || owner.organization().is_some_and(edits)
}

fn check(actor: &Actor, owner: Owner) -> Result<()> {
    reading::signed_in(actor)?;
    if may(actor, owner) {
        return Ok(());
    }
    Err(Error::Forbidden)
}

/// The source of an id or a slug.
pub async fn find(app: &App, key: &str) -> Result<Source> {
    reading::find::<Source>(app, key).await
}

/// A page of sources.
pub async fn list(app: &App, wanted: &Filter, page: Page) -> Result<Listed<Source>> {
    Ok(store::harvest::source::list(app.db(), wanted, page).await?)
}

/// How many sources wait for the caller to let them in: none for those who may not.
pub async fn waiting(app: &App, actor: &Actor) -> Result<i64> {
    if !actor.sysadmin {
        return Ok(0);
    }
    let wanted = Filter {
        validation: Some(State::Pending.as_str().to_owned()),
        ..Filter::default()
    };
    let page = Page { number: 1, size: 1 };
    Ok(list(app, &wanted, page).await?.total)
}

/// Sources with their last jobs and those whom they name.
pub async fn with_jobs(app: &App, data: Vec<Source>) -> Result<Sources> {
    let ids: Vec<Id> = data.iter().map(|source| source.id).collect();
    let mut wanted = Wanted::default();
    for source in &data {
        wanted.owner(source.owner).user(source.validation.by);
    }
    Ok(Sources {
        last: runs::last_of(app.db(), &ids).await?,
        references: wanted.load(app).await?,
        data,
    })
}

/// The source of an id or a slug; one that was deleted is gone, but for those who could run it.
pub async fn read(app: &App, actor: &Actor, key: &str) -> Result<Source> {
    let source = find(app, key).await?;
    if source.deleted.is_some() && !may(actor, source.owner) {
        return Err(Error::Gone(Kind::HarvestSource));
    }
    Ok(source)
}

/// To whom a source belongs, and who declared it, as long as the log says it.
pub async fn declared(app: &App, source: &Source) -> Result<(References, Option<Id>)> {
    let made = store::change::Filter {
        related_to: Some(source.id),
        key: Some((Kind::HarvestSource, "created".to_owned())),
        oldest_first: true,
        ..store::change::Filter::default()
    };
    let first = Page { number: 1, size: 1 };
    let made = store::change::list(app.db(), &made, first).await?.data;
    let by = made.first().and_then(|change| change.actor);
    let mut wanted = Wanted::default();
    wanted.owner(source.owner).user(by);
    Ok((wanted.load(app).await?, by))
}

/// Declares a source; sysadmins are asked to let it in.
pub async fn create(app: &App, actor: &Actor, body: &Extras) -> Result<Source> {
    reading::signed_in(actor)?;
    let (id, now) = (app.new_id(), app.now());
    let mut form = Form::new(body);
    let mut tx = app.db().begin().await?;
    let mut source = Source {
        id,
        owner: editing::owner_of_new(&mut tx, actor, &mut form).await?,
        active: true,
        autoarchive: true,
        created: now,
        modified: now,
        ..Source::default()
    };
    if form.is_well() && !may(actor, source.owner) {
        return Err(Error::Forbidden);
    }
    source.edit(&mut form, &app.harvester()?.backends());
    check_address(app, &mut form, &source.url);
    source
        .config
        .retain(|name, value| name != "apikey" || !is_empty(value));
    form.need(&NEEDS);
    editing::finish(form, Kind::HarvestSource)?;
    source.slug = store::slug::pick(
        &mut tx,
        Kind::HarvestSource,
        Source::TABLE,
        id,
        &source.name,
    )
    .await?;
    store::harvest::source::save(&mut tx, &source, None).await?;
    let details = Details::HarvesterDeclared {
        source: id,
        name: source.name.clone(),
    };
    let people = store::user::admins(&mut tx).await?;
    notification::tell(app, &mut tx, people, &id.to_string(), &details).await?;
    record(app, &mut tx, actor, &source, "created").await?;
    tx.commit().await?;
    Ok(source)
}

/// Changes what the body names.
pub async fn update(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Source> {
    let (mut tx, mut source) = open(app, actor, key).await?;
    let former = source.clone();
    let mut form = Form::new(body);
    source.edit(&mut form, &app.harvester()?.backends());
    if source.url != former.url {
        check_address(app, &mut form, &source.url);
    }
    source.owner = editing::other_owner(&mut tx, actor, &mut form, former.owner).await?;
    editing::finish(form, Kind::HarvestSource)?;
    // Whoever may not see the key sends the configuration back without it.
    if let (Some(key), false) = (
        former.config.get("apikey"),
        source.config.contains_key("apikey"),
    ) && body.contains_key("config")
    {
        source.config.insert("apikey".to_owned(), key.clone());
    }
    source
        .config
        .retain(|name, value| name != "apikey" || !is_empty(value));
    if source == former {
        return Ok(source);
    }
    source.modified = app.now();
    if (&source.url, &source.backend, &source.config)
        != (&former.url, &former.backend, &former.config)
    {
        source.seen = None;
    }
    let next = next(app, &source)?;
    store::harvest::source::save(&mut tx, &source, next).await?;
    record(app, &mut tx, actor, &source, "updated").await?;
    tx.commit().await?;
    Ok(source)
}

/// Refuses the addresses that no reading would call: those of this machine and of private networks, but for what the
/// operator allows. Names are not looked up here; whoever calls them does, and refuses again.
pub(super) fn check_address(app: &App, form: &mut Form<'_>, url: &str) {
    let allowed = &app.settings().harvest.allow;
    if form.is_well() && !url.is_empty() && !may_be_called(url, allowed) {
        form.refuse("url", Problem::PrivateUrl(url.to_owned()));
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Puts a source away: it is read no more, and its datasets are archived by the next purge.
pub async fn delete(app: &App, actor: &Actor, key: &str) -> Result<()> {
    let (mut tx, mut source) = open(app, actor, key).await?;
    source.deleted = Some(app.now());
    source.modified = app.now();
    store::harvest::source::save(&mut tx, &source, None).await?;
    notification::settle(app, &mut tx, &source.id.to_string()).await?;
    record(app, &mut tx, actor, &source, "deleted").await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a source in, which is then read at once and each night, or says why not.
pub async fn validate(app: &App, actor: &Actor, key: &str, body: &Extras) -> Result<Source> {
    reading::sysadmin(actor)?;
    let (mut tx, mut source) = open(app, actor, key).await?;
    let mut form = Form::new(body);
    let state = form
        .choice("state", &["pending", "accepted", "refused"])
        .flatten();
    let comment = form.text("comment", COMMENT_MAX).flatten();
    form.need(&["state"]);
    if state.as_deref() == Some("refused") && comment.is_none() {
        let sentence = "'comment' is required when 'state' is 'refused'".to_owned();
        form.refuse("comment", Problem::Said(sentence));
    }
    editing::finish(form, Kind::HarvestSource)?;
    let validation = &mut source.validation;
    validation.state = match state.as_deref() {
        Some("accepted") => State::Accepted,
        Some("refused") => State::Refused,
        _ => State::Pending,
    };
    validation.by = actor.user;
    validation.on = Some(app.now());
    validation.comment = comment;
    if source.is_accepted() && source.schedule.is_none() {
        source.schedule = Some(source.own_schedule());
    }
    let next = next(app, &source)?;
    store::harvest::source::save(&mut tx, &source, next).await?;
    if source.is_accepted() {
        enqueue(app, &mut tx, source.id).await?;
    }
    notification::settle(app, &mut tx, &source.id.to_string()).await?;
    super::report::tell_validated(app, &mut tx, &source).await?;
    record(app, &mut tx, actor, &source, "updated").await?;
    tx.commit().await?;
    Ok(source)
}

/// Reads a source at once, for those who may. Producers may where the operator says so.
pub async fn run(app: &App, actor: &Actor, key: &str) -> Result<(Source, Job)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let source = editing::hold::<Source>(&mut tx, key).await?;
    check(actor, source.owner)?;
    if !app.settings().harvest.manual_run && !actor.sysadmin {
        let sentence = "Cannot run source manually. Please contact the platform if you need to reschedule the harvester.";
        return Err(Error::Bad(sentence.to_owned()));
    }
    if !source.is_accepted() {
        let sentence = "Source is not validated. Please validate the source before running.";
        return Err(Error::Bad(sentence.to_owned()));
    }
    let job = enqueue(app, &mut tx, source.id).await?;
    tx.commit().await?;
    Ok((source, job))
}

/// Sets when a source is read: a cron expression in the zone of the portal.
pub async fn schedule(app: &App, actor: &Actor, key: &str, cron: &str) -> Result<Source> {
    set_schedule(app, actor, key, Some(cron.trim())).await
}

/// Reads a source no more by itself.
pub async fn unschedule(app: &App, actor: &Actor, key: &str) -> Result<Source> {
    set_schedule(app, actor, key, None).await
}

async fn set_schedule(app: &App, actor: &Actor, key: &str, cron: Option<&str>) -> Result<Source> {
    reading::sysadmin(actor)?;
    let (mut tx, mut source) = open(app, actor, key).await?;
    if let Some(cron) = cron {
        let refused = |_| {
            let sentence =
                "Invalid schedule: write a cron expression of five fields, such as 30 2 * * *"
                    .to_owned();
            editing::invalid(Kind::HarvestSource, "schedule", Problem::Said(sentence))
        };
        jobs::next(app, cron).map_err(refused)?;
    }
    source.schedule = cron.map(str::to_owned);
    source.modified = app.now();
    let next = next(app, &source)?;
    store::harvest::source::save(&mut tx, &source, next).await?;
    record(app, &mut tx, actor, &source, "updated").await?;
    tx.commit().await?;
    Ok(source)
}

/// When a source is read next.
pub(super) fn next(app: &App, source: &Source) -> Result<Option<Timestamp>> {
    match &source.schedule {
        Some(cron) if source.is_running() => jobs::next(app, cron).map(Some),
        _ => Ok(None),
    }
}

/// When a source is read next, as it is written down.
pub async fn next_run(app: &App, source: &Source) -> Result<Option<Timestamp>> {
    Ok(store::harvest::source::next_of(app.db(), source.id).await?)
}

/// Asks for a reading, unless one waits or is under way: that one.
pub(super) async fn enqueue(app: &App, tx: &mut Tx, source: Id) -> Result<Job> {
    if let Some(job) = runs::waiting(&mut *tx, source).await? {
        return Ok(job);
    }
    let job = Job {
        id: app.new_id(),
        source,
        created: app.now(),
        ..Job::default()
    };
    runs::add(tx, &job).await?;
    Ok(job)
}

/// A source kept from other writers, for those who may edit it and saw its last state.
async fn open(app: &App, actor: &Actor, key: &str) -> Result<(Tx, Source)> {
    reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    let source = editing::hold::<Source>(&mut tx, key).await?;
    check(actor, source.owner)?;
    if source.deleted.is_some() {
        return Err(Error::Gone(Kind::HarvestSource));
    }
    editing::still(actor, source.modified)?;
    Ok((tx, source))
}

/// Who runs what a source fills.
pub(super) async fn people(tx: &mut Tx, owner: Owner) -> Result<BTreeSet<Id>> {
    Ok(match owner {
        Owner::User(id) => [id].into(),
        Owner::Organization(id) => {
            let found = store::subject::get::<vitrail_domain::Organization>(tx, id).await?;
            found
                .map(|found| notification::admins(&found))
                .unwrap_or_default()
                .into_iter()
                .collect()
        }
        Owner::Nobody => BTreeSet::new(),
    })
}

async fn record(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    source: &Source,
    operation: &str,
) -> Result<()> {
    let change = Change {
        actor: actor.user,
        organization: source.owner.organization(),
        ..Change::new(app.now(), (Kind::HarvestSource, source.id), operation)
    };
    Ok(store::change::record(tx, &change).await?)
}
