//! A question and its answer: read, weighed, run until it ends or is stopped, and written in the form that was wanted.

use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Term};
use oxrdfio::RdfSerializer;
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use spareval::{
    CancellationToken, PreparedQuery, QueryEvaluationError, QueryEvaluator, QueryResults,
};
use spargebra::{Query, SparqlParser};

use super::store::Snapshot;
use super::view::{Missing, View, until_stopped};
use super::weigh::weigh;
use crate::syntax::{Syntax, preferred};
use crate::terms::PREFIXES;

/// The longest query, in bytes.
const LONGEST: usize = 20_000;
/// Brackets in brackets: a parser goes one step down for each.
const DEEPEST: usize = 50;
/// Rows that may come of nothing.
const ROWS: f64 = 1_000_000.0;
/// What a query may be made of: two hundred triples, say.
const PARTS: usize = 1_000;

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Json,
    Xml,
    Csv,
    Tsv,
}

impl Table {
    pub const ALL: [(&str, Self); 4] = [
        ("json", Self::Json),
        ("xml", Self::Xml),
        ("csv", Self::Csv),
        ("tsv", Self::Tsv),
    ];

    fn format(self) -> QueryResultsFormat {
        match self {
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
        }
    }

    pub fn media_type(self) -> &'static str {
        self.format().media_type()
    }

    /// The form that `Accept` prefers; JSON for those who do not mind.
    pub fn negotiate(accept: &str) -> Self {
        let found = preferred(accept, |range| {
            Some(match range {
                "application/sparql-results+json" | "application/json" => Self::Json,
                "application/sparql-results+xml" | "application/xml" | "text/xml" => Self::Xml,
                "text/csv" => Self::Csv,
                "text/tab-separated-values" => Self::Tsv,
                _ => return None,
            })
        });
        found.map_or(Self::Json, |(table, _)| table)
    }
}

/// In which form an answer is wanted.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// For programs: a table in this form, or a graph in this syntax.
    Written(Table, Syntax),
    /// For people: this many rows.
    Shown(usize),
}

/// The most that an answer may hold.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    pub rows: usize,
    pub bytes: usize,
}

/// How whoever waits ends an evaluation.
#[derive(Clone, Default)]
pub struct Stop(CancellationToken);

impl Stop {
    pub fn stop(&self) {
        self.0.cancel();
    }
}

/// A term in a table for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// The same as an address, when it is one.
    pub link: Option<String>,
    /// The language, or the type of a value that is no plain text.
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Written(&'static str, Vec<u8>),
    Truth(bool),
    Rows {
        head: Vec<String>,
        rows: Vec<Vec<Option<Cell>>>,
        /// Whether there is more than these.
        more: bool,
    },
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("The query is empty.")]
    Empty,
    #[error("The query has more than {LONGEST} bytes: shorten it.")]
    Long,
    #[error("The query has more than {DEEPEST} brackets in one another: flatten it.")]
    Deep,
    #[error("The query cannot be read: {0}")]
    Syntax(String),
    #[error("This endpoint only reads: it takes no updates.")]
    Update,
    #[error("SERVICE is not available: this endpoint calls no other.")]
    Service,
    #[error(
        "VALUES and UNION of this query multiply into more than a million rows: take some out."
    )]
    Multiplies,
    #[error("The query is made of too many parts: two hundred triples and blocks are the most.")]
    Parts,
    #[error("`{0}` is no address of a graph.")]
    Graph(String),
    #[error("The answer has more than {0} rows: add LIMIT, and OFFSET to go on.")]
    Rows(usize),
    #[error("The answer has more than {0} bytes: ask for less, or add LIMIT.")]
    Bytes(usize),
    #[error("The query makes texts that are too long, or too many of them.")]
    Texts,
    #[error("The query was stopped.")]
    Stopped,
    #[error("The query cannot be answered: {0}")]
    Failed(String),
}

