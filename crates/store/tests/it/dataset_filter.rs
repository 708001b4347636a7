//! What lists of datasets may be limited to.

use vitrail_domain::dataset::{Schema, TemporalCoverage};
use vitrail_domain::spatial::Spatial;
use vitrail_domain::{Id, Kind, Owner};
use vitrail_store::dataset::Filter;
use vitrail_store::{Db, Viewer, dataset, resource, topic};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::dataset::at;
use crate::list::ALL;
use crate::{save, titles};

/// Three datasets that differ in all that can be filtered on.
pub async fn three(db: &Db) -> [Id; 3] {
    let [mut air, mut eau, mut sol] = ["Air pur", "Eau pure", "Sol"].map(make::dataset);
    for (dataset, day) in [(&mut air, 1), (&mut eau, 2), (&mut sol, 3)] {
        dataset.created_at_internal = at(day);
        dataset.last_update = at(-day);
    }
    air.tags = vec!["air".to_owned(), "climat".to_owned()];
    eau.tags = vec!["climat".to_owned(), "eau".to_owned()];
    air.license = Some("odc-odbl".to_owned());
    air.featured = true;
    air.spatial = Some(Spatial {
        zones: vec!["fr:region:11".to_owned(), "fr:commune:75056".to_owned()],
        granularity: "fr:commune".to_owned(),
        ..Spatial::default()
    });
    air.temporal_coverage = Some(TemporalCoverage {
        start: "2020-01-01".parse().unwrap(),
        end: Some("2020-12-31".parse().unwrap()),
    });
    air.access_type = "restricted".to_owned();
    air.badges = vec!["hvd".to_owned(), "spd".to_owned()];
    air.owner = Owner::Organization(make::id("org"));
    eau.owner = Owner::User(make::id("owner"));
    sol.private = true;
    eau.archived = Some(NOW);
    for (dataset, count) in [(&mut air, 30), (&mut eau, 10), (&mut sol, 20)] {
        for key in ["views", "followers", "reuses"] {
            dataset.metrics.insert(key.to_owned(), count.into());
        }
    }
    save!(db, dataset, [&air, &eau, &sol]);

    let mut org = make::organization("org", &[]);
    org.badges = vec!["public-service".to_owned()];
    save!(db, organization, [&org]);
    let mut file = make::resource("fichier");
    file.format = "geojson".to_owned();
    file.schema = Some(Schema {
        name: Some("etalab/air".to_owned()),
        version: Some("1.2".to_owned()),
        url: None,
    });
    let mut ended = make::follow(make::id("Bob"), (Kind::Dataset, air.id));
    ended.until = Some(NOW);
    save!(
        db,
        follow,
        [
            &make::follow(make::id("Ada"), (Kind::Dataset, air.id)),
            &ended
        ]
    );
    save!(db, topic, [&make::topic("climat")]);
    let mut reuse = make::reuse("carte");
    reuse.datasets = vec![air.id];
    save!(db, reuse, [&reuse]);
    let mut dataservice = make::dataservice("api");
    dataservice.datasets = vec![air.id];
    save!(db, dataservice, [&dataservice]);
    let mut tx = db.begin().await.unwrap();
    resource::replace(&mut tx, air.id, &[file]).await.unwrap();
    let element = make::topic_element(make::id("climat"), "air", Some((Kind::Dataset, air.id)));
    topic::replace_elements(&mut tx, make::id("climat"), &[element])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    [air.id, eau.id, sol.id]
}

