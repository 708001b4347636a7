//! What is to be written: nodes with their properties, one subject at a time, so that every syntax groups them and
//! nothing larger than a dataset is ever held.

use std::collections::HashSet;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use vitrail_domain::Timestamp;

/// A property of ours.
pub type Property = NamedNodeRef<'static>;

/// A subject and all that is said of it.
#[derive(Clone, Debug)]
pub struct Node {
    pub subject: NamedOrBlankNode,
    pub properties: Vec<(Property, Term)>,
}

impl Node {
    pub fn new(subject: impl Into<NamedOrBlankNode>, class: Property) -> Self {
        let mut node = Self {
            subject: subject.into(),
            properties: Vec::with_capacity(16),
        };
        node.is(class);
        node
    }

    /// Also of this class.
    pub fn is(&mut self, class: Property) -> &mut Self {
        self.add(rdf::TYPE, class.into_owned())
    }

    pub fn add(&mut self, property: Property, value: impl Into<Term>) -> &mut Self {
        self.properties.push((property, value.into()));
        self
    }

    /// Whether something is said under a property.
    pub fn says(&self, property: Property) -> bool {
        self.properties.iter().any(|(known, _)| *known == property)
    }

    /// A text, unless it says nothing.
    pub fn text(&mut self, property: Property, text: impl AsRef<str>) -> &mut Self {
        let text = text.as_ref();
        if text.trim().is_empty() {
            return self;
        }
        // XML knows one kind of line end: all syntaxes say the same.
        let text = if text.contains('\r') {
            Literal::new_simple_literal(text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Literal::new_simple_literal(text)
        };
        self.add(property, text)
    }

    pub fn text_in(&mut self, property: Property, text: &str, language: &str) -> &mut Self {
        let literal = Literal::new_language_tagged_literal(text, language)
            .unwrap_or_else(|_| Literal::new_simple_literal(text));
        self.add(property, literal)
    }

    pub fn typed(
        &mut self,
        property: Property,
        text: impl Into<String>,
        of: Property,
    ) -> &mut Self {
        self.add(property, Literal::new_typed_literal(text, of))
    }

    pub fn instant(&mut self, property: Property, at: Timestamp) -> &mut Self {
        self.typed(property, at.to_string(), xsd::DATE_TIME)
    }

    /// The subject as an object of others.
    pub fn link(&self) -> Term {
        self.subject.clone().into()
    }
}

/// The nodes that wait to be written.
#[derive(Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    blanks: u64,
    /// What was described before and need not be again.
    known: HashSet<String>,
}

impl Graph {
    /// A node without a name, unlike the others of this document.
    pub fn blank(&mut self) -> BlankNode {
        self.blanks += 1;
        BlankNode::new_unchecked(format!("b{}", self.blanks))
    }

    pub fn put(&mut self, node: Node) {
        self.nodes.push(node);
    }

    /// Where the next node goes; see [`Graph::put_at`].
    pub fn place(&self) -> usize {
        self.nodes.len()
    }

    /// Puts a node before those that it made on the way.
    pub fn put_at(&mut self, place: usize, node: Node) {
        self.nodes.insert(place.min(self.nodes.len()), node);
    }

    /// Whether this is met for the first time.
    pub fn is_new(&mut self, key: &str) -> bool {
        if self.known.contains(key) {
            return false;
        }
        self.known.insert(key.to_owned())
    }

    /// Says of which class something is that no other object points at: it need not be remembered.
    pub fn own(&mut self, iri: &NamedNode, class: Property) {
        self.put(Node::new(iri.clone(), class));
    }

    /// Says once in a document of which class something outside is: shapes ask it of all that is pointed at.
    pub fn class_of(&mut self, iri: &NamedNode, class: Property) {
        if self.is_new(&format!("{} {}", class.as_str(), iri.as_str())) {
            self.put(Node::new(iri.clone(), class));
        }
    }

    /// Says again what was said before: what follows is read apart from it.
    pub fn forget(&mut self) {
        self.known.clear();
    }

    /// The nodes so far, to be written.
    pub fn take(&mut self) -> Vec<Node> {
        std::mem::take(&mut self.nodes)
    }
}
