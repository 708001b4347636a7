//! Queries of the catalogue that would take days, all the memory or the stack, and queries made of anything: none of them
//! stops the portal.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use proptest::prelude::*;
use vitrail_app::settings::Sparql;
use vitrail_app::sparql::Follower;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::Portal;

use crate::sparql::{BASE, asked, truth};

/// Each letter replaced by fifty, and each of these by fifty, five times.
fn replaced(text: &str) -> String {
    let by = "a".repeat(50);
    (0..5).fold(text.to_owned(), |text, _| {
        format!("REPLACE({text}, \"a\", \"{by}\")")
    })
}

/// Queries that would take days, or all the memory, or the stack.
fn monsters() -> Vec<String> {
    let all = "?a{n} ?b{n} ?c{n} . ";
    let product: String = (0..9).map(|n| all.replace("{n}", &n.to_string())).collect();
    let doubled = (0..60).map(|n| format!("BIND(CONCAT(?x{n}, ?x{n}) AS ?x{}) ", n + 1));
    let doubled = doubled.collect::<Vec<_>>().concat();
    let unions = "{ {} UNION {} } ".repeat(40);
    let values = (0..6).map(|n| format!("VALUES ?v{n} {{ {} }} ", "1 ".repeat(500)));
    let values = values.collect::<Vec<_>>().concat();
    vec![
        format!("SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}"),
        format!("SELECT * WHERE {{ {product} }} ORDER BY ?c0 ?c1 ?c2"),
        format!("SELECT (GROUP_CONCAT(?c0) AS ?x) WHERE {{ {product} }}"),
        format!("SELECT ?x60 WHERE {{ BIND(\"aaaaaaaaaa\" AS ?x0) {doubled} }}"),
        format!("SELECT (COUNT(*) AS ?n) WHERE {{ {unions} }}"),
        format!("SELECT (COUNT(*) AS ?n) WHERE {{ {values} }}"),
        format!(
            "ASK {{ FILTER({}1=1{}) }}",
            "(".repeat(5_000),
            ")".repeat(5_000)
        ),
        format!("ASK {{ FILTER({}true) }}", "!".repeat(9_000)),
        format!("ASK {{ ?a {}<x:p> ?b }}", "^".repeat(9_000)),
        format!("ASK {{ FILTER({}true) }}", "true || ".repeat(2_000)),
        format!("ASK {{ FILTER({}1 = 1) }}", "-".repeat(9_000)),
        format!("ASK {{ FILTER({}1 = 1) }}", "1 + ".repeat(4_000)),
        format!("SELECT * WHERE {{ {} }}", "{} UNION ".repeat(2_000) + "{}"),
        format!(
            "SELECT * WHERE {{ {} }}",
            "?a ?b ?c OPTIONAL { ?a ?b ?d } ".repeat(600)
        ),
        format!("ASK {{ ?a {}<x:p> ?b }}", "<x:p>/".repeat(3_000)),
        format!("ASK {{ ?a {}<x:p> ?b }}", "<x:p>|".repeat(3_000)),
        "SELECT * WHERE { ?a (<x:p>|!<x:p>)* ?b . ?c (<x:p>|!<x:p>)* ?d . ?e (<x:p>|!<x:p>)* ?f }"
            .to_owned(),
        "x".repeat(30_000),
        "{".repeat(10_000),
        format!(
            "SELECT (STRLEN({}) AS ?x) {{}}",
            replaced("\"aaaaaaaaaaaaaaaaaaaa\"")
        ),
        format!(
            "SELECT (STRLEN({}) AS ?x) {{}}",
            replaced("\"aaaaaaaaaaaaaaaaaaaa\"")
        ),
        format!(
            "SELECT (STRLEN({}) AS ?x) {{}}",
            replaced("\"aaaaaaaaaaaaaaaaaaaa\"")
        ),
        format!(
            "SELECT * {{ ?a ?b ?c FILTER(STRLEN({}) > 5) }}",
            replaced("CONCAT(STR(?c), \"a\")")
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_heavy_is_stopped() {
    let settings = Sparql {
        time: Duration::from_secs(1),
        ..Sparql::default()
    };
    let portal = Portal::with(|own| {
        own.sparql = Some(settings);
        own.limits.sparql = None;
    })
    .await
    .unwrap();
    Catalogue::default().write(&portal).await.unwrap();
    Follower::build(&portal.app, BASE).await.unwrap();
    for query in monsters() {
        let answer = portal
            .send(
                Method::POST,
                "/sparql",
                &[("content-type", "application/sparql-query")],
                query.clone(),
            )
            .await
            .unwrap();
        let start: String = query.chars().take(100).collect();
        assert!(
            answer.status == StatusCode::BAD_REQUEST || answer.status == StatusCode::OK,
            "{start}: {} {}",
            answer.status,
            answer.text()
        );
    }
    let counted = asked(&portal, &monsters()[0]).await;
    let message = counted.json().unwrap()["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        message.starts_with("The query was stopped after 1 seconds"),
        "{message}"
    );
    let multiplied = asked(&portal, &monsters()[5]).await;
    assert!(
        multiplied
            .text()
            .contains("multiply into more than a million rows"),
        "{}",
        multiplied.text()
    );
    for grows in &monsters()[19..] {
        let answer = asked(&portal, grows).await;
        assert!(
            answer.text().contains("makes texts that are too long"),
            "{}",
            answer.text()
        );
    }
    // And it still answers.
    assert!(truth(&portal, "ASK { ?d a dcat:Dataset }").await);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever is asked, nothing breaks.
    #[test]
    fn no_query_breaks_it(queries in prop::collection::vec(pieces(), 10)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let portal = Portal::with(|own| {
                own.sparql = Some(Sparql { time: Duration::from_secs(1), ..Sparql::default() });
                own.limits.sparql = None;
            }).await.unwrap();
            Catalogue::default().write(&portal).await.unwrap();
            Follower::build(&portal.app, BASE).await.unwrap();
            for query in queries {
                let answer = asked(&portal, &query).await;
                assert!(answer.status.as_u16() < 500, "{query}: {}", answer.text());
            }
        });
    }
}

/// Texts made of what queries are made of.
fn pieces() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "SELECT",
        "ASK",
        "CONSTRUCT",
        "DESCRIBE",
        "*",
        "?a",
        "?b",
        "?c",
        "WHERE",
        "{",
        "}",
        "(",
        ")",
        "OPTIONAL",
        "UNION",
        "FILTER",
        "BIND",
        "AS",
        "VALUES",
        "MINUS",
        "EXISTS",
        "NOT",
        "GRAPH",
        "GROUP BY",
        "HAVING",
        "COUNT(*)",
        "SUM(?a)",
        "ORDER BY",
        "LIMIT 3",
        "OFFSET 1",
        "dct:title",
        "a",
        "dcat:Dataset",
        "\"x\"",
        "'y'@fr",
        "1",
        "-2.5e3",
        "true",
        ".",
        ";",
        ",",
        "/",
        "|",
        "^",
        "+",
        "?",
        "!",
        "=",
        "<",
        "CONCAT",
        "REGEX",
        "STRLEN",
        "IF",
        "COALESCE",
        "FROM",
        "FROM NAMED",
        "<http://x.example/>",
        "_:b",
        "[]",
        "UNDEF",
        "IN",
        "NOW()",
        "RAND()",
        "UUID()",
        "é",
        "\u{0}",
    ]);
    let mixed = prop::collection::vec(words, 0..25).prop_map(|words| words.join(" "));
    let filled = mixed
        .clone()
        .prop_map(|body| format!("SELECT * WHERE {{ ?a ?b ?c . {body} }} LIMIT 5"));
    prop_oneof![mixed, filled, ".{0,80}"]
}
