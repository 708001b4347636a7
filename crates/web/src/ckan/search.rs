//! `package_search` and what resembles it: what is asked, what was found and what it is counted by.

use std::collections::HashSet;

use serde::Serialize;
use vitrail_app::domain::slug::slugify;
use vitrail_app::domain::vocabulary::license;
use vitrail_app::domain::{Actor, Dataset, Id, Kind};
use vitrail_app::matching::{self, Among, By, Counted, Facet, Match, Wanted};
use vitrail_app::references::Wanted as Named;
use vitrail_app::{Sort, dataset, search};

use super::call::Call;
use super::query::{self, Expression};
use super::refusal::Refusal;
use super::shape::{self, Item, Pairs, Suggestion};
use super::{condition, fields, ids, package, written};
use crate::Web;
use crate::context::Context;

const KNOWN: [&str; 27] = [
    "q",
    "fq",
    "fq_list",
    "rows",
    "sort",
    "start",
    "facet",
    "facet.field",
    "facet.limit",
    "facet.mincount",
    "include_drafts",
    "include_deleted",
    "include_private",
    "use_default_schema",
    "extras",
    "fl",
    "qf",
    "wt",
    "bf",
    "boost",
    "tie",
    "defType",
    "mm",
    "df",
    "q.op",
    "callback",
    "permission_labels",
];
const FACETS: [&str; 5] = ["organization", "groups", "tags", "res_format", "license_id"];
/// A query longer than this is no query.
const LONGEST: usize = 64_000;

#[derive(Serialize)]
struct Found {
    count: i64,
    facets: Pairs<Pairs<i64>>,
    results: fields::Packages,
    sort: String,
    search_facets: Pairs<shape::Facet>,
}

pub async fn packages(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let unknown: Vec<String> = call
        .given
        .keys()
        .filter(|key| !KNOWN.contains(&key.as_str()) && !key.starts_with("ext_"))
        .map(|key| format!("'{key}'"))
        .collect();
    if !unknown.is_empty() {
        let list = unknown.join(", ");
        return Err(Refusal::Query(format!(
            "\"Invalid search parameters: [{list}]\""
        )));
    }
    let rows = call.number("rows")?.unwrap_or(10).min(1_000);
    let start = call.number("start")?.unwrap_or(0);
    let limit = call.integer("facet.limit")?.unwrap_or(50);
    let mincount = call.integer("facet.mincount")?.unwrap_or(1);
    let order = call.text("sort").filter(|sort| !sort.trim().is_empty());
    let order = order.unwrap_or_else(|| "score desc, metadata_modified desc".to_owned());
    let actor = reader(context, call);
    let (words, matching) = asked(web, context, &actor, call).await?;
    let (sorts, by) = sorts(&order, words.is_some())?;
    let wanted = Wanted {
        actor,
        sorts,
        by,
        words,
        matching,
        offset: start,
        limit: rows,
    };
    let found = matching::find(&web.app, wanted).await?;
    let (mut facets, mut search_facets) = (Vec::new(), Vec::new());
    if call.flag("facet", true) {
        let fields = call.texts("facet.field")?;
        let mut fields = fields.unwrap_or_else(|| FACETS.map(str::to_owned).to_vec());
        let mut seen = HashSet::new();
        fields.retain(|field| seen.insert(field.clone()));
        for field in fields.into_iter().take(20) {
            let limit = if limit < 0 { 100_000 } else { limit };
            let mut counts = counted(web, found.among.as_ref(), &field, limit).await?;
            counts.retain(|(_, _, number)| *number >= mincount);
            let values = counts.iter();
            let values = values.map(|(name, _, number)| (name.clone(), *number));
            facets.push((field.clone(), Pairs(values.collect())));
            let items = counts.into_iter().map(|(name, display_name, count)| Item {
                name,
                display_name,
                count,
            });
            let facet = shape::Facet {
                title: field.clone(),
                items: items.collect(),
            };
            search_facets.push((field, facet));
        }
    }
    let packages = package::packages(web, context, &found.datasets).await?;
    Ok(written(&Found {
        count: found.total,
        facets: Pairs(facets),
        results: fields::cut(packages, call),
        sort: order,
        search_facets: Pairs(search_facets),
    }))
}

