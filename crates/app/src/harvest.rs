//! Taking in the catalogues of others. Whoever reads them ([`Harvester`]) knows nothing of the portal: here it is
//! decided who declares and lets in a source, when it is read, and what becomes of each thing that it holds.

mod apply;
mod archive;
pub mod fit;
mod kept;
mod merge;
mod merge_files;
mod names;
mod plan;
mod preview;
mod pulse;
mod reach;
mod report;
mod run;
mod service;
mod source;
pub(crate) mod words;
mod worker;

use std::pin::Pin;

use tokio::sync::mpsc;
use vitrail_domain::Kind;
use vitrail_domain::harvest::source::{Mark, Seen};
use vitrail_domain::harvest::{BackendFacts, HarvestConfig, Harvested};

use crate::App;

pub use archive::{purge_deleted, purge_jobs};
pub use preview::{Preview, preview, preview_of};
pub use report::{Items, items, job, jobs, with_subjects};
pub use run::{Progress, run_now};
pub use source::{
    Sources, create, declared, delete, find, list, may, may_preview, next_run, read, run, schedule,
    unschedule, update, validate, waiting, with_jobs,
};
pub use vitrail_store::harvest::item::Filter as ItemFilter;
pub use vitrail_store::harvest::source::Filter;
pub use worker::{run_due, work};

/// Items of a preview.
pub const PREVIEWED: usize = 20;

/// Something that takes a while.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Whoever reads the catalogues of others: asks, and says what was found.
pub trait Harvester: Send + Sync {
    /// The kinds of catalogues that it reads.
    fn backends(&self) -> Vec<BackendFacts>;

    /// Reads a source to its end, whatever the source does, and gives what it holds little by little. It stops when
    /// nobody listens any more.
    fn read(&self, order: Order, found: mpsc::Sender<Found>) -> Pending<'_, Ended>;
}

/// A kind of catalogue as people call it.
pub fn label(app: &App, backend: &str) -> String {
    let known = app.harvester().into_iter().flat_map(Harvester::backends);
    let mut named = known.filter(|one| one.id == backend);
    named
        .next()
        .map_or_else(|| backend.to_owned(), |one| one.label)
}

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub url: String,
    pub backend: String,
    pub config: HarvestConfig,
    /// How many things are wanted; all of them when it says nothing.
    pub most: Option<usize>,
    /// The marks of the last reading: when none changed, nothing did.
    pub former: Option<Seen>,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub enum Found {
    Some(Box<Harvested>),
    /// An item of which only this is known, and why no more.
    Broken {
        kind: Kind,
        remote_id: String,
        why: String,
    },
}

/// How a reading ended.
#[derive(Clone, Debug, Default)]
pub struct Ended {
    /// Why it was not read to its end, or not all of it.
    pub errors: Vec<String>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// Nothing changed since the last reading, which gave the same marks.
    pub is_unchanged: bool,
    /// What the next reading may be compared with.
    pub marks: Option<Vec<Mark>>,
}
