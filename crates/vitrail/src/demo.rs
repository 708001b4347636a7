//! `vitrail demo`: a portal with a demonstration catalogue, for a first look.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use vitrail_app::demo::{Account, Options, Written, write};
use vitrail_app::{App, spatial};
use vitrail_store::Durability;

use crate::output::{self, say};
use crate::portal::Portal;
use crate::serve;
use crate::settings::Serve;

/// Where a demonstration lives unless told otherwise.
const FOLDER: &str = "./demo-data";

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    serve: Serve,
    /// How many datasets to write
    #[arg(long, default_value_t = 300)]
    datasets: usize,
    /// The same seed gives the same catalogue on the same day
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write the catalogue and stop, without serving it
    #[arg(long)]
    write_only: bool,
}

/// Writes the demonstration into an empty portal, then serves it.
pub async fn run(demo: Demo) -> anyhow::Result<()> {
    let Demo {
        mut serve,
        datasets,
        seed,
        write_only,
    } = demo;
    // Never the folder of a real portal by accident: its setting is not read from `vitrail.toml`.
    serve
        .common
        .data
        .get_or_insert_with(|| PathBuf::from(FOLDER));
    let mut decided = serve.settings()?;
    decided.app.demo = true;
    // Nobody is written to: letters are files beside the catalogue.
    let mails = decided.app.data.join("mails");
    let folder = || mails.to_string_lossy().into_owned();
    decided.app.mail.get_or_insert_with(folder);
    serve::log(decided.json_log);

    // What is written in bulk is written again from the start if the power fails.
    let app = Portal::open_with(&decided, Durability::Bulk).await?.app()?;
    let written = fill(&app, Options { datasets, seed }).await?;
    app.db().close().await;
    say(&told(&written));
    if write_only {
        return Ok(());
    }
    let app = Portal::open(&decided).await?.app_with_index()?;
    let accounts: Vec<String> = written.accounts.iter().map(account).collect();
    serve::serve_app(app, &decided, &accounts).await
}

async fn fill(app: &App, options: Options) -> anyhow::Result<Written> {
    spatial::load_shipped(app).await?;
    let bar = output::counter("datasets written");
    let written = write(app, options, |done, _| bar.set_position(done)).await;
    bar.finish_and_clear();
    written.context("the demonstration was not written; delete its folder before trying again")
}

fn told(written: &Written) -> String {
    if written.new {
        format!(
            "Demonstration written: {} datasets, {} resources ({} files kept here), {} organizations",
            written.datasets, written.resources, written.files, written.organizations
        )
    } else {
        "This portal already holds something: nothing was written (another --data starts afresh)"
            .to_owned()
    }
}

fn account(account: &Account) -> String {
    format!(
        "  {:<7} {}  password {}",
        account.role, account.email, account.password
    )
}
