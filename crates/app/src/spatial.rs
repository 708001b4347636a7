//! Territories: the shipped ones are loaded into an empty portal; they are found while typing, read by id, and
//! lead to the datasets that are about them.

use vitrail_domain::spatial::{Zone, zone_id};
use vitrail_domain::vocabulary::{granularity, zones};
use vitrail_domain::{Actor, Dataset, Kind};
use vitrail_store as store;

use crate::{App, Error, Page, Result, dataset};

/// Loads the shipped territories when there are none; says how many were written.
pub async fn load_shipped(app: &App) -> Result<u64> {
    if store::zone::count(app.db()).await? > 0 {
        return Ok(0);
    }
    let shipped = zones::shipped().map(|zone| Zone {
        id: zone.id.to_owned(),
        code: zone.code.to_owned(),
        level: zone.level.to_owned(),
        name: zone.name.to_owned(),
        uri: None,
        parents: zone
            .parents
            .iter()
            .map(|parent| (*parent).to_owned())
            .collect(),
    });
    let mut tx = app.db().begin().await?;
    let written = store::zone::replace_all(&mut tx, shipped).await?;
    tx.commit().await?;
    Ok(written)
}

/// Zones whose name, code or id is being typed, the largest territories first.
pub async fn suggest(app: &App, q: &str, size: usize) -> Result<Vec<Zone>> {
    if vitrail_domain::text::words(q).trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut zones = store::zone::suggest(app.db(), zone_id(q)).await?;
    // The store gives the shortest names first: a stable sort keeps that among equals.
    let folded = vitrail_domain::text::fold(q);
    zones.sort_by_key(|zone| {
        let exact = zone.id == zone_id(q) || vitrail_domain::text::fold(&zone.name) == folded;
        (admin_level(&zone.level), !exact)
    });
    zones.truncate(size);
    Ok(zones)
}

fn admin_level(level: &str) -> u16 {
    granularity::LEVELS
        .iter()
        .find(|known| known.id == level)
        .map_or(u16::MAX, |known| known.admin_level)
}

/// The zones of these ids, in order; one that nobody knows makes all fail, as on udata.
pub async fn by_ids(app: &App, ids: &[&str]) -> Result<Vec<Zone>> {
    let ids: Vec<String> = ids.iter().map(|id| zone_id(id).to_owned()).collect();
    let found = store::zone::by_ids(app.db(), &ids).await?;
    ids.iter()
        .map(|id| found.get(id).cloned().ok_or(Error::NotFound(Kind::Site)))
        .collect()
}

/// The zones that hold these, without those that nobody knows.
pub async fn ancestors(app: &App, ids: &[String]) -> Result<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    let mut children = ids.to_vec();
    while !children.is_empty() {
        let found = store::zone::by_ids(app.db(), &children).await?;
        let parents = found.into_values().flat_map(|zone| zone.parents);
        children = parents
            .filter(|parent| !all.contains(parent) && !ids.contains(parent))
            .collect();
        children.sort_unstable();
        children.dedup();
        all.extend(children.iter().cloned());
    }
    Ok(all)
}

/// The zone of an id; the day that old ids carry is dropped.
pub async fn zone(app: &App, id: &str) -> Result<Zone> {
    let mut zones = by_ids(app, &[id]).await?;
    zones.pop().ok_or(Error::NotFound(Kind::Site))
}

/// Datasets about exactly this zone that the actor may see.
pub async fn datasets(app: &App, actor: &Actor, zone: &Zone, size: i64) -> Result<Vec<Dataset>> {
    let filter = dataset::Filter {
        geozone: Some(zone.id.clone()),
        ..dataset::Filter::default()
    };
    let page = Page { number: 1, size };
    Ok(dataset::list(app, actor, &filter, None, page).await?.data)
}

/// The zones of a level that datasets are about, and how many.
pub async fn coverage(app: &App, level: &str) -> Result<Vec<(Zone, i64)>> {
    if !granularity::LEVELS.iter().any(|known| known.id == level) {
        return Err(Error::NotFound(Kind::Site));
    }
    Ok(store::zone::coverage(app.db(), level).await?)
}
