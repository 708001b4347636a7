//! `vitrail import`: the sources, a progress bar, and the report of what was decided.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use vitrail_app::import::{self, Outcome, Report, Step, is_address};
use vitrail_net::{Fetch, FetchOptions, IpNet};
use vitrail_store::Durability;

use crate::output::{complain, say};
use crate::portal::Portal;
use crate::settings::Common;

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Import the catalogue of a udata portal
    Udata(Udata),
    /// Replace the territories
    Zones(Zones),
}

#[derive(Args)]
pub struct Udata {
    #[command(flatten)]
    common: Common,
    /// Files of JSON lines, bundles or pages of the API; or the address of a live portal
    #[arg(required = true)]
    sources: Vec<String>,
    /// Write the report as JSON to this file too
    #[arg(long)]
    report: Option<PathBuf>,
}

#[derive(Args)]
pub struct Zones {
    #[command(flatten)]
    common: Common,
    /// A JSON list of zones, GeoJSON features, or lines of id, name, English name and parents between tabs
    file: PathBuf,
}

pub async fn run(command: ImportCommand) -> anyhow::Result<ExitCode> {
    match command {
        ImportCommand::Udata(udata) => import_udata(udata).await,
        ImportCommand::Zones(zones) => import_zones(zones).await,
    }
}

async fn import_udata(args: Udata) -> anyhow::Result<ExitCode> {
    let decided = args.common.settings()?;
    let fetch = fetch(&args.sources).await?;
    let app = Portal::open_with(&decided, Durability::Bulk).await?.app()?;
    let bar = ProgressBar::new_spinner();
    let mut watch = |step: Step<'_>| show(&bar, step);
    let report = import::run(&app, fetch.as_ref(), &args.sources, &mut watch).await;
    bar.finish_and_clear();
    app.db().close().await;
    let report = report?;
    if let Some(path) = &args.report {
        let text = serde_json::to_string_pretty(&report)?;
        std::fs::write(path, text)
            .with_context(|| format!("the report cannot be written to {}", path.display()))?;
    }
    print(&report);
    Ok(if report.failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn import_zones(args: Zones) -> anyhow::Result<ExitCode> {
    const SHOWN: usize = 20;
    let app = Portal::open(&args.common.settings()?).await?.app()?;
    let replaced = import::zones::replace(&app, &args.file).await?;
    for refused in replaced.refused.iter().take(SHOWN) {
        complain(&format!("{}: {refused}", args.file.display()));
    }
    if let Some(more) = replaced
        .refused
        .len()
        .checked_sub(SHOWN)
        .filter(|more| *more > 0)
    {
        complain(&format!("and {more} more"));
    }
    say(&format!(
        "{} zones, {} refused",
        replaced.zones,
        replaced.refused.len()
    ));
    Ok(ExitCode::SUCCESS)
}

/// The way out, when a source is an address. What the operator names may be on a private network.
pub async fn fetch(sources: &[String]) -> anyhow::Result<Option<Fetch>> {
    let addresses: Vec<&String> = sources.iter().filter(|source| is_address(source)).collect();
    if addresses.is_empty() {
        return Ok(None);
    }
    let mut options = FetchOptions::default();
    for source in addresses {
        let (port, networks) = networks(source).await?;
        options.ports.push(port);
        options.allow.extend(networks);
    }
    Ok(Some(Fetch::new(options)?))
}

/// The port of an address, and the networks of its host: one of them alone each.
pub async fn networks(source: &str) -> anyhow::Result<(u16, Vec<IpNet>)> {
    let uri: axum::http::Uri = source
        .parse()
        .with_context(|| format!("{source} is no address"))?;
    let host = uri
        .host()
        .with_context(|| format!("{source} names no host"))?;
    let port = uri.port_u16().unwrap_or(443);
    let host = host.trim_matches(['[', ']']);
    // A host that is not found is told by the import itself.
    let Ok(found) = tokio::net::lookup_host((host, port)).await else {
        return Ok((port, Vec::new()));
    };
    // Nothing that a portal reads answers there, and clouds keep their keys there.
    let found = found.map(|found: SocketAddr| found.ip());
    let found = found.filter(|ip| match ip {
        IpAddr::V4(ip) => !ip.is_link_local(),
        IpAddr::V6(ip) => !ip.is_unicast_link_local(),
    });
    Ok((port, found.map(IpNet::from).collect()))
}

fn show(bar: &ProgressBar, step: Step<'_>) {
    let (what, done, total) = match step {
        Step::Reading { source, done } => (format!("read from {source}"), done, 0),
        Step::Fetching { what, done, total } => (format!("{what} received"), done, total),
        Step::Writing { what, done, total } => (format!("{what}s written"), done, total),
        Step::Counting => ("counting".to_owned(), 0, 0),
    };
    let template = if total > 0 {
        "{bar:30} {human_pos}/{human_len} {msg} ({elapsed})"
    } else {
        "{spinner} {human_pos} {msg} ({elapsed})"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_length(total);
    bar.set_position(done);
    bar.set_message(what);
}

/// The report in words.
fn print(report: &Report) {
    for (source, read) in &report.sources {
        say(&format!("{read} objects read from {source}"));
    }
    for (kind, tally) in &report.written {
        if tally.created + tally.updated + tally.unchanged > 0 {
            say(&format!(
                "{:<18} {:>7} created {:>7} updated {:>7} unchanged",
                kind.as_str().replace('_', " "),
                tally.created,
                tally.updated,
                tally.unchanged
            ));
        }
    }
    for (outcome, reasons) in &report.findings {
        say(match outcome {
            Outcome::Refused => "Refused:",
            Outcome::Mended => "Mended:",
            Outcome::Merged => "Merged:",
            Outcome::Kept => "Kept as it is, with a warning:",
        });
        for (reason, finding) in reasons {
            say(&format!("{:>7} {reason}", finding.count));
            for example in &finding.examples {
                say(&format!("          {example}"));
            }
        }
    }
    if !report.changed() {
        say("Nothing changed.");
    }
    for why in &report.unreadable {
        complain(why);
    }
    if report.read() == 0 {
        complain("no object could be read from these sources");
    }
}
