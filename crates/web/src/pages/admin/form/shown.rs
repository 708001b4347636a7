//! A form as its template reads it: each field with its words, what was typed in it, what it offers, what is wrong
//! with it.

use std::collections::BTreeMap;

use serde::Serialize;
use vitrail_app::editing::Seen;

use super::{Choice, Choices, Field, Form, Group, Kind, Required, Standing};
use crate::view::Words;

#[derive(Debug, Serialize)]
pub struct GroupOut {
    name: &'static str,
    title: Option<String>,
    fields: Vec<FieldOut>,
}

/// A field in a page.
#[derive(Debug, Serialize)]
pub struct FieldOut {
    pub name: String,
    pub id: String,
    #[serde(serialize_with = "kind_name")]
    pub kind: Kind,
    pub label: String,
    pub hint: Option<String>,
    pub example: Option<String>,
    pub required: bool,
    pub error: Option<String>,
    pub theirs: Option<String>,
    pub find: String,
    pub value: String,
    pub options: Vec<Choice>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is that of serde"
)]
fn kind_name<S: serde::Serializer>(kind: &Kind, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(match kind {
        Kind::Text => "text",
        Kind::Url => "url",
        Kind::Email => "email",
        Kind::Number => "number",
        Kind::Day => "date",
        Kind::Lines => "lines",
        Kind::Markdown => "markdown",
        Kind::Tags => "tags",
        Kind::Choice => "choice",
        Kind::Radio => "radio",
        Kind::Boxes => "boxes",
        Kind::Picks => "picks",
        Kind::Pick => "pick",
    })
}

/// A form in a page.
#[derive(Debug, Default, Serialize)]
pub struct Shown {
    pub action: String,
    /// Words above the form.
    pub lead: Option<String>,
    pub groups: Vec<GroupOut>,
    /// Sentences by the id of a field, for the summary.
    pub errors: BTreeMap<String, String>,
    pub stale: bool,
    pub seen: Seen,
    /// Names and values that travel unseen.
    pub hidden: Vec<(&'static str, String)>,
    pub buttons: Vec<Button>,
    /// Whether what is typed is looked at while it is typed, and kept in the browser.
    pub live: bool,
    pub back: Option<String>,
}

/// A way to send a form: the value of `do`, and its words.
#[derive(Debug, Serialize)]
pub struct Button {
    pub value: &'static str,
    pub label: String,
    pub quiet: bool,
}

impl Shown {
    pub fn new(
        form: &Form,
        action: impl Into<String>,
        standing: &Standing,
        choices: &Choices,
        words: &Words,
    ) -> Self {
        let ids = standing.errors.iter();
        let ids = ids.map(|(field, said)| (field.replace(['.', '_'], "-"), said.clone()));
        Self {
            action: action.into(),
            lead: words.find(&format!("form-{}-lead", form.name), None),
            groups: form.shown(standing, choices, words),
            errors: ids.collect(),
            stale: standing.theirs.is_some(),
            seen: standing.seen,
            ..Self::default()
        }
    }

    pub fn button(mut self, value: &'static str, label: String) -> Self {
        let quiet = !self.buttons.is_empty();
        self.buttons.push(Button {
            value,
            label,
            quiet,
        });
        self
    }

    pub fn hidden(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }
}

/// What a field says: one that is not there and one that is empty say the same.
fn said(values: &[String]) -> impl Iterator<Item = &String> {
    values.iter().filter(|value| !value.trim().is_empty())
}

impl Form {
    /// The form as it is shown.
    pub fn shown(&self, standing: &Standing, choices: &Choices, words: &Words) -> Vec<GroupOut> {
        let groups = self.groups.iter().map(|Group(name, fields)| GroupOut {
            name,
            title: words.find(&format!("form-{}-group-{name}", self.name), None),
            fields: fields
                .iter()
                .map(|field| self.field(field, standing, choices, words))
                .collect(),
        });
        groups.collect()
    }

    fn field(
        &self,
        Field(name, kind, need): &Field,
        standing: &Standing,
        choices: &Choices,
        words: &Words,
    ) -> FieldOut {
        let typed = &standing.typed;
        let chosen = typed.many(name);
        let mut options = choices.get(name).cloned().unwrap_or_default();
        for option in &mut options {
            option.selected = chosen.contains(&option.value);
        }
        let theirs = standing.theirs.as_ref();
        let theirs = theirs.filter(|theirs| !said(theirs.many(name)).eq(said(chosen)));
        let named = |value: &String| {
            let known = options.iter().find(|option| option.value == *value);
            known.map_or_else(|| value.clone(), |option| option.label.clone())
        };
        FieldOut {
            name: (*name).to_owned(),
            id: name.replace(['.', '_'], "-"),
            kind: *kind,
            label: words.text(&self.key(name, "")),
            hint: words.find(&self.key(name, "-hint"), None),
            example: words.find(&self.key(name, "-example"), None),
            required: *need == Required,
            error: standing.errors.get(*name).cloned(),
            theirs: theirs.map(|theirs| {
                let values: Vec<String> = theirs.many(name).iter().map(named).collect();
                values.join(", ")
            }),
            find: typed.one(&format!("find:{name}")).to_owned(),
            value: typed.many(name).first().cloned().unwrap_or_default(),
            options,
        }
    }
}
