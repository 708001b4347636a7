//! What an operation takes in its query string or its headers, and the groups that operations share. Lists of
//! choices are read from where they are enforced.

use vitrail_app::domain::vocabulary::Vocabulary;
use vitrail_app::domain::vocabulary::access::AccessType;
use vitrail_app::domain::vocabulary::badge::{DatasetBadge, OrganizationBadge, ProducerType};
use vitrail_app::domain::vocabulary::format::FormatFamily;
use vitrail_app::index::{self, LastUpdate};

use super::shape::Type;

/// One argument.
pub struct Param {
    pub name: &'static str,
    pub header: bool,
    pub of: Type,
    pub required: bool,
    /// May be given several times: `tag=a&tag=b`.
    pub repeated: bool,
    pub default: Option<i64>,
    pub says: &'static str,
}

/// An argument of the query string.
pub const fn arg(name: &'static str, of: Type, says: &'static str) -> Param {
    Param {
        name,
        header: false,
        of,
        required: false,
        repeated: false,
        default: None,
        says,
    }
}

impl Param {
    pub const fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    pub const fn repeated(self) -> Self {
        Self {
            repeated: true,
            ..self
        }
    }

    const fn by_default(self, value: i64) -> Self {
        Self {
            default: Some(value),
            ..self
        }
    }

    const fn in_header(self) -> Self {
        Self {
            header: true,
            ..self
        }
    }
}

/// The order of a list, among those that it offers.
pub const fn sort(names: fn() -> Vec<String>) -> Param {
    arg(
        "sort",
        Type::Choice(names),
        "The field to sort on, `-` first for descending",
    )
}

/// Both directions of each column.
pub fn both_ways<'a, T: 'a>(sorts: impl IntoIterator<Item = &'a (&'static str, T)>) -> Vec<String> {
    let names: Vec<&str> = sorts.into_iter().map(|(name, _)| *name).collect();
    let ascending = names.iter().map(|name| (*name).to_owned());
    ascending
        .chain(names.iter().map(|name| format!("-{name}")))
        .collect()
}

/// The sorts of a search.
pub fn search_sorts(kind: index::Kind) -> Vec<String> {
    both_ways(index::sorts_of(kind))
}

/// The codes of a vocabulary.
pub fn codes<V: Vocabulary>() -> Vec<String> {
    V::ALL.iter().map(|term| term.code().to_owned()).collect()
}

/// `X-Fields`, which every JSON answer obeys.
pub const MASK: Param = arg(
    "X-Fields",
    Type::Mask,
    "The wanted fields: `data{id,title},total`",
)
.in_header();

/// Objects in place of identifiers.
pub const FULL: Param = arg(
    "X-Get-Datasets-Full-Objects",
    Type::Truth,
    "Give frequency, licence, territories and granularity of datasets as objects, not as identifiers",
)
.in_header();

pub const LANG: Param = arg(
    "lang",
    Type::Choice(|| vec!["fr".to_owned(), "en".to_owned()]),
    "The language of labels; else the header Accept-Language says it",
);

pub const Q: Param = arg("q", Type::Text, "Words to look for");
pub const PAGE: Param = arg("page", Type::Count, "The page, from 1").by_default(1);

/// A page of twenty.
/// What a sysadmin may ask when taking away what somebody else published.
pub const LEGAL_NOTICE: &[Param] = &[arg(
    "send_legal_notice",
    Type::Truth,
    "Write the owner the legal notice that names the ways of appeal, for administrators",
)];
pub const PAGING: &[Param] = &[PAGE, page_size(20)];

pub const fn page_size(default: i64) -> Param {
    arg(
        "page_size",
        Type::Count,
        "How many objects on a page; above 1,000 it is served as 1,000",
    )
    .by_default(default)
}

/// What is being typed, and how many completions are wanted.
pub const fn suggest(size: i64) -> [Param; 2] {
    [
        arg("q", Type::Text, "What is being typed").required(),
        arg("size", Type::Count, "How many suggestions").by_default(size),
    ]
}

pub const SUGGEST: &[Param] = &suggest(10);

pub const TAG: Param = arg("tag", Type::Text, "A tag; all of those given").repeated();
pub const FEATURED: Param = arg("featured", Type::Truth, "Put forward by the portal, or not");
pub const ORGANIZATION: Param = arg("organization", Type::Id, "The id of the organization");
pub const OWNER: Param = arg("owner", Type::Id, "The id of the person who owns it");
pub const ACCESS_TYPE: Param = arg(
    "access_type",
    Type::Choice(codes::<AccessType>),
    "Who may get it",
);
pub const ORGANIZATION_BADGE: Param = arg(
    "organization_badge",
    Type::Choice(codes::<OrganizationBadge>),
    "A badge of the organization",
);
pub const DATASET_BADGE: Param = arg("badge", Type::Choice(codes::<DatasetBadge>), "A badge");
pub const GEOZONE: Param = arg("geozone", Type::Text, "The id of a territory");
pub const GRANULARITY: Param = arg(
    "granularity",
    Type::Text,
    "The id of a territorial granularity",
);
pub const TOPIC: Param = arg("topic", Type::Id, "The id of a topic that holds it");
pub const PRODUCER_TYPE: Param = arg(
    "producer_type",
    Type::Choice(codes::<ProducerType>),
    "What its producer is",
);
pub const LAST_UPDATE_RANGE: Param = arg(
    "last_update_range",
    Type::Choice(|| {
        LastUpdate::ALL
            .map(|range| range.name().to_owned())
            .to_vec()
    }),
    "How recently it changed",
);
pub const FORMAT_FAMILY: Param = arg(
    "format_family",
    Type::Choice(codes::<FormatFamily>),
    "A family of formats",
);
pub const EXPLAIN: Param = arg(
    "explain",
    Type::Truth,
    "Say in words, in `explanation`, why each result is where it is",
);
