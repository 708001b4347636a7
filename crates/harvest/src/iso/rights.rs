//! What may be done with data: the licence that the constraints name, and the limits to access that they invoke.

use vitrail_domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_domain::vocabulary::{Vocabulary, license};
use vitrail_domain::{Dataservice, Dataset, Extras};

use super::{Record, code, link, put, texts, words};
use crate::said;

/// The constraints of a record, sorted by what they are about.
#[derive(Default)]
struct Terms {
    licence: Option<&'static str>,
    /// The text or the address that names the licence.
    named: Option<String>,
    reason: Option<ReasonCategory>,
    /// Texts and addresses in full.
    uses: Vec<String>,
    access: Vec<String>,
}

pub fn of_dataset(record: &Record<'_>, dataset: &mut Dataset) {
    let terms = terms(record);
    dataset.license = terms.licence.map(str::to_owned);
    said::keep_terms(&mut dataset.harvest, "dct:license", &terms.named());
    if let Some(reason) = terms.reason {
        AccessType::Restricted
            .code()
            .clone_into(&mut dataset.access_type);
        dataset.access_type_reason_category = Some(reason.code().to_owned());
    }
    keep(terms, &mut dataset.extras);
}

pub fn of_service(record: &Record<'_>, service: &mut Dataservice) {
    let terms = terms(record);
    service.license = terms.licence.map(str::to_owned);
    said::keep_terms(&mut service.harvest, "dct:license", &terms.named());
    if let Some(reason) = terms.reason {
        AccessType::Restricted
            .code()
            .clone_into(&mut service.access_type);
        service.access_type_reason_category = Some(reason.code().to_owned());
    }
    keep(terms, &mut service.extras);
}

fn keep(terms: Terms, extras: &mut Extras) {
    for (key, told) in [("rights", terms.uses), ("accessRights", terms.access)] {
        if !told.is_empty() {
            put(extras, "dcat", key, told.into());
        }
    }
}

fn terms(record: &Record<'_>) -> Terms {
    let mut terms = Terms::default();
    for constraints in record.about.all("resourceConstraints/*") {
        let codes = |path: &str| -> Vec<String> {
            constraints.all(path).into_iter().filter_map(code).collect()
        };
        let of_access = codes("accessConstraints");
        let of_use = codes("useConstraints");
        for text in texts(constraints, "useLimitation") {
            terms.add_use(text, None);
        }
        for other in constraints.all("otherConstraints") {
            let address = link(other).map(str::to_owned);
            let text = words(other).or_else(|| address.clone());
            let Some(text) = text else { continue };
            let told = [Some(text.as_str()), address.as_deref()];
            let reason = told.into_iter().flatten().find_map(ReasonCategory::guess);
            let limits = address
                .as_deref()
                .is_some_and(|address| address.contains("LimitationsOnPublicAccess"));
            // One block often mixes both: what names a limit is about access, and so is what stands beside no use.
            if reason.is_some() || limits || (of_use.is_empty() && !of_access.is_empty()) {
                terms.reason = terms.reason.or(reason);
                add(&mut terms.access, text, address);
            } else if of_access.is_empty() || licence_in(&text).is_some() {
                terms.add_use(text, address);
            } else {
                add(&mut terms.access, text, address);
            }
        }
    }
    terms
}

impl Terms {
    fn named(&self) -> Vec<&str> {
        self.named.as_deref().into_iter().collect()
    }

    fn add_use(&mut self, text: String, address: Option<String>) {
        let named = |told: &str| Some((licence_in(told)?, told.to_owned()));
        let named = address.as_deref().and_then(named).or_else(|| named(&text));
        if let (None, Some((licence, named))) = (self.licence, named) {
            self.licence = Some(licence);
            self.named = Some(named);
        }
        add(&mut self.uses, text, address);
    }
}

fn add(told: &mut Vec<String>, text: String, address: Option<String>) {
    for part in [Some(text), address].into_iter().flatten() {
        if !told.contains(&part) {
            told.push(part);
        }
    }
}

/// The licence that a sentence names: as a whole, by an address in it, or by what comes before that address.
fn licence_in(text: &str) -> Option<&'static str> {
    let short = text.chars().count() <= 500;
    if !short {
        return None;
    }
    let addresses = text
        .split_whitespace()
        .filter(|word| word.contains("://"))
        .map(|word| word.trim_matches(|c: char| "().,;:'\"«»<>".contains(c)));
    let before = text.split("http").next().unwrap_or_default();
    let before = before.trim_matches(|c: char| c.is_whitespace() || "(:.,;-".contains(c));
    let candidates = std::iter::once(text.trim())
        .chain(addresses)
        .chain([before]);
    license::guess(candidates).map(|license| license.id)
}
