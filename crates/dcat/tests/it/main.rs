//! Documents read back by a parser: every syntax says the same, and what a portal knows is said.

#![cfg(test)]

mod behind;
mod bounds;
mod contexts;
mod mqa;
mod read;
mod read_again;
mod same_graph;
mod terms;
mod told;

use std::collections::{BTreeSet, HashMap};

use oxrdf::{Term, Triple};
use oxrdfio::{RdfFormat, RdfParser};
use serde_json::json;
use uuid::Uuid;
use vitrail_dcat::mqa::measure;
use vitrail_dcat::{
    CatalogueFacts, DatasetFacts, Document, Portal, Profile, Publisher, ServiceFacts, Syntax, View,
    context,
};
use vitrail_domain::dataset::{Schema, TemporalCoverage};
use vitrail_domain::resource::Checksum;
use vitrail_domain::spatial::{Spatial, Zone};
use vitrail_domain::{ContactPoint, Dataservice, Dataset, Id, Organization, Resource};

const BASE: &str = "https://data.example";

fn portal(profile: Profile) -> Portal {
    Portal {
        base: BASE.to_owned(),
        title: "Données".to_owned(),
        description: "Un portail".to_owned(),
        language: "fr".to_owned(),
        profile,
    }
}

#[derive(Clone)]
struct World {
    organization: Organization,
    contacts: Vec<ContactPoint>,
    dataset: Dataset,
    resources: Vec<Resource>,
    service: Dataservice,
    zones: HashMap<String, Zone>,
}

fn world() -> World {
    let organization = Organization {
        id: Id::seeded("organization"),
        name: "Ville d’Évian".to_owned(),
        url: Some("https://www.example.com/".to_owned()),
        ..Organization::default()
    };
    let contact = |name: &str, role: &str| ContactPoint {
        id: Id::seeded(name),
        name: name.to_owned(),
        email: Some(format!("{name}@example.com")),
        contact_form: Some("https://www.example.com/contact".to_owned()),
        role: role.to_owned(),
        ..ContactPoint::default()
    };
    let zone = Zone {
        id: "fr:commune:74119".to_owned(),
        code: "74119".to_owned(),
        level: "fr:commune".to_owned(),
        name: "Évian-les-Bains".to_owned(),
        uri: None,
        parents: Vec::new(),
    };
    let dataset = Dataset {
        id: Id::seeded("dataset"),
        slug: "air".to_owned(),
        title: "Qualité de l’air \u{1} \"ici\"".to_owned(),
        description: "Mesures **horaires**.\nEt \\ <b>plus</b>.".to_owned(),
        acronym: Some("QAE".to_owned()),
        tags: ["air", "observation-de-la-terre-et-environnement", "hvd"].map(str::to_owned).to_vec(),
        badges: vec!["hvd".to_owned()],
        frequency: "daily".to_owned(),
        license: Some("odc-odbl".to_owned()),
        temporal_coverage: Some(TemporalCoverage {
            start: "2020-01-01".parse().unwrap(),
            end: Some("2020-12-31".parse().unwrap()),
        }),
        spatial: Some(Spatial {
            zones: ["fr:commune:74119", "country:fr", "fr:commune:00000"].map(str::to_owned).to_vec(),
            ..Spatial::default()
        }),
        schema: Some(Schema {
            name: Some("etalab/schema".to_owned()),
            version: Some("1.0".to_owned()),
            url: None,
        }),
        extras: json!({"dcat": {"provenance": ["Capteurs"], "language": "fr", "spatial_resolution": "10 m"}})
            .as_object()
            .unwrap()
            .clone(),
        ..Dataset::default()
    };
    let resources = vec![
        Resource {
            id: Uuid::from_u128(1),
            title: "Mesures".to_owned(),
            url: "https://www.example.com/mesures été.csv".to_owned(),
            format: "csv".to_owned(),
            filesize: Some(3_000),
            checksum: Some(Checksum {
                r#type: "sha256".to_owned(),
                value: "ab".repeat(32),
            }),
            ..Resource::default()
        },
        Resource {
            id: Uuid::from_u128(2),
            title: "Carte".to_owned(),
            url: "https://www.example.com/ows?service=WMS&request=GetCapabilities".to_owned(),
            format: "vecteur".to_owned(),
            ..Resource::default()
        },
    ];
    let service = Dataservice {
        id: Id::seeded("service"),
        slug: "api".to_owned(),
        title: "API Air".to_owned(),
        description: "Une API".to_owned(),
        base_api_url: Some("https://api.example.com".to_owned()),
        technical_documentation_url: Some("https://api.example.com/doc".to_owned()),
        badges: vec!["hvd".to_owned()],
        datasets: vec![dataset.id],
        ..Dataservice::default()
    };
    World {
        contacts: vec![
            contact("service", "contact"),
            contact("aide", "contact"),
            contact("editeur", "publisher"),
            contact("autre", "publisher"),
            contact("auteur", "creator"),
        ],
        zones: HashMap::from([(zone.id.clone(), zone)]),
        organization,
        dataset,
        resources,
        service,
    }
}

