use vitrail_domain::spatial::Spatial;
use vitrail_domain::{Dataset, Id, Timestamp};
use vitrail_store::dataset::{Filter, SORTS};
use vitrail_store::{Db, Page, Sort, Viewer, dataset, resource, tag};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::dataset_filter::three;
use crate::list::{ALL, both_ways, owners, sees, viewers};
use crate::{save, titles};

pub fn at(day: i64) -> Timestamp {
    NOW.plus(day * vitrail_domain::time::DAY)
}

db_test!(lists_show_to_each_what_they_may_see, async |db: Db| {
    for (whose, owner) in owners() {
        let hidden = |name: &str| Dataset {
            owner,
            ..make::dataset(&format!("{name} {whose}"))
        };
        let public = hidden("public");
        let mut private = hidden("private");
        private.private = true;
        let mut deleted = hidden("deleted");
        deleted.deleted = Some(NOW);
        let mut archived = hidden("archived");
        archived.archived = Some(NOW);
        save!(db, dataset, [&public, &private, &deleted, &archived]);
    }
    for (who, viewer) in viewers() {
        let seen = titles!(
            dataset::list(&db, &Filter::default(), &viewer, None, ALL),
            title
        );
        for (whose, owner) in owners() {
            assert!(seen.contains(&format!("public {whose}")), "{who}");
            for state in ["private", "deleted", "archived"] {
                let name = format!("{state} {whose}");
                assert_eq!(seen.contains(&name), sees(who, owner), "{who} sees {name}");
            }
        }
    }
    let few = dataset::list(&db, &Filter::default(), &Viewer::Anonymous, None, ALL).await;
    assert_eq!(few.unwrap().total, 2, "totals count what is seen");
});

db_test!(each_sort_goes_both_ways, async |db: Db| {
    three(&db).await;
    let expected = |name: &str| match name {
        "title" | "created" => ["Air pur", "Eau pure", "Sol"],
        "last_update" => ["Sol", "Eau pure", "Air pur"],
        _ => ["Eau pure", "Sol", "Air pur"],
    };
    for (name, column) in SORTS {
        let [up, down] = both_ways(column);
        let mut order = expected(name);
        let found = titles!(
            dataset::list(&db, &Filter::default(), &Viewer::Sysadmin, up, ALL),
            title
        );
        assert_eq!(found, order, "{name}");
        order.reverse();
        let found = titles!(
            dataset::list(&db, &Filter::default(), &Viewer::Sysadmin, down, ALL),
            title
        );
        assert_eq!(found, order, "-{name}");
    }
});

// Engines sort texts by the rules of a language or by bytes: the order must be the same on both.
db_test!(titles_sort_alike_everywhere, async |db: Db| {
    for title in [
        "zèbre",
        "Éléphant",
        "eau vive",
        "eau-forte",
        "eau",
        "Âne",
        "1er",
        "élan",
        "œuf",
    ] {
        save!(db, dataset, [&make::dataset(title)]);
    }
    let [sort, _] = both_ways("words");
    let found = titles!(
        dataset::list(&db, &Filter::default(), &Viewer::Anonymous, sort, ALL),
        title
    );
    let expected = [
        "1er",
        "Âne",
        "eau",
        "eau-forte",
        "eau vive",
        "élan",
        "Éléphant",
        "œuf",
        "zèbre",
    ];
    assert_eq!(found, expected);
});

db_test!(words_are_found_whatever_their_accents, async |db: Db| {
    let title = "Qualité de l’Air à Évian — Œuvres 100 % & _soul̃ignées_";
    save!(
        db,
        dataset,
        [&make::dataset(title), &make::dataset("Autre")]
    );
    let finds = async |q: &str| {
        let filter = Filter {
            q: Some(q.to_owned()),
            ..Filter::default()
        };
        let found = dataset::list(&db, &filter, &Viewer::Anonymous, None, ALL).await;
        found.unwrap().total
    };
    for q in [
        "qualite", "QUALITÉ", "éviaN", "oeuvres", "ŒUVRE", "l'air", "100", "soulign", "qual air",
    ] {
        assert_eq!(finds(q).await, 1, "{q}");
    }
    for q in ["qualité eau", "vian", "x%", "\u{0}x"] {
        assert_eq!(finds(q).await, 0, "{q}");
    }
    // Wildcards are no words.
    assert_eq!(finds("%").await, 2);
    assert_eq!(finds("_").await, 2);
    // As much as an address can hold.
    assert_eq!(finds(&"air ".repeat(10_000)).await, 1);
    assert_eq!(finds(&"a".repeat(60_000)).await, 0);
});

