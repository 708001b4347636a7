//! The search of the portal as a tool: the same index, filters and orders as the pages and the API.

use serde_json::{Value, json};
use url::form_urlencoded::Serializer;
use vitrail_app::domain::vocabulary::{granularity, license};
use vitrail_app::domain::{
    Actor, Dataservice, Dataset, Organization, Reuse, Topic,
    spatial::{Zone, zone_id},
};
use vitrail_app::index::{Kind, Results, sorts_of};
use vitrail_app::{dataservice, dataset, organization, reuse, search as found, spatial, topic};

use crate::asked;
use crate::mcp::answer::{
    Answer, Refused, Room, Said, absent, day, licence, line, lines, producer, said,
};
use crate::mcp::argument::Arguments;
use crate::mcp::show;
use crate::params::Params;

/// Results of a page, when nobody says how many.
const SIZE: i64 = 10;
const MOST: i64 = 50;
/// Characters of the description of a result.
const GLIMPSE: usize = 300;
/// Territories that are named to choose from: those that a name is part of, and those that bear it.
const LIKELY: usize = 10;
const NAMESAKES: usize = 40;
/// What only datasets are filtered by.
const OF_DATASETS: [&str; 4] = ["licence", "format", "zone", "granularity"];

/// What is searched: its kind in the index, its name in addresses.
fn kind(what: &str) -> Kind {
    match what {
        "dataservices" => Kind::Dataservice,
        "reuses" => Kind::Reuse,
        "organizations" => Kind::Organization,
        "topics" => Kind::Topic,
        _ => Kind::Dataset,
    }
}

pub async fn search(room: &Room<'_>, arguments: &Arguments) -> Answer {
    let what = arguments.text("what").unwrap_or("datasets");
    let kind = kind(what);
    let asked = query(room, arguments, kind, what).await?;
    let params = Params::parse(&asked);
    let (mut query, page) = asked::query(kind, &params, room.app().now())?;
    query.facets = false;
    let results = found::find(room.app(), &query)?;
    let hits = hits(room, kind, &results).await?;
    let total = i64::try_from(results.total).unwrap_or(i64::MAX);
    let has_more = page.number.saturating_mul(page.size) < total;
    let facts = json!({
        "total": total,
        "page_number": page.number,
        "page_size": page.size,
        "next_page_number": has_more.then(|| page.number + 1),
        "suggestion": results.suggestion,
        "with_all_words": results.complete,
        "relaxed": results.is_relaxed(),
        "results": hits,
        "page": room.url(&format!("/{what}/search?{asked}")),
        "again": room.url(&format!("/api/2/{what}/search/?{asked}")),
    });
    Ok(Said {
        text: sentences(what, &facts),
        facts,
    })
}

