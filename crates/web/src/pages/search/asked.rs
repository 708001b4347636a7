//! What a reader asks of a search page, read from its address. What makes no sense is ignored: people follow old
//! links and correct addresses by hand.

use vitrail_app::domain::Timestamp;
use vitrail_app::followed_search;
use vitrail_app::index::{self, MAX_WINDOW, Query, Sort, sorts_of};

use crate::params::Params;

/// Results on a page.
pub const PAGE_SIZE: usize = 20;

/// A kind of object that is searched.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub indexed: index::Kind,
    /// The word of its addresses: `datasets`.
    pub path: &'static str,
    /// Facets in the order of the page; the first `unfolded` arrive open.
    pub facets: &'static [Facet],
    pub unfolded: usize,
    pub sorts: &'static [&'static str],
}

/// A filter and the facet that counts its values.
#[derive(Clone, Copy, Debug)]
pub struct Facet {
    /// The parameter.
    pub key: &'static str,
    /// The facet of the index.
    pub counted: &'static str,
}

const fn facet(key: &'static str) -> Facet {
    Facet { key, counted: key }
}

const ORGANIZATION: Facet = Facet {
    key: "organization",
    counted: "organization_id_with_name",
};
const UPDATED: Facet = Facet {
    key: "last_update_range",
    counted: "last_update",
};
const TOPIC: Facet = Facet {
    key: "topic",
    counted: "topics",
};

/// The five kinds, in the order of the page.
pub static KINDS: [&Kind; 5] = [
    &Kind {
        indexed: index::Kind::Dataset,
        path: "datasets",
        facets: &[
            facet("format_family"),
            facet("access_type"),
            UPDATED,
            facet("producer_type"),
            ORGANIZATION,
            facet("badge"),
            facet("tag"),
            facet("format"),
            facet("license"),
            facet("geozone"),
            facet("granularity"),
            facet("schema"),
            TOPIC,
        ],
        unfolded: 4,
        sorts: &["-created", "-last_update", "-followers", "-reuses"],
    },
    &Kind {
        indexed: index::Kind::Dataservice,
        path: "dataservices",
        facets: &[
            facet("access_type"),
            UPDATED,
            facet("producer_type"),
            ORGANIZATION,
            facet("tag"),
            facet("badge"),
        ],
        unfolded: 3,
        sorts: &["-created", "-followers"],
    },
    &Kind {
        indexed: index::Kind::Reuse,
        path: "reuses",
        facets: &[
            facet("type"),
            facet("topic"),
            UPDATED,
            facet("producer_type"),
            ORGANIZATION,
            facet("tag"),
        ],
        unfolded: 4,
        sorts: &["-created", "-followers", "-datasets"],
    },
    &Kind {
        indexed: index::Kind::Organization,
        path: "organizations",
        facets: &[facet("producer_type")],
        unfolded: 1,
        sorts: &["-created", "-followers", "-datasets", "-reuses"],
    },
    &Kind {
        indexed: index::Kind::Topic,
        path: "topics",
        facets: &[UPDATED, facet("producer_type"), ORGANIZATION, facet("tag")],
        unfolded: 2,
        sorts: &["-created", "-last_modified"],
    },
];

/// Filters without a facet of their own.
const OTHERS: [&str; 6] = [
    "organization_badge",
    "owner",
    "featured",
    "archived",
    "temporal_coverage",
    "organization_name",
];

impl Kind {
    /// Whether a parameter filters this kind.
    pub fn knows(&self, key: &str) -> bool {
        OTHERS.contains(&key) || self.facets.iter().any(|facet| facet.key == key)
    }
}

/// The address of a search page, understood.
#[derive(Clone, Debug)]
pub struct Asked {
    pub query: Query,
    /// Active filters, as written.
    pub filters: Vec<(String, String)>,
    /// Every parameter that the page understands but `page`, for links.
    pub state: Vec<(String, String)>,
    pub sort: Option<String>,
    pub page: usize,
}

impl Asked {
    pub fn read(params: &Params, kind: &Kind, now: Timestamp) -> Self {
        let q: String = params
            .one("q")
            .unwrap_or_default()
            .trim()
            .chars()
            .take(200)
            .collect();
        let mut filters: Vec<(String, String)> = Vec::new();
        for pair in params.pairs() {
            if kind.knows(&pair.0) && !filters.contains(pair) {
                filters.push(pair.clone());
            }
        }
        let sort = params
            .one("sort")
            .filter(|sort| is_sort(kind, sort))
            .map(str::to_owned);
        let explain = matches!(params.one("explain"), Some("1" | "true" | "on"));
        let last = MAX_WINDOW / PAGE_SIZE;
        let page = params
            .one("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1);
        let page = usize::clamp(page, 1, last);
        let mut state = Vec::new();
        if !q.is_empty() {
            state.push(("q".to_owned(), q.clone()));
        }
        state.extend(filters.iter().cloned());
        state.extend(sort.iter().map(|sort| ("sort".to_owned(), sort.clone())));
        if explain {
            state.push(("explain".to_owned(), "1".to_owned()));
        }
        let query = Query {
            filters: followed_search::filters(&filters),
            sort: sort
                .as_deref()
                .and_then(|sort| Sort::parse(kind.indexed, sort).ok()),
            page,
            page_size: PAGE_SIZE,
            explain,
            ..Query::new(kind.indexed, q, now.micros())
        };
        Self {
            query,
            filters,
            state,
            sort,
            page,
        }
    }
}

fn is_sort(kind: &Kind, sort: &str) -> bool {
    let name = sort.strip_prefix('-').unwrap_or(sort);
    sorts_of(kind.indexed)
        .iter()
        .any(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_ignored() {
        let params = Params::parse("q=+eau+&page=-3&sort=nope&tag=a&tag=a&tag=b&x=y&lang=fr");
        let asked = Asked::read(&params, KINDS[0], Timestamp::default());
        assert_eq!(asked.query.q, "eau");
        assert_eq!(asked.query.filters.tags, ["a", "b"]);
        assert_eq!((asked.page, asked.sort), (1, None));
        let names: Vec<&str> = asked.state.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(names, ["q", "tag", "tag"]);
    }
}
