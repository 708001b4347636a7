//! What data are about, as concepts: the themes that their source names, else those that their tags name for certain.

use oxrdf::{NamedNode, Term};
use serde_json::Value;
use vitrail_domain::Extras;

use crate::graph::{Graph, Node};
use crate::links::{Portal, Profile};
use crate::lists::{self, Theme};
use crate::source;
use crate::terms::{dcat, skos};

/// Where the labels of a theme are, in what is kept of its source.
pub const LABELS: &str = "skos:prefLabel";

/// Says what an object is about. Tags are asked only where its source names no theme: a guess neither replaces nor joins
/// what was said.
pub fn themes(
    graph: &mut Graph,
    portal: &Portal,
    node: &mut Node,
    harvest: Option<&Extras>,
    tags: &[String],
) {
    let said = source::said(harvest, "dcat:theme");
    if portal.profile == Profile::Source && said.is_some() {
        // They are said word for word with the rest.
        return;
    }
    let mut found: Vec<Term> = Vec::new();
    for value in said.into_iter().flatten() {
        let known = address(value);
        if known.is_some_and(|known| lists::hvd_tag_of(known).is_some()) {
            // A category of data of high value is said as such.
            continue;
        }
        found.extend(match known.and_then(lists::theme_of) {
            Some(theme) => Some(european(graph, theme)),
            None => labelled(graph, portal, value),
        });
    }
    if found.is_empty() {
        let guessed = lists::themes(tags).into_iter();
        found.extend(guessed.map(|theme| european(graph, theme)));
    }
    for theme in found {
        crate::dataset::add_once(node, dcat::THEME, theme);
    }
}

/// The address that a value of a source is, or that it writes as a text.
fn address(value: &Value) -> Option<&str> {
    let told = value.get("@id").or_else(|| value.get("@value"));
    told.and_then(Value::as_str).map(str::trim)
}

/// A theme of the European list.
fn european(graph: &mut Graph, theme: Theme) -> Term {
    let subject = lists::authority("data-theme", theme.code);
    concept(graph, subject, theme, Some(lists::themes_list()))
}

/// A concept with the names that it bears, once in a document.
pub fn concept(
    graph: &mut Graph,
    subject: NamedNode,
    theme: Theme,
    scheme: Option<NamedNode>,
) -> Term {
    if graph.is_new(subject.as_str()) {
        let mut node = Node::new(subject.clone(), skos::CONCEPT);
        node.text_in(skos::PREF_LABEL, theme.fr, "fr");
        node.text_in(skos::PREF_LABEL, theme.en, "en");
        if let Some(scheme) = scheme {
            node.add(skos::IN_SCHEME, scheme);
        }
        graph.put(node);
    }
    subject.into()
}

/// A theme as its source wrote it.
pub fn written(graph: &mut Graph, portal: &Portal, value: &Value) -> Option<Term> {
    let listed = value.get("@id").and_then(Value::as_str);
    match listed.and_then(lists::theme_of) {
        Some(theme) => Some(european(graph, theme)),
        None => labelled(graph, portal, value).or_else(|| source::term(value)),
    }
}

/// A theme of which a source said the labels. A name that belongs to this portal is not taken from a source.
fn labelled(graph: &mut Graph, portal: &Portal, value: &Value) -> Option<Term> {
    let labels = value.get(LABELS)?.as_array()?;
    let name = value.get("@id").and_then(Value::as_str);
    let subject = name.and_then(|name| portal.foreign(name));
    if let Some(known) = &subject
        && !graph.is_new(known.as_str())
    {
        return Some(known.clone().into());
    }
    let mut node = match subject {
        Some(subject) => Node::new(subject, skos::CONCEPT),
        None => Node::new(graph.blank(), skos::CONCEPT),
    };
    for label in labels.iter().filter_map(source::term) {
        node.add(skos::PREF_LABEL, label);
    }
    let link = node.link();
    graph.put(node);
    Some(link)
}
