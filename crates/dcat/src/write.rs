//! Nodes written in a syntax as they come: what is ready can be taken and sent at any moment.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use oxrdf::{GraphName, Literal, NamedNode, QuadRef, TermRef, Triple};
use oxrdfio::{RdfSerializer, WriterQuadSerializer};

use crate::error::Result;
use crate::graph::Node;
use crate::jsonld::JsonLd;
use crate::syntax::Syntax;
use crate::terms::PREFIXES;

/// Writes nodes in one syntax.
pub struct Writer {
    inner: Inner,
}

enum Inner {
    /// Not written: kept as they are.
    Kept(Vec<Triple>),
    Json(JsonLd),
    Other {
        serializer: Box<WriterQuadSerializer<Shared>>,
        out: Shared,
        syntax: Syntax,
        /// The graph that is being told of, where the syntax has several.
        graph: GraphName,
    },
}

impl Writer {
    pub fn new(syntax: Syntax) -> Self {
        if syntax == Syntax::JsonLd {
            return Self {
                inner: Inner::Json(JsonLd::default()),
            };
        }
        let out = Shared::default();
        let mut serializer = RdfSerializer::from_format(syntax.format());
        for (prefix, space) in PREFIXES {
            // The serializer keeps the prefixes that it had if this one were no IRI.
            if let Ok(with) = serializer.clone().with_prefix(prefix, space) {
                serializer = with;
            }
        }
        Self {
            inner: Inner::Other {
                serializer: Box::new(serializer.for_writer(out.clone())),
                out,
                syntax,
                graph: GraphName::DefaultGraph,
            },
        }
    }

    /// A writer that keeps what it is given.
    pub fn keeping() -> Self {
        Self {
            inner: Inner::Kept(Vec::new()),
        }
    }

    /// Whether it can say in which graph something is said.
    pub fn has_graphs(&self) -> bool {
        match &self.inner {
            Inner::Kept(_) => false,
            Inner::Json(_) => true,
            Inner::Other { syntax, .. } => syntax.has_graphs(),
        }
    }

    /// What was kept.
    pub fn kept(self) -> Vec<Triple> {
        match self.inner {
            Inner::Kept(triples) => triples,
            _ => Vec::new(),
        }
    }

    /// What follows is said in this graph, where the syntax has several; in that of the document when there is none.
    pub fn within(&mut self, name: Option<&NamedNode>) -> Result<()> {
        match &mut self.inner {
            Inner::Json(json) => json.within(name)?,
            Inner::Other { syntax, graph, .. } if syntax.has_graphs() => {
                *graph = name.map_or(GraphName::DefaultGraph, |name| name.clone().into());
            }
            Inner::Kept(_) | Inner::Other { .. } => (),
        }
        Ok(())
    }

    pub fn node(&mut self, node: &Node) -> Result<()> {
        match &mut self.inner {
            Inner::Kept(kept) => {
                kept.extend(node.properties.iter().map(|(predicate, object)| Triple {
                    subject: node.subject.clone(),
                    predicate: predicate.into_owned(),
                    object: object.clone(),
                }));
                Ok(())
            }
            Inner::Json(json) => json.node(node),
            Inner::Other {
                serializer,
                syntax,
                graph,
                ..
            } => {
                for (predicate, object) in &node.properties {
                    let sayable = match object {
                        oxrdf::Term::Literal(literal) if *syntax == Syntax::Xml => sayable(literal),
                        _ => None,
                    };
                    let object = match &sayable {
                        Some(literal) => TermRef::Literal(literal.as_ref()),
                        None => object.as_ref(),
                    };
                    let (subject, graph) = (node.subject.as_ref(), graph.as_ref());
                    let quad = QuadRef::new(subject, *predicate, object, graph);
                    serializer.serialize_quad(quad)?;
                }
                Ok(())
            }
        }
    }

    /// What is written so far and was not taken yet.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.inner {
            Inner::Kept(_) => Vec::new(),
            Inner::Json(json) => json.take(),
            Inner::Other { out, .. } => out.take(),
        }
    }

    /// The rest.
    pub fn finish(self) -> Result<Vec<u8>> {
        match self.inner {
            Inner::Kept(_) => Ok(Vec::new()),
            Inner::Json(json) => json.finish(),
            Inner::Other {
                serializer, out, ..
            } => {
                serializer.finish()?;
                Ok(out.take())
            }
        }
    }
}

/// The literal without the characters that XML refuses, when it holds some.
fn sayable(literal: &Literal) -> Option<Literal> {
    let is_refused = |letter: char| {
        (letter.is_ascii_control() && !matches!(letter, '\t' | '\n' | '\r'))
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    let value = literal.value();
    value.contains(is_refused).then_some(())?;
    let value: Cow<'_, str> = value.replace(is_refused, "?").into();
    Some(match literal.language() {
        Some(language) => Literal::new_language_tagged_literal_unchecked(value, language),
        None => Literal::new_typed_literal(value, literal.datatype()),
    })
}

/// A buffer that the serializer fills and that the document empties.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        out.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
