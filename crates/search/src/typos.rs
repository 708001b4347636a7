//! Spelling: words of the catalogue close to a word that was typed. One letter may differ from four
//! letters on, two from eight on; the swap of two neighbours is one difference.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use crate::document::Kind;
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

/// The words of a field's dictionary close to a folded word, best first.
pub fn corrections(
    snapshot: &Snapshot,
    field: Field,
    kind: Kind,
    word: &str,
    distance: u8,
) -> Result<Vec<Correction>> {
    if distance == 0 {
        return Ok(Vec::new());
    }
    let letter = kind.letter();
    let typed = format!("{letter}{word}");
    let query = FuzzyTermQuery::new(Term::from_field_text(field, &typed), distance, true);
    let mut found: HashMap<String, u64> = HashMap::new();
    for segment in snapshot.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            let Some(close) = term.strip_prefix(letter) else {
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
