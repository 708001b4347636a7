use std::collections::HashMap;

use vitrail_domain::organization::Role;
use vitrail_domain::{ContactPoint, Kind, Organization, Owner};
use vitrail_store::organization::{self, Filter, SORTS};
use vitrail_store::{Db, contact_point, subject, user};
use vitrail_testkit::db_test;
use vitrail_testkit::make::{self, NOW};

use crate::list::{ALL, both_ways};
use crate::{save, titles};

db_test!(filters_and_sorts, async |db: Db| {
    let [mut air, mut eau, mut gone] =
        ["Air", "Eau", "Partie"].map(|name| make::organization(name, &[]));
    air.acronym = Some("DGAC".to_owned());
    air.badges = vec!["certified".to_owned()];
    air.business_number_id = Some("13000272200012".to_owned());
    for (organization, count) in [(&mut air, 2), (&mut eau, 1)] {
        for key in ["datasets", "reuses", "followers", "views"] {
            organization.metrics.insert(key.to_owned(), count.into());
        }
    }
    air.created_at = NOW.plus(5);
    air.last_modified = NOW.plus(5);
    gone.deleted = Some(NOW);
    save!(db, organization, [&air, &eau, &gone]);
    let found = subject::get::<Organization>(&db, air.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&air));

    let text = |text: &str| Some(text.to_owned());
    let any = Filter::default;
    let keep = [
        Filter {
            q: text("dgac"),
            ..any()
        },
        Filter {
            q: text("aï"),
            ..any()
        },
        Filter {
            badge: text("certified"),
            ..any()
        },
        Filter {
            name: text("AIR"),
            ..any()
        },
        Filter {
            business_number_id: text("13000272200012"),
            ..any()
        },
    ];
    for filter in keep {
        let found = titles!(organization::list(&db, &filter, None, ALL), name);
        assert_eq!(found, ["Air"], "{filter:?}");
    }
    assert_eq!(
        titles!(organization::list(&db, &any(), None, ALL), name),
        ["Air", "Eau"]
    );
    let all = Filter {
        with_deleted: true,
        ..any()
    };
    assert_eq!(
        titles!(organization::list(&db, &all, None, ALL), name),
        ["Air", "Eau", "Partie"]
    );
    let part = organization::part(&db, &any(), None, (1, 5)).await.unwrap();
    assert_eq!(part.len(), 1);
    assert_eq!(part[0].name, "Eau");
    let names = organization::names(&db, &any(), None, (0, 1))
        .await
        .unwrap();
    assert_eq!(names.len(), 1);
    assert_ne!(names[0].0, part[0].id);
    for (name, column) in SORTS {
        let mut order = if name == "name" {
            ["Air", "Eau"]
        } else {
            ["Eau", "Air"]
        };
        for sort in both_ways(column) {
            let found = titles!(organization::list(&db, &any(), sort, ALL), name);
            assert_eq!(found, order, "{name}");
            order.reverse();
        }
    }
});

db_test!(names_are_compared_without_accents, async |db: Db| {
    let whole = make::organization("Météo-France", &[]);
    let mut stub = make::organization("METEO-FRANCE", &[]);
    stub.stub = true;
    stub.slug = "meteo-france-1".to_owned();
    save!(db, organization, [&stub, &whole]);
    let found = organization::named(&db, "meteo-france").await.unwrap();
    let found: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
    assert_eq!(
        found,
        ["Météo-France", "METEO-FRANCE"],
        "the whole one first"
    );
    assert!(organization::named(&db, "meteo").await.unwrap().is_empty());
});

