//! What the columns of a table hold.

use jiff::civil::Date;
use vitrail_domain::Timestamp;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    Integer,
    Real,
    Truth,
    Day,
    Instant,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Type,
}

impl Column {
    pub fn new(name: impl Into<String>, kind: Type) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }
}

/// One value of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'t> {
    /// What is not known.
    Nothing,
    Text(&'t str),
    Integer(i64),
    Real(f64),
    Truth(bool),
    Day(Date),
    Instant(Timestamp),
}
