//! A light stemmer for French and English, written on folded text (no accents) so that
//! `données`, `donnees` and `DONNÉES` always meet. It joins plurals and feminines and little else:
//! readers of a catalogue type names of things, and heavy stemmers make strangers meet
//! (`général` and `génération`).

use std::borrow::Cow;

/// Words whose plural no rule gives.
const IRREGULAR: [(&str, &str); 8] = [
    ("travaux", "travail"),
    ("vitraux", "vitrail"),
    ("baux", "bail"),
    ("yeux", "oeil"),
    ("taux", "taux"),
    ("eaux", "eau"),
    ("people", "person"),
    ("children", "child"),
];

/// The stem of one folded word.
pub fn stem(word: &str) -> String {
    if let Some((_, stem)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*stem).to_owned();
    }
    if word.len() < 4 || !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let singular = singular(word);
    let masculine = masculine(&singular);
    finish(masculine.unwrap_or_else(|| singular.into_owned()))
}

/// The spelling of a folded word without the mark of the plural: `aires` is `aire`, which is not `air`.
pub fn spelling(word: &str) -> String {
    let irregular = IRREGULAR.iter().find(|(plural, _)| *plural == word);
    irregular.map_or_else(|| singular(word).into_owned(), |(_, one)| (*one).to_owned())
}

/// The spellings that share a stem with this one and are another word: `aire` beside `air`. A final `e` makes
/// another word of a short one, and the feminine of a longer one.
pub fn namesakes(word: &str) -> Vec<String> {
    const LONGEST: usize = 4;
    let own = spelling(word);
    let stem = stem(word);
    if stem.len() > LONGEST {
        return Vec::new();
    }
    let endings = ["", "e", "ee"].map(|ending| format!("{stem}{ending}"));
    if !endings.contains(&own) {
        return Vec::new();
    }
    endings.into_iter().filter(|other| *other != own).collect()
}

/// Endings by which a noun and the adjectives made of it differ once stemmed: `route` and `routier`, `commune` and
/// `communal`, `tourisme` and `touristique`.
const RELATED: [(&str, &str); 10] = [
    ("", "ier"),
    ("", "al"),
    ("", "el"),
    ("", "air"),
    ("", "if"),
    ("", "ic"),
    ("ism", "istic"),
    ("i", "etic"),
    ("ion", "if"),
    ("it", ""),
];

/// Stems of the words of the same family that the stem itself does not meet. Most of them are no words at all: only
/// what the catalogue knows counts.
pub fn family(stem: &str) -> Vec<String> {
    const SHORTEST: usize = 4;
    let mut family = Vec::new();
    for (one, other) in RELATED {
        for (from, to) in [(one, other), (other, one)] {
            if let Some(root) = stem.strip_suffix(from)
                && root.len() >= SHORTEST
                && root.is_ascii()
            {
                family.push(format!("{root}{to}"));
            }
        }
    }
    family.sort_unstable();
    family.dedup();
    family.retain(|other| other != stem);
    family
}

fn singular(word: &str) -> Cow<'_, str> {
    if word.len() > 5
        && let Some(root) = word.strip_suffix("aux")
    {
        return if root.ends_with('e') {
            format!("{root}au").into()
        } else {
            format!("{root}al").into()
        };
    }
    if word.len() > 3
        && let Some(root) = word.strip_suffix('x')
        && (root.ends_with("eu") || root.ends_with("ou") || root.ends_with("eau"))
    {
        return root.into();
    }
    match word.strip_suffix('s') {
        Some(root) if !root.ends_with('s') => root.into(),
        _ => word.into(),
    }
}

/// The masculine, where the ending tells.
fn masculine(word: &str) -> Option<String> {
    const ENDINGS: [(&str, &str); 9] = [
        ("trice", "teur"),
        ("ienne", "ien"),
        ("euse", "eur"),
        ("ieres", "ier"),
        ("iere", "ier"),
        ("ique", "ic"),
        ("elle", "el"),
        ("ive", "if"),
        ("ing", ""),
    ];
    for (feminine, masculine) in ENDINGS {
        if word.len() >= feminine.len() + 3
            && let Some(root) = word.strip_suffix(feminine)
        {
            return Some(format!("{root}{masculine}"));
        }
    }
    None
}

fn finish(mut word: String) -> String {
    // `polluees`, `polluee` and `pollue` end alike.
    while word.len() > 3 && word.ends_with('e') {
        word.pop();
    }
    if word.len() > 3 && word.ends_with('y') {
        word.pop();
        word.push('i');
    }
    let mut last = word.bytes().rev();
    if word.len() > 4 && last.next() == last.next() {
        word.pop();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{family, namesakes, spelling, stem};

    #[test]
    fn plurals_and_feminines_meet() {
        for (one, other) in [
            ("donnee", "donnees"),
            ("elu", "elus"),
            ("national", "nationale"),
            ("nationaux", "nationales"),
            ("journal", "journaux"),
            ("reseau", "reseaux"),
            ("travail", "travaux"),
            ("public", "publiques"),
            ("administrateur", "administratrices"),
            ("polluant", "polluantes"),
            ("city", "cities"),
            ("building", "buildings"),
            ("lieu", "lieux"),
            ("postal", "postaux"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} / {other}");
        }
    }

    #[test]
    fn another_word_with_the_same_stem_is_told() {
        assert_eq!(spelling("aires"), "aire");
        assert_eq!(spelling("eaux"), "eau");
        assert!(namesakes("air").contains(&"aire".to_owned()));
        assert!(namesakes("aires").contains(&"air".to_owned()));
        assert!(!namesakes("communes").contains(&"commune".to_owned()));
        assert!(namesakes("routieres").is_empty() && namesakes("polluantes").is_empty());
    }

    #[test]
    fn nouns_and_their_adjectives_are_one_family() {
        for (noun, adjective) in [
            ("route", "routieres"),
            ("commune", "communal"),
            ("region", "regionaux"),
            ("industrie", "industrielle"),
            ("budget", "budgetaire"),
            ("sport", "sportives"),
            ("tourisme", "touristique"),
            ("energie", "energetique"),
            ("association", "associatif"),
        ] {
            assert!(family(&stem(noun)).contains(&stem(adjective)), "{noun}");
            assert!(
                family(&stem(adjective)).contains(&stem(noun)),
                "{adjective}"
            );
        }
    }

    #[test]
    fn strangers_stay_apart() {
        for (one, other) in [
            ("general", "generation"),
            ("commune", "commerce"),
            ("sirene", "sirs"),
        ] {
            assert_ne!(stem(one), stem(other));
        }
    }
}
