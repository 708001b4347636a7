//! The terms of a field, made by us and handed to the index as one text: a control character that says how far the
//! position moves, then the term, and so on. A list of tokens would cost an allocation a word, and the documents that
//! wait for the index are many.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name under which the schema knows the tokenizer.
pub const TOKENIZER: &str = "terms";

/// Longest move of the position that one control character says: below the blank.
const FARTHEST: u8 = 31;

/// Terms being encoded.
#[derive(Debug, Default)]
pub struct Encoded {
    text: String,
    position: usize,
}

impl Encoded {
    /// Adds a term made of a letter and parts, at a position not before that of the last.
    pub fn push(&mut self, position: usize, letter: char, parts: &[&str]) {
        let by = position.saturating_sub(self.position);
        let by = u8::try_from(by).unwrap_or(FARTHEST).min(FARTHEST);
        self.position = position;
        self.text.push(char::from(by));
        self.text.push(letter);
        for part in parts {
            // Words have none; an identifier from elsewhere may have any character.
            if part.contains(is_move) {
                self.text.extend(part.chars().filter(|c| !is_move(*c)));
            } else {
                self.text.push_str(part);
            }
        }
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

fn is_move(c: char) -> bool {
    u32::from(c) <= u32::from(FARTHEST)
}

/// Reads the terms back while indexing.
#[derive(Clone, Default)]
pub struct Terms {
    token: Token,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        self.token.position = 0;
        Stream {
            rest: text,
            token: &mut self.token,
        }
    }
}

/// The terms of one value.
pub struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let mut chars = self.rest.chars();
        let Some(by) = chars.next() else {
            return false;
        };
        let rest = chars.as_str();
        let end = rest.find(is_move).unwrap_or(rest.len());
        let (term, rest) = rest.split_at(end);
        self.rest = rest;
        self.token.position += by as usize;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_positions_come_back() {
        let mut encoded = Encoded::default();
        encoded.push(0, 'd', &["qualit"]);
        encoded.push(0, 'd', &["de"]);
        encoded.push(1, 'd', &["\u{3}é", "t"]);
        encoded.push(10, 'd', &[""]);
        encoded.push(500, 'd', &["loin"]);
        let text = encoded.into_text();
        let mut terms = Terms::default();
        let mut stream = terms.token_stream(&text);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position, stream.token().text.clone()));
        }
        let expected = [
            (0, "dqualit"),
            (0, "dde"),
            (1, "dét"),
            (10, "d"),
            (41, "dloin"),
        ];
        let expected = expected.map(|(place, term)| (place, term.to_owned()));
        assert_eq!(found, expected);
    }
}
