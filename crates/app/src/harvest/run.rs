//! One reading of one source, from its first request to its report. Whatever the source does, it ends, and says how.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::error::Elapsed;
use vitrail_domain::harvest::job::{Failure, ItemStatus, JobStatus, Outcome};
use vitrail_domain::harvest::source::Seen;
use vitrail_domain::harvest::{HarvestedDataservice, HarvestedDataset, Item, Job, Lost, Source};
use vitrail_domain::{Change, Id, Kind, Owner, Timestamp};
use vitrail_store as store;
use vitrail_store::Tx;
use vitrail_store::harvest::{item, known, run};

use super::apply::{self, Origin};
use super::pulse::Pulse;
use super::{Ended, Found, Order, archive, report, service};
use crate::{App, Error, Result, badge};

/// Datasets written together.
const TOGETHER: usize = 50;
/// The longest that a source is read.
const LONGEST: Duration = Duration::from_hours(6);
/// The longest that a source may give nothing: longer than the most patient request.
const STALLED: Duration = Duration::from_mins(30);
/// What is told of the facts that were lost of the whole catalogue.
const LOST: usize = 200;
/// APIs of one source: they wait for its datasets.
const SERVICES: usize = 20_000;
/// How long the search index is waited for.
const INDEXED: Duration = Duration::from_secs(10);
/// How long a worker may be silent before its job is taken by another.
pub(super) const LEASE: i64 = 120 * vitrail_domain::time::SECOND;

/// How far a job is, for whoever watches.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<AtomicI64>);

impl Progress {
    /// Things that were dealt with.
    pub fn items(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who is there besides who reads.
#[derive(Clone, Debug)]
pub(super) enum Watch {
    /// Nobody.
    Alone,
    /// Somebody who wants to know how far it is.
    Told(Progress),
    /// The search index follows what is written; and whoever shares out places sees whether the source gives anything.
    Followed(Pulse),
}

/// A reading under way.
pub(super) struct Run<'a> {
    pub app: &'a App,
    pub origin: Origin,
    pub job: Job,
    pub started: Timestamp,
    attempt: i64,
    watch: Watch,
    /// What was met.
    met: HashSet<(Kind, String)>,
    pub(super) contacts: HashMap<String, Id>,
    pub(super) slugs: HashMap<String, u64>,
    pub(super) zones: HashMap<String, bool>,
    pub(super) owners: HashMap<Owner, String>,
}

/// Reads a source at once, in this process, and waits for its report: for commands.
pub async fn run_now(app: &App, key: &str, progress: &Progress) -> Result<Job> {
    let source = super::find(app, key).await?;
    let mut tx = app.db().begin().await?;
    let job = super::source::enqueue(app, &mut tx, source.id).await?;
    let until = app.now().plus(LEASE);
    let claimed = run::claim(&mut tx, Some(job.id), app.now(), until).await?;
    tx.commit().await?;
    let busy = || Error::Bad("this source is being read by another process".to_owned());
    let (job, attempt) = claimed.ok_or_else(busy)?;
    super::worker::keep(app, job, attempt, Watch::Told(progress.clone())).await
}

/// Does a job that was claimed.
pub(super) async fn whole(app: &App, job: Job, attempt: i64, watch: Watch) -> Result<Job> {
    let source = store::subject::get::<Source>(app.db(), job.source).await?;
    let source = source.ok_or(Error::NotFound(Kind::HarvestSource))?;
    let is_certified = badge::is_certified(app.db(), source.owner).await?;
    let mut run = Run {
        app,
        started: app.now(),
        origin: Origin {
            backend: super::label(app, &source.backend),
            domain: source.domain(),
            is_certified,
            source,
        },
        job: Job {
            status: JobStatus::Processing,
            started: Some(app.now()),
            ended: None,
            errors: Vec::new(),
            notes: Vec::new(),
            lost: Vec::new(),
            again: None,
            counts: vitrail_domain::harvest::job::Counts::default(),
            ..job
        },
        attempt,
        watch,
        met: HashSet::new(),
        contacts: HashMap::new(),
        slugs: HashMap::new(),
        zones: HashMap::new(),
        owners: HashMap::new(),
    };
    let mut tx = app.db().begin().await?;
    item::clear(&mut tx, run.job.id).await?;
    run::save(&mut tx, &run.job, attempt).await?;
    tx.commit().await?;
    let ended = if run.origin.source.is_accepted() {
        run.read().await?
    } else {
        let why = "The source was deleted, or sysadmins did not let it in".to_owned();
        Ended {
            errors: vec![why],
            ..Ended::default()
        }
    };
    run.finish(ended).await?;
    Ok(run.job)
}

impl Run<'_> {
    /// Reads the source and takes in what it holds.
    async fn read(&mut self) -> Result<Ended> {
        let source = &self.origin.source;
        let former = self.former_answers().await?;
        let order = Order {
            url: source.url.clone(),
            backend: source.backend.clone(),
            config: source.settings(),
            most: None,
            former,
        };
        let (send, mut receive) = mpsc::channel(2);
        let harvester = self.app.harvester()?;
        let reading = tokio::time::timeout(LONGEST, harvester.read(order, send));
        let saving = async {
            let saved = self.take_all(&mut receive).await;
            // Whoever reads must not wait for somebody who listens no more.
            drop(receive);
            saved
        };
        let (ended, saved) = tokio::join!(reading, saving);
        let is_whole = saved?;
        let mut ended = ended.unwrap_or_else(|_| Ended {
            errors: vec!["The source was not read to its end within 6 hours".to_owned()],
            ..Ended::default()
        });
        if !is_whole {
            let most = self.app.settings().harvest.max_items.unwrap_or(0);
            let why =
                format!("{most} max items reached, not all datasets/dataservices were retrieved");
            // The reader stopped because nobody listened any more.
            ended.errors.clear();
            ended.marks = None;
            self.job.errors.push(Failure::new(self.app.now(), why));
        }
        Ok(ended)
    }

