//! Assistants: what a client of the protocol is told, tool by tool, and what it is told when it asks wrongly.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::domain::{Dataset, Id, Organization};
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test, store};

use crate::portal;

pub const HEADERS: [(&str, &str); 2] = [
    ("content-type", "application/json"),
    ("accept", "application/json, text/event-stream"),
];

/// Sends one message of the protocol, as older clients do: without headers of their own.
pub async fn sent(portal: &Portal, method: &str, params: Value) -> Value {
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let answer = portal
        .send(Method::POST, "/mcp", &HEADERS, message.to_string())
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json().unwrap()
}

/// Uses a tool that answers.
async fn used(portal: &Portal, tool: &str, arguments: Value) -> (String, Value) {
    let answer = sent(
        portal,
        "tools/call",
        json!({"name": tool, "arguments": arguments}),
    )
    .await;
    let result = &answer["result"];
    assert_ne!(result["isError"], true, "{answer}");
    let text = result["content"][0]["text"].as_str().unwrap().to_owned();
    (text, result["structuredContent"].clone())
}

/// Uses a tool that refuses: what it says.
async fn refused(portal: &Portal, tool: &str, arguments: Value) -> String {
    let answer = sent(
        portal,
        "tools/call",
        json!({"name": tool, "arguments": arguments}),
    )
    .await;
    assert_eq!(answer["result"]["isError"], true, "{answer}");
    answer["result"]["content"][0]["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What is at an address of the API of the portal.
async fn again(portal: &Portal, facts: &Value) -> Value {
    let url = facts["again"].as_str().unwrap();
    let path = url.strip_prefix("http://portal.example").unwrap();
    portal.get(path).await.unwrap().json().unwrap()
}

db_test!(an_assistant_finds_and_reads, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let hello = sent(
        &portal,
        "initialize",
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}),
    )
    .await;
    assert_eq!(hello["result"]["serverInfo"]["name"], "vitrail");
    assert_eq!(hello["result"]["protocolVersion"], "2025-06-18");
    let tools = sent(&portal, "tools/list", json!({})).await;
    let tools = tools["result"]["tools"].as_array().unwrap();
    assert_eq!(tools.len(), 5);
    assert!(
        tools
            .iter()
            .all(|tool| tool["annotations"]["readOnlyHint"] == true)
    );

    let (text, facts) = used(&portal, "search", json!({"query": "air"})).await;
    let dataset = &catalogue.dataset;
    let hit = &facts["results"][0];
    assert_eq!(hit["id"], dataset.id.to_string());
    assert_eq!(
        hit["page"],
        format!("http://portal.example/datasets/{}", dataset.slug)
    );
    assert_eq!(hit["licence"]["id"], dataset.license.clone().unwrap());
    assert!(hit["licence"]["url"].is_string());
    assert!(text.contains(&dataset.title), "{text}");
    let same = again(&portal, &facts).await;
    assert_eq!(same["total"], facts["total"]);
    assert_eq!(same["data"][0]["id"], hit["id"]);

    let (text, facts) = used(&portal, "get_dataset", json!({"dataset": dataset.slug})).await;
    assert_eq!(facts["id"], dataset.id.to_string());
    assert_eq!(facts["files"]["total"], catalogue.resources.len());
    assert_eq!(facts["producer"]["name"], catalogue.organization.name);
    assert!(
        text.contains("Again: http://portal.example/api/1/datasets/"),
        "{text}"
    );
    assert_eq!(again(&portal, &facts).await["id"], facts["id"]);

    let file = &catalogue.resources[0];
    let (text, facts) = used(&portal, "get_resource", json!({"resource": file.id})).await;
    assert_eq!(facts["dataset"]["id"], dataset.id.to_string());
    assert_eq!(facts["licence"]["id"], dataset.license.clone().unwrap());
    assert!(text.contains("Download: "), "{text}");
    assert_eq!(again(&portal, &facts).await["resource"]["id"], facts["id"]);
    let (_, facts) = used(
        &portal,
        "get_resource",
        json!({"resource": catalogue.community.resource.id}),
    )
    .await;
    assert_eq!(again(&portal, &facts).await["id"], facts["id"]);

    let organization = catalogue.organization.id.to_string();
    let (_, facts) = used(
        &portal,
        "get_organization",
        json!({"organization": organization}),
    )
    .await;
    assert_eq!(facts["main_datasets"][0]["id"], dataset.id.to_string());
    assert_eq!(again(&portal, &facts).await["id"], facts["id"]);
    let (_, facts) = used(
        &portal,
        "get_dataservice",
        json!({"dataservice": "api-air"}),
    )
    .await;
    assert_eq!(facts["datasets"][0]["id"], dataset.id.to_string());
    assert_eq!(again(&portal, &facts).await["id"], facts["id"]);

    for what in ["dataservices", "reuses", "organizations", "topics"] {
        let (_, facts) = used(&portal, "search", json!({"what": what})).await;
        assert_eq!(facts["total"], 1, "{what}");
        let same = again(&portal, &facts).await;
        assert_eq!(same["data"][0]["id"], facts["results"][0]["id"], "{what}");
    }
});

