//! What clients of CKAN find: words wherever they stand in a query, dates and numbers, what is said and what is not, and
//! what is private to those who bear a token.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::domain::organization::Role;
use vitrail_app::domain::spatial::Spatial;
use vitrail_app::domain::{Owner, Timestamp};
use vitrail_testkit::portal::{Answer, NOW, Portal};
use vitrail_testkit::{Db, db_test, make};

pub struct World {
    pub portal: Portal,
    /// The token of an administrator of the organization.
    pub token: String,
}

async fn world(db: Db) -> World {
    let portal = Portal::on(db).unwrap();
    let anne = portal.user("Anne", |_| {}).await;
    let city = [(&anne, Role::Admin)];
    let city = portal.organization("Mairie", &city, |city| {
        // What an imported catalogue told.
        city.metrics.insert("datasets".to_owned(), json!(935));
    });
    let city = city.await;
    let day = |text: &str| text.parse::<Timestamp>().unwrap();
    let water = portal
        .dataset("Eau potable", |dataset| {
            dataset.tags = vec!["eau".to_owned(), "sante".to_owned()];
            dataset.created_at_internal = day("2023-06-15T10:00:00Z");
            dataset.last_modified_internal = dataset.created_at_internal;
        })
        .await;
    let files = [make::resource("Analyses de juin")];
    portal.resources(water.id, &files).await;
    portal
        .dataset("Réseau", |dataset| {
            dataset.description = "Distribution de l’eau".to_owned();
            dataset.frequency = "unknown".to_owned();
            dataset.spatial = Some(Spatial {
                geom: Some(json!({
                    "type": "Polygon",
                    "coordinates": [[[6.0, 46.0], [7.0, 46.0], [7.0, 47.0], [6.0, 46.0]]],
                })),
                ..Spatial::default()
            });
            dataset.last_modified_internal = NOW.plus(-3 * 86_400_000_000);
        })
        .await;
    portal
        .dataset("Arbres", |dataset| {
            dataset.description = String::new();
            dataset.owner = Owner::Organization(city.id);
            dataset.tags = vec!["arbre".to_owned()];
            dataset.created_at_internal = day("2020-03-01T00:00:00Z");
            dataset.last_modified_internal = dataset.created_at_internal;
        })
        .await;
    portal
        .dataset("Budget secret", |dataset| {
            dataset.owner = Owner::Organization(city.id);
            dataset.private = true;
        })
        .await;
    portal.write(async |_| Ok(())).await.unwrap();
    let token = portal.token(anne.id).await;
    World { portal, token }
}

impl World {
    pub async fn ask(&self, action: &str, body: &Value, headers: &[(&str, &str)]) -> Answer {
        let path = format!("/api/3/action/{action}");
        let kind = ("content-type", "application/json");
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([kind]).collect();
        let sent = self
            .portal
            .send(Method::POST, &path, &headers, body.to_string());
        sent.await.unwrap()
    }

    pub async fn result(&self, action: &str, body: Value, headers: &[(&str, &str)]) -> Value {
        let answer = self.ask(action, &body, headers).await;
        assert_eq!(answer.status, StatusCode::OK, "{body}: {}", answer.text());
        answer.json().unwrap()["result"].clone()
    }

    pub async fn count(&self, search: Value) -> i64 {
        let found = self.result("package_search", search, &[]).await;
        found["count"].as_i64().unwrap()
    }
}

db_test!(parts_of_a_query_add_up, async |db: Db| {
    let world = world(db).await;
    for (q, expected) in [
        ("eau", 2),
        ("potable", 1),
        ("eau OR potable", 2),
        ("potable OR arbres", 2),
        ("eau -potable", 1),
        ("+eau -potable", 1),
        ("eau NOT potable", 1),
        ("title:potable OR notes:distribution", 2),
        ("title:eau", 1),
        ("title:eau^2", 1),
        ("title:potable~1 OR \"eau potable\"~3", 1),
        ("name:*eau*", 2),
        ("extras_frequency:annual", 2),
        ("-frequency:annual", 1),
        ("num_resources:[1 TO *]", 1),
        ("num_resources:0", 2),
        ("num_tags:{1 TO 5]", 1),
        ("views_total:[1 TO *]", 0),
        ("author:*", 0),
        ("version:*", 0),
        ("maintainer_email:*", 0),
        ("res_format:*", 1),
        ("-res_format:[* TO *]", 2),
        ("-tags:*", 1),
        ("organization:[* TO *]", 1),
        ("notes:*", 2),
        ("-notes:*", 1),
        ("notes:distribution", 1),
        ("notes:sante", 0),
        ("notes:\"distribution potable\"", 0),
        ("tags:e*u", 1),
        ("tags:?au", 1),
        ("tags:*nt?", 1),
        ("tags:*nt", 0),
        ("name:?r*s", 1),
        ("title:p*ble", 1),
        ("title:r?seau", 1),
        ("title:e*ble", 0),
        ("res_name:an*", 1),
        ("res_name:nalyses*", 0),
        ("res_format:c?v", 1),
        ("license_id:l?v*", 3),
        ("private:true", 0),
        ("private:false", 3),
    ] {
        assert_eq!(world.count(json!({"q": q})).await, expected, "q={q}");
        assert_eq!(world.count(json!({"fq": q})).await, expected, "fq={q}");
    }
});

