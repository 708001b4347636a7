//! The two engines behind one type. SQLite has one writer and several readers; PostgreSQL has a pool. Write
//! transactions are `IMMEDIATE` on SQLite: a deferred one that reads, then writes, fails under contention.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, FromRow, Postgres, Sqlite, Transaction};
use tokio::sync::watch;
use vitrail_domain::Change;

use crate::change;
use crate::kept::Kept;
use crate::sql::{Sql, Value};

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A uniqueness rule was broken; names the table and column as the engine does.
    #[error("already taken: {0}")]
    Taken(String),
    #[error("a stored object cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("database: {0}")]
    Sql(sqlx::Error),
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

pub type Result<T> = std::result::Result<T, Error>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(cause) if cause.is_unique_violation() => Self::Taken(
                cause
                    .constraint()
                    .unwrap_or_else(|| cause.message())
                    .to_owned(),
            ),
            _ => Self::Sql(error),
        }
    }
}

/// A row that both engines can give.
pub trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static
{
}

impl<T> Row for T where
    T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static
{
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    /// The last place of the change log that this node knows of.
    changes: Arc<watch::Sender<i64>>,
    /// The lengths of lists, by their statement.
    counts: Arc<Kept<String, i64>>,
    /// The values that lists are counted by, by their statement.
    groups: Arc<Kept<String, Vec<(String, i64)>>>,
}

#[derive(Clone, Debug)]
enum Engine {
    Sqlite { write: SqlitePool, read: SqlitePool },
    Postgres(PgPool),
}

/// A connection to PostgreSQL that did nothing for so long is tried before it is given a statement.
const RESTED: Duration = Duration::from_secs(1);

/// How much an acknowledged write survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut loses nothing acknowledged.
    Full,
    /// Bulk imports, which are run again from the start if the power fails.
    Bulk,
}

impl Db {
    /// Opens, creating it when absent, the SQLite file of a portal, and brings its schema up to date.
    pub async fn sqlite(file: &Path, durability: Durability) -> Result<Self> {
        let synchronous = match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::Bulk => SqliteSynchronous::Normal,
        };
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .busy_timeout(Duration::from_secs(10))
            .pragma("mmap_size", "0")
            .pragma("cache_size", "-4096")
            .pragma("temp_store", "memory");
        // A connection to a file does not go stale, and asking it costs as much as a statement.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let write = pool()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("migrations/sqlite").run(&write).await?;
        let read = pool()
            .max_connections(4)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Self::ready(Engine::Sqlite { write, read }).await
    }

    /// Connects to PostgreSQL and brings its schema up to date.
    pub async fn postgres(url: &str) -> Result<Self> {
        let options = sqlx::postgres::PgConnectOptions::from_str(url)?;
        // The pool tries again for ten seconds and forgets why: one connection says it at once.
        options.connect().await?.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(10)
            .acquire_timeout(Duration::from_secs(10))
            // Only those that rested may have been cut.
            .test_before_acquire(false)
            .before_acquire(|connection, resting| {
                Box::pin(async move {
                    if resting.idle_for > RESTED {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!("migrations/postgres").run(&pool).await?;
        Self::ready(Engine::Postgres(pool)).await
    }

    async fn ready(engine: Engine) -> Result<Self> {
        let db = Self {
            engine,
            changes: Arc::new(watch::channel(0).0),
            counts: Arc::default(),
            groups: Arc::default(),
        };
        db.look_for_changes().await?;
        Ok(db)
    }

    /// Whether this is PostgreSQL, for the few statements of [`crate::dialect`].
    pub fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// A transaction that may write.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match &self.engine {
            Engine::Sqlite { write, .. } => {
                Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?)
            }
            Engine::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx {
            inner,
            recorded: Vec::new(),
            changes: Arc::clone(&self.changes),
        })
    }

    /// Counts what the tables hold after a bulk load: until it has, PostgreSQL reads whole tables for what an index gives.
    pub async fn survey(&self) -> Result<()> {
        if let Engine::Postgres(pool) = &self.engine {
            sqlx::query("ANALYZE").execute(pool).await?;
        }
        Ok(())
    }

    /// Follows the place of the change log: wakes whoever waits when something was written here, or was seen
    /// by [`Db::look_for_changes`].
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.changes.subscribe()
    }

    /// The last place of the change log that this node knows of.
    pub fn last_change(&self) -> i64 {
        *self.changes.borrow()
    }

    /// A count that is asked with each page of a list. It reads the whole list, and is the same until something
    /// changes.
    pub(crate) async fn counted(&self, sql: Sql) -> Result<i64> {
        let count = async |sql: Sql| sql.count(self).await;
        Ok(*self.remembered(&self.counts, sql, count, |_| true).await?)
    }

    /// Values and how often each is met, which is asked with each page of a list too. Long answers are not kept.
    pub(crate) async fn grouped(&self, sql: Sql) -> Result<Vec<(String, i64)>> {
        let group = async |sql: Sql| sql.all::<(String, i64)>(self).await;
        let is_short = |found: &Vec<(String, i64)>| found.len() <= 200;
        let found = self.remembered(&self.groups, sql, group, is_short).await?;
        Ok(Arc::unwrap_or_clone(found))
    }

    /// What a statement answers, from memory as long as nothing changed. Statements that name thousands of objects are
    /// asked once and would fill the memory: they are not kept.
    async fn remembered<V>(
        &self,
        kept: &Kept<String, V>,
        sql: Sql,
        ask: impl AsyncFnOnce(Sql) -> Result<V>,
        is_kept: impl Fn(&V) -> bool,
    ) -> Result<Arc<V>> {
        const LONG: usize = 4_000;
        let key = format!("{} {:?}", sql.text, sql.values);
        let (known, place) = kept.known(self, std::slice::from_ref(&key));
        if let Some(found) = known.get(&key) {
            return Ok(Arc::clone(found));
        }
        let found = Arc::new(ask(sql).await?);
        if key.len() <= LONG && is_kept(&found) {
            kept.keep(self, place, [(key, Arc::clone(&found))]);
        }
        Ok(found)
    }

    /// Asks the database for the last change: other nodes and commands write too.
    pub async fn look_for_changes(&self) -> Result<i64> {
        let last = Sql::new("SELECT COALESCE(MAX(seq), 0) FROM change")
            .count(self)
            .await?;
        advance(&self.changes, last);
        Ok(last)
    }

    /// Learns of what other nodes write as soon as they do, until the connection fails. On SQLite, where other
    /// commands are only seen by looking, this never ends.
    pub async fn listen(&self) -> Result<()> {
        let Engine::Postgres(pool) = &self.engine else {
            return std::future::pending().await;
        };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen("change").await?;
        loop {
            listener.recv().await?;
            self.look_for_changes().await?;
        }
    }

    /// Waits for what is under way and closes the files.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

fn advance(changes: &watch::Sender<i64>, place: i64) {
    changes.send_if_modified(|known| {
        let later = place > *known;
        if later {
            *known = place;
        }
        later
    });
}

/// A write transaction; dropped without [`Tx::commit`], it leaves no trace.
pub struct Tx {
    inner: Inner,
    /// What changed, to be written in the log.
    recorded: Vec<Change>,
    changes: Arc<watch::Sender<i64>>,
}

enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes it lasting, then wakes the followers of the change log.
    pub async fn commit(mut self) -> Result<()> {
        let recorded = std::mem::take(&mut self.recorded);
        let place = change::write(&mut self, recorded).await?;
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        if let Some(place) = place {
            advance(&self.changes, place);
        }
        Ok(())
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Postgres(_))
    }

    pub(crate) fn record(&mut self, changes: &[Change]) {
        self.recorded.extend_from_slice(changes);
    }
}

