//! The public catalogue as a graph that answers SPARQL. Built in the background from the database when the program starts,
//! then kept in step from the change log, as the search index is; but in memory, so that each start builds it again. One
//! graph for each object: what changes is described again, and takes the place of what was said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, oneshot};
use vitrail_dcat::sparql::{
    Answer, Caps, Described as Graph, Loading, Question, Refusal, Snapshot, Stop, Store, Wanted,
};
use vitrail_dcat::{CatalogueFacts, Document, Portal, Profile, Syntax, View};
use vitrail_domain::{Change, Dataservice, Dataset, Id, Kind, Organization};
use vitrail_store as store;
use vitrail_store::subject;

use crate::rdf::{Described, Making, TOGETHER, portal, unwritten};
use crate::settings::Sparql;
use crate::{App, Result};

const BATCH: i64 = 500;
/// Past this many changes behind, building again is quicker than following.
const FAR_BEHIND: i64 = 20_000;
/// How often the change log is looked at when nobody wakes us.
const FLOOR: Duration = Duration::from_secs(1);
/// Taking changes in costs a little for each of those before: they wait for each other.
const REST: Duration = Duration::from_millis(200);
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
/// How often the log says how far the first build is.
const PROGRESS: u64 = 20_000;

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

/// The graph and the place of the change log that it shows.
pub struct Follower {
    app: App,
    base: String,
    store: Kept,
    cursor: i64,
}

/// What is there of the graph.
enum Kept {
    Open(Store),
    /// The catalogue is too large.
    Closed,
    /// It is to be built again, which may have failed before.
    Gone,
}

impl Follower {
    /// Builds the graph.
    pub async fn build(app: &App, base: &str) -> Result<Self> {
        let settings = app.settings().sparql.unwrap_or_default();
        put(app, State::Building);
        let cursor = app.db().look_for_changes().await?;
        let portal = portal(app, base, Profile::default()).await?;
        let mut loading = Loading::default();
        let mut read = 0;
        let (began, mut said) = (Instant::now(), PROGRESS);
        loading.add(&catalogue(&portal)?);
        for (kind, table) in [
            (Kind::Dataset, "dataset"),
            (Kind::Organization, "organization"),
            (Kind::Dataservice, "dataservice"),
        ] {
            let mut after = None;
            loop {
                let ids = store::subject::ids_after(app.db(), table, after, BATCH).await?;
                let Some(last) = ids.last() else { break };
                after = Some(*last);
                read += u64::try_from(ids.len()).unwrap_or(0);
                for graph in described(app, &portal, kind, &ids).await? {
                    loading.add(&graph);
                }
                if loading.bytes() > settings.memory {
                    let megabytes = settings.memory / 1_000_000;
                    tracing::error!(
                        objects = read,
                        triples = loading.triples(),
                        "the catalogue as a graph needs more than {megabytes} MB: raise --sparql-memory; /sparql is closed until the next start"
                    );
                    put(app, State::TooLarge);
                    return Ok(Self::new(app, base, Kept::Closed, cursor));
                }
                if read >= said {
                    tracing::info!(
                        objects = read,
                        triples = loading.triples(),
                        "building the graph of the catalogue"
                    );
                    said += PROGRESS;
                }
            }
        }
        let store = tokio::task::spawn_blocking(move || loading.finish()).await;
        let store = store.map_err(anyhow::Error::from)?;
        tracing::info!(
            objects = read,
            triples = store.triples(),
            megabytes = store.bytes() / 1_000_000,
            seconds = began.elapsed().as_secs(),
            "the catalogue answers SPARQL"
        );
        put(app, State::Ready(store.snapshot()));
        Ok(Self::new(app, base, Kept::Open(store), cursor))
    }

    fn new(app: &App, base: &str, store: Kept, cursor: i64) -> Self {
        Self {
            app: app.clone(),
            base: base.to_owned(),
            store,
            cursor,
        }
    }

