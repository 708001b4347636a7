//! Bringing in the catalogue of a udata portal: from files of JSON lines, bundles, or its live API. Everything is
//! read before anything is written, so that the order of the sources does not matter; what is already here and
//! as recent is left alone, so that a second import changes nothing.

mod dataset;
mod files;
mod gather;
mod imported;
mod live;
mod names;
mod plan;
mod read;
mod recognise;
mod report;
mod slugs;
mod subjects;
pub mod understood;
mod write;
pub mod zones;

use std::path::Path;

use vitrail_net::Fetch;

pub use report::{Finding, Outcome, Report, Tally};

use crate::{App, Result};
use gather::Gathered;

/// What an import is doing, for those who watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Objects read from a file so far.
    Reading {
        source: &'a str,
        done: u64,
    },
    /// Objects of a kind received from a live portal, of all that it announces.
    Fetching {
        what: &'a str,
        done: u64,
        total: u64,
    },
    /// Objects of a kind written, of all that differ.
    Writing {
        what: &'a str,
        done: u64,
        total: u64,
    },
    Counting,
}

/// Who watches.
pub type Watch<'w> = &'w mut (dyn for<'s> FnMut(Step<'s>) + Send);

/// Whether a source is the address of a live portal, or of a file on the web.
pub fn is_address(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// Imports all the sources. Fails only when the portal itself cannot be written; troubles with sources and
/// objects are in the report.
pub async fn run(
    app: &App,
    fetch: Option<&Fetch>,
    sources: &[String],
    watch: Watch<'_>,
) -> Result<Report> {
    crate::spatial::load_shipped(app).await?;
    let mut report = Report::default();
    let mut gathered = Gathered::default();
    let (addresses, paths): (Vec<&String>, Vec<&String>) =
        sources.iter().partition(|source| is_address(source));
    for source in paths {
        let read = files::read(Path::new(source), source, &mut gathered, &mut report, watch).await;
        if let Err(why) = read {
            report.unreadable.push(why);
        }
    }
    write::all(app, gathered, &mut report, watch).await?;
    for source in addresses {
        match fetch {
            Some(fetch) => live::read(app, fetch, source, &mut report, watch).await?,
            None => report
                .unreadable
                .push(format!("{source}: no connection to the outside was set up")),
        }
    }
    watch(Step::Counting);
    report.recounted = crate::metrics::recount(app).await?;
    app.db().survey().await?;
    Ok(report)
}
