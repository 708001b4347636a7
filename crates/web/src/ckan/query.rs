//! The part of Solr's query language that clients of CKAN write: fields, quotes, ands, ors, nots, signs, parentheses,
//! ranges and stars. What cannot be understood is read as words, never refused.

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
    /// A word or a quoted phrase; a star at its end stands for any ending, one at its beginning for any beginning.
    Text(String),
    /// From an end to the other, each none where there is no end.
    Range(Option<Edge>, Option<Edge>),
    Anything,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub text: String,
    pub included: bool,
}

/// Deeper parentheses are not looked into.
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

pub fn parse(text: &str) -> Expression {
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: tokens.into_iter().peekable(),
        depth: 0,
    };
    let mut all = Vec::new();
    while reader.tokens.peek().is_some() {
        // What follows a parenthesis too many.
        reader.tokens.next_if_eq(&Token::Close);
        all.push(reader.any(None));
    }
    one_or(all, Expression::All)
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
    fn any(&mut self, field: Option<&str>) -> Expression {
        let mut parts = vec![self.all(field)];
        while self.tokens.next_if_eq(&Token::Or).is_some() {
            parts.push(self.all(field));
        }
        // `a OR` says no more than `a`.
        let nothing = Expression::All(Vec::new());
        if parts.iter().any(|part| *part != nothing) {
            parts.retain(|part| *part != nothing);
        }
        one_or(parts, Expression::Any)
    }

    fn all(&mut self, field: Option<&str>) -> Expression {
        let mut parts = Vec::new();
        loop {
            match self.tokens.peek() {
                None | Some(Token::Or | Token::Close) => break,
                Some(Token::And | Token::Plus) => {
                    self.tokens.next();
                }
                Some(_) => parts.extend(self.one(field)),
            }
        }
        one_or(parts, Expression::All)
    }

    /// One condition; none below the deepest, whatever opened it: brackets, nots and names of fields.
    fn one(&mut self, field: Option<&str>) -> Option<Expression> {
        if self.depth >= DEEPEST {
            self.tokens.next();
            return None;
        }
        self.depth += 1;
        let found = self.opened(field);
        self.depth -= 1;
        found
    }

    fn opened(&mut self, field: Option<&str>) -> Option<Expression> {
        match self.tokens.next()? {
            Token::Not | Token::Minus => {
                let negated = self.one(field)?;
                Some(Expression::Not(Box::new(negated)))
            }
            Token::Open => {
                let inner = self.any(field);
                self.tokens.next_if_eq(&Token::Close);
                Some(inner)
            }
            Token::Field(name) => match self.tokens.peek() {
                Some(Token::Open | Token::Value(_) | Token::Plus | Token::Minus) => {
                    self.one(Some(&name))
                }
                _ => None,
            },
            Token::Value(value) => Some(Expression::Term(field.map(str::to_owned), value)),
            Token::Plus | Token::And | Token::Or | Token::Close => None,
        }
    }
}

fn tokens(text: &str) -> Vec<Token> {
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
                let (phrase, left) = quoted(after);
                (Some(Token::Value(Value::Text(phrase))), left)
            }
            '[' | '{' => range(after, first == '['),
            _ => {
                let is_named = matches!(tokens.last(), Some(Token::Field(_)));
                word(rest, is_named)
            }
        };
        tokens.extend(token);
        rest = left.trim_start();
    }
    tokens
}

/// A phrase up to its quote, and what is left.
fn quoted(text: &str) -> (String, &str) {
    let mut phrase = String::new();
    let mut escaped = false;
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => {
                phrase.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return (phrase, text.get(place + 1..).unwrap_or_default()),
            c => phrase.push(c),
        }
    }
    (phrase, "")
}

fn range(text: &str, from_included: bool) -> (Option<Token>, &str) {
    let Some(end) = text.find([']', '}']) else {
        return (None, text);
    };
    let inside = text.get(..end).unwrap_or_default();
    let to_included = text.get(end..).is_some_and(|rest| rest.starts_with(']'));
    let left = text.get(end + 1..).unwrap_or_default();
    let Some((from, to)) = inside.split_once(" TO ") else {
        let text = inside.trim();
        let value = (!text.is_empty()).then(|| Token::Value(Value::Text(text.to_owned())));
        return (value, left);
    };
    let edge = |text: &str, included: bool| {
        let text = text.trim().trim_matches('"');
        let says = text != "*" && !text.is_empty();
        says.then(|| Edge {
            text: text.to_owned(),
            included,
        })
    };
    let range = Value::Range(edge(from, from_included), edge(to, to_included));
    (Some(Token::Value(range)), left)
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

/// A word, or the name of a field; after a field, colons are those of an instant or of an address.
fn word(text: &str, is_named: bool) -> (Option<Token>, &str) {
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
            ':' if !word.is_empty() && !is_named => {
                let left = text.get(place + 1..).unwrap_or_default();
                // `*:*` is everything; a word before a space is no field.
                let is_field = left.starts_with(|next: char| !next.is_whitespace());
                if is_field {
                    return (Some(Token::Field(word)), left);
                }
                end = place + 1;
                break;
            }
            c if c.is_whitespace() || "()\"".contains(c) => {
                end = place;
                break;
            }
            c => word.push(c),
        }
    }
    let left = text.get(end..).unwrap_or_default();
    let word = weightless(word);
    let token = match word.as_str() {
        "AND" | "&&" => Token::And,
        "OR" | "||" => Token::Or,
        "NOT" => Token::Not,
        "*" => Token::Value(Value::Anything),
        "" => return (None, if end == 0 { "" } else { left }),
        _ => Token::Value(Value::Text(word)),
    };
    // A lone colon would be read for ever.
    (Some(token), if end == 0 { "" } else { left })
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

    #[test]
    fn clients_write_in_many_ways() {
        let not = |inner| Expression::Not(Box::new(inner));
        let cases = [
            ("organization:x", term("organization", "x")),
            (r#"tags:"deux mots""#, term("tags", "deux mots")),
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
            ("\"eau potable\"~2", term("", "eau potable")),
            ("", Expression::All(Vec::new())),
            ("qualite-de-lair", term("", "qualite-de-lair")),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_nor_lasts(text in "[a-c:\"()+*! \\[\\]{}\\\\-]{0,60}|.{0,60}") {
            parse(&text);
            parse(&format!("{}a", "(".repeat(2_000)));
            parse(&format!("{}a", "-".repeat(20_000)));
            parse(&"a:-".repeat(6_000));
        }
    }
}
