//! `vitrail harvest`: what a catalogue would bring, without a portal; and reading a source of a portal now.

mod run;
mod shown;

use std::collections::{HashSet, VecDeque};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use axum::http::Method;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use clap::{Args, Subcommand};
use vitrail_app::domain::Timestamp;
use vitrail_app::domain::harvest::{HarvestConfig, Lost};
use vitrail_app::import::is_address;
use vitrail_harvest::{Answer, Ask, Backend, Circles, Step, Url, Walk};
use vitrail_net::{Fetch, FetchOptions};

use self::shown::Shown;
use crate::import::{fetch, networks};
use crate::output::complain;

/// The largest answer, and the most requests.
const MOST_BYTES: u64 = 200 << 20;
const MOST_ASKS: usize = 10_000;
const MOST_REDIRECTS: usize = 5;

#[derive(Subcommand)]
pub enum HarvestCommand {
    /// Read a catalogue and print what would be harvested
    Parse(Parse),
    /// Harvest a source now, in this process; prints its report
    Run(run::Run),
}

#[derive(Args)]
pub struct Parse {
    /// A file, or the address of a catalogue, which is read page after page
    source: String,
    /// dcat, csw-dcat, csw-iso-19139, ckan, dkan, ods or udata [default: guessed from the content]
    #[arg(long)]
    backend: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub async fn run(command: HarvestCommand) -> anyhow::Result<ExitCode> {
    let args = match command {
        HarvestCommand::Parse(args) => args,
        HarvestCommand::Run(args) => return run::run_source(args).await,
    };
    let backend = match &args.backend {
        Some(id) => Some(Backend::parse(id).with_context(|| {
            let known = Backend::ALL.map(Backend::id).join(", ");
            format!("--backend: `{id}` is none of {known}")
        })?),
        None => None,
    };
    let is_whole = if is_address(&args.source) {
        let networks = networks(&args.source).await?.1;
        let mut shown = Shown::new(args.json, now(), networks);
        let is_whole = of_address(&args.source, backend, &mut shown).await?;
        shown.end()?;
        is_whole
    } else {
        let mut shown = Shown::new(args.json, now(), Vec::new());
        of_file(Path::new(&args.source), backend, &mut shown).await?;
        shown.end()?;
        true
    };
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn now() -> Timestamp {
    vitrail_app::Clock::System.now()
}

const UNKNOWN: &str = "this is no catalogue that is known here; say which with --backend";

/// What a file says. Further pages are told, not asked for; what it cannot be read without is.
async fn of_file(path: &Path, backend: Option<Backend>, shown: &mut Shown) -> anyhow::Result<()> {
    let body = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let backend = backend.or_else(|| Backend::guess(&body, None));
    let backend = backend.context(UNKNOWN)?;
    let whole = std::path::absolute(path)?;
    let url = Url::from_file_path(&whole)
        .ok()
        .context("the path has no name")?;
    let mut walk = walk(backend, &url)?;
    let answer = Answer {
        url: url.clone(),
        content_type: None,
        body: body.into(),
    };
    let named = || format!("{} as {}", path.display(), backend.id());
    let mut step = walk
        .read(&Ask::get(url, "*/*"), &answer)
        .with_context(named)?;
    drop(answer);
    let fetch = Fetch::new(FetchOptions::default())?;
    step.parts().try_for_each(|part| shown.part(part))?;
    while let Some(part) = step.next.iter().find(|ask| ask.is_part) {
        let answer = asked(&fetch, part).await;
        let answer = answer.map_err(|error| anyhow!(walk.explained(part, format!("{error:#}"))))?;
        step = walk.read(part, &answer).with_context(named)?;
        step.parts().try_for_each(|part| shown.part(part))?;
    }
    for next in &step.next {
        complain(&format!("not followed from a file: {}", next.url));
    }
    Ok(())
}

fn walk(backend: Backend, url: &Url) -> anyhow::Result<Box<dyn Walk>> {
    Ok(backend.walk(url, &HarvestConfig::default())?)
}

/// What the catalogue at an address says, page after page; whether it was read to its end.
async fn of_address(
    address: &str,
    backend: Option<Backend>,
    shown: &mut Shown,
) -> anyhow::Result<bool> {
    let url: Url = address
        .parse()
        .with_context(|| format!("{address} is no address"))?;
    let fetch = fetch(&[address.to_owned()])
        .await?
        .context("nothing to fetch")?;
    let mut reading = Reading {
        shown,
        circles: Circles::default(),
        waiting: VecDeque::new(),
        is_whole: true,
    };
    let mut made: HashSet<(String, Option<String>)> = HashSet::new();
    let mut walk = if let Some(backend) = backend {
        let mut walk = walk(backend, &url)?;
        reading.waiting.extend(walk.first()?);
        walk
    } else {
        let ask = Ask::get(url.clone(), "*/*");
        let answer = asked(&fetch, &ask).await?;
        made.insert((url.to_string(), None));
        let backend = Backend::guess(&answer.body, answer.content_type.as_deref());
        let mut walk = walk(backend.context(UNKNOWN)?, &url)?;
        let step = walk.read(&ask, &answer)?;
        drop(answer);
        reading.page(step, &ask)?;
        walk
    };
    while let Some(ask) = reading.waiting.pop_front() {
        let body = ask.body.as_ref().map(|(_, body)| body.clone());
        if !made.insert((ask.url.to_string(), body)) {
            complain(&format!("asked before, not again: {}", ask.url));
            continue;
        }
        if made.len() > MOST_ASKS {
            bail!("the catalogue has more than {MOST_ASKS} pages");
        }
        let read = match asked(&fetch, &ask).await {
            Ok(answer) => walk.read(&ask, &answer).map_err(anyhow::Error::from),
            Err(error) => {
                let instead = walk.instead(&ask);
                if !instead.is_empty() {
                    reading.waiting.extend(instead);
                    continue;
                }
                Err(anyhow!(walk.explained(&ask, format!("{error:#}"))))
            }
        };
        match read {
            Ok(step) => reading.page(step, &ask)?,
            // Nothing was read: there is nothing to show.
            Err(error) if reading.shown.is_empty() && !ask.of_item => {
                return Err(error.context(ask.url.to_string()));
            }
            Err(error) => reading.broken(&ask, format!("{error:#}")),
        }
    }
    Ok(reading.is_whole)
}

/// A catalogue that is read page after page.
struct Reading<'s> {
    shown: &'s mut Shown,
    circles: Circles,
    waiting: VecDeque<Ask>,
    is_whole: bool,
}

impl Reading<'_> {
    /// Shows a page, but for what only repeats. A source that goes round in circles is left, as portals leave it.
    fn page(&mut self, mut step: Step, ask: &Ask) -> anyhow::Result<()> {
        for part in step.parts() {
            if !self.circles.watch(&part) || ask.of_item {
                self.shown.part(part)?;
            }
        }
        if let Some(why) = step.cut {
            self.broken(ask, why);
        }
        match self.circles.turn(ask.of_item, !step.next.is_empty()) {
            Ok(repeats) => {
                if repeats {
                    complain(&format!("{} only repeats what was read before", ask.url));
                }
                self.waiting.extend(step.next);
            }
            Err(why) => {
                self.waiting.clear();
                self.broken(ask, why);
            }
        }
        Ok(())
    }

