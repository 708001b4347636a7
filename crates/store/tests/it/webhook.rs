//! Whom programs hear from, and what they were told.

use vitrail_domain::time::DAY;
use vitrail_store::webhook::{self, Call, Webhook};
use vitrail_store::{Db, Page};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

db_test!(
    addresses_and_what_they_were_told_are_kept,
    async |db: Db| {
        let owner = make::id("ada");
        let hook = Webhook {
            id: make::id("hook"),
            owner_kind: "user".to_owned(),
            owner,
            url: "https://www.example.com/hook".to_owned(),
            secret: "s".to_owned(),
            events: vec!["dataset.created".to_owned()],
            created: NOW,
            disabled: None,
            failures: 0,
        };
        let call = Call {
            id: make::id("call"),
            webhook: hook.id,
            event: "ping".to_owned(),
            body: "{}".to_owned(),
            created: NOW,
            attempts: 1,
            tried: Some(NOW),
            status: Some(500),
            failure: Some("it answered 500".to_owned()),
            delivered: None,
        };
        let mut tx = db.begin().await.unwrap();
        webhook::save(&mut tx, &hook).await.unwrap();
        webhook::save_call(&mut tx, &call).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            webhook::get(&db, hook.id).await.unwrap(),
            Some(hook.clone())
        );
        assert_eq!(webhook::of(&db, ("user", owner)).await.unwrap().len(), 1);
        assert_eq!(webhook::of(&db, ("site", owner)).await.unwrap().len(), 0);
        assert_eq!(webhook::active(&db).await.unwrap().len(), 1);
        assert_eq!(
            webhook::call(&db, call.id).await.unwrap(),
            Some(call.clone())
        );
        let page = Page { number: 1, size: 9 };
        let calls = webhook::calls(&db, hook.id, page).await.unwrap();
        assert_eq!((calls.data, calls.total), (vec![call], 1));

        let mut tx = db.begin().await.unwrap();
        let disabled = Webhook {
            disabled: Some(NOW),
            ..hook.clone()
        };
        webhook::save(&mut tx, &disabled).await.unwrap();
        assert_eq!(webhook::purge(&mut tx, NOW.plus(DAY)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(webhook::active(&db).await.unwrap(), []);
        let mut tx = db.begin().await.unwrap();
        webhook::delete(&mut tx, hook.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(webhook::get(&db, hook.id).await.unwrap(), None);
    }
);

db_test!(a_follower_moves_on_once, async |db: Db| {
    assert_eq!(webhook::place(&db, "x").await.unwrap(), None);
    let mut tx = db.begin().await.unwrap();
    webhook::stand(&mut tx, "x", 5).await.unwrap();
    assert!(webhook::advance(&mut tx, "x", 5, 9).await.unwrap());
    assert!(!webhook::advance(&mut tx, "x", 5, 9).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(webhook::place(&db, "x").await.unwrap(), Some(9));
});
