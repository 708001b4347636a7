//! Limits that survive restarts.

use vitrail_domain::time::SECOND;
use vitrail_store::{Db, bucket};
use vitrail_testkit::db_test;
use vitrail_testkit::make::NOW;

async fn take(db: &Db, seconds: i64) -> Option<i64> {
    let mut tx = db.begin().await.unwrap();
    let now = NOW.plus(seconds * SECOND);
    let wait = bucket::take(&mut tx, "sign-in:x", now, 3, 10 * SECOND)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    wait
}

db_test!(a_bucket_empties_and_fills_again, async |db: Db| {
    for _ in 0..3 {
        assert_eq!(take(&db, 0).await, None);
    }
    assert_eq!(take(&db, 0).await, Some(10 * SECOND));
    assert_eq!(take(&db, 4).await, Some(6 * SECOND), "asking costs nothing");
    assert_eq!(take(&db, 10).await, None);
    assert_eq!(take(&db, 10).await, Some(10 * SECOND));
    for _ in 0..3 {
        assert_eq!(take(&db, 100).await, None, "never more than it holds");
    }
    assert!(take(&db, 100).await.is_some());
});

db_test!(others_have_their_own, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    for name in ["a", "b"] {
        let wait = bucket::take(&mut tx, name, NOW, 1, SECOND).await.unwrap();
        assert_eq!(wait, None, "{name}");
    }
    assert_eq!(bucket::purge(&mut tx, NOW).await.unwrap(), 0);
    assert_eq!(
        bucket::purge(&mut tx, NOW.plus(2 * SECOND)).await.unwrap(),
        2
    );
    tx.commit().await.unwrap();
});

db_test!(those_who_race_take_no_token_twice, async |db: Db| {
    let tries = (0..12).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { take(&db, 0).await.is_none() })
    });
    let mut taken = 0;
    for one in tries.collect::<Vec<_>>() {
        taken += i32::from(one.await.unwrap());
    }
    assert_eq!(taken, 3);
});
