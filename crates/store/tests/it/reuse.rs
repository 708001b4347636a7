use vitrail_domain::{Owner, Reuse};
use vitrail_store::reuse::{self, Filter, SORTS};
use vitrail_store::{Db, Error, Viewer, subject};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways, owners, sees, viewers};
use crate::{save, titles};

db_test!(comes_back_and_is_shown_to_whom_it_may, async |db: Db| {
    for (whose, owner) in owners() {
        let make = |name: &str| Reuse {
            owner,
            ..make::reuse(&format!("{name} {whose}"))
        };
        let mut private = make("private");
        private.private = true;
        let mut deleted = make("deleted");
        deleted.deleted = Some(NOW);
        let mut archived = make("archived");
        archived.archived = Some(NOW);
        save!(db, reuse, [&make("public"), &private, &deleted, &archived]);
        let found = subject::get::<Reuse>(&db, archived.id).await.unwrap();
        assert_eq!(found, Some(archived));
    }
    for (who, viewer) in viewers() {
        let seen = titles!(
            reuse::list(&db, &Filter::default(), &viewer, None, ALL),
            title
        );
        for (whose, owner) in owners() {
            assert!(seen.contains(&format!("public {whose}")), "{who}");
            assert!(seen.contains(&format!("archived {whose}")), "{who}");
            for state in ["private", "deleted"] {
                let name = format!("{state} {whose}");
                assert_eq!(seen.contains(&name), sees(who, owner), "{who} sees {name}");
            }
        }
    }
});

db_test!(an_address_is_reused_once, async |db: Db| {
    save!(db, reuse, [&make::reuse("Carte")]);
    let twin = Reuse {
        url: make::reuse("Carte").url,
        ..make::reuse("Autre")
    };
    let mut tx = db.begin().await.unwrap();
    match reuse::save(&mut tx, &twin).await {
        Err(Error::Taken(what)) => assert!(what.contains("url"), "{what}"),
        other => panic!("{other:?}"),
    }
});

db_test!(filters_and_sorts, async |db: Db| {
    let [mut air, mut eau, sol] = ["Air", "Eau", "Sol"].map(make::reuse);
    air.owner = Owner::Organization(make::id("org"));
    air.r#type = "paper".to_owned();
    air.topic = "health".to_owned();
    air.datasets = ["a", "b"].map(make::id).to_vec();
    air.dataservices = vec![make::id("api")];
    air.tags = vec!["t-t".to_owned()];
    air.featured = true;
    air.metrics = [("views", 3), ("followers", 3)]
        .map(|(k, n)| (k.to_owned(), n.into()))
        .into();
    eau.metrics = [("views", 2), ("followers", 2)]
        .map(|(k, n)| (k.to_owned(), n.into()))
        .into();
    eau.datasets = vec![make::id("b")];
    eau.owner = Owner::User(make::id("owner"));
    eau.created_at = NOW.plus(5);
    eau.last_modified = NOW.plus(5);
    air.created_at = NOW.plus(9);
    air.last_modified = NOW.plus(9);
    save!(db, reuse, [&air, &eau, &sol]);
    let mut org = make::organization("org", &[]);
    org.badges = vec!["certified".to_owned()];
    save!(db, organization, [&org]);

    let text = |text: &str| Some(text.to_owned());
    let any = Filter::default;
    let keep = [
        Filter {
            q: text("aïr"),
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
            r#type: text("paper"),
            ..any()
        },
        Filter {
            topic: text("health"),
            ..any()
        },
        Filter {
            dataset: Some(make::id("a")),
            ..any()
        },
        Filter {
            dataservice: Some(make::id("api")),
            ..any()
        },
        Filter {
            tags: vec!["t-t".to_owned()],
            ..any()
        },
        Filter {
            featured: Some(true),
            ..any()
        },
    ];
    for filter in keep {
        let found = titles!(
            reuse::list(&db, &filter, &Viewer::Anonymous, None, ALL),
            title
        );
        assert_eq!(found, ["Air"], "{filter:?}");
    }
    let others = [
        (
            Filter {
                owner: Some(make::id("owner")),
                ..any()
            },
            vec!["Eau"],
        ),
        (
            Filter {
                dataset: Some(make::id("b")),
                ..any()
            },
            vec!["Air", "Eau"],
        ),
        (
            Filter {
                private: Some(true),
                ..any()
            },
            vec![],
        ),
    ];
    for (filter, expected) in others {
        let found = titles!(
            reuse::list(&db, &filter, &Viewer::Anonymous, None, ALL),
            title
        );
        assert_eq!(found, expected, "{filter:?}");
    }
    for (name, column) in SORTS {
        let mut order = if name == "title" {
            ["Air", "Eau", "Sol"]
        } else {
            ["Sol", "Eau", "Air"]
        };
        for sort in both_ways(column) {
            let found = titles!(
                reuse::list(&db, &any(), &Viewer::Anonymous, sort, ALL),
                title
            );
            assert_eq!(found, order, "{name}");
            order.reverse();
        }
    }
});

db_test!(an_address_has_one_holder, async |db: Db| {
    let carte = make::reuse("Carte");
    save!(db, reuse, [&carte]);
    let mut tx = db.begin().await.unwrap();
    let holder = reuse::holder_of_url(&mut tx, &carte.url).await;
    assert_eq!(holder.unwrap(), Some(carte.id));
    let free = reuse::holder_of_url(&mut tx, "https://www.example.com/libre").await;
    assert_eq!(free.unwrap(), None);
});
