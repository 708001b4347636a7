//! Portals of Opendatasoft: pages, templates of metadata, exports and attachments.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use vitrail_dcat::{DatasetFacts, Document, Portal, Profile, Publisher, Syntax};
use vitrail_domain::harvest::{Filter, HarvestConfig, Lost};
use vitrail_harvest::Backend;

use crate::shared::{damaged, parse, read, walk};

fn dataset(id: &str) -> Value {
    json!({
        "dataset_id": id, "dataset_uid": "da_x", "has_records": true, "data_visible": true, "visibility": "domain",
        "features": ["geo", "analyze"],
        "attachments": [{"id": "notice_pdf", "title": "notice.pdf", "mimetype": "application/pdf", "url": "odsfile://notice.pdf"}],
        "alternative_exports": [{"id": "x_zip", "title": "tout.zip", "mimetype": "application/zip", "url": "https://files.example.org/tout.zip"}],
        "fields": [{"name": "nom", "label": "Nom", "type": "text", "annotations": {}}],
        "metas": {
            "default": {"title": "Arbres", "description": "<p>Les <em>arbres</em></p>", "theme": ["Environnement"], "keyword": ["arbre", "x"],
                "license": "Licence Ouverte v2.0", "license_url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
                "modified": "2024-01-02T03:04:05+00:00", "publisher": "Ville", "records_count": 12, "territory": ["Occitanie"],
                "references": "https://example.org/ref", "bbox": {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 43], [1, 43], [1, 44], [0, 43]]]}, "properties": {}}},
            "dcat": {"created": "2020-01-01", "issued": "2020-02-01", "accrualperiodicity": "Mensuelle", "creator": "Service des arbres",
                "contact_name": "Zoé", "contact_email": "zoe@example.org", "temporal": "2020-01-01/2020-12-31", "granularity": "Arbre"},
        },
    })
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

#[test]
fn a_portal_is_read_page_by_page() {
    let config = HarvestConfig {
        filters: vec![
            Filter {
                key: "theme".to_owned(),
                value: json!("Eau"),
                r#type: None,
            },
            Filter {
                key: "publisher".to_owned(),
                value: json!("X"),
                r#type: Some("exclude".to_owned()),
            },
        ],
        apikey: Some("k".to_owned()),
        ..HarvestConfig::default()
    };
    assert_eq!(Backend::Ods.check(&config), Ok(()));
    let mut ods = walk(
        Backend::Ods,
        "https://data.example.org/explore/?sort=modified",
        &config,
    );
    let first = ods.first().unwrap().remove(0);
    assert_eq!(first.url.path(), "/api/explore/v2.1/catalog/datasets");
    let query: Vec<(String, String)> = first.url.query_pairs().into_owned().collect();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert!(
        query.contains(&pair("refine", "theme:\"Eau\""))
            && query.contains(&pair("exclude", "publisher:\"X\""))
    );
    assert_eq!(first.headers, [("authorization", "Apikey k".to_owned())]);
    let page = json!({"total_count": 3, "results": [dataset("a"), dataset("b")]});
    let step = read(ods.as_mut(), &first, &bytes(&page)).unwrap();
    assert!(step.next[0].url.query().unwrap().contains("offset=2"));
    let page = json!({"total_count": 3, "results": [dataset("c")]});
    assert_eq!(
        read(ods.as_mut(), &step.next[0], &bytes(&page))
            .unwrap()
            .next,
        []
    );
    let mut last = first.clone();
    last.about = "from 9900".to_owned();
    let page = json!({"total_count": 12_000, "results": vec![dataset("z"); 100]});
    let step = read(ods.as_mut(), &last, &bytes(&page)).unwrap();
    let why = step.cut.unwrap();
    assert!(why.contains("10,000 datasets at most"), "{why}");
    assert_eq!((step.next.len(), step.harvested.lost.len()), (0, 1));
    let refusal = json!({"error_code": "InvalidRESTParameterError", "message": "Non"});
    let fault = read(ods.as_mut(), &first, &bytes(&refusal)).unwrap_err();
    assert_eq!(fault.0, "InvalidRESTParameterError: Non");
}

