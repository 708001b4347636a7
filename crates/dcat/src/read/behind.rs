//! The service behind a file: what it says that neither the file nor its dataset says is kept with the file, so that it
//! can be said again; an API of the catalogue is read for itself.

use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;
use serde_json::{Map, Value as Json, json};
use vitrail_domain::Resource;

use super::agent;
use super::distribution::{extra, ogc};
use super::graph::{Subject, Value};
use super::notes::Notes;
use super::page::Links;
use super::source::written;
use super::terms::SERVICE_PROTOCOL;
use super::words::{address_of, shown};
use crate::behind::{CLAIMS, FACTS, KEY, Range, SERVES, SHARED, ogc_type};
use crate::lists;
use crate::terms::{dcat, dcatap, dct, foaf};

/// Reads the services behind a file.
pub fn services<'g>(
    links: &Links,
    services: Vec<Value<'g>>,
    (file, dataset): (Subject<'g>, Subject<'g>),
    resource: &mut Resource,
    notes: &mut Notes<'g>,
) {
    let mut kept = Vec::new();
    for service in services {
        let node = match service {
            // One that the catalogue lists is read for itself; the file still leads to it.
            Value::Node(node) if links.is_dataservice(node) => {
                kept.extend(node.iri().map(|iri| json!({ "@id": iri })));
                continue;
            }
            Value::Node(node) if node.is_described() => node,
            _ => {
                let why = "A service is described, not named";
                notes.lose(file, dcat::ACCESS_SERVICE, service, why);
                continue;
            }
        };
        notes.met(node, &resource.url);
        let is_shared = links.behind(node).nth(1).is_some();
        let mut told = described(node, (file, dataset), resource, is_shared);
        if let (true, Some(told)) = (is_shared, &mut told) {
            // Those of one name, or of no name and the same facts, are one.
            told.insert(SHARED.to_owned(), node.iri().unwrap_or_default().into());
        }
        kept.extend(told.map(Json::Object));
    }
    if !kept.is_empty() {
        extra(&mut resource.extras, KEY, kept.into());
    }
}

/// What is kept of a service: nothing where the portal says the same of its own accord.
fn described(
    service: Subject<'_>,
    (file, dataset): (Subject<'_>, Subject<'_>),
    resource: &Resource,
    is_shared: bool,
) -> Option<Map<String, Json>> {
    let mut kept = Map::new();
    let mut is_new = is_shared || ogc_type(resource).is_none();
    for (key, property, range) in FACTS {
        let values: Vec<Value<'_>> = service.peek(property).collect();
        let sayable: Vec<Json> = values
            .iter()
            .filter_map(|value| fact(value, range))
            .collect();
        is_new |= !is_known(service, property, (file, dataset), resource);
        // Shapes have room for one licence.
        let fits = property != dct::LICENSE || values.len() == 1;
        if fits && !sayable.is_empty() && sayable.len() == values.len() {
            kept.insert(key.to_owned(), sayable.into());
        }
    }
    let serves = service.values(dcat::SERVES_DATASET);
    let is_dataset = |value: &Value<'_>| matches!(value, Value::Node(node) if *node == dataset);
    if serves.iter().any(is_dataset) {
        kept.insert(SERVES.to_owned(), true.into());
    }
    for (key, property) in CLAIMS {
        let values: Vec<Value<'_>> = service.peek(property).collect();
        let is_claim = |value: &Value<'_>| address_of(*value).is_some_and(is_of_high_value);
        if !values.is_empty() && values.iter().all(is_claim) {
            let said: Vec<Json> = values.iter().filter_map(written).collect();
            kept.insert(key.to_owned(), said.into());
        }
    }
    // A service is where it answers.
    let is_kept = is_new && kept.contains_key("dcat:endpointURL");
    let facts = FACTS.into_iter().map(|(key, property, _)| (key, property));
    for (key, property) in facts.chain(CLAIMS) {
        let is_said = is_kept && kept.contains_key(key);
        if is_said || is_known(service, property, (file, dataset), resource) {
            service.values(property);
        }
    }
    let mut protocols = service.peek(SERVICE_PROTOCOL);
    if protocols.all(is_standard) {
        service.values(SERVICE_PROTOCOL);
    }
    said_by(service, &[file, dataset], agent::properties());
    is_kept.then_some(kept)
}

