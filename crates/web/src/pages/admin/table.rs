//! Tables of the back-office: rows of cells, each of which knows what it is, so that one template shows any list,
//! as a table or, where there is no room, as cards.

use serde::Serialize;
use vitrail_app::domain::Timestamp;

use crate::pages::pagination::Pagination;

/// What stands in a cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// The column, for those who see rows as cards.
    pub column: &'static str,
    pub text: Option<String>,
    pub url: Option<String>,
    /// One more line.
    pub note: Option<String>,
    pub when: Option<Timestamp>,
    pub number: Option<i64>,
    pub score: Option<f64>,
    pub badges: Vec<Mark>,
    pub acts: Vec<Act>,
    pub code: bool,
}

/// A word in a box: its colour is that of a badge.
#[derive(Clone, Debug, Serialize)]
pub struct Mark {
    pub label: String,
    pub tone: &'static str,
}

/// Something to do with a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Act {
    pub label: String,
    /// Said to those who do not see the row.
    pub of: String,
    pub url: String,
    /// Sent as a form when there are fields, else followed.
    pub fields: Vec<(&'static str, String)>,
    /// Whether what it does cannot be undone easily.
    pub grave: bool,
}

impl Cell {
    fn of(column: &'static str) -> Self {
        Self {
            column,
            ..Self::default()
        }
    }

    pub fn text(column: &'static str, text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::of(column)
        }
    }

    pub fn link(column: &'static str, text: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::text(column, text)
        }
    }

    pub fn when(column: &'static str, when: impl Into<Option<Timestamp>>) -> Self {
        Self {
            when: when.into(),
            ..Self::of(column)
        }
    }

    pub fn number(column: &'static str, number: i64) -> Self {
        Self {
            number: Some(number),
            ..Self::of(column)
        }
    }

    pub fn score(column: &'static str, score: f64) -> Self {
        Self {
            score: Some(score),
            ..Self::of(column)
        }
    }

    pub fn marks(column: &'static str, badges: Vec<Mark>) -> Self {
        Self {
            badges,
            ..Self::of(column)
        }
    }

    pub fn acts(column: &'static str, acts: Vec<Act>) -> Self {
        Self {
            acts,
            ..Self::of(column)
        }
    }

    pub fn note(mut self, note: impl Into<Option<String>>) -> Self {
        self.note = note.into();
        self
    }
}

/// The head of a column; the address sorts on it.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub name: &'static str,
    pub url: Option<String>,
    /// `ascending`, `descending` or none.
    pub sorted: Option<&'static str>,
}

impl Column {
    pub fn plain(name: &'static str) -> Self {
        Self {
            name,
            url: None,
            sorted: None,
        }
    }
}

/// A list as it is shown.
#[derive(Debug, Default, Serialize)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub total: i64,
    pub pagination_of: Option<Pagination>,
    /// What is said when there is nothing.
    pub empty: Option<String>,
}
