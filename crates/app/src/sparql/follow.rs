//! The graph kept in step with the catalogue: built when the program starts, then brought up to the end of the change
//! log, object by object.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use vitrail_dcat::sparql::{Described as Graph, Loading, Snapshot, Store};
use vitrail_dcat::{CatalogueFacts, Document, NamedNode, Portal, Profile};
use vitrail_domain::{Change, Dataservice, Dataset, Id, Kind, Organization};
use vitrail_store as store;
use vitrail_store::subject;

use super::{State, is_on, put};
use crate::rdf::{Described, Making, TOGETHER, portal, unwritten};
use crate::{App, Result};

const BATCH: i64 = 500;
/// Past this many changes behind, building again is quicker than following.
const FAR_BEHIND: i64 = 20_000;
/// How often the change log is looked at when nobody wakes us.
const FLOOR: Duration = Duration::from_secs(1);
/// Taking changes in costs a little for each of those before: they wait for each other.
const REST: Duration = Duration::from_millis(200);
/// How often the log says how far the first build is.
const PROGRESS: u64 = 20_000;

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
            for change in changes.iter().filter(|change| !change.is_silent()) {
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
        match kind {
            Kind::Dataset | Kind::Dataservice | Kind::Organization | Kind::Site => {
                touched.entry(kind).or_default().insert(id);
            }
            Kind::ContactPoint => speakers(portal, now, &portal.contact(id), touched),
            Kind::User => speakers(portal, now, &portal.user(id), touched),
            _ => {}
        }
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
            for name in &names {
                speakers(portal, now, name, touched);
            }
        }
        Ok(())
    }
}

/// Datasets and dataservices whose graphs speak of a node.
fn speakers(
    portal: &Portal,
    now: &Snapshot,
    node: &NamedNode,
    touched: &mut BTreeMap<Kind, BTreeSet<Id>>,
) {
    let rooms = [
        (Kind::Dataset, format!("{}/datasets/", portal.base)),
        (Kind::Dataservice, format!("{}/dataservices/", portal.base)),
    ];
    for graph in now.graphs_about(node) {
        for (kind, room) in &rooms {
            let id = graph.strip_prefix(room.as_str());
            let id = id.and_then(|id| id.parse::<Id>().ok());
            touched.entry(*kind).or_default().extend(id);
        }
    }
}

/// The graph of the catalogue itself.
fn catalogue(portal: &Portal) -> Result<Graph> {
    let mut document = Document::keeping(portal.clone());
    let facts = CatalogueFacts {
        of: None,
        view: None,
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
