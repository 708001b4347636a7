//! Conditions of any shape, and what is counted by them.

use serde_json::json;
use vitrail_domain::resource::Checksum;
use vitrail_domain::spatial::Spatial;
use vitrail_domain::{ContactPoint, Dataset, Id, Kind, Organization, Owner, Resource};
use vitrail_store::matching::{self, Among, Counted, Facet, File, Match, Text, Told, file, said};
use vitrail_store::{Sort, Viewer, contact_point, dataset, organization, resource, slug};
use vitrail_testkit::{Db, db_test};

fn one(name: &str, owner: Owner, tags: &[&str], license: Option<&str>) -> Dataset {
    Dataset {
        id: Id::seeded(name),
        slug: name.to_owned(),
        title: format!("Données {name}"),
        owner,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        license: license.map(str::to_owned),
        last_modified_internal: vitrail_domain::Timestamp::from_micros(
            i64::try_from(name.len()).unwrap(),
        ),
        ..Dataset::default()
    }
}

db_test!(conditions_combine, async |db: Db| {
    let city = Organization {
        id: Id::seeded("city"),
        slug: "city".to_owned(),
        name: "City".to_owned(),
        ..Organization::default()
    };
    let owner = Owner::Organization(city.id);
    let datasets = [
        one("a", owner, &["air", "eau"], Some("lov2")),
        Dataset {
            frequency: "annual".to_owned(),
            description: "Distribution de l’eau".to_owned(),
            ..one("bb", Owner::Nobody, &["eau"], None)
        },
        Dataset {
            spatial: Some(Spatial {
                geom: Some(serde_json::json!({"type": "Point", "coordinates": [6.6, 46.4]})),
                ..Spatial::default()
            }),
            ..one("ccc", owner, &[], Some("odc-odbl"))
        },
    ];
    let hidden = Dataset {
        private: true,
        ..one("dddd", owner, &["eau"], None)
    };
    let file = Resource {
        id: vitrail_testkit::make::uuid("file"),
        title: "Fichier".to_owned(),
        format: "csv".to_owned(),
        url: "https://example.org/a_b.csv".to_owned(),
        description: Some("Complet à 100%".to_owned()),
        mime: Some("text/csv".to_owned()),
        checksum: Some(Checksum {
            r#type: "sha1".to_owned(),
            value: "abc".to_owned(),
        }),
        ..Resource::default()
    };
    let mut tx = db.begin().await.unwrap();
    organization::save(&mut tx, &city).await.unwrap();
    for dataset in datasets.iter().chain([&hidden]) {
        dataset::save(&mut tx, dataset).await.unwrap();
    }
    resource::replace(&mut tx, datasets[0].id, std::slice::from_ref(&file))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let tag = |tag: &str| Match::Tag(Text::Is(tag.to_owned()));
    let not = |other| Match::Not(Box::new(other));
    let text = |text: &str| Text::Is(text.to_owned());
    let cases = [
        (Match::Everything, "a bb ccc"),
        (Match::Nothing, ""),
        (tag("eau"), "a bb"),
        (not(tag("eau")), "ccc"),
        (Match::All(vec![tag("eau"), not(tag("air"))]), "bb"),
        (
            Match::Any(vec![tag("air"), Match::Slug(text("ccc"))]),
            "a ccc",
        ),
        (Match::All(Vec::new()), "a bb ccc"),
        (Match::Any(Vec::new()), ""),
        (Match::Organizations(vec![city.id]), "a ccc"),
        (not(Match::Organizations(vec![city.id])), "bb"),
        (Match::Owned, "a ccc"),
        (Match::License(text("notspecified")), "bb"),
        (Match::License(Text::Begins("odc".to_owned())), "ccc"),
        (Match::Format(text("csv")), "a"),
        (Match::File(Told::Type, Text::Said), ""),
        (Match::File(Told::MediaType, text("text/csv")), "a"),
        (
            Match::File(Told::Name, Text::Holds(" fichier ".to_owned())),
            "a",
        ),
        (
            Match::File(
                Told::Address,
                Text::Begins("https://example.org/a_".to_owned()),
            ),
            "a",
        ),
        (
            Match::File(Told::Description, Text::Holds("complet".to_owned())),
            "a",
        ),
        (Match::File(Told::Digest, text("b")), ""),
        (Match::Words("donnees bb".to_owned()), "bb"),
        (Match::Title(Text::Holds(" donnees bb ".to_owned())), "bb"),
        (Match::Title(Text::Holds(" bb donnees ".to_owned())), ""),
        (Match::Ids(vec![datasets[1].id]), "bb"),
        (Match::Ids(Vec::new()), ""),
        (Match::Recorded(Some(2), Some(2)), "bb"),
        (Match::Created(Some(1), None), ""),
        (Match::Tag(Text::Begins("a%".to_owned())), ""),
        (Match::Tag(Text::Like("a?r".to_owned())), "a"),
        (
            Match::Tag(Text::Between(
                Some(("air".to_owned(), true)),
                Some(("eau".to_owned(), false)),
            )),
            "a",
        ),
        (
            Match::Tag(Text::Between(Some(("air".to_owned(), false)), None)),
            "a bb",
        ),
        (
            Match::Tag(Text::Between(None, Some(("air".to_owned(), false)))),
            "",
        ),
        (
            Match::Format(Text::Between(Some(("csv".to_owned(), true)), None)),
            "a",
        ),
        (
            Match::License(Text::Between(None, Some(("notspecified".to_owned(), true)))),
            "a bb",
        ),
        (Match::Tag(Text::Like("*a*".to_owned())), "a bb"),
        (Match::Tag(Text::Like("*%*".to_owned())), ""),
        (Match::Description(Text::Said), "bb"),
        (
            Match::Description(Text::Holds("distribution".to_owned())),
            "bb",
        ),
        (Match::Tag(Text::Holds("%".to_owned())), ""),
        (Match::Tag(Text::Holds("a".to_owned())), "a bb"),
        (not(Match::Tag(Text::Said)), "ccc"),
        (Match::Frequency(text("annual")), "bb"),
        (not(Match::Frequency(text("annual"))), "a ccc"),
        (Match::Frequency(Text::Said), "bb"),
        (Match::Count(Counted::Files, Some(1), None), "a"),
        (Match::Count(Counted::Tags, None, Some(1)), "bb ccc"),
        (Match::Contact("contact", false), ""),
        (Match::Private, ""),
        (
            Match::any(vec![tag("air"), tag("eau"), Match::Nothing]),
            "a bb",
        ),
        (Match::any(Vec::new()), ""),
        (
            Match::all(vec![
                not(tag("air")),
                Match::Everything,
                not(Match::License(text("odc-odbl"))),
            ]),
            "bb",
        ),
        // As many as no engine would climb one by one, and more ids than it takes values.
        (
            Match::Any(
                (0..1_500)
                    .map(|n| Match::Slug(text(&format!("{n}"))))
                    .collect(),
            ),
            "",
        ),
        (
            Match::any(
                (0..1_500)
                    .map(|n| tag(&format!("{n}")))
                    .chain([tag("eau")])
                    .collect(),
            ),
            "a bb",
        ),
        (
            Match::Ids(
                (0..100_000)
                    .map(|n| Id::seeded(&n.to_string()))
                    .chain([datasets[1].id])
                    .collect(),
            ),
            "bb",
        ),
    ];
    let by_slug = [Sort {
        column: "slug",
        descending: false,
    }];
    let public = |matching| Among {
        viewer: Viewer::Anonymous,
        matching,
    };
    for (condition, expected) in cases {
        let found = matching::find(&db, &public(condition.clone()), &by_slug, 0, 10)
            .await
            .unwrap();
        let slugs: Vec<&str> = found
            .data
            .iter()
            .map(|id| {
                datasets
                    .iter()
                    .find(|dataset| dataset.id == *id)
                    .unwrap()
                    .slug
                    .as_str()
            })
            .collect();
        assert_eq!(slugs.join(" "), expected, "{condition:?}");
        assert_eq!(usize::try_from(found.total).unwrap(), slugs.len());
    }
    let last = matching::find(&db, &public(Match::Everything), &by_slug, 2, 10)
        .await
        .unwrap();
    assert_eq!((last.data, last.total), (vec![datasets[2].id], 3));

    // Members find what is private to them, and nobody else does.
    let member = Among {
        viewer: Viewer::User {
            id: Id::seeded("member"),
            organizations: vec![city.id],
        },
        matching: tag("eau"),
    };
    let found = matching::find(&db, &member, &by_slug, 0, 10).await.unwrap();
    assert_eq!(found.data, [datasets[0].id, datasets[1].id, hidden.id]);

    let all = public(Match::Everything);
    let count = async |by| matching::facet(&db, &all, by, 10).await.unwrap();
    assert_eq!(
        count(Facet::Tag).await,
        [("eau".to_owned(), 2), ("air".to_owned(), 1)]
    );
    assert_eq!(count(Facet::Organization).await, [(city.id.to_string(), 2)]);
    assert_eq!(count(Facet::Format).await, [("csv".to_owned(), 1)]);
    assert_eq!(count(Facet::License).await.len(), 3);

    let by_license = [Sort {
        column: "license",
        descending: true,
    }];
    let some = Match::License(Text::Holds("o".to_owned()));
    let mut ranked = matching::ranked(&db, &public(some.clone()), &by_license)
        .await
        .unwrap();
    ranked.sort();
    let places: Vec<i64> = ranked.iter().map(|(_, _, place)| *place).collect();
    let mut distinct = places.clone();
    distinct.sort_unstable();
    assert_eq!(distinct, [1, 2, 3], "each has another licence: {ranked:?}");
    let alike = matching::ranked(&db, &public(some), &[]).await.unwrap();
    assert!(alike.iter().all(|(_, _, place)| *place == 1));
    assert!(
        alike
            .iter()
            .any(|(id, slug, _)| (*id, slug.as_str()) == (datasets[1].id, "bb"))
    );
    let mut tx = db.begin().await.unwrap();
    slug::remember(&mut tx, Kind::Dataset, "ccd", datasets[0].id)
        .await
        .unwrap();
    slug::remember(&mut tx, Kind::Organization, "cce", city.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let named = |found: Vec<(Id, String)>| found.into_iter().map(|(_, slug)| slug);
    let found = matching::beginning::<Dataset>(&db, "cc").await.unwrap();
    assert!(found.contains(&(datasets[0].id, "ccd".to_owned())));
    assert_eq!(named(found).collect::<Vec<_>>(), ["ccc", "ccd"]);
    assert_eq!(matching::every::<Dataset>(&db).await.unwrap().len(), 4);
    assert_eq!(
        matching::every::<Organization>(&db).await.unwrap(),
        [city.id]
    );
    let ours = |text: &str| text.to_owned();
    let wanted = [
        File::Named(ours("fich")),
        File::Format(ours("CSV")),
        File::Id(file.id.to_string().to_uppercase()),
        File::Address(ours("EXAMPLE.org/a_")),
        File::Described(ours("100%")),
        File::Checksum(ours("ab")),
        File::MediaType(ours("text/csv")),
    ];
    let files = file::resources(&db, &wanted, (0, 10)).await.unwrap();
    assert_eq!((files.total, files.data), (1, vec![(datasets[0].id, file)]));
    for other in [
        File::Address(ours("example.org/a%")),
        File::Described(ours("100_")),
        File::Checksum(ours("b")),
    ] {
        let none = file::resources(&db, &[other], (0, 10)).await.unwrap();
        assert_eq!(none.total, 0);
    }
    let places = matching::places(&db, None, 10).await.unwrap();
    let [(place, geometry)] = places.as_slice() else {
        panic!("one says where it is: {places:?}");
    };
    assert_eq!(*place, datasets[2].id);
    assert!(geometry.contains("\"Point\""), "{geometry}");
    assert_eq!(matching::places(&db, Some(*place), 10).await.unwrap(), []);
    let beyond = file::resources(&db, &wanted[..2], (1, 10)).await.unwrap();
    assert_eq!((beyond.total, beyond.data.len()), (1, 0));
});

db_test!(one_thing_is_read_of_every_dataset, async |db: Db| {
    let city = Organization {
        id: Id::seeded("city"),
        slug: "city".to_owned(),
        ..Organization::default()
    };
    let maker = ContactPoint {
        id: Id::seeded("maker"),
        name: "Léa".to_owned(),
        role: "creator".to_owned(),
        email: Some("lea@example.org".to_owned()),
        ..ContactPoint::default()
    };
    let extras = json!({"thème \"A_b\"": "x", "thème": "Eau", "number": 3});
    let one = Dataset {
        extras: extras.as_object().unwrap().clone(),
        contact_points: vec![maker.id],
        ..one("a", Owner::Organization(city.id), &[], None)
    };
    let long = json!({"thème": "e".repeat(5_000)});
    let other = Dataset {
        extras: long.as_object().unwrap().clone(),
        ..self::one("bb", Owner::User(Id::seeded("user")), &[], None)
    };
    let mut tx = db.begin().await.unwrap();
    organization::save(&mut tx, &city).await.unwrap();
    contact_point::save(&mut tx, &maker).await.unwrap();
    for dataset in [&one, &other] {
        dataset::save(&mut tx, dataset).await.unwrap();
    }
    tx.commit().await.unwrap();

    let mut themes = said::said(&db, &["extras", "thème"]).await.unwrap();
    themes.sort_by_key(|(_, text)| text.len());
    assert_eq!(themes[0], (one.id, "Eau".to_owned()));
    assert_eq!((themes.len(), themes[1].1.len()), (2, 1_000));
    let number = said::said(&db, &["extras", "number"]).await.unwrap();
    assert_eq!(number, [(one.id, "3".to_owned())]);
    for odd in ["thème \"", "'); --", "$.a", "[0]", "a}b{", ""] {
        let none = said::said(&db, &["extras", odd]).await.unwrap();
        assert_eq!(none, [], "{odd}");
    }
    let mut slugs = said::slugs::<Dataset>(&db).await.unwrap();
    slugs.sort_by_key(|(_, slug)| slug.clone());
    let both = [(one.id, "a".to_owned()), (other.id, "bb".to_owned())];
    assert_eq!(slugs, both);
    let titles = said::titles(&db).await.unwrap();
    assert!(titles.contains(&(one.id, one.title.clone())), "{titles:?}");
    let owners = said::owners(&db).await.unwrap();
    assert!(
        owners.contains(&(one.id, city.id)) && owners.contains(&(other.id, Id::seeded("user")))
    );
    let makers = said::contacts(&db, "creator", "email").await.unwrap();
    assert_eq!(makers, [(one.id, "lea@example.org".to_owned())]);
    assert_eq!(said::contacts(&db, "contact", "name").await.unwrap(), []);
});
