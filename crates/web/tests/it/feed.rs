//! The feed of datasets.

use crate::portal;
use vitrail_testkit::portal::NOW;
use vitrail_testkit::{Db, db_test};

db_test!(announces_datasets_after_some_hours, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    for path in [
        "/api/1/datasets/recent.atom",
        "/datasets/recent.atom?tag=air",
    ] {
        let feed = portal.get(path).await.unwrap();
        assert_eq!(feed.header("content-type"), Some("application/atom+xml"));
        let text = String::from_utf8(feed.body).unwrap();
        for part in [
            "<title>Latest datasets</title>",
            "<title>Qualité de l’air à Évian</title>",
            "<name>Ville d’Évian</name>",
            "&lt;strong&gt;horaires&lt;/strong&gt;",
            "<id>http://portal.example/datasets/qualite-de-l-air-a-evian</id>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
    let other = portal.get("/datasets/recent.atom?tag=eau").await.unwrap();
    assert!(!String::from_utf8(other.body).unwrap().contains("<entry>"));
    catalogue.dataset.created_at_internal = NOW.plus(-9 * 3_600_000_000);
    catalogue.write(&portal).await.unwrap();
    let young = portal.get("/api/1/datasets/recent.atom").await.unwrap();
    assert!(!String::from_utf8(young.body).unwrap().contains("<entry>"));
});
