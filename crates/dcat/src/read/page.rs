//! A page of a catalogue: what it is about, and which page comes next.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;
use vitrail_domain::harvest::{Harvested, Lost};
use vitrail_domain::vocabulary::access::ReasonCategory;

use super::graph::{Graph, Subject};
use super::parse::{self, Source, Unreadable};
use super::terms::{
    DISTRIBUTIONS, HAS_PART, HYDRA_NEXT_PAGE, HYDRA_PAGED, IN_SERIES, IS_PART_OF,
    IS_PRIMARY_TOPIC_OF, PRIMARY_TOPIC, SERIES,
};
use super::words::address_of;
use super::{agent, dataservice, dataset, rights};
use crate::terms::{dcat, dct, hydra};

/// How a catalogue is read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language to keep where there are several: `fr`.
    pub language: String,
    /// Where the pages of a catalogue of geographers are: the identifier of the record follows.
    pub remote_url_prefix: Option<String>,
}

/// A document, read.
pub struct Page {
    graph: Graph,
}

impl Page {
    pub fn read(source: Source<'_>) -> Result<Self, Unreadable> {
        let graph = parse::parse(source)?;
        Ok(Self { graph })
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        // A catalogue names its things; keys that mean nothing are read as words about nobody.
        let says = |node: Subject<'_>| node.has(rdf::TYPE) || node.has(dcat::DATASET);
        !self.graph.subjects().any(says)
    }

    /// The address of the page after this one, as it is written: by the current words of Hydra, else by the former.
    pub fn next(&self) -> Option<String> {
        let written = |class, property| {
            let mut views = self.graph.subjects().filter(|node| node.is(class));
            views.find_map(|view| view.peek(property).find_map(address_of))
        };
        let next = written(hydra::PARTIAL, hydra::NEXT);
        let next = next.or_else(|| written(HYDRA_PAGED, HYDRA_NEXT_PAGE));
        next.map(str::to_owned)
    }

    /// What the page is about.
    pub fn harvested(&self, options: &Options) -> Harvested {
        let links = Links::of(&self.graph);
        let mut harvested = Harvested::default();
        for node in self.graph.subjects() {
            if links.is_dataset(node) {
                harvested
                    .datasets
                    .push(dataset::dataset(&links, node, options));
            }
        }
        for node in self.graph.subjects() {
            if links.is_dataservice(node) {
                harvested
                    .dataservices
                    .push(dataservice::dataservice(&links, node, options));
            }
        }
        for node in self.graph.subjects() {
            if node.is(dcat::DISTRIBUTION_CLASS) && !links.distributed.contains(&node) {
                harvested.lost.push(Lost::new(
                    node.name(),
                    "rdf:type",
                    "dcat:Distribution",
                    "No dataset of this page has this distribution",
                ));
            }
        }
        harvested
    }
}

/// What the links of a page tell of its nodes.
pub struct Links<'g> {
    /// The series of their parts.
    wholes: HashMap<Subject<'g>, Vec<Subject<'g>>>,
    /// The records of what they are about.
    records: HashMap<Subject<'g>, Subject<'g>>,
    /// What the catalogue lists.
    datasets: HashSet<Subject<'g>>,
    services: HashSet<Subject<'g>>,
    /// What others only point at.
    pointed: HashSet<Subject<'g>>,
    /// The datasets whose files lead to a service.
    behind_files: HashMap<Subject<'g>, Vec<Subject<'g>>>,
    distributed: HashSet<Subject<'g>>,
    /// What texts about licences and rights were found to mean: a catalogue writes the same ones everywhere.
    meanings: RefCell<HashMap<String, Meaning>>,
}

/// What a text about terms of use means.
#[derive(Clone, Copy, Default)]
pub struct Meaning {
    pub licence: Option<&'static str>,
    pub reason: Option<ReasonCategory>,
}

