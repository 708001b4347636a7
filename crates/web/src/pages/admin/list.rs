//! The lists of what somebody has: searched, narrowed to a state, sorted, page by page; each view has its address.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::domain::{Dataset, Discussion, Id, Kind, Timestamp};
use vitrail_app::{
    Error, Page, Sort, community_resource, dataservice, dataset, discussion, organization, reading,
    reuse, topic,
};

use super::room::{LISTS, Room, Sheet, Step, Whose};
use super::table::{Cell, Mark, Table, address};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::view::{Template, Words};

const SIZE: i64 = 20;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/me/{list}", get(mine))
        .route("/admin/organizations/{organization}/{list}", get(theirs))
        .route("/admin/site/{list}", get(all))
}

/// The states to which a list can be narrowed.
const STATES: [&str; 4] = ["public", "draft", "archived", "deleted"];

#[derive(Serialize)]
struct Content {
    table: Table,
    list: &'static str,
    q: String,
    states: Vec<StateOut>,
    sort: String,
    /// Where something new of this kind begins.
    new_url: Option<String>,
}

#[derive(Serialize)]
struct StateOut {
    name: &'static str,
    url: String,
    current: bool,
}

/// What is asked of a list.
struct Asked {
    owner: Option<Id>,
    organization: Option<Id>,
    q: Option<String>,
    state: Option<&'static str>,
    sort: Option<Sort>,
    page: Page,
}

impl Asked {
    fn of(room: &Room, whose: Whose, sorts: &[(&'static str, &'static str)]) -> Self {
        let params = &room.context.params;
        let state = params.one("state");
        Self {
            owner: (whose == Whose::Me).then_some(room.me.id),
            organization: match whose {
                Whose::Organization(id) => Some(id),
                _ => None,
            },
            q: params.text("q"),
            state: STATES.into_iter().find(|known| state == Some(*known)),
            sort: params.sort(sorts).ok().flatten(),
            page: params.page_or_first(SIZE),
        }
    }

    /// Whether deleted, archived and private objects are wanted.
    fn life(&self) -> (Option<bool>, Option<bool>, Option<bool>) {
        match self.state {
            Some("deleted") => (Some(true), None, None),
            Some("archived") => (Some(false), Some(true), None),
            Some("draft") => (Some(false), Some(false), Some(true)),
            Some("public") => (Some(false), Some(false), Some(false)),
            _ => (Some(false), None, None),
        }
    }
}

async fn mine(State(web): State<Web>, Path(list): Path<String>, room: Room) -> ApiResult {
    show(&web, &room, Whose::Me, &list).await
}

async fn theirs(
    State(web): State<Web>,
    Path((key, list)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let found = organization::find(&web.app, room.actor(), &key).await;
    let found = found.map_err(|error| ApiError::at(error, &room.context.path, &key))?;
    if !room.actor().belongs_to(found.id) {
        return Err(Error::Forbidden.into());
    }
    show(&web, &room, Whose::Organization(found.id), &list).await
}

async fn all(State(web): State<Web>, Path(list): Path<String>, room: Room) -> ApiResult {
    reading::sysadmin(room.actor())?;
    show(&web, &room, Whose::Site, &list).await
}

async fn show(web: &Web, room: &Room, whose: Whose, list: &str) -> ApiResult {
    let known = LISTS.into_iter().find(|known| *known == list);
    let list = known.ok_or(Error::NotFound(Kind::Site))?;
    let words = room.words(web)?;
    let mut table = match list {
        "datasets" => datasets(web, room, whose, words).await?,
        "dataservices" => dataservices(web, room, whose, words).await?,
        "reuses" => reuses(web, room, whose, words).await?,
        "community-resources" => community_resources(web, room, whose).await?,
        "topics" => topics(web, room, whose, words).await?,
        _ => discussions(web, room, whose, words).await?,
    };
    let title = words.text(&format!("admin-{list}"));
    table.caption = format!("{title} — {}", room.name(whose, words));
    table.empty = Some(words.text(&format!("admin-{list}-empty")));
    let params = &room.context.params;
    let states: &[&'static str] = match list {
        "datasets" | "reuses" | "dataservices" => &STATES,
        "topics" => &["public", "draft"],
        "discussions" => &["open", "closed"],
        _ => &[],
    };
    let asked = params.one("state");
    let link = |name: &'static str, value: &str| StateOut {
        name,
        url: address(room, &[("state", value), ("page", "")]),
        current: asked.unwrap_or("") == value,
    };
    let mut shown = vec![link("any", "")];
    shown.extend(states.iter().map(|name| link(name, name)));
    let content = Content {
        table,
        list,
        q: params.text("q").unwrap_or_default(),
        states: if states.is_empty() { Vec::new() } else { shown },
        sort: params.text("sort").unwrap_or_default(),
        new_url: new_url(list, whose),
    };
    let sheet = Sheet {
        title,
        whose,
        trail: vec![Step {
            label: room.name(whose, words),
            url: format!("{}/datasets", Room::base(whose)),
        }],
        status: StatusCode::OK,
        ..Sheet::default()
    };
    room.show(web, Template::AdminList, sheet, &content).await
}

