//! Linked data over HTTP: who is led where, what comes back, and how a catalogue is walked.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use vitrail_app::dcat::{EXTENSIONS, Syntax};
use vitrail_app::domain::{Dataset, Id, Kind};
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test, store};

use crate::portal;

async fn asked(portal: &Portal, path: &str, accept: &str) -> (StatusCode, String) {
    let answer = portal
        .ask(Method::GET, path, &[("accept", accept)])
        .await
        .unwrap();
    let location = answer.header("location").unwrap_or_default().to_owned();
    (answer.status, location)
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

db_test!(callers_are_led_to_the_syntax_they_prefer, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let id = catalogue.dataset.id;
    let (organization, service) = (catalogue.organization.id, catalogue.dataservice.id);
    for (path, accept, status, location) in [
        (
            "/api/1/datasets/{slug}/rdf".to_owned(),
            "text/turtle",
            302,
            format!("/api/1/datasets/{id}/rdf.ttl"),
        ),
        (
            "/api/1/datasets/{slug}/rdf/".to_owned(),
            "*/*",
            302,
            format!("/api/1/datasets/{id}/rdf.json"),
        ),
        (
            "/api/1/site/catalog".to_owned(),
            "text/turtle",
            302,
            "/api/1/site/catalog.ttl?page=1&page_size=100".to_owned(),
        ),
        (
            "/api/1/site/catalog?q=x&tag=hvd&page=2".to_owned(),
            "",
            302,
            "/api/1/site/catalog.json?page=2&page_size=100&q=x&tag=hvd".to_owned(),
        ),
        (
            "/api/1/site/data.rdf?q=x".to_owned(),
            "",
            302,
            "/api/1/site/catalog.rdf?q=x".to_owned(),
        ),
        (
            format!("/api/1/organizations/{organization}/catalog"),
            "application/n-triples",
            302,
            format!("/api/1/organizations/{organization}/catalog.nt"),
        ),
        (
            format!("/api/1/dataservices/{service}/rdf"),
            "application/rdf+xml",
            302,
            format!("/api/1/dataservices/{service}/rdf.xml"),
        ),
        (
            "/datasets/{slug}".to_owned(),
            "text/turtle",
            303,
            format!("/api/1/datasets/{id}/rdf.ttl"),
        ),
        (
            "/datasets/{slug}?page=2&profile=dcat-ap-2".to_owned(),
            "text/turtle",
            303,
            format!("/api/1/datasets/{id}/rdf.ttl?profile=dcat-ap-2"),
        ),
        (
            "/datasets/{slug}".to_owned(),
            "text/html, application/ld+json;q=0.5",
            200,
            String::new(),
        ),
        ("/datasets/{slug}".to_owned(), "*/*", 200, String::new()),
        (
            format!("/organizations/{organization}"),
            "application/ld+json",
            303,
            format!("/api/1/organizations/{organization}/catalog.json"),
        ),
        (
            format!("/dataservices/{service}"),
            "application/trig",
            303,
            format!("/api/1/dataservices/{service}/rdf.trig"),
        ),
        (
            "/datasets/{slug}/rdf.ttl".to_owned(),
            "",
            302,
            "/api/1/datasets/{slug}/rdf.ttl".to_owned(),
        ),
        (
            "/catalog.xml?page=2".to_owned(),
            "",
            302,
            "/api/1/site/catalog.xml?page=2".to_owned(),
        ),
    ] {
        let filled = |path: &str| path.replace("{slug}", &catalogue.dataset.slug);
        let found = asked(&portal, &filled(&path), accept).await;
        assert_eq!(
            found,
            (StatusCode::from_u16(status).unwrap(), filled(&location)),
            "{path} {accept}"
        );
    }
    let answer = portal.get("/api/1/site/catalog.zz").await.unwrap();
    assert_eq!(answer.status, 404);
    assert!(answer.json().unwrap()["message"].is_string());
    let answer = portal.get("/api/1/site/context.jsonld").await.unwrap();
    assert_eq!(answer.header("content-type"), Some("application/ld+json"));
    assert_eq!(answer.json().unwrap()["@context"]["title"], "dct:title");
});

