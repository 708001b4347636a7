//! An answer in the form that was wanted: written for programs, within its caps, or as rows for people.

use oxrdf::Term;
use oxrdfio::RdfSerializer;
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use spareval::QueryResults;

use super::refusal::{Refusal, refusal};
use crate::syntax::{Syntax, preferred};
use crate::terms::PREFIXES;

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

fn unwritten(error: &std::io::Error) -> Refusal {
    Refusal::Failed(error.to_string())
}

/// The results as programs read them.
pub fn written(
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

/// The first rows, for people.
pub fn shown(results: QueryResults<'_>, most: usize, caps: Caps) -> Result<Answer, Refusal> {
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
