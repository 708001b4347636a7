//! The catalogue as a graph that answers SPARQL, in memory. The parser, the evaluator and the writers of results are
//! oxigraph's; the store is ours, because oxigraph's keeps every triple that it ever held and takes five times the
//! memory (`docs/decisions/0008`). One named graph for each object, so that what changes replaces one of them; the
//! default graph is all of them together, each triple once.

mod ask;
mod description;
mod index;
mod store;
mod terms;
mod view;
mod weigh;

pub use ask::{Answer, Caps, Cell, Question, Refusal, Stop, Table, Wanted, ask, prefixes};
pub use description::{description, form};
pub use store::{Described, Loading, Snapshot, Store};
