//! A portal harvested through each of its faces (udata's, CKAN's, linked data) gives the same datasets.

use vitrail_app::harvest::fit;
use vitrail_domain::dataset::AccessAudience;
use vitrail_domain::harvest::{HarvestConfig, Harvested, HarvestedDataset};
use vitrail_domain::{Dataservice, Dataset, Resource};
use vitrail_harvest::{Answer, Ask, Backend};
use vitrail_testkit::catalogue::{Catalogue, days_ago};
use vitrail_testkit::make;
use vitrail_testkit::portal::{NOW, Portal, TEST_HOST};

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
    // As a portal would take it.
    fit::whole(&mut found, NOW, &[]);
    found
}

/// The dataset that was read, with what only the portal that keeps it decides.
fn as_kept(read: &HarvestedDataset, ours: &Dataset) -> Dataset {
    let mut kept = Dataset {
        id: ours.id,
        slug: ours.slug.clone(),
        owner: ours.owner,
        created_at_internal: ours.created_at_internal,
        last_modified_internal: ours.last_modified_internal,
        contact_points: ours.contact_points.clone(),
        ..read.dataset.clone()
    };
    kept.refresh(&read.resources);
    kept.quality = ours.quality;
    kept.harvest.clone_from(&ours.harvest);
    kept
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

/// The dataservice that was read, likewise.
fn service_as_kept(read: &Dataservice, ours: &Dataservice) -> Dataservice {
    Dataservice {
        id: ours.id,
        slug: ours.slug.clone(),
        owner: ours.owner,
        created_at: ours.created_at,
        metadata_modified_at: ours.metadata_modified_at,
        contact_points: ours.contact_points.clone(),
        datasets: ours.datasets.clone(),
        harvest: ours.harvest.clone(),
        ..read.clone()
    }
}

/// What is not said in DCAT: extras of ours; and badges, which come back as tags.
fn without_words_in_dcat(read: &mut Dataset, ours: &Dataset) {
    read.extras.clone_from(&ours.extras);
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

/// The catalogue with all that a portal knows of a dataset, its files and its dataservice.
fn rich() -> Catalogue {
    let mut catalogue = Catalogue::default();
    let types = ["main", "documentation", "update", "api", "code", "other"];
    let file = catalogue.resources[1].clone();
    catalogue.resources = types
        .iter()
        .map(|code| Resource {
            id: make::uuid(code),
            r#type: (*code).to_owned(),
            title: format!("Fichier {code}"),
            url: format!("https://www.example.com/{code}.pdf"),
            preview_url: Some(format!("https://www.example.com/look?at={code}")),
            ..file.clone()
        })
        .collect();
    // A web service that is a main file all the same.
    catalogue.resources[0].format = "wms".to_owned();
    let dataset = &mut catalogue.dataset;
    dataset.description_short = Some("Un air mesuré".to_owned());
    dataset.frequency_date = Some(days_ago(-30));
    // Somebody corrected the description long after the data came.
    dataset.last_modified_internal = days_ago(1);
    dataset.refresh(&catalogue.resources);
    let service = &mut catalogue.dataservice;
    service.acronym = Some("AA".to_owned());
    service.rate_limiting = Some("10 par seconde".to_owned());
    service.rate_limiting_url = Some("https://www.example.com/limites".to_owned());
    service.availability = Some(99.5);
    service.availability_url = Some("https://www.example.com/etat".to_owned());
    service.business_documentation_url = Some("https://www.example.com/metier".to_owned());
    // The dataset, of high value too, has it as a distribution.
    service.badges = vec!["hvd".to_owned()];
    catalogue
}

/// The same, where not everybody gets in.
fn restricted() -> Catalogue {
    let mut catalogue = rich();
    let audience = |role: &str, condition: &str| AccessAudience {
        role: role.to_owned(),
        condition: condition.to_owned(),
    };
    let audiences = vec![
        audience("local_authority_and_administration", "under_condition"),
        audience("company_and_association", "no"),
        audience("private", "yes"),
    ];
    let reason = "confidentiality_of_personal_data".to_owned();
    let words = "Des personnes s’y\nreconnaîtraient.".to_owned();
    let dataset = &mut catalogue.dataset;
    dataset.license = None;
    dataset.access_type = "restricted".to_owned();
    dataset.access_audiences.clone_from(&audiences);
    dataset.access_type_reason = Some(words.clone());
    dataset.access_type_reason_category = Some(reason.clone());
    dataset.authorization_request_url = Some("https://www.example.com/demande".to_owned());
    let service = &mut catalogue.dataservice;
    service.access_type = "restricted".to_owned();
    service.access_audiences = audiences;
    service.access_type_reason = Some(words);
    service.access_type_reason_category = Some(reason);
    service.authorization_request_url = Some("https://www.example.com/cle".to_owned());
    catalogue
}

#[tokio::test]
async fn a_portal_harvested_is_the_same() {
    let mut catalogue = Catalogue::default();
    catalogue.dataset.schema = catalogue.resources[0].schema.clone();
    comes_round(&catalogue).await;
}

#[tokio::test]
async fn all_that_a_portal_knows_comes_round() {
    comes_round(&rich()).await;
}

#[tokio::test]
async fn who_gets_in_comes_round() {
    comes_round(&restricted()).await;
    // Without files to say it too.
    let mut bare = restricted();
    bare.resources.clear();
    bare.dataset.refresh(&[]);
    comes_round(&bare).await;
    let mut with_account = rich();
    with_account.dataset.license = None;
    with_account.dataset.access_type = "open_with_account".to_owned();
    with_account.dataservice.access_type = "open_with_account".to_owned();
    comes_round(&with_account).await;
}

async fn comes_round(catalogue: &Catalogue) {
    let portal = Portal::empty().await.unwrap();
    catalogue.write(&portal).await.unwrap();
    let ours = &catalogue.dataset;
    for (backend, path) in [
        (Backend::Ckan, "/"),
        (Backend::Udata, "/"),
        (Backend::Dcat, "/api/1/site/catalog.ttl"),
        (Backend::Dcat, "/api/1/site/catalog.xml"),
        (Backend::Dcat, "/api/1/site/catalog.json"),
        (Backend::Dcat, "/api/1/site/catalog.nt"),
        (Backend::Dcat, "/api/1/site/catalog.trig?profile=dcat-ap-2"),
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
            assert_eq!(service.lost, [], "{backend:?} {path}");
            let ours = &catalogue.dataservice;
            let mut same = service_as_kept(&service.dataservice, ours);
            if backend == Backend::Dcat {
                same.extras.clone_from(&ours.extras);
                same.tags.retain(|tag| tag != "hvd");
                same.badges.clone_from(&ours.badges);
            }
            assert_eq!(&same, ours, "{backend:?} {path}");
            assert_eq!(service.datasets.len(), 1);
        }
    }
}
