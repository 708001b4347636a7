//! A fresh PostgreSQL database for a test. `make test` starts one server for the whole run and names it in
//! `VITRAIL_TEST_POSTGRES`; without it (one test from an editor) the first test process starts a server
//! that the others share and that stops by itself. Each test has a database of its own, not a schema:
//! notifications and migration locks of PostgreSQL are per database. Databases of dead test processes
//! are dropped by the living.

use std::{
    env,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    process::{self, Command},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use anyhow::{Context, Result, bail};
use url::Url;

/// The URL of an empty database that only the caller knows.
///
/// # Panics
/// When there is no server and none can be started: the message says what to install.
pub async fn test_database_url() -> String {
    match tokio::task::spawn_blocking(fresh_database).await {
        Ok(Ok(url)) => url,
        Ok(Err(why)) => panic!("no PostgreSQL for this test: {why:#}"),
        Err(why) => panic!("no PostgreSQL for this test: {why}"),
    }
}

fn fresh_database() -> Result<String> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let server = server()?;
    let turn = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("t_{}_{turn}", process::id());

    let mut statements = vec![format!("drop database if exists {name} with (force)")];
    if turn == 0 {
        statements.extend(abandoned_databases(server)?);
    }
    // Sorted as French readers expect: what relies on the order of bytes must say so.
    // A neighbour may drop the same abandoned database: only the last statement has to succeed.
    statements.push(format!(
        "create database {name} template template0 locale_provider icu icu_locale 'fr-FR'"
    ));
    psql(server, &statements)?;

    let mut url = Url::parse(server).context("the URL of the server")?;
    url.set_path(&name);
    Ok(url.into())
}

/// The server, found or started once per process.
fn server() -> Result<&'static str> {
    static SERVER: OnceLock<Result<String>> = OnceLock::new();
    let server = SERVER.get_or_init(|| match env::var("VITRAIL_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => Ok(url),
        _ => borrow_server(),
    });
    match server {
        Ok(url) => Ok(url),
        Err(why) => bail!("{why:#}"),
    }
}

/// Starts a server or joins the one that another test process started, and keeps it for our lifetime.
fn borrow_server() -> Result<String> {
    static USERS: OnceLock<File> = OnceLock::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut hasher = DefaultHasher::new();
    here.hash(&mut hasher);
    let folder = format!("/tmp/vitrail-pg-{:016x}", hasher.finish());

    let turn = File::create(format!("{folder}.lock")).context("the lock of the test server")?;
    turn.lock().context("the lock of the test server")?;
    let script = here.join("../../scripts/pg-test.sh");
    let started = Command::new(&script)
        .args(["lend", &folder])
        .output()
        .with_context(|| format!("running {}", script.display()))?;
    if !started.status.success() {
        bail!("{}", String::from_utf8_lossy(&started.stderr).trim());
    }
    let users = File::create(format!("{folder}.users")).context("the users of the test server")?;
    users
        .lock_shared()
        .context("the users of the test server")?;
    USERS.get_or_init(|| users);
    Ok(String::from_utf8(started.stdout)?.trim().to_owned())
}

/// A statement for each database whose test process is gone.
fn abandoned_databases(server: &str) -> Result<Vec<String>> {
    let list = r"select datname from pg_database where datname like 't\_%'".to_owned();
    let names = psql(server, &[list])?;
    let drop = |name: &str| format!("drop database if exists {name} with (force)");
    Ok(names
        .lines()
        .filter(|name| is_abandoned(name))
        .map(drop)
        .collect())
}

fn is_abandoned(name: &str) -> bool {
    let process = name.split('_').nth(1).and_then(|id| id.parse::<u32>().ok());
    process.is_some_and(|id| {
        Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{id}")).exists()
    })
}

fn psql(server: &str, statements: &[String]) -> Result<String> {
    let mut command = Command::new("psql");
    command.args(["-X", "-q", "-A", "-t", server]);
    for statement in statements {
        command.args(["-c", statement]);
    }
    let done = command
        .output()
        .context("running psql; on Debian: apt-get install postgresql")?;
    if !done.status.success() {
        bail!("psql: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(String::from_utf8(done.stdout)?)
}
