//! Problems of a form as udata's clients read them. Datasets, files and topics answer lists of sentences by field; the
//! other subjects one sentence by field, and a message that names them all.

use serde_json::{Map, Value, json};
use vitrail_app::domain::Kind;
use vitrail_app::domain::form::{Problem, Problems};

/// The body of a 400.
pub fn body(kind: Kind, problems: &Problems) -> Value {
    let is_older = matches!(
        kind,
        Kind::Dataset | Kind::Resource | Kind::CommunityResource | Kind::Topic | Kind::TopicElement
    );
    for problem in problems.values().flatten() {
        if let Problem::Whole(sentence) = problem {
            return if is_older {
                json!({"message": sentence})
            } else {
                json!({"errors": {}, "message": sentence})
            };
        }
    }
    if is_older {
        return listed(problems);
    }
    named(kind, problems)
}

/// `{"errors": [{}, {"element": ["…"]}]}`: one place for each item that was sent.
pub fn items(items: &[Problems]) -> Value {
    let items = items
        .iter()
        .map(|problems| listed(problems)["errors"].take());
    json!({"errors": items.collect::<Vec<Value>>()})
}

/// `{"errors": {"spatial": {"zones": ["…"]}}}`.
fn listed(problems: &Problems) -> Value {
    let mut errors = Map::new();
    for (field, problems) in problems {
        let sentences: Vec<String> = problems.iter().map(of_form).collect();
        put(&mut errors, field, json!(sentences));
    }
    json!({"errors": errors})
}

/// Puts a value under a path with dots.
fn put(object: &mut Map<String, Value>, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        object.insert(path.to_owned(), value);
        return;
    };
    let inner = object
        .entry(first)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}

/// `{"errors": {"title": "…"}, "message": "…"}`.
fn named(kind: Kind, problems: &Problems) -> Value {
    let mut errors = Map::new();
    let mut missing = Vec::new();
    let mut said = Vec::new();
    for (field, problems) in problems {
        for problem in problems.iter().take(1) {
            if *problem == Problem::Required {
                missing.push(format!("'{field}'"));
            } else {
                said.push(of_model(problem));
            }
            errors.insert(field.clone(), of_model(problem).into());
            // udata names the digest of the address beside it.
            if kind == Kind::Reuse && field == "url" && *problem == Problem::Required {
                missing.push("'urlhash'".to_owned());
                errors.insert("urlhash".to_owned(), of_model(problem).into());
            }
        }
    }
    let message = match (missing.is_empty(), said.as_slice()) {
        (true, [only]) => only.clone(),
        (true, many) => many.join(" "),
        (false, _) => format!(
            "ValidationError ({}:None) (Field is required: [{}])",
            kind.class(),
            missing.join(", ")
        ),
    };
    json!({"errors": errors, "message": message})
}

/// The sentence of the library behind udata's older forms.
fn of_form(problem: &Problem) -> String {
    match problem {
        Problem::Required => "This field is required.".to_owned(),
        Problem::TooLong(max) => format!("Field cannot be longer than {max} characters."),
        Problem::Expected("date") => "Not a valid datetime value.".to_owned(),
        Problem::NotAChoice(..) => "Not a valid choice.".to_owned(),
        Problem::OutOfRange(min, max) => format!("Number must be between {min} and {max}."),
        other => of_model(other),
    }
}

/// The sentence of udata's newer models.
fn of_model(problem: &Problem) -> String {
    match problem {
        Problem::Required => "Field is required".to_owned(),
        Problem::TooLong(max) => format!("String value is too long: at most {max} characters"),
        Problem::Expected(what) => format!("Expected a value of type {what}"),
        Problem::OutOfRange(min, max) => format!("Number must be between {min} and {max}"),
        Problem::NotAChoice(value, known) if known.is_empty() => {
            format!("'{value}' is not a valid choice.")
        }
        Problem::NotAChoice(value, known) => {
            let known: Vec<String> = known.iter().map(|code| format!("'{code}'")).collect();
            format!(
                "'{value}' is not a valid choice. Valid choices: [{}]",
                known.join(", ")
            )
        }
        Problem::BadUrl(value) => format!("Invalid URL \"{value}\""),
        Problem::PrivateUrl(value) => format!(
            "Invalid URL \"{value}\": it is in a private or reserved network, which is not read unless whoever runs \
             the portal allows that network (--harvest-allow)"
        ),
        Problem::BadTag(tag) => {
            format!("Tag \"{tag}\" must be between 3 and 96 characters long.")
        }
        Problem::Unknown(value) => format!("Unknown reference '{value}'"),
        Problem::HoldsUrl => "URLs not allowed in this field".to_owned(),
        Problem::Said(sentence) | Problem::Whole(sentence) => sentence.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_shapes() {
        let problems = Problems::from([
            ("title".to_owned(), vec![Problem::Required]),
            (
                "spatial.zones".to_owned(),
                vec![Problem::Said("Unknown".to_owned())],
            ),
        ]);
        assert_eq!(
            body(Kind::Dataset, &problems),
            json!({"errors": {
                "title": ["This field is required."], "spatial": {"zones": ["Unknown"]}
            }})
        );
        let problems = Problems::from([("title".to_owned(), vec![Problem::Required])]);
        assert_eq!(
            body(Kind::Dataservice, &problems),
            json!({
                "errors": {"title": "Field is required"},
                "message": "ValidationError (Dataservice:None) (Field is required: ['title'])",
            })
        );
    }
}
