//! Who publishes, who answers, who made: organizations and people as agents, contact points in their part.

use oxrdf::{NamedNode, Term};
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::role::ContactRole;
use vitrail_domain::{ContactPoint, Organization, User};

use crate::graph::{Graph, Node, Property};
use crate::iri::{iri, mailto};
use crate::links::Portal;
use crate::terms::{dcat, dct, foaf, geodcat, prov, rdfs, vcard};

/// Who owns an object.
#[derive(Clone, Copy, Debug, Default)]
pub enum Publisher<'a> {
    #[default]
    Nobody,
    Organization(&'a Organization),
    Person(&'a User),
}

/// The part of a publisher whose name another one bears.
const PUBLISHER_ROLE: &str =
    "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/publisher";

/// Says of an object who is responsible for it. One publisher at most: the contact that bears the part goes before the
/// owner, who then distributes; further ones are attributions.
pub fn responsible(
    graph: &mut Graph,
    portal: &Portal,
    node: &mut Node,
    owner: Publisher<'_>,
    contacts: &[&ContactPoint],
) {
    let mut is_published = false;
    for contact in contacts {
        let role = ContactRole::parse(&contact.role).unwrap_or_default();
        match role {
            ContactRole::Contact => {
                node.add(dcat::CONTACT_POINT, card(graph, portal, contact));
            }
            ContactRole::Publisher if is_published => {
                let agent = agent(graph, portal, contact);
                let mut attribution = Node::new(graph.blank(), prov::ATTRIBUTION);
                attribution.add(prov::AGENT, agent);
                attribution.add(dcat::HAD_ROLE, NamedNode::new_unchecked(PUBLISHER_ROLE));
                node.add(prov::QUALIFIED_ATTRIBUTION, attribution.link());
                graph.put(attribution);
            }
            _ => {
                is_published |= role == ContactRole::Publisher;
                node.add(part(role), agent(graph, portal, contact));
            }
        }
    }
    if let Some(owner) = publisher(graph, portal, owner) {
        let part = if is_published {
            geodcat::DISTRIBUTOR
        } else {
            dct::PUBLISHER
        };
        node.add(part, owner);
    }
}

fn part(role: ContactRole) -> Property {
    match role {
        ContactRole::Contact => dcat::CONTACT_POINT,
        ContactRole::Creator => dct::CREATOR,
        ContactRole::Publisher => dct::PUBLISHER,
        ContactRole::RightsHolder => dct::RIGHTS_HOLDER,
        ContactRole::Custodian => geodcat::CUSTODIAN,
        ContactRole::Distributor => geodcat::DISTRIBUTOR,
        ContactRole::Originator => geodcat::ORIGINATOR,
        ContactRole::PrincipalInvestigator => geodcat::PRINCIPAL_INVESTIGATOR,
        ContactRole::Processor => geodcat::PROCESSOR,
        ContactRole::ResourceProvider => geodcat::RESOURCE_PROVIDER,
        ContactRole::User => geodcat::USER,
    }
}

/// An owner as an agent, described once in a document.
pub fn publisher(graph: &mut Graph, portal: &Portal, owner: Publisher<'_>) -> Option<Term> {
    let (subject, class, name, home) = match owner {
        Publisher::Nobody => return None,
        Publisher::Organization(found) => {
            let home = found.url.as_deref().and_then(iri);
            let subject = portal.organization(found.id);
            (subject, foaf::ORGANIZATION, found.name.clone(), home)
        }
        Publisher::Person(user) => {
            let home = user.website.as_deref().and_then(iri);
            let name = user.full_name();
            let name = if name.is_empty() {
                user.slug.clone()
            } else {
                name
            };
            (portal.user(user.id), foaf::PERSON, name, home)
        }
    };
    if graph.is_new(subject.as_str()) {
        let mut node = Node::new(subject.clone(), class);
        node.is(foaf::AGENT);
        node.text(foaf::NAME, &name).text(rdfs::LABEL, &name);
        if let Some(home) = home {
            graph.class_of(&home, foaf::DOCUMENT);
            node.add(foaf::HOMEPAGE, home);
        }
        graph.put(node);
    }
    Some(subject.into())
}

/// A contact in the part that it has.
pub fn contact(graph: &mut Graph, portal: &Portal, found: &ContactPoint) -> Term {
    match ContactRole::parse(&found.role).unwrap_or_default() {
        ContactRole::Contact => card(graph, portal, found),
        _ => agent(graph, portal, found),
    }
}

/// A contact as a business card.
fn card(graph: &mut Graph, portal: &Portal, contact: &ContactPoint) -> Term {
    let subject = portal.contact(contact.id);
    if graph.is_new(subject.as_str()) {
        let mut node = Node::new(subject.clone(), vcard::KIND);
        node.text(vcard::FN, &contact.name);
        if let Some(email) = contact.email.as_deref().and_then(mailto) {
            graph.class_of(&email, rdfs::RESOURCE);
            node.add(vcard::HAS_EMAIL, email);
        }
        if let Some(form) = contact.contact_form.as_deref().and_then(iri) {
            graph.class_of(&form, rdfs::RESOURCE);
            node.add(vcard::HAS_URL, form);
        }
        graph.put(node);
    }
    subject.into()
}

/// A contact in any other part.
fn agent(graph: &mut Graph, portal: &Portal, contact: &ContactPoint) -> Term {
    let subject = portal.contact(contact.id);
    if graph.is_new(subject.as_str()) {
        let mut node = Node::new(subject.clone(), foaf::AGENT);
        node.text(foaf::NAME, &contact.name);
        if let Some(email) = contact.email.as_deref().and_then(mailto) {
            node.add(foaf::MBOX, email);
        }
        if let Some(page) = contact.contact_form.as_deref().and_then(iri) {
            graph.class_of(&page, foaf::DOCUMENT);
            node.add(foaf::PAGE, page);
        }
        graph.put(node);
    }
    subject.into()
}
