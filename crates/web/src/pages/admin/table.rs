//! Tables of the back-office: rows of cells, each of which knows what it is, so that one template shows any list,
//! as a table or, where there is no room, as cards.

use serde::Serialize;
use vitrail_app::Page;
use vitrail_app::domain::Timestamp;

use super::room::Room;
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

    /// An instant to the minute, that leads somewhere.
    pub fn moment(column: &'static str, when: Timestamp, url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::when(column, when)
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

impl Table {
    /// One page of a list: the heads of its columns, with the sort that each offers, and its rows.
    pub fn page(
        room: &Room,
        heads: &[(&'static str, Option<&str>)],
        rows: Vec<Vec<Cell>>,
        (page, total): (Page, i64),
    ) -> Self {
        Self {
            columns: columns(room, heads),
            rows,
            total,
            pagination_of: Some(pagination(room, page, total)),
            ..Self::default()
        }
    }
}

/// This address with other values for some arguments; an empty one takes it away.
pub fn address(room: &Room, changed: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in room.context.params.pairs() {
        if key != "told" && !changed.iter().any(|(name, _)| name == key) {
            query.append_pair(key, value);
        }
    }
    for (name, value) in changed {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}", room.context.path)
}

/// Heads of columns; those with a sort lead to the other direction of it.
fn columns(room: &Room, names: &[(&'static str, Option<&str>)]) -> Vec<Column> {
    let asked = room.context.params.one("sort").unwrap_or_default();
    let column = |(name, sort): &(&'static str, Option<&str>)| {
        let Some(sort) = sort else {
            return Column::plain(name);
        };
        let sorted = match asked.strip_prefix('-') {
            Some(down) if down == *sort => Some("descending"),
            None if asked == *sort => Some("ascending"),
            _ => None,
        };
        // Figures and dates are wanted from the largest.
        let first = if matches!(*name, "title" | "name") {
            (*sort).to_owned()
        } else {
            format!("-{sort}")
        };
        let next = match sorted {
            Some("descending") => (*sort).to_owned(),
            Some(_) => format!("-{sort}"),
            None => first,
        };
        Column {
            name,
            url: Some(address(room, &[("sort", &next), ("page", "")])),
            sorted,
        }
    };
    names.iter().map(column).collect()
}

pub fn pagination(room: &Room, page: Page, total: i64) -> Pagination {
    let size = usize::try_from(page.size).unwrap_or(1);
    let number = usize::try_from(page.number).unwrap_or(1);
    let total = u64::try_from(total).unwrap_or_default();
    Pagination::new(number, size, total, |page| {
        address(room, &[("page", &page.to_string())])
    })
}
