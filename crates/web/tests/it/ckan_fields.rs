//! What packages show finds them and puts them in order; what happened to them is told; objects keep CKAN's order of keys.

use std::fmt;

use axum::http::StatusCode;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};
use vitrail_app::domain::dataset::TemporalCoverage;
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::spatial::Spatial;
use vitrail_app::domain::{Change, Kind, Owner};
use vitrail_testkit::portal::{NOW, Portal};
use vitrail_testkit::{Db, db_test, make, store};

use crate::ckan::recorded_text;
use crate::ckan_search::World;

db_test!(what_packages_show_finds_them, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let anne = portal.user("Anne", |_| {}).await;
    let city = [(&anne, Role::Admin)];
    let city = portal.organization("Mairie de Paris", &city, |_| {}).await;
    let water = portal
        .dataset("Eau", |dataset| {
            dataset.owner = Owner::Organization(city.id);
            dataset.license = Some("lov2".to_owned());
            let extras = json!({"theme": "Culture, santé", "remote_url": "https://a.example/1"});
            dataset.extras = extras.as_object().unwrap().clone();
            let harvest = json!({"modified_at": "2024-05-06T00:00:00+00:00"});
            dataset.harvest = harvest.as_object().cloned();
            dataset.temporal_coverage = Some(TemporalCoverage {
                start: jiff::civil::date(2020, 1, 1),
                end: None,
            });
            dataset.spatial = Some(Spatial {
                zones: vec!["fr:region:11".to_owned()],
                ..Spatial::default()
            });
        })
        .await;
    let mut file = make::resource("Analyses de juin");
    file.r#type = "api".to_owned();
    file.description = Some("Mois par mois".to_owned());
    portal.resources(water.id, &[file]).await;
    portal
        .dataset("Zoo", |dataset| {
            dataset.owner = Owner::User(anne.id);
            dataset.license = None;
        })
        .await;
    portal.write(async |_| Ok(())).await.unwrap();
    let world = World {
        portal,
        token: String::new(),
    };
    let show = json!({"id": "eau"});
    let package = world.result("package_show", show, &[]).await;
    let told = |key: &str| package[key].as_str().unwrap().to_owned();
    let (id, creator, page) = (told("id"), told("creator_user_id"), told("url"));
    let (title, url) = (told("license_title"), told("license_url"));
    let address = &package["resources"][0]["url"];
    for (q, expected) in [
        ("extras_theme:*".to_owned(), 1),
        ("extras_theme:culture".to_owned(), 1),
        ("extras_theme:Sante".to_owned(), 1),
        ("extras_theme:cult".to_owned(), 0),
        ("extras_theme:cult*".to_owned(), 1),
        ("-extras_theme:*".to_owned(), 1),
        ("extras_remote_url:\"https://a.example/1\"".to_owned(), 1),
        ("extras_modified:*".to_owned(), 1),
        ("extras_modified:[2024 TO 2025]".to_owned(), 1),
        ("extras_modified:[* TO 2024]".to_owned(), 0),
        ("extras_temporal_start:2020-01-01".to_owned(), 1),
        ("extras_temporal_end:*".to_owned(), 0),
        ("extras_spatial:*".to_owned(), 0),
        ("extras_udata\\:zones:\"fr:region:11\"".to_owned(), 1),
        ("extras_nothing:*".to_owned(), 0),
        (format!("creator_user_id:{creator}"), 1),
        ("creator_user_id:*".to_owned(), 2),
        (format!("id:{}*", &id[..8]), 1),
        (format!("id:[{id} TO {id}]"), 1),
        ("name:[a TO f]".to_owned(), 1),
        ("name:{eau TO *]".to_owned(), 1),
        ("name:z*o".to_owned(), 1),
        ("organization:*paris*".to_owned(), 1),
        ("organization:[a TO n]".to_owned(), 1),
        (format!("url:\"{page}\""), 1),
        ("isopen:true".to_owned(), 1),
        ("isopen:false".to_owned(), 1),
        (format!("license_title:\"{title}\""), 1),
        (format!("license_url:\"{url}\""), 1),
        ("res_url:*analyses*".to_owned(), 1),
        (format!("res_url:\"{}\"", address.as_str().unwrap()), 1),
        ("res_url:*nulle-part*".to_owned(), 0),
        ("res_name:juin".to_owned(), 1),
        ("res_name:mai".to_owned(), 0),
        ("res_description:mois".to_owned(), 1),
        ("res_description:*".to_owned(), 1),
        ("res_type:api".to_owned(), 1),
        ("res_type:main".to_owned(), 0),
        ("-res_type:*".to_owned(), 1),
        ("mimetype:text/csv".to_owned(), 1),
        ("author:*".to_owned(), 0),
        ("author:anne".to_owned(), 0),
    ] {
        assert_eq!(world.count(json!({"fq": q})).await, expected, "{q}");
    }
    for many in [
        "extras_a:b ".repeat(200),
        (0..30).fold(String::new(), |all, n| all + &format!("extras_a{n}:b ")),
    ] {
        let asked = json!({"fq": many});
        let answer = world.ask("package_search", &asked, &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
});

db_test!(packages_come_in_the_order_that_is_shown, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let stem = "a".repeat(91);
    for n in 0..12 {
        // The cut names do not follow the slugs.
        let slug = format!("{stem}-{}{n:02}", "x".repeat(20));
        let title = format!("Jeu {n}");
        let made = portal.dataset(&title, |dataset| {
            dataset.slug = slug;
            dataset.last_modified_internal = NOW.plus(i64::from(n % 3));
        });
        made.await;
    }
    portal.write(async |_| Ok(())).await.unwrap();
    let world = World {
        portal,
        token: String::new(),
    };
    let pages = async |sort: &str, field: &str| {
        let mut all = Vec::new();
        for start in [0, 5, 10, 15] {
            let asked = json!({"sort": sort, "start": start, "rows": 5});
            let found = world.result("package_search", asked, &[]).await;
            assert_eq!(found["count"], 12);
            let results = found["results"].as_array().unwrap();
            all.extend(
                results
                    .iter()
                    .map(|it| it[field].as_str().unwrap().to_owned()),
            );
        }
        all
    };
    for field in ["id", "name"] {
        let shown = pages(&format!("{field} asc, title desc"), field).await;
        assert_eq!(shown.len(), 12);
        assert!(shown.is_sorted(), "{shown:?}");
        let mut back = pages(&format!("{field} desc"), field).await;
        back.reverse();
        assert_eq!(back, shown);
    }
    let dates = pages("metadata_modified desc, id asc", "metadata_modified").await;
    let ids = pages("metadata_modified desc, id asc", "id").await;
    let pairs = dates
        .iter()
        .zip(&ids)
        .map(|(date, id)| (std::cmp::Reverse(date), id));
    assert!(pairs.collect::<Vec<_>>().is_sorted(), "{dates:?} {ids:?}");
    let names = world.result("package_list", json!({}), &[]).await;
    let names: Vec<String> = serde_json::from_value(names).unwrap();
    assert_eq!(names, pages("name asc", "name").await);
    let part = json!({"limit": 4, "offset": 3});
    let part = world.result("package_list", part, &[]).await;
    assert_eq!(part, json!(names[3..7]));
});

