//! Quads in an order, so that those that begin alike stand together. A large part that never changes, and a small one
//! over it: what changed, and the graphs of the large part that do not count any more. When the small one is not so small
//! both become one.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use super::terms::Number;

/// Subject, predicate, object, graph; or these in the order of an index.
pub type Quad = [Number; 4];

/// Where subject, predicate, object and graph stand in each order.
const ORDERS: [[usize; 4]; 4] = [[0, 1, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3], [3, 0, 1, 2]];
/// A small part up to this size is small whatever the large one is.
const SMALL: usize = 20_000;

#[derive(Clone, Default)]
pub struct Index {
    order: usize,
    base: Arc<Vec<Quad>>,
    hidden: Arc<HashSet<Number>>,
    over: Arc<Vec<Quad>>,
}

fn ordered(order: usize, quad: &Quad) -> Quad {
    let places = ORDERS.get(order).copied().unwrap_or_default();
    places.map(|place| quad.get(place).copied().unwrap_or_default())
}

fn plain(order: usize, found: &Quad) -> Quad {
    let [a, b, c, d] = *found;
    match order {
        1 => [c, a, b, d],
        2 => [b, c, a, d],
        3 => [b, c, d, a],
        _ => [a, b, c, d],
    }
}

fn graph(order: usize, found: &Quad) -> Number {
    if order == 3 { found[0] } else { found[3] }
}

impl Index {
    pub fn all(quads: Vec<Quad>) -> [Self; 4] {
        let make = |order: usize, mut sorted: Vec<Quad>| {
            for quad in &mut sorted {
                *quad = ordered(order, quad);
            }
            sorted.sort_unstable();
            sorted.dedup();
            sorted.shrink_to_fit();
            Self {
                order,
                base: Arc::new(sorted),
                ..Self::default()
            }
        };
        let [one, two, three] = [1, 2, 3].map(|order| make(order, quads.clone()));
        [make(0, quads), one, two, three]
    }

    /// Puts quads in place of those of these graphs.
    pub fn replace(&mut self, graphs: &HashSet<Number>, quads: &[Quad]) {
        let order = self.order;
        let kept = self
            .over
            .iter()
            .filter(|quad| !graphs.contains(&graph(order, quad)));
        let mut over: Vec<Quad> = kept.copied().collect();
        over.extend(quads.iter().map(|quad| ordered(order, quad)));
        over.sort_unstable();
        over.dedup();
        let mut hidden = HashSet::clone(&self.hidden);
        hidden.extend(graphs);
        self.hidden = Arc::new(hidden);
        self.over = Arc::new(over);
        let most = (self.base.len() / 10).max(SMALL);
        if self.over.len() > most || self.hidden.len() > most {
            let all: Vec<Quad> = Walk::new(self, 0, [0; 4], false).collect_ordered();
            self.base = Arc::new(all);
            self.over = Arc::default();
            self.hidden = Arc::default();
        }
    }

    /// How many quads are kept, those that do not count any more among them.
    pub fn len(&self) -> usize {
        self.base.len() + self.over.len()
    }

    /// The quads that hold these terms.
    pub fn find(indexes: &[Self; 4], asked: [Option<Number>; 4], each_once: bool) -> Matching {
        let order = match asked {
            [_, _, _, Some(_)] => 3,
            [Some(_) | None, None, Some(_), None] => 2,
            [None, Some(_), _, None] => 1,
            _ => 0,
        };
        let [first, second, third, fourth] = indexes;
        let index = match order {
            1 => second,
            2 => third,
            3 => fourth,
            _ => first,
        };
        let places = ORDERS.get(order).copied().unwrap_or_default();
        let wanted = places.map(|place| asked.get(place).copied().flatten());
        let known = wanted.iter().take_while(|term| term.is_some()).count();
        let prefix = wanted.map(Option::unwrap_or_default);
        Matching {
            walk: Walk::new(index, known, prefix, each_once && order != 3),
            asked,
        }
    }

    /// The graphs that hold something.
    pub fn graphs(&self) -> Vec<Number> {
        let mut graphs = Vec::new();
        let mut walk = Walk::new(self, 0, [0; 4], false);
        while let Some(found) = walk.step() {
            let graph = graph(self.order, &found);
            if graphs.last() != Some(&graph) {
                graphs.push(graph);
            }
            walk.skip_to(graph.saturating_add(1));
        }
        graphs
    }
}

/// A way through an index, of quads that begin in the same way.
struct Walk {
    order: usize,
    base: Arc<Vec<Quad>>,
    place: usize,
    end: usize,
    hidden: Arc<HashSet<Number>>,
    over: Arc<Vec<Quad>>,
    over_place: usize,
    over_end: usize,
    each_once: bool,
    last: Option<Quad>,
}

/// Where the quads that begin so are.
fn range(all: &[Quad], known: usize, prefix: &Quad) -> (usize, usize) {
    let compared = |quad: &Quad| -> Ordering {
        quad.iter()
            .zip(prefix)
            .take(known)
            .map(|(one, other)| one.cmp(other))
            .find(|it| it.is_ne())
            .unwrap_or(Ordering::Equal)
    };
    let start = all.partition_point(|quad| compared(quad).is_lt());
    let rest = all.get(start..).unwrap_or_default();
    (
        start,
        start + rest.partition_point(|quad| compared(quad).is_eq()),
    )
}

