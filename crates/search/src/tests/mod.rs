//! Each mechanism on a small catalogue made for it.

mod facets;
mod keeping;
mod relevance;
mod similar;

use crate::{DEFAULT_SYNONYMS, Document, Index, Kind, Query, Results, Synonyms};

/// 2026-01-15 in microseconds.
const NOW: i64 = 20_468 * DAY;
const DAY: i64 = 86_400_000_000;

fn index_of(kind: Kind, documents: &[Document]) -> Index {
    let index = Index::in_memory(Synonyms::parse(DEFAULT_SYNONYMS)).unwrap();
    let mut writer = index.writer().unwrap();
    for document in documents {
        writer.put(kind, document).unwrap();
    }
    writer.commit(1).unwrap();
    writer.close().unwrap();
    index
}

/// Documents `0`, `1`, … with these titles.
fn titled(titles: &[&str]) -> Vec<Document> {
    let document = |(number, title): (usize, &&str)| Document {
        id: number.to_string(),
        title: (*title).to_owned(),
        ..Document::default()
    };
    titles.iter().enumerate().map(document).collect()
}

fn search(index: &Index, q: &str) -> Results {
    index.search(&Query::new(Kind::Dataset, q, NOW)).unwrap()
}

fn ids(results: &Results) -> Vec<&str> {
    results.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn found(titles: &[&str], q: &str) -> Vec<String> {
    let index = index_of(Kind::Dataset, &titled(titles));
    ids(&search(&index, q))
        .into_iter()
        .map(str::to_owned)
        .collect()
}
