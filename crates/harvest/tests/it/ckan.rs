//! CKAN and DKAN: paging, filters, what packages say, and what bad servers answer.

use proptest::prelude::*;
use serde_json::{Value, json};
use vitrail_domain::Id;
use vitrail_domain::harvest::{Filter, HarvestConfig};
use vitrail_harvest::Backend;

use crate::shared::{damaged, file, parse, read, recorded, walk};

fn package(id: &str) -> Value {
    json!({
        "id": id, "name": format!("name-{id}"), "title": id, "notes": "<p>Deux <b>mots</b></p>",
        "license_id": "odc-odbl", "license_title": "ODbL", "metadata_created": "2020-01-01T10:00:00.5",
        "metadata_modified": "2021-01-01T10:00:00", "state": "active", "type": "dataset", "version": "3",
        "maintainer": "Zoé", "maintainer_email": "zoe@example.org", "author": "Léa",
        "organization": {"name": "ville", "id": "o1", "title": "Ville"},
        "tags": [{"name": "Qualité de l'air"}, {"name": "eau"}],
        "theme_eu": "ENVI",
        "extras": [
            {"key": "frequency", "value": "http://purl.org/cld/freq/daily"},
            {"key": "temporal_start", "value": "2020-12-31"}, {"key": "temporal_end", "value": "2020-01-01"},
            {"key": "spatial", "value": "{\"type\": \"Polygon\", \"coordinates\": [[[0,0],[1,0],[1,1],[0,0]]]}"},
            {"key": "spatial-text", "value": "Occitanie"}, {"key": "guid", "value": "g"}, {"key": "empty", "value": ""},
        ],
        "resources": [
            {"id": "r1", "name": "a", "url": "https://example.org/a.csv", "format": "CSV", "size": "12", "mimetype": "text/csv",
             "hash": "d41d8cd98f00b204e9800998ecf8427e", "created": "2020-01-02T00:00:00", "last_modified": "2020-01-03T00:00:00",
             "encoding": "utf-8"},
            {"id": "r2", "url": "/relative/b.pdf", "resource_type": "documentation"},
            {"id": "r3", "name": "nowhere", "url": ""},
        ],
    })
}

fn answered(result: &Value) -> Vec<u8> {
    serde_json::to_vec(&json!({"help": "", "success": true, "result": result})).unwrap()
}

#[test]
fn a_catalogue_is_read_page_by_page() {
    let filter = |key: &str, value: &str, kind: Option<&str>| Filter {
        key: key.to_owned(),
        value: value.into(),
        r#type: kind.map(str::to_owned),
    };
    let config = HarvestConfig {
        filters: vec![
            filter("organization", "ville", None),
            filter("organization", "métropole", None),
            filter("tags", "vieux", Some("exclude")),
        ],
        apikey: Some("secret".to_owned()),
        ..HarvestConfig::default()
    };
    assert_eq!(Backend::Ckan.check(&config), Ok(()));
    let mut ckan = walk(Backend::Ckan, "https://example.org/data/api/3", &config);
    let first = ckan.first().unwrap().remove(0);
    assert_eq!(first.url.path(), "/data/api/3/action/package_search");
    let query: Vec<(String, String)> = first.url.query_pairs().into_owned().collect();
    let fq = r#"+(organization:"ville" OR organization:"métropole") -tags:"vieux""#;
    assert!(
        query.contains(&("fq".to_owned(), fq.to_owned())),
        "{query:?}"
    );
    assert_eq!(first.headers, [("authorization", "secret".to_owned())]);

    let page = json!({"count": 3, "results": [package("p1"), package("p2")]});
    let step = read(ckan.as_mut(), &first, &answered(&page)).unwrap();
    assert_eq!(step.harvested.datasets.len(), 2);
    let second = &step.next[0];
    assert!(
        second.url.query().unwrap().contains("start=2"),
        "{}",
        second.url
    );
    let last = json!({"count": 3, "results": [package("p3")]});
    let step = read(ckan.as_mut(), second, &answered(&last)).unwrap();
    assert!(step.next.is_empty());

    let mut ckan = walk(
        Backend::Ckan,
        "https://example.org",
        &HarvestConfig::default(),
    );
    read(ckan.as_mut(), &first, &answered(&page)).unwrap();
    let fault = read(ckan.as_mut(), second, &answered(&page)).unwrap_err();
    assert!(fault.0.contains("same page"), "{fault}");
}

