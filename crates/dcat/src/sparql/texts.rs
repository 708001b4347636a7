//! Functions of ours in place of those of the engine that make texts longer than they are given, or that may work long on
//! one: `CONCAT`, `REPLACE`, `ENCODE_FOR_URI`, `REGEX` and `GROUP_CONCAT`. The engine's hold whatever they make, nested as
//! deep as they are written, and look at no token: a few of them make gigabytes of a word. Ours make what the engine's
//! make, leave the query when a text grows beyond what is kept of it, and look at the token while they work. What is left
//! to the engine shortens texts, changes their type or their case, or makes some of a fixed length.

use std::cell::RefCell;

use oxrdf::{Literal, NamedNode, Term};
use regex::{Match, Regex, RegexBuilder};
use spareval::{AggregateFunctionAccumulator, QueryEvaluator};

use super::refusal::Refusal;
use super::view::{LONGEST, beat_text, leave};

/// The largest patterns, in bytes once compiled, for texts of at most so many bytes, and for longer ones: nothing stops
/// who looks for a pattern in a text, and the worst of them take both sizes multiplied, three seconds.
const PATTERNS: [(usize, usize); 2] = [(20_000, 1_000_000), (80_000, 250_000)];
const PATTERN: usize = 100_000;
/// Patterns that are kept compiled while a query runs.
const COMPILED: usize = 8;
/// The most that one replacement may make before it is weighed, in bytes.
const AT_ONCE: usize = 4_000_000;

/// How our functions are called in queries that were read.
pub mod name {
    pub const CONCAT: &str = "urn:vitrail:sparql:concat";
    pub const REPLACE: &str = "urn:vitrail:sparql:replace";
    pub const ENCODE: &str = "urn:vitrail:sparql:encode-for-uri";
    pub const REGEX: &str = "urn:vitrail:sparql:regex";
    /// With the place of its separator behind it.
    pub const GROUP_CONCAT: &str = "urn:vitrail:sparql:group-concat:";
}

/// An evaluator that knows them, and these separators of `GROUP_CONCAT`.
pub fn evaluator(separators: &[String]) -> QueryEvaluator {
    let named = |name: &str| NamedNode::new_unchecked(name);
    let mut evaluator = QueryEvaluator::new()
        .with_custom_function(named(name::CONCAT), concat)
        .with_custom_function(named(name::REPLACE), replace)
        .with_custom_function(named(name::ENCODE), encode)
        .with_custom_function(named(name::REGEX), matches);
    for (place, separator) in separators.iter().enumerate() {
        let separator = separator.clone();
        evaluator = evaluator.with_custom_aggregate_function(
            NamedNode::new_unchecked(format!("{}{place}", name::GROUP_CONCAT)),
            move || Box::new(Joined::new(separator.clone())),
        );
    }
    evaluator
}

/// A text with its language, if it has one.
#[derive(Clone, Copy)]
struct Text<'a> {
    value: &'a str,
    language: Option<&'a str>,
}

impl<'a> Text<'a> {
    fn of(term: &'a Term) -> Option<Self> {
        let Term::Literal(literal) = term else {
            return None;
        };
        let language = literal.language();
        let is_text = language.is_some() || literal.datatype() == oxrdf::vocab::xsd::STRING;
        is_text.then(|| Self {
            value: literal.value(),
            language,
        })
    }

    /// A text that says what to do with another: it has no language.
    fn plain(term: &'a Term) -> Option<&'a str> {
        let text = Self::of(term)?;
        text.language.is_none().then_some(text.value)
    }
}

fn literal(value: String, language: Option<&str>) -> Term {
    match language {
        Some(language) => Literal::new_language_tagged_literal_unchecked(value, language).into(),
        None => Literal::new_simple_literal(value).into(),
    }
}

/// Leaves the query when a text grew beyond what is kept, and beyond the one that it was made of.
fn weigh(made: usize, given: usize) {
    if made > LONGEST.max(given) {
        leave(Refusal::Texts);
    }
}

fn concat(given: &[Term]) -> Option<Term> {
    let texts: Option<Vec<Text<'_>>> = given.iter().map(Text::of).collect();
    let texts = texts?;
    let bytes: usize = texts.iter().map(|text| text.value.len()).sum();
    let longest = texts.iter().map(|text| text.value.len()).max();
    weigh(bytes, longest.unwrap_or(0));
    beat_text(bytes);
    let mut languages = texts.iter().map(|text| text.language);
    let language = languages.next().flatten();
    let language = language.filter(|_| languages.all(|other| other == language));
    let joined: String = texts.iter().map(|text| text.value).collect();
    Some(literal(joined, language))
}

fn encode(given: &[Term]) -> Option<Term> {
    let text = Text::of(given.first()?)?.value;
    let mut made = String::with_capacity(text.len());
    beat_text(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                made.push(char::from(byte));
            }
            _ => {
                let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
                let digits = [byte >> 4, byte & 15].map(|half| digit(half).to_ascii_uppercase());
                made.push('%');
                made.extend(digits);
            }
        }
    }
    weigh(made.len(), text.len());
    Some(literal(made, None))
}

