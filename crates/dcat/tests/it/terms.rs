//! On which terms data are there, where the portal has no word of its own for them: they are said as they were.

use serde_json::json;
use vitrail_dcat::{Profile, Syntax};

use crate::read::{by_id, read};
use crate::{World, world};

fn said(world: &World) -> String {
    let written = world.written(Syntax::NTriples, Profile::DcatAp3);
    String::from_utf8(written).unwrap()
}

#[test]
fn words_of_restriction_are_understood() {
    for (words, access) in [
        ("\"Accès réservé aux agents de la commune\"", "restricted"),
        ("\"Accès restreint\"", "restricted"),
        ("\"non-public\"@en", "restricted"),
        ("<http://purl.org/coar/access_right/c_16ec>", "restricted"),
        ("<http://purl.org/coar/access_right/c_abf2>", "open"),
        ("\"Aucun accès restreint\"", "open"),
        ("\"Unrestricted access\"@en", "open"),
        ("\"Pas de restriction d'accès public\"", "open"),
    ] {
        let text = format!(
            "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
            <http://x.example/1> a dcat:Dataset ; dct:identifier \"1\" ; dct:title \"T\" ; dct:accessRights {words} ."
        );
        let found = read(text.as_bytes(), "c.ttl");
        assert_eq!(by_id(&found, "1").dataset.access_type, access, "{words}");
    }
}

#[test]
fn a_licence_that_is_not_known_is_said_by_its_address() {
    let mut world = world();
    let licence = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";
    world.dataset.license = None;
    world.dataset.extras = json!({"dcat": {"license": [licence]}})
        .as_object()
        .cloned()
        .unwrap();
    let of_data = format!("<http://purl.org/dc/terms/license> <{licence}>");
    // The dataset, its two files, and the service that one of them is.
    assert_eq!(said(&world).matches(&of_data).count(), 4);
    world.dataset.access_type = "restricted".to_owned();
    assert!(
        !said(&world).contains(&of_data),
        "only open data have a licence"
    );
}

#[test]
fn rights_of_data_without_files_are_said() {
    let mut world = world();
    world.dataset.extras = json!({"dcat": {"rights": ["Secret commercial"]}})
        .as_object()
        .cloned()
        .unwrap();
    world.resources.clear();
    world.service.badges.clear();
    assert!(said(&world).contains("\"Secret commercial\""));
    let read = world.harvested(Syntax::Turtle, Profile::DcatAp3);
    let extras = &read.datasets[0].dataset.extras;
    assert_eq!(extras["dcat"]["rights"], json!(["Secret commercial"]));
}
