//! The index as a whole: opening it, refusing what another version wrote, and the snapshot that
//! searches read. A snapshot is immutable; a commit puts a new one in its place.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::schema::Schema;
use tantivy::{Index as Engine, IndexReader, IndexWriter, ReloadPolicy, Searcher};

use crate::browse::BrowseCache;
use crate::columns::{Names, SegmentColumns};
use crate::document::Kind;
use crate::error::{Error, Result, Staleness};
use crate::schema::{Fields, VERSION, build};
use crate::score::Scratches;
use crate::similar::SimilarCache;
use crate::synonyms::Synonyms;
use crate::terms::{TOKENIZER, Terms};
use crate::writer::Writer;

/// Memory of a writer unless asked otherwise.
const HEAP: usize = 64_000_000;

/// The search index of a portal. Cheap to clone; safe to share between threads.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

/// What [`Index::open_or_recreate`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// A usable index.
    Existing,
    /// Nothing usable, for this reason: the index is now empty and must be filled.
    Recreated(Staleness),
}

pub(crate) struct Inner {
    pub index: Engine,
    pub fields: Fields,
    pub synonyms: Synonyms,
    pub scratches: Scratches,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    reloading: Mutex<()>,
}

/// What a search reads.
pub(crate) struct Snapshot {
    pub searcher: Searcher,
    pub columns: Vec<Arc<SegmentColumns>>,
    pub names: Arc<Names>,
    pub cursor: i64,
    pub browse: BrowseCache,
    pub similar: SimilarCache,
    /// The instant by which nearly all documents were last updated: freshness counts back from it, so that a
    /// catalogue that was copied some years ago still tells what was kept up to date from what was left.
    pub present: i64,
    counts: [u64; Kind::ALL.len()],
}

impl Snapshot {
    /// Number of documents of a kind, counting those deleted since the last merge.
    pub fn count(&self, kind: Kind) -> u64 {
        self.counts
            .get(usize::from(kind.number()))
            .copied()
            .unwrap_or(0)
    }
}

pub(crate) fn payload(cursor: i64) -> String {
    format!("{VERSION} {cursor}")
}

/// The cursor of a payload, if this version of the schema wrote it.
fn cursor_of(payload: Option<&str>) -> Option<i64> {
    let (version, cursor) = payload?.split_once(' ')?;
    (version == VERSION.to_string()).then(|| cursor.parse().ok())?
}

impl Index {
    /// Opens the index of a folder; [`Error::Rebuild`] says that it must be built again.
    pub fn open(folder: &Path, synonyms: Synonyms) -> Result<Self> {
        if !folder.join("meta.json").exists() {
            return Err(Error::Rebuild(Staleness::Absent));
        }
        let corrupt = |error: tantivy::TantivyError| {
            tracing::warn!(%error, "the search index cannot be read");
            Error::Rebuild(Staleness::Corrupt)
        };
        let engine = Engine::open_in_dir(folder).map_err(corrupt)?;
        let (schema, fields) = build();
        let meta = engine.load_metas().map_err(corrupt)?;
        if engine.schema() != schema || cursor_of(meta.payload.as_deref()).is_none() {
            return Err(Error::Rebuild(Staleness::Outdated));
        }
        match Self::over(engine, fields, synonyms) {
            Err(Error::Engine(error)) => Err(corrupt(error)),
            other => other,
        }
    }

    /// Opens the index of a folder, or puts an empty one in its place.
    pub fn open_or_recreate(folder: &Path, synonyms: Synonyms) -> Result<(Self, Opened)> {
        match Self::open(folder, synonyms.clone()) {
            Ok(index) => Ok((index, Opened::Existing)),
            Err(Error::Rebuild(staleness)) => {
                if folder.exists() {
                    std::fs::remove_dir_all(folder)?;
                }
                std::fs::create_dir_all(folder)?;
                let (schema, fields) = build();
                let engine = Engine::create_in_dir(folder, schema)?;
                Ok((
                    Self::fresh(engine, fields, synonyms)?,
                    Opened::Recreated(staleness),
                ))
            }
            Err(error) => Err(error),
        }
    }

