use vitrail_domain::Timestamp;
use vitrail_domain::time::DAY;
use vitrail_store::Db;
use vitrail_store::account::{self, Link, NewSession, NewToken, Token};
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
        scope: "admin".to_owned(),
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
        scope: "admin".to_owned(),
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

fn new_session(digest: &str) -> NewSession<'_> {
    NewSession {
        id: make::id(digest),
        digest,
        user: make::id("Ada"),
        agent: Some("Firefox"),
        created: NOW,
        expires: NOW.plus(DAY),
    }
}

db_test!(sessions_end, async |db: Db| {
    let user = make::id("Ada");
    let mut tx = db.begin().await.unwrap();
    for digest in ["s", "t"] {
        account::add_session(&mut tx, &new_session(digest))
            .await
            .unwrap();
    }
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

db_test!(sessions_are_listed_and_revoked, async |db: Db| {
    let user = make::id("Ada");
    let mut tx = db.begin().await.unwrap();
    for digest in ["s", "t", "u"] {
        account::add_session(&mut tx, &new_session(digest))
            .await
            .unwrap();
    }
    let other = make::id("Bob");
    assert!(
        !account::end_session_of(&mut tx, other, make::id("s"))
            .await
            .unwrap(),
        "only one's own"
    );
    assert!(
        account::end_session_of(&mut tx, user, make::id("s"))
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let left = account::sessions(&db, user, NOW).await.unwrap();
    assert_eq!(left.len(), 2);
    assert_eq!(left[0].agent.as_deref(), Some("Firefox"));
    let over = account::sessions(&db, user, NOW.plus(DAY)).await.unwrap();
    assert_eq!(over, []);

    let mut tx = db.begin().await.unwrap();
    assert_eq!(
        account::end_sessions(&mut tx, other, None).await.unwrap(),
        0
    );
    assert_eq!(
        account::end_sessions(&mut tx, user, Some("t"))
            .await
            .unwrap(),
        1
    );
    tx.commit().await.unwrap();
    let left = account::sessions(&db, user, NOW).await.unwrap();
    assert_eq!(left[0].digest, "t");
});

db_test!(a_link_proves_an_address_once, async |db: Db| {
    let made = |digest: &str, purpose: &str| Link {
        digest: digest.to_owned(),
        user: make::id("Ada"),
        purpose: purpose.to_owned(),
        email: "ada@example.org".to_owned(),
        expires: NOW.plus(DAY),
    };
    let mut tx = db.begin().await.unwrap();
    for (digest, purpose) in [("old", "reset"), ("other", "confirm"), ("new", "reset")] {
        account::add_link(&mut tx, &made(digest, purpose))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let found = account::link(&db, "new", "reset", NOW).await.unwrap();
    assert_eq!(found, Some(made("new", "reset")));
    for (digest, purpose, now) in [
        ("old", "reset", NOW),
        ("new", "confirm", NOW),
        ("new", "reset", NOW.plus(DAY)),
    ] {
        let found = account::link(&db, digest, purpose, now).await.unwrap();
        assert_eq!(found, None, "{digest} {purpose}");
    }
    let mut tx = db.begin().await.unwrap();
    assert!(account::use_link(&mut tx, "new").await.unwrap());
    assert!(!account::use_link(&mut tx, "new").await.unwrap());
    account::drop_links(&mut tx, make::id("Ada")).await.unwrap();
    tx.commit().await.unwrap();
    let found = account::link(&db, "other", "confirm", NOW).await.unwrap();
    assert_eq!(found, None);
});

db_test!(what_ended_is_forgotten, async |db: Db| {
    let made = |digest: &str, expires| Link {
        digest: digest.to_owned(),
        user: make::id(digest),
        purpose: "reset".to_owned(),
        email: "ada@example.org".to_owned(),
        expires,
    };
    let mut tx = db.begin().await.unwrap();
    for link in [made("old", NOW.plus(-DAY)), made("new", NOW.plus(DAY))] {
        account::add_link(&mut tx, &link).await.unwrap();
    }
    account::set_one_time(&mut tx, "digest", "setup", NOW.plus(-DAY))
        .await
        .unwrap();
    assert_eq!(account::purge(&mut tx, NOW).await.unwrap(), 2);
    assert_eq!(account::purge(&mut tx, NOW).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let kept = account::link(&db, "new", "reset", NOW).await.unwrap();
    assert!(kept.is_some());
});

db_test!(unconfirmed_accounts_are_nobody, async |db: Db| {
    let ada = make::user("Ada");
    save!(db, user, [&ada]);
    assert!(!account::is_unconfirmed(&db, ada.id).await.unwrap());
    let listed = async || {
        let page = vitrail_store::Page { number: 1, size: 5 };
        vitrail_store::user::list(&db, None, false, None, page)
            .await
            .unwrap()
            .total
    };
    assert_eq!(listed().await, 1);
    let mut tx = db.begin().await.unwrap();
    account::set_unconfirmed(&mut tx, ada.id, Some(NOW))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(account::is_unconfirmed(&db, ada.id).await.unwrap());
    assert_eq!(listed().await, 0);
    save!(db, user, [&ada]);
    assert!(account::is_unconfirmed(&db, ada.id).await.unwrap(), "kept");
});

db_test!(accounts_never_confirmed_are_forgotten, async |db: Db| {
    let (ada, bob) = (make::user("Ada"), make::user("Bob"));
    save!(db, user, [&ada, &bob]);
    let mut tx = db.begin().await.unwrap();
    account::set_unconfirmed(&mut tx, ada.id, Some(NOW))
        .await
        .unwrap();
    assert!(account::unconfirmed(&mut tx, NOW).await.unwrap().is_empty());
    assert_eq!(
        account::unconfirmed(&mut tx, NOW.plus(1)).await.unwrap(),
        [ada.id]
    );
    assert!(account::drop_unconfirmed(&mut tx, ada.id).await.unwrap());
    assert!(!account::drop_unconfirmed(&mut tx, bob.id).await.unwrap());
    tx.commit().await.unwrap();
});
