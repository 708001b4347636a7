//! Contact points.

use crate::contact_point::ContactPoint;
use crate::form::{Form, Problem};
use crate::vocabulary::role::ContactRole;

/// What a new contact must have.
pub const CREATED: [&str; 2] = ["name", "role"];

const NAME_MAX: usize = 255;
const EMAIL_MAX: usize = 254;

impl ContactPoint {
    /// Takes what the form says. The owner is the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(name) = form.required("name", NAME_MAX) {
            self.name = name;
        }
        if let Some(email) = form.text("email", EMAIL_MAX) {
            if email.as_deref().is_some_and(|email| !is_address(email)) {
                form.refuse("email", Problem::Said("Invalid email address".to_owned()));
            }
            self.email = email;
        }
        if let Some(url) = form.url("contact_form") {
            self.contact_form = url;
        }
        match form.code::<ContactRole>("role") {
            Some(Some(role)) => self.role = role,
            Some(None) => form.refuse("role", Problem::Required),
            None => {}
        }
        // What was written wrong is told first: it may be how to reach them.
        if form.is_well()
            && self.role == "contact"
            && self.email.is_none()
            && self.contact_form.is_none()
        {
            let sentence =
                "At least an email or a contact form is required for a contact point".to_owned();
            form.refuse("email", Problem::Whole(sentence));
        }
    }
}

/// Whether a text has the form of an e-mail address.
pub fn is_address(text: &str) -> bool {
    let whole = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    whole && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_contact_can_be_reached() {
        for (sent, field) in [
            (json!({"name": "Service", "role": "contact"}), Some("email")),
            (json!({"name": "Service", "role": "publisher"}), None),
            (
                json!({"name": "Service", "role": "contact", "email": "s@example.com"}),
                None,
            ),
            (
                json!({"role": "publisher", "email": "nobody"}),
                Some("email"),
            ),
            (json!({"role": "king"}), Some("role")),
            (
                json!({"name": "Service", "role": "contact", "contact_form": "javascript:1"}),
                Some("contact_form"),
            ),
        ] {
            let mut form = Form::new(sent.as_object().unwrap());
            ContactPoint::default().edit(&mut form);
            let problems = form.finish().err().unwrap_or_default();
            assert_eq!(problems.keys().next().map(String::as_str), field, "{sent}");
        }
    }
}
