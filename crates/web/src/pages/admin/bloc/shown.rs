//! The editor as its template shows it: pieces in lists, each with its fields, the lists that it holds, and the
//! buttons that move it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vitrail_app::Error;

use super::{CLASSES, NAMED, list, rest, text};
use crate::Web;
use crate::pages::admin::choice::{self, Named};
use crate::pages::admin::form::{Choice, FieldOut, Kind, Typed};
use crate::view::Words;

/// A list of pieces, and what can be added to it.
#[derive(Debug, Serialize)]
pub struct List {
    /// The title of a list in a piece.
    label: Option<String>,
    pieces: Vec<Piece>,
    adds: Vec<Button>,
}

/// A bloc, a link or a fold.
#[derive(Debug, Serialize)]
struct Piece {
    anchor: String,
    /// What it is, and its place among the others.
    name: String,
    /// What it is called by who wrote it.
    title: String,
    hidden: Vec<(String, String)>,
    fields: Vec<FieldOut>,
    lists: Vec<List>,
    acts: Vec<Button>,
}

/// A button: what it asks, and where the page opens after it.
#[derive(Debug, Serialize)]
struct Button {
    value: String,
    label: String,
    anchor: String,
    grave: bool,
}

/// A list of blocs as it stands.
#[derive(Debug, Serialize)]
pub struct Editor {
    action: String,
    seen: Option<i64>,
    /// Sentences by the id of a field, for the summary.
    errors: BTreeMap<String, String>,
    stale: bool,
    list: List,
}

/// A field of a piece: its key, how it is typed.
type Field = (&'static str, Kind);

const TITLES: [Field; 2] = [("title", Kind::Text), ("subtitle", Kind::Text)];
const MAIN: [Field; 2] = [
    ("main_link_title", Kind::Text),
    ("main_link_url", Kind::Url),
];

fn fields(class: &str) -> Vec<Field> {
    let own: &[Field] = match class {
        "MarkdownBloc" => &[("content", Kind::Markdown)],
        "DatasetsListBloc" => &[("datasets", Kind::Picks)],
        "ReusesListBloc" => &[("reuses", Kind::Picks)],
        "DataservicesListBloc" => &[("dataservices", Kind::Picks)],
        "LinksListBloc" => &[("paragraph", Kind::Lines)],
        "link" => return vec![("title", Kind::Text), ("url", Kind::Url)],
        "fold" => return vec![("title", Kind::Text)],
        "AccordionListBloc" => return vec![("title", Kind::Text), ("description", Kind::Lines)],
        "HeroBloc" => {
            let own = [("title", Kind::Text), ("description", Kind::Lines)];
            return own.into_iter().chain(MAIN).collect();
        }
        _ => &[],
    };
    let mut all: Vec<Field> = TITLES.into_iter().chain(own.iter().copied()).collect();
    if class == "LinksListBloc" {
        all.extend(MAIN);
    }
    all
}

/// The lists that a piece holds, and what each is made of.
fn lists(class: &str) -> &'static [(&'static str, &'static [&'static str])] {
    match class {
        "LinksListBloc" => &[("links", &["link"])],
        "AccordionListBloc" => &[("items", &["fold"])],
        // Neither accordion nor banner stands in a fold.
        "fold" => &[(
            "content",
            &[
                "MarkdownBloc",
                "DatasetsListBloc",
                "ReusesListBloc",
                "DataservicesListBloc",
                "LinksListBloc",
            ],
        )],
        _ => &[],
    }
}

/// What is needed to show any piece.
struct Desk<'a> {
    words: &'a Words,
    errors: &'a BTreeMap<String, String>,
    /// What was looked for, by field.
    found: BTreeMap<String, (String, Vec<Choice>)>,
}

/// The editor of a list, with what was looked for in its fields.
pub async fn shown(
    web: &Web,
    words: &Words,
    (action, seen): (String, Option<i64>),
    (blocs, typed): (&[Value], &Typed),
    (errors, stale): (&BTreeMap<String, String>, bool),
) -> Result<Editor, Error> {
    let mut found = BTreeMap::new();
    gather(web, blocs, "", typed, &mut found).await?;
    let desk = Desk {
        words,
        errors,
        found,
    };
    let ids = errors.iter();
    Ok(Editor {
        action,
        seen,
        errors: ids
            .map(|(name, said)| (id_of(name), said.clone()))
            .collect(),
        stale,
        list: desk.list("", None, blocs, &CLASSES),
    })
}

