//! The catalogue as linked data: from what a portal knows to DCAT-AP in any RDF syntax, and the points that Europe
//! gives for it. Pure: no network, no clock, no database; the lists that the mappings need are in `vocab/eu`.

mod agent;
mod behind;
mod catalogue;
mod check;
mod context;
mod dataservice;
mod dataset;
mod distribution;
mod document;
mod error;
mod graph;
mod iri;
mod jsonld;
mod links;
mod lists;
pub mod mqa;
mod own;
mod place;
pub mod read;
mod source;
pub mod sparql;
mod stream;
mod syntax;
mod terms;
mod theme;
mod write;

pub use agent::Publisher;
pub use catalogue::{CatalogueFacts, View};
pub use check::{Rule, Violation};
pub use context::context;
pub use dataservice::ServiceFacts;
pub use dataset::{DatasetFacts, Stub, is_high_value, other_identifier};
pub use distribution::of_source;
pub use document::Document;
pub use error::{Error, Result};
pub use links::{Portal, Profile};
pub use lists::file_type;
pub use oxrdf::NamedNode;
pub use place::bounding_box;
pub use source::EDITED_LICENCE;
pub use stream::{Event, Fragment};
pub use syntax::{EXTENSIONS, Syntax};
