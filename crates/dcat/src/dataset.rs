//! A dataset as DCAT-AP describes it. A fact that the portal does not have is not written.

use std::collections::HashMap;

use oxrdf::vocab::xsd;
use oxrdf::{NamedNode, Term};
use serde_json::Value;
use vitrail_domain::dataset::TemporalCoverage;
use vitrail_domain::spatial::Zone;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::access::AccessType;
use vitrail_domain::vocabulary::frequency::Frequency;
use vitrail_domain::{ContactPoint, Dataservice, Dataset, Extras, Resource};

use crate::agent::{Publisher, responsible};
use crate::distribution::{
    distribution, licence_of, limitation, of_source, reason, rights, standard,
};
use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::links::{Portal, harvested};
use crate::lists::{self, Theme};
use crate::own::{self, Access};
use crate::terms::{adms, dcat, dcatap, dct, dqv, eli, foaf, geodcat, rdfs, schema, skos};
use crate::theme::{concept, themes};
use crate::{dataservice, place, source};

/// The regulation on data of high value.
const HVD_REGULATION: &str = "http://data.europa.eu/eli/reg_impl/2023/138/oj";
const HVD_SCHEME: &str = "http://data.europa.eu/bna/asd487ae75";
const HVD_CATEGORIES: &str = "http://data.europa.eu/bna/";

/// A dataset with all that its description needs.
#[derive(Clone, Debug)]
pub struct DatasetFacts<'a> {
    pub dataset: &'a Dataset,
    pub resources: &'a [Resource],
    pub owner: Publisher<'a>,
    pub contacts: Vec<&'a ContactPoint>,
    pub zones: &'a HashMap<String, Zone>,
    /// The services that serve it.
    pub services: Vec<&'a Dataservice>,
    /// The series that it belongs to, of those that are here.
    pub series: Vec<&'a Dataset>,
}

/// A dataset that is only named: what it takes for its name to mean something.
pub type Stub<'a> = &'a Dataset;

pub fn dataset(graph: &mut Graph, portal: &Portal, facts: &DatasetFacts<'_>) {
    let dataset = facts.dataset;
    let place = graph.place();
    let mut node = named(portal, dataset);
    other_name(graph, portal, &mut node, dataset);
    dates(&mut node, dataset);
    let page = landing_page(portal, dataset);
    // A thing whose name is that of its page needs no other; and it is no document, as shapes want of pages.
    if node.subject != page.clone().into() {
        graph.own(&page, foaf::DOCUMENT);
        node.add(dcat::LANDING_PAGE, page);
    }
    node.text(
        skos::ALT_LABEL,
        dataset.acronym.as_deref().unwrap_or_default(),
    );
    node.text(
        dct::ABSTRACT,
        dataset.description_short.as_deref().unwrap_or_default(),
    );
    for tag in &dataset.tags {
        node.text(dcat::KEYWORD, tag);
    }
    themes(
        graph,
        portal,
        &mut node,
        dataset.harvest.as_ref(),
        &dataset.tags,
    );
    if let Some(period) = dataset.temporal_coverage {
        node.add(dct::TEMPORAL, temporal(graph, period));
    }
    if let Some(spatial) = &dataset.spatial {
        place::spatial(graph, portal, &mut node, spatial, facts.zones);
    }
    conditions(graph, &mut node, dataset);
    own::say(&mut node, &own::DATASET, dataset);
    // Rights are said of files: where there is none, or where their source says none of them, of the data.
    let of_files = |file: &Resource| !of_source(&file.extras, "rights").is_empty();
    let is_of_source = portal.words_of(dataset.harvest.as_ref()).is_some();
    if facts.resources.is_empty() || (is_of_source && !facts.resources.iter().any(of_files)) {
        for text in of_source(&dataset.extras, "rights") {
            rights(graph, &mut node, &text);
        }
    }
    said_by_the_source(graph, &mut node, dataset);
    if let Some(found) = dataset
        .schema
        .as_ref()
        .and_then(|schema| standard(graph, schema))
    {
        node.add(dct::CONFORMS_TO, found);
    }
    responsible(graph, portal, &mut node, facts.owner, &facts.contacts);
    let of_source = dataset.harvest.as_ref();
    high_value(graph, &mut node, &dataset.badges, &dataset.tags, of_source);
    for resource in facts.resources {
        let file = distribution(graph, portal, facts, resource);
        node.add(dcat::DISTRIBUTION, file);
    }
    if is_high_value(&dataset.badges) {
        for service in &facts.services {
            if let Some(found) = dataservice::as_distribution(graph, portal, service) {
                node.add(dcat::DISTRIBUTION, found);
            }
        }
    }
    for series in &facts.series {
        node.add(dcat::IN_SERIES, portal.dataset(series));
    }
    source::repeat(graph, portal, &mut node, dataset.harvest.as_ref());
    graph.put_at(place, node);
}

