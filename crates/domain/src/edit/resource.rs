//! Files of datasets, and files that others add.

#![expect(
    clippy::option_option,
    reason = "absent, null and given are three answers of a form"
)]

use serde_json::Value;

use crate::dataset::{DESCRIPTION_MAX, Schema, TITLE_MAX};
use crate::form::{Form, Problem};
use crate::resource::{CHECKSUMS, Checksum, Resource};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::resource_type::ResourceType;

/// What a new remote file must have.
pub const CREATED: [&str; 2] = ["title", "url"];

const CODE_MAX: usize = 255;

impl Resource {
    /// Takes what the form says. The address, size and digest of a hosted file are the portal's own.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(title) = form.required("title", TITLE_MAX) {
            self.title = title;
        }
        if let Some(text) = form.text("description", DESCRIPTION_MAX) {
            self.description = text;
        }
        if let Some(kind) = resource_type(form) {
            self.r#type = kind;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        if let Some(schema) = schema(form) {
            self.schema = schema;
        }
        if self.filetype != "file" {
            self.edit_remote(form);
        }
    }

    fn edit_remote(&mut self, form: &mut Form<'_>) {
        match form.url("url") {
            Some(Some(url)) => self.url = url,
            Some(None) => form.refuse("url", Problem::Required),
            None => {}
        }
        if let Some(format) = form.text("format", CODE_MAX) {
            self.format = format.unwrap_or_default().to_lowercase();
        }
        if let Some(mime) = form.text("mime", CODE_MAX) {
            self.mime = mime.map(|mime| mime.to_lowercase());
        }
        if let Some(size) = form.int("filesize", 0, i64::MAX) {
            self.filesize = size;
        }
        if let Some(checksum) = checksum(form) {
            self.checksum = checksum;
        }
    }
}

fn resource_type(form: &mut Form<'_>) -> Option<String> {
    let text = form.text("type", CODE_MAX)?;
    match text.as_deref().map(ResourceType::parse) {
        None => Some(ResourceType::Main.code().to_owned()),
        Some(Some(known)) => Some(known.code().to_owned()),
        Some(None) => {
            let known = ResourceType::ALL
                .iter()
                .map(|known| known.code().to_owned());
            let problem = Problem::NotAChoice(text.unwrap_or_default(), known.collect());
            form.refuse("type", problem);
            None
        }
    }
}

fn checksum(form: &mut Form<'_>) -> Option<Option<Checksum>> {
    let Some(fields) = form.object("checksum")? else {
        return Some(None);
    };
    form.inside("checksum", fields, |form| {
        let kind = form.choice("type", &CHECKSUMS).flatten();
        let value = form.required("value", CODE_MAX);
        if !form.has("value") {
            form.refuse("value", Problem::Required);
        }
        Some(value.map(|value| Checksum {
            r#type: kind.unwrap_or_else(|| "sha1".to_owned()),
            value,
        }))
    })
}

fn schema(form: &mut Form<'_>) -> Option<Option<Schema>> {
    let Some(fields) = form.object("schema")? else {
        return Some(None);
    };
    form.inside("schema", fields, |form| {
        let schema = Schema {
            name: form.text("name", CODE_MAX).flatten(),
            version: form.text("version", CODE_MAX).flatten(),
            url: form.url("url").flatten(),
        };
        if schema.version.is_some() && schema.name.is_none() {
            let sentence = "A version is that of a schema with a name".to_owned();
            form.refuse("version", Problem::Said(sentence));
        }
        Some((schema != Schema::default()).then_some(schema))
    })
}

/// Keys of extras that only the services of the platform write: what a check or an analysis found.
pub fn reserved<'a>(extras: impl IntoIterator<Item = (&'a String, &'a Value)>) -> Vec<&'a str> {
    extras
        .into_iter()
        .map(|(key, _)| key.as_str())
        .filter(|key| key.starts_with("check:") || key.starts_with("analysis:"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_hosted_file_keeps_its_address() {
        let sent = json!({"title": "t", "url": "https://elsewhere.example/", "format": "PDF"});
        let mut hosted = Resource {
            filetype: "file".to_owned(),
            ..Resource::default()
        };
        let mut remote = Resource::default();
        for file in [&mut hosted, &mut remote] {
            let mut form = Form::new(sent.as_object().unwrap());
            file.edit(&mut form);
            assert!(form.finish().is_ok());
        }
        assert_eq!((hosted.url.as_str(), hosted.format.as_str()), ("", ""));
        assert_eq!(remote.format, "pdf");
    }

    #[test]
    fn refuses_by_field() {
        for (sent, field) in [
            (json!({"type": "nope"}), "type"),
            (json!({"url": "pas une url"}), "url"),
            (json!({"filesize": -1}), "filesize"),
            (json!({"checksum": {"type": "sha1"}}), "checksum.value"),
            (json!({"schema": {"version": "1"}}), "schema.version"),
        ] {
            let mut form = Form::new(sent.as_object().unwrap());
            Resource::default().edit(&mut form);
            let problems = form.finish().unwrap_err();
            assert!(problems.contains_key(field), "{sent} {problems:?}");
        }
    }
}
