//! What the portal changes, before what it holds: the four figures of its public page. They look at much, and are
//! kept for ten minutes.

use std::collections::{HashMap, HashSet};

use tokio::sync::Mutex;
use vitrail_domain::time::{DAY, SECOND};
use vitrail_domain::{Actor, Discussion, Id, Kind, Organization, Owner, Timestamp, User};
use vitrail_store as store;

use crate::subjects::{self, Subjects};
use crate::traffic::{self, Traffic, Wanted};
use crate::{App, Listed, Page, Result, Sort, Viewer, dataset, discussion};

/// The datasets that are looked at most: those whose quality is measured, and those that should be reused.
const VIEWED: i64 = 1_000;
const LEADING: i64 = 100;
/// Discussions that are looked at.
const DISCUSSIONS: i64 = 2_000;
const LIFE: i64 = 600 * SECOND;
const YEAR: i64 = 365 * DAY;
/// No answer takes longer in the figures; a question without answer took as long.
const LONGEST: i64 = 30 * DAY;

/// The figures and when they were made.
#[derive(Default)]
pub struct Kept(Mutex<Option<(Timestamp, Impact)>>);

/// The four figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impact {
    /// How many datasets are among the most viewed.
    pub viewed: i64,
    /// Their mean quality, from 0 to 1.
    pub quality: f64,
    /// How many are among the very first of them.
    pub leading: i64,
    /// How many of these somebody reuses.
    pub reused: i64,
    /// Discussions of datasets in the last twelve months, opened by others than their publishers.
    pub asked: i64,
    /// Those of them that whoever publishes, or the portal, answered.
    pub answered: i64,
    /// The mean time until this answer, in microseconds.
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
        size: VIEWED,
    };
    let filter = dataset::Filter::default();
    let found = dataset::list(app, &Actor::default(), &filter, Some(sort), page).await?;
    let mut sum = 0.0;
    for one in &found.data {
        sum += one.quality.score(one, app.now()).score;
        impact.viewed += 1;
        if impact.leading < LEADING {
            impact.leading += 1;
            impact.reused += i64::from(vitrail_domain::dataset::count(&one.metrics, "reuses") > 0);
        }
    }
    // At most a thousand.
    let viewed = i32::try_from(impact.viewed).map_or(1.0, f64::from);
    impact.quality = if impact.viewed > 0 { sum / viewed } else { 0.0 };
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
    let filter = discussion::Filter {
        kind: Some(Kind::Dataset),
        ..discussion::Filter::default()
    };
    let viewer = Viewer::of(&Actor::default());
    let Listed { mut data, .. } =
        store::discussion::list(app.db(), &filter, &viewer, Some(sort), page).await?;
    let since = app.now().plus(-YEAR);
    data.retain(|one| one.created > since);
    let named = subjects::load(app, data.iter().map(|one| one.subject)).await?;
    let members = members(app, &data, &named).await?;
    let team = team(app, &data).await?;
    let mut waited = 0;
    for one in &data {
        let Some(subject) = named.get(one.subject) else {
            continue;
        };
        let Some(delay) = delay(one, subject.owner, (&members, &team)) else {
            continue;
        };
        impact.asked += 1;
        impact.answered += i64::from(delay.is_some());
        waited += delay.unwrap_or(LONGEST).clamp(0, LONGEST);
    }
    impact.delay = (impact.asked > 0).then(|| waited / impact.asked);
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

/// Those of the portal itself among who wrote.
async fn team(app: &App, data: &[Discussion]) -> Result<HashSet<Id>> {
    let messages = data.iter().flat_map(|one| &one.messages);
    let mut ids: Vec<Id> = messages.filter_map(|one| one.posted_by).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = store::subject::by_ids::<User>(app.db(), &ids).await?;
    let team = found.into_values().filter(|user| user.admin);
    Ok(team.map(|user| user.id).collect())
}

/// How long the asker waited for a first answer of whoever publishes or of the portal, if there is one; nothing when
/// whoever publishes asked.
#[expect(
    clippy::option_option,
    reason = "no question and no answer are two things"
)]
fn delay(
    one: &Discussion,
    owner: Owner,
    (members, team): (&Members, &HashSet<Id>),
) -> Option<Option<i64>> {
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
    let answers = |user: Option<Id>, organization: Option<Id>| {
        // Whoever asks does not answer themselves.
        publishes(user, organization)
            || (user != one.user && user.is_some_and(|user| team.contains(&user)))
    };
    let mut said = one.messages.iter().skip(1);
    let first = said.find(|one| answers(one.posted_by, one.posted_by_organization));
    Some(first.map(|first| first.posted_on.micros() - one.created.micros()))
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