#[test]
fn a_long_catalogue_is_read_from_its_export() {
    let config = HarvestConfig {
        filters: vec![Filter {
            key: "theme".to_owned(),
            value: json!("Eau"),
            r#type: None,
        }],
        apikey: Some("k".to_owned()),
        ..HarvestConfig::default()
    };
    let mut ods = walk(Backend::Ods, "https://data.example.org/", &config);
    let first = ods.first().unwrap().remove(0);
    let page = json!({"total_count": 12_000, "results": [dataset("a"), dataset("b")]});
    let step = read(ods.as_mut(), &first, &bytes(&page)).unwrap();
    let whole = &step.next[0];
    assert_eq!(
        whole.url.as_str(),
        "https://data.example.org/api/explore/v2.1/catalog/exports/json?refine=theme%3A%22Eau%22"
    );
    assert_eq!(whole.headers, [("authorization", "Apikey k".to_owned())]);
    // What the page gave is not given again.
    let export = json!([dataset("b"), dataset("c"), dataset("a"), dataset("d")]);
    let step = read(ods.as_mut(), whole, &bytes(&export)).unwrap();
    let names = step.harvested.datasets.iter();
    let names: Vec<&str> = names.map(|one| one.remote_id.as_str()).collect();
    assert_eq!(names, ["c", "d"]);
    assert!(step.next.is_empty() && step.cut.is_none());
    // Where there is no export, pages go as far as they can.
    let pages = ods.instead(whole);
    assert!(pages[0].url.query().unwrap().contains("offset=2"));
    assert!(ods.instead(&pages[0]).is_empty());
}

/// What the portal says in its own terms is kept as it was written, and said again to who asks for the words of the source.
#[test]
fn the_words_of_the_source_are_said_again() {
    let step = parse(Backend::Ods, &bytes(&dataset("arbres"))).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(
        read.dataset.harvest.as_ref().unwrap()["source"],
        json!({
            "dct:description": [{"@value": "<p>Les <em>arbres</em></p>"}],
            "dcat:keyword": [{"@value": "arbre"}, {"@value": "x"}],
            "dcat:theme": [{"skos:prefLabel": [{"@value": "Environnement"}]}],
            "dct:license": [{"@value": "Licence Ouverte v2.0"}, {"@id": "https://www.etalab.gouv.fr/licence-ouverte-open-licence"}],
            "dct:accrualPeriodicity": [{"@value": "Mensuelle"}],
        })
    );
    let said = |profile| {
        let portal = Portal {
            base: "https://data.example".to_owned(),
            title: "Données".to_owned(),
            description: "Un portail".to_owned(),
            language: "fr".to_owned(),
            profile,
        };
        let mut document = Document::new(portal, Syntax::NTriples);
        let facts = DatasetFacts {
            dataset: &read.dataset,
            resources: &[],
            owner: Publisher::Nobody,
            contacts: Vec::new(),
            zones: &HashMap::new(),
            services: Vec::new(),
            series: Vec::new(),
        };
        document.dataset(&facts).unwrap();
        String::from_utf8(document.finish().unwrap()).unwrap()
    };
    let source = said(Profile::Source);
    assert!(source.contains("core#prefLabel> \"Environnement\""));
    for words in [
        "terms/description> \"<p>Les <em>arbres</em></p>\"",
        "dcat#keyword> \"x\"",
        "terms/license> \"Licence Ouverte v2.0\"",
        "terms/accrualPeriodicity> \"Mensuelle\"",
    ] {
        assert!(source.contains(words), "{words}\n{source}");
        assert!(!said(Profile::DcatAp3).contains(words), "{words}");
    }
}

