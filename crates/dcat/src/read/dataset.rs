//! A dataset, or a series of datasets, as its source describes it.

use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdf;
use serde_json::Value as Json;
use vitrail_domain::harvest::HarvestedDataset;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::{Dataset, Extras, Resource};

use super::bounds::{FILES, MOST_FILES};
use super::distribution::{dates, extra, one_text, resource, schema};
use super::graph::{Subject, Value};
use super::notes::Notes;
use super::page::{Links, Options, identifier, name_of};
use super::rights::{self, Terms};
use super::source::Kept;
use super::terms::{
    DISTRIBUTIONS, HAS_PART, IN_SERIES, IS_PART_OF, IS_PRIMARY_TOPIC_OF, MEASURED, MEASUREMENT_OF,
    QUALITY, SERIES,
};
use super::words::{address_of, best, line, prose, text_of, told};
use super::{agent, behind, frequency, own, period, place, tags};
use crate::dataset::IS_SERIES;
use crate::lists;
use crate::terms::{adms, dcat, dct, foaf, owl, skos};

/// Reads a dataset.
pub fn dataset(links: &Links, node: Subject<'_>, options: &Options) -> HarvestedDataset {
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
    let mut dataset = Dataset::default();
    names(node, &mut dataset, &mut kept, language);
    let lacks_title = dataset.title.is_empty();
    dataset.acronym = tags::acronym(node, &mut notes, language);
    dataset.frequency = how_often(node, &mut notes, &mut kept, language);
    dataset.temporal_coverage = period::temporal(node, &mut notes);
    dataset.spatial = place::spatial(node, &mut notes);
    dataset.schema = schema(node, &mut notes, language);
    dataset.tags = tags::tags(node, &mut notes, &mut kept, language);
    said_by_the_source(node, &mut dataset.extras, &mut notes, language);
    let (resources, of_files) = files(links, node, &mut notes, options);
    let skipped = if lacks_title {
        Some("missing title on dataset")
    } else {
        (resources.len() >= MOST_FILES).then_some(FILES)
    };
    let told = (&mut kept, &mut notes);
    rights::of_dataset(links, node, &mut dataset, &of_files, told, language);
    let contacts = agent::contacts(node, &mut notes, language);
    let series = series(links, node);
    dataset.harvest = Some(facts(links, node, &mut notes, kept, options));
    own::facts(node, &own::DATASET, &mut dataset, &mut notes);
    HarvestedDataset {
        remote_id,
        name: None,
        dataset,
        resources,
        contacts,
        series,
        skipped: skipped.map(str::to_owned),
        lost: notes.close(),
    }
}

fn names(node: Subject<'_>, dataset: &mut Dataset, kept: &mut Kept, language: &str) {
    let titles = node.values(dct::TITLE);
    if let Some(title) = best(&titles, language) {
        dataset.title = line(title);
    }
    kept.keep(dct::TITLE, &titles, &[&dataset.title]);
    let descriptions = node.values(dct::DESCRIPTION);
    if let Some(description) = best(&descriptions, language) {
        dataset.description = prose(description);
    }
    kept.keep(dct::DESCRIPTION, &descriptions, &[&dataset.description]);
    let abstracts = node.values(dct::ABSTRACT);
    let Some(short) = best(&abstracts, language) else {
        return;
    };
    if dataset.description.is_empty() {
        dataset.description = prose(short);
        kept.keep(dct::ABSTRACT, &abstracts, &[]);
        return;
    }
    // What says the same is no shorter.
    if prose(short) != dataset.description {
        dataset.description_short = Some(line(short));
    }
    let said = dataset.description_short.as_deref();
    kept.keep(dct::ABSTRACT, &abstracts, said.as_slice());
}

fn how_often<'g>(
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    kept: &mut Kept,
    language: &str,
) -> String {
    let values = node.values(dct::ACCRUAL_PERIODICITY);
    let mut found = None;
    for value in &values {
        let read = |text: &str| frequency::frequency(text);
        let said = address_of(*value).and_then(read);
        let said = said.or_else(|| text_of(*value, language).and_then(read));
        match (said, found) {
            (Some(said), None) => found = Some(said),
            (Some(_), Some(_)) => {
                notes.lose(
                    node,
                    dct::ACCRUAL_PERIODICITY,
                    *value,
                    "One frequency is kept",
                );
            }
            (None, _) => notes.lose(
                node,
                dct::ACCRUAL_PERIODICITY,
                *value,
                "No frequency that is known here",
            ),
        }
    }
    let uri = found.unwrap_or_default().eu_uri();
    kept.keep(dct::ACCRUAL_PERIODICITY, &values, &[&uri]);
    found.unwrap_or_default().code().to_owned()
}

