//! What a broken or hostile source may make a reader hold, and documents that everybody but a strict parser can read.

use std::fmt::Write;

use vitrail_dcat::read::{Page, Source};

use crate::read::{options, read, refused};

const PREFIXES: &str =
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n";

const HEAD: &str = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
                    xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dct=\"http://purl.org/dc/terms/\">";

fn datasets(count: usize) -> String {
    let mut text = PREFIXES.to_owned();
    for number in 0..count {
        writeln!(text, "<http://x/{number}> a dcat:Dataset .").unwrap();
    }
    text
}

#[test]
fn a_page_has_as_many_things_as_a_portal_can_hold() {
    let found = read(datasets(10_000).as_bytes(), "c.ttl");
    assert_eq!(found.datasets.len(), 10_000);
    let why = refused(datasets(100_001).as_bytes(), "c.ttl");
    assert!(why.contains("more than 100,000 datasets"), "{why}");
    assert!(why.contains("smaller pages"), "{why}");
}

#[test]
fn a_graph_has_a_bound_in_statements_and_in_words() {
    let mut numbers = format!("{PREFIXES}<http://x/1> a dcat:Dataset; dct:x 0");
    for number in 1..1_500_001 {
        write!(numbers, ",{number}").unwrap();
    }
    numbers.push_str(" .");
    let why = refused(numbers.as_bytes(), "c.ttl");
    assert!(why.contains("1,500,000 statements"), "{why}");
    let long = "a".repeat(1_000_000);
    let mut names = format!("{PREFIXES}@prefix x: <http://x/{long}> .\n");
    for number in 0..200 {
        writeln!(names, "x:{number} a dcat:Dataset .").unwrap();
    }
    let why = refused(names.as_bytes(), "c.ttl");
    assert!(why.contains("128 MB of words"), "{why}");
    let mut said = format!("{PREFIXES}@prefix x: <http://x/{long}> .\n");
    for number in 0..200 {
        writeln!(said, "<http://x/{number}> dcat:theme x:a .").unwrap();
    }
    let why = refused(said.as_bytes(), "c.ttl");
    assert!(why.contains("128 MB of words"), "{why}");
}

#[test]
fn what_is_nested_without_end_is_refused_before_it_is_read() {
    let within = |depth: usize| {
        let (open, close) = ("<rdf:Description><dct:x>", "</dct:x></rdf:Description>");
        format!(
            "{HEAD}{}{}</rdf:RDF>",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    let source = |body| Source {
        body,
        address: "c.rdf",
        ..Source::default()
    };
    assert!(Page::read(source(within(50).as_bytes())).is_ok());
    for (body, name) in [
        (within(100_000), "c.rdf"),
        (
            format!("{HEAD}{}", "<rdf:Description><dct:x>".repeat(100_000)),
            "c.rdf",
        ),
        (
            format!("{PREFIXES}<http://x/1> a {}", "[a".repeat(100_000)),
            "c.ttl",
        ),
        (
            format!("{PREFIXES}<http://x/1> a {}", "(".repeat(100_000)),
            "c.n3",
        ),
        (format!("{{\"a\":{}", "[".repeat(100_000)), "c.jsonld"),
    ] {
        let why = refused(body.as_bytes(), name);
        assert!(why.contains("nested more than 200 deep"), "{name}: {why}");
    }
}

#[test]
fn a_page_in_json_has_a_bound() {
    for body in [
        format!(
            "{{\"dataset\": [{{\"title\": \"a\"}}{}]}}",
            ",{}".repeat(500_001)
        ),
        format!(
            "{{\"@context\": {{}}, \"@graph\": [1{}]}}",
            ",1".repeat(1_500_001)
        ),
    ] {
        let why = refused(body.as_bytes(), "data.json");
        assert!(why.contains("1,500,000 values in JSON"), "{why}");
    }
}

/// A long page of JSON-LD is read in parts, which say the same together.
#[test]
fn a_long_page_of_json_is_read_in_parts() {
    let dataset = |number| {
        format!(
            r#"{{"@type": "dcat:Dataset", "title": "Jeu {number}", "identifier": "{number}", "publisher": {{"@id": "_:p"}}}}"#
        )
    };
    let all: Vec<String> = (0..1_000).map(dataset).collect();
    let found = read(
        format!(
            r#"{{"@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld", "@type": "dcat:Catalog",
                "publisher": {{"@id": "_:p", "name": "Ville"}}, "dataset": [{}]}}"#,
            all.join(",")
        )
        .as_bytes(),
        "data.json",
    );
    assert_eq!(found.datasets.len(), 1_000);
    for (number, dataset) in found.datasets.iter().enumerate() {
        assert_eq!(dataset.remote_id, number.to_string());
        assert_eq!(dataset.contacts[0].name, "Ville");
    }
}

