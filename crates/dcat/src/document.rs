//! A document being made: objects are described one after the other, and what is written can be sent before the next
//! is known.

use std::collections::HashMap;

use oxrdf::{NamedNode, Triple};
use vitrail_domain::{ContactPoint, Dataset, Organization};

use crate::agent::{Publisher, contact, publisher};
use crate::catalogue::{self, CatalogueFacts};
use crate::dataservice::{self, ServiceFacts};
use crate::dataset::{self, DatasetFacts};
use crate::error::Result;
use crate::graph::{Graph, Node, Property};
use crate::links::Portal;
use crate::stream::{self, Event, Fragment};
use crate::syntax::Syntax;
use crate::terms::dcat;
use crate::write::Writer;

/// Members of a catalogue are written at the latest when there are so many, and the rest with the catalogue itself.
const MEMBERS: usize = 2_000;

pub struct Document {
    portal: Portal,
    graph: Graph,
    writer: Writer,
    /// What belongs to the catalogue and was not said yet.
    members: Vec<(Property, NamedNode)>,
    /// The graphs of the objects that a stream tells of, each in that of its event.
    graphs: HashMap<NamedNode, NamedNode>,
}

impl Document {
    pub fn new(portal: Portal, syntax: Syntax) -> Self {
        Self {
            portal,
            graph: Graph::default(),
            writer: Writer::new(syntax),
            members: Vec::new(),
            graphs: HashMap::new(),
        }
    }

    /// A document of which the triples are wanted, in no syntax.
    pub fn keeping(portal: Portal) -> Self {
        Self {
            portal,
            graph: Graph::default(),
            writer: Writer::keeping(),
            members: Vec::new(),
            graphs: HashMap::new(),
        }
    }

    /// Its triples; members of a catalogue that is not described here are said to be so.
    pub fn kept(mut self) -> Result<Vec<Triple>> {
        if !self.members.is_empty() {
            let members = std::mem::take(&mut self.members);
            let node = Node {
                subject: self.portal.catalogue().into(),
                properties: members
                    .into_iter()
                    .map(|(property, name)| (property, name.into()))
                    .collect(),
            };
            self.graph.put(node);
            self.write()?;
        }
        Ok(self.writer.kept())
    }

    pub fn dataset(&mut self, facts: &DatasetFacts<'_>) -> Result<()> {
        dataset::dataset(&mut self.graph, &self.portal, facts);
        self.write_about(&self.portal.dataset(facts.dataset))
    }

    /// A dataset that others point at and that is described elsewhere: see [`dataset::stub`].
    pub fn stub(&mut self, found: &Dataset) -> Result<()> {
        dataset::stub(&mut self.graph, &self.portal, found);
        self.write()
    }

    pub fn dataservice(&mut self, facts: &ServiceFacts<'_>) -> Result<()> {
        dataservice::dataservice(&mut self.graph, &self.portal, facts);
        self.write_about(&self.portal.dataservice(facts.dataservice))
    }

    pub fn organization(&mut self, found: &Organization) -> Result<()> {
        publisher(
            &mut self.graph,
            &self.portal,
            Publisher::Organization(found),
        );
        self.write_about(&self.portal.organization(found.id))
    }

    pub fn contact(&mut self, found: &ContactPoint) -> Result<()> {
        contact(&mut self.graph, &self.portal, found);
        self.write_about(&self.portal.contact(found.id))
    }

    /// Says that a dataset, described before or after, belongs to the catalogue.
    pub fn lists_dataset(&mut self, of: Option<&Organization>, found: &Dataset) -> Result<()> {
        let name = self.portal.dataset(found);
        self.lists(of, dcat::DATASET, name)
    }

    pub fn lists_service(
        &mut self,
        of: Option<&Organization>,
        found: &vitrail_domain::Dataservice,
    ) -> Result<()> {
        let name = self.portal.dataservice(found);
        self.lists(of, dcat::SERVICE, name)
    }

    fn lists(&mut self, of: Option<&Organization>, how: Property, name: NamedNode) -> Result<()> {
        self.members.push((how, name));
        if self.members.len() < MEMBERS {
            return Ok(());
        }
        let node = Node {
            subject: catalogue::subject(&self.portal, of).into(),
            properties: self
                .members
                .drain(..)
                .map(|(property, name)| (property, name.into()))
                .collect(),
        };
        self.graph.put(node);
        self.write()
    }

    /// A page of the stream of what happened: it goes first, what these events are about follows.
    pub fn stream(&mut self, fragment: &Fragment, events: &[Event]) -> Result<()> {
        let has_graphs = self.writer.has_graphs();
        stream::stream(&mut self.graph, fragment, events, has_graphs);
        if has_graphs {
            let graphs = events.iter().filter(|event| !event.gone);
            let graphs = graphs.map(|event| Some((event.object.clone(), fragment.member(event)?)));
            self.graphs = graphs.flatten().collect();
        }
        self.write()
    }

    /// The catalogue, with those of its members that were not said yet.
    pub fn catalogue(&mut self, facts: CatalogueFacts<'_>) -> Result<()> {
        let members = std::mem::take(&mut self.members);
        catalogue::catalogue(&mut self.graph, &self.portal, facts, members);
        self.write()
    }

    /// Writes what an object is: in a graph of its own where a stream tells of it, whole and apart from the others.
    fn write_about(&mut self, name: &NamedNode) -> Result<()> {
        if let Some(graph) = self.graphs.get(name) {
            self.writer.within(Some(graph))?;
        }
        self.write()?;
        self.writer.within(None)
    }

    fn write(&mut self) -> Result<()> {
        for node in self.graph.take() {
            self.writer.node(&node)?;
        }
        if !self.graphs.is_empty() {
            self.graph.forget();
        }
        Ok(())
    }

    /// What is written so far and was not taken yet.
    pub fn take(&mut self) -> Vec<u8> {
        self.writer.take()
    }

    /// The rest.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.writer.finish()
    }
}
