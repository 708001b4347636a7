//! Whatever is asked, the portal answers, never with a 5xx, and what it sends is what it says it sends: ten
//! thousand requests over all the routes, the same ones at each run, half of them on each engine.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use tokio::runtime::Handle;
use vitrail_app::account;
use vitrail_app::domain::Id;
use vitrail_testkit::catalogue::Catalogue;
use vitrail_testkit::portal::{Answer, Portal};
use vitrail_testkit::{Db, db_test, source};

use crate::description::{openapi, operations, resolved};
use crate::portal;

/// Requests on each engine.
const CASES: u32 = 5_000;

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

/// What an address of the portal can really hold, by the name of its place in the route.
fn real(catalogue: &Catalogue) -> BTreeMap<&'static str, Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let named = |id: Id, slug: &str| vec![id.to_string(), slug.to_owned()];
    BTreeMap::from([
        (
            "dataset",
            named(catalogue.dataset.id, &catalogue.dataset.slug),
        ),
        (
            "organization",
            named(catalogue.organization.id, &catalogue.organization.slug),
        ),
        ("reuse", named(catalogue.reuse.id, &catalogue.reuse.slug)),
        (
            "dataservice",
            named(catalogue.dataservice.id, &catalogue.dataservice.slug),
        ),
        ("topic", named(catalogue.topic.id, &catalogue.topic.slug)),
        ("user", named(catalogue.user.id, &catalogue.user.slug)),
        ("post", named(catalogue.post.id, &catalogue.post.slug)),
        ("discussion", vec![catalogue.discussion.id.to_string()]),
        ("contact_point", vec![catalogue.contact.id.to_string()]),
        (
            "resource",
            vec![
                catalogue.resources[0].id.to_string(),
                catalogue.community.resource.id.to_string(),
            ],
        ),
        ("ids", words(&["fr:commune:74119"])),
        ("level", words(&["fr:commune"])),
        ("list", words(&["datasets", "reuses"])),
        ("size", words(&["32"])),
        ("page", words(&["legal"])),
        ("file", words(&["datasets-1.xml"])),
        ("_format", words(&["ttl", "jsonld", "xml"])),
        ("kind", words(&["datasets"])),
        ("key", named(catalogue.dataset.id, &catalogue.dataset.slug)),
    ])
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

/// What is put at a place of a route.
#[derive(Clone, Debug)]
enum Part {
    /// What really is there, one of them.
    Own(Index),
    Text(String),
}

/// A part of a path or the value of an argument.
fn text(real: Vec<String>) -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(real),
        3 => select(ODD.to_vec()).prop_map(str::to_owned),
        2 => ".{0,40}".prop_map(|text| encoded(&text)),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => (1..3_000_usize).prop_map(|length| "a".repeat(length)),
    ]
}

fn address(real: BTreeMap<&'static str, Vec<String>>) -> impl Strategy<Value = String> + use<> {
    let all: Vec<String> = real.values().flatten().cloned().collect();
    let any_text = || text(all.clone());
    let part = || prop_oneof![1 => any::<Index>().prop_map(Part::Own), 1 => any_text().prop_map(Part::Text)];
    let pair = (select(names()), any_text()).prop_map(|(name, value)| format!("{name}={value}"));
    let broken = select(BROKEN.to_vec()).prop_map(str::to_owned);
    let pairs = prop::collection::vec(prop_oneof![9 => pair, 1 => broken], 0..5);
    let parts = (part(), part(), part());
    (select(source::routes()), parts, pairs, any::<bool>()).prop_map(
        move |(route, (a, b, c), pairs, slash)| {
            let mut path = route;
            for value in [a, b, c] {
                if let Some((before, rest)) = path.split_once('{') {
                    let (name, after) = rest.split_once('}').unwrap_or((rest, ""));
                    let value = match &value {
                        Part::Own(index) => index.get(real.get(name).unwrap_or(&all)),
                        Part::Text(text) => text,
                    };
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
        "application/vnd.apache.parquet" => {
            answer.body.starts_with(b"PAR1") && answer.body.ends_with(b"PAR1")
        }
        "application/zip" => answer.body.starts_with(b"PK\x03\x04"),
        "image/x-icon" => answer.body.starts_with(b"\0\0\x01\0"),
        "text/html" => text.is_ok_and(|text| text.to_lowercase().starts_with("<!doctype html>")),
        kind if kind.ends_with("xml") => text.is_ok_and(is_xml),
        "application/x-turtle" | "application/n-triples" | "application/trig" => text.is_ok(),
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
    let portal = Portal::on(db).unwrap();
    let mut catalogue = Catalogue::default();
    // Whoever is known opens every door: what is behind them is asked too.
    catalogue.user.admin = true;
    catalogue.write(&portal).await.unwrap();
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
    let requests = (address(real(catalogue)), headers, prop::bool::weighted(0.6));
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
    assert!(
        found.get() > CASES / 4,
        "only {} found something",
        found.get()
    );
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
