//! Following a search: its new results come with the daily digest.

use vitrail_domain::{Actor, Id, Kind, Timestamp};
use vitrail_search::{Filters, LastUpdate, Query, Sort};
use vitrail_store as store;
pub use vitrail_store::followed_search::FollowedSearch;

use crate::{App, Error, Result, preference, reading, search};

/// A person follows at most so many.
const MOST: usize = 100;
const LONGEST: usize = 1_000;
/// New results told at once.
const TOLD: usize = 10;

/// The kinds of search pages.
const KINDS: [(&str, vitrail_search::Kind); 5] = [
    ("datasets", vitrail_search::Kind::Dataset),
    ("dataservices", vitrail_search::Kind::Dataservice),
    ("reuses", vitrail_search::Kind::Reuse),
    ("organizations", vitrail_search::Kind::Organization),
    ("topics", vitrail_search::Kind::Topic),
];

/// Follows the search of a page, by its address.
pub async fn start(app: &App, actor: &Actor, kind: &str, query: &str) -> Result<()> {
    let me = reading::signed_in(actor)?;
    if !KINDS.iter().any(|(known, _)| *known == kind) || query.len() > LONGEST {
        return Err(Error::Bad("This search cannot be followed".to_owned()));
    }
    let mut tx = app.db().begin().await?;
    if store::followed_search::of(&mut tx, me).await?.len() >= MOST {
        return Err(Error::Refused("You follow a hundred searches already"));
    }
    let search = FollowedSearch {
        id: app.new_id(),
        user: me,
        kind: kind.to_owned(),
        query: query.to_owned(),
        since: app.now(),
        seen: app.now(),
    };
    store::followed_search::add(&mut tx, &search).await?;
    preference::of(app, &mut tx, &[me].into()).await?;
    tx.commit().await?;
    Ok(())
}

/// The searches that the actor follows.
pub async fn mine(app: &App, actor: &Actor) -> Result<Vec<FollowedSearch>> {
    let me = reading::signed_in(actor)?;
    Ok(store::followed_search::of(app.db(), me).await?)
}

/// Follows a search no longer.
pub async fn stop(app: &App, actor: &Actor, id: Id) -> Result<()> {
    let me = reading::signed_in(actor)?;
    let mut tx = app.db().begin().await?;
    if !store::followed_search::end(&mut tx, me, id).await? {
        return Err(Error::NotFound(Kind::Site));
    }
    tx.commit().await?;
    Ok(())
}

/// A new result: its title, its path, when it was created.
pub(crate) type Fresh = (String, String, Timestamp);

/// What answers a search and was created since the last that was told.
pub(crate) async fn fresh(app: &App, followed: &FollowedSearch) -> Result<Vec<Fresh>> {
    let known = KINDS.iter().find(|(kind, _)| *kind == followed.kind);
    let Some((_, kind)) = known else {
        return Ok(Vec::new());
    };
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(followed.query.as_bytes())
        .into_owned()
        .collect();
    let words = pairs.iter().find(|(key, _)| key == "q");
    let query = Query {
        filters: filters(&pairs),
        sort: Sort::parse(*kind, "-created").ok(),
        facets: false,
        page_size: TOLD,
        ..Query::new(
            *kind,
            words.map_or("", |(_, words)| words.as_str()),
            app.now().micros(),
        )
    };
    let results = search::find(app, &query)?;
    let mut fresh = Vec::new();
    for hit in &results.hits {
        let Ok(id) = hit.id.parse::<Id>() else {
            continue;
        };
        let Some((title, slug, created)) = brief(app, *kind, id).await? else {
            continue;
        };
        if created <= followed.seen {
            break;
        }
        fresh.push((title, format!("/{}/{slug}", followed.kind), created));
    }
    Ok(fresh)
}

async fn brief(
    app: &App,
    kind: vitrail_search::Kind,
    id: Id,
) -> Result<Option<(String, String, Timestamp)>> {
    use vitrail_domain::{Dataservice, Dataset, Organization, Reuse, Topic};
    use vitrail_search::Kind as Indexed;
    let db = app.db();
    Ok(match kind {
        Indexed::Dataset => store::subject::get::<Dataset>(db, id)
            .await?
            .map(|found| (found.title.clone(), found.slug.clone(), found.created_at())),
        Indexed::Reuse => store::subject::get::<Reuse>(db, id)
            .await?
            .map(|found| (found.title, found.slug, found.created_at)),
        Indexed::Dataservice => store::subject::get::<Dataservice>(db, id)
            .await?
            .map(|found| (found.title, found.slug, found.created_at)),
        Indexed::Organization => store::subject::get::<Organization>(db, id)
            .await?
            .map(|found| (found.name, found.slug, found.created_at)),
        Indexed::Topic => store::subject::get::<Topic>(db, id)
            .await?
            .map(|found| (found.name, found.slug, found.created_at)),
        _ => None,
    })
}

/// The filters of a search page, from its parameters. What makes no sense is ignored: people follow old links and
/// correct addresses by hand.
pub fn filters(pairs: &[(String, String)]) -> Filters {
    let mut filters = Filters::default();
    for (key, value) in pairs {
        let list = match key.as_str() {
            "tag" => &mut filters.tags,
            "format" => &mut filters.formats,
            "format_family" => &mut filters.format_families,
            "license" => &mut filters.licenses,
            "geozone" => &mut filters.geozones,
            "granularity" => &mut filters.granularities,
            "badge" => &mut filters.badges,
            "organization_badge" => &mut filters.organization_badges,
            "schema" => &mut filters.schemas,
            "topic" => &mut filters.topics,
            "access_type" => &mut filters.access_types,
            "producer_type" => &mut filters.producer_types,
            "organization" => &mut filters.organizations,
            "organization_name" => &mut filters.organization_names,
            "owner" => &mut filters.owners,
            "type" => &mut filters.types,
            _ => {
                one(&mut filters, key, value);
                continue;
            }
        };
        list.push(value.clone());
    }
    filters
}

fn one(filters: &mut Filters, key: &str, value: &str) {
    let truth = match value {
        "true" | "1" | "on" => Some(true),
        "false" | "0" | "off" => Some(false),
        _ => None,
    };
    match key {
        "featured" => filters.featured = truth,
        "archived" => filters.archived = truth,
        "last_update_range" => filters.last_update = LastUpdate::parse(value),
        "temporal_coverage" => filters.temporal_coverage = period(value),
        _ => {}
    }
}

/// `2020-01-01-2021-12-31`, in microseconds.
fn period(text: &str) -> Option<(i64, i64)> {
    let day = |day: &str| {
        let is_day = day.len() == 10 && vitrail_domain::time::is_day(day);
        let at = is_day.then(|| day.parse::<Timestamp>().ok())?;
        Some(at?.micros())
    };
    let end = text.get(10..)?.strip_prefix('-')?;
    Some((day(text.get(..10)?)?, day(end)?))
}
