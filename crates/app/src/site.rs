//! The portal's own record, and its figures: counted again when something changed, never between.

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::Mutex;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::form::Form;
use vitrail_domain::{Actor, Change, Extras, Id, Kind, Site, Timestamp};
use vitrail_store as store;

use crate::{App, Listed, Page, Result, editing, reading};

/// The last figures counted, and the place of the change log that they show.
#[derive(Default)]
pub struct Figures(Mutex<Option<(i64, Arc<Metrics>)>>);

/// The portal's record.
pub async fn read(app: &App) -> Result<Arc<Site>> {
    let (known, place) = app.site().known(app.db(), &[()]);
    if let Some(site) = known.into_values().next() {
        return Ok(site);
    }
    let site = Arc::new(named(app, store::site::get(app.db()).await?));
    app.site().keep(app.db(), place, [((), Arc::clone(&site))]);
    Ok(site)
}

/// The record under the title that the settings choose, if they do.
fn named(app: &App, mut site: Site) -> Site {
    if let Some(title) = &app.settings().marks.title {
        site.title.clone_from(title);
    }
    site
}

/// Changes what the body names of the portal's record: sysadmins only.
pub async fn update(app: &App, actor: &Actor, body: &Extras) -> Result<Site> {
    reading::sysadmin(actor)?;
    let mut tx = app.db().begin().await?;
    let former = store::site::get(&mut tx).await?;
    editing::still_marked(actor, &named(app, former.clone()))?;
    let mut site = former.clone();
    let mut form = Form::new(body);
    site.edit(&mut form);
    editing::finish(form, Kind::Site)?;
    if site != former {
        store::site::save(&mut tx, &site).await?;
        let change = Change {
            actor: actor.user,
            fields: editing::changed(&editing::state(&former)?, &editing::state(&site)?),
            ..Change::new(app.now(), (Kind::Site, Id::default()), "updated")
        };
        store::change::record(&mut tx, &change).await?;
        tx.commit().await?;
    }
    with_metrics(app).await
}

/// The portal's record, with what is counted.
pub async fn with_metrics(app: &App) -> Result<Site> {
    let mut site = Arc::unwrap_or_clone(read(app).await?);
    let counted = metrics(app).await?;
    let mut metrics: Metrics = UNKNOWN
        .iter()
        .map(|key| ((*key).to_owned(), Value::from(0)))
        .collect();
    metrics.append(&mut site.metrics);
    metrics.extend(
        counted
            .iter()
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    site.metrics = metrics;
    Ok(site)
}

/// The slugs of what everyone sees of a kind, and when each changed, for the map of the site.
pub async fn addresses(app: &App, kind: Kind, page: Page) -> Result<Listed<(String, Timestamp)>> {
    Ok(store::site::addresses(app.db(), kind, page).await?)
}

/// Figures that this portal does not count: what an import brought is shown, else zero.
const UNKNOWN: [&str; 4] = [
    "datasets_visits_by_months",
    "harvesters",
    "harvesters_by_months",
    "resources_downloads_by_months",
];

macro_rules! visible_dataset {
    ($select:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM dataset WHERE private = 0 AND deleted IS NULL AND archived IS NULL"
        )
    };
}

macro_rules! visible_reuse {
    ($select:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM reuse WHERE private = 0 AND deleted IS NULL AND datasets > 0"
        )
    };
}

macro_rules! living_organization {
    ($select:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM organization WHERE deleted IS NULL"
        )
    };
}

/// Each figure and the statement that counts it.
const COUNTS: [(&str, &str); 16] = [
    ("datasets", visible_dataset!("COUNT(*)")),
    (
        "resources",
        "SELECT COUNT(*) FROM resource r JOIN dataset d ON d.id = r.dataset_id \
         AND d.private = 0 AND d.deleted IS NULL AND d.archived IS NULL",
    ),
    ("reuses", visible_reuse!("COUNT(*)")),
    (
        "dataservices",
        "SELECT COUNT(*) FROM dataservice WHERE private = 0 AND deleted IS NULL AND archived IS NULL",
    ),
    ("organizations", living_organization!("COUNT(*)")),
    (
        "public-service",
        "SELECT COUNT(*) FROM organization o JOIN badge b ON b.kind = 'organization' \
         AND b.badge = 'public-service' AND b.subject_id = o.id WHERE o.deleted IS NULL",
    ),
    (
        "users",
        "SELECT COUNT(*) FROM user_account WHERE active = 1 AND deleted IS NULL",
    ),
    ("discussions", "SELECT COUNT(*) FROM discussion"),
    (
        "followers",
        "SELECT COUNT(*) FROM follow WHERE until IS NULL",
    ),
    (
        "max_dataset_followers",
        visible_dataset!("COALESCE(MAX(followers), 0)"),
    ),
    (
        "max_dataset_reuses",
        visible_dataset!("COALESCE(MAX(reuses), 0)"),
    ),
    (
        "max_reuse_datasets",
        visible_reuse!("COALESCE(MAX(datasets), 0)"),
    ),
    (
        "max_reuse_followers",
        visible_reuse!("COALESCE(MAX(followers), 0)"),
    ),
    (
        "max_org_followers",
        living_organization!("COALESCE(MAX(followers), 0)"),
    ),
    (
        "max_org_datasets",
        living_organization!("COALESCE(MAX(datasets), 0)"),
    ),
    (
        "max_org_reuses",
        living_organization!("COALESCE(MAX(reuses), 0)"),
    ),
];

