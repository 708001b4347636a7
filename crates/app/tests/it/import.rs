//! The rules of the import, one small case each, on both engines.

use std::slice::from_ref;

use serde_json::{Value, json};
use vitrail_app::App;
use vitrail_app::domain::{
    Dataset, Discussion, Id, Kind, Organization, Owner, Resource, Reuse, User,
};
use vitrail_app::import::{self, Outcome, Report};
use vitrail_store as store;
use vitrail_store::Found;
use vitrail_store::subject::Subject;

use crate::portal;

const OLD: &str = "500000000000000000000001";
const NEW: &str = "600000000000000000000002";
const ORGANIZATION: &str = "500000000000000000000009";

/// Imports the objects of several sources, each a file of JSON lines.
async fn import(app: &App, sources: &[&[Value]]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (number, objects) in sources.iter().enumerate() {
        let path = folder.path().join(format!("{number}.jsonl"));
        let lines: Vec<String> = objects.iter().map(ToString::to_string).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        paths.push(path.display().to_string());
    }
    import::run(app, None, &paths, &mut |_| {}).await.unwrap()
}

async fn get<T: Subject<Key = Id>>(app: &App, id: &str) -> T {
    let id = id.parse().unwrap();
    store::subject::get::<T>(app.db(), id)
        .await
        .unwrap()
        .unwrap()
}

async fn files(app: &App, id: &str) -> Vec<Resource> {
    let id = id.parse().unwrap();
    let mut found = store::resource::of(app.db(), &[id]).await.unwrap();
    found.remove(&id).unwrap_or_default()
}

fn whole(id: &str, title: &str, modified: &str) -> Value {
    json!({
        "id": id, "title": title, "slug": title.to_lowercase(), "description": "d", "tags": ["air"],
        "created_at": "2020-01-01T00:00:00", "last_modified": modified, "license": "lov2",
        "frequency": "annual", "private": false, "resources": [], "owner": {
            "class": "User", "id": "500000000000000000000005", "slug": "ada", "first_name": "Ada",
            "last_name": "L", "email": "ada@example.org"
        },
    })
}

fn partial(id: &str, title: &str, organization: &str) -> Value {
    json!({
        "id": id, "title": title, "slug": title.to_lowercase(), "description": "d",
        "page": "https://x/fr/datasets/a/", "organization": {"name": organization},
    })
}

fn producer(id: &str, name: &str) -> Value {
    json!({
        "id": id, "name": name, "slug": name.to_lowercase(), "description": "d", "badges": [{"kind": "certified"}],
        "created_at": "2014-01-01T00:00:00", "last_modified": "2020-01-01T00:00:00",
        "uri": "https://x/api/1/organizations/a/", "metrics": {"followers": 3},
    })
}

async fn one_id_in_two_sources(app: App) {
    let poor = json!({
        "id": OLD, "title": "Poor", "slug": "a", "description": "d", "last_modified": "2024-01-01T00:00:00",
    });
    let rich = whole(OLD, "Rich", "2021-01-01T00:00:00");
    let report = import(&app, &[from_ref(&poor), from_ref(&rich)]).await;
    assert_eq!(get::<Dataset>(&app, OLD).await.title, "Rich");
    assert_eq!(
        report.count(
            Outcome::Merged,
            "two descriptions of one dataset: the fuller was taken"
        ),
        1
    );

    let newer = whole(OLD, "Newer", "2022-01-01T00:00:00");
    let report = import(&app, &[from_ref(&newer), from_ref(&rich)]).await;
    assert_eq!(get::<Dataset>(&app, OLD).await.title, "Newer");
    assert_eq!(report.written[&Kind::Dataset].updated, 1);
    assert_eq!(
        report.count(
            Outcome::Merged,
            "two descriptions of one dataset: the newer was taken"
        ),
        1
    );

    let report = import(&app, &[&[rich]]).await;
    assert!(!report.changed(), "what is here is newer");
    let report = import(&app, &[&[partial(OLD, "Partial", "B")]]).await;
    assert_eq!(get::<Dataset>(&app, OLD).await.title, "Newer", "{report:?}");

    // A newer source that says less leaves alone what it does not speak of.
    import(&app, &[&[poor]]).await;
    let dataset: Dataset = get(&app, OLD).await;
    assert_eq!(
        (dataset.title.as_str(), dataset.license.as_deref()),
        ("Poor", Some("lov2"))
    );
    assert_eq!(dataset.tags, ["air"]);
}

