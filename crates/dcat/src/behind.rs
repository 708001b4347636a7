//! The service behind a file: one that its source described, said again, or the web service of the Open Geospatial
//! Consortium that a file is in truth, which its format or its address tells.

use oxrdf::{NamedNode, NamedOrBlankNode, Term};
use serde_json::Value;
use vitrail_domain::{Dataservice, Resource};

use crate::agent::{Publisher, responsible};
use crate::dataset::{DatasetFacts, claims, high_value, is_high_value, landing_page};
use crate::distribution::terms_of_use;
use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::links::Portal;
use crate::terms::{dcat, dcatap, dct, foaf, rdfs};
use crate::{dataservice, source};

/// Where the services that a source describes are, among the extras of DCAT of a file.
pub const KEY: &str = "accessService";

/// Where one of them tells that it serves the dataset of its file.
pub const SERVES: &str = "dcat:servesDataset";

/// Where the name of one that several files lead to is: empty where it has none.
pub const SHARED: &str = "shared";

/// What a fact of a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    Text,
    /// An address, of something of this class.
    Address(Property),
    /// Something of this class, by its address or by its name.
    Named(Property),
}

/// The facts that are kept of a service, as they are kept.
pub const FACTS: [(&str, Property, Range); 8] = [
    ("dct:title", dct::TITLE, Range::Text),
    ("dct:description", dct::DESCRIPTION, Range::Text),
    (
        "dcat:endpointURL",
        dcat::ENDPOINT_URL,
        Range::Address(rdfs::RESOURCE),
    ),
    (
        "dcat:endpointDescription",
        dcat::ENDPOINT_DESCRIPTION,
        Range::Address(rdfs::RESOURCE),
    ),
    (
        "dct:conformsTo",
        dct::CONFORMS_TO,
        Range::Named(dct::STANDARD),
    ),
    ("foaf:page", foaf::PAGE, Range::Address(foaf::DOCUMENT)),
    (
        "dct:license",
        dct::LICENSE,
        Range::Named(dct::LICENSE_DOCUMENT),
    ),
    (
        "dct:rights",
        dct::RIGHTS,
        Range::Named(dct::RIGHTS_STATEMENT),
    ),
];

/// What a service says of data of high value.
pub const CLAIMS: [(&str, Property); 2] = [
    (
        "dcatap:applicableLegislation",
        dcatap::APPLICABLE_LEGISLATION,
    ),
    ("dcatap:hvdCategory", dcatap::HVD_CATEGORY),
];

/// Describes the services behind a file, and says how they are called.
pub fn services(
    graph: &mut Graph,
    portal: &Portal,
    facts: &DatasetFacts<'_>,
    resource: &Resource,
) -> Vec<Term> {
    let sort = ogc_type(resource);
    let mut found: Vec<Term> = Vec::new();
    let mut said: Vec<Option<&Value>> = Vec::new();
    for one in kept(resource) {
        match one.get("@id").and_then(Value::as_str) {
            Some(name) => found.extend(listed(graph, portal, facts, name)),
            None => said.push(Some(one)),
        }
    }
    if said.is_empty() && found.is_empty() && sort.is_some() {
        said.push(None);
    }
    for (number, said) in said.into_iter().enumerate() {
        let shared = said.and_then(|said| shared(portal, facts, said));
        if let Some(name) = &shared
            && !graph.is_new(name.as_str())
        {
            let serves = format!("{} {}", name.as_str(), facts.dataset.id);
            if serves_data(facts, (sort, said)) && graph.is_new(&serves) {
                let mut node = Node::new(name.clone(), dcat::DATA_SERVICE);
                node.add(dcat::SERVES_DATASET, portal.dataset(facts.dataset));
                graph.put(node);
            }
            found.push(name.clone().into());
            continue;
        }
        // Only the first may have the name of the service of the file.
        let name: NamedOrBlankNode = match (shared, number) {
            (Some(name), _) => name.into(),
            (None, 0) => portal.service_of(facts.dataset.id, resource).into(),
            (None, _) => graph.blank().into(),
        };
        let of = (facts, resource);
        found.extend(service(graph, portal, of, name, (sort, said)));
    }
    found
}

