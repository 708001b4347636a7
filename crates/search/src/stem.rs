//! A light stemmer for French and English, written on folded text (no accents) so that
//! `données`, `donnees` and `DONNÉES` always meet. It joins plurals and feminines and little else:
//! readers of a catalogue type names of things, and heavy stemmers make strangers meet
//! (`général` and `génération`).

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
    finish(masculine)
}

fn singular(word: &str) -> String {
    if word.len() > 5
        && let Some(root) = word.strip_suffix("aux")
    {
        return if root.ends_with('e') {
            format!("{root}au")
        } else {
            format!("{root}al")
        };
    }
    if word.len() > 3
        && let Some(root) = word.strip_suffix('x')
        && (root.ends_with("eu") || root.ends_with("ou") || root.ends_with("eau"))
    {
        return root.to_owned();
    }
    match word.strip_suffix('s') {
        Some(root) if !root.ends_with('s') => root.to_owned(),
        _ => word.to_owned(),
    }
}

fn masculine(word: &str) -> String {
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
            return format!("{root}{masculine}");
        }
    }
    word.to_owned()
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
    use super::stem;

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
