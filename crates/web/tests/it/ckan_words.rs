//! What clients of CKAN write between quotes and brackets, what they order organizations by, and facets that are none.

use axum::http::StatusCode;
use serde_json::json;
use vitrail_app::domain::Owner;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, make};

use crate::ckan_search::World;

async fn world(db: Db) -> World {
    let portal = Portal::on(db).unwrap();
    let anne = portal.user("Anne", |_| {}).await;
    let token = portal.token(anne.id).await;
    for (title, description, tags) in [
        ("Eau potable", "", vec!["eau", "sante"]),
        ("Eau non potable", "Réservoirs", vec!["arrosage"]),
        ("Forages", "La potable, et l’eau de mer", vec!["mer"]),
        ("Réseaux", "Qualité des eaux potables", vec!["reseau"]),
    ] {
        portal
            .dataset(title, |dataset| {
                dataset.description = description.to_owned();
                dataset.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            })
            .await;
    }
    let files = portal.dataset("Analyses", |dataset| {
        dataset.description = "De juin".to_owned();
        dataset.tags = Vec::new();
    });
    let files = files.await;
    let named = ["Captages d’eau potable", "Potable : eau"].map(make::resource);
    portal.resources(files.id, &named).await;
    portal.write(async |_| Ok(())).await.unwrap();
    World { portal, token }
}

db_test!(words_between_quotes_follow_one_another, async |db: Db| {
    let world = world(db).await;
    for (q, expected) in [
        (
            "eau potable",
            "analyses eau-non-potable eau-potable forages reseaux",
        ),
        ("\"eau potable\"", "analyses eau-potable reseaux"),
        ("\"Potable eau\"", "analyses forages"),
        (
            "\"eau potable\"~1",
            "analyses eau-non-potable eau-potable reseaux",
        ),
        ("text:\"eau potable\"", "analyses eau-potable reseaux"),
        ("title:\"eau potable\"", "eau-potable"),
        ("title:\"potable eau\"", ""),
        ("notes:\"eau potable\"", "reseaux"),
        ("\"eau potable\" -notes:eaux", "analyses eau-potable"),
        (
            "\"eau potable\" OR tags:arrosage",
            "analyses eau-non-potable eau-potable reseaux",
        ),
        ("tags:[arrosage TO eau]", "eau-non-potable eau-potable"),
        ("tags:{arrosage TO mer}", "eau-potable"),
        ("tags:[R TO *]", "eau-potable reseaux"),
        ("res_format:[CSV TO CSV]", "analyses"),
        ("license_id:[a TO b]", ""),
    ] {
        for asked in [
            json!({"q": q, "fl": "name"}),
            json!({"fq": q, "fl": "name"}),
        ] {
            let found = world.result("package_search", asked.clone(), &[]).await;
            let found = found["results"].as_array().unwrap();
            let mut names: Vec<&str> = found.iter().filter_map(|it| it["name"].as_str()).collect();
            names.sort_unstable();
            assert_eq!(names.join(" "), expected, "{asked}");
        }
    }
    for field in ["title", "notes", "res_name", "license_title", "inconnu"] {
        let asked = json!({"fq": format!("{field}:[a TO b]")});
        let answer = world.ask("package_search", &asked, &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{asked}");
        let error = &answer.json().unwrap()["error"];
        assert_eq!(error["__type"], "Search Query Error");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(field), "{message}");
    }
});

db_test!(
    facets_are_lists_and_organizations_go_by_what_they_show,
    async |db: Db| {
        let world = world(db).await;
        for (wrong, why) in [
            (json!("tags"), "Could not parse as valid JSON"),
            (json!("[\"tags\""), "Could not parse as valid JSON"),
            (json!("{\"a\": 1}"), "Not a list"),
            (json!(3), "Not a list"),
            (json!("[\"tags\", 3]"), "Not a string: 3"),
            (json!(["tags", null]), "Not a string: null"),
        ] {
            let asked = json!({"facet.field": wrong});
            let answer = world.ask("package_search", &asked, &[]).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "{asked}");
            let error = answer.json().unwrap()["error"].clone();
            assert_eq!(error["__type"], "Validation Error");
            assert_eq!(error["facet.field"], json!([why]));
        }
        for right in [json!("[\"tags\"]"), json!(["tags"])] {
            let asked = json!({"facet.field": right});
            let found = world.result("package_search", asked, &[]).await;
            assert_eq!(found["facets"]["tags"]["eau"], 1);
        }

        // An import told other figures than what is here.
        for (name, told, datasets) in [("Ville", 900, 1), ("Région", 3, 2), ("État", 50, 0)] {
            let organization = world.portal.organization(name, &[], |organization| {
                organization
                    .metrics
                    .insert("datasets".to_owned(), json!(told));
            });
            let organization = organization.await;
            for number in 0..datasets {
                let title = format!("De {name} {number}");
                let dataset = world.portal.dataset(&title, |dataset| {
                    dataset.owner = Owner::Organization(organization.id);
                });
                dataset.await;
            }
        }
        for (sort, expected) in [
            ("package_count", [2, 1, 0]),
            ("package_count desc", [2, 1, 0]),
            ("package_count asc", [0, 1, 2]),
        ] {
            let asked = json!({"all_fields": true, "sort": sort});
            let found = world.result("organization_list", asked, &[]).await;
            let shown = found.as_array().unwrap().iter();
            let shown: Vec<i64> = shown
                .filter_map(|it| it["package_count"].as_i64())
                .collect();
            assert_eq!(shown, expected, "{sort}");
        }
    }
);
