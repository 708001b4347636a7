//! Folding of words: lower case, no accents, so that `Été` is found by `ete` on every database engine (their
//! own `lower` knows ASCII only).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents; ligatures opened.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' => folded.push('d'),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// The folded words of a text, each between spaces: ` qualite de l air `, ready for `LIKE '% air %'`.
pub fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push(' ');
    for word in fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        words.push_str(word);
        words.push(' ');
    }
    words
}

/// At most `max` characters, cut at a word, with an ellipsis when something was left out.
pub fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let cut: String = text.chars().take(max.saturating_sub(1)).collect();
    let whole = cut
        .rfind(char::is_whitespace)
        .map_or(cut.as_str(), |end| &cut[..end]);
    format!("{}…", whole.trim_end_matches([' ', ',', ';', ':', '.']))
}

/// A text without the characters that no XML document may hold, nor any reader sees: the control characters but tabs
/// and the ends of lines.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_kept = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    if text.chars().all(is_kept) {
        return text.into();
    }
    text.chars().filter(|c| is_kept(*c)).collect()
}

/// Bytes as hexadecimal digits, lower case.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_and_splits() {
        assert_eq!(fold("Été à l’Œuvre"), "ete a l’oeuvre");
        assert_eq!(words("Qualité de l’air (2020)"), " qualite de l air 2020 ");
        assert_eq!(words(""), " ");
    }

    #[test]
    fn drops_what_nobody_reads() {
        assert_eq!(printable("a\u{1}\u{0}\u{fffe}b\tc\nd\r"), "ab\tc\nd\r");
        assert_eq!(printable("été 🦀"), "été 🦀");
    }

    #[test]
    fn shortens_at_words() {
        assert_eq!(shorten("un deux trois", 50), "un deux trois");
        assert_eq!(shorten("un deux trois", 9), "un deux…");
    }
}
