//! What is read of what somebody publishes, for those who publish it: month by month, and what is read most.

use std::collections::BTreeMap;

use vitrail_domain::{Actor, Id, Kind};

use crate::subjects::{self, Subjects};
use crate::traffic::{self, Condition, Traffic, Wanted};
use crate::{App, Error, Page, Result, dataservice, dataset, reading, reuse};

/// Whose readers are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Site,
    Organization(Id),
    /// What the caller publishes in their own name.
    Me,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub struct Readership {
    /// The last twelve months in which something was read, in order.
    pub months: Vec<Traffic>,
    /// What was read most since counting began, by kind.
    pub best: Vec<(Kind, Vec<Traffic>)>,
    pub subjects: Subjects,
    /// The datasets of one person, by which their figures are asked for; none for others.
    pub datasets: Vec<Id>,
}

const MONTHS: i64 = 12;
/// How many objects of each kind are named.
const BEST: i64 = 10;
/// Most objects of one person that are looked at.
const OWN: i64 = 200;

const KINDS: [Kind; 3] = [Kind::Dataset, Kind::Reuse, Kind::Dataservice];

/// The readers of what somebody publishes: for themselves, their colleagues and sysadmins.
pub async fn read(app: &App, actor: &Actor, of: Of) -> Result<Readership> {
    let mut found = Readership::default();
    let mut own: BTreeMap<Kind, Vec<Id>> = BTreeMap::new();
    match of {
        Of::Site => {
            reading::sysadmin(actor)?;
            found.months = months(app, Kind::Site.as_str(), Vec::new()).await?;
        }
        Of::Organization(id) => {
            if !actor.belongs_to(id) {
                return Err(Error::Forbidden);
            }
            let only = is("subject_id", id);
            found.months = months(app, Kind::Organization.as_str(), vec![only]).await?;
        }
        Of::Me => {
            own = of_person(app, actor).await?;
            found.months = added(app, &own).await?;
            found.datasets = own.get(&Kind::Dataset).cloned().unwrap_or_default();
        }
    }
    for kind in KINDS {
        let only = match of {
            Of::Site => None,
            Of::Organization(id) => Some(is("organization_id", id)),
            Of::Me => match own.get(&kind).filter(|ids| !ids.is_empty()) {
                Some(ids) => Some(among(ids)),
                None => continue,
            },
        };
        let best = best(app, kind, only).await?;
        if !best.is_empty() {
            found.best.push((kind, best));
        }
    }
    let mut named: Vec<(Kind, Id)> = Vec::new();
    for (kind, all) in &found.best {
        let ids = all.iter().filter_map(|one| one.subject.parse().ok());
        named.extend(ids.map(|id| (*kind, id)));
    }
    found.subjects = subjects::load(app, named).await?;
    Ok(found)
}

fn is(column: &'static str, id: Id) -> Condition {
    Condition {
        column,
        number: false,
        operator: "=",
        values: vec![id.to_string()],
    }
}

fn among(ids: &[Id]) -> Condition {
    Condition {
        column: "subject_id",
        number: false,
        operator: "IN",
        values: ids.iter().map(Id::to_string).collect(),
    }
}

/// The last months of one subject, in order.
async fn months(app: &App, kind: &'static str, conditions: Vec<Condition>) -> Result<Vec<Traffic>> {
    let wanted = Wanted {
        kind,
        conditions,
        sorts: vec![("month", true)],
        ..Wanted::default()
    };
    let page = Page {
        number: 1,
        size: MONTHS,
    };
    let mut months = traffic::list(app, &wanted, page).await?.data;
    months.reverse();
    Ok(months)
}

async fn best(app: &App, kind: Kind, only: Option<Condition>) -> Result<Vec<Traffic>> {
    let wanted = Wanted {
        kind: kind.as_str(),
        totals: true,
        conditions: only.into_iter().collect(),
        sorts: vec![("visit", true), ("download_resource", true)],
    };
    let page = Page {
        number: 1,
        size: BEST,
    };
    Ok(traffic::list(app, &wanted, page).await?.data)
}

/// What a person publishes in their own name.
async fn of_person(app: &App, actor: &Actor) -> Result<BTreeMap<Kind, Vec<Id>>> {
    let owner = Some(reading::signed_in(actor)?);
    let page = Page {
        number: 1,
        size: OWN,
    };
    let filter = dataset::Filter {
        owner,
        ..dataset::Filter::default()
    };
    let datasets = dataset::list(app, actor, &filter, None, page).await?.data;
    let filter = reuse::Filter {
        owner,
        ..reuse::Filter::default()
    };
    let reuses = reuse::list(app, actor, &filter, None, page).await?.data;
    let filter = dataservice::Filter {
        owner,
        ..dataservice::Filter::default()
    };
    let services = dataservice::list(app, actor, &filter, None, page).await?;
    Ok(BTreeMap::from([
        (Kind::Dataset, datasets.iter().map(|one| one.id).collect()),
        (Kind::Reuse, reuses.iter().map(|one| one.id).collect()),
        (
            Kind::Dataservice,
            services.data.iter().map(|one| one.id).collect(),
        ),
    ]))
}

/// The months of several objects, added up.
async fn added(app: &App, own: &BTreeMap<Kind, Vec<Id>>) -> Result<Vec<Traffic>> {
    let mut months: BTreeMap<String, Traffic> = BTreeMap::new();
    let page = Page {
        number: 1,
        size: OWN * MONTHS,
    };
    for (kind, ids) in own.iter().filter(|(_, ids)| !ids.is_empty()) {
        let wanted = Wanted {
            kind: kind.as_str(),
            conditions: vec![among(ids)],
            sorts: vec![("month", true)],
            ..Wanted::default()
        };
        for row in traffic::list(app, &wanted, page).await?.data {
            let month = months.entry(row.month.clone()).or_insert_with(|| Traffic {
                kind: Kind::User.as_str().to_owned(),
                month: row.month.clone(),
                ..Traffic::default()
            });
            match kind {
                Kind::Dataset => month.visit_dataset += row.visit,
                Kind::Reuse => month.visit_reuse += row.visit,
                _ => month.visit_dataservice += row.visit,
            }
            month.download_resource += row.download_resource;
        }
    }
    let last = usize::try_from(MONTHS).unwrap_or(12);
    let skipped = months.len().saturating_sub(last);
    Ok(months.into_values().skip(skipped).collect())
}
