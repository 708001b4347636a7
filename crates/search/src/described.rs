//! Documents by the words of their descriptions alone, for query languages that name the field. Words are looked for as
//! they are, without synonyms, corrections or ranks.

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use crate::analysis::words;
use crate::document::Kind;
use crate::error::Result;
use crate::index::Index;
use crate::schema::TextField;

impl Index {
    /// The ids of every document of a kind whose description has all these words.
    pub fn described(&self, kind: Kind, q: &str) -> Result<Vec<String>> {
        let inner = self.inner();
        let field = inner.fields.text(TextField::Description);
        let words = words(q);
        let full = words.iter().filter(|word| !word.empty);
        let terms = full.map(|word| {
            let term = Term::from_field_text(field, &format!("{}{}", kind.letter(), word.stem));
            let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            (Occur::Must, query)
        });
        let query = BooleanQuery::new(terms.collect());
        let snapshot = inner.snapshot();
        let found = snapshot.searcher.search(&query, &DocSetCollector)?;
        let id = |place: DocAddress| {
            let columns = snapshot.columns.get(place.segment_ord as usize)?;
            Some(columns.id(place.doc_id))
        };
        Ok(found.into_iter().filter_map(id).collect())
    }
}