/// The page of a dataset for people: where its source shows it, else here.
pub fn landing_page(portal: &Portal, dataset: &Dataset) -> NamedNode {
    let page = harvested(dataset.harvest.as_ref(), "remote_url").and_then(iri);
    page.unwrap_or_else(|| portal.dataset_page(dataset))
}

/// The node of a dataset with its name, its title and its description.
fn named(portal: &Portal, dataset: &Dataset) -> Node {
    let mut node = Node::new(portal.dataset(dataset), dcat::DATASET_CLASS);
    if is_series(dataset) {
        node.is(dcat::DATASET_SERIES);
    }
    names(&mut node, dataset);
    node
}

fn names(node: &mut Node, dataset: &Dataset) {
    let id = dataset.id.to_string();
    let identifier = harvested(dataset.harvest.as_ref(), "dct_identifier");
    node.text(dct::IDENTIFIER, identifier.unwrap_or(&id));
    node.text(dct::TITLE, &dataset.title);
    node.text(dct::DESCRIPTION, &dataset.description);
}

/// A dataset that this document only points at. Shapes ask that it be a dataset, and who harvests takes all that is
/// said to be one for a whole description: it is of a class below, so that both are right.
pub fn stub(graph: &mut Graph, portal: &Portal, dataset: &Dataset) {
    let mut node = if is_series(dataset) {
        Node::new(portal.dataset(dataset), dcat::DATASET_SERIES)
    } else {
        let class = schema::DATASET.into_owned();
        if graph.is_new(class.as_str()) {
            let mut below = Node::new(class, rdfs::CLASS);
            below.add(rdfs::SUB_CLASS_OF, dcat::DATASET_CLASS.into_owned());
            graph.put(below);
        }
        Node::new(portal.dataset(dataset), schema::DATASET)
    };
    names(&mut node, dataset);
    // Shapes of high value ask it of all that services serve.
    high_value(graph, &mut node, &dataset.badges, &dataset.tags, None);
    graph.put(node);
}

/// What a dataset is called elsewhere, among the extras of DCAT.
pub const OTHER_IDENTIFIER: &str = "other_identifier";

/// Adds one to the names that a dataset has elsewhere.
pub fn other_identifier(extras: &mut Extras, name: String) {
    let mut names = of_source(extras, OTHER_IDENTIFIER);
    if names.contains(&name) {
        return;
    }
    names.push(name);
    let told = extras
        .entry("dcat")
        .or_insert_with(|| Extras::new().into())
        .as_object_mut();
    if let Some(told) = told {
        told.insert(OTHER_IDENTIFIER.to_owned(), names.into());
    }
}

/// Where harvest facts say that a dataset is a series of others.
pub const IS_SERIES: &str = "is_series";

/// Whether the source calls it a series.
fn is_series(dataset: &Dataset) -> bool {
    let facts = dataset.harvest.as_ref();
    facts.is_some_and(|facts| facts.get(IS_SERIES) == Some(&true.into()))
}

/// What a dataset is called here, when it comes from elsewhere.
fn other_name(graph: &mut Graph, portal: &Portal, node: &mut Node, dataset: &Dataset) {
    if harvested(dataset.harvest.as_ref(), "dct_identifier").is_none() {
        return;
    }
    let mut other = Node::new(graph.blank(), adms::IDENTIFIER_CLASS);
    other.text(dct::CREATOR, &portal.title);
    other.text(skos::NOTATION, portal.dataset_here(dataset.id).as_str());
    node.add(adms::IDENTIFIER, other.link());
    graph.put(other);
}

