//! Every term once, known by a number: what repeats in millions of triples is four bytes long.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use oxrdf::vocab::xsd;
use oxrdf::{BlankNode, Literal, NamedNode, NamedNodeRef, Term};

const CHUNK: usize = 1 << 20;
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// The number of a term.
pub type Number = u32;

/// Where a text is: its chunk, its first byte, its length.
#[derive(Clone, Copy)]
struct Span(u32, u32, u32);

/// The terms of a store. None is forgotten: a store that holds many it does not need is made again.
#[derive(Default)]
pub struct Terms {
    chunks: Vec<String>,
    spans: Vec<Span>,
    numbers: HashMap<u64, Number, BuildHasherDefault<Plain>>,
    hasher: RandomState,
    bytes: u64,
}

impl Terms {
    /// The number of a term, given one if it has none.
    pub fn number(&mut self, key: &str) -> Number {
        let mut hash = self.hasher.hash_one(key);
        while let Some(known) = self.numbers.get(&hash) {
            if self.text(*known) == Some(key) {
                return *known;
            }
            hash = hash.wrapping_add(1);
        }
        let room = self
            .chunks
            .last()
            .map_or(0, |chunk| chunk.capacity() - chunk.len());
        if self.chunks.is_empty() || room < key.len() {
            self.chunks
                .push(String::with_capacity(CHUNK.max(key.len())));
        }
        let place = self.chunks.len().saturating_sub(1);
        let Some(chunk) = self.chunks.last_mut() else {
            return Number::MAX;
        };
        let small = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        let span = Span(small(place), small(chunk.len()), small(key.len()));
        chunk.push_str(key);
        let number = small(self.spans.len());
        self.spans.push(span);
        self.numbers.insert(hash, number);
        self.bytes += u64::from(span.2);
        number
    }

    pub fn find(&self, key: &str) -> Option<Number> {
        let mut hash = self.hasher.hash_one(key);
        while let Some(known) = self.numbers.get(&hash) {
            if self.text(*known) == Some(key) {
                return Some(*known);
            }
            hash = hash.wrapping_add(1);
        }
        None
    }

    pub fn text(&self, number: Number) -> Option<&str> {
        let Span(chunk, start, length) = *self.spans.get(usize::try_from(number).ok()?)?;
        let (start, length) = (usize::try_from(start).ok()?, usize::try_from(length).ok()?);
        self.chunks
            .get(usize::try_from(chunk).ok()?)?
            .get(start..start + length)
    }

    /// About how many bytes all this takes: texts, where they are, and the way to their numbers.
    pub fn bytes(&self) -> u64 {
        let spans = u64::try_from(self.spans.capacity()).unwrap_or(u64::MAX);
        let numbers = u64::try_from(self.numbers.capacity()).unwrap_or(u64::MAX);
        self.bytes + spans.saturating_mul(12) + numbers.saturating_mul(20)
    }
}

/// Digests are spread already.
#[derive(Default)]
struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }
}

/// A term as one text: a letter that says what it is, then what it says.
pub fn key(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => named(node.as_ref()),
        Term::BlankNode(node) => format!("B{}", node.as_str()),
        Term::Literal(literal) => {
            let value = literal.value();
            if let Some(language) = literal.language() {
                return format!("G{language} {value}");
            }
            let datatype = literal.datatype();
            if datatype == xsd::STRING {
                return format!("L{value}");
            }
            match datatype.as_str().strip_prefix(XSD) {
                Some(short) => format!("X{short} {value}"),
                None => format!("T{} {value}", datatype.as_str()),
            }
        }
    }
}

pub fn named(node: NamedNodeRef<'_>) -> String {
    format!("I{}", node.as_str())
}

/// The term of such a text.
pub fn term(key: &str) -> Option<Term> {
    let mut letters = key.chars();
    let what = letters.next()?;
    let rest = letters.as_str();
    let typed = |datatype: String, value: &str| {
        let datatype = NamedNode::new_unchecked(datatype);
        Term::from(Literal::new_typed_literal(value, datatype))
    };
    Some(match what {
        'I' => NamedNode::new_unchecked(rest).into(),
        'B' => BlankNode::new_unchecked(rest).into(),
        'L' => Literal::new_simple_literal(rest).into(),
        'G' => {
            let (language, value) = rest.split_once(' ')?;
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        'X' => {
            let (short, value) = rest.split_once(' ')?;
            typed(format!("{XSD}{short}"), value)
        }
        'T' => {
            let (datatype, value) = rest.split_once(' ')?;
            typed(datatype.to_owned(), value)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn terms_come_back_as_they_were() {
        let all = [
            Term::from(NamedNode::new_unchecked("https://a.example/é")),
            BlankNode::new_unchecked("g1xb2").into(),
            Literal::new_simple_literal("").into(),
            Literal::new_simple_literal("Été à Paris").into(),
            Literal::new_language_tagged_literal_unchecked("un mot", "fr").into(),
            Literal::new_typed_literal("12", xsd::INTEGER).into(),
            Literal::new_typed_literal("x y", NamedNode::new_unchecked("https://t.example/#t"))
                .into(),
        ];
        let mut terms = Terms::default();
        let numbers: Vec<Number> = all.iter().map(|it| terms.number(&key(it))).collect();
        for (known, number) in all.iter().zip(&numbers) {
            assert_eq!(terms.number(&key(known)), *number);
            assert_eq!(terms.find(&key(known)), Some(*number));
            assert_eq!(term(terms.text(*number).unwrap()).as_ref(), Some(known));
        }
        assert_eq!(terms.find("Inowhere"), None);
        assert_eq!(terms.text(99), None);
    }

    proptest! {
        #[test]
        fn many_texts_keep_their_numbers(texts in prop::collection::vec(".{0,30}", 0..40)) {
            let mut terms = Terms::default();
            let numbers: Vec<Number> = texts.iter().map(|text| terms.number(text)).collect();
            for (text, number) in texts.iter().zip(numbers) {
                prop_assert_eq!(terms.text(number), Some(text.as_str()));
            }
        }
    }
}
