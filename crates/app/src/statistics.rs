//! What the portal changes, before what it holds: the four figures of its public page. They look at much, and are
//! kept for ten minutes.

use std::collections::HashMap;

use tokio::sync::Mutex;
use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::{Actor, Discussion, Id, Kind, Organization, Owner, Timestamp};
use vitrail_store as store;

use crate::subjects::{self, Subjects};
use crate::traffic::{self, Traffic, Wanted};
use crate::{App, Listed, Page, Result, Sort, Viewer, dataset, discussion};

/// The datasets that are looked at most.
const TOP: i64 = 100;
/// Discussions that are looked at.
const DISCUSSIONS: i64 = 2_000;
const LIFE: i64 = 600 * SECOND;
const YEAR: i64 = 365 * DAY;

/// The figures and when they were made.
#[derive(Default)]
pub struct Kept(Mutex<Option<(Timestamp, Impact)>>);

/// The four figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impact {
    /// How many datasets are among the most viewed.
    pub top: i64,
    /// Their mean quality, from 0 to 1.
    pub quality: f64,
    /// How many of them somebody reuses.
    pub reused: i64,
    /// Discussions of the last twelve months.
    pub asked: i64,
    /// Those of them that whoever publishes answered.
    pub answered: i64,
    /// The time that half of these answers took at most, in microseconds.
    pub delay: Option<i64>,
    /// Readers who found what they came for in the last twelve months, and who did not.
    pub found: i64,
    pub missed: i64,
}

/// The figures of now, or of a few minutes ago.
pub async fn impact(app: &App) -> Result<Impact> {
    let mut kept = app.impact().0.lock().await;
    if let Some((at, impact)) = kept.as_ref()
        && (0..LIFE).contains(&(app.now().micros() - at.micros()))
    {
        return Ok(impact.clone());
    }
    let mut impact = Impact::default();
    quality(app, &mut impact).await?;
    answers(app, &mut impact).await?;
    let since: String = app.now().plus(-YEAR).to_string().chars().take(7).collect();
    for (_, found, missed) in store::traffic::answers(app.db(), &since).await? {
        impact.found += found;
        impact.missed += missed;
    }
    *kept = Some((app.now(), impact.clone()));
    Ok(impact)
}

async fn quality(app: &App, impact: &mut Impact) -> Result<()> {
    let sort = Sort {
        column: "views",
        descending: true,
    };
    let page = Page {
        number: 1,
        size: TOP,
    };
    let filter = dataset::Filter::default();
    let found = dataset::list(app, &Actor::default(), &filter, Some(sort), page).await?;
    let mut sum = 0.0;
    for one in &found.data {
        sum += one.quality.score(one, app.now()).score;
        impact.top += 1;
        impact.reused += i64::from(vitrail_domain::dataset::count(&one.metrics, "reuses") > 0);
    }
    // At most a hundred.
    let top = i32::try_from(impact.top).map_or(1.0, f64::from);
    impact.quality = if impact.top > 0 { sum / top } else { 0.0 };
    Ok(())
}

async fn answers(app: &App, impact: &mut Impact) -> Result<()> {
    let sort = Sort {
        column: "created",
        descending: true,
    };
    let page = Page {
        number: 1,
        size: DISCUSSIONS,
    };
    let filter = discussion::Filter::default();
    let viewer = Viewer::of(&Actor::default());
    let Listed { mut data, .. } =
        store::discussion::list(app.db(), &filter, &viewer, Some(sort), page).await?;
    let since = app.now().plus(-YEAR);
    data.retain(|one| one.created > since);
    let named = subjects::load(app, data.iter().map(|one| one.subject)).await?;
    let members = members(app, &data, &named).await?;
    let mut delays = Vec::new();
    for one in &data {
        let Some(subject) = named.get(one.subject) else {
            continue;
        };
        impact.asked += 1;
        delays.extend(delay(one, subject.owner, &members));
    }
    delays.sort_unstable();
    impact.answered = i64::try_from(delays.len()).unwrap_or(0);
    impact.delay = delays.get(delays.len() / 2).copied();
    Ok(())
}

type Members = HashMap<Id, Vec<Id>>;

async fn members(app: &App, data: &[Discussion], named: &Subjects) -> Result<Members> {
    let owners = data.iter().filter_map(|one| named.get(one.subject));
    let mut ids: Vec<Id> = owners.filter_map(|one| one.owner.organization()).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = store::subject::by_ids::<Organization>(app.db(), &ids).await?;
    let people = |one: Organization| one.members.into_iter().map(|member| member.user).collect();
    Ok(found
        .into_iter()
        .map(|(id, one)| (id, people(one)))
        .collect())
}

/// How long whoever publishes let the asker wait; nothing when they asked themselves, or did not answer.
fn delay(one: &Discussion, owner: Owner, members: &Members) -> Option<i64> {
    let publishes = |user: Option<Id>, organization: Option<Id>| match owner {
        Owner::Organization(id) => {
            organization == Some(id)
                || user.is_some_and(|user| members.get(&id).is_some_and(|all| all.contains(&user)))
        }
        Owner::User(id) => user == Some(id),
        Owner::Nobody => false,
    };
    if publishes(one.user, one.organization) {
        return None;
    }
    let mut answers = one.messages.iter().skip(1);
    let first = answers.find(|one| publishes(one.posted_by, one.posted_by_organization))?;
    Some(first.posted_on.micros() - one.created.micros())
}

/// What was read of the portal, the last twelve months in order.
pub async fn traffic(app: &App) -> Result<Vec<Traffic>> {
    let wanted = Wanted {
        kind: Kind::Site.as_str(),
        sorts: vec![("month", true)],
        ..Wanted::default()
    };
    let page = Page {
        number: 1,
        size: 12,
    };
    let mut months = traffic::list(app, &wanted, page).await?.data;
    months.reverse();
    Ok(months)
}
