//! A record of ISO 19139 (or of its successor, ISO 19115-3) as GeoDCAT-AP 2.0 understands it: a dataset, a series or a
//! service. Names are compared without their prefixes, because the two standards differ by little else.

mod distribution;
mod document;
mod facts;
mod keyword;
mod language;
mod party;
mod place;
mod rights;
mod service;
mod unread;

use serde_json::Value;
use vitrail_domain::harvest::{Harvested, HarvestedDataset, Lost};
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::{Dataset, Extras};

use self::keyword::tags;
use crate::said;
use crate::xml::Element;

/// What a record is about.
pub struct Record<'r> {
    pub root: &'r Element,
    /// What it says of the data or of the service.
    pub about: &'r Element,
    /// The identifier of the record, where that of the data is another.
    pub file: Option<String>,
    pub lost: Vec<Lost>,
    pub id: String,
}

impl Record<'_> {
    pub fn lose(&mut self, property: &str, value: &str, reason: &str) {
        let subject = self.id.clone();
        self.lost.push(Lost::new(subject, property, value, reason));
    }
}

/// Reads one `MD_Metadata`; pages of the catalogue begin with the prefix.
pub fn read(root: &Element, prefix: Option<&str>) -> Harvested {
    let root = &*language::in_french(root);
    let mut harvested = Harvested::default();
    let file = root.first("fileIdentifier").and_then(words);
    let file = file.or_else(|| words(root.first("metadataIdentifier/MD_Identifier/code")?));
    let Some(about) = root.first("identificationInfo/*") else {
        let name = file.unwrap_or_default();
        let reason = "a record that identifies nothing";
        harvested
            .lost
            .push(Lost::new(name, "gmd:identificationInfo", "", reason));
        return harvested;
    };
    let id = identifier(about).or_else(|| file.clone());
    let mut record = Record {
        root,
        about,
        file,
        lost: Vec::new(),
        id: id.unwrap_or_default(),
    };
    if about.local() == "SV_ServiceIdentification" {
        let service = service::dataservice(&mut record, prefix);
        harvested.dataservices.push(service);
    } else {
        let dataset = dataset(&mut record, prefix);
        harvested.datasets.push(dataset);
    }
    harvested
}

/// What an element says: its first text, in the language of the record rather than in a translation.
pub fn words(element: &Element) -> Option<String> {
    let own = element
        .elements()
        .filter(|inner| inner.local() != "PT_FreeText")
        .map(Element::text)
        .find(|text| !text.is_empty());
    let own = own.or_else(|| {
        let translated = element.deep("LocalisedCharacterString");
        let texts = translated.into_iter().map(Element::text);
        texts.into_iter().find(|text| !text.is_empty())
    });
    let own = own.unwrap_or_else(|| match element.elements().next() {
        None => element.text(),
        Some(_) => String::new(),
    });
    said::words(&own)
}

/// What an element says in other languages: `{"eng": "Roads"}`, by the codes that the record gives to them.
fn translations(record: &Record<'_>, element: &Element) -> Extras {
    let mut found = Extras::new();
    for text in element.deep("LocalisedCharacterString") {
        let Some(locale) = text.attribute("locale") else {
            continue;
        };
        let name = locale.trim_start_matches('#');
        let declared = record.root.deep("PT_Locale").into_iter();
        let mut declared = declared.filter(|locale| locale.attribute("id") == Some(name));
        let language = declared.next().and_then(language_of);
        if let Some(words) = said::words(&text.text()) {
            found.insert(
                language.unwrap_or_else(|| name.to_lowercase()),
                words.into(),
            );
        }
    }
    found
}

/// The address that an element names, in an `Anchor` or as its own link.
pub fn link(element: &Element) -> Option<&str> {
    let anchor = element.elements().find_map(|inner| inner.attribute("href"));
    anchor.or_else(|| element.attribute("href"))
}

/// The code of a list of codes.
pub fn code(element: &Element) -> Option<String> {
    let inner = element.elements().next().unwrap_or(element);
    let told = inner.attribute("codeListValue").map(str::to_owned);
    told.or_else(|| said::words(&inner.text()))
}

/// All the texts of a path.
pub fn texts(element: &Element, path: &str) -> Vec<String> {
    element.all(path).into_iter().filter_map(words).collect()
}

/// The identifier of the data: its space and its code; the first that says something.
fn identifier(about: &Element) -> Option<String> {
    let mut told = about.all("citation/*/identifier/*").into_iter();
    told.find_map(identified)
}

/// An `MD_Identifier` or an `RS_Identifier` in one text.
pub fn identified(identifier: &Element) -> Option<String> {
    let code = identifier.first("code")?;
    let code = link(code).map(str::to_owned).or_else(|| words(code))?;
    if code.contains("://") {
        return Some(code);
    }
    let space = identifier.first("codeSpace").and_then(words);
    Some(match space {
        Some(space) if !code.starts_with(&space) => {
            let between = if space.ends_with(['/', '#', ':']) {
                ""
            } else {
                "/"
            };
            format!("{space}{between}{code}")
        }
        _ => code,
    })
}

