//! Harvesters: the sources of somebody, of an organization, of the whole portal; one source with what may be done with
//! it and its jobs.

mod edit;
mod report;
mod rhythm;
mod sentence;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use vitrail_app::domain::harvest::job::{ItemStatus, JobStatus, Outcome};
use vitrail_app::domain::harvest::source::State as Decision;
use vitrail_app::domain::harvest::{Job, Source};
use vitrail_app::domain::{Extras, Owner, Timestamp};
use vitrail_app::harvest::{self, Filter};
use vitrail_app::{Error, References, reading};

use super::form::{Typed, said};
use super::room::{Room, Sheet, Step, Whose, told};
use super::table::{Cell, Mark, Table};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::{Template, Words};

pub use sentence::said as harvest_said;

/// Sources, and jobs, on one page.
const SIZE: i64 = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/me/harvesters", get(mine))
        .route(
            "/admin/organizations/{organization}/harvesters",
            get(theirs),
        )
        .route("/admin/site/harvesters", get(all))
        .route("/admin/harvesters/new", get(edit::begin).post(edit::create))
        .route("/admin/harvesters/{source}", get(one).post(act))
        .route(
            "/admin/harvesters/{source}/edit",
            get(edit::page).post(edit::update),
        )
        .route("/admin/harvesters/{source}/preview", get(edit::preview))
        .route("/admin/harvesters/{source}/jobs/{job}", get(report::page))
}

#[derive(Serialize)]
struct Listing {
    table: Table,
    new: Option<Step>,
    lead: String,
    q: Option<String>,
    only: Option<String>,
}

async fn mine(State(web): State<Web>, room: Room) -> ApiResult {
    let owner = Owner::User(room.me.id);
    list(&web, &room, Whose::Me, Some(owner)).await
}

async fn theirs(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let id = key
        .parse()
        .map_err(|_| Error::NotFound(vitrail_app::domain::Kind::Organization))?;
    if !room.actor().belongs_to(id) {
        return Err(Error::Forbidden.into());
    }
    let owner = Owner::Organization(id);
    list(&web, &room, room.whose(owner), Some(owner)).await
}

async fn all(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    list(&web, &room, Whose::Site, None).await
}

async fn list(web: &Web, room: &Room, whose: Whose, owner: Option<Owner>) -> ApiResult {
    let words = room.words(web)?;
    let (params, page) = (
        &room.context.params,
        room.context.params.page_or_first(SIZE),
    );
    let wanted = Filter {
        q: params.text("q"),
        owner: owner.and_then(Owner::user),
        organization: owner.and_then(Owner::organization),
        deleted: false,
        validation: params.text("state"),
    };
    let listed = harvest::list(&web.app, &wanted, page).await?;
    let found = harvest::with_jobs(&web.app, listed.data).await?;
    let row = |source: &Source| {
        let last = found.last.get(&source.id);
        let mut marks = vec![decision(source, words)];
        marks.extend(last.map(|job| status(job.status, words)));
        vec![
            Cell::link("name", &source.name, address(source)).note(source.url.clone()),
            Cell::text("backend", harvest::label(&web.app, &source.backend)),
            Cell::marks("state", marks),
            Cell::number("items", last.map_or(0, |job| job.counts.total)),
            Cell::when("last-run", last.and_then(|job| job.started)),
        ]
    };
    let heads = ["name", "backend", "state", "items", "last-run"].map(|name| (name, None));
    let rows = found.data.iter().map(row).collect();
    let new = match owner {
        Some(owner) if !harvest::may(room.actor(), owner) => None,
        Some(Owner::Organization(id)) => Some(format!("/admin/harvesters/new?organization={id}")),
        _ => Some("/admin/harvesters/new".to_owned()),
    };
    let content = Listing {
        table: Table {
            caption: words.text("admin-harvesters"),
            empty: Some(words.text("harvesters-none")),
            ..Table::page(room, &heads, rows, (page, listed.total))
        },
        new: new.map(|url| Step {
            label: words.text("harvester-new"),
            url,
        }),
        lead: words.text("harvesters-lead"),
        q: Some(params.text("q").unwrap_or_default()),
        only: None,
    };
    let sheet = Sheet {
        title: words.text("admin-harvesters"),
        whose,
        trail: vec![Step {
            label: room.name(whose, words),
            url: format!("{}/datasets", Room::base(whose)),
        }],
        ..Sheet::default()
    };
    room.show(web, Template::AdminListing, sheet, &content)
        .await
}