/// The arguments as the API writes them.
async fn query(
    room: &Room<'_>,
    arguments: &Arguments,
    kind: Kind,
    what: &str,
) -> Result<String, Refused> {
    if kind != Kind::Dataset
        && let Some(name) = OF_DATASETS
            .iter()
            .find(|name| arguments.text(name).is_some())
    {
        return Err(Refused::new(format!(
            "{name}: only datasets are filtered by it; leave it out, or search with what=datasets."
        )));
    }
    let mut pairs: Vec<(&str, String)> = Vec::new();
    if let Some(words) = arguments.text("query") {
        pairs.push(("q", words.to_owned()));
    }
    if let Some(key) = arguments.text("organization") {
        if kind == Kind::Organization {
            return Err(Refused::new(
                "organization: no organization belongs to another; read it with `get_organization`.",
            ));
        }
        pairs.push((
            "organization",
            show::find_organization(room, "organization", key)
                .await?
                .id
                .to_string(),
        ));
    }
    let tags = arguments.texts("tag");
    if kind == Kind::Organization && !tags.is_empty() {
        return Err(Refused::new(
            "tag: organizations have no tags; leave it out.",
        ));
    }
    for tag in tags {
        pairs.push(("tag", tag.to_owned()));
    }
    if let Some(id) = arguments.text("licence") {
        pairs.push(("license", known_licence(id)?.to_owned()));
    }
    if let Some(format) = arguments.text("format") {
        pairs.push(("format", format.trim_start_matches('.').to_lowercase()));
    }
    if let Some(zone) = arguments.text("zone") {
        pairs.push(("geozone", known_zone(room, zone).await?));
    }
    if let Some(grain) = arguments.text("granularity") {
        let mut known = granularity::granularities().map(|(id, _)| id);
        if !known.any(|id| id == grain) {
            let all: Vec<&str> = granularity::granularities().map(|(id, _)| id).collect();
            return Err(Refused::new(format!(
                "granularity: `{grain}` is not known; choose one of {}.",
                all.join(", ")
            )));
        }
        pairs.push(("granularity", grain.to_owned()));
    }
    if let Some(sort) = arguments.text("sort") {
        let sorts = sorts_of(kind);
        let name = sort.strip_prefix('-').unwrap_or(sort);
        if !sorts.iter().any(|(known, _)| *known == name) {
            let all: Vec<&str> = sorts.iter().map(|(known, _)| *known).collect();
            return Err(Refused::new(format!(
                "sort: {what} are not sorted by `{name}`; choose one of {}, with - before it for the largest first.",
                all.join(", ")
            )));
        }
        pairs.push(("sort", sort.to_owned()));
    }
    let size = arguments.number("page_size").unwrap_or(SIZE).min(MOST);
    pairs.push(("page", arguments.number("page").unwrap_or(1).to_string()));
    pairs.push(("page_size", size.to_string()));
    Ok(Serializer::new(String::new()).extend_pairs(pairs).finish())
}

fn known_licence(text: &str) -> Result<&'static str, Refused> {
    let known = license::find(text).or_else(|| license::guess([text]));
    known.map(|known| known.id).ok_or_else(|| {
        let all: Vec<&str> = license::LICENSES.iter().map(|known| known.id).collect();
        Refused::new(format!(
            "licence: `{text}` is not known; choose one of {}.",
            all.join(", ")
        ))
    })
}

/// A territory by its id, or by its name when only one is called so.
async fn known_zone(room: &Room<'_>, text: &str) -> Result<String, Refused> {
    let ids = [zone_id(text).to_owned()];
    if dataset::zones(room.app(), &ids)
        .await?
        .contains_key(&ids[0])
    {
        let [id] = ids;
        return Ok(id);
    }
    let like = spatial::suggest(room.app(), text, usize::MAX).await?;
    let folded = vitrail_app::domain::text::fold(text);
    // A town may be called as its department, which comes long before it.
    let exact = like
        .iter()
        .filter(|zone| vitrail_app::domain::text::fold(&zone.name) == folded);
    let exact: Vec<&Zone> = exact.collect();
    if let [zone] = exact.as_slice() {
        return Ok(zone.id.clone());
    }
    if like.is_empty() {
        return Err(Refused::new(format!(
            "zone: no territory is called `{text}`; write its id, such as fr:commune:74119, or leave it out."
        )));
    }
    let meant = if exact.is_empty() {
        like.iter().take(LIKELY).collect()
    } else {
        exact
    };
    let shown = meant.iter().take(NAMESAKES);
    let shown: Vec<String> = shown
        .map(|zone| format!("{} ({}, {})", zone.id, zone.name, zone.level))
        .collect();
    let more = match meant.len().saturating_sub(shown.len()) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    Err(Refused::new(format!(
        "zone: which one is `{text}`? Write one of these ids: {}{more}.",
        shown.join("; ")
    )))
}