/// A query that may be run.
pub struct Question {
    query: Query,
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
        let query = parser().parse_query(text).map_err(|error| {
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
        if weight.rows > ROWS {
            return Err(Refusal::Multiplies);
        }
        let named = |text: &String| NamedNode::new(text).map_err(|_| Refusal::Graph(text.clone()));
        let defaults: Result<Vec<NamedNode>, Refusal> = default_graphs.iter().map(named).collect();
        let others: Result<Vec<NamedNode>, Refusal> = named_graphs.iter().map(named).collect();
        Ok(Self {
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
    let evaluator = QueryEvaluator::new().with_cancellation_token(stop.0.clone());
    let mut prepared = evaluator.prepare(&question.query);
    // What the protocol says goes before what the query says.
    if !question.default_graphs.is_empty() || !question.named_graphs.is_empty() {
        let dataset = prepared.dataset_mut();
        dataset.set_default_graph(question.default_graphs.clone());
        dataset.set_available_named_graphs(question.named_graphs.clone());
    }
    let run = || run(prepared, of, wanted, caps);
    until_stopped(&stop.0, run).unwrap_or(Err(Refusal::Stopped))
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

fn refusal(error: &QueryEvaluationError) -> Refusal {
    match error {
        QueryEvaluationError::Cancelled => Refusal::Stopped,
        QueryEvaluationError::Dataset(error) => match error.downcast_ref::<Missing>() {
            Some(Missing::TooLong) => Refusal::Texts,
            _ => Refusal::Failed(error.to_string()),
        },
        other => Refusal::Failed(other.to_string()),
    }
}

fn unwritten(error: &std::io::Error) -> Refusal {
    Refusal::Failed(error.to_string())
}

fn written(
    results: QueryResults<'_>,
    table: Table,
    syntax: Syntax,
    caps: Caps,
) -> Result<Answer, Refusal> {
    let serializer = QueryResultsSerializer::from_format(table.format());
    match results {
        QueryResults::Boolean(truth) => {
            let bytes = serializer.serialize_boolean_to_writer(Vec::new(), truth);
            Ok(Answer::Written(
                table.media_type(),
                bytes.map_err(|it| unwritten(&it))?,
            ))
        }
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut writer = serializer
                .serialize_solutions_to_writer(Capped::new(caps.bytes), variables)
                .map_err(|it| unwritten(&it))?;
            for (row, solution) in solutions.enumerate() {
                if row >= caps.rows {
                    return Err(Refusal::Rows(caps.rows));
                }
                let solution = solution.map_err(|error| refusal(&error))?;
                writer.serialize(&solution).map_err(|it| full(&it, caps))?;
            }
            let out = writer.finish().map_err(|it| full(&it, caps))?;
            Ok(Answer::Written(table.media_type(), out.bytes))
        }
        QueryResults::Graph(triples) => {
            let mut serializer = RdfSerializer::from_format(syntax.format());
            for (prefix, space) in PREFIXES {
                if let Ok(with) = serializer.clone().with_prefix(prefix, space) {
                    serializer = with;
                }
            }
            let mut writer = serializer.for_writer(Capped::new(caps.bytes));
            for (row, triple) in triples.enumerate() {
                if row >= caps.rows {
                    return Err(Refusal::Rows(caps.rows));
                }
                let triple = triple.map_err(|error| refusal(&error))?;
                writer
                    .serialize_triple(triple.as_ref())
                    .map_err(|it| full(&it, caps))?;
            }
            let out = writer.finish().map_err(|it| full(&it, caps))?;
            Ok(Answer::Written(syntax.registered(), out.bytes))
        }
    }
}

fn full(error: &std::io::Error, caps: Caps) -> Refusal {
    if error.kind() == std::io::ErrorKind::StorageFull {
        Refusal::Bytes(caps.bytes)
    } else {
        unwritten(error)
    }
}

/// A buffer that takes so much and no more.
struct Capped {
    bytes: Vec<u8>,
    most: usize,
}

impl Capped {
    fn new(most: usize) -> Self {
        Self {
            bytes: Vec::new(),
            most,
        }
    }
}

impl std::io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn shown(results: QueryResults<'_>, most: usize, caps: Caps) -> Result<Answer, Refusal> {
    let (head, mut rows, mut more, mut bytes) = (Vec::new(), Vec::new(), false, 0);
    let mut size = |row: &[Option<Cell>]| {
        bytes += row
            .iter()
            .flatten()
            .map(|cell| cell.text.len() + 50)
            .sum::<usize>();
        bytes > caps.bytes
    };
    match results {
        QueryResults::Boolean(truth) => Ok(Answer::Truth(truth)),
        QueryResults::Solutions(solutions) => {
            let head = solutions
                .variables()
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect();
            for solution in solutions {
                let solution = solution.map_err(|error| refusal(&error))?;
                let row: Vec<Option<Cell>> = solution
                    .values()
                    .iter()
                    .map(|term| term.as_ref().map(cell))
                    .collect();
                more = rows.len() >= most || size(&row);
                if more {
                    break;
                }
                rows.push(row);
            }
            Ok(Answer::Rows { head, rows, more })
        }
        QueryResults::Graph(triples) => {
            for triple in triples {
                let triple = triple.map_err(|error| refusal(&error))?;
                let row = [
                    triple.subject.into(),
                    triple.predicate.into(),
                    triple.object,
                ];
                let row: Vec<Option<Cell>> =
                    row.iter().map(|term: &Term| Some(cell(term))).collect();
                more = rows.len() >= most || size(&row);
                if more {
                    break;
                }
                rows.push(row);
            }
            Ok(Answer::Rows { head, rows, more })
        }
    }
}

fn cell(term: &Term) -> Cell {
    match term {
        Term::NamedNode(node) => {
            let text = node.as_str().to_owned();
            let is_address = text.starts_with("https://") || text.starts_with("http://");
            Cell {
                link: is_address.then(|| text.clone()),
                note: None,
                text,
            }
        }
        Term::BlankNode(node) => Cell {
            text: format!("_:{}", node.as_str()),
            link: None,
            note: None,
        },
        Term::Literal(literal) => {
            let datatype = literal.datatype();
            let is_plain = datatype == oxrdf::vocab::xsd::STRING;
            let name = datatype
                .as_str()
                .rsplit(['#', '/'])
                .next()
                .unwrap_or_default();
            let note = literal.language().map(str::to_owned);
            Cell {
                text: literal.value().to_owned(),
                link: None,
                note: note.or_else(|| (!is_plain).then(|| name.to_owned())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use oxrdf::{Literal, Triple};

    use super::*;
    use crate::sparql::{Described, Loading};

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
