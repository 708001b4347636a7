//! Names that every system can unpack: one name and no path, no mark that a system refuses, no two that differ by
//! their case alone, none longer than a folder takes.

use std::collections::HashSet;

/// Bytes of a name.
const LONGEST: usize = 200;
/// Names that Windows keeps for itself.
const KEPT: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// A name that is not taken yet, near the one that is wanted.
pub fn unique(wanted: &str, taken: &mut HashSet<String>) -> String {
    let safe = safe(wanted);
    let (stem, extension) = parts(&safe);
    let mut turn = 1;
    loop {
        let end = if turn == 1 {
            extension.to_owned()
        } else {
            format!("-{turn}{extension}")
        };
        let name = format!("{}{end}", cut(stem, LONGEST.saturating_sub(end.len())));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        turn += 1;
    }
}

fn safe(wanted: &str) -> String {
    let written: String = wanted
        .chars()
        .map(|letter| match letter {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
            other if other.is_control() => '-',
            other => other,
        })
        .collect();
    let written = written.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let stem = written.split('.').next().unwrap_or_default().trim();
    if written.is_empty() {
        "file".to_owned()
    } else if KEPT.contains(&stem.to_lowercase().as_str()) {
        format!("_{written}")
    } else {
        written.to_owned()
    }
}

/// What comes before the extension, and the extension with its dot; a long end is no extension.
fn parts(name: &str) -> (&str, &str) {
    let at = name
        .rfind('.')
        .filter(|at| *at > 0 && name.len() - at <= 20);
    name.split_at(at.unwrap_or(name.len()))
}

/// The first bytes of a text, without a letter cut in two.
fn cut(text: &str, most: usize) -> &str {
    let at = (0..=most.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    text.get(..at.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_kept_where_they_can_be() {
        let mut taken = HashSet::new();
        for (wanted, expected) in [
            ("mesures.csv", "mesures.csv"),
            ("Mesures.csv", "Mesures-2.csv"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("été 2026.csv", "été 2026.csv"),
            ("con.txt", "_con.txt"),
            ("..", "file"),
            ("", "file-2"),
            ("a\u{0}b", "a-b"),
        ] {
            assert_eq!(unique(wanted, &mut taken), expected, "{wanted}");
        }
        let long = format!("{}.geojson", "é".repeat(300));
        let cut = unique(&long, &mut taken);
        assert!(cut.ends_with("é.geojson") && cut.len() <= LONGEST, "{cut}");
        assert!(unique(&long, &mut taken).ends_with("é-2.geojson"));
    }

    proptest! {
        #[test]
        fn any_name_is_one_that_unpacks(names in proptest::collection::vec(".{0,300}", 1..8)) {
            let mut taken = HashSet::new();
            let mut seen = HashSet::new();
            for name in &names {
                let name = unique(name, &mut taken);
                prop_assert!(!name.is_empty() && name.len() <= LONGEST);
                prop_assert!(!name.contains(['/', '\\', ':', '\0', '\n']));
                prop_assert!(name != "." && name != "..");
                prop_assert!(seen.insert(name.to_lowercase()));
            }
        }
    }
}
