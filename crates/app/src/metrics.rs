//! Counts shown with subjects, made again from what the portal holds. A count that came with an import and is
//! larger is kept: its source saw more than the portal holds.

use std::collections::BTreeMap;

use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Change, Id, Kind};
use vitrail_store as store;
use vitrail_store::recount::{COUNTS, table};

use crate::{App, Result};

const TOGETHER: usize = 500;

/// What was counted of each subject of one kind.
type Counts = BTreeMap<Id, Vec<(&'static str, i64)>>;

/// Makes every count at least what the portal holds; says how many objects changed. A second run changes nothing.
pub async fn recount(app: &App) -> Result<u64> {
    let mut kinds: BTreeMap<Kind, Counts> = BTreeMap::new();
    for count in &COUNTS {
        let counts = kinds.entry(count.kind).or_default();
        for (id, number) in count.of_all(app.db()).await? {
            counts.entry(id).or_default().push((count.key, number));
        }
    }
    let mut changed = 0;
    for (kind, counts) in kinds {
        let ids: Vec<Id> = counts.keys().copied().collect();
        for chunk in ids.chunks(TOGETHER) {
            changed += write(app, kind, chunk, &counts).await?;
        }
    }
    Ok(changed)
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
