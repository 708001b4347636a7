//! Catalogues of others, read: real ones where the shared data are, ours in every syntax, and documents that are none.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;
use vitrail_dcat::read::{Options, Page, Source};
use vitrail_dcat::{DatasetFacts, Document, Profile, Publisher, ServiceFacts, Syntax};
use vitrail_domain::harvest::{Harvested, HarvestedDataset};
use vitrail_domain::{ContactPoint, Dataset, Extras, Id, Resource};

use crate::{World, portal, world};

fn options() -> Options {
    Options {
        language: "fr".to_owned(),
        remote_url_prefix: None,
    }
}

fn read(body: &[u8], address: &str) -> Harvested {
    page(body, address).harvested(&options())
}

fn page(body: &[u8], address: &str) -> Page {
    let source = Source {
        body,
        address,
        content_type: None,
    };
    Page::read(source).unwrap_or_else(|why| panic!("{address}: {why}"))
}

fn refused(body: &[u8], address: &str) -> String {
    let source = Source {
        body,
        address,
        content_type: None,
    };
    Page::read(source)
        .err()
        .unwrap_or_else(|| panic!("{address} is read"))
        .0
}

/// A file of the shared data, where they are.
fn shared(name: &str) -> Option<Harvested> {
    let root = std::env::var_os("VITRAIL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(body) = std::fs::read(root.join("data/harvest").join(name)) else {
        println!("skipped: no {name} here (set VITRAIL_SHARED)");
        return None;
    };
    Some(read(&body, name))
}

impl World {
    fn harvested(&self, syntax: Syntax, profile: Profile) -> Harvested {
        read(
            &self.written(syntax, profile),
            &format!("x.{}", ending(syntax)),
        )
    }
}

fn ending(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Xml => "rdf",
        Syntax::N3 => "n3",
        Syntax::Turtle => "ttl",
        Syntax::NTriples => "nt",
        Syntax::JsonLd => "jsonld",
        Syntax::TriG => "trig",
    }
}

fn by_id<'h>(found: &'h Harvested, id: &str) -> &'h HarvestedDataset {
    let mut all = found.datasets.iter();
    all.find(|dataset| dataset.remote_id == id)
        .unwrap_or_else(|| {
            let ids: Vec<&str> = found
                .datasets
                .iter()
                .map(|d| d.remote_id.as_str())
                .collect();
            panic!("no {id} among {ids:?}")
        })
}

fn lost<'h>(found: &'h HarvestedDataset, property: &str) -> Vec<&'h str> {
    let all = found.lost.iter().filter(|lost| lost.property == property);
    all.map(|lost| lost.value.as_str()).collect()
}

