//! XML cut in pieces without a parser: how deep a document nests its elements, which has to be known before a parser
//! builds them; and the references that HTML knows and XML does not, or an ampersand that is none, which make a parser
//! refuse the whole of a document that everybody else can read.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// A stretch of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    /// The start or the end of an element, from `<` to `>`.
    Tag(&'t str),
    Text(&'t str),
    /// A comment, `CDATA`, an instruction or the declarations: nothing in it is markup of elements.
    Verbatim(&'t str),
}

/// The pieces of a document, which are all of it; they end as parsers end them, so that nothing is hidden from the one
/// and met by the other.
struct Pieces<'t>(&'t str);

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let rest = self.0;
        if rest.is_empty() {
            return None;
        }
        let (end, piece): (Option<usize>, fn(&'t str) -> Piece<'t>) = if rest.starts_with("<!--") {
            (after(rest, 4, "-->"), Piece::Verbatim)
        } else if rest.starts_with("<![CDATA[") {
            (after(rest, 9, "]]>"), Piece::Verbatim)
        } else if rest.starts_with("<?") {
            (after(rest, 2, "?>"), Piece::Verbatim)
        } else if rest.starts_with("<!") {
            (declarations(rest), Piece::Verbatim)
        } else if rest.starts_with("</") {
            (after(rest, 2, ">"), Piece::Tag)
        } else if rest.starts_with('<') {
            (tag(rest), Piece::Tag)
        } else {
            (rest.find('<'), Piece::Text)
        };
        let (found, rest) = rest.split_at(end.unwrap_or(rest.len()));
        self.0 = rest;
        Some(piece(found))
    }
}

/// Where what ends with a mark ends, when it begins with so many bytes that are not looked at.
fn after(text: &str, begin: usize, mark: &str) -> Option<usize> {
    let at = text.get(begin..)?.find(mark)?;
    Some(begin + at + mark.len())
}

/// Where a tag ends: not within the quotes of a value.
fn tag(text: &str) -> Option<usize> {
    let mut quote = None;
    let end = text.bytes().position(|byte| {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return true,
            _ => {}
        }
        false
    });
    end.map(|at| at + 1)
}

/// Where declarations end: with the bracket that closes the first.
fn declarations(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let end = text.bytes().position(|byte| {
        match byte {
            b'<' => open += 1,
            b'>' => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0
    });
    end.map(|at| at + 1)
}

/// Whether a document nests its elements deeper than so.
pub fn is_deeper(text: &str, most: usize) -> bool {
    let mut open = 0_usize;
    Pieces(text).any(|piece| {
        match piece {
            Piece::Tag(tag) if tag.starts_with("</") => open = open.saturating_sub(1),
            Piece::Tag(tag) if !tag.ends_with("/>") => open += 1,
            _ => {}
        }
        open > most
    })
}

/// The references that XML knows by itself.
const OWN: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];

/// The references of HTML, without `&` and `;`.
static HTML: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let all = entities::ENTITIES.iter();
    all.filter_map(|known| {
        let name = known.entity.strip_prefix('&')?.strip_suffix(';')?;
        Some((name, known.characters))
    })
    .collect()
});

/// The document with the references of HTML (`&nbsp;`) as their characters and every other ampersand as text, where it
/// has some; comments, `CDATA` and what the document declares itself are as they were.
pub fn with_references(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len() + 1_024);
    let mut is_mended = false;
    let declared: Vec<&str> = declared(text).collect();
    for piece in Pieces(text) {
        let piece = match piece {
            Piece::Tag(piece) | Piece::Text(piece) => piece,
            Piece::Verbatim(piece) => {
                mended.push_str(piece);
                continue;
            }
        };
        let mut parts = piece.split('&');
        mended.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let name = part.split_once(';').map_or("", |(name, _)| name);
            let is_own = OWN.contains(&name) || declared.contains(&name);
            let found = HTML.get(name).filter(|_| !is_own);
            if let Some(characters) = found {
                for character in characters.chars() {
                    // Writing to a text cannot fail.
                    let _ = write!(mended, "&#{};", u32::from(character));
                }
                mended.push_str(part.get(name.len() + 1..).unwrap_or_default());
            } else if is_own || is_number(name) {
                mended.push('&');
                mended.push_str(part);
                continue;
            } else {
                mended.push_str("&amp;");
                mended.push_str(part);
            }
            is_mended = true;
        }
    }
    is_mended.then_some(mended)
}