impl Walk {
    fn new(index: &Index, known: usize, prefix: Quad, each_once: bool) -> Self {
        let (place, end) = range(&index.base, known, &prefix);
        let (over_place, over_end) = range(&index.over, known, &prefix);
        Self {
            order: index.order,
            base: Arc::clone(&index.base),
            place,
            end,
            hidden: Arc::clone(&index.hidden),
            over: Arc::clone(&index.over),
            over_place,
            over_end,
            each_once,
            last: None,
        }
    }

    /// Goes on from what begins with this term, when it is ahead.
    fn skip_to(&mut self, first: Number) {
        let ahead = |all: &[Quad], place: usize, end: usize| {
            let rest = all.get(place..end).unwrap_or_default();
            place + rest.partition_point(|quad| quad[0] < first)
        };
        self.place = ahead(&self.base, self.place, self.end);
        self.over_place = ahead(&self.over, self.over_place, self.over_end);
    }

    fn step(&mut self) -> Option<Quad> {
        loop {
            let base = self
                .base
                .get(self.place..self.end)
                .and_then(|rest| rest.first());
            if base.is_some_and(|quad| self.hidden.contains(&graph(self.order, quad))) {
                self.place += 1;
                continue;
            }
            let over = self
                .over
                .get(self.over_place..self.over_end)
                .and_then(|rest| rest.first());
            let found = match (base, over) {
                (Some(base), Some(over)) if over < base => {
                    self.over_place += 1;
                    *over
                }
                (Some(base), _) => {
                    self.place += 1;
                    *base
                }
                (None, Some(over)) => {
                    self.over_place += 1;
                    *over
                }
                (None, None) => return None,
            };
            // The graph comes last: the same triple in several graphs stands together.
            if self.each_once && self.last.is_some_and(|last| last[..3] == found[..3]) {
                continue;
            }
            self.last = Some(found);
            return Some(found);
        }
    }

    fn collect_ordered(mut self) -> Vec<Quad> {
        let mut all = Vec::with_capacity(self.end - self.place + self.over_end - self.over_place);
        while let Some(found) = self.step() {
            all.push(found);
        }
        all.shrink_to_fit();
        all
    }
}

/// The quads that were asked for, as subject, predicate, object and graph.
pub struct Matching {
    walk: Walk,
    asked: [Option<Number>; 4],
}

impl Iterator for Matching {
    type Item = Quad;

    fn next(&mut self) -> Option<Quad> {
        loop {
            let found = plain(self.walk.order, &self.walk.step()?);
            let mut both = found.iter().zip(&self.asked);
            if both.all(|(term, asked)| asked.is_none_or(|asked| asked == *term)) {
                return Some(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn quads() -> impl Strategy<Value = Vec<Quad>> {
        prop::collection::vec([0..6_u32, 0..4, 0..6, 0..5], 0..60)
    }

    proptest! {
        /// As a plain set of quads would answer, after any changes.
        #[test]
        fn answers_as_a_set_would(first in quads(), second in quads(), gone in 0..5_u32, asked in any::<[Option<u8>; 4]>()) {
            let mut indexes = Index::all(first.clone());
            let mut graphs: HashSet<Number> = second.iter().map(|quad| quad[3]).collect();
            graphs.insert(gone);
            for index in &mut indexes {
                index.replace(&graphs, &second);
            }
            let mut all: BTreeSet<Quad> = first.into_iter().filter(|quad| !graphs.contains(&quad[3])).collect();
            all.extend(&second);
            let asked = asked.map(|term| term.map(|term| u32::from(term % 6)));
            let fits = |quad: &&Quad| quad.iter().zip(&asked).all(|(term, asked)| asked.is_none_or(|asked| asked == *term));
            let expected: BTreeSet<Quad> = all.iter().filter(fits).copied().collect();
            let found: Vec<Quad> = Index::find(&indexes, asked, false).collect();
            prop_assert_eq!(found.len(), expected.len());
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected.clone());
            if asked[3].is_none() {
                let once: Vec<[Number; 3]> = Index::find(&indexes, asked, true).map(|[s, p, o, _]| [s, p, o]).collect();
                let triples: BTreeSet<[Number; 3]> = expected.iter().map(|[s, p, o, _]| [*s, *p, *o]).collect();
                prop_assert_eq!(once.len(), triples.len());
                prop_assert_eq!(once.into_iter().collect::<BTreeSet<_>>(), triples);
            }
            let known: BTreeSet<Number> = all.iter().map(|quad| quad[3]).collect();
            prop_assert_eq!(indexes[3].graphs(), known.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_over_joins_the_rest() {
        let mut indexes = Index::all((0..1_000).map(|it| [it, 1, it, 7]).collect());
        let more: Vec<Quad> = (0..30_000).map(|it| [it, 2, it, 8]).collect();
        for index in &mut indexes {
            index.replace(&HashSet::from([8]), &more);
            assert!(index.over.is_empty() && index.hidden.is_empty());
            assert_eq!(index.len(), 31_000);
        }
        assert_eq!(
            Index::find(&indexes, [Some(5), None, None, None], true).count(),
            2
        );
    }
}
