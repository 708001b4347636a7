//! `vitrail harvest parse`: what a catalogue would bring, printed as it is read.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::program::run;

/// A portal of this machine whose lists never end: each page leads to another, which says the same. How many were asked for.
fn endless() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let (base, count) = (root.clone(), Arc::clone(&asked));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request).unwrap();
            let page = count.fetch_add(1, Ordering::Relaxed) + 2;
            let arbres = json!({"id": "536991b0a3a729239d203d13", "title": "Arbres", "description": "D", "resources": []});
            let body = json!({
                "data": [arbres], "total": 1,
                "next_page": format!("{base}/api/1/datasets/?page={page}"),
            });
            let body = body.to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    (root, asked)
}

#[test]
fn pages_that_repeat_without_end_are_left() {
    let folder = tempfile::tempdir().unwrap();
    let (root, asked) = endless();
    let arguments = ["harvest", "parse", &root, "--backend", "udata", "--json"];
    let done = run(folder.path(), &arguments);
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert!(asked.load(Ordering::Relaxed) <= 4, "{asked:?}");
    let found: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(found["datasets"].as_array().unwrap().len(), 1);
    let mut lost = found["lost"].as_array().unwrap().iter();
    let is_told = lost.any(|it| {
        let why = it["reason"].as_str().unwrap();
        why.contains("the same things again")
    });
    assert!(is_told, "{}", found["lost"]);
}

#[test]
fn a_catalogue_is_printed_as_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let mut turtle = "@prefix dcat: <http://www.w3.org/ns/dcat#> . \
                      @prefix dct: <http://purl.org/dc/terms/> . \
                      <http://s.example/c> a dcat:Catalog .\n"
        .to_owned();
    turtle.extend((0..700).map(|number| {
        format!(
            "<http://s.example/{number}> a dcat:Dataset ; dct:title \"Jeu {number}\" ; \
             dct:description \"D\" ; dct:identifier \"{}\" .\n",
            number % 699
        )
    }));
    turtle.push_str(
        "<http://s.example/s> a dcat:DataService ; dct:title \"API\" ; \
         dct:identifier \"s\" ; dcat:endpointURL <https://api.example.com/> .\n",
    );
    std::fs::write(folder.path().join("c.ttl"), &turtle).unwrap();
    let nothing = turtle.lines().next().unwrap();
    std::fs::write(folder.path().join("rien.ttl"), nothing).unwrap();
    let parse = |file: &str, more: &[&str]| {
        let mut arguments = vec!["harvest", "parse", file, "--backend", "dcat"];
        arguments.extend(more);
        let done = run(folder.path(), &arguments);
        assert_eq!(done.code, Some(0), "{}", done.err);
        done.out
    };
    let out = parse("c.ttl", &["--json"]);
    let found: Value = serde_json::from_str(&out).unwrap();
    // As it would be written at once.
    assert_eq!(
        serde_json::to_string_pretty(&found)
            .unwrap()
            .lines()
            .count(),
        out.lines().count()
    );
    assert_eq!(found["datasets"].as_array().unwrap().len(), 699);
    assert_eq!(found["dataservices"][0]["title"], "API");
    let lost = found["lost"].as_array().unwrap();
    let twice = lost
        .iter()
        .filter(|it| it["reason"] == "Identifier '0' already exists");
    assert_eq!(twice.count(), 1, "{lost:?}");
    let words = parse("c.ttl", &[]);
    assert!(words.contains("700 datasets, 1 dataservices"), "{words}");
    assert!(words.contains("0  Jeu 0  (0 files, no licence)"));
    let nothing: Value = serde_json::from_str(&parse("rien.ttl", &["--json"])).unwrap();
    assert_eq!(
        nothing,
        json!({"datasets": [], "dataservices": [], "lost": []})
    );
}
