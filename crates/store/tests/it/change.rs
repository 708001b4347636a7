use vitrail_domain::{Change, Dataset, Kind, Timestamp};
use vitrail_store::change::{self, Filter};
use vitrail_store::{Db, Page, dataset, withdrawn};
use vitrail_testkit::{db_test, make};

fn made(name: &str) -> Change {
    make::change(
        Some(make::id("Ada")),
        (Kind::Dataset, make::id(name)),
        "created",
    )
}

db_test!(changes_come_back_in_order, async |db: Db| {
    let full = Change {
        organization: Some(make::id("org")),
        fields: vec!["title".to_owned(), "été".to_owned()],
        extras: serde_json::json!({"resource": "x"})
            .as_object()
            .unwrap()
            .clone(),
        ..made("Air")
    };
    let mut tx = db.begin().await.unwrap();
    change::record(&mut tx, &full).await.unwrap();
    change::record_all(&mut tx, &[made("a"), made("b"), made("c")])
        .await
        .unwrap();
    change::record_all(&mut tx, &[]).await.unwrap();
    tx.commit().await.unwrap();

    let all = change::after(&db, 0, 100).await.unwrap();
    assert_eq!(all[0], Change { seq: 1, ..full });
    let seqs = |changes: Vec<Change>| changes.iter().map(|change| change.seq).collect::<Vec<_>>();
    assert_eq!(seqs(all), [1, 2, 3, 4]);
    assert_eq!(seqs(change::after(&db, 1, 2).await.unwrap()), [2, 3]);
    assert_eq!(seqs(change::after(&db, 4, 2).await.unwrap()), [0; 0]);
});

db_test!(more_changes_than_one_statement_holds, async |db: Db| {
    let many: Vec<Change> = (0..1_201).map(|n| made(&n.to_string())).collect();
    let mut tx = db.begin().await.unwrap();
    change::record_all(&mut tx, &many).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.last_change(), 1_201);
    let all = change::after(&db, 0, 5_000).await.unwrap();
    let subjects = |changes: &[Change]| changes.iter().map(|c| c.subject).collect::<Vec<_>>();
    assert_eq!(subjects(&all), subjects(&many));
});

db_test!(
    who_writes_in_the_log_makes_nobody_wait_before_the_end,
    async |db: Db| {
        // On SQLite whoever began to write is alone.
        if !db.is_postgres() {
            return;
        }
        let mut slow = db.begin().await.unwrap();
        change::record(&mut slow, &made("a")).await.unwrap();
        let mut quick = db.begin().await.unwrap();
        change::record(&mut quick, &made("b")).await.unwrap();
        quick.commit().await.unwrap();
        slow.commit().await.unwrap();
        let all = change::after(&db, 0, 9).await.unwrap();
        let subjects = all.iter().map(|change| change.subject.1);
        assert!(subjects.eq([make::id("b"), make::id("a")]));
        // What is not committed leaves no trace.
        let mut left = db.begin().await.unwrap();
        change::record(&mut left, &made("c")).await.unwrap();
        drop(left);
        assert_eq!(change::after(&db, 0, 9).await.unwrap().len(), 2);
    }
);

