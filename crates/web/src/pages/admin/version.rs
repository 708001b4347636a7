//! What an object was, whichever kind it is: every edit with who made it and which fields, two of them side by side,
//! and the way back.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::{Id, Kind, Timestamp};
use vitrail_app::history::{self, Difference, Version};
use vitrail_app::subjects::{self, Subjects};
use vitrail_app::{Error, Page, References};

use super::room::{Room, Sheet, to as leads, told};
use super::table::pagination;
use super::{dataset, held, organization, subject};
use crate::Web;
use crate::error::{ApiError, ApiResult};
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words};

const SIZE: i64 = 30;

type W = State<Web>;
type Key = Path<String>;
type Numbered = Path<(String, i64)>;

/// Each address is written out, so that the tests that read routes in the sources see it.
pub fn routes() -> Router<Web> {
    use Kind::{Dataservice, Dataset, Organization, Reuse, Topic};
    Router::new()
        .route("/admin/datasets/{dataset}/versions", listing(Dataset))
        .route(
            "/admin/datasets/{dataset}/versions/compare",
            choosing(Dataset),
        )
        .route(
            "/admin/datasets/{dataset}/versions/{number}",
            reading(Dataset),
        )
        .route(
            "/admin/datasets/{dataset}/versions/{number}/restore",
            restoring(Dataset),
        )
        .route("/admin/reuses/{reuse}/versions", listing(Reuse))
        .route("/admin/reuses/{reuse}/versions/compare", choosing(Reuse))
        .route("/admin/reuses/{reuse}/versions/{number}", reading(Reuse))
        .route(
            "/admin/reuses/{reuse}/versions/{number}/restore",
            restoring(Reuse),
        )
        .route(
            "/admin/dataservices/{dataservice}/versions",
            listing(Dataservice),
        )
        .route(
            "/admin/dataservices/{dataservice}/versions/compare",
            choosing(Dataservice),
        )
        .route(
            "/admin/dataservices/{dataservice}/versions/{number}",
            reading(Dataservice),
        )
        .route(
            "/admin/dataservices/{dataservice}/versions/{number}/restore",
            restoring(Dataservice),
        )
        .route("/admin/topics/{topic}/versions", listing(Topic))
        .route("/admin/topics/{topic}/versions/compare", choosing(Topic))
        .route("/admin/topics/{topic}/versions/{number}", reading(Topic))
        .route(
            "/admin/topics/{topic}/versions/{number}/restore",
            restoring(Topic),
        )
        .route(
            "/admin/organizations/{organization}/versions",
            listing(Organization),
        )
        .route(
            "/admin/organizations/{organization}/versions/compare",
            choosing(Organization),
        )
        .route(
            "/admin/organizations/{organization}/versions/{number}",
            reading(Organization),
        )
        .route(
            "/admin/organizations/{organization}/versions/{number}/restore",
            restoring(Organization),
        )
}

fn listing(kind: Kind) -> MethodRouter<Web> {
    get(move |w: W, k: Key, r: Room| list(kind, w, k, r))
}

fn choosing(kind: Kind) -> MethodRouter<Web> {
    get(move |w: W, k: Key, r: Room| compare(kind, w, k, r))
}

fn reading(kind: Kind) -> MethodRouter<Web> {
    get(move |w: W, n: Numbered, r: Room| one(kind, w, n, r))
}

fn restoring(kind: Kind) -> MethodRouter<Web> {
    post(move |w: W, n: Numbered, r: Room| restore(kind, w, n, r))
}

/// Of what the versions are, for those who may edit it.
struct About {
    kind: Kind,
    id: Id,
    /// The address of the list.
    base: String,
    sheet: Sheet,
    gone: bool,
}

impl About {
    async fn find(kind: Kind, web: &Web, room: &Room, key: &str) -> Result<Self, ApiError> {
        let words = room.words(web)?;
        if kind == Kind::Organization {
            let found = organization::open(web, room, key).await?;
            return Ok(Self {
                kind,
                id: found.id,
                base: format!("/admin/organizations/{}/versions", found.id),
                sheet: organization::sheet(room, &found, words, "versions"),
                gone: found.deleted.is_some(),
            });
        }
        let found = held::find(kind, web, room, key).await?;
        let sheet = if kind == Kind::Dataset {
            let about = (found.id, found.title.as_str(), found.owner);
            dataset::sheet_of(room, about, words, "versions")
        } else {
            subject::sheet(room, &found, words, "versions")
        };
        Ok(Self {
            kind,
            id: found.id,
            base: format!("{}/versions", found.path()),
            sheet,
            gone: found.deleted.is_some(),
        })
    }

    fn out(&self, version: &Version, people: &References, words: &Words) -> VersionOut {
        let who = version.actor.and_then(|id| people.users.get(&id));
        let operation = version.operation.replace(':', "-");
        let fields = version.fields.iter();
        VersionOut {
            number: version.number,
            at: version.at,
            who: who
                .map(|user| user.full_name())
                .or_else(|| harvester(version, words)),
            what: words
                .find(&format!("version-{operation}"), None)
                .unwrap_or(operation),
            fields: fields.map(|name| field(self.kind, name, words)).collect(),
            url: format!("{}/{}", self.base, version.number),
        }
    }
}

