//! What imports read and change many at a time.

use vitrail_domain::{CommunityResource, ContactPoint, Dataset, Kind, Organization, Owner, Reuse};
use vitrail_store::recount::COUNTS;
use vitrail_store::{Db, community_resource, contact_point, metrics, reuse, slug, subject};
use vitrail_testkit::db_test;
use vitrail_testkit::make;

use crate::save;

db_test!(what_an_organization_has_is_read_whole, async |db: Db| {
    let air = make::dataset("Air");
    let owner = Owner::Organization(make::organization("Org", &[]).id);
    let ours = make::community_resource("Nôtre", Some(air.id), owner);
    let other = make::community_resource("Autre", Some(air.id), Owner::Nobody);
    let contact: ContactPoint = make::contact_point("Accueil", owner);
    save!(db, dataset, [&air]);
    save!(db, community_resource, [&ours, &other]);
    save!(db, contact_point, [&contact]);

    let organization = owner.organization().unwrap();
    let found: Vec<CommunityResource> = community_resource::of_organization(&db, organization)
        .await
        .unwrap();
    assert_eq!(found, std::slice::from_ref(&ours));
    let ids = [ours.resource.id, other.resource.id, make::uuid("aucune")];
    let found = community_resource::by_ids(&db, &ids).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found.get(&other.resource.id), Some(&other));
    let found = contact_point::of_organization(&db, organization)
        .await
        .unwrap();
    assert_eq!(found, [contact]);
});

db_test!(addresses_and_slugs_say_who_has_them, async |db: Db| {
    let carte: Reuse = make::reuse("Carte");
    save!(db, reuse, [&carte]);
    let urls = [carte.url.clone(), "https://aucune.example/".to_owned()];
    let found = reuse::with_urls(&db, &urls).await.unwrap();
    assert_eq!(found, [(carte.url.clone(), carte.id)]);

    let [mut first, mut second, mut longer] = ["Un", "Deux", "Trois"].map(make::dataset);
    first.slug = "air".to_owned();
    second.slug = "air-1".to_owned();
    longer.slug = "airs".to_owned();
    save!(db, dataset, [&first, &second, &longer]);
    let asked = ["air".to_owned(), "eau".to_owned()];
    let held = slug::holders(&db, "dataset", &asked).await.unwrap();
    assert_eq!(held, [("air".to_owned(), first.id)]);
    let mut numbered = slug::beginning_with(&db, "dataset", "air").await.unwrap();
    numbered.sort();
    assert_eq!(
        numbered,
        [
            ("air".to_owned(), first.id),
            ("air-1".to_owned(), second.id)
        ]
    );

    let mut tx = db.begin().await.unwrap();
    slug::free(&mut tx, "dataset", &[first.id]).await.unwrap();
    tx.commit().await.unwrap();
    let held = slug::holders(&db, "dataset", &asked).await.unwrap();
    assert_eq!(held, []);
});

db_test!(counts_are_made_from_what_everyone_sees, async |db: Db| {
    let mut air = make::dataset("Air");
    air.metrics.insert("views".to_owned(), 7.into());
    let org: Organization = make::organization("Org", &[]);
    air.owner = Owner::Organization(org.id);
    let mut hidden: Dataset = make::dataset("Caché");
    hidden.owner = air.owner;
    hidden.private = true;
    save!(db, organization, [&org]);
    save!(db, dataset, [&air, &hidden]);

    let kept = metrics::of(&db, "dataset", &[air.id]).await.unwrap();
    assert_eq!(kept, [(air.id, air.metrics.clone())]);
    let count = COUNTS
        .into_iter()
        .find(|c| (c.kind, c.key) == (Kind::Organization, "datasets"));
    assert_eq!(count.unwrap().of_all(&db).await.unwrap(), [(org.id, 1)]);
    let these = count.unwrap().of_these(&db, &[org.id]).await;
    assert_eq!(these.unwrap(), [(org.id, 1)]);
    // Every count is a statement that both engines accept.
    for count in COUNTS {
        count.of_all(&db).await.unwrap();
        let none = count.of_these(&db, &[make::id("?")]).await;
        assert_eq!(none.unwrap(), []);
    }
    assert!(
        subject::get::<Dataset>(&db, hidden.id)
            .await
            .unwrap()
            .is_some()
    );
});
