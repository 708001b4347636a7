//! What a title is also called: acronyms given or written in brackets, initials of its words
//! (`BAN` for "Base Adresse Nationale"), and neighbouring words written as one (`opendamir`).
//! These become keys of the document, matched whole and never stemmed.

use std::collections::BTreeSet;

use crate::analysis::{Word, fold, words};
use crate::stem::spelling;

/// What a key says about the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// The whole title, normalised.
    Title,
    /// An acronym that the producer gave or wrote in brackets.
    Acronym,
    /// Initials of the title.
    Initials,
    /// Initials of the first words of the title.
    Beginning,
    /// Two or three neighbouring words written as one.
    Joined,
    /// A word of the title as spelt, save for the plural.
    Spelling,
    /// An identifier of the document or of one of its resources.
    Id,
}

impl KeyKind {
    /// The letter that stands for the kind in the index.
    pub const fn letter(self) -> char {
        match self {
            Self::Title => 'x',
            Self::Acronym => 'a',
            Self::Initials => 'i',
            Self::Beginning => 'b',
            Self::Joined => 'j',
            Self::Spelling => 's',
            Self::Id => 'u',
        }
    }
}

/// A name of a document that is not in its words.
pub type Key = (KeyKind, String);

/// The keys of a title and of the acronym given beside it.
pub fn keys(title: &str, acronym: Option<&str>) -> BTreeSet<Key> {
    let title_words = words(title);
    let mut keys = BTreeSet::new();
    let title_key = crate::analysis::plain(&title_words);
    if !title_key.is_empty() {
        keys.insert((KeyKind::Title, title_key));
    }
    // "Code officiel géographique (COG)" is also called by its words outside the brackets.
    let outside: Vec<Word> = title_words
        .iter()
        .filter(|w| !w.bracketed)
        .cloned()
        .collect();
    let outside = crate::analysis::plain(&outside);
    if !outside.is_empty() {
        keys.insert((KeyKind::Title, outside));
    }
    if let Some(acronym) = acronym {
        add_acronym(acronym, &mut keys);
    }
    for word in title_words.iter().filter(|word| !word.empty) {
        keys.insert((KeyKind::Spelling, spelling(&word.folded)));
    }
    add_bracketed(&title_words, &mut keys);
    for segment in segments(&title_words) {
        add_initials(segment, &mut keys);
        add_joined(segment, &mut keys);
    }
    keys
}

fn add_acronym(acronym: &str, keys: &mut BTreeSet<Key>) {
    for part in acronym.split([',', ';', '/']) {
        let joined: String = fold(part).chars().filter(|c| c.is_alphanumeric()).collect();
        if !joined.is_empty() && joined.len() <= 24 {
            keys.insert((KeyKind::Acronym, joined));
        }
    }
}

/// Capitals in brackets: "Code officiel géographique (COG)".
fn add_bracketed(words: &[Word], keys: &mut BTreeSet<Key>) {
    for word in words {
        if word.bracketed && word.capitals && (2..=10).contains(&word.folded.len()) {
            keys.insert((KeyKind::Acronym, word.folded.clone()));
        }
    }
}

/// Runs of words without a sentence sign between them.
fn segments(words: &[Word]) -> Vec<&[Word]> {
    words.chunk_by(|_, next| !next.breaks).collect()
}

fn initials(words: &[&Word]) -> String {
    words
        .iter()
        .filter_map(|word| word.folded.chars().next())
        .collect()
}

fn add_initials(segment: &[Word], keys: &mut BTreeSet<Key>) {
    let all: Vec<&Word> = segment.iter().collect();
    let full: Vec<&Word> = segment.iter().filter(|word| !word.empty).collect();
    // `Cour des comptes` is called CDC: little words count, the elided ones do not.
    let spoken: Vec<&Word> = segment
        .iter()
        .filter(|word| !word.empty || word.folded.len() > 1)
        .collect();
    for run in [&all, &full, &spoken] {
        if (2..=8).contains(&full.len()) && (3..=10).contains(&run.len()) {
            keys.insert((KeyKind::Initials, initials(run)));
        }
    }
    for end in 3..=5 {
        if let Some(run) = full.get(..end)
            && full.len() > end
        {
            keys.insert((KeyKind::Beginning, initials(run)));
        }
    }
}

fn add_joined(segment: &[Word], keys: &mut BTreeSet<Key>) {
    let full: Vec<&Word> = segment.iter().filter(|word| !word.empty).collect();
    for size in 2..=3 {
        for run in full.windows(size) {
            let joined: String = run.iter().map(|word| word.folded.as_str()).collect();
            if joined.len() <= 30 {
                keys.insert((KeyKind::Joined, joined));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(title: &str, kind: KeyKind, key: &str) -> bool {
        keys(title, None).contains(&(kind, key.to_owned()))
    }

    #[test]
    fn initials_with_and_without_little_words() {
        assert!(has("Base Adresse Nationale", KeyKind::Initials, "ban"));
        assert!(has("Cour des comptes", KeyKind::Initials, "cdc"));
        assert!(has(
            "Haute Autorité de Santé (HAS)",
            KeyKind::Initials,
            "has"
        ));
        assert!(has(
            "Base Adresse Nationale en open data",
            KeyKind::Beginning,
            "ban"
        ));
    }

    #[test]
    fn acronyms_in_brackets_and_given() {
        assert!(has(
            "Code officiel géographique (COG)",
            KeyKind::Acronym,
            "cog"
        ));
        assert!(keys("x", Some("D.V.F.")).contains(&(KeyKind::Acronym, "dvf".to_owned())));
    }

    #[test]
    fn neighbours_joined() {
        assert!(has("Open Damir : base", KeyKind::Joined, "opendamir"));
        assert!(has(
            "Données de la géo-plateforme",
            KeyKind::Joined,
            "geoplateforme"
        ));
    }
}
