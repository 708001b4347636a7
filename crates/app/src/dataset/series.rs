//! Series, as the source of a dataset tells them: those that it belongs to, and those that belong to it.

use std::collections::{BTreeMap, HashMap};

use vitrail_domain::{Dataset, Id, Kind};
use vitrail_store as store;
use vitrail_store::harvest::known;

use crate::{App, Listed, Result};

/// What a dataset has to do with series, of what everybody may read.
#[derive(Clone, Debug)]
pub struct Series {
    /// Those that it belongs to.
    pub wholes: Vec<Dataset>,
    /// Those that belong to it: the first ones, and how many.
    pub members: Listed<Dataset>,
}

/// The first members of a series that are read.
const MOST: i64 = 30;

/// The series of a dataset and its members.
pub async fn of(app: &App, dataset: &Dataset) -> Result<Series> {
    let mut wholes = wholes(app, std::slice::from_ref(dataset)).await?;
    let wholes = wholes.of.remove(&dataset.id).map(|ids| {
        ids.into_iter()
            .filter_map(|id| wholes.here.remove(&id))
            .collect()
    });
    let mut found = Series {
        wholes: wholes.unwrap_or_default(),
        members: Listed {
            data: Vec::new(),
            total: 0,
        },
    };
    if let Some(source) = source(dataset) {
        let names: Vec<String> = ["remote_id", "uri", "dct_identifier"]
            .into_iter()
            .filter_map(|key| Some(dataset.harvest.as_ref()?.get(key)?.as_str()?.to_owned()))
            .collect();
        let listed = store::harvest::series::members(app.db(), source, &names, MOST).await?;
        let mut data = store::subject::in_order::<Dataset>(app.db(), &listed.data).await?;
        data.retain(|member| member.id != dataset.id);
        found.members = Listed {
            data,
            total: listed.total,
        };
    }
    Ok(found)
}

/// The series that datasets belong to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wholes {
    pub of: HashMap<Id, Vec<Id>>,
    pub here: BTreeMap<Id, Dataset>,
}

impl Wholes {
    pub fn of(&self, dataset: Id) -> Vec<&Dataset> {
        let ids = self.of.get(&dataset).into_iter().flatten();
        ids.filter_map(|id| self.here.get(id)).collect()
    }
}

/// The series that these datasets belong to and that everybody may read.
pub(crate) async fn wholes(app: &App, datasets: &[Dataset]) -> Result<Wholes> {
    let mut asked: BTreeMap<Id, Vec<(Id, &str)>> = BTreeMap::new();
    for dataset in datasets {
        if let Some(source) = source(dataset) {
            let named = names(dataset).map(|name| (dataset.id, name));
            asked.entry(source).or_default().extend(named);
        }
    }
    asked.retain(|_, named| !named.is_empty());
    let mut found = Wholes::default();
    for (source, named) in asked {
        let mut all: Vec<String> = named.iter().map(|(_, name)| (*name).to_owned()).collect();
        all.sort_unstable();
        all.dedup();
        let mut here = known::by_uri(app.db(), source, &all).await?;
        let by_name = known::of_these(app.db(), (source, Kind::Dataset), &all).await?;
        here.extend(
            by_name
                .into_iter()
                .map(|(name, known)| (name, known.subject)),
        );
        for (id, name) in named {
            let whole = here.get(name).copied().filter(|whole| *whole != id);
            let wholes = found.of.entry(id).or_default();
            wholes.extend(whole.filter(|whole| !wholes.contains(whole)));
        }
    }
    let mut ids: Vec<Id> = found.of.values().flatten().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() {
        let here = store::subject::by_ids::<Dataset>(app.db(), &ids).await?;
        found.here = here.into_iter().filter(|(_, it)| it.is_visible()).collect();
    }
    Ok(found)
}

/// What the source calls them.
pub(crate) fn names(dataset: &Dataset) -> impl Iterator<Item = &str> {
    let facts = dataset.harvest.as_ref();
    let named = facts.and_then(|facts| facts.get("series")?.as_array());
    named
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_str)
}

fn source(dataset: &Dataset) -> Option<Id> {
    dataset
        .harvest
        .as_ref()?
        .get("source_id")?
        .as_str()?
        .parse()
        .ok()
}
