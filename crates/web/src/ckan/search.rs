//! `package_search` and what resembles it: from the query language of Solr to conditions of the portal.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::domain::slug::slugify;
use vitrail_app::domain::vocabulary::license;
use vitrail_app::domain::{Dataset, Id, Kind, Timestamp};
use vitrail_app::matching::{self, Facet, Match, Text, Wanted};
use vitrail_app::references::Wanted as Named;
use vitrail_app::{Sort, dataset, search};

use super::call::Call;
use super::query::{self, Expression};
use super::refusal::Refusal;
use super::shape::Package;
use super::{ids, package, written};
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
const LONGEST: usize = 20_000;

#[derive(Serialize)]
struct Found {
    count: i64,
    facets: Map<String, Value>,
    results: Vec<Package>,
    sort: String,
    search_facets: Map<String, Value>,
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
    let (words, matching) = asked(web, call).await?;
    let wanted = Wanted {
        words,
        matching,
        sort: sort(&order),
        offset: start,
        limit: rows,
    };
    let found = matching::find(&web.app, wanted).await?;
    let (mut facets, mut search_facets) = (Map::new(), Map::new());
    if call.flag("facet", true) {
        let fields = call.list("facet.field");
        let fields = fields.unwrap_or_else(|| FACETS.map(str::to_owned).to_vec());
        let matching = found.matching.clone().unwrap_or(Match::Nothing);
        for field in fields.into_iter().take(20) {
            let limit = if limit < 0 { 100_000 } else { limit };
            let mut counts = counted(web, &matching, &field, limit).await?;
            counts.retain(|(_, _, number)| *number >= mincount);
            let values = counts
                .iter()
                .map(|(name, _, number)| (name.clone(), Value::from(*number)));
            facets.insert(field.clone(), Value::Object(values.collect()));
            let items: Vec<Value> = counts
                .iter()
                .map(|(name, title, number)| {
                    json!({"name": name, "display_name": title, "count": number})
                })
                .collect();
            search_facets.insert(field.clone(), json!({"title": field, "items": items}));
        }
    }
    Ok(written(&Found {
        count: found.total,
        facets,
        results: package::packages(context, &found.datasets),
        sort: order,
        search_facets,
    }))
}

/// The words and the conditions that a search asks for.
async fn asked(web: &Web, call: &Call) -> Result<(Option<String>, Match), Refusal> {
    let q = call.text("q").unwrap_or_default();
    let mut filters: Vec<String> = call.list("fq").unwrap_or_default();
    filters.extend(call.list("fq_list").unwrap_or_default());
    let length: usize = q.len() + filters.iter().map(String::len).sum::<usize>();
    if length > LONGEST {
        return Err(Refusal::Query("the query is too long".to_owned()));
    }
    let mut words: Vec<String> = Vec::new();
    let mut parts: Vec<Expression> = Vec::new();
    free(query::parse(&q), &mut words, &mut parts);
    parts.extend(filters.iter().map(|filter| query::parse(filter)));
    let mut names = Names::default();
    for part in &parts {
        names.gather(part);
    }
    names.resolve(web).await?;
    let matching = Match::All(parts.iter().map(|part| names.matching(part)).collect());
    let words = words.join(" ");
    Ok(((!words.trim().is_empty()).then_some(words), matching))
}

/// Takes the words that must be anywhere out of a query: the index knows best how to find them.
fn free(expression: Expression, words: &mut Vec<String>, parts: &mut Vec<Expression>) {
    match expression {
        Expression::All(all) => {
            for part in all {
                free(part, words, parts);
            }
        }
        Expression::Term(None, query::Value::Text(text)) => words.push(text),
        Expression::Term(Some(field), query::Value::Text(text))
            if matches!(field.as_str(), "text" | "notes" | "_text_") =>
        {
            words.push(text.trim_matches('*').to_owned());
        }
        other => parts.push(other),
    }
}

/// The objects that a query names, found before it is made a condition.
#[derive(Default)]
struct Names {
    organizations: HashMap<String, Option<Id>>,
    datasets: HashMap<String, Option<Id>>,
}

