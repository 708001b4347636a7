//! Catalogues of others, read: real ones where the shared data are, ours in every syntax, and documents that are none.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::json;
use vitrail_dcat::read::{Options, Page, Source};
use vitrail_dcat::{Profile, Syntax};
use vitrail_domain::harvest::{Harvested, HarvestedDataset};

use crate::world;

pub fn options() -> Options {
    Options {
        language: "fr".to_owned(),
        remote_url_prefix: None,
    }
}

pub fn read(body: &[u8], address: &str) -> Harvested {
    page(body, address).harvested(&options())
}

pub fn page(body: &[u8], address: &str) -> Page {
    let source = Source {
        body,
        address,
        ..Source::default()
    };
    Page::read(source).unwrap_or_else(|why| panic!("{address}: {why}"))
}

pub fn refused(body: &[u8], address: &str) -> String {
    let source = Source {
        body,
        address,
        ..Source::default()
    };
    Page::read(source)
        .err()
        .unwrap_or_else(|| panic!("{address} is read"))
        .to_string()
}

/// A file of the shared data, where they are.
pub fn shared(name: &str) -> Option<Harvested> {
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

pub fn ending(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::Xml => "rdf",
        Syntax::N3 => "n3",
        Syntax::Turtle => "ttl",
        Syntax::NTriples => "nt",
        Syntax::JsonLd => "jsonld",
        Syntax::TriG => "trig",
    }
}

pub fn by_id<'h>(found: &'h Harvested, id: &str) -> &'h HarvestedDataset {
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

pub fn lost<'h>(found: &'h HarvestedDataset, property: &str) -> Vec<&'h str> {
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
fn a_catalogue_that_was_moved_keeps_its_names() {
    let source = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
        xmlns:dct="http://purl.org/dc/terms/"><dcat:Catalog rdf:about="http://a.example/"/>
        <dcat:Dataset rdf:about="http://a.example/1"><dct:title>Un</dct:title>
        <dcat:distribution rdf:resource="http://a.example/1/f"/></dcat:Dataset>
        <dcat:Distribution rdf:about="1/f"><dcat:accessURL>http://a.example/f.csv</dcat:accessURL></dcat:Distribution></rdf:RDF>"#;
    for address in [
        "http://a.example/c.rdf",
        "http://127.0.0.1:8000/copy.rdf",
        "copy.rdf",
    ] {
        let found = read(source.as_bytes(), address);
        assert_eq!(found.datasets[0].resources.len(), 1, "{address}");
    }
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

/// One literal does not lose a catalogue.
#[test]
fn languages_are_read_as_computers_write_them() {
    let text = r#"<http://a.example/1> a <http://www.w3.org/ns/dcat#Dataset> ;
        <http://purl.org/dc/terms/title> "mail@fr_FR"@fr_FR , "two"@en ."#;
    let found = read(text.as_bytes(), "c.ttl");
    assert_eq!(found.datasets[0].dataset.title, "mail@fr_FR");
    let cut = refused(
        b"<http://a> <http://b> \"c\"@fr_FR .\n<http://a> <htt",
        "c.nt",
    );
    assert!(cut.contains("valid"), "{cut}");
}

/// What is relative has no address to be relative to in a file, whatever its syntax.
#[test]
fn relative_names_are_read_from_files() {
    let text = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <#d> a dcat:Dataset ; dct:identifier "d" ; dct:title "Relatif" ."#;
    for name in ["c.ttl", "c.n3", "c.trig"] {
        let found = read(text.as_bytes(), name);
        assert_eq!(found.datasets[0].dataset.title, "Relatif", "{name}");
    }
    read(b"<http://a.example/1> a <http://www.w3.org/ns/dcat#Dataset> . { <http://a.example/2> a <http://a.example/3> } => {} .", "c.n3");
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0..8_usize) {
        let ending = ["rdf", "ttl", "nt", "nq", "trig", "n3", "jsonld", ""][which];
        let source = Source { body: &bytes, address: &format!("x.{ending}"), ..Source::default() };
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
        let source = Source { body: &bytes, address: &format!("x.{}", ending(syntax)), ..Source::default() };
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
        let source = Source { body: source.as_bytes(), address: "x.ttl", ..Source::default() };
        if let Ok(page) = Page::read(source) {
            page.harvested(&options());
        }
    }
}
