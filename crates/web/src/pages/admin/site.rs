//! The portal itself, for sysadmins: people, organizations, jobs, settings in force, and all that was changed.

mod audit;
mod client;
mod featured;
mod mark;
mod moderation;
mod portal;
mod post;
mod user;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use vitrail_app::domain::Organization;
use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;
use vitrail_app::{Sort, jobs, organization, reading};

use super::room::{Room, Sheet, Step, Tab, Whose, told};
use super::table::pagination;
use super::table::{Act, Cell, Column, Mark, Table};
use crate::Web;
use crate::error::ApiResult;
use crate::view::{Template, Words};

const SIZE: i64 = 30;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/organizations", get(organizations))
        .route("/admin/site/jobs", get(work))
        .route("/admin/site/jobs/{job}/run", post(run))
        .route("/admin/site/settings", get(settings))
        .merge(audit::routes())
        .merge(moderation::routes())
        .merge(client::routes())
        .merge(featured::routes())
        .merge(mark::routes())
        .merge(portal::routes())
        .merge(post::routes())
        .merge(user::routes())
}

pub use mark::tab as mark_tab;

#[derive(Serialize)]
struct Content {
    tables: Vec<Section>,
    q: Option<String>,
    lead: Option<String>,
}

#[derive(Serialize)]
struct Section {
    title: Option<String>,
    table: Table,
}

impl Section {
    fn new(table: Table) -> Self {
        Self { title: None, table }
    }
}

async fn show(web: &Web, room: &Room, name: &str, content: (bool, Vec<Section>)) -> ApiResult {
    show_with(web, room, name, content, Vec::new()).await
}

/// The same, with the tabs of a page in several parts.
async fn show_with(
    web: &Web,
    room: &Room,
    name: &str,
    (searched, tables): (bool, Vec<Section>),
    tabs: Vec<Tab>,
) -> ApiResult {
    let words = room.words(web)?;
    let content = Content {
        tables,
        q: searched.then(|| room.context.params.text("q").unwrap_or_default()),
        lead: words.find(&format!("site-{name}-lead"), None),
    };
    let sheet = Sheet {
        title: words.text(&format!("site-{name}")),
        whose: Whose::Site,
        status: StatusCode::OK,
        trail: vec![Step {
            label: words.text("admin-site"),
            url: "/admin/site/datasets".to_owned(),
        }],
        tabs,
    };
    room.show(web, Template::AdminTables, sheet, &content).await
}