impl Names {
    fn gather(&mut self, expression: &Expression) {
        match expression {
            Expression::All(parts) | Expression::Any(parts) => {
                for part in parts {
                    self.gather(part);
                }
            }
            Expression::Not(part) => self.gather(part),
            Expression::Term(Some(field), query::Value::Text(text)) => match field.as_str() {
                "organization" | "owner_org" => {
                    self.organizations.insert(text.clone(), None);
                }
                "id" | "name" => {
                    self.datasets.insert(text.clone(), None);
                }
                _ => {}
            },
            Expression::Term(..) => {}
        }
    }

    async fn resolve(&mut self, web: &Web) -> Result<(), Refusal> {
        if self.organizations.len() + self.datasets.len() > 1_000 {
            return Err(Refusal::Query(
                "the query names too many objects".to_owned(),
            ));
        }
        for (name, id) in &mut self.organizations {
            *id = found(ids::organization(web, name).await)?.map(|found| found.id);
        }
        for (name, id) in &mut self.datasets {
            *id = found(ids::dataset(web, name).await)?.map(|found| found.id);
        }
        Ok(())
    }

    fn matching(&self, expression: &Expression) -> Match {
        match expression {
            Expression::All(parts) => {
                Match::All(parts.iter().map(|part| self.matching(part)).collect())
            }
            Expression::Any(parts) => {
                Match::Any(parts.iter().map(|part| self.matching(part)).collect())
            }
            Expression::Not(part) => Match::Not(Box::new(self.matching(part))),
            Expression::Term(None, query::Value::Text(text)) => Match::Words(text.clone()),
            Expression::Term(None, _) => Match::Everything,
            Expression::Term(Some(field), query::Value::Text(text)) => self.field(field, text),
            Expression::Term(Some(field), query::Value::Anything) => match field.as_str() {
                "organization" | "owner_org" => Match::Owned,
                "groups" => Match::Nothing,
                _ => Match::Everything,
            },
            Expression::Term(Some(field), query::Value::Range(from, to)) => {
                let instant = |text: &Option<String>, last: bool| bound(text.as_deref()?, last);
                let (from, to) = (instant(from, false), instant(to, true));
                match field.as_str() {
                    "metadata_modified" => Match::Modified(from, to),
                    "metadata_created" => Match::Created(from, to),
                    _ => Match::Nothing,
                }
            }
        }
    }

    fn field(&self, field: &str, text: &str) -> Match {
        let is = |fits: bool| {
            if fits {
                Match::Everything
            } else {
                Match::Nothing
            }
        };
        let one = |found: Option<&Option<Id>>| found.copied().flatten();
        match field {
            "organization" | "owner_org" => one(self.organizations.get(text))
                .map_or(Match::Nothing, |id| Match::Organizations(vec![id])),
            "id" => one(self.datasets.get(text)).map_or(Match::Nothing, |id| Match::Ids(vec![id])),
            "name" => match one(self.datasets.get(text)) {
                Some(id) => Match::Ids(vec![id]),
                None if text.ends_with('*') => Match::Slug(like(text)),
                None => Match::Nothing,
            },
            "tags" | "vocab_tags" => Match::Tag(match like(text) {
                Text::Is(tag) => Text::Is(slugify(&tag)),
                Text::Begins(tag) => Text::Begins(slugify(&tag)),
            }),
            "res_format" => Match::Format(like(&text.to_lowercase())),
            "license_id" | "license" => Match::License(like(text)),
            "title" | "text" | "notes" | "title_string" => {
                Match::Words(text.trim_matches('*').to_owned())
            }
            "state" => is(text == "active"),
            "private" => is(text == "false"),
            "capacity" => is(text == "public"),
            "dataset_type" | "type" => is(text == "dataset"),
            "entity_type" => is(text == "package"),
            "*" | "site_id" => Match::Everything,
            _ => Match::Nothing,
        }
    }
}

/// What was found, or none; other troubles stay.
fn found<T>(result: Result<T, Refusal>) -> Result<Option<T>, Refusal> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

fn like(text: &str) -> Text {
    match text.strip_suffix('*') {
        Some(start) => Text::Begins(start.to_owned()),
        None => Text::Is(text.to_owned()),
    }
}

/// An instant of a range; a day alone holds all its instants. Expressions such as `NOW-1DAY` are not understood, and match
/// everything on their side.
fn bound(text: &str, last: bool) -> Option<i64> {
    let at: Timestamp = text.parse().ok()?;
    let whole_day = last && text.trim().len() <= 10;
    Some(
        at.micros()
            + if whole_day {
                vitrail_app::domain::time::DAY - 1
            } else {
                0
            },
    )
}

