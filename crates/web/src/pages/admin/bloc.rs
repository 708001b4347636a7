//! The editor of blocs, the pieces of an editorial page. All of it is one form: each field is named by where it stands
//! in the list, as a JSON pointer (`/2/items/0/title`), so that what was typed becomes the list again. A button that
//! adds, moves or takes away changes the list and shows the form anew; nothing is kept before it is saved.

mod desk;
mod shown;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::form::Typed;
use crate::view::Words;

pub use desk::Desk;
use shown::{Editor, shown};

/// A page with more pieces in one list is refused; so is a number that would ask for as many.
const MOST: usize = 200;
/// The deepest field: `/0/items/0/content/0/links/0/url`.
const DEEPEST: usize = 8;

/// The fields that are lists of objects, by their kind.
pub const NAMED: [&str; 3] = ["datasets", "reuses", "dataservices"];
/// The fields that are lists of pieces.
const LISTS: [&str; 3] = ["links", "items", "content"];
/// The fields that are typed; what else a bloc holds travels in `rest`.
const TEXTS: [&str; 10] = [
    "class",
    "id",
    "title",
    "subtitle",
    "content",
    "description",
    "paragraph",
    "main_link_title",
    "main_link_url",
    "url",
];

/// What may stand in a page, in the order in which it is offered; the last two not in a fold.
pub const CLASSES: [&str; 7] = [
    "MarkdownBloc",
    "DatasetsListBloc",
    "ReusesListBloc",
    "DataservicesListBloc",
    "LinksListBloc",
    "AccordionListBloc",
    "HeroBloc",
];

/// The list that was typed.
pub fn read(typed: &Typed) -> Vec<Value> {
    let mut root = Value::Array(Vec::new());
    for (name, values) in typed.iter() {
        let Some(path) = name.strip_prefix('/') else {
            continue;
        };
        let segments: Vec<&str> = path.split('/').collect();
        let Some((key, places)) = segments.split_last() else {
            continue;
        };
        let value = if NAMED.contains(key) {
            json!(values)
        } else if TEXTS.contains(key) {
            json!(typed.one(name))
        } else if *key == "rest" {
            serde_json::from_str(typed.one(name)).unwrap_or_default()
        } else {
            continue;
        };
        if segments.len() <= DEEPEST {
            put(&mut root, places, key, value);
        }
    }
    match tidy(root) {
        Value::Array(blocs) => blocs,
        _ => Vec::new(),
    }
}

/// Puts a value where its name says; a name that leads nowhere is not heard.
fn put(root: &mut Value, places: &[&str], key: &str, value: Value) {
    let mut held = root;
    for (at, place) in places.iter().enumerate() {
        let inner = match (held, place.parse::<usize>()) {
            (Value::Array(items), Ok(number)) if number < MOST => {
                while items.len() <= number {
                    items.push(Value::Null);
                }
                items.get_mut(number)
            }
            (Value::Object(fields), Err(_)) if LISTS.contains(place) => {
                Some(fields.entry(*place).or_insert(Value::Null))
            }
            _ => None,
        };
        let Some(inner) = inner else { return };
        if inner.is_null() {
            let next = places.get(at + 1);
            *inner = match next.and_then(|next| next.parse::<usize>().ok()) {
                Some(_) => json!([]),
                None => json!({}),
            };
        }
        held = inner;
    }
    let Value::Object(fields) = held else { return };
    match value {
        // What no field shows of the bloc.
        Value::Object(rest) if key == "rest" => {
            for (key, value) in rest {
                fields.entry(key).or_insert(value);
            }
        }
        value if key != "rest" => {
            fields.entry(key).or_insert(value);
        }
        _ => {}
    }
}

/// Without what is empty.
fn tidy(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let items = items.into_iter().filter(|item| !item.is_null());
            Value::Array(items.map(tidy).collect())
        }
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, value)| (key, tidy(value)));
            let full = fields.filter(|(_, value)| !value.is_null() && value != "");
            Value::Object(full.collect())
        }
        other => other,
    }
}

/// What a button asks: `add:/0/links:link`, `up:/2`, `down:/2`, `remove:/2`. Says whether it was understood.
pub fn act(blocs: &mut Vec<Value>, asked: &str) -> bool {
    let mut parts = asked.splitn(3, ':');
    let (what, path, class) = (parts.next(), parts.next(), parts.next());
    let Some(path) = path else { return false };
    let mut root = Value::Array(std::mem::take(blocs));
    let done = change(&mut root, what.unwrap_or_default(), path, class);
    if let Value::Array(items) = root {
        *blocs = items;
    }
    done
}

fn change(root: &mut Value, what: &str, path: &str, class: Option<&str>) -> bool {
    if what == "add" {
        return add(root, path, class.unwrap_or_default());
    }
    let Some((list, place)) = path.rsplit_once('/') else {
        return false;
    };
    let items = root.pointer_mut(list).and_then(Value::as_array_mut);
    let (Some(items), Ok(place)) = (items, place.parse::<usize>()) else {
        return false;
    };
    let other = match what {
        "up" => place.checked_sub(1),
        "down" => place.checked_add(1),
        _ => None,
    };
    match (what, other) {
        ("remove", _) if place < items.len() => {
            items.remove(place);
            true
        }
        (_, Some(other)) if place.max(other) < items.len() => {
            items.swap(place, other);
            true
        }
        _ => false,
    }
}

