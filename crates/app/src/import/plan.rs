//! What is to be written of each object: the description that wins over the one already here, and what of the
//! latter is kept.

use std::collections::BTreeMap;

use serde_json::Value;
use vitrail_domain::Id;
use vitrail_domain::dataset::Metrics;
use vitrail_store as store;

use super::gather::{Candidate, Pile, is_link};
use super::imported::Imported;
use crate::{App, Result, metrics};

/// One object as it shall be, and as it is.
#[derive(Clone, Debug)]
pub struct Plan<T: Imported> {
    pub object: T,
    /// What is beside it; none when that is left as it is.
    pub parts: Option<T::Parts>,
    pub before: Option<T>,
}

impl<T: Imported> Plan<T> {
    pub fn id(&self) -> Id {
        self.object.key()
    }

    pub fn changes(&self) -> bool {
        self.parts.is_some() || self.before.as_ref() != Some(&self.object)
    }
}

/// Sets each description against what the portal holds.
pub async fn plan<T: Imported>(app: &App, pile: Pile<T>) -> Result<Vec<Plan<T>>> {
    let ids: Vec<Id> = pile.0.keys().copied().collect();
    let mut stored = store::subject::by_ids::<T>(app.db(), &ids).await?;
    let silent: Vec<Id> = pile
        .0
        .iter()
        .filter(|(id, new)| stored.contains_key(*id) && about_parts(new))
        .map(|(id, _)| *id)
        .collect();
    let mut kept_parts = T::parts(app.db(), &silent).await?;
    let mut plans = Vec::with_capacity(ids.len());
    for (id, new) in pile.0 {
        let parts = kept_parts.remove(&id);
        plans.push(decide(new, stored.remove(&id), parts));
    }
    Ok(plans)
}

fn about_parts<T: Imported>(new: &Candidate<T>) -> bool {
    new.silent
        .iter()
        .any(|key| matches!(*key, "resources" | "elements"))
}

fn decide<T: Imported>(
    new: Candidate<T>,
    stored: Option<T>,
    kept_parts: Option<T::Parts>,
) -> Plan<T> {
    let Some(before) = stored else {
        return Plan {
            object: new.object,
            parts: Some(new.parts),
            before: None,
        };
    };
    let rank = |object: &T| (object.is_whole(), object.modified());
    let mut counts = merge(before.metrics(), new.object.metrics());
    // What owners publish was counted here since.
    if let (Some(counts), Some(held)) = (&mut counts, before.metrics()) {
        for key in metrics::whole(T::KIND) {
            match held.get(key) {
                Some(held) => counts.insert(key.to_owned(), held.clone()),
                None => counts.remove(key),
            };
        }
    }
    let (mut object, parts) = if rank(&new.object) > rank(&before) {
        let parts = if about_parts(&new) {
            kept_parts.unwrap_or_default()
        } else {
            new.parts
        };
        let mut object = new.object;
        object.keep(&before, &new.silent);
        (object, Some(parts))
    } else {
        let mut object = before.clone();
        object.complete(&new.object);
        let links: Vec<&str> = new
            .silent
            .iter()
            .copied()
            .filter(|key| is_link(key))
            .collect();
        object.keep(&new.object, &links);
        (object, None)
    };
    if let Some(counts) = counts {
        object.set_metrics(counts);
    }
    Plan {
        object,
        parts,
        before: Some(before),
    }
}

/// Counts of two descriptions: the larger number of each, for what was once counted is not lost.
pub fn merge(before: Option<&Metrics>, new: Option<&Metrics>) -> Option<Metrics> {
    let mut merged: BTreeMap<String, Value> = before?.clone();
    for (key, value) in new.into_iter().flatten() {
        match merged.get(key) {
            Some(held) if larger(held, value) => {}
            _ => {
                merged.insert(key.clone(), value.clone());
            }
        }
    }
    Some(merged)
}

/// Whether what is held stays: numbers only grow, and numbers by month only come with more months.
fn larger(held: &Value, new: &Value) -> bool {
    match (held, new) {
        (Value::Object(held), Value::Object(new)) => held.len() >= new.len(),
        (Value::Object(_), _) => true,
        (held, new) => match (held.as_f64(), new.as_f64()) {
            (Some(held), Some(new)) => held >= new,
            (_, new) => new.is_none(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metrics(value: Value) -> Metrics {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn counts_only_grow() {
        let before = metrics(
            json!({"views": 10, "score": 0.75, "only": 1, "by_months": {"2024-01": 1, "2024-02": 2}}),
        );
        let new = metrics(json!({"views": 12, "score": 0.5, "followers": 3, "by_months": 0}));
        let merged = merge(Some(&before), Some(&new)).unwrap();
        assert_eq!(
            Value::from_iter(merged),
            json!({"views": 12, "score": 0.75, "only": 1, "followers": 3, "by_months": {"2024-01": 1, "2024-02": 2}})
        );
        assert_eq!(merge(None, Some(&new)), None);
    }
}
