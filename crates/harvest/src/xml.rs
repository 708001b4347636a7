//! XML made a tree to walk, within bounds: entities of a document's own are never expanded, what is nested or numerous
//! beyond reason is refused, and bytes that are no UTF-8 are read in the encoding that the document names.

use std::borrow::Cow;
use std::cell::Cell;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use vitrail_dcat::read::with_references;

use crate::walk::Fault;

const MOST_NESTED: usize = 200;
/// Elements and their attributes.
const MOST_ELEMENTS: usize = 1_000_000;
/// Of one element.
const MOST_ATTRIBUTES: usize = 1_000;

#[derive(Clone, Debug, Default)]
pub struct Element {
    /// With its prefix: `gmd:title`.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub nodes: Vec<Node>,
    /// Whether its text or one of its attributes was read: what was not is told as lost.
    read: Cell<bool>,
}

#[derive(Clone, Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

/// The root of a document: as it is written, else with the references of HTML and bare ampersands as they were meant.
pub fn read(body: &[u8]) -> Result<Element, Fault> {
    let text = decoded(body);
    root(&text, false).or_else(|_| {
        let mended = with_references(&text);
        root(mended.as_deref().unwrap_or(&text), true)
    })
}

/// The root of a text; where it is read leniently, an attribute that means nothing is kept as it is written.
fn root(text: &str, is_lenient: bool) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut elements = 0_usize;
    loop {
        let event = reader.read_event().map_err(|why| fault(&why))?;
        match event {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= MOST_NESTED || elements > MOST_ELEMENTS {
                    return Err(Fault(
                        "the XML is nested too deep or has too many elements".to_owned(),
                    ));
                }
                let start = element(&start, is_lenient)?;
                elements += start.attributes.len();
                open.push(start);
            }
            Event::Empty(start) => {
                elements += 1;
                if elements > MOST_ELEMENTS {
                    return Err(Fault("the XML has too many elements".to_owned()));
                }
                let start = element(&start, is_lenient)?;
                elements += start.attributes.len();
                if let Some(root) = place(&mut open, start) {
                    return Ok(root);
                }
            }
            Event::End(_) => {
                let closed = open.pop().unwrap_or_default();
                if let Some(root) = place(&mut open, closed) {
                    return Ok(root);
                }
            }
            Event::Text(text) => say(&mut open, &text.xml10_content()),
            Event::CData(text) => say(&mut open, &text.xml10_content()),
            Event::GeneralRef(entity) => {
                let known = entity.resolve_char_ref().map_err(|why| fault(&why))?;
                let named = || quick_xml::escape::resolve_predefined_entity(&entity);
                match known
                    .map(String::from)
                    .or_else(|| named().map(str::to_owned))
                {
                    Some(text) => say(&mut open, &text),
                    None => {
                        return Err(Fault(format!(
                            "the XML uses an entity of its own, &{};",
                            &*entity
                        )));
                    }
                }
            }
            Event::DocType(kind) if kind.contains("ENTITY") => {
                return Err(Fault("the XML declares entities of its own".to_owned()));
            }
            Event::Eof => return Err(Fault("the XML ends before its root does".to_owned())),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn fault(why: &quick_xml::Error) -> Fault {
    Fault(format!("the answer is no XML: {why}"))
}

/// Puts a closed element in the one that holds it; the root comes back.
fn place(open: &mut [Element], closed: Element) -> Option<Element> {
    match open.last_mut() {
        Some(holder) => {
            holder.nodes.push(Node::Element(closed));
            None
        }
        None => Some(closed),
    }
}

fn say(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else {
        return;
    };
    match element.nodes.last_mut() {
        Some(Node::Text(held)) => held.push_str(text),
        _ => element.nodes.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart<'_>, is_lenient: bool) -> Result<Element, Fault> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => value.into_owned(),
            Err(_) if is_lenient => attribute.value.clone().into_owned(),
            Err(why) => return Err(fault(&why)),
        };
        attributes.push((attribute.key.as_ref().to_owned(), value));
        if attributes.len() > MOST_ATTRIBUTES {
            return Err(Fault("the XML has too many elements".to_owned()));
        }
    }
    Ok(Element {
        name: start.name().as_ref().to_owned(),
        attributes,
        nodes: Vec::new(),
        read: Cell::new(false),
    })
}

/// Text in the encoding that the document names; bytes that are none of it are shown as such, and the rest is read.
pub fn decoded(body: &[u8]) -> Cow<'_, str> {
    vitrail_dcat::read::decoded(body).unwrap_or_else(|_| String::from_utf8_lossy(body))
}

impl Element {
    /// The name without its prefix.
    pub fn local(&self) -> &str {
        local(&self.name)
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All that a path of names without prefixes leads to; `*` is any name, `a|b` either.
    pub fn all(&self, path: &str) -> Vec<&Element> {
        let mut found = vec![self];
        for step in path.split('/') {
            found = found
                .into_iter()
                .flat_map(Element::elements)
                .filter(|element| {
                    step == "*" || step.split('|').any(|name| name == element.local())
                })
                .collect();
        }
        found
    }

    pub fn first(&self, path: &str) -> Option<&Element> {
        self.all(path).into_iter().next()
    }

    /// Every element of a name, however deep.
    pub fn deep(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut waiting = vec![self];
        while let Some(element) = waiting.pop() {
            if element.local() == name {
                found.push(element);
            }
            let mut inner: Vec<&Element> = element.elements().collect();
            inner.reverse();
            waiting.extend(inner);
        }
        found
    }

    /// An attribute, by its name without a prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| local(key) == name)?;
        self.read.set(true);
        let value = found.1.trim();
        (!value.is_empty()).then_some(value)
    }

    /// All the text inside.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text);
        text.trim().to_owned()
    }

    /// The innermost elements that say something and were not read, each with the names that lead to it.
    pub fn unread(&self) -> Vec<(Vec<&str>, &Element)> {
        let mut found = Vec::new();
        let mut path = vec![self.name.as_str()];
        self.find_unread(&mut path, &mut found);
        found
    }

    fn find_unread<'e>(
        &'e self,
        path: &mut Vec<&'e str>,
        found: &mut Vec<(Vec<&'e str>, &'e Self)>,
    ) {
        let mut leaf = true;
        for inner in self.elements() {
            leaf = false;
            path.push(&inner.name);
            inner.find_unread(path, found);
            path.pop();
        }
        if leaf && !self.read.get() {
            found.push((path.clone(), self));
        }
    }

    fn write_text(&self, text: &mut String) {
        self.read.set(true);
        for node in &self.nodes {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.write_text(text),
            }
        }
    }
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
