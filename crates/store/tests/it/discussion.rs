use std::collections::HashMap;

use vitrail_domain::{Discussion, Kind, Owner};
use vitrail_store::discussion::{self, Filter, SORTS};
use vitrail_store::{Db, Viewer, subject};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways, owners, sees, viewers};
use crate::{save, titles};

db_test!(filters_sorts_and_counts, async |db: Db| {
    let mut owned = make::dataset("Air");
    owned.owner = Owner::Organization(make::id("org"));
    save!(db, dataset, [&owned]);
    let air = (Kind::Dataset, owned.id);
    let carte = (Kind::Reuse, make::id("carte"));
    let mut first = make::discussion("Avant", air, make::id("Ada"));
    let mut second = make::discussion("Été", carte, make::id("Bob"));
    let mut third = make::discussion("Zèle", air, make::id("Bob"));
    for (discussion, turn) in [(&mut first, 1), (&mut second, 2), (&mut third, 3)] {
        discussion.created = NOW.plus(turn);
        discussion.messages[0].posted_on = NOW.plus(turn);
    }
    first.closed = Some(NOW.plus(9));
    save!(db, discussion, [&first, &second, &third]);
    let found = subject::get::<Discussion>(&db, first.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&first));

    let any = Filter::default;
    let cases = [
        (any(), vec!["Zèle", "Été", "Avant"]),
        (
            Filter {
                kind: Some(Kind::Post),
                ..any()
            },
            vec![],
        ),
        (
            Filter {
                q: Some("ete".to_owned()),
                ..any()
            },
            vec!["Été"],
        ),
        (
            Filter {
                closed: Some(true),
                ..any()
            },
            vec!["Avant"],
        ),
        (
            Filter {
                closed: Some(false),
                ..any()
            },
            vec!["Zèle", "Été"],
        ),
        (
            Filter {
                user: Some(make::id("Ada")),
                ..any()
            },
            vec!["Avant"],
        ),
        (
            Filter {
                subjects: vec![air.1],
                ..any()
            },
            vec!["Zèle", "Avant"],
        ),
        (
            Filter {
                subjects: vec![air.1, carte.1],
                ..any()
            },
            vec!["Zèle", "Été", "Avant"],
        ),
        (
            Filter {
                organization: Some(make::id("org")),
                ..any()
            },
            vec!["Zèle", "Avant"],
        ),
    ];
    for (filter, expected) in cases {
        let found = titles!(
            discussion::list(&db, &filter, &Viewer::Anonymous, None, ALL),
            title
        );
        assert_eq!(found, expected, "{filter:?}");
    }
    for (name, column) in SORTS {
        let [up, down] = both_ways(column);
        // What is not closed comes before all dates, on both engines.
        let order = titles!(
            discussion::list(&db, &any(), &Viewer::Anonymous, up, ALL),
            title
        );
        let mut reversed = titles!(
            discussion::list(&db, &any(), &Viewer::Anonymous, down, ALL),
            title
        );
        if name == "closed" {
            assert_eq!(order[2], "Avant");
        } else {
            assert_eq!(order, ["Avant", "Été", "Zèle"], "{name}");
        }
        reversed.reverse();
        assert_eq!(order, reversed, "-{name}");
    }
    let counts = discussion::counts(&db, Kind::Dataset, &[air.1, make::id("none")]).await;
    assert_eq!(counts.unwrap(), HashMap::from([(air.1, (2, 1))]));
    assert!(
        discussion::counts(&db, Kind::Dataset, &[])
            .await
            .unwrap()
            .is_empty()
    );
});

db_test!(
    discussions_about_what_is_private_are_private,
    async |db: Db| {
        for (whose, owner) in owners() {
            let mut hidden = make::dataset(&format!("caché {whose}"));
            hidden.private = true;
            hidden.owner = owner;
            save!(db, dataset, [&hidden]);
            let subject = (Kind::Dataset, hidden.id);
            let talk = make::discussion(whose, subject, make::id("Ada"));
            save!(db, discussion, [&talk]);
        }
        let talks = ["of a person", "of an organization", "ouverte"].map(make::id);
        save!(db, dataset, [&make::dataset("Air")]);
        let air = (Kind::Dataset, make::id("Air"));
        let open = make::discussion("ouverte", air, make::id("Ada"));
        save!(db, discussion, [&open]);
        let public = discussion::public(&db, &talks).await.unwrap();
        assert_eq!(public.into_iter().collect::<Vec<_>>(), [open.id]);
        let about = discussion::ids_about(&db, Kind::Dataset, &[air.1]).await;
        assert_eq!(about.unwrap(), [open.id]);
        let about = discussion::ids_about(&db, Kind::Reuse, &[air.1]).await;
        assert_eq!(about.unwrap(), []);
        for (who, viewer) in viewers() {
            let filter = Filter::default();
            let seen = titles!(discussion::list(&db, &filter, &viewer, None, ALL), title);
            for (whose, owner) in owners() {
                let expected = sees(who, owner);
                assert_eq!(seen.contains(&whose.to_owned()), expected, "{who} {whose}");
            }
        }
        let of_owner = Filter {
            owner: Some(make::id("owner")),
            ..Filter::default()
        };
        let seen = discussion::list(&db, &of_owner, &Viewer::Sysadmin, None, ALL);
        assert_eq!(titles!(seen, title), ["of a person"]);
    }
);

db_test!(what_is_deleted_is_gone, async |db: Db| {
    let air = (Kind::Dataset, make::id("Air"));
    let question = make::discussion("Unité ?", air, make::id("Ada"));
    save!(db, discussion, [&question]);
    let mut tx = db.begin().await.unwrap();
    discussion::delete(&mut tx, question.id).await.unwrap();
    tx.commit().await.unwrap();
    let found = subject::get::<Discussion>(&db, question.id).await.unwrap();
    assert_eq!(found, None);
});