/// The elements of a text, where each attribute is said once: parsers say again on them what holds around them.
pub fn without_repeats(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for piece in Pieces(text) {
        let tag = match piece {
            Piece::Tag(tag) => tag,
            Piece::Text(piece) | Piece::Verbatim(piece) => {
                kept.push_str(piece);
                continue;
            }
        };
        let mut rest = tag;
        let mut met: Vec<&str> = Vec::new();
        while let Some((before, value, after)) = attribute(rest) {
            let name = before.rsplit(|c: char| c.is_ascii_whitespace()).next();
            let name = name.unwrap_or(before);
            if !met.contains(&name) {
                met.push(name);
                kept.push_str(before);
                kept.push_str(value);
            }
            rest = after;
        }
        kept.push_str(rest);
    }
    kept
}

/// A tag up to the first `=`, the value in quotes with that sign, and the rest.
fn attribute(tag: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = tag.split_at(tag.find('=')?);
    let quote = rest.chars().nth(1).filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = rest.split_at(2 + rest.get(2..)?.find(quote)? + 1);
    Some((before, value, after))
}

/// Whether it is a character by its number: `#160`, `#xA0`.
fn is_number(name: &str) -> bool {
    let Some(number) = name.strip_prefix('#') else {
        return false;
    };
    let number = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    number.is_ok_and(|number| number > 0 && char::from_u32(number).is_some())
}

/// The names of the entities that a document declares.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    let declarations = text.split("<!ENTITY").skip(1);
    declarations.filter_map(|rest| rest.split_ascii_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_document() {
        let text = "<?xml?><!DOCTYPE a [<!ENTITY b '<c>'>]><a b='>'>1<!-- <x> --><b/><![CDATA[<y>]]></a>\n";
        let verbatim: Vec<&str> = Pieces(text)
            .filter_map(|piece| match piece {
                Piece::Verbatim(piece) => Some(piece),
                Piece::Tag(_) | Piece::Text(_) => None,
            })
            .collect();
        assert_eq!(
            verbatim,
            [
                "<?xml?>",
                "<!DOCTYPE a [<!ENTITY b '<c>'>]>",
                "<!-- <x> -->",
                "<![CDATA[<y>]]>"
            ]
        );
        let all: String = Pieces(text)
            .map(|piece| match piece {
                Piece::Verbatim(piece) | Piece::Tag(piece) | Piece::Text(piece) => piece,
            })
            .collect();
        assert_eq!(all, text);
        for cut in ["<", "<!", "<!--", "<![CDATA[", "<a b='", "</", "<?x", "<é"] {
            assert_eq!(Pieces(cut).count(), 1, "{cut}");
        }
    }

    #[test]
    fn depth_is_that_of_elements() {
        let text = "<a><b/><b/><!--<c><c><c>--><![CDATA[<c><c>]]><b x='<c>'><c/></b></a>";
        assert!(!is_deeper(text, 2));
        assert!(is_deeper(text, 1));
        assert!(is_deeper(&"<a>".repeat(9), 8), "not closed");
    }

    #[test]
    fn attributes_are_said_once() {
        let text = "<p xmlns=\"a\" xmlns:b='c' xmlns=\"a\">1 = <br class=\"x\"/></p>";
        let once = "<p xmlns=\"a\" xmlns:b='c'>1 = <br class=\"x\"/></p>";
        assert_eq!(without_repeats(text), once);
        for same in [
            once,
            "",
            "a = 'b'",
            "<a b>",
            "<a b=c>",
            "<a b='",
            "<é à='ç'/>",
        ] {
            assert_eq!(without_repeats(same), same);
        }
    }

    #[test]
    fn references_of_html_are_their_characters() {
        let read = |text| with_references(text);
        assert_eq!(
            read("<a b='?x=1&y=2&eacute;'>&nbsp;&amp;&#160;&lt; R&D &c=d; &NotEqualTilde;&D;</a>")
                .as_deref(),
            Some(
                "<a b='?x=1&amp;y=2&#233;'>&#160;&amp;&#160;&lt; R&amp;D &amp;c=d; &#8770;&#824;&amp;D;</a>"
            )
        );
        assert_eq!(read("<a>&amp;&lt;&#xE9;</a>"), None, "nothing to mend");
        assert_eq!(read("<a><!-- &nbsp; R&D --><![CDATA[R&D]]></a>"), None);
        assert_eq!(read("<!DOCTYPE a [<!ENTITY nbsp ' '>]><a>&nbsp;</a>"), None);
        let markup = read("<a>&LT;b&GT; &AMP; &QUOT; &#0; &#xD800;</a>");
        let numbers = "<a>&#60;b&#62; &#38; &#34; &amp;#0; &amp;#xD800;</a>";
        assert_eq!(markup.as_deref(), Some(numbers));
        assert_eq!(read("&").as_deref(), Some("&amp;"));
    }
}
