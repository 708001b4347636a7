//! Finding public datasets as the query languages of other portals do: words go through the index, every other condition
//! through the database.

use std::collections::HashMap;

use serde_json::Value;
use vitrail_domain::spatial::shape;
use vitrail_domain::{Actor, Dataset, Id, Organization, Resource, text};
use vitrail_search::Kind;
pub use vitrail_store::matching::{Among, Counted, Facet, File, Match, Text, Told};
pub use vitrail_store::recorded::AT as RECORDED;
use vitrail_store::subject::Subject;
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
    /// None for the most relevant first, or the last changed where there are no words.
    pub sorts: Vec<Sort>,
    /// What decides between those that the sorts leave alike.
    pub by: Option<By>,
    pub offset: i64,
    pub limit: i64,
}

/// An order that the database does not know: that of a text made of the id and the slug of a dataset.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub text: fn(Id, &str) -> String,
    pub descending: bool,
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
    let (ids, total) = match (&relevant, wanted.by) {
        (_, Some(by)) => {
            let part = (wanted.offset, wanted.limit);
            in_order(app, &among, &wanted.sorts, by, part).await?
        }
        (Some(ids), None) if wanted.sorts.is_empty() => {
            most_relevant(app, ids, &among, wanted.offset, wanted.limit).await?
        }
        _ => {
            let recorded = [Sort {
                column: RECORDED,
                descending: true,
            }];
            let sorts = Some(wanted.sorts.as_slice()).filter(|sorts| !sorts.is_empty());
            let sorts = sorts.unwrap_or(&recorded);
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

/// The datasets whose description has all these words, as a condition among others.
pub fn described(app: &App, words: &str) -> Result<Match> {
    let found = app.index().described(Kind::Dataset, words)?;
    let held = Match::Description(Text::Holds(words.to_owned()));
    let hidden = Match::All(vec![Match::Private, held]);
    Ok(Match::Any(vec![named(&found), hidden]))
}

/// The datasets that say these words one after the other, or so many places apart.
pub fn saying(app: &App, phrase: &str, apart: u32) -> Result<Match> {
    let (index, said) = (app.index(), Text::Holds(text::words(phrase)));
    let found = index.phrase(Kind::Dataset, phrase, apart)?;
    // The index does not know in which order files have them.
    let beside = index.beside(Kind::Dataset, phrase)?;
    let of_files = Match::File(Told::Name, said.clone());
    Ok(Match::Any(vec![
        named(&found),
        Match::All(vec![named(&beside), of_files]),
        Match::All(vec![Match::Private, Match::Title(said)]),
    ]))
}

/// The datasets whose description says these words one after the other, or so many places apart.
pub fn saying_described(app: &App, phrase: &str, apart: u32) -> Result<Match> {
    let found = app.index().phrase_described(Kind::Dataset, phrase, apart)?;
    let held = Match::Description(Text::Holds(phrase.to_owned()));
    let hidden = Match::All(vec![Match::Private, held]);
    Ok(Match::Any(vec![named(&found), hidden]))
}

fn named(ids: &[String]) -> Match {
    Match::Ids(ids.iter().filter_map(|id| id.parse().ok()).collect())
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
    Ok((some_of(found, (offset, limit)), listed.total))
}

/// Some of those that match, in an order of the caller's: all of them are named, and only their ids and slugs are read.
async fn in_order(
    app: &App,
    among: &Among,
    sorts: &[Sort],
    by: By,
    part: (i64, i64),
) -> Result<(Vec<Id>, i64)> {
    let found = store::matching::ranked(app.db(), among, sorts).await?;
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let mut found: Vec<(i64, String, Id)> = found
        .into_iter()
        .map(|(id, slug, place)| (place, (by.text)(id, &slug), id))
        .collect();
    found.sort_unstable_by(|one, other| {
        let texts = one.1.cmp(&other.1);
        let texts = if by.descending {
            texts.reverse()
        } else {
            texts
        };
        one.0.cmp(&other.0).then(texts).then(one.2.cmp(&other.2))
    });
    let found = found.into_iter().map(|(_, _, id)| id).collect();
    Ok((some_of(found, part), total))
}

fn some_of<T>(all: Vec<T>, (offset, limit): (i64, i64)) -> Vec<T> {
    let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
    let taken = usize::try_from(limit).unwrap_or(0);
    all.into_iter().skip(skipped).take(taken).collect()
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

/// How many public datasets each of these organizations has; those that have none are left out.
pub async fn published(app: &App, organizations: Vec<Id>) -> Result<HashMap<Id, i64>> {
    let limit = i64::try_from(organizations.len()).unwrap_or(i64::MAX);
    let among = Among {
        viewer: Viewer::Anonymous,
        matching: Match::Organizations(organizations),
    };
    let counts = facet(app, &among, Facet::Organization, limit).await?;
    let counts = counts.into_iter();
    Ok(counts
        .filter_map(|(id, number)| Some((id.parse().ok()?, number)))
        .collect())
}

/// A part of the names of public datasets, in the order of these names, which are made of their ids and slugs.
pub async fn names(
    app: &App,
    name: fn(Id, &str) -> String,
    part: (i64, i64),
) -> Result<Vec<String>> {
    let everything = Among {
        viewer: Viewer::Anonymous,
        matching: Match::Everything,
    };
    let found = store::matching::ranked(app.db(), &everything, &[]).await?;
    let mut names: Vec<String> = found.iter().map(|(id, slug, _)| name(*id, slug)).collect();
    names.sort_unstable();
    Ok(some_of(names, part))
}

/// The slugs of all datasets or of all organizations, whatever their state.
pub async fn slugs<S: Subject>(app: &App) -> Result<Vec<(Id, String)>> {
    Ok(store::matching::said::slugs::<S>(app.db()).await?)
}

/// The titles of all datasets, whatever their state.
pub async fn titles(app: &App) -> Result<Vec<(Id, String)>> {
    Ok(store::matching::said::titles(app.db()).await?)
}

/// Whose each dataset is, whatever its state: a user or an organization.
pub async fn owners(app: &App) -> Result<Vec<(Id, Id)>> {
    Ok(store::matching::said::owners(app.db()).await?)
}

/// What datasets say at a place among their facts, whatever their state.
pub async fn said(app: &App, path: &[&str]) -> Result<Vec<(Id, String)>> {
    Ok(store::matching::said::said(app.db(), path).await?)
}

/// The names or the addresses (`key`) of those who answer for datasets in a role.
pub async fn contacts(app: &App, role: &str, key: &'static str) -> Result<Vec<(Id, String)>> {
    Ok(store::matching::said::contacts(app.db(), role, key).await?)
}

/// The datasets and the organizations whose slugs begin so, or began so before they changed.
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
    Ok(store::matching::file::resources(app.db(), wanted, part).await?)
}

/// The datasets whose geometry meets a box: west, south, east, north; a west beyond the east is over the antimeridian.
/// Geometries are read a few at a time: some are long.
pub async fn within(app: &App, asked: [f64; 4]) -> Result<Match> {
    const STEP: usize = 500;
    let asked = shape::halves(asked);
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let size = i64::try_from(STEP).unwrap_or(i64::MAX);
        let places = store::matching::places(app.db(), after, size).await?;
        let is_last = places.len() < STEP;
        after = places.last().map(|(id, _)| *id);
        let meeting = places.into_iter().filter(|(_, geometry)| {
            let geometry: Option<Value> = serde_json::from_str(geometry).ok();
            let polygons = geometry.as_ref().and_then(shape::polygons);
            let polygons = polygons.unwrap_or_default();
            let mut parts = polygons.iter().flat_map(shape::boxes);
            parts.any(|part| asked.iter().any(|asked| meet(part, *asked)))
        });
        found.extend(meeting.map(|(id, _)| id));
        if is_last {
            return Ok(Match::Ids(found));
        }
    }
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