db_test!(absurd_pages_are_empty, async |db: Db| {
    three(&db).await;
    let list = async |number, size| {
        let page = Page { number, size };
        let found = dataset::list(&db, &Filter::default(), &Viewer::Sysadmin, None, page).await;
        let found = found.unwrap();
        assert_eq!(found.total, 3);
        found.data.len()
    };
    assert_eq!(list(1, 2).await, 2);
    assert_eq!(list(2, 2).await, 1);
    assert_eq!(list(3, 2).await, 0);
    assert_eq!(list(i64::MAX, 1_000).await, 0);
});

db_test!(as_many_tags_as_an_address_can_hold, async |db: Db| {
    three(&db).await;
    let filter = Filter {
        tags: (0..10_000).map(|number| format!("t{number}")).collect(),
        ..Filter::default()
    };
    let found = dataset::list(&db, &filter, &Viewer::Anonymous, None, ALL).await;
    assert_eq!(found.unwrap().total, 0);
});

db_test!(what_an_object_no_longer_has_is_forgotten, async |db: Db| {
    three(&db).await;
    let mut air = make::dataset("Air pur");
    air.tags = vec!["vent".to_owned()];
    save!(db, dataset, [&air]);
    let with = async |tag: &str| {
        let filter = Filter {
            tags: vec![tag.to_owned()],
            ..Filter::default()
        };
        let found = dataset::list(&db, &filter, &Viewer::Anonymous, None, ALL).await;
        found.unwrap().total
    };
    assert_eq!(with("air").await, 0);
    assert_eq!(with("vent").await, 1);
});

db_test!(tags_are_suggested, async |db: Db| {
    let mut public = make::dataset("Public");
    public.tags = ["eau", "eau-potable", "beau", "air"]
        .map(str::to_owned)
        .to_vec();
    let mut second = make::dataset("Second");
    second.tags = ["beau", "a-b"].map(str::to_owned).to_vec();
    let mut private = make::dataset("Privé");
    private.private = true;
    private.tags = vec!["eau-secrete".to_owned()];
    save!(db, dataset, [&public, &second, &private]);
    let mut reuse = make::reuse("carte");
    reuse.tags = vec!["eaux".to_owned()];
    save!(db, reuse, [&reuse]);
    let mut topic = make::topic("thème");
    topic.tags = vec!["eau:univers".to_owned()];
    save!(db, topic, [&topic]);

    assert_eq!(
        tag::suggest(&db, "eau", 10).await.unwrap(),
        ["eau", "beau", "eaux", "eau-potable"]
    );
    assert_eq!(tag::suggest(&db, "EAU", 2).await.unwrap(), ["eau", "beau"]);
    assert_eq!(
        tag::suggest(&db, "eau potable", 9).await.unwrap(),
        ["eau-potable"]
    );
    let long = "e".repeat(60_000);
    for nothing in ["%", "_", "\\", "nope", &long] {
        assert!(tag::suggest(&db, nothing, 9).await.unwrap().is_empty());
    }
});

// Not every page can be read in one look at the table: equal values must not move between pages.
db_test!(
    equal_values_keep_their_place_from_page_to_page,
    async |db: Db| {
        for number in 0..7 {
            save!(db, dataset, [&make::dataset(&format!("Jeu {number}"))]);
        }
        let sort = Sort {
            column: "views",
            descending: true,
        };
        let mut seen = std::collections::HashSet::new();
        for number in 1..=4 {
            let page = Page { number, size: 2 };
            let found = dataset::list(
                &db,
                &Filter::default(),
                &Viewer::Anonymous,
                Some(sort),
                page,
            )
            .await;
            seen.extend(found.unwrap().data.into_iter().map(|dataset| dataset.id));
        }
        assert_eq!(seen.len(), 7);
    }
);

db_test!(
    promises_of_update_are_those_of_visible_datasets,
    async |db: Db| {
        let [mut kept, mut silent, mut private] = ["Tenue", "Muette", "Privée"].map(make::dataset);
        kept.frequency = "daily".to_owned();
        silent.frequency = "unknown".to_owned();
        private.private = true;
        save!(db, dataset, [&kept, &silent, &private]);
        let found = dataset::promises(&db).await.unwrap();
        assert_eq!(found, [("daily".to_owned(), NOW)]);
        kept.last_update = at(1);
        silent.deleted = Some(NOW);
        save!(db, dataset, [&kept, &silent]);
        let found = dataset::promises(&db).await.unwrap();
        assert_eq!(found, [("daily".to_owned(), at(1))]);
    }
);

