//! Facts for which the vocabularies of others have no word, said in words of this program (`urn:vitrail:`): one table for
//! each sort of objects, which the writer says and the reader takes in again. Who does not know these words passes over
//! them, and what others have a word for is said in theirs.

use std::borrow::Cow;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Term};
use vitrail_domain::dataset::{AccessAudience, DATA_MODIFIED};
use vitrail_domain::resource::{CHECKSUMS, Checksum};
use vitrail_domain::vocabulary::access::{self, AccessCondition, AccessType};
use vitrail_domain::vocabulary::resource_type::ResourceType;
use vitrail_domain::vocabulary::{Vocabulary, granularity};
use vitrail_domain::{Dataservice, Dataset, Resource, Timestamp, dataservice};

use crate::distribution::algorithm;
use crate::graph::{Graph, Node, Property};
use crate::iri::iri;
use crate::lists;
use crate::terms::{dct, skos, vitrail};

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    Text,
    /// An address on the web.
    Address,
    Instant,
    Number,
}

/// A fact of an object of one sort.
pub struct Fact<T: 'static> {
    pub property: Property,
    pub range: Range,
    /// What the object tells.
    told: for<'a> fn(&'a T) -> Vec<Cow<'a, str>>,
    /// Has the object tell a value; whether that means something.
    pub taken: fn(&mut T, &str) -> bool,
}

impl<T> Fact<T> {
    /// Whether an object has several values of it: those to whom data are open.
    pub fn is_of_many(&self) -> bool {
        [
            vitrail::ACCESS_OPEN_TO,
            vitrail::ACCESS_CONDITIONAL_FOR,
            vitrail::ACCESS_CLOSED_TO,
        ]
        .contains(&self.property)
    }
}

/// Facts of a dataset, beside those of its access.
pub static DATASET: [Fact<Dataset>; 3] = [
    Fact {
        property: vitrail::NEXT_UPDATE,
        range: Range::Instant,
        told: |dataset| date(dataset.frequency_date),
        taken: |dataset, text| put(&mut dataset.frequency_date, text.parse().ok()),
    },
    Fact {
        property: vitrail::DATA_MODIFIED,
        range: Range::Instant,
        told: |dataset| date(data_modified(dataset)),
        taken: |dataset, text| {
            let at = text.parse::<Timestamp>().ok();
            let facts = dataset.harvest.get_or_insert_default();
            at.map(|at| facts.insert(DATA_MODIFIED.to_owned(), at.to_string().into()))
                .is_some()
        },
    },
    Fact {
        property: vitrail::GRANULARITY,
        range: Range::Text,
        told: |dataset| {
            let place = dataset.spatial.as_ref();
            let fine = place.map(|place| place.granularity.as_str());
            one(fine.filter(|fine| *fine != "other"))
        },
        taken: |dataset, text| {
            let is_known = granularity::granularities().any(|(known, _)| known == text);
            if is_known {
                text.clone_into(&mut dataset.spatial.get_or_insert_default().granularity);
            }
            is_known
        },
    },
];

/// Facts of a dataservice, beside those of its access.
pub static SERVICE: [Fact<Dataservice>; 6] = [
    Fact {
        property: vitrail::RATE_LIMIT,
        range: Range::Text,
        told: |service| one(service.rate_limiting.as_deref()),
        taken: |service, text| put(&mut service.rate_limiting, Some(text.to_owned())),
    },
    Fact {
        property: vitrail::AVAILABILITY,
        range: Range::Number,
        told: |service| {
            let part = service.availability.map(|part| part.to_string());
            part.into_iter().map(Cow::Owned).collect()
        },
        taken: |service, text| {
            let part = text.parse().ok();
            let part = part.filter(|part| (0.0..=100.0).contains(part));
            put(&mut service.availability, part)
        },
    },
    Fact {
        property: vitrail::SERVICE_FORMAT,
        range: Range::Text,
        told: |service| one(service.format.as_deref()),
        taken: |service, text| {
            let known = dataservice::FORMATS
                .into_iter()
                .find(|known| *known == text);
            put(&mut service.format, known.map(str::to_owned))
        },
    },
    Fact {
        property: vitrail::RATE_LIMIT_PAGE,
        range: Range::Address,
        told: |service| one(service.rate_limiting_url.as_deref()),
        taken: |service, text| put(&mut service.rate_limiting_url, Some(text.to_owned())),
    },
    Fact {
        property: vitrail::AVAILABILITY_PAGE,
        range: Range::Address,
        told: |service| one(service.availability_url.as_deref()),
        taken: |service, text| put(&mut service.availability_url, Some(text.to_owned())),
    },
    // The first of two pages is technical; this one would be taken for it.
    Fact {
        property: vitrail::BUSINESS_PAGE,
        range: Range::Address,
        told: |service| {
            let is_first = service.technical_documentation_url.is_none();
            let page = service.business_documentation_url.as_deref();
            one(page.filter(|_| is_first))
        },
        taken: |service, text| {
            let technical = &mut service.technical_documentation_url;
            technical.take_if(|page| page == text);
            put(
                &mut service.business_documentation_url,
                Some(text.to_owned()),
            )
        },
    },
];

