//! Letters that wait.

use serde_json::json;
use vitrail_domain::time::{DAY, SECOND};
use vitrail_store::Db;
use vitrail_store::outbox::{self, Outgoing};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

fn letter(id: &str) -> Outgoing {
    Outgoing {
        id: make::id(id),
        recipient: "ada@example.org".to_owned(),
        lang: "fr".to_owned(),
        letter: "confirm".to_owned(),
        facts: json!({"name": "Ada"}),
        created: NOW,
        attempts: 0,
    }
}

db_test!(a_letter_is_taken_by_one_and_sent_once, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    outbox::add(&mut tx, &[letter("a")]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outbox::due(&db, NOW, 5).await.unwrap(), [letter("a")]);
    assert_eq!(outbox::due(&db, NOW.plus(-1), 5).await.unwrap(), []);
    for (name, to, since, expected) in [
        ("confirm", "Ada@example.org", NOW.plus(-1), true),
        ("confirm", "ada@example.org", NOW, false),
        ("reset", "ada@example.org", NOW.plus(-1), false),
        ("confirm", "bob@example.org", NOW.plus(-1), false),
    ] {
        let found = outbox::is_written(&db, name, to, since).await.unwrap();
        assert_eq!(found, expected, "{name} {to}");
    }

    let id = make::id("a");
    let until = NOW.plus(60 * SECOND);
    let mut tx = db.begin().await.unwrap();
    assert!(outbox::claim(&mut tx, id, NOW, until).await.unwrap());
    assert!(!outbox::claim(&mut tx, id, NOW, until).await.unwrap());
    tx.commit().await.unwrap();
    // Whoever took it died: it is taken again.
    let again = outbox::due(&db, until, 5).await.unwrap();
    assert_eq!(again[0].attempts, 1);

    let mut tx = db.begin().await.unwrap();
    outbox::sent(&mut tx, id, until).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outbox::due(&db, NOW.plus(DAY), 5).await.unwrap(), []);
    assert_eq!(outbox::counts(&db).await.unwrap(), (0, 0));
});

db_test!(failures_are_tried_again_then_given_up, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    let both = ["a", "b"].map(letter);
    outbox::add(&mut tx, &both).await.unwrap();
    let later = NOW.plus(DAY);
    outbox::failed(&mut tx, make::id("a"), "nobody", Some(later))
        .await
        .unwrap();
    outbox::failed(&mut tx, make::id("b"), "nobody", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(outbox::due(&db, NOW, 5).await.unwrap(), []);
    assert_eq!(outbox::due(&db, later, 5).await.unwrap().len(), 1);
    assert_eq!(outbox::counts(&db).await.unwrap(), (1, 1));
    let mut tx = db.begin().await.unwrap();
    assert_eq!(outbox::purge(&mut tx, later).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(outbox::counts(&db).await.unwrap(), (1, 0));
});
