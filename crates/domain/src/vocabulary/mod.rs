//! The closed lists a portal speaks with: codes are udata's, so that its clients and files are understood; labels are
//! ours, in French and English. Lists that an operator may replace (licences, territories) are only shipped from here.

pub mod access;
pub mod badge;
mod edits;
pub mod format;
pub mod frequency;
pub mod granularity;
pub mod label;
pub mod license;
pub mod report;
pub mod resource_type;
pub mod reuse;
pub mod role;
pub mod sniff;
pub mod zones;

pub use label::{Label, Term, Vocabulary};

#[cfg(test)]
mod tests;
