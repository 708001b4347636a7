//! A dataset as a package. What CKAN has no field for goes among its extras under the names that its extensions use, else
//! under `udata:`; harvesting the portal through them gives the same dataset.

use serde_json::{Value, json};
use vitrail_app::dataset::{self, Datasets};
use vitrail_app::domain::vocabulary::license;
use vitrail_app::domain::{ContactPoint, Dataset, Extras, Kind, Owner, Timestamp};
use vitrail_app::domain::{Organization, Resource};

use super::refusal::Refusal;
use super::shape::{self, Extra, Package, Tag, instant};
use super::{condition, ids};
use crate::Web;
use crate::api::view::resource::address;
use crate::context::Context;

/// Every dataset found as a package, in order.
pub async fn packages(
    web: &Web,
    context: &Context,
    found: &Datasets,
) -> Result<Vec<Package>, Refusal> {
    let recorded = dataset::recorded(&web.app, &found.data).await?;
    let packages = found.data.iter().map(|dataset| {
        let at = recorded.get(&dataset.id).copied();
        let at = at.unwrap_or(dataset.created_at_internal);
        package(context, found, dataset, at)
    });
    Ok(packages.collect())
}

/// A dataset whose record changed here at an instant: clients who stay in step ask for those that changed since.
fn package(context: &Context, found: &Datasets, dataset: &Dataset, at: Timestamp) -> Package {
    let id = ids::of_dataset(dataset.id);
    let name = ids::name(Kind::Dataset, dataset.id, &dataset.slug);
    let organization = dataset.owner.organization();
    let organization = organization.and_then(|id| found.references.organizations.get(&id));
    // One that was deleted cannot be asked for.
    let organization = organization.filter(|one| one.deleted.is_none());
    let licence = license::find(dataset.license.as_deref().unwrap_or(license::NOT_SPECIFIED));
    let contacts: Vec<&ContactPoint> = dataset
        .contact_points
        .iter()
        .filter_map(|id| found.references.contacts.get(id).map(AsRef::as_ref))
        .collect();
    let playing = |role: &str| contacts.iter().find(|contact| contact.role == role);
    let author = playing("creator");
    let maintainer = playing("contact");
    let files = found.resources.get(&dataset.id);
    let resources: Vec<shape::Resource> = files
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(position, file)| resource(context, &id, position, file))
        .collect();
    let page = context.url(&format!("/datasets/{}/", dataset.slug));
    Package {
        author: author.map(|contact| contact.name.clone()),
        author_email: author.and_then(|contact| contact.email.clone()),
        creator_user_id: creator(dataset.owner),
        isopen: licence.is_some_and(condition::is_open),
        license_id: dataset
            .license
            .clone()
            .unwrap_or_else(|| license::NOT_SPECIFIED.to_owned()),
        license_title: licence
            .map(|licence| licence.title)
            .or(dataset.license.as_deref())
            .unwrap_or_default()
            .to_owned(),
        license_url: licence.and_then(|licence| licence.url).map(str::to_owned),
        maintainer: maintainer.map(|contact| contact.name.clone()),
        maintainer_email: maintainer.and_then(|contact| contact.email.clone()),
        metadata_created: instant(dataset.created_at_internal),
        metadata_modified: instant(at),
        extras: extras(dataset, at, &name, &contacts),
        name,
        notes: dataset.description.clone(),
        num_resources: resources.len(),
        num_tags: dataset.tags.len(),
        owner_org: organization.map(|org| ids::uuid(Kind::Organization, org.id).to_string()),
        organization: organization.map(|org| of_organization(context, org)),
        private: dataset.is_private(),
        state: if dataset.deleted.is_some() {
            "deleted"
        } else {
            "active"
        },
        title: dataset.title.clone(),
        r#type: "dataset",
        url: Some(page),
        version: None,
        resources,
        tags: dataset.tags.iter().map(|name| tag(name)).collect(),
        groups: Vec::new(),
        relationships_as_subject: Vec::new(),
        relationships_as_object: Vec::new(),
        id,
    }
}

