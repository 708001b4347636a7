//! Addresses as people typed them, made IRIs: what a graph may not hold is percent-encoded, what leads nowhere is none.

use std::fmt::Write as _;

use oxrdf::NamedNode;

/// The IRI of an address, none when it has no scheme or cannot be mended.
pub fn iri(text: &str) -> Option<NamedNode> {
    let text = text.trim();
    if let Ok(node) = NamedNode::new(text) {
        return Some(node);
    }
    if let Ok(node) = NamedNode::new(quoted(text)) {
        return Some(node);
    }
    let url = url::Url::parse(text).ok()?;
    NamedNode::new(quoted(url.as_str())).ok()
}

/// The same address, with what IRIs refuse written as `%XX`.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let bytes = text.as_bytes();
    // Only the first begins a fragment.
    let fragment = text.find('#');
    for (at, letter) in text.char_indices() {
        let is_escape = || {
            let digits = bytes.get(at + 1..at + 3);
            digits.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
        };
        let is_refused = letter.is_ascii_control()
            || " \"<>\\^`{|}[]".contains(letter)
            || (letter == '#' && fragment.is_some_and(|first| first < at))
            || (letter == '%' && !is_escape());
        if is_refused {
            // Writing to a string does not fail.
            let _ = write!(out, "%{:02X}", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out
}

/// The IRI of a postal address of the network: `mailto:`.
pub fn mailto(address: &str) -> Option<NamedNode> {
    let address = address.trim();
    let bare = address.strip_prefix("mailto:").unwrap_or(address);
    bare.contains('@').then(|| iri(&format!("mailto:{bare}")))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_mended_or_refused() {
        for (typed, written) in [
            (
                "https://a.example/x?y=1#z",
                Some("https://a.example/x?y=1#z"),
            ),
            (" https://a.example/é ", Some("https://a.example/é")),
            (
                "https://a.example/a b|c{d}%zz%20",
                Some("https://a.example/a%20b%7Cc%7Bd%7D%25zz%20"),
            ),
            (
                "https://a.example/[x]#b#c",
                Some("https://a.example/%5Bx%5D#b%23c"),
            ),
            ("http://[::1]/a", Some("http://[::1]/a")),
            ("a.example/x", None),
            ("", None),
        ] {
            assert_eq!(
                iri(typed).as_ref().map(NamedNode::as_str),
                written,
                "{typed}"
            );
        }
        let address = mailto("a@b.example");
        assert_eq!(address.unwrap().as_str(), "mailto:a@b.example");
        assert!(mailto("nobody").is_none());
    }
}
