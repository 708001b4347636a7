//! What functions of ours make of texts: what the engine's make, and no more than may be kept.

use std::time::{Duration, Instant};

use oxrdf::vocab::rdfs;
use oxrdf::{Literal, NamedNode, Term, Triple};
use spareval::QueryEvaluator;

use super::ask;
use super::bound::bound;
use super::refusal::Refusal;
use super::texts::evaluator;
use super::view::View;
use super::{Answer, Caps, Described, Loading, Question, Snapshot, Stop, Table, Wanted};
use crate::syntax::Syntax;

/// Things with a letter and a word each, and so many with long texts.
fn snapshot(long: usize) -> Snapshot {
    let said = |at: usize, text: String| {
        let thing = NamedNode::new_unchecked(format!("https://x.example/s{at}"));
        Triple::new(thing, rdfs::LABEL, Literal::new_simple_literal(text))
    };
    let mut loading = Loading::default();
    loading.add(&Described {
        graph: "https://x.example/g".to_owned(),
        triples: (0..300)
            .flat_map(|at| [said(at, "a".to_owned()), said(at, format!("mot {at}"))])
            .chain((0..long).map(|at| said(at, format!("{at} {}", "a".repeat(100_000)))))
            .collect(),
    });
    loading.finish().snapshot()
}

fn answer(of: &Snapshot, query: &str, stop: &Stop) -> Result<String, Refusal> {
    let caps = Caps {
        rows: 10_000,
        bytes: 10_000_000,
    };
    let wanted = Wanted::Written(Table::Csv, Syntax::Turtle);
    let asked = Question::read(query, &[], &[])?;
    match ask(of, &asked, wanted, caps, stop)? {
        Answer::Written(_, bytes) => Ok(String::from_utf8(bytes).unwrap()),
        other => panic!("{other:?}"),
    }
}

/// The most memory that this program ever took, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1_000
}

/// `REPLACE` of each letter by fifty, in itself so many times.
fn nested(inner: &str, times: usize, flags: &str) -> String {
    let by = "a".repeat(50);
    let mut text = inner.to_owned();
    for _ in 0..times {
        text = format!("REPLACE({text}, \"a\", \"{by}\"{flags})");
    }
    text
}