    /// What the answers were the last time, where they may be told from those of now by their marks alone: what was edited
    /// here since has to be compared with what they say.
    async fn former_answers(&self) -> Result<Option<Seen>> {
        let source = &self.origin.source;
        let usable = |seen: &&Seen| seen.reader == reader(source) && !source.overwrites();
        let Some(seen) = source.seen.as_ref().filter(usable) else {
            return Ok(None);
        };
        let is_edited = known::is_edited_since(self.app.db(), source.id, seen.at).await?;
        Ok((!is_edited).then(|| seen.clone()))
    }

    /// Takes in what is found; false when it is more than is wanted.
    async fn take_all(&mut self, found: &mut mpsc::Receiver<Found>) -> Result<bool> {
        let most = self.app.settings().harvest.max_items.unwrap_or(usize::MAX);
        let (mut waiting, mut services, mut count) = (Vec::new(), Vec::new(), 0_usize);
        let (mut is_whole, mut untold) = (true, 0);
        loop {
            let Ok(some) = self.next(found).await else {
                let why = format!(
                    "The source gave nothing for {} minutes",
                    STALLED.as_secs() / 60
                );
                self.job.errors.push(Failure::new(self.app.now(), why));
                break;
            };
            let Some(some) = some else { break };
            match some {
                Found::Some(some) => {
                    count += some.datasets.len() + some.dataservices.len();
                    waiting.extend(some.datasets);
                    services.extend(some.dataservices);
                    services.truncate(SERVICES);
                    let room = LOST.saturating_sub(self.job.lost.len());
                    untold += some.lost.len().saturating_sub(room);
                    self.job.lost.extend(some.lost.into_iter().take(room));
                }
                Found::Broken {
                    kind,
                    remote_id,
                    why,
                } => self.broken(kind, remote_id, why).await?,
            }
            if count > most {
                let extra = count - most;
                let cut = extra.min(services.len());
                services.truncate(services.len() - cut);
                waiting.truncate(waiting.len().saturating_sub(extra - cut));
                is_whole = false;
                break;
            }
            while waiting.len() >= TOGETHER {
                let rest = waiting.split_off(TOGETHER);
                let batch = std::mem::replace(&mut waiting, rest);
                self.datasets(batch).await?;
            }
        }
        found.close();
        if untold > 0 {
            let note = format!("{untold} more facts were lost that concern the whole catalogue");
            self.job.notes.push(note);
        }
        self.datasets(waiting).await?;
        self.services(services).await?;
        Ok(is_whole)
    }

