//! What a job did, thing by thing: what was made, what changed, what failed and why, what could not be taken in.

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::Error;
use vitrail_app::domain::Timestamp;
use vitrail_app::domain::harvest::job::{Failure, FieldChange, ItemStatus, Outcome};
use vitrail_app::domain::harvest::{Item, Job, Lost};
use vitrail_app::harvest::{self, ItemFilter, Items, Preview};

use super::sentence::said;
use super::{address, open, sheet, status};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::room::Room;
use crate::pages::admin::table::{Mark, address as here, pagination};
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words};

const SIZE: i64 = 50;

#[derive(Serialize)]
struct Report {
    state: Mark,
    over: bool,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
    errors: Vec<String>,
    notes: Vec<String>,
    lost: Vec<LostOut>,
    lost_count: i64,
    filters: Vec<FilterOut>,
    items: Vec<ItemOut>,
    total: i64,
    pagination_of: Pagination,
    back: String,
}

/// A way to limit the list.
#[derive(Serialize)]
struct FilterOut {
    label: String,
    count: i64,
    url: String,
    current: bool,
}

/// What a preview shows.
#[derive(Serialize)]
pub struct PreviewOut {
    errors: Vec<String>,
    notes: Vec<String>,
    lost: Vec<LostOut>,
    items: Vec<ItemOut>,
}

#[derive(Serialize)]
struct ItemOut {
    title: String,
    remote_id: String,
    remote_url: Option<String>,
    /// The page of what it became here.
    url: Option<String>,
    state: Mark,
    service: bool,
    errors: Vec<String>,
    logs: Vec<String>,
    lost: Vec<LostOut>,
    changes: Vec<ChangeOut>,
    /// A dataset as it would be.
    dataset: Option<DatasetOut>,
}

#[derive(Serialize)]
struct DatasetOut {
    description: String,
    license: Option<String>,
    frequency: String,
    tags: Vec<String>,
    files: Vec<(String, String, String)>,
}

#[derive(Serialize)]
struct LostOut {
    subject: String,
    property: String,
    value: String,
    reason: String,
}

#[derive(Serialize)]
struct ChangeOut {
    field: String,
    old: String,
    new: String,
    kept: bool,
}

fn lost(lost: &Lost, words: &Words) -> LostOut {
    LostOut {
        subject: lost.subject.clone(),
        property: lost.property.clone(),
        value: lost.value.clone(),
        reason: said(&lost.reason, words),
    }
}

