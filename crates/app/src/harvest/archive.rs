//! What a source no longer shows is archived once it has been away for the days that the operator gives it; it comes
//! back when the source shows it again. What a source that was deleted had filled is archived too.

use serde_json::json;
use vitrail_domain::harvest::job::ItemStatus;
use vitrail_domain::harvest::{Item, Source};
use vitrail_domain::time::DAY;
use vitrail_domain::{Dataservice, Dataset, Extras, Id, Kind, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::harvest::known::{self, Known};
use vitrail_store::harvest::{item, run};

use super::apply::{self, Origin};
use super::run::Run;
use crate::{App, Result, metrics};

/// Objects archived together.
const TOGETHER: usize = 50;
/// Items with which nothing happened are remembered this long.
const UNCHANGED_KEPT: i64 = 30 * DAY;

/// Archives what the source has not shown for long enough.
pub(super) async fn missing(run: &mut Run<'_>) -> Result<()> {
    let grace = i64::from(run.app.settings().harvest.grace).saturating_mul(DAY);
    let before = run.started.plus(-grace).min(run.started);
    for kind in [Kind::Dataset, Kind::Dataservice] {
        let mut gone = known::unseen(run.app.db(), (run.origin.source.id, kind), before).await?;
        gone.extend(never_known(run, kind, before).await?);
        for some in gone.chunks(TOGETHER) {
            let mut tx = run.app.db().begin().await?;
            let mut items = Vec::new();
            for one in some {
                items.extend(put_away(run, &mut tx, kind, one).await?);
            }
            run.keep(tx, items).await?;
        }
    }
    Ok(())
}

/// What says that it comes from this source, and that no reading of this portal ever met: it came with an import.
async fn never_known(run: &Run<'_>, kind: Kind, before: Timestamp) -> Result<Vec<Known>> {
    let of = (run.origin.source.id, kind);
    let mut found = known::of_source(run.app.db(), of).await?;
    let ids: Vec<String> = found.iter().map(|one| one.remote_id.clone()).collect();
    let known = known::of_these(run.app.db(), of, &ids).await?;
    found.retain(|one| !known.contains_key(&one.remote_id));
    let ids: Vec<Id> = found.iter().map(|one| one.id).collect();
    let mut dates = std::collections::HashMap::new();
    if kind == Kind::Dataset {
        for (id, one) in store::subject::by_ids::<Dataset>(run.app.db(), &ids).await? {
            dates.insert(id, one.harvest_date("last_update"));
        }
    }
    let is_old = |id: &Id| {
        let seen = dates.get(id).copied().flatten();
        seen.is_some_and(|at| at < before)
    };
    let known = |one: known::Origin| Known {
        remote_id: one.remote_id,
        subject: one.id,
        fields: "{}".to_owned(),
        ..Known::default()
    };
    Ok(found
        .into_iter()
        .filter(|one| is_old(&one.id))
        .map(known)
        .collect())
}

/// Archives one thing, unless it is already; the line of the report.
async fn put_away(run: &Run<'_>, tx: &mut Tx, kind: Kind, one: &Known) -> Result<Option<Item>> {
    let now = run.app.now();
    let archived = archive(
        run.app,
        &run.origin,
        tx,
        (kind, one.subject),
        "not-on-remote",
    )
    .await?;
    let Some((title, remote_url)) = archived else {
        return Ok(None);
    };
    if !one.is_archived {
        let known = Known {
            is_archived: true,
            ..one.clone()
        };
        known::save_all(tx, (run.origin.source.id, kind), &[known]).await?;
    }
    Ok(Some(Item {
        remote_id: one.remote_id.clone(),
        remote_url,
        title,
        kind,
        subject: Some(one.subject),
        status: ItemStatus::Archived,
        created: now,
        ended: Some(now),
        ..Item::default()
    }))
}

/// Archives an object of the portal; how it is called, if it is there.
async fn archive(
    app: &App,
    origin: &Origin,
    tx: &mut Tx,
    (kind, id): (Kind, Id),
    reason: &str,
) -> Result<Option<(String, Option<String>)>> {
    let now = app.now();
    let mark = |facts: &mut Option<Extras>| {
        let facts = facts.get_or_insert_with(Extras::new);
        facts.insert("archived_at".to_owned(), json!(now));
        facts.insert("archived_reason".to_owned(), json!(reason));
        facts
            .get("remote_url")
            .and_then(|url| url.as_str())
            .map(str::to_owned)
    };
    let change = apply::change(
        origin,
        now,
        (kind, id),
        "updated",
        vec!["archived".to_owned()],
    );
    if kind == Kind::Dataservice {
        let found = store::subject::get::<Dataservice>(&mut *tx, id).await?;
        let Some(mut service) = found.filter(|it| it.deleted_at.is_none()) else {
            return Ok(None);
        };
        if service.archived_at.is_some() && !is_ours(service.harvest.as_ref()) {
            return Ok(None);
        }
        if service.archived_at.is_none() {
            let less = i64::from(service.is_visible());
            service.archived_at = Some(now);
            mark(&mut service.harvest);
            store::dataservice::save(tx, &service).await?;
            store::change::record(tx, &change).await?;
            metrics::shift(app, tx, service.owner, "dataservices", -less).await?;
        }
        let url = service
            .harvest
            .as_ref()
            .and_then(|facts| facts.get("remote_url")?.as_str());
        return Ok(Some((service.title.clone(), url.map(str::to_owned))));
    }
    let found = store::subject::get::<Dataset>(&mut *tx, id).await?;
    let Some(mut dataset) = found.filter(|it| it.deleted.is_none()) else {
        return Ok(None);
    };
    if dataset.archived.is_some() && !is_ours(dataset.harvest.as_ref()) {
        return Ok(None);
    }
    if dataset.archived.is_none() {
        let less = i64::from(dataset.is_visible());
        dataset.archived = Some(now);
        mark(&mut dataset.harvest);
        store::dataset::save(tx, &dataset).await?;
        store::change::record(tx, &change).await?;
        metrics::shift(app, tx, dataset.owner, "datasets", -less).await?;
    }
    let url = dataset
        .harvest
        .as_ref()
        .and_then(|facts| facts.get("remote_url")?.as_str());
    Ok(Some((dataset.title.clone(), url.map(str::to_owned))))
}

/// Whether the harvest archived it: what a person put away stays so when its source lists it again.
pub(super) fn is_ours(harvest: Option<&Extras>) -> bool {
    let reason = harvest.and_then(|facts| facts.get("archived_reason")?.as_str());
    matches!(reason, Some("not-on-remote" | "harvester-deleted"))
}

/// Forgets the jobs that are too old, and of those that are not so young the items with which nothing happened.
pub async fn purge_jobs(app: &App) -> Result<(u64, u64)> {
    let kept = i64::from(app.settings().harvest.jobs_kept).saturating_mul(DAY);
    let mut tx = app.db().begin().await?;
    let jobs = run::purge(&mut tx, app.now().plus(-kept)).await?;
    let items = item::purge_unchanged(&mut tx, app.now().plus(-UNCHANGED_KEPT)).await?;
    tx.commit().await?;
    Ok((jobs, items))
}

/// Archives what deleted sources had filled and forgets those sources; how many of each.
pub async fn purge_deleted(app: &App) -> Result<(u64, u64)> {
    let (mut sources, mut archived) = (0, 0);
    for id in store::harvest::source::deleted_before(app.db(), app.now()).await? {
        let Some(source) = store::subject::get::<Source>(app.db(), id).await? else {
            continue;
        };
        let origin = Origin {
            backend: source.backend.clone(),
            domain: source.domain(),
            is_certified: false,
            source,
        };
        for kind in [Kind::Dataset, Kind::Dataservice] {
            let found = known::of_source(app.db(), (id, kind)).await?;
            for some in found.chunks(TOGETHER) {
                let mut tx = app.db().begin().await?;
                for one in some {
                    let subject = (kind, one.id);
                    archive(app, &origin, &mut tx, subject, "harvester-deleted").await?;
                    archived += 1;
                }
                tx.commit().await?;
            }
        }
        let mut tx = app.db().begin().await?;
        store::harvest::source::remove(&mut tx, id).await?;
        tx.commit().await?;
        sources += 1;
    }
    Ok((sources, archived))
}