/// Figures by month of creation.
const BY_MONTHS: [(&str, &str); 5] = [
    (
        "datasets_by_months",
        concat!(visible_dataset!("created"), " AND created >= "),
    ),
    (
        "reuses_by_months",
        concat!(visible_reuse!("created"), " AND created >= "),
    ),
    (
        "organizations_by_months",
        concat!(living_organization!("created"), " AND created >= "),
    ),
    (
        "users_by_months",
        "SELECT created FROM user_account WHERE active = 1 AND deleted IS NULL AND created >= ",
    ),
    (
        "discussions_by_months",
        "SELECT created FROM discussion WHERE created >= ",
    ),
];

async fn metrics(app: &App) -> Result<Arc<Metrics>> {
    let place = app.db().last_change();
    // One reader counts, the others wait for it rather than count as well.
    let mut kept = app.figures().0.lock().await;
    if let Some((_, metrics)) = kept.as_ref().filter(|(at, _)| *at == place) {
        return Ok(Arc::clone(metrics));
    }
    let mut metrics = Metrics::new();
    for (key, statement) in COUNTS {
        let count = store::metrics::one(app.db(), statement).await?;
        metrics.insert(key.to_owned(), count.into());
    }
    let months = months(app.now());
    let since = months.first().map_or(app.now(), |(_, start)| *start);
    for (key, statement) in BY_MONTHS {
        let instants = store::metrics::instants(app.db(), statement, since).await?;
        metrics.insert(key.to_owned(), by_months(&months, &instants));
    }
    let metrics = Arc::new(metrics);
    *kept = Some((place, Arc::clone(&metrics)));
    Ok(metrics)
}

/// The thirteen months that end with this one: `2026-11` and when it began.
fn months(now: Timestamp) -> Vec<(String, Timestamp)> {
    let today = now.date();
    let (year, month) = (i32::from(today.year()), i32::from(today.month()));
    let of = |back: i32| {
        let months = year * 12 + month - 1 - back;
        let name = format!(
            "{:04}-{:02}",
            months.div_euclid(12),
            months.rem_euclid(12) + 1
        );
        let start = format!("{name}-01").parse().ok()?;
        Some((name, start))
    };
    (0..13).rev().filter_map(of).collect()
}

fn by_months(months: &[(String, Timestamp)], instants: &[Timestamp]) -> Value {
    let mut counts = vec![0_i64; months.len()];
    for instant in instants {
        let after = months.partition_point(|(_, start)| start <= instant);
        if let Some(count) = after.checked_sub(1).and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let named = months.iter().zip(counts);
    let named: Map<String, Value> = named
        .map(|((name, _), count)| (name.clone(), count.into()))
        .collect();
    Value::Object(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_months() {
        let now: Timestamp = "2026-02-10T08:00:00+00:00".parse().unwrap();
        let months = months(now);
        let names: Vec<&str> = months.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.first(), Some(&"2025-02"));
        assert_eq!(names.last(), Some(&"2026-02"));
        assert_eq!(names.len(), 13);
        let instants: Vec<Timestamp> = [
            "2025-12-31T23:59:59+00:00",
            "2026-01-01T00:00:00+00:00",
            "2026-02-10T07:00:00+00:00",
            "2020-01-01",
        ]
        .into_iter()
        .map(|text| text.parse().unwrap())
        .collect();
        let counted = by_months(&months, &instants);
        assert_eq!(counted["2025-12"], 1);
        assert_eq!(counted["2026-01"], 1);
        assert_eq!(counted["2026-02"], 1);
        assert_eq!(counted["2025-03"], 0);
    }
}
