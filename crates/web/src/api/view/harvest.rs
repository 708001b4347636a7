//! Sources, jobs and items in the API, in the shapes of udata.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use vitrail_app::domain::harvest::backend::{BackendFacts, Setting};
use vitrail_app::domain::harvest::job::{Failure, ItemStatus, Log};
use vitrail_app::domain::harvest::{Item, Job, Source};
use vitrail_app::domain::{Kind, Timestamp};
use vitrail_app::harvest::{self, Items, Sources};

use crate::api::view::organization::{OrganizationRef, owner};
use crate::api::view::user::UserRef;
use crate::context::Context;

/// A kind of catalogue.
pub fn backend(facts: &BackendFacts, lang: &str) -> Value {
    let all = |settings: &[Setting], more: &dyn Fn(&mut Map<String, Value>)| -> Vec<Value> {
        let out = |setting: &Setting| {
            let mut out = Map::new();
            out.insert("key".to_owned(), setting.key.into());
            out.insert("label".to_owned(), setting.label.in_lang(lang).into());
            let description = setting.description.in_lang(lang);
            out.insert("description".to_owned(), description.into());
            more(&mut out);
            Value::Object(out)
        };
        settings.iter().map(out).collect()
    };
    let with = |key: &'static str, value: Value| {
        move |out: &mut Map<String, Value>| {
            out.insert(key.to_owned(), value.clone());
        }
    };
    json!({
        "id": facts.id, "label": facts.label,
        "filters": all(&facts.filters, &with("type", "string".into())),
        "features": all(&facts.features, &with("default", false.into())),
        "extra_configs": all(&facts.extra_configs, &with("default", Value::Null)),
    })
}

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceOut<'a> {
    active: bool,
    autoarchive: bool,
    backend: &'a str,
    config: Map<String, Value>,
    created_at: Timestamp,
    deleted: Option<Timestamp>,
    description: Option<&'a str>,
    id: String,
    last_job: Option<Value>,
    name: &'a str,
    organization: Option<OrganizationRef<'a>>,
    owner: Option<UserRef<'a>>,
    permissions: Value,
    schedule: Option<&'a str>,
    slug: &'a str,
    url: &'a str,
    validation: Value,
}

impl<'a> SourceOut<'a> {
    pub fn new(context: &Context, all: &'a Sources, source: &'a Source) -> Self {
        let may = harvest::may(&context.actor, source.owner);
        let sysadmin = context.actor.sysadmin;
        let validation = &source.validation;
        let by = validation.by.and_then(|id| all.references.users.get(&id));
        let mut config = source.config.clone();
        if !may {
            config.remove("apikey");
        }
        Self {
            active: source.active,
            autoarchive: source.autoarchive,
            backend: &source.backend,
            config,
            created_at: source.created,
            deleted: source.deleted,
            description: source.description.as_deref(),
            id: source.id.to_string(),
            last_job: all.last.get(&source.id).map(|last| job(context, last)),
            name: &source.name,
            organization: OrganizationRef::of(context, &all.references, source.owner),
            owner: owner(context, &all.references, source.owner),
            permissions: json!({
                "delete": may, "edit": may, "run": may, "schedule": sysadmin, "validate": sysadmin,
                "preview": harvest::may_preview(&context.actor, source.owner),
            }),
            schedule: source.schedule.as_deref(),
            slug: &source.slug,
            url: &source.url,
            validation: json!({
                "by": by.map(|user| UserRef::new(context, user)), "comment": validation.comment,
                "on": validation.on, "state": validation.state.as_str(),
            }),
        }
    }
}

/// A job, with a link to its items.
pub fn job(context: &Context, job: &Job) -> Value {
    let counts = &job.counts;
    let path = format!("/api/1/harvest/job/{}/items/?page=1&page_size=20", job.id);
    let by_status: BTreeMap<&str, i64> = ItemStatus::ALL
        .into_iter()
        .map(|status| (status.as_str(), counts.status(status)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let mut out = head(context, job);
    out["items"] = json!({
        "rel": "subsection", "type": "GET", "href": context.url(&path), "total": counts.total,
        "by_status": by_status, "by_type": counts.by_type, "by_outcome": counts.by_outcome,
        "lost": counts.lost,
    });
    out
}

/// A job without its items.
pub fn head(context: &Context, job: &Job) -> Value {
    let errors: Vec<Value> = job.errors.iter().map(|one| failure(context, one)).collect();
    json!({
        "created": job.created, "ended": job.ended, "errors": errors, "id": job.id.to_string(),
        "lost": job.lost, "notes": job.notes, "source": {"class": "HarvestSource", "id": job.source.to_string()},
        "started": job.started, "status": job.status.as_str(),
    })
}

/// Why something was not done; what only sysadmins read is for them.
fn failure(context: &Context, failure: &Failure) -> Value {
    let mut out = json!({"created_at": failure.created_at, "message": failure.message});
    if context.actor.sysadmin {
        out["details"] = json!(failure.details);
    }
    out
}

/// An item, with what it became here.
pub fn item(context: &Context, all: &Items, item: &Item) -> Value {
    let mut out = bare_item(context, item);
    let sees = |private: bool, owner| !private || context.actor.sees_private(owner);
    let dataset = item.subject.and_then(|id| all.datasets.get(&id));
    let dataset = dataset.filter(|found| sees(found.is_private(), found.owner));
    let service = item.subject.and_then(|id| all.dataservices.get(&id));
    let service = service.filter(|found| sees(found.is_private(), found.owner));
    // What changed in something that the reader may not see is not for them.
    if item.subject.is_some() && dataset.is_none() && service.is_none() {
        out["changes"] = json!([]);
    }
    let reference = |kind: Kind, id: String, slug: &str, title: &str, acronym: Option<&str>| {
        let path = format!("{}s/{slug}", kind.as_str());
        json!({
            "class": kind.class(), "id": id, "title": title, "acronym": acronym,
            "page": context.url(&format!("/{path}")), "uri": context.url(&format!("/api/1/{path}/")),
        })
    };
    out["dataset"] = dataset.map_or(Value::Null, |found| {
        let (id, acronym) = (found.id.to_string(), found.acronym.as_deref());
        reference(Kind::Dataset, id, &found.slug, &found.title, acronym)
    });
    out["dataservice"] = service.map_or(Value::Null, |found| {
        let (id, acronym) = (found.id.to_string(), found.acronym.as_deref());
        reference(Kind::Dataservice, id, &found.slug, &found.title, acronym)
    });
    out
}

/// An item without what it became.
pub fn bare_item(context: &Context, item: &Item) -> Value {
    let errors: Vec<Value> = item
        .errors
        .iter()
        .map(|one| failure(context, one))
        .collect();
    let lost = item.lost.iter().map(|lost| Log {
        level: "warning".to_owned(),
        message: format!(
            "{} \"{}\" was lost: {}",
            lost.property, lost.value, lost.reason
        ),
    });
    let logs: Vec<Log> = item.logs.iter().cloned().chain(lost).collect();
    json!({
        "args": [], "changes": item.changes, "created": item.created, "ended": item.ended,
        "errors": errors, "kwargs": {}, "logs": logs, "lost": item.lost,
        "outcome": item.outcome, "remote_id": item.remote_id, "remote_url": item.remote_url,
        "started": item.created, "status": item.status.as_str(),
    })
}