db_test!(every_ending_answers_its_syntax, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let name = format!("http://portal.example/datasets/{}", catalogue.dataset.id);
    for (extension, syntax) in EXTENSIONS {
        for path in [
            format!("/api/1/datasets/{}/rdf.{extension}", catalogue.dataset.slug),
            format!(
                "/api/1/dataservices/{}/rdf.{extension}",
                catalogue.dataservice.slug
            ),
            format!(
                "/api/1/organizations/{}/catalog.{extension}",
                catalogue.organization.slug
            ),
            format!("/api/1/site/catalog.{extension}"),
            format!("/api/1/site/catalog.{extension}?page_size=500"),
        ] {
            let answer = portal.get(&path).await.unwrap();
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(
                answer.header("content-type"),
                Some(syntax.media_type()),
                "{path}"
            );
            let text = text(&answer);
            assert!(text.contains(&name), "{path}: {text}");
            assert!(text.contains("Qualité de l’air à Évian"), "{path}: {text}");
        }
    }
    let older = format!(
        "/api/1/datasets/{}/rdf.nt?profile=dcat-ap-2",
        catalogue.dataset.id
    );
    assert!(text(&portal.get(&older).await.unwrap()).contains("XMLSchema#decimal"));
    let unknown = format!(
        "/api/1/datasets/{}/rdf.nt?profile=nope",
        catalogue.dataset.id
    );
    assert_eq!(portal.get(&unknown).await.unwrap().status, 400);
    let page = portal
        .get(&format!("/datasets/{}", catalogue.dataset.slug))
        .await
        .unwrap();
    let html = text(&page);
    let graph = format!("/api/1/datasets/{}/rdf", catalogue.dataset.id);
    let link = format!(
        "type=\"{}\" href=\"http://portal.example{graph}.ttl\"",
        Syntax::Turtle.media_type()
    );
    assert!(html.contains(&link), "{html}");
    assert!(html.contains(&format!("<a href=\"{graph}.jsonld\">")));
});

db_test!(
    the_words_of_a_source_are_for_linked_data_only,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let facts = json!({"uri": "http://source.example/1", "dct_identifier": "1",
            "source": {"dct:description": [{"@value": "<p>Mot à mot</p>", "@language": "fr"}]}});
        catalogue.dataset.harvest = facts.as_object().cloned();
        let dataset = catalogue.dataset.clone();
        portal
            .write(async |tx| Ok(store::dataset::save(tx, &dataset).await?))
            .await
            .unwrap();
        let path = format!("/api/1/datasets/{}", dataset.id);
        let usual = text(&portal.get(&format!("{path}/rdf.nt")).await.unwrap());
        assert!(!usual.contains("Mot à mot"), "{usual}");
        let source = format!("{path}/rdf.nt?profile=source");
        let source = text(&portal.get(&source).await.unwrap());
        assert!(source.contains("\"<p>Mot à mot</p>\"@fr"), "{source}");
        let shown = portal.get(&path).await.unwrap().json().unwrap();
        assert_eq!(shown["harvest"]["dct_identifier"], "1");
        assert_eq!(shown["harvest"].get("source"), None);
    }
);

db_test!(a_former_slug_leads_to_the_same_document, async |db: Db| {
    let (portal, mut catalogue) = portal(db).await;
    let former = catalogue.dataset.slug.clone();
    "autre".clone_into(&mut catalogue.dataset.slug);
    let dataset = catalogue.dataset.clone();
    portal
        .write(async |tx| {
            store::slug::remember(&mut *tx, Kind::Dataset, &former, dataset.id).await?;
            Ok(store::dataset::save(tx, &dataset).await?)
        })
        .await
        .unwrap();
    let found = asked(&portal, &format!("/api/1/datasets/{former}/rdf.ttl"), "").await;
    assert_eq!(
        found,
        (
            StatusCode::PERMANENT_REDIRECT,
            "/api/1/datasets/autre/rdf.ttl".to_owned()
        )
    );
});

fn nodes(answer: &Answer) -> Vec<Value> {
    let document = answer.json().unwrap();
    document["@graph"].as_array().unwrap().clone()
}

