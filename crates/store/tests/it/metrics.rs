use serde_json::json;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Dataset, Kind};
use vitrail_store::dataset::Filter;
use vitrail_store::{Db, Page, Viewer, dataset, metrics, site, subject};
use vitrail_testkit::{db_test, make};

use crate::list::{ALL, both_ways};
use crate::{save, titles};

db_test!(counts_are_kept_with_their_subject, async |db: Db| {
    let air = make::dataset("Air");
    save!(db, dataset, [&air, &make::dataset("Eau")]);
    let counts = Metrics::from([
        ("views".to_owned(), json!(12)),
        ("by_month".to_owned(), json!({"2026-11": 3})),
        ("reuses".to_owned(), json!("three")),
    ]);
    let mut tx = db.begin().await.unwrap();
    metrics::save(
        &mut tx,
        "dataset",
        air.id,
        &counts,
        &["views", "reuses", "followers"],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let found = subject::get::<Dataset>(&db, air.id).await.unwrap().unwrap();
    assert_eq!(found.metrics, counts);
    assert_eq!(found.title, "Air", "counting rewrites nothing else");
    let [_, most_viewed] = both_ways("views");
    let order = titles!(
        dataset::list(
            &db,
            &Filter::default(),
            &Viewer::Anonymous,
            most_viewed,
            ALL
        ),
        title
    );
    assert_eq!(order, ["Air", "Eau"]);
});

db_test!(counts_are_made_again, async |db: Db| {
    save!(db, dataset, [&make::dataset("Air"), &make::dataset("Eau")]);
    let all = "SELECT COUNT(*) FROM dataset";
    assert_eq!(metrics::one(&db, all).await.unwrap(), 2);
    let each = "SELECT id, COUNT(*) FROM dataset WHERE slug = 'air' GROUP BY id";
    assert_eq!(
        metrics::counted(&db, each).await.unwrap(),
        [(make::id("Air"), 1)]
    );
});

db_test!(instants_are_listed, async |db: Db| {
    save!(db, dataset, [&make::dataset("Air")]);
    let since = "SELECT created FROM dataset WHERE created >= ";
    let found = metrics::instants(&db, since, make::NOW).await.unwrap();
    assert_eq!(found, [make::NOW]);
    let found = metrics::instants(&db, since, make::NOW.plus(1)).await;
    assert_eq!(found.unwrap(), []);
});

db_test!(the_site_has_a_record, async |db: Db| {
    let mut record = site::get(&db).await.unwrap();
    assert_eq!(record, vitrail_domain::Site::default());
    record.title = "Données d’Évian".to_owned();
    record.metrics.insert("datasets".to_owned(), 3.into());
    let mut tx = db.begin().await.unwrap();
    site::save(&mut tx, &record).await.unwrap();
    assert_eq!(site::get(&mut tx).await.unwrap(), record);
    tx.commit().await.unwrap();
    assert_eq!(site::get(&db).await.unwrap(), record);
});

db_test!(
    the_map_of_the_site_shows_what_everyone_sees,
    async |db: Db| {
        let (air, mut hidden, mut old) = (
            make::dataset("Air"),
            make::dataset("Eau"),
            make::dataset("Sol"),
        );
        hidden.private = true;
        old.archived = Some(make::NOW);
        save!(db, dataset, [&air, &hidden, &old]);
        save!(db, organization, [&make::organization("Météo", &[])]);
        save!(db, topic, [&make::topic("Climat")]);
        let mut draft = make::post("Brouillon");
        draft.published = None;
        save!(db, post, [&draft]);
        let one = Page { number: 1, size: 1 };
        let found = site::addresses(&db, Kind::Dataset, one).await.unwrap();
        assert_eq!(found.total, 1);
        let slugs: Vec<&String> = found.data.iter().map(|(slug, _)| slug).collect();
        assert_eq!(slugs, [&air.slug]);
        for (kind, total) in [
            (Kind::Organization, 1),
            (Kind::Topic, 1),
            (Kind::Post, 0),
            (Kind::Reuse, 0),
            (Kind::Dataservice, 0),
            (Kind::User, 0),
        ] {
            let found = site::addresses(&db, kind, ALL).await.unwrap();
            assert_eq!(found.total, total, "{kind}");
        }
    }
);

db_test!(addresses_are_those_that_everyone_sees, async |db: Db| {
    let [air, mut private, mut archived] = ["Air", "Privé", "Archivé"].map(make::dataset);
    private.private = true;
    archived.archived = Some(make::NOW);
    save!(db, dataset, [&air, &private, &archived]);
    let mut draft = make::post("Ébauche");
    draft.published = None;
    save!(db, post, [&make::post("Nouvelle"), &draft]);
    save!(db, organization, [&make::organization("Org", &[])]);
    save!(db, reuse, [&make::reuse("Carte")]);
    save!(db, dataservice, [&make::dataservice("Api")]);
    save!(db, topic, [&make::topic("Climat")]);
    for (kind, slug) in [
        (Kind::Dataset, "air"),
        (Kind::Post, "nouvelle"),
        (Kind::Organization, "org"),
        (Kind::Reuse, "carte"),
        (Kind::Dataservice, "api"),
        (Kind::Topic, "climat"),
    ] {
        let listed = site::addresses(&db, kind, ALL).await.unwrap();
        assert_eq!(
            (listed.data, listed.total),
            (vec![(slug.to_owned(), make::NOW)], 1),
            "{kind}"
        );
    }
    let none = site::addresses(&db, Kind::Discussion, ALL).await.unwrap();
    assert_eq!(none.total, 0);
});
