//! Our answers beside those of a live udata: same status, same type, same keys with the same types of JSON.

use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::recordings::{self, Recorded, shape};

use vitrail_testkit::{Db, db_test};

use crate::portal;

/// Holds an answer to the recording of a name, where there are recordings.
pub fn agrees(answer: &Answer, name: &str) {
    if recordings::folder().is_none() {
        println!("{name} is not compared: no recordings of udata here (set VITRAIL_SHARED)");
        return;
    }
    let found = differences(answer, &recordings::read(name).unwrap());
    assert!(found.is_empty(), "{name} {}", found.join("\n"));
}

/// What differs from a recording, as sentences.
fn differences(answer: &Answer, recorded: &Recorded) -> Vec<String> {
    let mut all = Vec::new();
    if answer.status.as_u16() != recorded.status {
        all.push(format!("status {} for {}", answer.status, recorded.status));
        return all;
    }
    let kind = |text: Option<&str>| text.and_then(|text| text.split(';').next().map(str::to_owned));
    let ours = kind(answer.header("content-type"));
    if ours != kind(recorded.content_type.as_deref()) {
        all.push(format!("type {ours:?} for {:?}", recorded.content_type));
    }
    if !recorded.json.is_null() {
        all.extend(shape(&answer.json().unwrap(), &recorded.json));
    }
    all
}

db_test!(answers_have_the_recorded_shapes, async |db: Db| {
    if recordings::folder().is_none() {
        println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
        return;
    }
    shapes_agree(portal(db).await).await;
});

async fn shapes_agree((portal, catalogue): (Portal, Catalogue)) {
    let dataset = catalogue.dataset.id;
    let resource = catalogue.resources[0].id;
    let steps = [
        (
            "003-get-datasets-licenses",
            "/api/1/datasets/licenses/".to_owned(),
        ),
        (
            "004-get-datasets-frequencies",
            "/api/1/datasets/frequencies/".to_owned(),
        ),
        (
            "005-get-datasets-resource_types",
            "/api/1/datasets/resource_types/".to_owned(),
        ),
        (
            "006-get-datasets-badges",
            "/api/1/datasets/badges/".to_owned(),
        ),
        (
            "007-get-datasets-extensions",
            "/api/1/datasets/extensions/".to_owned(),
        ),
        (
            "008-get-datasets-schemas",
            "/api/1/datasets/schemas/".to_owned(),
        ),
        (
            "009-get-organizations-badges",
            "/api/1/organizations/badges/".to_owned(),
        ),
        (
            "010-get-organizations-roles",
            "/api/1/organizations/roles/".to_owned(),
        ),
        ("011-get-reuses-types", "/api/1/reuses/types/".to_owned()),
        ("012-get-reuses-topics", "/api/1/reuses/topics/".to_owned()),
        (
            "013-get-reports-reasons",
            "/api/1/reports/reasons/".to_owned(),
        ),
        (
            "014-get-contacts-roles",
            "/api/1/contacts/roles/".to_owned(),
        ),
        (
            "015-get-spatial-granularities",
            "/api/1/spatial/granularities/".to_owned(),
        ),
        (
            "016-get-spatial-levels",
            "/api/1/spatial/levels/".to_owned(),
        ),
        (
            "017-get-access_type-reason_categories",
            "/api/1/access_type/reason_categories/".to_owned(),
        ),
        ("019-get-users-roles", "/api/1/users/roles/".to_owned()),
        ("029-get-dataset", format!("/api/1/datasets/{dataset}/")),
        ("032-get-dataset-v2", format!("/api/2/datasets/{dataset}/")),
        (
            "044-get-resource",
            format!("/api/1/datasets/{dataset}/resources/{resource}/"),
        ),
        (
            "046-resource-permalink",
            format!("/api/1/datasets/r/{resource}"),
        ),
        (
            "047-resource-v2",
            format!("/api/2/datasets/resources/{resource}/"),
        ),
        (
            "048-resources-v2-page",
            format!("/api/2/datasets/{dataset}/resources/?page=1&page_size=1&type=main"),
        ),
        (
            "058-extras-get",
            format!("/api/2/datasets/{dataset}/extras/"),
        ),
        ("062-list", "/api/1/datasets/?page_size=2".to_owned()),
        ("063-list-v2", "/api/2/datasets/?page_size=2".to_owned()),
        (
            "065-list-page-size-0",
            "/api/1/datasets/?page_size=0".to_owned(),
        ),
        ("066-list-past-end", "/api/1/datasets/?page=999".to_owned()),
        (
            "067-list-bad-organization",
            "/api/1/datasets/?organization=bad".to_owned(),
        ),
        ("068-list-bad-sort", "/api/1/datasets/?sort=nope".to_owned()),
        (
            "069-list-archived-anonymous",
            "/api/1/datasets/?archived=true".to_owned(),
        ),
        (
            "070-not-found",
            "/api/1/datasets/000000000000000000000000/".to_owned(),
        ),
        ("071-unknown-route", "/api/1/nope/".to_owned()),
        (
            "072-search",
            "/api/2/datasets/search/?page_size=2".to_owned(),
        ),
        (
            "073-search-window",
            "/api/2/datasets/search/?page=20000".to_owned(),
        ),
        ("074-suggest", "/api/1/datasets/suggest/?q=air".to_owned()),
        (
            "075-suggest-formats",
            "/api/1/datasets/suggest/formats/?q=cs".to_owned(),
        ),
        (
            "127-followers",
            format!("/api/1/datasets/{dataset}/followers/"),
        ),
        ("184-atom", "/api/1/datasets/recent.atom".to_owned()),
    ];
    let mut off = Vec::new();
    for (name, path) in &steps {
        let answer = portal.get(path).await.unwrap();
        let recorded = recordings::read(name).unwrap();
        for difference in differences(&answer, &recorded) {
            // The owner of the recorded dataset is a person, of ours an organization.
            if !difference.contains(".owner: null") {
                off.push(format!("{name} {path} {difference}"));
            }
        }
    }
    assert!(off.is_empty(), "{}", off.join("\n"));
}

