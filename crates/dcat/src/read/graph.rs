//! A graph as read: names and words once each, statements grouped by subject in the order of the document, and what was
//! made use of, so that the rest can be told. A page of a large catalogue holds a million statements.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::bounds::{MOST_STATEMENTS, MOST_WORDS};
use super::markup::without_repeats;
use crate::terms::dcat;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNodeRef, NamedOrBlankNodeRef, TermRef, TripleRef};

/// The number of a name.
pub type Name = u32;

/// What is said of subjects.
#[derive(Default)]
pub struct Graph {
    names: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, Name>,
    statements: Vec<Statement>,
    /// How many bytes its names and texts take.
    words: usize,
    /// Where the statements of each name begin.
    starts: Vec<usize>,
}

struct Statement {
    subject: Name,
    property: Name,
    value: Object,
    taken: Cell<bool>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Object {
    Node(Name),
    Text(Arc<Text>),
}

/// A literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    pub value: Box<str>,
    /// Lower case.
    pub language: Option<Box<str>>,
    /// None for plain texts.
    pub datatype: Option<Box<str>>,
}

/// Names that were written in several ways over the years, as they are written now.
const FORMER: [(&str, &str); 5] = [
    ("https://schema.org/", "http://schema.org/"),
    ("https://www.w3.org/ns/dcat#", "http://www.w3.org/ns/dcat#"),
    (
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
    ),
    ("https://purl.org/dc/terms/", "http://purl.org/dc/terms/"),
    ("https://xmlns.com/foaf/0.1/", "http://xmlns.com/foaf/0.1/"),
];

impl Graph {
    fn number(&mut self, name: &str) -> Name {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = Name::try_from(self.names.len()).unwrap_or(Name::MAX);
        self.words += name.len();
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }

    /// The number of a property or a class, in today's spelling.
    fn term(&mut self, iri: &str) -> Name {
        for (former, now) in FORMER {
            if let Some(local) = iri.strip_prefix(former) {
                return self.number(&format!("{now}{local}"));
            }
        }
        self.number(iri)
    }

    pub fn add(&mut self, triple: TripleRef<'_>) {
        let subject = match triple.subject {
            NamedOrBlankNodeRef::NamedNode(node) => self.number(node.as_str()),
            NamedOrBlankNodeRef::BlankNode(node) => self.number(&format!("_:{}", node.as_str())),
        };
        let property = self.term(triple.predicate.as_str());
        let value = match triple.object {
            TermRef::NamedNode(node) if triple.predicate == rdf::TYPE => {
                Object::Node(self.term(node.as_str()))
            }
            TermRef::NamedNode(node) => {
                // A long name that is written short is copied wherever it is said.
                self.words += node.as_str().len();
                Object::Node(self.number(node.as_str()))
            }
            TermRef::BlankNode(node) => Object::Node(self.number(&format!("_:{}", node.as_str()))),
            TermRef::Literal(literal) => {
                self.words += literal.value().len();
                Object::Text(Arc::new(Text::new(literal.into_owned())))
            }
        };
        self.statements.push(Statement {
            subject,
            property,
            value,
            taken: Cell::new(false),
        });
    }

    /// Whether it holds more than is read at once.
    pub fn is_too_large(&self) -> bool {
        self.statements.len() > MOST_STATEMENTS || self.words > MOST_WORDS
    }

    /// Groups what was added.
    pub fn settle(&mut self) {
        self.statements.sort_by_key(|statement| statement.subject);
        let mut seen: HashSet<(Name, Object)> = HashSet::new();
        let mut of = None;
        self.statements.retain(|statement| {
            if of != Some(statement.subject) {
                of = Some(statement.subject);
                seen.clear();
            }
            seen.insert((statement.property, statement.value.clone()))
        });
        self.starts = vec![0; self.names.len() + 1];
        for statement in &self.statements {
            if let Some(count) = self.starts.get_mut(statement.subject as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut self.starts {
            total += *start;
            *start = total;
        }
    }

    fn of(&self, name: Name) -> &[Statement] {
        let at = name as usize;
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or_default();
        self.statements
            .get(bound(at)..bound(at + 1))
            .unwrap_or_default()
    }

    fn name(&self, name: Name) -> &str {
        self.names
            .get(name as usize)
            .map(AsRef::as_ref)
            .unwrap_or_default()
    }

    /// The address of the catalogue, which what is relative may be relative to.
    pub fn base(&self) -> Option<&str> {
        let mut catalogues = self.subjects().filter(|node| node.is(dcat::CATALOG));
        let name = catalogues.next()?.name();
        name.contains("://").then_some(name)
    }

    /// Whether some names are no addresses by themselves.
    pub fn has_relative(&self) -> bool {
        self.subjects().any(|node| !node.name().contains(':'))
    }

    /// How many distributions are described that nothing has.
    pub fn loose(&self) -> usize {
        let distributions = self.subjects();
        let distributions = distributions.filter(|node| node.is(dcat::DISTRIBUTION_CLASS));
        let described: HashSet<Name> = distributions.map(|node| node.number).collect();
        let mut loose = described;
        for statement in &self.statements {
            if let Object::Node(number) = &statement.value {
                loose.remove(number);
            }
        }
        loose.len()
    }

    /// All that something is said of, in the order in which it was first met.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'_>> {
        let names = 0..Name::try_from(self.names.len()).unwrap_or(Name::MAX);
        names
            .filter(|name| !self.of(*name).is_empty())
            .map(|number| Subject {
                graph: self,
                number,
            })
    }

    /// The node that has a number.
    pub fn subject(&self, number: Name) -> Subject<'_> {
        Subject {
            graph: self,
            number,
        }
    }

