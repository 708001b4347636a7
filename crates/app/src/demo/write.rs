//! Draws the catalogue and writes it: files first, then the objects in one transaction, then, beyond the first
//! three hundred datasets, the others by thousands. A portal that holds anything is left as it is.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use vitrail_domain::organization::Role;
use vitrail_domain::{
    Change, CommunityResource, Dataservice, Discussion, Follow, Id, Kind, Post, Reuse, Site, Topic,
    TopicElement, User,
};
use vitrail_store as store;
use vitrail_store::Tx;

use super::chance::Chance;
use super::choice::{Choices, HOSTED};
use super::dataset::{Draw, Entry};
use super::organization::{self, Publisher};
use super::territory::Territories;
use super::user::ACCOUNTS;
use super::{change, community, count, discussion, follow, post, reuse, topic, user};
use crate::{App, Result, account, file};

/// How large, and which.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub datasets: usize,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            datasets: 300,
            seed: 1,
        }
    }
}

/// Somebody who can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub email: &'static str,
    pub password: &'static str,
    /// `admin`, `editor` (of some organizations) or `user`.
    pub role: &'static str,
}

/// What was done.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// False when the portal already held something: nothing was written then.
    pub new: bool,
    pub datasets: usize,
    pub resources: usize,
    pub files: usize,
    pub organizations: usize,
    /// Those of the demonstration that this portal knows.
    pub accounts: Vec<Account>,
}

/// Everything but the datasets of a large catalogue.
pub struct Catalogue {
    pub people: Vec<User>,
    pub publishers: Vec<Publisher>,
    pub entries: Vec<Entry>,
    pub reuses: Vec<Reuse>,
    pub services: Vec<Dataservice>,
    pub topics: Vec<(Topic, Vec<TopicElement>)>,
    pub discussions: Vec<Discussion>,
    pub posts: Vec<Post>,
    pub community: Vec<CommunityResource>,
    pub follows: Vec<Follow>,
}

/// How many datasets are written in one transaction.
const BATCH: usize = 1_000;

/// Writes the demonstration into an empty portal; `progress` is told how many datasets of how many are there.
pub async fn write(
    app: &App,
    options: Options,
    mut progress: impl FnMut(u64, u64),
) -> Result<Written> {
    let datasets = store::subject::ids_after(app.db(), "dataset", None, 1).await?;
    let users = store::subject::ids_after(app.db(), "user_account", None, 1).await?;
    if !datasets.is_empty() || !users.is_empty() {
        return Ok(Written {
            accounts: known_accounts(app).await?,
            ..Written::default()
        });
    }
    let territories = Territories::load();
    let (now, seed) = (app.now(), options.seed);
    let people = user::draw(seed, now);
    let publishers = organization::draw(&territories, options.datasets, seed, now, &people);
    let mut choices = Choices::new(&publishers, options.datasets, seed);
    let mut slugs = HashSet::new();
    let draw = Draw {
        seed,
        now,
        territories: &territories,
        publishers: &publishers,
        people: &people,
    };
    let entries: Vec<Entry> = (0..options.datasets.min(HOSTED))
        .zip(&mut choices)
        .filter_map(|(number, choice)| draw.entry(number, &choice, true, &mut slugs))
        .collect();
    let mut catalogue = surround(entries, publishers, people, seed, now);
    count::fill(&mut catalogue, seed);

    let total = u64::try_from(options.datasets).unwrap_or(u64::MAX);
    let files = write_files(app, &catalogue.entries, |done| progress(done, total)).await?;
    write_head(app, &catalogue).await?;
    let mut tail = Tail {
        app,
        draw: Draw {
            seed,
            now,
            territories: &territories,
            publishers: &catalogue.publishers,
            people: &catalogue.people,
        },
        slugs,
        by_owner: HashMap::new(),
        visible: 0,
        visible_resources: 0,
        resources: 0,
    };
    let mut written = catalogue.entries.len();
    while written < options.datasets {
        let end = options.datasets.min(written + BATCH);
        tail.write(written..end, &mut choices).await?;
        written = end;
        progress(u64::try_from(written).unwrap_or(0), total);
    }
    let done = Written {
        new: true,
        datasets: written,
        resources: tail.resources
            + catalogue
                .entries
                .iter()
                .map(|entry| entry.resources.len())
                .sum::<usize>(),
        files,
        organizations: catalogue.publishers.len(),
        accounts: accounts(),
    };
    finish(app, &catalogue, &tail).await?;
    app.db().survey().await?;
    Ok(done)
}