#[test]
fn a_catalogue_in_xml_is_read() {
    let Some(found) = shared("catalog.xml") else {
        return;
    };
    assert_eq!(found.datasets.len(), 4);
    let one = by_id(&found, "1");
    assert_eq!(one.dataset.title, "Dataset 1");
    assert_eq!(
        one.dataset.description,
        "# h1 title\n\n## h2 title\n\n**and bold text**"
    );
    assert_eq!(
        one.dataset.tags,
        ["tag-1", "tag-2", "tag-3", "tag-4", "theme-1", "theme-2"]
    );
    assert_eq!(one.dataset.license.as_deref(), Some("fr-lo"));
    let period = one.dataset.temporal_coverage.unwrap();
    assert_eq!(period.start.to_string(), "2016-01-01");
    assert_eq!(period.end.unwrap().to_string(), "2016-12-05");
    assert_eq!(one.dataset.frequency, "unknown");
    assert_eq!(
        lost(one, "dct:accrualPeriodicity"),
        ["http://purl.org/cld/freq/ThisTermDoesNotExist"]
    );
    assert_eq!(
        one.dataset.extras["dcat"]["provenance"],
        json!(["Description de la provenance des données du dataset 1"])
    );
    let harvest = one.dataset.harvest.as_ref().unwrap();
    assert_eq!(harvest["uri"], "http://data.test.org/datasets/1");
    assert_eq!(harvest["remote_url"], "http://data.test.org/datasets/1");
    assert_eq!(harvest["modified_at"], "2016-12-14T19:01:24.184120+00:00");
    let roles: Vec<(&str, &str)> = one
        .contacts
        .iter()
        .map(|contact| (contact.role.as_str(), contact.name.as_str()))
        .collect();
    assert_eq!(
        roles,
        [
            ("contact", "Organization contact"),
            ("publisher", "An Organization")
        ]
    );
    assert_eq!(
        one.contacts[0].email.as_deref(),
        Some("contact@example.org")
    );
    assert_eq!(
        one.contacts[0].contact_form.as_deref(),
        Some("https://data.support.com")
    );
    let files: Vec<(&str, &str, &str)> = one
        .resources
        .iter()
        .map(|file| {
            (
                file.title.as_str(),
                file.r#type.as_str(),
                file.format.as_str(),
            )
        })
        .collect();
    assert_eq!(
        files,
        [
            ("Resource 1-1", "main", "json"),
            ("Resource 1-2", "main", "json"),
            ("Resource 1-4", "api", ""),
            ("Resource 1-3", "other", "json"),
        ]
    );
    let first = &one.resources[0];
    assert_eq!(first.filesize, Some(12_323));
    assert_eq!(first.mime.as_deref(), Some("application/json"));
    assert_eq!(
        first.url,
        "http://data.test.org/datasets/1/resources/1/file.json"
    );
    assert_eq!(
        one.resources[3].url,
        "http://data.test.org/datasets/1/resources/3"
    );

    let three = by_id(&found, "3");
    assert_eq!(three.dataset.frequency, "daily");
    assert_eq!(three.dataset.access_type, "restricted");
    assert_eq!(
        three.dataset.access_type_reason_category.as_deref(),
        Some("intellectual_property_rights")
    );
    assert!(three.dataset.tags.contains(&"hvd".to_owned()));
    let hvd = "observation-de-la-terre-et-environnement".to_owned();
    assert!(three.dataset.tags.contains(&hvd));
    let four = by_id(&found, "4");
    assert_eq!(
        four.resources.len(),
        2,
        "relative names are relative to the catalogue"
    );
    let said = &four.resources[1].extras["dcat"]["accessRights"];
    assert_eq!(*said, json!(["Access right 4", "Access right 4-2"]));
    assert_eq!(four.dataset.extras["dcat"].get("accessRights"), None);
    let two = by_id(&found, "2");
    assert_eq!(two.dataset.license.as_deref(), Some("lov2"));
    assert_eq!(
        two.resources[1].extras["dcat"]["rights"],
        json!(["Rights on nested resource"])
    );
}

#[test]
fn catalogues_in_json_are_read_in_all_shapes() {
    for (name, count) in [
        ("flat.jsonld", 3),
        ("nested.jsonld", 1),
        ("bnodes.jsonld", 3),
    ] {
        let Some(found) = shared(name) else { return };
        assert_eq!(found.datasets.len(), count, "{name}");
        let one = by_id(&found, "1");
        assert_eq!(one.dataset.title, "Dataset 1", "{name}");
        assert!(!one.resources.is_empty(), "{name}");
        assert!(one.dataset.temporal_coverage.is_some(), "{name}");
        assert_eq!(one.contacts.len(), 2, "{name}");
    }
    let Some(found) = shared("evian.json") else {
        return;
    };
    let one = &found.datasets[0];
    assert_eq!(one.dataset.title, "stationnement velos");
    assert_eq!(
        one.remote_id,
        "https://www.arcgis.com/home/item.html?id=f6565516d1354383b25793e630cf3f2b&sublayer=5"
    );
    assert_eq!(one.resources.len(), 6);
    assert_eq!(one.dataset.license.as_deref(), Some("lov2"));
    assert_eq!(
        one.dataset.spatial.as_ref().unwrap().geom.as_ref().unwrap()["coordinates"][0][0][0],
        json!([6.5735, 46.3912])
    );
    assert_eq!(one.dataset.tags, ["geospatial", "mobilite"]);
    assert_eq!(one.contacts[0].name, "Ville d'Evian-les-Bains");
}