async fn hits(room: &Room<'_>, kind: Kind, results: &Results) -> Result<Vec<Value>, Refused> {
    let app = room.app();
    Ok(match kind {
        Kind::Dataservice => {
            let mut data = found::objects::<Dataservice>(app, results).await?;
            data.retain(Dataservice::is_visible);
            let all = dataservice::with_references(app, data).await?;
            let hit = |it: &Dataservice| {
                let mut hit = brief(
                    room,
                    "dataservices",
                    &it.id.to_string(),
                    &it.slug,
                    &it.title,
                    &it.description,
                );
                hit["producer"] = producer(room, &all.references, it.owner);
                hit["licence"] = licence(it.license.as_deref(), &it.access_type);
                hit["access"] = it.access_type.as_str().into();
                hit["base_api_url"] = it.base_api_url.as_deref().into();
                hit
            };
            all.data.iter().map(hit).collect()
        }
        Kind::Reuse => {
            let mut data = found::objects::<Reuse>(app, results).await?;
            data.retain(Reuse::is_visible);
            let all =
                reuse::with_references(app, &Actor::default(), data, reuse::Used::Counted).await?;
            let hit = |it: &Reuse| {
                let mut hit = brief(
                    room,
                    "reuses",
                    &it.id.to_string(),
                    &it.slug,
                    &it.title,
                    &it.description,
                );
                hit["producer"] = producer(room, &all.references, it.owner);
                hit["kind"] = it.r#type.as_str().into();
                hit["url"] = it.url.as_str().into();
                hit
            };
            all.data.iter().map(hit).collect()
        }
        Kind::Organization => {
            let mut data = found::objects::<Organization>(app, results).await?;
            data.retain(Organization::is_visible);
            let all = organization::with_members(app, data).await?;
            let hit = |it: &Organization| {
                let mut hit = brief(
                    room,
                    "organizations",
                    &it.id.to_string(),
                    &it.slug,
                    &it.name,
                    &it.description,
                );
                hit["acronym"] = it.acronym.as_deref().into();
                hit["badges"] = json!(it.badges);
                hit["datasets"] = it.metrics.get("datasets").cloned().unwrap_or_default();
                hit
            };
            all.data.iter().map(hit).collect()
        }
        Kind::Topic => {
            let mut data = found::objects::<Topic>(app, results).await?;
            data.retain(|it| !it.is_private());
            let all = topic::with_references(app, data).await?;
            let hit = |it: &Topic| {
                let mut hit = brief(
                    room,
                    "topics",
                    &it.id.to_string(),
                    &it.slug,
                    &it.name,
                    &it.description,
                );
                hit["api"] = room.url(&format!("/api/2/topics/{}/", it.id)).into();
                hit["producer"] = producer(room, &all.references, it.owner);
                hit["tags"] = json!(it.tags);
                hit
            };
            all.data.iter().map(hit).collect()
        }
        _ => {
            let mut data = found::objects::<Dataset>(app, results).await?;
            data.retain(Dataset::is_visible);
            datasets(room, data).await?
        }
    })
}

/// Datasets, each in a few facts.
pub async fn datasets(room: &Room<'_>, data: Vec<Dataset>) -> Result<Vec<Value>, Refused> {
    let ids: Vec<_> = data.iter().map(|it| it.id).collect();
    let all = dataset::with_references(room.app(), data, dataset::Files::Left).await?;
    let formats = dataset::formats(room.app(), &ids).await?;
    let hit = |it: &Dataset| {
        let text = it.description_short.as_deref().unwrap_or(&it.description);
        let mut hit = brief(
            room,
            "datasets",
            &it.id.to_string(),
            &it.slug,
            &it.title,
            text,
        );
        hit["producer"] = producer(room, &all.references, it.owner);
        hit["licence"] = licence(it.license.as_deref(), &it.access_type);
        hit["access"] = it.access_type.as_str().into();
        hit["last_update"] = it.updated().map(day).into();
        hit["formats"] = json!(formats.get(&it.id).cloned().unwrap_or_default());
        hit["tags"] = json!(it.tags.iter().take(10).collect::<Vec<_>>());
        hit
    };
    Ok(all.data.iter().map(hit).collect())
}