db_test!(promises_are_those_of_visible_datasets, async |db: Db| {
    let (mut air, mut hidden, eau) = (
        make::dataset("Air"),
        make::dataset("Sol"),
        make::dataset("Eau"),
    );
    air.frequency = "daily".to_owned();
    air.last_update = at(1);
    hidden.frequency = "daily".to_owned();
    hidden.private = true;
    save!(db, dataset, [&air, &hidden, &eau]);
    let mut found = dataset::promises(&db).await.unwrap();
    found.retain(|(frequency, _)| frequency == "daily");
    assert_eq!(found, [("daily".to_owned(), at(1))]);
});

db_test!(many_new_datasets_are_written_like_one, async |db: Db| {
    let whole = |title: &str| {
        let mut dataset = make::dataset(title);
        dataset.tags = vec!["air".to_owned()];
        dataset.badges = vec!["hvd".to_owned()];
        dataset.contact_points = vec![make::id("contact")];
        dataset.spatial = Some(Spatial {
            zones: vec!["country:fr".to_owned()],
            ..Spatial::default()
        });
        dataset.metrics.insert("views".to_owned(), 3.into());
        dataset
    };
    let many: Vec<_> = (0..603)
        .map(|n| {
            (
                whole(&format!("Jeu {n}")),
                vec![make::resource(&format!("f{n}"))],
            )
        })
        .collect();
    let one = whole("Seul");
    let mut tx = db.begin().await.unwrap();
    dataset::insert_new(&mut tx, &many).await.unwrap();
    dataset::insert_new(&mut tx, &[]).await.unwrap();
    dataset::save(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();

    let last = &many[602];
    let found = vitrail_store::subject::get::<Dataset>(&db, last.0.id)
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&last.0));
    let files = resource::of(&db, &[last.0.id]).await.unwrap();
    assert_eq!(files[&last.0.id], last.1);
    let any = Filter::default;
    for filter in [
        Filter {
            tags: vec!["air".to_owned()],
            ..any()
        },
        Filter {
            badge: Some("hvd".to_owned()),
            ..any()
        },
        Filter {
            geozone: Some("country:fr".to_owned()),
            ..any()
        },
    ] {
        let found = dataset::list(&db, &filter, &Viewer::Anonymous, None, ALL).await;
        assert_eq!(found.unwrap().total, 604, "{filter:?}");
    }
});

db_test!(ids_come_in_the_order_of_the_list, async |db: Db| {
    three(&db).await;
    let filter = Filter {
        tags: vec!["climat".to_owned()],
        ..Filter::default()
    };
    for (filter, sort) in [
        (Filter::default(), None),
        (
            filter,
            Some(Sort {
                column: "words",
                descending: true,
            }),
        ),
    ] {
        let viewer = Viewer::Anonymous;
        let listed = dataset::list(&db, &filter, &viewer, sort, ALL)
            .await
            .unwrap();
        let ids = dataset::ids(&db, &filter, &viewer, sort, ALL)
            .await
            .unwrap();
        let expected: Vec<Id> = listed.data.iter().map(|found| found.id).collect();
        assert_eq!((ids.data, ids.total), (expected, listed.total));
        let second = Page { number: 2, size: 1 };
        let one = dataset::ids(&db, &filter, &viewer, sort, second)
            .await
            .unwrap();
        let rest = listed.data.iter().skip(1).take(1);
        let expected: Vec<Id> = rest.map(|found| found.id).collect();
        assert_eq!(one.data, expected);
    }
});

db_test!(those_that_changed_between_two_instants, async |db: Db| {
    let mut all = ["Air", "Eau", "Sol"].map(make::dataset);
    for (day, dataset) in (1_i64..).zip(&mut all) {
        dataset.created_at_internal = Timestamp::from_micros(day);
        dataset.last_modified_internal = Timestamp::from_micros(day);
    }
    save!(db, dataset, [&all[0], &all[1], &all[2]]);
    let found = async |from: Option<i64>, until: Option<i64>| {
        let at = |at: Option<i64>| at.map(Timestamp::from_micros);
        let filter = dataset::Filter {
            recorded: (at(from), at(until)),
            ..Default::default()
        };
        let found = dataset::after(&db, &filter, &Viewer::Anonymous, None, 9).await;
        let mut titles: Vec<String> = found.unwrap().into_iter().map(|it| it.title).collect();
        titles.sort();
        titles
    };
    assert_eq!(found(Some(2), None).await, ["Eau", "Sol"]);
    assert_eq!(found(Some(2), Some(2)).await, ["Eau"]);
    assert_eq!(found(None, Some(1)).await, ["Air"]);
});
