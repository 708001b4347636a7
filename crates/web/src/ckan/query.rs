//! The part of Solr's query language that clients of CKAN write: fields, quotes, ands, ors, nots, signs, parentheses,
//! ranges and stars. What breaks its rules is refused with the reason: a typing error in a filter would let in everything.

/// A query, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Term(Option<String>, Value),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word; a star stands for any text and a question mark for any character.
    Text(String),
    /// Several words between quotes, and how many places apart they may be.
    Phrase(String, u32),
    /// From an end to the other, each none where there is no end.
    Range(Option<Edge>, Option<Edge>),
    Anything,
}

impl Value {
    /// What is written, in quotes or not.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Phrase(text, _) => Some(text),
            Self::Range(..) | Self::Anything => None,
        }
    }
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub text: String,
    pub included: bool,
}

/// Why a query cannot be read.
pub type Wrong = &'static str;

/// Deeper parentheses are refused.
const DEEPEST: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Plus,
    Minus,
    Field(String),
    Value(Value),
}

pub fn parse(text: &str) -> Result<Expression, Wrong> {
    let mut reader = Reader {
        tokens: tokens(text)?.into_iter().peekable(),
        depth: 0,
    };
    if reader.tokens.peek().is_none() {
        return Ok(Expression::All(Vec::new()));
    }
    let whole = reader.any(None)?;
    match reader.tokens.peek() {
        None => Ok(whole),
        Some(_) => Err("a parenthesis is closed that none opens"),
    }
}

/// The words of a text that nobody meant to write by the rules, such as a sentence with a lone quote: it names no field
/// and joins nothing.
pub fn words(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || "()[]{}\"\\+!*?^~|&".contains(c));
    let words: Vec<&str> = words
        .filter(|word| word.contains(char::is_alphanumeric))
        .collect();
    let is_meant = |word: &&str| matches!(*word, "AND" | "OR" | "NOT") || word.contains(':');
    (!words.is_empty() && !words.iter().any(is_meant)).then(|| words.join(" "))
}

struct Reader {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

fn one_or(mut parts: Vec<Expression>, whole: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(one) if parts.is_empty() => one,
        Some(last) => {
            parts.push(last);
            whole(parts)
        }
        None => whole(parts),
    }
}

impl Reader {
    fn any(&mut self, field: Option<&str>) -> Result<Expression, Wrong> {
        let mut parts = vec![self.all(field)?];
        while self.tokens.next_if_eq(&Token::Or).is_some() {
            parts.push(self.all(field)?);
        }
        Ok(one_or(parts, Expression::Any))
    }

    fn all(&mut self, field: Option<&str>) -> Result<Expression, Wrong> {
        let mut parts = vec![self.one(field)?];
        while let Some(next) = self.tokens.peek() {
            match next {
                Token::Or | Token::Close => break,
                Token::And => {
                    self.tokens.next();
                }
                _ => {}
            }
            parts.push(self.one(field)?);
        }
        Ok(one_or(parts, Expression::All))
    }

    /// One condition. Brackets, nots and names of fields all go deeper.
    fn one(&mut self, field: Option<&str>) -> Result<Expression, Wrong> {
        if self.depth >= DEEPEST {
            return Err("it is too deep");
        }
        self.depth += 1;
        let found = self.opened(field)?;
        self.depth -= 1;
        Ok(found)
    }

