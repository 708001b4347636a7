//! Filters, facets, sorts and windows.

use super::{DAY, NOW, ids, index_of, search, titled};
use crate::{
    Document, Error, Facet, Filters, Index, Kind, LastUpdate, Organization, Query, Resource,
    Results, Sort, facets_of,
};

fn strings(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn catalogue() -> Index {
    let mut documents = titled(&["gares un", "gares deux", "gares trois", "gares quatre"]);
    for (document, tags) in documents.iter_mut().zip([
        strings(&["train", "bus"]),
        strings(&["train"]),
        strings(&["bus"]),
        strings(&["train", "bus"]),
    ]) {
        document.tags = tags;
    }
    for (document, license) in documents.iter_mut().zip(["lov2", "lov2", "odbl", "odbl"]) {
        document.license = Some(license.to_owned());
    }
    for (document, format) in documents.iter_mut().zip(["CSV", "pdf", "geojson", "7z"]) {
        document.resources = vec![Resource {
            format: Some(format.to_owned()),
            ..Resource::default()
        }];
    }
    for (document, days) in documents.iter_mut().zip([1, 40, 400, 4_000]) {
        document.last_update = Some(NOW - days * DAY);
        document.created = document.last_update;
    }
    documents[0].organization = Some(Organization {
        id: "o1".to_owned(),
        name: "Ville | de X".to_owned(),
        ..Organization::default()
    });
    documents[0].temporal_start = Some(0);
    documents[0].temporal_end = Some(100);
    documents[1].temporal_start = Some(50);
    documents[1].temporal_end = Some(60);
    documents[2].featured = true;
    index_of(Kind::Dataset, &documents)
}

fn filtered(index: &Index, q: &str, filters: Filters) -> Results {
    let query = Query {
        filters,
        sort: None,
        ..Query::new(Kind::Dataset, q, NOW)
    };
    index.search(&query).unwrap()
}

fn sorted_ids(results: &Results) -> Vec<&str> {
    let mut ids = ids(results);
    ids.sort_unstable();
    ids
}

fn count(results: &Results, facet: &str, name: &str) -> u64 {
    results.facets[facet]
        .iter()
        .find(|b| b.name == name)
        .map_or(0, |b| b.count)
}

#[test]
fn tags_are_all_required_other_filters_are_alternatives() {
    let index = catalogue();
    let tags = Filters {
        tags: strings(&["train", "bus"]),
        ..Filters::default()
    };
    assert_eq!(sorted_ids(&filtered(&index, "", tags)), ["0", "3"]);
    let formats = Filters {
        formats: strings(&["csv", "pdf"]),
        ..Filters::default()
    };
    assert_eq!(sorted_ids(&filtered(&index, "gares", formats)), ["0", "1"]);
    let none = Filters {
        licenses: strings(&["unknown"]),
        ..Filters::default()
    };
    assert_eq!(filtered(&index, "gares", none).total, 0);
}

#[test]
fn each_facet_ignores_its_own_filter_only() {
    let index = catalogue();
    for q in ["", "gares"] {
        let filters = Filters {
            licenses: strings(&["lov2"]),
            tags: strings(&["train"]),
            ..Filters::default()
        };
        let results = filtered(&index, q, filters);
        assert_eq!(sorted_ids(&results), ["0", "1"]);
        assert_eq!(count(&results, "license", "all"), 3);
        assert_eq!(count(&results, "license", "odbl"), 1);
        assert_eq!(count(&results, "license", "lov2"), 2);
        assert_eq!(count(&results, "tag", "all"), 2);
        assert_eq!(count(&results, "tag", "bus"), 1);
        assert_eq!(count(&results, "format", "all"), 2);
        assert_eq!(count(&results, "format", "csv"), 1);
        assert_eq!(count(&results, "format_family", "documents"), 1);
    }
}

#[test]
fn ranges_of_last_update_are_cumulative() {
    let index = catalogue();
    for _twice_because_kept in 0..2 {
        let results = search(&index, "");
        let names: Vec<(&str, u64)> = results.facets["last_update"]
            .iter()
            .map(|b| (b.name.as_str(), b.count))
            .collect();
        let expected = [
            ("all", 4),
            ("last_30_days", 1),
            ("last_12_months", 2),
            ("last_3_years", 3),
        ];
        assert_eq!(names, expected);
    }
    let year = Filters {
        last_update: Some(LastUpdate::Last12Months),
        ..Filters::default()
    };
    let results = filtered(&index, "", year);
    assert_eq!(sorted_ids(&results), ["0", "1"]);
    assert_eq!(count(&results, "last_update", "last_3_years"), 3);
}

#[test]
fn coverage_must_contain_the_range() {
    let index = catalogue();
    let asked = |range| Filters {
        temporal_coverage: Some(range),
        ..Filters::default()
    };
    assert_eq!(
        sorted_ids(&filtered(&index, "", asked((50, 60)))),
        ["0", "1"]
    );
    assert_eq!(sorted_ids(&filtered(&index, "", asked((49, 60)))), ["0"]);
    assert_eq!(filtered(&index, "", asked((50, 101))).total, 0);
}

#[test]
fn organizations_by_id_or_name() {
    let index = catalogue();
    let by_id = Filters {
        organizations: strings(&["o1"]),
        ..Filters::default()
    };
    let results = filtered(&index, "", by_id);
    assert_eq!(ids(&results), ["0"]);
    assert_eq!(
        count(&results, "organization_id_with_name", "o1|Ville | de X"),
        1
    );
    let by_name = Filters {
        organization_names: strings(&["Ville | de X"]),
        ..Filters::default()
    };
    assert_eq!(ids(&filtered(&index, "", by_name)), ["0"]);
    let featured = Filters {
        featured: Some(true),
        ..Filters::default()
    };
    assert_eq!(ids(&filtered(&index, "", featured)), ["2"]);
}

#[test]
fn every_facet_of_every_kind_is_there() {
    for kind in Kind::ALL {
        let index = index_of(
            kind,
            &[Document {
                id: "1".to_owned(),
                ..Document::default()
            }],
        );
        for q in ["", "nothing"] {
            let results = index.search(&Query::new(kind, q, NOW)).unwrap();
            assert_eq!(results.facets.len(), facets_of(kind).len());
            for (name, facet) in facets_of(kind) {
                assert_eq!(results.facets[name][0].name, "all");
                assert!(*facet != Facet::LastUpdate || results.facets[name].len() == 4);
            }
        }
    }
}

#[test]
fn at_most_fifty_buckets_by_count() {
    let mut documents = titled(&["a"; 80]);
    for (number, document) in documents.iter_mut().enumerate() {
        document.tags = vec![format!("t{number:02}"), "common".to_owned()];
    }
    let results = search(&index_of(Kind::Dataset, &documents), "");
    let tags = &results.facets["tag"];
    assert_eq!(tags.len(), 51);
    assert_eq!((tags[1].name.as_str(), tags[1].count), ("common", 80));
    assert_eq!(tags[2].name, "t00");
}

#[test]
fn sorts_in_both_directions() {
    let index = catalogue();
    let sorted = |sort: &str| {
        let sort = Some(Sort::parse(Kind::Dataset, sort).unwrap());
        let query = Query {
            sort,
            ..Query::new(Kind::Dataset, "", NOW)
        };
        index
            .search(&query)
            .unwrap()
            .hits
            .iter()
            .map(|hit| hit.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(sorted("created"), ["3", "2", "1", "0"]);
    assert_eq!(sorted("-last_update"), ["0", "1", "2", "3"]);
    assert!(matches!(
        Sort::parse(Kind::Dataset, "name"),
        Err(Error::Sort(_))
    ));
    let topics = index_of(Kind::Topic, &titled(&["b", "É", "a", "d"]));
    let sort = Some(Sort::parse(Kind::Topic, "name").unwrap());
    let results = topics
        .search(&Query {
            sort,
            ..Query::new(Kind::Topic, "", NOW)
        })
        .unwrap();
    assert_eq!(ids(&results), ["2", "0", "3", "1"]);
}

#[test]
fn pages_follow_each_other_up_to_the_window() {
    let index = index_of(Kind::Dataset, &titled(&["gare"; 25]));
    let mut seen = std::collections::BTreeSet::new();
    for page in 1..=3 {
        let query = Query {
            page,
            page_size: 10,
            ..Query::new(Kind::Dataset, "gare", NOW)
        };
        let results = index.search(&query).unwrap();
        assert_eq!(results.total, 25);
        seen.extend(results.hits.into_iter().map(|hit| hit.id));
    }
    assert_eq!(seen.len(), 25);
    let query = Query {
        page: 20_000,
        ..Query::new(Kind::Dataset, "", NOW)
    };
    let error = index.search(&query).unwrap_err().to_string();
    assert!(
        error.ends_with("Maximum page for this page_size is 500."),
        "{error}"
    );
}
