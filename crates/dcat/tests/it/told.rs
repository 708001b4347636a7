//! What a catalogue says in more words than the portal keeps: the right ones are kept, the others are told.

use serde_json::{Value, json};
use vitrail_domain::harvest::Harvested;

use crate::read::{by_id, read};

const PREFIXES: &str = r"
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://cat.example.org/> .
";

fn turtle(text: &str) -> Harvested {
    read(format!("{PREFIXES}{text}").as_bytes(), "c.ttl")
}

/// What is lost, without what concerns it.
fn lost(found: &Harvested, id: &str) -> Vec<(String, String)> {
    let lost = by_id(found, id).lost.iter();
    lost.map(|one| (one.property.clone(), one.value.clone()))
        .collect()
}

#[test]
fn a_term_with_a_label_is_known_by_its_address() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Closed" ;
            dct:accessRights <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> .
        <http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC> skos:prefLabel "non public"@en .
        <d/2> a dcat:Dataset ; dct:identifier "2" ; dct:title "Licence of a file" ;
            dcat:distribution [ dcat:accessURL <https://f.example.org/2> ; dct:license <https://www.etalab.gouv.fr/licence-ouverte-open-licence> ] .
        <https://www.etalab.gouv.fr/licence-ouverte-open-licence> dct:title "Conditions d'utilisation" ."#,
    );
    let closed = &by_id(&found, "1").dataset;
    assert_eq!(closed.access_type, "restricted");
    let address = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC";
    assert_eq!(
        closed.extras["dcat"]["accessRights"],
        json!(["non public", address])
    );
    let file = by_id(&found, "2");
    assert_eq!(file.dataset.license.as_deref(), Some("lov2"));
    let said = &file.resources[0].extras["dcat"]["license"];
    assert_eq!(
        *said,
        json!([
            "Conditions d'utilisation",
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence"
        ])
    );
}

#[test]
fn other_languages_and_second_values_are_told() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ; dcat:theme <th/x> ;
            dct:provenance [ rdfs:label "origin"@en , "origine"@fr ] ;
            dct:rights [ rdfs:label "rights"@en , "droits"@fr ] ;
            dct:publisher [ foaf:name "Agency"@en , "Agence"@fr ] ;
            dcat:contactPoint [ vcard:fn "Eins"@de , "Un"@fr ; vcard:hasEmail <mailto:a@example.org> , <mailto:b@example.org> ] ;
            dcat:distribution [ dct:title "F" ; dcat:downloadURL <https://f.example.org/a> ; dct:rights [ rdfs:label "of file"@en , "du fichier"@fr ] ] .
        <th/x> skos:prefLabel "Environment"@en , "Environnement"@fr ; skos:inScheme <th> ."#,
    );
    let mut told = lost(&found, "1");
    told.sort();
    let expected = [
        ("foaf:name", "Agency"),
        ("rdfs:label", "of file"),
        ("rdfs:label", "origin"),
        ("rdfs:label", "rights"),
        ("skos:prefLabel", "Environment"),
        ("vcard:fn", "Eins"),
        ("vcard:hasEmail", "mailto:b@example.org"),
    ];
    let expected = expected.map(|(property, value)| (property.to_owned(), value.to_owned()));
    assert_eq!(told, expected);
}

#[test]
fn cards_come_in_every_shape() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ; dcat:contactPoint
            [ vcard:fn "A" ; vcard:hasEmail [ vcard:value <mailto:a@example.org> ] ] ,
            [ vcard:fn "B" ; vcard:email [ rdf:value <mailto:b@example.org> ] ] ,
            [ vcard:hasFN "C" ; vcard:hasEmail <mailto:c@example.org> ] ,
            [ vcard:hasName "D" ; vcard:hasEmail <mailto:d@example.org> ] ,
            [ vcard:hasName [ vcard:given-name "Eve" ; vcard:family-name "Low" ] ; vcard:hasEmail <mailto:e@example.org> ] ,
            [ vcard:given-name "Fay" ; vcard:family-name "High" ; vcard:hasEmail <mailto:f@example.org> ] ,
            [ vcard:fn "G" ; vcard:org [ vcard:organization-name "Org" ] ; vcard:hasEmail <mailto:g@example.org> ] ;
            dct:creator [ foaf:givenName "Anne" ; foaf:familyName "Doe" ; foaf:mbox "h@example.org" ] ."#,
    );
    let one = by_id(&found, "1");
    let said: Vec<(&str, &str)> = one
        .contacts
        .iter()
        .map(|contact| (contact.name.as_str(), contact.email.as_deref().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("A", "a@example.org"),
            ("B", "b@example.org"),
            ("C", "c@example.org"),
            ("D", "d@example.org"),
            ("Eve Low", "e@example.org"),
            ("Fay High", "f@example.org"),
            ("G (Org)", "g@example.org"),
            ("Anne Doe", "h@example.org"),
        ]
    );
    assert!(one.lost.is_empty(), "{:?}", one.lost);
}

