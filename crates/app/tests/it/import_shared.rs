//! The import of the real catalogue, where it is at hand: its counts, and that a second run changes nothing.

use std::path::PathBuf;

use vitrail_app::App;
use vitrail_app::domain::{Dataset, Kind, Organization};
use vitrail_app::import::{self, Outcome, Report};
use vitrail_store as store;

use crate::portal;

fn sources() -> Option<Vec<String>> {
    let shared = std::env::var_os("VITRAIL_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let folder = shared.join("data/catalogue");
    let names = ["datasets.jsonl", "organizations.jsonl", "udata-export.json"];
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if !paths.iter().all(|path| path.exists()) {
        eprintln!(
            "skipped: no catalogue in {}; set VITRAIL_SHARED",
            folder.display()
        );
        return None;
    }
    Some(
        paths
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
    )
}

async fn run(app: &App, sources: &[String]) -> Report {
    import::run(app, None, sources, &mut |_| {}).await.unwrap()
}

async fn get<T: store::subject::Subject<Key = vitrail_app::domain::Id>>(app: &App, id: &str) -> T {
    store::subject::get::<T>(app.db(), id.parse().unwrap())
        .await
        .unwrap()
        .unwrap()
}

async fn holds_the_catalogue(app: App) {
    let Some(sources) = sources() else { return };
    let begun = std::time::Instant::now();
    let first = run(&app, &sources).await;
    eprintln!("first import: {:?}", begun.elapsed());
    assert!(!first.failed(), "{:?}", first.unreadable);
    assert_eq!(first.read(), 3_406 + 96 + 15);
    assert!(!first.findings.contains_key(&Outcome::Refused));
    // 3,406 lines and 15 bundles, of which 4 are already among the lines.
    assert_eq!(first.written[&Kind::Dataset].created, 3_417);
    assert_eq!(first.written[&Kind::Reuse].created, 83);
    assert_eq!(first.written[&Kind::Discussion].created, 110);
    assert_eq!(first.written[&Kind::Dataservice].created, 3);
    assert_eq!(first.written[&Kind::CommunityResource].created, 25);
    let merged = first.count(
        Outcome::Merged,
        "two descriptions of one dataset: the fuller was taken",
    );
    assert_eq!(merged, 4);
    let numbered = &first.findings[&Outcome::Mended]["a slug of an older object got a number"];
    assert_eq!(numbered.count, 10, "{numbered:?}");

    let older: Dataset = get(&app, "62a9221f7470e69875a1f848").await;
    let newer: Dataset = get(&app, "62a92cd45fa1cd64cd9584c4").await;
    assert_eq!(
        older.slug,
        "repertoire-national-des-associations-orleans-metropole"
    );
    assert_eq!(
        newer.slug,
        "repertoire-national-des-associations-orleans-metropole-1"
    );
    let barometer: Dataset = get(&app, "5ff5e6e99724cb8fff59a5be").await;
    assert_eq!(
        barometer.license.as_deref(),
        Some("lov2"),
        "the fuller was taken"
    );
    let addresses: Dataset = get(&app, "5530fbacc751df5ff937dddb").await;
    assert_eq!(addresses.title, "Base Adresse Nationale");
    assert!(!addresses.tags.is_empty(), "the whole one was taken");
    let named: Organization = get(&app, "534fff4ca3a7292c64a77c95").await;
    assert!(!named.stub && named.name == "ADEME");

    let place = app.db().look_for_changes().await.unwrap();
    let begun = std::time::Instant::now();
    let second = run(&app, &sources).await;
    eprintln!("second import: {:?}", begun.elapsed());
    assert!(!second.changed(), "{:?}", second.written);
    assert_eq!(app.db().look_for_changes().await.unwrap(), place);

    let mut reversed = sources;
    reversed.reverse();
    let third = run(&app, &reversed).await;
    assert!(!third.changed(), "{:?}", third.written);
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_the_catalogue_sqlite() {
    let (app, _folder) = portal::sqlite().await;
    holds_the_catalogue(app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_the_catalogue_postgres() {
    holds_the_catalogue(portal::postgres().await).await;
}
