//! How well each document matches a plan. Each word is scored over all its alternatives in dense
//! arrays, one word after the other: cheaper than a tree of queries, and it keeps which words each
//! document has, which the choice of the hits needs. Text is scored as BM25 does, with weights by
//! field; the best field of a word counts whole, the others for a little.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::collect::Candidate;
use crate::columns::SegmentColumns;
use crate::dates::freshness;
use crate::document::Kind;
use crate::error::Result;
use crate::explain::{Field, Reason};
use crate::index::{Inner, Snapshot};
use crate::names::KeyKind;
use crate::plan::{Alternative, Cause, PHRASE_FIELDS, Plan, PlanWord, Target};
use crate::schema::{TEXT_FIELDS, TextField};

/// Part of the other fields of a word beside its best.
const TIE: f32 = 0.2;
/// What a title or tag is worth that has another word of the same stem: `aires` when `air` is asked.
const NAMESAKE: f32 = 0.2;
/// Most that a recent update multiplies a score by, beyond 1.
const FRESH: f32 = 0.3;
/// Saturation of repeated words, and part of the length of the field, as in BM25.
const K: f32 = 1.2;

/// Weight, usual length, and how much the length counts.
fn shape(field: TextField) -> (f32, f32, f32) {
    match field {
        TextField::Title => (5.0, 9.0, 0.75),
        TextField::Organization => (1.6, 6.0, 0.3),
        TextField::Tags => (2.2, 8.0, 0.4),
        TextField::Description => (1.0, 80.0, 0.5),
        TextField::Resources => (0.8, 30.0, 0.6),
    }
}

fn key_weight(kind: KeyKind) -> f32 {
    match kind {
        KeyKind::Acronym => 7.0,
        KeyKind::Initials | KeyKind::Joined => 4.0,
        KeyKind::Beginning => 2.0,
        KeyKind::Title | KeyKind::Spelling | KeyKind::Id => 0.0,
    }
}

/// What a whole name adds, in shares of the weight of the words. A title of three words or more is
/// asked for on purpose, and no fame may hide it; one or two words are more often a subject than a
/// name, so there the exact title wins over its like, not over what everybody uses.
fn whole_bonus(kind: KeyKind, words: usize) -> f32 {
    match kind {
        KeyKind::Id => 1_000.0,
        KeyKind::Title if words > 2 => 40.0,
        KeyKind::Title => 3.0,
        KeyKind::Acronym => 30.0,
        KeyKind::Initials => 2.0,
        KeyKind::Beginning | KeyKind::Joined | KeyKind::Spelling => 0.0,
    }
}

/// A document with which words of the plan it has.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    pub candidate: Candidate,
    pub mask: u32,
}

/// Scores documents of one kind.
pub struct Scorer<'a> {
    pub inner: &'a Inner,
    pub snapshot: &'a Snapshot,
    pub kind: Kind,
    pub now: i64,
}

/// Arrays as long as the segment, all zero between two searches.
#[derive(Default)]
pub struct Scratch {
    total: Vec<f32>,
    mask: Vec<u32>,
    best: Vec<f32>,
    sum: Vec<f32>,
    touched: Vec<DocId>,
    hits: Vec<DocId>,
}

impl Scratch {
    fn resize(&mut self, size: usize) {
        // Longer than the segment does no harm: what lies beyond stays zero.
        if self.total.len() < size {
            self.total.resize(size, 0.0);
            self.mask.resize(size, 0);
            self.best.resize(size, 0.0);
            self.sum.resize(size, 0.0);
        }
    }

    fn clear(&mut self) {
        for doc in self.hits.drain(..) {
            let at = doc as usize;
            if let (Some(total), Some(mask)) = (self.total.get_mut(at), self.mask.get_mut(at)) {
                *total = 0.0;
                *mask = 0;
            }
        }
    }

    fn add(&mut self, doc: DocId, score: f32) {
        let at = doc as usize;
        let (Some(sum), Some(best)) = (self.sum.get_mut(at), self.best.get_mut(at)) else {
            return;
        };
        if *sum == 0.0 {
            self.touched.push(doc);
        }
        *sum += score;
        *best = best.max(score);
    }