impl World {
    fn facts(&self) -> DatasetFacts<'_> {
        DatasetFacts {
            dataset: &self.dataset,
            resources: &self.resources,
            owner: Publisher::Organization(&self.organization),
            contacts: self.contacts.iter().collect(),
            zones: &self.zones,
            services: vec![&self.service],
            series: Vec::new(),
        }
    }

    fn service_facts(&self) -> ServiceFacts<'_> {
        ServiceFacts {
            dataservice: &self.service,
            owner: Publisher::Organization(&self.organization),
            contacts: self.contacts.iter().collect(),
            datasets: vec![&self.dataset],
        }
    }

    fn written(&self, syntax: Syntax, profile: Profile) -> Vec<u8> {
        let mut document = Document::new(portal(profile), syntax);
        document.dataset(&self.facts()).unwrap();
        document.lists_dataset(None, &self.dataset).unwrap();
        let mut out = document.take();
        document.dataservice(&self.service_facts()).unwrap();
        document.lists_service(None, &self.service).unwrap();
        let view = View {
            total: 2,
            this: format!("{BASE}/api/1/site/catalog.ttl?page=1"),
            first: format!("{BASE}/api/1/site/catalog.ttl?page=1"),
            last: format!("{BASE}/api/1/site/catalog.ttl?page=2"),
            next: Some(format!("{BASE}/api/1/site/catalog.ttl?page=2")),
            previous: None,
        };
        let facts = CatalogueFacts {
            of: None,
            view: Some(&view),
        };
        document.catalogue(facts).unwrap();
        out.extend(document.finish().unwrap());
        out
    }

    fn triples(&self, syntax: Syntax, profile: Profile) -> BTreeSet<String> {
        let written = self.written(syntax, profile);
        read(&written, syntax).iter().map(said).collect()
    }
}

fn format(syntax: Syntax) -> RdfFormat {
    let media_type = match syntax {
        Syntax::Turtle => "text/turtle",
        other => other.media_type(),
    };
    RdfFormat::from_media_type(media_type).unwrap()
}

fn read(written: &[u8], syntax: Syntax) -> Vec<Triple> {
    let parsed = RdfParser::from_format(format(syntax)).for_slice(written);
    parsed
        .map(|quad| quad.map(Triple::from))
        .collect::<Result<_, _>>()
        .unwrap_or_else(|error| panic!("{syntax:?}: {error}\n{}", String::from_utf8_lossy(written)))
}

/// A triple as text. Parsers of some syntaxes rename what has no name, and XML cannot say all characters.
fn said(triple: &Triple) -> String {
    let bare = |text: String| {
        if text.starts_with("_:") {
            "_".to_owned()
        } else {
            text
        }
    };
    let object = match &triple.object {
        Term::Literal(literal) => literal
            .to_string()
            .replace('\u{1}', "?")
            .replace("\\u0001", "?"),
        other => bare(other.to_string()),
    };
    format!(
        "{} {} {object}",
        bare(triple.subject.to_string()),
        triple.predicate
    )
}

