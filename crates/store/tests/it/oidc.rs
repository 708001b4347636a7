use vitrail_domain::time::DAY;
use vitrail_store::Db;
use vitrail_store::account::{self, NewSession};
use vitrail_store::oidc::{self, Flow};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

db_test!(
    questions_are_answered_once_to_their_browser,
    async |db: Db| {
        let flow = |state: &str| Flow {
            state: state.to_owned(),
            browser: "b".to_owned(),
            nonce: "n".to_owned(),
            verifier: "v".to_owned(),
            next: "/".to_owned(),
            expires: NOW.plus(DAY),
        };
        let mut tx = db.begin().await.unwrap();
        oidc::add_flow(&mut tx, &flow("s")).await.unwrap();
        oidc::add_flow(&mut tx, &flow("t")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            oidc::flow(&db, ("s", "b"), NOW).await.unwrap(),
            Some(flow("s"))
        );
        assert_eq!(oidc::flow(&db, ("s", "c"), NOW).await.unwrap(), None);
        assert_eq!(oidc::flow(&db, ("x", "b"), NOW).await.unwrap(), None);
        assert_eq!(
            oidc::flow(&db, ("s", "b"), NOW.plus(DAY)).await.unwrap(),
            None
        );
        let mut tx = db.begin().await.unwrap();
        assert!(oidc::end_flow(&mut tx, "s").await.unwrap());
        assert!(!oidc::end_flow(&mut tx, "s").await.unwrap());
        assert_eq!(oidc::purge(&mut tx, NOW.plus(DAY)).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }
);

db_test!(people_of_another_side_are_somebody_here, async |db: Db| {
    let (ada, who) = (make::id("Ada"), ("https://id.example", "42"));
    let mut tx = db.begin().await.unwrap();
    oidc::link(&mut tx, who, ada, None, NOW).await.unwrap();
    oidc::link(&mut tx, who, ada, Some("13002526500013"), NOW)
        .await
        .unwrap();
    assert_eq!(oidc::user(&mut tx, who).await.unwrap(), Some(ada));
    assert_eq!(
        oidc::user(&mut tx, ("https://id.example", "43"))
            .await
            .unwrap(),
        None
    );
    let siret = Some(Some("13002526500013".to_owned()));
    assert_eq!(oidc::identity(&mut tx, ada).await.unwrap(), siret);
    let session = NewSession {
        id: ada,
        digest: "s",
        user: ada,
        agent: None,
        created: NOW,
        expires: NOW.plus(DAY),
    };
    account::add_session(&mut tx, &session).await.unwrap();
    assert_eq!(oidc::id_token(&mut tx, "s").await.unwrap(), None);
    oidc::set_id_token(&mut tx, "s", "jwt").await.unwrap();
    assert_eq!(
        oidc::id_token(&mut tx, "s").await.unwrap().as_deref(),
        Some("jwt")
    );
    assert_eq!(oidc::unlink(&mut tx, ada).await.unwrap(), 1);
    assert_eq!(oidc::identity(&mut tx, ada).await.unwrap(), None);
    tx.commit().await.unwrap();
});
