//! Sources of the harvest, their jobs, their items, and what is known of what they hold.

use vitrail_domain::harvest::job::{ItemStatus, JobStatus, Outcome};
use vitrail_domain::harvest::{Item, Lost, Source};
use vitrail_domain::time::SECOND;
use vitrail_domain::{Kind, Owner};
use vitrail_store::harvest::known::{self, Known};
use vitrail_store::harvest::{item, run, series, source};
use vitrail_store::version::{self, Version};
use vitrail_store::{Db, Page, dataset, subject, user};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

db_test!(sources_are_listed_due_and_forgotten, async |db: Db| {
    let (mut one, mut other) = (make::harvest_source("Une"), make::harvest_source("Autre"));
    one.owner = Owner::Organization(make::id("o"));
    other.deleted = Some(NOW);
    let mut admin = make::user("Admin");
    admin.admin = true;
    let mut tx = db.begin().await.unwrap();
    source::save(&mut tx, &one, Some(NOW)).await.unwrap();
    source::save(&mut tx, &other, None).await.unwrap();
    user::save(&mut tx, &admin).await.unwrap();
    assert_eq!(user::admins(&mut tx).await.unwrap(), [admin.id]);
    tx.commit().await.unwrap();

    let all = |deleted| source::Filter {
        deleted,
        ..source::Filter::default()
    };
    let page = Page { number: 1, size: 9 };
    assert_eq!(source::list(&db, &all(true), page).await.unwrap().total, 2);
    let listed = source::list(&db, &all(false), page).await.unwrap();
    assert_eq!(listed.data, [one.clone()]);
    let wanted = source::Filter {
        organization: Some(make::id("x")),
        ..all(true)
    };
    assert_eq!(source::list(&db, &wanted, page).await.unwrap().total, 0);
    assert_eq!(source::after(&db, None, 9).await.unwrap(), [one.clone()]);
    assert_eq!(source::deleted_before(&db, NOW).await.unwrap(), [other.id]);

    assert_eq!(source::due(&db, NOW.plus(-1)).await.unwrap(), []);
    assert_eq!(source::due(&db, NOW).await.unwrap(), [(one.id, NOW)]);
    let later = NOW.plus(9);
    let mut tx = db.begin().await.unwrap();
    assert!(
        source::advance(&mut tx, one.id, NOW, Some(later))
            .await
            .unwrap()
    );
    assert!(!source::advance(&mut tx, one.id, NOW, None).await.unwrap());
    assert_eq!(source::next_of(&mut tx, one.id).await.unwrap(), Some(later));
    source::remove(&mut tx, one.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(subject::get::<Source>(&db, one.id).await.unwrap(), None);
});

db_test!(a_job_is_done_by_one_and_says_what_it_met, async |db: Db| {
    let of = make::id("source");
    let mut job = make::harvest_job("a", of);
    let mut tx = db.begin().await.unwrap();
    run::add(&mut tx, &job).await.unwrap();
    tx.commit().await.unwrap();
    assert!(run::is_due(&db, NOW).await.unwrap());
    assert_eq!(run::waiting(&db, of).await.unwrap(), Some(job.clone()));

    let until = NOW.plus(60 * SECOND);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(
        run::claim(&mut tx, Some(make::id("no")), NOW, until)
            .await
            .unwrap(),
        None
    );
    let (found, attempt) = run::claim(&mut tx, None, NOW, until)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((&found, attempt), (&job, 1));
    assert_eq!(run::claim(&mut tx, None, NOW, until).await.unwrap(), None);
    assert!(run::renew(&mut tx, job.id, 1, until).await.unwrap());
    assert!(run::release(&mut tx, job.id, 1).await.unwrap());
    let (_, attempt) = run::claim(&mut tx, None, NOW, until)
        .await
        .unwrap()
        .unwrap();
    job.status = JobStatus::Done;
    assert!(!run::save(&mut tx, &job, attempt + 1).await.unwrap());
    assert!(run::save(&mut tx, &job, attempt).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!run::is_due(&db, until.plus(1)).await.unwrap());
    assert_eq!(run::get(&db, job.id).await.unwrap(), Some(job.clone()));
    let page = Page { number: 1, size: 9 };
    assert_eq!(run::list(&db, of, page).await.unwrap().data, [job.clone()]);
    assert_eq!(run::last_of(&db, &[of]).await.unwrap()[&of], job);

    let met = |name: &str, status, outcome| Item {
        remote_id: name.to_owned(),
        status,
        outcome,
        ..Item::default()
    };
    let mut items = [
        met("a", ItemStatus::Done, Some(Outcome::Unchanged)),
        met("b", ItemStatus::Failed, None),
    ];
    items[0]
        .lost
        .push(Lost::new("a", "spatial", "ici", "nowhere"));
    let mut tx = db.begin().await.unwrap();
    item::add(&mut tx, job.id, 0, &items).await.unwrap();
    tx.commit().await.unwrap();
    let wanted = item::Filter {
        status: Some("failed".to_owned()),
        ..item::Filter::default()
    };
    assert_eq!(
        item::list(&db, job.id, &wanted, page).await.unwrap().data,
        items[1..]
    );
    let losing = item::Filter {
        lost: true,
        ..item::Filter::default()
    };
    assert_eq!(
        item::list(&db, job.id, &losing, page).await.unwrap().data,
        items[..1]
    );
    let every = item::Filter::default();
    assert_eq!(
        item::list(&db, job.id, &every, page).await.unwrap().data,
        items
    );
    let mut tx = db.begin().await.unwrap();
    assert_eq!(item::purge_unchanged(&mut tx, until).await.unwrap(), 1);
    item::clear(&mut tx, job.id).await.unwrap();
    assert_eq!(run::purge(&mut tx, until).await.unwrap(), 1);
    tx.commit().await.unwrap();
});

db_test!(what_a_source_holds_is_known_again, async |db: Db| {
    let (of, id) = ((make::id("source"), Kind::Dataset), make::id("Jeu"));
    let mut here = make::dataset("Jeu");
    here.owner = Owner::User(make::id("u"));
    let facts = serde_json::json!({"remote_id": "a", "domain": "d.example", "source_id": of.0});
    here.harvest = facts.as_object().cloned();
    let row = Known {
        remote_id: "a".to_owned(),
        subject: here.id,
        uri: Some("https://d.example/a".to_owned()),
        hash: "h".to_owned(),
        fields: "{}".to_owned(),
        written: NOW,
        seen: NOW,
        is_archived: false,
    };
    let mut tx = db.begin().await.unwrap();
    dataset::save(&mut tx, &here).await.unwrap();
    known::save_all(&mut tx, of, std::slice::from_ref(&row))
        .await
        .unwrap();
    known::save_all(&mut tx, of, std::slice::from_ref(&row))
        .await
        .unwrap();
    known::hold(&mut tx, Kind::Dataset, &[here.id])
        .await
        .unwrap();
    let first = Version {
        number: 0,
        at: NOW,
        actor: None,
        operation: "created".to_owned(),
        fields: Vec::new(),
        facts: serde_json::json!({}),
    };
    version::add_first(&mut tx, &[((Kind::Dataset, id), first)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let ids = ["a".to_owned()];
    assert_eq!(known::of_these(&db, of, &ids).await.unwrap()["a"], row);
    let both = [here.id, id];
    let marks = known::last_marks(&db, Kind::Dataset, &both).await.unwrap();
    assert_eq!(marks, [(here.id, "{}".to_owned())].into());
    let uris = [row.uri.clone().unwrap()];
    assert_eq!(
        known::by_uri(&db, of.0, &uris).await.unwrap()[&uris[0]],
        here.id
    );
    let found = known::origins(&db, Kind::Dataset, &ids).await.unwrap();
    assert_eq!(
        (found[0].id, found[0].owner, found[0].source),
        (here.id, here.owner, Some(of.0))
    );
    assert_eq!(known::of_source(&db, of).await.unwrap(), found);
    let edited = known::edited(&db, Kind::Dataset, &[here.id]).await.unwrap();
    let at = here.last_modified_internal;
    assert_eq!(edited[&here.id], at);
    // As a reading wrote it, then as somebody edited it after that.
    for (written, since, is_edited) in [
        (at, at.plus(-1), false),
        (at.plus(-9), at.plus(-1), true),
        (at.plus(-9), at, false),
    ] {
        let mut tx = db.begin().await.unwrap();
        let row = Known {
            written,
            ..row.clone()
        };
        known::save_all(&mut tx, of, &[row]).await.unwrap();
        tx.commit().await.unwrap();
        let edited = known::is_edited_since(&db, of.0, since).await.unwrap();
        assert_eq!(edited, is_edited, "{written:?} {since:?}");
    }

    let later = NOW.plus(9);
    let mut tx = db.begin().await.unwrap();
    known::mark(&mut tx, of, &ids, later).await.unwrap();
    let again = known::mark_again(&mut tx, of.0, later, later.plus(1))
        .await
        .unwrap();
    assert_eq!(again, [(Kind::Dataset, 1)]);
    let file = make::uuid("file");
    known::bury(&mut tx, &[(file, here.id)], NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(known::grave(&db, file).await.unwrap(), Some(here.id));
    assert_eq!(known::unseen(&db, of, later).await.unwrap(), []);
    assert_eq!(
        known::unseen(&db, of, later.plus(2)).await.unwrap().len(),
        1
    );
    let mut tx = db.begin().await.unwrap();
    known::unbury(&mut tx, &[file]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(known::grave(&db, file).await.unwrap(), None);
});

db_test!(
    members_of_a_series_are_found_by_its_names,
    async |db: Db| {
        let (mut un, mut deux, mut secret) = (
            make::dataset("Un"),
            make::dataset("Deux"),
            make::dataset("Secret"),
        );
        (un.slug, deux.slug, secret.slug) = ("un".into(), "deux".into(), "secret".into());
        secret.private = true;
        let source = make::id("source");
        let names = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut tx = db.begin().await.unwrap();
        for one in [&un, &deux, &secret] {
            dataset::save(&mut tx, one).await.unwrap();
        }
        let (first, second) = (names(&["s", "t", "s"]), names(&["https://a.example/s"]));
        let all = [
            (un.id, first.as_slice()),
            (deux.id, second.as_slice()),
            (secret.id, first.as_slice()),
        ];
        series::save_all(&mut tx, source, &all).await.unwrap();
        tx.commit().await.unwrap();
        let both = names(&["s", "https://a.example/s"]);
        let found = series::members(&db, source, &both, 10).await.unwrap();
        assert_eq!((found.data, found.total), (vec![deux.id, un.id], 2));
        let found = series::members(&db, source, &both, 1).await.unwrap();
        assert_eq!((found.data, found.total), (vec![deux.id], 2));
        let elsewhere = series::members(&db, make::id("other"), &both, 10)
            .await
            .unwrap();
        assert_eq!(elsewhere.total, 0);

        // What datasets of the source are called is here, the rest is not.
        let absent = async |most: usize| series::absent(&db, source, most).await.unwrap();
        let told = |name: &str, datasets: i64| (name.to_owned(), datasets);
        let address = told("https://a.example/s", 1);
        assert_eq!(
            absent(10).await,
            [address.clone(), told("s", 2), told("t", 2)]
        );
        assert_eq!(absent(1).await, [address]);
        let whole = |remote_id: &str, uri: Option<&str>| Known {
            remote_id: remote_id.to_owned(),
            subject: un.id,
            uri: uri.map(str::to_owned),
            hash: "h".to_owned(),
            fields: "{}".to_owned(),
            written: NOW,
            seen: NOW,
            is_archived: false,
        };
        let rows = [whole("t", None), whole("x", Some("https://a.example/s"))];
        let mut tx = db.begin().await.unwrap();
        known::save_all(&mut tx, (source, Kind::Dataset), &rows)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(absent(10).await, [told("s", 2)]);

        let mut tx = db.begin().await.unwrap();
        let none: &[String] = &[];
        series::save_all(&mut tx, source, &[(un.id, none)])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let found = series::members(&db, source, &both, 10).await.unwrap();
        assert_eq!(found.data, [deux.id]);
    }
);

db_test!(names_of_sources_have_one_bearer, async |db: Db| {
    let called = |text: &str, uri: &str, identifier: &str| {
        let mut found = make::dataset(text);
        let harvest = serde_json::json!({"uri": uri, "dct_identifier": identifier});
        found.harvest = harvest.as_object().cloned();
        found
    };
    let (one, two) = (called("Un", "u:1", "1"), called("Deux", "u:1", "2"));
    let mut gone = called("Trois", "u:2", "1");
    gone.deleted = Some(NOW);
    let mut tx = db.begin().await.unwrap();
    for found in [&one, &two, &gone] {
        dataset::save(&mut tx, found).await.unwrap();
    }
    tx.commit().await.unwrap();
    let names: Vec<String> = ["u:1", "u:2", "1", "2"].map(str::to_owned).into();
    let of = |name| dataset::bearers(&db, name, &names);
    let uris = of(dataset::Name::Uri).await.unwrap();
    assert_eq!(uris, [("u:1".to_owned(), one.id.min(two.id))].into());
    let identifiers = of(dataset::Name::Identifier).await.unwrap();
    assert_eq!(
        identifiers,
        [("1".to_owned(), one.id), ("2".to_owned(), two.id)].into()
    );
    let none = dataset::bearers(&db, dataset::Name::Uri, &[]).await;
    assert!(none.unwrap().is_empty());
});