db_test!(each_filter_keeps_its_own, async |db: Db| {
    three(&db).await;
    let text = |text: &str| Some(text.to_owned());
    let any = Filter::default;
    // Every one of these keeps « Air pur » alone.
    let keep = [
        Filter {
            q: text("AIR"),
            ..any()
        },
        Filter {
            q: text("pur air"),
            ..any()
        },
        Filter {
            tags: vec!["air".to_owned()],
            ..any()
        },
        Filter {
            tags: vec!["climat".to_owned(), "air".to_owned()],
            ..any()
        },
        Filter {
            tags: vec!["air".to_owned(); 3],
            ..any()
        },
        Filter {
            license: text("odc-odbl"),
            ..any()
        },
        Filter {
            featured: Some(true),
            ..any()
        },
        Filter {
            geozone: text("fr:commune:75056"),
            ..any()
        },
        Filter {
            granularity: text("fr:commune"),
            ..any()
        },
        Filter {
            temporal_coverage: Some(("2020-03-01".to_owned(), "2020-04-01".to_owned())),
            ..any()
        },
        Filter {
            access_type: text("restricted"),
            ..any()
        },
        Filter {
            organization: Some(make::id("org")),
            ..any()
        },
        Filter {
            organization_badge: text("public-service"),
            ..any()
        },
        Filter {
            followed_by: Some(make::id("Ada")),
            ..any()
        },
        Filter {
            format: text("GeoJSON"),
            ..any()
        },
        Filter {
            schema: text("etalab/air"),
            ..any()
        },
        Filter {
            schema_version: text("1.2"),
            ..any()
        },
        Filter {
            schema: text("etalab/air"),
            schema_version: text("1.2"),
            ..any()
        },
        Filter {
            badge: text("spd"),
            ..any()
        },
        Filter {
            topic: Some(make::id("climat")),
            ..any()
        },
        Filter {
            dataservice: Some(make::id("api")),
            ..any()
        },
        Filter {
            reuse: Some(make::id("carte")),
            ..any()
        },
        Filter {
            private: Some(false),
            archived: Some(false),
            ..any()
        },
    ];
    for filter in keep {
        let found = titles!(
            dataset::list(&db, &filter, &Viewer::Sysadmin, None, ALL),
            title
        );
        assert_eq!(found, ["Air pur"], "{filter:?}");
    }
    let before = |day| Filter {
        created_before: Some(at(day)),
        ..any()
    };
    for (day, count) in [(0, 0), (1, 1), (3, 3)] {
        let found = dataset::list(&db, &before(day), &Viewer::Sysadmin, None, ALL).await;
        assert_eq!(found.unwrap().total, count, "before day {day}");
    }
    let nothing = [
        Filter {
            q: text("air eau"),
            ..any()
        },
        Filter {
            q: text("ur"),
            ..any()
        },
        Filter {
            tags: vec!["air".to_owned(), "eau".to_owned()],
            ..any()
        },
        Filter {
            temporal_coverage: Some(("2019-03-01".to_owned(), "2020-04-01".to_owned())),
            ..any()
        },
        Filter {
            followed_by: Some(make::id("Bob")),
            ..any()
        },
        Filter {
            schema: text("etalab/air"),
            schema_version: text("2"),
            ..any()
        },
        Filter {
            deleted: Some(true),
            ..any()
        },
        Filter {
            geozone: text("fr:commune"),
            ..any()
        },
    ];
    for filter in nothing {
        let found = titles!(
            dataset::list(&db, &filter, &Viewer::Sysadmin, None, ALL),
            title
        );
        assert!(found.is_empty(), "{filter:?}: {found:?}");
    }
    let others = [
        (
            Filter {
                owner: Some(make::id("owner")),
                ..any()
            },
            vec!["Eau pure"],
        ),
        (
            Filter {
                archived: Some(true),
                ..any()
            },
            vec!["Eau pure"],
        ),
        (
            Filter {
                private: Some(true),
                ..any()
            },
            vec!["Sol"],
        ),
        (
            Filter {
                featured: Some(false),
                ..any()
            },
            vec!["Sol", "Eau pure"],
        ),
        (
            Filter {
                tags: vec!["climat".to_owned()],
                ..any()
            },
            vec!["Eau pure", "Air pur"],
        ),
        (
            Filter {
                deleted: Some(false),
                ..any()
            },
            vec!["Sol", "Eau pure", "Air pur"],
        ),
        (
            Filter {
                q: text(" ?! "),
                ..any()
            },
            vec!["Sol", "Eau pure", "Air pur"],
        ),
    ];
    for (filter, expected) in others {
        let found = titles!(
            dataset::list(&db, &filter, &Viewer::Sysadmin, None, ALL),
            title
        );
        assert_eq!(found, expected, "{filter:?}");
    }
});
