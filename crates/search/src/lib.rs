//! The search room exists so that people find what the portal holds: it keeps the catalogue as an
//! embedded full-text index that can be thrown away and built again from SQL at any time. It knows
//! plain documents and plain queries only; it refuses to know entities, permissions, SQL or HTTP,
//! and it never hands a reader's text to a query language.

mod analysis;
mod browse;
mod collect;
mod columns;
mod dates;
mod described;
mod document;
mod error;
mod explain;
mod facets;
mod filter;
mod index;
mod names;
mod plan;
mod query;
mod schema;
mod score;
mod search;
mod similar;
mod stem;
mod suggest;
mod synonyms;
mod terms;
mod typos;
mod writer;

#[cfg(test)]
mod tests;

pub use document::{Document, Kind, Organization, Resource, format_family};
pub use error::{Error, Staleness};
pub use explain::{Field, Lang, Reason, render};
pub use facets::{Bucket, Facet, facets_of};
pub use index::{Index, Opened};
pub use query::{Filters, Hit, LastUpdate, MAX_WINDOW, Query, Results, Sort, SortField, sorts_of};
pub use similar::Model;
pub use synonyms::{DEFAULT_SYNONYMS, Synonyms};
pub use writer::Writer;