    /// An empty index in memory.
    pub fn in_memory(synonyms: Synonyms) -> Result<Self> {
        let (schema, fields) = build();
        let engine = Engine::create_in_ram(schema);
        Self::fresh(engine, fields, synonyms)
    }

    fn fresh(engine: Engine, fields: Fields, synonyms: Synonyms) -> Result<Self> {
        engine.tokenizers().register(TOKENIZER, Terms::default());
        let mut writer: IndexWriter = engine.writer_with_num_threads(1, 16_000_000)?;
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload(0));
        prepared.commit()?;
        drop(writer);
        Self::over(engine, fields, synonyms)
    }

    fn over(engine: Engine, fields: Fields, synonyms: Synonyms) -> Result<Self> {
        engine.tokenizers().register(TOKENIZER, Terms::default());
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = load(&engine, &reader, None)?;
        let inner = Inner {
            index: engine,
            fields,
            synonyms,
            scratches: Scratches::default(),
            reader,
            snapshot: RwLock::new(Arc::new(snapshot)),
            reloading: Mutex::new(()),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Takes the index for writing; [`Error::Busy`] while another writer lives.
    pub fn writer(&self) -> Result<Writer> {
        Writer::new(self.inner.clone(), HEAP)
    }

    /// Takes the index for writing with a given memory, for a build from nothing.
    pub fn writer_with_heap(&self, bytes: usize) -> Result<Writer> {
        Writer::new(self.inner.clone(), bytes)
    }

    /// How far the change log was read when the last commit was made.
    pub fn cursor(&self) -> i64 {
        self.inner.snapshot().cursor
    }

    /// Number of documents.
    pub fn len(&self) -> u64 {
        self.inner.snapshot().searcher.num_docs()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl Inner {
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub fn schema(&self) -> Schema {
        self.index.schema()
    }

    /// Puts a snapshot of the last commit in place.
    pub fn reload(&self) -> Result<()> {
        let _one_at_a_time = self
            .reloading
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.reader.reload()?;
        let fresh = load(&self.index, &self.reader, Some(&self.snapshot()))?;
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }
}

fn load(engine: &Engine, reader: &IndexReader, last: Option<&Snapshot>) -> Result<Snapshot> {
    let searcher = reader.searcher();
    let mut names = last.map(|last| last.names.clone()).unwrap_or_default();
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        let known = last.and_then(|last| {
            last.columns
                .iter()
                .find(|columns| columns.segment == segment.segment_id())
                .cloned()
        });
        columns.push(match known {
            Some(known) => known,
            None => Arc::new(SegmentColumns::load(segment, &mut names)?),
        });
    }
    let cursor = cursor_of(engine.load_metas()?.payload.as_deref()).unwrap_or(0);
    let mut counts = [0; Kind::ALL.len()];
    for kind in columns.iter().flat_map(|columns| &columns.kind) {
        if let Some(count) = counts.get_mut(usize::from(*kind)) {
            *count += 1;
        }
    }
    let present = present(&columns);
    Ok(Snapshot {
        searcher,
        columns,
        names,
        cursor,
        browse: BrowseCache::default(),
        similar: SimilarCache::default(),
        present,
        counts,
    })
}

/// The last update that 95 % of the documents do not exceed; the end of time when none has a date.
fn present(columns: &[Arc<SegmentColumns>]) -> i64 {
    let mut updates: Vec<i64> = columns
        .iter()
        .flat_map(|columns| columns.last_update.iter().copied())
        .filter(|updated| *updated != i64::MIN)
        .collect();
    let place = updates.len() * 95 / 100;
    if updates.is_empty() {
        return i64::MAX;
    }
    *updates.select_nth_unstable(place).1
}
