//! A file of a dataset as a distribution: where it is, what it is and on which terms.

use oxrdf::vocab::xsd;
use oxrdf::{NamedNode, Term};
use vitrail_domain::dataset::{Schema, harvest_date};
use vitrail_domain::resource::Checksum;
use vitrail_domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_domain::vocabulary::{Vocabulary, license};
use vitrail_domain::{Dataset, Extras, Resource};

use crate::dataset::{DatasetFacts, claims, is_high_value, legislation};
use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::links::{Portal, Profile, harvested};
use crate::terms::{dcat, dct, owl, rdfs, skos, spdx};
use crate::{behind, lists, own, source};

/// Describes a file, and says how it is called.
pub fn distribution(
    graph: &mut Graph,
    portal: &Portal,
    facts: &DatasetFacts<'_>,
    resource: &Resource,
) -> Term {
    let dataset = facts.dataset;
    let place = graph.place();
    let mut node = Node::new(
        portal.distribution(dataset.id, resource),
        dcat::DISTRIBUTION_CLASS,
    );
    let facts_of_source = portal.words_of(resource.harvest.as_ref());
    let id = resource.id.to_string();
    node.text(
        dct::IDENTIFIER,
        harvested(facts_of_source, "dct_identifier").unwrap_or(&id),
    );
    node.text(dct::TITLE, &resource.title);
    node.text(
        dct::DESCRIPTION,
        resource.description.as_deref().unwrap_or_default(),
    );
    let permalink = portal.permalink(resource);
    graph.own(&permalink, rdfs::RESOURCE);
    node.add(dcat::ACCESS_URL, permalink);
    if let Some(file) = portal.file(resource) {
        graph.own(&file, rdfs::RESOURCE);
        node.add(dcat::DOWNLOAD_URL, file);
    }
    let (issued, modified) = match facts_of_source {
        None => (Some(resource.created_at()), Some(resource.last_modified())),
        // What the source does not say is ours.
        known => (
            harvest_date(known, "issued_at"),
            harvest_date(known, "modified_at"),
        ),
    };
    for (property, at) in [(dct::ISSUED, issued), (dct::MODIFIED, modified)] {
        if let Some(at) = at {
            node.instant(property, at);
        }
    }
    if let Some(size) = resource.filesize.filter(|size| *size >= 0) {
        let of = match portal.profile {
            Profile::DcatAp3 | Profile::Source => xsd::NON_NEGATIVE_INTEGER,
            Profile::DcatAp2 => xsd::DECIMAL,
        };
        node.typed(dcat::BYTE_SIZE, size.to_string(), of);
    }
    own::file_type(graph, &mut node, &resource.r#type);
    formats(graph, &mut node, resource);
    if let Some(found) = resource
        .checksum
        .as_ref()
        .and_then(|sum| checksum(graph, portal, sum))
    {
        node.add(spdx::CHECKSUM, found);
    }
    terms_of_use(graph, portal, &mut node, dataset, resource);
    if let Some(text) = of_source(&resource.extras, "accessRights").first() {
        statement(graph, &mut node, dct::ACCESS_RIGHTS, text);
    }
    if let Some(found) = resource
        .schema
        .as_ref()
        .and_then(|schema| standard(graph, schema))
    {
        node.add(dct::CONFORMS_TO, found);
    }
    legislation(graph, &mut node, &dataset.badges);
    if !is_high_value(&dataset.badges) {
        let said = |key: &str| source::said(resource.harvest.as_ref(), key);
        claims(graph, &mut node, &dataset.tags, said);
    }
    own::say(&mut node, &own::FILE, resource);
    for found in behind::services(graph, portal, facts, resource) {
        node.add(dcat::ACCESS_SERVICE, found);
    }
    source::repeat(graph, portal, &mut node, resource.harvest.as_ref());
    let link = node.link();
    graph.put_at(place, node);
    link
}

/// The format, from the European list where it is there, and the media type.
fn formats(graph: &mut Graph, node: &mut Node, resource: &Resource) {
    let known = lists::file_type(&resource.format);
    if let Some(code) = known.and_then(|known| known.code) {
        let format = lists::authority("file-type", code);
        graph.class_of(&format, dct::MEDIA_TYPE_OR_EXTENT);
        node.add(dct::FORMAT, format);
    } else if !resource.format.trim().is_empty() {
        let mut format = Node::new(graph.blank(), dct::MEDIA_TYPE_OR_EXTENT);
        format.text(rdfs::LABEL, resource.format.trim());
        node.add(dct::FORMAT, format.link());
        graph.put(format);
    }
    let said = resource.mime.as_deref().and_then(lists::media_type);
    let followed = || lists::media_type(known?.media_type?);
    if let Some(media_type) = said.or_else(followed) {
        graph.class_of(&media_type, dct::MEDIA_TYPE_CLASS);
        node.add(dcat::MEDIA_TYPE, media_type);
    }
}

/// How SPDX calls the algorithm of a digest that it can say.
pub fn algorithm(sum: &Checksum) -> Option<&'static str> {
    let value = sum.value.trim();
    let is_hex = !value.is_empty()
        && value.len().is_multiple_of(2)
        && value.bytes().all(|b| b.is_ascii_hexdigit());
    is_hex.then_some(())?;
    match (sum.r#type.as_str(), value.len()) {
        ("sha1", _) => Some("sha1"),
        ("sha256", _) | ("sha2", 64) => Some("sha256"),
        ("md5", _) => Some("md5"),
        _ => None,
    }
}