db_test!(the_activity_of_people_is_paged, async |db: Db| {
    let mut tx = db.begin().await.unwrap();
    for number in 0..5 {
        let mut written = made(&format!("d{number}"));
        written.organization = (number % 2 == 0).then(|| make::id("org"));
        change::record(&mut tx, &written).await.unwrap();
    }
    let imported = make::change(None, (Kind::Dataset, make::id("d0")), "imported");
    change::record(&mut tx, &imported).await.unwrap();
    let other = make::change(
        Some(make::id("Bob")),
        (Kind::Dataset, make::id("d0")),
        "updated",
    );
    change::record(&mut tx, &other).await.unwrap();
    tx.commit().await.unwrap();

    let page = |number, size| Page { number, size };
    let seqs = async |filter: Filter, page: Page| {
        let listed = change::list(&db, &filter, page).await.unwrap();
        let seqs: Vec<i64> = listed.data.iter().map(|change| change.seq).collect();
        (seqs, listed.total)
    };
    let all = Filter::default();
    assert_eq!(seqs(all.clone(), page(1, 4)).await, (vec![7, 5, 4, 3], 6));
    assert_eq!(seqs(all.clone(), page(2, 4)).await, (vec![2, 1], 6));
    assert_eq!(seqs(all, page(3, 4)).await, (vec![], 6));
    let user = Filter {
        user: Some(make::id("Bob")),
        ..Filter::default()
    };
    assert_eq!(seqs(user, Page::ALL).await, (vec![7], 1));
    let organization = Filter {
        organization: Some(make::id("org")),
        ..Filter::default()
    };
    assert_eq!(seqs(organization, Page::ALL).await, (vec![5, 3, 1], 3));
    let key = Filter {
        key: Some((Kind::Dataset, "updated".to_owned())),
        ..Filter::default()
    };
    assert_eq!(seqs(key, Page::ALL).await, (vec![7], 1));
    let oldest = Filter {
        oldest_first: true,
        ..Filter::default()
    };
    assert_eq!(seqs(oldest, page(1, 3)).await, (vec![1, 2, 3], 6));
    let related = Filter {
        related_to: Some(make::id("d0")),
        ..Filter::default()
    };
    assert_eq!(seqs(related, Page::ALL).await, (vec![7, 1], 2));

    // The log also holds what nobody did.
    let whole = change::log(&db, &change::LogFilter::default(), page(1, 2)).await;
    let whole = whole.unwrap();
    let seqs: Vec<i64> = whole.data.iter().map(|change| change.seq).collect();
    assert_eq!((seqs, whole.total), (vec![7, 6], 7));
    let bob = change::LogFilter {
        user: Some(make::id("Bob")),
        kind: Some(Kind::Dataset),
        subject: Some(make::id("d0")),
        people: true,
    };
    let people = change::LogFilter {
        people: true,
        ..change::LogFilter::default()
    };
    let people = change::log(&db, &people, Page::ALL).await.unwrap();
    assert_eq!(people.total, 6);
    assert!(people.data.iter().all(|change| change.actor.is_some()));
    let bob = change::log(&db, &bob, Page::ALL).await.unwrap();
    assert_eq!(bob.total, 1);
});

// A follower reads while others write: it must see every change, once, in order. Without the lock of
// `order_changes`, PostgreSQL commits a later place before an earlier one, which is then never seen.
db_test!(order_changes_loses_nothing_to_a_follower, async |db: Db| {
    const WRITERS: usize = 16;
    const TURNS: usize = 20;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let db = db.clone();
        writers.spawn(async move {
            for turn in 0..TURNS {
                let mut tx = db.begin().await.unwrap();
                change::record(&mut tx, &made(&format!("{writer} {turn}")))
                    .await
                    .unwrap();
                // Those who came later often end first.
                if turn % 3 == writer % 3 {
                    tokio::time::sleep(std::time::Duration::from_micros(300)).await;
                }
                tx.commit().await.unwrap();
            }
        });
    }
    let mut seen = Vec::new();
    let mut place = 0;
    while seen.len() < WRITERS * TURNS {
        let done = writers.is_empty();
        let changes = change::after(&db, place, 7).await.unwrap();
        assert!(
            !(done && changes.is_empty()),
            "only {} were seen",
            seen.len()
        );
        if let Some(last) = changes.last() {
            place = last.seq;
        }
        seen.extend(changes.into_iter().map(|change| change.subject.1));
        while let Some(done) = writers.try_join_next() {
            done.unwrap();
        }
    }
    let unique: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!(unique.len(), WRITERS * TURNS);
});