    fn opened(&mut self, field: Option<&str>) -> Result<Expression, Wrong> {
        match self.tokens.next() {
            Some(Token::Plus) => self.one(field),
            Some(Token::Not | Token::Minus) => Ok(Expression::Not(Box::new(self.one(field)?))),
            Some(Token::Open) => {
                let inner = self.any(field)?;
                let end = self.tokens.next_if_eq(&Token::Close);
                end.map(|_| inner).ok_or("a parenthesis is not closed")
            }
            Some(Token::Field(name)) => match self.tokens.peek() {
                Some(Token::Open | Token::Value(_) | Token::Plus | Token::Minus) => {
                    self.one(Some(&name))
                }
                _ => Err("a field has no value"),
            },
            Some(Token::Value(value)) => Ok(Expression::Term(field.map(str::to_owned), value)),
            Some(Token::Close) => Err("a parenthesis is closed too early"),
            Some(Token::And | Token::Or) | None => Err("a condition is missing"),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Wrong> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        let (token, left) = match first {
            '(' => (Some(Token::Open), after),
            ')' => (Some(Token::Close), after),
            '+' => (Some(Token::Plus), after),
            '-' | '!' => (Some(Token::Minus), after),
            '"' => {
                let (phrase, left) = quoted(after)?;
                let (apart, left) = apart(left);
                let is_phrase = is_phrase(&phrase);
                let value = if is_phrase {
                    Value::Phrase(phrase, apart)
                } else {
                    Value::Text(phrase)
                };
                (Some(Token::Value(value)), left)
            }
            '[' | '{' => {
                let (range, left) = range(after, first == '[')?;
                (Some(Token::Value(range)), left)
            }
            _ => {
                let is_named = matches!(tokens.last(), Some(Token::Field(_)));
                word(rest, is_named)?
            }
        };
        tokens.extend(token);
        rest = left.trim_start();
    }
    Ok(tokens)
}

/// A phrase up to its quote, and what is left.
fn quoted(text: &str) -> Result<(String, &str), Wrong> {
    let mut phrase = String::new();
    let mut escaped = false;
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => {
                phrase.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Ok((phrase, text.get(place + 1..).unwrap_or_default())),
            c => phrase.push(c),
        }
    }
    Err("a quote is not closed")
}

/// Whether a text has several words.
fn is_phrase(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).nth(1).is_some()
}

/// How many places apart the words of the phrase before may be (`~2`), and what is left.
fn apart(text: &str) -> (u32, &str) {
    let said = text.strip_prefix('~').map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit());
        rest.split_at(end.unwrap_or(rest.len()))
    });
    let said = said.and_then(|(number, left)| Some((number.parse::<u32>().ok()?, left)));
    said.map_or((0, text), |(number, left)| (number.min(100), left))
}

fn range(text: &str, from_included: bool) -> Result<(Value, &str), Wrong> {
    let end = text.find([']', '}']).ok_or("a range is not closed")?;
    let inside = text.get(..end).unwrap_or_default();
    let to_included = text.get(end..).is_some_and(|rest| rest.starts_with(']'));
    let left = text.get(end + 1..).unwrap_or_default();
    let (from, to) = inside
        .split_once(" TO ")
        .ok_or("a range goes from a value TO another")?;
    let edge = |text: &str, included: bool| {
        let text = text.trim().trim_matches('"');
        if text.is_empty() {
            return Err("an end of a range is missing");
        }
        Ok((text != "*").then(|| Edge {
            text: text.to_owned(),
            included,
        }))
    };
    let range = Value::Range(edge(from, from_included)?, edge(to, to_included)?);
    Ok((range, left))
}

/// How much a word counts (`^2`) or how it may be misspelt (`~1`) is Solr's business: the portal weighs words itself.
fn weightless(mut word: String) -> String {
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    for mark in ['^', '~'] {
        if let Some((start, end)) = word.rsplit_once(mark)
            && is_number(end)
        {
            word.truncate(start.len());
        }
    }
    word
}

