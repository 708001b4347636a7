//! Bytes of any RDF syntax made a graph: which syntax they are in, which encoding, and what is refused before a parser
//! sees it.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use oxrdf::TripleRef;
use oxrdfio::{JsonLdProfileSet, LoadedDocument, RdfFormat, RdfParser};

use super::graph::Graph;
use super::remote::Contexts;
use super::{bounds, contexts, markup, split};

const JSON_LD: RdfFormat = RdfFormat::JsonLd {
    profile: JsonLdProfileSet::empty(),
};

/// The most that the entities of an XML document may grow it by.
const MOST_ENTITY: usize = 64 << 10;
const MOST_GROWTH: usize = 16 << 20;

/// Why a document is no graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// As it is shown to the producer.
    #[error("{0}")]
    Said(String),
    /// The context of this address has to be fetched first.
    #[error("The document needs the context {0}")]
    Lacks(String),
}

fn unreadable<T>(why: impl Into<String>) -> Result<T, Unreadable> {
    Err(Unreadable::Said(why.into()))
}

/// A document with what is known of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Source<'a> {
    pub body: &'a [u8],
    /// As the server said it.
    pub content_type: Option<&'a str>,
    /// Its address or its path: its ending says something, and what is relative in it is from there.
    pub address: &'a str,
    /// What was fetched of the contexts that documents of its catalogue name.
    pub contexts: &'a Contexts,
}

/// Reads a document.
pub fn parse(source: Source<'_>) -> Result<Graph, Unreadable> {
    let text = decoded(source.body)?;
    let start = text.trim_start();
    if is_page(start) {
        return unreadable(
            "The address answers with a web page (HTML), not with a catalogue in RDF",
        );
    }
    let Some(format) = format(source, start) else {
        return unreadable(match source.content_type {
            Some(said) => format!("The answer is in no syntax of RDF (it is said to be {said})"),
            None => "The document is in no syntax of RDF".to_owned(),
        });
    };
    if format == RdfFormat::RdfXml {
        entities(&text)?;
    }
    bounds::check(&text, format, source.contexts.size())?;
    let text = match format {
        RdfFormat::JsonLd { .. } => contexts::in_context(text),
        _ => text,
    };
    let (text, graph) = match as_written(&text, format, source) {
        Ok(graph) => (text, graph),
        Err(why) => {
            let mended = match format {
                RdfFormat::RdfXml => markup::with_references(&text),
                RdfFormat::JsonLd { .. } => None,
                _ => with_language_tags(&text),
            };
            let mended = mended.ok_or(why)?;
            let graph = as_written(&mended, format, source)?;
            (mended.into(), graph)
        }
    };
    // Documents are moved, or come without an address: what is relative in them is so to their catalogue.
    let is_file = !source.address.contains("://");
    let is_moved = (is_file && graph.has_relative()) || graph.loose() > 0;
    let base = is_moved.then(|| graph.base()).flatten();
    let base = base.filter(|base| !source.address.starts_with(base));
    let Some(base) = base.map(str::to_owned) else {
        return Ok(graph);
    };
    // Two large graphs are not held at once.
    let loose = graph.loose();
    drop(graph);
    // What is named from there may be nowhere.
    match triples(&text, format, &base, source.contexts) {
        Ok(moved) if is_file || moved.loose() < loose => Ok(moved),
        _ => as_written(&text, format, source),
    }
}

fn as_written(text: &str, format: RdfFormat, source: Source<'_>) -> Result<Graph, Unreadable> {
    let of = |format| triples(text, format, source.address, source.contexts);
    // A catalogue in N3 hardly ever says more than Turtle does, which takes relative names without knowing from where.
    if format == RdfFormat::N3
        && !source.address.contains("://")
        && let Ok(graph) = of(RdfFormat::Turtle)
    {
        return Ok(graph);
    }
    of(format)
}

/// The document with its languages as RDF writes them (`@fr-FR`), where some are written as computers call their
/// settings (`@fr_FR`): the syntaxes of the family of Turtle refuse these, and the whole document with them.
fn with_language_tags(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut is_mended = false;
    for (place, part) in text.split('@').enumerate() {
        let is_tag = mended.ends_with(['"', '\'']);
        if place > 0 {
            mended.push('@');
        }
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        let (tag, rest) = part.split_at(end.unwrap_or(part.len()));
        if is_tag && tag.contains('_') {
            is_mended = true;
            mended.push_str(&tag.replace('_', "-"));
        } else {
            mended.push_str(tag);
        }
        mended.push_str(rest);
    }
    is_mended.then_some(mended)
}

/// The stack of a thread that reads JSON-LD: its parser calls itself for what is nested, and takes some ten thousand bytes
/// each time.
const STACK: usize = 64 << 20;