/// Who is looked for: private packages are found by those who ask for them and may read them.
fn reader(context: &Context, call: &Call) -> Actor {
    if call.flag("include_private", false) {
        context.actor.clone()
    } else {
        Actor::default()
    }
}

/// The words and the conditions that a search asks for.
async fn asked(
    web: &Web,
    context: &Context,
    actor: &Actor,
    call: &Call,
) -> Result<(Option<String>, Match), Refusal> {
    let q = call.text("q").unwrap_or_default();
    let mut filters: Vec<String> = call.list("fq").unwrap_or_default();
    filters.extend(call.list("fq_list").unwrap_or_default());
    let length: usize = q.len() + filters.iter().map(String::len).sum::<usize>();
    if length > LONGEST {
        let why = format!("\"the query is too long: {LONGEST} bytes at most\"");
        return Err(Refusal::Query(why));
    }
    let mut words: Vec<String> = Vec::new();
    let mut parts: Vec<Expression> = Vec::new();
    match read(&q) {
        Ok(read) => free(read, &mut words, &mut parts),
        // CKAN reads what names no field as words, and refuses none.
        Err(refusal) => words.push(query::words(&q).ok_or(refusal)?),
    }
    for filter in &filters {
        parts.push(read(filter)?);
    }
    let mut matching = condition::of(web, context, actor, &parts).await?;
    if let Some(area) = area(call)? {
        matching = Match::all(vec![matching, matching::within(&web.app, area).await?]);
    }
    let words = words.join(" ");
    Ok(((!words.trim().is_empty()).then_some(words), matching))
}

fn read(text: &str) -> Result<Expression, Refusal> {
    query::parse(text).map_err(|wrong| {
        let why = format!("{text:?} cannot be read: {wrong}");
        Refusal::Query(format!("{why:?}"))
    })
}

/// The box that the spatial extension of CKAN looks in: west, south, east, north; over the antimeridian, west is beyond
/// the east.
fn area(call: &Call) -> Result<Option<[f64; 4]>, Refusal> {
    let Some(text) = call.text("ext_bbox").filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let numbers = text
        .split(',')
        .map(|number| number.trim().parse::<f64>().ok());
    let numbers: Option<Vec<f64>> = numbers.collect();
    let area = numbers.and_then(|numbers| <[f64; 4]>::try_from(numbers).ok());
    let area = area.filter(|[_, south, _, north]| south <= north);
    let why = || Refusal::Query("\"ext_bbox: write west,south,east,north in degrees\"".to_owned());
    area.map(Some).ok_or_else(why)
}

/// Takes the words that must be anywhere out of a query: the index knows best how to find them, and in which order.
fn free(expression: Expression, words: &mut Vec<String>, parts: &mut Vec<Expression>) {
    match expression {
        Expression::All(all) => {
            for part in all {
                free(part, words, parts);
            }
        }
        Expression::Term(field, query::Value::Text(text))
            if field.as_deref().is_none_or(condition::is_text) && !condition::is_holed(&text) =>
        {
            words.push(text.trim_matches('*').to_owned());
        }
        Expression::Term(field, query::Value::Phrase(text, apart))
            if field.as_deref().is_none_or(condition::is_text) =>
        {
            // The index ranks by the words, wherever they stand.
            words.push(text.clone());
            parts.push(Expression::Term(field, query::Value::Phrase(text, apart)));
        }
        other => parts.push(other),
    }
}

/// `name asc, metadata_modified desc`. Relevance first is the order of the words, where there are some; what comes after
/// it decides nothing, no more than what comes after the identifier or the name: each is that of one package.
fn sorts(order: &str, has_words: bool) -> Result<(Vec<Sort>, Option<By>), Refusal> {
    let wrong = || Refusal::Query("\"Invalid \\\"sort\\\" parameter\"".to_owned());
    let mut sorts = Vec::new();
    let mut by = None;
    for part in order.split(',').filter(|part| !part.trim().is_empty()) {
        let mut said = part.split_whitespace();
        let name = said.next().unwrap_or_default();
        let descending = match said.next().unwrap_or("asc").to_lowercase().as_str() {
            "asc" => false,
            "desc" => true,
            _ => return Err(wrong()),
        };
        let column = match name {
            "id" | "name" => {
                let text = if name == "id" { by_id } else { by_name };
                by = by.or(Some(By { text, descending }));
                continue;
            }
            "title" | "title_string" => "words",
            "metadata_modified" => matching::RECORDED,
            "metadata_created" => "created",
            "views_total" | "views_recent" | "popularity" => "views",
            "num_resources" => Counted::Files.sql(),
            "num_tags" => Counted::Tags.sql(),
            "score" if has_words && sorts.is_empty() && by.is_none() => {
                return Ok((Vec::new(), None));
            }
            "score" => continue,
            _ => return Err(wrong()),
        };
        if by.is_none() {
            sorts.push(Sort { column, descending });
        }
    }
    sorts.truncate(5);
    Ok((sorts, by))
}