#[test]
fn a_catalogue_that_cannot_search_is_read_by_names() {
    let mut ckan = walk(
        Backend::Ckan,
        "https://example.org",
        &HarvestConfig::default(),
    );
    let first = ckan.first().unwrap().remove(0);
    let refusal = br#"{"success": false, "error": {"message": "No such action"}}"#;
    let step = read(ckan.as_mut(), &first, refusal).unwrap();
    assert_eq!(step.next, ckan.instead(&first));
    let names = &step.next[0];
    assert_eq!(names.url.path(), "/api/3/action/package_list");
    let step = read(ckan.as_mut(), names, &answered(&json!(["a b", "c"]))).unwrap();
    assert_eq!(step.next[0].url.query(), Some("id=a+b"));
    assert!(step.next.iter().all(|ask| ask.of_item));
    let step = read(ckan.as_mut(), &step.next[0], &answered(&package("p1"))).unwrap();
    assert_eq!(step.harvested.datasets[0].remote_id, "p1");
    let fault = read(ckan.as_mut(), names, refusal).unwrap_err();
    assert_eq!(fault.0, "No such action");
    let fault = read(ckan.as_mut(), names, b"<!DOCTYPE html><html>").unwrap_err();
    assert_eq!(
        fault.0,
        "Unknown Error: https://example.org/api/3/action/package_list returned HTML"
    );
}

#[test]
fn what_is_said_of_its_organization_and_files_is_kept() {
    let mut package = package("p1");
    package["organization"] = json!({"title": "Ville", "description": "La ville", "image_url": "https://example.org/v.png"});
    package["resources"][0]["cache_url"] = json!("https://example.org/cache");
    package["resources"][0]["mimetype_inner"] = json!("text/csv");
    let step = parse(Backend::Ckan, &answered(&package)).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(
        read.dataset.extras["ckan:organization_facts"],
        json!({"description": "La ville", "image_url": "https://example.org/v.png"})
    );
    let file = &read.resources[0].extras;
    assert_eq!(file["cache_url"], "https://example.org/cache");
    assert_eq!(file["mimetype_inner"], "text/csv");
}

