//! Objects of a udata portal understood without being written: what a harvest of a neighbour compares with what is here.

use serde_json::Value;
use vitrail_domain::{ContactPoint, Dataservice, Dataset, Id, Resource};

use super::gather::Gathered;
use super::read::Reading;
use super::report::{Outcome, Report};
use super::{dataset, subjects};

/// What one object says.
#[derive(Debug, Default)]
pub struct Understood {
    pub dataset: Option<(Dataset, Vec<Resource>)>,
    pub dataservice: Option<Dataservice>,
    pub contacts: Vec<ContactPoint>,
    /// What was left out or written otherwise than it came: the reason and the value.
    pub altered: Vec<(String, String)>,
}

/// Understands one dataset as API v1 gives it.
pub fn dataset(value: &Value) -> Understood {
    understand(value, true)
}

/// Understands one dataservice as API v1 gives it.
pub fn dataservice(value: &Value) -> Understood {
    understand(value, false)
}

fn understand(value: &Value, is_dataset: bool) -> Understood {
    let mut understood = Understood::default();
    let Some(map) = value.as_object() else {
        return understood;
    };
    let mut report = Report::default();
    let mut gathered = Gathered::default();
    let kind = if is_dataset { "dataset" } else { "dataservice" };
    let reading = &mut Reading::new(kind, map, &mut report);
    let contacts: Vec<Id> = if is_dataset {
        dataset::read(reading, &mut gathered);
        let found = gathered.datasets.0.into_values().next();
        let found = found.map(|candidate| (candidate.object, candidate.parts));
        understood.dataset = found;
        let dataset = understood.dataset.as_ref();
        dataset.map_or_else(Vec::new, |(dataset, _)| dataset.contact_points.clone())
    } else {
        subjects::dataservice(reading, &mut gathered, None);
        let found = gathered.dataservices.0.into_values().next();
        understood.dataservice = found.map(|candidate| candidate.object);
        let service = understood.dataservice.as_ref();
        service.map_or_else(Vec::new, |service| service.contact_points.clone())
    };
    let mut whole = gathered.contacts.0;
    understood.contacts = contacts
        .iter()
        .filter_map(|id| Some(whole.remove(id)?.object))
        .collect();
    for outcome in [Outcome::Refused, Outcome::Mended] {
        for (reason, finding) in report.findings.remove(&outcome).unwrap_or_default() {
            let values = finding.examples.into_iter();
            let told = values.map(|value| (reason.clone(), value));
            understood.altered.extend(told);
        }
    }
    understood
}
