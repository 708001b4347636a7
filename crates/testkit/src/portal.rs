//! A whole portal in the process of a test: a temporary SQLite file, an index in memory, a clock that stands
//! still and seeded chance. Requests go through the real router, without a network.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::http::header::{HOST, LOCATION};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;
use vitrail_app::index::{DEFAULT_SYNONYMS, Index, Synonyms};
use vitrail_app::{App, Clock, Rng, Settings, follower};
use vitrail_domain::{Change, Id, Kind, Timestamp};
use vitrail_harvest::{Engine, Limits};
use vitrail_store::{Db, Durability, Tx};
use vitrail_web::{Web, router};

use crate::postgres::test_database_url;

/// Now, in these tests: 2026-01-15T12:00:00Z.
pub const NOW: Timestamp = Timestamp::from_micros(1_768_478_400_000_000);
/// The host to which requests are sent.
pub const TEST_HOST: &str = "portal.example";

/// A portal and the folder that dies with it.
pub struct Portal {
    pub app: App,
    pub web: Web,
    router: Router,
    folder: TempDir,
}

/// Who reads catalogues in tests: of this machine too, and without patience.
fn engine() -> Result<Engine> {
    let mut options = Engine::options();
    options.allow = vec!["127.0.0.0/8".parse()?];
    options.patience.first_pause = Duration::from_millis(10);
    options.patience.longest_pause = Duration::from_millis(50);
    options.read_within = Duration::from_secs(2);
    options.answer_within = Duration::from_secs(4);
    let limits = Limits {
        answer: 4_000_000,
        ..Limits::default()
    };
    Ok(Engine::new(options, limits)?)
}

/// What the portal answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Portal {
    /// An empty portal on SQLite.
    pub async fn empty() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let db = Db::sqlite(&folder.path().join("test.db"), Durability::Bulk).await?;
        Self::over(db, folder, |_| {})
    }

    /// An empty portal on SQLite with other settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let db = Db::sqlite(&folder.path().join("test.db"), Durability::Bulk).await?;
        Self::over(db, folder, change)
    }

    /// An empty portal on a PostgreSQL database of its own.
    pub async fn empty_on_postgres() -> Result<Self> {
        let db = Db::postgres(&test_database_url().await).await?;
        Self::on(db)
    }

    /// An empty portal over a database of the test, whichever the engine.
    pub fn on(db: Db) -> Result<Self> {
        Self::over(db, tempfile::tempdir()?, |_| {})
    }

    /// The same with other settings.
    pub fn on_with(db: Db, change: impl FnOnce(&mut Settings)) -> Result<Self> {
        Self::over(db, tempfile::tempdir()?, change)
    }

    fn over(db: Db, folder: TempDir, change: impl FnOnce(&mut Settings)) -> Result<Self> {
        let index = Index::in_memory(Synonyms::parse(DEFAULT_SYNONYMS))?;
        let mut settings = Settings {
            data: folder.path().to_owned(),
            default_language: "en".to_owned(),
            mail: Some(folder.path().join("mails").to_string_lossy().into_owned()),
            ..Settings::default()
        };
        settings.harvest.allow = vec!["127.0.0.0/8".parse()?];
        change(&mut settings);
        let app = App::new(db, index, Clock::fixed(NOW), Rng::seeded(1), settings);
        app.harvest_with(Arc::new(engine()?));
        let web = Web::new(app.clone())?;
        let router = router(web.clone());
        Ok(Self {
            app,
            web,
            router,
            folder,
        })
    }

    /// Writes in one transaction, then builds the index again.
    pub async fn write(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<()>) -> Result<()> {
        let mut tx = self.app.db().begin().await?;
        work(&mut tx).await?;
        // Answers are kept ready until the change log moves.
        let change = Change::new(NOW, (Kind::Site, Id::default()), "updated");
        vitrail_store::change::record(&mut tx, &change).await?;
        tx.commit().await?;
        follower::rebuild(&self.app, |_| {}).await?;
        Ok(())
    }

    /// Lets time pass, in microseconds.
    pub fn advance(&self, micros: i64) {
        if let Clock::Fixed(now) = self.app.clock() {
            now.fetch_add(micros, std::sync::atomic::Ordering::Relaxed);
        }
    }

    /// The folder of the portal.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub async fn get(&self, path: &str) -> Result<Answer> {
        self.ask(Method::GET, path, &[]).await
    }

    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Answer> {
        self.send(method, path, headers, Body::empty()).await
    }

    /// Sends a form as a browser does.
    pub async fn submit(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Result<Answer> {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([kind]).collect();
        self.send(Method::POST, path, &headers, form).await
    }

    /// Sends anything.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Result<Answer> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, TEST_HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into())?;
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await?;
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        })
    }
}

impl Answer {
    pub fn json(&self) -> Result<Value> {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_str(&text).with_context(|| format!("{}: {text}", self.status))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn location(&self) -> Option<&str> {
        self.header(LOCATION.as_str())
    }
}