    /// What is found next, unless the source gives nothing any more.
    async fn next(
        &self,
        found: &mut mpsc::Receiver<Found>,
    ) -> std::result::Result<Option<Found>, Elapsed> {
        let pulse = match &self.watch {
            Watch::Followed(pulse) => Some(pulse),
            Watch::Alone | Watch::Told(_) => None,
        };
        if let Some(pulse) = pulse {
            pulse.wait();
        }
        let next = tokio::time::timeout(STALLED, found.recv()).await;
        if let Some(pulse) = pulse {
            pulse.work();
        }
        next
    }

    async fn datasets(&mut self, batch: Vec<HarvestedDataset>) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        apply::datasets(self, batch).await
    }

    async fn services(&mut self, all: Vec<HarvestedDataservice>) -> Result<()> {
        for one in all {
            service::take(self, one).await?;
        }
        Ok(())
    }

    /// An item that could not be read.
    async fn broken(&mut self, kind: Kind, remote_id: String, why: String) -> Result<()> {
        let now = self.app.now();
        self.meet(kind, &remote_id);
        let mut item = Item {
            remote_id: remote_id.clone(),
            created: now,
            ended: Some(now),
            ..Item::default()
        };
        item.fail(now, why);
        let mut tx = self.app.db().begin().await?;
        // It is still there, although it cannot be read.
        let of = (self.origin.source.id, kind);
        known::mark(&mut tx, of, &[remote_id], self.started).await?;
        self.keep(tx, vec![item]).await
    }

    /// Whether a thing is met for the first time.
    pub fn meet(&mut self, kind: Kind, remote_id: &str) -> bool {
        self.met.insert((kind, remote_id.to_owned()))
    }

    /// Writes items and how far the job is, and ends the transaction.
    pub async fn keep(&mut self, mut tx: Tx, items: Vec<Item>) -> Result<()> {
        item::add(&mut tx, self.job.id, self.job.counts.total, &items).await?;
        for item in &items {
            self.job.counts.add(item);
        }
        if !run::save(&mut tx, &self.job, self.attempt).await? {
            return Err(anyhow::anyhow!("the job was taken by another worker").into());
        }
        tx.commit().await?;
        if let Watch::Told(progress) = &self.watch {
            progress.0.store(self.job.counts.total, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Forgets what was learnt in a transaction that never was.
    pub fn forget(&mut self) {
        self.contacts.clear();
        self.slugs.clear();
    }

    pub fn change(&self, subject: (Kind, Id), operation: &str, fields: Vec<String>) -> Change {
        apply::change(&self.origin, self.app.now(), subject, operation, fields)
    }

    /// Archives what disappeared and writes the report.
    async fn finish(&mut self, ended: Ended) -> Result<()> {
        let now = self.app.now();
        self.job
            .errors
            .extend(ended.errors.iter().map(|why| Failure::new(now, why)));
        self.job.notes.extend(ended.notes);
        if ended.is_unchanged {
            self.nothing_changed().await?;
        } else {
            if self.job.counts.total == 0 && ended.errors.is_empty() {
                let note = "The source lists nothing: nothing was archived";
                self.job.notes.push(note.to_owned());
            }
            self.series().await?;
        }
        let is_sound =
            self.job.errors.is_empty() && (self.job.counts.total > 0 || ended.is_unchanged);
        if is_sound && self.origin.source.autoarchive {
            archive::missing(self).await?;
        }
        let failed = self.job.counts.status(ItemStatus::Failed);
        self.job.status = if !ended.errors.is_empty() {
            JobStatus::Failed
        } else if failed > 0 || !self.job.errors.is_empty() {
            JobStatus::DoneErrors
        } else {
            JobStatus::Done
        };
        self.indexed().await;
        self.job.ended = Some(self.app.now());
        let marks = ended.marks.filter(|_| self.job.status == JobStatus::Done);
        let mut tx = self.app.db().begin().await?;
        let former = self.former(&mut tx).await?.map(|job| job.status);
        if !run::save(&mut tx, &self.job, self.attempt).await? {
            return Err(anyhow::anyhow!("the job was taken by another worker").into());
        }
        if let Some(mut source) =
            store::subject::get::<Source>(&mut tx, self.origin.source.id).await?
        {
            let seen = marks.map(|requests| Seen {
                at: self.started,
                reader: reader(&source),
                requests,
            });
            if source.seen != seen {
                source.seen = seen;
                let next = store::harvest::source::next_of(&mut tx, source.id).await?;
                store::harvest::source::save(&mut tx, &source, next).await?;
            }
        }
        report::tell_failed(self.app, &mut tx, &self.origin.source, &self.job, former).await?;
        let change = self.change(
            (Kind::HarvestSource, self.origin.source.id),
            "harvested",
            Vec::new(),
        );
        store::change::record(&mut tx, &change).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Tells which series of the source are not here: no document can point at them.
    async fn series(&mut self) -> Result<()> {
        let room = LOST.saturating_sub(self.job.lost.len());
        let of = self.origin.source.id;
        let absent = store::harvest::series::absent(self.app.db(), of, room).await?;
        let told = absent.into_iter().map(|(name, datasets)| {
            let value = datasets.to_string();
            Lost::new(
                name,
                "dcat:inSeries",
                value,
                "A series that is not here: datasets keep its name alone",
            )
        });
        self.job.lost.extend(told);
        Ok(())
    }

    /// Waits a moment for the search index: who reads the report finds what it says.
    async fn indexed(&self) {
        let wanted = self.app.db().last_change();
        let late = tokio::time::Instant::now() + INDEXED;
        let is_followed = matches!(self.watch, Watch::Followed(_)) && self.job.counts.total > 0;
        while is_followed
            && self.app.index().cursor() < wanted
            && tokio::time::Instant::now() < late
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The job before this one.
    async fn former(&self, tx: &mut Tx) -> Result<Option<Job>> {
        let page = store::Page { number: 1, size: 2 };
        let jobs = run::list(tx, self.origin.source.id, page).await?;
        let mut former = jobs.data.into_iter();
        Ok(former.find(|job| job.id != self.job.id))
    }

    /// All that the last reading met is met again, unread; what it could not take in is lost again.
    async fn nothing_changed(&mut self) -> Result<()> {
        let Some(seen) = &self.origin.source.seen else {
            return Ok(());
        };
        let mut tx = self.app.db().begin().await?;
        let of = self.origin.source.id;
        let counts = known::mark_again(&mut tx, of, seen.at, self.started).await?;
        let former = self.former(&mut tx).await?;
        tx.commit().await?;
        if let Some(former) = former {
            self.job.again = Some(former.again.unwrap_or(former.id));
            self.job.counts.lost = former.counts.lost;
            self.job.lost = former.lost;
        }
        let outcome = Outcome::Unchanged.as_str().to_owned();
        let all = counts.iter().map(|(_, count)| count).sum();
        self.job.counts.by_outcome.insert(outcome, all);
        self.job.notes.push(format!(
            "The server says that nothing changed since the last reading: {all} things are as they were"
        ));
        Ok(())
    }
}

/// What reads: another version of the program, or another configuration, may read the same answers otherwise.
fn reader(source: &Source) -> String {
    let config = serde_json::Value::Object(source.config.clone());
    let said = super::merge::mark(&serde_json::json!([source.url, source.backend, config]));
    format!("{} {said}", env!("CARGO_PKG_VERSION"))
}