fn triples(
    text: &str,
    format: RdfFormat,
    address: &str,
    contexts: &Contexts,
) -> Result<Graph, Unreadable> {
    if !matches!(format, RdfFormat::JsonLd { .. }) {
        return graph(text, format, address, contexts);
    }
    let read = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let read = thread.spawn_scoped(scope, || graph(text, format, address, contexts));
        read.ok().and_then(|read| read.join().ok())
    });
    read.unwrap_or_else(|| unreadable("The document could not be read: the machine is too busy"))
}

fn graph(
    text: &str,
    format: RdfFormat,
    address: &str,
    contexts: &Contexts,
) -> Result<Graph, Unreadable> {
    let mut graph = Graph::default();
    let is_json = matches!(format, RdfFormat::JsonLd { .. });
    match is_json.then(|| split::parts(text)).flatten() {
        Some(parts) => {
            for part in parts {
                add(&mut graph, &part, format, address, contexts)?;
            }
        }
        None => add(&mut graph, text, format, address, contexts)?,
    }
    graph.settle();
    Ok(graph)
}

/// Adds what a document says to a graph.
fn add(
    graph: &mut Graph,
    text: &str,
    format: RdfFormat,
    address: &str,
    contexts: &Contexts,
) -> Result<(), Unreadable> {
    let mut parser = RdfParser::from_format(format).lenient();
    if address.contains("://")
        && let Ok(with) = parser.clone().with_base_iri(address)
    {
        parser = with;
    }
    let lacking: Arc<OnceLock<String>> = Arc::default();
    let contexts = contexts.clone();
    let told = Arc::clone(&lacking);
    let quads = parser.for_slice(text.as_bytes());
    let mut quads = quads.with_document_loader(move |address| {
        // The parser stops the process when one fails inside another: an empty one stands for what is not here.
        let (url, content) = contexts.get(address).unwrap_or_else(|| {
            told.get_or_init(|| address.to_owned());
            (address.to_owned(), r#"{"@context": {}}"#.to_owned())
        });
        Ok(LoadedDocument {
            url,
            content: content.into_bytes(),
            format: JSON_LD,
        })
    });
    loop {
        let quad = quads.next();
        if let Some(address) = lacking.get() {
            return Err(Unreadable::Lacks(address.clone()));
        }
        let Some(quad) = quad else { break };
        let quad = quad.map_err(|error| {
            Unreadable::Said(format!("The document is no valid {format}: {error}"))
        })?;
        graph.add(TripleRef::new(
            quad.subject.as_ref(),
            quad.predicate.as_ref(),
            quad.object.as_ref(),
        ));
        if graph.is_too_large() {
            return unreadable(bounds::STATEMENTS);
        }
    }
    Ok(())
}

/// The text of a document. Without a word on it, UTF-8; XML may say that it is in another encoding.
pub fn decoded(body: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    if let Some(rest) = body.strip_prefix(b"\xef\xbb\xbf") {
        return utf8(rest).map(Cow::Borrowed);
    }
    let wide = match body {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(u16::from_le_bytes as fn([u8; 2]) -> u16),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(u16::from_be_bytes as fn([u8; 2]) -> u16),
        _ => None,
    };
    if let Some(unit) = wide {
        let units = body.chunks_exact(2).map(|pair| match pair {
            [one, two] => unit([*one, *two]),
            _ => 0,
        });
        let text: Result<String, _> = char::decode_utf16(units).collect();
        let Ok(text) = text else {
            return unreadable("The document starts as UTF-16 and does not go on so");
        };
        let text = text.trim_start_matches('\u{feff}');
        return Ok(Cow::Owned(without_declaration(text).to_owned()));
    }
    match declared(body).as_deref() {
        Some("iso-8859-1" | "latin1" | "iso8859-1" | "windows-1252" | "cp1252" | "iso-8859-15") => {
            // Some say so of what is in UTF-8: Latin letters would hardly ever stand so by chance.
            if let Ok(text) = std::str::from_utf8(body) {
                return Ok(Cow::Borrowed(without_declaration(text)));
            }
            let text: String = body.iter().map(|byte| western(*byte)).collect();
            Ok(Cow::Owned(without_declaration(&text).to_owned()))
        }
        Some(other) if !matches!(other, "utf-8" | "utf8" | "us-ascii" | "ascii") => unreadable(
            format!("The document is in {other}, which is not read here: use UTF-8"),
        ),
        _ => utf8(body).map(Cow::Borrowed),
    }
}

fn utf8(body: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(body).or_else(|error| {
        unreadable(format!(
            "The document is not in the encoding that it claims: byte {} is no UTF-8",
            error.valid_up_to()
        ))
    })
}

/// The encoding of which an XML declaration speaks, in lower case.
fn declared(body: &[u8]) -> Option<String> {
    let head = body.get(..body.len().min(200))?;
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start().strip_prefix("<?xml")?;
    let (head, _) = head.split_once("?>")?;
    let (_, rest) = head.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = rest.get(1..)?.split_once(quote)?;
    Some(name.trim().to_lowercase())
}

/// A text that was in another encoding must not say so any more.
fn without_declaration(text: &str) -> &str {
    let declaration = text.trim_start().strip_prefix("<?xml");
    let rest = declaration.and_then(|rest| Some(rest.split_once("?>")?.1));
    rest.unwrap_or(text)
}

/// A letter of the encoding of western Europe, where the control characters of Latin-1 are what Windows made of them.
fn western(byte: u8) -> char {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let at = usize::from(byte).wrapping_sub(0x80);
    WINDOWS.get(at).copied().unwrap_or(char::from(byte))
}

fn is_page(start: &str) -> bool {
    let head: String = start.chars().take(200).collect();
    let head = head.to_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// The syntax: what the document itself shows goes before what its server says of it, and that before its ending.
fn format(source: Source<'_>, start: &str) -> Option<RdfFormat> {
    if start.starts_with("<?xml") || start.starts_with("<rdf:") || start.starts_with("<!") {
        return Some(RdfFormat::RdfXml);
    }
    let said = source.content_type.and_then(named);
    if start.starts_with('{') && !matches!(said, Some(RdfFormat::TriG | RdfFormat::N3)) {
        return Some(JSON_LD);
    }
    let path = source.address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    let named = said.or_else(|| ending.and_then(of_ending));
    // The ending of a program, or a server that calls everything XML.
    let is_turtle = start.starts_with("@prefix") || start.starts_with("@base");
    let named = named.filter(|named| {
        !(is_turtle && matches!(named, RdfFormat::RdfXml | RdfFormat::JsonLd { .. }))
    });
    named.or_else(|| sniffed(start))
}

/// The syntax that a media type names for certain.
fn named(content_type: &str) -> Option<RdfFormat> {
    let bare = content_type.split(';').next()?.trim().to_lowercase();
    Some(match bare.as_str() {
        "application/rdf+xml" => RdfFormat::RdfXml,
        "text/turtle" | "application/x-turtle" | "application/turtle" => RdfFormat::Turtle,
        "application/n-triples" => RdfFormat::NTriples,
        "application/n-quads" => RdfFormat::NQuads,
        "application/trig" | "application/x-trig" => RdfFormat::TriG,
        "text/n3" | "text/rdf+n3" => RdfFormat::N3,
        "application/ld+json" => JSON_LD,
        _ => return None,
    })
}

fn of_ending(ending: &str) -> Option<RdfFormat> {
    Some(match ending.to_lowercase().as_str() {
        "rdf" | "xml" | "owl" => RdfFormat::RdfXml,
        "ttl" | "turtle" => RdfFormat::Turtle,
        "nt" => RdfFormat::NTriples,
        "nq" => RdfFormat::NQuads,
        "trig" => RdfFormat::TriG,
        "n3" => RdfFormat::N3,
        "json" | "jsonld" | "json-ld" => JSON_LD,
        _ => return None,
    })
}

fn sniffed(start: &str) -> Option<RdfFormat> {
    let head: String = start.chars().take(300).collect();
    let lower = head.to_lowercase();
    if lower.starts_with("@prefix") || lower.starts_with("prefix ") || lower.starts_with("@base") {
        return Some(RdfFormat::Turtle);
    }
    if head.starts_with('[') {
        return Some(JSON_LD);
    }
    if head.starts_with("<http") || head.starts_with("_:") || head.starts_with('#') {
        return Some(RdfFormat::Turtle);
    }
    head.starts_with('<').then_some(RdfFormat::RdfXml)
}

/// Refuses the documents whose entities, once opened, would fill the memory.
fn entities(text: &str) -> Result<(), Unreadable> {
    if !text.contains("<!ENTITY") {
        return Ok(());
    }
    let mut sizes: Vec<(&str, usize)> = Vec::new();
    // Wherever they are: where the declarations end is easily lied about.
    for declaration in text.split("<!ENTITY").skip(1) {
        // As the parser reads it: what is skipped here, it refuses.
        let rest = declaration.trim_start();
        let rest = rest.strip_prefix('%').unwrap_or(rest).trim_start();
        let Some((name, rest)) = rest.split_once(|c: char| c.is_ascii_whitespace()) else {
            continue;
        };
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = quote.and_then(|quote| rest.get(1..)?.split_once(quote));
        let Some((value, _)) = value else {
            continue;
        };
        let size = opened(value, &sizes).saturating_add(value.len());
        if size > MOST_ENTITY || sizes.len() >= 100 {
            return unreadable(BOMB);
        }
        sizes.push((name, size));
    }
    if opened(text, &sizes) > MOST_GROWTH {
        return unreadable(BOMB);
    }
    Ok(())
}

const BOMB: &str = "The document holds entities that grow without end (an XML bomb)";

/// The size of what the entities of a text stand for.
fn opened(text: &str, sizes: &[(&str, usize)]) -> usize {
    sizes.iter().fold(0, |sum: usize, (name, size)| {
        let times = text.matches(&format!("&{name};")).count();
        sum.saturating_add(times.saturating_mul(*size))
    })
}
