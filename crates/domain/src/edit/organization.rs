//! Organizations.

#![expect(
    clippy::option_option,
    reason = "absent, null and given are three answers of a form"
)]

use super::{bloc, name};
use crate::dataset::{ACRONYM_MAX, DESCRIPTION_MAX};
use crate::form::{Form, Problem};
use crate::organization::Organization;
use crate::siret;

/// What a new organization must have.
pub const CREATED: [&str; 2] = ["name", "description"];

const CODE_MAX: usize = 255;

impl Organization {
    /// Takes what the form says of the profile. Badges and members are other operations.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(name) = name::required(form, "name") {
            self.name = name;
        }
        if let Some(text) = form.required("description", DESCRIPTION_MAX) {
            self.description = text;
        }
        if let Some(acronym) = form.text("acronym", ACRONYM_MAX) {
            self.acronym = acronym;
        }
        if let Some(url) = form.url("url") {
            self.url = url;
        }
        if let Some(url) = form.url("image_url") {
            self.image_url = url;
        }
        if let Some(number) = business_number(form) {
            self.business_number_id = number;
        }
        if let Some(zone) = form.text("zone", CODE_MAX) {
            self.zone = zone;
        }
        if let Some(blocs) = bloc::read(form, "presentation_blocs") {
            self.presentation_blocs = blocs;
        }
        if let Some(at) = form.instant("presentation_blocs_published_at") {
            self.presentation_blocs_published_at = at;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        if let Some(deleted) = form.instant("deleted") {
            self.deleted = deleted;
        }
    }
}

fn business_number(form: &mut Form<'_>) -> Option<Option<String>> {
    let Some(text) = form.text("business_number_id", CODE_MAX)? else {
        return Some(None);
    };
    match siret::check(&text) {
        Ok(number) => Some(Some(number)),
        Err(sentence) => {
            form.refuse("business_number_id", Problem::Said(sentence.to_owned()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn refuses_by_field() {
        for (sent, field) in [
            (json!({"name": "Visitez https://spam.example"}), "name"),
            (json!({"name": null}), "name"),
            (json!({"business_number_id": "123"}), "business_number_id"),
            (json!({"url": "pas une url"}), "url"),
        ] {
            let mut form = Form::new(sent.as_object().unwrap());
            Organization::default().edit(&mut form);
            let problems = form.finish().unwrap_err();
            assert_eq!(problems.keys().collect::<Vec<_>>(), [field], "{sent}");
        }
    }

    #[test]
    fn a_number_is_kept_as_digits() {
        let sent = json!({"business_number_id": "130 025 265 00013", "acronym": ""});
        let mut form = Form::new(sent.as_object().unwrap());
        let mut organization = Organization {
            acronym: Some("VE".to_owned()),
            ..Organization::default()
        };
        organization.edit(&mut form);
        assert!(form.finish().is_ok());
        let number = organization.business_number_id.as_deref();
        assert_eq!(number, Some("13002526500013"));
        assert_eq!(organization.acronym, None);
    }
}
