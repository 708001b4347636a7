//! From candidates to a page: one pass over them tests the filters, counts every facet, and keeps
//! what passes; then only the page asked for is put in order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::columns::{Names, SegmentColumns};
use crate::document::ARCHIVED;
use crate::facets::{Bucket, Facet, facets_of};
use crate::filter::{Tests, bit};
use crate::index::Snapshot;
use crate::query::{LastUpdate, Query, SortField};
use crate::schema::NUMBERS;

/// Most buckets of one facet.
const MAX_BUCKETS: usize = 50;

/// A document that the text found.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    pub segment: u32,
    pub doc: u32,
    pub score: f32,
    /// Whether it has every word.
    pub complete: bool,
}

/// Counts of the facets of one search.
struct Counter<'a> {
    facets: Vec<Counted>,
    tests: &'a Tests,
}

struct Counted {
    name: &'static str,
    facet: Facet,
    all: u64,
    counts: Vec<u32>,
}

impl<'a> Counter<'a> {
    fn new(query: &Query, names: &Names, tests: &'a Tests) -> Self {
        let wanted = if query.facets {
            facets_of(query.kind)
        } else {
            &[]
        };
        let facets = wanted
            .iter()
            .map(|&(name, facet)| {
                let size = if facet == Facet::LastUpdate {
                    3
                } else {
                    names.facet(facet).len()
                };
                Counted {
                    name,
                    facet,
                    all: 0,
                    counts: vec![0; size],
                }
            })
            .collect();
        Self { facets, tests }
    }

    fn count(&mut self, columns: &SegmentColumns, doc: u32, failed: u32) {
        if self.facets.is_empty() || failed.count_ones() > 1 {
            return;
        }
        for counted in &mut self.facets {
            if failed & !bit(counted.facet) != 0 {
                continue;
            }
            counted.all += 1;
            if counted.facet == Facet::LastUpdate {
                let updated = columns
                    .last_update
                    .get(doc as usize)
                    .copied()
                    .unwrap_or(i64::MIN);
                for (count, start) in counted.counts.iter_mut().zip(self.tests.ranges) {
                    *count += u32::from(updated >= start);
                }
            } else if let Some(values) = columns.facet(counted.facet) {
                for &number in values.of(doc) {
                    if let Some(count) = counted.counts.get_mut(number as usize) {
                        *count += 1;
                    }
                }
            }
        }
    }

    fn finish(self, names: &Names) -> BTreeMap<&'static str, Vec<Bucket>> {
        self.facets
            .into_iter()
            .map(|counted| (counted.name, counted.buckets(names)))
            .collect()
    }
}

impl Counted {
    fn buckets(self, names: &Names) -> Vec<Bucket> {
        let mut buckets = vec![Bucket {
            name: "all".to_owned(),
            count: self.all,
        }];
        if self.facet == Facet::LastUpdate {
            let ranges = LastUpdate::ALL
                .iter()
                .zip(self.counts)
                .map(|(range, count)| Bucket {
                    name: range.name().to_owned(),
                    count: count.into(),
                });
            buckets.extend(ranges);
            return buckets;
        }
        let names = names.facet(self.facet);
        let mut counts: Vec<(u32, u32)> = (0u32..)
            .zip(self.counts)
            .filter(|(_, count)| *count > 0)
            .collect();
        let order = |a: &(u32, u32), b: &(u32, u32)| {
            b.1.cmp(&a.1)
                .then_with(|| names.name(a.0).cmp(names.name(b.0)))
        };
        if counts.len() > MAX_BUCKETS {
            counts.select_nth_unstable_by(MAX_BUCKETS, order);
            counts.truncate(MAX_BUCKETS);
        }
        counts.sort_unstable_by(order);
        buckets.extend(counts.into_iter().map(|(number, count)| Bucket {
            name: names.name(number).to_owned(),
            count: count.into(),
        }));
        buckets
    }
}

/// What one pass over the candidates gave.
pub struct Collected {
    pub page: Vec<Candidate>,
    pub total: u64,
    /// Those of them that have every word.
    pub complete: u64,
    pub facets: BTreeMap<&'static str, Vec<Bucket>>,
}

/// A candidate that passed, with what it is ordered by.
struct Kept {
    candidate: Candidate,
    key: Option<i64>,
    name: Option<Box<str>>,
    last: bool,
    tie: u32,
}

