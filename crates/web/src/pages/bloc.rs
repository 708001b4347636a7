//! Blocs: pieces of an editorial page that a portal's team puts one after the other. Each becomes plain words,
//! links and cards for the template; what is unknown, or leads somewhere strange, is left out.

use std::collections::HashMap;

use minijinja::value::Serde;
use serde::Serialize;
use serde_json::Value;
use vitrail_app::Error;
use vitrail_app::dataservice::{self, Dataservices};
use vitrail_app::domain::{Id, Timestamp};
use vitrail_app::post::{self, id_of};
use vitrail_app::reuse::{self, Reuses, Used};

use crate::Web;
use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::reuse::ReuseOut;
use crate::context::Context;
use crate::pages::card;

/// What a template shows of a bloc.
#[derive(Debug, Serialize)]
pub struct Bloc {
    /// `markdown`, `datasets`, `reuses`, `dataservices`, `links`, `accordion` or `hero`.
    kind: &'static str,
    title: Option<String>,
    subtitle: Option<String>,
    /// Markdown.
    text: Option<String>,
    main_link: Option<Link>,
    links: Vec<Link>,
    /// Cards.
    objects: Vec<minijinja::Value>,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Link {
    title: String,
    url: String,
}

/// A fold of an accordion.
#[derive(Debug, Serialize)]
struct Item {
    title: String,
    content: Vec<Bloc>,
}

/// The objects that blocs show, as cards.
pub struct Cards {
    by_id: HashMap<(&'static str, Id), minijinja::Value>,
}

impl Cards {
    pub async fn read(web: &Web, context: &Context, blocs: &[Value]) -> Result<Self, Error> {
        let (app, actor) = (&web.app, &context.actor);
        let named = post::in_blocs(app, actor, blocs).await?;
        let datasets = card::Datasets::read(web, named.datasets).await?;
        let reuses = reuse::with_references(app, actor, named.reuses, Used::Counted).await?;
        let services = dataservice::with_references(app, named.dataservices).await?;
        Ok(Self {
            by_id: cards(context, web.app.now(), &datasets, &reuses, &services),
        })
    }

    fn of(&self, bloc: &Value, kind: &'static str) -> Vec<minijinja::Value> {
        let named = list(bloc, kind).iter();
        named
            .filter_map(|named| self.by_id.get(&(kind, id_of(named)?)).cloned())
            .collect()
    }
}

fn cards(
    context: &Context,
    now: Timestamp,
    datasets: &card::Datasets,
    reuses: &Reuses,
    services: &Dataservices,
) -> HashMap<(&'static str, Id), minijinja::Value> {
    let mut by_id = HashMap::new();
    for (id, card) in datasets.by_id(context, now) {
        by_id.insert(("datasets", id), minijinja::Value::from(Serde(card)));
    }
    for reuse in &reuses.data {
        let out = ReuseOut::v2(context, reuses, reuse);
        by_id.insert(("reuses", reuse.id), minijinja::Value::from(Serde(out)));
    }
    for service in &services.data {
        let out = DataserviceOut::new(context, services, service);
        let out = minijinja::Value::from(Serde(out));
        by_id.insert(("dataservices", service.id), out);
    }
    by_id
}

/// Blocs as they are shown, in order.
pub fn shown(cards: &Cards, blocs: &[Value]) -> Vec<Bloc> {
    let blocs = blocs.iter();
    blocs.filter_map(|bloc| one(cards, bloc, false)).collect()
}

fn one(cards: &Cards, bloc: &Value, folded: bool) -> Option<Bloc> {
    let kind = match text(bloc, "class")?.as_str() {
        "MarkdownBloc" => "markdown",
        "DatasetsListBloc" => "datasets",
        "ReusesListBloc" => "reuses",
        "DataservicesListBloc" => "dataservices",
        "LinksListBloc" => "links",
        // Neither stands in a fold, which keeps the depth of a page to two.
        "AccordionListBloc" if !folded => "accordion",
        "HeroBloc" if !folded => "hero",
        _ => return None,
    };
    let links = list(bloc, "links").iter();
    let items = if kind == "accordion" {
        list(bloc, "items")
    } else {
        &[]
    };
    Some(Bloc {
        kind,
        title: text(bloc, "title"),
        subtitle: text(bloc, "subtitle"),
        text: ["content", "description", "paragraph"]
            .into_iter()
            .find_map(|key| text(bloc, key)),
        main_link: link(bloc, "main_link_title", "main_link_url"),
        links: links.filter_map(|it| link(it, "title", "url")).collect(),
        objects: match kind {
            "datasets" | "reuses" | "dataservices" => cards.of(bloc, kind),
            _ => Vec::new(),
        },
        items: items.iter().filter_map(|it| item(cards, it)).collect(),
    })
}

fn item(cards: &Cards, item: &Value) -> Option<Item> {
    let content = list(item, "content").iter();
    Some(Item {
        title: text(item, "title")?,
        content: content.filter_map(|bloc| one(cards, bloc, true)).collect(),
    })
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    let list = value.get(key).and_then(Value::as_array);
    list.map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A link of the web, of e-mail or of this portal; its address stands for a title that is missing.
fn link(value: &Value, title: &str, url: &str) -> Option<Link> {
    let url = text(value, url)?;
    let lower = url.to_ascii_lowercase();
    let is_known = ["http://", "https://", "mailto:", "/"]
        .iter()
        .any(|start| lower.starts_with(start));
    is_known.then(|| Link {
        title: text(value, title).unwrap_or_else(|| url.clone()),
        url,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_unknown_or_strange_is_left_out() {
        let cards = Cards {
            by_id: HashMap::new(),
        };
        let blocs = [
            json!({"class": "MarkdownBloc", "title": " A ", "content": "*x*"}),
            json!({"class": "ScriptBloc", "content": "x"}),
            json!("nothing"),
            json!({"class": "LinksListBloc", "links": [
                {"title": "Bad", "url": "javascript:alert(1)"}, {"url": "https://x.example"}]}),
            json!({"class": "AccordionListBloc", "items": [
                {"title": "Fold", "content": [{"class": "HeroBloc"}, {"class": "MarkdownBloc", "content": "y"}]}]}),
            json!({"class": "DatasetsListBloc", "datasets": ["53699d0ea3a729239d205b2e", {"id": 3}]}),
        ];
        let shown = shown(&cards, &blocs);
        let kinds: Vec<&str> = shown.iter().map(|bloc| bloc.kind).collect();
        assert_eq!(kinds, ["markdown", "links", "accordion", "datasets"]);
        assert_eq!(shown[0].title.as_deref(), Some("A"));
        assert_eq!(shown[1].links.len(), 1);
        assert_eq!(shown[1].links[0].title, "https://x.example");
        let fold = &shown[2].items[0].content;
        assert_eq!((fold.len(), fold[0].kind), (1, "markdown"));
        assert!(shown[3].objects.is_empty());
    }
}