db_test!(what_happened_to_packages_is_told, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let anne = portal.user("Anne", |_| {}).await;
    let open = portal.dataset("Ouvert", |_| {}).await;
    let secret = portal.dataset("Secret", |dataset| {
        dataset.owner = Owner::User(anne.id);
        dataset.private = true;
    });
    let secret = secret.await;
    let token = vitrail_app::account::create_token(&portal.app, anne.id, None);
    let token = token.await.unwrap();
    let change = |actor, dataset, operation: &str, seconds: i64| Change {
        actor,
        at: NOW.plus(seconds * 1_000_000),
        ..Change::new(NOW, (Kind::Dataset, dataset), operation)
    };
    let changes = [
        change(None, open.id, "imported", 1),
        change(Some(anne.id), secret.id, "created", 2),
        change(None, open.id, "counted", 3),
        change(Some(anne.id), open.id, "updated", 4),
        change(None, open.id, "followed", 5),
    ];
    let wrote = portal.write(async |tx| Ok(store::change::record_all(tx, &changes).await?));
    wrote.await.unwrap();
    let world = World { portal, token };
    let recent = "recently_changed_packages_activity_list";
    let all = world.result(recent, json!({}), &[]).await;
    let all = all.as_array().unwrap().clone();
    let types: Vec<&Value> = all.iter().map(|it| &it["activity_type"]).collect();
    assert!(
        all.iter()
            .all(|it| it["data"]["package"]["name"] == "ouvert"),
        "{all:?}"
    );
    assert_eq!(
        types[..2],
        [&json!("changed package"), &json!("new package")]
    );
    assert_eq!(all[0]["data"]["actor"], anne.slug.as_str());
    assert_eq!(all[0]["object_id"], all[0]["data"]["package"]["id"]);
    assert_ne!(all[0]["id"], all[1]["id"]);
    let second = world.result(recent, json!({"limit": 1, "offset": 1}), &[]);
    assert_eq!(second.await, json!([all[1]]));
    let seconds = |at: i64| -> Value {
        let micros = NOW.plus(at * 1_000_000).micros();
        let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        serde_json::from_str(&text).unwrap()
    };
    for (asked, expected) in [
        (json!({"after": seconds(2)}), vec!["changed package"]),
        (
            json!({"after": seconds(0), "before": seconds(2)}),
            vec!["new package"],
        ),
    ] {
        let some = world.result(recent, asked.clone(), &[]).await;
        let types = some.as_array().unwrap().iter();
        let types: Vec<&str> = types
            .map(|it| it["activity_type"].as_str().unwrap())
            .collect();
        assert_eq!(types, expected, "{asked}");
    }
    let wrong = world.ask(recent, &json!({"after": "hier"}), &[]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let one = json!({"id": "ouvert"});
    let of_one = world.result("package_activity_list", one, &[]).await;
    assert_eq!(of_one, json!(all));
    let hidden = json!({"id": "secret"});
    let refused = world.ask("package_activity_list", &hidden, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let headers = [("authorization", world.token.as_str())];
    let own = world
        .result("package_activity_list", hidden, &headers)
        .await;
    assert_eq!(own[0]["activity_type"], "new package");
});

/// The keys of an object of JSON, in order, and those of what it holds.
#[derive(Debug)]
enum Keys {
    None,
    List(Vec<Keys>),
    Object(Vec<(String, Keys)>),
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value of JSON")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
                Ok(Keys::None)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
                Ok(Keys::None)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
                Ok(Keys::None)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
                Ok(Keys::None)
            }
            fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
                Ok(Keys::None)
            }
            fn visit_unit<E>(self) -> Result<Keys, E> {
                Ok(Keys::None)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    all.push(one);
                }
                Ok(Keys::List(all))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut all = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    all.push(pair);
                }
                Ok(Keys::Object(all))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// The keys that both have come in the same order.
