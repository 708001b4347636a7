//! Who gets which slug: an object keeps the one of its source; of two that claim the same, the older id keeps
//! it and the other gets a number. Stubs give theirs over to anybody.

use std::collections::{BTreeMap, HashMap, HashSet};

use vitrail_domain::{Id, slug};
use vitrail_store as store;

use super::imported::Imported;
use super::plan::Plan;
use super::report::{Outcome, Report};
use crate::{App, Result};

/// Gives each plan its slug. Objects of the portal that must give theirs over join the plans.
pub async fn settle<T: Imported>(
    app: &App,
    plans: &mut Vec<Plan<T>>,
    leaving: &HashSet<Id>,
    report: &mut Report,
) -> Result<()> {
    for plan in &mut *plans {
        let wanted = wanted(plan, report);
        plan.object.set_slug(wanted);
    }
    let batch: HashMap<Id, usize> = plans.iter().map(Plan::id).zip(0..).collect();
    invite_holders(app, plans, &batch, leaving).await?;

    let mut claims: BTreeMap<String, Vec<(bool, Id, usize)>> = BTreeMap::new();
    for (place, plan) in plans.iter().enumerate() {
        let slug = plan.object.slug().unwrap_or_default().to_owned();
        let claim = (plan.object.yields(), plan.id(), place);
        claims.entry(slug).or_default().push(claim);
    }
    let mut taken: HashSet<String> = claims.keys().cloned().collect();
    let mut losers = Vec::new();
    for (slug, mut claimants) in claims {
        claimants.sort_unstable();
        let rest = claimants.into_iter().skip(1);
        losers.extend(rest.map(|(_, id, place)| (slug.clone(), id, place)));
    }
    let holders: HashSet<Id> = plans.iter().map(Plan::id).collect();
    for (slug, id, place) in losers {
        let own = plans
            .get(place)
            .and_then(|plan| plan.before.as_ref()?.slug())
            .filter(|own| is_numbered(own, &slug) && !taken.contains(*own))
            .map(str::to_owned);
        let number = if let Some(own) = own {
            own
        } else {
            let given = numbered::<T>(app, &slug, &taken, &holders).await?;
            report.note(
                Outcome::Mended,
                "a slug of an older object got a number",
                || format!("{} {id}: {slug} became {given}", T::KIND),
            );
            given
        };
        taken.insert(number.clone());
        if let Some(plan) = plans.get_mut(place) {
            plan.object.set_slug(number);
        }
    }
    Ok(())
}

/// The slug that an object comes with, or one made of its title.
fn wanted<T: Imported>(plan: &Plan<T>, report: &mut Report) -> String {
    let own = plan.object.slug().unwrap_or_default();
    let sound = !own.is_empty()
        && own.len() <= slug::MAX_LENGTH
        && own
            .chars()
            .all(|c| !c.is_whitespace() && !matches!(c, '/' | '?' | '#' | '%'));
    if sound {
        return own.to_owned();
    }
    if !own.is_empty() {
        report.note(
            Outcome::Mended,
            "a slug unfit for an address was made again",
            || format!("{} {}: {own}", T::KIND, plan.id()),
        );
    }
    let made = slug::slugify(plan.object.title().unwrap_or_default());
    if made.is_empty() {
        T::KIND.as_str().replace('_', "-")
    } else {
        made
    }
}

/// Adds to the plans the objects of the portal that hold a slug which another claims.
async fn invite_holders<T: Imported>(
    app: &App,
    plans: &mut Vec<Plan<T>>,
    batch: &HashMap<Id, usize>,
    leaving: &HashSet<Id>,
) -> Result<()> {
    let new: Vec<String> = plans
        .iter()
        .filter(|plan| plan.before.as_ref().and_then(T::slug) != plan.object.slug())
        .filter_map(|plan| plan.object.slug().map(str::to_owned))
        .collect();
    let held = store::slug::holders(app.db(), T::TABLE, &new).await?;
    let outside: Vec<Id> = held
        .into_iter()
        .map(|(_, id)| id)
        .filter(|id| !batch.contains_key(id) && !leaving.contains(id))
        .collect();
    for (_, object) in store::subject::by_ids::<T>(app.db(), &outside).await? {
        plans.push(Plan {
            before: Some(object.clone()),
            object,
            parts: None,
        });
    }
    Ok(())
}

fn is_numbered(slug: &str, stem: &str) -> bool {
    slug.strip_prefix(stem)
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

async fn numbered<T: Imported>(
    app: &App,
    stem: &str,
    taken: &HashSet<String>,
    batch: &HashSet<Id>,
) -> Result<String> {
    let elsewhere: HashSet<String> = store::slug::beginning_with(app.db(), T::TABLE, stem)
        .await?
        .into_iter()
        .filter(|(_, id)| !batch.contains(id))
        .map(|(slug, _)| slug)
        .collect();
    Ok(slug::unique(stem, T::KIND.as_str(), |slug| {
        taken.contains(slug) || elsewhere.contains(slug)
    }))
}
