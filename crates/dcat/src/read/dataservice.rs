//! An API as its source describes it.

use std::collections::HashSet;

use oxrdf::vocab::rdf;
use vitrail_domain::dataset::harvest_date;
use vitrail_domain::harvest::HarvestedDataservice;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::{Dataservice, Extras};

use super::dataset::remote_url;
use super::distribution::{dates, ogc, one_text};
use super::graph::{Subject, Value};
use super::notes::Notes;
use super::own::Access;
use super::page::{Links, Options, identifier, name_of};
use super::rights::{is_restricted, keep_access, keep_terms, one_licence, reason, settle, terms};
use super::source::Kept;
use super::terms::SERVICE_PROTOCOL;
use super::words::{address_of, best, line, prose};
use super::{agent, tags};
use crate::distribution::licence_address;
use crate::terms::{dcat, dct, foaf};

/// Reads a dataservice.
pub fn dataservice(links: &Links, node: Subject<'_>, options: &Options) -> HarvestedDataservice {
    let language = options.language.as_str();
    let mut notes = Notes::default();
    let mut kept = Kept::default();
    node.values(rdf::TYPE);
    let remote_id = identifier(node);
    notes.met(
        node,
        if remote_id.is_empty() {
            node.name()
        } else {
            &remote_id
        },
    );
    let mut service = Dataservice::default();
    let titles = node.values(dct::TITLE);
    if let Some(title) = best(&titles, language) {
        service.title = line(title);
    }
    kept.keep(dct::TITLE, &titles, &[&service.title]);
    for property in [dct::DESCRIPTION, dct::ABSTRACT] {
        if !service.description.is_empty() {
            continue;
        }
        let said = node.values(property);
        if let Some(text) = best(&said, language) {
            service.description = prose(text);
        }
        kept.keep(property, &said, &[&service.description]);
    }
    let skipped = service
        .title
        .is_empty()
        .then(|| "missing title on dataservice".to_owned());
    service.acronym = tags::acronym(node, &mut notes, language);
    addresses(node, &mut service, &mut notes);
    service.tags = tags::tags(node, &mut notes, &mut kept, language);
    keep_access(node, &mut kept);
    let licences: Vec<Value<'_>> = node.peek(dct::LICENSE).collect();
    conditions(links, node, &mut service, &mut notes, language);
    let licence = service.license.as_deref().and_then(licence_address);
    kept.keep(dct::LICENSE, &licences, licence.as_slice());
    let contacts = agent::contacts(node, &mut notes, language);
    let datasets = datasets(links, node);
    let mut facts = Extras::new();
    if let Some(uri) = node.iri() {
        facts.insert("uri".to_owned(), uri.into());
    }
    if let Some(identifier) = one_text(node, dct::IDENTIFIER, &mut notes) {
        facts.insert("dct_identifier".to_owned(), identifier.into());
    }
    if let Some(url) = remote_url(links, node, &mut notes, options) {
        facts.insert("remote_url".to_owned(), url.into());
    }
    dates(
        node,
        &mut notes,
        &mut facts,
        &[
            (dct::CREATED, "created_at"),
            (dct::ISSUED, "issued_at"),
            (dct::MODIFIED, "modified_at"),
        ],
    );
    kept.into_facts(&mut facts);
    service.harvest = Some(facts);
    if let Some(at) = harvest_date(service.harvest.as_ref(), "modified_at") {
        service.metadata_modified_at = at;
    }
    HarvestedDataservice {
        remote_id,
        dataservice: service,
        contacts,
        datasets,
        skipped,
        lost: notes.close(),
    }
}

/// Where it answers, and where it is explained.
fn addresses<'g>(node: Subject<'g>, service: &mut Dataservice, notes: &mut Notes<'g>) {
    service.base_api_url = one_text(node, dcat::ENDPOINT_URL, notes);
    service.machine_documentation_url = one_text(node, dcat::ENDPOINT_DESCRIPTION, notes);
    for value in node.values(foaf::PAGE) {
        let address = address_of(value).and_then(agent::web);
        match address {
            Some(address) if service.technical_documentation_url.is_none() => {
                service.technical_documentation_url = Some(address);
            }
            Some(address) if service.business_documentation_url.is_none() => {
                service.business_documentation_url = Some(address);
            }
            _ => notes.lose(
                node,
                foaf::PAGE,
                value,
                "Two pages of documentation are kept",
            ),
        }
    }
    for property in [SERVICE_PROTOCOL, dct::CONFORMS_TO] {
        for value in node.values(property) {
            match address_of(value).and_then(ogc) {
                Some("wms") if service.format.is_none() => service.format = Some("WMS".to_owned()),
                _ => notes.lose(
                    node,
                    property,
                    value,
                    "No format of a dataservice that is known here",
                ),
            }
        }
    }
}

fn conditions<'g>(
    links: &Links,
    node: Subject<'g>,
    service: &mut Dataservice,
    notes: &mut Notes<'g>,
    language: &str,
) {
    let addresses: Vec<&str> = node.peek(dct::LICENSE).filter_map(address_of).collect();
    one_licence(links, node, notes, language);
    let mut own = terms(node, notes, language);
    let texts = own.license.iter().chain(&own.rights).map(String::as_str);
    service.license = addresses
        .into_iter()
        .chain(texts)
        .find_map(|text| links.meaning(text).licence)
        .map(str::to_owned);
    if let Some(reason) = reason(links, &own) {
        "restricted".clone_into(&mut service.access_type);
        service.access_type_reason_category = Some(reason.code().to_owned());
    } else if is_restricted(&own) {
        "restricted".clone_into(&mut service.access_type);
    }
    let by_rights = service.access_type.clone();
    let mut access = Access::of_service(service);
    super::own::facts(node, &super::own::ACCESS, &mut access, notes);
    settle(node, &mut access, &by_rights, notes);
    super::own::facts(node, &super::own::SERVICE, service, notes);
    own.rights
        .retain(|text| Some(text) != access.reason.as_ref());
    access.into_service(service);
    keep_terms(&mut service.extras, &own);
}

/// The datasets that it serves, by what it says and by their files; by their identifiers where the document has them.
fn datasets(links: &Links, node: Subject<'_>) -> Vec<String> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let said = node.values(dcat::SERVES_DATASET).into_iter();
    let served = links.behind(node).map(Value::Node);
    for value in said.chain(served) {
        let name = match value {
            Value::Node(dataset) => name_of(dataset),
            Value::Text(text) => text.value.trim().to_owned(),
        };
        if !name.is_empty() && seen.insert(name.clone()) {
            found.push(name);
        }
    }
    found
}