/// The services that the source of a file describes.
fn kept(resource: &Resource) -> &[Value] {
    let kept = resource.extras.get("dcat").and_then(|dcat| dcat.get(KEY));
    let kept = kept.and_then(Value::as_array);
    kept.map(Vec::as_slice).unwrap_or_default()
}

/// How a service is called that several files lead to: as its source calls it, else after the first of these files.
fn shared(portal: &Portal, facts: &DatasetFacts<'_>, said: &Value) -> Option<NamedNode> {
    let name = said.get(SHARED)?.as_str()?;
    if let Some(name) = portal.foreign(name).filter(|_| !name.is_empty()) {
        return Some(name);
    }
    let place = |file| kept(file).iter().position(|one| one == said);
    let mut files = facts.resources.iter();
    let (file, place) = files.find_map(|file| Some((file, place(file)?)))?;
    let name = portal.service_of(facts.dataset.id, file);
    if place == 0 {
        return Some(name);
    }
    iri(&format!("{}&number={place}", name.as_str()))
}

/// Whether a service serves the whole dataset: its source says so, or it is one of those that do.
fn serves_data(facts: &DatasetFacts<'_>, (sort, said): (Option<&str>, Option<&Value>)) -> bool {
    let is_told = said.is_some_and(|said| said.get(SERVES).is_some());
    is_told || sort.is_some() || is_high_value(&facts.dataset.badges)
}

/// An API of the catalogue that serves the dataset, by the name that its source gave it.
fn listed(
    graph: &mut Graph,
    portal: &Portal,
    facts: &DatasetFacts<'_>,
    name: &str,
) -> Option<Term> {
    let is_it = |service: &&&Dataservice| portal.dataservice(service).as_str() == name;
    let service = facts.services.iter().find(is_it)?;
    if graph.is_new(name) {
        dataservice::named(graph, portal, service);
    }
    Some(portal.dataservice(service).into())
}

