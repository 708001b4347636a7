//! Looks at the links of files, some of them each hour, so that readers and the European assessment know which still
//! lead somewhere. Hosts are asked one thing at a time; a run is bounded in links and in time. When nothing at all
//! answers, it is our own line that is cut, and nothing is said of anybody.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;
use url::Url;
use uuid::Uuid;
use vitrail_domain::time::DAY;
use vitrail_domain::{Id, Resource};
use vitrail_net::Looked as Check;
use vitrail_store as store;

use super::Known;
use crate::{App, Result, resource};

pub const JOB: Known = Known {
    name: "links",
    cron: Some("41 * * * *"),
    tries: 1,
};

/// Links of one run.
const TOGETHER: i64 = 2_000;
/// A link is looked at again after this.
const AGAIN: i64 = 7 * DAY;
/// Hosts that are asked at once.
const HOSTS: usize = 8;
/// Between two questions to one host.
const PAUSE: Duration = Duration::from_millis(200);
/// The longest run.
const BUDGET: Duration = Duration::from_mins(20);
/// When so many links of several hosts were looked at and none answered, our own line is cut.
const ALL_DEAD: usize = 10;

type Link = (Id, Uuid, String, Check);

pub async fn run(app: &App) -> Result<String> {
    if app.settings().demo {
        return Ok("the links of a demonstration lead nowhere".to_owned());
    }
    if !app.settings().link_checks {
        return Ok("links are not looked at: see --link-checks".to_owned());
    }
    let due = store::resource::to_check(app.db(), app.now().plus(-AGAIN), TOGETHER).await?;
    let hosts = by_host(due);
    let asked = hosts.len();
    let looked = look(app, hosts).await?;
    let called = looked.iter().filter(|one| !one.3.refused);
    let (called, dead) = called.fold((0, 0), |(called, dead), one| {
        (called + 1, dead + usize::from(one.3.status.is_none()))
    });
    if asked > 1 && dead == called && dead >= ALL_DEAD {
        return Ok(format!(
            "none of {dead} links answered: is this machine on line? Nothing was written"
        ));
    }
    let mut by_dataset: HashMap<Id, Vec<(Uuid, String, Check)>> = HashMap::new();
    let total = looked.len();
    for (dataset, id, url, check) in looked {
        by_dataset
            .entry(dataset)
            .or_default()
            .push((id, url, check));
    }
    for (dataset, checks) in by_dataset {
        resource::keep_checks(app, dataset, &checks).await?;
    }
    Ok(format!(
        "{total} links of {asked} hosts looked at, {dead} without answer"
    ))
}

/// What is asked of each host.
fn by_host(due: Vec<(Id, Resource)>) -> Vec<Vec<(Id, Resource)>> {
    let mut hosts: BTreeMap<String, Vec<(Id, Resource)>> = BTreeMap::new();
    for (dataset, file) in due {
        let url = Url::parse(&file.url).ok();
        let host = url.and_then(|url| url.host_str().map(str::to_owned));
        hosts
            .entry(host.unwrap_or_default())
            .or_default()
            .push((dataset, file));
    }
    hosts.into_values().collect()
}

/// Asks several hosts at once, each one thing at a time, until all is asked or the time is over.
async fn look(app: &App, hosts: Vec<Vec<(Id, Resource)>>) -> Result<Vec<Link>> {
    let end = Instant::now() + BUDGET;
    let (waiting, looked) = (Mutex::new(hosts), Mutex::new(Vec::new()));
    let fetch = app.fetch()?;
    let next = || waiting.lock().ok().and_then(|mut hosts| hosts.pop());
    let one = async || {
        while let Some(files) = next() {
            for (place, (dataset, file)) in files.into_iter().enumerate() {
                if Instant::now() >= end {
                    return;
                }
                if place > 0 {
                    tokio::time::sleep(PAUSE).await;
                }
                let check = match Url::parse(&file.url) {
                    Ok(url) => fetch.look(&url).await,
                    Err(_) => Check::default(),
                };
                if let Ok(mut looked) = looked.lock() {
                    looked.push((dataset, file.id, file.url, check));
                }
            }
        }
    };
    let workers: [_; HOSTS] = std::array::from_fn(|_| one());
    futures_util::future::join_all(workers).await;
    Ok(looked.into_inner().unwrap_or_default())
}
