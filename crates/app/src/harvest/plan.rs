//! What a dataset becomes when its source is read: the fields and the files merged, and whether anything changes at all.
//! Nothing is written: a preview shows it, a reading writes it.

use serde_json::{Value, json};
use vitrail_domain::harvest::Lost;
use vitrail_domain::harvest::job::{FieldChange, Outcome};
use vitrail_domain::{Dataset, Extras, Id, Resource, Timestamp};

use super::apply::{Coming, Origin};
use super::merge::{Marks, Merger};
use super::{archive, merge_files, words};
use crate::{App, Result, badge, editing};

/// What a source says of a dataset, besides its files and free facts.
const FIELDS: [&str; 17] = [
    "title",
    "acronym",
    "description",
    "description_short",
    "tags",
    "frequency",
    "frequency_date",
    "temporal_coverage",
    "spatial",
    "license",
    "access_type",
    "access_audiences",
    "authorization_request_url",
    "access_type_reason_category",
    "access_type_reason",
    "schema",
    "contact_points",
];

/// A dataset as it is about to be written.
pub(super) struct Plan {
    pub dataset: Dataset,
    pub resources: Vec<Resource>,
    pub former: Option<Dataset>,
    pub gone: Vec<Resource>,
    pub back: Vec<uuid::Uuid>,
    pub changes: Vec<FieldChange>,
    /// The fields that change; none when there is nothing to write.
    pub fields: Vec<String>,
    pub marks: Marks,
    pub outcome: Outcome,
}

/// What a dataset becomes.
pub(super) fn plan(
    app: &App,
    origin: &Origin,
    coming: &Coming,
    contacts: Vec<Id>,
    existing: Option<(Dataset, Vec<Resource>)>,
) -> Result<Plan> {
    let now = app.now();
    let own = coming.known.as_ref().map(|known| known.fields.as_str());
    let written = own.or(coming.former.as_deref());
    let marks = written
        .filter(|_| existing.is_some())
        .and_then(|text| Marks::parse(text, own.is_none()));
    let overwrites = origin.source.overwrites();
    let merger = Merger {
        marks: marks.as_ref().map(|marks| &marks.fields),
        of_another: marks.as_ref().is_some_and(|marks| marks.of_another),
        overwrites,
        is_new: existing.is_none(),
    };
    let (former, here) = existing.map_or_else(|| (None, Vec::new()), |(d, r)| (Some(d), r));
    let base = former.clone().unwrap_or_else(|| Dataset {
        id: app.new_id(),
        owner: origin.source.owner,
        created_at_internal: now,
        last_modified_internal: now,
        ..Dataset::default()
    });
    let mut said = coming.one.dataset.clone();
    said.contact_points = contacts;
    let mut changes = Vec::new();
    let failed = anyhow::Error::from;
    let (mut dataset, fields) = merger
        .fields(&FIELDS, &base, &said, &mut changes)
        .map_err(failed)?;
    dataset.metrics.clone_from(&base.metrics);
    dataset.partial = false;
    for badge in &said.badges {
        if !dataset.badges.contains(badge) {
            dataset.badges.push(badge.clone());
        }
    }
    badge::of_dataset(&mut dataset, origin.is_certified);
    // A tag that the source takes back takes its badge with it.
    let is_gone = |kind: &String| base.tags.contains(kind) && !dataset.tags.contains(kind);
    let gone: Vec<String> = dataset
        .badges
        .iter()
        .filter(|it| is_gone(it))
        .cloned()
        .collect();
    dataset.badges.retain(|kind| !gone.contains(kind));
    let new_id = || crate::resource::new_id(app);
    let there = coming.one.resources.clone();
    let files = merge_files::merge(&here, there, marks.as_ref(), overwrites, (now, new_id));
    let files = files.map_err(failed)?;
    changes.extend(files.changes);

    let was_ours = |former: &Dataset| {
        archive::is_ours(former.harvest.as_ref())
            || coming.known.as_ref().is_some_and(|known| known.is_archived)
    };
    let is_back = former
        .as_ref()
        .is_some_and(|it| it.archived.is_some() && was_ours(it));
    if is_back {
        dataset.archived = None;
    }
    dataset.harvest = Some(facts(
        origin,
        coming,
        former.as_ref(),
        (&files.gone, &files.back),
        now,
    ));
    words::of_dataset(&mut dataset, &said);
    let mut fields_changed = Vec::new();
    if let Some(former) = &former {
        fields_changed = editing::changed(&undated(former)?, &undated(&dataset)?);
        if here != files.kept {
            fields_changed.push("resources".to_owned());
        }
    }
    let outcome = match (&former, is_back) {
        (None, _) => Outcome::Created,
        (Some(_), true) => Outcome::Restored,
        (Some(_), false) if fields_changed.is_empty() => Outcome::Unchanged,
        (Some(_), false) => Outcome::Updated,
    };
    if outcome == Outcome::Unchanged {
        dataset = base;
    } else {
        dataset.last_modified_internal = now;
        dataset.refresh(&files.kept);
    }
    Ok(Plan {
        dataset,
        resources: files.kept,
        former,
        gone: files.gone,
        back: files.back,
        marks: Marks {
            fields,
            files: files.marks,
            keeps: changes.iter().any(|change| change.kept),
            of_another: false,
        },
        changes,
        fields: fields_changed,
        outcome,
    })
}

/// The badges that a source gives and that the portal does not: that of data of high value is borne with its tag by what
/// certified public services publish, and by nobody else's.
pub(super) fn withheld(coming: &Coming, plan: &Plan) -> Vec<Lost> {
    let said = coming.one.dataset.badges.iter();
    let withheld = said.filter(|badge| !plan.dataset.badges.contains(badge));
    let lost = withheld.map(|badge| {
        let why = "a badge that only certified public services bear";
        Lost::new(&coming.one.remote_id, "badges", badge, why)
    });
    lost.collect()
}

/// The state of a dataset without the date of its reading.
fn undated(dataset: &Dataset) -> Result<Value> {
    let mut state = editing::state(dataset)?;
    if let Some(Value::Object(facts)) = state.get_mut("harvest") {
        facts.remove("last_update");
    }
    Ok(state)
}

/// What is remembered of where a dataset comes from.
fn facts(
    origin: &Origin,
    coming: &Coming,
    former: Option<&Dataset>,
    (gone, back): (&[Resource], &[uuid::Uuid]),
    now: Timestamp,
) -> Extras {
    let mut facts = coming.one.dataset.harvest.clone().unwrap_or_default();
    facts.insert("backend".to_owned(), json!(origin.backend));
    facts.insert("domain".to_owned(), json!(origin.domain));
    facts.insert("last_update".to_owned(), json!(now));
    facts.insert("remote_id".to_owned(), json!(coming.one.remote_id));
    facts.insert("source_id".to_owned(), json!(origin.source.id));
    facts.insert("source_url".to_owned(), json!(origin.source.url));
    if !coming.one.series.is_empty() {
        facts.insert("series".to_owned(), json!(coming.one.series));
    }
    // Files that the source no longer has are described here.
    let former = former.and_then(|former| {
        former
            .harvest
            .as_ref()?
            .get("archived_resources")?
            .as_array()
    });
    let mut archived: Vec<Value> = former.cloned().unwrap_or_default();
    archived.retain(|one| !back.iter().any(|id| one["id"] == json!(id)));
    archived.extend(gone.iter().map(|file| {
        json!({
            "id": file.id, "title": file.title, "url": file.url, "format": file.format, "archived_at": now,
        })
    }));
    if !archived.is_empty() {
        facts.insert("archived_resources".to_owned(), json!(archived));
    }
    facts
}
