//! A dataservice as DCAT-AP describes it, and as a distribution of the data of high value that it serves.

use oxrdf::{NamedNode, Term};
use vitrail_domain::dataset::harvest_date;
use vitrail_domain::{ContactPoint, Dataservice, Dataset};

use crate::agent::{Publisher, responsible};
use crate::dataset::{
    access, access_rights, add_once, high_value, hvd_category, is_high_value, legislation,
};
use crate::distribution::{licence, licence_address, licence_of, of_source, rights};
use crate::graph::{Graph, Node};
use crate::iri::iri;
use crate::links::{Portal, harvested};
use crate::own::{self, Access};
use crate::terms::{dcat, dcatap, dct, foaf, rdfs, skos};
use crate::theme::themes;
use crate::{lists, source};

/// A dataservice with all that its description needs.
#[derive(Clone, Debug)]
pub struct ServiceFacts<'a> {
    pub dataservice: &'a Dataservice,
    pub owner: Publisher<'a>,
    pub contacts: Vec<&'a ContactPoint>,
    /// The datasets that it serves and that the reader may see.
    pub datasets: Vec<&'a Dataset>,
}

pub fn dataservice(graph: &mut Graph, portal: &Portal, facts: &ServiceFacts<'_>) {
    let service = facts.dataservice;
    let place = graph.place();
    let harvest = service.harvest.as_ref();
    let mut node = Node::new(portal.dataservice(service), dcat::DATA_SERVICE);
    let id = service.id.to_string();
    node.text(
        dct::IDENTIFIER,
        harvested(harvest, "remote_id").unwrap_or(&id),
    );
    node.text(dct::TITLE, &service.title);
    node.text(dct::DESCRIPTION, &service.description);
    node.text(
        skos::ALT_LABEL,
        service.acronym.as_deref().unwrap_or_default(),
    );
    let created = harvest_date(harvest, "created_at").unwrap_or(service.created_at);
    let issued = harvest_date(harvest, "issued_at").unwrap_or(created);
    node.instant(dct::CREATED, created);
    node.instant(dct::ISSUED, issued);
    node.instant(dct::MODIFIED, service.metadata_modified_at);
    addresses(graph, portal, &mut node, service);
    for tag in &service.tags {
        node.text(dcat::KEYWORD, tag);
    }
    themes(graph, portal, &mut node, harvest, &service.tags);
    access_rights(graph, &mut node, &service.access_type, &service.extras);
    let of_api = (service.license.as_deref(), &*service.access_type);
    if let Some(licence) = licence_of(graph, of_api, &service.extras) {
        node.add(dct::LICENSE, licence);
    }
    let category = service.access_type_reason_category.as_deref();
    access(graph, &mut node, &Access::of_service(service), category);
    own::say(&mut node, &own::SERVICE, service);
    if let Some(text) = of_source(&service.extras, "rights").first() {
        rights(graph, &mut node, text);
    }
    responsible(graph, portal, &mut node, facts.owner, &facts.contacts);
    high_value(graph, &mut node, &service.badges, &service.tags, harvest);
    for dataset in &facts.datasets {
        node.add(dcat::SERVES_DATASET, portal.dataset(dataset));
        if is_high_value(&service.badges) && is_high_value(&dataset.badges) {
            for category in lists::hvd_categories(&dataset.tags) {
                let found = hvd_category(graph, category);
                add_once(&mut node, dcatap::HVD_CATEGORY, found);
            }
        }
    }
    source::repeat(graph, portal, &mut node, harvest);
    graph.put_at(place, node);
}

/// What a service of high value lacks of what DCAT-AP HVD asks, with the categories of a dataset that it serves.
pub fn lacked(service: &Dataservice, dataset: &Dataset) -> Vec<&'static str> {
    let is_address = |text: &Option<String>| text.as_deref().and_then(iri).is_some();
    let has_category = [&service.tags, &dataset.tags]
        .into_iter()
        .any(|tags| !lists::hvd_categories(tags).is_empty());
    let has_page = is_address(&service.technical_documentation_url)
        || is_address(&service.business_documentation_url);
    let licence = service.license.as_deref().and_then(licence_address);
    let has_terms = licence.is_some() || !of_source(&service.extras, "rights").is_empty();
    let facts = [
        ("dcat:contactPoint", !service.contact_points.is_empty()),
        ("dcat:endpointURL", is_address(&service.base_api_url)),
        ("dcatap:hvdCategory", has_category),
        ("dct:license|dct:rights", has_terms),
        ("foaf:page", has_page),
    ];
    let lacks = facts.into_iter().filter(|(_, is_there)| !is_there);
    lacks.map(|(property, _)| property).collect()
}

/// A service that others only point at, with what makes it one.
pub fn named(graph: &mut Graph, portal: &Portal, service: &Dataservice) {
    let mut node = Node::new(portal.dataservice(service), dcat::DATA_SERVICE);
    node.text(dct::TITLE, &service.title);
    if let Some(endpoint) = service.base_api_url.as_deref().and_then(iri) {
        graph.own(&endpoint, rdfs::RESOURCE);
        node.add(dcat::ENDPOINT_URL, endpoint);
    }
    graph.put(node);
}

/// Where it answers, and where it is explained.
fn addresses(graph: &mut Graph, portal: &Portal, node: &mut Node, service: &Dataservice) {
    let address = |text: &Option<String>| text.as_deref().and_then(iri);
    if let Some(endpoint) = address(&service.base_api_url) {
        graph.own(&endpoint, rdfs::RESOURCE);
        node.add(dcat::ENDPOINT_URL, endpoint);
    }
    if let Some(machine) = address(&service.machine_documentation_url) {
        graph.own(&machine, rdfs::RESOURCE);
        node.add(dcat::ENDPOINT_DESCRIPTION, machine);
    }
    for page in [
        &service.technical_documentation_url,
        &service.business_documentation_url,
    ] {
        if let Some(page) = address(page) {
            graph.own(&page, foaf::DOCUMENT);
            node.add(foaf::PAGE, page);
        }
    }
    let landing = harvested(service.harvest.as_ref(), "remote_url").and_then(iri);
    let landing = landing.unwrap_or_else(|| portal.dataservice_page(service));
    if node.subject != landing.clone().into() {
        graph.own(&landing, foaf::DOCUMENT);
        node.add(dcat::LANDING_PAGE, landing);
    }
}

/// A service of high value among the distributions of a dataset that it serves.
pub fn as_distribution(graph: &mut Graph, portal: &Portal, service: &Dataservice) -> Option<Term> {
    is_high_value(&service.badges).then_some(())?;
    let address = service.base_api_url.as_deref().and_then(iri)?;
    graph.own(&address, rdfs::RESOURCE);
    let mut node = Node::new(graph.blank(), dcat::DISTRIBUTION_CLASS);
    node.text(dct::TITLE, &service.title);
    node.add(dcat::ACCESS_URL, address);
    let name: NamedNode = portal.dataservice(service);
    node.add(dcat::ACCESS_SERVICE, name);
    legislation(graph, &mut node, &service.badges);
    if let Some(licence) = licence(graph, service.license.as_deref()) {
        node.add(dct::LICENSE, licence);
    }
    let link = node.link();
    graph.put(node);
    Some(link)
}
