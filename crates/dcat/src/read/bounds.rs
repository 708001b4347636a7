//! What one page of a catalogue may hold. A source that is broken or hostile says little to fill much memory: elements
//! nested without end, empty objects by the million, a long prefix before short names. Each bound is far above what
//! catalogues need, and what is above it is an error of the reading, so that nothing of the source is taken for gone.

use std::borrow::Cow;

use oxrdfio::RdfFormat;
use serde_json::value::RawValue;

use super::markup;
use super::parse::Unreadable;

/// Statements of a graph, and bytes of all its names and texts.
pub const MOST_STATEMENTS: usize = 1_500_000;
pub const MOST_WORDS: usize = 128_000_000;
/// Datasets and dataservices: catalogues of one file have many.
pub const MOST_THINGS: usize = 100_000;
/// Files of one dataset.
pub const MOST_FILES: usize = 20_000;
/// What is nested in one another.
const MOST_NESTED: usize = 200;
/// Objects in JSON, and values of any kind.
const MOST_OBJECTS: usize = 500_000;
const MOST_VALUES: usize = 1_500_000;
/// Bytes of the contexts of JSON-LD that hold at once, and of all that are copied.
const MOST_OPEN: usize = 25_000_000;
const MOST_COPIED: usize = 2_000_000_000;

/// What is told of a graph that is too large.
pub const STATEMENTS: &str = "The page makes more than 1,500,000 statements or 128 MB of words, the most that is read at \
                              once: the source has to give smaller pages, each of which names the next (hydra:next)";
pub const THINGS: &str = "The page describes more than 100,000 datasets and dataservices, the most that is read at once: \
                          the source has to give smaller pages, each of which names the next";
pub const FILES: &str =
    "The dataset has 20,000 files or more, which is more than is read: it has to be split";
const NESTED: &str = "The document is nested more than 200 deep, the most that is read: things have to be described one \
                      after the other and to name one another";
const VALUES: &str = "The page holds more than 500,000 objects or 1,500,000 values in JSON, the most that is read at \
                      once: the source has to give smaller pages, each of which names the next";

const CONTEXTS: &str = "The contexts of the document are too large to hold inside one another: one context, at its \
                        beginning, is enough";

/// Refuses what a parser would need too much memory for; so many bytes of contexts were fetched for it.
pub fn check(text: &str, format: RdfFormat, fetched: usize) -> Result<(), Unreadable> {
    match format {
        RdfFormat::RdfXml => refused(markup::is_deeper(text, MOST_NESTED), NESTED),
        RdfFormat::JsonLd { .. } => {
            let depth = json(text.as_bytes()).map_err(|why| Unreadable::Said(why.into()))?;
            refused(are_contexts_heavy(text, depth, fetched), CONTEXTS)
        }
        _ => refused(is_nested(text.as_bytes()), NESTED),
    }
}

fn refused(is_so: bool, why: &str) -> Result<(), Unreadable> {
    if is_so {
        return Err(Unreadable::Said(why.to_owned()));
    }
    Ok(())
}

/// Whether JSON is within bounds, by its marks alone: how deep it is, or what it is not.
pub fn json(body: &[u8]) -> Result<usize, &'static str> {
    let (mut objects, mut values) = (0_usize, 1_usize);
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'\\' => _ = bytes.next(),
                        b'"' => break,
                        _ => {}
                    }
                }
            }
            b'{' | b'[' => {
                objects += usize::from(*byte == b'{');
                values += 1;
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if depth > MOST_NESTED {
            return Err(NESTED);
        }
        if objects > MOST_OBJECTS || values > MOST_VALUES {
            return Err(VALUES);
        }
    }
    Ok(deepest)
}

/// Whether contexts of JSON-LD weigh too much: a parser copies what holds so far wherever a further one begins, and keeps
/// one copy for each object that is open.
fn are_contexts_heavy(text: &str, depth: usize, fetched: usize) -> bool {
    let text = unescaped(text);
    let (mut count, mut largest) = (0_usize, 0_usize);
    for (at, name) in text.match_indices("\"@context\"") {
        count += 1;
        let rest = text.get(at + name.len()..).unwrap_or_default();
        let rest = rest.trim_start().strip_prefix(':').unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        if let Some(Ok(value)) = values.next() {
            largest = largest.max(value.get().len());
        }
    }
    if count < 2 && fetched == 0 {
        return false;
    }
    let largest = largest.saturating_add(fetched);
    largest.saturating_mul(depth) > MOST_OPEN || largest.saturating_mul(count) > MOST_COPIED
}

/// A text in JSON with its letters as such, which may be written by their numbers.
fn unescaped(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("\\u00");
    let first = parts.next().unwrap_or_default();
    if first.len() == text.len() {
        return Cow::Borrowed(text);
    }
    let mut found = first.to_owned();
    for part in parts {
        let number = part
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match number.map(char::from) {
            Some(letter) if letter.is_ascii_alphabetic() || letter == '@' => {
                found.push(letter);
                found.push_str(part.get(2..).unwrap_or_default());
            }
            _ => {
                found.push_str("\\u00");
                found.push_str(part);
            }
        }
    }
    Cow::Owned(found)
}

