//! The catalogue is the same for the same seed, its objects obey the rules of the portal, and its files are
//! what their descriptions say.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use tempfile::TempDir;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::badge::{DatasetBadge, OrganizationBadge};
use vitrail_domain::vocabulary::frequency::Frequency;
use vitrail_domain::vocabulary::license::LICENSES;
use vitrail_domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_domain::{
    Actor, Dataset, Discussion, Id, Organization, Resource, Reuse, Timestamp, User, siret,
};
use vitrail_store::{Db, Durability, Page, Viewer, subject};

use super::{Options, Written, themes, write};
use crate::{App, Clock, Rng, Settings, account};

struct Portal {
    app: App,
    folder: TempDir,
}

async fn portal() -> Portal {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::sqlite(&folder.path().join("vitrail.db"), Durability::Bulk)
        .await
        .unwrap();
    let settings = Settings {
        data: folder.path().to_owned(),
        ..Settings::default()
    };
    let now: Timestamp = "2026-11-21T12:00:00".parse().unwrap();
    let index = vitrail_search::Index::in_memory(vitrail_search::Synonyms::default()).unwrap();
    let app = App::new(db, index, Clock::fixed(now), Rng::seeded(7), settings);
    Portal { app, folder }
}

async fn demonstration(datasets: usize, seed: u64) -> (Portal, Written) {
    let portal = portal().await;
    let options = Options { datasets, seed };
    let mut last = 0;
    let written = write(&portal.app, options, |done, _| {
        assert!(done >= last);
        last = done;
    })
    .await
    .unwrap();
    (portal, written)
}

async fn all<S: subject::Subject<Key = Id>>(app: &App) -> Vec<S> {
    let ids = subject::ids_after(app.db(), S::TABLE, None, 1_000_000)
        .await
        .unwrap();
    subject::in_order(app.db(), &ids).await.unwrap()
}

async fn resources(app: &App, datasets: &[Dataset]) -> Vec<Resource> {
    let ids: Vec<Id> = datasets.iter().map(|dataset| dataset.id).collect();
    let found = vitrail_store::resource::of(app.db(), &ids).await.unwrap();
    found.into_values().flatten().collect()
}

/// Files by path under a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let key = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                found.insert(key, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[tokio::test]
async fn a_seed_decides_everything() {
    let ((one, _), (two, _), (other, _)) = tokio::join!(
        demonstration(60, 3),
        demonstration(60, 3),
        demonstration(60, 4)
    );
    let facts = async |portal: &Portal| {
        let app = &portal.app;
        serde_json::to_string(&(
            all::<User>(app).await,
            all::<Organization>(app).await,
            all::<Dataset>(app).await,
            all::<Reuse>(app).await,
            all::<Discussion>(app).await,
        ))
        .unwrap()
    };
    assert_eq!(facts(&one).await, facts(&two).await);
    assert_ne!(facts(&one).await, facts(&other).await);
    let kept = |portal: &Portal| files(&portal.folder.path().join("files"));
    assert!(kept(&one).len() > 60);
    assert_eq!(kept(&one), kept(&two));
}

#[tokio::test]
async fn a_portal_that_holds_something_is_left_alone() {
    let (portal, first) = demonstration(12, 1).await;
    assert!(first.new);
    let changes = portal.app.db().last_change();
    let again = write(&portal.app, Options::default(), |_, _| {
        panic!("nothing to write")
    })
    .await
    .unwrap();
    assert!(!again.new);
    assert_eq!(again.accounts, first.accounts);
    assert_eq!(portal.app.db().look_for_changes().await.unwrap(), changes);
}

#[tokio::test]
async fn the_catalogue_of_three_hundred_is_right() {
    let (portal, written) = demonstration(300, 1).await;
    every_object_obeys_the_rules(&portal, &written).await;
    every_criterion_of_quality_is_met_and_missed(&portal).await;
    files_are_what_their_records_say(&portal, &written).await;
}

