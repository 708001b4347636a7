//! The home page: one search with examples that work, two paths, subjects, what is new, what is used, and one
//! figure that is not vanity.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Serialize;
use vitrail_app::dataset::Promises;
use vitrail_app::domain::{Dataset, Timestamp};
use vitrail_app::index::{self, Query, Results, Sort};
use vitrail_app::{Error, Page, dataset, post, search, site, topic};

use crate::Web;
use crate::api::view::dataset::{DatasetOut, Zones};
use crate::api::view::post::PostOut;
use crate::context::Context;
use crate::error::ApiResult;
use crate::pages::card::{self, Card};
use crate::pages::frame::{Feed, Head, show};
use crate::pages::jsonld;
use crate::pages::search::address;
use crate::view::Template;

/// Objects of each list.
const FEW: usize = 6;
const POSTS: i64 = 3;
/// The figure is counted again after this long, in microseconds.
const FIGURE_LIFE: i64 = 600_000_000;

/// Searches that people make; those that find something here are offered.
const EXAMPLES: [(&str, [&str; 10]); 2] = [
    (
        "fr",
        [
            "qualité de l’air",
            "accidents de la route",
            "recensement de la population",
            "prix des carburants",
            "écoles",
            "transports",
            "arbres",
            "budget",
            "communes",
            "eau",
        ],
    ),
    (
        "en",
        [
            "qualité de l’air",
            "accidents de la route",
            "population",
            "énergie",
            "transport",
            "GTFS",
            "écoles",
            "budget",
            "communes",
            "eau",
        ],
    ),
];

pub fn routes() -> Router<Web> {
    Router::new().route("/", get(page))
}

/// What looks at the whole catalogue, kept for a while.
#[derive(Default)]
pub struct Figure {
    promises: Mutex<Option<(Timestamp, Promises)>>,
    examples: Mutex<HashMap<&'static str, (Timestamp, Vec<Example>)>>,
}

impl Figure {
    async fn get(&self, web: &Web) -> Result<Promises, Error> {
        let now = web.app.now();
        let kept = *self.promises.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, promises)) = kept
            && now.micros() - at.micros() < FIGURE_LIFE
            && promises.total > 0
        {
            return Ok(promises);
        }
        let promises = dataset::promises(&web.app).await?;
        *self.promises.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, promises));
        Ok(promises)
    }

    fn examples(&self, web: &Web, lang: &'static str) -> Result<Vec<Example>, Error> {
        let now = web.app.now();
        let mut kept = self.examples.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, examples)) = kept.get(lang)
            && now.micros() - at.micros() < FIGURE_LIFE
            && !examples.is_empty()
        {
            return Ok(examples.clone());
        }
        let examples = examples(web, lang)?;
        kept.insert(lang, (now, examples.clone()));
        Ok(examples)
    }
}

#[derive(Serialize)]
struct Content<'a> {
    examples: Vec<Example>,
    subjects: Vec<Subject>,
    recent: Vec<Card<DatasetOut<'a>>>,
    popular: Vec<Card<DatasetOut<'a>>>,
    posts: Vec<PostOut<'a>>,
    figure: FigureOut,
}

#[derive(Clone, Serialize)]
struct Example {
    label: String,
    url: String,
}

#[derive(Serialize)]
struct Subject {
    id: String,
    label: String,
    url: String,
    count: u64,
}

#[derive(Serialize)]
struct FigureOut {
    fresh: u64,
    total: u64,
}

async fn page(State(web): State<Web>, context: Context) -> ApiResult {
    let now = web.app.now();
    let newest = sorted(&web, "-last_update", true)?;
    let popular = sorted(&web, "-reuses", false)?;
    let subjects = subjects(&web, &context, &newest).await?;
    let newest = read(&web, &newest).await?;
    let popular = read(&web, &popular).await?;
    let filter = post::Filter {
        kind: Some("news".to_owned()),
        ..post::Filter::default()
    };
    let page = Page {
        number: 1,
        size: POSTS,
    };
    let posts = post::list(&web.app, &context.actor, filter, None, page).await?;
    let posts = post::with_references(&web.app, &context.actor, posts.data).await?;
    let zones = Zones::new();
    let promises = web.figure.get(&web).await?;
    let shown = Content {
        examples: web.figure.examples(&web, context.lang)?,
        subjects,
        recent: newest.cards(&context, now),
        popular: popular.cards(&context, now),
        posts: posts
            .data
            .iter()
            .map(|post| PostOut::new(&context, &posts, post, now, &zones))
            .collect(),
        figure: FigureOut {
            fresh: promises.kept,
            total: promises.total,
        },
    };
    let head = head(&web, &context).await?;
    show(&web, &context, Template::Home, &head, &shown).await
}

