//! The readers of what somebody publishes: month by month, what is read most, and the same figures as files.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::dcat::mqa::{Report, indicator};
use vitrail_app::domain::{Dataset, Id, Kind};
use vitrail_app::readership::{self, Of, Readership};
use vitrail_app::traffic::Traffic;
use vitrail_app::{Error, Listed, Page, mqa, organization, reading};

use super::held::many;
use super::room::{Room, Sheet, Step, Whose};
use super::table::{Cell, Column, Table};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::chart::{Chart, chart};
use crate::pages::mqa::{Together, lacks};
use crate::view::{Template, Words};

/// Datasets on one page.
const FAILING: i64 = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/me/statistics", get(mine))
        .route(
            "/admin/organizations/{organization}/statistics",
            get(theirs),
        )
        .route(
            "/admin/organizations/{organization}/mqa/{indicator}",
            get(failing),
        )
        .route("/admin/site/statistics", get(all))
        .route("/admin/site/mqa/highValue", get(high_value))
}

#[derive(Serialize)]
struct Content {
    charts: Vec<Chart>,
    tables: Vec<Best>,
    files: Vec<Step>,
    /// What Europe says of it; nothing of what one publishes in one's own name.
    mqa: Option<Together>,
}

#[derive(Serialize)]
struct Best {
    kind: &'static str,
    table: Table,
}

async fn mine(State(web): State<Web>, room: Room) -> ApiResult {
    show(&web, &room, Whose::Me, Of::Me).await
}

/// The part of the navigation where the figures of an organization are.
fn whose(room: &Room, id: Id) -> Whose {
    if room.organizations.iter().any(|(one, _)| one.id == id) {
        return Whose::Organization(id);
    }
    Whose::Site
}

async fn theirs(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = organization::find(&web.app, room.actor(), &key).await;
    let found = found.map_err(|error| ApiError::at(error, &room.context.path, &key))?;
    let whose = whose(&room, found.id);
    show(&web, &room, whose, Of::Organization(found.id)).await
}

async fn all(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    show(&web, &room, Whose::Site, Of::Site).await
}

async fn show(web: &Web, room: &Room, whose: Whose, of: Of) -> ApiResult {
    let words = room.words(web)?;
    let found = readership::read(&web.app, room.actor(), of).await?;
    let count = |key, count: fn(&Traffic) -> i64| {
        let months = found.months.iter();
        chart(
            key,
            months.map(|one| (one.month.clone(), count(one))).collect(),
        )
    };
    let mut charts = vec![
        count("datasets-read", |one| one.visit_dataset),
        count("downloads", |one| one.download_resource),
        count("reuses-read", |one| one.visit_reuse),
        count("dataservices-read", |one| one.visit_dataservice),
    ];
    charts.retain(|chart| chart.most > 0);
    let content = Content {
        charts,
        tables: found
            .best
            .iter()
            .map(|(kind, rows)| best(&found, *kind, rows, words))
            .collect(),
        files: files(of, &found, words),
        mqa: assessed(web, room, of).await?,
    };
    let sheet = Sheet {
        title: words.text("admin-statistics"),
        whose,
        status: StatusCode::OK,
        trail: vec![Step {
            label: room.name(whose, words),
            url: format!("{}/datasets", Room::base(whose)),
        }],
        ..Sheet::default()
    };
    room.show(web, Template::AdminStatistics, sheet, &content)
        .await
}

/// What Europe says of all this.
async fn assessed(web: &Web, room: &Room, of: Of) -> Result<Option<Together>, ApiError> {
    let (context, lang) = (&room.context, room.context.lang);
    Ok(match of {
        Of::Me => None,
        Of::Organization(id) => {
            let key = id.to_string();
            let found = mqa::organization(&web.app, &context.actor, &key, &context.base).await?;
            Some(Together::new(&found.1, Some(id), None, lang))
        }
        Of::Site => {
            let (at, summary) = mqa::site(&web.app).await?;
            Some(Together::new(&summary, None, Some(at), lang))
        }
    })
}

#[derive(Serialize)]
struct Failing {
    table: Table,
    lead: String,
    /// What the template of lists may offer besides.
    new: Option<Step>,
    q: Option<String>,
}

impl Failing {
    fn new(table: Table, lead: String) -> Self {
        Self {
            table,
            lead,
            new: None,
            q: None,
        }
    }
}

