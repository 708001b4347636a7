//! DCAT over several pages, and documents that are RDF for most readers only.

use serde_json::json;
use vitrail_domain::harvest::HarvestConfig;
use vitrail_harvest::{Ask, Backend, Step};

use crate::shared::{file, parse, read, walk};

const HEAD: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
    xmlns:dct="http://purl.org/dc/terms/" xmlns:hydra="http://www.w3.org/ns/hydra/core#">"#;

#[test]
fn pages_are_followed() {
    let url = "https://example.org/catalog.rdf";
    let mut dcat = walk(Backend::Dcat, url, &HarvestConfig::default());
    let first = dcat.first().unwrap().remove(0);
    assert_eq!(first.url.as_str(), url);
    let body = format!(
        r#"{HEAD}<dcat:Dataset rdf:about="d/1"><dct:title>Un</dct:title></dcat:Dataset>
        <hydra:PartialCollectionView rdf:about="?page=1"><hydra:next rdf:resource="?page=2"/></hydra:PartialCollectionView></rdf:RDF>"#
    );
    let step = read(dcat.as_mut(), &first, body.as_bytes()).unwrap();
    assert_eq!(
        step.harvested.datasets[0].remote_id,
        "https://example.org/d/1"
    );
    assert_eq!(step.next.len(), 1);
    assert_eq!(
        step.next[0].url.as_str(),
        "https://example.org/catalog.rdf?page=2"
    );
    let last = format!("{HEAD}<dcat:Dataset><dct:title>Deux</dct:title></dcat:Dataset></rdf:RDF>");
    let step = read(dcat.as_mut(), &step.next[0], last.as_bytes()).unwrap();
    assert!(step.next.is_empty());
    assert_eq!(step.harvested.datasets[0].remote_id, "", "nothing names it");
    let fault = read(dcat.as_mut(), &first, b"<html><body>Erreur</body></html>").unwrap_err();
    assert!(fault.0.contains("HTML"), "{fault}");
    let fault = read(dcat.as_mut(), &first, b"{\"a\": 1}").unwrap_err();
    assert!(fault.0.contains("no statement"), "{fault}");
}

/// Entities as OWL is written, between either quotes.
#[test]
fn entities_are_read_between_either_quotes() {
    let declared = |entities: &str| {
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE rdf:RDF [{entities}]>{HEAD}<dcat:Dataset rdf:about=\"https://example.org/1\"><dct:title>Eau &site;</dct:title></dcat:Dataset></rdf:RDF>"
        )
    };
    for site in ["<!ENTITY site 'de \"A\"'>", "<!ENTITY site \"de 'A'\">"] {
        let body = declared(&format!(
            "<!ENTITY dcat 'http://www.w3.org/ns/dcat#'>{site}"
        ));
        let step = parse(Backend::Dcat, body.as_bytes()).unwrap();
        let title = &step.harvested.datasets[0].dataset.title;
        assert_eq!(title.replace('\'', "\""), "Eau de \"A\"");
    }
    let mut bomb = "<!ENTITY a '0123456789'>".to_owned();
    for (name, before) in ('b'..='j').zip('a'..) {
        let ten = format!("&{before};").repeat(10);
        bomb.extend(["<!ENTITY ", &name.to_string(), " '", &ten, "'>"]);
    }
    let refused = parse(Backend::Dcat, declared(&bomb).as_bytes()).unwrap_err();
    assert!(refused.0.contains("XML bomb"), "{refused}");
}

#[test]
fn the_kind_of_a_catalogue_is_known_in_any_encoding() {
    let body = format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>{HEAD}</rdf:RDF>");
    let wide: Vec<u8> = ['\u{feff}']
        .into_iter()
        .chain(body.chars())
        .flat_map(|letter| u16::try_from(u32::from(letter)).unwrap().to_le_bytes())
        .collect();
    assert_eq!(Backend::guess(&wide, None), Some(Backend::Dcat));
}

