//! The graphs of a catalogue, and how one takes the place of another.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};

use super::index::{Index, Quad};
use super::terms::{self, Number, Terms};

/// Bytes of a quad: four orders, and one of them twice while what changed is taken in.
const QUAD: u64 = 80;

/// What is said of an object, in the graph of its own.
#[derive(Clone, Debug, Default)]
pub struct Described {
    pub graph: String,
    /// Nothing when the object is not there any more.
    pub triples: Vec<Triple>,
}

/// A store being filled for the first time.
#[derive(Default)]
pub struct Loading {
    terms: Terms,
    quads: Vec<Quad>,
}

impl Loading {
    pub fn add(&mut self, described: &Described) {
        self.quads.extend(numbered(&mut self.terms, described).1);
    }

    /// About how much memory this will take.
    pub fn bytes(&self) -> u64 {
        bytes(self.quads.len(), &self.terms)
    }

    pub fn triples(&self) -> usize {
        self.quads.len()
    }

    pub fn finish(self) -> Store {
        let indexes = Index::all(self.quads);
        let built = self.terms.bytes();
        Store {
            now: Snapshot {
                terms: Arc::new(RwLock::new(self.terms)),
                indexes,
            },
            built,
        }
    }
}

fn bytes(quads: usize, terms: &Terms) -> u64 {
    let quads = u64::try_from(quads).unwrap_or(u64::MAX);
    quads.saturating_mul(QUAD) + terms.bytes()
}

/// The graph and its quads in numbers. Nodes without a name get one of this graph alone.
fn numbered(terms: &mut Terms, described: &Described) -> (Number, Vec<Quad>) {
    let graph = terms.number(&terms::named(
        NamedNode::new_unchecked(&described.graph).as_ref(),
    ));
    let mut number = |term: Term| match term {
        Term::BlankNode(node) => terms.number(&format!("Bg{graph}x{}", node.as_str())),
        other => terms.number(&terms::key(&other)),
    };
    let quads = described.triples.iter().map(|triple| {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => number(node.clone().into()),
            NamedOrBlankNode::BlankNode(node) => number(node.clone().into()),
        };
        let predicate = number(triple.predicate.clone().into());
        [subject, predicate, number(triple.object.clone()), graph]
    });
    let quads = quads.collect();
    (graph, quads)
}

/// The graphs of now, and those who may change them.
pub struct Store {
    now: Snapshot,
    /// Bytes of terms when this was made.
    built: u64,
}

/// The graphs as they were at one moment, for as long as somebody reads them.
#[derive(Clone)]
pub struct Snapshot {
    pub(super) terms: Arc<RwLock<Terms>>,
    pub(super) indexes: [Index; 4],
}

impl Store {
    /// Puts these graphs in place of those of the same names.
    pub fn replace(&mut self, all: &[Described]) {
        let mut graphs: HashSet<Number> = HashSet::with_capacity(all.len());
        let mut quads: Vec<Quad> = Vec::new();
        {
            let mut terms = self
                .now
                .terms
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            for described in all {
                let (graph, more) = numbered(&mut terms, described);
                graphs.insert(graph);
                quads.extend(more);
            }
        }
        for index in &mut self.now.indexes {
            index.replace(&graphs, &quads);
        }
    }

    pub fn snapshot(&self) -> Snapshot {
        self.now.clone()
    }

    /// About how much memory this takes.
    pub fn bytes(&self) -> u64 {
        let terms = self
            .now
            .terms
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        bytes(self.triples(), &terms)
    }

    pub fn triples(&self) -> usize {
        self.now.triples()
    }

    /// Whether so many terms came and went that it is better made again.
    pub fn is_worn(&self) -> bool {
        let terms = self
            .now
            .terms
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        terms.bytes()
            > self
                .built
                .saturating_add(self.built / 2)
                .saturating_add(64_000_000)
    }
}

impl Snapshot {
    /// How many triples there are, those of several graphs as often.
    pub fn triples(&self) -> usize {
        let [first, ..] = &self.indexes;
        first.len()
    }

    /// The names of the graphs that speak of something.
    pub fn graphs_about(&self, node: &NamedNode) -> Vec<String> {
        let terms = self.terms.read().unwrap_or_else(PoisonError::into_inner);
        let Some(number) = terms.find(&terms::named(node.as_ref())) else {
            return Vec::new();
        };
        let found = Index::find(&self.indexes, [None, None, Some(number), None], false);
        let graphs: HashSet<Number> = found.map(|[.., graph]| graph).collect();
        let names = graphs
            .into_iter()
            .filter_map(|graph| terms.text(graph)?.strip_prefix('I').map(str::to_owned));
        names.collect()
    }
}
