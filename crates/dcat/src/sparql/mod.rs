//! The catalogue as a graph that answers SPARQL, in memory. The parser, the evaluator and the writers of results are
//! oxigraph's; the store is ours, because oxigraph's keeps every triple that it ever held and takes five times the
//! memory (`docs/decisions/0008`). One named graph for each object, so that what changes replaces one of them; the
//! default graph is all of them together, each triple once.

mod answer;
mod ask;
mod bound;
mod description;
mod index;
mod refusal;
mod store;
mod terms;
#[cfg(test)]
mod tests;
mod texts;
mod view;
mod weigh;

pub use answer::{Answer, Caps, Cell, Table, Wanted};
pub use ask::{Question, Stop, ask, prefixes};
pub use description::{description, form};
pub use refusal::Refusal;
pub use store::{Described, Loading, Snapshot, Store};