fn matches(given: &[Term]) -> Option<Term> {
    let text = Text::of(given.first()?)?.value;
    let pattern = Text::plain(given.get(1)?)?;
    let flags = given.get(2).map_or(Some(""), Text::plain)?;
    beat_text(text.len());
    let found = compiled(pattern, flags, text.len())?.is_match(text);
    Some(Literal::from(found).into())
}

fn replace(given: &[Term]) -> Option<Term> {
    let Text {
        value: text,
        language,
    } = Text::of(given.first()?)?;
    let pattern = Text::plain(given.get(1)?)?;
    let by = Text::plain(given.get(2)?)?;
    let flags = given.get(3).map_or(Some(""), Text::plain)?;
    beat_text(text.len());
    let regex = compiled(pattern, flags, text.len())?;
    let mut replaced = Replaced {
        text,
        by,
        groups: by.matches('$').count(),
        made: String::new(),
        end: 0,
    };
    // Looking for groups takes several times as long.
    if replaced.groups == 0 {
        for found in regex.find_iter(text) {
            replaced.add(found, |made| made.push_str(by));
        }
    } else {
        for found in regex.captures_iter(text) {
            beat_text(found.len());
            replaced.add(found.get_match(), |made| found.expand(by, made));
        }
    }
    Some(literal(replaced.finish(), language))
}

/// A text whose parts are replaced one after the other.
struct Replaced<'a> {
    text: &'a str,
    by: &'a str,
    /// How many groups the replacement names: each is a part of what was found.
    groups: usize,
    made: String,
    end: usize,
}

impl Replaced<'_> {
    fn add(&mut self, found: Match<'_>, make: impl FnOnce(&mut String)) {
        // Whatever follows may have been read to find so little.
        beat_text(self.text.len() - self.end.min(self.text.len()));
        let between = self.text.get(self.end..found.start());
        self.made.push_str(between.unwrap_or_default());
        self.end = found.end();
        if self.groups.saturating_mul(found.len()) > AT_ONCE {
            leave(Refusal::Texts);
        }
        make(&mut self.made);
        beat_text(self.by.len());
        weigh(self.made.len(), self.text.len());
    }

    fn finish(mut self) -> String {
        let after = self.text.get(self.end..);
        self.made.push_str(after.unwrap_or_default());
        weigh(self.made.len(), self.text.len());
        self.made
    }
}

struct Compiled {
    pattern: String,
    flags: String,
    /// The most bytes that it could take.
    most: usize,
    regex: Option<Regex>,
}

thread_local! {
    /// The patterns of the query that runs, the last one first: each query has a thread of its own.
    static KNOWN: RefCell<Vec<Compiled>> = const { RefCell::new(Vec::new()) };
}

/// A pattern, ready for a text of so many bytes; none when it cannot be read, or is too large for it.
fn compiled(pattern: &str, flags: &str, text: usize) -> Option<Regex> {
    let found = PATTERNS.into_iter().find(|(bytes, _)| text <= *bytes);
    let most = found.map_or(PATTERN, |(_, most)| most);
    KNOWN.with_borrow_mut(|known| {
        let place = known.iter().position(|known| {
            known.most == most && known.flags == flags && known.pattern == pattern
        });
        let found = if let Some(place) = place {
            known.remove(place)
        } else {
            // As long as a text of a few thousand letters, at the least.
            beat_text(50_000);
            Compiled {
                pattern: pattern.to_owned(),
                flags: flags.to_owned(),
                most,
                regex: compile(pattern, flags, most),
            }
        };
        let regex = found.regex.clone();
        known.insert(0, found);
        known.truncate(COMPILED);
        regex
    })
}

fn compile(pattern: &str, flags: &str, most: usize) -> Option<Regex> {
    let escaped = flags.contains('q').then(|| regex::escape(pattern));
    let mut builder = RegexBuilder::new(escaped.as_deref().unwrap_or(pattern));
    builder.size_limit(most);
    for flag in flags.chars() {
        match flag {
            's' => builder.dot_matches_new_line(true),
            'm' => builder.multi_line(true),
            'i' => builder.case_insensitive(true),
            'x' => builder.ignore_whitespace(true),
            'q' => &mut builder,
            _ => return None,
        };
    }
    builder.build().ok()
}

/// `GROUP_CONCAT` of one group.
struct Joined {
    separator: String,
    /// None once something came that is no text.
    text: Option<String>,
    /// Whether nothing came yet.
    is_empty: bool,
    /// The language of what came, as far as it is the same.
    language: Option<String>,
}

impl Joined {
    fn new(separator: String) -> Self {
        Self {
            separator,
            text: Some(String::new()),
            is_empty: true,
            language: None,
        }
    }
}

impl AggregateFunctionAccumulator for Joined {
    fn accumulate(&mut self, element: Term) {
        let Some(text) = &mut self.text else { return };
        let Some(more) = Text::of(&element) else {
            self.text = None;
            return;
        };
        if std::mem::take(&mut self.is_empty) {
            self.language = more.language.map(str::to_owned);
        } else {
            if self.language.as_deref() != more.language {
                self.language = None;
            }
            text.push_str(&self.separator);
        }
        text.push_str(more.value);
        weigh(text.len(), 0);
        beat_text(more.value.len() + self.separator.len());
    }

    fn finish(&mut self) -> Option<Term> {
        let text = self.text.take()?;
        Some(literal(text, self.language.take().as_deref()))
    }
}