/// Nothing is invented about what a source cut down to its title: neither a last update nor a bad quality.
async fn what_is_partial_claims_nothing(app: App) {
    let cut = [partial(OLD, "Air", "A")];
    import(&app, &[&cut]).await;
    let dataset: Dataset = get(&app, OLD).await;
    assert!(dataset.partial);
    assert_eq!(dataset.updated(), None);
    assert!(!import(&app, &[&cut]).await.changed());

    // The whole object makes it whole, and the cut one does not undo that.
    import(&app, &[&[whole(OLD, "Air", "2021-01-01T00:00:00")]]).await;
    let dataset: Dataset = get(&app, OLD).await;
    assert!(!dataset.partial);
    assert_eq!(
        dataset.updated().map(|at| at.date().to_string()).as_deref(),
        Some("2021-01-01")
    );
    import(&app, &[&cut]).await;
    assert!(!get::<Dataset>(&app, OLD).await.partial);

    // Another portal of ours says itself what it knows in part only.
    let mut told = whole(NEW, "Eau", "2021-01-01T00:00:00");
    told["partial"] = true.into();
    import(&app, &[&[told]]).await;
    assert!(get::<Dataset>(&app, NEW).await.partial);
}

async fn merged_descriptions_keep_the_larger_counts(app: App) {
    let mut full = whole(OLD, "Air", "2021-01-01T00:00:00");
    full["metrics"] = json!({"views": 10, "reuses": 7});
    let later = json!({
        "id": OLD, "title": "Air", "slug": "air", "description": "d", "last_modified": "2022-01-01T00:00:00",
        "metrics": {"views": 90, "reuses": 3, "followers": 2},
    });
    let sources = [full, later];
    import(&app, &[&sources]).await;
    let dataset: Dataset = get(&app, OLD).await;
    assert_eq!(dataset.license.as_deref(), Some("lov2"), "the fuller one");
    let counts = ["views", "reuses", "followers"].map(|key| dataset.count(key));
    assert_eq!(counts, [90, 7, 2]);
    assert!(!import(&app, &[&sources]).await.changed());
}

async fn one_slug_for_two(app: App) {
    let sources = [
        whole(NEW, "Air", "2021-01-01"),
        whole(OLD, "Air", "2021-01-01"),
    ];
    import(&app, &[&sources]).await;
    assert_eq!(get::<Dataset>(&app, OLD).await.slug, "air");
    assert_eq!(get::<Dataset>(&app, NEW).await.slug, "air-1");
    assert!(!import(&app, &[&sources]).await.changed());

    // A third that is older than both, alone: it takes the slug, the holder gets the next number.
    let oldest = "400000000000000000000003";
    import(&app, &[&[whole(oldest, "Air", "2021-01-01")]]).await;
    assert_eq!(get::<Dataset>(&app, oldest).await.slug, "air");
    assert_eq!(get::<Dataset>(&app, OLD).await.slug, "air-2");
    assert!(
        !import(&app, &[&sources, &[whole(oldest, "Air", "2021-01-01")]])
            .await
            .changed()
    );
    let found = store::subject::find::<Dataset>(app.db(), "air")
        .await
        .unwrap();
    assert!(matches!(found, Found::Here(dataset) if dataset.id.to_string() == oldest));

    // Two that exchange their slugs, and an old slug that goes on leading to its object.
    let mut one = whole(OLD, "Air", "2023-01-01");
    let mut two = whole(NEW, "Air", "2023-01-01");
    one["slug"] = "air-1".into();
    two["slug"] = "eau".into();
    import(&app, &[&[one, two]]).await;
    assert_eq!(get::<Dataset>(&app, OLD).await.slug, "air-1");
    assert_eq!(get::<Dataset>(&app, NEW).await.slug, "eau");
    let found = store::subject::find::<Dataset>(app.db(), "air-2")
        .await
        .unwrap();
    assert_eq!(found, Found::Moved("air-1".to_owned()));
}