/// What datasets and services say alike.
struct Common {
    title: String,
    acronym: Option<String>,
    description: String,
    tags: Vec<String>,
    extras: Extras,
    harvest: Option<Extras>,
}

fn common(record: &mut Record<'_>, prefix: Option<&str>) -> Common {
    let about = record.about;
    let title = about.first("citation/*/title").and_then(words);
    let description = about.first("abstract").and_then(words);
    let mut extras = Extras::new();
    for (key, path) in [
        ("purpose", "purpose"),
        ("credit", "credit"),
        ("supplemental_information", "supplementalInformation"),
        ("environment", "environmentDescription"),
        ("edition", "citation/*/edition"),
        ("other_citation_details", "citation/*/otherCitationDetails"),
    ] {
        let told = texts(about, path);
        if !told.is_empty() {
            put(&mut extras, "iso", key, told.join("\n\n").into());
        }
    }
    for (key, path) in [
        ("status", "status"),
        ("spatial_representation", "spatialRepresentationType"),
        ("topic_category", "topicCategory"),
    ] {
        let told: Vec<Value> = about
            .all(path)
            .into_iter()
            .filter_map(code)
            .map(Value::from)
            .collect();
        if !told.is_empty() {
            put(&mut extras, "iso", key, told.into());
        }
    }
    let mut languages: Vec<String> = Vec::new();
    let told = about.all("language|defaultLocale");
    for language in told.into_iter().filter_map(language_of) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    if !languages.is_empty() {
        put(&mut extras, "dcat", "language", languages.into());
    }
    for (key, path) in [("title", "citation/*/title"), ("description", "abstract")] {
        let told = about.first(path).map(|said| translations(record, said));
        if let Some(told) = told.filter(|told| !told.is_empty()) {
            put(
                &mut extras,
                "iso",
                &format!("{key}_translations"),
                told.into(),
            );
        }
    }
    of_record(record, &mut extras);
    document::facts(record, &mut extras);
    let titles = texts(about, "citation/*/alternateTitle");
    let acronym = alternate(record, title.as_deref(), &titles);
    let (tags, keywords) = tags(record);
    let mut harvest = facts::facts(record, prefix);
    keywords.keep(&tags, &mut harvest);
    let text = description.unwrap_or_default();
    let description = said::prose(&text);
    if !text.is_empty() {
        said::keep_words(&mut harvest, "dct:description", &[&text], &[&description]);
    }
    Common {
        title: title.unwrap_or_default(),
        acronym,
        description,
        tags,
        extras,
        harvest,
    }
}

/// A short other title is an acronym; one that says the same says nothing.
fn alternate(record: &mut Record<'_>, title: Option<&str>, titles: &[String]) -> Option<String> {
    let mut acronym = None;
    for other in titles {
        if Some(other.as_str()) == title {
            continue;
        }
        let short = other.chars().count() <= vitrail_domain::dataset::ACRONYM_MAX;
        if short && acronym.is_none() {
            acronym = Some(other.clone());
        } else {
            record.lose(
                "gmd:alternateTitle",
                other,
                "one other title is kept, if it is short",
            );
        }
    }
    acronym
}

fn language_of(element: &Element) -> Option<String> {
    let code = element.deep("LanguageCode").into_iter().next();
    code.and_then(|code| code.attribute("codeListValue").map(str::to_owned))
        .or_else(|| words(element))
}

/// What is said of the record itself, of its systems of coordinates and of its conformity.
fn of_record(record: &Record<'_>, extras: &mut Extras) {
    let root = record.root;
    let stamp = root.first("dateStamp").and_then(words);
    let stamp = stamp.or_else(|| words(root.first("dateInfo/CI_Date/date")?));
    if let Some(stamp) = stamp {
        put(extras, "iso", "metadata_date", stamp.into());
    }
    if let Some(file) = record.file.as_ref().filter(|file| **file != record.id) {
        put(extras, "iso", "metadata_identifier", file.clone().into());
    }
    let contacts = party::of_record(record);
    if !contacts.is_empty() {
        put(extras, "iso", "metadata_contact", contacts.into());
    }
    let systems: Vec<Value> = root
        .all("referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/*")
        .into_iter()
        .filter_map(|system| {
            let address = system.first("code").and_then(link);
            let Some(address) = address else {
                return identified(system);
            };
            // The address says again whose code it is.
            system.first("codeSpace").and_then(words);
            Some(address.to_owned())
        })
        .map(Value::from)
        .collect();
    if !systems.is_empty() {
        put(extras, "iso", "reference_system", systems.into());
    }
    let conforms: Vec<Value> = root
        .deep("DQ_ConformanceResult")
        .into_iter()
        .filter_map(|result| {
            let name = result.first("specification/*/title")?;
            let title = words(name).or_else(|| link(name).map(str::to_owned))?;
            let pass = result.first("pass").and_then(words);
            Some(serde_json::json!({"specification": title, "pass": pass}))
        })
        .collect();
    if !conforms.is_empty() {
        put(extras, "iso", "conformity", conforms.into());
    }
    let lineage: Vec<Value> = root
        .deep("LI_Lineage")
        .into_iter()
        .flat_map(|lineage| texts(lineage, "statement"))
        .map(Value::from)
        .collect();
    if !lineage.is_empty() {
        put(extras, "dcat", "provenance", lineage.into());
    }
}

