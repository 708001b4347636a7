//! Walks through whole lists, in the order of ids: every object once, whatever the size of the step.

use std::collections::BTreeSet;

use vitrail_domain::Id;
use vitrail_store::subject::Subject;
use vitrail_store::{Db, Viewer, dataservice, dataset, discussion, organization, reuse, tag};
use vitrail_testkit::{db_test, make};

use crate::save;

/// What a walk of steps of two meets.
macro_rules! walked {
    ($last:ident => $next:expr) => {{
        let (mut met, mut $last): (Vec<Id>, Option<Id>) = (Vec::new(), None);
        loop {
            let found = $next.await.unwrap();
            $last = found.last().map(Subject::key);
            met.extend(found.iter().map(Subject::key));
            if found.len() < 2 {
                break met;
            }
        }
    }};
}

db_test!(a_walk_meets_each_object_once, async |db: Db| {
    let names = ["a", "b", "c", "d", "e"];
    for name in names {
        save!(db, dataset, [&make::dataset(name)]);
        save!(db, reuse, [&make::reuse(name)]);
        save!(db, dataservice, [&make::dataservice(name)]);
        save!(db, organization, [&make::organization(name, &[])]);
        save!(
            db,
            discussion,
            [&make::discussion(
                name,
                (vitrail_domain::Kind::Dataset, make::id("a")),
                make::id("user")
            )]
        );
    }
    let hidden = vitrail_domain::Dataset {
        private: true,
        ..make::dataset("hidden")
    };
    save!(db, dataset, [&hidden]);
    let (db, anyone) = (&db, &Viewer::Anonymous);
    let walks: [Vec<Id>; 5] = [
        walked!(last => dataset::after(db, &dataset::Filter::default(), anyone, last, 2)),
        walked!(last => reuse::after(db, &reuse::Filter::default(), anyone, last, 2)),
        walked!(last => dataservice::after(db, &dataservice::Filter::default(), anyone, last, 2)),
        walked!(last => organization::after(db, &organization::Filter::default(), last, 2)),
        walked!(last => discussion::after(db, &discussion::Filter::default(), anyone, last, 2)),
    ];
    for met in walks {
        let each: BTreeSet<Id> = met.iter().copied().collect();
        assert_eq!((met.len(), each.len()), (5, 5));
        assert!(met.is_sorted());
    }
});

db_test!(tags_are_counted_by_kind, async |db: Db| {
    let mut dataset = make::dataset("Eau");
    dataset.tags = vec!["eau".to_owned(), "riviere".to_owned()];
    let mut hidden = make::dataset("Caché");
    hidden.tags = vec!["eau".to_owned()];
    hidden.private = true;
    let mut work = make::reuse("Carte");
    work.tags = vec!["eau".to_owned()];
    save!(db, dataset, [&dataset, &hidden]);
    save!(db, reuse, [&work]);
    let counts = tag::counts(&db).await.unwrap();
    assert_eq!(
        counts,
        [("eau".to_owned(), 1, 1), ("riviere".to_owned(), 1, 0)]
    );
});

db_test!(
    a_new_dataset_comes_with_all_that_is_its_own,
    async |db: Db| {
        let mut given = make::dataset("Eau");
        given.tags = vec!["eau".to_owned()];
        let file = make::resource("table.csv");
        let mut tx = db.begin().await.unwrap();
        dataset::add(&mut tx, &given, std::slice::from_ref(&file))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let files = vitrail_store::resource::of(&db, &[given.id]).await.unwrap();
        assert_eq!(files[&given.id][0].id, file.id);
        let filter = dataset::Filter {
            tags: given.tags.clone(),
            ..Default::default()
        };
        let found = dataset::after(&db, &filter, &Viewer::Anonymous, None, 9)
            .await
            .unwrap();
        assert_eq!(found.len(), 1);

        let mut tx = db.begin().await.unwrap();
        let twin = vitrail_domain::Dataset {
            id: make::id("twin"),
            ..given
        };
        assert!(
            dataset::add(&mut tx, &twin, &[]).await.is_err(),
            "the slug is taken"
        );
    }
);
