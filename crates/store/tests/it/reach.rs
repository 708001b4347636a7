//! How people are told, and which searches they follow.

use vitrail_domain::time::DAY;
use vitrail_domain::{Change, Follow, Kind};
use vitrail_store::followed_search::{self, FollowedSearch};
use vitrail_store::preference::{self, Preference};
use vitrail_store::{Db, change, follow};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

db_test!(
    choices_are_kept_and_found_by_their_secret,
    async |db: Db| {
        let (ada, bob) = (make::id("ada"), make::id("bob"));
        let choice = Preference {
            user: ada,
            mails: "daily".to_owned(),
            lang: "fr".to_owned(),
            secret: "s1".to_owned(),
            digested: NOW,
        };
        let none = Preference {
            user: bob,
            mails: "none".to_owned(),
            secret: "s2".to_owned(),
            ..choice.clone()
        };
        let mut tx = db.begin().await.unwrap();
        preference::save(&mut tx, &choice).await.unwrap();
        // What somebody chose stays, whatever is chosen for those who did not.
        let for_ada = Preference {
            mails: "none".to_owned(),
            ..choice.clone()
        };
        let for_others = [for_ada, none.clone()];
        preference::add(&mut tx, &for_others).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            preference::of(&db, &[ada]).await.unwrap(),
            std::slice::from_ref(&choice)
        );
        assert_eq!(preference::by_secret(&db, "s2").await.unwrap(), Some(none));
        let due = preference::to_digest(&db, None, 10).await.unwrap();
        assert_eq!(due, [choice]);
        let due = preference::to_digest(&db, Some(ada), 10).await;
        assert_eq!(due.unwrap(), []);
        let mut tx = db.begin().await.unwrap();
        preference::forget(&mut tx, ada).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(preference::of(&db, &[ada]).await.unwrap(), []);
    }
);

db_test!(a_search_is_followed_once_until_its_end, async |db: Db| {
    let ada = make::id("ada");
    let search = FollowedSearch {
        id: make::id("s"),
        user: ada,
        kind: "datasets".to_owned(),
        query: "q=eau".to_owned(),
        since: NOW,
        seen: NOW,
    };
    let again = FollowedSearch {
        id: make::id("t"),
        ..search.clone()
    };
    let mut tx = db.begin().await.unwrap();
    followed_search::add(&mut tx, &search).await.unwrap();
    followed_search::add(&mut tx, &again).await.unwrap();
    let later = NOW.plus(DAY);
    followed_search::seen(&mut tx, search.id, later)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let found = followed_search::of(&db, ada).await.unwrap();
    assert_eq!(
        found,
        [FollowedSearch {
            seen: later,
            ..search.clone()
        }]
    );
    let mut tx = db.begin().await.unwrap();
    let bob = make::id("bob");
    assert!(!followed_search::end(&mut tx, bob, search.id).await.unwrap());
    assert!(followed_search::end(&mut tx, ada, search.id).await.unwrap());
    followed_search::add(&mut tx, &again).await.unwrap();
    followed_search::forget(&mut tx, ada).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(followed_search::of(&db, ada).await.unwrap(), []);
});

db_test!(followers_hear_what_others_did, async |db: Db| {
    let (ada, bob) = (make::id("ada"), make::id("bob"));
    let (dataset, organization) = (make::id("d"), make::id("o"));
    let mut tx = db.begin().await.unwrap();
    for (name, following) in [
        ("f1", (Kind::Dataset, dataset)),
        ("f2", (Kind::Organization, organization)),
    ] {
        let follow = Follow {
            id: make::id(name),
            follower: ada,
            following,
            since: NOW,
            until: None,
        };
        vitrail_store::follow::save(&mut tx, &follow).await.unwrap();
    }
    let did = |who, subject, operation, at| Change {
        actor: Some(who),
        organization: Some(organization),
        ..Change::new(at, subject, operation)
    };
    let other = (Kind::Dataset, make::id("other"));
    let followed = (Kind::Dataset, dataset);
    let later = NOW.plus(1);
    let changes = [
        did(bob, followed, "updated", later),
        did(ada, followed, "updated", later),
        did(bob, followed, "updated", NOW),
        did(bob, followed, "followed", later),
        did(bob, other, "created", later),
        did(bob, other, "updated", later),
    ];
    change::record_all(&mut tx, &changes).await.unwrap();
    tx.commit().await.unwrap();
    let following = follow::followers(&db, followed).await.unwrap();
    assert_eq!(following, [ada]);
    assert_eq!(follow::of(&db, ada).await.unwrap().len(), 2);
    let wanted = (&[dataset][..], &[organization][..]);
    let news = change::news(&db, wanted, ada, NOW, 9).await.unwrap();
    let told: Vec<_> = news
        .iter()
        .map(|change| (change.subject, change.operation.as_str()))
        .collect();
    assert_eq!(told, [(other, "created"), (followed, "updated")]);
});
