//! The operations as the browsable page shows them.

use serde::Serialize;

use super::operation::{Operation, place};
use super::operations;
use super::param::{MASK, Param};
use super::shape::Type;
use super::tag::TAGS;

/// The operations of a subject.
#[derive(Serialize)]
pub struct PageGroup {
    id: &'static str,
    title: &'static str,
    operations: Vec<PageOperation>,
}

#[derive(Serialize)]
struct PageOperation {
    method: &'static str,
    path: String,
    summary: &'static str,
    parameters: Vec<PageParam>,
    /// Where it can be tried at once, when it needs nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    try_url: Option<String>,
}

#[derive(Serialize)]
struct PageParam {
    name: &'static str,
    r#in: &'static str,
    required: bool,
    r#type: String,
    description: &'static str,
}

/// The subjects with their operations, in both versions. Subjects are named in a language; the rest is in English,
/// as in the documents.
pub fn groups(lang: &str) -> Vec<PageGroup> {
    TAGS.iter()
        .map(|(tag, title)| {
            let found = operations().filter(|(group, _)| group.tag == *tag);
            PageGroup {
                id: tag,
                title: title.in_lang(lang),
                operations: found
                    .map(|(group, operation)| shown(group.version, operation))
                    .collect(),
            }
        })
        .collect()
}

fn shown(version: u8, operation: &'static Operation) -> PageOperation {
    let path = format!("/api/{version}{}", operation.path);
    let places = operation.places().map(|name| PageParam {
        name,
        r#in: "path",
        required: true,
        r#type: words(Type::Text),
        description: place(name),
    });
    let mask = operation.is_masked().then_some(&MASK);
    let asked = operation.params().chain(mask).map(param);
    let needed: Vec<_> = operation.params().filter(|param| param.required).collect();
    let try_url = match needed.as_slice() {
        _ if operation.method != "get" || operation.success != 200 => None,
        _ if operation.signed_in || operation.places().next().is_some() => None,
        // What may not be there yet is not offered.
        _ if operation.refusals.contains(&404) => None,
        [] => Some(path.clone()),
        [Param { name: "q", .. }] => Some(format!("{path}?q=eau")),
        _ => None,
    };
    PageOperation {
        method: operation.method,
        summary: operation.summary,
        parameters: places.chain(asked).collect(),
        try_url,
        path,
    }
}

fn param(param: &'static Param) -> PageParam {
    let mut of = words(param.of);
    if param.repeated {
        of.push_str(" *");
    }
    PageParam {
        name: param.name,
        r#in: if param.header { "header" } else { "query" },
        required: param.required,
        r#type: of,
        description: param.says,
    }
}

/// The type of an argument in a few words.
fn words(of: Type) -> String {
    match of {
        Type::Choice(choices) => choices().join(", "),
        Type::Truth => "boolean".to_owned(),
        Type::Integer | Type::Count => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Id => "id".to_owned(),
        Type::Uuid => "uuid".to_owned(),
        Type::Day => "date".to_owned(),
        _ => "string".to_owned(),
    }
}
