//! How text becomes words: folding (accents, ligatures, case), splitting at everything that is not
//! a letter or a digit, elided articles and other empty words marked so that they never weigh.
//! The same functions serve the documents and the queries, so that the two cannot disagree.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::stem::stem;

/// Longest word kept; longer ones are cut.
const MAX_WORD: usize = 48;

/// Empty words of French and English, folded, and the elided articles left by the apostrophe.
const EMPTY: [&str; 66] = [
    "a", "afin", "an", "and", "are", "as", "at", "au", "aux", "avec", "by", "c", "ce", "ces",
    "cette", "d", "dans", "de", "des", "dont", "du", "elle", "en", "est", "et", "etc", "for",
    "from", "il", "in", "is", "j", "jusqu", "l", "la", "le", "les", "leur", "leurs", "lorsqu", "m",
    "mais", "n", "ne", "of", "on", "or", "ou", "par", "pour", "puisqu", "qu", "que", "qui",
    "quoiqu", "s", "sa", "se", "ses", "son", "sur", "t", "the", "to", "un", "une",
];

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded spelling.
    pub folded: String,
    /// Folded and stemmed.
    pub stem: String,
    /// Whether the word carries no meaning of its own.
    pub empty: bool,
    /// Whether the word is written in capitals (at least two letters).
    pub capitals: bool,
    /// Whether a sentence sign (bracket, colon, dash between spaces, comma) stands before it.
    pub breaks: bool,
    /// Whether the word is inside round brackets.
    pub bracketed: bool,
    /// Parts of a word in camel case: `OpenDamir` gives `open` and `damir`.
    pub parts: Vec<String>,
}

/// Folds case, accents and ligatures.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd() {
        if is_combining_mark(c) {
            continue;
        }
        for lower in c.to_lowercase() {
            match lower {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                other => folded.push(other),
            }
        }
    }
    folded
}

/// Whether a folded word carries no meaning of its own.
pub fn is_empty_word(folded: &str) -> bool {
    EMPTY.binary_search(&folded).is_ok()
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut depth = 0usize;
    let mut breaks = true;
    let mut spaced = true;
    let mut current = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_alphanumeric() || is_combining_mark(c) {
            current.push(c);
            continue;
        }
        if !current.is_empty() {
            if let Some(word) = word(&current, breaks, depth > 0) {
                words.push(word);
                breaks = false;
            }
            current.clear();
            spaced = false;
        }
        match c {
            '(' | '[' => {
                depth += usize::from(c == '(');
                breaks = true;
            }
            ')' | ']' => {
                depth = depth.saturating_sub(usize::from(c == ')'));
                breaks = true;
            }
            ':' | ',' | ';' | '.' | '|' | '/' | '–' | '—' | '«' | '»' | '"' => breaks = true,
            '-' if spaced => breaks = true,
            c if c.is_whitespace() => spaced = true,
            _ => {}
        }
    }
    words
}

fn word(raw: &str, breaks: bool, bracketed: bool) -> Option<Word> {
    let mut folded = fold(raw);
    if folded.len() > MAX_WORD {
        let mut end = MAX_WORD;
        while !folded.is_char_boundary(end) {
            end -= 1;
        }
        folded.truncate(end);
    }
    if folded.is_empty() {
        return None;
    }
    let letters = raw.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 2 && raw.chars().all(|c| !c.is_lowercase());
    Some(Word {
        stem: stem(&folded),
        empty: is_empty_word(&folded),
        capitals,
        breaks,
        bracketed,
        parts: camel_parts(raw),
        folded,
    })
}

/// The parts of a word in camel case, folded; none when it is a plain word.
fn camel_parts(raw: &str) -> Vec<String> {
    let next = raw.chars().skip(1);
    if !raw
        .chars()
        .zip(next)
        .any(|(one, other)| one.is_lowercase() && other.is_uppercase())
    {
        return Vec::new();
    }
    let mut parts = vec![String::new()];
    let mut before_lower = false;
    for c in raw.chars() {
        if before_lower && c.is_uppercase() {
            parts.push(String::new());
        }
        before_lower = c.is_lowercase();
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    if parts.len() < 2 || parts.iter().any(|part| part.chars().count() < 2) {
        return Vec::new();
    }
    parts.iter().map(|part| fold(part)).collect()
}

/// Folded words of a text joined by one blank: the form in which whole titles are compared.
pub fn plain(words: &[Word]) -> String {
    let stems: Vec<&str> = words
        .iter()
        .filter(|word| !word.empty)
        .map(|word| word.stem.as_str())
        .collect();
    stems.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text)
            .into_iter()
            .filter(|w| !w.empty)
            .map(|w| w.folded)
            .collect()
    }

    #[test]
    fn the_empty_words_are_sorted() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn accents_elisions_and_ligatures() {
        assert_eq!(
            folded("Qualité de l’air à l'école"),
            ["qualite", "air", "ecole"]
        );
        assert_eq!(folded("Œuvres d’art"), ["oeuvres", "art"]);
        assert_eq!(folded("e\u{301}lus"), ["elus"]);
    }

    #[test]
    fn brackets_capitals_and_camel_case() {
        let words = words("Code officiel (COG) : OpenDAMIR");
        assert!(words[2].bracketed && words[2].capitals && words[2].breaks);
        assert!(!words[3].bracketed && words[3].breaks);
        assert_eq!(words[3].parts, ["open", "damir"]);
    }
}
