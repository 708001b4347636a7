//! The shape of the index: which fields exist and how each is kept. Every term starts with the
//! letter of its kind of document, so that one index holds them all while frequencies, dictionaries
//! and posting lists stay apart. A change here is a change of [`VERSION`].

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::facets::Facet;
use crate::terms::TOKENIZER;

/// Version of the schema and of what is computed at indexing; raise it to force a rebuild.
pub const VERSION: u32 = 5;

/// Fields of text, in the order of [`Fields::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    Title,
    Organization,
    Tags,
    Description,
    Resources,
}

/// All fields of text.
pub const TEXT_FIELDS: [TextField; 5] = [
    TextField::Title,
    TextField::Organization,
    TextField::Tags,
    TextField::Description,
    TextField::Resources,
];

/// Handles of the fields.
#[derive(Debug, Clone)]
pub struct Fields {
    /// `kind:id`, to replace and delete.
    pub uid: Field,
    /// The identifier.
    pub id: Field,
    /// The kind, as a number.
    pub kind: Field,
    text: [Field; 5],
    /// Whole names: see [`crate::names`].
    pub keys: Field,
    /// Unstemmed words, as the dictionary of spellings.
    pub plain: Field,
    /// Beginnings of the words of the names, for completion.
    pub suggest: Field,
    /// Folded name, to sort by.
    pub name: Field,
    /// Bits of [`crate::document`].
    pub flags: Field,
    /// Static part of the ranking.
    pub boost: Field,
    /// A number drawn from the id: the same order of equals on every node.
    pub tie: Field,
    /// Numbers to sort or filter by, see [`NUMBERS`].
    pub numbers: Vec<Field>,
    /// Values to filter and count by.
    pub facets: Vec<Field>,
}

/// Names of the columns of numbers.
pub const NUMBERS: [&str; 10] = [
    "created",
    "last_update",
    "last_modified",
    "published",
    "views",
    "followers",
    "reuses",
    "datasets",
    "temporal_start",
    "temporal_end",
];

impl Fields {
    /// The field of a kind of text.
    pub fn text(&self, field: TextField) -> Field {
        let [title, organization, tags, description, resources] = self.text;
        match field {
            TextField::Title => title,
            TextField::Organization => organization,
            TextField::Tags => tags,
            TextField::Description => description,
            TextField::Resources => resources,
        }
    }
}

fn indexed(option: IndexRecordOption, norms: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(option)
        .set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing)
}

/// Builds the schema.
pub fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let positions = indexed(IndexRecordOption::WithFreqsAndPositions, true);
    let bare = indexed(IndexRecordOption::Basic, false);
    let fast_text = TextOptions::default().set_fast("raw");
    let fast_number = NumericOptions::default().set_fast();
    let fields = Fields {
        uid: builder.add_text_field("uid", STRING),
        id: builder.add_text_field("id", fast_text.clone()),
        kind: builder.add_u64_field("kind", fast_number.clone()),
        text: [
            builder.add_text_field("title", positions.clone()),
            builder.add_text_field("organization_text", positions.clone()),
            builder.add_text_field("tags_text", positions.clone()),
            builder.add_text_field("description", positions),
            builder.add_text_field("resources", indexed(IndexRecordOption::WithFreqs, true)),
        ],
        keys: builder.add_text_field("keys", bare.clone()),
        plain: builder.add_text_field("plain", bare.clone()),
        suggest: builder.add_text_field("suggest", bare),
        name: builder.add_text_field("name", fast_text.clone()),
        flags: builder.add_u64_field("flags", fast_number.clone()),
        boost: builder.add_f64_field("boost", fast_number.clone()),
        tie: builder.add_u64_field("tie", fast_number.clone()),
        numbers: NUMBERS
            .iter()
            .map(|name| builder.add_i64_field(name, fast_number.clone()))
            .collect(),
        facets: Facet::COLUMNS
            .iter()
            .map(|facet| builder.add_text_field(facet.column(), fast_text.clone()))
            .collect(),
    };
    (builder.build(), fields)
}
