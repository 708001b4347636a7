//! DCAT-AP 3.0, and what its profile for data of high value asks beside, as we check them ourselves: cardinalities, kinds
//! of values and classes, in tables. They say what the official shapes say; tests compare both on the same graphs.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use oxrdf::vocab::rdf;
use oxrdf::{NamedOrBlankNode, Term};

use crate::graph::Node;
use crate::terms::{PREFIXES, rdfs};

/// What a graph does not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the node.
    pub node: String,
    /// The property, shortened: `dct:title`; several, of which one would do, are parted by `|`.
    pub property: &'static str,
    pub rule: Rule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Missing,
    TooMany,
    /// A text where a thing is wanted, or the reverse.
    Kind,
    /// A thing of another class.
    Class,
    /// A text of another type.
    Datatype,
}

impl Rule {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooMany => "too many",
            Self::Kind => "kind",
            Self::Class => "class",
            Self::Datatype => "datatype",
        }
    }
}

#[derive(Clone, Debug)]
struct Constraint {
    property: &'static str,
    /// The property, or those of which one will do.
    iris: Vec<String>,
    least: usize,
    most: Option<usize>,
    is_literal: bool,
    /// The class of a node, or the type of a literal.
    of: Option<String>,
}

/// The constraints of each class.
type Table = HashMap<String, Vec<Constraint>>;

static CORE: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../vocab/eu/dcat-ap-3.txt")));

static HIGH_VALUE: LazyLock<Table> =
    LazyLock::new(|| table(include_str!("../../../vocab/eu/dcat-ap-hvd-3.txt")));

/// Reads classes with their properties: `min..max range`, where a range is `L` (a literal, perhaps of a type) or `N` (a
/// node, perhaps of a class). `*` has no end.
fn table(text: &'static str) -> Table {
    let mut table = Table::new();
    let mut class = String::new();
    for line in text.lines() {
        if let Some(property) = line.strip_prefix("  ") {
            table
                .entry(class.clone())
                .or_default()
                .extend(constraint(property));
        } else if !line.is_empty() && !line.starts_with('#') {
            class = whole(line);
        }
    }
    table
}

fn constraint(line: &'static str) -> Option<Constraint> {
    let mut words = line.split_whitespace();
    let property = words.next()?;
    let (least, most) = words.next()?.split_once("..")?;
    let kind = words.next()?;
    Some(Constraint {
        property,
        iris: property.split('|').map(whole).collect(),
        least: least.parse().ok()?,
        most: most.parse().ok(),
        is_literal: kind == "L",
        of: words.next().map(whole),
    })
}

/// A shortened name, at full length.
fn whole(short: &str) -> String {
    let (prefix, local) = short.split_once(':').unwrap_or_default();
    let mut known = PREFIXES.iter();
    let space = known
        .find(|(known, _)| *known == prefix)
        .map_or("", |(_, space)| *space);
    format!("{space}{local}")
}

/// What these nodes do that DCAT-AP 3.0 refuses.
pub fn check(nodes: &[Node]) -> Vec<Violation> {
    against(&CORE, nodes)
}

/// What these nodes, all of high value, lack of what DCAT-AP HVD 3.0 asks beside.
pub fn check_high_value(nodes: &[Node]) -> Vec<Violation> {
    against(&HIGH_VALUE, nodes)
}

fn against(table: &Table, nodes: &[Node]) -> Vec<Violation> {
    let above = above(nodes);
    let mut classes: HashSet<(&NamedOrBlankNode, &str)> = HashSet::new();
    for node in nodes {
        let own = classes_of(node, &above);
        classes.extend(own.map(|class| (&node.subject, class)));
    }
    let mut found = Vec::new();
    for node in nodes {
        let wanted = classes_of(node, &above).filter_map(|class| table.get(class));
        for constraint in wanted.flatten() {
            judge(node, constraint, &classes, &mut found);
        }
    }
    found
}

/// The class above each class that has one here.
fn above(nodes: &[Node]) -> HashMap<&str, &str> {
    let mut found = HashMap::new();
    for node in nodes {
        let NamedOrBlankNode::NamedNode(class) = &node.subject else {
            continue;
        };
        for (property, value) in &node.properties {
            if let (true, Term::NamedNode(whole)) = (*property == rdfs::SUB_CLASS_OF, value) {
                found.insert(class.as_str(), whole.as_str());
            }
        }
    }
    found
}

