//! The catalogue as a stream of events, for neighbours that stay in step with it: what was published or taken away,
//! in the order in which it happened, page after page (LDES, with the activities of DCAT-AP Feeds).

use oxrdf::vocab::xsd;
use oxrdf::{NamedNode, Term};
use vitrail_domain::Timestamp;

use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::terms::{activity, dcat, dct, ldes, shacl, tree};

/// Something that happened to an object of the catalogue.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its place in the log.
    pub seq: i64,
    pub at: Timestamp,
    pub object: NamedNode,
    /// Whether the object is not there any more.
    pub gone: bool,
}

/// A page of the stream.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The addresses of the stream, of its first page, of this one, and of the next one when there is one.
    pub stream: String,
    pub root: String,
    pub this: String,
    pub next: Option<String>,
}

impl Fragment {
    /// The name of an event. What its object is stands in the graph of that name, where the syntax has graphs.
    pub fn member(&self, event: &Event) -> Option<NamedNode> {
        iri(&format!("{}#{}", self.stream, event.seq))
    }
}

/// `has_graphs`: whether the objects of events stand in graphs of their own; a shape leads to them otherwise.
pub fn stream(
    graph: &mut Graph,
    fragment: &Fragment,
    events: &[Event],
    has_graphs: bool,
) -> Option<()> {
    let (name, this) = (iri(&fragment.stream)?, iri(&fragment.this)?);
    let root = iri(&fragment.root)?;
    let mut members = Vec::with_capacity(events.len());
    for event in events {
        let member = fragment.member(event)?;
        let class = if event.gone {
            activity::DELETE
        } else {
            activity::UPDATE
        };
        let mut node = Node::new(member.clone(), class);
        node.add(activity::OBJECT, event.object.clone());
        node.add(dct::IS_VERSION_OF, event.object.clone());
        node.typed(activity::PUBLISHED, event.at.to_string(), xsd::DATE_TIME);
        graph.put(node);
        members.push(member);
    }
    let mut node = Node::new(this.clone(), tree::NODE);
    if let Some(next) = fragment.next.as_deref().and_then(iri) {
        // A page may speak of nothing, when all that happened was about other things: it leads to the next all the same.
        let class = if events.is_empty() {
            tree::ANY
        } else {
            tree::GREATER_OR_EQUAL
        };
        let mut relation = Node::new(graph.blank(), class);
        relation.add(tree::TO, next);
        if let Some(last) = events.last() {
            relation.add(tree::PATH, activity::PUBLISHED.into_owned());
            relation.typed(tree::VALUE, last.at.to_string(), xsd::DATE_TIME);
        }
        node.add(tree::RELATION, relation.link());
        graph.put(relation);
    }
    if this == root {
        // The log keeps the last event of each object.
        let mut policy = Node::new(graph.blank(), ldes::LATEST_VERSION_SUBSET);
        policy.typed(ldes::AMOUNT, "1", xsd::INTEGER);
        node.add(ldes::RETENTION_POLICY, policy.link());
        graph.put(policy);
    }
    graph.put(node);
    let mut stream = Node::new(name, ldes::EVENT_STREAM);
    stream.add(ldes::TIMESTAMP_PATH, activity::PUBLISHED.into_owned());
    stream.add(ldes::VERSION_OF_PATH, dct::IS_VERSION_OF.into_owned());
    stream.add(tree::VIEW, root);
    if !has_graphs {
        stream.add(tree::SHAPE, shape(graph));
    }
    for member in members {
        stream.add(tree::MEMBER, member);
    }
    graph.put(stream);
    Some(())
}

/// What belongs to an event beside itself: its object, and the things of that one which have names.
fn shape(graph: &mut Graph) -> Term {
    let thing = part(graph, &[]);
    let file = part(graph, &[(dcat::ACCESS_SERVICE, &thing)]);
    let object = [
        (dcat::DISTRIBUTION, &file),
        (dcat::CONTACT_POINT, &thing),
        (dct::PUBLISHER, &thing),
    ];
    let object = part(graph, &object);
    part(graph, &[(activity::OBJECT, &object)])
}

/// A shape of nodes with the paths to others that belong to them.
fn part(graph: &mut Graph, paths: &[(Property, &Term)]) -> Term {
    let mut node = Node::new(graph.blank(), shacl::NODE_SHAPE);
    for (path, to) in paths {
        let mut step = Node::new(graph.blank(), shacl::PROPERTY_SHAPE);
        step.add(shacl::PATH, path.into_owned());
        step.add(shacl::NODE, (*to).clone());
        node.add(shacl::PROPERTY, step.link());
        graph.put(step);
    }
    let link = node.link();
    graph.put(node);
    link
}
