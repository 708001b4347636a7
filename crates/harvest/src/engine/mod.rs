//! Reads a source from its first request to its last, whatever the source does: each request is judged, bounded and made
//! once, several at a time where they concern one item each; a source that goes round in circles is left.

mod ask;
mod breaker;
mod circles;

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;
use url::Url;
use vitrail_app::harvest::{Ended, Found, Harvester, Order, Pending};
use vitrail_domain::harvest::backend::{BackendFacts, Setting};
use vitrail_domain::harvest::source::Mark;
use vitrail_net::{Fetch, FetchError, FetchOptions, Patience};

use self::breaker::Breaker;
pub use self::circles::Circles;
use crate::backend::{Backend, Knob};
use crate::walk::{Answer, Ask, Fault, Step, Walk};

/// How far a source is followed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest answer, in bytes.
    pub answer: u64,
    /// All answers of one reading, in bytes.
    pub total: u64,
    /// The most requests of one reading.
    pub requests: usize,
    /// Items asked for at once.
    pub together: usize,
    /// The longest that the reading of one answer may take, once it is here.
    pub read_within: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer: 64_000_000,
            total: 20_000_000_000,
            requests: 200_000,
            together: 4,
            read_within: Duration::from_mins(5),
        }
    }
}

/// The marks of more requests than these are not kept.
const MARKS: usize = 500;

/// Whoever reads sources.
#[derive(Clone)]
pub struct Engine {
    fetch: Fetch,
    limits: Limits,
}

impl Engine {
    pub fn new(options: FetchOptions, limits: Limits) -> Result<Self, FetchError> {
        Ok(Self {
            fetch: Fetch::new(options)?,
            limits,
        })
    }

    /// How sources are asked: politely, patiently, and not for ever.
    pub fn options() -> FetchOptions {
        FetchOptions {
            user_agent: concat!("Vitrail/", env!("CARGO_PKG_VERSION"), " (harvester)").to_owned(),
            read_within: Duration::from_mins(1),
            answer_within: Duration::from_mins(5),
            patience: Patience {
                attempts: 4,
                first_pause: Duration::from_secs(2),
                longest_pause: Duration::from_mins(2),
                bears_failures: true,
            },
            ..FetchOptions::default()
        }
    }
}

impl Harvester for Engine {
    fn backends(&self) -> Vec<BackendFacts> {
        let setting = |knob: &Knob| Setting {
            key: knob.key,
            label: knob.label,
            description: knob.description,
        };
        let all = |knobs: &[Knob]| knobs.iter().map(setting).collect();
        let mut backends: Vec<BackendFacts> = Backend::ALL
            .into_iter()
            .map(|backend| {
                let knobs = backend.knobs();
                BackendFacts {
                    id: backend.id().to_owned(),
                    label: backend.label().to_owned(),
                    filters: all(knobs.filters),
                    features: all(knobs.features),
                    extra_configs: all(knobs.extra_configs),
                }
            })
            .collect();
        backends.sort_by(|a, b| a.id.cmp(&b.id));
        backends
    }

    fn read(&self, order: Order, found: mpsc::Sender<Found>) -> Pending<'_, Ended> {
        Box::pin(async move {
            let mut reading = Reading {
                engine: self,
                found,
                ended: Ended::default(),
                marks: Some(Vec::new()),
                count: 0,
                bytes: 0,
                circles: Circles::default(),
                breaker: Breaker::default(),
            };
            if let Err(why) = reading.whole(&order).await {
                reading.ended.errors.push(why);
            }
            if reading.ended.errors.is_empty() && !reading.ended.is_unchanged {
                reading.ended.marks = reading.marks.filter(|marks| !marks.is_empty());
            }
            reading.ended
        })
    }
}

/// One reading under way.
struct Reading<'a> {
    engine: &'a Engine,
    found: mpsc::Sender<Found>,
    ended: Ended,
    /// Of all requests so far; nothing when one had none.
    marks: Option<Vec<Mark>>,
    /// Things found.
    count: usize,
    bytes: u64,
    circles: Circles,
    breaker: Breaker,
}