/// Adds a piece at the end of a list, which may not be there yet.
fn add(root: &mut Value, path: &str, class: &str) -> bool {
    let fresh = match class {
        "link" | "fold" => json!({}),
        class if CLASSES.contains(&class) => json!({ "class": class }),
        _ => return false,
    };
    if let Some((holder, list)) = path.rsplit_once('/')
        && LISTS.contains(&list)
        && let Some(Value::Object(fields)) = root.pointer_mut(holder)
    {
        fields.entry(list).or_insert_with(|| json!([]));
    }
    let items = root.pointer_mut(path).and_then(Value::as_array_mut);
    let Some(items) = items.filter(|items| items.len() < MOST) else {
        return false;
    };
    items.push(fresh);
    true
}

/// What keeps a list from being saved, under the names of its fields.
pub fn wrong(blocs: &[Value], words: &Words) -> BTreeMap<String, String> {
    let mut wrong = BTreeMap::new();
    check(blocs, "", words, &mut wrong);
    wrong
}

fn check(blocs: &[Value], path: &str, words: &Words, wrong: &mut BTreeMap<String, String>) {
    for (place, bloc) in blocs.iter().enumerate() {
        let own = format!("{path}/{place}");
        let mut say = |field: &str, key: &str| {
            wrong.insert(format!("{own}/{field}"), words.text(key));
        };
        if bloc["class"] == "MarkdownBloc" && text(bloc, "content").is_empty() {
            say("content", "problem-bloc-text");
        }
        let (title, url) = (text(bloc, "main_link_title"), text(bloc, "main_link_url"));
        if !url.is_empty() && !leads(url) {
            say("main_link_url", "problem-bloc-url");
        } else if url.is_empty() && !title.is_empty() {
            say("main_link_url", "problem-bloc-no-url");
        }
        for (place, link) in list(bloc, "links").iter().enumerate() {
            let url = text(link, "url");
            if url.is_empty() {
                say(&format!("links/{place}/url"), "problem-bloc-no-url");
            } else if !leads(url) {
                say(&format!("links/{place}/url"), "problem-bloc-url");
            }
        }
        for (place, fold) in list(bloc, "items").iter().enumerate() {
            if text(fold, "title").is_empty() {
                say(&format!("items/{place}/title"), "problem-bloc-fold");
            }
        }
        for (place, fold) in list(bloc, "items").iter().enumerate() {
            let inner = format!("{own}/items/{place}/content");
            check(list(fold, "content"), &inner, words, wrong);
        }
    }
}

/// Whether pages follow an address: of the web, of e-mail or of this portal.
fn leads(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let mut known = ["http://", "https://", "mailto:", "/"].iter();
    known.any(|start| lower.starts_with(start)) && !url.contains(char::is_whitespace)
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    let list = value.get(key).and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    let text = value.get(key).and_then(Value::as_str);
    text.unwrap_or_default()
}

/// What no field shows of a bloc, to be sent back with it.
fn rest(bloc: &Value) -> Option<Map<String, Value>> {
    let fields = bloc.as_object()?.iter();
    let rest = fields.filter(|(key, value)| {
        let key = key.as_str();
        let is_shown = (TEXTS.contains(&key) && value.is_string())
            || NAMED.contains(&key)
            || (LISTS.contains(&key) && value.is_array());
        !is_shown
    });
    let rest: Map<String, Value> = rest.map(|(k, v)| (k.clone(), v.clone())).collect();
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let mut typed = Typed::default();
        for (name, value) in fields {
            typed.add(name, (*value).to_owned());
        }
        typed
    }

    #[test]
    fn what_is_typed_is_the_list_again() {
        let sent = typed(&[
            ("/10/class", "HeroBloc"),
            ("/2/class", "AccordionListBloc"),
            ("/2/items/0/title", "Pli"),
            ("/2/items/0/content/0/class", "MarkdownBloc"),
            ("/2/items/0/content/0/content", "Du *texte*"),
            ("/0/class", "DatasetsListBloc"),
            ("/0/id", "a"),
            ("/0/datasets", "1"),
            ("/0/datasets", "2"),
            ("/0/title", " "),
            ("/0/rest", r#"{"color": "green", "class": "Other"}"#),
            ("find:/0/datasets", "eau"),
            ("/999999999/class", "HeroBloc"),
            ("/0/title/0/class", "x"),
            ("/x/class", "x"),
            ("title", "x"),
        ]);
        let blocs = read(&sent);
        assert_eq!(
            Value::from(blocs),
            json!([
                {"class": "DatasetsListBloc", "id": "a", "datasets": ["1", "2"], "color": "green"},
                {"class": "AccordionListBloc", "items": [
                    {"title": "Pli", "content": [{"class": "MarkdownBloc", "content": "Du *texte*"}]}]},
                {"class": "HeroBloc"},
            ])
        );
    }

    #[test]
    fn buttons_change_the_list() {
        let mut blocs = vec![
            json!({"class": "LinksListBloc"}),
            json!({"class": "HeroBloc"}),
        ];
        for asked in [
            "add:/0/links:link",
            "add:/0/links:link",
            "add::AccordionListBloc",
            "add:/2/items:fold",
            "add:/2/items/0/content:MarkdownBloc",
            "remove:/0/links/1",
            "up:/2",
            "down:/0",
        ] {
            assert!(act(&mut blocs, asked), "{asked}");
        }
        for asked in [
            "save",
            "up:/0",
            "down:/2",
            "remove:/7",
            "remove:",
            "add:/0:link",
            "add::ScriptBloc",
            "add:/9/links:link",
        ] {
            assert!(!act(&mut blocs, asked), "{asked}");
        }
        assert_eq!(
            Value::from(blocs),
            json!([
                {"class": "AccordionListBloc", "items": [{"content": [{"class": "MarkdownBloc"}]}]},
                {"class": "LinksListBloc", "links": [{}]},
                {"class": "HeroBloc"},
            ])
        );
    }
}
