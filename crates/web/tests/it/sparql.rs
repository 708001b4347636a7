//! The catalogue asked in SPARQL: what answers, in which form, what follows changes, and what is refused.

use axum::http::{Method, StatusCode};
use serde_json::Value;
use url::form_urlencoded::Serializer;
use vitrail_app::domain::{Change, ContactPoint, Dataservice, Dataset, Kind, Organization, Owner};
use vitrail_app::settings::Sparql;
use vitrail_app::sparql::Follower;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Answer, NOW, Portal};
use vitrail_testkit::{Db, db_test, store};

pub const BASE: &str = "http://portal.example";

async fn opened(db: Db, catalogue: &Catalogue) -> (Portal, Follower) {
    let portal = Portal::on_with(db, |settings| settings.sparql = Some(Sparql::default())).unwrap();
    catalogue.write(&portal).await.unwrap();
    let follower = Follower::build(&portal.app, BASE).await.unwrap();
    (portal, follower)
}

fn address(query: &str, more: &[(&str, &str)]) -> String {
    let mut pairs = Serializer::new(String::new());
    pairs.append_pair("query", query).extend_pairs(more);
    format!("/sparql?{}", pairs.finish())
}

pub async fn asked(portal: &Portal, query: &str) -> Answer {
    portal.get(&address(query, &[])).await.unwrap()
}

/// The values of the first variable.
async fn values(portal: &Portal, query: &str) -> Vec<String> {
    let answer = asked(portal, query).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let json = answer.json().unwrap();
    let name = json["head"]["vars"][0].as_str().unwrap().to_owned();
    let rows = json["results"]["bindings"].as_array().unwrap();
    let text = |row: &Value| row[&name]["value"].as_str().unwrap_or_default().to_owned();
    rows.iter().map(text).collect()
}

pub async fn truth(portal: &Portal, query: &str) -> bool {
    asked(portal, query).await.json().unwrap()["boolean"]
        .as_bool()
        .unwrap()
}

const TITLES: &str = "SELECT ?title WHERE { ?d a dcat:Dataset ; dct:title ?title }";

