//! Writing the index: documents are put and deleted in batches and become visible together at a
//! commit, which also records how far the change log was read. A writer holds the index alone and
//! gives its memory back when it is dropped.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::{IndexWriter, TantivyDocument, Term};

use crate::analysis::{Word, fold, words};
use crate::document::{Document, Kind, MAX_RESOURCES, format_family};
use crate::error::{Error, Result};
use crate::facets::Facet;
use crate::index::{Inner, payload};
use crate::names::{KeyKind, keys};
use crate::schema::{Fields, NUMBERS, TextField};
use crate::suggest::beginnings;
use crate::terms::Encoded;

/// Most words of one field of text that are indexed.
const MAX_WORDS: usize = 4_000;
/// Most words of all extra texts.
const MAX_EXTRA_WORDS: usize = 20_000;
/// Gap between the positions of two values of one field, so that no phrase spans them.
const GAP: usize = 8;

/// The only way to change an index.
pub struct Writer {
    inner: Arc<Inner>,
    writer: IndexWriter,
}

impl Writer {
    pub(crate) fn new(inner: Arc<Inner>, heap: usize) -> Result<Self> {
        let writer = match inner.index.writer_with_num_threads(1, heap.max(16_000_000)) {
            Ok(writer) => writer,
            Err(tantivy::TantivyError::LockFailure(..)) => return Err(Error::Busy),
            Err(error) => return Err(error.into()),
        };
        Ok(Self { inner, writer })
    }

    /// Adds a document, in place of the one that has the same kind and id.
    pub fn put(&mut self, kind: Kind, document: &Document) -> Result<()> {
        self.delete(kind, &document.id);
        self.add(kind, document)
    }

    /// Adds a document that is known not to be there: only for building an index anew.
    pub fn add(&mut self, kind: Kind, document: &Document) -> Result<()> {
        self.writer
            .add_document(convert(&self.inner.fields, kind, document))?;
        Ok(())
    }

    /// Removes a document; removing one that is not there is no error.
    pub fn delete(&mut self, kind: Kind, id: &str) {
        self.writer
            .delete_term(Term::from_field_text(self.inner.fields.uid, &uid(kind, id)));
    }

    /// Removes everything.
    pub fn clear(&mut self) -> Result<()> {
        self.writer.delete_all_documents()?;
        Ok(())
    }

    /// Makes the changes visible and durable, together with the place reached in the change log.
    pub fn commit(&mut self, cursor: i64) -> Result<()> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&payload(cursor));
        prepared.commit()?;
        self.inner.reload()
    }

    /// Merges all segments into one: after a bulk build, for the fastest searches.
    pub fn optimize(&mut self) -> Result<()> {
        let segments = self.inner.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.garbage_collect_files().wait()?;
        self.inner.reload()
    }

    /// Waits for merges in the background, then gives the index back.
    pub fn close(self) -> Result<()> {
        self.writer.wait_merging_threads()?;
        self.inner.reload()
    }
}

pub(crate) fn uid(kind: Kind, id: &str) -> String {
    format!("{}:{id}", kind.name())
}

