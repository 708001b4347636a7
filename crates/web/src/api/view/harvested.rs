//! What was read in the catalogue of a neighbour, in the shape of version 1 of the API: for a preview, and for the command
//! that reads a file. What only the portal gives is not there: ids and addresses.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::References;
use vitrail_app::dataservice::Dataservices;
use vitrail_app::dataset::Datasets;
use vitrail_app::domain::harvest::{Harvested, HarvestedDataservice, HarvestedDataset, Lost};
use vitrail_app::domain::slug::slugify;
use vitrail_app::domain::{ContactPoint, Extras, Id, Timestamp};

use crate::api::view::dataservice::DataserviceOut;
use crate::api::view::dataset::{DatasetOut, Zones};
use crate::context::Context;

/// A part of a catalogue, as a document.
#[derive(Debug, Default, Serialize)]
pub struct HarvestedOut {
    pub datasets: Vec<Value>,
    pub dataservices: Vec<Value>,
    pub lost: Vec<Lost>,
}

/// A part of a catalogue, as a document: what a run would leave alone is told among what is lost.
pub fn harvested(found: &Harvested, now: Timestamp) -> HarvestedOut {
    let mut out = HarvestedOut {
        lost: found.lost.clone(),
        ..HarvestedOut::default()
    };
    let context = Context::of_nobody();
    for found in &found.datasets {
        if let Some(why) = &found.skipped {
            let (one, remote_id) = (&found.dataset, &found.remote_id);
            let name = name(remote_id, one.harvest.as_ref(), &one.title);
            out.lost.push(Lost::new(name, "dataset", &one.title, why));
        } else {
            out.lost.extend_from_slice(&found.lost);
            out.datasets.push(dataset(&context, found, now));
        }
    }
    for found in &found.dataservices {
        if let Some(why) = &found.skipped {
            let (one, remote_id) = (&found.dataservice, &found.remote_id);
            let name = name(remote_id, one.harvest.as_ref(), &one.title);
            out.lost
                .push(Lost::new(name, "dataservice", &one.title, why));
        } else {
            out.lost.extend_from_slice(&found.lost);
            out.dataservices.push(dataservice(&context, found, now));
        }
    }
    out
}

/// What a thing that a run leaves alone is called: it may lack any of its names.
fn name<'n>(remote_id: &'n str, facts: Option<&'n Extras>, title: &'n str) -> &'n str {
    let address = facts.and_then(|facts| facts.get("uri")?.as_str());
    let mut names = [Some(remote_id), address].into_iter().flatten();
    names.find(|name| !name.is_empty()).unwrap_or(title)
}

/// A dataset as version 1 would show it, with its `remote_id`.
fn dataset(context: &Context, found: &HarvestedDataset, now: Timestamp) -> Value {
    let mut dataset = found.dataset.clone();
    let mut resources = found.resources.clone();
    if !found.series.is_empty() {
        let facts = dataset.harvest.get_or_insert_default();
        facts.insert("series".to_owned(), json!(found.series));
    }
    dataset.created_at_internal = now;
    dataset.last_modified_internal = now;
    dataset.slug = found
        .name
        .clone()
        .unwrap_or_else(|| slugify(&dataset.title));
    for resource in &mut resources {
        resource.created_at_internal = now;
        resource.last_modified_internal = now;
    }
    let (references, contacts) = named(&found.contacts);
    dataset.contact_points = contacts;
    dataset.refresh(&resources);
    let all = Datasets {
        resources: [(dataset.id, resources)].into(),
        references,
        ..Datasets::default()
    };
    let out = DatasetOut::v1(context, &all, &dataset, now, &Zones::new());
    let mut out = object(serde_json::to_value(out).unwrap_or_default());
    for key in ["id", "uri", "page"] {
        out.remove(key);
    }
    for resource in out
        .get_mut("resources")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        forget(resource, &["id", "latest"]);
    }
    for contact in out
        .get_mut("contact_points")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        forget(contact, &["id"]);
    }
    out.insert("remote_id".to_owned(), found.remote_id.as_str().into());
    out.into()
}

/// A dataservice as version 1 would show it, with its `remote_id` and those of the datasets that it serves.
fn dataservice(context: &Context, found: &HarvestedDataservice, now: Timestamp) -> Value {
    let mut service = found.dataservice.clone();
    service.slug = slugify(&service.title);
    if service.created_at == Timestamp::default() {
        service.created_at = now;
    }
    if service.metadata_modified_at == Timestamp::default() {
        service.metadata_modified_at = now;
    }
    let (references, contacts) = named(&found.contacts);
    service.contact_points = contacts;
    let all = Dataservices {
        references,
        ..Dataservices::default()
    };
    let out = DataserviceOut::new(context, &all, &service);
    let mut out = object(serde_json::to_value(out).unwrap_or_default());
    for key in ["id", "self_api_url", "self_web_url"] {
        out.remove(key);
    }
    for contact in out
        .get_mut("contact_points")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        forget(contact, &["id"]);
    }
    out.insert("remote_id".to_owned(), found.remote_id.as_str().into());
    out.insert("datasets".to_owned(), json!(found.datasets));
    out.into()
}

/// Contacts that are in no portal, each under an id for the time of a view.
fn named(contacts: &[ContactPoint]) -> (References, Vec<Id>) {
    let mut references = References::default();
    let mut ids = Vec::new();
    for (number, contact) in contacts.iter().enumerate() {
        let id = Id::seeded(&number.to_string());
        ids.push(id);
        references.contacts.insert(
            id,
            Arc::new(ContactPoint {
                id,
                ..contact.clone()
            }),
        );
    }
    (references, ids)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn forget(value: &mut Value, keys: &[&str]) {
    if let Value::Object(map) = value {
        for key in keys {
            map.remove(*key);
        }
    }
}