/// `name asc, metadata_modified desc`: the first column that the portal has.
fn sort(order: &str) -> Option<Sort> {
    let first = order.split(',').next().unwrap_or_default().trim();
    let (name, direction) = first.split_once(' ').unwrap_or((first, "asc"));
    let column = match name {
        "id" => "id",
        "name" => "slug",
        "title" | "title_string" => "words",
        "metadata_modified" => "modified",
        "metadata_created" => "created",
        "views_total" | "views_recent" => "views",
        _ => return None,
    };
    Some(Sort {
        column,
        descending: direction.trim().eq_ignore_ascii_case("desc"),
    })
}

/// The values of a field with their titles and how many packages have each.
async fn counted(
    web: &Web,
    matching: &Match,
    field: &str,
    limit: i64,
) -> Result<Vec<(String, String, i64)>, Refusal> {
    let facet = match field {
        "organization" | "owner_org" => Facet::Organization,
        "tags" => Facet::Tag,
        "res_format" => Facet::Format,
        "license_id" => Facet::License,
        _ => return Ok(Vec::new()),
    };
    let counts = matching::facet(&web.app, matching, facet, limit).await?;
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
pub async fn autocomplete(web: &Web, typed: &str, limit: usize) -> Result<Vec<Value>, Refusal> {
    let found: Vec<Dataset> = search::suggest(&web.app, typed, limit.clamp(1, 100)).await?;
    let found = found.iter().filter(|dataset| dataset.is_visible()).map(|dataset| {
        let name = ids::name(Kind::Dataset, dataset.id, &dataset.slug);
        let by_name = name.contains(&slugify(typed)) && !typed.is_empty();
        let (field, shown) = if by_name {
            ("name", name.clone())
        } else {
            ("title", format!("{} ({name})", dataset.title))
        };
        json!({"name": name, "title": dataset.title, "match_field": field, "match_displayed": shown})
    });
    Ok(found.collect())
}

/// Every package with its files, a page at a time.
pub async fn every(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let wanted = Wanted {
        words: None,
        matching: Match::Everything,
        sort: None,
        offset: call.number("offset")?.unwrap_or(0),
        limit: call.number("limit")?.unwrap_or(1_000).min(1_000),
    };
    let found = matching::find(&web.app, wanted).await?;
    Ok(written(&package::packages(context, &found.datasets)))
}

/// Files by a field and a value.
pub async fn resources(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let queries = call
        .list("query")
        .ok_or_else(|| Refusal::missing("query"))?;
    let (mut words, mut format, mut nothing) = (Vec::new(), None, false);
    for asked in &queries {
        let Some((field, value)) = asked.split_once(':') else {
            let problem = "Must be <field>:<value> pair(s)".to_owned();
            return Err(Refusal::Invalid("query", vec![problem]));
        };
        match field {
            "name" | "title" => words.push(value.to_owned()),
            "format" => format = Some(value.to_owned()),
            _ => nothing = true,
        }
    }
    let limit = call.number("limit")?.unwrap_or(100).min(1_000);
    let offset = call.number("offset")?.unwrap_or(0);
    if nothing || limit == 0 {
        return Ok(written(&json!({"count": 0, "results": []})));
    }
    let words = words.join(" ");
    let words = (!words.is_empty()).then_some(words.as_str());
    let found = matching::resources(&web.app, words, format.as_deref(), (offset, limit)).await?;
    let results: Vec<_> = found
        .data
        .iter()
        .map(|(id, file)| package::resource(context, &package::uuid_of(*id), 0, file))
        .collect();
    Ok(format!(
        "{{\"count\": {}, \"results\": {}}}",
        found.total,
        written(&results)
    ))
}

/// One package.
pub async fn package(web: &Web, context: &Context, named: &str) -> Result<String, Refusal> {
    let dataset = ids::dataset(web, named).await?;
    let found = dataset::with_references(&web.app, vec![dataset], dataset::Files::Whole).await?;
    let package = package::packages(context, &found).pop();
    package.map_or(Err(Refusal::NotFound(None)), |package| {
        Ok(written(&package))
    })
}
