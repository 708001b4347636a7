//! Counts shown with subjects, made again from what the portal holds. Of followers, discussions and reuses a count that came
//! with an import and is larger is kept: its source saw more than the portal holds. What owners publish is what is here.

use std::collections::{BTreeMap, BTreeSet};

use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Change, Id, Kind, Owner};
use vitrail_store as store;
use vitrail_store::recount::{COUNTS, table};
use vitrail_store::{Run, Tx};

use crate::{App, Result};

const TOGETHER: usize = 500;

/// What was counted of each subject of one kind.
type Counts = BTreeMap<Id, Vec<(&'static str, i64)>>;

/// Makes every count at least what the portal holds; says how many objects changed. A second run changes nothing.
pub async fn recount(app: &App) -> Result<u64> {
    let mut kinds: BTreeMap<Kind, Counts> = BTreeMap::new();
    for count in COUNTS.iter().filter(|count| !count.is_whole()) {
        let counts = kinds.entry(count.kind).or_default();
        for (id, number) in count.of_all(app.db()).await? {
            counts.entry(id).or_default().push((count.key, number));
        }
    }
    let mut changed = of_owners(app).await?;
    for (kind, counts) in kinds {
        let ids: Vec<Id> = counts.keys().copied().collect();
        for chunk in ids.chunks(TOGETHER) {
            changed += write(app, kind, chunk, &counts).await?;
        }
    }
    Ok(changed)
}

/// Makes the counts of what organizations and people publish those of what is here; says how many owners changed.
pub(crate) async fn of_owners(app: &App) -> Result<u64> {
    let mut changed = 0;
    for kind in [Kind::Organization, Kind::User] {
        let (mut last, (table, _)) = (None, table(kind));
        loop {
            let size = i64::try_from(TOGETHER).unwrap_or(i64::MAX);
            let ids = store::subject::ids_after(app.db(), table, last, size).await?;
            last = ids.last().copied();
            if last.is_none() {
                break;
            }
            changed += of_some_owners(app, kind, &ids).await?;
        }
    }
    Ok(changed)
}

async fn of_some_owners(app: &App, kind: Kind, ids: &[Id]) -> Result<u64> {
    let (table, columns) = table(kind);
    let mut wrong: Vec<Id> = differing(app.db(), kind, ids).await?.into_keys().collect();
    if wrong.is_empty() {
        return Ok(0);
    }
    wrong.sort_unstable();
    // Counted again where nobody else writes: somebody may have published since.
    let mut tx = app.db().begin().await?;
    let held = store::metrics::of(&mut tx, table, &wrong).await?;
    let mut right = differing(&mut tx, kind, &wrong).await?;
    let mut changes = Vec::new();
    for (id, _) in held {
        if let Some(metrics) = right.remove(&id) {
            store::metrics::save(&mut tx, table, id, &metrics, columns).await?;
            changes.push(Change::new(app.now(), (kind, id), "counted"));
        }
    }
    store::change::record_all(&mut tx, &changes).await?;
    tx.commit().await?;
    Ok(u64::try_from(changes.len()).unwrap_or(0))
}

/// The metrics of those of these owners whose counts are not those of what is here, as they should be.
async fn differing(
    run: impl Into<Run<'_>>,
    kind: Kind,
    ids: &[Id],
) -> Result<BTreeMap<Id, Metrics>> {
    let mut run = run.into();
    let mut counted: BTreeMap<(&str, Id), i64> = BTreeMap::new();
    let counts = COUNTS.iter().filter(|count| count.kind == kind);
    for count in counts.filter(|count| count.is_whole()) {
        for (id, number) in count.of_these(run.again(), ids).await? {
            counted.insert((count.key, id), number);
        }
    }
    let mut differing = BTreeMap::new();
    for (id, held) in store::metrics::of(run, table(kind).0, ids).await? {
        let mut right = held.clone();
        for key in whole(kind) {
            let number = counted.get(&(key, id)).copied().unwrap_or(0);
            let kept = held.get(key).and_then(serde_json::Value::as_i64);
            if kept.unwrap_or(0) != number {
                right.insert(key.to_owned(), number.into());
            }
        }
        if right != held {
            differing.insert(id, right);
        }
    }
    Ok(differing)
}

async fn write(app: &App, kind: Kind, ids: &[Id], counts: &Counts) -> Result<u64> {
    let (table, columns) = table(kind);
    let mut raised = Vec::new();
    for (id, mut metrics) in store::metrics::of(app.db(), table, ids).await? {
        if counts
            .get(&id)
            .is_some_and(|counts| raise(&mut metrics, counts))
        {
            raised.push((id, metrics));
        }
    }
    if raised.is_empty() {
        return Ok(0);
    }
    let changes: Vec<Change> = raised
        .iter()
        .map(|(id, _)| Change::new(app.now(), (kind, *id), "counted"))
        .collect();
    let mut tx = app.db().begin().await?;
    for (id, metrics) in &raised {
        store::metrics::save(&mut tx, table, *id, metrics, columns).await?;
    }
    store::change::record_all(&mut tx, &changes).await?;
    tx.commit().await?;
    Ok(u64::try_from(raised.len()).unwrap_or(0))
}

/// Raises counts; true when one was wrong.
fn raise(metrics: &mut Metrics, counts: &[(&'static str, i64)]) -> bool {
    let kept = |metrics: &Metrics, key: &str| metrics.get(key).and_then(serde_json::Value::as_i64);
    let counted = |key: &str| {
        counts
            .iter()
            .find(|(other, _)| *other == key)
            .map(|(_, n)| *n)
    };
    // Open discussions become fewer: where the portal holds them all, its own count is right.
    let all_here = kept(metrics, "discussions") <= counted("discussions");
    let mut changed = false;
    for (key, count) in counts {
        let held = kept(metrics, key).unwrap_or(0);
        let exact = *key == "discussions_open" && all_here;
        if held < *count || (exact && held != *count) {
            metrics.insert((*key).to_owned(), (*count).into());
            changed = true;
        }
    }
    changed
}

/// The counts that a writing may change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched(BTreeMap<(Kind, &'static str), BTreeSet<Id>>);

impl Touched {
    pub(crate) fn add(
        &mut self,
        kind: Kind,
        key: &'static str,
        ids: impl IntoIterator<Item = Id>,
    ) -> &mut Self {
        self.0.entry((kind, key)).or_default().extend(ids);
        self
    }

    /// What the owner of an object has.
    pub(crate) fn owner(&mut self, owner: Owner, key: &'static str) -> &mut Self {
        self.add(Kind::Organization, key, owner.organization())
            .add(Kind::User, key, owner.user())
    }

    /// Counts before the writing. The subjects are kept from other writers until the transaction ends, so that
    /// two who write at once do not count each other twice.
    pub(crate) async fn before(self, tx: &mut Tx) -> Result<Tally> {
        let held = self.held(tx).await?;
        Ok(Tally {
            before: self.rows(tx).await?,
            touched: self,
            held,
        })
    }

    /// What is kept with each subject.
    async fn held(&self, tx: &mut Tx) -> Result<BTreeMap<(Kind, Id), Metrics>> {
        let mut subjects: BTreeMap<Kind, BTreeSet<Id>> = BTreeMap::new();
        for ((kind, _), ids) in &self.0 {
            subjects.entry(*kind).or_default().extend(ids);
        }
        let mut held = BTreeMap::new();
        for (kind, ids) in subjects.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            let ids: Vec<Id> = ids.into_iter().collect();
            for (id, metrics) in store::metrics::of(&mut *tx, table(kind).0, &ids).await? {
                held.insert((kind, id), metrics);
            }
        }
        Ok(held)
    }

    /// What there is to count now.
    async fn rows(&self, tx: &mut Tx) -> Result<BTreeMap<(Kind, &'static str, Id), i64>> {
        let mut rows = BTreeMap::new();
        for ((kind, key), ids) in self.0.iter().filter(|(_, ids)| !ids.is_empty()) {
            let mut counts = COUNTS.iter();
            let count = counts.find(|count| count.kind == *kind && count.key == *key);
            let Some(count) = count else { continue };
            let ids: Vec<Id> = ids.iter().copied().collect();
            for (id, number) in count.of_these(&mut *tx, &ids).await? {
                rows.insert((*kind, *key, id), number);
            }
        }
        Ok(rows)
    }
}

/// Moves a kept count of an owner by so many, in the transaction that makes or takes away as many rows.
pub(crate) async fn shift(
    app: &App,
    tx: &mut Tx,
    owner: Owner,
    key: &'static str,
    more: i64,
) -> Result<()> {
    let subject = match owner {
        Owner::Organization(id) => (Kind::Organization, id),
        Owner::User(id) => (Kind::User, id),
        Owner::Nobody => return Ok(()),
    };
    if more == 0 {
        return Ok(());
    }
    let (kind, id) = subject;
    let (table, columns) = table(kind);
    let held = store::metrics::of(&mut *tx, table, &[id]).await?;
    for (id, mut metrics) in held {
        let kept = metrics.get(key).and_then(serde_json::Value::as_i64);
        let number = (kept.unwrap_or(0) + more).max(0);
        metrics.insert(key.to_owned(), number.into());
        store::metrics::save(&mut *tx, table, id, &metrics, columns).await?;
    }
    let change = Change::new(app.now(), subject, "counted");
    Ok(store::change::record(tx, &change).await?)
}

/// The counts of a kind that are those of what is here, whatever an import told.
pub(crate) fn whole(kind: Kind) -> impl Iterator<Item = &'static str> {
    let counts = COUNTS.iter();
    let whole = counts.filter(move |count| count.kind == kind && count.is_whole());
    whole.map(|count| count.key)
}

/// Counts taken before a writing.
pub(crate) struct Tally {
    touched: Touched,
    before: BTreeMap<(Kind, &'static str, Id), i64>,
    held: BTreeMap<(Kind, Id), Metrics>,
}

impl Tally {
    /// Moves the kept counts by what the writing changed, in its transaction and after its last write of the
    /// subjects themselves. What an import brought beyond what the portal holds stays.
    pub(crate) async fn settle(self, app: &App, tx: &mut Tx) -> Result<()> {
        let Self {
            touched,
            before,
            mut held,
        } = self;
        let after = touched.rows(tx).await?;
        let mut moved: BTreeSet<(Kind, Id)> = BTreeSet::new();
        for ((kind, key), ids) in &touched.0 {
            for id in ids {
                let rows = |counts: &BTreeMap<_, i64>| counts.get(&(*kind, *key, *id)).copied();
                let (was, is) = (rows(&before).unwrap_or(0), rows(&after).unwrap_or(0));
                let Some(metrics) = held.get_mut(&(*kind, *id)) else {
                    continue;
                };
                let kept = metrics.get(*key).and_then(serde_json::Value::as_i64);
                let number = if whole(*kind).any(|whole| whole == *key) {
                    is
                } else {
                    kept.unwrap_or(0).max(was) + is - was
                };
                if kept.unwrap_or(0) != number {
                    metrics.insert((*key).to_owned(), number.into());
                    moved.insert((*kind, *id));
                }
            }
        }
        for subject @ (kind, id) in &moved {
            if let Some(metrics) = held.get(subject) {
                let (table, columns) = table(*kind);
                store::metrics::save(&mut *tx, table, *id, metrics, columns).await?;
            }
        }
        let changes: Vec<Change> = moved
            .into_iter()
            .map(|subject| Change::new(app.now(), subject, "counted"))
            .collect();
        if !changes.is_empty() {
            store::change::record_all(tx, &changes).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_larger_count_stays() {
        let cases = [
            (json!({"reuses": 5}), vec![("reuses", 3)], None),
            (json!({}), vec![("reuses", 3)], Some(json!({"reuses": 3}))),
            (
                json!({"discussions": 2, "discussions_open": 2}),
                vec![("discussions", 2), ("discussions_open", 1)],
                Some(json!({"discussions": 2, "discussions_open": 1})),
            ),
            (
                json!({"discussions": 9, "discussions_open": 4}),
                vec![("discussions", 2), ("discussions_open", 1)],
                None,
            ),
        ];
        for (before, counts, after) in cases {
            let mut metrics: Metrics = serde_json::from_value(before.clone()).unwrap();
            let changed = raise(&mut metrics, &counts);
            assert_eq!(changed, after.is_some(), "{before}");
            assert_eq!(Value::from_iter(metrics), after.unwrap_or(before));
        }
    }
}