async fn a_name_waits_for_its_bearer(app: App) {
    let report = import(&app, &[&[partial(OLD, "A", "Ville d’Évian")]]).await;
    let reason = "an organization known by its name only became a stub";
    assert_eq!(report.count(Outcome::Mended, reason), 1);
    let stub = Id::seeded("organization:Ville d’Évian");
    assert_eq!(
        get::<Dataset>(&app, OLD).await.owner,
        Owner::Organization(stub)
    );
    let organization: Organization = get(&app, &stub.to_string()).await;
    assert!(organization.stub);
    assert_eq!(organization.slug, "ville-devian");

    let mut real = producer(ORGANIZATION, "Ville d’Évian");
    real["slug"] = "ville-devian".into();
    let bearer = [real];
    let report = import(&app, &[&bearer, &[partial(NEW, "B", "Ville d’Évian")]]).await;
    assert_eq!(
        report.count(
            Outcome::Merged,
            "a stub gave all it held to the real organization"
        ),
        1
    );
    let real: Organization = get(&app, ORGANIZATION).await;
    assert_eq!((real.stub, real.slug.as_str()), (false, "ville-devian"));
    for id in [OLD, NEW] {
        assert_eq!(
            get::<Dataset>(&app, id).await.owner,
            Owner::Organization(real.id)
        );
    }
    assert_eq!(
        store::subject::get::<Organization>(app.db(), stub)
            .await
            .unwrap(),
        None
    );
    let named = [
        partial(OLD, "A", "Ville d’Évian"),
        partial(NEW, "B", "Ville d’Évian"),
    ];
    assert!(!import(&app, &[&named, &bearer]).await.changed());
    // Another case is another name.
    import(
        &app,
        &[&[partial("600000000000000000000003", "C", "ville d’Évian")]],
    )
    .await;
    let other: Dataset = get(&app, "600000000000000000000003").await;
    assert_ne!(other.owner, Owner::Organization(real.id));
}

async fn a_reference_becomes_a_stub(app: App) {
    let mut dataset = whole(OLD, "A", "2021-01-01");
    dataset["organization"] =
        json!({"id": ORGANIZATION, "name": "Insee", "slug": "insee", "class": "Organization"});
    let named = partial(NEW, "B", "Insee");
    import(&app, &[&[dataset.clone(), named]]).await;
    let stub: Organization = get(&app, ORGANIZATION).await;
    assert!(stub.stub && stub.name == "Insee");
    for id in [OLD, NEW] {
        assert_eq!(
            get::<Dataset>(&app, id).await.owner,
            Owner::Organization(stub.id)
        );
    }
    import(&app, &[&[producer(ORGANIZATION, "Insee")]]).await;
    let real: Organization = get(&app, ORGANIZATION).await;
    assert!(!real.stub);
    assert_eq!(real.badges, ["certified"]);
    assert_eq!(real.metrics["followers"], 3);
    assert_eq!(real.metrics["datasets"], 2, "counted here");
    assert!(
        !import(&app, &[&[dataset]]).await.changed(),
        "a reference undoes nothing"
    );
}

async fn one_file_id_for_two(app: App) {
    let file = json!({"id": "b0825a29-8047-42a7-95df-e9451e7c664a", "title": "f", "url": "https://x/f.csv", "format": "CSV"});
    let mut old = whole(OLD, "A", "2021-01-01");
    let mut new = whole(NEW, "B", "2021-01-01");
    old["resources"] = json!([file, file]);
    new["resources"] = json!([file]);
    let sources = [new, old];
    let report = import(&app, &[&sources]).await;
    assert_eq!(
        report.count(
            Outcome::Mended,
            "a resource id used twice: the second got a new one"
        ),
        2
    );
    let (of_old, of_new) = (files(&app, OLD).await, files(&app, NEW).await);
    assert_eq!(
        of_old[0].id.to_string(),
        "b0825a29-8047-42a7-95df-e9451e7c664a"
    );
    assert_eq!((of_old.len(), of_new.len()), (2, 1));
    assert_ne!(of_old[0].id, of_old[1].id);
    assert_ne!(of_old[0].id, of_new[0].id);
    assert_eq!(of_old[0].format, "csv");
    assert!(!import(&app, &[&sources]).await.changed());
}

