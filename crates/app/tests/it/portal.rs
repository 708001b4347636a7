//! A portal for a test, on either engine.

use vitrail_app::domain::Timestamp;
use vitrail_app::index::{Index, Synonyms};
use vitrail_app::{App, Clock, Rng, Settings};
use vitrail_store::Db;

/// The day on which the tests happen.
pub const NOW: i64 = 1_780_000_000_000_000;

fn app(db: Db) -> App {
    App::new(
        db,
        Index::in_memory(Synonyms::default()).unwrap(),
        Clock::fixed(Timestamp::from_micros(NOW)),
        Rng::seeded(1),
        Settings::default(),
    )
}

/// A portal in a folder that goes away with the guard.
pub async fn sqlite() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vitrail.db");
    let db = Db::sqlite(&file, vitrail_store::Durability::Bulk)
        .await
        .unwrap();
    (app(db), folder)
}

pub async fn postgres() -> App {
    let url = vitrail_testkit::postgres::test_database_url().await;
    app(Db::postgres(&url).await.unwrap())
}
