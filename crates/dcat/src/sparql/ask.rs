//! A question: read, weighed, and run until it ends or is stopped.

use oxrdf::{GraphName, NamedNode, NamedOrBlankNode};
use spareval::{CancellationToken, PreparedQuery};
use spargebra::{Query, SparqlParser};

use super::answer::{Answer, Caps, Wanted, shown, written};
use super::bound::bound;
use super::refusal::{DEEPEST, LONGEST, Refusal, refusal};
use super::store::Snapshot;
use super::texts::evaluator;
use super::view::{View, until_stopped};
use super::weigh::weigh;
use crate::terms::PREFIXES;

/// Rows that may come of nothing.
const ROWS: f64 = 1_000_000.0;
/// What a query may be made of: two hundred triples, say.
const PARTS: usize = 1_000;
/// How often parts may be computed for rows that come of nothing: no triple is read meanwhile, at which it could be stopped.
const STEPS: f64 = 100_000_000.0;

/// How whoever waits ends an evaluation.
#[derive(Clone, Default)]
pub struct Stop(CancellationToken);

impl Stop {
    pub fn stop(&self) {
        self.0.cancel();
    }

    /// Whether it was told to end.
    pub fn is_stopped(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// A query that may be run.
pub struct Question {
    query: Query,
    /// Those of its `GROUP_CONCAT`.
    separators: Vec<String>,
    default_graphs: Vec<GraphName>,
    named_graphs: Vec<NamedOrBlankNode>,
}

impl Question {
    /// Reads a query, with the graphs that the protocol names beside it. Needs a deep stack: brackets nest.
    pub fn read(
        text: &str,
        default_graphs: &[String],
        named_graphs: &[String],
    ) -> Result<Self, Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        if text.len() > LONGEST {
            return Err(Refusal::Long);
        }
        if depth(text) > DEEPEST {
            return Err(Refusal::Deep);
        }
        let mut query = parser().parse_query(text).map_err(|error| {
            if parser().parse_update(text).is_ok() {
                Refusal::Update
            } else {
                Refusal::Syntax(error.to_string())
            }
        })?;
        let weight = weigh(&query);
        if weight.calls_others {
            return Err(Refusal::Service);
        }
        if weight.parts > PARTS {
            return Err(Refusal::Parts);
        }
        #[expect(clippy::cast_precision_loss, reason = "a thousand at the most")]
        let steps = weight.rows * weight.parts as f64;
        if weight.rows > ROWS || (weight.rows > 1.0 && steps > STEPS) {
            return Err(Refusal::Multiplies);
        }
        let named = |text: &String| NamedNode::new(text).map_err(|_| Refusal::Graph(text.clone()));
        let defaults: Result<Vec<NamedNode>, Refusal> = default_graphs.iter().map(named).collect();
        let others: Result<Vec<NamedNode>, Refusal> = named_graphs.iter().map(named).collect();
        Ok(Self {
            separators: bound(&mut query),
            query,
            default_graphs: defaults?.into_iter().map(GraphName::from).collect(),
            named_graphs: others?.into_iter().map(NamedOrBlankNode::from).collect(),
        })
    }

    /// Whether the answer is a graph, rather than a table.
    pub fn is_graph(&self) -> bool {
        matches!(self.query, Query::Construct { .. } | Query::Describe { .. })
    }
}

/// The names that queries need not declare: those of our documents, and that of `rdf:type`.
pub fn prefixes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rdf = ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    PREFIXES.into_iter().chain([rdf])
}

/// A parser that knows the names that our documents use.
fn parser() -> SparqlParser {
    let mut parser = SparqlParser::new();
    for (prefix, space) in prefixes() {
        if let Ok(with) = parser.clone().with_prefix(prefix, space) {
            parser = with;
        }
    }
    parser
}

/// The deepest nesting of brackets, wherever they stand.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for letter in text.bytes() {
        match letter {
            b'(' | b'[' | b'{' => now += 1,
            b')' | b']' | b'}' => now = now.saturating_sub(1),
            // Signs before a value nest as brackets do.
            b'!' | b'^' => most = most.max(now + 1),
            _ => {}
        }
        most = most.max(now);
    }
    let signs = text
        .bytes()
        .filter(|letter| matches!(letter, b'!' | b'^'))
        .count();
    most.max(if signs > 500 { signs } else { 0 })
}

/// Answers a question, until it is told to stop.
pub fn ask(
    of: &Snapshot,
    question: &Question,
    wanted: Wanted,
    caps: Caps,
    stop: &Stop,
) -> Result<Answer, Refusal> {
    let evaluator = evaluator(&question.separators).with_cancellation_token(stop.0.clone());
    let mut prepared = evaluator.prepare(&question.query);
    // What the protocol says goes before what the query says.
    if !question.default_graphs.is_empty() || !question.named_graphs.is_empty() {
        let dataset = prepared.dataset_mut();
        dataset.set_default_graph(question.default_graphs.clone());
        dataset.set_available_named_graphs(question.named_graphs.clone());
    }
    until_stopped(&stop.0, || run(prepared, of, wanted, caps))
}