fn brief(room: &Room<'_>, what: &str, id: &str, slug: &str, title: &str, text: &str) -> Value {
    json!({
        "id": id, "slug": slug, "title": title, "description": line(text, GLIMPSE),
        "page": room.url(&format!("/{what}/{slug}")),
        "api": room.url(&format!("/api/1/{what}/{id}/")),
    })
}

fn sentences(what: &str, facts: &Value) -> String {
    let number = |name: &str| facts.get(name).and_then(Value::as_i64);
    let total = number("total").unwrap_or(0);
    let results = facts
        .get("results")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let page = number("page_number").unwrap_or(1);
    let head = match total {
        0 => format!("No {what} found."),
        _ => format!("{total} {what} found; page {page} shows {}.", results.len()),
    };
    let first = (page - 1).saturating_mul(number("page_size").unwrap_or(SIZE));
    let listed = results
        .iter()
        .zip(first + 1..)
        .map(|(hit, place)| Some(listed(hit, place)));
    let better = said(facts, "/suggestion").map(|better| format!("Perhaps meant: {better}"));
    let relaxed = match number("with_all_words").unwrap_or(total) {
        complete if complete >= total => None,
        0 => Some("Nothing holds all the words: these hold some of them.".to_owned()),
        1 => Some("One holds all the words; the others hold some of them.".to_owned()),
        complete => Some(format!(
            "{complete} hold all the words; the others hold some of them."
        )),
    };
    lines(
        [Some(head), relaxed, better]
            .into_iter()
            .chain(listed)
            .chain([
                number("next_page_number")
                    .map(|next| format!("There is more: ask again with page={next}.")),
                said(facts, "/page").map(|url| format!("Page: {url}")),
                said(facts, "/again").map(|url| format!("Again: {url}")),
            ]),
    )
}

/// One result in a few lines.
pub fn listed(hit: &Value, place: i64) -> String {
    let joined = |name: &str| {
        let all = hit.get(name)?.as_array()?;
        let all: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
        (!all.is_empty()).then(|| all.join(", "))
    };
    let by = said(hit, "/producer/name").map(|name| format!(" — {name}"));
    let terms = [
        said(hit, "/licence/title").map(|title| format!("licence: {title}")),
        said(hit, "/last_update").map(|day| format!("updated {day}")),
        joined("formats").map(|all| format!("formats: {all}")),
    ];
    let terms: Vec<String> = terms.into_iter().flatten().collect();
    lines([
        Some(format!(
            "{place}. {}{}",
            said(hit, "/title").unwrap_or_default(),
            by.unwrap_or_default()
        )),
        said(hit, "/description").map(|text| format!("   {text}")),
        (!terms.is_empty()).then(|| format!("   {}", terms.join("; "))),
        said(hit, "/id").map(|id| format!("   id: {id}")),
        said(hit, "/page").map(|url| format!("   {url}")),
    ])
}

/// What an organization publishes that is read most.
pub async fn most_read(
    room: &Room<'_>,
    of: &Organization,
    size: i64,
) -> Result<Vec<Value>, Refused> {
    let params = Params::parse(&format!(
        "organization={}&sort=-views&page_size={size}",
        of.id
    ));
    let (mut query, _) = asked::query(Kind::Dataset, &params, room.app().now())?;
    query.facets = false;
    let results = found::find(room.app(), &query)?;
    hits(room, Kind::Dataset, &results).await
}

/// The dataset that a reader may name, whatever its former names were.
pub async fn known_dataset(room: &Room<'_>, key: &str) -> Result<Dataset, Refused> {
    let nobody = Actor::default();
    let found = match dataset::find(room.app(), &nobody, key).await {
        Err(vitrail_app::Error::Moved(slug)) => dataset::find(room.app(), &nobody, &slug).await,
        found => found,
    };
    found.map_err(|error| absent("dataset", key, error))
}
