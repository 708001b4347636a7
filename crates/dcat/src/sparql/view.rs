//! What the evaluator sees of a store: numbers for the terms that are in it, and more of them for those that a query makes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::PoisonError;

use oxrdf::Term;
use spareval::{InternalQuad, QueryableDataset};

use super::index::Index;
use super::store::Snapshot;
use super::terms::{self, Number};

/// Numbers from here on are of terms that a query made.
const MADE: Number = 1 << 31;
/// The longest term that a query may make, in bytes: texts that double themselves stop there.
const LONGEST: usize = 200_000;
/// All the terms that a query may make, in bytes.
const MOST: usize = 64_000_000;

#[derive(Debug, thiserror::Error)]
pub enum Missing {
    #[error("the query makes texts that are too long")]
    TooLong,
    #[error("a term is not there")]
    Term,
}

pub struct View {
    of: Snapshot,
    made: RefCell<Made>,
}

#[derive(Default)]
struct Made {
    keys: Vec<String>,
    numbers: HashMap<String, Number>,
    bytes: usize,
}

impl View {
    pub fn new(of: Snapshot) -> Self {
        Self {
            of,
            made: RefCell::default(),
        }
    }

    fn known(&self, key: &str) -> Option<Number> {
        self.of
            .terms
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .find(key)
    }
}

impl QueryableDataset<'static> for View {
    type InternalTerm = Number;
    type Error = Missing;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Number>,
        predicate: Option<&Number>,
        object: Option<&Number>,
        graph_name: Option<Option<&Number>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Number>, Missing>> + use<> {
        let is_default = graph_name == Some(None);
        let graph = graph_name.flatten().copied();
        let asked = [subject.copied(), predicate.copied(), object.copied(), graph];
        Index::find(&self.of.indexes, asked, is_default).map(
            move |[subject, predicate, object, graph]| {
                Ok(InternalQuad {
                    subject,
                    predicate,
                    object,
                    graph_name: (!is_default).then_some(graph),
                })
            },
        )
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Number, Missing>> + use<> {
        let [.., by_graph] = &self.of.indexes;
        by_graph.graphs().into_iter().map(Ok)
    }

    fn contains_internal_graph_name(&self, graph: &Number) -> Result<bool, Missing> {
        let mut found = Index::find(&self.of.indexes, [None, None, None, Some(*graph)], false);
        Ok(found.next().is_some())
    }

    fn internalize_term(&self, term: Term) -> Result<Number, Missing> {
        let key = terms::key(&term);
        if let Some(number) = self.known(&key) {
            return Ok(number);
        }
        let mut made = self.made.borrow_mut();
        if let Some(number) = made.numbers.get(&key) {
            return Ok(*number);
        }
        made.bytes += key.len() * 2 + 80;
        if key.len() > LONGEST || made.bytes > MOST {
            return Err(Missing::TooLong);
        }
        let number = Number::try_from(made.keys.len()).map_or(Number::MAX, |place| MADE | place);
        made.keys.push(key.clone());
        made.numbers.insert(key, number);
        Ok(number)
    }

    fn externalize_term(&self, number: Number) -> Result<Term, Missing> {
        if number >= MADE {
            let made = self.made.borrow();
            let place = usize::try_from(number - MADE).unwrap_or(usize::MAX);
            return made
                .keys
                .get(place)
                .and_then(|key| terms::term(key))
                .ok_or(Missing::Term);
        }
        let known = self.of.terms.read().unwrap_or_else(PoisonError::into_inner);
        known
            .text(number)
            .and_then(terms::term)
            .ok_or(Missing::Term)
    }
}
