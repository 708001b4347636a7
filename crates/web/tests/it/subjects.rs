//! What reads of every subject but datasets say beyond their shape.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::account;
use vitrail_domain::organization::{Member, Role};
use vitrail_domain::spatial::Zone;
use vitrail_domain::{Change, Id, Kind};
use vitrail_testkit::catalogue::days_ago;
use vitrail_testkit::{Db, db_test, store};

use crate::people::{ask_as, json_of, person};
use crate::portal;

db_test!(
    addresses_of_members_show_to_who_may_see_them,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let (stranger, denis) = person(&portal, "denis", false).await;
        let (_, admin) = person(&portal, "admin", true).await;
        let claire = account::create_token(&portal.app, catalogue.user.id, None)
            .await
            .unwrap();
        catalogue.organization.members.push(Member {
            user: stranger,
            role: Role::Editor,
            since: days_ago(1),
        });
        catalogue.write(&portal).await.unwrap();
        let path = format!(
            "/api/1/organizations/{}/?lang=fr",
            catalogue.organization.id
        );
        let emails = |answer: &Value| {
            let members = answer["members"].as_array().unwrap();
            members
                .iter()
                .map(|member| member["user"]["email"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let seen = json_of(&portal, &path).await;
        assert_eq!(emails(&seen), ["***@example.org", "***@example.org"]);
        assert_eq!(seen["members"][1]["label"], "Éditeur");
        assert_eq!(seen["metrics"]["members"], 2);
        let seen = ask_as(&portal, Some(&claire), &path).await.json().unwrap();
        assert_eq!(emails(&seen), ["claire@example.org", "de***@example.org"]);
        assert_eq!(seen["permissions"]["members"], true);
        let seen = ask_as(&portal, Some(&denis), &path).await.json().unwrap();
        assert_eq!(emails(&seen), ["***@example.org", "denis@example.org"]);
        let seen = ask_as(&portal, Some(&admin), &path).await.json().unwrap();
        assert_eq!(emails(&seen), ["claire@example.org", "denis@example.org"]);
        let suggested = json_of(&portal, "/api/1/users/suggest/?q=denis").await;
        assert_eq!(
            suggested,
            json!([{"id": stranger, "first_name": "Prénom", "last_name": "denis",
                "avatar_url": null, "email": "***@example.org", "slug": "prenom-denis"}])
        );
    }
);

db_test!(what_an_organization_publishes_is_listed, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let id = catalogue.organization.id;
    catalogue.reuse.owner = vitrail_domain::Owner::Organization(id);
    catalogue.write(&portal).await.unwrap();
    let base = format!("/api/1/organizations/{}", catalogue.organization.slug);
    let datasets = json_of(&portal, &format!("{base}/datasets/")).await;
    assert_eq!(datasets["data"][0]["id"], json!(catalogue.dataset.id));
    let reuses = json_of(&portal, &format!("{base}/reuses/")).await;
    assert_eq!(reuses[0]["datasets"][0]["resources"][0]["format"], "csv");
    assert_eq!(reuses[0]["dataservices"][0]["class"], "Dataservice");
    let discussions = json_of(&portal, &format!("{base}/discussions/")).await;
    assert_eq!(
        discussions[0]["self_web_url"],
        format!(
            "http://portal.example/datasets/qualite-de-l-air-a-evian/discussions?discussion_id={}",
            catalogue.discussion.id
        )
    );
    let contacts = json_of(&portal, &format!("{base}/contacts/")).await;
    assert_eq!(contacts["data"][0]["role"], "contact");
    let suggested = json_of(&portal, &format!("{base}/contacts/suggest/?q=serv")).await;
    assert_eq!(suggested, contacts["data"]);
    let contact = format!("/api/1/contacts/{}/", catalogue.contact.id);
    assert_eq!(
        json_of(&portal, &contact).await["organization"]["id"],
        json!(id)
    );
    for (query, total) in [
        ("q=evian", 1),
        ("q=nope", 0),
        ("badge=certified", 1),
        ("badge=company", 0),
        ("name=VILLE%20D%E2%80%99%C3%89VIAN", 1),
    ] {
        let found = json_of(&portal, &format!("/api/1/organizations/?{query}")).await;
        assert_eq!(found["total"], total, "{query}");
    }
    let suggested = json_of(&portal, "/api/1/organizations/suggest/?q=evi").await;
    assert_eq!(suggested[0]["acronym"], "VE");
    let refused = portal
        .get("/api/1/organizations/?badge=nope")
        .await
        .unwrap();
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
});

db_test!(lists_are_filtered, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let (dataset, reuse, user) = (catalogue.dataset.id, catalogue.reuse.id, catalogue.user.id);
    for (path, total) in [
        (format!("/api/1/reuses/?dataset={dataset}"), 1),
        (format!("/api/1/reuses/?dataset={user}"), 0),
        ("/api/1/reuses/?type=visualization&tag=carte".to_owned(), 1),
        ("/api/2/reuses/?topic=health".to_owned(), 0),
        (format!("/api/1/dataservices/?reuse={reuse}"), 1),
        (format!("/api/1/dataservices/?dataset={dataset}"), 1),
        ("/api/1/dataservices/?access_type=restricted".to_owned(), 0),
        (format!("/api/1/discussions/?for={dataset}&for={reuse}"), 1),
        ("/api/1/discussions/?closed=true".to_owned(), 0),
        (format!("/api/1/discussions/?user={user}&sort=-created"), 1),
        (
            format!("/api/1/discussions/?org={}", catalogue.organization.id),
            1,
        ),
        (format!("/api/2/topics/?dataset={dataset}"), 1),
        (
            "/api/2/topics/?private=false&include_private=true".to_owned(),
            1,
        ),
        ("/api/2/topics/?tag=eau".to_owned(), 0),
        ("/api/1/posts/?kind=news".to_owned(), 1),
        ("/api/1/posts/?kind=page".to_owned(), 0),
    ] {
        assert_eq!(json_of(&portal, &path).await["total"], total, "{path}");
    }
    for path in [
        "/api/1/reuses/?type=nope",
        "/api/1/reuses/?owner=nope",
        "/api/1/dataservices/?sort=nope",
        "/api/1/discussions/?for=nope",
        "/api/2/topics/?page_size=0",
        "/api/1/activity/?related_to=nope",
    ] {
        let refused = portal.get(path).await.unwrap();
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{path}");
    }
});