#[test]
fn parts_and_series_say_whose_they_are() {
    let found = turtle(
        r#"<p/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Whole" ; dct:hasPart <p/2> .
        <p/2> a dcat:Dataset ; dct:identifier "2" ; dct:title "Part" ; dcat:inSeries <p/2> ."#,
    );
    let told = lost(&found, "1");
    let part = (
        "dct:hasPart".to_owned(),
        "https://cat.example.org/p/2".to_owned(),
    );
    assert_eq!(told, [part]);
    assert!(
        by_id(&found, "2").series.is_empty(),
        "none belongs to itself"
    );
}

#[test]
fn a_standard_is_known_by_its_identifier() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ;
            dct:conformsTo [ a dct:Standard ; dct:identifier "http://std.example.org/1" ; dct:title "Std" ] ."#,
    );
    let one = by_id(&found, "1");
    let schema = one.dataset.schema.as_ref().unwrap();
    let said = (schema.url.as_deref(), schema.name.as_deref());
    assert_eq!(said, (Some("http://std.example.org/1"), Some("Std")));
    assert_eq!(one.lost, []);
}

#[test]
fn what_is_part_of_a_series_is_in_it() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "By node" ; dct:isPartOf <s> .
        <d/2> a dcat:Dataset ; dct:identifier "2" ; dct:title "By name" ; dct:isPartOf "whole" .
        <d/3> a dcat:Dataset ; dct:identifier "3" ; dct:title "Of a catalogue" ; dct:isPartOf <c> .
        <s> a dcat:DatasetSeries ; dct:identifier "s" ; dct:title "Series" . <c> a dcat:Catalog ."#,
    );
    for (id, series) in [("1", "s"), ("2", "whole")] {
        assert_eq!(by_id(&found, id).series, [series]);
        assert_eq!(by_id(&found, id).lost, []);
    }
    assert!(by_id(&found, "3").series.is_empty());
    let catalogue = "https://cat.example.org/c".to_owned();
    let expected = [("dct:isPartOf".to_owned(), catalogue)];
    assert_eq!(lost(&found, "3"), expected);
}

#[test]
fn resolutions_beside_the_coarsest_are_told() {
    let found = turtle(
        r#"@prefix dqv: <http://www.w3.org/ns/dqv#> . @prefix geodcat: <http://data.europa.eu/930/> .
        <d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ; dcat:spatialResolutionInMeters 10.5 , 20 ;
            dqv:hasQualityMeasurement <m> .
        <m> dqv:isMeasurementOf geodcat:spatialResolutionAsScale ; dqv:value 0.00004 ."#,
    );
    let extras = &by_id(&found, "1").dataset.extras;
    assert_eq!(extras["dcat"]["spatial_resolution"], "20 m");
    let told = lost(&found, "1");
    let told: Vec<&str> = told.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(told, ["10.5", "https://cat.example.org/m"]);
}

#[test]
fn a_document_that_has_no_place_is_told_whole() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ; foaf:page <p> .
        <p> a foaf:Document ; dct:title "Guide"@fr ; dct:description "How to" ."#,
    );
    let told = lost(&found, "1");
    for value in ["https://cat.example.org/p", "Guide", "How to"] {
        let times = told.iter().filter(|(_, said)| said == value).count();
        assert_eq!(times, 1, "{value}: {told:?}");
    }
}

#[test]
fn words_written_in_elements_lose_them() {
    let body = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
        xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="http://x.example.org/1"><dct:identifier>1</dct:identifier>
        <dct:title rdf:parseType="Literal">Eau &amp; <b>air</b></dct:title>
        <dct:description rdf:parseType="Literal">Un <b>deux</b> &amp; trois</dct:description>
        </dcat:Dataset></rdf:RDF>"#;
    let found = read(body.as_bytes(), "c.rdf");
    let dataset = &by_id(&found, "1").dataset;
    assert_eq!(dataset.title, "Eau & air");
    assert_eq!(dataset.description, "Un **deux** & trois");
}

