//! Documents by what is written in one of their fields, for query languages that name the field or quote a phrase. Words
//! are looked for as they are, without synonyms, corrections or ranks.

use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use crate::analysis::words;
use crate::document::Kind;
use crate::error::Result;
use crate::index::Index;
use crate::schema::TextField;
use crate::stem::stem;

/// The fields that know where in them each word stands.
const PLACED: [TextField; 4] = [
    TextField::Title,
    TextField::Organization,
    TextField::Tags,
    TextField::Description,
];

impl Index {
    /// The ids of every document of a kind whose description has all these words.
    pub fn described(&self, kind: Kind, q: &str) -> Result<Vec<String>> {
        self.having(kind, TextField::Description, q)
    }

    /// The ids of every document of a kind that has all these words in the titles of its files and what else it says, in
    /// any order.
    pub fn beside(&self, kind: Kind, q: &str) -> Result<Vec<String>> {
        self.having(kind, TextField::Resources, q)
    }

    /// The ids of every document of a kind of which the title, the organization, a tag or the description says these words
    /// one after the other, or so many places apart. Articles and other empty words take no place.
    pub fn phrase(&self, kind: Kind, q: &str, apart: u32) -> Result<Vec<String>> {
        self.saying(kind, &PLACED, q, apart)
    }

    /// The same of the description alone.
    pub fn phrase_described(&self, kind: Kind, q: &str, apart: u32) -> Result<Vec<String>> {
        self.saying(kind, &[TextField::Description], q, apart)
    }

    fn having(&self, kind: Kind, field: TextField, q: &str) -> Result<Vec<String>> {
        let words = words(q);
        let full = words.iter().filter(|word| !word.empty);
        let terms = full.map(|word| (Occur::Must, alone(self.term(kind, field, &word.stem))));
        self.matched(&BooleanQuery::new(terms.collect()))
    }

    fn saying(&self, kind: Kind, fields: &[TextField], q: &str, apart: u32) -> Result<Vec<String>> {
        let words = words(q);
        // As they are written: the parts of a word in camel case each have their place.
        let stems = words.iter().filter(|word| !word.empty).flat_map(|word| {
            let parts: Vec<String> = word.parts.iter().map(|part| stem(part)).collect();
            if parts.is_empty() {
                vec![word.stem.clone()]
            } else {
                parts
            }
        });
        let stems: Vec<String> = stems.collect();
        let query = |field: &TextField| {
            let terms = stems.iter().map(|stem| self.term(kind, *field, stem));
            let mut terms: Vec<Term> = terms.collect();
            let query: Box<dyn Query> = match (terms.pop(), terms.len()) {
                (None, _) => Box::new(BooleanQuery::new(Vec::new())),
                (Some(only), 0) => alone(only),
                (Some(last), _) => {
                    terms.push(last);
                    let mut phrase = PhraseQuery::new(terms);
                    phrase.set_slop(apart);
                    Box::new(phrase)
                }
            };
            (Occur::Should, query)
        };
        self.matched(&BooleanQuery::new(fields.iter().map(query).collect()))
    }

    fn term(&self, kind: Kind, field: TextField, stem: &str) -> Term {
        let field = self.inner().fields.text(field);
        Term::from_field_text(field, &format!("{}{stem}", kind.letter()))
    }

    fn matched(&self, query: &dyn Query) -> Result<Vec<String>> {
        let snapshot = self.inner().snapshot();
        let found = snapshot.searcher.search(query, &DocSetCollector)?;
        let id = |place: DocAddress| {
            let columns = snapshot.columns.get(place.segment_ord as usize)?;
            Some(columns.id(place.doc_id))
        };
        Ok(found.into_iter().filter_map(id).collect())
    }
}

fn alone(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}