fn run(
    prepared: PreparedQuery<'_>,
    of: &Snapshot,
    wanted: Wanted,
    caps: Caps,
) -> Result<Answer, Refusal> {
    let results = prepared
        .execute(View::new(of.clone()))
        .map_err(|error| refusal(&error))?;
    match wanted {
        Wanted::Written(table, syntax) => written(results, table, syntax, caps),
        Wanted::Shown(most) => shown(results, most, caps),
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use oxrdf::{Literal, Triple};

    use super::*;
    use crate::sparql::Table;
    use crate::sparql::{Described, Loading};
    use crate::syntax::Syntax;

    fn snapshot() -> Snapshot {
        let node = |name: &str| NamedNode::new_unchecked(format!("https://x.example/{name}"));
        let triple = |at: usize| {
            let (subject, predicate) = (node(&format!("s{at}")), node(&format!("p{}", at % 7)));
            Triple::new(
                subject,
                predicate,
                Literal::from(i32::try_from(at % 11).unwrap()),
            )
        };
        let mut loading = Loading::default();
        loading.add(&Described {
            graph: "https://x.example/g".to_owned(),
            triples: (0..5_000).map(triple).collect(),
        });
        loading.finish().snapshot()
    }

    /// Queries that would take days, or all the memory, or the stack: each ends soon after it is told to.
    #[test]
    fn whatever_is_asked_ends() {
        let product: Vec<String> = (0..9).map(|n| format!("?a{n} ?b{n} ?c{n} . ")).collect();
        let product = product.concat();
        let doubled: Vec<String> = (0..60)
            .map(|n| format!("BIND(CONCAT(?x{n}, ?x{n}) AS ?x{}) ", n + 1))
            .collect();
        let doubled = doubled.concat();
        let values: Vec<String> = (0..6)
            .map(|n| format!("VALUES ?v{n} {{ {} }} ", "1 ".repeat(500)))
            .collect();
        let values = values.concat();
        let queries = [
            format!("SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}"),
            format!("SELECT * WHERE {{ {product} }} ORDER BY ?c0 ?c1 ?c2"),
            format!("SELECT (GROUP_CONCAT(?c0) AS ?x) WHERE {{ {product} }}"),
            format!("SELECT ?x60 WHERE {{ BIND(\"aaaaaaaaaa\" AS ?x0) {doubled} }}"),
            format!("SELECT (COUNT(*) AS ?n) WHERE {{ {} }}", "{ {} UNION {} } ".repeat(40)),
            format!("SELECT (COUNT(*) AS ?n) WHERE {{ {values} }}"),
            format!("ASK {{ FILTER({}1=1{}) }}", "(".repeat(5_000), ")".repeat(5_000)),
            format!("ASK {{ FILTER({}true) }}", "!".repeat(9_000)),
            format!("ASK {{ ?a {}<x:p> ?b }}", "^".repeat(9_000)),
            format!("ASK {{ FILTER({}true) }}", "true || ".repeat(2_000)),
            format!("ASK {{ FILTER({}1 = 1) }}", "-".repeat(9_000)),
            format!("ASK {{ FILTER({}1 = 1) }}", "1 + ".repeat(4_000)),
            format!("SELECT * WHERE {{ {}{{}} }}", "{} UNION ".repeat(2_000)),
            format!("SELECT * WHERE {{ {} }}", "?a ?b ?c OPTIONAL { ?a ?b ?d } ".repeat(600)),
            format!("SELECT * WHERE {{ {} }}", "?a ?b ?c OPTIONAL { ?a ?b ?d } ".repeat(20)),
            format!("ASK {{ ?a {}<x:p> ?b }}", "<x:p>/".repeat(3_000)),
            format!("ASK {{ ?a {}<x:p> ?b }}", "<x:p>|".repeat(3_000)),
            "SELECT * WHERE { ?a (<x:p>|!<x:p>)* ?b . ?c (<x:p>|!<x:p>)* ?d . ?e (<x:p>|!<x:p>)* ?f }".to_owned(),
        ];
        let caps = Caps {
            rows: 10_000,
            bytes: 10_000_000,
        };
        let wanted = Wanted::Written(Table::Json, Syntax::Turtle);
        let of = snapshot();
        for query in queries {
            let (of, began, stop) = (of.clone(), Instant::now(), Stop::default());
            let (text, stopped) = (query.clone(), stop.clone());
            let run = move || {
                Question::read(&text, &[], &[])
                    .and_then(|asked| ask(&of, &asked, wanted, caps, &stopped))
            };
            let thread = std::thread::Builder::new()
                .stack_size(256 << 20)
                .spawn(run)
                .unwrap();
            while !thread.is_finished() && began.elapsed() < Duration::from_millis(300) {
                std::thread::sleep(Duration::from_millis(5));
            }
            stop.stop();
            let answer = thread.join().unwrap();
            let start: String = query.chars().take(80).collect();
            assert!(
                began.elapsed() < Duration::from_secs(4),
                "{start}: {:?} {answer:?}",
                began.elapsed()
            );
        }
        let count = Question::read("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", &[], &[]).unwrap();
        let Answer::Written(_, bytes) = ask(&of, &count, wanted, caps, &Stop::default()).unwrap()
        else {
            panic!("no table");
        };
        assert!(String::from_utf8(bytes).unwrap().contains("\"5000\""));
    }
}