/// The page of a source.
fn address(source: &Source) -> String {
    format!("/admin/harvesters/{}", source.id)
}

/// Somebody with their page.
fn somebody(named: &References, owner: Owner) -> Option<Step> {
    let path = match owner {
        Owner::Organization(id) => named
            .organizations
            .get(&id)
            .map(|it| ("organizations", &it.slug)),
        Owner::User(id) => named.users.get(&id).map(|it| ("users", &it.slug)),
        Owner::Nobody => None,
    };
    let (list, slug) = path?;
    Some(Step {
        label: named.name_of(owner)?,
        url: format!("/{list}/{slug}"),
    })
}

/// Whether it was let in.
fn decision(source: &Source, words: &Words) -> Mark {
    let tone = match source.validation.state {
        Decision::Accepted => "success",
        Decision::Refused => "danger",
        Decision::Pending => "warning",
    };
    let name = if source.deleted.is_some() {
        "deleted"
    } else {
        source.validation.state.as_str()
    };
    Mark {
        label: words.text(&format!("harvest-state-{name}")),
        tone,
    }
}

/// How a job ended.
fn status(status: JobStatus, words: &Words) -> Mark {
    let tone = match status {
        JobStatus::Done => "success",
        JobStatus::DoneErrors => "warning",
        JobStatus::Failed => "danger",
        _ => "brand",
    };
    Mark {
        label: words.text(&format!("harvest-job-{}", status.as_str())),
        tone,
    }
}

/// The source of a path, for those who see what it gives.
async fn open(web: &Web, room: &Room, key: &str) -> ApiResult<Source> {
    let found = harvest::find(&web.app, key)
        .await
        .map_err(|error| ApiError::at(error, &room.context.path, key))?;
    if harvest::may_preview(room.actor(), found.owner) {
        return Ok(found);
    }
    Err(Error::Forbidden.into())
}

/// What every page about a source says of itself.
fn sheet(room: &Room, source: &Source, words: &Words, title: String) -> Sheet {
    let whose = room.whose(source.owner);
    let mut trail = vec![Step {
        label: words.text("admin-harvesters"),
        url: format!("{}/harvesters", Room::base(whose)),
    }];
    if title != source.name {
        trail.push(Step {
            label: source.name.clone(),
            url: address(source),
        });
    }
    Sheet {
        title,
        whose,
        trail,
        ..Sheet::default()
    }
}

#[derive(Serialize)]
struct One {
    action: String,
    name: String,
    description: Option<String>,
    url: String,
    backend: String,
    /// In whose name it reads, and who asked for it.
    owner: Option<Step>,
    declarer: Option<Step>,
    declared: Timestamp,
    state: Mark,
    comment: Option<String>,
    decided: Option<Timestamp>,
    deleted: bool,
    active: bool,
    autoarchive: bool,
    overwrites: bool,
    schedule: Option<String>,
    /// The schedule in words, where it is one of the usual ones.
    rhythm: Option<String>,
    next: Option<Timestamp>,
    /// What the reader may do.
    may_edit: bool,
    may_run: bool,
    sysadmin: bool,
    busy: bool,
    jobs: Table,
    error: Option<String>,
    /// What was typed and refused.
    typed: Value,
}

async fn one(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    show(&web, &room, found, None, &Typed::default()).await
}