db_test!(
    what_the_public_saw_is_told_apart_from_drafts,
    async |db: Db| {
        let mut tx = db.begin().await.unwrap();
        let mut write = async |name: &str, change: fn(&mut Dataset), fields: &[&str], at: i64| {
            let mut dataset = make::dataset(name);
            change(&mut dataset);
            dataset::save(&mut tx, &dataset).await.unwrap();
            let mut updated = made(name);
            updated.operation = "updated".to_owned();
            updated.fields = fields.iter().map(|&field| field.to_owned()).collect();
            updated.at = Timestamp::from_micros(at);
            change::record_all(&mut tx, &[made(name), updated])
                .await
                .unwrap();
        };
        write("public", |_| {}, &["private"], 1).await;
        write("draft", |it| it.private = true, &["title"], 2).await;
        write("hidden", |it| it.private = true, &["private"], 3).await;
        write(
            "asleep",
            |it| it.archived = Some(Timestamp::from_micros(9)),
            &["archived"],
            4,
        )
        .await;
        write(
            "deleted",
            |it| it.deleted = Some(Timestamp::from_micros(9)),
            &["deleted"],
            5,
        )
        .await;
        tx.commit().await.unwrap();
        let ask = async |filter: withdrawn::Filter| {
            let found = withdrawn::list(&db, &filter, 10).await.unwrap();
            found
                .into_iter()
                .map(|it| (it.id, it.at.micros()))
                .collect::<Vec<_>>()
        };
        let mut all = ["hidden", "asleep", "deleted"].map(|name| (make::id(name), 0));
        for (place, one) in (3..).zip(&mut all) {
            one.1 = place;
        }
        let [_, asleep, deleted] = all;
        all.sort_unstable();
        let none = withdrawn::Filter::default();
        assert_eq!(ask(none).await, all);
        let from = Some(Timestamp::from_micros(5));
        assert_eq!(ask(withdrawn::Filter { from, ..none }).await, [deleted]);
        let only = Some(asleep.0);
        assert_eq!(ask(withdrawn::Filter { only, ..none }).await, [asleep]);
        let organization = Some(make::id("nobody"));
        assert_eq!(
            ask(withdrawn::Filter {
                organization,
                ..none
            })
            .await,
            []
        );
        let (after, up_to) = (Some(all[0].0), Some(all[1].0));
        let part = withdrawn::Filter {
            after,
            up_to,
            ..none
        };
        assert_eq!(ask(part).await, [all[1]]);
    }
);

db_test!(what_happened_to_datasets_is_read, async |db: Db| {
    let change = |dataset: &Dataset, operation: &str, at| Change {
        at: Timestamp::from_micros(at),
        ..Change::new(Timestamp::default(), (Kind::Dataset, dataset.id), operation)
    };
    let shown = make::dataset("Air");
    let hidden = Dataset {
        private: true,
        ..make::dataset("Eau")
    };
    let mut tx = db.begin().await.unwrap();
    for dataset in [&shown, &hidden] {
        dataset::save(&mut tx, dataset).await.unwrap();
    }
    let all = [
        change(&shown, "created", 10),
        change(&hidden, "created", 20),
        change(&shown, "counted", 30),
        change(&shown, "updated", 40),
    ];
    change::record_all(&mut tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    let seqs = async |wanted: change::OfDatasets, part| {
        let found = change::of_datasets(&db, &wanted, part).await.unwrap();
        found.iter().map(|change| change.seq).collect::<Vec<_>>()
    };
    let public = change::OfDatasets {
        without: vec!["counted"],
        ..change::OfDatasets::default()
    };
    assert_eq!(seqs(change::OfDatasets::default(), (0, 9)).await, [4, 3, 1]);
    assert_eq!(seqs(public.clone(), (0, 9)).await, [4, 1]);
    assert_eq!(seqs(public.clone(), (1, 1)).await, [1]);
    let between = change::OfDatasets {
        since: Some(Timestamp::from_micros(10)),
        until: Some(Timestamp::from_micros(40)),
        ..change::OfDatasets::default()
    };
    assert_eq!(seqs(between, (0, 9)).await, [3]);
    let own = change::OfDatasets {
        only: Some(hidden.id),
        ..public
    };
    assert_eq!(seqs(own, (0, 9)).await, [2]);
});
