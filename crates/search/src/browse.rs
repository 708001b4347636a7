//! Browsing without words: every document of the kind, the most used first. The facets of an
//! unfiltered browse are the same for everybody until the next commit, so they are kept.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::collect::Candidate;
use crate::document::Kind;
use crate::facets::Bucket;
use crate::index::Snapshot;

type Facets = Arc<BTreeMap<&'static str, Vec<Bucket>>>;

/// Facets of unfiltered browses, by kind and start of the last month.
#[derive(Default)]
pub struct BrowseCache {
    facets: Mutex<HashMap<Kind, (i64, Facets)>>,
}

impl BrowseCache {
    pub fn get(&self, kind: Kind, day: i64) -> Option<Facets> {
        let facets = self.facets.lock().unwrap_or_else(PoisonError::into_inner);
        facets
            .get(&kind)
            .filter(|(of, _)| *of == day)
            .map(|(_, facets)| facets.clone())
    }

    pub fn put(&self, kind: Kind, day: i64, counted: BTreeMap<&'static str, Vec<Bucket>>) {
        let mut facets = self.facets.lock().unwrap_or_else(PoisonError::into_inner);
        facets.insert(kind, (day, Arc::new(counted)));
    }
}

/// Every living document of a kind, scored by its boost.
pub fn everything(snapshot: &Snapshot, kind: Kind) -> impl Iterator<Item = Candidate> {
    let segments = snapshot
        .searcher
        .segment_readers()
        .iter()
        .zip(&snapshot.columns);
    (0u32..)
        .zip(segments)
        .flat_map(move |(segment, (reader, columns))| {
            let alive = reader.alive_bitset();
            (0u32..)
                .zip(&columns.kind)
                .filter(move |(doc, of)| {
                    **of == kind.number() && alive.is_none_or(|alive| alive.is_alive(*doc))
                })
                .map(move |(doc, _)| Candidate {
                    segment,
                    doc,
                    score: columns.boost(doc),
                    complete: true,
                })
        })
}
