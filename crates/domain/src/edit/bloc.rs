//! Blocs of editorial pages: each names its class, and what it holds is kept as it was given within bounds.

use serde_json::Value;

use crate::Extras;
use crate::form::{Form, Problem};

/// What a page may be made of, as udata calls it.
const CLASSES: [&str; 7] = [
    "MarkdownBloc",
    "DatasetsListBloc",
    "ReusesListBloc",
    "DataservicesListBloc",
    "LinksListBloc",
    "AccordionListBloc",
    "HeroBloc",
];

const MOST: usize = 200;
/// Blocs in the folds of an accordion are the deepest.
const DEPTH: usize = 2;
const TEXT_MAX: usize = 100_000;

/// Reads a list of blocs.
pub(super) fn read(form: &mut Form<'_>, name: &str) -> Option<Vec<Value>> {
    let items = form.list(name)?;
    match checked(items, 1) {
        Ok(()) => Some(items.iter().map(stored).collect()),
        Err(problem) => {
            form.refuse(name, problem);
            None
        }
    }
}

fn checked(items: &[Value], depth: usize) -> Result<(), Problem> {
    if items.len() > MOST {
        let sentence = format!("At most {MOST} blocs stand in a page");
        return Err(Problem::Said(sentence));
    }
    for item in items {
        let fields = item.as_object().ok_or(Problem::Expected("object"))?;
        let class = fields.get("class").and_then(Value::as_str);
        let class = class.unwrap_or_default();
        let is_folded = depth > 1 && matches!(class, "AccordionListBloc" | "HeroBloc");
        if is_folded || !CLASSES.contains(&class) {
            let known = CLASSES.iter().map(|known| (*known).to_owned()).collect();
            return Err(Problem::NotAChoice(class.to_owned(), known));
        }
        let texts = fields.values().filter_map(Value::as_str);
        if texts
            .into_iter()
            .any(|text| text.chars().count() > TEXT_MAX)
        {
            return Err(Problem::TooLong(TEXT_MAX));
        }
        let folds = fields.get("items").and_then(Value::as_array);
        for fold in folds.into_iter().flatten() {
            let content = fold.get("content").and_then(Value::as_array);
            if let Some(content) = content.filter(|_| depth < DEPTH) {
                checked(content, depth + 1)?;
            }
        }
    }
    Ok(())
}

/// Objects that are shown are kept by their id alone: what else was sent of them would grow old.
fn stored(bloc: &Value) -> Value {
    const NAMED: [&str; 3] = ["datasets", "reuses", "dataservices"];
    let Some(fields) = bloc.as_object() else {
        return bloc.clone();
    };
    let kept = fields.iter().map(|(key, value)| {
        let value = match value {
            Value::Array(items) if NAMED.contains(&key.as_str()) => {
                let ids = items.iter().filter_map(crate::form::id_of);
                ids.map(Value::from).collect()
            }
            other => other.clone(),
        };
        (key.clone(), value)
    });
    Value::Object(kept.collect::<Extras>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unknown_classes_and_folds_in_folds_are_refused() {
        let accordion = json!({"class": "AccordionListBloc", "items": []});
        let deep = json!({
            "class": "AccordionListBloc", "items": [{"title": "t", "content": [accordion]}],
        });
        for (sent, is_fine) in [
            (json!({"class": "MarkdownBloc", "content": "x"}), true),
            (json!({"class": "ScriptBloc"}), false),
            (json!("x"), false),
            (deep, false),
        ] {
            let sent = json!({"blocs": [sent]});
            let mut form = Form::new(sent.as_object().unwrap());
            assert_eq!(read(&mut form, "blocs").is_some(), is_fine, "{sent}");
        }
        let sent =
            json!({"blocs": [{"class": "DatasetsListBloc", "datasets": [{"id": "a"}, "b"]}]});
        let mut form = Form::new(sent.as_object().unwrap());
        let read = read(&mut form, "blocs").unwrap();
        assert_eq!(read[0]["datasets"], json!(["a", "b"]));
    }
}