#[test]
fn nodes_without_names_geometries_and_services_are_read() {
    let Some(found) = shared("bnodes.xml") else {
        return;
    };
    assert_eq!(found.datasets.len(), 3);
    let two = by_id(&found, "2");
    let place = two.dataset.spatial.as_ref().unwrap().geom.as_ref().unwrap();
    assert_eq!(place["coordinates"].as_array().unwrap().len(), 3);
    let schema = two.dataset.schema.as_ref().unwrap();
    assert_eq!(
        schema.url.as_deref(),
        Some("http://inspire.ec.europa.eu/glossary/SpatialReferenceSystem")
    );
    assert!(
        two.dataset.tags.contains(&"inspire".to_owned()),
        "{:?}",
        two.dataset.tags
    );
    let one = by_id(&found, "1");
    assert!(
        one.dataset
            .tags
            .contains(&"repartition-des-especes".to_owned())
    );
    assert!(one.dataset.tags.contains(&"inspire".to_owned()));
    assert_eq!(one.dataset.description, "Dataset 1 description");
    assert_eq!(one.dataset.harvest.as_ref().unwrap().get("uri"), None);
    let service = &found.dataservices[0];
    assert_eq!(
        service.remote_id,
        "https://data.paris2024.org/api/explore/v2.1/"
    );
    assert_eq!(service.datasets, ["2", "3"]);
    assert_eq!(
        service.dataservice.machine_documentation_url.as_deref(),
        Some("https://data.paris2024.org/api/explore/v2.1/swagger.json")
    );

    let Some(found) = shared("series.xml") else {
        return;
    };
    assert_eq!(
        found.datasets.len(),
        1,
        "a node of two classes is one dataset"
    );
    let series = &found.datasets[0];
    assert_eq!(
        series.remote_id,
        "FR-33071536800297-ATLAS_DCE_ARTOIS_PICARDIE_ETATGLOBAL"
    );
    assert_eq!(series.resources[0].format, "wms");
    assert_eq!(series.resources[0].r#type, "api");
    assert_eq!(series.dataset.frequency, "punctual");
    assert_eq!(series.contacts[0].name, "Cordier (Ifremer)");
    assert!(
        found.dataservices.is_empty(),
        "the way to a file is no API of the catalogue"
    );
}

#[test]
fn pages_are_followed_in_both_words_of_hydra() {
    let old = r#"@prefix h: <http://www.w3.org/ns/hydra/core#> .
        <?page=1> a h:PagedCollection ; h:nextPage "http://a.example/?page=2" ."#;
    let next = page(old.as_bytes(), "http://a.example/c.ttl").next();
    assert_eq!(next.as_deref(), Some("http://a.example/?page=2"));
    let new = r"@prefix h: <http://www.w3.org/ns/hydra/core#> .
        <?page=1> a h:PartialCollectionView ; h:next <?page=2> .";
    let next = page(new.as_bytes(), "http://a.example/c.ttl").next();
    assert_eq!(next.as_deref(), Some("http://a.example/c.ttl?page=2"));
    let world = world();
    let ours = world.written(Syntax::JsonLd, Profile::DcatAp3);
    assert!(
        page(&ours, "x.jsonld")
            .next()
            .unwrap()
            .ends_with("catalog.ttl?page=2")
    );
}

/// What is read again of a dataset that this portal published; the rest is said in other words, or nowhere.
fn essence(dataset: &Dataset) -> Dataset {
    let mut found = dataset.clone();
    found.harvest = None;
    found.id = Id::default();
    found.slug = String::new();
    // Kept here, as udata does, of what is understood too.
    if let Some(dcat) = found
        .extras
        .get_mut("dcat")
        .and_then(|dcat| dcat.as_object_mut())
    {
        for key in ["license", "accessRights", "rights"] {
            dcat.remove(key);
        }
    }
    found.badges = Vec::new();
    found
}

#[test]
fn what_this_portal_publishes_is_read_back() {
    let mut world = world();
    world.dataset.title = "Qualité de l’air \"ici\"".to_owned();
    world.dataset.tags.sort();
    for syntax in Syntax::ALL {
        for profile in [Profile::DcatAp3, Profile::DcatAp2] {
            let found = world.harvested(syntax, profile);
            assert_eq!(found.datasets.len(), 1, "{syntax:?}");
            let read = &found.datasets[0];
            let mut expected = essence(&world.dataset);
            expected.extras["dcat"]["language"] =
                json!(["http://publications.europa.eu/resource/authority/language/FRA"]);
            let mut got = essence(&read.dataset);
            assert_eq!(got.spatial.take(), expected.spatial.take());
            assert_eq!(got, expected, "{syntax:?}");
            assert_eq!(read.remote_id, world.dataset.id.to_string());
            let files = &read.resources;
            assert_eq!(files[0].title, "Mesures");
            assert_eq!(files[0].url, "https://www.example.com/mesures%20été.csv");
            assert_eq!(files[0].format, "csv");
            assert_eq!(files[0].filesize, Some(3_000));
            if profile == Profile::DcatAp3 {
                assert_eq!(files[0].checksum, world.resources[0].checksum);
            }
            assert_eq!(files[1].format, "wms");
            let service = &found.dataservices[0];
            assert_eq!(service.remote_id, world.service.id.to_string());
            assert_eq!(service.datasets, [world.dataset.id.to_string()]);
            let (got, expected) = (&service.dataservice, &world.service);
            assert_eq!(got.base_api_url, expected.base_api_url);
            assert_eq!(
                got.technical_documentation_url,
                expected.technical_documentation_url
            );
            for contact in &world.contacts {
                let is_it =
                    |got: &&ContactPoint| got.name == contact.name && got.role == contact.role;
                let got = read.contacts.iter().find(is_it);
                let got = got.unwrap_or_else(|| panic!("no {contact:?} in {:?}", read.contacts));
                assert_eq!(got.email, contact.email);
                assert_eq!(got.contact_form, contact.contact_form);
            }
        }
    }
}

/// What was read, as the portal would publish it.
fn published(read: &HarvestedDataset, profile: Profile) -> Vec<u8> {
    let mut dataset = read.dataset.clone();
    dataset.id = Id::seeded("again");
    let mut resources = read.resources.clone();
    for (number, file) in (1..).zip(&mut resources) {
        file.id = Uuid::from_u128(number);
    }
    let mut contacts = read.contacts.clone();
    for (number, contact) in contacts.iter_mut().enumerate() {
        contact.id = Id::seeded(&number.to_string());
    }
    let mut document = Document::new(portal(profile), Syntax::NTriples);
    let zones = std::collections::HashMap::new();
    let facts = DatasetFacts {
        dataset: &dataset,
        resources: &resources,
        owner: Publisher::Nobody,
        contacts: contacts.iter().collect(),
        zones: &zones,
        services: Vec::new(),
    };
    document.dataset(&facts).unwrap();
    document.finish().unwrap()
}

fn without_harvest(file: &Resource) -> Resource {
    let mut file = file.clone();
    file.harvest = None;
    file.extras = Extras::new();
    // Told of its format when its source said nothing.
    file.mime = None;
    file
}

#[test]
fn what_was_read_is_read_again_after_publishing() {
    let mut checked = 0;
    for name in [
        "catalog.xml",
        "bnodes.xml",
        "flat.jsonld",
        "evian.json",
        "series.xml",
    ] {
        let Some(found) = shared(name) else { return };
        for first in &found.datasets {
            let again = read(&published(first, Profile::DcatAp3), "x.nt");
            let again = &again.datasets[0];
            let (mut one, mut two) = (essence(&first.dataset), essence(&again.dataset));
            // One right of the two that may be, and the address of a language for its code.
            one.extras.clear();
            two.extras.clear();
            assert_eq!(one, two, "{name}");
            assert_eq!(first.remote_id, again.remote_id, "{name}");
            assert_eq!(first.contacts, again.contacts, "{name}");
            let facts =
                |dataset: &Dataset, key: &str| dataset.harvest.as_ref().unwrap().get(key).cloned();
            for key in ["remote_url", "issued_at", "modified_at", "created_at"] {
                assert_eq!(
                    facts(&first.dataset, key),
                    facts(&again.dataset, key),
                    "{name} {key}"
                );
            }
            let one: Vec<Resource> = first.resources.iter().map(without_harvest).collect();
            let two: Vec<Resource> = again.resources.iter().map(without_harvest).collect();
            for (one, two) in one.iter().zip(&two) {
                let bare = |file: &Resource| {
                    (
                        file.title.clone(),
                        file.description.clone(),
                        file.url.clone(),
                    )
                };
                assert_eq!(bare(one), bare(two), "{name}");
                assert_eq!(one.filesize, two.filesize, "{name}");
            }
            assert_eq!(one.len(), two.len(), "{name}");
            checked += 1;
        }
    }
    println!("{checked} datasets");
}

#[test]
fn the_words_of_the_source_are_said_again_on_demand() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ;
          dct:title "Air"@fr, "Air quality"@en ; dct:description "<p>Deux <b>mots</b></p>"@fr ;
          dcat:keyword "Été 2020"@fr ; dct:accrualPeriodicity "quotidien" ;
          dct:license "Licence Ouverte version 2.0" ;
          dcat:distribution [ dcat:downloadURL <http://a.example/1.csv> ; dcat:accessURL <http://a.example/1> ;
            dct:format "CSV (UTF-8)" ] ."#;
    let found = read(source.as_bytes(), "a.ttl");
    let one = by_id(&found, "1");
    assert_eq!(one.dataset.title, "Air");
    assert_eq!(one.dataset.description, "Deux **mots**");
    assert_eq!(one.dataset.license.as_deref(), Some("lov2"));
    assert_eq!(lost(one, "dct:accrualPeriodicity"), ["quotidien"]);
    let text = String::from_utf8(published(one, Profile::Source)).unwrap();
    for line in [
        r#"<http://purl.org/dc/terms/title> "Air quality"@en ."#,
        r#"<http://purl.org/dc/terms/title> "Air"@fr ."#,
        r#"<http://purl.org/dc/terms/description> "<p>Deux <b>mots</b></p>"@fr ."#,
        r#"<http://www.w3.org/ns/dcat#keyword> "Été 2020"@fr ."#,
        r#"<http://purl.org/dc/terms/accrualPeriodicity> "quotidien" ."#,
        r#"<http://purl.org/dc/terms/license> "Licence Ouverte version 2.0" ."#,
        r"<http://www.w3.org/ns/dcat#accessURL> <http://a.example/1> .",
        r#"<http://purl.org/dc/terms/format> "CSV (UTF-8)" ."#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("Deux **mots**"), "{text}");
    let usual = String::from_utf8(published(one, Profile::DcatAp3)).unwrap();
    assert!(
        usual.contains("Deux **mots**") && !usual.contains("Air quality"),
        "{usual}"
    );
}

#[test]
fn nothing_is_dropped_in_silence() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
        <http://a.example/1> a dcat:Dataset ; dct:title "Air" ; dct:relation <http://a.example/2> ;
          dct:temporal <http://reference.example/period> ; dct:modified "hier" ; dct:publisher <http://a.example/o> ;
          dcat:contactPoint [ vcard:fn "Zoé" ; vcard:hasTelephone <tel:+33> ] ;
          dct:spatial <http://place.example/x>, "POINT (1 2)" ; dcat:keyword "a" ;
          dcat:distribution [ dct:title "nowhere" ], [ dcat:accessURL <http://a.example/f> ;
            dcat:compressFormat "gzip" ; dcat:byteSize "12 Ko" ] .
        <http://a.example/o> foaf:name "Ville" ; foaf:phone <tel:+33> .
        <http://a.example/lone> a dcat:Distribution .
        <http://a.example/2> a dcat:Dataset .
        <http://a.example/s> a dcat:DataService ; dct:title "API" ; dcat:servesDataset <http://a.example/2> ."#;
    let found = read(source.as_bytes(), "a.ttl");
    assert_eq!(
        found.datasets.len(),
        1,
        "what is only pointed at is described elsewhere"
    );
    let one = &found.datasets[0];
    assert_eq!(
        one.remote_id, "http://a.example/1",
        "its address stands for an identifier"
    );
    for (property, value) in [
        ("dct:relation", "http://a.example/2"),
        ("dct:temporal", "http://reference.example/period"),
        ("dct:modified", "hier"),
        ("dct:spatial", "http://place.example/x"),
        ("dct:spatial", "POINT (1 2)"),
        ("dcat:keyword", "a"),
        ("dcat:compressFormat", "gzip"),
        ("dcat:byteSize", "12 Ko"),
        ("foaf:phone", "tel:+33"),
    ] {
        assert!(
            lost(one, property).contains(&value),
            "{property}: {:#?}",
            one.lost
        );
    }
    assert_eq!(lost(one, "dcat:distribution").len(), 1);
    assert_eq!(lost(one, "dcat:contactPoint").len(), 1);
    assert_eq!(found.lost[0].subject, "http://a.example/lone");
    assert_eq!(found.dataservices[0].datasets, ["http://a.example/2"]);
}