fn is_of_high_value(address: &str) -> bool {
    lists::is_hvd_law(address) || lists::hvd_tag_of(address).is_some()
}

/// A value of a fact, where it can be said again.
fn fact(value: &Value<'_>, range: Range) -> Option<Json> {
    match (range, value) {
        (Range::Text, Value::Node(_)) => None,
        (Range::Address(_), _) => {
            let address = address_of(*value).and_then(agent::web)?;
            Some(json!({ "@id": address }))
        }
        _ => written(value),
    }
}

/// Whether all that a service says under a property is said by its file or its dataset.
fn is_known(
    service: Subject<'_>,
    property: NamedNodeRef<'static>,
    (file, dataset): (Subject<'_>, Subject<'_>),
    resource: &Resource,
) -> bool {
    let mut values = service.peek(property);
    if property == dct::CONFORMS_TO {
        return values.all(is_standard);
    }
    if property == dcat::ENDPOINT_URL || property == dcat::ENDPOINT_DESCRIPTION {
        let is_here = |value| address_of(value).is_some_and(|url| resource.url.starts_with(url));
        return values.all(is_here);
    }
    if property == foaf::PAGE {
        // A portal like this one explains a service by the page of its data.
        let pages = dataset.peek(dcat::LANDING_PAGE).filter_map(address_of);
        let pages: Vec<&str> = pages.collect();
        return values.all(|value| address_of(value).is_some_and(|page| pages.contains(&page)));
    }
    is_said_by(service, &[file, dataset], property)
}

/// Whether a value names a service of the Open Geospatial Consortium, which is a format here.
fn is_standard(value: Value<'_>) -> bool {
    address_of(value).is_some_and(|text| ogc(text).is_some())
}

/// Whether others say all that a node says under a property.
fn is_said_by(node: Subject<'_>, above: &[Subject<'_>], property: NamedNodeRef<'_>) -> bool {
    // What is above may say a great deal: it is asked only about what is said here.
    if !node.has(property) {
        return true;
    }
    let said = above.iter().flat_map(|node| node.peek(property));
    let known: Vec<String> = said.map(shown).collect();
    node.peek(property)
        .all(|value| known.contains(&shown(value)))
}

/// What a node says again of those it belongs to is kept with them.
pub fn said_by<'g>(
    node: Subject<'g>,
    above: &[Subject<'g>],
    facts: impl IntoIterator<Item = NamedNodeRef<'static>>,
) {
    for property in facts {
        if is_said_by(node, above, property) {
            node.values(property);
        }
    }
}

/// Whether a distribution only says that an API, which the catalogue lists, serves the dataset: portals like this one add
/// such ones to data of high value. All that it says is then said by the API.
pub fn is_way_to_api<'g>(links: &Links, file: Subject<'g>, dataset: Subject<'g>) -> bool {
    let mut behind = file.peek(dcat::ACCESS_SERVICE);
    let Some(Value::Node(service)) = behind.next() else {
        return false;
    };
    let mut datasets = service.peek(dcat::SERVES_DATASET);
    let serves = datasets.any(|value| matches!(value, Value::Node(node) if node == dataset));
    let is_one = serves && links.is_dataservice(service) && file.has(dcat::ACCESS_URL);
    is_one
        && file.all().all(|(property, value)| {
            let same = |of| {
                let mut said = service.peek(of);
                said.any(|known| shown(known) == shown(value))
            };
            match property {
                _ if property == rdf::TYPE.as_str() => true,
                _ if property == dcat::ACCESS_SERVICE.as_str() => {
                    matches!(value, Value::Node(node) if node == service)
                }
                _ if property == dcat::ACCESS_URL.as_str() => same(dcat::ENDPOINT_URL),
                _ => SAID_OF_BOTH
                    .into_iter()
                    .any(|known| known.as_str() == property && same(known)),
            }
        })
}

/// What an API and the distribution that leads to it say alike.
const SAID_OF_BOTH: [NamedNodeRef<'static>; 4] = [
    dct::TITLE,
    dct::DESCRIPTION,
    dct::LICENSE,
    dcatap::APPLICABLE_LEGISLATION,
];
