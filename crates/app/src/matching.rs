//! Finding public datasets as the query languages of other portals do: words go through the index, every other condition
//! through the database.

use std::collections::HashMap;

use vitrail_domain::{Dataset, Id, Organization, Resource};
use vitrail_search::{Kind, Query};
use vitrail_store as store;
pub use vitrail_store::matching::{Facet, Match, Text};

use crate::dataset::{Datasets, Files};
use crate::{App, Listed, Result, Sort, dataset, search};

/// The words of a search reach no deeper than this.
const DEEPEST: usize = 10_000;

/// What is looked for, and which part of it is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Words for the index; none to browse.
    pub words: Option<String>,
    pub matching: Match,
    /// None for the most relevant first, or the last modified where there are no words.
    pub sort: Option<Sort>,
    pub offset: i64,
    pub limit: i64,
}

/// What was found: a part of the datasets with their files, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub datasets: Datasets,
    pub total: i64,
    /// The whole condition, words included: what facets count by.
    pub matching: Option<Match>,
}

pub async fn find(app: &App, wanted: Wanted) -> Result<Found> {
    let relevant = match &wanted.words {
        Some(words) => Some(by_words(app, words)?),
        None => None,
    };
    let matching = match &relevant {
        Some(ids) => Match::All(vec![Match::Ids(ids.clone()), wanted.matching]),
        None => wanted.matching,
    };
    let (ids, total) = match (&relevant, wanted.sort) {
        (Some(ids), None) => {
            most_relevant(app, ids, &matching, wanted.offset, wanted.limit).await?
        }
        (_, sort) => {
            let sort = sort.or(Some(Sort {
                column: "modified",
                descending: true,
            }));
            let listed =
                store::matching::find(app.db(), &matching, sort, wanted.offset, wanted.limit)
                    .await?;
            (listed.data, listed.total)
        }
    };
    let data = if ids.is_empty() {
        Vec::new()
    } else {
        store::subject::in_order::<Dataset>(app.db(), &ids).await?
    };
    Ok(Found {
        datasets: dataset::with_references(app, data, Files::Whole).await?,
        total,
        matching: Some(matching),
    })
}

/// The datasets that words find, the most relevant first.
fn by_words(app: &App, words: &str) -> Result<Vec<Id>> {
    let query = Query {
        page_size: DEEPEST,
        facets: false,
        ..Query::new(Kind::Dataset, words, app.now().micros())
    };
    let results = search::find(app, &query)?;
    let hits = results.hits.iter();
    Ok(hits.filter_map(|hit| hit.id.parse().ok()).collect())
}

/// Some of those that match, in the order of relevance.
async fn most_relevant(
    app: &App,
    ids: &[Id],
    matching: &Match,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Id>, i64)> {
    let all = i64::try_from(DEEPEST).unwrap_or(i64::MAX);
    let listed = store::matching::find(app.db(), matching, None, 0, all).await?;
    let places: HashMap<Id, usize> = ids.iter().copied().zip(0..).collect();
    let mut found = listed.data;
    found.sort_by_key(|id| places.get(id).copied().unwrap_or(usize::MAX));
    let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
    let taken = usize::try_from(limit).unwrap_or(0);
    let some = found.into_iter().skip(skipped).take(taken).collect();
    Ok((some, listed.total))
}

/// How many of the datasets that match have each value.
pub async fn facet(
    app: &App,
    matching: &Match,
    facet: Facet,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    Ok(store::matching::facet(app.db(), matching, facet, limit).await?)
}

/// The slugs of public datasets, in alphabetical order.
pub async fn names(app: &App, offset: i64, limit: i64) -> Result<Vec<(Id, String)>> {
    Ok(store::matching::names(app.db(), offset, limit).await?)
}

/// The datasets and the organizations whose slugs begin so.
pub async fn beginning(app: &App, start: &str) -> Result<[Vec<(Id, String)>; 2]> {
    Ok([
        store::matching::beginning::<Dataset>(app.db(), start).await?,
        store::matching::beginning::<Organization>(app.db(), start).await?,
    ])
}

/// The ids of all datasets and of all organizations.
pub async fn every(app: &App) -> Result<[Vec<Id>; 2]> {
    Ok([
        store::matching::every::<Dataset>(app.db()).await?,
        store::matching::every::<Organization>(app.db()).await?,
    ])
}

/// A page of the files of public datasets.
pub async fn resources(
    app: &App,
    words: Option<&str>,
    format: Option<&str>,
    (offset, limit): (i64, i64),
) -> Result<Listed<(Id, Resource)>> {
    Ok(store::matching::resources(app.db(), words, format, (offset, limit)).await?)
}

/// The tags of public datasets that hold a text, in alphabetical order.
pub async fn tags(app: &App, holding: &str) -> Result<Vec<String>> {
    let counts = store::tag::counts(app.db()).await?;
    let mut tags: Vec<String> = counts
        .into_iter()
        .filter(|(tag, datasets, _)| *datasets > 0 && tag.contains(holding))
        .map(|(tag, _, _)| tag)
        .collect();
    tags.sort_unstable();
    Ok(tags)
}
