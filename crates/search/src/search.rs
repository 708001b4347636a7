//! One search from end to end: plan the words, score, look for other spellings if little was found,
//! decide how many of the words a hit must have, then filter, count and order.

use tantivy::DocId;

use crate::browse::everything;
use crate::collect::{Candidate, Collected, collect};
use crate::dates::freshness;
use crate::document::{FRESH, Kind};
use crate::error::{Error, Result};
use crate::explain::Reason;
use crate::filter::Tests;
use crate::index::{Index, Inner, Snapshot};
use crate::plan::{Plan, Planner};
use crate::query::{Hit, MAX_WINDOW, Query, Results};
use crate::score::{Scored, Scorer, coverage};
use crate::typos::Spellings;

/// Below so many documents with every word, those with most of them are added.
const FEW: usize = 10;
/// Most reasons given for a hit.
const MAX_REASONS: usize = 8;

impl Index {
    /// Searches.
    pub fn search(&self, query: &Query) -> Result<Results> {
        self.search_with(query, &Spellings::default())
    }

    /// Searches, and counts the objects of other kinds that answer the same words.
    pub fn search_and_count(&self, query: &Query, others: &[Kind]) -> Result<(Results, Vec<u64>)> {
        let spellings = Spellings::default();
        let results = self.search_with(query, &spellings)?;
        let count = |kind: &Kind| {
            let bare = Query {
                page_size: 1,
                facets: false,
                ..Query::new(*kind, query.q.clone(), query.now)
            };
            Ok(self.search_with(&bare, &spellings)?.total)
        };
        let counts = others.iter().map(count).collect::<Result<_>>()?;
        Ok((results, counts))
    }

    /// The ids of every document of a kind that answers the words, as many as there are.
    pub fn every(&self, kind: Kind, q: &str, now: i64) -> Result<Vec<String>> {
        let all = usize::try_from(self.len()).unwrap_or(usize::MAX);
        let query = Query {
            page_size: all,
            facets: false,
            ..Query::new(kind, q, now)
        };
        let found = self.unbounded(&query, &Spellings::default())?;
        Ok(found.hits.into_iter().map(|hit| hit.id).collect())
    }

    fn search_with(&self, query: &Query, spellings: &Spellings) -> Result<Results> {
        let page = query.page.max(1);
        if page.saturating_mul(query.page_size) > MAX_WINDOW {
            let max_page = MAX_WINDOW / query.page_size.max(1);
            return Err(Error::Window {
                page,
                page_size: query.page_size,
                max_page,
            });
        }
        self.unbounded(query, spellings)
    }

    fn unbounded(&self, query: &Query, spellings: &Spellings) -> Result<Results> {
        let snapshot = self.inner().snapshot();
        let tests = Tests::new(&query.filters, &snapshot.names, query.now);
        if query.q.trim().is_empty() {
            return Ok(browse(&snapshot, query, &tests));
        }
        if !query.facets && snapshot.count(query.kind) == 0 {
            return Ok(Results::default());
        }
        Search {
            inner: self.inner(),
            snapshot: &snapshot,
            spellings,
            query,
        }
        .run(&tests)
    }
}

fn browse(snapshot: &Snapshot, query: &Query, tests: &Tests) -> Results {
    let [month, ..] = tests.ranges;
    let candidates = everything(snapshot, query.kind);
    let shared = tests.is_empty() && query.facets;
    let known = if shared {
        snapshot.browse.get(query.kind, month)
    } else {
        None
    };
    let collected = if let Some(facets) = known {
        let bare = Query {
            facets: false,
            ..query.clone()
        };
        let collected = collect(snapshot, &bare, tests, candidates);
        Collected {
            facets: (*facets).clone(),
            ..collected
        }
    } else {
        let collected = collect(snapshot, query, tests, candidates);
        if shared {
            snapshot
                .browse
                .put(query.kind, month, collected.facets.clone());
        }
        collected
    };
    let mut results = results(snapshot, query.now, collected);
    if query.explain {
        for (hit, flags) in results.0.hits.iter_mut().zip(results.1) {
            hit.reasons = Reason::of_flags(flags);
        }
    }
    results.0
}