fn of_class<'a>(nodes: &'a [Value], class: &str) -> Vec<&'a Value> {
    let is = |node: &&Value| {
        let classes = &node["@type"];
        *classes == class
            || classes
                .as_array()
                .is_some_and(|all| all.contains(&class.into()))
    };
    nodes.iter().filter(is).collect()
}

/// A list or one value, as a list.
fn many(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    }
}

db_test!(
    a_catalogue_is_walked_page_by_page_or_taken_whole,
    async |db: Db| {
        let portal = Portal::on(db).unwrap();
        let catalogue = Catalogue::default();
        catalogue.write(&portal).await.unwrap();
        let mut others: Vec<Dataset> = Vec::new();
        for number in 0..240 {
            others.push(Dataset {
                id: Id::seeded(&format!("other {number}")),
                slug: format!("autre-{number}"),
                title: format!("Autre {number}"),
                description: "Un autre".to_owned(),
                tags: vec![if number < 5 {
                    "rare".to_owned()
                } else {
                    "autre".to_owned()
                }],
                private: number == 239,
                ..catalogue.dataset.clone()
            });
        }
        portal
            .write(async |tx| {
                for other in &others {
                    store::dataset::save(tx, other).await?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let seen = async |first: &str| {
            let (mut next, mut seen, mut pages) = (Some(first.to_owned()), Vec::new(), 0);
            while let Some(path) = next {
                let answer = portal.get(&path).await.unwrap();
                assert_eq!(answer.status, 200, "{path}");
                let nodes = nodes(&answer);
                let catalogues = of_class(&nodes, "Catalog");
                assert_eq!(catalogues.len(), 1);
                let described: Vec<Value> = of_class(&nodes, "Dataset")
                    .iter()
                    .map(|node| node["@id"].clone())
                    .collect();
                let listed = many(&catalogues[0]["dataset"]);
                for name in &listed {
                    assert!(described.contains(name), "{name} is not described");
                }
                seen.extend(listed);
                let view = of_class(&nodes, "hydra:PartialCollectionView");
                assert_eq!(catalogues[0]["view"], view[0]["@id"]);
                let link = view[0]["next"].as_str();
                next = link.map(|link| link.replace("http://portal.example", ""));
                pages += 1;
            }
            let total = seen.len();
            seen.sort_by_key(ToString::to_string);
            seen.dedup();
            assert_eq!(seen.len(), total, "no dataset comes twice");
            (total, pages)
        };
        assert_eq!(seen("/api/1/site/catalog.jsonld").await, (240, 3));
        assert_eq!(
            seen("/api/1/site/catalog.jsonld?page_size=1000").await,
            (240, 1)
        );
        assert_eq!(
            seen("/api/1/site/catalog.jsonld?tag=rare&page_size=2").await,
            (5, 3)
        );
        let of = format!(
            "/api/1/organizations/{}/catalog.jsonld?page_size=210",
            catalogue.organization.id
        );
        assert_eq!(seen(&of).await, (240, 2));
        let answer = portal
            .get("/api/1/site/catalog.jsonld?page=9")
            .await
            .unwrap();
        assert_eq!(answer.status, 404, "past the end");

        let first = nodes(
            &portal
                .get("/api/1/site/catalog.jsonld?tag=rare&page_size=2")
                .await
                .unwrap(),
        );
        let view = of_class(&first, "hydra:PartialCollectionView")[0];
        let address = |page: i64| {
            json!(format!(
                "http://portal.example/api/1/site/catalog.jsonld?page={page}&page_size=2&tag=rare"
            ))
        };
        assert_eq!((&view["first"], &view["last"]), (&address(1), &address(3)));
        assert_eq!(
            (&view["next"], &view["previous"]),
            (&address(2), &Value::Null)
        );
        assert_eq!(of_class(&first, "Catalog")[0]["totalItems"], 5);
        // The dataservice of one dataset comes with it, once, and names it.
        let path = "/api/1/site/catalog.jsonld?tag=air&page_size=300";
        let with = nodes(&portal.get(path).await.unwrap());
        let services = of_class(&with, "DataService");
        assert_eq!(services.len(), 1);
        let whole = of_class(&with, "Catalog")[0];
        assert_eq!(whole["service"], services[0]["@id"]);
        assert_eq!(services[0]["servesDataset"], whole["dataset"]);
        assert!(
            of_class(&first, "DataService").is_empty(),
            "it serves none of these"
        );
    }
);

db_test!(
    the_european_assessment_is_told_before_it_is_made,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        for file in &mut catalogue.resources {
            file.extras.clear();
        }
        catalogue.write(&portal).await.unwrap();
        let path = format!("/api/1/datasets/{}/mqa/?lang=fr", catalogue.dataset.slug);
        let report = async || portal.get(&path).await.unwrap().json().unwrap();
        let state = |report: &Value, id: &str| {
            let dimensions = report["dimensions"].as_array().unwrap().iter();
            let all = dimensions.flat_map(|dimension| dimension["indicators"].as_array().unwrap());
            let one = all.clone().find(|indicator| indicator["id"] == id).unwrap();
            (
                one["state"].as_str().unwrap().to_owned(),
                one["points"].as_i64().unwrap(),
            )
        };
        let before = report().await;
        assert_eq!(before["max"], 405);
        assert_eq!(before["violations"], json!([]));
        let sum: i64 = before["dimensions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["points"].as_i64().unwrap())
            .sum();
        assert_eq!(before["score"], sum);
        assert_eq!(
            state(&before, "keywordAvailability"),
            ("passed".to_owned(), 30)
        );
        assert_eq!(
            state(&before, "accessUrlStatusCode"),
            ("not checked".to_owned(), 0)
        );
        assert_eq!(
            state(&before, "dcatApCompliance"),
            ("passed".to_owned(), 30)
        );
        // What is mended is seen at once.
        catalogue.dataset.temporal_coverage = None;
        catalogue.dataset.description.clear();
        for file in &mut catalogue.resources {
            file.extras.insert("check:status".to_owned(), 200.into());
        }
        catalogue.write(&portal).await.unwrap();
        let after = report().await;
        assert_eq!(
            state(&after, "temporalAvailability"),
            ("failed".to_owned(), 0)
        );
        assert_eq!(state(&after, "dcatApCompliance"), ("failed".to_owned(), 0));
        assert_eq!(
            state(&after, "accessUrlStatusCode"),
            ("passed".to_owned(), 50)
        );
        let rule = &after["violations"][0];
        assert_eq!(
            (&rule["property"], &rule["rule"]),
            (&json!("dct:description"), &json!("missing"))
        );
        let path = format!("/api/1/organizations/{}/mqa/", catalogue.organization.slug);
        let summary = portal.get(&path).await.unwrap().json().unwrap();
        assert_eq!(
            (&summary["datasets"], &summary["score"]),
            (&json!(1), &after["score"])
        );
    }
);

db_test!(
    two_datasets_are_two_whatever_their_sources_say,
    async |db: Db| {
        let (portal, mut catalogue) = portal(db).await;
        let harvest = json!({"uri": "https://source.example/1", "dct_identifier": "1"});
        catalogue.dataset.harvest = harvest.as_object().cloned();
        catalogue.write(&portal).await.unwrap();
        let pirate = Dataset {
            id: "ffffffffffffffffffffffff".parse().unwrap(),
            slug: "pirate".to_owned(),
            title: "Pirate".to_owned(),
            ..catalogue.dataset.clone()
        };
        portal
            .write(async |tx| Ok(store::dataset::save(tx, &pirate).await?))
            .await
            .unwrap();
        let answer = portal.get("/api/1/site/catalog.nt").await.unwrap();
        let said = text(&answer);
        let titles = |subject: &str| {
            let begins = format!("<{subject}> <http://purl.org/dc/terms/title> ");
            let lines = said.lines().filter_map(|line| line.strip_prefix(&begins));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            titles("https://source.example/1"),
            [format!("\"{}\" .", catalogue.dataset.title)]
        );
        let here = format!("http://portal.example/datasets/{}", pirate.id);
        assert_eq!(titles(&here), ["\"Pirate\" ."]);
        let identifier = format!(
            "<{here}> <http://purl.org/dc/terms/identifier> \"{}\" .",
            pirate.id
        );
        assert!(said.contains(&identifier), "{said}");
        assert!(said.contains(
            "<http://www.w3.org/2004/02/skos/core#notation> \"https://source.example/1\""
        ));
    }
);