db_test!(members_have_roles, async |db: Db| {
    let [ada, bob] = ["Ada", "Bob"].map(make::user);
    let mut first =
        make::organization("First", &[(&ada, Role::Admin), (&bob, Role::PartialEditor)]);
    let second = make::organization("Second", &[(&ada, Role::Editor)]);
    let mut gone = make::organization("Gone", &[(&ada, Role::Admin)]);
    gone.deleted = Some(NOW);
    save!(db, organization, [&first, &second, &gone]);
    let roles = organization::roles_of(&db, ada.id).await.unwrap();
    assert_eq!(
        roles,
        HashMap::from([(first.id, Role::Admin), (second.id, Role::Editor)])
    );
    let mut of_ada = user::organizations(&db, ada.id).await.unwrap();
    of_ada.sort_unstable();
    let mut expected = [first.id, second.id];
    expected.sort_unstable();
    assert_eq!(of_ada, expected);
    let people = [ada.id, bob.id, make::id("nobody")];
    let mut memberships = user::memberships(&db, &people).await.unwrap();
    memberships.get_mut(&ada.id).unwrap().sort_unstable();
    let expected = HashMap::from([(ada.id, expected.to_vec()), (bob.id, vec![first.id])]);
    assert_eq!(memberships, expected);
    assert!(user::memberships(&db, &[]).await.unwrap().is_empty());

    // Members are replaced with their organization.
    first.members.remove(0);
    save!(db, organization, [&first]);
    let roles = organization::roles_of(&db, ada.id).await.unwrap();
    assert_eq!(roles, HashMap::from([(second.id, Role::Editor)]));
});

db_test!(objects_are_assigned_once, async |db: Db| {
    let (bob, org) = (make::id("Bob"), make::id("org"));
    let subject = (Kind::Dataset, make::id("d"));
    let mut tx = db.begin().await.unwrap();
    for _ in 0..2 {
        organization::assign(&mut tx, bob, org, subject)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(
        organization::assignments_of(&db, bob).await.unwrap(),
        [subject]
    );
    let there = organization::assignments_in(&db, org).await.unwrap();
    assert_eq!(there, [(bob, subject)]);
    let nobody = organization::assignments_of(&db, make::id("Ada")).await;
    assert_eq!(nobody.unwrap(), []);
});

db_test!(contact_points_belong_to_somebody, async |db: Db| {
    let (person, org) = (
        Owner::User(make::id("Ada")),
        Owner::Organization(make::id("org")),
    );
    let contacts = [
        make::contact_point("Zoé", org),
        make::contact_point("Élan", org),
        make::contact_point("Ada", person),
    ];
    let [zoe, elan, ada] = &contacts;
    save!(db, contact_point, [zoe, elan, ada]);
    let found = subject::get::<ContactPoint>(&db, elan.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(elan));
    let list = async |owner, q| titles!(contact_point::list(&db, owner, q, ALL), name);
    assert_eq!(list(org, None).await, ["Élan", "Zoé"]);
    assert_eq!(list(person, None).await, ["Ada"]);
    assert_eq!(list(org, Some("elan")).await, ["Élan"]);
});

db_test!(names_are_borne_exactly, async |db: Db| {
    let [air, mut upper, eau] = ["Air", "AIR", "Eau"].map(|name| make::organization(name, &[]));
    upper.slug = "air-1".to_owned();
    save!(db, organization, [&air, &upper, &eau]);
    let names = ["Air".to_owned(), "Eau".to_owned(), "Feu".to_owned()];
    let mut found = organization::bearing(&db, &names).await.unwrap();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(found, [air, eau]);
    assert_eq!(organization::bearing(&db, &[]).await.unwrap(), []);
});

db_test!(a_stub_gives_way_to_the_real_one, async |db: Db| {
    let mut stub = make::organization("Ministère", &[]);
    stub.stub = true;
    stub.slug = "ministere".to_owned();
    let mut real = make::organization("Le ministère", &[]);
    real.slug = "le-ministere".to_owned();
    save!(db, organization, [&stub, &real]);
    let mut tx = db.begin().await.unwrap();
    organization::absorb(&mut tx, stub.id, real.id)
        .await
        .unwrap();
    // Nothing left to absorb: no error.
    organization::absorb(&mut tx, stub.id, real.id)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let gone = subject::get::<Organization>(&db, stub.id).await.unwrap();
    assert_eq!(gone, None);
    let led = subject::find::<Organization>(&db, "ministere")
        .await
        .unwrap();
    assert_eq!(led, vitrail_store::Found::Moved("le-ministere".to_owned()));
});