/// What the portal keeps without understanding it, where udata keeps it too.
fn said_by_the_source<'g>(
    node: Subject<'g>,
    extras: &mut Extras,
    notes: &mut Notes<'g>,
    language: &str,
) {
    let mut texts = |property: NamedNodeRef<'static>| {
        let mut found: Vec<String> = Vec::new();
        for value in node.values(property) {
            if let Some(text) = told(value, language, notes)
                && !found.iter().any(|known| known == text)
            {
                found.push(text.to_owned());
            }
        }
        found
    };
    let provenance = texts(dct::PROVENANCE);
    if !provenance.is_empty() {
        extra(extras, "provenance", provenance.into());
    }
    let languages = texts(dct::LANGUAGE);
    for value in node.values(dct::LANGUAGE) {
        let text = text_of(value, language).unwrap_or_default();
        if lists::language(text).is_none() {
            notes.lose(node, dct::LANGUAGE, value, "No language that is known here");
        }
    }
    if !languages.is_empty() {
        extra(extras, "language", languages.into());
    }
    let version =
        one_text(node, dcat::VERSION, notes).or_else(|| one_text(node, owl::VERSION_INFO, notes));
    if let Some(version) = version {
        extra(extras, "version", version.into());
    }
    let others = other_identifiers(node, notes);
    if !others.is_empty() {
        extra(extras, crate::dataset::OTHER_IDENTIFIER, others.into());
    }
    if let Some(resolution) = resolution(node, notes) {
        extra(extras, "spatial_resolution", resolution.into());
    }
}

/// What it is called elsewhere: the notations of its `adms:Identifier`, or what stands in their place.
fn other_identifiers<'g>(node: Subject<'g>, notes: &mut Notes<'g>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in node.values(adms::IDENTIFIER) {
        let name = match value {
            Value::Text(text) => Some(&*text.value),
            Value::Node(other) => {
                // Who gives it that name has no place, and is told.
                notes.met(other, node.name());
                let notations = other.values(skos::NOTATION);
                let notation = notations.iter().copied().find_map(address_of);
                for value in notations {
                    let is_typed = matches!(value, Value::Text(text) if text.datatype.is_some());
                    if address_of(value) != notation {
                        notes.lose(other, skos::NOTATION, value, "One value is kept");
                    } else if is_typed {
                        notes.lose(
                            other,
                            skos::NOTATION,
                            value,
                            "The type of a notation is not kept",
                        );
                    }
                }
                notation.or_else(|| other.iri())
            }
        };
        if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty())
            && !found.iter().any(|known| known == name)
        {
            found.push(name.to_owned());
        }
    }
    found
}

/// How fine data are on the ground: the coarsest of what is said, in metres, else a scale.
fn resolution<'g>(node: Subject<'g>, notes: &mut Notes<'g>) -> Option<String> {
    let number = |text: &str| {
        text.trim()
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite() && *n > 0.0)
    };
    let mut distances: Vec<(f64, NamedNodeRef<'_>, Value<'g>)> = Vec::new();
    let mut scales: Vec<(f64, Value<'g>)> = Vec::new();
    for value in node.values(dcat::SPATIAL_RESOLUTION) {
        match address_of(value).and_then(number) {
            Some(found) => distances.push((found, dcat::SPATIAL_RESOLUTION, value)),
            None => notes.lose(
                node,
                dcat::SPATIAL_RESOLUTION,
                value,
                "This is no number of metres",
            ),
        }
    }
    for value in node.values(QUALITY) {
        let measure = match value {
            Value::Node(measurement) => measured(measurement),
            Value::Text(_) => None,
        };
        let found = measure.and_then(|(what, said)| Some((what, number(said)?)));
        match found {
            Some(("spatialResolutionAsDistance", found)) => {
                distances.push((found, QUALITY, value));
            }
            Some(("spatialResolutionAsScale", found)) => {
                // A scale is written as a fraction, 1/25000 as 4e-5, or as its denominator.
                let denominator = if found < 1.0 { found.recip() } else { found };
                scales.push((denominator.round(), value));
            }
            _ => notes.lose(
                node,
                QUALITY,
                value,
                "Only the resolution on the ground is kept",
            ),
        }
    }
    let metres = distances.iter().map(|told| told.0).reduce(f64::max);
    let scale = scales.iter().map(|told| told.0).reduce(f64::max);
    let scale = scale.filter(|_| metres.is_none());
    let why = "One resolution is kept: the coarsest, in metres where it can be";
    for (_, property, value) in distances.iter().filter(|told| Some(told.0) != metres) {
        notes.lose(node, *property, *value, why);
    }
    for (_, value) in scales.iter().filter(|told| Some(told.0) != scale) {
        notes.lose(node, QUALITY, *value, why);
    }
    let metres = metres.map(|metres| format!("{metres} m"));
    metres.or_else(|| scale.map(|scale| format!("1/{scale}")))
}

/// What a measurement is of, and its value.
fn measured(measurement: Subject<'_>) -> Option<(&str, &str)> {
    let what = measurement.peek(MEASUREMENT_OF).find_map(address_of)?;
    let what = what.rsplit(['/', '#']).next()?;
    let value = measurement.peek(MEASURED).find_map(address_of)?;
    Some((what, value))
}