    /// Brings the graph up to the end of the change log; true when something was done.
    pub async fn catch_up(&mut self) -> Result<bool> {
        let last = self.app.db().look_for_changes().await?;
        let is_far = last < self.cursor || last - self.cursor > FAR_BEHIND;
        // Whatever fails from here on, the next turn builds the graph again.
        let mut store = match std::mem::replace(&mut self.store, Kept::Gone) {
            Kept::Open(store) if !is_far && !store.is_worn() => store,
            Kept::Closed => {
                self.store = Kept::Closed;
                return Ok(false);
            }
            gone => {
                tracing::info!("building the graph of the catalogue again");
                // Not both at once in memory.
                put(&self.app, State::Building);
                drop(gone);
                *self = Self::build(&self.app, &self.base).await?;
                return Ok(true);
            }
        };
        let found = self.changed(&store.snapshot()).await;
        let (graphs, cursor) = match found {
            Ok(found) => found,
            Err(error) => {
                self.store = Kept::Open(store);
                return Err(error);
            }
        };
        let is_new = cursor != self.cursor;
        self.cursor = cursor;
        if graphs.is_empty() {
            self.store = Kept::Open(store);
            return Ok(is_new);
        }
        let replaced = tokio::task::spawn_blocking(move || {
            store.replace(&graphs);
            store
        });
        let store = replaced.await.map_err(anyhow::Error::from)?;
        let limit = self.app.settings().sparql.unwrap_or_default().memory;
        if store.bytes() > limit {
            tracing::error!(
                "the catalogue as a graph grew beyond --sparql-memory: /sparql is closed until the next start"
            );
            put(&self.app, State::TooLarge);
            self.store = Kept::Closed;
            return Ok(true);
        }
        put(&self.app, State::Ready(store.snapshot()));
        self.store = Kept::Open(store);
        Ok(true)
    }

    /// The graphs of what changed since the cursor, and the new cursor.
    async fn changed(&self, now: &Snapshot) -> Result<(Vec<Graph>, i64)> {
        let app = &self.app;
        let mut cursor = self.cursor;
        let mut touched: BTreeMap<Kind, BTreeSet<Id>> = BTreeMap::new();
        let portal = portal(app, &self.base, Profile::default()).await?;
        loop {
            let changes = store::change::after(app.db(), cursor, BATCH).await?;
            let Some(end) = changes.last() else { break };
            cursor = end.seq;
            for change in changes.iter().filter(|change| !is_silent(change)) {
                self.touch(&portal, now, change, &mut touched).await?;
            }
        }
        let mut graphs = Vec::new();
        for (kind, ids) in touched {
            if kind == Kind::Site {
                graphs.push(catalogue(&portal)?);
                continue;
            }
            let ids: Vec<Id> = ids.into_iter().collect();
            for chunk in ids.chunks(TOGETHER) {
                graphs.extend(described(app, &portal, kind, chunk).await?);
            }
        }
        Ok((graphs, cursor))
    }

    /// What speaks of what changed.
    async fn touch(
        &self,
        portal: &Portal,
        now: &Snapshot,
        change: &Change,
        touched: &mut BTreeMap<Kind, BTreeSet<Id>>,
    ) -> Result<()> {
        let (kind, id) = change.subject;
        if !matches!(
            kind,
            Kind::Dataset | Kind::Dataservice | Kind::Organization | Kind::Site
        ) {
            return Ok(());
        }
        touched.entry(kind).or_default().insert(id);
        if kind == Kind::Organization {
            for (kind, table) in [
                (Kind::Dataset, "dataset"),
                (Kind::Dataservice, "dataservice"),
            ] {
                let owned = store::subject::ids_of_organization(self.app.db(), table, id).await?;
                touched.entry(kind).or_default().extend(owned);
            }
        }
        if kind == Kind::Dataservice {
            // The datasets behind it say so: those of now, and those that did.
            let found = subject::get::<Dataservice>(self.app.db(), id).await?;
            let mut names = vec![portal.dataservice_here(id)];
            if let Some(found) = found {
                names.push(portal.dataservice(&found));
                touched
                    .entry(Kind::Dataset)
                    .or_default()
                    .extend(found.datasets);
            }
            let start = format!("{}/datasets/", portal.base);
            for graph in names.iter().flat_map(|name| now.graphs_about(name)) {
                let id = graph
                    .strip_prefix(&start)
                    .and_then(|id| id.parse::<Id>().ok());
                touched.entry(Kind::Dataset).or_default().extend(id);
            }
        }
        Ok(())
    }
}

