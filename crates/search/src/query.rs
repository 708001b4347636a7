//! What a reader asks and what comes back, in plain types: the caller turns the parameters of a
//! request into a [`Query`] and the ids of [`Results`] into pages.

use std::collections::BTreeMap;

use crate::document::Kind;
use crate::error::{Error, Result};
use crate::explain::Reason;
use crate::facets::Bucket;

/// Deepest hit that can be asked for, as in the reference portal.
pub const MAX_WINDOW: usize = 10_000;

/// A range of last updates, counted back from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LastUpdate {
    Last30Days,
    Last12Months,
    Last3Years,
}

impl LastUpdate {
    /// All ranges, narrowest first.
    pub const ALL: [Self; 3] = [Self::Last30Days, Self::Last12Months, Self::Last3Years];

    /// Name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Last30Days => "last_30_days",
            Self::Last12Months => "last_12_months",
            Self::Last3Years => "last_3_years",
        }
    }

    /// The range of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.name() == name)
    }
}

/// What the documents must be. Several values of one filter are alternatives, except tags, which
/// must all be there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    pub tags: Vec<String>,
    pub formats: Vec<String>,
    pub format_families: Vec<String>,
    pub licenses: Vec<String>,
    pub geozones: Vec<String>,
    pub granularities: Vec<String>,
    pub badges: Vec<String>,
    pub organization_badges: Vec<String>,
    pub schemas: Vec<String>,
    /// Ids of topics; for reuses, themes.
    pub topics: Vec<String>,
    pub access_types: Vec<String>,
    pub producer_types: Vec<String>,
    /// Ids of organizations.
    pub organizations: Vec<String>,
    /// Exact names of organizations.
    pub organization_names: Vec<String>,
    pub owners: Vec<String>,
    pub types: Vec<String>,
    pub object_types: Vec<String>,
    pub last_update: Option<LastUpdate>,
    /// First and last instants that the coverage of the dataset must contain.
    pub temporal_coverage: Option<(i64, i64)>,
    pub featured: Option<bool>,
    pub archived: Option<bool>,
    pub restricted: Option<bool>,
    pub closed: Option<bool>,
}

/// A column to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortField {
    Created,
    LastUpdate,
    LastModified,
    Published,
    Views,
    Followers,
    Reuses,
    Datasets,
    Name,
    Closed,
}

/// An order other than relevance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    pub field: SortField,
    pub descending: bool,
}

/// The sorts a kind of document accepts, by their names in the API.
pub fn sorts_of(kind: Kind) -> &'static [(&'static str, SortField)] {
    use SortField::{
        Closed, Created, Datasets, Followers, LastModified, LastUpdate, Name, Published, Reuses,
        Views,
    };
    match kind {
        Kind::Dataset => &[
            ("created", Created),
            ("last_update", LastUpdate),
            ("reuses", Reuses),
            ("followers", Followers),
            ("views", Views),
        ],
        Kind::Reuse => &[
            ("created", Created),
            ("datasets", Datasets),
            ("followers", Followers),
            ("views", Views),
        ],
        Kind::Dataservice => &[
            ("created", Created),
            ("views", Views),
            ("followers", Followers),
        ],
        Kind::Organization => &[
            ("reuses", Reuses),
            ("datasets", Datasets),
            ("followers", Followers),
            ("views", Views),
            ("created", Created),
        ],
        Kind::Topic => &[
            ("name", Name),
            ("created", Created),
            ("last_modified", LastModified),
        ],
        Kind::Discussion => &[("created", Created), ("closed", Closed)],
        Kind::Post => &[
            ("created", Created),
            ("last_modified", LastModified),
            ("published", Published),
        ],
    }
}

impl Sort {
    /// Reads `created` or `-created`, refusing what the kind does not have.
    pub fn parse(kind: Kind, text: &str) -> Result<Self> {
        let name = text.strip_prefix('-').unwrap_or(text);
        let known = sorts_of(kind).iter().find(|(known, _)| *known == name);
        let Some(&(_, field)) = known else {
            return Err(Error::Sort(text.to_owned()));
        };
        Ok(Self {
            field,
            descending: text.starts_with('-'),
        })
    }
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub kind: Kind,
    /// What the reader typed; empty to browse.
    pub q: String,
    pub filters: Filters,
    pub sort: Option<Sort>,
    /// From 1.
    pub page: usize,
    pub page_size: usize,
    /// Whether facets are wanted.
    pub facets: bool,
    /// Whether each hit must say why it was found.
    pub explain: bool,
    /// Now, in microseconds since 1970.
    pub now: i64,
}

impl Query {
    /// The first page of 20, with facets.
    pub fn new(kind: Kind, q: impl Into<String>, now: i64) -> Self {
        Self {
            kind,
            q: q.into(),
            filters: Filters::default(),
            sort: None,
            page: 1,
            page_size: 20,
            facets: true,
            explain: false,
            now,
        }
    }
}

/// A document found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub id: String,
    pub score: f32,
    /// Why it was found, strongest reason first; empty unless asked.
    pub reasons: Vec<Reason>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    pub hits: Vec<Hit>,
    /// Exact number of documents found.
    pub total: u64,
    /// Buckets by the name of the facet; empty unless asked.
    pub facets: BTreeMap<&'static str, Vec<Bucket>>,
    /// A better spelling of what was typed, when little was found.
    pub suggestion: Option<String>,
    /// How many of them have all the words, as they are or in other words; the others were added to these.
    pub complete: u64,
}

impl Results {
    /// Whether nothing has all the words: what was found has some of them.
    pub fn is_relaxed(&self) -> bool {
        self.total > 0 && self.complete == 0
    }
}
