//! What one page of a catalogue may hold. A source that is broken or hostile says little to fill much memory: elements
//! nested without end, empty objects by the million, a long prefix before short names. Each bound is far above what
//! catalogues need, and what is above it is an error of the reading, so that nothing of the source is taken for gone.

use oxrdfio::RdfFormat;

use super::markup;
use super::parse::Unreadable;

/// Statements of a graph, and bytes of all its names and texts.
pub const MOST_STATEMENTS: usize = 1_500_000;
pub const MOST_WORDS: usize = 128_000_000;
/// Datasets and dataservices.
pub const MOST_THINGS: usize = 25_000;
/// Files of one dataset.
pub const MOST_FILES: usize = 20_000;
/// What is nested in one another.
const MOST_NESTED: usize = 200;
/// Objects in JSON, and values of any kind.
const MOST_OBJECTS: usize = 500_000;
const MOST_VALUES: usize = 1_500_000;

/// What is told of a graph that is too large.
pub const STATEMENTS: &str = "The page makes more than 1,500,000 statements or 128 MB of words, the most that is read at \
                              once: the source has to give smaller pages, each of which names the next (hydra:next)";
pub const THINGS: &str = "The page describes more than 25,000 datasets and dataservices, the most that is read at once: \
                          the source has to give smaller pages, each of which names the next";
pub const FILES: &str =
    "The dataset has 20,000 files or more, which is more than is read: it has to be split";
const NESTED: &str = "The document is nested more than 200 deep, the most that is read: things have to be described one \
                      after the other and to name one another";
const VALUES: &str = "The page holds more than 500,000 objects or 1,500,000 values in JSON, the most that is read at \
                      once: the source has to give smaller pages, each of which names the next";

/// Refuses what a parser would need too much memory for.
pub fn check(text: &str, format: RdfFormat) -> Result<(), Unreadable> {
    match format {
        RdfFormat::RdfXml => refused(markup::is_deeper(text, MOST_NESTED), NESTED),
        RdfFormat::JsonLd { .. } => {
            json(text.as_bytes()).map_err(|why| Unreadable::Said(why.into()))
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

/// Whether JSON is within bounds, by its marks alone; what it is not is told.
pub fn json(body: &[u8]) -> Result<(), &'static str> {
    let (mut objects, mut values, mut depth) = (0_usize, 1_usize, 0_usize);
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
    Ok(())
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
        assert_eq!(json(list("{}", 499_999).as_bytes()), Ok(()));
        assert_eq!(json(list("{}", 500_001).as_bytes()), Err(VALUES));
        assert_eq!(json(list("1", 1_500_001).as_bytes()), Err(VALUES));
        assert_eq!(json("[".repeat(201).as_bytes()), Err(NESTED));
        assert_eq!(json("{\"a\":".repeat(201).as_bytes()), Err(NESTED));
        let text = format!("\"{}\\\"{}\"", "[{,".repeat(1_000_000), "[".repeat(300));
        assert_eq!(json(text.as_bytes()), Ok(()), "what is said is no mark");
    }
}