async fn oddities_are_kept_and_said(app: App) {
    let mut odd = whole(OLD, "A", "2021-01-01");
    odd["tags"] = json!(["bm", "air"]);
    odd["description"] = json!(" ");
    odd["license"] = json!("my-own");
    odd["frequency"] = json!("fortnighly");
    odd["spatial"] = json!({"zones": ["fr:commune:75056@1942-01-01", "xx:nowhere:1"], "granularity": "fr:commune"});
    odd["harvest"] =
        json!({"backend": "CKAN", "modified_at": "2019-05-05T00:00:00", "remote_id": "r"});
    odd["deleted"] = json!("pas une date");
    odd["title"] = json!("A\u{0}B");
    let lines = [
        odd,
        json!({"id": "x", "title": "bad"}),
        json!({"id": NEW, "title": "  "}),
        whole(NEW, "Good", "2021-01-01"),
    ];
    let report = import(&app, &[&lines]).await;
    assert_eq!(
        report.written[&Kind::Dataset].created,
        2,
        "bad ones stop nothing"
    );
    let refused = &report.findings[&Outcome::Refused];
    assert_eq!(
        refused.values().map(|finding| finding.count).sum::<u64>(),
        2
    );
    let dataset: Dataset = get(&app, OLD).await;
    assert_eq!(dataset.title, "AB");
    assert_eq!(dataset.tags, ["air", "bm"]);
    assert_eq!(dataset.license.as_deref(), Some("my-own"));
    assert_eq!(dataset.frequency, "biweekly");
    assert_eq!(
        dataset.spatial.unwrap().zones,
        ["fr:commune:75056", "xx:nowhere:1"]
    );
    assert_eq!(dataset.harvest.unwrap()["remote_id"], "r");
    assert_eq!(dataset.last_update.date().to_string(), "2019-05-05");
    assert_eq!(
        report.count(Outcome::Kept, "a zone that the portal does not know"),
        1
    );
    assert_eq!(report.count(Outcome::Kept, "an unknown licence"), 1);
    assert_eq!(report.count(Outcome::Kept, "an empty description"), 1);
    let person: User = get(&app, "500000000000000000000005").await;
    assert_eq!((person.slug.as_str(), person.email), ("ada", None));
    assert!(person.active);
}

async fn bundles_and_counts(app: App) {
    let reuse = json!({"id": "500000000000000000000021", "title": "R", "slug": "r", "url": "https://r.example", "type": "api",
        "topic": "others", "description": "d", "created_at": "2021-01-01", "last_modified": "2021-01-01",
        "metrics": {"views": 7}});
    let same = json!({"id": "500000000000000000000022", "title": "R2", "url": "https://r.example", "type": "api",
        "topic": "others", "description": "d", "last_modified": "2021-01-01"});
    let talk = json!({"id": "500000000000000000000031", "title": "T", "created": "2021-01-01", "closed": null,
        "user": {"id": "500000000000000000000041", "slug": "bo", "first_name": "Bo", "last_name": "B"},
        "discussion": [{"content": "?", "posted_on": "2021-01-01", "posted_by": {"id": "500000000000000000000041"}}]});
    let bundle = |id: &str, title: &str| {
        let mut dataset = whole(id, title, "2021-01-01");
        dataset.as_object_mut().unwrap().remove("resources");
        json!({"organization": producer(ORGANIZATION, "Org"), "dataset": dataset, "reuses": [reuse, same],
            "resources": [{"id": "b0825a29-8047-42a7-95df-e9451e7c664b", "title": "f", "url": "https://x/f.csv"}],
            "community_resources": [{"id": "b0825a29-8047-42a7-95df-e9451e7c664c", "title": "c", "url": "https://x/c.csv",
                "created_at_internal": "2021-01-01", "last_modified_internal": "2021-01-01"}],
            "discussions": [talk], "dataservices": []})
    };
    let first = [bundle(OLD, "A")];
    let report = import(&app, &[&first]).await;
    assert_eq!(
        report.count(Outcome::Refused, "a reuse with the address of another"),
        1
    );
    assert_eq!(
        get::<Dataset>(&app, OLD).await.owner,
        Owner::Organization(ORGANIZATION.parse().unwrap())
    );
    let talk: Discussion = get(&app, "500000000000000000000031").await;
    assert_eq!(talk.subject, (Kind::Dataset, OLD.parse().unwrap()));
    assert_eq!(
        get::<User>(&app, "500000000000000000000041")
            .await
            .first_name,
        "Bo"
    );
    let dataset: Dataset = get(&app, OLD).await;
    assert_eq!(
        (dataset.count("reuses"), dataset.count("discussions")),
        (1, 1)
    );
    assert_eq!(files(&app, OLD).await.len(), 1);
    // The same reuse under another dataset is a reuse of both.
    import(&app, &[&[bundle(NEW, "B")]]).await;
    let reuse: Reuse = get(&app, "500000000000000000000021").await;
    assert_eq!(reuse.datasets, [OLD.parse().unwrap(), NEW.parse().unwrap()]);
    assert_eq!(reuse.metrics["views"], 7);
    assert!(!import(&app, &[&[bundle(NEW, "B")], &first]).await.changed());
}

