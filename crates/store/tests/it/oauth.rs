use vitrail_domain::oauth::{Client, Grant, Scope};
use vitrail_domain::time::DAY;
use vitrail_store::Db;
use vitrail_store::oauth::{self, Code, Token};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

fn client(name: &str) -> Client {
    Client {
        id: make::id(name),
        name: name.to_owned(),
        owner: make::id("Ada"),
        redirect_uris: vec!["https://app.example/back".to_owned()],
        grants: vec![Grant::AuthorizationCode, Grant::RefreshToken],
        scopes: vec![Scope::Read, Scope::Default],
        confidential: true,
        created: NOW,
        ..Client::default()
    }
}

fn token(access: &str, family: &str) -> Token {
    Token {
        access: access.to_owned(),
        refresh: Some(format!("{access}-refresh")),
        client: make::id("Carte"),
        user: make::id("Ada"),
        family: make::id(family),
        scope: "default".to_owned(),
        created: NOW,
        expires: NOW.plus(DAY),
        refresh_expires: Some(NOW.plus(2 * DAY)),
        revoked: None,
    }
}

db_test!(applications_and_their_secrets, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    let carte = client("Carte");
    oauth::save_client(&mut tx, &carte).await.unwrap();
    oauth::save_client(&mut tx, &client("Autre")).await.unwrap();
    oauth::set_secret(&mut tx, carte.id, Some("digest"))
        .await
        .unwrap();
    // Writing it again leaves its secret.
    let named = Client {
        name: "Carte 2".to_owned(),
        ..carte
    };
    oauth::save_client(&mut tx, &named).await.unwrap();
    oauth::add_token(&mut tx, &token("a", "f")).await.unwrap();
    tx.commit().await.unwrap();
    let found = oauth::client(&db, named.id).await.unwrap();
    assert_eq!(found, Some((named.clone(), Some("digest".to_owned()))));
    assert_eq!(oauth::clients(&db).await.unwrap().len(), 2);
    let mut tx = db.begin().await.unwrap();
    assert!(oauth::delete_client(&mut tx, named.id).await.unwrap());
    assert!(!oauth::delete_client(&mut tx, named.id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(oauth::client(&db, named.id).await.unwrap(), None);
    assert_eq!(oauth::by_access(&db, "a").await.unwrap(), None);
});

db_test!(codes_work_once, async |db: Db| {
    let code = Code {
        digest: "c".to_owned(),
        client: make::id("Carte"),
        user: make::id("Ada"),
        family: make::id("f"),
        scope: "read".to_owned(),
        redirect_uri: None,
        challenge: Some("x".to_owned()),
        expires: NOW.plus(DAY),
        used: None,
    };
    let mut tx = db.begin().await.unwrap();
    oauth::add_code(&mut tx, &code).await.unwrap();
    assert_eq!(oauth::code(&mut tx, "c").await.unwrap(), Some(code.clone()));
    assert!(oauth::use_code(&mut tx, "c", NOW).await.unwrap());
    assert!(!oauth::use_code(&mut tx, "c", NOW).await.unwrap());
    tx.commit().await.unwrap();
    let used = Code {
        used: Some(NOW),
        ..code
    };
    assert_eq!(oauth::code(&db, "c").await.unwrap(), Some(used));
    assert_eq!(oauth::code(&db, "d").await.unwrap(), None);
});

db_test!(tokens_end_alone_and_by_family, async |db: Db| {
    let (ada, now) = (make::id("Ada"), NOW);
    let mut tx = db.begin().await.unwrap();
    for (access, family) in [("a", "f"), ("b", "f"), ("c", "g"), ("d", "h")] {
        oauth::add_token(&mut tx, &token(access, family))
            .await
            .unwrap();
    }
    let found = oauth::by_refresh(&mut tx, "a-refresh").await.unwrap();
    assert_eq!(found, Some(token("a", "f")));
    assert!(oauth::revoke(&mut tx, "a", now).await.unwrap());
    assert!(!oauth::revoke(&mut tx, "a", now).await.unwrap());
    assert_eq!(
        oauth::revoke_family(&mut tx, make::id("f"), now)
            .await
            .unwrap(),
        1
    );
    let left = oauth::tokens_of(&mut tx, ada, now).await.unwrap();
    assert_eq!(left, [token("c", "g"), token("d", "h")]);
    assert!(
        oauth::tokens_of(&mut tx, ada, now.plus(2 * DAY))
            .await
            .unwrap()
            .is_empty()
    );
    let none = oauth::revoke_of(&mut tx, ada, Some(make::id("Autre")), now)
        .await
        .unwrap();
    assert_eq!(none, 0);
    assert_eq!(oauth::revoke_of(&mut tx, ada, None, now).await.unwrap(), 2);
    assert_eq!(oauth::purge(&mut tx, now.plus(DAY)).await.unwrap(), 0);
    assert_eq!(oauth::purge(&mut tx, now.plus(3 * DAY)).await.unwrap(), 4);
    tx.commit().await.unwrap();
});
