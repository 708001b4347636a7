//! Names of people and organizations: what spammers put addresses in, because every page shows them.

use crate::form::{Form, Problem};

/// The longest name of an organization, and of one part of a person's.
pub(super) const NAME_MAX: usize = 255;

/// A name that cannot be taken away and holds no address.
pub(super) fn required(form: &mut Form<'_>, field: &str) -> Option<String> {
    let name = form.required(field, NAME_MAX)?;
    if holds_address(&name) {
        form.refuse(field, Problem::HoldsUrl);
        return None;
    }
    Some(name)
}

/// Whether a text holds something that a browser would make a link of.
pub fn holds_address(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains("://") || text.split_whitespace().any(|word| word.starts_with("www."))
}

#[cfg(test)]
mod tests {
    use super::holds_address;

    #[test]
    fn addresses_are_seen_in_names() {
        assert!(holds_address("Ville https://spam.example"));
        assert!(holds_address("Ville WWW.spam.example"));
        assert!(!holds_address("Opendatasoft.com SAS"));
        assert!(!holds_address("Ville d’Évian : mairie"));
    }
}