fn by_id(id: Id, _: &str) -> String {
    ids::of_dataset(id)
}

fn by_name(id: Id, slug: &str) -> String {
    ids::name(Kind::Dataset, id, slug)
}

/// The values of a field with their titles and how many packages have each.
async fn counted(
    web: &Web,
    among: Option<&Among>,
    field: &str,
    limit: i64,
) -> Result<Vec<(String, String, i64)>, Refusal> {
    let Some(among) = among else {
        return Ok(Vec::new());
    };
    let facet = match field {
        "organization" | "owner_org" => Facet::Organization,
        "tags" => Facet::Tag,
        "res_format" => Facet::Format,
        "license_id" => Facet::License,
        _ => return Ok(Vec::new()),
    };
    let counts = matching::facet(&web.app, among, facet, limit).await?;
    if facet == Facet::Organization {
        let known: Vec<(Id, i64)> = counts
            .iter()
            .filter_map(|(id, number)| Some((id.parse().ok()?, *number)))
            .collect();
        let mut wanted = Named::default();
        wanted.organization(known.iter().map(|(id, _)| *id));
        let named = wanted.load(&web.app).await?;
        let named = known.into_iter().filter_map(|(id, number)| {
            let found = named.organizations.get(&id)?;
            let name = ids::name(Kind::Organization, id, &found.slug);
            Some((name, found.name.clone(), number))
        });
        return Ok(named.collect());
    }
    let named = counts.into_iter().map(|(value, number)| {
        let (name, title) = match facet {
            Facet::Format => (value.to_uppercase(), value.to_uppercase()),
            Facet::License => (value.clone(), license::title_of(&value).to_owned()),
            Facet::Tag | Facet::Organization => (value.clone(), value.clone()),
        };
        (name, title, number)
    });
    Ok(named.collect())
}

/// Packages whose title or name holds what is typed.
pub async fn autocomplete(
    web: &Web,
    typed: &str,
    limit: usize,
) -> Result<Vec<Suggestion>, Refusal> {
    let found: Vec<Dataset> = search::suggest(&web.app, typed, limit.clamp(1, 100)).await?;
    let found = found
        .iter()
        .filter(|dataset| dataset.is_visible())
        .map(|dataset| {
            let name = ids::name(Kind::Dataset, dataset.id, &dataset.slug);
            let by_name = name.contains(&slugify(typed)) && !typed.is_empty();
            let (field, shown) = if by_name {
                ("name", name.clone())
            } else {
                ("title", format!("{} ({name})", dataset.title))
            };
            Suggestion {
                name,
                title: dataset.title.clone(),
                match_field: field,
                match_displayed: shown,
            }
        });
    Ok(found.collect())
}

/// Every package with its files, a page at a time.
pub async fn every(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let wanted = Wanted {
        actor: Actor::default(),
        words: None,
        matching: Match::Everything,
        sorts: Vec::new(),
        by: None,
        offset: call.number("offset")?.unwrap_or(0),
        limit: call.number("limit")?.unwrap_or(1_000).min(1_000),
    };
    let found = matching::find(&web.app, wanted).await?;
    let packages = package::packages(web, context, &found.datasets).await?;
    Ok(written(&packages))
}

/// One package.
pub async fn package(web: &Web, context: &Context, named: &str) -> Result<String, Refusal> {
    let dataset = ids::dataset(web, &context.actor, named).await?;
    let found = dataset::with_references(&web.app, vec![dataset], dataset::Files::Whole).await?;
    let package = package::packages(web, context, &found).await?.pop();
    package.map_or(Err(Refusal::NotFound(None)), |package| {
        Ok(written(&package))
    })
}
