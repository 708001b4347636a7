//! Nearness of two names typed by people: licences are named with small mistakes.

/// Whether at most `limit` insertions, deletions or substitutions lead from one text to the other.
pub fn within(a: &str, b: &str, limit: usize) -> bool {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count().abs_diff(b.len()) > limit {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = i + 1;
        next.push(left);
        for (pair, cb) in row.windows(2).zip(&b) {
            if let [diagonal, above] = pair {
                let substituted = diagonal + usize::from(ca != *cb);
                left = substituted.min(above + 1).min(left + 1);
                next.push(left);
            }
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_single_edits() {
        assert!(within("licence", "license", 1));
        assert!(within("kitten", "sitting", 3));
        assert!(!within("kitten", "sitting", 2));
        assert!(within("", "ab", 2));
        assert!(!within("", "abc", 2));
    }
}