fn checksum(graph: &mut Graph, portal: &Portal, sum: &Checksum) -> Option<Term> {
    let value = sum.value.trim();
    let algorithm = algorithm(sum)?;
    // The shapes of the second version know one algorithm.
    if portal.profile == Profile::DcatAp2 && algorithm != "sha1" {
        return None;
    }
    let algorithm = NamedNode::new_unchecked(format!(
        "http://spdx.org/rdf/terms#checksumAlgorithm_{algorithm}"
    ));
    graph.class_of(&algorithm, spdx::CHECKSUM_ALGORITHM);
    let mut node = Node::new(graph.blank(), spdx::CHECKSUM_CLASS);
    node.add(spdx::ALGORITHM, algorithm);
    node.typed(spdx::CHECKSUM_VALUE, value, xsd::HEX_BINARY);
    let link = node.link();
    graph.put(node);
    Some(link)
}

/// The licence of a dataset, when it has one that can be pointed at.
pub fn licence(graph: &mut Graph, id: Option<&str>) -> Option<Term> {
    let found = license::find(id?)?;
    let known = lists::licence(found.id);
    let subject = iri(licence_address(found.id)?)?;
    if graph.is_new(subject.as_str()) {
        let mut node = Node::new(subject.clone(), dct::LICENSE_DOCUMENT);
        node.text(dct::TITLE, found.title);
        if let Some(known) = known {
            node.add(skos::EXACT_MATCH, lists::authority("licence", known.code));
        }
        graph.put(node);
    }
    Some(subject.into())
}

/// The address under which a licence is written.
pub fn licence_address(id: &str) -> Option<&'static str> {
    let found = license::find(id)?;
    lists::licence(found.id)
        .map(|known| known.url)
        .or(found.url)
}

/// The licence and the rights of a file. A licence without an address is said as a right, the reason why access is
/// restricted goes before it, and what a source said of its rights comes last: there is room for one.
pub fn terms_of_use(
    graph: &mut Graph,
    portal: &Portal,
    node: &mut Node,
    dataset: &Dataset,
    resource: &Resource,
) {
    let own = of_source(&resource.extras, "rights");
    if portal.words_of(resource.harvest.as_ref()).is_some() {
        for text in own {
            rights(graph, node, &text);
        }
        if let Some(licence) = own_licence(graph, &resource.extras) {
            node.add(dct::LICENSE, licence);
        }
        return;
    }
    let of_file = if is_replaced(dataset, resource) {
        None
    } else {
        own_licence(graph, &resource.extras)
    };
    let of_data = (dataset.license.as_deref(), &*dataset.access_type);
    let licence = of_file.or_else(|| licence_of(graph, of_data, &dataset.extras));
    let id = dataset
        .license
        .as_deref()
        .filter(|id| *id != license::NOT_SPECIFIED);
    let category = dataset.access_type_reason_category.as_deref();
    if let Some(reason) = reason(&dataset.access_type, category) {
        let reason = limitation(graph, reason);
        node.add(dct::RIGHTS, reason);
    } else {
        let bare = id.filter(|_| licence.is_none());
        let title = bare.map(|id| license::title_of(id).to_owned());
        let said = || {
            own.into_iter()
                .chain(of_source(&dataset.extras, "rights"))
                .next()
        };
        if let Some(text) = title.or_else(said) {
            rights(graph, node, &text);
        }
    }
    if let Some(licence) = licence {
        node.add(dct::LICENSE, licence);
    }
}