fn accounts() -> Vec<Account> {
    ACCOUNTS
        .map(|(email, password, role)| Account {
            email,
            password,
            role,
        })
        .to_vec()
}

async fn known_accounts(app: &App) -> Result<Vec<Account>> {
    let mut known = Vec::new();
    for account in accounts() {
        if store::user::by_email(app.db(), account.email)
            .await?
            .is_some()
        {
            known.push(account);
        }
    }
    Ok(known)
}

/// What lives around the datasets.
fn surround(
    entries: Vec<Entry>,
    publishers: Vec<Publisher>,
    people: Vec<User>,
    seed: u64,
    now: vitrail_domain::Timestamp,
) -> Catalogue {
    let reuses = reuse::reuses(&entries, &publishers, &people, seed, now);
    let services = reuse::dataservices(&entries, &publishers, seed, now);
    let topics = topic::draw(&entries, &reuses, &services, &publishers, seed, now);
    let discussions = discussion::draw(&entries, &reuses, &publishers, &people, seed, now);
    let posts = post::draw(&entries, &people, seed, now);
    let community = community::draw(&entries, &people, seed, now);
    let datasets = entries
        .iter()
        .map(|entry| &entry.dataset)
        .filter(|dataset| dataset.is_visible());
    let shown = reuses.iter().filter(|reuse| reuse.is_visible());
    let open = services.iter().filter(|service| service.is_visible());
    let followed = [
        datasets
            .map(|one| ((Kind::Dataset, one.id), one.created_at_internal))
            .collect(),
        shown
            .map(|one| ((Kind::Reuse, one.id), one.created_at))
            .collect(),
        open.map(|one| ((Kind::Dataservice, one.id), one.created_at))
            .collect(),
        publishers
            .iter()
            .take(40)
            .map(|one| {
                (
                    (Kind::Organization, one.organization.id),
                    one.organization.created_at,
                )
            })
            .collect(),
        people
            .iter()
            .map(|one| ((Kind::User, one.id), one.since))
            .collect(),
    ];
    let follows = follow::draw(&followed, &people, seed, now);
    Catalogue {
        people,
        publishers,
        entries,
        reuses,
        services,
        topics,
        discussions,
        posts,
        community,
        follows,
    }
}

async fn write_files(app: &App, entries: &[Entry], mut progress: impl FnMut(u64)) -> Result<usize> {
    let objects = file::objects(app);
    let mut written = 0;
    for (done, entry) in (1..).zip(entries) {
        for hosted in &entry.files {
            objects
                .put(&hosted.key, &hosted.bytes)
                .await
                .map_err(anyhow::Error::from)?;
            written += 1;
        }
        progress(done);
    }
    Ok(written)
}

async fn write_head(app: &App, catalogue: &Catalogue) -> Result<()> {
    let mut hashes = Vec::with_capacity(ACCOUNTS.len());
    for (_, password, _) in ACCOUNTS {
        hashes.push(account::hash_password(password).await?);
    }
    let mut tx = app.db().begin().await?;
    for user in &catalogue.people {
        store::user::save(&mut tx, user).await?;
    }
    for (user, hash) in catalogue.people.iter().zip(&hashes) {
        store::account::set_password(&mut tx, user.id, hash).await?;
    }
    for publisher in &catalogue.publishers {
        store::organization::save(&mut tx, &publisher.organization).await?;
        store::contact_point::save(&mut tx, &publisher.contact).await?;
    }
    for entry in &catalogue.entries {
        store::dataset::save(&mut tx, &entry.dataset).await?;
        store::resource::replace(&mut tx, entry.dataset.id, &entry.resources).await?;
    }
    for reuse in &catalogue.reuses {
        store::reuse::save(&mut tx, reuse).await?;
    }
    for service in &catalogue.services {
        store::dataservice::save(&mut tx, service).await?;
    }
    for (topic, elements) in &catalogue.topics {
        store::topic::save(&mut tx, topic).await?;
        store::topic::replace_elements(&mut tx, topic.id, elements).await?;
    }
    for discussion in &catalogue.discussions {
        store::discussion::save(&mut tx, discussion).await?;
    }
    for post in &catalogue.posts {
        store::post::save(&mut tx, post).await?;
    }
    for added in &catalogue.community {
        store::community_resource::save(&mut tx, added).await?;
    }
    for follow in &catalogue.follows {
        store::follow::save(&mut tx, follow).await?;
    }
    assign(&mut tx, catalogue).await?;
    store::change::record_all(&mut tx, &change::draw(catalogue)).await?;
    tx.commit().await?;
    Ok(())
}

