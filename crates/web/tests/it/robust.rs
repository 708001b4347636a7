//! Whatever is asked, the portal answers, never with a 5xx, and what it sends is what it says it sends: ten
//! thousand requests over all the routes, the same ones at each run, half of them on each engine.

use std::cell::Cell;
use std::collections::BTreeSet;

use axum::http::Method;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use tokio::runtime::Handle;
use vitrail_app::account;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test, source};

use crate::description::{openapi, operations, resolved};
use crate::portal;

/// Requests on each engine.
const CASES: u32 = 6_500;

/// Text of people, programs and attackers, encoded as they send it.
const ODD: [&str; 20] = [
    "",
    "0",
    "-1",
    "true",
    "air",
    "-created",
    "csv",
    "000000000000000000000000",
    "00000000-0000-0000-0000-000000000000",
    "2020-01-01-2020-12-31",
    "last_30_days",
    "'%20OR%201=1%20--",
    "%22(*:*)%5E9~",
    "%25",
    "%C3%A9t%C3%A9%20%C5%93uvre",
    "%F0%9F%98%80",
    "%00",
    "%FF%FE",
    "%2e%2e%2f%2e%2e%2fetc",
    "99999999999999999999",
];

/// Queries that are hardly queries.
const BROKEN: [&str; 6] = [
    "&&=&",
    "q",
    "%zz=%",
    "q=%00&tag=%00",
    "page=&page_size",
    "a=1;b=2",
];

const HEADERS: [(&str, &str); 14] = [
    ("x-fields", "data{id,title}"),
    ("x-fields", "*"),
    ("x-fields", "{{{"),
    ("x-fields", "}id,"),
    ("accept-language", "fr-CA,fr;q=0.9"),
    ("accept-language", ",;q=x"),
    ("if-none-match", "*"),
    ("if-none-match", "W/\"x\", \"y"),
    ("x-api-key", "udata_nobody"),
    ("cookie", "vitrail=nobody; lang=zz; =; ;"),
    ("range", "bytes=-1"),
    ("accept", "text/html;q=0.1, */*"),
    ("accept-encoding", "identity"),
    ("x-get-datasets-full-objects", "1"),
];

/// Everything that an address of the portal can really hold.
fn real(catalogue: &Catalogue) -> Vec<String> {
    let ids = [
        catalogue.dataset.id,
        catalogue.organization.id,
        catalogue.reuse.id,
        catalogue.dataservice.id,
        catalogue.topic.id,
        catalogue.user.id,
        catalogue.post.id,
        catalogue.discussion.id,
        catalogue.contact.id,
    ];
    let slugs = [
        &catalogue.dataset.slug,
        &catalogue.organization.slug,
        &catalogue.reuse.slug,
        &catalogue.dataservice.slug,
        &catalogue.topic.slug,
        &catalogue.user.slug,
        &catalogue.post.slug,
    ];
    let files = [catalogue.resources[0].id, catalogue.community.resource.id];
    let words = [
        "fr:commune:74119",
        "fr:commune",
        "datasets",
        "reuses",
        "32",
        "legal",
        "datasets-1.xml",
    ];
    ids.iter()
        .map(ToString::to_string)
        .chain(slugs.into_iter().cloned())
        .chain(files.iter().map(ToString::to_string))
        .chain(words.map(str::to_owned))
        .collect()
}

/// The names of the arguments that the description knows.
fn names() -> Vec<String> {
    let document = openapi();
    let mut names = BTreeSet::from(["utm_source".to_owned(), "discussion_id".to_owned()]);
    for (.., operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = resolved(&document, parameter);
            if parameter["in"] == "query" {
                names.insert(parameter["name"].as_str().unwrap().to_owned());
            }
        }
    }
    names.into_iter().collect()
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        use std::fmt::Write;
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