#[test]
fn what_is_nearly_rdf_is_mended() {
    let body = format!(
        r#"{HEAD}<dcat:Dataset rdf:about="https://example.org/1"><dct:title>Eau <!-- potable -->et <![CDATA[air]]></dct:title>
        <dcat:theme rdf:resource="https://example.org/eau">Qualité de l’eau</dcat:theme></dcat:Dataset></rdf:RDF>"#
    );
    let step = parse(Backend::Dcat, body.as_bytes()).unwrap();
    let dataset = &step.harvested.datasets[0].dataset;
    assert_eq!(dataset.title, "Eau et air");
    assert_eq!(dataset.tags, ["qualite-de-leau"]);
    // In the encoding of Windows too.
    let said = r#"<?xml version="1.0" encoding="windows-1252"?>"#;
    let latin: Vec<u8> = format!("{said}{body}")
        .chars()
        .map(|letter| match letter {
            '’' => 0x92,
            other => u8::try_from(other).unwrap(),
        })
        .collect();
    let step = parse(Backend::Dcat, &latin).unwrap();
    let dataset = &step.harvested.datasets[0].dataset;
    assert_eq!(dataset.tags, ["qualite-de-leau"]);
    let Some(body) = file("harvest/geonetwork.xml") else {
        return;
    };
    let step = parse(Backend::Dcat, &body).unwrap();
    let found = &step.harvested.datasets[0];
    assert!(found.dataset.tags.contains(&"inspire".to_owned()));
    assert!(found.dataset.spatial.is_some());
    let period = found.dataset.temporal_coverage.unwrap();
    assert_eq!(period.start.to_string(), "2004-11-03");
    assert_eq!(period.end.unwrap().to_string(), "2005-03-30");
}

#[test]
fn contexts_are_asked_for_before_their_page() {
    let url = "https://example.org/catalog.jsonld";
    let mut dcat = walk(Backend::Dcat, url, &HarvestConfig::default());
    let first = dcat.first().unwrap().remove(0);
    let page = |number: u8| {
        json!({
            "@context": ["ctx/words.jsonld", {"name": "dct:title"}],
            "@id": format!("https://example.org/d/{number}"),
            "@type": "Jeu",
            "name": format!("Jeu {number}"),
            "next": {"@id": "?page=1", "@type": "hydra:PartialCollectionView", "hydra:next": {"@id": "?page=2"}},
        })
        .to_string()
    };
    let words =
        json!({"@context": ["more.jsonld", {"Jeu": "dcat:Dataset", "next": "dct:relation"}]});
    let more = json!({"@context": {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "hydra": "http://www.w3.org/ns/hydra/core#",
    }});

    // Contexts lead to others, relative to where they were found.
    let step = read(dcat.as_mut(), &first, page(1).as_bytes()).unwrap();
    assert!(step.harvested.datasets.is_empty());
    let asked = |step: &Step| -> Vec<(String, bool)> {
        let told = |ask: &Ask| (ask.url.to_string(), ask.is_part);
        step.next.iter().map(told).collect()
    };
    let at = |rest: &str, is_part| vec![(format!("https://example.org/{rest}"), is_part)];
    assert_eq!(asked(&step), at("ctx/words.jsonld", true));
    let step = read(dcat.as_mut(), &step.next[0], words.to_string().as_bytes()).unwrap();
    assert_eq!(asked(&step), at("ctx/more.jsonld", true));
    let step = read(dcat.as_mut(), &step.next[0], more.to_string().as_bytes()).unwrap();
    assert_eq!(step.harvested.datasets[0].dataset.title, "Jeu 1");
    assert_eq!(asked(&step), at("catalog.jsonld?page=2", false));
    // They are asked for once.
    let step = read(dcat.as_mut(), &step.next[0], page(2).as_bytes()).unwrap();
    assert_eq!(step.harvested.datasets[0].dataset.title, "Jeu 2");

    // What cannot be had, or is no context, is told with the page that needs it.
    let mut again = walk(Backend::Dcat, url, &HarvestConfig::default());
    let step = read(again.as_mut(), &first, page(1).as_bytes()).unwrap();
    let why = again.explained(&step.next[0], "it answered 404".to_owned());
    assert_eq!(
        why,
        "https://example.org/catalog.jsonld needs a context that cannot be had: it answered 404"
    );
    let fault = read(again.as_mut(), &step.next[0], b"<html>").unwrap_err();
    assert!(fault.0.ends_with("is no object in JSON"), "{fault}");
}
