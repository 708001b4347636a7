//! Slugs as udata makes them: folded, hyphenated, at most 255 characters, apostrophes dropped without a hyphen
//! (`l’air` gives `lair`), unique among their kind by a numbered suffix.

use crate::text::fold;

pub const MAX_LENGTH: usize = 255;

/// The slug of a title; empty when the title holds no letter nor digit.
pub fn slugify(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in fold(title).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if matches!(c, '\'' | '’' | '‘' | '`') {
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= MAX_LENGTH {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if uuid::Uuid::parse_str(&slug).is_ok() {
        // A slug that reads as a UUID would shadow a lookup by identifier.
        slug.push_str("-uuid");
    }
    slug
}

/// `base`, or `base-1`, `base-2`… : the first that `taken` does not hold.
pub fn unique(base: &str, fallback: &str, mut taken: impl FnMut(&str) -> bool) -> String {
    let base = if base.is_empty() { fallback } else { base };
    if !taken(base) {
        return base.to_owned();
    }
    let mut number = 1_u64;
    loop {
        let suffix = format!("-{number}");
        let room = MAX_LENGTH - suffix.len();
        let stem: String = base.chars().take(room).collect();
        let candidate = format!("{stem}{suffix}");
        if !taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_recordings() {
        assert_eq!(
            slugify("Qualité de l’air à Évian"),
            "qualite-de-lair-a-evian"
        );
        assert_eq!(slugify("Ville d’Évian"), "ville-devian");
        assert_eq!(slugify("  --Été 2020, b!! "), "ete-2020-b");
        assert_eq!(slugify("???"), "");
    }

    #[test]
    fn never_shadows_an_identifier() {
        assert_eq!(
            slugify("11111111-2222-4333-8444-555555555555"),
            "11111111-2222-4333-8444-555555555555-uuid"
        );
    }

    #[test]
    fn numbers_what_is_taken() {
        let taken = ["air", "air-1"];
        assert_eq!(unique("air", "x", |slug| taken.contains(&slug)), "air-2");
        assert_eq!(unique("", "dataset", |_| false), "dataset");
    }
}
