//! A distribution as a file or a service of its dataset.

use oxrdf::{NamedNode, NamedNodeRef};
use serde_json::Value as Json;
use vitrail_domain::dataset::Schema;
use vitrail_domain::resource::Checksum;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::resource_type::ResourceType;
use vitrail_domain::{Extras, Resource};

use super::behind;
use super::date::instant;
use super::graph::{Subject, Value};
use super::notes::Notes;
use super::own;
use super::page::{Links, Options};
use super::rights::{Terms, keep_terms, one_licence, terms};
use super::source::Kept;
use super::terms::{SERVICE_PROTOCOL, TYPE};
use super::words::{address_of, best, is_of_a_list, line, prose, text_of};
use crate::distribution::licence_address;
use crate::lists;
use crate::terms::{dcat, dcatap, dct, owl, spdx};

/// Puts a fact under `extras.dcat`.
pub fn extra(extras: &mut Extras, key: &str, value: Json) {
    let dcat = extras
        .entry("dcat")
        .or_insert_with(|| Json::Object(Extras::new()));
    if let Json::Object(dcat) = dcat {
        dcat.insert(key.to_owned(), value);
    }
}

/// A distribution, or a document that is part of the data; none without an address.
pub fn resource<'g>(
    links: &Links,
    (node, dataset): (Subject<'g>, Subject<'g>),
    is_part: bool,
    notes: &mut Notes<'g>,
    options: &Options,
) -> Result<(Resource, Terms), &'static str> {
    let language = options.language.as_str();
    let mut kept = Kept::default();
    let url = if is_part {
        node.iri()
            .map(str::to_owned)
            .ok_or("A part without an address")?
    } else {
        url(node, notes, &mut kept).ok_or("A distribution without an address")?
    };
    notes.met(node, &url);
    let services = node.values(dcat::ACCESS_SERVICE);
    let format = format(node, &services, notes, &mut kept, language);
    let titles = node.values(dct::TITLE);
    let title = best(&titles, language).map(line);
    let title = title.unwrap_or_else(|| title_of(&url, &format, language));
    kept.keep(dct::TITLE, &titles, &[&title]);
    let descriptions = node.values(dct::DESCRIPTION);
    let description = best(&descriptions, language).map(prose);
    kept.keep(
        dct::DESCRIPTION,
        &descriptions,
        description
            .as_slice()
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice(),
    );
    let known = known_type(node, notes, &mut kept);
    let kind = match (known, services.as_slice()) {
        (Some(known), _) => known,
        (None, _) if is_part => ResourceType::Other,
        (None, []) => ResourceType::Main,
        (None, _) => ResourceType::Api,
    };
    one_licence(links, node, notes, language);
    let licences: Vec<Value<'g>> = node.peek(dct::LICENSE).collect();
    let mut addresses = licences.iter().copied().filter_map(address_of);
    let known = addresses.find_map(|text| licence_address(links.meaning(text).licence?));
    kept.keep(dct::LICENSE, &licences, known.as_slice());
    let terms = terms(node, notes, language);
    let mut extras = Extras::new();
    keep_terms(&mut extras, &terms);
    let mut resource = Resource {
        title,
        description: description.filter(|text| !text.is_empty()),
        r#type: kind.code().to_owned(),
        url,
        format,
        mime: mime(node, &mut kept, notes, language),
        filesize: size(node, notes),
        checksum: checksum(node, notes),
        schema: schema(node, notes, language),
        extras,
        ..Resource::default()
    };
    let mut harvest = Extras::new();
    if let Some(uri) = node.iri() {
        harvest.insert("uri".to_owned(), uri.into());
    }
    if let Some(identifier) = one_text(node, dct::IDENTIFIER, notes) {
        harvest.insert("dct_identifier".to_owned(), identifier.into());
    }
    dates(
        node,
        notes,
        &mut harvest,
        &[(dct::ISSUED, "issued_at"), (dct::MODIFIED, "modified_at")],
    );
    for property in [dcatap::APPLICABLE_LEGISLATION, dcatap::HVD_CATEGORY] {
        kept.keep(property, &node.peek(property).collect::<Vec<_>>(), &[]);
        behind::said_by(node, &[dataset], [property]);
    }
    kept.into_facts(&mut harvest);
    resource.harvest = Some(harvest);
    own::facts(node, &own::FILE, &mut resource, notes);
    behind::services(links, services, (node, dataset), &mut resource, notes);
    Ok((resource, terms))
}

