//! News and editorial pages.

use super::bloc;
use crate::dataset::{DESCRIPTION_MAX, TITLE_MAX};
use crate::form::Form;
use crate::post::Post;

/// What a new post must have.
pub const CREATED: [&str; 1] = ["name"];

const KINDS: [&str; 2] = ["news", "page"];
const BODIES: [&str; 3] = ["markdown", "html", "blocs"];

impl Post {
    /// Takes what the form says. What it shows, its picture and whether it is published are the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(name) = form.required("name", TITLE_MAX) {
            self.name = name;
        }
        if let Some(headline) = form.text("headline", TITLE_MAX) {
            self.headline = headline;
        }
        if let Some(content) = form.text("content", DESCRIPTION_MAX) {
            self.content = content.unwrap_or_default();
        }
        if let Some(kind) = form.choice("kind", &KINDS) {
            self.kind = kind.unwrap_or_else(|| "news".to_owned());
        }
        if let Some(body) = form.choice("body_type", &BODIES) {
            self.body_type = body.unwrap_or_else(|| "markdown".to_owned());
        }
        if let Some(blocs) = bloc::read(form, "blocs") {
            self.blocs = blocs;
        }
        if let Some(url) = form.url("image_url") {
            self.image_url = url;
        }
        if let Some(credit) = form.text("credit_to", TITLE_MAX) {
            self.credit_to = credit;
        }
        if let Some(url) = form.url("credit_url") {
            self.credit_url = url;
        }
        if let Some(tags) = form.tags("tags") {
            self.tags = tags;
        }
    }
}