/// Where something new of this kind begins, for whom it is made.
fn new_url(list: &str, whose: Whose) -> Option<String> {
    let place = match list {
        "datasets" if whose == Whose::Site => "datasets/new",
        "datasets" => "datasets/new/describe",
        "reuses" | "dataservices" | "topics" => &format!("{list}/new"),
        _ => return None,
    };
    Some(match whose {
        Whose::Organization(id) => format!("/admin/{place}?organization={id}"),
        _ => format!("/admin/{place}"),
    })
}

/// The state of an object, as a word.
pub fn state(
    words: &Words,
    private: bool,
    archived: Option<Timestamp>,
    deleted: Option<Timestamp>,
) -> Vec<Mark> {
    let (name, tone) = match (deleted, archived, private) {
        (Some(_), ..) => ("deleted", "danger"),
        (None, Some(_), _) => ("archived", "warning"),
        (None, None, true) => ("draft", "brand"),
        _ => ("public", "success"),
    };
    vec![Mark {
        label: words.text(&format!("admin-state-{name}")),
        tone,
    }]
}

async fn datasets(web: &Web, room: &Room, whose: Whose, words: &Words) -> Result<Table, Error> {
    let asked = Asked::of(room, whose, &dataset::SORTS);
    let (deleted, archived, private) = asked.life();
    let filter = dataset::Filter {
        q: asked.q,
        owner: asked.owner,
        organization: asked.organization,
        deleted,
        archived,
        private,
        ..dataset::Filter::default()
    };
    let (app, actor) = (&web.app, room.actor());
    let listed = dataset::list(app, actor, &filter, asked.sort, asked.page).await?;
    let all = dataset::with_references(app, listed.data, dataset::Files::Counted).await?;
    let now = app.now();
    let row = |found: &Dataset| {
        vec![
            Cell::link(
                "title",
                &found.title,
                format!("/admin/datasets/{}", found.id),
            )
            .note(found.acronym.clone()),
            Cell::marks(
                "state",
                state(words, found.private, found.archived, found.deleted),
            ),
            Cell::when("updated", found.last_update),
            Cell::number("files", all.counts.get(&found.id).copied().unwrap_or(0)),
            Cell::score("quality", found.quality.score(found, now).score),
            Cell::number("views", found.count("views")),
            Cell::number("reuses", found.count("reuses")),
        ]
    };
    let rows = all.data.iter().map(row).collect();
    let heads = [
        ("title", Some("title")),
        ("state", None),
        ("updated", Some("last_update")),
        ("files", None),
        ("quality", None),
        ("views", Some("views")),
        ("reuses", Some("reuses")),
    ];
    Ok(Table::page(room, &heads, rows, (asked.page, listed.total)))
}

async fn dataservices(web: &Web, room: &Room, whose: Whose, words: &Words) -> Result<Table, Error> {
    let asked = Asked::of(room, whose, &dataservice::SORTS);
    let (deleted, archived, private) = asked.life();
    let filter = dataservice::Filter {
        q: asked.q,
        owner: asked.owner,
        organization: asked.organization,
        deleted,
        archived,
        private,
        ..dataservice::Filter::default()
    };
    let listed = dataservice::list(&web.app, room.actor(), &filter, asked.sort, asked.page).await?;
    let row = |found: vitrail_app::domain::Dataservice| {
        let url = format!("/admin/dataservices/{}", found.id);
        let views = vitrail_app::domain::dataset::count(&found.metrics, "views");
        let state = state(words, found.private, found.archived_at, found.deleted_at);
        vec![
            Cell::link("title", found.title, url).note(found.base_api_url),
            Cell::marks("state", state),
            Cell::when("updated", found.metadata_modified_at),
            Cell::number("views", views),
        ]
    };
    let rows = listed.data.into_iter().map(row).collect();
    let heads = [
        ("title", Some("title")),
        ("state", None),
        ("updated", Some("last_modified")),
        ("views", Some("views")),
    ];
    Ok(Table::page(room, &heads, rows, (asked.page, listed.total)))
}

