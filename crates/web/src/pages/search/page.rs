//! The handler of search pages.

use std::collections::HashMap;

use axum::extract::State;
use minijinja::Value;
use serde::Serialize;
use vitrail_app::index::{MAX_WINDOW, Results};
use vitrail_app::{Error, dataset, search, site, topic};

use crate::Web;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::bloc::{self, Bloc};
use crate::pages::frame::{Feed, Head, show as show_page};
use crate::pages::pagination::Pagination;
use crate::pages::search::asked::{Asked, KINDS, Kind, PAGE_SIZE};
use crate::pages::search::facet::{self, Chip, FacetOut, Names};
use crate::pages::search::found;
use crate::view::{Template, Words};

#[derive(Serialize)]
struct Content {
    kind: &'static str,
    q: String,
    total: u64,
    results: Vec<Value>,
    types: Vec<TypeOut>,
    facets: Vec<FacetOut>,
    chips: Vec<Chip>,
    clear_url: String,
    sorts: Vec<SortOut>,
    hidden: Vec<Hidden>,
    explain: bool,
    explain_url: String,
    suggestion: Option<Suggestion>,
    pagination_of: Pagination,
    /// The whole search, to follow it.
    query: String,
    /// What the portal's team puts above the whole list.
    blocs: Vec<Bloc>,
}

/// How many objects of the other kinds answer the same words, by the word of their addresses.
type Counts = HashMap<&'static str, u64>;

#[derive(Serialize)]
struct TypeOut {
    kind: &'static str,
    count: u64,
    url: String,
    selected: bool,
}

#[derive(Serialize)]
struct SortOut {
    value: &'static str,
    selected: bool,
}

#[derive(Serialize)]
struct Hidden {
    name: String,
    value: String,
}

#[derive(Serialize)]
struct Suggestion {
    q: String,
    url: String,
}

pub async fn show(State(web): State<Web>, context: Context, kind: &'static Kind) -> ApiResult {
    let asked = Asked::read(&context.params, kind, web.app.now());
    let others: Vec<_> = KINDS
        .into_iter()
        .filter(|other| other.path != kind.path)
        .collect();
    let indexed: Vec<_> = others.iter().map(|other| other.indexed).collect();
    let (results, counts) = search::find_and_count(&web.app, &asked.query, &indexed)?;
    let counts = others.iter().map(|other| other.path).zip(counts).collect();
    let cards = found::cards(&web, &context, kind.indexed, &results).await?;
    let names = names(&web, kind, &asked, &results).await?;
    let Some(words) = web.views.words(context.lang) else {
        return Err(anyhow::anyhow!("no words were loaded").into());
    };
    let head = head(&context, kind, &asked, words);
    let blocs = above(&web, &context, kind, &asked).await?;
    let mut shown = content(kind, asked, &results, &counts, cards, &names, words);
    shown.blocs = blocs;
    show_page(&web, &context, Template::Search, &head, &shown).await
}

/// The pieces that stand above a list, while nothing is looked for in it.
async fn above(
    web: &Web,
    context: &Context,
    kind: &Kind,
    asked: &Asked,
) -> Result<Vec<Bloc>, Error> {
    if asked.page > 1 || !asked.state.is_empty() {
        return Ok(Vec::new());
    }
    let site = site::read(&web.app).await?;
    let blocs = site.blocs(kind.path);
    if blocs.is_empty() {
        return Ok(Vec::new());
    }
    let cards = bloc::Cards::read(web, context, blocs).await?;
    Ok(bloc::shown(&cards, blocs))
}

/// The names of the territories and topics that the page shows.
async fn names(web: &Web, kind: &Kind, asked: &Asked, results: &Results) -> Result<Names, Error> {
    let zones = facet::unnamed(kind, asked, &results.facets, "geozone");
    let zones = dataset::zones(&web.app, &zones).await?;
    let topics = facet::unnamed(kind, asked, &results.facets, "topic");
    let mut names = topic::names(&web.app, &topics).await?;
    names.extend(zones.into_values().map(|zone| (zone.id, zone.name)));
    Ok(names)
}

fn content(
    kind: &Kind,
    asked: Asked,
    results: &Results,
    counts: &Counts,
    cards: Vec<Value>,
    names: &Names,
    words: &Words,
) -> Content {
    let chosen = asked.sort.as_deref().unwrap_or_default();
    let sorts = std::iter::once("").chain(kind.sorts.iter().copied());
    let explain = asked.query.explain;
    let window = u64::try_from(MAX_WINDOW).unwrap_or(u64::MAX);
    let suggestion = results.suggestion.clone().map(|q| Suggestion {
        url: facet::with(kind, &asked, "q", Some(&q)),
        q,
    });
    Content {
        kind: kind.path,
        types: types(kind, &asked, results.total, counts),
        facets: facet::facets(kind, &asked, &results.facets, names),
        chips: facet::chips(kind, &asked, &results.facets, names, words),
        clear_url: facet::cleared(kind, &asked),
        sorts: sorts
            .map(|value| SortOut {
                value,
                selected: value == chosen,
            })
            .collect(),
        hidden: asked
            .state
            .iter()
            .filter(|(key, _)| key != "q")
            .map(|(name, value)| Hidden {
                name: name.clone(),
                value: value.clone(),
            })
            .collect(),
        explain,
        explain_url: facet::with(kind, &asked, "explain", (!explain).then_some("1")),
        suggestion,
        pagination_of: Pagination::new(asked.page, PAGE_SIZE, results.total.min(window), |page| {
            let page = page.to_string();
            facet::with(kind, &asked, "page", (page != "1").then_some(page.as_str()))
        }),
        query: url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(asked.state.iter().filter(|(key, _)| key != "explain"))
            .finish(),
        q: asked.query.q,
        total: results.total,
        results: cards,
        blocs: Vec::new(),
    }
}

/// How many objects of each kind answer the same words.
fn types(kind: &Kind, asked: &Asked, total: u64, counts: &Counts) -> Vec<TypeOut> {
    let q = &asked.query.q;
    let word = (!q.is_empty()).then_some(("q", q.as_str()));
    KINDS
        .into_iter()
        .map(|other| TypeOut {
            kind: other.path,
            count: counts.get(other.path).copied().unwrap_or(total),
            url: facet::address(other.path, word.into_iter()),
            selected: other.path == kind.path,
        })
        .collect()
}

fn head(context: &Context, kind: &Kind, asked: &Asked, words: &Words) -> Head {
    let name = words.text(&format!("kind-{}", kind.path));
    let title = if asked.query.q.is_empty() {
        name
    } else {
        format!("{} — {name}", asked.query.q)
    };
    let is_whole = asked.state.is_empty();
    let canonical = if asked.page > 1 && is_whole {
        format!("/{}?page={}", kind.path, asked.page)
    } else {
        format!("/{}", kind.path)
    };
    let mut asked_for = url::form_urlencoded::Serializer::new(String::new());
    asked_for.extend_pairs(asked.state.iter().filter(|(key, _)| key != "explain"));
    let asked_for = asked_for.finish();
    let mark = if asked_for.is_empty() { "" } else { "?" };
    let feed = Feed {
        title: words.text("feed-search"),
        url: context.url(&format!("/{}/search.atom{mark}{asked_for}", kind.path)),
    };
    Head {
        title: Some(title),
        canonical: Some(canonical),
        door: ["datasets", "dataservices", "reuses"]
            .into_iter()
            .find(|door| *door == kind.path),
        // Every combination of filters would be one more page to crawl.
        robots: (!is_whole).then_some("noindex"),
        feed: Some(feed),
        ..Head::default()
    }
}
