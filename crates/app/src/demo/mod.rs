//! The demonstration: a whole catalogue written by a seeded generator over the real territories, so that every
//! page has something to show on a machine that has nothing. It says that it is invented, its files open, and
//! the same seed on the same day gives the same catalogue.

mod chance;
mod change;
mod choice;
mod community;
mod count;
mod dataset;
mod discussion;
mod document;
mod follow;
mod names;
mod organization;
mod post;
mod resource;
mod reuse;
mod table;
mod territory;
mod theme;
mod themes;
mod topic;
mod user;
mod write;

#[cfg(test)]
mod tests;

pub use write::{Account, Options, Written, write};
