//! The readers of what somebody publishes: month by month, what is read most, and the same figures as files.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::dcat::mqa::indicator;
use vitrail_app::domain::{Dataset, Id, Kind};
use vitrail_app::readership::{self, Of, Readership};
use vitrail_app::traffic::Traffic;
use vitrail_app::{Error, mqa, organization, reading};

use super::held::many;
use super::room::{Room, Sheet, Step, Whose};
use super::table::{Cell, Column, Table};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::chart::{Chart, chart};
use crate::pages::mqa::Together;
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
    let row = |one: &Dataset| {
        let url = format!("/admin/datasets/{}", one.id);
        vec![Cell::link("title", &one.title, url)]
    };
    let rows = listed.data.iter().map(row).collect();
    let (label, lead) = match indicator(&id) {
        Some(one) => (
            one.label.in_lang(asked.lang).to_owned(),
            one.advice.in_lang(asked.lang).to_owned(),
        ),
        None => (words.text("high-value"), words.text("high-value-listed")),
    };
    let content = Failing {
        table: Table {
            caption: label.clone(),
            empty: Some(words.text("mqa-failing-none")),
            ..Table::page(&room, &[("title", None)], rows, (page, listed.total))
        },
        lead,
        new: None,
        q: None,
    };
    let base = format!("/admin/organizations/{}", found.id);
    let sheet = Sheet {
        title: label,
        whose,
        status: StatusCode::OK,
        trail: vec![
            Step {
                label: room.name(whose, words),
                url: format!("{}/datasets", Room::base(whose)),
            },
            Step {
                label: words.text("mqa"),
                url: format!("{base}/statistics#mqa"),
            },
        ],
        ..Sheet::default()
    };
    room.show(&web, Template::AdminListing, sheet, &content)
        .await
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