/// A word, or the name of a field; after a field, colons are those of an instant or of an address. None for a weight that
/// stands alone, as after a phrase.
fn word(text: &str, is_named: bool) -> Result<(Option<Token>, &str), Wrong> {
    let mut word = String::new();
    let mut escaped = false;
    let mut end = text.len();
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => {
                word.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            ':' if word.is_empty() => return Err("a colon follows no field"),
            ':' if !is_named => {
                let left = text.get(place + 1..).unwrap_or_default();
                return Ok((Some(Token::Field(word)), left));
            }
            '[' | ']' | '{' | '}' => return Err("a bracket stands in a word"),
            c if c.is_whitespace() || "()\"".contains(c) => {
                end = place;
                break;
            }
            c => word.push(c),
        }
    }
    if escaped {
        return Err("nothing follows a backslash");
    }
    let left = text.get(end..).unwrap_or_default();
    let word = weightless(word);
    let token = match word.as_str() {
        "AND" | "&&" => Token::And,
        "OR" | "||" => Token::Or,
        "NOT" => Token::Not,
        "*" => Token::Value(Value::Anything),
        "" => return Ok((None, left)),
        _ => Token::Value(Value::Text(word)),
    };
    Ok((Some(token), left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn term(field: &str, text: &str) -> Expression {
        Expression::Term(
            (!field.is_empty()).then(|| field.to_owned()),
            Value::Text(text.to_owned()),
        )
    }

    fn phrase(field: &str, text: &str, apart: u32) -> Expression {
        Expression::Term(
            (!field.is_empty()).then(|| field.to_owned()),
            Value::Phrase(text.to_owned(), apart),
        )
    }

    #[test]
    fn clients_write_in_many_ways() {
        let not = |inner| Expression::Not(Box::new(inner));
        let cases = [
            ("organization:x", term("organization", "x")),
            (r#"tags:"deux mots""#, phrase("tags", "deux mots", 0)),
            (r#""seul""#, term("", "seul")),
            (
                "+a -b",
                Expression::All(vec![term("", "a"), not(term("", "b"))]),
            ),
            (
                "(groups:a OR groups:b) AND NOT res_format:CSV",
                Expression::All(vec![
                    Expression::Any(vec![term("groups", "a"), term("groups", "b")]),
                    not(term("res_format", "CSV")),
                ]),
            ),
            (
                "tags:(a OR b)",
                Expression::Any(vec![term("tags", "a"), term("tags", "b")]),
            ),
            (
                "metadata_modified:[2023-04-01T00:00:00Z TO *]",
                Expression::Term(
                    Some("metadata_modified".to_owned()),
                    Value::Range(
                        Some(Edge {
                            text: "2023-04-01T00:00:00Z".to_owned(),
                            included: true,
                        }),
                        None,
                    ),
                ),
            ),
            (
                "*:*",
                Expression::Term(Some("*".to_owned()), Value::Anything),
            ),
            (
                "metadata_modified:{2020 TO 2021]",
                Expression::Term(
                    Some("metadata_modified".to_owned()),
                    Value::Range(
                        Some(Edge {
                            text: "2020".to_owned(),
                            included: false,
                        }),
                        Some(Edge {
                            text: "2021".to_owned(),
                            included: true,
                        }),
                    ),
                ),
            ),
            (
                "metadata_modified:2023-04-01T10:00:00Z",
                term("metadata_modified", "2023-04-01T10:00:00Z"),
            ),
            ("title:eau^2.5", term("title", "eau")),
            ("\"eau potable\"~2", phrase("", "eau potable", 2)),
            ("\"eau potable\"^2", phrase("", "eau potable", 0)),
            ("", Expression::All(Vec::new())),
            (" ", Expression::All(Vec::new())),
            ("title: eau", term("title", "eau")),
            ("qualite-de-lair", term("", "qualite-de-lair")),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_breaks_the_rules_is_refused() {
        for text in [
            "((",
            "a)",
            "()",
            "tags:(a",
            "\"",
            "tags:\"a",
            "AND",
            "a AND",
            "OR a",
            "a AND OR b",
            "NOT",
            "-",
            "\\",
            "title:",
            "title: AND b",
            ":a",
            "a : b",
            "a:[1 TO 2",
            "a:[1]",
            "a:[1 TO ]",
            "a:1 TO 2]",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        for text in ["(".repeat(2_000), "-".repeat(20_000), "a:-".repeat(6_000)] {
            assert!(parse(&format!("{text}a")).is_err());
        }
        let found = words("l'eau \"potable (2020");
        assert_eq!(found.as_deref(), Some("l'eau potable 2020"));
        for text in ["AND (\"\\", "(((", "eau OR", "eau:("] {
            assert_eq!(words(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_nor_lasts(text in "[a-c:\"()+*! \\[\\]{}\\\\-]{0,60}|.{0,60}") {
            let _ = parse(&text);
            words(&text);
        }
    }
}
