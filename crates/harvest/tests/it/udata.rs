//! A neighbour portal: all its fields, its pages and its dataservices.

use proptest::prelude::*;
use serde_json::{Value, json};
use vitrail_domain::Kind;
use vitrail_domain::harvest::{Filter, HarvestConfig};
use vitrail_harvest::Backend;

use crate::shared::{damaged, file, parse, read, walk};

fn dataset() -> Value {
    json!({
        "id": "536991b0a3a729239d203d13", "slug": "arbres", "title": "Arbres", "acronym": "ARB", "description": "# Titre",
        "created_at": "2020-01-01T00:00:00+00:00", "last_modified": "2021-01-01T00:00:00+00:00",
        "internal": {"created_at_internal": "2019-01-01T00:00:00+00:00", "last_modified_internal": "2022-01-01T00:00:00+00:00"},
        "license": "lov2", "frequency": "monthly", "tags": ["arbre"], "badges": [{"kind": "hvd"}], "private": false,
        "spatial": {"zones": ["fr:commune:75056"], "granularity": "fr:commune", "geom": null},
        "temporal_coverage": {"start": "2020-01-01", "end": "2020-12-31"},
        "extras": {"a": {"b": 1}}, "schema": {"name": "etalab/schema", "version": "1", "url": null},
        "contact_points": [{"id": "536991b0a3a729239d203d14", "name": "Zoé", "email": "zoe@example.org", "contact_form": null, "role": "contact"}],
        "organization": {"id": "536991b0a3a729239d203d15", "name": "Ville", "slug": "ville", "class": "Organization"},
        "harvest": {"backend": "DCAT", "remote_id": "x", "uri": "https://source.example.org/x", "modified_at": "2021-02-03T00:00:00+00:00"},
        "page": "https://neighbour.example.org/datasets/arbres/", "uri": "https://neighbour.example.org/api/1/datasets/arbres/",
        "resources": [{"id": "11111111-2222-4333-8444-555555555555", "title": "A", "url": "https://static.example.org/a.csv", "format": "csv",
            "filetype": "file", "type": "main", "filesize": 3, "checksum": {"type": "sha1", "value": "aa"}, "mime": "text/csv",
            "created_at": "2020-01-02T00:00:00+00:00", "last_modified": "2020-01-03T00:00:00+00:00", "extras": {"c": 1}}],
        "metrics": {"views": 12},
    })
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

#[test]
fn a_dataset_keeps_all_that_it_says() {
    let step = parse(Backend::Udata, &bytes(&dataset())).unwrap();
    let read = &step.harvested.datasets[0];
    let dataset = &read.dataset;
    assert_eq!(
        (read.remote_id.as_str(), read.name.as_deref()),
        ("536991b0a3a729239d203d13", Some("arbres"))
    );
    assert_eq!(
        (dataset.description.as_str(), dataset.acronym.as_deref()),
        ("# Titre", Some("ARB"))
    );
    assert_eq!(
        (dataset.license.as_deref(), dataset.frequency.as_str()),
        (Some("lov2"), "monthly")
    );
    assert_eq!(
        dataset.spatial.as_ref().unwrap().zones,
        ["fr:commune:75056"]
    );
    assert_eq!(dataset.extras["a"]["b"], 1);
    assert_eq!(
        (dataset.badges.as_slice(), dataset.metrics.len()),
        (["hvd".to_owned()].as_slice(), 0)
    );
    assert_eq!(
        dataset.schema.as_ref().unwrap().name.as_deref(),
        Some("etalab/schema")
    );
    assert_eq!(read.contacts[0].email.as_deref(), Some("zoe@example.org"));
    assert_eq!(
        serde_json::to_value(&dataset.harvest).unwrap(),
        json!({"created_at": "2020-01-01T00:00:00+00:00", "modified_at": "2021-02-03T00:00:00+00:00",
               "uri": "https://source.example.org/x", "remote_url": "https://neighbour.example.org/datasets/arbres/"})
    );
    // A record may be younger than its data, whose day is known where a neighbour knows more than a title.
    let data_modified = |more: Value| {
        let mut told = self::dataset();
        told.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let step = parse(Backend::Udata, &bytes(&told)).unwrap();
        let facts = step.harvested.datasets[0].dataset.harvest.clone().unwrap();
        facts.get("data_modified_at").cloned()
    };
    let at = json!("2020-01-03T00:00:00+00:00");
    assert_eq!(data_modified(json!({"last_update": at})), Some(at.clone()));
    assert_eq!(
        data_modified(json!({"last_update": at, "partial": true})),
        None
    );
    let of_record = json!("2021-02-03T00:00:00+00:00");
    assert_eq!(data_modified(json!({"last_update": of_record})), None);
    let file = &read.resources[0];
    assert_eq!(
        (file.filetype.as_str(), file.filesize, file.id.is_nil()),
        ("remote", Some(3), true)
    );
    assert_eq!(
        serde_json::to_value(&file.harvest).unwrap(),
        json!({"remote_id": "11111111-2222-4333-8444-555555555555", "issued_at": "2020-01-02T00:00:00+00:00",
               "modified_at": "2020-01-03T00:00:00+00:00"})
    );
    assert_eq!((read.skipped.as_ref(), read.lost.len()), (None, 0));
}

#[test]
fn a_portal_is_read_page_by_page_then_its_dataservices() {
    let config = HarvestConfig {
        filters: vec![
            Filter {
                key: "organization".to_owned(),
                value: json!("ville"),
                r#type: None,
            },
            Filter {
                key: "tag".to_owned(),
                value: json!("Mort"),
                r#type: Some("exclude".to_owned()),
            },
        ],
        ..HarvestConfig::default()
    };
    let mut udata = walk(
        Backend::Udata,
        "https://neighbour.example.org/api/1/",
        &config,
    );
    let first = udata.first().unwrap().remove(0);
    assert_eq!(
        first.url.as_str(),
        "https://neighbour.example.org/api/1/datasets/?page_size=100&organization=ville"
    );
    let mut dead = dataset();
    dead["tags"] = json!(["mort"]);
    let page = json!({"data": [dataset(), dead], "next_page": "https://neighbour.example.org/api/1/datasets/?page=2", "total": 3});
    let step = read(udata.as_mut(), &first, &bytes(&page)).unwrap();
    assert_eq!(step.harvested.datasets.len(), 1);
    let step = read(
        udata.as_mut(),
        &step.next[0],
        &bytes(&json!({"data": [], "next_page": null})),
    )
    .unwrap();
    let services = &step.next[0];
    assert_eq!(services.url.path(), "/api/1/dataservices/");
    let service = |id: &str, total: u64| {
        json!({
            "id": id, "title": "API", "base_api_url": "https://api.example.org", "created_at": "2020-01-01T00:00:00+00:00",
            "metadata_modified_at": "2020-01-01T00:00:00+00:00", "self_web_url": "https://neighbour.example.org/dataservices/api/",
            "datasets": {"rel": "subsection", "href": "x", "type": "GET", "total": total},
        })
    };
    let page = json!({"data": [service("536991b0a3a729239d203d20", 0), service("536991b0a3a729239d203d21", 1)], "next_page": null});
    let step = read(udata.as_mut(), services, &bytes(&page)).unwrap();
    assert_eq!(step.harvested.dataservices.len(), 1);
    let served = &step.next[0];
    assert!(
        served.of_item
            && served
                .url
                .query()
                .unwrap()
                .starts_with("dataservice=536991b0a3a729239d203d21")
    );
    // When that request gives nothing, it is the API that is not known, not a dataset of that name.
    let api = "536991b0a3a729239d203d21".to_owned();
    let mut other = walk(
        Backend::Udata,
        "https://neighbour.example.org/",
        &HarvestConfig::default(),
    );
    assert_eq!(other.failed(served), (Kind::Dataservice, api));
    let page = json!({"data": [{"id": "536991b0a3a729239d203d13"}], "next_page": null});
    let step = read(udata.as_mut(), served, &bytes(&page)).unwrap();
    let read = &step.harvested.dataservices[0];
    assert_eq!(read.datasets, ["536991b0a3a729239d203d13"]);
    assert_eq!(
        read.dataservice.base_api_url.as_deref(),
        Some("https://api.example.org")
    );
    assert_eq!(
        read.dataservice.harvest.as_ref().unwrap()["remote_url"],
        "https://neighbour.example.org/dataservices/api/"
    );
}

#[test]
fn a_live_portal_is_read() {
    let Some(recording) = file("udata/062-list.json") else {
        return;
    };
    let recording: Value = serde_json::from_slice(&recording).unwrap();
    let body = bytes(&recording["response"]["json"]);
    assert_eq!(Backend::guess(&body, None), Some(Backend::Udata));
    let step = parse(Backend::Udata, &body).unwrap();
    let told = recording["response"]["json"]["data"].as_array().unwrap();
    assert_eq!(step.harvested.datasets.len(), told.len());
    for (read, told) in step.harvested.datasets.iter().zip(told) {
        assert_eq!(read.lost, []);
        assert_eq!(
            read.resources.len(),
            told["resources"].as_array().unwrap().len()
        );
        assert_eq!(read.dataset.title, told["title"]);
    }
}

proptest! {
    #[test]
    fn nothing_panics(
        bytes_of_chance in proptest::collection::vec(any::<u8>(), 0..200),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 0..8),
    ) {
        let _ = parse(Backend::Udata, &bytes_of_chance);
        let body = damaged(&bytes(&dataset()), &changes);
        let _ = Backend::guess(&body, None);
        let _ = parse(Backend::Udata, &body);
    }
}