#[test]
fn series_are_known_from_both_ends() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://a.example/s> a dcat:DatasetSeries ; dct:identifier "s" ; dct:title "Série" ;
          dct:hasPart <http://a.example/1> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" .
        <http://a.example/2> a dcat:Dataset ; dct:identifier "2" ; dct:title "Deux" ;
          dcat:inSeries <http://a.example/s>, <http://b.example/other> ."#;
    let found = read(source.as_bytes(), "a.ttl");
    assert_eq!(by_id(&found, "1").series, ["s"]);
    assert_eq!(by_id(&found, "2").series, ["s", "http://b.example/other"]);
    assert!(by_id(&found, "s").resources.is_empty());
}

#[test]
fn what_is_no_catalogue_is_refused_with_a_reason() {
    let page = refused(b"<!DOCTYPE html><html><body>Oups</body></html>", "c.rdf");
    assert!(page.contains("HTML"), "{page}");
    let remote = br#"{"@context": "http://10.0.0.1/context.jsonld", "@type": "x"}"#;
    let remote = refused(remote, "c.jsonld");
    assert!(remote.contains("never fetched"), "{remote}");
    let broken = refused(b"<http://a> <http://b> \"\xff\" .", "c.nt");
    assert!(broken.contains("UTF-8"), "{broken}");
    let cut = refused(b"<http://a> <http://b> \"c\" .\n<http://a> <htt", "c.nt");
    assert!(cut.contains("valid"), "{cut}");
    let mut bomb = String::from(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE rdf:RDF [\n<!ENTITY l0 \"lol lol lol\">\n",
    );
    for level in 1..12 {
        let inner = format!("&l{};", level - 1).repeat(10);
        bomb.extend(["<!ENTITY l", &level.to_string(), " \"", &inner, "\">\n"]);
    }
    bomb.push_str(
        "]>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">&l11;</rdf:RDF>",
    );
    assert!(refused(bomb.as_bytes(), "c.rdf").contains("bomb"));
    let large = "x".repeat(60_000);
    let wide = format!(
        "<!DOCTYPE x [<!ENTITY a \"{large}\">]><x>{}</x>",
        "&a;".repeat(1_000)
    );
    assert!(refused(wide.as_bytes(), "c.rdf").contains("bomb"));
    let deep = "[".repeat(200_000);
    refused(deep.as_bytes(), "c.jsonld");
}

#[test]
fn other_encodings_are_read_when_they_are_declared() {
    let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
        xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dct=\"http://purl.org/dc/terms/\">\
        <dcat:Dataset rdf:about=\"http://a.example/1\"><dct:title>Été</dct:title></dcat:Dataset></rdf:RDF>";
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    assert_eq!(read(&latin, "c.xml").datasets[0].dataset.title, "Été");
    let mut wide = vec![0xff, 0xfe];
    wide.extend(
        text.replace("ISO-8859-1", "UTF-16")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    assert_eq!(read(&wide, "c.xml").datasets[0].dataset.title, "Été");
}

/// The service of the world, with what a service is described by.
#[test]
fn a_service_is_read_back() {
    let world = world();
    let mut document = Document::new(portal(Profile::DcatAp3), Syntax::Turtle);
    let facts = ServiceFacts {
        dataservice: &world.service,
        owner: Publisher::Nobody,
        contacts: Vec::new(),
        datasets: vec![&world.dataset],
    };
    document.dataservice(&facts).unwrap();
    let found = read(&document.finish().unwrap(), "x.ttl");
    let service = &found.dataservices[0];
    assert_eq!(service.dataservice.title, "API Air");
    assert_eq!(
        service.datasets,
        [format!(
            "https://data.example/datasets/{}",
            world.dataset.id
        )]
    );
    assert!(service.lost.is_empty(), "{:#?}", service.lost);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0..8_usize) {
        let ending = ["rdf", "ttl", "nt", "nq", "trig", "n3", "jsonld", ""][which];
        let source = Source { body: &bytes, address: &format!("x.{ending}"), content_type: None };
        if let Ok(page) = Page::read(source) {
            page.harvested(&options());
        }
    }

    #[test]
    fn no_damage_makes_it_panic(
        which in 0..6_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let syntax = Syntax::ALL[which];
        let mut bytes = world().written(syntax, Profile::DcatAp3);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let source = Source { body: &bytes, address: &format!("x.{}", ending(syntax)), content_type: None };
        if let Ok(page) = Page::read(source) {
            page.harvested(&options());
            page.next();
        }
    }

    #[test]
    fn no_literal_makes_it_panic(text in ".{0,60}", number in "[0-9T:+./ -]{0,24}") {
        let quoted = serde_json::to_string(&text).unwrap();
        let source = format!(
            "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
             <http://a.example/1> a dcat:Dataset ; dct:title {quoted} ; dct:description {quoted} ; dct:temporal {quoted},
             \"{number}\" ; dct:spatial {quoted}, \"{number}\" ; dct:modified \"{number}\" ; dcat:keyword {quoted} ;
             dct:license {quoted} ; dct:accrualPeriodicity {quoted} ; dct:publisher {quoted} ; dct:language {quoted} ;
             dcat:distribution [ dcat:accessURL {quoted} ; dct:format {quoted} ; dcat:byteSize \"{number}\" ] ."
        );
        let source = Source { body: source.as_bytes(), address: "x.ttl", content_type: None };
        if let Ok(page) = Page::read(source) {
            page.harvested(&options());
        }
    }
}
