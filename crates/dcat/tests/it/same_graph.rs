//! What was harvested and is published again says the same: facts that were lost on the way once.

use serde_json::json;
use vitrail_dcat::Profile;

use crate::read::{by_id, lost, read};
use crate::read_again::{published, said};

const PREFIXES: &str = r"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
    @prefix dcatap: <http://data.europa.eu/r5r/> . @prefix bna: <http://data.europa.eu/bna/> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix adms: <http://www.w3.org/ns/adms#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix right: <http://publications.europa.eu/resource/authority/access-right/> .
    @prefix v: <urn:vitrail:> .
    ";

fn turtle(text: &str) -> vitrail_domain::harvest::Harvested {
    read(format!("{PREFIXES}{text}").as_bytes(), "a.ttl")
}

const LAW: &str = "<http://data.europa.eu/eli/reg_impl/2023/138/oj>";
const CATEGORY: &str = "<http://data.europa.eu/bna/c_ac64a52d>";

/// Data without the badge of this portal are still those that their source calls of high value.
#[test]
fn data_of_high_value_are_what_their_source_claims() {
    let found = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ;
          dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ;
          dcatap:hvdCategory bna:c_ac64a52d ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ;
            dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ;
            dcat:accessService [ a dcat:DataService ; dct:title "Service" ; dcat:endpointURL <http://a.example/api> ;
              dcatap:hvdCategory bna:c_ac64a52d ;
              dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ] ] ,
            [ dcat:accessURL <http://a.example/g> ] ."#,
    );
    let one = by_id(&found, "1");
    assert_eq!(one.lost, []);
    for profile in [Profile::DcatAp3, Profile::DcatAp2, Profile::Source] {
        let written = published(one, profile);
        let laws = said(&written, "applicableLegislation");
        assert_eq!(laws, [LAW, LAW, LAW], "{profile:?}");
        assert_eq!(said(&written, "hvdCategory"), [CATEGORY, CATEGORY]);
    }
    // The producer says here that they are none.
    let mut one = by_id(&found, "1").clone();
    one.dataset.tags.clear();
    let written = published(&one, Profile::DcatAp3);
    assert!(said(&written, "applicableLegislation").is_empty());
}

