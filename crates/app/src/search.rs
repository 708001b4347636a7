//! Searching: the index gives ids in order, the database gives the objects. Found objects that the database no
//! longer shows (deleted a moment ago) are left out of the page.

use vitrail_domain::{Dataservice, Dataset, Discussion, Id, Organization, Post, Reuse, Topic};
use vitrail_search::{Kind, Query, Results};
use vitrail_store as store;
use vitrail_store::subject::Subject;

use crate::{App, Error, Result};

/// Runs a search; too deep a page is refused with udata's sentence.
pub fn find(app: &App, query: &Query) -> Result<Results> {
    let (results, _) = find_and_count(app, query, &[])?;
    Ok(results)
}

/// Runs a search, and counts the objects of other kinds that answer the same words.
pub fn find_and_count(app: &App, query: &Query, others: &[Kind]) -> Result<(Results, Vec<u64>)> {
    match app.index().search_and_count(query, others) {
        Err(vitrail_search::Error::Window {
            page,
            page_size,
            max_page,
        }) => Err(Error::Bad(format!(
            "Result window is too large: page {page} with page_size {page_size} exceeds the maximum \
             of 10000 results. Maximum page for this page_size is {max_page}."
        ))),
        found => Ok(found?),
    }
}

/// The objects found, in order.
pub async fn objects<S: Subject<Key = Id>>(app: &App, results: &Results) -> Result<Vec<S>> {
    by_ids(app, results.hits.iter().map(|hit| hit.id.as_str())).await
}

/// The objects that begin with, or hold, what is being typed.
pub async fn suggest<S: Searchable>(app: &App, q: &str, size: usize) -> Result<Vec<S>> {
    let ids = app.index().suggest(S::SEARCHED, q, size)?;
    by_ids(app, ids.iter().map(String::as_str)).await
}

pub(crate) async fn by_ids<'a, S: Subject<Key = Id>>(
    app: &App,
    ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<S>> {
    let ids: Vec<Id> = ids.filter_map(|id| id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::subject::in_order::<S>(app.db(), &ids).await?)
}

/// A subject that the index knows.
pub trait Searchable: Subject<Key = Id> {
    const SEARCHED: Kind;
}

macro_rules! searchable {
    ($($type:ty => $kind:ident),* $(,)?) => {
        $(impl Searchable for $type {
            const SEARCHED: Kind = Kind::$kind;
        })*
    };
}

searchable! {
    Dataset => Dataset, Reuse => Reuse, Dataservice => Dataservice, Organization => Organization,
    Topic => Topic, Discussion => Discussion, Post => Post,
}

/// The title of an object of the index, for lists that need nothing more.
pub async fn title(app: &App, kind: Kind, id: &str) -> Result<String> {
    let Ok(id) = id.parse::<Id>() else {
        return Ok(String::new());
    };
    let db = app.db();
    let title = match kind {
        Kind::Dataset => store::subject::get::<Dataset>(db, id)
            .await?
            .map(|found| found.title),
        Kind::Reuse => store::subject::get::<Reuse>(db, id)
            .await?
            .map(|found| found.title),
        Kind::Dataservice => store::subject::get::<Dataservice>(db, id)
            .await?
            .map(|found| found.title),
        Kind::Organization => store::subject::get::<Organization>(db, id)
            .await?
            .map(|found| found.name),
        Kind::Topic => store::subject::get::<Topic>(db, id)
            .await?
            .map(|found| found.name),
        Kind::Discussion => store::subject::get::<Discussion>(db, id)
            .await?
            .map(|found| found.title),
        Kind::Post => store::subject::get::<Post>(db, id)
            .await?
            .map(|found| found.name),
    };
    Ok(title.unwrap_or_default())
}
