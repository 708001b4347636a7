//! What was read of the database, kept in memory for as long as nothing changed: the portal's own record, the
//! organizations, people and contacts that nearly every answer names, the lengths of lists. The change log says when
//! it is stale.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use crate::db::Db;

/// More objects than this are forgotten together rather than one by one.
const MOST: usize = 2_000;

/// Objects of one kind, as they are at one place of the change log.
#[derive(Debug)]
pub struct Kept<K, V> {
    state: Mutex<(i64, HashMap<K, Arc<V>>)>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self {
            state: Mutex::new((0, HashMap::new())),
        }
    }
}

impl<K: Eq + Hash + Clone, V> Kept<K, V> {
    /// Those of these keys that are known, and the place of the change log to give to [`Kept::keep`] with what
    /// the caller reads of the others.
    pub fn known(&self, db: &Db, keys: &[K]) -> (HashMap<K, Arc<V>>, i64) {
        let now = db.last_change();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 != now {
            *state = (now, HashMap::new());
        }
        let known = keys
            .iter()
            .filter_map(|key| Some((key.clone(), Arc::clone(state.1.get(key)?))))
            .collect();
        (known, now)
    }

    /// Keeps what was read after `place`, unless something changed meanwhile.
    pub fn keep(&self, db: &Db, place: i64, found: impl IntoIterator<Item = (K, Arc<V>)>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.0 != place || db.last_change() != place {
            return;
        }
        if state.1.len() > MOST {
            state.1.clear();
        }
        state.1.extend(found);
    }
}
