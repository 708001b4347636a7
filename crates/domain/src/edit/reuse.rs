//! Reuses.

use crate::dataset::{DESCRIPTION_MAX, TITLE_MAX};
use crate::form::{Form, Problem};
use crate::reuse::Reuse;
use crate::vocabulary::reuse::{ReuseTopic, ReuseType};

/// What a new reuse must have.
pub const CREATED: [&str; 5] = ["title", "description", "type", "url", "topic"];

impl Reuse {
    /// Takes what the form says. Owner, datasets and dataservices are the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(title) = form.required("title", TITLE_MAX) {
            self.title = title;
        }
        if let Some(text) = form.required("description", DESCRIPTION_MAX) {
            self.description = text;
        }
        match form.code::<ReuseType>("type") {
            Some(Some(code)) => self.r#type = code,
            Some(None) => form.refuse("type", Problem::Required),
            None => {}
        }
        match form.code::<ReuseTopic>("topic") {
            Some(Some(code)) => self.topic = code,
            Some(None) => form.refuse("topic", Problem::Required),
            None => {}
        }
        match form.url("url") {
            Some(Some(url)) => self.url = url,
            Some(None) => form.refuse("url", Problem::Required),
            None => {}
        }
        if let Some(tags) = form.tags("tags") {
            self.tags = tags;
        }
        if let Some(private) = form.truth("private") {
            self.private = private;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        if let Some(archived) = form.instant("archived") {
            self.archived = archived;
        }
        if let Some(deleted) = form.instant("deleted") {
            self.deleted = deleted;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn takes_what_is_well_said_and_refuses_the_rest() {
        let sent = json!({
            "title": " Carte ", "description": "d", "type": "visualization", "topic": "health",
            "url": "https://www.example.com/carte", "tags": ["Été"], "archived": "2026-01-01",
        });
        let (mut reuse, mut form) = (Reuse::default(), Form::new(sent.as_object().unwrap()));
        reuse.edit(&mut form);
        form.need(&CREATED);
        assert!(form.finish().is_ok());
        assert_eq!(
            (reuse.title.as_str(), reuse.tags.as_slice()),
            ("Carte", &["ete".to_owned()][..])
        );
        assert!(reuse.archived.is_some());
        for (sent, field) in [
            (json!({"type": "nope"}), "type"),
            (json!({"topic": null}), "topic"),
            (json!({"url": "http://localhost/"}), "url"),
            (json!({"url": ""}), "url"),
            (json!({"private": []}), "private"),
        ] {
            let mut form = Form::new(sent.as_object().unwrap());
            Reuse::default().edit(&mut form);
            let problems = form.finish().unwrap_err();
            assert!(problems.contains_key(field), "{sent} {problems:?}");
        }
    }
}