/// The source that made a version, when a reading did.
fn harvester(version: &Version, words: &Words) -> Option<String> {
    let facts = version.facts.get("harvest")?;
    let read: Timestamp = facts.get("last_update")?.as_str()?.parse().ok()?;
    let domain = facts.get("domain")?.as_str()?.to_owned();
    let is_its = version.actor.is_none() && read == version.at;
    is_its.then(|| words.format("version-harvester", &[("domain", domain.into())]))
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

/// The name of a field as people read it in forms.
fn field(kind: Kind, name: &str, words: &Words) -> String {
    let plain = name.replace('_', "-");
    words
        .find(&format!("field-{plain}"), None)
        .or_else(|| words.find(&format!("form-{}-{plain}", kind.as_str()), None))
        .unwrap_or_else(|| name.to_owned())
}

#[derive(Serialize)]
struct ListContent {
    versions: Vec<VersionOut>,
    total: i64,
    base: String,
    pagination_of: Pagination,
}

async fn list(kind: Kind, State(web): W, Path(key): Key, room: Room) -> ApiResult {
    let about = About::find(kind, &web, &room, &key).await?;
    let words = room.words(&web)?;
    let page = room.context.params.page_or_first(SIZE);
    let key = about.id.to_string();
    let (listed, people) = history::list(&web.app, room.actor(), (kind, &key), page).await?;
    let versions = listed.data.iter();
    let content = ListContent {
        versions: versions
            .map(|version| about.out(version, &people, words))
            .collect(),
        total: listed.total,
        pagination_of: pagination(&room, page, listed.total),
        base: about.base,
    };
    room.show(&web, Template::AdminVersions, about.sheet, &content)
        .await
}

/// Two versions chosen in the list: the later one, against the other.
async fn compare(kind: Kind, State(web): W, Path(key): Key, room: Room) -> ApiResult {
    let base = About::find(kind, &web, &room, &key).await?.base;
    let number = |name: &str| {
        let text = room.context.params.one(name)?;
        text.parse::<i64>().ok()
    };
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

/// The fields that hold ids of objects, and of which kind.
const NAMING: [(&str, Kind); 2] = [
    ("datasets", Kind::Dataset),
    ("dataservices", Kind::Dataservice),
];

fn naming(field: &str) -> Option<Kind> {
    let mut known = NAMING.into_iter();
    known.find(|(name, _)| *name == field).map(|(_, kind)| kind)
}

/// The objects that both sides of the differences name.
async fn named(web: &Web, found: &BTreeMap<String, Difference>) -> Result<Subjects, Error> {
    let mut wanted: Vec<(Kind, Id)> = Vec::new();
    for (name, difference) in found {
        let Some(kind) = naming(name) else { continue };
        for side in [&difference.old, &difference.new] {
            let ids = side.as_array().into_iter().flatten();
            let ids = ids.filter_map(|id| id.as_str()?.parse().ok());
            wanted.extend(ids.map(|id| (kind, id)));
        }
    }
    subjects::load(&web.app, wanted).await
}

/// A value as people read it.
fn read(value: &Value, kind: Option<Kind>, known: &Subjects) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let named = |item: &Value| {
                let id = item.as_str()?.parse().ok()?;
                Some(known.get((kind?, id))?.name.clone())
            };
            let lines: Vec<String> = items
                .iter()
                .map(|item| named(item).unwrap_or_else(|| line(item)))
                .collect();
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

async fn one(kind: Kind, State(web): W, Path((key, number)): Numbered, room: Room) -> ApiResult {
    let about = About::find(kind, &web, &room, &key).await?;
    let words = room.words(&web)?;
    let with = room.context.params.one("with");
    let with = with.and_then(|text| text.parse::<i64>().ok());
    let with = with.filter(|with| *with != number);
    let (key, actor) = (about.id.to_string(), room.actor());
    let (version, differences, people) =
        history::compare(&web.app, actor, (kind, &key), number, with).await?;
    let first = Page { number: 1, size: 1 };
    let (listed, _) = history::list(&web.app, actor, (kind, &key), first).await?;
    let known = named(&web, &differences).await?;
    let differences = differences
        .into_iter()
        .map(|(name, difference)| DifferenceOut {
            old: read(&difference.old, naming(&name), &known),
            new: read(&difference.new, naming(&name), &known),
            field: field(kind, &name, words),
        });
    let content = OneContent {
        version: about.out(&version, &people, words),
        with: with.unwrap_or(number - 1),
        differences: differences.collect(),
        current: listed.total == number,
        base: about.base,
    };
    room.show(&web, Template::AdminVersion, about.sheet, &content)
        .await
}

async fn restore(
    kind: Kind,
    State(web): W,
    Path((key, number)): Numbered,
    room: Room,
) -> ApiResult {
    let about = About::find(kind, &web, &room, &key).await?;
    if about.gone {
        return Err(Error::Gone(kind).into());
    }
    let key = about.id.to_string();
    history::restore(&web.app, room.actor(), (kind, &key), number).await?;
    Ok(told(&about.base, "restored"))
}
