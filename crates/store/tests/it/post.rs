use vitrail_domain::Post;
use vitrail_store::post::{self, Filter, SORTS};
use vitrail_store::{Db, subject};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways};
use crate::{save, titles};

db_test!(drafts_are_apart, async |db: Db| {
    let [mut air, mut eau, mut draft] = ["Air", "Eau", "Ébauche"].map(make::post);
    air.kind = "page".to_owned();
    for (post, turn) in [(&mut air, 1), (&mut eau, 2), (&mut draft, 3)] {
        post.published = Some(NOW.plus(turn));
        post.created_at = NOW.plus(turn);
        post.last_modified = NOW.plus(turn);
    }
    draft.published = None;
    save!(db, post, [&air, &eau, &draft]);
    let found = subject::get::<Post>(&db, draft.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&draft));

    let list = async |filter: Filter, sort| titles!(post::list(&db, &filter, sort, ALL), name);
    let any = Filter::default;
    let all = || Filter {
        with_drafts: true,
        ..any()
    };
    assert_eq!(list(any(), None).await, ["Eau", "Air"]);
    assert_eq!(list(all(), None).await, ["Eau", "Air", "Ébauche"]);
    let page = Filter {
        kind: Some("page".to_owned()),
        ..any()
    };
    assert_eq!(list(page, None).await, ["Air"]);
    let q = Filter {
        q: Some("ebau".to_owned()),
        ..all()
    };
    assert_eq!(list(q, None).await, ["Ébauche"]);
    for (name, column) in SORTS {
        // What has no date comes before all dates, on both engines.
        let mut order = if name == "published" {
            ["Ébauche", "Air", "Eau"]
        } else {
            ["Air", "Eau", "Ébauche"]
        };
        for sort in both_ways(column) {
            assert_eq!(list(all(), sort).await, order, "{name}");
            order.reverse();
        }
    }
});

db_test!(a_post_goes_for_good, async |db: Db| {
    let post = make::post("Nouvelle");
    save!(db, post, [&post]);
    let mut tx = db.begin().await.unwrap();
    vitrail_store::post::delete(&mut tx, post.id).await.unwrap();
    tx.commit().await.unwrap();
    let found = subject::get::<Post>(&db, post.id).await.unwrap();
    assert_eq!(found, None);
});
