//! Why a question has no answer, in words that say what to change.

use spareval::QueryEvaluationError;

use super::view::Missing;

/// The longest query, in bytes.
pub const LONGEST: usize = 20_000;
/// Brackets in brackets: a parser goes one step down for each.
pub const DEEPEST: usize = 50;

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
        "VALUES and UNION of this query multiply into more than a million rows, or make too much to compute: take some out."
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

/// Why an evaluation ended before its answer.
pub fn refusal(error: &QueryEvaluationError) -> Refusal {
    match error {
        QueryEvaluationError::Cancelled => Refusal::Stopped,
        QueryEvaluationError::Dataset(error) => match error.downcast_ref::<Missing>() {
            Some(Missing::TooLong) => Refusal::Texts,
            _ => Refusal::Failed(error.to_string()),
        },
        other => Refusal::Failed(other.to_string()),
    }
}