db_test!(filters_are_those_of_the_portal, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let slug = catalogue.organization.slug.as_str();
    for (arguments, total) in [
        (json!({"organization": slug}), 1),
        (
            json!({"organization": slug, "tag": ["air", "nulle-part"]}),
            0,
        ),
        (json!({"licence": catalogue.dataset.license}), 1),
        (json!({"licence": "odc-odbl"}), 0),
        (
            json!({"format": ".CSV", "sort": "-last_update", "page": "1"}),
            1,
        ),
        (json!({"granularity": "fr:iris"}), 0),
    ] {
        let (_, facts) = used(&portal, "search", arguments.clone()).await;
        assert_eq!(facts["total"], total, "{arguments}");
    }
    for (arguments, begins) in [
        (
            json!({"organization": "nobody"}),
            "organization: nothing public is called `nobody`",
        ),
        (
            json!({"licence": "nope"}),
            "licence: `nope` is not known; choose one of notspecified,",
        ),
        (
            json!({"zone": "Nulle-Part-sur-Rien"}),
            "zone: no territory is called",
        ),
        (
            json!({"granularity": "street"}),
            "granularity: `street` is not known; choose one of country-group,",
        ),
        (
            json!({"sort": "title"}),
            "sort: datasets are not sorted by `title`; choose one of created,",
        ),
        (
            json!({"what": "reuses", "format": "csv"}),
            "format: only datasets are filtered by it",
        ),
        (
            json!({"what": "organizations", "tag": "a"}),
            "tag: organizations have no tags",
        ),
        (json!({"page": 2_000}), "Result window is too large"),
        (json!({"nope": 1}), "nope: `search` has no such argument"),
    ] {
        let why = refused(&portal, "search", arguments).await;
        assert!(why.starts_with(begins), "{why}");
    }
});

db_test!(only_what_is_public_is_told, async |db: Db| {
    let portal = Portal::on(db).unwrap();
    let mut catalogue = Catalogue::default();
    catalogue.dataset.private = true;
    catalogue.dataservice.deleted_at = Some(vitrail_testkit::portal::NOW);
    catalogue.write(&portal).await.unwrap();
    let dataset = catalogue.dataset.id.to_string();
    let (_, facts) = used(&portal, "search", json!({})).await;
    assert_eq!(facts["total"], 0);
    for (tool, arguments, begins) in [
        (
            "get_dataset",
            json!({"dataset": dataset}),
            "dataset: nothing public is called",
        ),
        (
            "get_dataset",
            json!({"dataset": "x"}),
            "dataset: nothing public is called `x`; look for it with `search`.",
        ),
        ("get_dataset", json!({}), "dataset: this is needed."),
        (
            "get_resource",
            json!({"resource": catalogue.resources[0].id}),
            "resource: no public file has the id",
        ),
        (
            "get_resource",
            json!({"resource": catalogue.community.resource.id}),
            "dataset: nothing public",
        ),
        (
            "get_resource",
            json!({"resource": "x"}),
            "resource: write the id of a file",
        ),
        (
            "get_dataservice",
            json!({"dataservice": "api-air"}),
            "dataservice: `api-air` was deleted",
        ),
        (
            "get_organization",
            json!({"organization": Id::seeded("none")}),
            "organization: nothing public",
        ),
    ] {
        let why = refused(&portal, tool, arguments).await;
        assert!(why.starts_with(begins), "{why}");
    }
    let (_, facts) = used(
        &portal,
        "get_organization",
        json!({"organization": catalogue.organization.slug}),
    )
    .await;
    assert_eq!(facts["main_datasets"], json!([]));
    let unknown = sent(
        &portal,
        "tools/call",
        json!({"name": "nope", "arguments": {}}),
    )
    .await;
    assert!(
        unknown["error"]["message"]
            .as_str()
            .unwrap()
            .starts_with("There is no tool `nope`; there are search,")
    );
});

db_test!(long_answers_are_cut_and_say_so, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    portal
        .write(async |tx| {
            let long = Dataset {
                description: "Une phrase bien longue. ".repeat(1_000),
                ..catalogue.dataset.clone()
            };
            store::dataset::save(tx, &long).await?;
            let organization = Organization {
                description: "Un mot ".repeat(2_000),
                ..catalogue.organization.clone()
            };
            Ok(store::organization::save(tx, &organization).await?)
        })
        .await
        .unwrap();
    for (tool, arguments) in [
        ("get_dataset", json!({"dataset": catalogue.dataset.slug})),
        (
            "get_organization",
            json!({"organization": catalogue.organization.slug}),
        ),
    ] {
        let (text, facts) = used(&portal, tool, arguments).await;
        assert_eq!(facts["description_is_cut"], true);
        assert!(facts["description"].as_str().unwrap().chars().count() <= 3_000);
        assert!(
            text.contains("(cut: the whole description is at http://portal.example/api/1/"),
            "{text}"
        );
    }
    let why = refused(
        &portal,
        "get_dataset",
        json!({"dataset": catalogue.dataset.slug, "files_page": 9}),
    )
    .await;
    assert!(why.starts_with("files_page: there is no page 9"), "{why}");
});