    /// The nodes that are values of a property, each with the subject that it is said of.
    pub fn links(&self, property: NamedNodeRef<'_>) -> Vec<(Subject<'_>, Subject<'_>)> {
        let Some(property) = self.numbers.get(property.as_str()) else {
            return Vec::new();
        };
        let subject = |number| self.subject(number);
        let found = self.statements.iter().filter_map(|statement| {
            let Object::Node(value) = statement.value else {
                return None;
            };
            let is_it = statement.property == *property;
            is_it.then(|| (subject(statement.subject), subject(value)))
        });
        found.collect()
    }
}

impl Text {
    fn new(literal: Literal) -> Self {
        let (value, datatype, language) = literal.destruct();
        let plain =
            |datatype: &NamedNodeRef<'_>| *datatype == xsd::STRING || *datatype == rdf::LANG_STRING;
        let datatype = datatype.filter(|datatype| !plain(&datatype.as_ref()));
        let is_elements = datatype
            .as_ref()
            .is_some_and(|datatype| *datatype == rdf::XML_LITERAL);
        let value = if is_elements {
            without_repeats(&value)
        } else {
            value
        };
        Self {
            // PostgreSQL has no room for it.
            value: value.replace('\0', "").into(),
            language: language.map(|language| language.to_lowercase().into()),
            datatype: datatype.map(|datatype| datatype.as_str().into()),
        }
    }
}

/// A node of the graph.
#[derive(Clone, Copy)]
pub struct Subject<'g> {
    graph: &'g Graph,
    number: Name,
}

impl PartialEq for Subject<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Subject<'_> {}

impl std::hash::Hash for Subject<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

/// What is said of a node under a property.
#[derive(Clone, Copy)]
pub enum Value<'g> {
    Node(Subject<'g>),
    Text(&'g Text),
}

impl<'g> Subject<'g> {
    /// What it is called by in its graph.
    pub fn number(self) -> Name {
        self.number
    }

    /// Another node of its graph.
    pub fn other(self, number: Name) -> Self {
        Self { number, ..self }
    }

    /// An IRI, or a name that only this document knows, which starts with `_:`.
    pub fn name(self) -> &'g str {
        self.graph.name(self.number)
    }

    pub fn iri(self) -> Option<&'g str> {
        let name = self.name();
        (!name.starts_with("_:") && !name.is_empty()).then_some(name)
    }

    fn said(self, property: NamedNodeRef<'_>) -> impl Iterator<Item = &'g Statement> + use<'g> {
        let property = self.graph.numbers.get(property.as_str()).copied();
        let all = self.graph.of(self.number).iter();
        all.filter(move |statement| Some(statement.property) == property)
    }

    fn value_of(self, statement: &'g Statement) -> Value<'g> {
        match &statement.value {
            Object::Node(number) => Value::Node(Self {
                graph: self.graph,
                number: *number,
            }),
            Object::Text(text) => Value::Text(text),
        }
    }

    /// The values of a property, which count as made use of.
    pub fn values(self, property: NamedNodeRef<'_>) -> Vec<Value<'g>> {
        let said = self.said(property).inspect(|said| said.taken.set(true));
        said.map(|statement| self.value_of(statement)).collect()
    }

    /// The values of a property, looked at without being taken.
    pub fn peek(self, property: NamedNodeRef<'_>) -> impl Iterator<Item = Value<'g>> + use<'g> {
        self.said(property)
            .map(move |statement| self.value_of(statement))
    }

    pub fn has(self, property: NamedNodeRef<'_>) -> bool {
        self.said(property).next().is_some()
    }

    pub fn is(self, class: NamedNodeRef<'_>) -> bool {
        let class = self.graph.numbers.get(class.as_str()).copied();
        self.said(rdf::TYPE)
            .any(|said| matches!(said.value, Object::Node(number) if Some(number) == class))
    }

    /// Whether anything is said of it here.
    pub fn is_described(self) -> bool {
        !self.graph.of(self.number).is_empty()
    }

    /// What nothing was made of yet; it will not be told twice.
    pub fn leftovers(self) -> impl Iterator<Item = (&'g str, Value<'g>)> {
        let rest = self.graph.of(self.number).iter();
        rest.filter(|statement| !statement.taken.replace(true))
            .map(move |statement| {
                (
                    self.graph.name(statement.property),
                    self.value_of(statement),
                )
            })
    }

    /// All that is said of it.
    pub fn all(self) -> impl Iterator<Item = (&'g str, Value<'g>)> {
        self.graph
            .of(self.number)
            .iter()
            .map(move |said| (self.graph.name(said.property), self.value_of(said)))
    }
}