fn creator(owner: Owner) -> Option<String> {
    let id = owner.user().or_else(|| owner.organization())?;
    Some(ids::uuid(Kind::User, id).to_string())
}

pub fn tag(name: &str) -> Tag {
    Tag {
        display_name: name.to_owned(),
        id: ids::of_tag(name).to_string(),
        name: name.to_owned(),
        state: "active",
        vocabulary_id: None,
    }
}

pub fn of_organization(context: &Context, organization: &Organization) -> shape::Organization {
    let logo = organization.logo.as_deref().unwrap_or_default();
    shape::Organization {
        id: ids::uuid(Kind::Organization, organization.id).to_string(),
        name: ids::name(Kind::Organization, organization.id, &organization.slug),
        title: organization.name.clone(),
        r#type: "organization",
        description: organization.description.clone(),
        image_url: absolute(context, logo),
        created: instant(organization.created_at),
        is_organization: true,
        approval_status: "approved",
        state: "active",
    }
}

pub fn absolute(context: &Context, address: &str) -> String {
    if address.starts_with('/') {
        context.url(address)
    } else {
        address.to_owned()
    }
}

pub fn resource(
    context: &Context,
    package: &str,
    position: usize,
    file: &Resource,
) -> shape::Resource {
    let kept = file.file().is_some();
    let json = |value: &Value| value.to_string();
    let schema = file.schema.as_ref();
    let schema = schema.and_then(|schema| serde_json::to_value(schema).ok());
    let modified = instant(file.last_modified());
    shape::Resource {
        cache_last_updated: None,
        cache_url: None,
        created: instant(file.created_at()),
        datastore_active: false,
        description: file.description.clone(),
        format: file.format.to_uppercase(),
        hash: file.checksum.as_ref().map_or_else(String::new, |sum| {
            let told = [("md5", 32), ("sha1", 40), ("sha256", 64)];
            let plain = told.contains(&(sum.r#type.as_str(), sum.value.len()));
            if plain {
                sum.value.clone()
            } else {
                format!("{}:{}", sum.r#type, sum.value)
            }
        }),
        id: file.id.to_string(),
        last_modified: Some(modified.clone()),
        metadata_modified: modified,
        mimetype: file.mime.clone(),
        mimetype_inner: None,
        name: file.title.clone(),
        package_id: package.to_owned(),
        position,
        resource_type: (file.r#type != "main").then(|| file.r#type.clone()),
        size: file.filesize,
        state: "active",
        url: address(context, file).into_owned(),
        url_type: kept.then_some("upload"),
        schema: schema.as_ref().map(json),
        preview_url: file.preview_url.clone(),
        extras: (!file.extras.is_empty()).then(|| json(&Value::Object(file.extras.clone()))),
    }
}

/// What CKAN has no field for.
fn extras(
    dataset: &Dataset,
    recorded: Timestamp,
    name: &str,
    contacts: &[&ContactPoint],
) -> Vec<Extra> {
    let mut extras: Vec<Extra> = Vec::new();
    let mut add = |key: &str, value: String| {
        extras.push(Extra {
            key: key.to_owned(),
            value,
        });
    };
    // The name is cut where it is longer than CKAN's are.
    if name != dataset.slug {
        add("udata:slug", dataset.slug.clone());
    }
    if let Some(date) = dataset.frequency_date {
        add("udata:frequency_date", date.to_string());
    }
    if dataset.frequency != "unknown" {
        add("frequency", dataset.frequency.clone());
    }
    if let Some(period) = &dataset.temporal_coverage {
        add("temporal_start", period.start.to_string());
        if let Some(end) = period.end {
            add("temporal_end", end.to_string());
        }
    }
    let date = |key: &str| dataset.harvest_date(key).as_ref().map(Timestamp::to_string);
    for (key, date) in [
        ("udata:created_at", date("created_at")),
        ("issued", date("issued_at")),
        ("modified", date("modified_at")),
    ] {
        if let Some(date) = date {
            add(key, date);
        }
    }
    // The record changes here for other reasons than its producer's.
    let own = dataset.last_modified_internal;
    if dataset.harvest_date("modified_at").is_none() && own != recorded {
        add("udata:last_modified", own.to_string());
    }
    // The description may be younger than its data.
    if let Some(date) = dataset
        .updated()
        .filter(|at| *at != dataset.last_modified())
    {
        add("udata:last_update", date.to_string());
    }
    if !are_told(contacts) {
        let all = contacts.iter().map(|contact| of_contact(contact));
        add("udata:contacts", Value::Array(all.collect()).to_string());
    }
    if let Some(place) = &dataset.spatial {
        if let Some(geom) = &place.geom {
            add("spatial", geom.to_string());
        }
        if !place.zones.is_empty() {
            add("udata:zones", place.zones.join(" "));
        }
        add("udata:granularity", place.granularity.clone());
    }
    for (key, text) in [
        ("udata:acronym", &dataset.acronym),
        ("udata:description_short", &dataset.description_short),
        (
            "udata:authorization_request_url",
            &dataset.authorization_request_url,
        ),
        (
            "udata:access_type_reason_category",
            &dataset.access_type_reason_category,
        ),
        ("udata:access_type_reason", &dataset.access_type_reason),
    ] {
        if let Some(text) = text {
            add(key, text.clone());
        }
    }
    if !dataset.badges.is_empty() {
        add("udata:badges", dataset.badges.join(" "));
    }
    // Always said: what reads us knows by it that a dataset without files is one all the same.
    add("udata:access_type", dataset.access_type.clone());
    for (key, value) in [
        ("udata:schema", serde_json::to_value(&dataset.schema).ok()),
        (
            "udata:access_audiences",
            serde_json::to_value(&dataset.access_audiences).ok(),
        ),
    ] {
        let says = |value: &Value| !value.is_null() && value != &Value::Array(Vec::new());
        if let Some(value) = value.filter(says) {
            add(key, value.to_string());
        }
    }
    of_producer(&dataset.extras, add);
    extras
}

/// Whether a maintainer and an author are all the contacts there are, and say all that these say.
fn are_told(contacts: &[&ContactPoint]) -> bool {
    let is_told = |contact: &ContactPoint, role: &str| {
        let has_address = contact.email.as_deref().map(|email| email.contains('@'));
        // A maintainer is a contact when they have an address.
        contact.role == role
            && contact.contact_form.is_none()
            && has_address.unwrap_or(role == "creator")
    };
    match contacts {
        [] => true,
        [one] => is_told(one, "contact") || is_told(one, "creator"),
        [one, other] => is_told(one, "contact") && is_told(other, "creator"),
        _ => false,
    }
}

fn of_contact(contact: &ContactPoint) -> Value {
    json!({
        "name": contact.name,
        "role": contact.role,
        "email": contact.email,
        "contact_form": contact.contact_form,
    })
}

/// Names that mean something else among the extras of CKAN.
const TAKEN: [&str; 10] = [
    "frequency",
    "frequency-of-update",
    "issued",
    "modified",
    "spatial",
    "spatial-text",
    "spatial-uri",
    "temporal_start",
    "temporal_end",
    "guid",
];

/// Extras that are texts go under their own names; the others together, in JSON.
fn of_producer(extras: &Extras, mut add: impl FnMut(&str, String)) {
    let mut others = Extras::new();
    for (key, value) in extras {
        match value.as_str() {
            Some(text)
                if !text.trim().is_empty()
                    && !key.is_empty()
                    && key.trim() == key
                    && !TAKEN.contains(&key.as_str())
                    && !key.contains(':') =>
            {
                add(key, text.to_owned());
            }
            _ => {
                others.insert(key.clone(), value.clone());
            }
        }
    }
    if !others.is_empty() {
        add("udata:extras", Value::Object(others).to_string());
    }
}
