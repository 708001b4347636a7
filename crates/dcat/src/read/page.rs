//! A page of a catalogue: what it is about, and which page comes next.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;

use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;
use vitrail_domain::harvest::{Harvested, Lost};
use vitrail_domain::vocabulary::access::ReasonCategory;

use super::bounds::{MOST_THINGS, THINGS};
use super::graph::{Graph, Name, Subject};
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
    links: Links,
    /// What it describes, in order.
    things: Vec<Thing>,
}

/// Something that a page says.
#[derive(Clone, Copy)]
enum Thing {
    Dataset(Name),
    Dataservice(Name),
    /// A distribution that no dataset has.
    Loose(Name),
}

impl Page {
    pub fn read(source: Source<'_>) -> Result<Self, Unreadable> {
        let graph = parse::parse(source)?;
        let links = Links::of(&graph);
        let mut things = Vec::new();
        for node in graph.subjects().filter(|node| links.is_dataset(*node)) {
            things.push(Thing::Dataset(node.number()));
        }
        let services = graph.subjects();
        for node in services.filter(|node| links.is_dataservice(*node)) {
            things.push(Thing::Dataservice(node.number()));
        }
        if things.len() > MOST_THINGS {
            return Err(Unreadable::Said(THINGS.to_owned()));
        }
        for node in graph.subjects() {
            let is_loose = !links.distributed.contains(&node.number());
            if is_loose && node.is(dcat::DISTRIBUTION_CLASS) {
                things.push(Thing::Loose(node.number()));
            }
        }
        Ok(Self {
            graph,
            links,
            things,
        })
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
        let mut harvested = Harvested::default();
        for thing in &self.things {
            self.add(*thing, options, &mut harvested);
        }
        harvested
    }

    /// What the page is about, some things at a time: what is made of a page takes many times what the page takes.
    pub fn parts(self, options: &Options) -> Parts {
        Parts {
            page: self,
            options: options.clone(),
            given: 0,
        }
    }

    fn add(&self, thing: Thing, options: &Options, harvested: &mut Harvested) {
        let node = |number| self.graph.subject(number);
        match thing {
            Thing::Dataset(number) => {
                let dataset = dataset::dataset(&self.links, node(number), options);
                harvested.datasets.push(dataset);
            }
            Thing::Dataservice(number) => {
                let service = dataservice::dataservice(&self.links, node(number), options);
                harvested.dataservices.push(service);
            }
            Thing::Loose(number) => harvested.lost.push(Lost::new(
                node(number).name(),
                "rdf:type",
                "dcat:Distribution",
                "No dataset of this page has this distribution",
            )),
        }
    }
}

/// The most things of one part, and the most files.
const PART: usize = 500;
const FILES: usize = 5_000;

/// What a page is about, some things at a time.
pub struct Parts {
    page: Page,
    options: Options,
    /// How many things were given.
    given: usize,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} things", self.given, self.page.things.len())
    }
}

impl Iterator for Parts {
    type Item = Harvested;

    fn next(&mut self) -> Option<Harvested> {
        let waiting = self.page.things.get(self.given..)?;
        waiting.first()?;
        let (mut part, mut files) = (Harvested::default(), 0);
        for thing in waiting.iter().take(PART) {
            self.page.add(*thing, &self.options, &mut part);
            self.given += 1;
            if let Thing::Dataset(_) = thing {
                files += part.datasets.last().map_or(0, |one| one.resources.len());
            }
            if files >= FILES {
                break;
            }
        }
        Some(part)
    }
}

/// What the links of a page tell of its nodes.
pub struct Links {
    /// The series of their parts.
    wholes: HashMap<Name, Vec<Name>>,
    /// The records of what they are about.
    records: HashMap<Name, Name>,
    /// What the catalogue lists.
    datasets: HashSet<Name>,
    services: HashSet<Name>,
    /// What others only point at.
    pointed: HashSet<Name>,
    /// The datasets whose files lead to a service.
    behind_files: HashMap<Name, Vec<Name>>,
    distributed: HashSet<Name>,
    /// What texts about licences and rights were found to mean: a catalogue writes the same ones everywhere.
    meanings: RefCell<HashMap<String, Meaning>>,
}

