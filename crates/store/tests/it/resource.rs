use std::collections::HashMap;

use vitrail_domain::time::DAY;
use vitrail_domain::{Owner, Resource};
use vitrail_store::community_resource::{self, Filter, SORTS};
use vitrail_store::{Db, Page, resource};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways};
use crate::{save, titles};

db_test!(files_keep_their_order, async |db: Db| {
    let mut files = ["Zinc", "Été 2020", "Notice"].map(make::resource);
    files[2].r#type = "documentation".to_owned();
    files[2].format = "pdf".to_owned();
    files[1].format = "csv".to_owned();
    files[0].metrics.insert("views".to_owned(), 4.into());
    files[0].filesize = Some(5_000_000_000);
    let [air, eau] = ["Air", "Eau"].map(make::dataset);
    let mut hidden = make::dataset("Sol");
    hidden.private = true;
    save!(db, dataset, [&air, &eau, &hidden]);
    let mut tx = db.begin().await.unwrap();
    resource::replace(&mut tx, air.id, &files).await.unwrap();
    resource::replace(&mut tx, eau.id, &[make::resource("autre")])
        .await
        .unwrap();
    resource::replace(&mut tx, hidden.id, &[make::resource("secret")])
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let of = resource::of(&db, &[air.id, eau.id, make::id("none")])
        .await
        .unwrap();
    assert_eq!(of[&air.id], files);
    assert_eq!(of.len(), 2);
    assert_eq!(resource::of(&db, &[]).await.unwrap(), HashMap::new());
    let counts = resource::count(&db, &[air.id, eau.id, make::id("none")]).await;
    assert_eq!(counts.unwrap(), HashMap::from([(air.id, 3), (eau.id, 1)]));
    let formats = resource::formats(&db, &[air.id, eau.id]).await.unwrap();
    assert_eq!(formats[&air.id], ["csv", "pdf"]);
    assert_eq!(formats[&eau.id], ["csv"]);
    let found = resource::get(&db, files[1].id).await.unwrap();
    assert_eq!(found, Some((air.id, files[1].clone())));
    assert_eq!(resource::get(&db, make::uuid("none")).await.unwrap(), None);
    let taken = resource::taken(&db, &[files[0].id, make::uuid("none")]).await;
    assert_eq!(taken.unwrap(), HashMap::from([(files[0].id, air.id)]));
    assert_eq!(resource::count_visible(&db).await.unwrap(), 4);

    let list = async |r#type, q, page| titles!(resource::list(&db, air.id, r#type, q, page), title);
    assert_eq!(list(None, None, ALL).await, ["Zinc", "Été 2020", "Notice"]);
    assert_eq!(list(Some("main"), None, ALL).await, ["Zinc", "Été 2020"]);
    assert_eq!(list(None, Some("ete"), ALL).await, ["Été 2020"]);
    assert_eq!(
        list(None, None, Page { number: 2, size: 2 }).await,
        ["Notice"]
    );

    let mut tx = db.begin().await.unwrap();
    resource::remove(&mut tx, &[make::uuid("autre"), make::uuid("none")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(resource::get(&db, make::uuid("autre")).await.unwrap(), None);

    // Replaced as a whole, in the new order.
    files.reverse();
    let mut tx = db.begin().await.unwrap();
    resource::replace(&mut tx, air.id, &files[..2])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(list(None, None, ALL).await, ["Notice", "Été 2020"]);
});

db_test!(a_dataset_of_a_thousand_files, async |db: Db| {
    let files: Vec<Resource> = (0..1_203)
        .map(|n| make::resource(&format!("F{n}")))
        .collect();
    let id = make::id("Air");
    let mut tx = db.begin().await.unwrap();
    resource::replace(&mut tx, id, &files).await.unwrap();
    tx.commit().await.unwrap();
    let of = resource::of(&db, &[id]).await.unwrap();
    assert_eq!(of[&id], files);
    let ids: Vec<_> = files.iter().map(|file| file.id).collect();
    assert_eq!(resource::taken(&db, &ids).await.unwrap().len(), 1_203);
});

db_test!(community_resources, async |db: Db| {
    let (air, org) = (make::id("Air"), Owner::Organization(make::id("org")));
    let mut first = make::community_resource("Un", Some(air), org);
    let second = make::community_resource("Deux", None, Owner::User(make::id("Ada")));
    first.resource.created_at_internal = NOW.plus(1);
    first.resource.last_modified_internal = NOW.plus(1);
    first.resource.metrics.insert("views".to_owned(), 4.into());
    save!(db, community_resource, [&first, &second]);
    let found = community_resource::get(&db, first.resource.id)
        .await
        .unwrap();
    assert_eq!(found.as_ref(), Some(&first));
    assert_eq!(
        community_resource::get(&db, make::uuid("none"))
            .await
            .unwrap(),
        None
    );
    let counts = community_resource::count(&db, &[air, make::id("none")]).await;
    assert_eq!(counts.unwrap(), HashMap::from([(air, 1)]));

    let any = Filter::default;
    let cases = [
        (any(), vec![&first, &second]),
        (
            Filter {
                dataset: Some(air),
                ..any()
            },
            vec![&first],
        ),
        (
            Filter {
                organization: Some(make::id("org")),
                ..any()
            },
            vec![&first],
        ),
        (
            Filter {
                owner: Some(make::id("Ada")),
                ..any()
            },
            vec![&second],
        ),
    ];
    for (filter, expected) in cases {
        let found = community_resource::list(&db, &filter, None, ALL)
            .await
            .unwrap();
        assert_eq!(
            found.data.iter().collect::<Vec<_>>(),
            expected,
            "{filter:?}"
        );
    }
    for (name, column) in SORTS {
        let mut order = [&second, &first];
        for sort in both_ways(column) {
            let found = community_resource::list(&db, &any(), sort, ALL)
                .await
                .unwrap();
            assert_eq!(found.data.iter().collect::<Vec<_>>(), order, "{name}");
            order.reverse();
        }
    }
});

db_test!(formats_are_told_once, async |db: Db| {
    let mut files = ["a", "b", "c", "d"].map(make::resource);
    for (file, format) in files.iter_mut().zip(["pdf", "csv", "csv", ""]) {
        file.format = format.to_owned();
    }
    let air = make::dataset("Air");
    save!(db, dataset, [&air]);
    let mut tx = db.begin().await.unwrap();
    resource::replace(&mut tx, air.id, &files).await.unwrap();
    tx.commit().await.unwrap();
    let found = resource::formats(&db, &[air.id, make::id("nobody")]).await;
    let expected = HashMap::from([(air.id, vec!["csv".to_owned(), "pdf".to_owned()])]);
    assert_eq!(found.unwrap(), expected);
});

db_test!(kept_files_know_their_holders, async |db: Db| {
    let key = "resources/air/mesures.csv";
    let kept = |title: &str| Resource {
        url: format!("/{key}"),
        filetype: "file".to_owned(),
        ..make::resource(title)
    };
    let remote = Resource {
        filetype: "remote".to_owned(),
        ..kept("Ailleurs")
    };
    let [air, eau] = ["Air", "Eau"].map(make::dataset);
    save!(db, dataset, [&air, &eau]);
    let mut tx = db.begin().await.unwrap();
    let files = [kept("Mesures"), kept("Encore")];
    resource::replace(&mut tx, air.id, &files).await.unwrap();
    let files = [remote, make::resource("autre")];
    resource::replace(&mut tx, eau.id, &files).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(resource::holders(&db, key).await.unwrap(), [air.id]);
    assert_eq!(resource::holders(&db, "resources/x").await.unwrap(), []);

    assert!(!community_resource::holds(&db, key).await.unwrap());
    let mut added = make::community_resource("Ajout", Some(eau.id), Owner::Nobody);
    added.resource = kept("Ajout");
    save!(db, community_resource, [&added]);
    assert!(community_resource::holds(&db, key).await.unwrap());
});

db_test!(a_file_that_was_replaced_is_still_known, async |db: Db| {
    let dataset = make::id("Air");
    let mut tx = db.begin().await.unwrap();
    for _ in 0..2 {
        resource::keep_former(
            &mut tx,
            "resources/a/b.csv",
            dataset,
            uuid::Uuid::nil(),
            NOW,
        )
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let holders = resource::holders(&db, "resources/a/b.csv").await.unwrap();
    assert_eq!(holders, [dataset]);
    let old = resource::former_before(&db, NOW, 10).await.unwrap();
    assert!(old.is_empty(), "it was replaced now");
    let old = resource::former_before(&db, NOW.plus(1), 10).await.unwrap();
    assert_eq!(old, ["resources/a/b.csv"]);
    let mut tx = db.begin().await.unwrap();
    resource::forget_former(&mut tx, "resources/a/b.csv")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let holders = resource::holders(&db, "resources/a/b.csv").await.unwrap();
    assert!(holders.is_empty());
});

db_test!(what_was_added_can_be_removed, async |db: Db| {
    let added = make::community_resource("Ajout", Some(make::id("Air")), Owner::Nobody);
    save!(db, community_resource, [&added]);
    let mut tx = db.begin().await.unwrap();
    community_resource::remove(&mut tx, added.resource.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let found = community_resource::get(&db, added.resource.id).await;
    assert_eq!(found.unwrap(), None);
});

db_test!(links_wait_for_their_turn_to_be_looked_at, async |db: Db| {
    let dataset = make::dataset("Air");
    let mut hidden = make::dataset("Sol");
    hidden.private = true;
    save!(db, dataset, [&dataset, &hidden]);
    let mut files = ["Jamais", "Hier", "Ici"].map(make::resource);
    let yesterday = NOW.plus(-DAY);
    let at = yesterday.to_string();
    files[1].extras.insert("check:date".to_owned(), at.into());
    files[2].filetype = "file".to_owned();
    files[2].url = "/resources/ici.csv".to_owned();
    let mut tx = db.begin().await.unwrap();
    resource::replace(&mut tx, dataset.id, &files)
        .await
        .unwrap();
    resource::replace(&mut tx, hidden.id, &[make::resource("secret")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let due = async |before, most| {
        let due = resource::to_check(&db, before, most).await.unwrap();
        due.into_iter()
            .map(|(_, file)| file.title)
            .collect::<Vec<_>>()
    };
    assert_eq!(due(NOW, 9).await, ["Jamais", "Hier"]);
    assert_eq!(due(NOW, 1).await, ["Jamais"]);
    assert_eq!(due(yesterday, 9).await, ["Jamais"]);
});
