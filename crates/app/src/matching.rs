//! Finding public datasets as the query languages of other portals do: words go through the index, every other condition
//! through the database.

use std::collections::HashMap;

use serde_json::Value;
use vitrail_domain::{Actor, Dataset, Id, Organization, Resource};
use vitrail_search::Kind;
pub use vitrail_store::matching::{Among, Counted, Facet, File, Match, Text};
use vitrail_store::{self as store, Viewer};

use crate::dataset::{Datasets, Files};
use crate::{App, Listed, Result, Sort, dataset};

/// What is looked for, and which part of it is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whose private datasets are looked among too; nobody's for the default actor.
    pub actor: Actor,
    /// Words for the index; none to browse.
    pub words: Option<String>,
    pub matching: Match,
    /// None for the most relevant first, or the last modified where there are no words.
    pub sorts: Vec<Sort>,
    pub offset: i64,
    pub limit: i64,
}

/// What was found: a part of the datasets with their files, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub datasets: Datasets,
    pub total: i64,
    /// The whole condition, words included: what facets count by.
    pub among: Option<Among>,
}

pub async fn find(app: &App, wanted: Wanted) -> Result<Found> {
    let relevant = match &wanted.words {
        Some(words) => Some(every(app, words)?),
        None => None,
    };
    let matching = match (&relevant, &wanted.words) {
        (Some(ids), Some(words)) => {
            Match::all(vec![with_words(ids.clone(), words), wanted.matching])
        }
        _ => wanted.matching,
    };
    let among = Among {
        viewer: Viewer::of(&wanted.actor),
        matching,
    };
    let (ids, total) = match &relevant {
        Some(ids) if wanted.sorts.is_empty() => {
            most_relevant(app, ids, &among, wanted.offset, wanted.limit).await?
        }
        _ => {
            let modified = [Sort {
                column: "modified",
                descending: true,
            }];
            let sorts = Some(wanted.sorts.as_slice()).filter(|sorts| !sorts.is_empty());
            let sorts = sorts.unwrap_or(&modified);
            let (db, offset) = (app.db(), wanted.offset);
            let listed = store::matching::find(db, &among, sorts, offset, wanted.limit).await?;
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
        among: Some(among),
    })
}

/// The datasets that words find, the most relevant first, however many there are.
fn every(app: &App, words: &str) -> Result<Vec<Id>> {
    let found = app
        .index()
        .every(Kind::Dataset, words, app.now().micros())?;
    Ok(found.iter().filter_map(|id| id.parse().ok()).collect())
}

/// The datasets that answer words, as a condition among others.
pub fn answering(app: &App, words: &str) -> Result<Match> {
    Ok(with_words(every(app, words)?, words))
}

/// What the index found; it knows nothing of private datasets, of which those who may read them look at the title.
fn with_words(found: Vec<Id>, words: &str) -> Match {
    let hidden = Match::All(vec![Match::Private, Match::Words(words.to_owned())]);
    Match::Any(vec![Match::Ids(found), hidden])
}

/// Some of those that match, in the order of relevance.
async fn most_relevant(
    app: &App,
    ids: &[Id],
    among: &Among,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Id>, i64)> {
    let listed = store::matching::find(app.db(), among, &[], 0, i64::MAX).await?;
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
    among: &Among,
    facet: Facet,
    limit: i64,
) -> Result<Vec<(String, i64)>> {
    Ok(store::matching::facet(app.db(), among, facet, limit).await?)
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
pub async fn all_ids(app: &App) -> Result<[Vec<Id>; 2]> {
    Ok([
        store::matching::every::<Dataset>(app.db()).await?,
        store::matching::every::<Organization>(app.db()).await?,
    ])
}

/// A page of the files of public datasets that are all of this.
pub async fn resources(
    app: &App,
    wanted: &[File],
    part: (i64, i64),
) -> Result<Listed<(Id, Resource)>> {
    Ok(store::matching::resources(app.db(), wanted, part).await?)
}

/// The datasets whose geometry meets a box: west, south, east, north. Geometries are read a few at a time: some are long.
pub async fn within(app: &App, asked: [f64; 4]) -> Result<Match> {
    const STEP: usize = 500;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let size = i64::try_from(STEP).unwrap_or(i64::MAX);
        let places = store::matching::places(app.db(), after, size).await?;
        let is_last = places.len() < STEP;
        after = places.last().map(|(id, _)| *id);
        let meeting = places.into_iter().filter(|(_, geometry)| {
            let geometry: Option<Value> = serde_json::from_str(geometry).ok();
            let place = geometry.and_then(|geometry| around(&geometry["coordinates"]));
            place.is_some_and(|place| meet(place, asked))
        });
        found.extend(meeting.map(|(id, _)| id));
        if is_last {
            return Ok(Match::Ids(found));
        }
    }
}

/// The box around coordinates, however deep their lists are.
fn around(coordinates: &Value) -> Option<[f64; 4]> {
    let list = coordinates.as_array()?;
    if let [x, y, ..] = list.as_slice()
        && let (Some(x), Some(y)) = (x.as_f64(), y.as_f64())
    {
        return Some([x, y, x, y]);
    }
    let boxes = list.iter().filter_map(around);
    boxes.reduce(|[west, south, east, north], [w, s, e, n]| {
        [west.min(w), south.min(s), east.max(e), north.max(n)]
    })
}

fn meet([west, south, east, north]: [f64; 4], [w, s, e, n]: [f64; 4]) -> bool {
    west <= e && w <= east && south <= n && s <= north
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