#[test]
fn every_syntax_says_the_same() {
    let world = world();
    for profile in [Profile::DcatAp3, Profile::DcatAp2] {
        let expected = world.triples(Syntax::NTriples, profile);
        assert!(expected.len() > 120, "{}", expected.len());
        for syntax in Syntax::ALL {
            let found = world.triples(syntax, profile);
            let more: Vec<_> = found.difference(&expected).collect();
            let less: Vec<_> = expected.difference(&found).collect();
            assert!(
                more.is_empty() && less.is_empty(),
                "{syntax:?}\n+{more:#?}\n-{less:#?}"
            );
        }
    }
}

#[test]
fn what_a_portal_knows_is_said() {
    let world = world();
    let found = world.triples(Syntax::NTriples, Profile::DcatAp3);
    let dataset = format!("<{BASE}/datasets/{}>", world.dataset.id);
    let file = format!(
        "<{BASE}/datasets/{}?resource_id={}>",
        world.dataset.id,
        Uuid::from_u128(1)
    );
    let expand = |text: &str| {
        [
            ("dct:", "http://purl.org/dc/terms/"),
            ("dcat:", "http://www.w3.org/ns/dcat#"),
            ("dcatap:", "http://data.europa.eu/r5r/"),
            ("eu:", "http://publications.europa.eu/resource/authority/"),
            ("foaf:", "http://xmlns.com/foaf/0.1/"),
            ("geodcat:", "http://data.europa.eu/930/"),
            ("xsd:", "http://www.w3.org/2001/XMLSchema#"),
            ("hydra:", "http://www.w3.org/ns/hydra/core#"),
        ]
        .iter()
        .fold(text.to_owned(), |text, (prefix, space)| {
            text.replace(&format!("<{prefix}"), &format!("<{space}"))
        })
    };
    let contact = |name: &str| format!("<{BASE}/api/1/contacts/{}/>", Id::seeded(name));
    let organization = format!("<{BASE}/organizations/{}>", world.organization.id);
    for (subject, rest) in [
        (
            &dataset,
            "<dct:accrualPeriodicity> <eu:frequency/DAILY>".to_owned(),
        ),
        (
            &dataset,
            "<dct:accessRights> <eu:access-right/PUBLIC>".to_owned(),
        ),
        (&dataset, "<dcat:theme> <eu:data-theme/ENVI>".to_owned()),
        (&dataset, "<dct:spatial> <eu:country/FRA>".to_owned()),
        (
            &dataset,
            format!("<dct:spatial> <{BASE}/api/1/spatial/zones/fr:commune:74119/>"),
        ),
        (&dataset, "<dct:language> <eu:language/FRA>".to_owned()),
        (
            &dataset,
            "<dct:license> <http://www.opendefinition.org/licenses/odc-odbl>".to_owned(),
        ),
        (
            &dataset,
            "<dcat:spatialResolutionInMeters> \"10\"^^<xsd:decimal>".to_owned(),
        ),
        (
            &dataset,
            "<dcatap:hvdCategory> <http://data.europa.eu/bna/c_dd313021>".to_owned(),
        ),
        (
            &dataset,
            "<dcatap:applicableLegislation> <http://data.europa.eu/eli/reg_impl/2023/138/oj>"
                .to_owned(),
        ),
        (
            &dataset,
            format!("<dcat:contactPoint> {}", contact("service")),
        ),
        (&dataset, format!("<dcat:contactPoint> {}", contact("aide"))),
        (&dataset, format!("<dct:publisher> {}", contact("editeur"))),
        (&dataset, format!("<dct:creator> {}", contact("auteur"))),
        (&dataset, format!("<geodcat:distributor> {organization}")),
        (&dataset, format!("<dcat:distribution> {file}")),
        (&dataset, "<dcat:distribution> _".to_owned()),
        (&file, "<dct:format> <eu:file-type/CSV>".to_owned()),
        (
            &file,
            "<dcat:mediaType> <http://www.iana.org/assignments/media-types/text/csv>".to_owned(),
        ),
        (
            &file,
            "<dcat:byteSize> \"3000\"^^<xsd:nonNegativeInteger>".to_owned(),
        ),
        (
            &file,
            "<dcat:downloadURL> <https://www.example.com/mesures%20été.csv>".to_owned(),
        ),
        (
            &file,
            "<dcatap:applicableLegislation> <http://data.europa.eu/eli/reg_impl/2023/138/oj>"
                .to_owned(),
        ),
    ] {
        let triple = format!("{subject} {}", expand(&rest));
        assert!(found.contains(&triple), "{triple}\n{found:#?}");
    }
    let publishers = found
        .iter()
        .filter(|triple| triple.starts_with(&dataset) && triple.contains("terms/publisher"));
    assert_eq!(publishers.count(), 1, "one publisher at most");
    assert!(
        found
            .iter()
            .any(|triple| triple.ends_with("<http://www.opengeospatial.org/standards/wms>"))
    );
    let older = world.triples(Syntax::NTriples, Profile::DcatAp2);
    let size = format!(
        "{file} {}",
        expand("<dcat:byteSize> \"3000\"^^<xsd:decimal>")
    );
    assert!(older.contains(&size), "the older shapes want another type");
}

