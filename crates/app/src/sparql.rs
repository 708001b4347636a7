//! The public catalogue as a graph that answers SPARQL. Built in the background from the database when the program starts,
//! then kept in step from the change log, as the search index is; but in memory, so that each start builds it again. One
//! graph for each object: what changes is described again, and takes the place of what was said.

mod follow;

use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
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
    places: Arc<Semaphore>,
    running: Mutex<Vec<Weak<Running>>>,
}

/// A query under way, held by the thread that runs it: its place is free when that thread has ended, and no sooner,
/// whoever waits for it or does not any more.
struct Running {
    stop: Stop,
    _place: OwnedSemaphorePermit,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            state: RwLock::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            running: Mutex::default(),
        }
    }
}

impl Endpoint {
    /// Waits for a place.
    async fn place(&self, patience: Duration) -> std::result::Result<Arc<Running>, Unanswered> {
        let place = tokio::time::timeout(patience, Arc::clone(&self.places).acquire_owned()).await;
        let mut all = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|running| running.strong_count() > 0);
        let Ok(Ok(place)) = place else {
            let others: Vec<Arc<Running>> = all.iter().filter_map(Weak::upgrade).collect();
            let ends = others.iter().all(|running| running.stop.is_stopped());
            return Err(if ends {
                Unanswered::Ending
            } else {
                Unanswered::Busy
            });
        };
        let running = Arc::new(Running {
            stop: Stop::default(),
            _place: place,
        });
        all.push(Arc::downgrade(&running));
        Ok(running)
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
    /// Others were stopped, and have not ended yet.
    Ending,
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
    let running = app.sparql().place(PATIENCE).await?;
    let (of, settings) = snapshot(app)?;
    let work = move |stop: &Stop| {
        let question = Question::read(&asked.query, &asked.default_graphs, &asked.named_graphs)?;
        let wanted = wanted(question.is_graph());
        vitrail_dcat::sparql::ask(&of, &question, wanted, CAPS, stop)
    };
    watched(running, settings, work).await
}

/// Runs a query in a thread of its own, and stops it when it takes more than it may.
async fn watched(
    running: Arc<Running>,
    settings: Sparql,
    work: impl FnOnce(&Stop) -> std::result::Result<Answer, Refusal> + Send + 'static,
) -> std::result::Result<Answer, Unanswered> {
    let stop = running.stop.clone();
    let (send, mut receive) = oneshot::channel();
    let began = Instant::now();
    let run = move || {
        let answer = work(&running.stop);
        let late = began.elapsed().saturating_sub(settings.time);
        if running.stop.is_stopped() && late > settings.time {
            tracing::error!(
                seconds = late.as_secs(),
                "a query did not stop when its time was over"
            );
        }
        // Whoever has the answer may ask again at once.
        drop(running);
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
    let _guard = StopWhenDropped(stop);
    let before = resident();
    loop {
        return match tokio::time::timeout(WATCH, &mut receive).await {
            Ok(Ok(answer)) => answer.map_err(Unanswered::Refused),
            Ok(Err(_)) => Err(Unanswered::Refused(Refusal::Failed(
                "its evaluation broke".to_owned(),
            ))),
            Err(_) if began.elapsed() > settings.time => {
                Err(Unanswered::Late(settings.time.as_secs()))
            }
            Err(_) if resident().saturating_sub(before) > settings.query_memory => {
                Err(Unanswered::Heavy)
            }
            Err(_) => continue,
        };
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    const SOON: Duration = Duration::from_millis(20);

    /// Queries that do not listen: those who wait are told so, and their places come back when they end.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_place_comes_back_when_its_query_has_ended() {
        let endpoint = Endpoint::default();
        let settings = Sparql {
            time: Duration::from_millis(50),
            ..Sparql::default()
        };
        let ended = Arc::new(AtomicBool::new(false));
        let deaf = || {
            let ended = Arc::clone(&ended);
            move |_: &Stop| {
                let began = Instant::now();
                while !ended.load(Ordering::Relaxed) && began.elapsed() < Duration::from_secs(20) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(Answer::Truth(true))
            }
        };
        let first = endpoint.place(SOON).await.unwrap();
        let late = watched(first, settings, deaf()).await;
        assert!(matches!(late, Err(Unanswered::Late(_))), "{late:?}");
        let second = endpoint.place(SOON).await.unwrap();
        assert!(matches!(endpoint.place(SOON).await, Err(Unanswered::Busy)));
        // Who goes away stops it, and it keeps its place too.
        let left = tokio::time::timeout(SOON, watched(second, settings, deaf())).await;
        assert!(left.is_err());
        assert!(matches!(
            endpoint.place(SOON).await,
            Err(Unanswered::Ending)
        ));
        ended.store(true, Ordering::Relaxed);
        let one = endpoint.place(Duration::from_secs(5)).await.unwrap();
        let other = endpoint.place(Duration::from_secs(5)).await.unwrap();
        assert!(matches!(endpoint.place(SOON).await, Err(Unanswered::Busy)));
        drop(other);
        let patient = Sparql {
            time: Duration::from_secs(10),
            ..settings
        };
        let answered = watched(one, patient, |_| Ok(Answer::Truth(true))).await;
        assert!(matches!(answered, Ok(Answer::Truth(true))), "{answered:?}");
        let broken = endpoint.place(SOON).await.unwrap();
        let broken = watched(broken, patient, |_| panic!("broken")).await;
        assert!(matches!(broken, Err(Unanswered::Refused(_))), "{broken:?}");
        for _ in 0..3 {
            endpoint.place(Duration::from_secs(5)).await.unwrap();
        }
    }
}
