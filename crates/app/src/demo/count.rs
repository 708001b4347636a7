//! Counts shown with objects. Followers, reuses, discussions are counted from what was drawn; views and
//! downloads are drawn, since nobody has come yet, and the pages of the demonstration say so.

use std::collections::HashMap;

use serde_json::Value;
use vitrail_domain::dataset::Metrics;
use vitrail_domain::{Dataset, Id, Kind, Owner, Resource};

use super::chance::Chance;
use super::write::Catalogue;

/// What can be counted for one object.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    followers: i64,
    following: i64,
    reuses: i64,
    datasets: i64,
    dataservices: i64,
    discussions: i64,
    discussions_open: i64,
}

fn metrics<const N: usize>(pairs: [(&str, i64); N]) -> Metrics {
    pairs
        .into_iter()
        .map(|(key, count)| (key.to_owned(), Value::from(count)))
        .collect()
}

/// Draws the views of a dataset and the downloads of its files: those that are reused are seen more.
pub fn seen(dataset: &mut Dataset, resources: &mut [Resource], reuses: i64, chance: &mut Chance) {
    let views = chance.skewed(6, 4_200) + reuses * chance.between(150, 900);
    let mut downloads = 0;
    for resource in resources.iter_mut() {
        let count = views * chance.between(2, 30) / 100;
        downloads += count;
        resource.metrics = metrics([("views", count)]);
    }
    dataset.metrics = metrics([
        ("views", views),
        ("resources_downloads", downloads),
        ("followers", 0),
        ("reuses", reuses),
        ("dataservices", 0),
        ("discussions", 0),
        ("discussions_open", 0),
    ]);
}

/// Writes the counts of everything that was drawn by hand.
pub fn fill(catalogue: &mut Catalogue, seed: u64) {
    let counts = counts(catalogue);
    let of = |id: Id| counts.get(&id).copied().unwrap_or_default();
    for (number, entry) in catalogue.entries.iter_mut().enumerate() {
        let count = of(entry.dataset.id);
        let mut chance = Chance::of(seed, &format!("views of a dataset {number}"));
        seen(
            &mut entry.dataset,
            &mut entry.resources,
            count.reuses,
            &mut chance,
        );
        entry.dataset.metrics.extend(metrics([
            ("followers", count.followers),
            ("dataservices", count.dataservices),
            ("discussions", count.discussions),
            ("discussions_open", count.discussions_open),
        ]));
    }
    for (number, reuse) in catalogue.reuses.iter_mut().enumerate() {
        let count = of(reuse.id);
        let mut chance = Chance::of(seed, &format!("views of a reuse {number}"));
        reuse.metrics = metrics([
            ("views", chance.skewed(20, 6_000)),
            ("datasets", i64::try_from(reuse.datasets.len()).unwrap_or(0)),
            ("followers", count.followers),
            ("discussions", count.discussions),
            ("discussions_open", count.discussions_open),
        ]);
    }
    for (number, service) in catalogue.services.iter_mut().enumerate() {
        let count = of(service.id);
        let mut chance = Chance::of(seed, &format!("views of a service {number}"));
        service.metrics = metrics([
            ("views", chance.skewed(20, 3_000)),
            ("followers", count.followers),
            ("reuses", 0),
            ("discussions", 0),
            ("discussions_open", 0),
        ]);
    }
    for user in &mut catalogue.people {
        let count = of(user.id);
        user.metrics = metrics([
            ("datasets", count.datasets),
            ("dataservices", 0),
            ("reuses", count.reuses),
            ("followers", count.followers),
            ("following", count.following),
        ]);
    }
    for (number, publisher) in catalogue.publishers.iter_mut().enumerate() {
        let count = of(publisher.organization.id);
        let mut chance = Chance::of(seed, &format!("views of an organization {number}"));
        publisher.organization.metrics = metrics([
            ("views", chance.skewed(40, 9_000)),
            ("datasets", count.datasets),
            ("dataservices", count.dataservices),
            ("reuses", count.reuses),
            ("followers", count.followers),
            (
                "members",
                i64::try_from(publisher.organization.members.len()).unwrap_or(0),
            ),
        ]);
    }
}

fn counts(catalogue: &Catalogue) -> HashMap<Id, Counts> {
    let mut counts: HashMap<Id, Counts> = HashMap::new();
    let id = |owner: Owner| owner.organization().or(owner.user());
    for entry in catalogue
        .entries
        .iter()
        .filter(|entry| entry.dataset.is_visible())
    {
        if let Some(owner) = id(entry.dataset.owner) {
            counts.entry(owner).or_default().datasets += 1;
        }
    }
    for reuse in catalogue.reuses.iter().filter(|reuse| reuse.is_visible()) {
        for subject in reuse.datasets.iter().copied().chain(id(reuse.owner)) {
            counts.entry(subject).or_default().reuses += 1;
        }
    }
    for service in catalogue
        .services
        .iter()
        .filter(|service| service.is_visible())
    {
        for subject in service.datasets.iter().copied().chain(id(service.owner)) {
            counts.entry(subject).or_default().dataservices += 1;
        }
    }
    for discussion in &catalogue.discussions {
        let count = counts.entry(discussion.subject.1).or_default();
        count.discussions += 1;
        count.discussions_open += i64::from(discussion.closed.is_none());
    }
    for follow in &catalogue.follows {
        counts.entry(follow.following.1).or_default().followers += 1;
        counts.entry(follow.follower).or_default().following += 1;
    }
    counts
}

/// The figures of the portal.
pub fn site(catalogue: &Catalogue, datasets: usize, resources: usize) -> Metrics {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let followers = catalogue.follows.iter();
    metrics([
        ("datasets", number(datasets)),
        ("resources", number(resources)),
        ("organizations", number(catalogue.publishers.len())),
        ("users", number(catalogue.people.len())),
        (
            "reuses",
            number(
                catalogue
                    .reuses
                    .iter()
                    .filter(|reuse| reuse.is_visible())
                    .count(),
            ),
        ),
        (
            "dataservices",
            number(
                catalogue
                    .services
                    .iter()
                    .filter(|service| service.is_visible())
                    .count(),
            ),
        ),
        ("discussions", number(catalogue.discussions.len())),
        (
            "followers",
            number(
                followers
                    .filter(|follow| follow.following.0 == Kind::Dataset)
                    .count(),
            ),
        ),
    ])
}
