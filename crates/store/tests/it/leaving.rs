//! What is forgotten of those who leave.

use vitrail_domain::organization::Role;
use vitrail_domain::{ContactPoint, Id, Kind, Owner};
use vitrail_store::account::{self, NewToken};
use vitrail_store::{Db, Found, contact_point, follow, slug, subject, user};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::ALL;
use crate::save;

db_test!(nothing_opens_the_account_of_who_left, async |db: Db| {
    let ada = make::user("Ada");
    save!(db, user, [&ada]);
    let mut tx = db.begin().await.unwrap();
    account::set_password(&mut tx, ada.id, "hash")
        .await
        .unwrap();
    for name in ["a", "b"] {
        let token = NewToken {
            id: make::id(name),
            user: ada.id,
            digest: name.to_owned(),
            prefix: "udata_12345678".to_owned(),
            name: None,
            scope: "admin".to_owned(),
            created: NOW,
            expires: None,
        };
        account::add_token(&mut tx, token).await.unwrap();
    }
    let later = NOW.plus(9);
    let session = account::NewSession {
        id: ada.id,
        digest: "s",
        user: ada.id,
        agent: None,
        created: NOW,
        expires: later,
    };
    account::add_session(&mut tx, &session).await.unwrap();
    account::revoke_token(&mut tx, make::id("a"), NOW)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let revoked = async |digest| account::token(&db, digest).await.unwrap().unwrap().revoked;
    assert_eq!((revoked("a").await, revoked("b").await), (Some(NOW), None));
    let mut tx = db.begin().await.unwrap();
    account::revoke_tokens(&mut tx, ada.id, later)
        .await
        .unwrap();
    account::end_sessions(&mut tx, ada.id, None).await.unwrap();
    account::forget_password(&mut tx, ada.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (revoked("a").await, revoked("b").await),
        (Some(NOW), Some(later))
    );
    assert_eq!(account::session(&db, "s", NOW).await.unwrap(), None);
    assert_eq!(account::password(&db, ada.id).await.unwrap(), None);
});

db_test!(what_leads_to_who_left_is_forgotten, async |db: Db| {
    let (ada, bob) = (make::user("Ada"), make::user("Bob"));
    save!(db, user, [&ada, &bob]);
    let mut gone = make::organization("Partie", &[(&ada, Role::Admin)]);
    gone.deleted = Some(NOW);
    save!(db, organization, [&gone]);
    let (hers, his) = ((Kind::User, ada.id), (Kind::User, bob.id));
    save!(
        db,
        follow,
        [&make::follow(ada.id, his), &make::follow(bob.id, hers)]
    );
    let contact = make::contact_point("Ada", Owner::User(ada.id));
    save!(db, contact_point, [&contact]);
    assert_eq!(user::member_of(&db, ada.id).await.unwrap(), [gone.id]);
    let mut tx = db.begin().await.unwrap();
    slug::remember(&mut tx, Kind::User, "lovelace", ada.id)
        .await
        .unwrap();
    slug::forget(&mut tx, Kind::User, ada.id).await.unwrap();
    follow::forget(&mut tx, ada.id).await.unwrap();
    contact_point::forget(&mut tx, ada.id).await.unwrap();
    tx.commit().await.unwrap();
    let found = subject::find::<vitrail_domain::User>(&db, "lovelace").await;
    assert_eq!(found.unwrap(), Found::Nowhere);
    for followed in [hers, his] {
        let listed = follow::list(&db, followed, None, ALL).await.unwrap();
        assert_eq!(listed.total, 0);
    }
    let left = subject::get::<ContactPoint>(&db, contact.id).await.unwrap();
    assert_eq!(left, None);
});

db_test!(the_same_contact_is_found_again, async |db: Db| {
    let owner = Owner::User(make::id("Ada"));
    let contact = make::contact_point("Service", owner);
    save!(db, contact_point, [&contact]);
    let mut wanted = ContactPoint {
        id: Id::default(),
        ..contact.clone()
    };
    let found = contact_point::same(&db, &wanted).await.unwrap();
    assert_eq!(found.as_ref(), Some(&contact));
    wanted.role = "publisher".to_owned();
    assert_eq!(contact_point::same(&db, &wanted).await.unwrap(), None);
    let mut tx = db.begin().await.unwrap();
    contact_point::remove(&mut tx, contact.id).await.unwrap();
    tx.commit().await.unwrap();
    let left = subject::get::<ContactPoint>(&db, contact.id).await.unwrap();
    assert_eq!(left, None);
});