/// Short queries that would make gigabytes of a word: each ends at once with its reason, or when it is told to.
#[test]
fn texts_that_grow_are_left() {
    let a = format!("\"{}\"", "a".repeat(20));
    let five = nested(&a, 5, "");
    let of_label = nested("STR(?l)", 6, "");
    let groups = "$0".repeat(200);
    let chain = |step: &str| -> String {
        let steps = (0..40).map(|n| {
            format!(
                "BIND({} AS ?x{}) ",
                step.replace('#', &n.to_string()),
                n + 1
            )
        });
        steps.collect()
    };
    let many_patterns: Vec<String> = (0..200)
        .map(|n| format!("REGEX(?l, \"\\\\w{{{}}}x\")", 50 - n % 40))
        .collect();
    let queries = [
        format!("SELECT (STRLEN({five}) AS ?x) {{}}"),
        format!("SELECT (STRLEN({}) AS ?x) {{}}", nested(&a, 5, ", \"i\"")),
        format!("SELECT (STRLEN({}) AS ?x) {{}}", nested(&a, 5, ", STR(?f)")).replace("{}", "{ BIND(\"i\" AS ?f) }"),
        format!("ASK {{ FILTER(STRLEN({five}) > 1) }}"),
        format!("SELECT * {{ ?s rdfs:label ?l FILTER(CONTAINS({of_label}, \"b\")) }}"),
        format!("SELECT * {{ ?s rdfs:label ?l FILTER EXISTS {{ ?s rdfs:label ?m FILTER(STRLEN({of_label}) < 0) }} }}"),
        format!("SELECT * {{ ?s rdfs:label ?l }} ORDER BY STRLEN({of_label})"),
        format!("SELECT (MAX(STRLEN({of_label})) AS ?x) {{ ?s rdfs:label ?l }}"),
        format!("SELECT (COUNT(DISTINCT {of_label}) AS ?x) {{ ?s rdfs:label ?l }}"),
        format!("SELECT ?k (SAMPLE({of_label}) AS ?x) {{ ?s rdfs:label ?l }} GROUP BY (STRLEN({of_label}) AS ?k)"),
        format!("SELECT (IF(true, {five}, 1) AS ?x) {{}}"),
        format!("SELECT (COALESCE(1/0, {five}) AS ?x) {{}}"),
        format!("ASK {{ FILTER(SHA1({five}) IN (\"a\", SHA1({five}))) }}"),
        format!("SELECT * {{ ?s rdfs:label ?l OPTIONAL {{ ?s a ?c FILTER(STRLEN({of_label}) > 0) }} }}"),
        format!("CONSTRUCT {{ ?s rdfs:comment ?x }} {{ ?s rdfs:label ?l BIND(STRDT({of_label}, xsd:token) AS ?x) }}")
            .replace("xsd:token", "<http://www.w3.org/2001/XMLSchema#token>"),
        format!("SELECT (STRLEN(REPLACE({}, \"(a+)\", \"{groups}\")) AS ?x) {{}}", nested(&a, 2, "")),
        format!("SELECT (STRLEN(REPLACE({}, \"\", \"{}\")) AS ?x) {{}}", nested(&a, 2, ""), "b".repeat(5_000)),
        format!("SELECT ?x40 {{ BIND({a} AS ?x0) {} }}", chain("REPLACE(?x#, \"a\", \"aa\")")),
        format!("SELECT ?x40 {{ BIND({a} AS ?x0) {} }}", chain("REPLACE(?x#, \"^(.*)$\", \"$1$1\")")),
        format!("SELECT ?x40 {{ BIND({a} AS ?x0) {} }}", chain("CONCAT(?x#, ?x#)")),
        format!("SELECT ?x40 {{ BIND(\"é\" AS ?x0) {} }}", chain("CONCAT(ENCODE_FOR_URI(?x#), ENCODE_FOR_URI(CONCAT(?x#, \"é\")))")),
        format!("SELECT (STRLEN({}) AS ?x) {{}}", (0..20).fold(a.clone(), |text, _| format!("UCASE(CONCAT({text}, {}))", nested("\"aa\"", 2, "")))),
        format!("SELECT (STRLEN(CONCAT({})) AS ?x) {{ ?s rdfs:label ?l }}", ["?l"; 900].join(", ")),
        "SELECT (STRLEN(GROUP_CONCAT(?l)) AS ?x) { ?s rdfs:label ?l . ?t rdfs:label ?m }".to_owned(),
        format!("SELECT (STRLEN(GROUP_CONCAT(DISTINCT ?l; SEPARATOR=\"{}\")) AS ?x) {{ ?s rdfs:label ?l }}", "-".repeat(10_000)),
        "SELECT (COUNT(DISTINCT CONCAT(?m, STR(?s), ?n)) AS ?x) { ?s rdfs:label ?l, ?m, ?n . ?t rdfs:label ?o }".to_owned(),
        format!("SELECT (COUNT(*) AS ?x) {{ ?s rdfs:label ?l FILTER({}) }}", many_patterns.join(" || ")),
        "SELECT (COUNT(*) AS ?x) { ?s rdfs:label ?l FILTER(REGEX(?l, \"(a?){900}(a|aa)*[^ab]{200}b\")) }".to_owned(),
        "SELECT (COUNT(*) AS ?x) { ?s rdfs:label ?l FILTER(REGEX(?l, \"(.*a){60}b\") || REGEX(?l, \".*[^A-Z]|[A-Z]\")) }".to_owned(),
        "SELECT (MAX(STRLEN(REPLACE(?l, \".*[^a-z0-9 ]|[a-z]\", \"b\"))) AS ?x) { ?s rdfs:label ?l }".to_owned(),
        format!("SELECT (COUNT(*) AS ?x) {{ {} FILTER({}5 > 6) }}", "{ {} UNION {} } ".repeat(17), "1 + ".repeat(300)),
    ];
    let rows_of_nothing = Question::read(&queries[queries.len() - 1], &[], &[]);
    assert_eq!(rows_of_nothing.err(), Some(Refusal::Multiplies));
    let of = snapshot(300);
    for query in queries {
        let (stop, began) = (Stop::default(), Instant::now());
        let (text, of, stopped) = (query.clone(), of.clone(), stop.clone());
        let thread = std::thread::Builder::new()
            .stack_size(256 << 20)
            .spawn(move || answer(&of, &text, &stopped))
            .unwrap();
        while !thread.is_finished() && began.elapsed() < Duration::from_millis(300) {
            std::thread::sleep(Duration::from_millis(2));
        }
        let told = Instant::now();
        stop.stop();
        let end = thread.join().unwrap();
        let start: String = query.chars().take(120).collect();
        assert!(
            told.elapsed() < Duration::from_secs(3),
            "{start}: {:?} {end:?}",
            told.elapsed()
        );
        assert!(peak() < 700_000_000, "{start}: {} bytes {end:?}", peak());
    }
}