async fn show(
    web: &Web,
    room: &Room,
    source: Source,
    error: Option<String>,
    typed: &Typed,
) -> ApiResult {
    let words = room.words(web)?;
    let page = room.context.params.page_or_first(SIZE);
    let jobs = harvest::jobs(&web.app, &source, page).await?;
    let heads = [
        "started",
        "state",
        "items-created",
        "items-updated",
        "items-unchanged",
        "items-failed",
        "items-archived",
        "items-lost",
    ];
    let heads = heads.map(|name| (name, None));
    let rows = jobs
        .data
        .iter()
        .map(|job| row(&source, job, words))
        .collect();
    let (may, sysadmin) = (
        harvest::may(room.actor(), source.owner),
        room.actor().sysadmin,
    );
    let manual = web.app.settings().harvest.manual_run || sysadmin;
    let mut sheet = sheet(room, &source, words, source.name.clone());
    if error.is_some() {
        sheet.status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    let (named, declarer) = harvest::declared(&web.app, &source).await?;
    let content = One {
        action: address(&source),
        owner: somebody(&named, source.owner),
        declarer: declarer
            .filter(|id| source.owner != Owner::User(*id))
            .and_then(|id| somebody(&named, Owner::User(id))),
        declared: source.created,
        state: decision(&source, words),
        comment: source.validation.comment.clone(),
        decided: source.validation.on,
        deleted: source.deleted.is_some(),
        active: source.active,
        autoarchive: source.autoarchive,
        overwrites: source.overwrites(),
        next: harvest::next_run(&web.app, &source).await?,
        rhythm: source
            .schedule
            .as_deref()
            .and_then(|cron| rhythm::said(cron, words)),
        schedule: source.schedule.clone(),
        may_edit: may && source.deleted.is_none(),
        may_run: may && manual && source.is_accepted(),
        sysadmin,
        busy: jobs.data.first().is_some_and(|job| !job.status.is_over()),
        jobs: Table {
            caption: words.text("harvest-jobs"),
            empty: Some(words.text("harvest-jobs-none")),
            ..Table::page(room, &heads, rows, (page, jobs.total))
        },
        error,
        typed: json!({"comment": typed.one("comment"), "schedule": typed.one("schedule")}),
        name: source.name,
        description: source.description,
        url: source.url,
        backend: harvest::label(&web.app, &source.backend),
    };
    room.show(web, Template::AdminHarvester, sheet, &content)
        .await
}

fn row(source: &Source, job: &Job, words: &Words) -> Vec<Cell> {
    let counts = &job.counts;
    let began = job.started.unwrap_or(job.created);
    let url = format!("{}/jobs/{}", address(source), job.id);
    vec![
        Cell::moment("started", began, url).note(
            job.errors
                .first()
                .map(|one| sentence::said(&one.message, words)),
        ),
        Cell::marks("state", vec![status(job.status, words)]),
        Cell::number("items-created", counts.outcome(Outcome::Created)),
        Cell::number(
            "items-updated",
            counts.outcome(Outcome::Updated) + counts.outcome(Outcome::Restored),
        ),
        Cell::number("items-unchanged", counts.outcome(Outcome::Unchanged)),
        Cell::number(
            "items-failed",
            counts.status(ItemStatus::Failed) + counts.status(ItemStatus::Skipped),
        ),
        Cell::number("items-archived", counts.status(ItemStatus::Archived)),
        Cell::number("items-lost", counts.lost),
    ]
}

async fn act(
    State(web): State<Web>,
    Path(key): Path<String>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let (app, actor, key) = (&web.app, room.actor(), found.id.to_string());
    let decided = |state: &str| {
        let comment = typed.one("comment");
        let comment = (!comment.is_empty()).then_some(comment);
        let body = json!({"state": state, "comment": comment});
        body.as_object().cloned().unwrap_or_else(Extras::new)
    };
    let done = match typed.one("do") {
        "run" => harvest::run(app, actor, &key)
            .await
            .map(|_| "harvest-asked"),
        "accept" => {
            let done = harvest::validate(app, actor, &key, &decided("accepted")).await;
            done.map(|_| "harvest-accepted")
        }
        "refuse" => {
            let done = harvest::validate(app, actor, &key, &decided("refused")).await;
            done.map(|_| "harvest-refused")
        }
        "schedule" => {
            let done = harvest::schedule(app, actor, &key, typed.one("schedule")).await;
            done.map(|_| "saved")
        }
        "unschedule" => harvest::unschedule(app, actor, &key).await.map(|_| "saved"),
        "delete" if !harvest::may(actor, found.owner) => return Err(Error::Forbidden.into()),
        "delete" if typed.one("sure").is_empty() => Err(Error::Bad(
            "Tick the box to delete this harvester.".to_owned(),
        )),
        "delete" => {
            harvest::delete(app, actor, &key).await?;
            let list = Room::base(room.whose(found.owner));
            return Ok(told(&format!("{list}/harvesters"), "harvest-deleted"));
        }
        _ => return Err(Error::Bad("Nothing was asked".to_owned()).into()),
    };
    let words = room.words(&web)?;
    let sentence = match done {
        Ok(what) => return Ok(told(&address(&found), what)),
        Err(Error::Bad(sentence)) => said(&sentence, words),
        Err(Error::Invalid(_, problems)) => {
            let name = problems.keys().next().cloned().unwrap_or_default();
            words.text(&format!("harvest-problem-{name}"))
        }
        Err(error) => return Err(error.into()),
    };
    let found = open(&web, &room, &key).await?;
    show(&web, &room, found, Some(sentence), &typed).await
}