/// The dates of the source, where there is one; of what is known by its title alone, only when it came here.
fn dates(node: &mut Node, dataset: &Dataset) {
    let from_source = |key: &str| dataset.harvest_date(key);
    let (created, issued, modified) = if dataset.harvest.is_some() {
        (
            from_source("created_at"),
            from_source("issued_at"),
            from_source("modified_at"),
        )
    } else {
        let (created, modified) = (dataset.created_at_internal, dataset.last_modified_internal);
        let modified = (!dataset.partial).then_some(modified);
        (Some(created), Some(created), modified)
    };
    for (property, at) in [
        (dct::CREATED, created),
        (dct::ISSUED, issued),
        (dct::MODIFIED, modified),
    ] {
        if let Some(at) = at {
            node.instant(property, at);
        }
    }
}

/// How often it changes and on which terms it is there.
fn conditions(graph: &mut Graph, node: &mut Node, dataset: &Dataset) {
    if dataset.partial {
        return;
    }
    let frequency = Frequency::parse(&dataset.frequency).unwrap_or_default();
    let frequency = NamedNode::new_unchecked(frequency.eu_uri());
    graph.class_of(&frequency, dct::FREQUENCY);
    node.add(dct::ACCRUAL_PERIODICITY, frequency);
    access_rights(graph, node, &dataset.access_type, &dataset.extras);
    let category = dataset.access_type_reason_category.as_deref();
    access(graph, node, &Access::of_dataset(dataset), category);
    let of_data = (dataset.license.as_deref(), &*dataset.access_type);
    if let Some(licence) = licence_of(graph, of_data, &dataset.extras) {
        node.add(dct::LICENSE, licence);
    }
}

/// Who may get it: in the word of the source, where it is one of the European list and means what is said here.
pub fn access_rights(graph: &mut Graph, node: &mut Node, access_type: &str, extras: &Extras) {
    let access = AccessType::parse(access_type).unwrap_or(AccessType::Open);
    let mut said = of_source(extras, "accessRights").into_iter();
    let said = said.find(|said| AccessType::of_eu_uri(said) == Some(access));
    let rights = said.and_then(|said| iri(&said));
    let rights = rights.unwrap_or_else(|| NamedNode::new_unchecked(access.eu_uri()));
    graph.class_of(&rights, dct::RIGHTS_STATEMENT);
    node.add(dct::ACCESS_RIGHTS, rights);
}

/// On which conditions data that are not open to all are reached, and why: in the words of INSPIRE where the reason is one
/// of theirs, and in those of the producer.
pub fn access(graph: &mut Graph, node: &mut Node, access: &Access, category: Option<&str>) {
    own::say(node, &own::ACCESS, access);
    if let Some(reason) = reason(&access.r#type, category) {
        let reason = limitation(graph, reason);
        node.add(dct::RIGHTS, reason);
    }
    let is_open = access.r#type == AccessType::Open.code();
    let text = access.reason.as_deref().unwrap_or_default();
    if !is_open && !text.trim().is_empty() {
        rights(graph, node, text);
    }
}

/// What a harvested source said that the portal keeps without understanding it.
fn said_by_the_source(graph: &mut Graph, node: &mut Node, dataset: &Dataset) {
    for text in of_source(&dataset.extras, "provenance") {
        let mut told = Node::new(graph.blank(), dct::PROVENANCE_STATEMENT);
        told.text(rdfs::LABEL, text);
        node.add(dct::PROVENANCE, told.link());
        graph.put(told);
    }
    for text in of_source(&dataset.extras, "language") {
        if let Some(language) = lists::language(&text) {
            graph.class_of(&language, dct::LINGUISTIC_SYSTEM);
            node.add(dct::LANGUAGE, language);
        }
    }
    for name in of_source(&dataset.extras, OTHER_IDENTIFIER) {
        let mut other = Node::new(graph.blank(), adms::IDENTIFIER_CLASS);
        other.text(skos::NOTATION, &name);
        node.add(adms::IDENTIFIER, other.link());
        graph.put(other);
    }
    if let Some(version) = of_source(&dataset.extras, "version").first() {
        node.text(dcat::VERSION, version);
    }
    resolution(graph, node, &dataset.extras);
}

