//! A portal harvested through its face of CKAN by the harvester of CKAN gives the same datasets.

use vitrail_domain::harvest::HarvestConfig;
use vitrail_domain::{Dataset, Resource};
use vitrail_harvest::{Answer, Ask, Backend};
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Portal, TEST_HOST};

#[tokio::test]
async fn a_portal_harvested_as_ckan_is_the_same() {
    let portal = Portal::empty().await.unwrap();
    let mut catalogue = Catalogue::default();
    catalogue.dataset.schema = catalogue.resources[0].schema.clone();
    catalogue.write(&portal).await.unwrap();
    let url = format!("https://{TEST_HOST}/").parse().unwrap();
    let mut walk = Backend::Ckan.walk(&url, &HarvestConfig::default()).unwrap();
    let mut asks: Vec<Ask> = walk.first().unwrap();
    let mut found = Vec::new();
    while let Some(ask) = asks.pop() {
        let path = match ask.url.query() {
            Some(query) => format!("{}?{query}", ask.url.path()),
            None => ask.url.path().to_owned(),
        };
        let answer = portal.get(&path).await.unwrap();
        let answer = Answer {
            url: ask.url.clone(),
            content_type: answer.header("content-type").map(str::to_owned),
            body: answer.body.into(),
        };
        let step = walk.read(&ask, &answer).unwrap();
        assert_eq!(step.harvested.lost, []);
        found.extend(step.harvested.datasets);
        asks.extend(step.next);
    }
    let [read] = found.as_slice() else {
        panic!("{} datasets", found.len());
    };
    assert_eq!(
        (read.skipped.as_ref(), read.lost.len()),
        (None, 0),
        "{:?}",
        read.lost
    );
    assert_eq!(read.name.as_deref(), Some(catalogue.dataset.slug.as_str()));
    assert_eq!(read.contacts[0].email, catalogue.contact.email);
    let ours = &catalogue.dataset;
    let same = Dataset {
        id: ours.id,
        slug: ours.slug.clone(),
        owner: ours.owner,
        created_at_internal: ours.created_at_internal,
        last_modified_internal: ours.last_modified_internal,
        last_update: ours.last_update,
        contact_points: ours.contact_points.clone(),
        quality: ours.quality,
        harvest: ours.harvest.clone(),
        ..read.dataset.clone()
    };
    assert_eq!(&same, ours);
    for (theirs, ours) in read.resources.iter().zip(&catalogue.resources) {
        let same = Resource {
            id: ours.id,
            created_at_internal: ours.created_at_internal,
            last_modified_internal: ours.last_modified_internal,
            harvest: ours.harvest.clone(),
            ..theirs.clone()
        };
        assert_eq!(&same, ours);
    }
}