db_test!(
    elements_of_a_topic_are_told_apart_by_class,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let mut free = catalogue.elements[0].clone();
        free.id = Id::seeded("free");
        free.element = None;
        free.tags = vec!["absent".to_owned()];
        catalogue.elements.push(free);
        catalogue.write(&portal).await.unwrap();
        let base = format!("/api/2/topics/{}", catalogue.topic.slug);
        let topic = json_of(&portal, &format!("{base}/")).await;
        assert_eq!(topic["elements"]["total"], 2);
        assert_eq!(topic["uri"], "http://portal.example/api/2/topics/air-pur/");
        for (query, total) in [
            ("", 2),
            ("?class=Dataset", 1),
            ("?class=None", 1),
            ("?class=Reuse", 0),
            ("?q=mesures&tag=absent", 1),
        ] {
            let found = json_of(&portal, &format!("{base}/elements/{query}")).await;
            assert_eq!(found["total"], total, "{query}");
        }
        let refused = portal.get(&format!("{base}/elements/?class=User")).await;
        assert_eq!(refused.unwrap().status, StatusCode::BAD_REQUEST);
    }
);

db_test!(territories_are_found_and_read, async |db: Db| {
    let (portal, _) = portal(db).await;
    let zone = |id: &str, level: &str, code: &str, name: &str| Zone {
        id: id.to_owned(),
        code: code.to_owned(),
        level: level.to_owned(),
        name: name.to_owned(),
        uri: None,
        parents: Vec::new(),
    };
    let zones = [
        zone("fr:commune:74119", "fr:commune", "74119", "Évian-les-Bains"),
        zone("fr:epci:200071967", "fr:epci", "200071967", "Pays d’Évian"),
    ];
    portal
        .write(async |tx| {
            store::zone::replace_all(tx, zones.clone()).await?;
            Ok(())
        })
        .await
        .unwrap();
    let found = json_of(&portal, "/api/1/spatial/zones/suggest/?q=evian").await;
    assert_eq!(found[0]["id"], "fr:epci:200071967", "the largest first");
    assert_eq!(found[1]["code"], "74119");
    let by_id = "/api/1/spatial/zones/suggest/?q=fr:commune:74119&size=20";
    assert_eq!(json_of(&portal, by_id).await[0]["name"], "Évian-les-Bains");
    assert_eq!(
        json_of(&portal, "/api/1/spatial/zones/suggest/?q&size=20").await,
        json!([])
    );
    let one = json_of(&portal, "/api/1/spatial/zone/fr:commune:74119@1942-01-01/").await;
    assert_eq!(
        (&one["type"], &one["geometry"]),
        (&json!("Feature"), &json!(null))
    );
    assert_eq!(one["properties"]["name"], "Évian-les-Bains");
    let both = "/api/1/spatial/zones/fr:commune:74119,fr:epci:200071967/";
    let both = json_of(&portal, both).await;
    assert_eq!(both["features"].as_array().unwrap().len(), 2);
    let about = json_of(&portal, "/api/1/spatial/zone/fr:commune:74119/datasets/").await;
    assert_eq!(about[0]["class"], "Dataset");
    let coverage = json_of(&portal, "/api/1/spatial/coverage/fr:commune/").await;
    assert_eq!(coverage["features"][0]["properties"]["datasets"], 1);
    for path in ["zone/nowhere", "zones/nowhere", "coverage/nowhere"] {
        let answer = portal
            .get(&format!("/api/1/spatial/{path}/"))
            .await
            .unwrap();
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let tags = json_of(&portal, "/api/1/tags/suggest/?q=Air").await;
    assert_eq!(tags, json!([{"text": "air"}, {"text": "qualite-de-l-air"}]));
});

db_test!(the_portal_counts_what_it_holds, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let site = json_of(&portal, "/api/1/site/").await;
    for (key, count) in [
        ("datasets", 1),
        ("resources", 2),
        ("reuses", 1),
        ("organizations", 1),
        ("public-service", 1),
        ("dataservices", 1),
        ("discussions", 1),
        ("followers", 1),
        ("users", 1),
        ("max_reuse_datasets", 1),
    ] {
        assert_eq!(site["metrics"][key], count, "{key}");
    }
    // Published thirty days before: last month.
    assert_eq!(site["metrics"]["datasets_by_months"]["2025-12"], 1);
    assert_eq!(site["datasets_blocs"], json!(null));
    let masked = [("x-fields", "{datasets_blocs,metrics{datasets}}")];
    let masked = portal
        .ask(Method::GET, "/api/1/site/", &masked)
        .await
        .unwrap();
    assert_eq!(
        masked.json().unwrap(),
        json!({"datasets_blocs": [], "metrics": {"datasets": 1}})
    );
    catalogue.dataset.private = true;
    portal
        .write(async |tx| {
            store::dataset::save(tx, &catalogue.dataset).await?;
            let change = Change::new(
                days_ago(0),
                (Kind::Dataset, catalogue.dataset.id),
                "updated",
            );
            Ok(store::change::record(tx, &change).await?)
        })
        .await
        .unwrap();
    let site = json_of(&portal, "/api/1/site/").await;
    assert_eq!(site["metrics"]["datasets"], 0);
    assert_eq!(site["metrics"]["resources"], 0);
});

