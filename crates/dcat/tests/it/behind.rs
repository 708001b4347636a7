//! The service behind a file: said again as its source says it, or an API of the catalogue, which is no file.

use serde_json::json;
use vitrail_dcat::{Profile, Syntax};
use vitrail_domain::harvest::Harvested;

use crate::read::{by_id, lost, read};
use crate::read_again::{published, said};
use crate::world;

/// The service behind a file is said again with all that its source says of it.
#[test]
fn a_service_behind_a_file_is_said_again() {
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ;
          dcat:distribution [ dct:title "F" ; dcat:accessURL <http://a.example/f> ; dcat:accessService [
            a dcat:DataService ; dct:title "Service"@fr, "Service of maps"@en ; dct:description "Les cartes" ;
            dcat:endpointURL <http://a.example/api> ; dcat:endpointDescription <http://a.example/api.yaml> ;
            dcat:servesDataset <http://a.example/1> ; dct:rights [ rdfs:label "Sur demande" ] ;
            dct:license <http://creativecommons.org/licenses/by/4.0/> ] ,
            [ a dcat:DataService ; dct:title "Un autre" ; dcat:endpointURL <http://b.example/api> ] ] ."#;
    let found = read(source.as_bytes(), "a.ttl");
    let one = by_id(&found, "1");
    assert_eq!(one.lost, []);
    let written = published(one, Profile::DcatAp3);
    assert_eq!(said(&written, "dcat#accessService").len(), 2);
    for (property, expected) in [
        (
            "dcat#endpointURL",
            vec!["<http://a.example/api>", "<http://b.example/api>"],
        ),
        (
            "dcat#endpointDescription",
            vec!["<http://a.example/api.yaml>"],
        ),
        ("dcat#servesDataset", vec!["<http://a.example/1>"]),
        ("rdf-schema#label", vec![r#""Sur demande""#]),
        (
            "terms/license",
            vec!["<http://creativecommons.org/licenses/by/4.0/>"],
        ),
        ("terms/description", vec![r#""Les cartes""#]),
    ] {
        assert_eq!(said(&written, property), expected, "{property}");
    }
    for title in [
        r#""Service"@fr"#,
        r#""Service of maps"@en"#,
        r#""Un autre""#,
    ] {
        assert!(
            said(&written, "terms/title").contains(&title.to_owned()),
            "{title}"
        );
    }
    // Twice is as once.
    let again = read(&written, "a.nt");
    let kept = |harvested: &Harvested| {
        by_id(harvested, "1").resources[0].extras["dcat"]["accessService"].clone()
    };
    assert_eq!(kept(&again), kept(&found));
    assert_eq!(lost(by_id(&again, "1"), "dct:creator"), ["Données"]);
    assert_eq!(by_id(&again, "1").lost.len(), 1);
    assert!(again.dataservices.is_empty());
}

/// The world, where the only way to its first file is its service.
#[test]
fn an_api_of_the_catalogue_is_no_file_and_files_still_lead_to_it() {
    let mut world = world();
    let harvest = json!({"uri": "https://source.example/api"});
    world.service.harvest = harvest.as_object().cloned();
    let way = json!({"accessService": [{"@id": "https://source.example/api"}]});
    world.resources[0].extras.insert("dcat".to_owned(), way);
    for syntax in Syntax::ALL {
        let found = world.harvested(syntax, Profile::DcatAp3);
        let files = &found.datasets[0].resources;
        // Data of high value have their service as a distribution too.
        assert_eq!(files.len(), 2, "{syntax:?}");
        let way = &files[0].extras["dcat"]["accessService"];
        assert_eq!(*way, json!([{"@id": "https://source.example/api"}]));
        assert_eq!(found.dataservices.len(), 1, "{syntax:?}");
    }
    // One that says more than its service is a file.
    let source = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://a.example/c> a dcat:Catalog ; dcat:dataset <http://a.example/1> ; dcat:service <http://a.example/s> .
        <http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ;
          dcat:distribution [ dct:title "API" ; dcat:accessURL <http://a.example/api> ; dcat:accessService <http://a.example/s> ] ,
            [ dct:title "API" ; dct:description "Plus" ; dcat:accessURL <http://a.example/api> ; dcat:accessService <http://a.example/s> ] .
        <http://a.example/s> a dcat:DataService ; dct:title "API" ; dcat:endpointURL <http://a.example/api> ."#;
    let files = |source: &str| {
        let found = read(source.as_bytes(), "a.ttl");
        let served = found.dataservices[0].datasets.clone();
        assert_eq!(served, ["1"], "what a file leads to serves its dataset");
        by_id(&found, "1").resources.len()
    };
    assert_eq!(files(source), 2);
    let serves = "dcat:servesDataset <http://a.example/1> ; dct:title \"API\" ; dcat:endpointURL";
    assert_eq!(
        files(&source.replace("dct:title \"API\" ; dcat:endpointURL", serves)),
        1
    );
}