/// What happens around an object without changing it.
fn is_silent(change: &Change) -> bool {
    ["counted", "discussed", "followed", "unfollowed"].contains(&change.operation.as_str())
}

/// The graph of the catalogue itself.
fn catalogue(portal: &Portal) -> Result<Graph> {
    let mut document = Document::keeping(portal.clone());
    let facts = CatalogueFacts {
        of: None,
        view: &View::default(),
    };
    document.catalogue(facts).map_err(unwritten)?;
    Ok(Graph {
        graph: portal.catalogue().as_str().to_owned(),
        triples: document.kept().map_err(unwritten)?,
    })
}

/// The graphs of these objects, all of one kind; those that the public does not see say nothing.
async fn described(app: &App, portal: &Portal, kind: Kind, ids: &[Id]) -> Result<Vec<Graph>> {
    let mut graphs: BTreeMap<Id, Graph> = BTreeMap::new();
    let mut keep = |id: Id, document: Document| -> Result<()> {
        let graph = graphs.entry(id).or_default();
        graph.triples = document.kept().map_err(unwritten)?;
        Ok(())
    };
    match kind {
        Kind::Dataset => {
            for chunk in ids.chunks(TOGETHER) {
                let mut found = subject::in_order::<Dataset>(app.db(), chunk).await?;
                found.retain(Dataset::is_visible);
                let all = Described::read(app, found).await?;
                for found in &all.all.data {
                    let mut document = Document::keeping(portal.clone());
                    document.dataset(&all.facts(found)).map_err(unwritten)?;
                    document.lists_dataset(None, found).map_err(unwritten)?;
                    keep(found.id, document)?;
                }
            }
        }
        Kind::Dataservice => {
            let mut found = subject::in_order::<Dataservice>(app.db(), ids).await?;
            found.retain(Dataservice::is_visible);
            for found in found {
                let id = found.id;
                let mut making = Making::keeping(app, portal);
                making.service(found).await?;
                keep(id, making.document)?;
            }
        }
        _ => {
            let mut found = subject::in_order::<Organization>(app.db(), ids).await?;
            found.retain(Organization::is_visible);
            for found in &found {
                let mut document = Document::keeping(portal.clone());
                document.organization(found).map_err(unwritten)?;
                keep(found.id, document)?;
            }
        }
    }
    let name = |id: Id| match kind {
        Kind::Dataset => portal.dataset_here(id),
        Kind::Dataservice => portal.dataservice_here(id),
        _ => portal.organization(id),
    };
    let all = ids.iter().map(|id| Graph {
        graph: name(*id).as_str().to_owned(),
        triples: graphs.remove(id).unwrap_or_default().triples,
    });
    Ok(all.collect())
}

/// Follows until the program stops, where the endpoint is on. A failure is said once and tried again.
pub async fn follow(app: App, base: String) {
    if !is_on(&app) {
        return;
    }
    let mut changes = app.db().changes();
    let mut follower = loop {
        match Follower::build(&app, &base).await {
            Ok(follower) => break follower,
            Err(error) => {
                tracing::error!(%error, "the graph of the catalogue could not be built; trying again");
                tokio::time::sleep(10 * FLOOR).await;
            }
        }
    };
    loop {
        match follower.catch_up().await {
            Ok(true) => tokio::time::sleep(REST).await,
            Ok(false) => {}
            Err(error) => {
                tracing::error!(%error, "the graph of the catalogue could not follow the change log; trying again");
            }
        }
        let _ = tokio::time::timeout(FLOOR, changes.changed()).await;
    }
}