async fn sources_that_cannot_be_read(app: App) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("csv"), "id;title\n1;A\n").unwrap();
    std::fs::write(
        path("cut.json"),
        format!("[{},\n{{\"id\": \"5", whole(OLD, "A", "2021-01-01")),
    )
    .unwrap();
    let sources = [
        path("absent"),
        path("csv"),
        path("cut.json"),
        "http://127.0.0.1:1/".to_owned(),
    ];
    let report = import::run(&app, None, &sources, &mut |_| {})
        .await
        .unwrap();
    assert!(report.failed());
    assert_eq!(report.unreadable.len(), 4, "{:?}", report.unreadable);
    assert!(report.unreadable[0].contains("absent cannot be read"));
    assert!(report.unreadable[1].contains("is no JSON"));
    assert!(report.unreadable[2].contains("cut.json, line 2"));
    assert_eq!(
        get::<Dataset>(&app, OLD).await.title,
        "A",
        "what was good is kept"
    );
}

async fn territories_are_replaced(app: App) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zones.tsv");
    std::fs::write(
        &path,
        "xx:canton:1\tA\t\tcountry:xx\nnonsense\ncountry:xx\tX\n",
    )
    .unwrap();
    assert!(
        import::zones::replace(&app, &folder.path().join("absent"))
            .await
            .is_err()
    );
    assert_eq!(
        store::zone::count(app.db()).await.unwrap(),
        0,
        "nothing was replaced"
    );
    let replaced = import::zones::replace(&app, &path).await.unwrap();
    assert_eq!(replaced.zones, 2);
    assert!(
        replaced.refused[0].starts_with("line 2:"),
        "{:?}",
        replaced.refused
    );
    assert_eq!(
        vitrail_app::spatial::load_shipped(&app).await.unwrap(),
        0,
        "an operator's own stay"
    );
    let ids = ["xx:canton:1".to_owned()];
    let zones = store::zone::by_ids(app.db(), &ids).await.unwrap();
    assert_eq!(zones["xx:canton:1"].parents, ["country:xx"]);
}

macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let (app, _folder) = super::portal::sqlite().await;
                super::$name(app).await;
            })*
        }
        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::portal::postgres().await).await;
            })*
        }
    };
}

on_both!(
    one_id_in_two_sources,
    what_is_partial_claims_nothing,
    merged_descriptions_keep_the_larger_counts,
    one_slug_for_two,
    a_name_waits_for_its_bearer,
    a_reference_becomes_a_stub,
    one_file_id_for_two,
    oddities_are_kept_and_said,
    bundles_and_counts,
    sources_that_cannot_be_read,
    territories_are_replaced,
);
