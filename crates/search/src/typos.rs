//! Spelling: words of the catalogue close to a word that was typed. One letter may differ from four
//! letters on, two from eight on; the swap of two neighbours is one difference.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tantivy::Term;
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy_fst::Automaton;

use crate::error::Result;
use crate::index::Snapshot;

/// A word of the catalogue close to the one typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub word: String,
    pub distance: u8,
    pub frequency: u64,
}

/// How many letters may differ.
pub fn tolerance(word: &str) -> u8 {
    match word.chars().count() {
        _ if word.chars().all(|c| c.is_ascii_digit()) => 0,
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// What recognises the words close to those of one reader. Making one costs more than reading a dictionary with
/// it, so the same ones serve every kind of object that is searched at once.
#[derive(Default)]
pub struct Spellings {
    automata: RefCell<HashMap<(String, u8), Rc<DfaWrapper>>>,
}

impl Spellings {
    fn of(&self, word: &str, distance: u8) -> Result<Rc<DfaWrapper>> {
        let key = (word.to_owned(), distance);
        if let Some(made) = self.automata.borrow().get(&key) {
            return Ok(Rc::clone(made));
        }
        let term = Term::from_field_text(Field::from_field_id(0), word);
        let made = Rc::new(FuzzyTermQuery::new(term, distance, true).automaton()?);
        self.automata.borrow_mut().insert(key, Rc::clone(&made));
        Ok(made)
    }
}

/// Words close to one, after a prefix that is exact: whole branches of the dictionary, the words of other
/// kinds, are not looked at.
struct After<'a> {
    prefix: &'a [u8],
    close: &'a DfaWrapper,
}

#[derive(Clone, Copy)]
enum Place {
    Prefix(usize),
    Word(u32),
    Nowhere,
}

impl Automaton for After<'_> {
    type State = Place;

    fn start(&self) -> Place {
        self.after(0)
    }

    fn is_match(&self, state: &Place) -> bool {
        matches!(state, Place::Word(state) if self.close.is_match(state))
    }

    fn can_match(&self, state: &Place) -> bool {
        match state {
            Place::Prefix(_) => true,
            Place::Word(state) => self.close.can_match(state),
            Place::Nowhere => false,
        }
    }

    fn accept(&self, state: &Place, byte: u8) -> Place {
        match state {
            Place::Prefix(at) if self.prefix.get(*at) == Some(&byte) => self.after(at + 1),
            Place::Word(state) => Place::Word(self.close.accept(state, byte)),
            Place::Prefix(_) | Place::Nowhere => Place::Nowhere,
        }
    }
}

impl After<'_> {
    fn after(&self, read: usize) -> Place {
        if read < self.prefix.len() {
            Place::Prefix(read)
        } else {
            Place::Word(self.close.start())
        }
    }
}

/// Where close words are looked for: the words of a field that follow a prefix.
#[derive(Clone, Copy)]
pub struct Dictionary<'a> {
    pub snapshot: &'a Snapshot,
    pub spellings: &'a Spellings,
    pub field: Field,
    pub prefix: &'a str,
}

/// The words of a dictionary close to a folded word, best first.
pub fn corrections(
    dictionary: Dictionary<'_>,
    word: &str,
    distance: u8,
) -> Result<Vec<Correction>> {
    if distance == 0 {
        return Ok(Vec::new());
    }
    let close = dictionary.spellings.of(word, distance)?;
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in dictionary.snapshot.searcher.segment_readers() {
        let index = segment.inverted_index(dictionary.field)?;
        let automaton = After {
            prefix: dictionary.prefix.as_bytes(),
            close: &close,
        };
        let mut stream = index.terms().search(automaton).into_stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            let Some(close) = term.strip_prefix(dictionary.prefix) else {
                continue;
            };
            if close != word {
                *found.entry(close.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    let mut corrections: Vec<Correction> = found
        .into_iter()
        .map(|(close, frequency)| Correction {
            distance: differences(word, &close),
            word: close,
            frequency,
        })
        .collect();
    // A first letter is rarely wrong.
    let rank = |c: &Correction| (c.distance, c.word.chars().next() != word.chars().next());
    corrections.sort_by(|a, b| {
        rank(a)
            .cmp(&rank(b))
            .then(b.frequency.cmp(&a.frequency))
            .then_with(|| a.word.cmp(&b.word))
    });
    Ok(corrections)
}

/// Number of letters to add, remove, change or swap (optimal string alignment).
fn differences(a: &str, b: &str) -> u8 {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut cost = (at(&last, j) + usize::from(x != y))
                .min(at(&last, j + 1) + 1)
                .min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = last;
        last = row;
    }
    u8::try_from(last.last().copied().unwrap_or(0)).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_counted() {
        assert_eq!(differences("electrisite", "electricite"), 1);
        assert_eq!(differences("sirnee", "sirene"), 1);
        assert_eq!(differences("abc", "abc"), 0);
        assert_eq!(differences("communes", "comune"), 2);
    }

    #[test]
    fn short_words_and_years_are_trusted() {
        assert_eq!(tolerance("rna"), 0);
        assert_eq!(tolerance("2016"), 0);
        assert_eq!(tolerance("gare"), 1);
        assert_eq!(tolerance("communes"), 2);
    }
}
