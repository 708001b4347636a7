use std::collections::HashMap;

use vitrail_domain::spatial::{Spatial, Zone};
use vitrail_store::{Db, zone};
use vitrail_testkit::{db_test, make};

use crate::save;

async fn load(db: &Db, zones: Vec<Zone>) -> u64 {
    let mut tx = db.begin().await.unwrap();
    let written = zone::replace_all(&mut tx, zones).await.unwrap();
    tx.commit().await.unwrap();
    written
}

fn zones() -> Vec<Zone> {
    vec![
        make::zone(
            "fr:commune:75056",
            "Paris",
            &["fr:departement:75", "fr:region:11"],
        ),
        make::zone("fr:commune:62826", "Le Touquet-Paris-Plage", &[]),
        make::zone("fr:commune:2A004", "Ajaccio", &[]),
        make::zone("fr:commune:38185", "Saint-Égrève", &[]),
        make::zone("country-group:ue", "Union européenne", &[]),
    ]
}

db_test!(territories_are_replaced_as_a_whole, async |db: Db| {
    assert_eq!(zone::count(&db).await.unwrap(), 0);
    let many = (0..1_500).map(|n| make::zone(&format!("fr:iris:{n}"), "Iris", &[]));
    assert_eq!(load(&db, many.collect()).await, 1_500);
    assert_eq!(load(&db, zones()).await, 5);
    assert_eq!(zone::count(&db).await.unwrap(), 5);
    let paris = zones().remove(0);
    let ids = ["fr:commune:75056", "fr:commune:00000"].map(str::to_owned);
    let found = zone::by_ids(&db, &ids).await.unwrap();
    assert_eq!(found, HashMap::from([(paris.id.clone(), paris)]));
    assert!(zone::by_ids(&db, &[]).await.unwrap().is_empty());
});

db_test!(territories_are_suggested, async |db: Db| {
    load(&db, zones()).await;
    let suggest = async |q: &str| -> Vec<String> {
        let found = zone::suggest(&db, q).await.unwrap();
        found.into_iter().map(|zone| zone.name).collect()
    };
    assert_eq!(suggest("paris").await, ["Paris", "Le Touquet-Paris-Plage"]);
    assert_eq!(suggest("EGREVE").await, ["Saint-Égrève"]);
    assert_eq!(suggest("saint egr").await, ["Saint-Égrève"]);
    assert_eq!(suggest("2a004").await, ["Ajaccio"]);
    assert_eq!(suggest("fr:commune:75056").await, ["Paris"]);
    assert_eq!(suggest("europ").await, ["Union européenne"]);
    assert!(suggest("aris").await.is_empty());
});

db_test!(coverage_counts_what_is_visible, async |db: Db| {
    load(&db, zones()).await;
    for (title, private) in [("Un", false), ("Deux", false), ("Caché", true)] {
        let mut dataset = make::dataset(title);
        dataset.private = private;
        dataset.spatial = Some(Spatial {
            zones: vec!["fr:commune:75056".to_owned(), "fr:commune:99999".to_owned()],
            ..Spatial::default()
        });
        save!(db, dataset, [&dataset]);
    }
    let covered = zone::coverage(&db, "fr:commune").await.unwrap();
    assert_eq!(covered, [(zones().remove(0), 2)]);
    assert!(zone::coverage(&db, "fr:region").await.unwrap().is_empty());
});
