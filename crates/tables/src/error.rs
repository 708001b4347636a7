//! Why a table cannot be written.

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the column `{0}` holds values of another type")]
    Type(String),
    #[error("a line has {found} values for {columns} columns")]
    Line { found: usize, columns: usize },
    #[error("a table cannot be written as Parquet: {0}")]
    Parquet(String),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<parquet::errors::ParquetError> for Error {
    fn from(why: parquet::errors::ParquetError) -> Self {
        Self::Parquet(why.to_string())
    }
}