/// What a file is for, by the concept that says it.
fn known_type<'g>(
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    kept: &mut Kept,
) -> Option<ResourceType> {
    let values = node.values(TYPE);
    let mut found = None;
    for value in &values {
        match (address_of(*value).and_then(own::type_of), found) {
            (Some(known), None) => found = Some(known),
            (Some(_), Some(_)) => notes.lose(node, TYPE, *value, "One type of file is kept"),
            (None, _) => notes.lose(node, TYPE, *value, "No type of file that is known here"),
        }
    }
    let said = found.map(own::type_name);
    let said: Vec<&str> = said.iter().map(NamedNode::as_str).collect();
    kept.keep(TYPE, &values, &said);
    found
}

/// Where the file is: to download rather than to look at.
fn url<'g>(node: Subject<'g>, notes: &mut Notes<'g>, kept: &mut Kept) -> Option<String> {
    let first = |property| {
        let values: Vec<Value<'_>> = node.peek(property).collect();
        let found = values.iter().find_map(|value| address_of(*value))?;
        Some((values.clone(), found))
    };
    let download = first(dcat::DOWNLOAD_URL);
    let access = first(dcat::ACCESS_URL);
    let (property, (values, found)) = match (download, access) {
        (Some(download), access) => {
            if let Some((others, _)) = access {
                // Kept word for word: the portal gives an address of its own here.
                kept.keep(dcat::ACCESS_URL, &others, &[download.1]);
                node.values(dcat::ACCESS_URL);
            }
            (dcat::DOWNLOAD_URL, download)
        }
        (None, Some(access)) => {
            kept.keep(dcat::ACCESS_URL, &access.0, &[]);
            (dcat::ACCESS_URL, access)
        }
        (None, None) => return None,
    };
    node.values(property);
    let rest = values
        .into_iter()
        .filter(|value| address_of(*value) != Some(found));
    notes.lose_rest(node, property, rest, "A file has one address here");
    Some(found.to_owned())
}

fn title_of(url: &str, format: &str, language: &str) -> String {
    let last = url.rsplit('/').next().unwrap_or_default();
    if last.contains('.') && !last.contains('?') && url.matches('/').count() > 2 {
        return last.to_owned();
    }
    match (language, format.is_empty()) {
        ("en", false) => format!("{format} resource"),
        ("en", true) => "Nameless resource".to_owned(),
        (_, false) => format!("Ressource {format}"),
        (_, true) => "Ressource sans nom".to_owned(),
    }
}

/// The services of the Open Geospatial Consortium, as formats.
const OGC: [&str; 7] = ["wmts", "wms", "wfs", "wcs", "csw", "wps", "sos"];

/// The service that a protocol or a standard names.
pub fn ogc(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let is_ogc = lower.contains("opengeospatial")
        || lower.contains("opengis")
        || lower.contains("ogc")
        || lower.len() <= 5;
    is_ogc.then_some(())?;
    OGC.into_iter().find(|known| lower.contains(known))
}

