use std::collections::HashMap;

use vitrail_domain::spatial::Spatial;
use vitrail_domain::{Kind, Owner, Topic, TopicElement};
use vitrail_store::topic::{self, ElementFilter, Filter, SORTS};
use vitrail_store::{Db, Page, Viewer, subject};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways, owners, sees, viewers};
use crate::{save, titles};

db_test!(comes_back_and_is_shown_to_whom_it_may, async |db: Db| {
    for (whose, owner) in owners() {
        let make = |name: &str| Topic {
            owner,
            ..make::topic(&format!("{name} {whose}"))
        };
        let mut private = make("private");
        private.private = true;
        private.color = Some(7);
        save!(db, topic, [&make("public"), &private]);
        let found = subject::get::<Topic>(&db, private.id).await.unwrap();
        assert_eq!(found, Some(private));
    }
    for (who, viewer) in viewers() {
        let seen = titles!(
            topic::list(&db, &Filter::default(), &viewer, None, ALL),
            name
        );
        for (whose, owner) in owners() {
            assert!(seen.contains(&format!("public {whose}")), "{who}");
            let name = format!("private {whose}");
            assert_eq!(seen.contains(&name), sees(who, owner), "{who} sees {name}");
        }
    }
});

db_test!(filters_and_sorts, async |db: Db| {
    let [mut air, mut eau, mut sol] = ["Air", "Eau", "Sol"].map(make::topic);
    air.tags = vec!["ecospheres:Univers".to_owned(), "b".to_owned()];
    air.spatial = Some(Spatial {
        zones: vec!["country:fr".to_owned()],
        granularity: "country".to_owned(),
        ..Spatial::default()
    });
    air.owner = Owner::Organization(make::id("org"));
    air.featured = true;
    eau.owner = Owner::User(make::id("owner"));
    sol.private = true;
    eau.created_at = NOW.plus(5);
    eau.last_modified = NOW.plus(5);
    sol.created_at = NOW.plus(9);
    sol.last_modified = NOW.plus(9);
    save!(db, topic, [&air, &eau, &sol]);
    let mut tx = db.begin().await.unwrap();
    let element = make::topic_element(air.id, "e", Some((Kind::Dataset, make::id("d"))));
    topic::replace_elements(&mut tx, air.id, &[element])
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let text = |text: &str| Some(text.to_owned());
    let any = Filter::default;
    let keep = [
        Filter {
            q: text("aïr"),
            ..any()
        },
        Filter {
            tags: vec!["ecospheres:Univers".to_owned(), "b".to_owned()],
            ..any()
        },
        Filter {
            geozone: text("country:fr"),
            ..any()
        },
        Filter {
            granularity: text("country"),
            ..any()
        },
        Filter {
            organization: Some(make::id("org")),
            ..any()
        },
        Filter {
            featured: Some(true),
            ..any()
        },
        Filter {
            holding: Some((Kind::Dataset, make::id("d"))),
            ..any()
        },
    ];
    for filter in keep {
        let found = titles!(
            topic::list(&db, &filter, &Viewer::Sysadmin, None, ALL),
            name
        );
        assert_eq!(found, ["Air"], "{filter:?}");
    }
    let others = [
        (
            Filter {
                owner: Some(make::id("owner")),
                ..any()
            },
            vec!["Eau"],
        ),
        (
            Filter {
                private: Some(true),
                ..any()
            },
            vec!["Sol"],
        ),
        (
            Filter {
                holding: Some((Kind::Reuse, make::id("d"))),
                ..any()
            },
            vec![],
        ),
        // Tags are kept, and compared, exactly as given.
        (
            Filter {
                tags: vec!["ecospheres:univers".to_owned()],
                ..any()
            },
            vec![],
        ),
        (any(), vec!["Sol", "Eau", "Air"]),
    ];
    for (filter, expected) in others {
        let found = titles!(
            topic::list(&db, &filter, &Viewer::Sysadmin, None, ALL),
            name
        );
        assert_eq!(found, expected, "{filter:?}");
    }
    for (name, column) in SORTS {
        let mut order = ["Air", "Eau", "Sol"];
        for sort in both_ways(column) {
            let found = titles!(topic::list(&db, &any(), &Viewer::Sysadmin, sort, ALL), name);
            assert_eq!(found, order, "{name}");
            order.reverse();
        }
    }
});