/// Where a statement runs: on its own, or inside a transaction.
pub enum Run<'a> {
    Db(&'a Db),
    Tx(&'a mut Tx),
}

impl<'a> From<&'a Db> for Run<'a> {
    fn from(db: &'a Db) -> Self {
        Self::Db(db)
    }
}

impl<'a> From<&'a mut Tx> for Run<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Self::Tx(tx)
    }
}

macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text.map(crate::sql::storable)),
                Value::Int(number) => query.bind(number),
            };
        }
        query
    }};
}

/// Runs `$body` with `$on` being the right executor of either engine.
macro_rules! on {
    ($run:expr, $pool:ident, $on:ident => $body:expr) => {
        match $run {
            Run::Db(db) => match &db.engine {
                Engine::Sqlite { $pool: $on, .. } => $body,
                Engine::Postgres($on) => $body,
            },
            Run::Tx(tx) => match &mut tx.inner {
                Inner::Sqlite(tx) => {
                    let $on = &mut **tx;
                    $body
                }
                Inner::Postgres(tx) => {
                    let $on = &mut **tx;
                    $body
                }
            },
        }
    };
}

impl Run<'_> {
    /// The same place again, for a second statement.
    pub fn again(&mut self) -> Run<'_> {
        match self {
            Self::Db(db) => Run::Db(db),
            Self::Tx(tx) => Run::Tx(tx),
        }
    }

    fn is_postgres(&self) -> bool {
        match self {
            Self::Db(db) => db.is_postgres(),
            Self::Tx(tx) => tx.is_postgres(),
        }
    }

    /// The text as the engine reads it best: SQLite takes `$1` for a name, which it looks for among all the names
    /// of the statement each time a value is bound.
    fn spoken(&self, sql: Sql) -> (String, Vec<Value>) {
        let text = if self.is_postgres() {
            sql.text
        } else {
            positional(&sql.text)
        };
        (text, sql.values)
    }

    pub(crate) async fn all<T: Row>(self, sql: Sql) -> Result<Vec<T>> {
        let (text, values) = self.spoken(sql);
        let rows = on!(self, read, c => {
            bound!(sqlx::query_as::<_, T>(AssertSqlSafe(text)), values).fetch_all(c).await?
        });
        Ok(rows)
    }

    pub(crate) async fn execute(self, sql: Sql) -> Result<u64> {
        let (text, values) = self.spoken(sql);
        let changed = on!(self, write, c => {
            bound!(sqlx::query(AssertSqlSafe(text)), values).execute(c).await?.rows_affected()
        });
        Ok(changed)
    }
}

/// `$1, $2` as `?, ?`: values are bound in the order of their places, each once.
fn positional(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('$');
    out.extend(parts.next());
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push(if rest.len() < part.len() { '?' } else { '$' });
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lose_their_numbers_and_other_texts_stay() {
        let text = "SELECT '$.a' WHERE a = $1 AND b IN ($2, $13) AND c = '$'";
        let expected = "SELECT '$.a' WHERE a = ? AND b IN (?, ?) AND c = '$'";
        assert_eq!(positional(text), expected);
    }
}