/// What a text about terms of use means.
#[derive(Clone, Copy, Default)]
pub struct Meaning {
    pub licence: Option<&'static str>,
    pub reason: Option<ReasonCategory>,
}

impl Links {
    fn of(graph: &Graph) -> Self {
        let targets = |properties: &[NamedNodeRef<'_>]| {
            let links = properties
                .iter()
                .flat_map(|property| graph.links(*property));
            links
                .map(|(_, target)| target.number())
                .collect::<HashSet<_>>()
        };
        let mut wholes: HashMap<Name, Vec<Name>> = HashMap::new();
        for (whole, part) in graph.links(HAS_PART) {
            if whole.is(SERIES) && part.is(dcat::DATASET_CLASS) {
                let all = wholes.entry(part.number()).or_default();
                all.push(whole.number());
            }
        }
        let mut records: HashMap<Name, Name> = HashMap::new();
        for (record, topic) in graph.links(PRIMARY_TOPIC) {
            records.entry(topic.number()).or_insert(record.number());
        }
        for (topic, record) in graph.links(IS_PRIMARY_TOPIC_OF) {
            records.entry(topic.number()).or_insert(record.number());
        }
        let owners = graph.links(dcat::DISTRIBUTION).into_iter();
        let owners: HashMap<Name, Name> = owners
            .map(|(dataset, file)| (file.number(), dataset.number()))
            .collect();
        let mut behind_files: HashMap<Name, Vec<Name>> = HashMap::new();
        for (file, service) in graph.links(dcat::ACCESS_SERVICE) {
            let datasets = behind_files.entry(service.number()).or_default();
            datasets.extend(owners.get(&file.number()));
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
    fn is_dataset(&self, node: Subject<'_>) -> bool {
        let has_title = node.has(dct::TITLE);
        let is_listed = self.datasets.contains(&node.number());
        let is_one = node.is(dcat::DATASET_CLASS) || node.is(SERIES) || (is_listed && has_title);
        if is_listed || !self.pointed.contains(&node.number()) {
            return is_one;
        }
        // A page that lists its datasets may name others, which another page describes.
        let is_elsewhere = !self.datasets.is_empty() && is_only_named(node);
        is_one && has_title && !is_elsewhere
    }

    /// Whether a node is an API of the catalogue, rather than the way to one file.
    pub fn is_dataservice(&self, node: Subject<'_>) -> bool {
        let is_listed = self.services.contains(&node.number());
        let is_one = node.is(dcat::DATA_SERVICE) || (is_listed && node.has(dct::TITLE));
        is_one && (is_listed || !self.behind_files.contains_key(&node.number()))
    }

    /// The datasets that have a file which leads to this service.
    pub fn behind<'g>(&self, service: Subject<'g>) -> impl Iterator<Item = Subject<'g>> {
        let all = self.behind_files.get(&service.number());
        all.into_iter()
            .flatten()
            .map(move |name| service.other(*name))
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

    pub fn wholes_of<'g>(&self, node: Subject<'g>) -> impl Iterator<Item = Subject<'g>> {
        let all = self.wholes.get(&node.number()).into_iter().flatten();
        all.map(move |whole| node.other(*whole))
    }

    pub fn record_of<'g>(&self, node: Subject<'g>) -> Option<Subject<'g>> {
        let record = self.records.get(&node.number())?;
        Some(node.other(*record))
    }
}

/// Whether nothing is said of a node but how it is called and what it is about.
fn is_only_named(node: Subject<'_>) -> bool {
    let names = [rdf::TYPE, dct::IDENTIFIER, dct::TITLE, dct::DESCRIPTION];
    node.all()
        .all(|(property, _)| names.iter().any(|name| name.as_str() == property))
}

/// How the source calls a node: by its identifier, else by its address on the web or its name (`urn:`).
pub fn identifier(node: Subject<'_>) -> String {
    let said = node.peek(dct::IDENTIFIER).find_map(address_of);
    let is_name = |iri: &&str| agent::web(iri).is_some() || iri.starts_with("urn:");
    let own = || node.iri().filter(is_name);
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