/// The classes that a node is said to be of, and those above them.
fn classes_of<'n>(
    node: &'n Node,
    above: &'n HashMap<&'n str, &'n str>,
) -> impl Iterator<Item = &'n str> {
    let own = node
        .properties
        .iter()
        .filter_map(|(property, class)| match class {
            Term::NamedNode(class) if *property == rdf::TYPE => Some(class.as_str()),
            _ => None,
        });
    own.flat_map(|class| [Some(class), above.get(class).copied()])
        .flatten()
}

fn judge(
    node: &Node,
    constraint: &Constraint,
    classes: &HashSet<(&NamedOrBlankNode, &str)>,
    found: &mut Vec<Violation>,
) {
    let values = node
        .properties
        .iter()
        .filter(|(property, _)| constraint.iris.iter().any(|iri| iri == property.as_str()));
    let values: Vec<&Term> = values.map(|(_, value)| value).collect();
    let mut fault = |rule| {
        found.push(Violation {
            node: node.subject.to_string(),
            property: constraint.property,
            rule,
        });
    };
    if values.len() < constraint.least {
        fault(Rule::Missing);
    }
    if constraint.most.is_some_and(|most| values.len() > most) {
        fault(Rule::TooMany);
    }
    for value in values {
        match value {
            Term::Literal(literal) if constraint.is_literal => {
                let of = constraint.of.as_deref();
                if of.is_some_and(|of| of != literal.datatype().as_str()) {
                    fault(Rule::Datatype);
                }
            }
            Term::Literal(_) => fault(Rule::Kind),
            _ if constraint.is_literal => fault(Rule::Kind),
            other => {
                let of = constraint.of.as_deref();
                if of.is_some_and(|of| !has_class(other, of, classes)) {
                    fault(Rule::Class);
                }
            }
        }
    }
}

fn has_class(value: &Term, of: &str, classes: &HashSet<(&NamedOrBlankNode, &str)>) -> bool {
    let name = match value {
        Term::NamedNode(name) => NamedOrBlankNode::from(name.clone()),
        Term::BlankNode(name) => NamedOrBlankNode::from(name.clone()),
        Term::Literal(_) => return false,
    };
    classes.contains(&(&name, of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::{dcat, dct, foaf};
    use oxrdf::NamedNode;

    #[test]
    fn the_table_is_read() {
        assert_eq!(CORE.len(), 12);
        assert_eq!(HIGH_VALUE.len(), 3);
        let dataset = &CORE["http://www.w3.org/ns/dcat#Dataset"];
        assert!(dataset.len() > 30);
        let all = CORE.values().chain(HIGH_VALUE.values()).flatten();
        assert!(
            all.flat_map(|one| &one.iris)
                .all(|iri| iri.starts_with("http"))
        );
    }

    #[test]
    fn faults_are_found() {
        let name = NamedNode::new_unchecked("https://a.example/x");
        let other = NamedNode::new_unchecked("https://a.example/y");
        let mut node = Node::new(name, dcat::DATASET_CLASS);
        node.text(dct::TITLE, "Un titre");
        node.text(dct::ACCESS_RIGHTS, "ouvert");
        node.add(dct::PUBLISHER, other.clone());
        node.typed(dcat::SPATIAL_RESOLUTION, "10", oxrdf::vocab::xsd::INTEGER);
        let mut found: Vec<(&str, Rule)> = check(&[node.clone()])
            .iter()
            .map(|fault| (fault.property, fault.rule))
            .collect();
        found.sort_by_key(|(property, _)| *property);
        assert_eq!(
            found,
            [
                ("dcat:spatialResolutionInMeters", Rule::Datatype),
                ("dct:accessRights", Rule::Kind),
                ("dct:description", Rule::Missing),
                ("dct:publisher", Rule::Class),
            ]
        );
        let mut agent = Node::new(other, foaf::AGENT);
        agent.text(foaf::NAME, "Quelqu’un");
        let still = check(&[node, agent]);
        assert!(!still.iter().any(|fault| fault.property == "dct:publisher"));
    }
}
