//! The catalogue itself: what it is called, who keeps it, what is on this page of it and where the others are.

use oxrdf::NamedNode;
use oxrdf::vocab::xsd;
use vitrail_domain::Organization;

use crate::agent::{Publisher, publisher};
use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::links::Portal;
use crate::lists;
use crate::terms::{dcat, dct, foaf, hydra, skos};

/// A catalogue: of the whole portal, or of one organization.
#[derive(Clone, Copy, Debug)]
pub struct CatalogueFacts<'a> {
    pub of: Option<&'a Organization>,
    /// The page that is asked for, if it is one.
    pub view: Option<&'a View>,
}

/// A page of a catalogue among the others.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Datasets in all.
    pub total: i64,
    pub this: String,
    pub first: String,
    pub last: String,
    pub next: Option<String>,
    pub previous: Option<String>,
}

/// The name of a catalogue.
pub fn subject(portal: &Portal, of: Option<&Organization>) -> NamedNode {
    of.map_or_else(|| portal.catalogue(), |found| portal.catalogue_of(found.id))
}

pub fn catalogue(
    graph: &mut Graph,
    portal: &Portal,
    facts: CatalogueFacts<'_>,
    members: Vec<(Property, NamedNode)>,
) {
    let place = graph.place();
    let mut node = Node::new(subject(portal, facts.of), dcat::CATALOG);
    node.is(hydra::COLLECTION);
    match facts.of {
        Some(found) => {
            node.text(dct::TITLE, &found.name)
                .text(dct::DESCRIPTION, &found.name);
            if let Some(owner) = publisher(graph, portal, Publisher::Organization(found)) {
                node.add(dct::PUBLISHER, owner);
            }
        }
        None => site(graph, portal, &mut node),
    }
    let scheme = lists::themes_list();
    if graph.is_new(scheme.as_str()) {
        let mut list = Node::new(scheme.clone(), skos::CONCEPT_SCHEME);
        list.text_in(dct::TITLE, "Thème de données", "fr")
            .text_in(dct::TITLE, "Data theme", "en");
        graph.put(list);
    }
    node.add(dcat::THEME_TAXONOMY, scheme);
    if let Some(page) = facts.view {
        node.typed(hydra::TOTAL_ITEMS, page.total.to_string(), xsd::INTEGER);
        if let Some(view) = view(graph, page) {
            node.add(hydra::VIEW, view);
        }
    }
    for (property, member) in members {
        node.add(property, member);
    }
    graph.put_at(place, node);
}

fn site(graph: &mut Graph, portal: &Portal, node: &mut Node) {
    node.text(dct::TITLE, &portal.title)
        .text(dct::DESCRIPTION, &portal.description);
    let mut keeper = Node::new(graph.blank(), foaf::ORGANIZATION);
    keeper.is(foaf::AGENT).text(foaf::NAME, &portal.title);
    node.add(dct::PUBLISHER, keeper.link());
    graph.put(keeper);
    let home = portal.home();
    graph.class_of(&home, foaf::DOCUMENT);
    node.add(foaf::HOMEPAGE, home);
    if let Some(language) = lists::language(&portal.language) {
        graph.class_of(&language, dct::LINGUISTIC_SYSTEM);
        node.add(dct::LANGUAGE, language);
    }
}

fn view(graph: &mut Graph, view: &View) -> Option<NamedNode> {
    let this = iri(&view.this)?;
    let mut node = Node::new(this.clone(), hydra::PARTIAL);
    for (property, address) in [
        (hydra::FIRST, Some(&view.first)),
        (hydra::LAST, Some(&view.last)),
        (hydra::NEXT, view.next.as_ref()),
        (hydra::PREVIOUS, view.previous.as_ref()),
    ] {
        if let Some(address) = address.and_then(|text| iri(text)) {
            node.add(property, address);
        }
    }
    graph.put(node);
    Some(this)
}
