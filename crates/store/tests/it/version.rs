//! Versions of objects.

use serde_json::json;
use vitrail_domain::{Id, Kind, Timestamp};
use vitrail_store::version::{self, Version};
use vitrail_store::{Db, Page};
use vitrail_testkit::db_test;

db_test!(versions_are_numbered_for_each_object, async |db: Db| {
    let (one, other) = (
        (Kind::Dataset, Id::seeded("one")),
        (Kind::Dataset, Id::seeded("other")),
    );
    let made = |title: &str| Version {
        number: 0,
        at: Timestamp::from_micros(7),
        actor: Some(Id::seeded("claire")),
        operation: "updated".to_owned(),
        fields: vec!["title".to_owned()],
        facts: json!({"title": title}),
    };
    let mut tx = db.begin().await.unwrap();
    for (subject, title, number) in [(one, "a", 1), (one, "b", 2), (other, "c", 1)] {
        let given = version::add(&mut tx, subject, &made(title)).await.unwrap();
        assert_eq!(given, number);
    }
    tx.commit().await.unwrap();
    let page = Page { number: 1, size: 1 };
    let listed = version::list(&db, one, page).await.unwrap();
    assert_eq!(listed.total, 2);
    assert_eq!(listed.data[0].facts["title"], "b");
    let first = version::get(&db, one, 1).await.unwrap().unwrap();
    assert_eq!(
        first,
        Version {
            number: 1,
            ..made("a")
        }
    );
    assert_eq!(version::get(&db, one, 3).await.unwrap(), None);
});