/// Facts of a file.
pub static FILE: [Fact<Resource>; 2] = [
    Fact {
        property: vitrail::PREVIEW,
        range: Range::Address,
        told: |file| one(file.preview_url.as_deref()),
        taken: |file, text| put(&mut file.preview_url, Some(text.to_owned())),
    },
    Fact {
        property: vitrail::CHECKSUM,
        range: Range::Text,
        told: |file| {
            // SPDX has no word for some.
            let sum = file
                .checksum
                .as_ref()
                .filter(|sum| algorithm(sum).is_none());
            let sum = sum.map(|sum| format!("{}:{}", sum.r#type, sum.value));
            sum.into_iter().map(Cow::Owned).collect()
        },
        taken: |file, text| {
            let sum = text.split_once(':').map(|(kind, value)| Checksum {
                r#type: kind.to_owned(),
                value: value.to_owned(),
            });
            let is_known =
                |sum: &Checksum| CHECKSUMS.contains(&sum.r#type.as_str()) && !sum.value.is_empty();
            put(&mut file.checksum, sum.filter(is_known))
        },
    },
];

/// On which conditions data are reached, of a dataset or of a dataservice.
#[derive(Clone, Debug, Default)]
pub struct Access {
    pub r#type: String,
    pub audiences: Vec<AccessAudience>,
    pub request: Option<String>,
    pub reason: Option<String>,
}

/// The facts of an access. `dct:accessRights` says whether data are public, `dct:rights` why they are not.
pub static ACCESS: [Fact<Access>; 6] = [
    Fact {
        property: vitrail::ACCESS_TYPE,
        range: Range::Text,
        told: |access| {
            let with_account = AccessType::OpenWithAccount.code();
            one(Some(access.r#type.as_str()).filter(|code| *code == with_account))
        },
        taken: |access, text| {
            let known = AccessType::parse(text);
            known
                .map(|known| known.code().clone_into(&mut access.r#type))
                .is_some()
        },
    },
    Fact {
        property: vitrail::ACCESS_REASON,
        range: Range::Text,
        told: |access| one(access.reason.as_deref()),
        taken: |access, text| put(&mut access.reason, Some(text.to_owned())),
    },
    Fact {
        property: vitrail::ACCESS_REQUEST,
        range: Range::Address,
        told: |access| one(access.request.as_deref()),
        taken: |access, text| put(&mut access.request, Some(text.to_owned())),
    },
    Fact {
        property: vitrail::ACCESS_OPEN_TO,
        range: Range::Text,
        told: |access| audiences(access, AccessCondition::Yes),
        taken: |access, text| admit(access, text, AccessCondition::Yes),
    },
    Fact {
        property: vitrail::ACCESS_CONDITIONAL_FOR,
        range: Range::Text,
        told: |access| audiences(access, AccessCondition::UnderCondition),
        taken: |access, text| admit(access, text, AccessCondition::UnderCondition),
    },
    Fact {
        property: vitrail::ACCESS_CLOSED_TO,
        range: Range::Text,
        told: |access| audiences(access, AccessCondition::No),
        taken: |access, text| admit(access, text, AccessCondition::No),
    },
];

impl Access {
    pub fn of_dataset(dataset: &Dataset) -> Self {
        Self {
            r#type: dataset.access_type.clone(),
            audiences: dataset.access_audiences.clone(),
            request: dataset.authorization_request_url.clone(),
            reason: dataset.access_type_reason.clone(),
        }
    }

    pub fn of_service(service: &Dataservice) -> Self {
        Self {
            r#type: service.access_type.clone(),
            audiences: service.access_audiences.clone(),
            request: service.authorization_request_url.clone(),
            reason: service.access_type_reason.clone(),
        }
    }

    pub fn into_dataset(self, dataset: &mut Dataset) {
        dataset.access_type = self.r#type;
        dataset.access_audiences = self.audiences;
        dataset.authorization_request_url = self.request;
        dataset.access_type_reason = self.reason;
    }

    pub fn into_service(self, service: &mut Dataservice) {
        service.access_type = self.r#type;
        service.access_audiences = self.audiences;
        service.authorization_request_url = self.request;
        service.access_type_reason = self.reason;
    }
}

/// Says the facts of an object.
pub fn say<T>(node: &mut Node, facts: &[Fact<T>], object: &T) {
    for fact in facts {
        for text in (fact.told)(object) {
            match fact.range {
                Range::Text => node.text(fact.property, text),
                Range::Instant => node.typed(fact.property, text, xsd::DATE_TIME),
                Range::Number => node.typed(fact.property, text, xsd::DECIMAL),
                Range::Address => {
                    let address = iri(&text).map(Term::from);
                    let address = address.unwrap_or_else(|| Literal::from(&*text).into());
                    node.add(fact.property, address)
                }
            };
        }
    }
}

/// Concepts of ours for what a file is for.
const FILE_TYPES: &str = "urn:vitrail:file-type:";

/// What a file is for: an API is a web service in the European list, which has no word for the rest.
pub fn file_type(graph: &mut Graph, node: &mut Node, code: &str) {
    let Some(known) = ResourceType::parse(code) else {
        return;
    };
    let subject = type_name(known);
    if known != ResourceType::Api && graph.is_new(subject.as_str()) {
        let mut concept = Node::new(subject.clone(), skos::CONCEPT);
        concept.text_in(skos::PREF_LABEL, known.label().fr, "fr");
        concept.text_in(skos::PREF_LABEL, known.label().en, "en");
        concept.text(skos::NOTATION, known.code());
        graph.put(concept);
    }
    node.add(dct::TYPE, subject);
}

/// The address of what a file is for.
pub fn type_name(known: ResourceType) -> NamedNode {
    if known == ResourceType::Api {
        return lists::authority("distribution-type", "WEB_SERVICE");
    }
    NamedNode::new_unchecked(format!("{FILE_TYPES}{}", known.code()))
}

/// What a file is for, by an address of ours or of the European list.
pub fn type_of(address: &str) -> Option<ResourceType> {
    if let Some(code) = address.strip_prefix(FILE_TYPES) {
        return ResourceType::parse(code);
    }
    let (_, code) = address.rsplit_once("/authority/distribution-type/")?;
    match code {
        "WEB_SERVICE" => Some(ResourceType::Api),
        "DOWNLOADABLE_FILE" => Some(ResourceType::Main),
        _ => None,
    }
}

/// When the data last changed, where this is known and `dct:modified` says something else.
fn data_modified(dataset: &Dataset) -> Option<Timestamp> {
    if dataset.harvest.is_some() {
        return dataset.harvest_date(DATA_MODIFIED);
    }
    let at = dataset.updated()?;
    (at != dataset.last_modified_internal).then_some(at)
}

fn one(text: Option<&str>) -> Vec<Cow<'_, str>> {
    text.into_iter().map(Cow::Borrowed).collect()
}

fn date(at: Option<Timestamp>) -> Vec<Cow<'static, str>> {
    at.into_iter()
        .map(|at| Cow::Owned(at.to_string()))
        .collect()
}

fn put<V>(place: &mut Option<V>, value: Option<V>) -> bool {
    let is_understood = value.is_some();
    if is_understood {
        *place = value;
    }
    is_understood
}

/// Those to whom this condition applies.
fn audiences(access: &Access, condition: AccessCondition) -> Vec<Cow<'_, str>> {
    let under = |audience: &&AccessAudience| audience.condition == condition.code();
    let found = access.audiences.iter().filter(under);
    found
        .map(|audience| audience.role.as_str().into())
        .collect()
}

/// Adds one of those who may get the data, or not, in the order of the list of them.
fn admit(access: &mut Access, role: &str, condition: AccessCondition) -> bool {
    let place = |role: &str| {
        let mut all = access::AccessAudience::ALL.iter();
        all.position(|known| known.code() == role)
    };
    let is_told = access.audiences.iter().any(|known| known.role == role);
    if is_told || place(role).is_none() {
        return false;
    }
    access.audiences.push(AccessAudience {
        role: role.to_owned(),
        condition: condition.code().to_owned(),
    });
    access.audiences.sort_by_key(|known| place(&known.role));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever meets a word of ours finds what it means.
    #[test]
    fn each_word_is_documented() {
        let documentation = include_str!("../../../docs/api.md");
        let words = DATASET.iter().map(|fact| fact.property);
        let words = words.chain(SERVICE.iter().map(|fact| fact.property));
        let words = words.chain(ACCESS.iter().map(|fact| fact.property));
        let words = words.chain(FILE.iter().map(|fact| fact.property));
        for word in words {
            let word = word.as_str().replace("urn:vitrail:", "`vitrail:");
            assert!(documentation.contains(&format!("{word}`")), "{word}");
        }
    }

    #[test]
    fn a_type_of_file_is_known_by_its_name() {
        for known in ResourceType::ALL {
            assert_eq!(type_of(type_name(*known).as_str()), Some(*known));
        }
        assert_eq!(type_of("urn:vitrail:file-type:nope"), None);
    }
}
