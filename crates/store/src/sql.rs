//! A statement being written: its text, and the values to bind. Text comes from this crate only; values from
//! anywhere, always bound.

use vitrail_domain::{Id, Timestamp};

use crate::db::Result;
use crate::db::{Row, Run};

/// A value to bind, with its type even when null (PostgreSQL asks for it).
#[derive(Clone, Debug)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
}

macro_rules! value_from {
    ($($type:ty: $value:ident => $made:expr),* $(,)?) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        })*
    };
}

value_from! {
    &str: text => Self::Text(Some(text.to_owned())),
    String: text => Self::Text(Some(text)),
    &String: text => Self::Text(Some(text.clone())),
    Option<String>: text => Self::Text(text),
    Option<&str>: text => Self::Text(text.map(str::to_owned)),
    Id: id => Self::Text(Some(id.to_string())),
    Option<Id>: id => Self::Text(id.map(|id| id.to_string())),
    Option<i64>: number => Self::Int(number),
    i64: number => Self::Int(Some(number)),
    bool: truth => Self::Int(Some(i64::from(truth))),
    Timestamp: instant => Self::Int(Some(instant.micros())),
    Option<Timestamp>: instant => Self::Int(instant.map(Timestamp::micros)),
}

/// PostgreSQL keeps no NUL in a text, and nobody writes one in good faith: both engines are given none.
pub(crate) fn storable(text: String) -> String {
    if text.contains('\0') {
        return text.replace('\0', "");
    }
    text
}

/// Text and values of one statement.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    pub(crate) text: String,
    pub(crate) values: Vec<Value>,
}

impl Sql {
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a place for a value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Adds a statement that was begun on its own: nothing may have been bound here before.
    pub(crate) fn append(&mut self, other: &Self) -> &mut Self {
        debug_assert!(
            self.values.is_empty(),
            "the places of the values would be wrong"
        );
        self.text.push_str(&other.text);
        self.values.extend(other.values.iter().cloned());
        self
    }

    /// Adds `($1, $2, …)`. The list is padded to a power of two so that few different statements are prepared;
    /// an empty list matches nothing.
    pub fn bind_list<V: Into<Value> + Clone>(&mut self, values: &[V]) -> &mut Self {
        let Some(last) = values.last() else {
            return self.push("(NULL)");
        };
        let padding = values.len().next_power_of_two() - values.len();
        self.push("(");
        let padded = values.iter().chain(std::iter::repeat_n(last, padding));
        for (place, value) in padded.enumerate() {
            if place > 0 {
                self.push(", ");
            }
            self.bind(value.clone());
        }
        self.push(")")
    }

    /// `INSERT … ON CONFLICT (key) DO UPDATE` of one row; the key is the first column.
    pub fn upsert(table: &str, columns: Vec<(&str, Value)>) -> Self {
        let mut sql = Self::new("INSERT INTO ");
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        sql.push(table)
            .push(" (")
            .push(&names.join(", "))
            .push(") VALUES (");
        for (place, (_, value)) in columns.into_iter().enumerate() {
            if place > 0 {
                sql.push(", ");
            }
            sql.bind(value);
        }
        let key = names.first().copied().unwrap_or_default();
        let updates: Vec<String> = names
            .iter()
            .skip(1)
            .map(|name| format!("{name} = excluded.{name}"))
            .collect();
        sql.push(") ON CONFLICT (")
            .push(key)
            .push(") DO UPDATE SET ")
            .push(&updates.join(", "));
        sql
    }

    /// `INSERT` of many rows, ignoring those already there. Nothing is run for no rows.
    pub fn insert_rows(table: &str, columns: &str, rows: Vec<Vec<Value>>) -> Vec<Self> {
        // Fewer than 32,766 values each, SQLite's limit.
        const ROWS: usize = 500;
        let mut rows = rows.into_iter().peekable();
        let mut statements = Vec::new();
        while rows.peek().is_some() {
            let mut sql = Self::new("INSERT INTO ");
            sql.push(table).push(" (").push(columns).push(") VALUES ");
            for (place, row) in rows.by_ref().take(ROWS).enumerate() {
                sql.push(if place > 0 { ", (" } else { "(" });
                for (column, value) in row.into_iter().enumerate() {
                    if column > 0 {
                        sql.push(", ");
                    }
                    sql.bind(value);
                }
                sql.push(")");
            }
            sql.push(" ON CONFLICT DO NOTHING");
            statements.push(sql);
        }
        statements
    }

    pub async fn all<T: Row>(self, run: impl Into<Run<'_>>) -> Result<Vec<T>> {
        run.into().all(self).await
    }

    pub async fn first<T: Row>(self, run: impl Into<Run<'_>>) -> Result<Option<T>> {
        Ok(self.all(run).await?.into_iter().next())
    }

    pub async fn count(self, run: impl Into<Run<'_>>) -> Result<i64> {
        Ok(self.first::<(i64,)>(run).await?.map_or(0, |(count,)| count))
    }

    /// Runs it and says how many rows it changed.
    pub async fn execute(self, run: impl Into<Run<'_>>) -> Result<u64> {
        run.into().execute(self).await
    }
}