db_test!(dates_are_read_or_refused, async |db: Db| {
    let world = world(db).await;
    for (range, expected) in [
        ("[NOW-7DAYS TO NOW]", 1),
        ("[* TO NOW-7DAYS/DAY]", 2),
        ("[2020 TO 2020]", 1),
        ("[2020-01 TO 2020-02]", 0),
        ("[2020-03 TO 2023]", 2),
        ("{2020 TO *]", 2),
        ("[* TO 2023-06-15}", 1),
        ("[* TO 2023-06-15]", 2),
        ("2023", 1),
        ("2023-06-15T10:00:00Z", 1),
        ("*", 3),
    ] {
        let fq = format!("metadata_modified:{range}");
        assert_eq!(world.count(json!({"fq": fq})).await, expected, "{fq}");
    }
    for wrong in [
        json!({"fq": "metadata_modified:[zzz TO *]"}),
        json!({"fq": "metadata_created:hier"}),
        json!({"fq": "num_resources:[beaucoup TO *]"}),
        json!({"sort": "foo asc"}),
        json!({"sort": "name upwards"}),
        json!({"q": "(("}),
        json!({"fq": "((("}),
        json!({"q": "\""}),
        json!({"q": "AND"}),
        json!({"q": "\\"}),
        json!({"q": "title:"}),
        json!({"q": "eau:("}),
        json!({"fq": "organization:"}),
        json!({"fq": "tags:"}),
        json!({"fq": "organization:(mairie"}),
        json!({"fq": ["tags:eau", "eau)"]}),
        json!({"fq_list": ["tags:eau AND"]}),
        json!({"q": "e*u"}),
        json!({"fq": "e*u"}),
        json!({"fq": "notes:d?stribution"}),
        json!({"fq": "res_name:an*ses"}),
        json!({"q": "a OR ".repeat(3_000)}),
        json!({"fq": vec!["tags:x"; 1_100]}),
    ] {
        let answer = world.ask("package_search", &wrong, &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
        let kind = &answer.json().unwrap()["error"]["__type"];
        assert_eq!(kind, "Search Query Error", "{wrong}");
    }
    // A sentence that names no field is looked for by its words.
    for q in ["eau \"potable", "l’eau (potable", "Eau potable !"] {
        assert_eq!(world.count(json!({"q": q})).await, 1, "{q}");
    }
    // Long, but none too many.
    for (joined, expected) in [
        (
            (0..500)
                .map(|n| format!("tags:t{n}"))
                .collect::<Vec<_>>()
                .join(" OR "),
            0,
        ),
        (
            (0..500)
                .map(|n| format!("name:b{n}"))
                .collect::<Vec<_>>()
                .join(" OR "),
            0,
        ),
        (
            (0..1_000)
                .map(|n| format!("-tags:t{n}"))
                .collect::<Vec<_>>()
                .join(" "),
            3,
        ),
        (
            (0..500)
                .map(|n| format!("metadata_created:{}", 1970 + n % 30))
                .collect::<Vec<_>>()
                .join(" OR "),
            0,
        ),
    ] {
        assert_eq!(world.count(json!({"fq": joined})).await, expected);
    }
});

db_test!(fields_and_orders_are_as_asked, async |db: Db| {
    let world = world(db).await;
    let asked = json!({"q": "eau potable", "fl": "name,num_tags tags", "rows": 1});
    let found = world.result("package_search", asked, &[]).await;
    let cut = json!([{"name": "eau-potable", "num_tags": 2, "tags": ["eau", "sante"]}]);
    assert_eq!(found["results"], cut);
    for (area, expected) in [
        ("6.5,46.5,8,48", 1),
        ("-5,40,5.9,50", 0),
        ("170,40,7,50", 1),
        ("170,40,-170,50", 0),
    ] {
        assert_eq!(world.count(json!({"ext_bbox": area})).await, expected);
    }
    let wrong = json!({"ext_bbox": "partout"});
    let answer = world.ask("package_search", &wrong, &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let names = async |sort: &str| {
        let asked = json!({"sort": sort, "fl": ["name"]});
        let found = world.result("package_search", asked, &[]).await;
        let results = found["results"].as_array().unwrap().clone();
        let names = results.iter().map(|it| it["name"].as_str().unwrap());
        names.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        names("views_total desc, name desc").await,
        "reseau eau-potable arbres"
    );
    assert_eq!(
        names("num_resources desc, num_tags desc, name asc").await,
        "eau-potable arbres reseau"
    );
    assert_eq!(
        names("num_tags asc").await.split(' ').next(),
        Some("reseau")
    );
    assert_eq!(
        names("score desc, title asc").await,
        "arbres eau-potable reseau"
    );
    let answer = world
        .ask("organization_list", &json!({"sort": "foo"}), &[])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let error = json!({"message": "Cannot sort by field `foo`", "__type": "Validation Error"});
    assert_eq!(answer.json().unwrap()["error"], error);
});

db_test!(packages_of_organizations_are_counted, async |db: Db| {
    let world = world(db).await;
    let asked = json!({"id": "mairie", "include_datasets": true});
    let shown = world.result("organization_show", asked, &[]).await;
    assert_eq!(shown["packages"].as_array().unwrap().len(), 1);
    assert_eq!(shown["package_count"], 1, "what is private is not counted");
    let asked = json!({"all_fields": true});
    let listed = world.result("organization_list", asked, &[]).await;
    assert_eq!(listed[0]["package_count"], 1);
    let headers = [("authorization", world.token.as_str())];
    let mine = world
        .result("organization_list_for_user", json!({}), &headers)
        .await;
    assert_eq!(mine[0]["package_count"], 1);
});

db_test!(tokens_are_said_as_to_a_ckan, async |db: Db| {
    let world = world(db).await;
    let bearer = format!("Bearer {}", world.token);
    let secret = json!({"id": "budget-secret"});
    let private = json!({"include_private": true});
    for headers in [
        [("authorization", world.token.as_str())],
        [("authorization", bearer.as_str())],
        [("x-ckan-api-key", world.token.as_str())],
        [("x-api-key", world.token.as_str())],
    ] {
        let package = world.result("package_show", secret.clone(), &headers).await;
        assert_eq!(package["private"], true);
        let found = world
            .result("package_search", private.clone(), &headers)
            .await;
        assert_eq!(found["count"], 4);
        assert_eq!(found["facets"]["organization"]["mairie"], 2);
        let found = world.result("package_search", json!({}), &headers).await;
        assert_eq!(found["count"], 3, "unless they are asked for");
        for search in [json!({"q": "budget"}), json!({"fq": "budget private:true"})] {
            let mut search = search;
            search["include_private"] = true.into();
            let found = world.result("package_search", search, &headers).await;
            assert_eq!(found["results"][0]["name"], "budget-secret");
        }
        let asked = json!({"permission": "create_dataset"});
        let mine = world
            .result("organization_list_for_user", asked, &headers)
            .await;
        assert_eq!(
            (&mine[0]["name"], &mine[0]["capacity"]),
            (&json!("mairie"), &json!("admin"))
        );
    }
    // A token that nobody has is a visitor's.
    for headers in [
        [("authorization", "Bearer nobody")],
        [("authorization", "Basic bm9ib2R5Og==")],
        [("x-ckan-api-key", "nobody")],
        [("x-api-key", "nobody")],
    ] {
        let found = world
            .result("package_search", private.clone(), &headers)
            .await;
        assert_eq!(found["count"], 3, "{headers:?}");
        let refused = world.ask("package_show", &secret, &headers).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        let mine = world
            .result("organization_list_for_user", json!({}), &headers)
            .await;
        assert_eq!(mine, json!([]));
        let denied = world
            .ask("package_create", &json!({"name": "x"}), &headers)
            .await;
        assert_eq!(denied.status, StatusCode::FORBIDDEN);
        let path = "/api/2/util/tag/autocomplete?incomplete=eau";
        let answer = world.portal.ask(Method::GET, path, &headers).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK);
    }
    // What a script of another page reads is for everybody.
    let headers = [("authorization", world.token.as_str())];
    let path = "/api/3/action/package_show?id=budget-secret";
    let answer = world.portal.ask(Method::GET, path, &headers).await.unwrap();
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    let path = format!("{path}&callback=cb");
    let answer = world
        .portal
        .ask(Method::GET, &path, &headers)
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
});

db_test!(
    small_actions_answer_as_a_ckan_without_users,
    async |db: Db| {
        let world = world(db).await;
        let file = make::uuid("Analyses de juin").to_string();
        for (action, body, expected) in [
            ("user_list", json!({}), json!([])),
            ("member_list", json!({"id": "mairie"}), json!([])),
            (
                "package_relationships_list",
                json!({"id": "arbres"}),
                json!([]),
            ),
            ("resource_view_list", json!({"id": file}), json!([])),
        ] {
            assert_eq!(world.result(action, body, &[]).await, expected, "{action}");
        }
        let tags = world
            .result("tag_search", json!({"query": "arb"}), &[])
            .await;
        assert_eq!(
            (&tags["count"], &tags["results"][0]["name"]),
            (&json!(1), &json!("arbre"))
        );
        for (action, body) in [
            ("user_show", json!({"id": "x"})),
            ("vocabulary_show", json!({"id": "x"})),
            ("member_list", json!({"id": "x"})),
            ("package_relationships_list", json!({"id": "x"})),
            ("resource_view_list", json!({"id": "x"})),
        ] {
            let answer = world.ask(action, &body, &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{action}");
        }
        let body = "--m\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\narbres\r\n--m--\r\n";
        let headers = [("content-type", "multipart/form-data; boundary=m")];
        let sent = world
            .portal
            .send(Method::POST, "/api/3/action/package_show", &headers, body);
        let answer = sent.await.unwrap();
        assert_eq!(
            answer.json().unwrap()["result"]["title"],
            "Arbres",
            "{}",
            answer.text()
        );
    }
);

db_test!(files_and_pages_are_found_as_on_a_ckan, async |db: Db| {
    let world = world(db).await;
    let file = make::uuid("Analyses de juin").to_string();
    for (query, expected) in [
        (json!("url:FILES.example.org/analyses"), 1),
        (json!("url:elsewhere"), 0),
        (json!(format!("id:{file}")), 1),
        (json!(["name:juin", "mimetype:text/csv"]), 1),
        (json!("description:rien"), 0),
        (json!("hash:abc"), 0),
        (json!("package_id:abc"), 0),
    ] {
        let asked = json!({"query": query});
        let found = world.result("resource_search", asked, &[]).await;
        assert_eq!(found["count"], expected, "{query}");
    }
    let unknown = json!({"query": "foo:bar"});
    let answer = world.ask("resource_search", &unknown, &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(
        answer.json().unwrap()["error"]["query"],
        "Field \"foo\" not recognised in resource_search."
    );
    let package = json!({"id": "eau-potable"});
    let package = world.result("package_show", package, &[]).await;
    let id = package["id"].as_str().unwrap();
    let ours = async |path: &str| {
        let found = world.portal.get(path).await.unwrap().json().unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let water = ours("/api/1/datasets/eau-potable/").await;
    let city = ours("/api/1/organizations/mairie/").await;
    for (path, target) in [
        (format!("/dataset/{id}"), "/datasets/eau-potable".to_owned()),
        (
            "/dataset/eau-potable/".to_owned(),
            "/datasets/eau-potable".to_owned(),
        ),
        (
            format!("/dataset/{id}/resource/{file}"),
            format!("/datasets/eau-potable#resource-{file}"),
        ),
        (
            format!("/dataset/{id}/resource/{file}/download/juin.csv"),
            format!("/datasets/r/{file}"),
        ),
        (
            "/organization/mairie".to_owned(),
            "/organizations/mairie".to_owned(),
        ),
        (
            "/dataset/eau-potable.ttl".to_owned(),
            format!("/api/1/datasets/{water}/rdf.ttl"),
        ),
        (
            "/feeds/organization/mairie.atom".to_owned(),
            format!("/datasets/search.atom?organization={city}"),
        ),
    ] {
        let answer = world.portal.get(&path).await.unwrap();
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{path}");
        assert_eq!(answer.location(), Some(target.as_str()), "{path}");
    }
    for path in [
        "/dataset/eau-potable.zip",
        "/feeds/organization/mairie",
        "/feeds/organization/personne.atom",
    ] {
        let answer = world.portal.get(path).await.unwrap();
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let feed = format!("/datasets/search.atom?organization={city}");
    let feed = world.portal.get(&feed).await.unwrap().text();
    assert!(
        feed.contains("Arbres") && !feed.contains("Eau potable"),
        "{feed}"
    );
    let secret = world.portal.get("/dataset/budget-secret").await.unwrap();
    assert_eq!(secret.status, StatusCode::NOT_FOUND);
});