/// The codes of a list: `id`, `value` or `name` of each entry, or the keys of an object.
fn codes(list: &serde_json::Value) -> Vec<String> {
    if let Some(object) = list.as_object() {
        return object.keys().cloned().collect();
    }
    let code = |entry: &serde_json::Value| {
        let named = ["id", "value", "name"]
            .iter()
            .find_map(|key| entry.get(key));
        named.unwrap_or(entry).as_str().unwrap().to_owned()
    };
    list.as_array().unwrap().iter().map(code).collect()
}

db_test!(
    vocabularies_hold_the_recorded_codes_in_their_order,
    async |db: Db| {
        if recordings::folder().is_none() {
            println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
            return;
        }
        let (portal, _) = portal(db).await;
        for (name, path) in [
            ("004-get-datasets-frequencies", "datasets/frequencies"),
            ("005-get-datasets-resource_types", "datasets/resource_types"),
            ("006-get-datasets-badges", "datasets/badges"),
            ("007-get-datasets-extensions", "datasets/extensions"),
            ("009-get-organizations-badges", "organizations/badges"),
            ("010-get-organizations-roles", "organizations/roles"),
            ("011-get-reuses-types", "reuses/types"),
            ("012-get-reuses-topics", "reuses/topics"),
            ("013-get-reports-reasons", "reports/reasons"),
            ("014-get-contacts-roles", "contacts/roles"),
            (
                "017-get-access_type-reason_categories",
                "access_type/reason_categories",
            ),
            ("019-get-users-roles", "users/roles"),
        ] {
            let ours = portal.get(&format!("/api/1/{path}/")).await.unwrap();
            let ours = codes(&ours.json().unwrap());
            assert_eq!(ours, codes(&recordings::read(name).unwrap().json), "{path}");
        }
    }
);

db_test!(errors_have_the_recorded_words, async |db: Db| {
    if recordings::folder().is_none() {
        println!("skipped: no recordings of udata here (set VITRAIL_SHARED)");
        return;
    }
    let (portal, _) = portal(db).await;
    for (name, path) in [
        ("065-list-page-size-0", "/api/1/datasets/?page_size=0"),
        (
            "067-list-bad-organization",
            "/api/1/datasets/?organization=bad",
        ),
        ("068-list-bad-sort", "/api/1/datasets/?sort=nope"),
        ("070-not-found", "/api/1/datasets/000000000000000000000000/"),
        ("071-unknown-route", "/api/1/nope/"),
        ("073-search-window", "/api/2/datasets/search/?page=20000"),
    ] {
        let ours = portal.get(path).await.unwrap().json().unwrap();
        assert_eq!(ours, recordings::read(name).unwrap().json, "{path}");
    }
});
