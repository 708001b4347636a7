//! Tables as files: what a column holds, and columns written as Parquet. It knows nothing of the portal beyond its
//! instants, and no type of Arrow or Parquet leaves it, so that their versions are the business of this room alone.

mod column;
mod error;
pub mod parquet;

pub use column::{Column, Type, Value};
pub use error::{Error, Result};