impl<'g> Links<'g> {
    #[expect(
        clippy::mutable_key_type,
        reason = "a subject is its number; what changes is whether its statements were taken"
    )]
    fn of(graph: &'g Graph) -> Self {
        let targets = |properties: &[NamedNodeRef<'_>]| {
            let links = properties
                .iter()
                .flat_map(|property| graph.links(*property));
            links.map(|(_, target)| target).collect::<HashSet<_>>()
        };
        let mut wholes: HashMap<Subject<'g>, Vec<Subject<'g>>> = HashMap::new();
        for (whole, part) in graph.links(HAS_PART) {
            if whole.is(SERIES) && part.is(dcat::DATASET_CLASS) {
                wholes.entry(part).or_default().push(whole);
            }
        }
        let mut records: HashMap<Subject<'g>, Subject<'g>> = HashMap::new();
        for (record, topic) in graph.links(PRIMARY_TOPIC) {
            records.entry(topic).or_insert(record);
        }
        for (topic, record) in graph.links(IS_PRIMARY_TOPIC_OF) {
            records.entry(topic).or_insert(record);
        }
        let owners = graph.links(dcat::DISTRIBUTION).into_iter();
        let owners: HashMap<_, _> = owners.map(|(dataset, file)| (file, dataset)).collect();
        let mut behind_files: HashMap<Subject<'g>, Vec<Subject<'g>>> = HashMap::new();
        for (file, service) in graph.links(dcat::ACCESS_SERVICE) {
            let datasets = behind_files.entry(service).or_default();
            datasets.extend(owners.get(&file));
        }
        Self {
            wholes,
            records,
            datasets: targets(&[dcat::DATASET]),
            services: targets(&[dcat::SERVICE]),
            pointed: targets(&[dcat::SERVES_DATASET, HAS_PART, IN_SERIES, IS_PART_OF]),
            behind_files,
            distributed: targets(&[dcat::DISTRIBUTION, DISTRIBUTIONS, HAS_PART]),
            meanings: RefCell::default(),
        }
    }

    /// Whether a node is a dataset that this page describes: not one that is only pointed at, and is described elsewhere.
    fn is_dataset(&self, node: Subject<'g>) -> bool {
        let has_title = node.has(dct::TITLE);
        let is_listed = self.datasets.contains(&node);
        let is_one = node.is(dcat::DATASET_CLASS) || node.is(SERIES) || (is_listed && has_title);
        if is_listed || !self.pointed.contains(&node) {
            return is_one;
        }
        // A page that lists its datasets may name others, which another page describes.
        let is_elsewhere = !self.datasets.is_empty() && is_only_named(node);
        is_one && has_title && !is_elsewhere
    }

    /// Whether a node is an API of the catalogue, rather than the way to one file.
    pub fn is_dataservice(&self, node: Subject<'g>) -> bool {
        let is_listed = self.services.contains(&node);
        let is_one = node.is(dcat::DATA_SERVICE) || (is_listed && node.has(dct::TITLE));
        is_one && (is_listed || !self.behind_files.contains_key(&node))
    }

    /// The datasets that have a file which leads to this service.
    pub fn behind(&self, service: Subject<'g>) -> &[Subject<'g>] {
        self.behind_files.get(&service).map_or(&[], Vec::as_slice)
    }

    /// What a text about terms of use means.
    pub fn meaning(&self, text: &str) -> Meaning {
        if let Some(known) = self.meanings.borrow().get(text) {
            return *known;
        }
        let found = Meaning {
            licence: rights::licence(text),
            reason: ReasonCategory::guess(text),
        };
        self.meanings.borrow_mut().insert(text.to_owned(), found);
        found
    }

    pub fn wholes_of(&self, node: Subject<'g>) -> impl Iterator<Item = Subject<'g>> {
        self.wholes.get(&node).into_iter().flatten().copied()
    }

    pub fn record_of(&self, node: Subject<'g>) -> Option<Subject<'g>> {
        self.records.get(&node).copied()
    }
}

/// Whether nothing is said of a node but how it is called and what it is about.
fn is_only_named(node: Subject<'_>) -> bool {
    let names = [rdf::TYPE, dct::IDENTIFIER, dct::TITLE, dct::DESCRIPTION];
    node.all()
        .all(|(property, _)| names.iter().any(|name| name.as_str() == property))
}

/// How the source calls a node: by its identifier, else by its address on the web.
pub fn identifier(node: Subject<'_>) -> String {
    let said = node.peek(dct::IDENTIFIER).find_map(address_of);
    let own = || node.iri().filter(|iri| agent::web(iri).is_some());
    said.or_else(own).unwrap_or_default().to_owned()
}

/// How others point at a node: by its identifier where it is described here, else by its address.
pub fn name_of(node: Subject<'_>) -> String {
    let known = identifier(node);
    if known.is_empty() {
        return node.iri().unwrap_or_default().to_owned();
    }
    known
}
