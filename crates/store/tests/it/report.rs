//! Reports, and what became of them.

use vitrail_domain::{Id, Kind, Report};
use vitrail_store::report::{self, Filter, SORTS};
use vitrail_store::{Db, Sort};
use vitrail_testkit::db_test;
use vitrail_testkit::make::NOW;

use crate::list::ALL;

fn made(name: &str, subject: (Kind, Id), reason: &str) -> Report {
    Report {
        id: Id::seeded(name),
        by: None,
        subject,
        label: "Air".to_owned(),
        embed: None,
        reason: reason.to_owned(),
        message: Some("pub".to_owned()),
        reported_at: NOW,
        dismissed_at: None,
        dismissed_by: None,
        subject_deleted_at: None,
        subject_deleted_by: None,
    }
}

db_test!(reports_are_found_answered_and_outlived, async |db: Db| {
    let (air, eau) = (
        (Kind::Dataset, Id::seeded("air")),
        (Kind::Reuse, Id::seeded("eau")),
    );
    let admin = Some(Id::seeded("admin"));
    let mut dismissed = made("c", eau, "spam");
    (dismissed.dismissed_at, dismissed.dismissed_by) = (Some(NOW), admin);
    let all = [
        made("a", air, "spam"),
        made("b", eau, "auto_spam"),
        dismissed,
    ];
    let mut tx = db.begin().await.unwrap();
    for one in &all {
        report::save(&mut tx, one).await.unwrap();
    }
    tx.commit().await.unwrap();
    let found = report::get(&db, all[2].id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&all[2]));
    let any = Filter::default();
    let sort = Some(Sort {
        column: SORTS[0].1,
        descending: false,
    });
    for (wanted, expected) in [
        (any, 3),
        (
            Filter {
                handled: Some(true),
                ..any
            },
            1,
        ),
        (
            Filter {
                handled: Some(false),
                ..any
            },
            2,
        ),
        (
            Filter {
                kind: Some(Kind::Dataset),
                ..any
            },
            1,
        ),
        (
            Filter {
                subject: Some(eau.1),
                ..any
            },
            2,
        ),
        (
            Filter {
                automatic: Some(true),
                ..any
            },
            1,
        ),
        (
            Filter {
                automatic: Some(false),
                ..any
            },
            2,
        ),
    ] {
        let found = report::list(&db, wanted, sort, ALL).await.unwrap();
        assert_eq!(found.total, expected, "{wanted:?}");
        assert_eq!(found.data.len(), usize::try_from(expected).unwrap());
    }
    let open = Filter {
        handled: Some(false),
        ..any
    };
    let mut tx = db.begin().await.unwrap();
    let closed = report::dismiss_about(&mut tx, eau, NOW, admin).await;
    assert_eq!(closed.unwrap(), 1);
    report::subject_gone(&mut tx, air, Some(NOW), admin)
        .await
        .unwrap();
    let found = report::list(&mut tx, open, None, ALL).await.unwrap();
    assert_eq!(found.total, 0);
    report::subject_gone(&mut tx, air, None, None)
        .await
        .unwrap();
    let found = report::list(&mut tx, open, None, ALL).await.unwrap();
    assert_eq!(found.data, [all[0].clone()]);
    tx.commit().await.unwrap();
});