/// Puts a fact among those of one origin: `extras.dcat.provenance`.
pub fn put(extras: &mut Extras, origin: &str, key: &str, value: Value) {
    let facts = extras
        .entry(origin)
        .or_insert_with(|| Value::Object(Extras::new()));
    if let Some(facts) = facts.as_object_mut() {
        facts.insert(key.to_owned(), value);
    }
}

fn dataset(record: &mut Record<'_>, prefix: Option<&str>) -> HarvestedDataset {
    let about = record.about;
    let common = common(record, prefix);
    let mut read = HarvestedDataset {
        remote_id: record.id.clone(),
        contacts: party::contacts(record),
        series: series(record),
        dataset: Dataset {
            title: common.title,
            acronym: common.acronym,
            description: common.description,
            tags: common.tags,
            extras: common.extras,
            harvest: common.harvest,
            ..Dataset::default()
        },
        ..HarvestedDataset::default()
    };
    if read.dataset.title.is_empty() {
        read.skipped = Some("missing title on dataset".to_owned());
    }
    let dataset = &mut read.dataset;
    for told in about.all("resourceMaintenance/*/maintenanceAndUpdateFrequency") {
        let Some(told) = code(told) else { continue };
        match said::frequency(&told) {
            Some(known) => {
                known.code().clone_into(&mut dataset.frequency);
                let harvest = &mut dataset.harvest;
                said::keep_terms(harvest, "dct:accrualPeriodicity", &[&told]);
            }
            None => record.lose(
                "gmd:maintenanceAndUpdateFrequency",
                &told,
                "a frequency that is not known",
            ),
        }
    }
    place::place(record, dataset);
    rights::of_dataset(record, dataset);
    let root = record.root;
    let kind = root.first("hierarchyLevel");
    let kind = kind.or_else(|| root.first("metadataScope/*/resourceScope"));
    if let Some(kind) = kind.and_then(code).filter(|kind| kind != "dataset") {
        if kind == "series" {
            let facts = dataset.harvest.get_or_insert_default();
            facts.insert(vitrail_dcat::read::IS_SERIES.to_owned(), true.into());
        }
        put(&mut dataset.extras, "iso", "hierarchy_level", kind.into());
    }
    related(record, &mut dataset.extras);
    read.resources = distribution::resources(record);
    unread::tell(record);
    read.lost = std::mem::take(&mut record.lost);
    read
}

/// What it is a part of: the record above, and the larger works.
fn series(record: &Record<'_>) -> Vec<String> {
    let parent = record.root.first("parentIdentifier").and_then(words);
    let parent = parent.or_else(|| {
        let code = record.root.first("parentMetadata/*/identifier/*");
        code.and_then(identified)
    });
    // Some only point at it.
    let parent = parent.or_else(|| {
        let pointed = record.root.first("parentMetadata")?;
        let named = ["uuidref", "title"].into_iter();
        let mut named = named.filter_map(|name| pointed.attribute(name));
        named.find_map(said::words)
    });
    let mut series: Vec<String> = parent.into_iter().collect();
    for (kind, id) in relations(record) {
        let whole = matches!(
            kind.as_str(),
            "largerWorkCitation" | "series" | "largerWork"
        );
        if whole && !series.contains(&id) {
            series.push(id);
        }
    }
    series
}

fn related(record: &Record<'_>, extras: &mut Extras) {
    let others: Vec<Value> = relations(record)
        .into_iter()
        .filter(|(kind, _)| {
            !matches!(
                kind.as_str(),
                "largerWorkCitation" | "series" | "largerWork"
            )
        })
        .map(|(kind, id)| serde_json::json!({"association": kind, "identifier": id}))
        .collect();
    if !others.is_empty() {
        put(extras, "iso", "related", others.into());
    }
}

/// The other resources that a record names, and how it is tied to each.
fn relations(record: &Record<'_>) -> Vec<(String, String)> {
    let told = record
        .about
        .all("aggregationInfo|associatedResource/MD_AggregateInformation|MD_AssociatedResource");
    told.into_iter()
        .filter_map(|relation| {
            let id = relation
                .first("aggregateDataSetIdentifier/*")
                .or_else(|| relation.first("aggregateDataSetName|name/*/identifier/*"))
                .and_then(identified)?;
            let kind = relation.first("associationType").and_then(code);
            Some((kind.unwrap_or_default(), id))
        })
        .collect()
}
