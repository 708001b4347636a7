//! The search index follows the change log from its own cursor: nothing is lost when it stops, nothing is
//! written twice. An index that is absent, corrupt or of another version is built again from the database.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use vitrail_domain::{Change, Id, Kind};
use vitrail_search::Writer;
use vitrail_store as store;

use crate::projection::{Projected, project, searched};
use crate::{App, Result};

const BATCH: i64 = 500;
/// Memory of a build from nothing: the index is written in few pieces, and little is kept once it is done.
const HEAP: usize = 64_000_000;
/// Past this many changes behind, building again is quicker than following.
const FAR_BEHIND: i64 = 20_000;
/// How often the change log is looked at when nobody wakes us: other nodes and commands write too.
const FLOOR: Duration = Duration::from_secs(1);

/// How long indexing rests after it worked.
const REST_LEAST: Duration = Duration::from_millis(100);
const REST_MOST: Duration = Duration::from_secs(3);

/// The tables to walk through, in the order in which they matter to readers.
const WALK: [(Kind, &str); 7] = [
    (Kind::Dataset, "dataset"),
    (Kind::Organization, "organization"),
    (Kind::Reuse, "reuse"),
    (Kind::Dataservice, "dataservice"),
    (Kind::Topic, "topic"),
    (Kind::Post, "post"),
    (Kind::Discussion, "discussion"),
];

/// What has owners, may be private and is discussed.
const DISCUSSED: [Kind; 4] = [Kind::Dataset, Kind::Reuse, Kind::Dataservice, Kind::Topic];

/// Builds the whole index again; `progress` is told how many objects were read. Reading and indexing go on
/// side by side.
pub async fn rebuild(app: &App, mut progress: impl FnMut(u64)) -> Result<u64> {
    let cursor = app.db().look_for_changes().await?;
    let mut writer = app.index().writer_with_heap(HEAP)?;
    // `None` says that all was read: an interrupted walk must not pass for a whole one.
    let (batches, mut received) = mpsc::channel::<Option<Vec<Projected>>>(4);
    let writing = tokio::task::spawn_blocking(move || -> Result<()> {
        writer.clear()?;
        loop {
            match received.blocking_recv() {
                Some(Some(batch)) => {
                    for projected in batch {
                        if let Projected::Put(kind, document) = projected {
                            writer.add(kind, &document)?;
                        }
                    }
                }
                Some(None) => break,
                None => return Ok(()),
            }
        }
        writer.commit(cursor)?;
        writer.optimize()?;
        writer.close()?;
        Ok(())
    });
    let mut read = 0;
    'walk: for (kind, table) in WALK {
        let mut after = None;
        loop {
            let ids = store::subject::ids_after(app.db(), table, after, BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = Some(*last);
            if batches
                .send(Some(project(app.db(), kind, &ids).await?))
                .await
                .is_err()
            {
                // The writer stopped: its error is told below.
                break 'walk;
            }
            read += u64::try_from(ids.len()).unwrap_or(0);
            progress(read);
        }
    }
    let _ = batches.send(None).await;
    writing.await.map_err(anyhow::Error::from)??;
    Ok(read)
}

/// Brings the index up to the end of the change log; true when something was done.
pub async fn catch_up(app: &App) -> Result<bool> {
    let last = app.db().look_for_changes().await?;
    let cursor = app.index().cursor();
    if cursor == last {
        return Ok(false);
    }
    if last < cursor || last - cursor > FAR_BEHIND {
        tracing::info!(
            cursor,
            last,
            "the search index is far from the change log: building it again"
        );
        rebuild(app, |_| {}).await?;
        return Ok(true);
    }
    let mut writer = app.index().writer()?;
    let mut place = cursor;
    loop {
        let changes = store::change::after(app.db(), place, BATCH).await?;
        let Some(end) = changes.last() else { break };
        place = end.seq;
        apply(app, &mut writer, &changes).await?;
    }
    writer.commit(place.max(last))?;
    writer.close()?;
    Ok(true)
}

async fn apply(app: &App, writer: &mut Writer, changes: &[Change]) -> Result<()> {
    let mut touched: BTreeMap<Kind, BTreeSet<Id>> = BTreeMap::new();
    for change in changes {
        let (kind, id) = change.subject;
        if searched(kind).is_some() {
            touched.entry(kind).or_default().insert(id);
        }
        // What names an organization says so in its own document.
        if kind == Kind::Organization && change.operation == "updated" {
            for (kind, table) in WALK {
                if matches!(
                    kind,
                    Kind::Dataset | Kind::Reuse | Kind::Dataservice | Kind::Topic
                ) {
                    let owned = store::subject::ids_of_organization(app.db(), table, id).await?;
                    touched.entry(kind).or_default().extend(owned);
                }
            }
        }
    }
    // What becomes private takes its discussions with it.
    for kind in DISCUSSED {
        let ids: Vec<Id> = touched.get(&kind).into_iter().flatten().copied().collect();
        for chunk in ids.chunks(500) {
            let about = store::discussion::ids_about(app.db(), kind, chunk).await?;
            touched.entry(Kind::Discussion).or_default().extend(about);
        }
    }
    for (kind, ids) in touched {
        let ids: Vec<Id> = ids.into_iter().collect();
        for chunk in ids.chunks(500) {
            for projected in project(app.db(), kind, chunk).await? {
                match projected {
                    Projected::Put(kind, document) => writer.put(kind, &document)?,
                    Projected::Gone(kind, id) => writer.delete(kind, &id.to_string()),
                }
            }
        }
    }
    Ok(())
}

/// Hears of what other nodes write, for as long as the program runs.
pub async fn listen(app: App) {
    while let Err(error) = app.db().listen().await {
        tracing::warn!(%error, "the database no longer tells of changes; looking every second instead");
        tokio::time::sleep(10 * FLOOR).await;
    }
}

/// Follows until the program stops. A failure is said once and tried again. A change that comes alone is indexed at
/// once; those of a busy hour wait for each other, so that indexing takes a fifth of one processor at most.
pub async fn follow(app: App) {
    let mut changes = app.db().changes();
    loop {
        let began = Instant::now();
        match catch_up(&app).await {
            Ok(true) => {
                let rest = began.elapsed() * 4;
                tokio::time::sleep(rest.clamp(REST_LEAST, REST_MOST)).await;
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "the search index could not follow the change log; trying again");
            }
        }
        let _ = tokio::time::timeout(FLOOR, changes.changed()).await;
    }
}
