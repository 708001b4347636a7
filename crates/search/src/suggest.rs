//! Completion while typing: names whose words begin with what was typed. Every beginning of every
//! word of the names is a term of its own, so that one look-up per word answers, however short the
//! beginning and however large the catalogue.

use std::collections::BTreeSet;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::analysis::{Word, words};
use crate::collect::{Candidate, select};
use crate::document::{ARCHIVED, Kind};
use crate::error::Result;
use crate::index::{Index, Inner, Snapshot};
use crate::typos::{Dictionary, Spellings, corrections};

/// Longest beginning kept.
const LONGEST: usize = 15;
/// Marks a beginning of the whole name or acronym.
const START: char = '^';
/// Most close beginnings tried for a word that begins nothing.
const MAX_CLOSE: usize = 6;

/// The beginnings to index for a name.
pub fn beginnings(title: &str, acronym: Option<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let title = words(title);
    let acronym = acronym.map(words).unwrap_or_default();
    for word in title
        .iter()
        .filter(|word| !word.empty)
        .take(40)
        .chain(&acronym)
    {
        add(&word.folded, "", &mut found);
    }
    for name in [&title, &acronym] {
        let joined: Vec<&str> = name.iter().map(|word| word.folded.as_str()).collect();
        add(&joined.join(" "), "^", &mut found);
    }
    found
}

fn add(text: &str, mark: &str, found: &mut BTreeSet<String>) {
    let ends = text
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST);
    found.extend(
        ends.filter_map(|end| text.get(..end))
            .map(|start| format!("{mark}{start}")),
    );
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

impl Index {
    /// Ids of the documents whose name best completes the text, best first.
    pub fn suggest(&self, kind: Kind, q: &str, size: usize) -> Result<Vec<String>> {
        let snapshot = self.inner().snapshot();
        let all = words(q);
        if all.is_empty() {
            return Ok(Vec::new());
        }
        // Little words complete nothing, unless they are the beginning of a longer one.
        let mut kept: Vec<&Word> = all.iter().filter(|word| !word.empty).collect();
        if kept.is_empty() {
            kept.extend(all.last());
        }
        let typed: Vec<Vec<String>> = kept.iter().map(|word| vec![cut(&word.folded)]).collect();
        let completion = Completion {
            inner: self.inner(),
            snapshot: &snapshot,
            kind,
        };
        let start: Vec<String> = all.iter().map(|word| word.folded.clone()).collect();
        let start = format!("{START}{}", cut(&start.join(" ")));
        let mut found = completion.find(&typed, &start)?;
        if found.is_empty() {
            let close = completion.close(&typed)?;
            found = completion.find(&close, &start)?;
        }
        select(&mut found, size, |a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| (a.segment, a.doc).cmp(&(b.segment, b.doc)))
        });
        let id = |c: Candidate| {
            snapshot
                .columns
                .get(c.segment as usize)
                .map(|s| s.id(c.doc))
        };
        Ok(found.into_iter().filter_map(id).collect())
    }
}

struct Completion<'a> {
    inner: &'a Inner,
    snapshot: &'a Snapshot,
    kind: Kind,
}

impl Completion<'_> {
    /// Documents that have one beginning of every word.
    fn find(&self, typed: &[Vec<String>], start: &str) -> Result<Vec<Candidate>> {
        let mut found = Vec::new();
        let segments = self
            .snapshot
            .searcher
            .segment_readers()
            .iter()
            .zip(&self.snapshot.columns);
        for (number, (segment, columns)) in (0u32..).zip(segments) {
            let mut docs: Option<Vec<DocId>> = None;
            for alternatives in typed {
                let mut these = Vec::new();
                for beginning in alternatives {
                    self.read(segment, beginning, &mut these)?;
                }
                if alternatives.len() > 1 {
                    these.sort_unstable();
                    these.dedup();
                }
                docs = Some(match docs {
                    None => these,
                    Some(before) => intersect(&before, &these),
                });
            }
            let mut first = Vec::new();
            self.read(segment, start, &mut first)?;
            let mut first = first.into_iter().peekable();
            let alive = segment.alive_bitset();
            for doc in docs.unwrap_or_default() {
                if alive.is_some_and(|alive| alive.is_deleted(doc)) {
                    continue;
                }
                // A name that begins so comes before one that has such a word; use decides then.
                while first.next_if(|other| *other < doc).is_some() {}
                let begins = if first.peek() == Some(&doc) { 1.0 } else { 0.0 };
                let archived = if columns.flags(doc) & ARCHIVED != 0 {
                    10.0
                } else {
                    0.0
                };
                let score = columns.boost(doc) + begins - archived;
                found.push(Candidate {
                    segment: number,
                    doc,
                    score,
                    complete: true,
                });
            }
        }
        Ok(found)
    }

    fn read(&self, segment: &SegmentReader, text: &str, docs: &mut Vec<DocId>) -> Result<()> {
        let field = self.inner.fields.suggest;
        let term = Term::from_field_text(field, &format!("{}{text}", self.kind.letter()));
        let index = segment.inverted_index(field)?;
        if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
            docs.reserve(postings.size_hint() as usize);
            while postings.doc() != TERMINATED {
                docs.push(postings.doc());
                postings.advance();
            }
        }
        Ok(())
    }

    /// Close beginnings of the words that begin nothing.
    fn close(&self, typed: &[Vec<String>]) -> Result<Vec<Vec<String>>> {
        let spellings = Spellings::default();
        let dictionary = Dictionary {
            snapshot: self.snapshot,
            spellings: &spellings,
            field: self.inner.fields.suggest,
            prefix: &self.kind.letter().to_string(),
        };
        let mut close = Vec::new();
        for alternatives in typed {
            let mut these = alternatives.clone();
            for word in alternatives.iter().filter(|word| word.chars().count() >= 4) {
                let found = corrections(dictionary, word, 1)?;
                let found = found
                    .into_iter()
                    .map(|c| c.word)
                    .filter(|w| !w.starts_with(START));
                these.extend(found.take(MAX_CLOSE));
            }
            close.push(these);
        }
        Ok(close)
    }
}

fn intersect(a: &[DocId], b: &[DocId]) -> Vec<DocId> {
    let mut common = Vec::new();
    let mut b = b.iter().peekable();
    for doc in a {
        while b.next_if(|other| *other < doc).is_some() {}
        if b.peek() == Some(&doc) {
            common.push(*doc);
        }
    }
    common
}
