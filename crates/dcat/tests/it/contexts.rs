//! Contexts of JSON-LD from elsewhere, whatever is in them.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use vitrail_dcat::read::{Contexts, Page, Source, Unreadable};

use crate::read::options;

/// Words and addresses of which contexts are made.
const WORDS: [&str; 26] = [
    "@context",
    "@import",
    "@id",
    "@type",
    "@vocab",
    "@base",
    "@protected",
    "@propagate",
    "@reverse",
    "@container",
    "@language",
    "@nest",
    "@graph",
    "@version",
    "@value",
    "@list",
    "a",
    "b",
    "dcat:Dataset",
    "dcat",
    "http://www.w3.org/ns/dcat#",
    "http://purl.org/dc/terms/title",
    "https://a.example/1",
    "2",
    "",
    "https://[",
];

fn json_of_words() -> impl Strategy<Value = Value> {
    let word = || prop::sample::select(WORDS.as_slice());
    let leaf = prop_oneof![
        4 => word().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!(1.1)),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        let pair = (word(), inner.clone());
        prop_oneof![
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
            3 => prop::collection::vec(pair, 0..6).prop_map(|pairs| {
                let named = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
                Value::from(named.collect::<Map<_, _>>())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_context_makes_it_panic(
        found in prop::collection::vec(json_of_words(), 1..5),
        said in json_of_words(),
        words in json_of_words(),
    ) {
        let document = json!({"@context": ["https://a.example/1", words], "a": said, "@type": "dcat:Dataset"});
        let mut contexts = Contexts::default();
        let mut found = found.iter().cycle();
        for _ in 0..6 {
            let read = Page::read(Source {
                body: document.to_string().as_bytes(),
                address: "https://a.example/c.jsonld",
                contexts: &contexts,
                ..Source::default()
            });
            match read {
                Ok(page) => {
                    page.harvested(&options());
                    break;
                }
                Err(Unreadable::Lacks(address)) => {
                    let body = json!({"@context": found.next()}).to_string();
                    if contexts.add(&address, &address, body.as_bytes()).is_err() {
                        break;
                    }
                }
                Err(Unreadable::Said(_)) => break,
            }
        }
    }
}
