use vitrail_domain::{Dataservice, Kind, Owner};
use vitrail_store::dataservice::{self, Filter, SORTS};
use vitrail_store::{Db, Viewer, subject, topic};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways, owners, sees, viewers};
use crate::{save, titles};

db_test!(comes_back_and_is_shown_to_whom_it_may, async |db: Db| {
    for (whose, owner) in owners() {
        let make = |name: &str| Dataservice {
            owner,
            ..make::dataservice(&format!("{name} {whose}"))
        };
        let mut private = make("private");
        private.private = true;
        let mut deleted = make("deleted");
        deleted.deleted_at = Some(NOW);
        let mut archived = make("archived");
        archived.archived_at = Some(NOW);
        archived.availability = Some(99.5);
        save!(
            db,
            dataservice,
            [&make("public"), &private, &deleted, &archived]
        );
        let found = subject::get::<Dataservice>(&db, archived.id).await.unwrap();
        assert_eq!(found, Some(archived));
    }
    for (who, viewer) in viewers() {
        let seen = titles!(
            dataservice::list(&db, &Filter::default(), &viewer, None, ALL),
            title
        );
        for (whose, owner) in owners() {
            assert!(seen.contains(&format!("public {whose}")), "{who}");
            for state in ["private", "deleted", "archived"] {
                let name = format!("{state} {whose}");
                assert_eq!(seen.contains(&name), sees(who, owner), "{who} sees {name}");
            }
        }
    }
});

db_test!(filters_and_sorts, async |db: Db| {
    let [mut air, mut eau, sol] = ["Air", "Eau", "Sol"].map(make::dataservice);
    air.owner = Owner::Organization(make::id("org"));
    air.tags = vec!["a-b".to_owned()];
    air.access_type = "restricted".to_owned();
    air.featured = true;
    air.datasets = vec![make::id("dataset")];
    air.contact_points = vec![make::id("contact")];
    air.metrics = [("views", 3), ("followers", 3)]
        .map(|(k, n)| (k.to_owned(), n.into()))
        .into();
    eau.metrics = [("views", 2), ("followers", 2)]
        .map(|(k, n)| (k.to_owned(), n.into()))
        .into();
    eau.owner = Owner::User(make::id("owner"));
    // Without address: nothing comes before all else on both engines.
    eau.base_api_url = None;
    eau.created_at = NOW.plus(5);
    eau.metadata_modified_at = NOW.plus(5);
    air.created_at = NOW.plus(9);
    air.metadata_modified_at = NOW.plus(9);
    save!(db, dataservice, [&air, &eau, &sol]);
    let mut org = make::organization("org", &[]);
    org.badges = vec!["certified".to_owned()];
    save!(db, organization, [&org]);
    let mut reuse = make::reuse("carte");
    reuse.dataservices = vec![air.id];
    save!(db, reuse, [&reuse]);
    let mut tx = db.begin().await.unwrap();
    let element = make::topic_element(make::id("t"), "e", Some((Kind::Dataservice, air.id)));
    topic::replace_elements(&mut tx, make::id("t"), &[element])
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let text = |text: &str| Some(text.to_owned());
    let any = Filter::default;
    let keep = [
        Filter {
            q: text("aïr"),
            ..any()
        },
        Filter {
            topic: Some(make::id("t")),
            ..any()
        },
        Filter {
            reuse: Some(make::id("carte")),
            ..any()
        },
        Filter {
            organization: Some(make::id("org")),
            ..any()
        },
        Filter {
            organization_badge: text("certified"),
            ..any()
        },
        Filter {
            access_type: text("restricted"),
            ..any()
        },
        Filter {
            tags: vec!["a-b".to_owned()],
            ..any()
        },
        Filter {
            featured: Some(true),
            ..any()
        },
        Filter {
            contact_point: Some(make::id("contact")),
            ..any()
        },
        Filter {
            dataset: Some(make::id("dataset")),
            ..any()
        },
    ];
    for filter in keep {
        let found = titles!(
            dataservice::list(&db, &filter, &Viewer::Anonymous, None, ALL),
            title
        );
        assert_eq!(found, ["Air"], "{filter:?}");
    }
    let owned = Filter {
        owner: Some(make::id("owner")),
        ..any()
    };
    let found = titles!(
        dataservice::list(&db, &owned, &Viewer::Anonymous, None, ALL),
        title
    );
    assert_eq!(found, ["Eau"]);

    for (name, column) in SORTS {
        let mut order = match name {
            "title" => ["Air", "Eau", "Sol"],
            "base_api_url" => ["Eau", "Air", "Sol"],
            _ => ["Sol", "Eau", "Air"],
        };
        for sort in both_ways(column) {
            let found = titles!(
                dataservice::list(&db, &any(), &Viewer::Anonymous, sort, ALL),
                title
            );
            assert_eq!(found, order, "{name}");
            order.reverse();
        }
    }
    let newest = titles!(
        dataservice::list(&db, &any(), &Viewer::Anonymous, None, ALL),
        title
    );
    assert_eq!(newest, ["Air", "Eau", "Sol"]);
});

db_test!(leads_from_datasets_and_stands_alone, async |db: Db| {
    let [mut both, mut hidden, mut alone, mut other] =
        ["Les deux", "Cachée", "Seule", "Autre"].map(make::dataservice);
    let [first, second] = ["first", "second"].map(make::id);
    both.datasets = vec![first, second];
    hidden.datasets = vec![first];
    hidden.private = true;
    alone.owner = Owner::Organization(make::id("org"));
    other.archived_at = Some(NOW);
    save!(db, dataservice, [&both, &hidden, &alone, &other]);
    let mut expected = vec![(first, both.id), (second, both.id)];
    expected.sort_unstable();
    let found = dataservice::serving(&db, &[first, second, make::id("third")]).await;
    assert_eq!(found.unwrap(), expected);
    assert_eq!(dataservice::serving(&db, &[]).await.unwrap(), []);
    let found = dataservice::without_dataset(&db, None).await.unwrap();
    assert_eq!(found, [alone.id]);
    let of = alone.owner.organization();
    let found = dataservice::without_dataset(&db, of).await.unwrap();
    assert_eq!(found, [alone.id]);
    let of = Some(make::id("nobody"));
    assert_eq!(dataservice::without_dataset(&db, of).await.unwrap(), []);
});
