//! The catalogues of others, read: from a graph in any shape met in the wild to datasets and dataservices in our terms.
//! What the mapping has no place for, or cannot understand, is told; nothing is dropped in silence.

mod agent;
mod behind;
mod bounds;
mod contexts;
mod dataservice;
mod dataset;
mod date;
mod distribution;
mod frequency;
mod graph;
mod html;
mod markup;
mod notes;
mod own;
mod page;
mod parse;
mod period;
mod place;
mod remote;
mod rights;
mod source;
mod split;
mod tags;
mod terms;
mod worded;
mod words;

pub use crate::dataset::IS_SERIES;
pub use crate::source::KEY as WORDS;
pub use bounds::{FILES, MOST_FILES, json};
pub use date::instant;
pub use frequency::frequency;
pub use html::markdown;
pub use markup::with_references;
pub use page::{Options, Page, Parts};
pub use parse::{Source, Unreadable, decoded};
pub use period::period;
pub use place::geometry;
pub use remote::Contexts;