/// Partial editors have something to edit.
async fn assign(tx: &mut Tx, catalogue: &Catalogue) -> Result<()> {
    for (at, publisher) in catalogue.publishers.iter().enumerate() {
        let partial = publisher.organization.members.iter();
        for member in partial.filter(|member| member.role == Role::PartialEditor) {
            let own = catalogue
                .entries
                .iter()
                .filter(|entry| entry.publisher == at);
            for entry in own.take(2) {
                let subject = (Kind::Dataset, entry.dataset.id);
                let organization = publisher.organization.id;
                store::organization::assign(tx, member.user, organization, subject).await?;
            }
        }
    }
    Ok(())
}

/// The datasets of a large catalogue, drawn and written by thousands.
struct Tail<'a> {
    app: &'a App,
    draw: Draw<'a>,
    slugs: HashSet<String>,
    /// Visible datasets by owner.
    by_owner: HashMap<Id, i64>,
    visible: usize,
    visible_resources: usize,
    resources: usize,
}

impl Tail<'_> {
    async fn write(
        &mut self,
        numbers: std::ops::Range<usize>,
        choices: &mut Choices,
    ) -> Result<()> {
        let mut changes = Vec::with_capacity(numbers.len());
        let mut datasets = Vec::with_capacity(numbers.len());
        for (number, choice) in numbers.zip(choices) {
            let Some(mut entry) = self.draw.entry(number, &choice, false, &mut self.slugs) else {
                continue;
            };
            let mut chance = Chance::of(self.draw.seed, &format!("views of a dataset {number}"));
            count::seen(&mut entry.dataset, &mut entry.resources, 0, &mut chance);
            let subject = (Kind::Dataset, entry.dataset.id);
            let mut one = Change::new(self.draw.now, subject, "imported");
            one.organization = entry.dataset.owner.organization();
            changes.push(one);
            self.resources += entry.resources.len();
            if entry.dataset.is_visible() {
                self.visible += 1;
                self.visible_resources += entry.resources.len();
                let owner = entry.dataset.owner;
                if let Some(owner) = owner.organization().or(owner.user()) {
                    *self.by_owner.entry(owner).or_default() += 1;
                }
            }
            datasets.push((entry.dataset, entry.resources));
        }
        let mut tx = self.app.db().begin().await?;
        store::dataset::insert_new(&mut tx, &datasets).await?;
        store::change::record_all(&mut tx, &changes).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The counts that need everything, and the name of the portal.
async fn finish(app: &App, catalogue: &Catalogue, tail: &Tail<'_>) -> Result<()> {
    let mut tx = app.db().begin().await?;
    let organizations = catalogue.publishers.iter().map(|publisher| {
        let organization = &publisher.organization;
        ("organization", organization.id, &organization.metrics)
    });
    let people = catalogue.people.iter();
    let people = people.map(|user| ("user_account", user.id, &user.metrics));
    for (table, id, metrics) in organizations.chain(people) {
        let Some(more) = tail.by_owner.get(&id) else {
            continue;
        };
        let mut metrics = metrics.clone();
        let counted = metrics.get("datasets").and_then(Value::as_i64);
        metrics.insert(
            "datasets".to_owned(),
            Value::from(counted.unwrap_or(0) + more),
        );
        store::metrics::save(&mut tx, table, id, &metrics, &["datasets"]).await?;
    }
    let visible = catalogue
        .entries
        .iter()
        .filter(|entry| entry.dataset.is_visible());
    let (mut datasets, mut resources) = (tail.visible, tail.visible_resources);
    for entry in visible {
        datasets += 1;
        resources += entry.resources.len();
    }
    let site = Site {
        title: "Vitrail — démonstration".to_owned(),
        keywords: ["données ouvertes", "démonstration", "vitrail"]
            .map(str::to_owned)
            .to_vec(),
        metrics: count::site(catalogue, datasets, resources),
        ..Site::default()
    };
    store::site::save(&mut tx, &site).await?;
    tx.commit().await?;
    Ok(())
}