/// Reads the objects that the pieces name, and those that a search finds for them.
async fn gather(
    web: &Web,
    blocs: &[Value],
    path: &str,
    typed: &Typed,
    found: &mut BTreeMap<String, (String, Vec<Choice>)>,
) -> Result<(), Error> {
    let mut waiting: Vec<(String, &Value)> = Vec::new();
    for (place, bloc) in blocs.iter().enumerate() {
        waiting.push((format!("{path}/{place}"), bloc));
        for (fold, item) in list(bloc, "items").iter().enumerate() {
            for (inner, bloc) in list(item, "content").iter().enumerate() {
                waiting.push((format!("{path}/{place}/items/{fold}/content/{inner}"), bloc));
            }
        }
    }
    for (path, bloc) in waiting {
        for (key, kind) in fields(text(bloc, "class")) {
            if kind != Kind::Picks {
                continue;
            }
            let name = format!("{path}/{key}");
            let find = typed.one(&format!("find:{name}")).to_owned();
            let mut asked = Typed::default();
            asked.set(&format!("find:{name}"), &find);
            for id in list(bloc, key).iter().filter_map(vitrail_app::post::id_of) {
                asked.add(&name, id.to_string());
            }
            let mut options = choice::objects(web, &asked, &name, named(key)).await?;
            for option in &mut options {
                option.selected = asked.many(&name).contains(&option.value);
            }
            found.insert(name, (find, options));
        }
    }
    Ok(())
}

fn named(key: &str) -> Named {
    match NAMED.iter().position(|known| *known == key) {
        Some(1) => Named::Reuses,
        Some(2) => Named::Dataservices,
        _ => Named::Datasets,
    }
}

/// The id of a field in the page, or of a piece.
fn id_of(path: &str) -> String {
    format!("b{}", path.replace(['/', '_'], "-"))
}

impl Desk<'_> {
    fn list(
        &self,
        path: &str,
        label: Option<String>,
        items: &[Value],
        kinds: &[&'static str],
    ) -> List {
        let pieces = items.iter().enumerate();
        let next = format!("{path}/{}", items.len());
        List {
            label,
            pieces: pieces
                .map(|(place, item)| self.piece(path, (place, items.len()), item, kinds))
                .collect(),
            adds: kinds
                .iter()
                .map(|kind| Button {
                    value: format!("add:{path}:{kind}"),
                    label: self.words.text(&format!("bloc-{kind}")),
                    anchor: id_of(&next),
                    grave: false,
                })
                .collect(),
        }
    }

    fn piece(
        &self,
        list_path: &str,
        (place, among): (usize, usize),
        item: &Value,
        kinds: &[&'static str],
    ) -> Piece {
        let path = format!("{list_path}/{place}");
        // A link and a fold have no class: they are all that their list holds.
        let class = match kinds {
            [only] => only,
            _ => text(item, "class"),
        };
        let name = self.words.find(&format!("bloc-{class}"), None);
        let mut hidden = Vec::new();
        for key in ["class", "id"] {
            if !text(item, key).is_empty() {
                hidden.push((format!("{path}/{key}"), text(item, key).to_owned()));
            }
        }
        if let Some(rest) = rest(item) {
            hidden.push((format!("{path}/rest"), Value::Object(rest).to_string()));
        }
        let inner = lists(class).iter().map(|(key, kinds)| {
            let label = self.words.text(&format!("bloc-list-{key}"));
            self.list(
                &format!("{path}/{key}"),
                Some(label),
                list(item, key),
                kinds,
            )
        });
        Piece {
            anchor: id_of(&path),
            name: format!("{} {}", name.unwrap_or_else(|| class.to_owned()), place + 1),
            title: text(item, "title").to_owned(),
            hidden,
            fields: fields(class)
                .into_iter()
                .map(|field| self.field(&path, field, item))
                .collect(),
            lists: inner.collect(),
            acts: self.acts(list_path, place, among),
        }
    }

    fn acts(&self, list_path: &str, place: usize, among: usize) -> Vec<Button> {
        let button = |what: &str, to: usize| Button {
            value: format!("{what}:{list_path}/{place}"),
            label: self.words.text(&format!("bloc-{what}")),
            anchor: id_of(&format!("{list_path}/{to}")),
            grave: what == "remove",
        };
        let mut acts = Vec::new();
        if place > 0 {
            acts.push(button("up", place - 1));
        }
        if place + 1 < among {
            acts.push(button("down", place + 1));
        }
        acts.push(button("remove", place.saturating_sub(1)));
        acts
    }

    fn field(&self, path: &str, (key, kind): Field, item: &Value) -> FieldOut {
        let name = format!("{path}/{key}");
        let label = format!("bloc-field-{}", key.replace('_', "-"));
        let (find, options) = self.found.get(&name).cloned().unwrap_or_default();
        FieldOut {
            id: id_of(&name),
            kind,
            label: self.words.text(&label),
            hint: self.words.find(&format!("{label}-hint"), None),
            example: None,
            required: false,
            error: self.errors.get(&name).cloned(),
            theirs: None,
            find,
            value: text(item, key).to_owned(),
            options,
            name,
        }
    }
}