#[test]
fn what_is_made_of_a_page_comes_in_parts() {
    let body = datasets(1_200);
    let source = Source {
        body: body.as_bytes(),
        address: "c.ttl",
        ..Source::default()
    };
    let page = Page::read(source).unwrap();
    let whole = page.harvested(&options());
    let parts: Vec<_> = page.parts(&options()).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.datasets.len()).collect();
    assert_eq!(lengths, [500, 500, 200]);
    let again = parts.into_iter().flat_map(|part| part.datasets);
    let names = |one: &vitrail_domain::harvest::HarvestedDataset| one.remote_id.clone();
    let again: Vec<String> = again.map(|one| names(&one)).collect();
    assert_eq!(again, whole.datasets.iter().map(names).collect::<Vec<_>>());
}

#[test]
fn one_object_has_its_bounds_too() {
    let mut text = format!("{PREFIXES}<http://x/1> a dcat:Dataset; dct:title \"Arbres\"; dct:x 0");
    for number in 1..3_000 {
        write!(text, ",{number}").unwrap();
    }
    let found = read(format!("{text} .").as_bytes(), "c.ttl");
    let lost = &found.datasets[0].lost;
    assert_eq!(lost.len(), 1_001);
    assert_eq!(lost[1_000].reason, "2000 more facts were lost");
    let mut text = format!("{PREFIXES}<http://x/1> a dcat:Dataset; dct:title \"Arbres\" .\n");
    for number in 0..20_001 {
        writeln!(
            text,
            "<http://x/1> dcat:distribution <http://x/f{number}> . <http://x/f{number}> dcat:accessURL <http://x/f> ."
        )
        .unwrap();
    }
    let found = read(text.as_bytes(), "c.ttl");
    let why = found.datasets[0].skipped.as_deref().unwrap();
    assert!(why.contains("20,000 files"), "{why}");
}

#[test]
fn references_of_html_and_bare_ampersands_are_read() {
    let body = format!(
        "<?xml version=\"1.0\"?>{HEAD}<!-- R&D --><dcat:Dataset rdf:about=\"http://x/?a=1&b=2\">\
         <dct:title>Eau&nbsp;&amp; for&ecirc;ts &#233;</dct:title>\
         <dct:description><![CDATA[<p>R&D &amp; recherche</p>]]></dct:description>\
         <dcat:landingPage rdf:resource=\"http://x/p?a=1&copy=2&amp;c=3\"/></dcat:Dataset></rdf:RDF>"
    );
    let found = read(body.as_bytes(), "c.rdf");
    let dataset = &found.datasets[0];
    assert_eq!(dataset.remote_id, "http://x/?a=1&b=2");
    assert_eq!(dataset.dataset.title, "Eau\u{a0}& forêts é");
    assert_eq!(dataset.dataset.description, "R&D & recherche");
    let facts = dataset.dataset.harvest.as_ref().unwrap();
    assert_eq!(facts["remote_url"], "http://x/p?a=1&copy=2&c=3");
    let bomb = format!(
        "<!DOCTYPE r [<!ENTITY a \"{}\">]>{HEAD}<dcat:Dataset><dct:title>&nbsp;{}</dct:title></dcat:Dataset></rdf:RDF>",
        "x".repeat(60_000),
        "&a;".repeat(1_000)
    );
    assert!(refused(bomb.as_bytes(), "c.rdf").contains("bomb"));
}

/// A parser that calls itself for what is nested ends the process where its stack ends.
#[test]
fn objects_of_json_ld_may_be_nested() {
    let depth = 90;
    let body = format!(
        "{}{{}}{}",
        r#"{"@context": {"dct": "http://purl.org/dc/terms/", "dcat": "http://www.w3.org/ns/dcat#"}, "@type": "dcat:Dataset", "dct:hasPart": "#
            .replace(r#""@type""#, r#""dct:title": "Jeu", "@type""#)
            .repeat(depth),
        "}".repeat(depth)
    );
    let found = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || read(body.as_bytes(), "c.jsonld").datasets.len());
    assert!(found.unwrap().join().unwrap() > 0);
}