/// Writes a change as use cases do.
async fn changed(
    portal: &Portal,
    change: (Kind, vitrail_app::domain::Id),
    work: impl AsyncFnOnce(&mut store::Tx) -> anyhow::Result<()>,
) {
    let mut tx = portal.app.db().begin().await.unwrap();
    work(&mut tx).await.unwrap();
    store::change::record(&mut tx, &Change::new(NOW, change, "updated"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

db_test!(what_is_public_answers_in_every_form, async |db: Db| {
    let catalogue = Catalogue::default();
    let (portal, _) = opened(db, &catalogue).await;
    assert_eq!(
        values(&portal, TITLES).await,
        std::slice::from_ref(&catalogue.dataset.title)
    );
    // Each triple once, although the graphs of the dataset and of the organization both name the publisher.
    let names = values(
        &portal,
        "SELECT ?name WHERE { ?d dct:publisher ?who . ?d a dcat:Dataset . ?who foaf:name ?name }",
    )
    .await;
    assert_eq!(names, std::slice::from_ref(&catalogue.organization.name));
    assert!(
        truth(
            &portal,
            "ASK { ?c a dcat:Catalog ; dcat:dataset ?d ; dcat:service ?s }"
        )
        .await
    );
    let graph = format!("{BASE}/datasets/{}", catalogue.dataset.id);
    let graphs = values(
        &portal,
        "SELECT ?g WHERE { GRAPH ?g { ?d a dcat:Dataset ; dcat:distribution ?x } } GROUP BY ?g",
    )
    .await;
    assert_eq!(graphs, std::slice::from_ref(&graph));
    for (more, kind, begins) in [
        (
            ("format", "json"),
            "application/sparql-results+json",
            "{\"head\":{\"vars\":[\"title\"]}",
        ),
        (("format", "xml"), "application/sparql-results+xml", "<?xml"),
        (("format", "csv"), "text/csv; charset=utf-8", "title\r\n"),
        (
            ("format", "tsv"),
            "text/tab-separated-values; charset=utf-8",
            "?title\n",
        ),
        (
            ("format", "text/csv"),
            "text/csv; charset=utf-8",
            "title\r\n",
        ),
        (
            ("format", "application/sparql-results+xml"),
            "application/sparql-results+xml",
            "<?xml",
        ),
        (
            ("format", "nobody-knows"),
            "application/sparql-results+json",
            "{\"head\"",
        ),
        (
            ("default-graph-uri", graph.as_str()),
            "application/sparql-results+json",
            "{\"head\"",
        ),
    ] {
        let answer = portal.get(&address(TITLES, &[more])).await.unwrap();
        assert_eq!(answer.header("content-type"), Some(kind));
        assert!(answer.text().starts_with(begins), "{}", answer.text());
        assert!(answer.text().contains(&catalogue.dataset.title));
    }
    let nowhere = portal
        .get(&address(
            TITLES,
            &[("default-graph-uri", "https://nowhere.example/")],
        ))
        .await
        .unwrap();
    assert!(!nowhere.text().contains(&catalogue.dataset.title));
    let all = "CONSTRUCT { ?d dct:title ?t } WHERE { ?d a dcat:Dataset ; dct:title ?t }";
    for (format, kind) in [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
        // As libraries name them.
        ("rdf+xml", "application/rdf+xml"),
        ("json-ld", "application/ld+json"),
        ("n3", "text/n3"),
        ("n-triples", "application/n-triples"),
        ("trig", "application/trig"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle", "text/turtle"),
        ("nobody-knows", "text/turtle"),
    ] {
        let answer = portal
            .get(&address(all, &[("format", format)]))
            .await
            .unwrap();
        assert_eq!(answer.header("content-type"), Some(kind));
        assert!(
            answer.text().contains(&catalogue.dataset.title),
            "{}",
            answer.text()
        );
    }
    let describe = portal
        .ask(
            Method::GET,
            &address(&format!("DESCRIBE <{graph}>"), &[]),
            &[("accept", "text/turtle")],
        )
        .await
        .unwrap();
    assert!(describe.text().contains("dct:title"), "{}", describe.text());
});

db_test!(the_protocol_is_spoken, async |db: Db| {
    let catalogue = Catalogue::default();
    let (portal, _) = opened(db, &catalogue).await;
    let form = Serializer::new(String::new())
        .append_pair("query", TITLES)
        .finish();
    for (kind, body, status) in [
        ("application/x-www-form-urlencoded", form.as_str(), 200),
        ("application/sparql-query", TITLES, 200),
        ("application/sparql-query; charset=utf-8", TITLES, 200),
        ("application/sparql-update", "DROP ALL", 400),
        ("application/x-www-form-urlencoded", "update=DROP+ALL", 400),
        ("application/sparql-query", "DROP ALL", 400),
        ("application/sparql-query", "", 400),
        ("application/sparql-query", "SELECT nothing", 400),
        (
            "application/sparql-query",
            "SELECT * { SERVICE <http://169.254.169.254/> { ?a ?b ?c } }",
            400,
        ),
        ("text/plain", TITLES, 415),
    ] {
        let answer = portal
            .send(
                Method::POST,
                "/sparql",
                &[("content-type", kind), ("cookie", "vitrail=x")],
                body.to_owned(),
            )
            .await
            .unwrap();
        assert_eq!(
            answer.status.as_u16(),
            status,
            "{kind} {body}: {}",
            answer.text()
        );
        assert!(status == 200 || answer.json().unwrap()["message"].is_string());
    }
    for (path, accept) in [
        ("/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D", "*/*"),
        ("/sparql?query=", "*/*"),
    ] {
        let headers = [("accept", accept)];
        let answer = portal.ask(Method::GET, path, &headers).await.unwrap();
        assert_eq!(answer.status.as_u16(), 400, "{path}");
    }
    let headers = [
        ("content-type", "application/sparql-query"),
        ("accept", "text/html"),
    ];
    let bytes = vec![0xff, 0xfe];
    let answer = portal.send(Method::POST, "/sparql", &headers, bytes);
    let answer = answer.await.unwrap();
    assert_eq!(answer.status.as_u16(), 400);
    assert_eq!(
        answer.json().unwrap()["message"],
        "The body is not in UTF-8."
    );
    let update = portal.get("/sparql?update=DROP+ALL").await.unwrap();
    assert_eq!(
        update.json().unwrap()["message"],
        "This endpoint only reads: it takes no updates."
    );
    let open = portal
        .ask(
            Method::GET,
            &address("ASK {}", &[]),
            &[("origin", "https://elsewhere.example")],
        )
        .await
        .unwrap();
    assert_eq!(open.header("access-control-allow-origin"), Some("*"));
    let service = portal
        .ask(Method::GET, "/sparql", &[("accept", "text/turtle")])
        .await
        .unwrap();
    assert!(
        service
            .text()
            .contains("sd:endpoint <http://portal.example/sparql>"),
        "{}",
        service.text()
    );
    assert!(service.text().contains("SPARQL11Query"));
    // A browser gets the form, with what answers.
    let page = portal
        .ask(Method::GET, "/sparql", &[("accept", "text/html")])
        .await
        .unwrap();
    assert!(page.text().contains("<textarea"));
    let page = portal
        .ask(
            Method::GET,
            &address(TITLES, &[]),
            &[("accept", "text/html,application/xml;q=0.9")],
        )
        .await
        .unwrap();
    assert!(
        page.text().contains(&format!(
            "<td>{}",
            catalogue.dataset.title.replace('\'', "&#x27;")
        )),
        "{}",
        page.text()
    );
    let page = portal
        .ask(
            Method::GET,
            &address("SELECT <b>", &[]),
            &[("accept", "text/html")],
        )
        .await
        .unwrap();
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(
        page.text().contains("SELECT &lt;b&gt;"),
        "what was typed is kept"
    );
    // People are told why in their language; programs in English.
    for (lang, why) in [
        (
            "fr",
            "La requête n’est pas du SPARQL à la ligne 1, au caractère",
        ),
        ("en", "The query is no SPARQL on line 1, at character"),
    ] {
        let headers = [("accept", "text/html"), ("accept-language", lang)];
        let path = address("SELEC ?x", &[]);
        let page = portal.ask(Method::GET, &path, &headers).await.unwrap();
        assert!(page.text().contains(why), "{}", page.text());
    }
    let told = asked(&portal, "SELEC ?x").await;
    let told = told.json().unwrap()["message"].clone();
    assert!(
        told.as_str()
            .unwrap()
            .starts_with("The query cannot be read: "),
        "{told}"
    );
});

db_test!(the_graph_follows_the_catalogue, async |db: Db| {
    let catalogue = Catalogue::default();
    let (portal, mut follower) = opened(db, &catalogue).await;
    let dataset = &catalogue.dataset;
    let about = (Kind::Dataset, dataset.id);
    let titled = Dataset {
        title: "Un autre titre".to_owned(),
        ..dataset.clone()
    };
    changed(&portal, about, async |tx| {
        Ok(store::dataset::save(tx, &titled).await?)
    })
    .await;
    assert!(follower.catch_up().await.unwrap());
    assert_eq!(values(&portal, TITLES).await, ["Un autre titre"]);
    assert!(!follower.catch_up().await.unwrap());

    let named = Organization {
        name: "Autrement".to_owned(),
        ..catalogue.organization.clone()
    };
    changed(&portal, (Kind::Organization, named.id), async |tx| {
        Ok(store::organization::save(tx, &named).await?)
    })
    .await;
    follower.catch_up().await.unwrap();
    assert_eq!(
        values(
            &portal,
            "SELECT DISTINCT ?n WHERE { ?d dct:publisher ?w . ?d a dcat:Dataset . ?w foaf:name ?n }"
        )
        .await,
        ["Autrement"]
    );

    // Those who answer for a dataset are described in its graph.
    let contact = ContactPoint {
        id: "69ea00000000000000000c01".parse().unwrap(),
        name: "Bureau des arbres".to_owned(),
        email: Some("arbres@example.org".to_owned()),
        role: "contact".to_owned(),
        owner: Owner::Organization(named.id),
        ..ContactPoint::default()
    };
    let reached = Dataset {
        contact_points: vec![contact.id],
        ..titled.clone()
    };
    changed(&portal, about, async |tx| {
        store::contact_point::save(tx, &contact).await?;
        Ok(store::dataset::save(tx, &reached).await?)
    })
    .await;
    follower.catch_up().await.unwrap();
    let moved = ContactPoint {
        name: "Bureau des forêts".to_owned(),
        ..contact.clone()
    };
    changed(&portal, (Kind::ContactPoint, moved.id), async |tx| {
        Ok(store::contact_point::save(tx, &moved).await?)
    })
    .await;
    follower.catch_up().await.unwrap();
    let names = "PREFIX vcard: <http://www.w3.org/2006/vcard/ns#> SELECT ?n WHERE { ?d dcat:contactPoint ?c . ?c vcard:fn ?n }";
    assert_eq!(values(&portal, names).await, ["Bureau des forêts"]);

    // What a service does not serve any more does not say that it does.
    let serves = "ASK { ?s dcat:servesDataset ?d }";
    assert!(truth(&portal, serves).await);
    let alone = Dataservice {
        datasets: Vec::new(),
        ..catalogue.dataservice.clone()
    };
    changed(&portal, (Kind::Dataservice, alone.id), async |tx| {
        Ok(store::dataservice::save(tx, &alone).await?)
    })
    .await;
    follower.catch_up().await.unwrap();
    assert!(!truth(&portal, serves).await);

    for hidden in [
        Dataset {
            private: true,
            ..titled.clone()
        },
        Dataset {
            deleted: Some(NOW),
            ..titled.clone()
        },
        Dataset {
            archived: Some(NOW),
            ..titled.clone()
        },
        Dataset {
            held: true,
            ..titled.clone()
        },
    ] {
        changed(&portal, about, async |tx| {
            Ok(store::dataset::save(tx, &hidden).await?)
        })
        .await;
        follower.catch_up().await.unwrap();
        assert!(
            !truth(&portal, "ASK { ?d a dcat:Dataset }").await,
            "{hidden:?}"
        );
        assert!(
            !truth(
                &portal,
                &format!(
                    "ASK {{ GRAPH <{BASE}/datasets/{}> {{ ?a ?b ?c }} }}",
                    dataset.id
                )
            )
            .await
        );
        changed(&portal, about, async |tx| {
            Ok(store::dataset::save(tx, &titled).await?)
        })
        .await;
        follower.catch_up().await.unwrap();
        assert_eq!(values(&portal, TITLES).await, ["Un autre titre"]);
    }
});