/// The first hits in order; the others are dropped as they come.
struct Top {
    kept: Vec<Kept>,
    end: usize,
    descending: bool,
    /// Whether the front is already the best of all seen, so that its last bounds what may enter.
    bounded: bool,
}

impl Top {
    fn new(query: &Query) -> Self {
        Self {
            kept: Vec::new(),
            end: query.page.max(1).saturating_mul(query.page_size),
            descending: query.sort.is_some_and(|sort| sort.descending),
            bounded: false,
        }
    }

    fn push(&mut self, kept: Kept) {
        if self.bounded
            && let Some(worst) = self.kept.get(self.end.saturating_sub(1))
            && order(self.descending, worst, &kept) == Ordering::Less
        {
            return;
        }
        self.kept.push(kept);
        if self.kept.len() >= (self.end * 2).max(64) {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        let descending = self.descending;
        select(&mut self.kept, self.end, |a, b| order(descending, a, b));
        self.bounded = self.kept.len() == self.end;
    }

    fn page(mut self, size: usize) -> Vec<Candidate> {
        self.shrink();
        let start = self.end - size.min(self.end);
        self.kept
            .iter()
            .skip(start)
            .map(|kept| kept.candidate)
            .collect()
    }
}

fn order(descending: bool, a: &Kept, b: &Kept) -> Ordering {
    // Documents without the value come last in both directions.
    let missing = (a.key.is_none()).cmp(&b.key.is_none());
    let by_field = a.key.cmp(&b.key).then_with(|| a.name.cmp(&b.name));
    let by_field = if descending {
        by_field.reverse()
    } else {
        by_field
    };
    a.last
        .cmp(&b.last)
        .then(missing)
        .then(by_field)
        .then_with(|| b.candidate.score.total_cmp(&a.candidate.score))
        .then_with(|| a.tie.cmp(&b.tie))
}

/// Filters, counts and orders.
pub fn collect(
    snapshot: &Snapshot,
    query: &Query,
    tests: &Tests,
    candidates: impl Iterator<Item = Candidate>,
) -> Collected {
    let names = &snapshot.names;
    let mut counter = Counter::new(query, names, tests);
    let open = tests.is_empty();
    let mut top = Top::new(query);
    let (mut total, mut complete) = (0, 0);
    for candidate in candidates {
        let Some(columns) = snapshot.columns.get(candidate.segment as usize) else {
            continue;
        };
        let failed = if open {
            0
        } else {
            tests.failed(columns, candidate.doc)
        };
        counter.count(columns, candidate.doc, failed);
        if failed == 0 {
            total += 1;
            complete += u64::from(candidate.complete);
            top.push(keep(query, columns, candidate));
        }
    }
    let facets = counter.finish(names);
    Collected {
        page: top.page(query.page_size),
        total,
        complete,
        facets,
    }
}

fn keep(query: &Query, columns: &SegmentColumns, candidate: Candidate) -> Kept {
    let doc = candidate.doc;
    let mut kept = Kept {
        candidate,
        key: None,
        name: None,
        last: false,
        tie: columns.tie.get(doc as usize).copied().unwrap_or(0),
    };
    match query.sort.map(|sort| sort.field) {
        None => kept.last = columns.flags(doc) & ARCHIVED != 0,
        Some(SortField::Name) => {
            kept.name = Some(SegmentColumns::text(columns.name.as_ref(), doc).into());
        }
        Some(field) => kept.key = columns.number(column_of(field), doc),
    }
    kept
}

fn column_of(field: SortField) -> usize {
    let name = match field {
        SortField::Created => "created",
        SortField::LastUpdate => "last_update",
        SortField::LastModified => "last_modified",
        SortField::Published | SortField::Closed => "published",
        SortField::Views => "views",
        SortField::Followers => "followers",
        SortField::Reuses => "reuses",
        SortField::Datasets => "datasets",
        SortField::Name => return usize::MAX,
    };
    NUMBERS
        .iter()
        .position(|column| *column == name)
        .unwrap_or(usize::MAX)
}

/// Puts the first `end` items in order at the front, and cuts the rest.
pub fn select<T>(items: &mut Vec<T>, end: usize, order: impl Fn(&T, &T) -> Ordering) {
    if items.len() > end {
        items.select_nth_unstable_by(end, &order);
        items.truncate(end);
    }
    items.sort_unstable_by(&order);
}
