//! The demonstration on both engines: what is written in bulk reads as what is written one by one.

use std::path::Path;

use vitrail_app::demo::{Options, write};
use vitrail_app::index::{Index, Synonyms};
use vitrail_app::{App, Clock, Page, Rng, Settings, Viewer};
use vitrail_domain::{Actor, Dataset, Id};
use vitrail_store::dataset::Filter;
use vitrail_store::{Db, Durability, dataset, resource, subject};
use vitrail_testkit::postgres::test_database_url;

async fn demonstration(db: Db, folder: &Path) {
    let settings = Settings {
        data: folder.to_owned(),
        ..Settings::default()
    };
    let now = "2026-11-21T12:00:00".parse().unwrap();
    let index = Index::in_memory(Synonyms::default()).unwrap();
    let clock = Clock::fixed(now);
    let app = App::new(db.clone(), index, clock, Rng::seeded(1), settings);
    let options = Options {
        datasets: 700,
        seed: 5,
    };
    let written = write(&app, options, |_, _| {}).await.unwrap();
    assert_eq!((written.new, written.datasets), (true, 700));

    let ids = subject::ids_after(&db, "dataset", None, 1_000)
        .await
        .unwrap();
    let all: Vec<Dataset> = subject::in_order(&db, &ids).await.unwrap();
    assert_eq!(all.len(), 700);
    let files = resource::of(&db, &ids).await.unwrap();
    assert_eq!(files.values().flatten().count(), written.resources);
    let before = pages(&db).await;

    let mut tx = db.begin().await.unwrap();
    for one in &all {
        let none = Vec::new();
        dataset::save(&mut tx, one).await.unwrap();
        let files = files.get(&one.id).unwrap_or(&none);
        resource::replace(&mut tx, one.id, files).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(pages(&db).await, before);
    let again: Vec<Dataset> = subject::in_order(&db, &ids).await.unwrap();
    assert_eq!(again, all);
    assert_eq!(resource::of(&db, &ids).await.unwrap(), files);
}

/// What each filter finds.
async fn pages(db: &Db) -> Vec<Vec<Id>> {
    let filters = [
        Filter::default(),
        Filter {
            tags: vec!["budget".to_owned()],
            ..Filter::default()
        },
        Filter {
            badge: Some("hvd".to_owned()),
            ..Filter::default()
        },
        Filter {
            geozone: Some("country:fr".to_owned()),
            ..Filter::default()
        },
        Filter {
            format: Some("csv".to_owned()),
            ..Filter::default()
        },
    ];
    let viewer = Viewer::of(&Actor::default());
    let mut pages = Vec::new();
    for filter in filters {
        let found = dataset::list(db, &filter, &viewer, None, Page::ALL)
            .await
            .unwrap();
        let found: Vec<Id> = found.data.into_iter().map(|one| one.id).collect();
        assert!(!found.is_empty(), "{filter:?}");
        pages.push(found);
    }
    pages
}

#[tokio::test]
async fn a_demonstration_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vitrail.db");
    let db = Db::sqlite(&file, Durability::Bulk).await.unwrap();
    demonstration(db, folder.path()).await;
}

#[tokio::test]
async fn a_demonstration_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::postgres(&test_database_url().await).await.unwrap();
    demonstration(db, folder.path()).await;
}
