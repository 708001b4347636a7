//! What the portal puts forward: each kind in its list, with a search to add to it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Serialize;
use vitrail_app::domain::{Id, Kind};
use vitrail_app::{Error, Page, dataservice, dataset, reading, reuse, topic};

use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::form::Typed;
use crate::pages::admin::list::state;
use crate::pages::admin::room::{Room, Sheet, Step, Tab, Whose, told};
use crate::pages::admin::table::{Act, Cell, Mark, Table, address, pagination};
use crate::view::{Template, Words};

const SIZE: i64 = 20;
/// How many a search offers.
const FOUND: i64 = 10;

/// What can be put forward, by the name of its lists.
const KINDS: [(&str, Kind); 4] = [
    ("datasets", Kind::Dataset),
    ("reuses", Kind::Reuse),
    ("dataservices", Kind::Dataservice),
    ("topics", Kind::Topic),
];

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/site/featured", get(page))
        .route("/admin/site/featured/{list}/{id}", post(change))
}

#[derive(Serialize)]
struct Content {
    list: &'static str,
    q: String,
    featured: Table,
    found: Option<Table>,
}

/// An object, as a row says it.
struct Row {
    id: Id,
    title: String,
    slug: String,
    marks: Vec<Mark>,
}

fn kind_of(list: &str) -> Result<(&'static str, Kind), Error> {
    let known = KINDS.into_iter().find(|(known, _)| *known == list);
    known.ok_or(Error::NotFound(Kind::Site))
}

/// Puts an object forward, or no longer.
pub async fn feature(
    web: &Web,
    room: &Room,
    kind: Kind,
    id: &str,
    featured: bool,
) -> Result<(), Error> {
    let (app, actor) = (&web.app, room.actor());
    match kind {
        Kind::Dataset => dataset::feature(app, actor, id, featured).await.map(drop),
        Kind::Reuse => reuse::feature(app, actor, id, featured).await.map(drop),
        Kind::Dataservice => dataservice::feature(app, actor, id, featured)
            .await
            .map(drop),
        _ => topic::feature(app, actor, id, featured).await.map(drop),
    }
}

async fn change(
    State(web): State<Web>,
    Path((list, id)): Path<(String, String)>,
    room: Room,
    typed: Typed,
) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let (list, kind) = kind_of(&list)?;
    let featured = typed.does("add");
    feature(&web, &room, kind, &id, featured).await?;
    let what = if featured { "featured" } else { "unfeatured" };
    Ok(told(&format!("/admin/site/featured?kind={list}"), what))
}

async fn page(State(web): State<Web>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    let words = room.words(&web)?;
    let asked = room.context.params.one("kind").unwrap_or("datasets");
    let (list, kind) = kind_of(asked)?;
    let page = room.context.params.page_or_first(SIZE);
    let (rows, total) = rows(&web, &room, kind, true, None, page).await?;
    let mut featured = table(&room, list, &rows, true, words);
    featured.total = total;
    featured.pagination_of = Some(pagination(&room, page, total));
    featured.empty = Some(words.text("featured-none"));
    let q = room.context.params.text("q").unwrap_or_default();
    let found = if q.is_empty() {
        None
    } else {
        let first = Page {
            number: 1,
            size: FOUND,
        };
        let (rows, _) = self::rows(&web, &room, kind, false, Some(q.clone()), first).await?;
        let mut found = table(&room, list, &rows, false, words);
        found.empty = Some(words.text("form-found-nothing"));
        Some(found)
    };
    let tab = |(name, _): (&str, Kind)| Tab {
        label: words.text(&format!("admin-{name}")),
        url: address(&room, &[("kind", name), ("q", ""), ("page", "")]),
        current: name == list,
    };
    let sheet = Sheet {
        title: words.text("admin-featured"),
        whose: Whose::Site,
        status: StatusCode::OK,
        trail: vec![Step {
            label: words.text("admin-site"),
            url: "/admin/site/datasets".to_owned(),
        }],
        tabs: KINDS.map(tab).into(),
    };
    let content = Content {
        list,
        q,
        featured,
        found,
    };
    room.show(&web, Template::AdminFeatured, sheet, &content)
        .await
}

fn table(room: &Room, list: &str, rows: &[Row], featured: bool, words: &Words) -> Table {
    let (key, what) = if featured {
        ("featured-remove", "remove")
    } else {
        ("featured-do", "add")
    };
    let row = |one: &Row| {
        let act = Act {
            label: words.text(key),
            of: one.title.clone(),
            url: format!("/admin/site/featured/{list}/{}", one.id),
            fields: vec![("do", what.to_owned())],
            grave: false,
        };
        vec![
            Cell::link("title", &one.title, format!("/{list}/{}", one.slug)),
            Cell::marks("state", one.marks.clone()),
            Cell::acts("acts", vec![act]),
        ]
    };
    let heads = [("title", None), ("state", None), ("acts", None)];
    let page = Page {
        number: 1,
        size: FOUND,
    };
    let caption = if featured {
        "admin-featured"
    } else {
        "featured-add"
    };
    let rows: Vec<Vec<Cell>> = rows.iter().map(row).collect();
    let total = i64::try_from(rows.len()).unwrap_or(FOUND);
    Table {
        caption: words.text(caption),
        ..Table::page(room, &heads, rows, (page, total.min(FOUND)))
    }
}

/// Objects that are put forward, or that are not and bear these words.
async fn rows(
    web: &Web,
    room: &Room,
    kind: Kind,
    featured: bool,
    q: Option<String>,
    page: Page,
) -> Result<(Vec<Row>, i64), Error> {
    let (app, actor, words) = (&web.app, room.actor(), web.views.words(room.context.lang));
    let marks = |private, archived, deleted| {
        words.map_or_else(Vec::new, |words| state(words, private, archived, deleted))
    };
    // What is deleted may still be put forward: it is seen, so that it can be withdrawn.
    let (featured, deleted) = (Some(featured), (!featured).then_some(false));
    macro_rules! listed {
        ($kind:ident, { $($more:tt)* }, |$one:ident| $row:expr) => {{
            let filter = $kind::Filter { q, featured, $($more)* ..$kind::Filter::default() };
            let found = $kind::list(app, actor, &filter, None, page).await?;
            (found.data.into_iter().map(|$one| $row).collect(), found.total)
        }};
    }
    Ok(match kind {
        Kind::Dataset => listed!(dataset, { deleted, }, |one| Row {
            id: one.id,
            marks: marks(one.private, one.archived, one.deleted),
            title: one.title,
            slug: one.slug,
        }),
        Kind::Reuse => listed!(reuse, { deleted, }, |one| Row {
            id: one.id,
            marks: marks(one.private, one.archived, one.deleted),
            title: one.title,
            slug: one.slug,
        }),
        Kind::Dataservice => listed!(dataservice, { deleted, }, |one| Row {
            id: one.id,
            marks: marks(one.private, one.archived_at, one.deleted_at),
            title: one.title,
            slug: one.slug,
        }),
        _ => listed!(topic, {}, |one| Row {
            id: one.id,
            marks: marks(one.private, None, None),
            title: one.name,
            slug: one.slug,
        }),
    })
}