/// Whether brackets are nested too deep, in the family of Turtle.
fn is_nested(text: &[u8]) -> bool {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'\\' => rest = rest.get(1..).unwrap_or_default(),
            b'#' => rest = skipped(rest, |byte| byte == b'\n'),
            b'"' | b'\'' => rest = after_text(rest, *byte),
            b'<' => match rest.first() {
                Some(b'<') => depth += 1,
                _ => rest = after_name(rest),
            },
            b'[' | b'(' | b'{' => depth += 1,
            b']' | b')' | b'}' => depth = depth.saturating_sub(1),
            b'>' if rest.first() == Some(&b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_NESTED {
            return true;
        }
    }
    false
}

fn skipped(text: &[u8], is_end: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|byte| is_end(*byte));
    end.and_then(|at| text.get(at + 1..)).unwrap_or_default()
}

/// What follows a name between `<` and `>`; all of it, when it is an arrow of N3 rather than a name.
fn after_name(text: &[u8]) -> &[u8] {
    let is_arrow = text.starts_with(b"=") || text.starts_with(b"-");
    let end = text
        .iter()
        .position(|byte| matches!(byte, b'>' | b'<' | b'"' | b'{' | b'}' | b'[' | 0..=b' '));
    match end {
        Some(at) if !is_arrow && text.get(at) == Some(&b'>') => {
            text.get(at + 1..).unwrap_or_default()
        }
        _ => text,
    }
}

/// What follows a text that such a quote began, or three of them.
fn after_text(text: &[u8], quote: u8) -> &[u8] {
    let long = [quote; 3];
    let is_long = text.starts_with(&[quote; 2]);
    let mut rest = if is_long {
        text.get(2..).unwrap_or_default()
    } else {
        text
    };
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b'\\' {
            rest = after.get(1..).unwrap_or_default();
        } else if !is_long && (*byte == quote || *byte == b'\n') {
            return after;
        } else if is_long && rest.starts_with(&long) {
            return rest.get(3..).unwrap_or_default();
        } else {
            rest = after;
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_where_they_nest() {
        let deep = "[<p>".repeat(201);
        assert!(is_nested(deep.as_bytes()));
        let hidden = "<=".to_owned() + &"[a".repeat(201) + ">";
        assert!(is_nested(hidden.as_bytes()), "an arrow is no name");
        assert!(is_nested(("\"\" ".to_owned() + &deep).as_bytes()));
        assert!(is_nested(("\"\"\"a\"\"\" ".to_owned() + &deep).as_bytes()));
        assert!(is_nested(("<a#b> ".to_owned() + &deep).as_bytes()));
        assert!(is_nested("<< <a> ".repeat(201).as_bytes()));
        let many = format!(
            "<a{open}> \"{open}\\\"{open}\" '''{open}' ''' # {open}\n",
            open = "(".repeat(201)
        );
        assert!(!is_nested(many.as_bytes()), "{many}");
        assert!(!is_nested("[ <p> ( 1 2 ) ] .\n".repeat(1_000).as_bytes()));
    }

    #[test]
    fn json_is_counted_by_its_marks() {
        let list = |one: &str, times: usize| format!("[{}1]", format!("{one},").repeat(times));
        assert_eq!(json(list("{}", 499_999).as_bytes()), Ok(2));
        assert_eq!(json(list("{}", 500_001).as_bytes()), Err(VALUES));
        assert_eq!(json(list("1", 1_500_001).as_bytes()), Err(VALUES));
        assert_eq!(json("[".repeat(201).as_bytes()), Err(NESTED));
        assert_eq!(json("{\"a\":".repeat(201).as_bytes()), Err(NESTED));
        let text = format!("\"{}\\\"{}\"", "[{,".repeat(1_000_000), "[".repeat(300));
        assert_eq!(json(text.as_bytes()), Ok(0), "what is said is no mark");
    }

    #[test]
    fn contexts_are_weighed_where_they_hold_at_once() {
        let words = "\"a\": \"http://x/a\",".repeat(20_000);
        let large = format!("{{\"@context\": {{{words} \"b\": \"x\"}}, \"a\": 1}}");
        assert!(!are_contexts_heavy(&large, 200, 0), "one is enough");
        for name in ["@context", "\\u0040c\\u006Fntext"] {
            let inner = format!("\"{name}\": {{}}, \"a\": 1}}");
            let nested = large.replace("\"a\": 1}", &inner);
            assert!(are_contexts_heavy(&nested, 100, 0), "{name}");
            assert!(!are_contexts_heavy(&nested, 10, 0), "{name}");
        }
        assert!(are_contexts_heavy("{}", 30, 1_000_000));
        let named = "{\"@context\": \"https://schema.org\"}".repeat(10_000);
        assert!(!are_contexts_heavy(&named, 10, 180_000));
        assert!(are_contexts_heavy(&named.repeat(2), 10, 180_000));
    }
}
