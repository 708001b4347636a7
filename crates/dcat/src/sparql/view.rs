//! What the evaluator sees of a store: numbers for the terms that are in it, and more of them for those that a query makes.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::PoisonError;

use oxrdf::Term;
use spareval::{CancellationToken, InternalQuad, QueryableDataset};

use super::index::Index;
use super::refusal::Refusal;
use super::store::Snapshot;
use super::terms::{self, Number};

/// Numbers from here on are of terms that a query made.
const MADE: Number = 1 << 31;
/// The longest term that a query may make, in bytes: texts that double themselves stop there.
pub const LONGEST: usize = 200_000;
/// All the terms that a query may make, in bytes.
const MOST: usize = 64_000_000;

#[derive(Debug, thiserror::Error)]
pub enum Missing {
    #[error("the query makes texts that are too long")]
    TooLong,
    #[error("a term is not there")]
    Term,
}

/// A term while a query runs. Rows that are multiplied by one another are copied term by term without any triple being
/// read: that is where a query that goes nowhere is left, by unwinding to where it began.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Held(Number);

impl Clone for Held {
    fn clone(&self) -> Self {
        beat(1);
        Self(self.0)
    }
}

/// Triples, copies and terms between two looks at the token.
const BEATS: u32 = 4_096;
/// Bytes of a text that are worth one of them.
const SHORT: usize = 16;

thread_local! {
    static BEAT: Cell<u32> = const { Cell::new(0) };
    static TOKEN: RefCell<Option<CancellationToken>> = const { RefCell::new(None) };
}

/// What is thrown by a query that is left on its way, and why it is.
struct Left(Refusal);

/// Leaves the query under way.
pub fn leave(why: Refusal) -> ! {
    std::panic::resume_unwind(Box::new(Left(why)))
}

/// Leaves the query under way if it was told to stop, every now and then: `work` says how much is done.
fn beat(work: u32) {
    let before = BEAT.get();
    let beats = before.wrapping_add(work);
    BEAT.set(beats);
    if before / BEATS != beats / BEATS
        && TOKEN.with_borrow(|token| token.as_ref().is_some_and(CancellationToken::is_cancelled))
    {
        leave(Refusal::Stopped);
    }
}

/// As much as a text is worth.
pub fn beat_text(bytes: usize) {
    let work = u32::try_from(bytes / SHORT).unwrap_or(u32::MAX);
    beat(work.saturating_add(1));
}

/// Runs a query until it ends, or is left.
pub fn until_stopped<T>(
    token: &CancellationToken,
    work: impl FnOnce() -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    TOKEN.set(Some(token.clone()));
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    TOKEN.set(None);
    match done {
        Ok(done) => done,
        Err(thrown) => match thrown.downcast::<Left>() {
            Ok(left) => Err(left.0),
            Err(thrown) => std::panic::resume_unwind(thrown),
        },
    }
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
    type InternalTerm = Held;
    type Error = Missing;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Held>,
        predicate: Option<&Held>,
        object: Option<&Held>,
        graph_name: Option<Option<&Held>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Held>, Missing>> + use<> {
        let is_default = graph_name == Some(None);
        let number = |term: Option<&Held>| term.map(|held| held.0);
        let graph = number(graph_name.flatten());
        let asked = [number(subject), number(predicate), number(object), graph];
        Index::find(&self.of.indexes, asked, is_default).map(
            move |[subject, predicate, object, graph]| {
                // The evaluator makes an error of each triple that is left once it is stopped, and keeps them all.
                beat(1);
                Ok(InternalQuad {
                    subject: Held(subject),
                    predicate: Held(predicate),
                    object: Held(object),
                    graph_name: (!is_default).then_some(Held(graph)),
                })
            },
        )
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Held, Missing>> + use<> {
        let [.., by_graph] = &self.of.indexes;
        by_graph.graphs().into_iter().map(|graph| Ok(Held(graph)))
    }

    fn contains_internal_graph_name(&self, graph: &Held) -> Result<bool, Missing> {
        let mut found = Index::find(&self.of.indexes, [None, None, None, Some(graph.0)], false);
        Ok(found.next().is_some())
    }

    fn internalize_term(&self, term: Term) -> Result<Held, Missing> {
        let key = terms::key(&term);
        beat_text(key.len());
        if let Some(number) = self.known(&key) {
            return Ok(Held(number));
        }
        let mut made = self.made.borrow_mut();
        if let Some(number) = made.numbers.get(&key) {
            return Ok(Held(*number));
        }
        made.bytes += key.len() * 2 + 80;
        if key.len() > LONGEST || made.bytes > MOST {
            return Err(Missing::TooLong);
        }
        let number = Number::try_from(made.keys.len()).map_or(Number::MAX, |place| MADE | place);
        made.keys.push(key.clone());
        made.numbers.insert(key, number);
        Ok(Held(number))
    }

    fn externalize_term(&self, Held(number): Held) -> Result<Term, Missing> {
        // Rows that are sorted are read as terms, time and again.
        let read = |key: &str| {
            beat_text(key.len());
            terms::term(key).ok_or(Missing::Term)
        };
        if number >= MADE {
            let made = self.made.borrow();
            let place = usize::try_from(number - MADE).unwrap_or(usize::MAX);
            return read(made.keys.get(place).ok_or(Missing::Term)?);
        }
        let known = self.of.terms.read().unwrap_or_else(PoisonError::into_inner);
        read(known.text(number).ok_or(Missing::Term)?)
    }
}
