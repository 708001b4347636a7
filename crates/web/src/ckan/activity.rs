//! What happened to packages, from the log of changes: each with its package as it is now, since the portal keeps no copies of
//! what it was.

use std::collections::HashMap;

use serde::Serialize;
use vitrail_app::changes;
use vitrail_app::dataset::{self, Datasets, Files};
use vitrail_app::domain::{Actor, Change, Id, Kind, Timestamp};
use vitrail_app::matching::{self, Match, Wanted};
use vitrail_app::references::Wanted as Named;

use super::call::Call;
use super::refusal::Refusal;
use super::shape::{Package, instant};
use super::{ids, package, written};
use crate::Web;
use crate::context::Context;

/// How many come unless fewer are asked for, and how many at most, as on a CKAN.
const USUAL: i64 = 31;
const MOST: i64 = 100;

#[derive(Serialize)]
struct Activity<'p> {
    id: String,
    timestamp: String,
    user_id: Option<String>,
    object_id: &'p str,
    #[serde(rename = "activity_type")]
    sort: &'static str,
    data: Data<'p>,
    permission_labels: &'static [&'static str],
}

#[derive(Serialize)]
struct Data<'p> {
    package: &'p Package,
    actor: Option<&'p str>,
}

/// What happened to public packages.
pub async fn recent(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let changes = asked(web, call, None).await?;
    let mut ids: Vec<Id> = changes.iter().map(|change| change.subject.1).collect();
    ids.sort_unstable();
    ids.dedup();
    let wanted = Wanted {
        actor: Actor::default(),
        words: None,
        matching: Match::Ids(ids),
        sorts: Vec::new(),
        by: None,
        offset: 0,
        limit: MOST,
    };
    let found = matching::find(&web.app, wanted).await?;
    told(web, context, &changes, &found.datasets).await
}

/// What happened to one package.
pub async fn of_package(web: &Web, context: &Context, call: &Call) -> Result<String, Refusal> {
    let dataset = ids::dataset(web, &context.actor, &call.needed("id")?).await?;
    let changes = asked(web, call, Some(dataset.id)).await?;
    let found = dataset::with_references(&web.app, vec![dataset], Files::Whole).await?;
    told(web, context, &changes, &found).await
}

async fn asked(web: &Web, call: &Call, only: Option<Id>) -> Result<Vec<Change>, Refusal> {
    let limit = call.number("limit")?.unwrap_or(USUAL).min(MOST);
    let offset = call.number("offset")?.unwrap_or(0);
    let between = (at(call, "after")?, at(call, "before")?);
    let found = changes::of_datasets(&web.app, only, between, (offset, limit));
    Ok(found.await?)
}

/// An instant in seconds.
fn at(call: &Call, key: &'static str) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = call.text(key).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let seconds = text.parse::<f64>().ok();
    // Further is no date of a portal, and would not be exact.
    let seconds = seconds.filter(|seconds| seconds.abs() < 1e11);
    let wrong = || Refusal::Invalid(key, vec!["Please enter a decimal value".to_owned()]);
    let seconds = seconds.ok_or_else(wrong)?;
    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
    let micros = (seconds * 1e6).round() as i64;
    Ok(Some(Timestamp::from_micros(micros)))
}

async fn told(
    web: &Web,
    context: &Context,
    changes: &[Change],
    found: &Datasets,
) -> Result<String, Refusal> {
    let packages = package::packages(web, context, found).await?;
    let packages: HashMap<Id, &Package> = found
        .data
        .iter()
        .map(|dataset| dataset.id)
        .zip(&packages)
        .collect();
    let mut named = Named::default();
    for change in changes {
        named.user(change.actor);
    }
    let named = named.load(&web.app).await?;
    let activities = changes.iter().filter_map(|change| {
        // It may have left between two readings.
        let package = packages.get(&change.subject.1)?;
        let actor = change.actor.and_then(|id| named.users.get(&id));
        let of_actor = change.actor.map(|id| ids::uuid(Kind::User, id).to_string());
        Some(Activity {
            id: ids::of_change(change.seq).to_string(),
            timestamp: instant(change.at),
            // Nobody in particular imports and harvests: it is done for who publishes.
            user_id: of_actor.or_else(|| package.creator_user_id.clone()),
            object_id: &package.id,
            sort: match change.operation.as_str() {
                "created" | "imported" => "new package",
                "deleted" => "deleted package",
                _ => "changed package",
            },
            data: Data {
                package,
                actor: actor.map(|user| user.slug.as_str()),
            },
            permission_labels: if package.private { &[] } else { &["public"] },
        })
    });
    Ok(written(&activities.collect::<Vec<Activity>>()))
}