/// A part of a path or the value of an argument.
fn part(real: Vec<String>) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(real),
        3 => select(ODD.to_vec()).prop_map(str::to_owned),
        2 => ".{0,40}".prop_map(|text| encoded(&text)),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => (1..3_000_usize).prop_map(|length| "a".repeat(length)),
    ]
}

fn address(real: &[String]) -> impl Strategy<Value = String> + use<> {
    let part = || part(real.to_vec());
    let pair = (select(names()), part()).prop_map(|(name, value)| format!("{name}={value}"));
    let broken = select(BROKEN.to_vec()).prop_map(str::to_owned);
    let pairs = prop::collection::vec(prop_oneof![9 => pair, 1 => broken], 0..5);
    let parts = (part(), part(), part());
    (select(source::routes()), parts, pairs, any::<bool>()).prop_map(
        |(route, (a, b, c), pairs, slash)| {
            let mut path = route;
            for value in [a, b, c] {
                if let Some((before, rest)) = path.split_once('{') {
                    let after = rest.split_once('}').map_or("", |(_, after)| after);
                    path = format!("{before}{value}{after}");
                }
            }
            let slash = if slash { "/" } else { "" };
            format!("{path}{slash}?{}", pairs.join("&"))
        },
    )
}

/// What is wrong with an answer, if anything.
fn fault(answer: &Answer) -> Option<String> {
    if answer.status.is_server_error() {
        return Some(answer.text());
    }
    if answer.body.is_empty() {
        return None;
    }
    let kind = answer.header("content-type").unwrap_or("none").to_owned();
    let text = std::str::from_utf8(&answer.body);
    let fits = match kind.split(';').next().unwrap_or_default() {
        kind if kind.ends_with("json") => serde_json::from_slice::<Value>(&answer.body).is_ok(),
        "image/png" => answer.body.starts_with(b"\x89PNG"),
        "image/x-icon" => answer.body.starts_with(b"\0\0\x01\0"),
        "text/html" => text.is_ok_and(|text| text.to_lowercase().starts_with("<!doctype html>")),
        kind if kind.ends_with("xml") => text.is_ok_and(is_xml),
        kind if kind.starts_with("text/") => text.is_ok(),
        _ => false,
    };
    (!fits).then(|| format!("{kind}: {}", answer.text()))
}

/// Whether tags close in the order in which they open.
fn is_xml(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

db_test!(nothing_that_is_asked_breaks_it, async |db: Db| {
    let (portal, catalogue) = portal(db).await;
    let token = account::create_token(&portal.app, catalogue.user.id, None).await;
    let token = token.unwrap();
    tokio::task::block_in_place(|| ask_whatever(&portal, &catalogue, &token));
});

fn ask_whatever(portal: &Portal, catalogue: &Catalogue, token: &str) {
    let config = ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let headers = prop::collection::vec(select(HEADERS.to_vec()), 0..3);
    let requests = (
        address(&real(catalogue)),
        headers,
        // Half of what there is to read is behind a sign-in.
        prop::bool::weighted(0.6),
    );
    let found = Cell::new(0);
    let done = runner.run(&requests, |(path, mut headers, known)| {
        if known {
            headers.push(("x-api-key", token));
        }
        let answer = Handle::current().block_on(portal.ask(Method::GET, &path, &headers));
        let answer = answer.unwrap();
        found.set(found.get() + u32::from(answer.status.is_success()));
        let fault = fault(&answer);
        prop_assert_eq!(fault, None, "{} {}", answer.status, path);
        Ok(())
    });
    done.unwrap();
    // Refusals alone would prove little.
    assert!(found.get() > 1_250, "only {} found something", found.get());
}

db_test!(what_is_no_text_is_refused, async |db: Db| {
    let (portal, _) = portal(db).await;
    for (path, status) in [
        ("/api/1/datasets/%FF%FE/", 400),
        ("/api/1/datasets/a%00b/", 404),
        ("/api/1/datasets/?q=%00&tag=%00", 200),
    ] {
        let answer = portal.get(path).await.unwrap();
        assert_eq!(answer.status, status, "{path}");
    }
});