async fn head(web: &Web, context: &Context) -> Result<Head, Error> {
    let site = site::read(&web.app).await?;
    let words = web.views.words(context.lang);
    let description = words
        .map(|words| words.text("footer-about"))
        .unwrap_or_default();
    Ok(Head {
        jsonld: Some(jsonld::catalogue(context, &site.title, &description)),
        description: Some(description),
        feed: words.map(|words| Feed {
            title: words.text("footer-feed"),
            url: context.url("/api/1/datasets/recent.atom"),
        }),
        ..Head::default()
    })
}

fn sorted(web: &Web, sort: &str, facets: bool) -> Result<Results, Error> {
    let query = Query {
        sort: Sort::parse(index::Kind::Dataset, sort).ok(),
        page_size: FEW,
        facets,
        ..Query::new(index::Kind::Dataset, "", web.app.now().micros())
    };
    search::find(&web.app, &query)
}

async fn read(web: &Web, results: &Results) -> Result<card::Datasets, Error> {
    let found = search::objects::<Dataset>(&web.app, results).await?;
    card::Datasets::titles(web, found).await
}

/// Three searches that find something.
fn examples(web: &Web, lang: &str) -> Result<Vec<Example>, Error> {
    let known = EXAMPLES.iter().find(|(known, _)| *known == lang);
    let mut examples = Vec::new();
    for label in known.into_iter().flat_map(|(_, labels)| labels) {
        if examples.len() == 3 {
            break;
        }
        let query = Query {
            page_size: 1,
            facets: false,
            ..Query::new(index::Kind::Dataset, *label, web.app.now().micros())
        };
        let found = search::find(&web.app, &query)?;
        if found.total > 0 && found.complete == found.total && found.suggestion.is_none() {
            examples.push(Example {
                label: (*label).to_owned(),
                url: address("datasets", std::iter::once(("q", *label))),
            });
        }
    }
    Ok(examples)
}

/// The topics that hold most, completed by the most common tags.
async fn subjects(web: &Web, context: &Context, results: &Results) -> Result<Vec<Subject>, Error> {
    let buckets = |name: &str| {
        let all = results.facets.get(name).into_iter().flatten();
        all.filter(|bucket| bucket.name != "all" && bucket.count > 0)
    };
    let page = Page {
        number: 1,
        size: 100,
    };
    let filter = topic::Filter::default();
    let topics = topic::list(&web.app, &context.actor, &filter, None, page).await?;
    let mut subjects: Vec<Subject> = buckets("topics")
        .filter_map(|bucket| {
            let found = topics
                .data
                .iter()
                .find(|topic| topic.id.to_string() == bucket.name)?;
            Some(Subject {
                id: bucket.name.clone(),
                label: found.name.clone(),
                url: format!("/topics/{}", found.slug),
                count: bucket.count,
            })
        })
        .take(FEW)
        .collect();
    let missing = FEW - subjects.len();
    subjects.extend(buckets("tag").take(missing).map(|bucket| Subject {
        id: bucket.name.clone(),
        label: in_words(&bucket.name),
        url: address("datasets", std::iter::once(("tag", bucket.name.as_str()))),
        count: bucket.count,
    }));
    Ok(subjects)
}

/// A tag as people would write it: `risques-naturels` becomes `Risques naturels`.
fn in_words(tag: &str) -> String {
    let mut characters = tag.chars();
    let first: String = characters
        .next()
        .map(char::to_uppercase)
        .into_iter()
        .flatten()
        .collect();
    format!("{first}{}", characters.as_str().replace('-', " "))
}