db_test!(elements_keep_their_order, async |db: Db| {
    let climate = make::topic("climat");
    save!(db, topic, [&climate]);
    let dataset = (Kind::Dataset, make::id("d"));
    let mut elements = vec![
        make::topic_element(climate.id, "Zinc", Some(dataset)),
        make::topic_element(climate.id, "Manquant", None),
        make::topic_element(climate.id, "Été", Some((Kind::Reuse, make::id("r")))),
    ];
    elements[1].tags = vec!["x".to_owned()];
    elements[1].description = Some("des mots".to_owned());
    let mut tx = db.begin().await.unwrap();
    topic::replace_elements(&mut tx, climate.id, &elements)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let list = async |filter: ElementFilter, page: Page| -> Vec<TopicElement> {
        topic::elements(&db, climate.id, &filter, page)
            .await
            .unwrap()
            .data
    };
    let any = ElementFilter::default;
    assert_eq!(list(any(), ALL).await, elements);
    assert_eq!(
        list(any(), Page { number: 2, size: 2 }).await,
        elements[2..]
    );
    let cases = [
        (
            ElementFilter {
                kind: Some(None),
                ..any()
            },
            1,
        ),
        (
            ElementFilter {
                kind: Some(Some(Kind::Dataset)),
                ..any()
            },
            0,
        ),
        (
            ElementFilter {
                kind: Some(Some(Kind::Reuse)),
                ..any()
            },
            2,
        ),
        (
            ElementFilter {
                q: Some("ete".to_owned()),
                ..any()
            },
            2,
        ),
        (
            ElementFilter {
                q: Some("mot".to_owned()),
                ..any()
            },
            1,
        ),
        (
            ElementFilter {
                tags: vec!["x".to_owned()],
                ..any()
            },
            1,
        ),
    ];
    for (filter, expected) in cases {
        assert_eq!(
            list(filter.clone(), ALL).await,
            [elements[expected].clone()],
            "{filter:?}"
        );
    }
    let counts = topic::count_elements(&db, &[climate.id, make::id("none")]).await;
    assert_eq!(counts.unwrap(), HashMap::from([(climate.id, 3)]));
    let holding = topic::holding(&db, Kind::Dataset, &[dataset.1, make::id("none")]).await;
    assert_eq!(
        holding.unwrap(),
        HashMap::from([(dataset.1, vec![climate.id])])
    );

    // Replaced as a whole, tags too.
    let mut tx = db.begin().await.unwrap();
    elements[1].tags.clear();
    topic::replace_elements(&mut tx, climate.id, &elements[1..2])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(list(any(), ALL).await, elements[1..2]);
    let tagged = ElementFilter {
        tags: vec!["x".to_owned()],
        ..any()
    };
    assert_eq!(list(tagged, ALL).await, []);
});

db_test!(names_are_told_of_public_topics, async |db: Db| {
    let [air, mut eau] = ["Air", "Eau"].map(make::topic);
    eau.private = true;
    save!(db, topic, [&air, &eau]);
    let asked = [air.id, eau.id, make::id("none")];
    let names = topic::names(&db, &asked).await.unwrap();
    assert_eq!(names, HashMap::from([(air.id, "Air".to_owned())]));
    assert_eq!(topic::names(&db, &[]).await.unwrap(), HashMap::new());
});

db_test!(elements_come_change_and_go, async |db: Db| {
    let air = make::topic("Air");
    let held = (Kind::Dataset, make::id("d"));
    let [first, mut second, third] = [("a", None), ("b", Some(held)), ("c", None)]
        .map(|(name, held)| make::topic_element(air.id, name, held));
    save!(db, topic, [&air]);
    let mut tx = db.begin().await.unwrap();
    for elements in [&[first, second.clone()][..], std::slice::from_ref(&third)] {
        topic::append_elements(&mut tx, air.id, elements)
            .await
            .unwrap();
    }
    assert_eq!(topic::held(&mut tx, air.id).await.unwrap(), [held]);
    second.tags = vec!["x".to_owned()];
    second.element = None;
    topic::save_element(&mut tx, &second).await.unwrap();
    topic::delete_element(&mut tx, third.id).await.unwrap();
    for (up, moved) in [(true, true), (true, false), (false, true), (true, true)] {
        let swapped = topic::swap_element(&mut tx, &second, up).await.unwrap();
        assert_eq!(swapped, moved, "up: {up}");
    }
    tx.commit().await.unwrap();
    let any = ElementFilter::default();
    let found = topic::elements(&db, air.id, &any, ALL).await.unwrap();
    let titles: Vec<_> = found
        .data
        .iter()
        .map(|it| it.title.clone().unwrap())
        .collect();
    assert_eq!(titles, ["b", "a"]);
    let tagged = ElementFilter {
        tags: vec!["x".to_owned()],
        ..any.clone()
    };
    let found = topic::elements(&db, air.id, &tagged, ALL).await.unwrap();
    assert_eq!(found.data, [second]);

    let mut tx = db.begin().await.unwrap();
    topic::delete(&mut tx, air.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(subject::get::<Topic>(&db, air.id).await.unwrap(), None);
    let found = topic::elements(&db, air.id, &any, ALL).await.unwrap();
    assert_eq!(found.total, 0);
});
