//! A portal harvested through each of its faces (udata's, CKAN's, linked data) gives the same datasets.

use vitrail_domain::harvest::{HarvestConfig, Harvested, HarvestedDataset};
use vitrail_domain::{Dataset, Resource};
use vitrail_harvest::{Answer, Ask, Backend};
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Portal, TEST_HOST};

/// All that a backend reads of the portal.
async fn harvested(portal: &Portal, backend: Backend, path: &str) -> Harvested {
    let url = format!("https://{TEST_HOST}{path}").parse().unwrap();
    let mut walk = backend.walk(&url, &HarvestConfig::default()).unwrap();
    let mut asks: Vec<Ask> = walk.first().unwrap();
    let mut found = Harvested::default();
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
        found.datasets.extend(step.harvested.datasets);
        found.dataservices.extend(step.harvested.dataservices);
        found.lost.extend(step.harvested.lost);
        asks.extend(step.next);
    }
    found
}

/// The dataset that was read, with what only the portal that keeps it decides.
fn as_kept(read: &HarvestedDataset, ours: &Dataset) -> Dataset {
    Dataset {
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
    }
}

fn file_as_kept(read: &Resource, ours: &Resource) -> Resource {
    Resource {
        id: ours.id,
        created_at_internal: ours.created_at_internal,
        last_modified_internal: ours.last_modified_internal,
        harvest: ours.harvest.clone(),
        ..read.clone()
    }
}

/// What DCAT-AP has no word for: extras of ours, how fine the data are, and badges, which come back as tags.
fn without_words_in_dcat(read: &mut Dataset, ours: &Dataset) {
    read.extras.clone_from(&ours.extras);
    if let (Some(read), Some(ours)) = (&mut read.spatial, &ours.spatial) {
        read.granularity.clone_from(&ours.granularity);
    }
    read.tags.retain(|tag| tag != "hvd");
    read.badges.clone_from(&ours.badges);
}

/// A dataset without files is one all the same.
#[tokio::test]
async fn what_has_no_file_yet_is_read_too() {
    let portal = Portal::empty().await.unwrap();
    let mut catalogue = Catalogue::default();
    catalogue.resources.clear();
    catalogue.write(&portal).await.unwrap();
    for (backend, path) in [
        (Backend::Ckan, "/"),
        (Backend::Udata, "/"),
        (Backend::Dcat, "/api/1/site/catalog.ttl"),
    ] {
        let found = harvested(&portal, backend, path).await;
        assert_eq!(found.datasets.len(), 1, "{backend:?}");
        assert_eq!(found.datasets[0].skipped, None, "{backend:?}");
    }
}

#[tokio::test]
async fn a_portal_harvested_is_the_same() {
    let portal = Portal::empty().await.unwrap();
    let mut catalogue = Catalogue::default();
    catalogue.dataset.schema = catalogue.resources[0].schema.clone();
    catalogue.write(&portal).await.unwrap();
    let ours = &catalogue.dataset;
    for (backend, path) in [
        (Backend::Ckan, "/"),
        (Backend::Udata, "/"),
        (Backend::Dcat, "/api/1/site/catalog.ttl"),
        (Backend::Dcat, "/api/1/site/catalog.xml"),
        (Backend::Dcat, "/api/1/site/catalog.json"),
    ] {
        let found = harvested(&portal, backend, path).await;
        assert_eq!(found.lost, [], "{backend:?} {path}");
        let [read] = found.datasets.as_slice() else {
            panic!("{backend:?} {path}: {} datasets", found.datasets.len());
        };
        assert_eq!(read.skipped, None, "{backend:?} {path}");
        assert_eq!(read.lost, [], "{backend:?} {path}");
        assert_eq!(
            read.contacts[0].email, catalogue.contact.email,
            "{backend:?} {path}"
        );
        let mut same = as_kept(read, ours);
        if backend == Backend::Dcat {
            without_words_in_dcat(&mut same, ours);
        }
        assert_eq!(&same, ours, "{backend:?} {path}");
        assert_eq!(read.resources.len(), catalogue.resources.len());
        for (theirs, ours) in read.resources.iter().zip(&catalogue.resources) {
            let mut same = file_as_kept(theirs, ours);
            if backend == Backend::Dcat {
                same.extras.clone_from(&ours.extras);
                // A notice is a distribution like another.
                same.r#type.clone_from(&ours.r#type);
            }
            assert_eq!(&same, ours, "{backend:?} {path}");
        }
        if backend != Backend::Dcat {
            assert_eq!(read.name.as_deref(), Some(ours.slug.as_str()));
        }
        if backend != Backend::Ckan {
            let [service] = found.dataservices.as_slice() else {
                panic!("{} dataservices", found.dataservices.len());
            };
            let (theirs, ours) = (&service.dataservice, &catalogue.dataservice);
            assert_eq!(
                (&theirs.title, &theirs.description, &theirs.base_api_url),
                (&ours.title, &ours.description, &ours.base_api_url)
            );
            assert_eq!(service.datasets.len(), 1);
        }
    }
}