#[tokio::test]
async fn doors_are_those_of_a_public_endpoint() {
    let portal = Portal::with(|settings| settings.limits.mcp = Some("7/10m".parse().unwrap()))
        .await
        .unwrap();
    let hello =
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}).to_string();
    // Another site, behind a proxy that keeps its own name, with a cookie that is not looked at.
    let mut headers = HEADERS.to_vec();
    headers.extend([
        ("origin", "https://elsewhere.example"),
        ("host", "127.0.0.1:7000"),
        ("cookie", "vitrail=x"),
    ]);
    let answer = portal
        .send(Method::POST, "/mcp", &headers, hello.clone())
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let answer = portal
        .send(Method::POST, "/mcp/", &HEADERS, "x".repeat(300_000))
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    for body in ["", "[]", "{\"jsonrpc\": \"2.0\"}"] {
        let answer = portal
            .send(Method::POST, "/mcp", &HEADERS, body)
            .await
            .unwrap();
        assert!(answer.status.is_client_error(), "{body}: {}", answer.status);
    }
    let answer = portal
        .send(Method::POST, "/mcp", &HEADERS, "{\"jsonrpc\":")
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json().unwrap()["error"]["code"], -32700);
    let answer = portal
        .ask(Method::GET, "/mcp", &[("accept", "text/html")])
        .await
        .unwrap();
    assert_eq!(answer.location(), Some("/api/#mcp"));
    let answer = portal
        .ask(Method::GET, "/mcp", &[("accept", "text/event-stream")])
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    let answer = portal
        .send(Method::POST, "/mcp", &HEADERS, hello.clone())
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    let answer = portal
        .send(Method::POST, "/mcp", &HEADERS, hello)
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").is_some());
}

db_test!(a_name_of_several_zones_asks_which, async |db: Db| {
    let (portal, _) = portal(db).await;
    vitrail_app::spatial::load_shipped(&portal.app)
        .await
        .unwrap();
    let why = refused(&portal, "search", json!({"zone": "Paris"})).await;
    assert!(why.starts_with("zone: which one is `Paris`?"), "{why}");
    for id in [
        "fr:departement:75 ",
        "fr:arrondissement:751 ",
        "fr:commune:75056 ",
    ] {
        assert!(why.contains(id), "{why}");
    }
    assert!(
        !why.contains("Saclay"),
        "only those that bear the name: {why}"
    );
    let common = refused(&portal, "search", json!({"zone": "Sainte-Colombe"})).await;
    assert!(common.matches("fr:commune:").count() > 5, "{common}");
    let near = refused(&portal, "search", json!({"zone": "Sainte-Col"})).await;
    assert_eq!(near.matches("fr:commune:").count(), 10, "{near}");
    for one in ["Normandie", "normandie ", "fr:commune:75056"] {
        let (_, facts) = used(&portal, "search", json!({"zone": one})).await;
        assert!(facts["total"].is_number(), "{one}");
    }
});

db_test!(what_holds_all_the_words_is_said, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let title = catalogue.dataset.title.as_str();
    let (text, facts) = used(&portal, "search", json!({"query": title})).await;
    assert_eq!(facts["relaxed"], false, "{facts}");
    assert!(!text.contains("all the words"), "{text}");
    let (text, facts) = used(&portal, "search", json!({"query": "air introuvabilissime"})).await;
    assert_eq!(
        (&facts["relaxed"], &facts["with_all_words"]),
        (&json!(true), &json!(0))
    );
    assert!(
        text.contains("Nothing holds all the words: these hold some of them."),
        "{text}"
    );
    portal
        .write(async |tx| {
            let both = Dataset {
                id: Id::seeded("both"),
                slug: "les-deux".to_owned(),
                title: "Qualité de l’air".to_owned(),
                tags: vec!["velo".to_owned()],
                ..catalogue.dataset.clone()
            };
            Ok(store::dataset::save(tx, &both).await?)
        })
        .await
        .unwrap();
    let (text, facts) = used(&portal, "search", json!({"query": "air velo"})).await;
    assert_eq!(
        (&facts["relaxed"], &facts["with_all_words"]),
        (&json!(false), &json!(1)),
        "{facts}"
    );
    assert!(!text.contains("Nothing holds"), "{text}");
    assert_eq!(
        text.contains("One holds all the words; the others hold some of them."),
        facts["total"].as_i64() > Some(1),
        "{text}"
    );
});
