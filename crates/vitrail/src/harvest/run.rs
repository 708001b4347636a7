//! `vitrail harvest run`: reading a source now, with its report.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use vitrail_app::harvest::{self, Progress};

use crate::output::{self, say};
use crate::portal::Portal;
use crate::settings::Common;

#[derive(Args)]
pub struct Run {
    #[command(flatten)]
    common: Common,
    /// The id or the slug of the source
    source: String,
}

pub async fn run_source(run: Run) -> anyhow::Result<ExitCode> {
    let app = Portal::open(&run.common.settings()?).await?.app()?;
    let (bar, progress) = (output::counter("things read"), Progress::default());
    let watched = (bar.clone(), progress.clone());
    let watching = tokio::spawn(async move {
        loop {
            let items = u64::try_from(watched.1.items()).unwrap_or(0);
            watched.0.set_position(items);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let done = harvest::run_now(&app, &run.source, &progress).await;
    watching.abort();
    bar.finish_and_clear();
    let job = done?;
    let counts = &job.counts;
    say(&format!("{}: {} things", job.status.as_str(), counts.total));
    for (name, count) in counts.by_status.iter().chain(&counts.by_outcome) {
        say(&format!("  {name}: {count}"));
    }
    if counts.lost > 0 {
        say(&format!(
            "  facts that could not be taken in: {}",
            counts.lost
        ));
    }
    for note in &job.notes {
        say(&format!("  {note}"));
    }
    for error in &job.errors {
        say(&format!("  error: {}", error.message));
    }
    app.db().close().await;
    let failed = job.status == vitrail_app::domain::harvest::job::JobStatus::Failed;
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