    /// Something was not read.
    fn broken(&mut self, ask: &Ask, why: String) {
        complain(&format!("{}: {why}", ask.url));
        let what = if ask.of_item { "item" } else { "page" };
        let lost = Lost::new(ask.url.as_str(), what, &ask.about, why);
        self.shown.lose(lost);
        self.is_whole = false;
    }
}

/// One answer, redirections followed; each hop is judged like the first address.
async fn asked(fetch: &Fetch, ask: &Ask) -> anyhow::Result<Answer> {
    let mut url = ask.url.clone();
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ask.accept));
    for (name, value) in &ask.headers {
        headers.insert(HeaderName::from_bytes(name.as_bytes())?, value.parse()?);
    }
    let (method, body) = match &ask.body {
        Some((of, body)) => {
            headers.insert(CONTENT_TYPE, of.parse()?);
            (Method::POST, body.clone().into_bytes())
        }
        None => (Method::GET, Vec::new()),
    };
    for _ in 0..=MOST_REDIRECTS {
        let sent = (method.clone(), &url);
        let (status, said, answer) = fetch
            .exchange(sent, headers.clone(), body.clone(), MOST_BYTES)
            .await?;
        let text = |name| said.get(name).and_then(|value| value.to_str().ok());
        if let (300..=399, Some(to)) = (status, text(LOCATION)) {
            let next = url.join(to)?;
            if next.origin() != url.origin() {
                // What opens one house is not shown to another.
                headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(ask.accept))]);
            }
            url = next;
            continue;
        }
        if !(200..300).contains(&status) {
            bail!("{url} answered with status {status}");
        }
        let content_type = text(CONTENT_TYPE).map(str::to_owned);
        return Ok(Answer {
            url,
            content_type,
            body: answer,
        });
    }
    bail!("{} redirects more than {MOST_REDIRECTS} times", ask.url)
}
