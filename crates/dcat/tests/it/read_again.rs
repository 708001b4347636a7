//! What this portal publishes, read back; what it read, read again after publishing; the words of a source, said again.

use serde_json::json;
use uuid::Uuid;
use vitrail_dcat::{DatasetFacts, Document, Profile, Publisher, ServiceFacts, Syntax};
use vitrail_domain::harvest::{Harvested, HarvestedDataset};
use vitrail_domain::{ContactPoint, Dataset, Extras, Id, Resource};

use crate::read::{by_id, ending, lost, read, shared};
use crate::{World, portal, world};

impl World {
    pub fn harvested(&self, syntax: Syntax, profile: Profile) -> Harvested {
        read(
            &self.written(syntax, profile),
            &format!("x.{}", ending(syntax)),
        )
    }
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
pub fn published(read: &HarvestedDataset, profile: Profile) -> Vec<u8> {
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
        series: Vec::new(),
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

/// An abstract beside a description is a short one; a concept of the European list says what a file is for.
#[test]
fn abstracts_and_types_of_files_are_read() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix type: <http://publications.europa.eu/resource/authority/distribution-type/> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dct:description "Une longue description" ;
          dct:abstract "Short"@en, "Courte"@fr ;
          dcat:distribution [ dct:title "A" ; dcat:accessURL <http://a.example/a> ; dct:type type:WEB_SERVICE ] ,
            [ dct:title "B" ; dcat:accessURL <http://a.example/b> ; dct:type type:DOWNLOADABLE_FILE ] ,
            [ dct:title "C" ; dcat:accessURL <http://a.example/c> ; dct:type type:VISUALIZATION ] ."#;
    let found = read(source.as_bytes(), "a.ttl");
    let one = by_id(&found, "1");
    assert_eq!(one.dataset.description, "Une longue description");
    assert_eq!(one.dataset.description_short.as_deref(), Some("Courte"));
    let types: Vec<&str> = one.resources.iter().map(|file| &*file.r#type).collect();
    assert_eq!(types, ["api", "main", "main"]);
    let european = |code: &str| {
        format!("<http://publications.europa.eu/resource/authority/distribution-type/{code}>")
    };
    assert_eq!(lost(one, "dct:type").len(), 1, "{:?}", one.lost);
    let of_source = published(one, Profile::Source);
    let types = ["DOWNLOADABLE_FILE", "VISUALIZATION", "WEB_SERVICE"].map(european);
    assert_eq!(said(&of_source, "terms/type"), types);
    assert_eq!(
        said(&of_source, "terms/abstract"),
        [r#""Courte"@fr"#, r#""Short"@en"#]
    );
    assert_eq!(
        said(&of_source, "terms/description"),
        [r#""Une longue description""#]
    );
    let usual = published(one, Profile::DcatAp3);
    let types = [
        european("WEB_SERVICE"),
        "<urn:vitrail:file-type:main>".to_owned(),
    ];
    let mut said_types = said(&usual, "terms/type");
    said_types.dedup();
    assert_eq!(said_types, types);
}

#[test]
fn the_words_of_the_source_are_said_again_on_demand() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix adms: <http://www.w3.org/ns/adms#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ;
          adms:identifier [ a adms:Identifier ; skos:notation "FR-120066022" ] ;
          dct:title "Air"@fr, "Air quality"@en ; dct:description "<p>Deux <b>mots</b></p>"@fr ;
          dcat:keyword "Été 2020"@fr ; dct:accrualPeriodicity "quotidien" ;
          dct:accessRights <http://publications.europa.eu/resource/authority/access-right/RESTRICTED> ;
          <http://data.europa.eu/r5r/hvdCategory> <http://data.europa.eu/bna/c_ac64a52d> ;
          dct:license "Licence Ouverte version 2.0" ;
          dcat:distribution [ dcat:downloadURL <http://a.example/1.csv> ; dcat:accessURL <http://a.example/1> ;
            dct:format "CSV (UTF-8)" ] , [ dcat:accessURL <http://a.example/api> ; dct:identifier "X-1" ;
            dct:license <http://publications.europa.eu/resource/authority/licence/CC_BYNC_4_0> ] ."#;
    let found = read(source.as_bytes(), "a.ttl");
    let one = by_id(&found, "1");
    assert_eq!(one.dataset.title, "Air");
    assert_eq!(one.dataset.description, "Deux **mots**");
    assert_eq!(one.dataset.license.as_deref(), Some("lov2"));
    assert_eq!(lost(one, "dct:accrualPeriodicity"), ["quotidien"]);
    assert_eq!(one.lost.len(), 1);
    let text = String::from_utf8(published(one, Profile::Source)).unwrap();
    for line in [
        r#"<http://purl.org/dc/terms/title> "Air quality"@en ."#,
        r#"<http://purl.org/dc/terms/title> "Air"@fr ."#,
        r#"<http://www.w3.org/2004/02/skos/core#notation> "FR-120066022" ."#,
        r#"<http://purl.org/dc/terms/description> "<p>Deux <b>mots</b></p>"@fr ."#,
        r#"<http://www.w3.org/ns/dcat#keyword> "Été 2020"@fr ."#,
        r#"<http://purl.org/dc/terms/accrualPeriodicity> "quotidien" ."#,
        r#"<http://purl.org/dc/terms/license> "Licence Ouverte version 2.0" ."#,
        r"<http://purl.org/dc/terms/license> <http://publications.europa.eu/resource/authority/licence/CC_BYNC_4_0> .",
        r"<http://purl.org/dc/terms/accessRights> <http://publications.europa.eu/resource/authority/access-right/RESTRICTED> .",
        r"<http://data.europa.eu/r5r/hvdCategory> <http://data.europa.eu/bna/c_ac64a52d> .",
        r"<http://www.w3.org/ns/dcat#accessURL> <http://a.example/api> .",
        r#"<http://purl.org/dc/terms/identifier> "X-1" ."#,
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

const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/data-theme";

/// The lines of a document that say a property.
pub fn said(written: &[u8], property: &str) -> Vec<String> {
    let text = String::from_utf8(written.to_vec()).unwrap();
    let said = format!("{property}> ");
    let values = text.lines().filter_map(|line| line.split_once(&said));
    let mut values: Vec<String> = values
        .map(|(_, value)| value.trim_end_matches(" .").to_owned())
        .collect();
    values.sort();
    values
}

/// What tags would have been guessed to be about neither replaces nor joins the themes of the source.
#[test]
fn themes_are_those_of_the_source() {
    let prefixes = r"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .";
    let source = format!(
        r#"{prefixes}
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dcat:keyword "Eau" ; dcat:theme theme:TECH .
        <http://a.example/2> a dcat:Dataset ; dct:identifier "2" ; dct:title "Deux" ; dcat:theme theme:TRAN, theme:HEAL .
        <http://a.example/3> a dcat:Dataset ; dct:identifier "3" ; dct:title "Trois" ; dcat:keyword "Eau" ;
          dcat:theme [ a skos:Concept ; skos:prefLabel "Thème à nous"@fr ], <http://a.example/th> .
        <http://a.example/th> a skos:Concept ; skos:prefLabel "Autre" .
        <http://a.example/4> a dcat:Dataset ; dct:identifier "4" ; dct:title "Quatre" ; dcat:keyword "Eau" ."#
    );
    let found = read(source.as_bytes(), "a.ttl");
    let of =
        |id: &str, profile, property: &str| said(&published(by_id(&found, id), profile), property);
    let european = |code: &str| format!("<{AUTHORITY}/{code}>");
    assert_eq!(of("1", Profile::DcatAp3, "dcat#theme"), [european("TECH")]);
    assert_eq!(of("4", Profile::DcatAp3, "dcat#theme"), [european("ENVI")]);
    let two = [european("HEAL"), european("TRAN")];
    for profile in [Profile::DcatAp3, Profile::Source] {
        assert_eq!(of("2", profile, "dcat#theme"), two);
        let own = of("3", profile, "dcat#theme");
        assert_eq!(own.len(), 2, "{own:?}");
        assert!(own.contains(&"<http://a.example/th>".to_owned()), "{own:?}");
        let labels = of("3", profile, "core#prefLabel");
        assert_eq!(labels, [r#""Autre""#, r#""Thème à nous"@fr"#]);
    }
    // The labels of themes are tags here; the source said no keyword.
    assert_eq!(of("2", Profile::DcatAp3, "dcat#keyword").len(), 2);
    assert!(of("2", Profile::Source, "dcat#keyword").is_empty());
    assert_eq!(of("1", Profile::Source, "dcat#keyword"), [r#""Eau""#]);
}

#[test]
fn a_scale_is_said_again() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix dqv: <http://www.w3.org/ns/dqv#> . @prefix geodcat: <http://data.europa.eu/930/> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dqv:hasQualityMeasurement [
          a dqv:QualityMeasurement ; dqv:isMeasurementOf geodcat:spatialResolutionAsScale ;
          dqv:value "0.00004"^^<http://www.w3.org/2001/XMLSchema#decimal> ] ."#;
    let found = read(source.as_bytes(), "a.ttl");
    let written = published(by_id(&found, "1"), Profile::DcatAp3);
    assert_eq!(
        said(&written, "dqv#value"),
        [r#""0.00004"^^<http://www.w3.org/2001/XMLSchema#decimal>"#]
    );
    let again = read(&written, "a.nt");
    let (one, two) = (&found.datasets[0].dataset, &again.datasets[0].dataset);
    let scale = |extras: &Extras| extras["dcat"]["spatial_resolution"].clone();
    assert_eq!(scale(&one.extras), "1/25000");
    assert_eq!(scale(&two.extras), "1/25000");
}

/// What a source says of a service, as the portal would publish it.
#[test]
fn a_service_says_what_its_source_says() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://a.example/s> a dcat:DataService ; dct:title "Service" ; dct:description "D" ; dct:identifier "S" ;
          dcat:endpointURL <http://a.example/api> ; dcat:keyword "Eau" ; dct:rights "Droits API" ;
          dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TECH> ;
          dct:modified "2018-03-01"^^<http://www.w3.org/2001/XMLSchema#date> ."#;
    let found = read(source.as_bytes(), "a.ttl");
    for profile in [Profile::DcatAp3, Profile::Source] {
        let mut document = Document::new(portal(profile), Syntax::NTriples);
        let facts = ServiceFacts {
            dataservice: &found.dataservices[0].dataservice,
            owner: Publisher::Nobody,
            contacts: Vec::new(),
            datasets: Vec::new(),
        };
        document.dataservice(&facts).unwrap();
        let written = document.finish().unwrap();
        let themes = said(&written, "dcat#theme");
        assert_eq!(themes, [format!("<{AUTHORITY}/TECH>")]);
        assert_eq!(
            said(&written, "rdf-schema#label"),
            [r#""Droits API""#],
            "{profile:?}"
        );
        if profile == Profile::Source {
            assert_eq!(said(&written, "dcat#keyword"), [r#""Eau""#]);
        }
    }
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

/// A page of a catalogue names datasets of other pages, which its services serve: they are not taken for described.
#[test]
fn a_page_describes_its_own_datasets() {
    let world = world();
    let elsewhere = Dataset {
        id: Id::seeded("elsewhere"),
        title: "Ailleurs".to_owned(),
        description: "Sur une autre page".to_owned(),
        ..Dataset::default()
    };
    let mut document = Document::new(portal(Profile::DcatAp3), Syntax::Turtle);
    document.dataset(&world.facts()).unwrap();
    document.lists_dataset(None, &world.dataset).unwrap();
    document.stub(&elsewhere).unwrap();
    let served = ServiceFacts {
        datasets: vec![&world.dataset, &elsewhere],
        ..world.service_facts()
    };
    document.dataservice(&served).unwrap();
    document.lists_service(None, &world.service).unwrap();
    document
        .catalogue(vitrail_dcat::CatalogueFacts {
            of: None,
            view: None,
        })
        .unwrap();
    let text = document.finish().unwrap();
    let found = read(&text, "x.ttl");
    assert_eq!(found.datasets.len(), 1);
    assert_eq!(
        found.dataservices[0].datasets.len(),
        2,
        "it is served still"
    );
    // Neither is it by readers that know no classes below others, nor by older portals, which call it a dataset.
    let older = String::from_utf8(text).unwrap();
    assert!(older.contains("schema.org/Dataset"), "{older}");
    let older = older.replace("<https://schema.org/Dataset>", "dcat:Dataset");
    assert_eq!(read(older.as_bytes(), "x.ttl").datasets.len(), 1);
}

#[test]
fn a_source_gives_no_name_of_this_portal() {
    let named = |uri: &str| {
        let harvest = json!({ "uri": uri });
        let dataset = Dataset {
            id: Id::seeded("one"),
            harvest: harvest.as_object().cloned(),
            ..Dataset::default()
        };
        let portal = portal(Profile::DcatAp3);
        let is_its_own = portal.dataset(&dataset) == portal.dataset_here(dataset.id);
        (portal.base, is_its_own)
    };
    let (base, is_its_own) = named("https://source.example/1");
    assert!(!is_its_own);
    assert!(named(&format!("{base}/datasets/{}", Id::seeded("victim"))).1);
    assert!(!named(&format!("{base}.example/1")).1);
}
