//! What waits for a moderator.

use vitrail_domain::held::Held;
use vitrail_domain::{Id, Kind};
use vitrail_store::discussion::Filter;
use vitrail_store::{Db, Viewer, discussion, held, organization, user};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW, uuid};

use crate::list::ALL;

fn made(subject: (Kind, Id), message: Option<&str>) -> Held {
    Held {
        subject,
        message: message.map(uuid),
        since: NOW,
        actor: None,
        organization: None,
        operation: "created".to_owned(),
        label: "Air".to_owned(),
        excerpt: "casino".to_owned(),
        reasons: vec!["word:casino".to_owned()],
    }
}

db_test!(
    what_waits_is_listed_and_left_out_of_lists,
    async |db: Db| {
        let town = make::organization("Ville", &[]);
        let denis = make::user("Denis");
        let claire = make::user("Claire");
        let subject = (Kind::Dataset, Id::seeded("air"));
        let talk = make::discussion("Question", subject, denis.id);
        let mut tx = db.begin().await.unwrap();
        organization::save(&mut tx, &town).await.unwrap();
        user::save(&mut tx, &denis).await.unwrap();
        discussion::save(&mut tx, &talk).await.unwrap();
        let about = (Kind::Discussion, talk.id);
        let all = [
            made((Kind::Organization, town.id), None),
            made((Kind::User, denis.id), None),
            made(about, None),
            made(about, Some("answer")),
        ];
        for one in &all {
            held::add(&mut tx, one).await.unwrap();
            // Twice is as once.
            held::add(&mut tx, one).await.unwrap();
        }
        tx.commit().await.unwrap();
        let listed = held::list(&db, ALL).await.unwrap();
        assert_eq!((listed.total, listed.data.len()), (4, 4));
        let found = held::get(&db, about, Some(uuid("answer"))).await.unwrap();
        assert_eq!(found.as_ref(), Some(&all[3]));

        let of_talk = held::about(&db, about).await.unwrap();
        assert_eq!(of_talk, [all[2].clone(), all[3].clone()]);

        let towns = organization::list(&db, &organization::Filter::default(), None, ALL).await;
        assert_eq!(towns.unwrap().total, 0);
        assert_eq!(
            user::active(&db, "Denis", None, ALL).await.unwrap().total,
            0
        );
        let own = |id| Viewer::User {
            id,
            organizations: Vec::new(),
        };
        for (viewer, seen) in [
            (Viewer::Anonymous, 0),
            (own(claire.id), 0),
            (own(denis.id), 1),
            (Viewer::Sysadmin, 1),
        ] {
            let talks = discussion::list(&db, &Filter::default(), &viewer, None, ALL).await;
            assert_eq!(talks.unwrap().total, seen, "{viewer:?}");
        }
        assert!(
            discussion::public(&db, &[talk.id])
                .await
                .unwrap()
                .is_empty()
        );
        let theirs = discussion::with_messages_of(&db, denis.id).await.unwrap();
        assert_eq!(theirs, std::slice::from_ref(&talk));

        let mut tx = db.begin().await.unwrap();
        assert!(held::remove(&mut tx, all[0].subject, None).await.unwrap());
        assert!(!held::remove(&mut tx, all[0].subject, None).await.unwrap());
        held::forget(&mut tx, about).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(held::list(&db, ALL).await.unwrap().data, [all[1].clone()]);
        let towns = organization::list(&db, &organization::Filter::default(), None, ALL).await;
        assert_eq!(towns.unwrap().total, 1);
    }
);