async fn every_object_obeys_the_rules(portal: &Portal, written: &Written) {
    let app = &portal.app;
    assert_eq!((written.datasets, written.organizations), (300, 40));

    let organizations = all::<Organization>(app).await;
    assert_eq!(organizations.len(), 40);
    for organization in &organizations {
        if let Some(number) = &organization.business_number_id {
            assert_eq!(siret::check(number).as_ref(), Ok(number));
        }
        for badge in &organization.badges {
            assert!(OrganizationBadge::parse(badge).is_some(), "{badge}");
        }
        assert!(!organization.members.is_empty());
    }
    let datasets = all::<Dataset>(app).await;
    assert_eq!(datasets.len(), 300);
    let titles: HashSet<_> = datasets.iter().map(|dataset| &dataset.title).collect();
    assert_eq!(titles.len(), 300, "two datasets bear the same title");
    for dataset in &datasets {
        let text = format!("{} {}", dataset.title, dataset.description);
        assert!(
            !text.contains('{') && !text.contains("de le ") && !text.contains("de les "),
            "{text}"
        );
        assert!(Frequency::parse(&dataset.frequency).is_some());
        for badge in &dataset.badges {
            assert!(DatasetBadge::parse(badge).is_some(), "{badge}");
        }
        if let Some(license) = &dataset.license {
            assert!(
                LICENSES.iter().any(|known| known.id == license),
                "{license}"
            );
        }
        assert!(dataset.created_at_internal <= dataset.last_modified_internal);
        assert!(dataset.last_update <= app.now());
    }
    let reuses = all::<Reuse>(app).await;
    assert_eq!(reuses.len(), 60);
    for reuse in &reuses {
        assert!(
            ReuseType::parse(&reuse.r#type).is_some(),
            "{}",
            reuse.r#type
        );
        assert!(ReuseTopic::parse(&reuse.topic).is_some(), "{}", reuse.topic);
        assert!(!reuse.title.contains('{') && !reuse.datasets.is_empty());
    }
    let types: BTreeSet<_> = reuses.iter().map(|reuse| &reuse.r#type).collect();
    assert_eq!(types.len(), 8);
    let discussions = all::<Discussion>(app).await;
    assert!(discussions.len() >= 120);
    for discussion in &discussions {
        assert!(
            discussion
                .messages
                .is_sorted_by_key(|message| message.posted_on)
        );
        assert!(
            discussion
                .messages
                .iter()
                .all(|message| message.posted_on <= app.now())
        );
    }
    assert_eq!(all::<vitrail_domain::Dataservice>(app).await.len(), 25);
    assert_eq!(all::<vitrail_domain::Topic>(app).await.len(), 8);
}

async fn every_criterion_of_quality_is_met_and_missed(portal: &Portal) {
    let datasets = all::<Dataset>(&portal.app).await;
    let mut met: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for dataset in &datasets {
        for criterion in dataset.quality.score(dataset, portal.app.now()).criteria() {
            let count = met.entry(criterion.name).or_default();
            *(if criterion.met {
                &mut count.0
            } else {
                &mut count.1
            }) += 1;
        }
    }
    for (name, (met, missed)) in met {
        assert!(
            met > 150 && missed >= 4,
            "{name}: {met} met, {missed} missed"
        );
    }
    let some = |what: fn(&Dataset) -> bool| datasets.iter().any(what);
    assert!(some(|dataset| dataset.private));
    assert!(some(|dataset| dataset.archived.is_some()));
    assert!(some(|dataset| dataset.deleted.is_some()));
    assert!(some(|dataset| dataset.featured));
    assert!(some(|dataset| dataset.access_type == "restricted"));
    assert!(some(|dataset| dataset.owner.user().is_some()));
}

/// The cells of a line, quotes understood.
fn cells(line: &str, separator: char) -> usize {
    let mut quoted = false;
    1 + line
        .chars()
        .filter(|c| {
            if *c == '"' {
                quoted = !quoted;
            }
            *c == separator && !quoted
        })
        .count()
}

async fn files_are_what_their_records_say(portal: &Portal, written: &Written) {
    let app = &portal.app;
    let kept = files(&portal.folder.path().join("files"));
    assert_eq!(kept.len(), written.files);
    let datasets = all::<Dataset>(app).await;
    let resources = resources(app, &datasets).await;
    assert_eq!(resources.len(), written.resources);
    for resource in resources
        .iter()
        .filter(|resource| resource.filetype == "file")
    {
        let key = resource.url.strip_prefix('/').unwrap();
        let bytes = kept.get(key).unwrap_or_else(|| panic!("{key} is not kept"));
        assert_eq!(resource.filesize, i64::try_from(bytes.len()).ok());
        let digest = digest_of(bytes);
        assert_eq!(resource.checksum.as_ref().unwrap().value, digest);
        match resource.format.as_str() {
            "csv" => csv(key, std::str::from_utf8(bytes).unwrap()),
            "json" | "geojson" => {
                let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
                let features = value.get("features").unwrap_or(&value);
                assert!(features.as_array().unwrap().len() >= 20, "{key}");
            }
            "pdf" => {
                assert!(bytes.starts_with(b"%PDF-1.4") && bytes.ends_with(b"%%EOF\n"));
            }
            format => assert!(["md", "txt"].contains(&format), "{format}"),
        }
    }
}

fn digest_of(bytes: &[u8]) -> String {
    use sha2::Digest;
    vitrail_domain::text::hex(&sha2::Sha256::digest(bytes))
}

fn csv(key: &str, text: &str) {
    let theme = themes::all()
        .filter(|theme| key.rsplit('/').next().unwrap().starts_with(theme.key))
        .max_by_key(|theme| theme.key.len())
        .unwrap();
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    assert_eq!(cells(header, theme.separator), theme.columns.len(), "{key}");
    let mut count = 0;
    for line in lines {
        count += 1;
        assert_eq!(
            cells(line, theme.separator),
            theme.columns.len(),
            "{key}: {line}"
        );
    }
    assert!((20..=400).contains(&count), "{key} has {count} lines");
}

#[tokio::test]
async fn a_large_catalogue_links_elsewhere_and_people_can_sign_in() {
    let (portal, written) = demonstration(1_500, 1).await;
    let app = &portal.app;
    assert_eq!(written.datasets, 1_500);
    let datasets = all::<Dataset>(app).await;
    assert_eq!(datasets.len(), 1_500);
    let remote = resources(app, &datasets)
        .await
        .into_iter()
        .filter(|resource| resource.filetype == "remote")
        .collect::<Vec<_>>();
    assert!(remote.len() > 1_200);
    // Archives go back some years, not to the Middle Ages.
    for dataset in &datasets {
        let year = dataset.title.rsplit_once("année ").map(|(_, year)| year);
        let year = year.and_then(|year| year.parse::<i32>().ok());
        assert!(year.is_none_or(|year| year > 2000), "{}", dataset.title);
    }
    assert!(
        remote
            .iter()
            .all(|resource| resource.url.starts_with("https://donnees.example/"))
    );
    // What organizations say they have is what a visitor can list.
    for organization in all::<Organization>(app).await.iter().take(50) {
        let filter = vitrail_store::dataset::Filter {
            organization: Some(organization.id),
            ..Default::default()
        };
        let viewer = Viewer::of(&Actor::default());
        let listed = vitrail_store::dataset::list(app.db(), &filter, &viewer, None, Page::ALL)
            .await
            .unwrap();
        assert_eq!(
            organization
                .metrics
                .get("datasets")
                .and_then(serde_json::Value::as_i64),
            Some(listed.total),
            "{}",
            organization.name
        );
    }
    for one in &written.accounts {
        let session = account::sign_in(app, &account::Asking::default(), one.email, one.password)
            .await
            .unwrap();
        assert!(
            matches!(session, account::SignIn::Session(_)),
            "{}",
            one.email
        );
    }
    let admin = account::by_email(app, "admin@demo.example").await.unwrap();
    assert!(admin.is_some_and(|user| user.admin));
}

#[test]
fn themes_are_whole() {
    let mut keys = HashSet::new();
    for theme in themes::all() {
        assert!(keys.insert(theme.key), "{}", theme.key);
        assert!(
            Frequency::parse(theme.frequency).is_some(),
            "{}",
            theme.frequency
        );
        assert!(ReuseTopic::parse(theme.topic).is_some(), "{}", theme.topic);
        let granularities: Vec<_> = vitrail_domain::vocabulary::granularity::granularities()
            .map(|(id, _)| id)
            .collect();
        assert!(
            granularities.contains(&theme.granularity),
            "{}",
            theme.granularity
        );
        let names: HashSet<_> = theme.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), theme.columns.len(), "{}", theme.key);
        let description: usize = theme.about.iter().map(|text| text.chars().count()).sum();
        assert!(description > 100, "{}", theme.key);
    }
}