impl Reading<'_> {
    /// Reads it all; why not, when it is the end.
    async fn whole(&mut self, order: &Order) -> Result<(), String> {
        let unknown = || format!("Unknown backend \"{}\"", order.backend);
        let backend = Backend::parse(&order.backend).ok_or_else(unknown)?;
        let url: Url = order
            .url
            .parse()
            .map_err(|why| format!("`{}` is no address: {why}", order.url))?;
        if let Some(former) = &order.former
            && self.engine.is_unchanged(&former.requests).await
        {
            self.ended.is_unchanged = true;
            self.ended.marks = Some(former.requests.clone());
            return Ok(());
        }
        let said = |fault: Fault| fault.0;
        let mut walk = backend.walk(&url, &order.config).map_err(said)?;
        let mut queue: VecDeque<Ask> = walk.first().map_err(said)?.into();
        let (mut made, mut requests) = (HashSet::new(), 0);
        while let Some(group) = self.next_group(&mut queue, &mut made) {
            requests += group.len();
            if requests > self.engine.limits.requests {
                let most = self.engine.limits.requests;
                return Err(format!("The source asks for more than {most} requests"));
            }
            let engine = self.engine;
            let mut asked = Vec::with_capacity(group.len());
            for ask in group {
                asked.push(engine.take(ask));
            }
            let mut answers = stream::iter(asked).buffered(self.engine.limits.together.max(1));
            while let Some((ask, answer)) = answers.next().await {
                let next;
                (walk, next) = self.one(walk, ask, answer).await?;
                // What follows an answer comes before what was known before: pages stay in order.
                for ask in next.into_iter().rev() {
                    queue.push_front(ask);
                }
                if self.found.is_closed() || order.most.is_some_and(|most| self.count >= most) {
                    return self.enough(order);
                }
            }
        }
        Ok(())
    }

    /// Nobody wants more.
    fn enough(&mut self, order: &Order) -> Result<(), String> {
        self.marks = None;
        let over = order.most.filter(|_| !self.found.is_closed());
        over.map_or(Ok(()), |most| {
            Err(format!(
                "{most} max items reached, not all datasets/dataservices were retrieved"
            ))
        })
    }

    /// The requests to make now: one, or some that concern one item each. None is made twice.
    fn next_group(
        &mut self,
        queue: &mut VecDeque<Ask>,
        made: &mut HashSet<[u8; 16]>,
    ) -> Option<Vec<Ask>> {
        let together = self.engine.limits.together.max(1) * 4;
        let mut group: Vec<Ask> = Vec::new();
        while let Some(ask) = queue.front() {
            let goes_along = group
                .first()
                .is_none_or(|first| first.of_item && ask.of_item);
            if !goes_along || group.len() >= together {
                break;
            }
            let Some(ask) = queue.pop_front() else { break };
            if made.insert(circles::of_ask(&ask)) {
                group.push(ask);
            } else if !ask.of_item {
                let note = format!("The source leads again to {}, which was read", ask.url);
                if self.ended.notes.len() < 20 {
                    self.ended.notes.push(note);
                }
            }
        }
        (!group.is_empty()).then_some(group)
    }

    /// Reads one answer, gives what it holds, and says what comes next.
    async fn one(
        &mut self,
        mut walk: Box<dyn Walk>,
        ask: Ask,
        answer: Result<(Answer, Option<Mark>), FetchError>,
    ) -> Result<(Box<dyn Walk>, Vec<Ask>), String> {
        let (answer, mark) = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let is_refused = matches!(
                    &error,
                    FetchError::Status {
                        status: 400..=499,
                        ..
                    }
                );
                let instead = if is_refused {
                    walk.instead(&ask)
                } else {
                    Vec::new()
                };
                if instead.is_empty() {
                    self.broken(walk.as_mut(), &ask, error.to_string()).await;
                }
                if ask.of_item {
                    self.breaker.failed(&error)?;
                }
                return Ok((walk, instead));
            }
        };
        self.breaker.answered();
        self.bytes += answer.body.len() as u64;
        if self.bytes > self.engine.limits.total {
            return Err(format!(
                "The source gives more than {} GB",
                self.engine.limits.total / 1_000_000_000
            ));
        }
        match (mark, &mut self.marks) {
            (Some(mark), Some(marks)) if marks.len() < MARKS => marks.push(mark),
            _ => self.marks = None,
        }
        let read = self.aside(move || {
            let step = walk.read(&ask, &answer);
            (walk, ask, step)
        });
        let (mut walk, ask, step) = read.await?;
        match step {
            Ok(step) => {
                let next = self.give(step, &ask).await?;
                Ok((walk, next))
            }
            Err(fault) => {
                self.broken(walk.as_mut(), &ask, fault.0).await;
                Ok((walk, Vec::new()))
            }
        }
    }

    /// Gives what an answer holds, part by part, but for what only repeats; what comes next comes back.
    async fn give(&mut self, step: Step, ask: &Ask) -> Result<Vec<Ask>, String> {
        let Step {
            harvested,
            mut rest,
            next,
            cut,
        } = step;
        self.ended.errors.extend(cut);
        let mut part = Some(harvested);
        while let Some(some) = part.take() {
            let repeats = self.circles.watch(&some);
            if ask.of_item || !repeats {
                self.count += some.datasets.len() + some.dataservices.len();
                // Nobody listens any more: the caller sees it.
                let _ = self.found.send(Found::Some(Box::new(some))).await;
            }
            if self.found.is_closed() {
                return Ok(next);
            }
            if let Some(mut parts) = rest.take() {
                let made = self.aside(move || (parts.next(), parts));
                let parts;
                (part, parts) = made.await?;
                rest = Some(parts);
            }
        }
        if self.circles.turn(ask.of_item, !next.is_empty())? {
            let note = format!("{} only repeats what was read before", ask.url);
            self.ended.notes.push(note);
        }
        Ok(next)
    }

    /// Reading is work for a processor: it must not keep requests waiting.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, String> {
        let within = self.engine.limits.read_within;
        let done = tokio::time::timeout(within, tokio::task::spawn_blocking(work));
        match done.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) => {
                Err("An answer could not be read at all: it made the reader stop".to_owned())
            }
            Err(_) => Err(format!("An answer took more than {within:?} to read")),
        }
    }

    /// A request that gave nothing: its item failed, or the reading is not whole.
    async fn broken(&mut self, walk: &mut dyn Walk, ask: &Ask, why: String) {
        self.marks = None;
        if ask.of_item {
            let (kind, remote_id) = walk.failed(ask);
            let broken = Found::Broken {
                kind,
                remote_id,
                why,
            };
            let _ = self.found.send(broken).await;
            self.count += 1;
        } else {
            self.ended.errors.push(walk.explained(ask, why));
        }
    }
}
