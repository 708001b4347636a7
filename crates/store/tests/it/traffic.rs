//! What was read, by month.

use vitrail_domain::Owner;
use vitrail_store::traffic::{self, Condition, Traffic, Wanted};
use vitrail_store::{Db, Page};
use vitrail_testkit::db_test;
use vitrail_testkit::make;

use crate::save;

fn read(kind: &str, subject: &str, month: &str, visit: i64, download: i64) -> Traffic {
    Traffic {
        kind: kind.to_owned(),
        subject: make::id(subject).to_string(),
        month: month.to_owned(),
        organization: Some("o".to_owned()),
        visit,
        download_resource: download,
        ..Traffic::default()
    }
}

db_test!(counts_add_up_and_are_settled_once, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    let first = [
        read("dataset", "a", "2026-01", 2, 1),
        read("dataset", "a", "2026-02", 5, 0),
        read("dataset", "b", "2026-02", 1, 0),
        read("reuse", "a", "2026-02", 9, 0),
    ];
    traffic::add(&mut tx, &first).await.unwrap();
    traffic::add(&mut tx, &first[..1]).await.unwrap();
    tx.commit().await.unwrap();
    let page = Page { number: 1, size: 9 };
    let wanted = Wanted {
        kind: "dataset",
        conditions: vec![Condition {
            column: "subject_id",
            number: false,
            operator: "=",
            values: vec![make::id("a").to_string()],
        }],
        sorts: vec![("month", true)],
        ..Wanted::default()
    };
    let found = traffic::list(&db, &wanted, page).await.unwrap();
    let months: Vec<_> = found
        .data
        .iter()
        .map(|row| (row.month.as_str(), row.visit))
        .collect();
    assert_eq!(months, [("2026-02", 5), ("2026-01", 4)]);
    let totals = Wanted {
        totals: true,
        ..wanted.clone()
    };
    let found = traffic::list(&db, &totals, page).await.unwrap();
    assert_eq!(
        (
            found.total,
            found.data[0].visit,
            found.data[0].download_resource
        ),
        (1, 9, 2)
    );
    let many = Wanted {
        kind: "dataset",
        conditions: vec![Condition {
            column: "visit",
            number: true,
            operator: "IN",
            values: vec!["1".to_owned(), "5".to_owned()],
        }],
        ..Wanted::default()
    };
    assert_eq!(traffic::list(&db, &many, page).await.unwrap().total, 2);

    let a = make::id("a").to_string();
    let due = traffic::unsettled(&db, "dataset", 9).await.unwrap();
    assert!(
        due.contains(&(a.clone(), 9, 2)) && due.len() == 2,
        "{due:?}"
    );
    let mut tx = db.begin().await.unwrap();
    traffic::settle(&mut tx, "dataset", &[a]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        traffic::unsettled(&db, "dataset", 9).await.unwrap().len(),
        1
    );
});

db_test!(files_are_counted_with_their_dataset, async |db: Db| {
    let organization = make::id("Ville");
    let mut dataset = make::dataset("Air");
    dataset.owner = Owner::Organization(organization);
    let mut file = make::resource("mesures.csv");
    file.filetype = "file".to_owned();
    file.url = "/resources/x/mesures.csv".to_owned();
    save!(db, dataset, [&dataset]);
    let mut tx = db.begin().await.unwrap();
    vitrail_store::resource::replace(&mut tx, dataset.id, std::slice::from_ref(&file))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let owners = traffic::organizations(&db, "dataset", &[dataset.id])
        .await
        .unwrap();
    assert_eq!(owners[&dataset.id], organization);
    let key = "resources/x/mesures.csv".to_owned();
    let hosted = traffic::hosted(&db, std::slice::from_ref(&key))
        .await
        .unwrap();
    assert_eq!(hosted[&key], file.id);
    for _ in 0..2 {
        let mut tx = db.begin().await.unwrap();
        let counted = [(file.id.to_string(), 3)];
        traffic::add_downloads(&mut tx, &counted).await.unwrap();
        tx.commit().await.unwrap();
    }
    let found = vitrail_store::resource::of(&db, &[dataset.id])
        .await
        .unwrap();
    let views = &found[&dataset.id][0].metrics["views"];
    assert_eq!(views.as_i64(), Some(6));
});

db_test!(answers_are_counted_by_month, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    for (month, page, found) in [
        ("2026-01", "search", true),
        ("2026-01", "search", true),
        ("2026-01", "dataset", false),
        ("2025-01", "search", false),
    ] {
        traffic::answer(&mut tx, month, page, found).await.unwrap();
    }
    tx.commit().await.unwrap();
    let answers = traffic::answers(&db, "2025-12").await.unwrap();
    assert_eq!(answers, [("2026-01".to_owned(), 2, 1)]);
});