/// Ours answer as the engine's do.
#[test]
fn functions_answer_as_those_of_the_engine() {
    let texts = [
        "\"a\"",
        "\"\"",
        "\"Été à Paris\"@fr",
        "\"b a%\"@en",
        "\"aXbXc\"",
        "1",
        "<x:y>",
        "?nothing",
    ];
    let functions = [
        "CONCAT()",
        "CONCAT(#)",
        "CONCAT(#, \"x\")",
        "CONCAT(#, #, #)",
        "CONCAT(\"x\"@fr, #, \"y\"@fr)",
        "CONCAT(#, \"b\"@en, #, #, \"\")",
        "ENCODE_FOR_URI(#)",
        "REGEX(#, \"A\")",
        "REGEX(#, \"A\", \"i\")",
        "REGEX(#, \"(\")",
        "REGEX(#, \"a\"@fr)",
        "REGEX(#, \"a\", \"z\")",
        "REGEX(\"aXb\", #)",
        "REPLACE(#, \"X\", \"\")",
        "REPLACE(#, \"(a|b)\", \"[$1$0]\")",
        "REPLACE(#, \"A.\", \"-\", \"i\")",
        "REPLACE(#, \"\", \"-\")",
        "REPLACE(#, \".\", \"$\", \"q\")",
        "REPLACE(\"a.b\", \".\", #)",
        "REPLACE(#, \"x y\", \"-\", \"xsm\")",
        "REPLACE(\"a(b\", \"(\", \"$$1\", \"q\")",
        "REPLACE(#, #, #)",
        "REPLACE(#, \"a\", \"b\", \"z\")",
        "REPLACE(#, \"a\", 1)",
    ];
    let of = snapshot(3);
    let mut queries: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            functions.map(|function| format!("SELECT ({} AS ?x) {{}}", function.replace('#', text)))
        })
        .collect();
    for values in [
        "\"a\" \"b\"",
        "\"a\"@fr \"b\"@fr",
        "\"a\"@fr \"b\" \"a\"@fr",
        "\"a\" 1",
        "",
    ] {
        for aggregate in [
            "?v",
            "DISTINCT ?v",
            "?v; SEPARATOR=\"-\"",
            "CONCAT(?v, \"c\"); SEPARATOR=\"\"",
        ] {
            queries.push(format!("SELECT (GROUP_CONCAT({aggregate}) AS ?x) (GROUP_CONCAT(?v) AS ?y) {{ VALUES ?v {{ {values} }} }}"));
        }
    }
    for query in queries {
        let parsed = spargebra::SparqlParser::new().parse_query(&query).unwrap();
        let theirs = QueryEvaluator::new()
            .prepare(&parsed)
            .execute(View::new(of.clone()))
            .unwrap();
        let spareval::QueryResults::Solutions(rows) = theirs else {
            panic!("no table")
        };
        let theirs: Vec<Vec<Option<Term>>> =
            rows.map(|row| row.unwrap().values().to_vec()).collect();
        let mut bounded = parsed.clone();
        let separators = bound(&mut bounded);
        let ours = evaluator(&separators)
            .prepare(&bounded)
            .execute(View::new(of.clone()))
            .unwrap();
        let spareval::QueryResults::Solutions(rows) = ours else {
            panic!("no table")
        };
        let ours: Vec<Vec<Option<Term>>> = rows.map(|row| row.unwrap().values().to_vec()).collect();
        assert_eq!(ours, theirs, "{query}");
    }
    // What is long already may be worked on.
    let query = "SELECT (MAX(STRLEN(REPLACE(?l, \"a\", \"b\"))) AS ?x) { ?s rdfs:label ?l }";
    assert_eq!(
        answer(&of, query, &Stop::default()).unwrap(),
        "x\r\n100002\r\n"
    );
}
