//! One test, two engines: `db_test!(name, async |db: Db| { … })` makes `name::sqlite` and `name::postgres`, each
//! with an empty database of its own.

use vitrail_store::{Db, Durability};

use crate::postgres::test_database_url;

/// Makes two tests of one body, one for each engine.
#[macro_export]
macro_rules! db_test {
    ($(#[$attribute:meta])* $name:ident, $body:expr) => {
        mod $name {
            use super::*;

            async fn body(db: $crate::Db) {
                let run = $body;
                run(db).await;
            }

            $(#[$attribute])*
            #[test]
            fn sqlite() {
                $crate::db::on_sqlite(body);
            }

            $(#[$attribute])*
            #[test]
            fn postgres() {
                $crate::db::on_postgres(body);
            }
        }
    };
}

/// Runs a body over a SQLite file that is removed afterwards.
///
/// # Panics
/// When there is no room for a file, and when the body does.
pub fn on_sqlite<F: Future<Output = ()>>(body: impl FnOnce(Db) -> F) {
    let folder = tempfile::tempdir().unwrap_or_else(|why| panic!("no temporary folder: {why}"));
    block_on(async {
        let db = Db::sqlite(&folder.path().join("vitrail.db"), Durability::Bulk)
            .await
            .unwrap_or_else(|why| panic!("SQLite: {why}"));
        body(db.clone()).await;
        db.close().await;
    });
}

/// Runs a body over an empty PostgreSQL database.
///
/// # Panics
/// When there is no server, and when the body does.
pub fn on_postgres<F: Future<Output = ()>>(body: impl FnOnce(Db) -> F) {
    block_on(async {
        let url = test_database_url().await;
        let db = Db::postgres(&url)
            .await
            .unwrap_or_else(|why| panic!("PostgreSQL: {why}"));
        body(db.clone()).await;
        db.close().await;
    });
}

/// Runs a test to its end on two threads, so that what races in production races here.
///
/// # Panics
/// When the test does.
pub fn block_on<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap_or_else(|why| panic!("no runtime: {why}"))
        .block_on(test)
}
