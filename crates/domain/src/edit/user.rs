//! People: what they say of themselves, and what sysadmins decide.

use super::contact_point::is_address;
use super::name;
use crate::dataset::DESCRIPTION_MAX;
use crate::form::{Form, Problem};
use crate::user::User;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::role::UserRole;

/// What a new person must have.
pub const CREATED: [&str; 3] = ["first_name", "last_name", "email"];

const EMAIL_MAX: usize = 254;

impl User {
    /// Takes what the form says of the profile. The address changes by a mail that is answered.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(name) = name::required(form, "first_name") {
            self.first_name = name;
        }
        if let Some(name) = name::required(form, "last_name") {
            self.last_name = name;
        }
        if let Some(about) = form.text("about", DESCRIPTION_MAX) {
            self.about = about;
        }
        if let Some(website) = form.url("website") {
            self.website = website;
        }
    }

    /// Takes what sysadmins alone may say as well.
    pub fn administer(&mut self, form: &mut Form<'_>) {
        self.edit(form);
        if let Some(email) = form.required("email", EMAIL_MAX) {
            if is_address(&email) {
                self.email = Some(email.to_lowercase());
            } else {
                form.refuse("email", Problem::Said("Invalid email address".to_owned()));
            }
        }
        if let Some(active) = form.truth("active") {
            self.active = active;
        }
        if let Some(roles) = form.list("roles") {
            self.admin = false;
            for role in roles {
                let text = role.as_str().unwrap_or_default();
                match UserRole::parse(text) {
                    Some(UserRole::Admin) => self.admin = true,
                    Some(_) => {}
                    None => {
                        let known = UserRole::GRANTABLE.iter();
                        let known = known.map(|role| role.code().to_owned()).collect();
                        form.refuse("roles", Problem::NotAChoice(text.to_owned(), known));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_do_not_make_themselves_sysadmins() {
        let sent = json!({"first_name": "Ada", "roles": ["admin"], "email": "x@example.org"});
        let mut ada = User::default();
        let mut form = Form::new(sent.as_object().unwrap());
        ada.edit(&mut form);
        assert!(form.finish().is_ok());
        assert!(!ada.admin && ada.email.is_none());
        let mut form = Form::new(sent.as_object().unwrap());
        ada.administer(&mut form);
        assert!(form.finish().is_ok());
        assert!(ada.admin && ada.email.is_some());
    }

    #[test]
    fn names_hold_no_address() {
        let sent = json!({"first_name": "https://spam.example", "email": "x", "roles": ["king"]});
        let mut form = Form::new(sent.as_object().unwrap());
        User::default().administer(&mut form);
        let problems = form.finish().unwrap_err();
        let fields: Vec<&str> = problems.keys().map(String::as_str).collect();
        assert_eq!(fields, ["email", "first_name", "roles"]);
    }
}
