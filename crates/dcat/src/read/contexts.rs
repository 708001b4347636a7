//! The contexts of JSON-LD that many catalogues point at. They are shipped, so that whoever answers for their addresses
//! cannot change what every catalogue says; others are fetched with the catalogue that names them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::context::context;

/// The context that documents at this address would be read with, if it is one that is known.
pub fn bundled(address: &str) -> Option<Value> {
    let address = address.trim();
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let bare = bare.split(['?', '#']).next().unwrap_or_default();
    let bare = bare.trim_end_matches('/');
    let found = match bare {
        "project-open-data.cio.gov/v1.1/schema/catalog.jsonld"
        | "project-open-data.cio.gov/v1.1/schema/data.jsonld"
        | "resources.data.gov/schemas/dcat-us/v1.1/schema/catalog.jsonld" => pod(),
        _ if bare.ends_with("/api/1/site/context.jsonld") => context().clone(),
        _ if is_dcat(bare) => dcat(),
        _ => return None,
    };
    Some(json!({ "@context": found }))
}

/// The members of an object, unread.
type Members<'t> = BTreeMap<String, &'t RawValue>;

/// The catalogue of a `data.json` that does not say which words it is written in, as many do, in those of DCAT-US.
pub fn in_context(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains("\"@context\"") || !text.contains("\"dataset\"") {
        return text;
    }
    let Ok(catalogue) = serde_json::from_str::<Members<'_>>(&text) else {
        return text;
    };
    let datasets = catalogue.get("dataset").map(|list| list.get());
    let datasets = datasets.and_then(|list| serde_json::from_str::<Vec<&RawValue>>(list).ok());
    let is_dataset = |one: &&RawValue| {
        let members = serde_json::from_str::<Members<'_>>(one.get());
        members.is_ok_and(|members| {
            members
                .get("title")
                .is_some_and(|title| title.get().starts_with('"'))
        })
    };
    if !datasets.is_some_and(|all| all.iter().any(is_dataset)) {
        return text;
    }
    // Before what the catalogue says first.
    let Some((before, after)) = text.split_once('{') else {
        return text;
    };
    Cow::Owned(format!("{before}{{\"@context\":{},{after}", pod()))
}

/// The addresses under which the words of DCAT are given as a context.
fn is_dcat(bare: &str) -> bool {
    let of_w3c = matches!(
        bare.trim_end_matches(".jsonld"),
        "www.w3.org/ns/dcat" | "www.w3.org/ns/dcat2" | "www.w3.org/ns/dcat3"
    );
    let of_europe = (bare.starts_with("semiceu.github.io/") || bare.contains("SEMICeu/"))
        && bare.ends_with(".jsonld");
    of_w3c || of_europe
}

/// DCAT-US 1.1, as its schema says it, but for the dates: they are said to be days and are often instants.
fn pod() -> Value {
    json!({
        "@vocab": "http://www.w3.org/ns/dcat#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "org": "http://www.w3.org/ns/org#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "dc": "http://purl.org/dc/terms/",
        "pod": "https://project-open-data.cio.gov/v1.1/schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "describedBy": {"@id": "http://www.w3.org/2007/05/powder#describedby", "@type": "@id"},
        "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
        "accessURL": {"@id": "dcat:accessURL", "@type": "@id"},
        "title": "dc:title",
        "description": "dc:description",
        "issued": "dc:issued",
        "modified": "dc:modified",
        "language": "dc:language",
        "license": "dc:license",
        "rights": "dc:rights",
        "spatial": "dc:spatial",
        "conformsTo": {"@id": "dc:conformsTo", "@type": "@id"},
        "publisher": "dc:publisher",
        "identifier": "dc:identifier",
        "isPartOf": "dc:isPartOf",
        "temporal": "dc:temporal",
        "format": "dc:format",
        "accrualPeriodicity": "dc:accrualPeriodicity",
        "homepage": "foaf:homepage",
        "accessLevel": "pod:accessLevel",
        "bureauCode": "pod:bureauCode",
        "dataQuality": "pod:dataQuality",
        "describedByType": "pod:describedByType",
        "primaryITInvestmentUII": "pod:primaryITInvestmentUII",
        "programCode": "pod:programCode",
        "fn": "vcard:fn",
        "hasEmail": "vcard:hasEmail",
        "name": "skos:prefLabel",
        "subOrganizationOf": "org:subOrganizationOf"
    })
}

/// The words of DCAT and of what it borrows, whole or bare.
fn dcat() -> Value {
    let mut found = context().clone();
    if let Value::Object(words) = &mut found {
        for (key, id) in [
            ("dcterms", "http://purl.org/dc/terms/"),
            ("locn", "http://www.w3.org/ns/locn#"),
            ("Agent", "foaf:Agent"),
            ("PeriodOfTime", "dct:PeriodOfTime"),
            ("Location", "dct:Location"),
            ("startDate", "dcat:startDate"),
            ("endDate", "dcat:endDate"),
            ("hasEmail", "vcard:hasEmail"),
            ("abstract", "dct:abstract"),
            ("creator", "dct:creator"),
            ("accessRights", "dct:accessRights"),
            ("provenance", "dct:provenance"),
            ("conformsTo", "dct:conformsTo"),
            ("rightsHolder", "dct:rightsHolder"),
            ("hvdCategory", "dcatap:hvdCategory"),
            ("applicableLegislation", "dcatap:applicableLegislation"),
        ] {
            words.insert(key.to_owned(), id.into());
        }
        for key in ["issued", "modified", "created"] {
            words.insert(key.to_owned(), format!("dct:{key}").into());
        }
    }
    found
}