fn format<'g>(
    node: Subject<'g>,
    services: &[Value<'g>],
    notes: &mut Notes<'g>,
    kept: &mut Kept,
    language: &str,
) -> String {
    let values = node.values(dct::FORMAT);
    let of_service = services.iter().find_map(|service| {
        let Value::Node(service) = service else {
            return None;
        };
        let mut said = service
            .peek(SERVICE_PROTOCOL)
            .chain(service.peek(dct::CONFORMS_TO));
        said.find_map(|value| ogc(address_of(value)?))
    });
    let mut texts = values.iter().filter_map(|value| {
        let address = address_of(*value).unwrap_or_default();
        if let Some(format) = lists::format_of(address) {
            return Some(format);
        }
        if let Some((_, media_type)) = address.split_once("/media-types/") {
            return Some(media_type.rsplit('/').next()?.to_lowercase());
        }
        let text = text_of(*value, language)?;
        let text = if text.contains("://") {
            text.trim_end_matches('/').rsplit(['/', '#']).next()?
        } else {
            text
        };
        Some(text.trim().to_lowercase())
    });
    let found = of_service.map(str::to_owned).or_else(|| texts.next());
    let format = found.unwrap_or_default();
    let european = lists::file_type(&format).and_then(|known| known.code);
    let european = european.map(|code| lists::authority("file-type", code));
    let said = european
        .as_ref()
        .map_or(format.as_str(), |known| known.as_str());
    kept.keep(dct::FORMAT, &values, &[said]);
    for value in &values {
        // A term of a list is described by that list.
        if let Value::Node(term) = value
            && !term.iri().is_some_and(is_of_a_list)
        {
            notes.met(*term, node.name());
        }
    }
    if values.len() > 1 {
        notes.lose_rest(
            node,
            dct::FORMAT,
            values.into_iter().skip(1),
            "One format is kept",
        );
    }
    format
}

fn mime<'g>(
    node: Subject<'g>,
    kept: &mut Kept,
    notes: &mut Notes<'g>,
    language: &str,
) -> Option<String> {
    let values = node.values(dcat::MEDIA_TYPE);
    let value = *values.first()?;
    let address = address_of(value).unwrap_or_default();
    let text = match address.split_once("/media-types/") {
        Some((_, media_type)) => media_type.trim_end_matches('/'),
        None => text_of(value, language)?,
    };
    let said = lists::media_type(text);
    kept.keep(
        dcat::MEDIA_TYPE,
        &values,
        &[said.as_ref().map_or(text, |known| known.as_str())],
    );
    let rest = values.iter().copied().skip(1);
    notes.lose_rest(node, dcat::MEDIA_TYPE, rest, "One media type is kept");
    Some(text.to_owned())
}

fn size<'g>(node: Subject<'g>, notes: &mut Notes<'g>) -> Option<i64> {
    let mut kept = None;
    for value in node.values(dcat::BYTE_SIZE) {
        let number = match value {
            Value::Text(text) => text.value.trim().parse::<f64>().ok(),
            Value::Node(_) => None,
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked on the line before"
        )]
        let found = number
            .filter(|number| (0.0..=9e15).contains(number))
            .map(|number| number as i64);
        match (found, kept) {
            (Some(found), None) => kept = Some(found),
            (Some(_), Some(_)) => notes.lose(node, dcat::BYTE_SIZE, value, "One size is kept"),
            (None, _) => notes.lose(node, dcat::BYTE_SIZE, value, "This is no number of bytes"),
        }
    }
    kept
}

fn checksum<'g>(node: Subject<'g>, notes: &mut Notes<'g>) -> Option<Checksum> {
    let mut kept = None;
    for value in node.values(spdx::CHECKSUM) {
        let found = match value {
            Value::Node(sum) => sum_of(sum).inspect(|_| notes.met(sum, node.name())),
            Value::Text(_) => None,
        };
        match found {
            Some(found) if kept.is_none() => kept = Some(found),
            Some(_) => notes.lose(node, spdx::CHECKSUM, value, "One checksum is kept"),
            None => notes.lose(
                node,
                spdx::CHECKSUM,
                value,
                "Only md5, sha1 and sha256 are kept, with a value",
            ),
        }
    }
    kept
}

