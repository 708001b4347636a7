//! Catalogues of others: sources, the jobs that read them, the items that jobs met, and what is known of each.

pub mod item;
pub mod known;
pub mod run;
pub mod series;
pub mod source;