/// A service that several files lead to is one, under the name that its source gave it.
#[test]
fn files_share_their_service() {
    let service =
        r#"a dcat:DataService ; dct:title "Service" ; dcat:endpointURL <http://a.example/api>"#;
    let found = turtle(&format!(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ; dcat:accessService <http://a.example/s>, _:b ] ,
            [ dcat:accessURL <http://a.example/g> ; dcat:accessService <http://a.example/s> ] ,
            [ dcat:accessURL <http://a.example/h> ; dcat:accessService _:b, [ {service} ] ] .
          <http://a.example/s> {service} . _:b {service} ; dct:description "Le même" ."#
    ));
    let one = by_id(&found, "1");
    assert_eq!(one.lost, []);
    let written = published(one, Profile::DcatAp3);
    let mut names = said(&written, "accessService");
    assert_eq!(names.len(), 5);
    names.dedup();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.contains(&"<http://a.example/s>".to_owned()));
    assert_eq!(said(&written, "endpointURL").len(), 3);
    let again = read(&written, "a.nt");
    let kept = |found: &vitrail_domain::harvest::HarvestedDataset| {
        let files = found.resources.iter();
        files
            .map(|file| {
                file.extras["dcat"]["accessService"]
                    .as_array()
                    .map(Vec::len)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(by_id(&again, "1")), kept(one));
}

/// In the words of the source, the licence of one file is that of no other.
#[test]
fn each_file_has_the_terms_that_its_source_gave_it() {
    let found = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ; dct:license "Licence Ouverte version 2.0" ;
              dct:accessRights right:RESTRICTED ; dct:rights <http://a.example/terms> ] ,
            [ dcat:accessURL <http://a.example/g> ; dct:accessRights "Sur place" ] ."#,
    );
    let one = by_id(&found, "1");
    assert_eq!(one.lost, []);
    assert_eq!(one.dataset.license.as_deref(), Some("lov2"));
    let written = published(one, Profile::Source);
    assert_eq!(
        said(&written, "terms/license"),
        [r#""Licence Ouverte version 2.0""#]
    );
    assert_eq!(said(&written, "terms/rights"), ["<http://a.example/terms>"]);
    let usual = published(one, Profile::DcatAp3);
    assert_eq!(said(&usual, "terms/license").len(), 3);
    let rights = said(&usual, "terms/accessRights");
    let restricted =
        "<http://publications.europa.eu/resource/authority/access-right/RESTRICTED>".to_owned();
    assert!(
        rights.contains(&restricted) && rights.len() == 3,
        "{rights:?}"
    );
    assert!(said(&usual, "label").contains(&r#""Sur place""#.to_owned()));
    let told = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dct:accessRights [ rdfs:label "Sur place"@fr ] ."#,
    );
    let written = published(by_id(&told, "1"), Profile::Source);
    assert_eq!(said(&written, "terms/accessRights"), [r#""Sur place"@fr"#]);
    let again = read(&usual, "a.nt");
    let files = |found: &vitrail_domain::harvest::HarvestedDataset| {
        let files = found.resources.iter();
        files
            .map(|file| file.extras["dcat"]["accessRights"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(files(by_id(&again, "1")), files(one));
}

#[test]
fn a_licence_that_only_has_a_name_is_said_by_it() {
    let found = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dct:license "Licence maison" ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ; dct:license [ rdfs:label "Une autre" ] ] ."#,
    );
    let one = by_id(&found, "1");
    let written = published(one, Profile::DcatAp3);
    assert_eq!(
        said(&written, "schema#label"),
        [r#""Licence maison""#, r#""Une autre""#]
    );
    let again = read(&written, "a.nt");
    let licences = |found: &vitrail_domain::harvest::HarvestedDataset| {
        let file = &found.resources[0];
        let of = |extras: &vitrail_domain::Extras| extras["dcat"]["license"].clone();
        (of(&found.dataset.extras), of(&file.extras))
    };
    assert_eq!(licences(by_id(&again, "1")), licences(one));
}

/// A file that is under the licence of its source follows the dataset, when that is under another one here.
#[test]
fn a_licence_that_is_corrected_here_is_that_of_files() {
    let found = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ; dct:license <http://www.opendefinition.org/licenses/cc-by> ] ,
            [ dcat:accessURL <http://a.example/g> ; dct:license <http://www.opendefinition.org/licenses/odc-odbl> ] ."#,
    );
    let mut one = by_id(&found, "1").clone();
    let original = one.dataset.license.replace("lov2".to_owned()).unwrap();
    let facts = one.dataset.harvest.as_mut().unwrap();
    let words = facts.entry("source").or_insert_with(|| json!({}));
    words[vitrail_dcat::EDITED_LICENCE] = json!([{ "@value": original }]);
    let licences = said(&published(&one, Profile::DcatAp3), "terms/license");
    assert_eq!(licences.len(), 3, "{licences:?}");
    assert_eq!(
        licences.iter().filter(|one| one.contains("etalab")).count(),
        2
    );
    assert!(licences.iter().any(|one| one.contains("odbl")));
    let written = String::from_utf8(published(&one, Profile::DcatAp3)).unwrap();
    assert!(
        !written.contains("cc-by"),
        "nothing is said of it: {written}"
    );
    one.dataset.access_type = "restricted".to_owned();
    one.dataset.license = None;
    let licences = said(&published(&one, Profile::DcatAp3), "terms/license");
    assert!(
        licences.len() == 1 && licences[0].contains("odbl"),
        "{licences:?}"
    );
}

/// Rights of data, licences of APIs, the words of DCAT-US and digests that SPDX does not know.
#[test]
fn words_of_the_source_are_not_lost_where_others_stand_for_them() {
    let found = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dct:rights "Mention : IGN"@fr ;
          <https://project-open-data.cio.gov/v1.1/schema#accessLevel> "restricted public" ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ; v:checksum "crc:cbf43926", "md6:00" ] ."#,
    );
    let one = by_id(&found, "1");
    assert_eq!(lost(one, "vitrail:checksum"), ["md6:00"]);
    assert_eq!(one.dataset.access_type, "restricted");
    assert_eq!(
        one.dataset.extras["dcat"]["accessRights"],
        json!(["restricted public"])
    );
    let source = published(one, Profile::Source);
    assert_eq!(said(&source, "terms/rights"), [r#""Mention : IGN"@fr"#]);
    assert_eq!(
        said(&source, "terms/accessRights"),
        [r#""restricted public""#]
    );
    let usual = published(one, Profile::DcatAp3);
    let again = read(&usual, "a.nt");
    let sum =
        |found: &vitrail_domain::harvest::HarvestedDataset| found.resources[0].checksum.clone();
    assert_eq!(sum(by_id(&again, "1")), sum(one));
    assert_eq!(sum(one).unwrap().r#type, "crc");
}

#[test]
fn what_has_no_room_is_told() {
    let found = turtle(
        r#"<http://a.example/1> a dcat:Dataset ; dct:identifier "1" ; dct:title "Un" ; dct:language "Klingon", "fr" ;
          dct:accessRights right:NON_PUBLIC ; v:accessType "open_with_account" ;
          v:granularity "fr:commune", "nope", "fr:region" ;
          adms:identifier [ skos:notation "X"^^<http://a.example/type> ] ;
          dcat:distribution [ dcat:accessURL <http://a.example/f> ;
            dct:license "Une licence à nous", <http://a.example/licence>, "Licence Ouverte version 2.0" ] ."#,
    );
    let one = by_id(&found, "1");
    assert_eq!(one.dataset.access_type, "restricted");
    for (property, expected) in [
        ("dct:language", vec!["Klingon"]),
        ("vitrail:accessType", vec!["open_with_account"]),
        ("vitrail:granularity", vec!["nope", "fr:region"]),
        ("skos:notation", vec!["X"]),
        (
            "dct:license",
            vec!["Une licence à nous", "http://a.example/licence"],
        ),
    ] {
        assert_eq!(lost(one, property), expected, "{property}: {:?}", one.lost);
    }
    assert_eq!(one.lost.len(), 7);
    // What is restricted has no licence, nor does it get that of its file.
    assert_eq!(one.dataset.extras["dcat"].get("license"), None);
    let named = turtle(r#"<urn:isbn:1> a dcat:Dataset ; dct:title "Un" ."#);
    assert_eq!(named.datasets[0].remote_id, "urn:isbn:1");
}

/// What is written in elements comes out of the profile `source` as XML that can be read.
#[test]
fn elements_are_said_again() {
    let source = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
      xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="http://a.example/1"><dct:title>Un</dct:title>
      <dct:description rdf:parseType="Literal"><p xmlns="http://www.w3.org/1999/xhtml">Un <b>texte</b>
      <x:y xmlns:x="http://x.example/">z</x:y></p></dct:description></dcat:Dataset></rdf:RDF>"#;
    let found = read(source.as_bytes(), "a.rdf");
    let written = published(&found.datasets[0], Profile::Source);
    let text = said(&written, "terms/description").join("\n");
    assert_eq!(text.matches("1999/xhtml").count(), 1, "{text}");
    assert_eq!(text.matches("x.example").count(), 1, "{text}");
}