#[test]
fn a_package_says_all_that_it_says() {
    let step = parse(Backend::Ckan, &answered(&package("p1"))).unwrap();
    let read = &step.harvested.datasets[0];
    let dataset = &read.dataset;
    assert_eq!(
        (read.remote_id.as_str(), read.name.as_deref()),
        ("p1", Some("name-p1"))
    );
    assert_eq!(read.skipped, None);
    assert_eq!(dataset.description, "Deux **mots**");
    assert_eq!(dataset.tags, ["eau", "qualite-de-lair"]);
    assert_eq!(dataset.license.as_deref(), Some("odc-odbl"));
    assert_eq!(dataset.frequency, "daily");
    let period = dataset.temporal_coverage.unwrap();
    assert_eq!(period.start.to_string(), "2020-01-01", "a period is turned");
    assert!(dataset.spatial.as_ref().unwrap().geom.is_some());
    assert_eq!(
        serde_json::to_value(&dataset.extras).unwrap(),
        json!({"guid": "g", "ckan:organization": "Ville", "ckan:version": "3", "theme_eu": "ENVI"})
    );
    assert_eq!(
        serde_json::to_value(&dataset.harvest).unwrap(),
        json!({"created_at": "2020-01-01T10:00:00.500000+00:00", "modified_at": "2021-01-01T10:00:00+00:00",
               "remote_url": "https://catalogue.example.org/dataset/name-p1",
               "source": {"dct:description": [{"@value": "<p>Deux <b>mots</b></p>"}],
                          "dct:accrualPeriodicity": [{"@id": "http://purl.org/cld/freq/daily"}],
                          "dct:license": [{"@value": "odc-odbl"}, {"@value": "ODbL"}],
                          "dcat:keyword": [{"@value": "Qualité de l'air"}, {"@value": "eau"}]}})
    );
    let roles: Vec<_> = read
        .contacts
        .iter()
        .map(|contact| contact.role.as_str())
        .collect();
    assert_eq!(roles, ["contact", "creator"]);
    let [file, document] = read.resources.as_slice() else {
        panic!("two files");
    };
    assert_eq!((file.format.as_str(), file.filesize), ("csv", Some(12)));
    assert_eq!(file.checksum.as_ref().unwrap().r#type, "md5");
    assert_eq!(file.extras["encoding"], "utf-8");
    assert_eq!(file.harvest.as_ref().unwrap()["remote_id"], "r1");
    assert_eq!(document.url, "https://catalogue.example.org/relative/b.pdf");
    assert_eq!(
        (document.r#type.as_str(), document.title.as_str()),
        ("documentation", "b.pdf")
    );
    assert_eq!(read.lost.len(), 2, "{:?}", read.lost);
    assert_eq!(read.lost[0].value, "nowhere");
    // A geometry takes the place of a territory: that is told.
    assert_eq!(read.lost[1].value, "fr:region:76");
}

#[test]
fn some_packages_are_left_alone() {
    for (key, value, reason) in [
        ("resources", json!([]), "has no record"),
        ("state", json!("deleted"), "deleted"),
        ("type", json!("harvest"), "source of harvest"),
    ] {
        let mut package = package("p1");
        package[key] = value;
        let step = parse(Backend::Ckan, &answered(&package)).unwrap();
        let skipped = step.harvested.datasets[0].skipped.clone().unwrap();
        assert!(skipped.contains(reason), "{skipped}");
    }
}

#[test]
fn real_answers_are_read() {
    let Some(dkan) = file("harvest/dkan-french-w-license.json") else {
        return;
    };
    assert_eq!(Backend::guess(&dkan, None), Some(Backend::Dkan));
    let step = parse(Backend::Dkan, &dkan).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(read.skipped, None, "`private` is written of what is public");
    let group = &read.dataset.extras["ckan:group_facts"][0];
    assert_eq!(group["name"], "group/region-hauts-de-france");
    assert!(group["description"].is_string() && group["image_display_url"].is_string());
    assert_eq!(read.dataset.license.as_deref(), Some("fr-lo"));
    assert_eq!(read.dataset.frequency, "punctual");
    assert_eq!(read.resources.len(), 2);
    assert_eq!(read.resources[0].filesize, Some(42));
    let harvest = read.dataset.harvest.as_ref().unwrap();
    assert_eq!(harvest["created_at"], "2019-12-10T09:23:00+00:00");
    let issued = &read.resources[0].harvest.as_ref().unwrap()["issued_at"];
    assert_eq!(issued, "2019-12-19T03:00:00+00:00");
    assert_eq!(read.lost, []);

    for (name, count) in [
        ("package_show", 1),
        ("package_search", 2),
        ("current_package_list_with_resources", 1),
    ] {
        let Some(body) = recorded(&format!("ckan/{name}.txt")) else {
            return;
        };
        assert!(Backend::guess(&body, None).is_some());
        let step = parse(Backend::Ckan, &body).unwrap();
        assert_eq!(step.harvested.datasets.len(), count, "{name}");
        for read in &step.harvested.datasets {
            assert_eq!(read.lost, [], "{name}");
            assert_eq!(read.skipped, None, "{name}");
            assert_eq!(read.dataset.frequency, "annual", "{name}");
            assert_eq!(read.dataset.spatial.as_ref().unwrap().zones, ["country:fr"]);
        }
    }
}

#[test]
fn a_source_is_told_what_its_backend_knows() {
    let config = |value: Value| serde_json::from_value::<HarvestConfig>(value).unwrap();
    let cases = [
        (
            Backend::Ckan,
            json!({"filters": [{"key": "x", "value": "y"}]}),
            r#"Unknown filter key "x" for "ckan" backend"#,
        ),
        (
            Backend::Ckan,
            json!({"filters": [{"key": "tags", "value": 1}]}),
            r#""tags" filter should of type "str""#,
        ),
        (
            Backend::Dcat,
            json!({"features": {"geodcatap": true}}),
            r#"Unknown feature "geodcatap" for "dcat" backend"#,
        ),
        (
            Backend::CswDcat,
            json!({"features": {"geodcatap": "yes"}}),
            "A feature should be a boolean",
        ),
        (
            Backend::Dkan,
            json!({"extra_configs": [{"key": "x", "value": "y"}]}),
            r#"Unknown extra config key "x" for "dkan" backend"#,
        ),
    ];
    for (backend, told, wrong) in cases {
        assert_eq!(backend.check(&config(told)), Err(wrong.to_owned()));
    }
}

#[test]
fn nothing_of_a_package_is_dropped_in_silence() {
    let mut one = package("p1");
    one["extras"] = json!([
        {"key": "note", "value": "first"}, {"key": "note", "value": "last"}, {"key": "list", "value": "[]"},
        {"key": "modified", "value": "2099-01-01"}, {"key": "spatial_uri", "value": "https://geo.example.org/1"},
    ]);
    one["resources"] = json!([
        {"id": "r1", "name": "a", "url": "https://example.org/a", "format": "CSV", "mimetype": "xlsx"},
        {"id": "r2", "name": "b", "url": "https://example.org/b.csv", "state": "deleted"},
    ]);
    let mut kept = package("p2");
    kept["private"] = json!(true);
    let page = answered(&json!({"count": 2, "results": [one, kept]}));
    let step = parse(Backend::Ckan, &page).unwrap();
    let read = &step.harvested.datasets[0];
    let extras = &read.dataset.extras;
    assert_eq!(
        (&extras["note"], &extras["list"]),
        (&json!("last"), &json!("[]"))
    );
    assert_eq!(extras["ckan:spatial-uri"], "https://geo.example.org/1");
    let harvest = read.dataset.harvest.as_ref().unwrap();
    assert_eq!(harvest["modified_at"], "2021-01-01T10:00:00+00:00");
    assert_eq!(read.resources.len(), 1);
    assert_eq!(read.resources[0].extras["ckan:mimetype"], "xlsx");
    let mut told: Vec<&str> = read.lost.iter().map(|one| one.value.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["2099-01-01", "first", "https://example.org/b.csv"]);
    let skipped = step.harvested.datasets[1].skipped.as_deref();
    assert_eq!(skipped, Some("private on the neighbour"));
    // DKAN writes so of what everybody is answered; a key opens more.
    let body = answered(&kept);
    let dkan = |config: &HarvestConfig| {
        let mut dkan = walk(Backend::Dkan, "https://example.org/", config);
        let ask = dkan.first().unwrap().remove(0);
        let step = crate::shared::read(dkan.as_mut(), &ask, &body).unwrap();
        step.harvested.datasets[0].skipped.clone()
    };
    assert_eq!(dkan(&HarvestConfig::default()), None);
    let with_key = HarvestConfig {
        apikey: Some("secret".to_owned()),
        ..HarvestConfig::default()
    };
    let skipped = dkan(&with_key);
    assert_eq!(skipped.as_deref(), Some("private on the neighbour"));
}

#[test]
fn what_a_portal_of_ours_adds_is_read() {
    let mut package = package("p1");
    let geometry = r#"{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]]]}"#;
    package["extras"] = json!([
        {"key": "udata:access_type", "value": "open"},
        {"key": "udata:slug", "value": "a-name-that-is-longer"},
        {"key": "udata:frequency_date", "value": "2027-01-31T00:00:00+00:00"},
        {"key": "spatial", "value": geometry},
        {"key": "udata:zones", "value": "fr:region:11 fr:region:84"},
    ]);
    package["resources"][0]["udata:preview_url"] = json!("https://example.org/look");
    let step = parse(Backend::Ckan, &answered(&package)).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(read.name.as_deref(), Some("a-name-that-is-longer"));
    let date = read.dataset.frequency_date.unwrap().to_string();
    assert_eq!(date, "2027-01-31T00:00:00+00:00");
    let place = read.dataset.spatial.as_ref().unwrap();
    assert_eq!(place.zones, ["fr:region:11", "fr:region:84"]);
    assert!(place.geom.is_some());
    let seen = read.resources[0].preview_url.as_deref();
    assert_eq!(seen, Some("https://example.org/look"));
    assert!(
        read.lost.iter().all(|lost| lost.property == "resources"),
        "{:?}",
        read.lost
    );

    package["extras"][2] = json!({"key": "udata:contacts", "value": json!([
        {"name": "B", "role": "contact", "contact_form": "https://example.org/b", "id": "x"},
        {"name": "E", "role": "publisher", "email": null},
        {"name": "R", "role": "king"},
        {"role": "user"},
        "nobody",
    ]).to_string()});
    package["maintainer"] = json!("B");
    let step = parse(Backend::Ckan, &answered(&package)).unwrap();
    let read = &step.harvested.datasets[0];
    let contacts = read.contacts.iter();
    let contacts: Vec<_> = contacts.map(|one| (&*one.name, &*one.role)).collect();
    assert_eq!(contacts, [("B", "contact"), ("E", "publisher")]);
    assert!(read.contacts[0].contact_form.is_some() && read.contacts[0].id == Id::default());
    let lost = read.lost.iter().map(|lost| lost.property.as_str());
    assert_eq!(lost.filter(|name| *name == "udata:contacts").count(), 3);

    package["extras"][2]["value"] = json!("personne");
    let step = parse(Backend::Ckan, &answered(&package)).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(read.contacts[0].name, "B", "the maintainer");
    assert!(read.lost.iter().any(|lost| lost.value == "personne"));

    package["extras"][2] = json!({"key": "udata:frequency_date", "value": "bientôt"});
    let step = parse(Backend::Ckan, &answered(&package)).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(read.dataset.frequency_date, None);
    let lost = read
        .lost
        .iter()
        .find(|lost| lost.value == "bientôt")
        .unwrap();
    assert_eq!(lost.property, "udata:frequency_date");
}

#[test]
fn a_refusal_tells_all_that_was_tried() {
    let mut ckan = walk(
        Backend::Ckan,
        "https://example.org/",
        &HarvestConfig::default(),
    );
    let first = ckan.first().unwrap().remove(0);
    let step = read(ckan.as_mut(), &first, b"<html>Bienvenue").unwrap();
    let why = ckan.explained(&step.next[0], "package_list answered 404".to_owned());
    assert!(
        why.contains("returned HTML") && why.ends_with("; package_list answered 404"),
        "{why}"
    );
}

proptest! {
    #[test]
    fn nothing_panics(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 0..8),
    ) {
        let _ = Backend::guess(&bytes, None);
        let _ = parse(Backend::Ckan, &bytes);
        let body = damaged(&answered(&package("p1")), &changes);
        let _ = Backend::guess(&body, None);
        let _ = parse(Backend::Ckan, &body);
    }
}