    fn end_word(&mut self, bit: u32, weight: f32) {
        for doc in self.touched.drain(..) {
            let at = doc as usize;
            let (Some(sum), Some(best)) = (self.sum.get_mut(at), self.best.get_mut(at)) else {
                continue;
            };
            let (Some(total), Some(mask)) = (self.total.get_mut(at), self.mask.get_mut(at)) else {
                continue;
            };
            if *mask == 0 {
                self.hits.push(doc);
            }
            *mask |= bit;
            // Many weak alternatives must not outweigh one good match.
            *total += weight * (*best + TIE * (*sum - *best).min(*best));
            *sum = 0.0;
            *best = 0.0;
        }
    }

    fn bonus(&mut self, doc: DocId, bonus: f32) {
        let at = doc as usize;
        if self.mask.get(at).is_some_and(|mask| *mask != 0)
            && let Some(total) = self.total.get_mut(at)
        {
            *total += bonus;
        }
    }
}

/// Scratches of past searches: arrays of a large catalogue cost more to get from the system than to use.
#[derive(Default)]
pub struct Scratches(Mutex<Vec<Scratch>>);

impl Scratches {
    const KEPT: usize = 4;

    fn take(&self, size: usize) -> Scratch {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut scratch = kept.pop().unwrap_or_default();
        drop(kept);
        scratch.resize(size);
        scratch
    }

    /// Keeps a scratch that was cleared; one left in the middle by an error is dropped instead.
    fn give_back(&self, mut scratch: Scratch) {
        scratch.clear();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < Self::KEPT {
            kept.push(scratch);
        }
    }
}