/// How fine data are on the ground: in metres, or at a scale, which DCAT-AP says as a measurement.
fn resolution(graph: &mut Graph, node: &mut Node, extras: &Extras) {
    let said = of_source(extras, "spatial_resolution");
    let metres = said.iter().find_map(|text| {
        let number = text.trim().strip_suffix('m')?.trim();
        number.parse::<f64>().ok().map(|_| number.to_owned())
    });
    if let Some(metres) =
        metres.filter(|text| text.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    {
        node.typed(dcat::SPATIAL_RESOLUTION, metres, xsd::DECIMAL);
        return;
    }
    let scale = said.iter().find_map(|text| {
        let (_, denominator) = text.split_once('/')?;
        let denominator: f64 = denominator.trim().parse().ok()?;
        (denominator.is_finite() && denominator >= 1.0).then(|| denominator.recip())
    });
    if let Some(scale) = scale {
        let mut measured = Node::new(graph.blank(), dqv::QUALITY_MEASUREMENT);
        let of = geodcat::SPATIAL_RESOLUTION_AS_SCALE.into_owned();
        measured.add(dqv::IS_MEASUREMENT_OF, of);
        measured.typed(dqv::VALUE, scale.to_string(), xsd::DECIMAL);
        node.add(dqv::HAS_QUALITY_MEASUREMENT, measured.link());
        graph.put(measured);
    }
}

fn temporal(graph: &mut Graph, period: TemporalCoverage) -> Term {
    let mut node = Node::new(graph.blank(), dct::PERIOD_OF_TIME);
    node.typed(dcat::START_DATE, period.start.to_string(), xsd::DATE);
    if let Some(end) = period.end {
        node.typed(dcat::END_DATE, end.to_string(), xsd::DATE);
    }
    let link = node.link();
    graph.put(node);
    link
}

pub fn is_high_value(badges: &[String]) -> bool {
    badges.iter().any(|badge| badge == "hvd")
}

/// Under which law data of high value are there.
pub fn legislation(graph: &mut Graph, node: &mut Node, badges: &[String]) {
    if is_high_value(badges) {
        let law = NamedNode::new_unchecked(HVD_REGULATION);
        graph.class_of(&law, eli::LEGAL_RESOURCE);
        add_once(node, dcatap::APPLICABLE_LEGISLATION, law.into());
    }
}

/// What makes data of high value such: the law, and the categories that the tags name. Without the badge, it is what
/// their source claims.
pub fn high_value(
    graph: &mut Graph,
    node: &mut Node,
    badges: &[String],
    tags: &[String],
    harvest: Option<&Extras>,
) {
    if !is_high_value(badges) {
        claims(graph, node, tags, |key| source::said(harvest, key));
        return;
    }
    legislation(graph, node, badges);
    for category in lists::hvd_categories(tags) {
        let found = hvd_category(graph, category);
        add_once(node, dcatap::HVD_CATEGORY, found);
    }
}

/// What a source says of the law on data of high value and of their categories, unless the tag of such data was taken away
/// here.
pub fn claims<'a>(
    graph: &mut Graph,
    node: &mut Node,
    tags: &[String],
    said: impl Fn(&str) -> Option<&'a Vec<Value>>,
) {
    if !tags.iter().any(|tag| tag == "hvd") {
        return;
    }
    for law in source::addresses(said("dcatap:applicableLegislation")) {
        if let Some(law) = iri(law).filter(|law| lists::is_hvd_law(law.as_str())) {
            graph.class_of(&law, eli::LEGAL_RESOURCE);
            add_once(node, dcatap::APPLICABLE_LEGISLATION, law.into());
        }
    }
    for category in source::addresses(said("dcatap:hvdCategory")) {
        let tag = lists::hvd_tag_of(category).map(str::to_owned);
        for category in lists::hvd_categories(tag.as_slice()) {
            let found = hvd_category(graph, category);
            add_once(node, dcatap::HVD_CATEGORY, found);
        }
    }
}

pub fn hvd_category(graph: &mut Graph, category: Theme) -> Term {
    let subject = NamedNode::new_unchecked(format!("{HVD_CATEGORIES}{}", category.code));
    let scheme = NamedNode::new_unchecked(HVD_SCHEME);
    concept(graph, subject, category, Some(scheme))
}

/// Says something of a node unless it is said already.
pub fn add_once(node: &mut Node, property: Property, value: Term) {
    let is_said = node
        .properties
        .iter()
        .any(|(said, other)| *said == property && *other == value);
    if !is_said {
        node.add(property, value);
    }
}