/// Whether the licence of a file is the one that its source gave to the whole dataset, which is under another one here.
fn is_replaced(dataset: &Dataset, resource: &Resource) -> bool {
    let edited = source::said(dataset.harvest.as_ref(), source::EDITED_LICENCE);
    let Some(edited) = source::addresses(edited).next() else {
        return false;
    };
    let of_file = of_source(&resource.extras, "license");
    let mut of_file = of_file.iter().map(String::as_str);
    let known = |text| license::guess([text]).map(|known| known.id);
    of_file.any(|text| known(text).or_else(|| lists::licence_of(text)) == Some(edited))
}

/// The licence of open data or of an open API: a known one, or as its source names it.
pub fn licence_of(
    graph: &mut Graph,
    (id, access_type): (Option<&str>, &str),
    extras: &Extras,
) -> Option<Term> {
    let known = id.filter(|id| *id != license::NOT_SPECIFIED);
    let is_open = access_type == AccessType::Open.code();
    if known.is_none() && is_open {
        return own_licence(graph, extras);
    }
    licence(graph, known)
}

/// The reason of INSPIRE for which data are not open to all.
pub fn reason(access_type: &str, category: Option<&str>) -> Option<ReasonCategory> {
    let is_restricted = access_type == AccessType::Restricted.code();
    category
        .filter(|_| is_restricted)
        .and_then(ReasonCategory::parse)
}

/// What INSPIRE calls a limitation on public access.
pub fn limitation(graph: &mut Graph, reason: ReasonCategory) -> NamedNode {
    let subject = NamedNode::new_unchecked(reason.url());
    if graph.is_new(subject.as_str()) {
        let mut right = Node::new(subject.clone(), dct::RIGHTS_STATEMENT);
        right.text_in(dct::DESCRIPTION, &reason.legal_mention("fr"), "fr");
        right.text_in(dct::DESCRIPTION, &reason.legal_mention("en"), "en");
        graph.put(right);
    }
    subject
}

/// A statement of rights, in words or by its address.
pub fn rights(graph: &mut Graph, node: &mut Node, text: &str) {
    statement(graph, node, dct::RIGHTS, text);
}

fn statement(graph: &mut Graph, node: &mut Node, property: Property, text: &str) {
    if let Some(address) = iri(text).filter(|_| text.starts_with("http")) {
        graph.class_of(&address, dct::RIGHTS_STATEMENT);
        node.add(property, address);
        return;
    }
    let mut right = Node::new(graph.blank(), dct::RIGHTS_STATEMENT);
    right.text(rdfs::LABEL, text);
    node.add(property, right.link());
    graph.put(right);
}

/// The licence that a source gave to a thing: a known one, else by its address or its name.
fn own_licence(graph: &mut Graph, extras: &Extras) -> Option<Term> {
    let said = of_source(extras, "license");
    if let Some(known) = license::guess(said.iter().map(String::as_str)) {
        return licence(graph, Some(known.id));
    }
    let address = said.iter().find(|said| said.contains("://"));
    if let Some(subject) = address.and_then(|address| iri(address)) {
        graph.class_of(&subject, dct::LICENSE_DOCUMENT);
        return Some(subject.into());
    }
    let mut named = Node::new(graph.blank(), dct::LICENSE_DOCUMENT);
    named.text(rdfs::LABEL, said.first()?);
    let link = named.link();
    graph.put(named);
    Some(link)
}

/// What a harvested source said beyond what the portal models: texts among `extras.dcat`.
pub fn of_source(extras: &Extras, key: &str) -> Vec<String> {
    let found = extras.get("dcat").and_then(|dcat| dcat.get(key));
    let text = |value: &serde_json::Value| Some(value.as_str()?.trim().to_owned());
    let texts: Vec<String> = match found {
        Some(serde_json::Value::Array(all)) => all.iter().filter_map(text).collect(),
        Some(one) => text(one).into_iter().collect(),
        None => Vec::new(),
    };
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

/// The schema that data follow.
pub fn standard(graph: &mut Graph, schema: &Schema) -> Option<Term> {
    let name = schema.name.as_deref().unwrap_or_default();
    let address = schema.url.as_deref().and_then(iri);
    if name.trim().is_empty() && address.is_none() {
        return None;
    }
    let mut node = match &address {
        Some(address) => Node::new(address.clone(), dct::STANDARD),
        None => Node::new(graph.blank(), dct::STANDARD),
    };
    node.text(dct::TITLE, name);
    node.text(
        owl::VERSION_INFO,
        schema.version.as_deref().unwrap_or_default(),
    );
    let link = node.link();
    let is_new = address.is_none_or(|address| graph.is_new(address.as_str()));
    if is_new {
        graph.put(node);
    }
    Some(link)
}
