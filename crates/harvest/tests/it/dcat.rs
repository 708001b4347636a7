//! DCAT over several pages, and documents that are RDF for most readers only.

use vitrail_domain::harvest::HarvestConfig;
use vitrail_harvest::Backend;

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
