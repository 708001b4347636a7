//! What can go wrong while a document is written.

/// The document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the graph could not be written: {0}")]
    Write(#[from] std::io::Error),
    #[error("a node could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
