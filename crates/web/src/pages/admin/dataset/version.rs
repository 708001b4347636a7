//! What a dataset was: every edit with who made it and which fields, two of them side by side, and the way back.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::{Kind, Timestamp};
use vitrail_app::history::{self, Version};
use vitrail_app::{Error, Page, References};

use super::edit::{open, sheet};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::room::{Room, to as leads, told};
use crate::pages::admin::table::pagination;
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words};

const SIZE: i64 = 30;

pub fn routes() -> Router<Web> {
    Router::new()
        .route("/admin/datasets/{dataset}/versions", get(list))
        .route("/admin/datasets/{dataset}/versions/compare", get(compare))
        .route("/admin/datasets/{dataset}/versions/{number}", get(one))
        .route(
            "/admin/datasets/{dataset}/versions/{number}/restore",
            post(restore),
        )
}

#[derive(Serialize)]
struct VersionOut {
    number: i64,
    at: Timestamp,
    who: Option<String>,
    what: String,
    fields: Vec<String>,
    url: String,
}

fn out(base: &str, version: &Version, people: &References, words: &Words) -> VersionOut {
    let who = version.actor.and_then(|id| people.users.get(&id));
    let operation = version.operation.replace(':', "-");
    VersionOut {
        number: version.number,
        at: version.at,
        who: who.map(|user| user.full_name()),
        what: words
            .find(&format!("version-{operation}"), None)
            .unwrap_or(operation),
        fields: version
            .fields
            .iter()
            .map(|name| field(name, words))
            .collect(),
        url: format!("{base}/{}", version.number),
    }
}

/// The name of a field as people read it in forms.
fn field(name: &str, words: &Words) -> String {
    let plain = name.replace('_', "-");
    words
        .find(&format!("field-{plain}"), None)
        .or_else(|| words.find(&format!("form-dataset-{plain}"), None))
        .unwrap_or_else(|| name.to_owned())
}

#[derive(Serialize)]
struct ListContent {
    versions: Vec<VersionOut>,
    total: i64,
    base: String,
    pagination_of: Pagination,
}

async fn list(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let words = room.words(&web)?;
    let base = format!("/admin/datasets/{}/versions", found.id);
    let page = room.context.params.page_or_first(SIZE);
    let key = found.id.to_string();
    let (listed, people) =
        history::list(&web.app, room.actor(), (Kind::Dataset, &key), page).await?;
    let versions = listed.data.iter();
    let content = ListContent {
        versions: versions
            .map(|version| out(&base, version, &people, words))
            .collect(),
        total: listed.total,
        pagination_of: pagination(&room, page, listed.total),
        base,
    };
    let sheet = sheet(&room, &found, words, "versions");
    room.show(&web, Template::AdminVersions, sheet, &content)
        .await
}

/// Two versions chosen in the list: the later one, against the other.
async fn compare(State(web): State<Web>, Path(key): Path<String>, room: Room) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let number = |name: &str| {
        let text = room.context.params.one(name)?;
        text.parse::<i64>().ok()
    };
    let base = format!("/admin/datasets/{}/versions", found.id);
    Ok(match (number("from"), number("to")) {
        (Some(from), Some(to)) => leads(&format!("{base}/{}?with={}", from.max(to), from.min(to))),
        _ => leads(&base),
    })
}

#[derive(Serialize)]
struct OneContent {
    version: VersionOut,
    with: i64,
    differences: Vec<DifferenceOut>,
    base: String,
    /// Whether it is the current state: there is nothing to bring back.
    current: bool,
}

#[derive(Serialize)]
struct DifferenceOut {
    field: String,
    old: String,
    new: String,
}

/// A value as people read it.
fn read(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let lines: Vec<String> = items.iter().map(line).collect();
            lines.join("\n")
        }
        other => serde_json::to_string_pretty(other).unwrap_or_default(),
    }
}

/// One thing of a list: a file is told by its title and address.
fn line(value: &Value) -> String {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    match (value, text("title"), text("url")) {
        (Value::String(text), ..) => text.clone(),
        (_, Some(title), Some(url)) => format!("{title} — {url}"),
        (_, Some(title), None) => title.to_owned(),
        _ => value.to_string(),
    }
}

async fn one(
    State(web): State<Web>,
    Path((key, number)): Path<(String, i64)>,
    room: Room,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    let words = room.words(&web)?;
    let base = format!("/admin/datasets/{}/versions", found.id);
    let with = room.context.params.one("with");
    let with = with.and_then(|text| text.parse::<i64>().ok());
    let with = with.filter(|with| *with != number);
    let key = found.id.to_string();
    let (version, differences, people) =
        history::compare(&web.app, room.actor(), (Kind::Dataset, &key), number, with).await?;
    let first = Page { number: 1, size: 1 };
    let (listed, _) = history::list(&web.app, room.actor(), (Kind::Dataset, &key), first).await?;
    let differences = differences
        .into_iter()
        .map(|(name, difference)| DifferenceOut {
            field: field(&name, words),
            old: read(&difference.old),
            new: read(&difference.new),
        });
    let content = OneContent {
        version: out(&base, &version, &people, words),
        with: with.unwrap_or(number - 1),
        differences: differences.collect(),
        current: listed.total == number,
        base,
    };
    let sheet = sheet(&room, &found, words, "versions");
    room.show(&web, Template::AdminVersion, sheet, &content)
        .await
}

async fn restore(
    State(web): State<Web>,
    Path((key, number)): Path<(String, i64)>,
    room: Room,
) -> ApiResult {
    let found = open(&web, &room, &key).await?;
    if found.deleted.is_some() {
        return Err(Error::Gone(Kind::Dataset).into());
    }
    let key = found.id.to_string();
    history::restore_dataset(&web.app, room.actor(), &key, number).await?;
    Ok(told(&format!("/admin/datasets/{key}/versions"), "restored"))
}