/// The datasets that lack the points of an indicator, or a fact of data of high value.
async fn failing(
    State(web): State<Web>,
    Path((key, id)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let (asked, words) = (&room.context, room.words(&web)?);
    let page = asked.params.page_or_first(FAILING);
    let found = organization::find(&web.app, room.actor(), &key).await;
    let found = found.map_err(|error| ApiError::at(error, &asked.path, &key))?;
    if !room.actor().belongs_to(found.id) {
        return Err(Error::Forbidden.into());
    }
    let (key, wanted) = (found.id.to_string(), (id.as_str(), page));
    let measured = mqa::failing(&web.app, room.actor(), &key, &asked.base, wanted);
    let (_, listed) = measured.await?;
    let whose = whose(&room, found.id);
    let statistics = format!("/admin/organizations/{}/statistics#mqa", found.id);
    let content = match indicator(&id) {
        Some(one) => {
            let (label, lead) = (
                one.label.in_lang(asked.lang),
                one.advice.in_lang(asked.lang),
            );
            let rows = listed.data.iter().map(|(found, _)| vec![title_of(found)]);
            let columns = &[("title", None)];
            let table = Table {
                caption: label.to_owned(),
                empty: Some(words.text("mqa-failing-none")),
                ..Table::page(&room, columns, rows.collect(), (page, listed.total))
            };
            Failing::new(table, lead.to_owned())
        }
        None => lacking(&room, words, &listed, page),
    };
    list(&web, &room, (whose, statistics), &content).await
}

/// The datasets of high value of the whole catalogue that lack a fact.
async fn high_value(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let page = room.context.params.page_or_first(FAILING);
    let listed = mqa::high_value(&web.app, &room.context.base, page).await?;
    let content = lacking(&room, room.words(&web)?, &listed, page);
    let statistics = "/admin/site/statistics#mqa".to_owned();
    list(&web, &room, (Whose::Site, statistics), &content).await
}

fn title_of(found: &Dataset) -> Cell {
    Cell::link(
        "title",
        &found.title,
        format!("/admin/datasets/{}", found.id),
    )
}

/// Datasets of high value, each with what it lacks.
fn lacking(room: &Room, words: &Words, listed: &Listed<(Dataset, Report)>, page: Page) -> Failing {
    let row = |(found, report): &(Dataset, Report)| {
        vec![title_of(found), Cell::text("lacks", lacks(report, words))]
    };
    let rows = listed.data.iter().map(row).collect();
    let columns = &[("title", None), ("lacks", None)];
    let table = Table {
        caption: words.text("high-value"),
        empty: Some(words.text("high-value-complete")),
        ..Table::page(room, columns, rows, (page, listed.total))
    };
    Failing::new(table, words.text("high-value-listed"))
}

/// A list of datasets behind a figure, one step below the statistics that hold it.
async fn list(
    web: &Web,
    room: &Room,
    (whose, statistics): (Whose, String),
    content: &Failing,
) -> ApiResult {
    let words = room.words(web)?;
    let sheet = Sheet {
        title: content.table.caption.clone(),
        whose,
        status: StatusCode::OK,
        trail: vec![
            Step {
                label: room.name(whose, words),
                url: format!("{}/datasets", Room::base(whose)),
            },
            Step {
                label: words.text("mqa"),
                url: statistics,
            },
        ],
        ..Sheet::default()
    };
    room.show(web, Template::AdminListing, sheet, content).await
}

fn best(found: &Readership, kind: Kind, rows: &[Traffic], words: &Words) -> Best {
    let list = many(kind);
    let row = |one: &Traffic| {
        let id: Option<Id> = one.subject.parse().ok();
        let about = id.and_then(|id| found.subjects.get((kind, id)));
        let title = match about {
            Some(about) => Cell::link("title", &about.name, format!("/{list}/{}", about.slug)),
            None => Cell::text("title", words.text("readers-gone")),
        };
        let mut row = vec![title, Cell::number("views", one.visit)];
        if kind == Kind::Dataset {
            row.push(Cell::number("downloads", one.download_resource));
        }
        row
    };
    let names: &[&'static str] = match kind {
        Kind::Dataset => &["title", "views", "downloads"],
        _ => &["title", "views"],
    };
    Best {
        kind: list,
        table: Table {
            caption: words.text(&format!("readers-best-{list}")),
            columns: names.iter().map(|name| Column::plain(name)).collect(),
            rows: rows.iter().map(row).collect(),
            ..Table::default()
        },
    }
}

/// The files of the metrics API that hold the same figures.
fn files(of: Of, found: &Readership, words: &Words) -> Vec<Step> {
    let file = |key: &str, model: &str, query: &str| Step {
        label: words.text(&format!("readers-file-{key}")),
        url: format!("/metrics-api/api/{model}/data/csv{query}"),
    };
    match of {
        Of::Site => vec![
            file("months", "site", ""),
            file("datasets", "datasets", ""),
            file("organizations", "organizations", ""),
        ],
        Of::Organization(id) => {
            let only = format!("?organization_id__exact={id}");
            vec![
                file("months", "organizations", &only),
                file("datasets", "datasets", &only),
                file("resources", "resources", &only),
                file("reuses", "reuses", &only),
                file("dataservices", "dataservices", &only),
            ]
        }
        Of::Me if found.datasets.is_empty() => Vec::new(),
        Of::Me => {
            let ids: Vec<String> = found.datasets.iter().map(Id::to_string).collect();
            let only = format!("?dataset_id__in={}", ids.join(","));
            vec![
                file("datasets", "datasets", &only),
                file("resources", "resources", &only),
            ]
        }
    }
}