/// A service: what its source said of it, then what its file tells of one of a known sort, or of one of high value.
fn service(
    graph: &mut Graph,
    portal: &Portal,
    (facts, resource): (&DatasetFacts<'_>, &Resource),
    name: NamedOrBlankNode,
    (sort, said): (Option<&str>, Option<&Value>),
) -> Option<Term> {
    let address = portal.file(resource)?;
    let mut node = Node::new(name, dcat::DATA_SERVICE);
    if let Some(said) = said {
        say(graph, &mut node, said);
    }
    if !node.says(dct::TITLE) {
        let title = resource.title.trim();
        node.text(dct::TITLE, if title.is_empty() { sort? } else { title });
    }
    if !node.says(dcat::ENDPOINT_URL) {
        let endpoint = iri(address.as_str().split('?').next()?)?;
        graph.own(&endpoint, rdfs::RESOURCE);
        node.add(dcat::ENDPOINT_URL, endpoint);
    }
    if let Some(sort) = sort {
        if is_capabilities(address.as_str()) && !node.says(dcat::ENDPOINT_DESCRIPTION) {
            graph.own(&address, rdfs::RESOURCE);
            node.add(dcat::ENDPOINT_DESCRIPTION, address);
        }
        if !node.says(dct::CONFORMS_TO) {
            let standard = iri(&format!("http://www.opengeospatial.org/standards/{sort}"))?;
            graph.class_of(&standard, dct::STANDARD);
            node.add(dct::CONFORMS_TO, standard);
        }
    }
    let dataset = facts.dataset;
    if serves_data(facts, (sort, said)) {
        node.add(dcat::SERVES_DATASET, portal.dataset(dataset));
    }
    if let Some(said) = said {
        let said = |key: &str| said.get(key).and_then(Value::as_array);
        claims(graph, &mut node, &dataset.tags, said);
    }
    if sort.is_some() || is_high_value(&dataset.badges) {
        as_its_data(graph, portal, (facts, resource), &mut node);
    }
    let link = node.link();
    graph.put(node);
    Some(link)
}

/// What a source said of a service.
fn say(graph: &mut Graph, node: &mut Node, said: &Value) {
    for (key, property, range) in FACTS {
        let values = said.get(key).and_then(Value::as_array);
        for value in values.into_iter().flatten().filter_map(source::term) {
            match (range, value) {
                (Range::Text, Term::Literal(text)) => {
                    node.add(property, text);
                }
                (Range::Address(class), Term::NamedNode(address)) => {
                    graph.own(&address, class);
                    node.add(property, address);
                }
                (Range::Named(class), Term::NamedNode(address)) => {
                    graph.class_of(&address, class);
                    node.add(property, address);
                }
                (Range::Named(class), Term::Literal(name)) => {
                    let mut named = Node::new(graph.blank(), class);
                    named.add(rdfs::LABEL, name);
                    node.add(property, named.link());
                    graph.put(named);
                }
                _ => {}
            }
        }
    }
}

/// What holds of the data holds of the service too, where it says nothing else. The page of the data is all that explains
/// how they are served.
fn as_its_data(
    graph: &mut Graph,
    portal: &Portal,
    (facts, resource): (&DatasetFacts<'_>, &Resource),
    node: &mut Node,
) {
    let dataset = facts.dataset;
    if !node.says(foaf::PAGE) {
        let page = landing_page(portal, dataset);
        graph.class_of(&page, foaf::DOCUMENT);
        node.add(foaf::PAGE, page);
    }
    if !node.says(dct::LICENSE) && !node.says(dct::RIGHTS) {
        terms_of_use(graph, portal, node, dataset, resource);
    }
    responsible(graph, portal, node, Publisher::Nobody, &facts.contacts);
    let harvest = dataset.harvest.as_ref();
    high_value(graph, node, &dataset.badges, &dataset.tags, harvest);
}

/// The services of the Open Geospatial Consortium that files of this format are answered by.
const OGC: [&str; 5] = ["csw", "wcs", "wfs", "wms", "wmts"];

/// The web service that a file is in truth: by its format, or by its address.
pub fn ogc_type(resource: &Resource) -> Option<&'static str> {
    let named = |text: &str| {
        OGC.into_iter()
            .find(|known| known.eq_ignore_ascii_case(text))
    };
    let format = resource.format.trim();
    let bare = format
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("ogc:"));
    let bare = bare.and_then(|_| format.get(4..)).unwrap_or(format);
    named(bare).or_else(|| {
        let (_, query) = resource.url.split_once('?')?;
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        is_capabilities(&resource.url).then_some(())?;
        let (_, service) = pairs.find(|(key, _)| key.eq_ignore_ascii_case("service"))?;
        named(&service)
    })
}

/// Whether an address asks a service what it can do.
fn is_capabilities(address: &str) -> bool {
    address.to_lowercase().contains("request=getcapabilities")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_services_are_recognised() {
        let of = |format: &str, url: &str| {
            ogc_type(&Resource {
                format: format.to_owned(),
                url: url.to_owned(),
                ..Resource::default()
            })
        };
        assert_eq!(of("ogc:WMS", ""), Some("wms"));
        assert_eq!(of("wfs", "https://a.example/x"), Some("wfs"));
        let address = "https://a.example/ows?SERVICE=WMS&Request=GetCapabilities";
        assert_eq!(of("zip", address), Some("wms"));
        assert_eq!(of("zip", "https://a.example/ows?service=WMS"), None);
        assert_eq!(of("é", "https://a.example/"), None);
    }
}
