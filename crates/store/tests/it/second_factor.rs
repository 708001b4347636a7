use vitrail_domain::time::DAY;
use vitrail_store::Db;
use vitrail_store::second_factor::{self, SecondFactor};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

db_test!(
    a_second_proof_is_offered_confirmed_and_taken_away,
    async |db: Db| {
        let ada = make::id("Ada");
        let mut tx = db.begin().await.unwrap();
        assert!(second_factor::offer(&mut tx, ada, "A", NOW).await.unwrap());
        assert!(
            second_factor::offer(&mut tx, ada, "B", NOW).await.unwrap(),
            "not confirmed yet"
        );
        assert!(second_factor::confirm(&mut tx, ada, NOW).await.unwrap());
        assert!(!second_factor::confirm(&mut tx, ada, NOW).await.unwrap());
        assert!(!second_factor::offer(&mut tx, ada, "C", NOW).await.unwrap());
        assert!(second_factor::use_step(&mut tx, ada, 7).await.unwrap());
        assert!(!second_factor::use_step(&mut tx, ada, 7).await.unwrap());
        assert!(!second_factor::use_step(&mut tx, ada, 6).await.unwrap());
        tx.commit().await.unwrap();
        let known = SecondFactor {
            secret: "B".to_owned(),
            confirmed: Some(NOW),
            last_step: 7,
        };
        assert_eq!(second_factor::get(&db, ada).await.unwrap(), Some(known));
        let mut tx = db.begin().await.unwrap();
        second_factor::set_codes(&mut tx, ada, &["a".to_owned()])
            .await
            .unwrap();
        assert!(second_factor::remove(&mut tx, ada).await.unwrap());
        assert!(!second_factor::remove(&mut tx, ada).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(second_factor::get(&db, ada).await.unwrap(), None);
        assert_eq!(second_factor::count_codes(&db, ada).await.unwrap(), 0);
    }
);

db_test!(rescue_codes_work_once, async |db: Db| {
    let (ada, bob) = (make::id("Ada"), make::id("Bob"));
    let mut tx = db.begin().await.unwrap();
    second_factor::set_codes(&mut tx, ada, &["old".to_owned()])
        .await
        .unwrap();
    let codes = ["a".to_owned(), "b".to_owned()];
    second_factor::set_codes(&mut tx, ada, &codes)
        .await
        .unwrap();
    assert!(!second_factor::use_code(&mut tx, ada, "old").await.unwrap());
    assert!(!second_factor::use_code(&mut tx, bob, "a").await.unwrap());
    assert!(second_factor::use_code(&mut tx, ada, "a").await.unwrap());
    assert!(!second_factor::use_code(&mut tx, ada, "a").await.unwrap());
    assert_eq!(second_factor::count_codes(&mut tx, ada).await.unwrap(), 1);
    tx.commit().await.unwrap();
});

db_test!(people_half_way_in, async |db: Db| {
    let ada = make::id("Ada");
    let mut tx = db.begin().await.unwrap();
    second_factor::add_half(&mut tx, "h", ada, NOW.plus(DAY))
        .await
        .unwrap();
    second_factor::add_half(&mut tx, "i", ada, NOW.plus(DAY))
        .await
        .unwrap();
    assert_eq!(
        second_factor::half(&mut tx, "h", NOW).await.unwrap(),
        Some(ada)
    );
    assert_eq!(
        second_factor::half(&mut tx, "h", NOW.plus(DAY))
            .await
            .unwrap(),
        None
    );
    assert!(second_factor::end_half(&mut tx, "h").await.unwrap());
    assert!(!second_factor::end_half(&mut tx, "h").await.unwrap());
    assert_eq!(
        second_factor::purge(&mut tx, NOW.plus(2 * DAY))
            .await
            .unwrap(),
        1
    );
    tx.commit().await.unwrap();
});