db_test!(activity_says_who_did_what, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let mut change = Change::new(
        days_ago(1),
        (Kind::Dataset, catalogue.dataset.id),
        "resource:added",
    );
    change.actor = Some(catalogue.user.id);
    change.fields = vec!["resources".to_owned()];
    let own = change.clone();
    portal
        .write(async |tx| Ok(store::change::record(tx, &own).await?))
        .await
        .unwrap();
    let path = format!(
        "/api/1/activity/?related_to={}&lang=fr",
        catalogue.dataset.id
    );
    let found = json_of(&portal, &path).await;
    let one = &found["data"][0];
    assert_eq!(one["key"], "dataset:resource:added");
    assert_eq!(one["label"], "a ajouté une ressource à un jeu de données");
    assert_eq!(one["actor"]["slug"], "prenom-claire");
    assert_eq!(one["related_to"], catalogue.dataset.title);
    assert_eq!(one["changes"], json!(["resources"]));
    assert_eq!(one["id"].as_str().unwrap().len(), 24);
    let other = "/api/1/activity/?key=dataset:created";
    assert_eq!(json_of(&portal, other).await["total"], 0);
    catalogue.dataset.private = true;
    portal
        .write(async |tx| {
            store::dataset::save(tx, &catalogue.dataset).await?;
            Ok(store::change::record(tx, &change).await?)
        })
        .await
        .unwrap();
    assert_eq!(json_of(&portal, &path).await["data"], json!([]));
});

db_test!(feeds_announce_what_is_public, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    for (path, title) in [
        ("reuses", "Carte de l’air"),
        ("dataservices", "API Air"),
        ("posts", "Actualité"),
    ] {
        let answer = portal
            .get(&format!("/api/1/{path}/recent.atom"))
            .await
            .unwrap();
        assert_eq!(answer.header("content-type"), Some("application/atom+xml"));
        let text = String::from_utf8(answer.body).unwrap();
        assert!(text.contains(&format!("<title>{title}</title>")), "{text}");
    }
    catalogue.reuse.datasets = Vec::new();
    catalogue.dataservice.archived_at = Some(days_ago(1));
    catalogue.post.published = None;
    portal
        .write(async |tx| {
            store::change::record(
                tx,
                &Change::new(days_ago(0), (Kind::Reuse, catalogue.reuse.id), "updated"),
            )
            .await?;
            Ok(())
        })
        .await
        .unwrap();
    catalogue.write(&portal).await.unwrap();
    for path in ["reuses", "dataservices", "posts"] {
        let answer = portal
            .get(&format!("/api/1/{path}/recent.atom"))
            .await
            .unwrap();
        let text = String::from_utf8(answer.body).unwrap();
        assert!(!text.contains("<entry>"), "{path} {text}");
    }
});

db_test!(everyone_has_a_mosaic, async |db: Db| {
    let (portal, _) = portal(db).await;
    for (path, size) in [
        ("534fff4ca3a7292c64a77c95/32", 32_u32),
        ("n'importe%20quoi/0", 1),
        ("x/5000/", 1_000),
    ] {
        let answer = portal.get(&format!("/api/1/avatars/{path}")).await.unwrap();
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), Some("image/png"));
        assert!(answer.header("etag").is_some());
        assert!(
            answer
                .header("cache-control")
                .unwrap()
                .contains("immutable")
        );
        assert_eq!(answer.body[16..20], size.to_be_bytes(), "{path}");
    }
    let answer = portal.get("/api/1/avatars/x/large/").await.unwrap();
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
});