/// The files and the parts of a dataset, with the terms of its distributions.
fn files<'g>(
    links: &Links,
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    options: &Options,
) -> (Vec<Resource>, Vec<Terms>) {
    let mut found = Vec::new();
    let mut of_files = Vec::new();
    for property in [dcat::DISTRIBUTION, DISTRIBUTIONS, HAS_PART] {
        for value in node.values(property) {
            let Value::Node(file) = value else {
                notes.lose(
                    node,
                    property,
                    value,
                    "A distribution is described, not named",
                );
                continue;
            };
            let is_part = property == HAS_PART;
            if is_part && (file.is(dcat::DATASET_CLASS) || file.is(SERIES)) {
                // A dataset of its own: one of a series is told that it belongs to it.
                if !node.is(SERIES) {
                    notes.lose(node, property, value, "Only a series has parts here");
                }
                continue;
            }
            if found.len() >= MOST_FILES {
                // A dataset that is not read whole is not read.
                return (found, of_files);
            }
            file.values(rdf::TYPE);
            if !is_part && behind::is_way_to_api(links, file, node) {
                continue;
            }
            match resource(links, (file, node), is_part, notes, options) {
                Ok((file, terms)) => {
                    found.push(file);
                    if !is_part {
                        of_files.push(terms);
                    }
                }
                Err(why) => notes.lose(node, property, value, why),
            }
        }
    }
    (found, of_files)
}

/// The series that a dataset belongs to, by what it says and by what they say.
fn series(links: &Links, node: Subject<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in node.values(IN_SERIES) {
        let name = match value {
            Value::Node(series) => name_of(series),
            Value::Text(text) => text.value.trim().to_owned(),
        };
        found.push(name);
    }
    found.extend(collections(node));
    found.extend(links.wholes_of(node).map(|whole| name_of(whole)));
    // None belongs to itself.
    let own = (identifier(node), node.iri().unwrap_or_default());
    found.retain(|name| !name.is_empty() && *name != own.0 && name != own.1);
    let mut seen = std::collections::HashSet::new();
    found.retain(|name| seen.insert(name.clone()));
    found
}

/// The series that a dataset says it is a part of; DCAT-US names a collection by its identifier.
fn collections(node: Subject<'_>) -> Vec<String> {
    let is_series = |value: &Value<'_>| match value {
        Value::Node(whole) => whole.is(SERIES),
        Value::Text(_) => true,
    };
    if !node.peek(IS_PART_OF).all(|value| is_series(&value)) {
        return Vec::new();
    }
    let name = |value| match value {
        Value::Node(whole) => name_of(whole),
        Value::Text(text) => text.value.trim().to_owned(),
    };
    node.values(IS_PART_OF).into_iter().map(name).collect()
}

/// What the source says of itself.
fn facts<'g>(
    links: &Links,
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    kept: Kept,
    options: &Options,
) -> Extras {
    let mut facts = Extras::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            facts.insert(key.to_owned(), Json::String(value));
        }
    };
    put("uri", node.iri().map(str::to_owned));
    put("dct_identifier", one_text(node, dct::IDENTIFIER, notes));
    put("remote_url", remote_url(links, node, notes, options));
    dates(
        node,
        notes,
        &mut facts,
        &[
            (dct::CREATED, "created_at"),
            (dct::ISSUED, "issued_at"),
            (dct::MODIFIED, "modified_at"),
        ],
    );
    kept.into_facts(&mut facts);
    if node.is(SERIES) {
        facts.insert(IS_SERIES.to_owned(), Json::Bool(true));
    }
    facts
}

/// The page of an object at its source: under a prefix that the source was given, its landing page, its own address.
pub fn remote_url<'g>(
    links: &Links,
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    options: &Options,
) -> Option<String> {
    let record = links.record_of(node);
    for value in node.values(IS_PRIMARY_TOPIC_OF) {
        let why = "The record of the catalogue is not kept, only what it is about";
        notes.lose(node, IS_PRIMARY_TOPIC_OF, value, why);
    }
    let landing = node.values(dcat::LANDING_PAGE);
    let pages: Vec<(Value<'g>, Option<String>)> = landing
        .into_iter()
        .map(|value| (value, address_of(value).and_then(agent::web)))
        .collect();
    let kept = pages.iter().find_map(|(_, url)| url.clone());
    for (value, url) in &pages {
        if url.is_none() || *url != kept {
            let why = if url.is_none() {
                "This is no address of the web"
            } else {
                "One page is kept"
            };
            notes.lose(node, dcat::LANDING_PAGE, *value, why);
        }
    }
    if let (Some(prefix), Some(record)) = (&options.remote_url_prefix, record) {
        let identifier = record.peek(dct::IDENTIFIER).find_map(address_of);
        if let Some(identifier) = identifier {
            let bare = identifier.strip_prefix("urn:uuid:").unwrap_or(identifier);
            return Some(format!("{}/{bare}", prefix.trim_end_matches('/')));
        }
    }
    if let Some(home) = kept {
        return Some(home);
    }
    let home = node
        .peek(foaf::HOMEPAGE)
        .find_map(|value| agent::web(address_of(value)?));
    if home.is_some() {
        node.values(foaf::HOMEPAGE);
    }
    home.or_else(|| node.iri().and_then(agent::web))
}
