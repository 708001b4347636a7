//! JSON-LD as udata shapes it: a context, and a flat graph whose nodes bear the keys of the context. Written node by
//! node, so that nothing is held.

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{NamedNode, NamedOrBlankNode, Term};
use serde_json::{Map, Value, json};

use crate::context::{Coercion, context, key, short};
use crate::error::Result;
use crate::graph::Node;

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// A document being written.
#[derive(Debug, Default)]
pub struct JsonLd {
    out: Vec<u8>,
    begun: bool,
    /// Whether the next node is the first of its list.
    first: bool,
    /// Whether a named graph is open.
    within: bool,
}

impl JsonLd {
    pub fn node(&mut self, node: &Node) -> Result<()> {
        self.begin()?;
        serde_json::to_writer(&mut self.out, &object(node))?;
        Ok(())
    }

    /// What follows is said in this graph; in that of the document when there is none.
    pub fn within(&mut self, graph: Option<&NamedNode>) -> Result<()> {
        if self.within {
            self.out.extend_from_slice(b"\n]}");
            (self.within, self.first) = (false, false);
        }
        if let Some(graph) = graph {
            self.begin()?;
            self.out.extend_from_slice(b"{\"@id\": ");
            serde_json::to_writer(&mut self.out, graph.as_str())?;
            self.out.extend_from_slice(b", \"@graph\": [\n");
            (self.within, self.first) = (true, true);
        }
        Ok(())
    }

    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.within(None)?;
        if !self.begun {
            self.open()?;
        }
        self.out.extend_from_slice(b"\n]}\n");
        Ok(self.out)
    }

    fn begin(&mut self) -> Result<()> {
        if !self.begun {
            self.open()?;
        }
        if !std::mem::take(&mut self.first) {
            self.out.extend_from_slice(b",\n");
        }
        Ok(())
    }

    fn open(&mut self) -> Result<()> {
        (self.begun, self.first) = (true, true);
        self.out.extend_from_slice(b"{\"@context\": ");
        serde_json::to_writer(&mut self.out, context())?;
        self.out.extend_from_slice(b",\n\"@graph\": [\n");
        Ok(())
    }
}

/// A node as an object of the graph.
fn object(node: &Node) -> Value {
    let mut members: Map<String, Value> = Map::new();
    let name = match &node.subject {
        NamedOrBlankNode::NamedNode(name) => name.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(name) => name.to_string(),
    };
    members.insert("@id".to_owned(), name.into());
    for (property, value) in &node.properties {
        let (key, value) = if *property == rdf::TYPE {
            ("@type".to_owned(), class(value))
        } else {
            let (key, coercion) = key(property.as_str());
            (key, term(value, coercion))
        };
        match members.get_mut(&key) {
            None => {
                members.insert(key, value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    Value::Object(members)
}

fn class(value: &Term) -> Value {
    match value {
        Term::NamedNode(class) => short(class.as_str()).into(),
        other => other.to_string().into(),
    }
}

fn term(value: &Term, coercion: Coercion) -> Value {
    let name = match value {
        Term::NamedNode(name) => name.as_str().to_owned(),
        Term::BlankNode(name) => name.to_string(),
        Term::Literal(literal) => return text(literal, coercion),
    };
    if coercion == Coercion::Iri {
        name.into()
    } else {
        json!({"@id": name})
    }
}

fn text(literal: &oxrdf::Literal, coercion: Coercion) -> Value {
    let value = literal.value();
    if let Some(language) = literal.language() {
        return json!({"@language": language, "@value": value});
    }
    let of = literal.datatype();
    let is_coerced = match coercion {
        Coercion::Type(name) => of.as_str().strip_prefix(XSD) == Some(name),
        _ => false,
    };
    let number = || value.parse::<i64>().ok().map(Value::from);
    if is_coerced {
        let number = (coercion == Coercion::Type("nonNegativeInteger")).then(number);
        return number.flatten().unwrap_or_else(|| value.into());
    }
    if coercion == Coercion::None {
        if of == xsd::STRING {
            return value.into();
        }
        if of == xsd::INTEGER
            && let Some(number) = number()
        {
            return number;
        }
    }
    if of == xsd::STRING {
        return json!({"@value": value});
    }
    json!({"@type": of.as_str(), "@value": value})
}
