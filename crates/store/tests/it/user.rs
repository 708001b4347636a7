use vitrail_domain::User;
use vitrail_store::user::{self, SORTS};
use vitrail_store::{Db, Error, subject};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways};
use crate::{save, titles};

db_test!(filters_and_sorts, async |db: Db| {
    let [mut ada, mut bob, mut gone] = ["Ada", "Bob", "Gone"].map(make::user);
    ada.last_name = "Évrard".to_owned();
    bob.last_name = "Fabre".to_owned();
    for (user, count) in [(&mut ada, 1), (&mut bob, 2)] {
        for key in ["datasets", "reuses", "followers", "views"] {
            user.metrics.insert(key.to_owned(), count.into());
        }
    }
    bob.since = NOW.plus(1);
    gone.deleted = Some(NOW);
    save!(db, user, [&ada, &bob, &gone]);
    let list = async |q, deleted, sort| titles!(user::list(&db, q, deleted, sort, ALL), first_name);
    assert_eq!(list(None, false, None).await, ["Ada", "Bob"]);
    assert_eq!(list(None, true, None).await, ["Gone", "Ada", "Bob"]);
    assert_eq!(list(Some("evr ada"), false, None).await, ["Ada"]);
    let mut sleeping = make::user("Zoé");
    sleeping.active = false;
    save!(db, user, [&sleeping]);
    let active = async |q| titles!(user::active(&db, q, None, ALL), first_name);
    assert_eq!(active("").await, ["Ada", "Bob"]);
    assert_eq!(active("fab").await, ["Bob"]);
    sleeping.deleted = Some(NOW);
    save!(db, user, [&sleeping]);
    for (name, column) in SORTS {
        let mut order = ["Ada", "Bob"];
        for sort in both_ways(column) {
            assert_eq!(list(None, false, sort).await, order, "{name}");
            order.reverse();
        }
    }
});

db_test!(an_address_is_one_account, async |db: Db| {
    let mut ada = make::user("Ada");
    ada.email = Some("Ada@Example.org".to_owned());
    save!(db, user, [&ada]);
    let found = user::by_email(&db, " ADA@example.org ").await.unwrap();
    assert_eq!(found.as_ref(), Some(&ada));
    assert_eq!(user::by_email(&db, "bob@example.org").await.unwrap(), None);
    let twin = User {
        email: Some("ada@EXAMPLE.org".to_owned()),
        ..make::user("Bob")
    };
    let mut tx = db.begin().await.unwrap();
    match user::save(&mut tx, &twin).await {
        Err(Error::Taken(what)) => assert!(what.contains("email"), "{what}"),
        other => panic!("{other:?}"),
    }
    drop(tx);
    // Those without address are many.
    let silent = ["c", "d"].map(|name| User {
        email: None,
        ..make::user(name)
    });
    save!(db, user, [&silent[0], &silent[1]]);
    let found = subject::get::<User>(&db, silent[1].id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&silent[1]));
});

db_test!(the_first_sysadmin_is_noticed, async |db: Db| {
    let mut ada = make::user("Ada");
    save!(db, user, [&ada]);
    assert!(!user::has_admin(&db).await.unwrap());
    ada.admin = true;
    save!(db, user, [&ada]);
    assert!(user::has_admin(&db).await.unwrap());
    ada.deleted = Some(NOW);
    save!(db, user, [&ada]);
    assert!(!user::has_admin(&db).await.unwrap());
});