/// FNV-1a of the id.
fn tie(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Collects the terms of one field, encoded for [`crate::terms`].
struct Terms {
    letter: char,
    encoded: Encoded,
    position: usize,
}

impl Terms {
    fn new(kind: Kind) -> Self {
        Self {
            letter: kind.letter(),
            encoded: Encoded::default(),
            position: 0,
        }
    }

    fn push(&mut self, text: &str) {
        self.encoded.push(self.position, self.letter, &[text]);
    }

    fn push_marked(&mut self, mark: char, text: &str) {
        let mut buffer = [0; 4];
        let mark = mark.encode_utf8(&mut buffer);
        self.encoded.push(self.position, self.letter, &[mark, text]);
    }

    fn text(&mut self, words: &[Word], with_empty: bool) {
        for word in words.iter().take(MAX_WORDS) {
            if word.empty {
                if with_empty {
                    self.push(&word.stem);
                }
                continue;
            }
            self.push(&word.stem);
            for part in &word.parts {
                self.push(&crate::stem::stem(part));
                self.position += 1;
            }
            self.position += usize::from(word.parts.is_empty());
        }
        self.position += GAP;
    }

    fn into_text(self) -> String {
        self.encoded.into_text()
    }
}

fn convert(fields: &Fields, kind: Kind, document: &Document) -> TantivyDocument {
    let mut out = TantivyDocument::new();
    out.add_text(fields.uid, uid(kind, &document.id));
    out.add_text(fields.id, &document.id);
    out.add_u64(fields.kind, u64::from(kind.number()));
    out.add_u64(fields.flags, u64::from(document.flags()));
    out.add_f64(fields.boost, document.boost());
    out.add_u64(fields.tie, u64::from(tie(&document.id)));
    add_text(fields, kind, document, &mut out);
    add_facets(fields, document, &mut out);
    add_numbers(fields, kind, document, &mut out);
    out
}

fn add_text(fields: &Fields, kind: Kind, document: &Document, out: &mut TantivyDocument) {
    let title = words(&document.title);
    let acronym = document.acronym.as_deref().map(words).unwrap_or_default();
    let organization = document.organization.as_ref();
    let organization_name = organization.map(|o| words(&o.name)).unwrap_or_default();
    let organization_acronym = organization
        .and_then(|o| o.acronym.as_deref())
        .map(words)
        .unwrap_or_default();
    let tags: Vec<Vec<Word>> = document.tags.iter().map(|tag| words(tag)).collect();
    let description: Vec<Word> = words(&document.description);
    let mut extra: Vec<Word> = Vec::new();
    for text in &document.extra {
        if extra.len() < MAX_EXTRA_WORDS {
            extra.extend(words(text).into_iter().take(MAX_WORDS));
        }
    }
    let resources: Vec<Word> = document
        .resources
        .iter()
        .take(MAX_RESOURCES)
        .flat_map(|r| words(&r.title))
        .collect();

    let mut spellings: BTreeSet<&str> = BTreeSet::new();
    let everything = [&title, &acronym, &organization_name, &organization_acronym];
    let read = everything
        .into_iter()
        .chain(&tags)
        .chain([&description, &extra]);
    spellings.extend(
        read.flat_map(|words| words.iter().take(MAX_WORDS))
            .filter(|word| !word.empty && word.folded.len() > 2)
            .map(|word| word.folded.as_str()),
    );

    let mut put = |field: TextField, with_empty: bool, values: &[&[Word]]| {
        let mut terms = Terms::new(kind);
        for words in values {
            terms.text(words, with_empty);
        }
        let text = terms.into_text();
        if !text.is_empty() {
            out.add_text(fields.text(field), text);
        }
    };
    let tags: Vec<&[Word]> = tags.iter().map(Vec::as_slice).collect();
    put(TextField::Title, true, &[&title, &acronym]);
    put(
        TextField::Organization,
        false,
        &[&organization_name, &organization_acronym],
    );
    put(TextField::Tags, false, &tags);
    put(TextField::Description, false, &[&description]);
    put(TextField::Resources, false, &[&resources, &extra]);

    let mut terms = Terms::new(kind);
    for spelling in spellings {
        terms.push(spelling);
    }
    out.add_text(fields.plain, terms.into_text());

    out.add_text(fields.keys, key_terms(kind, document).into_text());

    let mut terms = Terms::new(kind);
    for beginning in beginnings(&document.title, document.acronym.as_deref()) {
        terms.push(&beginning);
    }
    out.add_text(fields.suggest, terms.into_text());
    out.add_text(
        fields.name,
        fold(&document.title).chars().take(80).collect::<String>(),
    );
}

fn key_terms(kind: Kind, document: &Document) -> Terms {
    let mut terms = Terms::new(kind);
    let resources = document
        .resources
        .iter()
        .take(MAX_RESOURCES)
        .map(|r| r.id.as_str());
    for id in std::iter::once(document.id.as_str()).chain(resources) {
        terms.push_marked(KeyKind::Id.letter(), &id.to_lowercase());
    }
    for (key_kind, key) in keys(&document.title, document.acronym.as_deref()) {
        terms.push_marked(key_kind.letter(), &key);
    }
    // Tags, too, are written as one word or as several: `open-data`, `opendata`.
    for tag in &document.tags {
        let words = words(tag);
        let full = || words.iter().filter(|word| !word.empty);
        let joined: String = full().map(|word| &*word.folded).collect();
        if joined.len() <= 30 && full().nth(1).is_some() {
            terms.push_marked(KeyKind::Joined.letter(), &joined);
        }
    }
    terms
}

fn add_facets(fields: &Fields, document: &Document, out: &mut TantivyDocument) {
    let formats: BTreeSet<String> = document
        .resources
        .iter()
        .take(MAX_RESOURCES)
        .filter_map(|r| r.format.as_deref())
        .filter(|format| !format.is_empty())
        .map(str::to_lowercase)
        .collect();
    let families: BTreeSet<&str> = document
        .resources
        .iter()
        .map(|resource| format_family(resource.format.as_deref().unwrap_or_default()))
        .collect();
    let organization = document
        .organization
        .as_ref()
        .map(|o| format!("{}|{}", o.id, o.name));
    for (facet, field) in Facet::COLUMNS.into_iter().zip(&fields.facets) {
        let one = |value: &Option<String>| value.iter().cloned().collect::<BTreeSet<String>>();
        let many = |values: &[String]| values.iter().cloned().collect::<BTreeSet<String>>();
        let values = match facet {
            Facet::Tag => many(&document.tags),
            Facet::Format => formats.clone(),
            Facet::FormatFamily => families.iter().map(|&f| f.to_owned()).collect(),
            Facet::License => one(&document.license),
            Facet::Geozone => many(&document.geozones),
            Facet::Granularity => one(&document.granularity),
            Facet::Badge => many(&document.badges),
            Facet::OrganizationBadge => many(&document.organization_badges),
            Facet::Schema => many(&document.schemas),
            Facet::Topic => many(&document.topics),
            Facet::AccessType => one(&document.access_type),
            Facet::ProducerType => many(&document.producer_type),
            Facet::Organization => one(&organization),
            Facet::Owner => one(&document.owner),
            Facet::Type => one(&document.type_),
            Facet::ObjectType => one(&document.object_type),
            Facet::LastUpdate => BTreeSet::new(),
        };
        for value in values {
            out.add_text(*field, value);
        }
    }
}

fn add_numbers(fields: &Fields, kind: Kind, document: &Document, out: &mut TantivyDocument) {
    let count = |count: u64| Some(i64::try_from(count).unwrap_or(i64::MAX));
    for (name, field) in NUMBERS.into_iter().zip(&fields.numbers) {
        let value = match name {
            "created" => document.created,
            "last_update" => document.last_update,
            "last_modified" => document.last_modified,
            // A discussion is never published, a post never closed: they share a column.
            "published" if kind == Kind::Discussion => document.closed_at,
            "published" => document.published,
            "views" => count(document.views),
            "followers" => count(document.followers),
            "reuses" => count(document.reuses),
            "datasets" => count(document.datasets),
            "temporal_start" => document.temporal_start,
            "temporal_end" => document.temporal_end,
            _ => None,
        };
        if let Some(value) = value {
            out.add_i64(*field, value);
        }
    }
}
