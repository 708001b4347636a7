//! Whatever is asked, the portal answers, and never with a 5xx.

use axum::http::Method;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use tokio::runtime::Handle;
use vitrail_testkit::portal::Portal;
use vitrail_testkit::{Db, db_test};

use crate::portal;

const PATHS: [&str; 24] = [
    "/api/1/datasets",
    "/api/1/datasets/{}",
    "/api/1/datasets/{}/followers",
    "/api/1/datasets/{}/resources/{}",
    "/api/1/datasets/r/{}",
    "/api/1/datasets/suggest",
    "/api/1/datasets/suggest/formats",
    "/api/1/datasets/suggest/mime",
    "/api/1/datasets/community_resources",
    "/api/1/datasets/community_resources/{}",
    "/api/1/datasets/recent.atom",
    "/api/1/datasets/frequencies",
    "/api/2/datasets",
    "/api/2/datasets/{}/resources",
    "/api/2/datasets/{}/schemas",
    "/api/2/datasets/resources/{}",
    "/api/2/organizations/{}/extras",
    "/api/2/datasets/search",
    "/api/2/reuses/search",
    "/api/2/dataservices/search",
    "/api/2/organizations/search",
    "/api/2/topics/search",
    "/api/2/discussions/search",
    "/api/{}/{}",
];

const NAMES: [&str; 24] = [
    "q",
    "page",
    "page_size",
    "sort",
    "tag",
    "format",
    "organization",
    "owner",
    "dataset",
    "user",
    "type",
    "temporal_coverage",
    "last_update_range",
    "producer_type",
    "badge",
    "featured",
    "archived",
    "geozone",
    "include_geozone_ancestors",
    "size",
    "explain",
    "lang",
    "topic",
    "schema",
];

/// What people, programs and attackers write.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        proptest::sample::select(vec![
            "",
            "air",
            "true",
            "-created",
            "csv",
            "000000000000000000000000",
            "2020-01-01-2020-12-31",
            "last_30_days",
            "' OR 1=1 --",
            "\"(*:*)^9~",
            "%",
            "été œuvre",
            "\u{0}",
            "99999999999999999999",
        ])
        .prop_map(str::to_owned),
        ".{0,40}",
    ]
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        use std::fmt::Write;
        let _ = write!(encoded, "%{byte:02X}");
        encoded
    })
}

fn request() -> impl Strategy<Value = String> {
    let pair = (proptest::sample::select(NAMES.to_vec()), value());
    let pairs = proptest::collection::vec(pair, 0..5);
    let path = proptest::sample::select(PATHS.to_vec());
    (path, value(), value(), pairs).prop_map(|(path, first, second, pairs)| {
        let path = path.replacen("{}", &encoded(&first), 1);
        let path = path.replacen("{}", &encoded(&second), 1);
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        format!("{path}?{}", pairs.join("&"))
    })
}

db_test!(nothing_that_is_asked_breaks_it, async |db: Db| {
    let (portal, _) = portal(db).await;
    tokio::task::block_in_place(|| ask_whatever(&Handle::current(), &portal, 1_000));
});

fn ask_whatever(runtime: &Handle, portal: &Portal, cases: u32) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let done = runner.run(&(request(), any::<bool>()), |(path, masked)| {
        let mask = [("x-fields", "data{id,title}")];
        let headers: &[_] = if masked { &mask } else { &[] };
        let answer = portal.ask(Method::GET, &path, headers);
        let status = runtime.block_on(answer).unwrap().status;
        prop_assert!(!status.is_server_error(), "{path} {status}");
        Ok(())
    });
    done.unwrap();
    for (path, status) in [
        ("/api/1/datasets/%FF%FE/", 400),
        ("/api/1/datasets/a%00b/", 404),
        ("/api/1/datasets/?q=%00&tag=%00", 200),
    ] {
        let answer = runtime.block_on(portal.get(path)).unwrap();
        assert_eq!(answer.status, status, "{path}");
    }
}
