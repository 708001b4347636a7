//! What is noted while an object is read: the nodes that describe it, and what could not be taken in.

use std::collections::{HashMap, HashSet};

use vitrail_domain::harvest::Lost;

use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;

use super::graph::{Subject, Value};
use super::terms::DOCUMENT;
use super::words::shown;
use crate::context;

/// The notes on one object.
#[derive(Default)]
pub struct Notes<'g> {
    /// The nodes that describe it, each with the name that the report gives it.
    nodes: Vec<(Subject<'g>, String)>,
    /// Where each of them is among these.
    places: HashMap<Subject<'g>, usize>,
    /// Nodes of whose labels what was not kept was told.
    labelled: HashSet<Subject<'g>>,
    lost: Vec<Lost>,
    /// How many more there were.
    untold: usize,
}

/// What is told of one object, and how much of a name.
const MOST_TOLD: usize = 1_000;
const MOST_NAME: usize = 500;

const NO_PLACE: &str = "The portal has no place for this property";

impl<'g> Notes<'g> {
    /// This node describes the object: what nothing is made of will be told.
    pub fn met(&mut self, node: Subject<'g>, called: &str) {
        if !self.places.contains_key(&node) {
            // What has no name of its own is told under that of the object.
            let first = self.nodes.first().map(|(_, name)| name.clone());
            let own = node.iri().map(str::to_owned);
            let of_object = first.filter(|_| called.starts_with("_:"));
            let name = own.or(of_object).unwrap_or_else(|| called.to_owned());
            let name = name.chars().take(MOST_NAME).collect();
            self.places.insert(node, self.nodes.len());
            self.nodes.push((node, name));
        }
    }

    /// The name that the report gives to a node.
    fn called(&self, node: Subject<'g>) -> String {
        let known = self.places.get(&node).and_then(|at| self.nodes.get(*at));
        let named = || {
            let first = self.nodes.first();
            node.iri().map_or_else(
                || first.map_or_else(|| node.name().to_owned(), |(_, name)| name.clone()),
                str::to_owned,
            )
        };
        known.map_or_else(named, |(_, name)| name.clone())
    }

    /// A value could not be taken in.
    pub fn lose(
        &mut self,
        node: Subject<'g>,
        property: NamedNodeRef<'_>,
        value: Value<'g>,
        why: impl Into<String>,
    ) {
        if self.is_full() {
            return;
        }
        let (subject, property) = (self.called(node), short(property.as_str()));
        self.lost
            .push(Lost::new(subject, property, shown(value), why));
    }

    /// Whether no more is told; what is not is counted.
    fn is_full(&mut self) -> bool {
        let is_full = self.lost.len() >= MOST_TOLD;
        self.untold += usize::from(is_full);
        is_full
    }

    /// The values of a property after the first could not be taken in.
    pub fn lose_rest(
        &mut self,
        node: Subject<'g>,
        property: NamedNodeRef<'_>,
        rest: impl IntoIterator<Item = Value<'g>>,
        why: &str,
    ) {
        for value in rest {
            self.lose(node, property, value, why);
        }
    }

    /// Whether the labels of a node are met for the first time.
    pub fn meets_labels(&mut self, node: Subject<'g>) -> bool {
        self.labelled.insert(node)
    }

    /// All that was lost, once nothing more is read.
    pub fn close(mut self) -> Vec<Lost> {
        for (node, name) in std::mem::take(&mut self.nodes) {
            for (property, value) in node.leftovers() {
                // Of which class something is says what it is read as.
                if property == rdf::TYPE.as_str() {
                    continue;
                }
                self.no_place(&name, property, value);
                if let Value::Node(page) = value {
                    self.of_document(page);
                }
            }
        }
        if self.untold > 0 {
            let why = format!("{} more facts were lost", self.untold);
            let subject = self.lost.first().map(|first| first.subject.clone());
            self.lost
                .push(Lost::new(subject.unwrap_or_default(), "", "", why));
        }
        self.lost
    }

    fn no_place(&mut self, subject: &str, property: &str, value: Value<'_>) {
        if !self.is_full() {
            let lost = Lost::new(subject, short(property), shown(value), NO_PLACE);
            self.lost.push(lost);
        }
    }

    /// Tells what is said of a document that has no place either.
    fn of_document(&mut self, page: Subject<'_>) {
        let Some(address) = page.iri().filter(|_| page.is(DOCUMENT)) else {
            return;
        };
        for (property, value) in page.leftovers() {
            if property != rdf::TYPE.as_str() {
                self.no_place(address, property, value);
            }
        }
    }
}

/// A property as people write it.
pub fn short(iri: &str) -> String {
    let own = context::short(iri);
    if own.contains(':') && !own.contains("://") {
        return own;
    }
    if own != iri {
        return format!("dcat:{own}");
    }
    for (prefix, space) in super::terms::MORE_PREFIXES {
        if let Some(local) = iri.strip_prefix(space) {
            return format!("{prefix}:{local}");
        }
    }
    own
}
