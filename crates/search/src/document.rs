//! What the room is given to index: one plain structure for every kind of document, which the
//! caller fills from its own objects. Only what the public may see must come here.

/// The kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Dataset,
    Reuse,
    Dataservice,
    Organization,
    Topic,
    Discussion,
    Post,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Dataset,
        Self::Reuse,
        Self::Dataservice,
        Self::Organization,
        Self::Topic,
        Self::Discussion,
        Self::Post,
    ];

    /// Name of the kind, as in the paths of the API, in the singular.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Reuse => "reuse",
            Self::Dataservice => "dataservice",
            Self::Organization => "organization",
            Self::Topic => "topic",
            Self::Discussion => "discussion",
            Self::Post => "post",
        }
    }

    /// The letter every term of this kind begins with.
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::Dataset => 'd',
            Self::Reuse => 'r',
            Self::Dataservice => 's',
            Self::Organization => 'o',
            Self::Topic => 't',
            Self::Discussion => 'c',
            Self::Post => 'p',
        }
    }

    pub(crate) const fn number(self) -> u8 {
        self as u8
    }
}

/// The organization that publishes a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Organization {
    pub id: String,
    pub name: String,
    pub acronym: Option<String>,
    /// Whether it is a public service whose identity was certified.
    pub certified_public: bool,
}

/// A resource of a dataset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resource {
    pub id: String,
    pub title: String,
    pub format: Option<String>,
}

/// A document to index. Instants are microseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    pub id: String,
    /// Title or name.
    pub title: String,
    pub acronym: Option<String>,
    pub description: String,
    pub tags: Vec<String>,
    pub organization: Option<Organization>,
    /// Id of the user who owns the document.
    pub owner: Option<String>,
    pub producer_type: Vec<String>,
    /// Only the first 500 are indexed.
    pub resources: Vec<Resource>,
    pub license: Option<String>,
    pub geozones: Vec<String>,
    pub granularity: Option<String>,
    pub badges: Vec<String>,
    pub organization_badges: Vec<String>,
    pub schemas: Vec<String>,
    /// Ids of topics; for a reuse, its theme.
    pub topics: Vec<String>,
    pub access_type: Option<String>,
    /// Type of a reuse.
    pub type_: Option<String>,
    /// Class of the subject of a discussion.
    pub object_type: Option<String>,
    pub temporal_start: Option<i64>,
    pub temporal_end: Option<i64>,
    pub created: Option<i64>,
    pub last_update: Option<i64>,
    pub last_modified: Option<i64>,
    pub published: Option<i64>,
    pub views: u64,
    pub followers: u64,
    pub reuses: u64,
    pub datasets: u64,
    pub organization_followers: u64,
    /// Between 0 and 1; none when it is not known.
    pub quality: Option<f64>,
    pub featured: bool,
    pub archived: bool,
    pub restricted: bool,
    pub closed: bool,
    /// Instant at which a discussion was closed.
    pub closed_at: Option<i64>,
    /// Whether an organization is itself a certified public service.
    pub certified_public: bool,
    /// More text to find the document by: documentation of an API, messages, names of elements.
    pub extra: Vec<String>,
}

pub(crate) const FEATURED: u16 = 1;
pub(crate) const ARCHIVED: u16 = 2;
pub(crate) const RESTRICTED: u16 = 4;
pub(crate) const CLOSED: u16 = 8;
pub(crate) const CERTIFIED: u16 = 16;
pub(crate) const POPULAR: u16 = 32;
/// Not kept in the index: it depends on the day.
pub(crate) const FRESH: u16 = 64;

/// Quality of a document about whose quality nothing is known: neither praised nor blamed.
const USUAL_QUALITY: f64 = 0.5;

/// Most resources of one dataset that are indexed.
pub(crate) const MAX_RESOURCES: usize = 500;

impl Document {
    pub(crate) fn is_certified(&self) -> bool {
        self.certified_public
            || self
                .organization
                .as_ref()
                .is_some_and(|o| o.certified_public)
    }

    /// How much people use the document, between 0 and 1, each figure on its own log scale. Following and
    /// reusing are deliberate; views also come from robots and weigh less.
    pub(crate) fn popularity(&self) -> f64 {
        let used = 0.20 * log_share(self.views, 100_000.0)
            + 0.35 * log_share(self.followers, 500.0)
            + 0.35 * log_share(self.reuses.max(self.datasets), 500.0)
            + 0.10 * log_share(self.organization_followers, 10_000.0);
        used.min(1.0)
    }

    /// What multiplies the score of the text: never below 1, never above 5, so that no fame
    /// makes up for a word that is not there.
    pub(crate) fn boost(&self) -> f64 {
        let certified = if self.is_certified() { 1.1 } else { 1.0 };
        let featured = if self.featured { 1.1 } else { 1.0 };
        let quality = 1.0 + 0.1 * self.quality.unwrap_or(USUAL_QUALITY).clamp(0.0, 1.0);
        (1.0 + 2.5 * self.popularity()) * certified * featured * quality
    }

    pub(crate) fn flags(&self) -> u16 {
        [
            (self.featured, FEATURED),
            (self.archived, ARCHIVED),
            (self.restricted, RESTRICTED),
            (self.closed, CLOSED),
            (self.is_certified(), CERTIFIED),
            (self.popularity() > 0.3, POPULAR),
        ]
        .into_iter()
        .filter_map(|(is, bit)| is.then_some(bit))
        .sum()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of visits needs no 53 bits"
)]
fn log_share(count: u64, full: f64) -> f64 {
    ((count as f64).ln_1p() / full.ln_1p()).min(1.0)
}

/// The family of a file format, as shown to readers.
pub fn format_family(format: &str) -> &'static str {
    match format.to_lowercase().as_str() {
        "csv" | "parquet" | "xls" | "xlsx" | "ods" | "tsv" | "csv.gz" => "tabular",
        "json" | "xml" | "rdf" | "sql" | "jsonl" | "ndjson" => "machine_readable",
        "shp" | "kml" | "kmz" | "gpx" | "shx" | "ovr" | "geojson" | "gpkg" | "pmtiles"
        | "mbtiles" | "wms" | "wfs" | "ogc:wms" | "ogc:wfs" => "geographical",
        "pdf" | "doc" | "docx" | "md" | "txt" | "html" | "htm" | "rtf" | "odt" => "documents",
        _ => "other",
    }
}
