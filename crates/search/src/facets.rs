//! What can be counted and filtered by value: the columns, and which of them each kind of document
//! shows under which name.

use crate::document::Kind;

/// A column of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    Tag,
    Format,
    FormatFamily,
    License,
    Geozone,
    Granularity,
    Badge,
    OrganizationBadge,
    Schema,
    Topic,
    AccessType,
    ProducerType,
    Organization,
    Owner,
    Type,
    ObjectType,
    /// Ranges of the last update; not a column of its own.
    LastUpdate,
}

/// One value and how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The value; `all` for the first bucket.
    pub name: String,
    /// How many documents.
    pub count: u64,
}

impl Facet {
    /// The columns, in the order of their numbers.
    pub(crate) const COLUMNS: [Self; 16] = [
        Self::Tag,
        Self::Format,
        Self::FormatFamily,
        Self::License,
        Self::Geozone,
        Self::Granularity,
        Self::Badge,
        Self::OrganizationBadge,
        Self::Schema,
        Self::Topic,
        Self::AccessType,
        Self::ProducerType,
        Self::Organization,
        Self::Owner,
        Self::Type,
        Self::ObjectType,
    ];

    /// Number of the column, which is also the bit of its filter.
    pub(crate) fn number(self) -> usize {
        self as usize
    }

    /// Name of the column in the index.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Format => "format",
            Self::FormatFamily => "format_family",
            Self::License => "license",
            Self::Geozone => "geozone",
            Self::Granularity => "granularity",
            Self::Badge => "badge",
            Self::OrganizationBadge => "organization_badge",
            Self::Schema => "schema",
            Self::Topic => "topic",
            Self::AccessType => "access_type",
            Self::ProducerType => "producer_type",
            Self::Organization => "organization",
            Self::Owner => "owner",
            Self::Type => "type",
            Self::ObjectType => "object_type",
            Self::LastUpdate => "last_update",
        }
    }
}

/// The facets of a kind of document: name shown and column counted.
pub fn facets_of(kind: Kind) -> &'static [(&'static str, Facet)] {
    match kind {
        Kind::Dataset => &[
            ("format_family", Facet::FormatFamily),
            ("access_type", Facet::AccessType),
            ("producer_type", Facet::ProducerType),
            ("organization_id_with_name", Facet::Organization),
            ("last_update", Facet::LastUpdate),
            ("tag", Facet::Tag),
            ("license", Facet::License),
            ("format", Facet::Format),
            ("schema", Facet::Schema),
            ("geozone", Facet::Geozone),
            ("granularity", Facet::Granularity),
            ("badge", Facet::Badge),
            ("topics", Facet::Topic),
        ],
        Kind::Reuse => &[
            ("producer_type", Facet::ProducerType),
            ("organization_id_with_name", Facet::Organization),
            ("topic", Facet::Topic),
            ("type", Facet::Type),
            ("tag", Facet::Tag),
            ("badge", Facet::Badge),
            ("last_update", Facet::LastUpdate),
        ],
        Kind::Dataservice => &[
            ("access_type", Facet::AccessType),
            ("producer_type", Facet::ProducerType),
            ("organization_id_with_name", Facet::Organization),
            ("tag", Facet::Tag),
            ("badge", Facet::Badge),
            ("last_update", Facet::LastUpdate),
        ],
        Kind::Organization => &[("producer_type", Facet::ProducerType)],
        Kind::Topic => &[
            ("tag", Facet::Tag),
            ("organization_id_with_name", Facet::Organization),
            ("producer_type", Facet::ProducerType),
            ("last_update", Facet::LastUpdate),
        ],
        Kind::Discussion => &[
            ("object_type", Facet::ObjectType),
            ("last_update", Facet::LastUpdate),
        ],
        Kind::Post => &[("last_update", Facet::LastUpdate)],
    }
}