fn sum_of(sum: Subject<'_>) -> Option<Checksum> {
    let algorithm = sum.peek(spdx::ALGORITHM).find_map(address_of)?;
    let name = algorithm.rsplit(['_', '/', '#']).next()?.to_lowercase();
    let kind = match name.replace('-', "").as_str() {
        "md5" => "md5",
        "sha1" => "sha1",
        "sha256" => "sha256",
        _ => return None,
    };
    let value = sum.peek(spdx::CHECKSUM_VALUE).find_map(address_of)?;
    sum.values(spdx::ALGORITHM);
    sum.values(spdx::CHECKSUM_VALUE);
    Some(Checksum {
        r#type: kind.to_owned(),
        value: value.to_owned(),
    })
}

/// The schema that data follow: by its address, by the address of its type, or by a name of the catalogue of schemas.
pub fn schema<'g>(node: Subject<'g>, notes: &mut Notes<'g>, language: &str) -> Option<Schema> {
    let mut kept = None;
    for value in node.values(dct::CONFORMS_TO) {
        if kept.is_some() {
            notes.lose(node, dct::CONFORMS_TO, value, "One schema is kept");
            continue;
        }
        kept = match value {
            Value::Text(text) => super::agent::web(&text.value).map(|url| Schema {
                url: Some(url),
                ..Schema::default()
            }),
            Value::Node(standard) => standard_of(standard, notes, node, language),
        };
        if kept.is_none() {
            notes.lose(node, dct::CONFORMS_TO, value, "A schema needs an address");
        }
    }
    kept
}

fn standard_of<'g>(
    standard: Subject<'g>,
    notes: &mut Notes<'g>,
    owner: Subject<'g>,
    language: &str,
) -> Option<Schema> {
    let titles: Vec<Value<'_>> = standard.peek(dct::TITLE).collect();
    let title = best(&titles, language).map(|text| text.value.trim().to_owned());
    let by_type = || {
        standard
            .peek(TYPE)
            .find_map(|kind| super::agent::web(address_of(kind)?))
    };
    // A node without an address of its own says it as an identifier, else by what it is.
    let by_identifier = || {
        let mut said = standard.peek(dct::IDENTIFIER).filter_map(address_of);
        let found = said.find_map(super::agent::web);
        if found.is_some() {
            standard.values(dct::IDENTIFIER);
        }
        found
    };
    let url = standard.iri().and_then(super::agent::web);
    let url = url.or_else(by_identifier).or_else(by_type);
    let is_name = |title: &String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        title.contains('/') && title.chars().all(plain)
    };
    if url.is_none() && !title.as_ref().is_some_and(is_name) {
        return None;
    }
    notes.met(standard, owner.name());
    for property in [dct::TITLE, TYPE, owl::VERSION_INFO] {
        standard.values(property);
    }
    let version = title.as_ref().filter(|title| is_name(title)).and_then(|_| {
        let mut said = standard.peek(owl::VERSION_INFO);
        said.find_map(address_of).map(str::to_owned)
    });
    Some(Schema {
        name: title,
        version,
        url,
    })
}

/// The only text of a property; others are lost.
pub fn one_text<'g>(
    node: Subject<'g>,
    property: NamedNodeRef<'static>,
    notes: &mut Notes<'g>,
) -> Option<String> {
    let values = node.values(property);
    let found = values.iter().find_map(|value| address_of(*value))?;
    let rest = values
        .iter()
        .copied()
        .filter(|value| address_of(*value) != Some(found));
    notes.lose_rest(node, property, rest, "One value is kept");
    Some(found.to_owned())
}

/// Dates of the source among harvest facts.
pub fn dates<'g>(
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    harvest: &mut Extras,
    wanted: &[(NamedNodeRef<'static>, &str)],
) {
    for (property, key) in wanted {
        for value in node.values(*property) {
            let Some(at) = address_of(value).and_then(instant) else {
                notes.lose(node, *property, value, "This is no date");
                continue;
            };
            if harvest.contains_key(*key) {
                notes.lose(node, *property, value, "One date is kept");
            } else {
                harvest.insert((*key).to_owned(), at.to_string().into());
            }
        }
    }
}