/// The same catalogue of DCAT-US, with less and less around it.
#[test]
fn data_json_is_read_without_classes() {
    let dataset = json!({
        "title": "Water", "identifier": "w", "accessLevel": "non-public", "keyword": ["eau"],
        "modified": "2021-01-02", "license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        "contactPoint": {"fn": "Ann", "hasEmail": "mailto:ann@example.org"},
        "isPartOf": "waters",
        "distribution": [{"downloadURL": "https://f.example.org/w.csv", "mediaType": "text/csv", "title": "W"}],
    });
    let context = "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld";
    let profile = "https://project-open-data.cio.gov/v1.1/schema";
    for around in [
        json!({"@context": context, "conformsTo": profile}),
        json!({"conformsTo": profile}),
        json!({}),
    ] {
        let mut whole = around.clone();
        whole["dataset"] = json!([dataset]);
        let found = read(whole.to_string().as_bytes(), "data.json");
        let one = by_id(&found, "w");
        assert_eq!(one.dataset.title, "Water", "{around}");
        assert_eq!(one.dataset.access_type, "restricted", "{around}");
        assert_eq!(one.resources.len(), 1, "{around}");
        assert_eq!(one.contacts[0].name, "Ann", "{around}");
        assert_eq!(one.series, ["waters"], "{around}");
    }
    let empty: Value = json!({"a": 1, "dataset": "x"});
    let body = empty.to_string();
    assert!(crate::read::page(body.as_bytes(), "x.json").is_empty());
}

/// The way to a file is no API of the catalogue, unless it is listed; what it says is kept with the file.
#[test]
fn what_a_service_behind_a_file_says_is_kept() {
    let service = r#"<s> a dcat:DataService ; dct:title "Service WMS"@fr ; dct:description "Les cartes" ;
        dcat:endpointURL <https://f.example.org/wms> ; dcat:endpointDescription <https://f.example.org/doc> ;
        dct:license <http://creativecommons.org/licenses/by/4.0/> ; dcat:keyword "carte" ."#;
    let dataset = r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ;
        dcat:distribution [ dcat:accessURL <https://f.example.org/wms> ; dct:title "Carte" ; dcat:accessService <s> ] ."#;
    let found = turtle(&format!("{dataset}{service}"));
    let keyword = ("dcat:keyword".to_owned(), "carte".to_owned());
    assert_eq!(lost(&found, "1"), [keyword]);
    let kept = &by_id(&found, "1").resources[0].extras["dcat"]["accessService"];
    assert_eq!(
        *kept,
        json!([{
            "dct:title": [{"@value": "Service WMS", "@language": "fr"}],
            "dct:description": [{"@value": "Les cartes"}],
            "dcat:endpointURL": [{"@id": "https://f.example.org/wms"}],
            "dcat:endpointDescription": [{"@id": "https://f.example.org/doc"}],
            "dct:license": [{"@id": "http://creativecommons.org/licenses/by/4.0/"}],
        }])
    );
    let listed = turtle(&format!(
        "<> a dcat:Catalog ; dcat:dataset <d/1> ; dcat:service <s> . {dataset}{service}"
    ));
    assert_eq!(listed.dataservices[0].dataservice.title, "Service WMS");
    assert_eq!(by_id(&listed, "1").lost, []);

    // What answers nowhere cannot be said again, nor what is only named.
    for (service, expected) in [
        (r#"<s> dct:title "Service" ."#, ("dct:title", "Service")),
        ("", ("dcat:accessService", "https://cat.example.org/s")),
    ] {
        let found = turtle(&format!("{dataset}{service}"));
        let (property, value) = expected;
        assert_eq!(lost(&found, "1"), [(property.to_owned(), value.to_owned())]);
    }
}

#[test]
fn what_names_and_formats_say_besides_is_told() {
    let found = turtle(
        r#"<d/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "T" ;
            <http://www.w3.org/ns/adms#identifier> [ skos:notation "10.5072/abc" ;
              <http://www.w3.org/ns/adms#schemaAgency> "DataCite" ] ;
            dcat:distribution [ dcat:accessURL <https://f.example.org/1> ; dct:title "F" ;
              dct:format [ rdfs:label "Texte" ; rdf:value "txt" ] ] ."#,
    );
    let said = |property: &str, value: &str| (property.to_owned(), value.to_owned());
    assert_eq!(
        lost(&found, "1"),
        [
            said("adms:schemaAgency", "DataCite"),
            said("rdf:value", "txt")
        ]
    );
}
