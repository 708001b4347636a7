use std::time::Duration;

use vitrail_domain::{Dataset, Kind, User};
use vitrail_store::{Db, Durability, Error, change, dataset, subject, user};
use vitrail_testkit::{db_test, make};

use crate::save;

db_test!(what_is_not_committed_leaves_no_trace, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    user::save(&mut tx, &make::user("Ada")).await.unwrap();
    drop(tx);
    let found = subject::get::<User>(&db, make::id("Ada")).await.unwrap();
    assert_eq!(found, None);
});

db_test!(a_transaction_reads_what_it_wrote, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.is_postgres(), db.is_postgres());
    user::save(&mut tx, &make::user("Ada")).await.unwrap();
    let found = subject::get::<User>(&mut tx, make::id("Ada"))
        .await
        .unwrap();
    assert_eq!(found, Some(make::user("Ada")));
    tx.commit().await.unwrap();
});

db_test!(what_is_taken_is_named, async |db: Db| {
    save!(db, dataset, [&make::dataset("Air")]);
    let twin = Dataset {
        slug: "air".to_owned(),
        ..make::dataset("Eau")
    };
    let mut tx = db.begin().await.unwrap();
    match dataset::save(&mut tx, &twin).await {
        Err(Error::Taken(what)) => assert!(what.contains("slug"), "{what}"),
        other => panic!("{other:?}"),
    }
});

db_test!(followers_wake_at_each_commit, async |db: Db| {
    let mut changes = db.changes();
    assert_eq!(db.last_change(), 0);
    let mut tx = db.begin().await.unwrap();
    let made = make::change(None, (Kind::Dataset, make::id("Air")), "created");
    change::record(&mut tx, &made).await.unwrap();
    assert_eq!(db.last_change(), 0, "nobody may see what is not committed");
    tx.commit().await.unwrap();
    tokio::time::timeout(Duration::from_secs(5), changes.changed())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(db.last_change(), 1);
    assert_eq!(db.look_for_changes().await.unwrap(), 1);
});

// A plain `begin()` lost most of these on SQLite; without `FOR UPDATE` PostgreSQL loses many too.
db_test!(contended_updates_are_not_lost, async |db: Db| {
    const WRITERS: i64 = 16;
    const TURNS: i64 = 25;
    save!(db, dataset, [&make::dataset("Compteur")]);
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..WRITERS {
        let db = db.clone();
        writers.spawn(async move {
            for _ in 0..TURNS {
                let mut tx = db.begin().await.unwrap();
                let found = subject::get::<Dataset>(&mut tx, make::id("Compteur")).await;
                let mut counter = found.unwrap().unwrap();
                let count = counter
                    .extras
                    .get("count")
                    .map_or(0, |n| n.as_i64().unwrap());
                counter
                    .extras
                    .insert("count".to_owned(), (count + 1).into());
                dataset::save(&mut tx, &counter).await.unwrap();
                tx.commit().await.unwrap();
            }
        });
    }
    while let Some(done) = writers.join_next().await {
        done.unwrap();
    }
    let counter = subject::get::<Dataset>(&db, make::id("Compteur")).await;
    let counter = counter.unwrap().unwrap();
    assert_eq!(counter.extras["count"], WRITERS * TURNS);
});

db_test!(
    texts_that_hold_a_nul_are_refused_by_no_engine,
    async |db: Db| {
        let mut broken = make::dataset("Air");
        broken.title = "A\0B".to_owned();
        broken.tags = vec!["a\0b".to_owned()];
        save!(db, dataset, [&broken]);
        let found = subject::get::<Dataset>(&db, broken.id).await.unwrap();
        assert_eq!(found, Some(broken));
        let found = subject::find::<Dataset>(&db, "a\0b").await.unwrap();
        assert_eq!(found, vitrail_store::Found::Nowhere);
    }
);

#[test]
fn a_sqlite_file_is_kept() {
    vitrail_testkit::db::block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vitrail.db");
        let db = Db::sqlite(&file, Durability::Full).await.unwrap();
        save!(db, dataset, [&make::dataset("Air")]);
        db.close().await;
        let db = Db::sqlite(&file, Durability::Bulk).await.unwrap();
        let found = subject::get::<Dataset>(&db, make::id("Air")).await.unwrap();
        assert_eq!(found, Some(make::dataset("Air")));
    });
}

#[test]
fn a_postgres_database_is_kept() {
    vitrail_testkit::db::block_on(async {
        let url = vitrail_testkit::postgres::test_database_url().await;
        let db = Db::postgres(&url).await.unwrap();
        save!(db, dataset, [&make::dataset("Air")]);
        db.close().await;
        let db = Db::postgres(&url).await.unwrap();
        let found = subject::get::<Dataset>(&db, make::id("Air")).await.unwrap();
        assert_eq!(found, Some(make::dataset("Air")));
    });
}

// Two nodes over one database: what one writes wakes the other.
#[test]
fn nodes_listen_to_one_another() {
    vitrail_testkit::db::block_on(async {
        let url = vitrail_testkit::postgres::test_database_url().await;
        let (here, there) = (
            Db::postgres(&url).await.unwrap(),
            Db::postgres(&url).await.unwrap(),
        );
        let mut changes = there.changes();
        let listening = tokio::spawn({
            let there = there.clone();
            async move { there.listen().await }
        });
        let woken = async {
            loop {
                let mut tx = here.begin().await.unwrap();
                let made = make::change(None, (Kind::Dataset, make::id("Air")), "created");
                change::record(&mut tx, &made).await.unwrap();
                tx.commit().await.unwrap();
                // The listener may not have begun to listen yet.
                let wait = Duration::from_millis(300);
                if tokio::time::timeout(wait, changes.changed()).await.is_ok() {
                    break;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), woken)
            .await
            .unwrap();
        assert_eq!(there.last_change(), here.last_change());
        listening.abort();
    });
}

db_test!(a_survey_changes_nothing, async |db: Db| {
    let before = db.last_change();
    db.survey().await.unwrap();
    assert_eq!(db.look_for_changes().await.unwrap(), before);
});
