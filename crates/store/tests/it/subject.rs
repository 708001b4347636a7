use std::collections::HashSet;

use vitrail_domain::{Dataset, Id, Kind, Organization, Owner, Timestamp};
use vitrail_store::subject::{self, Found};
use vitrail_store::{Db, slug};
use vitrail_testkit::{db_test, make};

use crate::save;

db_test!(an_object_comes_back_as_it_was, async |db: Db| {
    let mut full = make::dataset("Qualité de l’air");
    full.tags = vec!["air".to_owned(), "eau".to_owned()];
    full.badges = vec!["hvd".to_owned()];
    full.owner = Owner::Organization(make::id("org"));
    full.contact_points = vec![make::id("contact")];
    full.temporal_coverage = Some(vitrail_domain::dataset::TemporalCoverage {
        start: "2020-01-01".parse().unwrap(),
        end: None,
    });
    full.spatial = Some(vitrail_domain::spatial::Spatial {
        zones: vec!["fr:commune:75056".to_owned()],
        ..Default::default()
    });
    full.extras.insert(
        "clé".to_owned(),
        serde_json::json!({"a": ["\u{1f600}", "'"]}),
    );
    full.metrics.insert("views".to_owned(), 12.into());
    full.archived = Some(Timestamp::from_micros(-5));
    save!(db, dataset, [&full]);
    let found = subject::get::<Dataset>(&db, full.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&full));

    full.title = "Air".to_owned();
    full.metrics.clear();
    save!(db, dataset, [&full]);
    let found = subject::get::<Dataset>(&db, full.id).await.unwrap();
    assert_eq!(found, Some(full));
});

db_test!(many_come_at_once, async |db: Db| {
    let names: Vec<String> = (0..70).map(|n| format!("Jeu {n}")).collect();
    let mut tx = db.begin().await.unwrap();
    for name in &names {
        vitrail_store::dataset::save(&mut tx, &make::dataset(name))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let ids: Vec<Id> = names.iter().map(|name| make::id(name)).collect();

    // Lists are padded to a power of two: every length around one must find its own and no other.
    for size in [0, 1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 70] {
        let asked = &ids[..size];
        let found = subject::by_ids::<Dataset>(&db, asked).await.unwrap();
        let found: HashSet<Id> = found.into_keys().collect();
        assert_eq!(found, asked.iter().copied().collect(), "{size}");
    }
    // More than the places of one statement.
    let mut absent: Vec<Id> = (0..2_500)
        .map(|n| make::id(&format!("absent {n}")))
        .collect();
    absent.push(ids[3]);
    let found = subject::by_ids::<Dataset>(&db, &absent).await.unwrap();
    assert_eq!(found.into_keys().collect::<Vec<_>>(), [ids[3]]);

    let asked = [ids[5], make::id("absent"), ids[2], ids[9]];
    let found = subject::in_order::<Dataset>(&db, &asked).await.unwrap();
    let found: Vec<Id> = found.into_iter().map(|dataset| dataset.id).collect();
    assert_eq!(found, [ids[5], ids[2], ids[9]]);

    let mut walked = Vec::new();
    let mut after = None;
    loop {
        let page = subject::ids_after(&db, "dataset", after, 32).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(*last);
        walked.extend(page);
    }
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(walked, sorted);
});

db_test!(objects_of_an_organization_are_found, async |db: Db| {
    let mut owned = make::dataset("Air");
    owned.owner = Owner::Organization(make::id("org"));
    save!(db, dataset, [&owned, &make::dataset("Eau")]);
    let found = subject::ids_of_organization(&db, "dataset", make::id("org")).await;
    assert_eq!(found.unwrap(), [owned.id]);
});

db_test!(
    a_path_leads_by_id_then_slug_then_former_slug,
    async |db: Db| {
        let air = make::dataset("Air");
        let mut moved = make::dataset("Eau potable");
        save!(db, dataset, [&air, &moved]);

        let by_id = subject::find::<Dataset>(&db, &air.id.to_string()).await;
        assert_eq!(by_id.unwrap(), Found::Here(air.clone()));
        let upper = air.id.to_string().to_uppercase();
        let by_id = subject::find::<Dataset>(&db, &upper).await.unwrap();
        assert_eq!(by_id, Found::Here(air.clone()));
        let by_slug = subject::find::<Dataset>(&db, "air").await.unwrap();
        assert_eq!(by_slug, Found::Here(air.clone()));
        for nowhere in [
            "",
            "nope",
            "%",
            "a_r",
            "53698e41a3a729239d2033ff",
            "eau' --",
        ] {
            let found = subject::find::<Dataset>(&db, nowhere).await.unwrap();
            assert_eq!(found, Found::Nowhere, "{nowhere}");
        }

        let mut tx = db.begin().await.unwrap();
        slug::remember(&mut tx, Kind::Dataset, "eau-potable", moved.id)
            .await
            .unwrap();
        moved.slug = "eau-du-robinet".to_owned();
        vitrail_store::dataset::save(&mut tx, &moved).await.unwrap();
        tx.commit().await.unwrap();
        let former = subject::find::<Dataset>(&db, "eau-potable").await.unwrap();
        assert_eq!(former, Found::Moved("eau-du-robinet".to_owned()));
        // The former slug as people write it.
        let former = subject::find::<Dataset>(&db, "Eau potable").await.unwrap();
        assert_eq!(former, Found::Moved("eau-du-robinet".to_owned()));

        // A live slug wins over a former one.
        let newcomer = Dataset {
            slug: "eau-potable".to_owned(),
            ..make::dataset("Nouvelle eau")
        };
        save!(db, dataset, [&newcomer]);
        let live = subject::find::<Dataset>(&db, "eau-potable").await.unwrap();
        assert_eq!(live, Found::Here(newcomer));

        // Slugs belong to a kind.
        let found = subject::find::<Organization>(&db, "air").await.unwrap();
        assert_eq!(found, Found::Nowhere);
    }
);

db_test!(slugs_are_numbered_when_taken, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    for (name, expected) in [
        ("Air", "air"),
        ("AIR !", "air-1"),
        ("Aïr", "air-2"),
        ("???", "dataset"),
        ("!!!", "dataset-1"),
    ] {
        let id = make::id(expected);
        let slug = slug::pick(&mut tx, Kind::Dataset, "dataset", id, name).await;
        assert_eq!(slug.unwrap(), expected);
        let saved = Dataset {
            id,
            slug: expected.to_owned(),
            ..make::dataset(name)
        };
        vitrail_store::dataset::save(&mut tx, &saved).await.unwrap();
    }
    // An object keeps the slug that it has.
    let same = slug::pick(
        &mut tx,
        Kind::Dataset,
        "dataset",
        make::id("air-1"),
        "air 1",
    )
    .await;
    assert_eq!(same.unwrap(), "air-1");
});

// Two people publish the same title at the same instant: each gets a slug, nobody an error.
db_test!(slugs_picked_at_the_same_time_differ, async |db: Db| {
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..8 {
        let db = db.clone();
        writers.spawn(async move {
            let mut dataset = make::dataset("Air");
            dataset.id = make::id(&format!("air {number}"));
            let mut tx = db.begin().await.unwrap();
            dataset.slug = slug::pick(&mut tx, Kind::Dataset, "dataset", dataset.id, "Air")
                .await
                .unwrap();
            vitrail_store::dataset::save(&mut tx, &dataset)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            dataset.slug
        });
    }
    let mut slugs = HashSet::new();
    while let Some(slug) = writers.join_next().await {
        slugs.insert(slug.unwrap());
    }
    assert_eq!(slugs.len(), 8, "{slugs:?}");
});
