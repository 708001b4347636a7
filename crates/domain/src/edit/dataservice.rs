//! Dataservices.

use super::dataset::{REASON_MAX, access_audiences, licence};
use crate::dataservice::{Dataservice, FORMATS};
use crate::dataset::{ACRONYM_MAX, DESCRIPTION_MAX, TITLE_MAX};
use crate::form::Form;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::access::{AccessType, ReasonCategory};

/// What a new dataservice must have.
pub const CREATED: [&str; 1] = ["title"];

/// How often it may be asked, in words.
const RATE_MAX: usize = 5_000;

impl Dataservice {
    /// Takes what the form says. Owner, datasets and contacts are the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(title) = form.required("title", TITLE_MAX) {
            self.title = title;
        }
        if let Some(acronym) = form.text("acronym", ACRONYM_MAX) {
            self.acronym = acronym;
        }
        if let Some(text) = form.text("description", DESCRIPTION_MAX) {
            self.description = text.unwrap_or_default();
        }
        for (name, url) in [
            ("base_api_url", &mut self.base_api_url),
            (
                "machine_documentation_url",
                &mut self.machine_documentation_url,
            ),
            (
                "technical_documentation_url",
                &mut self.technical_documentation_url,
            ),
            (
                "business_documentation_url",
                &mut self.business_documentation_url,
            ),
            ("rate_limiting_url", &mut self.rate_limiting_url),
            ("availability_url", &mut self.availability_url),
            (
                "authorization_request_url",
                &mut self.authorization_request_url,
            ),
        ] {
            if let Some(given) = form.url(name) {
                *url = given;
            }
        }
        if let Some(text) = form.text("rate_limiting", RATE_MAX) {
            self.rate_limiting = text;
        }
        if let Some(percent) = form.number("availability", 0, 100) {
            self.availability = percent;
        }
        if let Some(format) = form.choice("format", &FORMATS) {
            self.format = format;
        }
        self.edit_access(form);
        self.edit_life(form);
    }

    fn edit_access(&mut self, form: &mut Form<'_>) {
        if let Some(license) = licence(form) {
            self.license = license;
        }
        if let Some(access) = form.code::<AccessType>("access_type") {
            self.access_type = access.unwrap_or_else(|| AccessType::Open.code().to_owned());
        }
        if let Some(audiences) = access_audiences(form) {
            self.access_audiences = audiences;
        }
        if let Some(category) = form.code::<ReasonCategory>("access_type_reason_category") {
            self.access_type_reason_category = category;
        }
        if let Some(reason) = form.text("access_type_reason", REASON_MAX) {
            self.access_type_reason = reason;
        }
        // Who may ask only makes sense where not everyone may.
        if self.access_type != AccessType::Restricted.code() {
            self.access_audiences.clear();
        }
    }

    fn edit_life(&mut self, form: &mut Form<'_>) {
        if let Some(tags) = form.tags("tags") {
            self.tags = tags;
        }
        if let Some(private) = form.truth("private") {
            self.private = private;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        if let Some(archived) = form.instant("archived_at") {
            self.archived_at = archived;
        }
        if let Some(deleted) = form.instant("deleted_at") {
            self.deleted_at = deleted;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Problems;
    use serde_json::{Value, json};

    fn edited(sent: &Value) -> Result<Dataservice, Problems> {
        let (mut found, mut form) = (Dataservice::default(), Form::new(sent.as_object().unwrap()));
        found.edit(&mut form);
        form.finish().map(|()| found)
    }

    #[test]
    fn takes_what_is_well_said() {
        let found = edited(&json!({
            "title": "API Air", "availability": 99.5, "format": "REST", "rate_limiting": "10/s",
            "base_api_url": "https://api.example.com", "license": "lov2", "description": null,
            "access_audiences": [{"role": "private", "condition": "yes"}],
        }));
        let found = found.unwrap();
        assert_eq!(found.availability, Some(99.5));
        assert_eq!(found.description, "");
        assert!(found.access_audiences.is_empty(), "everyone may ask");
        let restricted = edited(&json!({
            "access_type": "restricted",
            "access_audiences": [{"role": "private", "condition": "yes"}],
        }));
        assert_eq!(restricted.unwrap().access_audiences.len(), 1);
    }

    #[test]
    fn refuses_by_field() {
        for (sent, field) in [
            (json!({"title": ""}), "title"),
            (json!({"format": "SOAP"}), "format"),
            (json!({"availability": 101}), "availability"),
            (json!({"base_api_url": "x"}), "base_api_url"),
            (json!({"license": "mine"}), "license"),
        ] {
            let problems = edited(&sent).unwrap_err();
            assert!(problems.contains_key(field), "{sent} {problems:?}");
        }
    }
}
