//! Documents about the same thing as another: those that share its rarest words, in their title or their
//! tags, and its organization. Only short posting lists are read, so that a page can afford it each time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::analysis::words;
use crate::collect::{Candidate, select};
use crate::document::{ARCHIVED, Kind};
use crate::error::Result;
use crate::facets::Facet;
use crate::index::{Index, Inner, Snapshot};
use crate::schema::TextField;

/// Most words that are looked for.
const MAX_WORDS: usize = 8;
/// A word that more documents have says little, and costs much.
const MAX_FREQUENCY: u64 = 2_000;
/// A document must share so much of what could be shared.
const LEAST: f32 = 0.15;
/// What the same organization adds, in shares of the weight of all words.
const SAME_ORGANIZATION: f32 = 0.15;
/// Answers kept until the next commit.
const KEPT: usize = 4_096;

/// What others are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub tags: &'a [String],
    /// `id|name`, as documents keep it.
    pub organization: Option<&'a str>,
}

/// Answers given since the last commit.
#[derive(Default)]
pub struct SimilarCache {
    found: Mutex<HashMap<(Kind, String), Vec<String>>>,
}

impl SimilarCache {
    fn get(&self, kind: Kind, id: &str) -> Option<Vec<String>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.get(&(kind, id.to_owned())).cloned()
    }

    fn put(&self, kind: Kind, id: &str, ids: Vec<String>) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= KEPT {
            found.clear();
        }
        found.insert((kind, id.to_owned()), ids);
    }
}

/// A word of the model, and how much it tells documents apart.
struct Shared {
    term: String,
    weight: f32,
}

impl Index {
    /// Ids of the documents most like the model, best first, without itself nor what is archived.
    pub fn similar(&self, kind: Kind, model: Model<'_>, size: usize) -> Result<Vec<String>> {
        let snapshot = self.inner().snapshot();
        if let Some(ids) = snapshot.similar.get(kind, model.id) {
            return Ok(ids);
        }
        let likeness = Likeness {
            inner: self.inner(),
            snapshot: &snapshot,
            kind,
        };
        let ids = likeness.find(model, size)?;
        snapshot.similar.put(kind, model.id, ids.clone());
        Ok(ids)
    }
}

struct Likeness<'a> {
    inner: &'a Inner,
    snapshot: &'a Snapshot,
    kind: Kind,
}

impl Likeness<'_> {
    fn find(&self, model: Model<'_>, size: usize) -> Result<Vec<String>> {
        let shared = self.rarest(model)?;
        let all: f32 = shared.iter().map(|word| word.weight).sum();
        let names = self.snapshot.names.facet(Facet::Organization);
        let organization = model.organization.and_then(|name| names.number(name));
        let mut found = Vec::new();
        let segments = self.snapshot.searcher.segment_readers().iter();
        for (number, (segment, columns)) in (0u32..).zip(segments.zip(&self.snapshot.columns)) {
            let alive = segment.alive_bitset();
            for (doc, mut score) in self.scores(segment, &shared)? {
                let dead = alive.is_some_and(|alive| alive.is_deleted(doc));
                if dead || score < all * LEAST || columns.flags(doc) & ARCHIVED != 0 {
                    continue;
                }
                let of = columns
                    .facet(Facet::Organization)
                    .map(|values| values.of(doc));
                if let (Some(organization), Some(of)) = (organization, of)
                    && of.contains(&organization)
                {
                    score += all * SAME_ORGANIZATION;
                }
                let score = score * columns.boost(doc).sqrt();
                found.push(Candidate {
                    segment: number,
                    doc,
                    score,
                    complete: true,
                });
            }
        }
        // One more than wanted: the model is like itself.
        select(&mut found, size + 1, |a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| (a.segment, a.doc).cmp(&(b.segment, b.doc)))
        });
        let id = |c: Candidate| Some(self.snapshot.columns.get(c.segment as usize)?.id(c.doc));
        let mut ids: Vec<String> = found.into_iter().filter_map(id).collect();
        ids.retain(|id| id != model.id);
        ids.truncate(size);
        Ok(ids)
    }

    /// The rarest words that another document has too.
    fn rarest(&self, model: Model<'_>) -> Result<Vec<Shared>> {
        let mut stems: Vec<String> = words(model.title)
            .into_iter()
            .chain(model.tags.iter().flat_map(|tag| words(tag)))
            .filter(|word| !word.empty && word.stem.chars().count() > 1)
            .map(|word| word.stem)
            .take(40)
            .collect();
        stems.sort_unstable();
        stems.dedup();
        let mut shared = Vec::new();
        for stem in stems {
            let term = format!("{}{stem}", self.kind.letter());
            let mut most = 0;
            for field in [TextField::Title, TextField::Tags] {
                let term = Term::from_field_text(self.inner.fields.text(field), &term);
                most = most.max(self.snapshot.searcher.doc_freq(&term)?);
            }
            if (2..=MAX_FREQUENCY).contains(&most) {
                shared.push((most, term));
            }
        }
        shared.sort_unstable();
        shared.truncate(MAX_WORDS);
        Ok(shared
            .into_iter()
            .map(|(frequency, term)| Shared {
                weight: rarity(frequency),
                term,
            })
            .collect())
    }

    /// The documents of a segment that have one of the words; a word counts once, in title or tags.
    fn scores(&self, segment: &SegmentReader, shared: &[Shared]) -> Result<HashMap<DocId, f32>> {
        let mut scores: HashMap<DocId, f32> = HashMap::new();
        let mut docs = Vec::new();
        for word in shared {
            docs.clear();
            for field in [TextField::Title, TextField::Tags] {
                let handle = self.inner.fields.text(field);
                let term = Term::from_field_text(handle, &word.term);
                let index = segment.inverted_index(handle)?;
                let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)?
                else {
                    continue;
                };
                while postings.doc() != TERMINATED {
                    docs.push(postings.doc());
                    postings.advance();
                }
            }
            docs.sort_unstable();
            docs.dedup();
            for doc in &docs {
                *scores.entry(*doc).or_default() += word.weight;
            }
        }
        Ok(scores)
    }
}

/// Rare words weigh more, without one rare name outweighing a whole subject.
#[expect(clippy::cast_precision_loss, reason = "a count of documents")]
fn rarity(frequency: u64) -> f32 {
    1.0 / (1.0 + (frequency as f32).ln())
}