fn in_order(ours: &Keys, theirs: &Keys, place: &str) {
    match (ours, theirs) {
        (Keys::Object(ours), Keys::Object(theirs)) => {
            let has = |of: &[(String, Keys)], key: &str| of.iter().any(|(other, _)| other == key);
            let one: Vec<&str> = ours.iter().map(|(key, _)| key.as_str()).collect();
            let one: Vec<&str> = one.into_iter().filter(|key| has(theirs, key)).collect();
            let other: Vec<&str> = theirs.iter().map(|(key, _)| key.as_str()).collect();
            let other: Vec<&str> = other.into_iter().filter(|key| has(ours, key)).collect();
            assert_eq!(one, other, "{place}");
            for (key, ours) in ours {
                if let Some((_, theirs)) = theirs.iter().find(|(other, _)| other == key) {
                    in_order(ours, theirs, &format!("{place}/{key}"));
                }
            }
        }
        (Keys::List(ours), Keys::List(theirs)) => {
            if let (Some(ours), Some(theirs)) = (ours.first(), theirs.first()) {
                in_order(ours, theirs, place);
            }
        }
        _ => {}
    }
}

db_test!(keys_come_in_the_order_of_ckan, async |db: Db| {
    let (portal, _) = crate::portal(db).await;
    portal.write(async |_| Ok(())).await.unwrap();
    let fields = "facet.field=%5B%22organization%22,%22tags%22,%22res_format%22%5D";
    let search = format!("package_search?{fields}");
    for (path, name) in [
        (search.as_str(), "package_search"),
        ("package_search?rows=abc", "package_search_badrows"),
        ("package_show", "package_show_missing_id"),
        ("package_show?id=nope", "package_show_404"),
        ("package_show?id=qualite-de-l-air-a-evian", "package_show"),
        ("license_list", "license_list"),
        ("tag_show?id=air", "tag_show"),
        ("tag_list?all_fields=true", "tag_list_all"),
        ("package_autocomplete?q=qual", "package_autocomplete"),
        ("organization_show?id=ville-d-evian", "organization_show"),
        ("organization_list?all_fields=true", "organization_list_all"),
        (
            "recently_changed_packages_activity_list",
            "recently_changed",
        ),
        ("status_show", "status_show"),
    ] {
        let answer = portal.get(&format!("/api/3/action/{path}")).await.unwrap();
        let ours: Keys = serde_json::from_str(&answer.text()).unwrap();
        let Some(theirs) = recorded_text(name) else {
            return;
        };
        in_order(&ours, &serde_json::from_str(&theirs).unwrap(), path);
    }
    let path = format!("/api/3/action/{search}&fl=title,name");
    let answer = portal.get(&path).await.unwrap();
    let text = answer.text();
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
    assert!(
        place("\"organization\":{\"ville") < place("\"tags\":{"),
        "{text}"
    );
    assert!(place("{\"title\":") < place("\"name\":\"qualite"), "{text}");
    let shown = portal.get("/api/3/action/organization_show?id=ville-d-evian");
    let shown = shown.await.unwrap().json().unwrap();
    assert_eq!(shown["result"].get("tags"), None);
});

db_test!(lists_of_a_ckan_lead_to_ours, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    for (path, target) in [
        ("/dataset", "/datasets"),
        ("/dataset/", "/datasets"),
        (
            "/dataset/?q=eau+%26+air&ext_x=1",
            "/datasets?q=eau%20%26%20air",
        ),
        ("/organization", "/organizations"),
        ("/organization/", "/organizations"),
        ("/group", "/topics"),
        ("/feeds/dataset.atom", "/datasets/recent.atom"),
    ] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
        assert_eq!(answer.location(), Some(target), "{path}");
        let there = portal.get(target).await.unwrap();
        assert_eq!(there.status, StatusCode::OK, "{target}");
    }
});