fn messages(errors: &[Failure], words: &Words) -> Vec<String> {
    errors.iter().map(|one| said(&one.message, words)).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn change(change: &FieldChange) -> ChangeOut {
    ChangeOut {
        field: change.field.clone(),
        old: text(&change.old),
        new: text(&change.new),
        kept: change.kept,
    }
}

fn item(item: &Item, words: &Words) -> ItemOut {
    let (name, tone) = match (item.status, item.outcome) {
        (ItemStatus::Done, Some(outcome)) => (
            outcome.as_str(),
            if outcome == Outcome::Unchanged {
                "muted"
            } else {
                "success"
            },
        ),
        (ItemStatus::Failed, _) => ("failed", "danger"),
        (ItemStatus::Skipped, _) => ("skipped", "warning"),
        (ItemStatus::Archived, _) => ("archived", "warning"),
        (other, _) => (other.as_str(), "brand"),
    };
    ItemOut {
        title: item.title.clone(),
        remote_id: item.remote_id.clone(),
        remote_url: item.remote_url.clone(),
        url: None,
        state: Mark {
            label: words.text(&format!("harvest-item-{name}")),
            tone,
        },
        service: item.kind == vitrail_app::domain::Kind::Dataservice,
        errors: messages(&item.errors, words),
        logs: item
            .logs
            .iter()
            .map(|one| said(&one.message, words))
            .collect(),
        lost: item.lost.iter().map(|one| lost(one, words)).collect(),
        changes: item.changes.iter().map(change).collect(),
        dataset: None,
    }
}

/// What a preview found.
pub fn previewed(found: &Preview, words: &Words) -> PreviewOut {
    let items = found.items.iter().enumerate().map(|(place, one)| {
        let dataset = found.datasets.get(&place).map(|dataset| {
            let files = found.named.resources.get(&dataset.id);
            let files = files.into_iter().flatten();
            DatasetOut {
                description: dataset.description.chars().take(400).collect(),
                license: dataset.license.clone(),
                frequency: dataset.frequency.clone(),
                tags: dataset.tags.clone(),
                files: files
                    .take(10)
                    .map(|file| (file.title.clone(), file.format.clone(), file.url.clone()))
                    .collect(),
            }
        });
        ItemOut {
            dataset,
            ..item(one, words)
        }
    });
    let job = &found.job;
    PreviewOut {
        errors: messages(&job.errors, words),
        notes: job.notes.iter().map(|one| said(one, words)).collect(),
        lost: job.lost.iter().map(|one| lost(one, words)).collect(),
        items: items.collect(),
    }
}

/// The lists that a report offers, each with how many things it holds.
fn filters(room: &Room, job: &Job, words: &Words) -> Vec<FilterOut> {
    let counts = &job.counts;
    let asked = |name: &str| room.context.params.one(name).unwrap_or_default();
    let (status, outcome) = (asked("status"), asked("outcome"));
    let mut all = vec![FilterOut {
        label: words.text("harvest-items-all"),
        count: counts.total,
        url: here(room, &[("status", ""), ("outcome", ""), ("page", "")]),
        current: status.is_empty() && outcome.is_empty(),
    }];
    for one in [
        ItemStatus::Failed,
        ItemStatus::Skipped,
        ItemStatus::Archived,
    ] {
        all.push(FilterOut {
            label: words.text(&format!("harvest-item-{}", one.as_str())),
            count: counts.status(one),
            url: here(
                room,
                &[("status", one.as_str()), ("outcome", ""), ("page", "")],
            ),
            current: status == one.as_str(),
        });
    }
    for one in [
        Outcome::Created,
        Outcome::Updated,
        Outcome::Restored,
        Outcome::Unchanged,
    ] {
        all.push(FilterOut {
            label: words.text(&format!("harvest-item-{}", one.as_str())),
            count: counts.outcome(one),
            url: here(
                room,
                &[("status", ""), ("outcome", one.as_str()), ("page", "")],
            ),
            current: outcome == one.as_str(),
        });
    }
    all.retain(|one| one.count > 0 || one.current);
    all
}

fn linked(all: &Items, one: &Item, words: &Words) -> ItemOut {
    let dataset = one.subject.and_then(|id| all.datasets.get(&id));
    let service = one.subject.and_then(|id| all.dataservices.get(&id));
    let url = dataset.map(|found| format!("/datasets/{}", found.slug));
    ItemOut {
        url: url.or_else(|| service.map(|found| format!("/dataservices/{}", found.slug))),
        ..item(one, words)
    }
}

pub async fn page(
    State(web): State<Web>,
    Path((key, job)): Path<(String, String)>,
    room: Room,
) -> ApiResult {
    let source = open(&web, &room, &key).await?;
    let job = harvest::job(&web.app, &job).await?;
    if job.source != source.id {
        return Err(Error::NotFound(vitrail_app::domain::Kind::HarvestJob).into());
    }
    let (words, params) = (room.words(&web)?, &room.context.params);
    let wanted = ItemFilter {
        status: params.text("status"),
        outcome: params.text("outcome"),
        remote_id: params.text("remote_id"),
    };
    let page = params.page_or_first(SIZE);
    let listed = harvest::items(&web.app, &job, &wanted, page).await?;
    let all = harvest::with_subjects(&web.app, listed.data).await?;
    let content = Report {
        state: status(job.status, words),
        over: job.status.is_over(),
        started: job.started,
        ended: job.ended,
        errors: messages(&job.errors, words),
        notes: job.notes.iter().map(|one| said(one, words)).collect(),
        lost: job.lost.iter().map(|one| lost(one, words)).collect(),
        lost_count: job.counts.lost,
        filters: filters(&room, &job, words),
        items: all
            .data
            .iter()
            .map(|one| linked(&all, one, words))
            .collect(),
        total: listed.total,
        pagination_of: pagination(&room, page, listed.total),
        back: address(&source),
    };
    let sheet = sheet(&room, &source, words, words.text("harvest-report"));
    room.show(&web, Template::AdminHarvestJob, sheet, &content)
        .await
}