fn columns(names: &[&'static str]) -> Vec<Column> {
    names.iter().map(|name| Column::plain(name)).collect()
}

async fn organizations(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let page = room.context.params.page_or_first(SIZE);
    let filter = organization::Filter {
        q: room.context.params.text("q"),
        with_deleted: true,
        ..organization::Filter::default()
    };
    let newest = Some(Sort {
        column: "created",
        descending: true,
    });
    let listed = organization::list(&web.app, &filter, newest, page).await?;
    let words = room.words(&web)?;
    let lang = room.context.lang;
    let row = |one: &Organization| organization_row(one, words, lang);
    let table = Table {
        caption: words.text("site-organizations"),
        columns: columns(&["name", "badges", "members", "datasets", "created", "acts"]),
        rows: listed.data.iter().map(row).collect(),
        total: listed.total,
        pagination_of: Some(pagination(&room, page, listed.total)),
        empty: Some(words.text("site-nothing")),
    };
    show(
        &web,
        &room,
        "organizations",
        (true, vec![Section::new(table)]),
    )
    .await
}

fn organization_row(one: &Organization, words: &Words, lang: &str) -> Vec<Cell> {
    let mut marks: Vec<Mark> = Vec::new();
    if one.deleted.is_some() {
        marks.push(Mark {
            label: words.text("admin-state-deleted"),
            tone: "danger",
        });
    }
    for badge in OrganizationBadge::ALL {
        if one.has_badge(badge.code()) {
            marks.push(Mark {
                label: badge.label().in_lang(lang).to_owned(),
                tone: "brand",
            });
        }
    }
    let act = Act {
        label: words.text("site-organization-badges"),
        of: one.name.clone(),
        url: format!("/admin/site/marks/organizations/{}", one.id),
        ..Act::default()
    };
    let members = i64::try_from(one.members.len()).unwrap_or(i64::MAX);
    let datasets = vitrail_app::domain::dataset::count(&one.metrics, "datasets");
    vec![
        Cell::link(
            "name",
            &one.name,
            format!("/admin/organizations/{}/profile", one.id),
        )
        .note(one.business_number_id.clone()),
        Cell::marks("badges", marks),
        Cell::number("members", members),
        Cell::number("datasets", datasets),
        Cell::when("created", one.created_at),
        Cell::acts("acts", vec![act]),
    ]
}

async fn work(State(web): State<Web>, room: Room) -> ApiResult {
    let (app, actor, words) = (&web.app, room.actor(), room.words(&web)?);
    let page = room.context.params.page_or_first(SIZE);
    let schedules = jobs::schedules(app, actor).await?;
    let listed = jobs::list(app, actor, None, page).await?;
    let recurring = schedules.iter().map(|one| {
        let last = one.last.as_ref();
        let said = last.and_then(|last| last.failure.clone().or_else(|| last.outcome.clone()));
        let run = Act {
            label: words.text("job-run"),
            of: one.name.clone(),
            url: format!("/admin/site/jobs/{}/run", one.name),
            fields: vec![("do", "run".to_owned())],
            grave: false,
        };
        vec![
            Cell::text("name", job_name(&one.name, words)).note(one.cron.clone()),
            match last.and_then(|last| last.ended.or(last.started)) {
                Some(at) => Cell::when("last", at).note(said),
                None => Cell::text("last", words.text("job-never")),
            },
            Cell::when("next", one.next),
            Cell::acts("acts", vec![run]),
        ]
    });
    let jobs = listed.data.iter().map(|job| {
        vec![
            Cell::text("name", job_name(&job.name, words)).note(job.outcome.clone()),
            Cell::marks("state", vec![job_state(job, words)]).note(job.failure.clone()),
            Cell::number("attempts", job.attempts),
            Cell::when("created", job.created),
            Cell::when("ended", job.ended),
        ]
    });
    let sections = vec![
        Section {
            title: Some(words.text("site-schedules")),
            table: Table {
                caption: words.text("site-schedules"),
                columns: columns(&["name", "last", "next", "acts"]),
                rows: recurring.collect(),
                empty: Some(words.text("site-nothing")),
                ..Table::default()
            },
        },
        Section {
            title: Some(words.text("site-done")),
            table: Table {
                caption: words.text("site-done"),
                columns: columns(&["name", "state", "attempts", "created", "ended"]),
                rows: jobs.collect(),
                total: listed.total,
                pagination_of: Some(pagination(&room, page, listed.total)),
                empty: Some(words.text("site-nothing")),
            },
        },
    ];
    show(&web, &room, "jobs", (false, sections)).await
}

/// What a job is called by people, else by the program.
fn job_name(name: &str, words: &Words) -> String {
    let known = words.find(&format!("job-name-{}", name.replace('_', "-")), None);
    known.unwrap_or_else(|| name.to_owned())
}

fn job_state(job: &jobs::Job, words: &Words) -> Mark {
    let (name, tone) = match (job.due, job.lease, &job.failure) {
        (Some(_), Some(_), _) => ("running", "brand"),
        (Some(_), None, Some(_)) => ("again", "warning"),
        (Some(_), None, None) => ("waiting", "brand"),
        (None, _, Some(_)) => ("failed", "danger"),
        (None, _, None) => ("done", "success"),
    };
    Mark {
        label: words.text(&format!("job-{name}")),
        tone,
    }
}

async fn run(State(web): State<Web>, Path(job): Path<String>, room: Room) -> ApiResult {
    jobs::run_now(&web.app, room.actor(), &job).await?;
    Ok(told("/admin/site/jobs", "job-asked"))
}

async fn settings(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let words = room.words(&web)?;
    let rows = web
        .app
        .settings()
        .in_force()
        .into_iter()
        .map(|(name, value)| {
            let name = Cell {
                code: true,
                ..Cell::text("setting", name)
            };
            vec![
                name,
                Cell::text("value", value.unwrap_or_else(|| "–".to_owned())),
            ]
        });
    let table = Table {
        caption: words.text("site-settings"),
        columns: columns(&["setting", "value"]),
        rows: rows.collect(),
        ..Table::default()
    };
    show(&web, &room, "settings", (false, vec![Section::new(table)])).await
}