/// Results without reasons, and the flags of the hits.
fn results(snapshot: &Snapshot, now: i64, collected: Collected) -> (Results, Vec<u16>) {
    let columns = |candidate: &Candidate| snapshot.columns.get(candidate.segment as usize);
    let id = |c: &Candidate| {
        columns(c)
            .map(|columns| columns.id(c.doc))
            .unwrap_or_default()
    };
    let flags = |candidate: &Candidate| {
        let Some(columns) = columns(candidate) else {
            return 0;
        };
        let updated = columns.last_update.get(candidate.doc as usize).copied();
        let fresh = freshness(now, updated.unwrap_or(i64::MIN)) > 0.8;
        columns.flags(candidate.doc) | if fresh { FRESH } else { 0 }
    };
    let all_flags = collected.page.iter().map(flags).collect();
    let hits = collected
        .page
        .iter()
        .map(|c| Hit {
            id: id(c),
            score: c.score,
            reasons: Vec::new(),
        })
        .collect();
    let results = Results {
        hits,
        total: collected.total,
        complete: collected.complete,
        facets: collected.facets,
        ..Results::default()
    };
    (results, all_flags)
}

struct Search<'a> {
    inner: &'a Inner,
    snapshot: &'a Snapshot,
    spellings: &'a Spellings,
    query: &'a Query,
}

impl Search<'_> {
    fn run(&self, tests: &Tests) -> Result<Results> {
        let (inner, snapshot, kind) = (self.inner, self.snapshot, self.query.kind);
        let planner = Planner {
            inner,
            snapshot,
            spellings: self.spellings,
            kind,
        };
        let scorer = Scorer {
            inner,
            snapshot,
            kind,
            now: self.query.now.min(snapshot.present),
        };
        let mut plan = planner.plan(&self.query.q)?;
        // A word that nothing has is misspelt; so, perhaps, is one that hardly anything has.
        let unknown = planner.add_typos(&mut plan, 2)?;
        let mut found = scorer.score(&plan)?;
        let complete = |scored: &[Scored]| scored.iter().filter(|s| s.candidate.complete).count();
        if complete(&found) == 0 && !unknown && planner.add_typos(&mut plan, 20)? {
            found = scorer.score(&plan)?;
        }
        let every = complete(&found);
        let least = least_coverage(&plan, &found, every);
        let candidates = found
            .iter()
            .filter(|s| s.candidate.complete || coverage(&plan, s.mask) >= least);
        let collected = collect(
            snapshot,
            self.query,
            tests,
            candidates.map(|scored| scored.candidate),
        );
        let page = collected.page.clone();
        let (mut results, flags) = results(snapshot, self.query.now, collected);
        if results.total < 5 || every == 0 {
            results.suggestion.clone_from(&plan.suggestion);
        }
        if self.query.explain {
            self.explain(&scorer, &plan, &page, &flags, &mut results)?;
        }
        Ok(results)
    }

    fn explain(
        &self,
        scorer: &Scorer<'_>,
        plan: &Plan,
        page: &[Candidate],
        flags: &[u16],
        results: &mut Results,
    ) -> Result<()> {
        for (number, segment) in (0u32..).zip(self.snapshot.searcher.segment_readers()) {
            let docs: Vec<DocId> = page
                .iter()
                .filter(|c| c.segment == number)
                .map(|c| c.doc)
                .collect();
            if docs.is_empty() {
                continue;
            }
            let mut found = scorer.reasons(segment, plan, &docs)?;
            for ((candidate, hit), flags) in page.iter().zip(&mut results.hits).zip(flags) {
                if candidate.segment != number {
                    continue;
                }
                let mut reasons = found.remove(&candidate.doc).unwrap_or_default();
                reasons.sort_by(|a, b| b.0.total_cmp(&a.0));
                for (_, reason) in reasons {
                    if hit.reasons.len() < MAX_REASONS && !hit.reasons.contains(&reason) {
                        hit.reasons.push(reason);
                    }
                }
                hit.reasons.extend(Reason::of_flags(*flags));
            }
        }
        Ok(())
    }
}

/// The share of the words that a hit must have: all when enough documents have them all, then
/// most, then whatever the best have.
fn least_coverage(plan: &Plan, scored: &[Scored], every: usize) -> f32 {
    const ALL: f32 = 2.0;
    if every >= FEW || plan.words.len() < 2 {
        return if every == 0 { 0.0 } else { ALL };
    }
    let most = scored
        .iter()
        .map(|s| coverage(plan, s.mask))
        .filter(|share| *share < 0.999);
    let best = most.fold(0.0, f32::max);
    if every > 0 && best < 0.6 {
        return ALL;
    }
    best.min(0.6)
}