async fn reuses(web: &Web, room: &Room, whose: Whose, words: &Words) -> Result<Table, Error> {
    let asked = Asked::of(room, whose, &reuse::SORTS);
    let (deleted, archived, private) = asked.life();
    let filter = reuse::Filter {
        q: asked.q,
        owner: asked.owner,
        organization: asked.organization,
        deleted,
        archived,
        private,
        ..reuse::Filter::default()
    };
    let listed = reuse::list(&web.app, room.actor(), &filter, asked.sort, asked.page).await?;
    let row = |found: vitrail_app::domain::Reuse| {
        let kind = words.text(&format!("reuse-type-{}", found.r#type));
        let views = vitrail_app::domain::dataset::count(&found.metrics, "views");
        let datasets = i64::try_from(found.datasets.len()).unwrap_or(i64::MAX);
        let state = state(words, found.private, found.archived, found.deleted);
        let url = format!("/admin/reuses/{}", found.id);
        vec![
            Cell::link("title", found.title, url).note(kind),
            Cell::marks("state", state),
            Cell::when("updated", found.last_modified),
            Cell::number("datasets", datasets),
            Cell::number("views", views),
        ]
    };
    let rows = listed.data.into_iter().map(row).collect();
    let heads = [
        ("title", Some("title")),
        ("state", None),
        ("updated", Some("last_modified")),
        ("datasets", Some("datasets")),
        ("views", Some("views")),
    ];
    Ok(Table::page(room, &heads, rows, (asked.page, listed.total)))
}

async fn community_resources(web: &Web, room: &Room, whose: Whose) -> Result<Table, Error> {
    let asked = Asked::of(room, whose, &community_resource::SORTS);
    let filter = community_resource::Filter {
        owner: asked.owner,
        organization: asked.organization,
        ..community_resource::Filter::default()
    };
    let (app, actor) = (&web.app, room.actor());
    let (listed, beside) =
        community_resource::list(app, actor, &filter, asked.sort, asked.page).await?;
    let row = |found: vitrail_app::domain::CommunityResource| {
        let dataset = found.dataset.and_then(|id| beside.datasets.get(&id));
        let file = found.resource;
        let own = format!("/admin/community-resources/{}", file.id);
        let about = match dataset {
            Some(dataset) => {
                let url = format!("/datasets/{}#community", dataset.slug);
                Cell::link("dataset", &dataset.title, url)
            }
            None => Cell::text("dataset", "–"),
        };
        vec![
            Cell::link("title", file.title, own).note(file.format.to_uppercase()),
            about,
            Cell::when("updated", file.last_modified_internal),
        ]
    };
    let rows = listed.data.into_iter().map(row).collect();
    let heads = [
        ("title", None),
        ("dataset", None),
        ("updated", Some("last_modified_internal")),
    ];
    Ok(Table::page(room, &heads, rows, (asked.page, listed.total)))
}

async fn topics(web: &Web, room: &Room, whose: Whose, words: &Words) -> Result<Table, Error> {
    let asked = Asked::of(room, whose, &topic::SORTS);
    let (_, _, private) = asked.life();
    let filter = topic::Filter {
        q: asked.q,
        owner: asked.owner,
        organization: asked.organization,
        private,
        ..topic::Filter::default()
    };
    let (app, actor) = (&web.app, room.actor());
    let listed = topic::list(app, actor, &filter, asked.sort, asked.page).await?;
    let all = topic::with_references(app, listed.data).await?;
    let row = |found: &vitrail_app::domain::Topic| {
        vec![
            Cell::link("name", &found.name, format!("/admin/topics/{}", found.id)),
            Cell::marks("state", state(words, found.private, None, None)),
            Cell::when("updated", found.last_modified),
            Cell::number("elements", all.counts.get(&found.id).copied().unwrap_or(0)),
        ]
    };
    let rows = all.data.iter().map(row).collect();
    let heads = [
        ("name", Some("name")),
        ("state", None),
        ("updated", Some("last_modified")),
        ("elements", None),
    ];
    Ok(Table::page(room, &heads, rows, (asked.page, listed.total)))
}

async fn discussions(web: &Web, room: &Room, whose: Whose, words: &Words) -> Result<Table, Error> {
    let asked = Asked::of(room, whose, &discussion::SORTS);
    let filter = discussion::Filter {
        q: asked.q,
        owner: asked.owner,
        organization: asked.organization,
        closed: match room.context.params.one("state") {
            Some("open") => Some(false),
            Some("closed") => Some(true),
            _ => None,
        },
        ..discussion::Filter::default()
    };
    let (app, actor) = (&web.app, room.actor());
    let listed = discussion::list(app, actor, &filter, asked.sort, asked.page).await?;
    let all = discussion::with_references(app, listed.data).await?;
    let row = |found: &Discussion| {
        let about = all.subjects.get(found.subject);
        let (name, tone) = match found.closed {
            Some(_) => ("closed", "brand"),
            None => ("open", "warning"),
        };
        let mark = Mark {
            label: words.text(&format!("admin-state-{name}")),
            tone,
        };
        let last = found.messages.last().map(|message| message.posted_on);
        let messages = i64::try_from(found.messages.len()).unwrap_or(i64::MAX);
        vec![
            Cell::link(
                "title",
                &found.title,
                format!("/admin/discussions/{}", found.id),
            )
            .note(about.map(|about| about.name.clone())),
            Cell::marks("state", vec![mark]),
            Cell::number("messages", messages),
            Cell::when("last_message", last),
        ]
    };
    let rows = all.data.iter().map(row).collect();
    let heads = [
        ("title", Some("title")),
        ("state", None),
        ("messages", None),
        ("last_message", Some("discussion.posted_on")),
    ];
    Ok(Table::page(room, &heads, rows, (asked.page, listed.total)))
}
