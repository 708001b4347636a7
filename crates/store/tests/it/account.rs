use vitrail_domain::Timestamp;
use vitrail_domain::time::DAY;
use vitrail_store::Db;
use vitrail_store::account::{self, NewToken, Token};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::save;

db_test!(passwords_are_kept_apart, async |db: Db| {
    let mut ada = make::user("Ada");
    save!(db, user, [&ada]);
    assert_eq!(account::password(&db, ada.id).await.unwrap(), None);
    let mut tx = db.begin().await.unwrap();
    account::set_password(&mut tx, ada.id, "hash")
        .await
        .unwrap();
    tx.commit().await.unwrap();

    // Writing the account again leaves its password.
    ada.about = Some("Bonjour".to_owned());
    save!(db, user, [&ada]);
    assert_eq!(
        account::password(&db, ada.id).await.unwrap().as_deref(),
        Some("hash")
    );
    assert_eq!(
        account::password(&db, make::id("nobody")).await.unwrap(),
        None
    );
});

fn new_token(digest: &str, expires: Option<Timestamp>) -> NewToken {
    NewToken {
        id: make::id(digest),
        user: make::id("Ada"),
        digest: digest.to_owned(),
        prefix: "udata_12345678".to_owned(),
        name: None,
        created: NOW,
        expires,
    }
}

db_test!(tokens_are_found_by_digest, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    account::add_token(&mut tx, new_token("a", None))
        .await
        .unwrap();
    account::add_token(&mut tx, new_token("b", Some(NOW.plus(DAY))))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let expected = |digest: &str, expires| Token {
        id: make::id(digest),
        user: make::id("Ada"),
        expires,
        revoked: None,
    };
    assert_eq!(
        account::token(&db, "a").await.unwrap(),
        Some(expected("a", None))
    );
    let expires = Some(NOW.plus(DAY));
    assert_eq!(
        account::token(&db, "b").await.unwrap(),
        Some(expected("b", expires))
    );
    assert_eq!(account::token(&db, "A").await.unwrap(), None);

    let mine = account::tokens(&db, make::id("Ada")).await.unwrap();
    let mut ids: Vec<_> = mine.iter().map(|token| token.id).collect();
    ids.sort_unstable();
    let mut expected = ["a", "b"].map(make::id);
    expected.sort_unstable();
    assert_eq!(ids, expected);
    assert!(
        mine.iter()
            .all(|token| token.prefix == "udata_12345678" && token.created == NOW)
    );
    let none = account::tokens(&db, make::id("Bob")).await.unwrap();
    assert_eq!(none, []);
});

db_test!(sessions_end, async |db: Db| {
    let user = make::id("Ada");
    let mut tx = db.begin().await.unwrap();
    account::add_session(&mut tx, "s", user, NOW, NOW.plus(DAY))
        .await
        .unwrap();
    account::add_session(&mut tx, "t", user, NOW, NOW.plus(DAY))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let last = NOW.plus(DAY - 1);
    assert_eq!(account::session(&db, "s", last).await.unwrap(), Some(user));
    assert_eq!(
        account::session(&db, "s", NOW.plus(DAY)).await.unwrap(),
        None
    );

    let mut tx = db.begin().await.unwrap();
    account::end_session(&mut tx, "s").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(account::session(&db, "s", NOW).await.unwrap(), None);
    assert_eq!(account::session(&db, "t", NOW).await.unwrap(), Some(user));
});

db_test!(a_link_works_once, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    account::set_one_time(&mut tx, "old", "setup", NOW.plus(DAY))
        .await
        .unwrap();
    account::set_one_time(&mut tx, "other", "reset", NOW.plus(DAY))
        .await
        .unwrap();
    account::set_one_time(&mut tx, "new", "setup", NOW.plus(DAY))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(
        !account::is_one_time(&db, "old", "setup", NOW)
            .await
            .unwrap(),
        "replaced"
    );
    assert!(
        account::is_one_time(&db, "other", "reset", NOW)
            .await
            .unwrap()
    );
    assert!(
        !account::is_one_time(&db, "new", "reset", NOW)
            .await
            .unwrap(),
        "another purpose"
    );
    assert!(
        !account::is_one_time(&db, "new", "setup", NOW.plus(DAY))
            .await
            .unwrap(),
        "expired"
    );

    let mut tx = db.begin().await.unwrap();
    assert!(
        !account::use_one_time(&mut tx, "new", "setup", NOW.plus(DAY))
            .await
            .unwrap()
    );
    assert!(
        account::use_one_time(&mut tx, "new", "setup", NOW)
            .await
            .unwrap()
    );
    assert!(
        !account::use_one_time(&mut tx, "new", "setup", NOW)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert!(
        !account::is_one_time(&db, "new", "setup", NOW)
            .await
            .unwrap()
    );
});

db_test!(a_link_used_by_many_at_once_works_once, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    account::set_one_time(&mut tx, "link", "setup", NOW.plus(DAY))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut people = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let db = db.clone();
        people.spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let used = account::use_one_time(&mut tx, "link", "setup", NOW)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            used
        });
    }
    let used = people
        .join_all()
        .await
        .into_iter()
        .filter(|used| *used)
        .count();
    assert_eq!(used, 1);
});