#[test]
fn a_dataset_says_all_that_it_says() {
    let body = bytes(&json!({"total_count": 1, "results": [dataset("arbres")]}));
    assert_eq!(Backend::guess(&body, None), Some(Backend::Ods));
    let step = parse(Backend::Ods, &body).unwrap();
    let read = &step.harvested.datasets[0];
    let dataset = &read.dataset;
    assert_eq!(
        (read.remote_id.as_str(), dataset.title.as_str()),
        ("arbres", "Arbres")
    );
    assert_eq!(dataset.description, "Les *arbres*");
    assert_eq!(dataset.tags, ["arbre", "environnement"]);
    assert_eq!(
        (dataset.license.as_deref(), dataset.frequency.as_str()),
        (Some("lov2"), "monthly")
    );
    assert_eq!(dataset.spatial.as_ref().unwrap().zones, ["fr:region:76"]);
    assert_eq!(dataset.extras["ods:bbox"]["type"], "Feature");
    assert_eq!(
        dataset.temporal_coverage.unwrap().start.to_string(),
        "2020-01-01"
    );
    let harvest = dataset.harvest.as_ref().unwrap();
    assert_eq!(harvest["issued_at"], "2020-02-01T00:00:00+00:00");
    assert_eq!(harvest["modified_at"], "2024-01-02T03:04:05+00:00");
    assert_eq!(
        harvest["remote_url"],
        "https://catalogue.example.org/explore/dataset/arbres/"
    );
    assert_eq!(
        dataset.extras["ods"],
        json!({"dataset_uid": "da_x", "features": ["geo", "analyze"], "dcat": {"granularity": "Arbre"}, "default": {"records_count": 12, "references": "https://example.org/ref"},
               "fields": [{"name": "nom", "label": "Nom", "type": "text"}]})
    );
    assert_eq!(
        dataset.extras["ods:license"],
        "Licence Ouverte v2.0 · https://www.etalab.gouv.fr/licence-ouverte-open-licence"
    );
    let roles: Vec<_> = read
        .contacts
        .iter()
        .map(|contact| contact.role.as_str())
        .collect();
    assert_eq!(roles, ["contact", "publisher", "creator"]);
    let formats: Vec<_> = read
        .resources
        .iter()
        .map(|file| file.format.as_str())
        .collect();
    assert_eq!(
        formats,
        [
            "csv", "json", "xlsx", "parquet", "geojson", "shp", "zip", "pdf"
        ]
    );
    let base = "https://catalogue.example.org/api/explore/v2.1/catalog/datasets/arbres";
    assert_eq!(
        read.resources[0].url,
        format!("{base}/exports/csv?use_labels=true")
    );
    assert_eq!(read.resources[6].url, "https://files.example.org/tout.zip");
    assert_eq!(
        read.resources[7].url,
        format!("{base}/attachments/notice_pdf")
    );
    assert_eq!(read.lost.len(), 1, "the tag of one letter: {:?}", read.lost);

    let mut twice = self::dataset("deux");
    twice["metas"]["default"]["update_frequency"] = json!("daily");
    twice["metas"]["dcat"]["accrualperiodicity"] = json!("mensuelle");
    let step = parse(Backend::Ods, &bytes(&twice)).unwrap();
    let read = &step.harvested.datasets[0];
    assert_eq!(read.dataset.frequency, "daily");
    let told =
        |lost: &Lost| lost.property == "dcat.accrualperiodicity" && lost.value == "mensuelle";
    assert!(read.lost.iter().any(told), "{:?}", read.lost);

    let mut empty = self::dataset("vide");
    for key in ["attachments", "alternative_exports"] {
        empty[key] = json!([]);
    }
    empty["has_records"] = json!(false);
    let step = parse(Backend::Ods, &bytes(&empty)).unwrap();
    assert!(step.harvested.datasets[0].skipped.is_some());
}

proptest! {
    #[test]
    fn nothing_panics(
        bytes_of_chance in proptest::collection::vec(any::<u8>(), 0..200),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 0..8),
    ) {
        let _ = parse(Backend::Ods, &bytes_of_chance);
        let body = damaged(&bytes(&dataset("a")), &changes);
        let _ = Backend::guess(&body, None);
        let _ = parse(Backend::Ods, &body);
    }
}
