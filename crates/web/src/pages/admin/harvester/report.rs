//! What a job did, thing by thing: what was made, what changed, what failed and why, what could not be taken in.

use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::Value;
use vitrail_app::domain::Timestamp;
use vitrail_app::domain::harvest::job::{Failure, FieldChange, ItemStatus, Outcome};
use vitrail_app::domain::harvest::{Item, Job, Lost, Source};
use vitrail_app::domain::vocabulary::frequency::Frequency;
use vitrail_app::domain::vocabulary::{Vocabulary, license};
use vitrail_app::harvest::{self, ItemFilter, Items, Preview};
use vitrail_app::{Error, Page};

use super::sentence::said;
use super::{address, open, sheet, status};
use crate::Web;
use crate::error::ApiResult;
use crate::pages::admin::room::Room;
use crate::pages::admin::table::{Mark, address as here, pagination};
use crate::pages::pagination::Pagination;
use crate::view::{Template, Words, plain};

const SIZE: i64 = 50;
/// Characters of a description that a preview shows.
const EXCERPT: usize = 400;

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
    /// Whether only those that lost something are shown.
    losing: bool,
    /// Where the records are that lost something.
    lost_url: Option<String>,
    /// The reading of which this one met all again, unread.
    again: Option<Again>,
    filters: Vec<FilterOut>,
    items: Vec<ItemOut>,
    total: i64,
    pagination_of: Pagination,
    back: String,
}

/// A former reading.
#[derive(Serialize)]
struct Again {
    url: String,
    started: Timestamp,
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
    /// What was edited here and stays, as forms name it.
    kept: Vec<String>,
    /// A dataset as it would be.
    dataset: Option<DatasetOut>,
}

#[derive(Serialize)]
struct DatasetOut {
    description: String,
    license: Option<String>,
    frequency: Option<&'static str>,
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

/// The fields that stay as they were edited here, as the form of their thing names them, where it does.
fn kept(item: &Item, words: &Words) -> Vec<String> {
    let named = |change: &FieldChange| {
        let label = format!("form-{}-{}", item.kind.as_str(), change.field);
        words
            .find(&label.replace('_', "-"), None)
            .unwrap_or_else(|| change.field.clone())
    };
    let kept = item.changes.iter().filter(|change| change.kept);
    kept.map(named).collect()
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
        kept: kept(item, words),
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
                description: plain(&dataset.description, EXCERPT),
                license: dataset
                    .license
                    .as_deref()
                    .map(|id| license::title_of(id).to_owned()),
                frequency: Frequency::parse(&dataset.frequency)
                    .map(|known| known.label().in_lang(words.lang())),
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

/// The lists that a report offers, each with how many things it holds; `losing` are those that lost something.
fn filters(room: &Room, job: &Job, losing: i64, words: &Words) -> Vec<FilterOut> {
    let counts = &job.counts;
    let asked = |name: &str| room.context.params.one(name).unwrap_or_default();
    let (status, outcome, lost) = (asked("status"), asked("outcome"), asked("lost"));
    let only = |status, outcome, lost| {
        let limits = [("status", status), ("outcome", outcome), ("lost", lost)];
        here(room, &[&limits[..], &[("page", "")]].concat())
    };
    let mut all = vec![
        FilterOut {
            label: words.text("harvest-items-all"),
            count: counts.total,
            url: only("", "", ""),
            current: status.is_empty() && outcome.is_empty() && lost.is_empty(),
        },
        FilterOut {
            label: words.text("harvest-items-losing"),
            count: losing,
            url: only("", "", "true"),
            current: !lost.is_empty(),
        },
    ];
    for one in [
        ItemStatus::Failed,
        ItemStatus::Skipped,
        ItemStatus::Archived,
    ] {
        all.push(FilterOut {
            label: words.text(&format!("harvest-item-{}", one.as_str())),
            count: counts.status(one),
            url: only(one.as_str(), "", ""),
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
            url: only("", one.as_str(), ""),
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

/// The reading of which this one met all again, while it is kept.
async fn again(web: &Web, source: &Source, job: &Job) -> ApiResult<Option<Again>> {
    let Some(id) = job.again else {
        return Ok(None);
    };
    match harvest::job(&web.app, &id.to_string()).await {
        Ok(former) => Ok(Some(Again {
            url: format!("{}/jobs/{id}", address(source)),
            started: former.started.unwrap_or(former.created),
        })),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
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
        lost: params.truth("lost")?.unwrap_or_default(),
    };
    let only_losing = wanted.lost;
    let losing = ItemFilter {
        lost: true,
        ..ItemFilter::default()
    };
    let first = Page { number: 1, size: 1 };
    let losing = harvest::items(&web.app, &job, &losing, first).await?.total;
    let again = again(&web, &source, &job).await?;
    let lost_url = match &again {
        Some(former) => Some(format!("{}?lost=true", former.url)),
        None => (losing > 0).then(|| format!("{}/jobs/{}?lost=true", address(&source), job.id)),
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
        losing: only_losing,
        lost_url,
        again,
        filters: filters(&room, &job, losing, words),
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
