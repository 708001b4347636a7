//! The columns of a segment in plain memory: facets are counted and popularity read for every hit,
//! and a packed column on disk costs ten times an array. Values of facets are numbered once for the
//! whole index, so that segments can be counted together.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

use crate::error::Result;
use crate::facets::Facet;
use crate::schema::NUMBERS;

/// Numbers of the values of every facet; they only grow.
#[derive(Debug, Clone, Default)]
pub struct Names {
    facets: Vec<FacetNames>,
}

#[derive(Debug, Clone, Default)]
pub struct FacetNames {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl FacetNames {
    pub fn number(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0u32..).zip(self.names.iter().map(|name| &**name))
    }

    fn add(&mut self, name: &str) -> u32 {
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let name: Arc<str> = name.into();
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }
}

static NO_NAMES: std::sync::LazyLock<FacetNames> = std::sync::LazyLock::new(FacetNames::default);

impl Names {
    pub fn facet(&self, facet: Facet) -> &FacetNames {
        self.facets.get(facet.number()).unwrap_or(&NO_NAMES)
    }
}

/// The numbered values of one facet for every document of a segment.
#[derive(Debug, Default)]
pub struct Values {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Values {
    pub fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        let (Some(&start), Some(&end)) = (self.starts.get(doc), self.starts.get(doc + 1)) else {
            return &[];
        };
        self.numbers
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// The columns of one segment.
pub struct SegmentColumns {
    pub segment: SegmentId,
    pub kind: Vec<u8>,
    pub flags: Vec<u16>,
    pub boost: Vec<f32>,
    pub last_update: Vec<i64>,
    pub tie: Vec<u32>,
    facets: Vec<Values>,
    numbers: Vec<Column<i64>>,
    pub id: Option<StrColumn>,
    pub name: Option<StrColumn>,
}

impl SegmentColumns {
    pub fn load(segment: &SegmentReader, names: &mut Arc<Names>) -> Result<Self> {
        let fast = segment.fast_fields();
        let count = segment.max_doc();
        let kind: Column<u64> = fast.u64("kind")?;
        let flags: Column<u64> = fast.u64("flags")?;
        let boost: Column<f64> = fast.f64("boost")?;
        let tie: Column<u64> = fast.u64("tie")?;
        let last_update = fast.i64("last_update")?;
        let mut facets = Vec::new();
        for facet in Facet::COLUMNS {
            facets.push(load_values(
                fast.str(facet.column())?.as_ref(),
                count,
                facet,
                names,
            )?);
        }
        let numbers = NUMBERS
            .iter()
            .map(|name| fast.i64(name))
            .collect::<tantivy::Result<_>>()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a boost is between 1 and 5"
        )]
        Ok(Self {
            segment: segment.segment_id(),
            kind: (0..count)
                .map(|doc| kind.first(doc).unwrap_or(255) as u8)
                .collect(),
            flags: (0..count)
                .map(|doc| flags.first(doc).unwrap_or(0) as u16)
                .collect(),
            boost: (0..count)
                .map(|doc| boost.first(doc).unwrap_or(1.0) as f32)
                .collect(),
            last_update: (0..count)
                .map(|d| last_update.first(d).unwrap_or(i64::MIN))
                .collect(),
            tie: (0..count)
                .map(|doc| tie.first(doc).unwrap_or(0) as u32)
                .collect(),
            facets,
            numbers,
            id: fast.str("id")?,
            name: fast.str("name")?,
        })
    }

    pub fn facet(&self, facet: Facet) -> Option<&Values> {
        self.facets.get(facet.number())
    }

    pub fn boost(&self, doc: DocId) -> f32 {
        self.boost.get(doc as usize).copied().unwrap_or(1.0)
    }

    pub fn flags(&self, doc: DocId) -> u16 {
        self.flags.get(doc as usize).copied().unwrap_or(0)
    }

    /// A number of the document by the position of its column in [`NUMBERS`].
    pub fn number(&self, column: usize, doc: DocId) -> Option<i64> {
        self.numbers.get(column)?.first(doc)
    }

    /// The text of a document in a column of text.
    pub fn text(column: Option<&StrColumn>, doc: DocId) -> String {
        let mut text = String::new();
        if let Some(column) = column
            && let Some(ord) = column.ords().first(doc)
            && column.ord_to_str(ord, &mut text).is_err()
        {
            text.clear();
        }
        text
    }

    pub fn id(&self, doc: DocId) -> String {
        Self::text(self.id.as_ref(), doc)
    }
}

fn load_values(
    column: Option<&StrColumn>,
    count: u32,
    facet: Facet,
    names: &mut Arc<Names>,
) -> Result<Values> {
    let Some(column) = column else {
        return Ok(Values::default());
    };
    let numbers_of_ords = number_terms(column, facet, names)?;
    let mut values = Values::default();
    values.starts.push(0);
    for doc in 0..count {
        for ord in column.term_ords(doc) {
            let number = usize::try_from(ord)
                .ok()
                .and_then(|ord| numbers_of_ords.get(ord));
            values.numbers.extend(number);
        }
        values
            .starts
            .push(u32::try_from(values.numbers.len()).unwrap_or(u32::MAX));
    }
    values.numbers.shrink_to_fit();
    Ok(values)
}

/// The number of each term of a column, numbering the new ones.
fn number_terms(column: &StrColumn, facet: Facet, names: &mut Arc<Names>) -> Result<Vec<u32>> {
    let mut numbers = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        let term = String::from_utf8_lossy(stream.key());
        let number = if let Some(number) = names.facet(facet).number(&term) {
            number
        } else {
            let names = Arc::make_mut(names);
            names
                .facets
                .resize_with(Facet::COLUMNS.len(), FacetNames::default);
            names
                .facets
                .get_mut(facet.number())
                .map_or(0, |names| names.add(&term))
        };
        numbers.push(number);
    }
    Ok(numbers)
}