#[test]
fn json_is_shaped_as_clients_of_udata_expect() {
    let world = world();
    let text = world.written(Syntax::JsonLd, Profile::DcatAp3);
    let document: serde_json::Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(document["@context"], *context());
    let nodes = document["@graph"].as_array().unwrap();
    let of = |class: &str| nodes.iter().find(|node| node["@type"] == class).unwrap();
    let dataset = of("Dataset");
    assert_eq!(
        dataset["@id"],
        format!("{BASE}/datasets/{}", world.dataset.id)
    );
    assert_eq!(dataset["title"], world.dataset.title);
    assert!(
        dataset["issued"]
            .as_str()
            .unwrap()
            .starts_with("1970-01-01T00:00:00")
    );
    assert_eq!(dataset["skos:altLabel"], "QAE");
    assert_eq!(
        dataset["landingPage"]["@id"],
        format!("{BASE}/datasets/air")
    );
    assert_eq!(dataset["distribution"].as_array().unwrap().len(), 3);
    let file = of("Distribution");
    assert_eq!(file["byteSize"], 3_000);
    assert_eq!(
        file["accessURL"],
        format!("{BASE}/api/1/datasets/r/{}", Uuid::from_u128(1))
    );
    let catalogue = nodes.iter().find(|node| node["totalItems"] == 2).unwrap();
    assert_eq!(catalogue["@type"], json!(["Catalog", "hydra:Collection"]));
    assert_eq!(catalogue["dataset"], dataset["@id"]);
}

#[test]
fn nothing_is_invented() {
    let dataset = Dataset {
        id: Id::seeded("bare"),
        title: "Un titre".to_owned(),
        partial: true,
        ..Dataset::default()
    };
    let mut document = Document::new(portal(Profile::DcatAp3), Syntax::NTriples);
    let zones = HashMap::new();
    let facts = DatasetFacts {
        dataset: &dataset,
        resources: &[],
        owner: Publisher::Nobody,
        contacts: Vec::new(),
        zones: &zones,
        services: Vec::new(),
        series: Vec::new(),
    };
    document.dataset(&facts).unwrap();
    let written = document.finish().unwrap();
    let mut said: Vec<String> = read(&written, Syntax::NTriples)
        .iter()
        .map(|triple| {
            triple
                .predicate
                .as_str()
                .rsplit(['/', '#'])
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            "created",
            "identifier",
            "issued",
            "landingPage",
            "title",
            "type",
            "type"
        ]
    );
}

#[test]
fn a_name_that_is_its_own_page_is_no_document() {
    let mut world = world();
    let harvest =
        json!({"uri": "https://source.example/1", "remote_url": "https://source.example/1"});
    world.dataset.harvest = harvest.as_object().cloned();
    let report = measure(&portal(Profile::DcatAp3), &world.facts());
    assert_eq!(report.violations, []);
    let said = String::from_utf8(world.written(Syntax::NTriples, Profile::DcatAp3)).unwrap();
    let of_dataset = |line: &&str| line.starts_with("<https://source.example/1> ");
    let mut own = said.lines().filter(of_dataset);
    assert!(own.all(|line| !line.contains("dcat#landingPage")), "{said}");
}
