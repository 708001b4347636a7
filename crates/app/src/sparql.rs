//! The public catalogue as a graph that answers SPARQL. Built in the background from the database when the program starts,
//! then kept in step from the change log, as the search index is; but in memory, so that each start builds it again. One
//! graph for each object: what changes is described again, and takes the place of what was said.

mod follow;

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, oneshot};
use vitrail_dcat::sparql::{Answer, Caps, Question, Refusal, Snapshot, Stop, Wanted};
use vitrail_dcat::{Profile, Syntax};

pub use self::follow::{Follower, follow};
use crate::rdf::{portal, unwritten};
use crate::settings::Sparql;
use crate::{App, Result};

/// Queries that run at once; others wait for a place, a moment.
const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(5);
/// The most that an answer holds.
const CAPS: Caps = Caps {
    rows: 100_000,
    bytes: 50_000_000,
};
/// How often a query is looked at while it runs.
const WATCH: Duration = Duration::from_millis(10);
/// Brackets nest, and parsers go down with them. Only what is used is taken.
const STACK: usize = 256 << 20;

/// What there is to ask.
pub struct Endpoint {
    state: RwLock<State>,
    places: Semaphore,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            state: RwLock::default(),
            places: Semaphore::new(AT_ONCE),
        }
    }
}

#[derive(Default)]
enum State {
    /// Nothing yet, or not any more.
    #[default]
    Building,
    Ready(Snapshot),
    /// The catalogue needs more memory than it may take.
    TooLarge,
}

/// Why a query was not answered.
#[derive(Debug)]
pub enum Unanswered {
    /// There is no endpoint here.
    Off,
    /// Not ready yet.
    Building,
    TooLarge,
    /// Others run: try again in a moment.
    Busy,
    /// It ran out of time; of how many seconds.
    Late(u64),
    /// It took too much memory.
    Heavy,
    Refused(Refusal),
}

/// A query as it came.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub query: String,
    pub default_graphs: Vec<String>,
    pub named_graphs: Vec<String>,
}

/// Whether the catalogue answers SPARQL here.
pub fn is_on(app: &App) -> bool {
    app.settings().sparql.is_some()
}

fn snapshot(app: &App) -> std::result::Result<(Snapshot, Sparql), Unanswered> {
    let settings = app.settings().sparql.ok_or(Unanswered::Off)?;
    let state = app
        .sparql()
        .state
        .read()
        .unwrap_or_else(PoisonError::into_inner);
    match &*state {
        State::Ready(found) => Ok((found.clone(), settings)),
        State::Building => Err(Unanswered::Building),
        State::TooLarge => Err(Unanswered::TooLarge),
    }
}

/// What the endpoint says of itself, as an address of the portal.
pub async fn description(app: &App, base: &str, syntax: Syntax) -> Result<Vec<u8>> {
    let portal = portal(app, base, Profile::default()).await?;
    let triples = snapshot(app).ok().map(|(of, _)| of.triples());
    vitrail_dcat::sparql::description(&portal, triples, syntax).map_err(unwritten)
}

/// Answers a query, away from the threads that serve: it may be long.
pub async fn ask(
    app: &App,
    asked: Asked,
    wanted: impl Fn(bool) -> Wanted + Send + 'static,
) -> std::result::Result<Answer, Unanswered> {
    // What is not ready is said before anybody waits.
    snapshot(app)?;
    let place = tokio::time::timeout(PATIENCE, app.sparql().places.acquire()).await;
    let Ok(Ok(place)) = place else {
        return Err(Unanswered::Busy);
    };
    let (of, settings) = snapshot(app)?;
    let stop = Stop::default();
    let (send, mut receive) = oneshot::channel();
    let stopped = stop.clone();
    let run = move || {
        let answer = Question::read(&asked.query, &asked.default_graphs, &asked.named_graphs)
            .and_then(|question| {
                vitrail_dcat::sparql::ask(
                    &of,
                    &question,
                    wanted(question.is_graph()),
                    CAPS,
                    &stopped,
                )
            });
        let _ = send.send(answer);
    };
    let thread = std::thread::Builder::new()
        .name("sparql".to_owned())
        .stack_size(STACK);
    if let Err(error) = thread.spawn(run) {
        tracing::error!(%error, "a query could not be run");
        return Err(Unanswered::Busy);
    }
    // Whoever does not wait any more wants no answer.
    let _guard = StopWhenDropped(stop.clone());
    let (began, before) = (Instant::now(), resident());
    let answer = loop {
        let why = match tokio::time::timeout(WATCH, &mut receive).await {
            Ok(answer) => break answer,
            Err(_) if began.elapsed() > settings.time => Unanswered::Late(settings.time.as_secs()),
            Err(_) if resident().saturating_sub(before) > settings.query_memory => {
                Unanswered::Heavy
            }
            Err(_) => continue,
        };
        stop.stop();
        // What does not stop at once keeps its place: it is the only way to bound what runs.
        if tokio::time::timeout(settings.time, &mut receive)
            .await
            .is_err()
        {
            tracing::error!("a query does not stop");
            place.forget();
        }
        return Err(why);
    };
    match answer {
        Ok(answer) => answer.map_err(Unanswered::Refused),
        Err(_) => Err(Unanswered::Refused(Refusal::Failed(
            "its evaluation broke".to_owned(),
        ))),
    }
}

struct StopWhenDropped(Stop);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The memory of this program, where the system says it.
fn resident() -> u64 {
    let said = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = said
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0).saturating_mul(4_096)
}

fn put(app: &App, state: State) {
    *app.sparql()
        .state
        .write()
        .unwrap_or_else(PoisonError::into_inner) = state;
}