impl Scorer<'_> {
    /// Every document that has at least one word of the plan, or whose name it is.
    pub fn score(&self, plan: &Plan) -> Result<Vec<Scored>> {
        let mut scored = Vec::new();
        let full = full_mask(plan);
        for (number, segment) in (0u32..).zip(self.snapshot.searcher.segment_readers()) {
            let mut scratch = self.inner.scratches.take(segment.max_doc() as usize);
            for (place, word) in plan.words.iter().enumerate() {
                let namesakes = self.namesakes(segment, word)?;
                for alternative in &word.alternatives {
                    let typed = alternative.cause == Cause::Typed;
                    self.each(segment, alternative, |doc, score, _| {
                        let other = typed && namesakes.binary_search(&doc).is_ok();
                        scratch.add(doc, if other { score * NAMESAKE } else { score });
                    })?;
                }
                scratch.end_word(1 << place, word.weight);
            }
            self.each_pair(segment, plan, |doc, bonus, _| scratch.bonus(doc, bonus))?;
            let mut names: HashMap<DocId, f32> = HashMap::new();
            self.each_whole(segment, plan, |doc, bonus, _| {
                if let Some(mask) = scratch.mask.get_mut(doc as usize) {
                    if *mask == 0 {
                        scratch.hits.push(doc);
                    }
                    *mask = full;
                }
                *names.entry(doc).or_default() += bonus;
            })?;
            let Some(columns) = self.snapshot.columns.get(number as usize) else {
                self.inner.scratches.give_back(scratch);
                continue;
            };
            let alive = segment.alive_bitset();
            scored.reserve(scratch.hits.len());
            for &doc in &scratch.hits {
                if alive.is_some_and(|alive| alive.is_deleted(doc)) {
                    continue;
                }
                let text = scratch.total.get(doc as usize).copied().unwrap_or(0.0);
                let mask = scratch.mask.get(doc as usize).copied().unwrap_or(0);
                let have = if mask == full {
                    1.0
                } else {
                    coverage(plan, mask)
                };
                let bonus = names.get(&doc).copied().unwrap_or(0.0);
                let score =
                    text * have * have * have * columns.boost(doc) * self.fresh(columns, doc)
                        + bonus;
                let candidate = Candidate {
                    segment: number,
                    doc,
                    score,
                    complete: mask == full,
                };
                scored.push(Scored { candidate, mask });
            }
            self.inner.scratches.give_back(scratch);
        }
        Ok(scored)
    }

    /// Documents whose title has, instead of the word, another that the stemmer takes for it.
    fn namesakes(&self, segment: &SegmentReader, word: &PlanWord) -> Result<Vec<DocId>> {
        let mut docs = Vec::new();
        for spelling in &word.namesakes {
            self.each_key(segment, KeyKind::Spelling, spelling, |doc| docs.push(doc))?;
        }
        if docs.is_empty() {
            return Ok(docs);
        }
        let mut own = Vec::new();
        self.each_key(segment, KeyKind::Spelling, &word.spelling, |doc| {
            own.push(doc);
        })?;
        docs.sort_unstable();
        docs.retain(|doc| own.binary_search(doc).is_err());
        Ok(docs)
    }

    /// Of two documents that match alike, the one that is kept up to date.
    fn fresh(&self, columns: &SegmentColumns, doc: DocId) -> f32 {
        let updated = columns
            .last_update
            .get(doc as usize)
            .copied()
            .unwrap_or(i64::MIN);
        1.0 + FRESH * freshness(self.now, updated)
    }

    /// Why these documents of one segment match, with how much each reason weighs.
    pub fn reasons(
        &self,
        segment: &SegmentReader,
        plan: &Plan,
        docs: &[DocId],
    ) -> Result<HashMap<DocId, Vec<(f32, Reason)>>> {
        let mut found: HashMap<DocId, Vec<(f32, Reason)>> =
            docs.iter().map(|doc| (*doc, Vec::new())).collect();
        for word in &plan.words {
            for alternative in &word.alternatives {
                self.each(segment, alternative, |doc, score, field| {
                    if let Some(reasons) = found.get_mut(&doc) {
                        let reason = Reason::of_word(word, alternative, field);
                        reasons.push((score * word.weight, reason));
                    }
                })?;
            }
        }
        self.each_pair(segment, plan, |doc, bonus, field| {
            if let Some(reasons) = found.get_mut(&doc) {
                reasons.push((bonus, Reason::SideBySide { field }));
            }
        })?;
        self.each_whole(segment, plan, |doc, bonus, kind| {
            if let Some(reasons) = found.get_mut(&doc) {
                reasons.extend(Reason::of_name(kind).map(|reason| (bonus, reason)));
            }
        })?;
        Ok(found)
    }

    /// Every document of an alternative, with its score and the field.
    fn each(
        &self,
        segment: &SegmentReader,
        alternative: &Alternative,
        mut give: impl FnMut(DocId, f32, Field),
    ) -> Result<()> {
        let factor = alternative.factor;
        match &alternative.target {
            Target::Text(stem) => {
                for field in TEXT_FIELDS {
                    let shown = Field::from(field);
                    self.each_text(segment, field, stem, |doc, score| {
                        give(doc, score * factor, shown);
                    })?;
                }
            }
            Target::Key(kind, key) => {
                let weight = key_weight(*kind) * factor;
                self.each_key(segment, *kind, key, |doc| {
                    give(doc, weight, Field::from(*kind));
                })?;
            }
            Target::Phrase(stems) => {
                for field in PHRASE_FIELDS {
                    let weight = shape(field).0 * factor;
                    self.each_phrase(segment, field, stems, 0, |doc| {
                        give(doc, weight, Field::from(field));
                    })?;
                }
            }
        }
        Ok(())
    }

    fn each_text(
        &self,
        segment: &SegmentReader,
        field: TextField,
        stem: &str,
        mut give: impl FnMut(DocId, f32),
    ) -> Result<()> {
        let handle = self.inner.fields.text(field);
        let term = Term::from_field_text(handle, &format!("{}{stem}", self.kind.letter()));
        let index = segment.inverted_index(handle)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        let norms = segment.get_fieldnorms_reader(handle)?;
        let (weight, usual, part) = shape(field);
        let lengths: Vec<f32> = (0..=u8::MAX)
            .map(|id| {
                let length = lossy(FieldNormReader::id_to_fieldnorm(id));
                K * (1.0 - part + part * length / usual)
            })
            .collect();
        loop {
            let doc = postings.doc();
            if doc == TERMINATED {
                return Ok(());
            }
            let times = lossy(postings.term_freq());
            let length = lengths
                .get(usize::from(norms.fieldnorm_id(doc)))
                .copied()
                .unwrap_or(K);
            give(doc, weight * times * (K + 1.0) / (times + length));
            postings.advance();
        }
    }

    fn each_key(
        &self,
        segment: &SegmentReader,
        kind: KeyKind,
        key: &str,
        mut give: impl FnMut(DocId),
    ) -> Result<()> {
        let field = self.inner.fields.keys;
        let text = format!("{}{}{key}", self.kind.letter(), kind.letter());
        let term = Term::from_field_text(field, &text);
        let index = segment.inverted_index(field)?;
        if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                give(postings.doc());
                postings.advance();
            }
        }
        Ok(())
    }

    fn each_phrase(
        &self,
        segment: &SegmentReader,
        field: TextField,
        stems: &[String],
        slop: u32,
        mut give: impl FnMut(DocId),
    ) -> Result<()> {
        if stems.len() < 2 {
            return Ok(());
        }
        let handle = self.inner.fields.text(field);
        let term =
            |stem: &String| Term::from_field_text(handle, &format!("{}{stem}", self.kind.letter()));
        let terms = stems.iter().map(term).enumerate().collect();
        let query = PhraseQuery::new_with_offset_and_slop(terms, slop);
        let schema = self.inner.schema();
        let weight = query.weight(EnableScoring::disabled_from_schema(&schema))?;
        let mut docs = weight.scorer(segment, 1.0)?;
        while docs.doc() != TERMINATED {
            give(docs.doc());
            docs.advance();
        }
        Ok(())
    }

    /// Neighbours in the query that are neighbours in the title, or all in the description.
    fn each_pair(
        &self,
        segment: &SegmentReader,
        plan: &Plan,
        mut give: impl FnMut(DocId, f32, Field),
    ) -> Result<()> {
        for pair in plan.words.windows(2) {
            let stems: Vec<String> = pair.iter().map(|word| word.stem.clone()).collect();
            let weight: f32 = pair.iter().map(|word| word.weight).sum();
            if pair.iter().any(|word| word.frequency == 0) {
                continue;
            }
            for (field, share) in [(TextField::Title, 1.0), (TextField::Tags, 0.4)] {
                self.each_phrase(segment, field, &stems, 1, |doc| {
                    give(doc, weight * share, Field::from(field));
                })?;
            }
        }
        if (2..=8).contains(&plan.words.len()) && plan.words.iter().all(|w| w.frequency > 0) {
            let stems: Vec<String> = plan.words.iter().map(|word| word.stem.clone()).collect();
            let weight = plan.weight() * 0.4;
            self.each_phrase(segment, TextField::Description, &stems, 2, |doc| {
                give(doc, weight, Field::Description);
            })?;
        }
        Ok(())
    }

    fn each_whole(
        &self,
        segment: &SegmentReader,
        plan: &Plan,
        mut give: impl FnMut(DocId, f32, KeyKind),
    ) -> Result<()> {
        let unit = plan.weight().max(1.0);
        for (kind, key) in &plan.whole {
            let bonus = whole_bonus(*kind, plan.words.len()) * unit;
            self.each_key(segment, *kind, key, |doc| give(doc, bonus, *kind))?;
        }
        Ok(())
    }
}

/// The mask of a document that has every word.
pub fn full_mask(plan: &Plan) -> u32 {
    let places = (0u32..).zip(&plan.words).map(|(place, _)| 1 << place);
    places.fold(0, |mask, bit: u32| mask | bit).max(1)
}

/// The share of the weight of the words that a document has.
pub fn coverage(plan: &Plan, mask: u32) -> f32 {
    let all = plan.weight();
    if all <= 0.0 {
        return 1.0;
    }
    let has = |(place, word): (u32, &PlanWord)| {
        if mask & (1 << place) == 0 {
            0.0
        } else {
            word.weight
        }
    };
    (0u32..).zip(&plan.words).map(has).sum::<f32>() / all
}

#[expect(clippy::cast_precision_loss, reason = "a count of words in a text")]
fn lossy(count: u32) -> f32 {
    count as f32
}
