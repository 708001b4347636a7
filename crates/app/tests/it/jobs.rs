//! Jobs: what recurs runs once when due, what fails is tried again later, and only sysadmins see it.

use serde_json::json;
use vitrail_app::{Error, Page, jobs};
use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::{Actor, Id};
use vitrail_store::Db;
use vitrail_testkit::db_test;
use vitrail_testkit::portal::Portal;

fn admin() -> Actor {
    Actor {
        user: Some(Id::default()),
        sysadmin: true,
        ..Actor::default()
    }
}

db_test!(what_recurs_runs_when_due, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let app = &portal.app;
    assert_eq!(jobs::run_due(app).await.unwrap(), 0);
    let schedules = jobs::schedules(app, &admin()).await.unwrap();
    let tidy = schedules.iter().find(|found| found.name == "tidy").unwrap();
    // 12:00 UTC: seventeen minutes later.
    assert_eq!(tidy.next, app.now().plus(17 * 60 * SECOND));
    assert!(tidy.last.is_none());

    // Missed many times, run once.
    portal.advance(2 * DAY);
    assert!(jobs::run_due(app).await.unwrap() >= 1);
    assert_eq!(jobs::run_due(app).await.unwrap(), 0);
    let page = Page { number: 1, size: 9 };
    let done = jobs::list(app, &admin(), Some("tidy"), page).await.unwrap();
    assert_eq!(done.total, 1);
    assert!(done.data[0].outcome.is_some() && done.data[0].due.is_none());

    jobs::run_now(app, &admin(), "tidy").await.unwrap();
    assert_eq!(jobs::run_due(app).await.unwrap(), 1);
    for refused in [
        jobs::run_now(app, &Actor::default(), "tidy").await,
        jobs::run_now(app, &admin(), "nothing").await,
    ] {
        let why = refused.unwrap_err();
        assert!(matches!(why, Error::Unauthenticated | Error::NotFound(_)));
    }
});

db_test!(what_fails_is_tried_again_later, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let app = &portal.app;
    let mut tx = app.db().begin().await.unwrap();
    jobs::enqueue(app, &mut tx, "unheard-of", json!({}), None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tries = 0;
    for _ in 0..8 {
        tries += jobs::run_due(app).await.unwrap();
        assert_eq!(jobs::run_due(app).await.unwrap(), 0);
        portal.advance(17 * 60 * SECOND - 1);
    }
    let page = Page { number: 1, size: 9 };
    let found = jobs::list(app, &admin(), Some("unheard-of"), page).await;
    let job = found.unwrap().data.remove(0);
    assert_eq!((job.attempts, job.due), (5, None));
    assert!(job.failure.unwrap().contains("unheard-of"), "{tries}");
});

db_test!(a_former_catalogue_is_published_again, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let former = Id::seeded("the catalogue of the portal");
    portal
        .dataset("Catalogue", |dataset| dataset.id = former)
        .await;
    let app = &portal.app;
    assert_eq!(
        vitrail_app::export::catalogue(app).await.unwrap(),
        Some(former)
    );
    jobs::run_now(app, &admin(), "catalogue").await.unwrap();
    jobs::run_due(app).await.unwrap();
    assert_eq!(
        vitrail_app::export::catalogue(app).await.unwrap(),
        Some(former)
    );
    let format = vitrail_app::export::Format::Csv;
    let table = vitrail_app::export::published(app, "dataset", format).await;
    // The address of old.
    let known = "63cc5b67-8e54-4314-8c76-e49f8076fcb3".parse().unwrap();
    assert_eq!(table.unwrap(), Some(known));
});

db_test!(the_catalogue_is_published_each_day, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let catalogue = vitrail_testkit::catalogue::Catalogue::default();
    catalogue.write(&portal).await.unwrap();
    let app = &portal.app;
    let publish = async || {
        jobs::run_now(app, &admin(), "catalogue").await.unwrap();
        assert!(jobs::run_due(app).await.unwrap() >= 1);
        let anyone = Actor::default();
        let id = vitrail_app::export::catalogue(app).await.unwrap().unwrap();
        assert_ne!(id, Id::seeded("the catalogue of the portal"), "of its own");
        let found = vitrail_app::dataset::find(app, &anyone, &id.to_string()).await;
        let found = found.unwrap();
        (
            vitrail_app::dataset::resources(app, &found).await.unwrap(),
            found,
        )
    };
    let (first, dataset) = publish().await;
    assert_eq!(first.len(), 16);
    let formats = first.iter().filter(|file| file.format == "parquet");
    assert_eq!(formats.count(), 8);
    assert!(dataset.is_visible());
    portal.advance(DAY);
    let (second, _) = publish().await;
    let ids = |files: &[vitrail_domain::Resource]| -> Vec<_> {
        files.iter().map(|file| file.id).collect()
    };
    assert_eq!(ids(&first), ids(&second), "addresses do not change");
    for (before, after) in first.iter().zip(&second) {
        let kept = vitrail_app::file::objects(app);
        assert!(kept.has(after.file().unwrap()).await.unwrap());
        assert!(!kept.has(before.file().unwrap()).await.unwrap());
        assert!(after.filesize.unwrap() > 0);
    }

    vitrail_app::dataset::delete(app, &admin(), &dataset.slug)
        .await
        .unwrap();
    jobs::run_now(app, &admin(), "catalogue").await.unwrap();
    jobs::run_due(app).await.unwrap();
    let gone = vitrail_app::dataset::find(app, &Actor::default(), &dataset.slug).await;
    assert!(
        matches!(gone, Err(Error::Gone(_))),
        "who deletes it is obeyed"
    );
});
