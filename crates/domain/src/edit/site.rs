//! The portal's own record.

use super::bloc;
use crate::dataset::TITLE_MAX;
use crate::form::{Form, Problem};
use crate::site::Site;

const KEYWORDS: usize = 50;
const FEED_MAX: i64 = 100;

impl Site {
    /// Takes what the form says.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(title) = form.required("title", TITLE_MAX) {
            self.title = title;
        }
        match form.int("feed_size", 1, FEED_MAX) {
            Some(Some(size)) => self.feed_size = size,
            Some(None) => form.refuse("feed_size", Problem::Required),
            None => {}
        }
        if let Some(words) = form.list("keywords") {
            let words = words.iter().filter_map(|word| word.as_str());
            let words = words.map(str::trim).filter(|word| !word.is_empty());
            self.keywords = words.take(KEYWORDS).map(str::to_owned).collect();
        }
        for (name, blocs) in [
            ("datasets_blocs", &mut self.datasets_blocs),
            ("reuses_blocs", &mut self.reuses_blocs),
            ("dataservices_blocs", &mut self.dataservices_blocs),
        ] {
            if let Some(read) = bloc::read(form, name) {
                *blocs = read;
            }
        }
    }
}
