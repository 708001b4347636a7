//! Topics and their elements.

use serde_json::Value;

use crate::dataset::{DESCRIPTION_MAX, TITLE_MAX};
use crate::form::{Form, Problem, id_of};
use crate::kind::Kind;
use crate::topic::{Topic, TopicElement};

/// What a new topic must have.
pub const CREATED: [&str; 1] = ["name"];

/// Tags of topics are kept as given, within these bounds.
const TAG_MAX: usize = 256;

/// What an element may hold.
const HELD: [Kind; 3] = [Kind::Dataset, Kind::Reuse, Kind::Dataservice];

impl Topic {
    /// Takes what the form says. Owner and elements are the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(name) = form.required("name", TITLE_MAX) {
            self.name = name;
        }
        if let Some(text) = form.text("description", DESCRIPTION_MAX) {
            self.description = text.unwrap_or_default();
        }
        if let Some(tags) = tags(form) {
            self.tags = tags;
        }
        if let Some(color) = form.int("color", 0, 0xff_ff_ff) {
            self.color = color;
        }
        if let Some(private) = form.truth("private") {
            self.private = private;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        if let Some(place) = super::spatial::read(form) {
            self.spatial = place;
        }
    }
}

impl TopicElement {
    /// Takes what the form says. Whether what it holds exists is the use case's.
    pub fn edit(&mut self, form: &mut Form<'_>) {
        if let Some(title) = form.text("title", TITLE_MAX) {
            self.title = title;
        }
        if let Some(text) = form.text("description", DESCRIPTION_MAX) {
            self.description = text;
        }
        if let Some(tags) = tags(form) {
            self.tags = tags;
        }
        if let Some(extras) = form.extras("extras") {
            self.extras = extras;
        }
        match form.object("element") {
            Some(Some(fields)) => {
                let class = fields.get("class").and_then(Value::as_str);
                let kind = class.and_then(Kind::from_class);
                let id = id_of(form.value("element").unwrap_or(&Value::Null));
                match kind.filter(|kind| HELD.contains(kind)) {
                    None => {
                        let known = HELD.iter().map(|kind| kind.class().to_owned()).collect();
                        let class = class.unwrap_or_default().to_owned();
                        form.refuse("element", Problem::NotAChoice(class, known));
                    }
                    Some(kind) => {
                        let id = id.unwrap_or_default();
                        match id.parse() {
                            Ok(id) => self.element = Some((kind, id)),
                            Err(_) => form.refuse("element", Problem::Unknown(id.to_owned())),
                        }
                    }
                }
            }
            Some(None) => self.element = None,
            None => {}
        }
        if self.title.is_none() && self.element.is_none() && form.is_well() {
            let sentence = "A topic element must have a title or an element.";
            form.refuse("element", Problem::Said(sentence.to_owned()));
        }
    }
}

/// A list, or a text with commas; each once, in order.
fn tags(form: &mut Form<'_>) -> Option<Vec<String>> {
    const NAME: &str = "tags";
    let words: Vec<&str> = match form.value(NAME) {
        None => return form.is_null(NAME).then(Vec::new),
        Some(Value::String(text)) => text.split(',').collect(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(_) => {
            form.refuse(NAME, Problem::Expected("list"));
            return None;
        }
    };
    let mut tags: Vec<String> = Vec::with_capacity(words.len());
    for word in words.into_iter().map(str::trim) {
        if word.chars().count() > TAG_MAX {
            form.refuse(NAME, Problem::TooLong(TAG_MAX));
            return None;
        }
        if !word.is_empty() && !tags.iter().any(|tag| tag == word) {
            tags.push(word.to_owned());
        }
    }
    Some(tags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Problems;
    use serde_json::json;

    fn element(sent: &Value) -> Result<TopicElement, Problems> {
        let mut form = Form::new(sent.as_object().unwrap());
        let mut element = TopicElement::default();
        element.edit(&mut form);
        form.finish().map(|()| element)
    }

    #[test]
    fn tags_keep_their_form() {
        let sent = json!({"name": "Air", "tags": ["ecospheres:Univers", " Été ", "Été", ""]});
        let (mut topic, mut form) = (Topic::default(), Form::new(sent.as_object().unwrap()));
        topic.edit(&mut form);
        assert!(form.finish().is_ok());
        assert_eq!(topic.tags, ["ecospheres:Univers", "Été"]);
    }

    #[test]
    fn an_element_says_or_holds_something() {
        let id = "534fff4ca3a7292c64a77c95";
        let held = element(&json!({"element": {"class": "Reuse", "id": id}})).unwrap();
        assert_eq!(held.element, Some((Kind::Reuse, id.parse().unwrap())));
        assert!(element(&json!({"title": "Donnée manquante"})).is_ok());
        for wrong in [
            json!({"tags": ["x"]}),
            json!({"element": {"class": "User", "id": id}}),
            json!({"element": {"class": "Dataset", "id": "x"}}),
            json!({"element": null}),
        ] {
            let problems = element(&wrong).unwrap_err();
            assert_eq!(problems.keys().collect::<Vec<_>>(), ["element"], "{wrong}");
        }
    }
}
