//! A reader's words turned into what to look for. Each word gets alternatives — itself, names it
//! may be the acronym of, neighbours written as one, synonyms, corrected spellings — and the whole
//! text may be a title, an acronym or an identifier. No syntax is read: every text is a valid one.

use tantivy::Term;
use tantivy::schema::Field;

use crate::analysis::{Word, fold, plain, words};
use crate::document::Kind;
use crate::error::Result;
use crate::index::{Inner, Snapshot};
use crate::names::KeyKind;
use crate::schema::{TEXT_FIELDS, TextField};
use crate::stem::{family, namesakes, spelling, stem};
use crate::typos::{Correction, Dictionary, Spellings, corrections, tolerance};

/// Most words of a query that are looked for.
const MAX_WORDS: usize = 16;
/// What a word of the same family is worth beside the word itself.
const FAMILY: f32 = 0.5;
/// Most spellings tried for one word.
const MAX_SPELLINGS: usize = 4;

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A stem, in every field of text.
    Text(String),
    /// A whole name.
    Key(KeyKind, String),
    /// Stems one after the other, in the title, organization, tags or description.
    Phrase(Vec<String>),
}

/// Why it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    Typed,
    Joined,
    Split,
    Synonym(String),
    Typo(String),
}

/// One way to match a word.
#[derive(Debug, Clone)]
pub struct Alternative {
    pub target: Target,
    pub factor: f32,
    pub cause: Cause,
}

/// A word of the query.
#[derive(Debug, Clone)]
pub struct PlanWord {
    pub folded: String,
    pub stem: String,
    /// How much the word tells documents apart.
    pub weight: f32,
    /// In how many documents the word itself is found.
    pub frequency: u64,
    pub alternatives: Vec<Alternative>,
    /// How the word is spelt in titles, and the spellings of other words that have its stem.
    pub spelling: String,
    pub namesakes: Vec<String>,
}

/// All that is looked for.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub words: Vec<PlanWord>,
    /// Names that the whole query may be.
    pub whole: Vec<(KeyKind, String)>,
    /// The query with better spellings, when some were tried.
    pub suggestion: Option<String>,
}

impl Plan {
    /// Sum of the weights of the words.
    pub fn weight(&self) -> f32 {
        self.words.iter().map(|word| word.weight).sum()
    }
}

/// Access to the frequencies of the index while planning.
pub struct Planner<'a> {
    pub inner: &'a Inner,
    pub snapshot: &'a Snapshot,
    pub spellings: &'a Spellings,
    pub kind: Kind,
}

impl Planner<'_> {
    /// Plans a query.
    pub fn plan(&self, q: &str) -> Result<Plan> {
        let all = words(q);
        let full: Vec<&Word> = all.iter().filter(|word| !word.empty).collect();
        let kept: Vec<&Word> = if full.is_empty() {
            all.iter().collect()
        } else {
            full
        };
        let kept: Vec<&Word> = kept.into_iter().take(MAX_WORDS).collect();

        let mut plan = Plan {
            whole: whole(q, &all),
            ..Plan::default()
        };
        for word in &kept {
            plan.words.push(self.word(word)?);
        }
        add_joined(&kept, &mut plan);
        self.add_synonyms(&kept, &mut plan);
        for word in &mut plan.words {
            if word.frequency == 0 {
                self.add_split(word)?;
            }
        }
        self.weigh(&mut plan);
        Ok(plan)
    }

    fn word(&self, word: &Word) -> Result<PlanWord> {
        let mut alternatives = vec![typed(Target::Text(word.stem.clone()), 1.0)];
        for kind in [
            KeyKind::Acronym,
            KeyKind::Initials,
            KeyKind::Beginning,
            KeyKind::Joined,
        ] {
            let key = Target::Key(kind, word.folded.clone());
            if self.key_frequency(kind, &word.folded)? > 0 {
                alternatives.push(typed(key, 1.0));
            }
        }
        for other in family(&word.stem) {
            if self.title_frequency(&other)? > 0 {
                alternatives.push(Alternative {
                    target: Target::Text(other.clone()),
                    factor: FAMILY,
                    cause: Cause::Synonym(other),
                });
            }
        }
        let mut known = Vec::new();
        for other in namesakes(&word.folded) {
            if self.key_frequency(KeyKind::Spelling, &other)? > 0 {
                known.push(other);
            }
        }
        for part in &word.parts {
            alternatives.push(typed(Target::Text(stem(part)), 0.3));
        }
        Ok(PlanWord {
            frequency: self.frequency(&word.stem)?,
            folded: word.folded.clone(),
            stem: word.stem.clone(),
            weight: 1.0,
            alternatives,
            spelling: spelling(&word.folded),
            namesakes: known,
        })
    }

    /// The most documents that one field finds for a stem.
    fn frequency(&self, stem: &str) -> Result<u64> {
        let text = format!("{}{stem}", self.kind.letter());
        let mut most = 0;
        for field in TEXT_FIELDS {
            let term = Term::from_field_text(self.inner.fields.text(field), &text);
            most = most.max(self.snapshot.searcher.doc_freq(&term)?);
        }
        Ok(most)
    }

    fn title_frequency(&self, stem: &str) -> Result<u64> {
        let field = self.inner.fields.text(TextField::Title);
        let term = Term::from_field_text(field, &format!("{}{stem}", self.kind.letter()));
        Ok(self.snapshot.searcher.doc_freq(&term)?)
    }

    fn key_frequency(&self, kind: KeyKind, key: &str) -> Result<u64> {
        let text = format!("{}{}{key}", self.kind.letter(), kind.letter());
        let term = Term::from_field_text(self.inner.fields.keys, &text);
        Ok(self.snapshot.searcher.doc_freq(&term)?)
    }

    fn add_synonyms(&self, kept: &[&Word], plan: &mut Plan) {
        let stems: Vec<&str> = kept.iter().map(|word| word.stem.as_str()).collect();
        for found in self.inner.synonyms.find(&stems) {
            for other in found.others {
                let (target, shown) = match other {
                    [one] => (Target::Text(one.clone()), one.clone()),
                    several => (Target::Phrase(several.to_vec()), several.join(" ")),
                };
                let words = plan.words.iter_mut().skip(found.start).take(found.len);
                for word in words {
                    word.alternatives.push(Alternative {
                        target: target.clone(),
                        factor: 0.8,
                        cause: Cause::Synonym(shown.clone()),
                    });
                    if let Target::Text(one) = &target {
                        word.alternatives.push(Alternative {
                            target: Target::Key(KeyKind::Acronym, one.clone()),
                            factor: 0.8,
                            cause: Cause::Synonym(shown.clone()),
                        });
                    }
                }
            }
        }
    }

    /// A word that no document has may be two words: `geoplateforme`.
    fn add_split(&self, word: &mut PlanWord) -> Result<()> {
        let ends: Vec<usize> = word.folded.char_indices().map(|(at, _)| at).collect();
        let mut best: Option<(u64, [String; 2])> = None;
        for &at in ends.iter().skip(3).take(ends.len().saturating_sub(5)) {
            let (left, right) = word.folded.split_at(at);
            let (left, right) = (stem(left), stem(right));
            let frequency = self.frequency(&left)?.min(self.frequency(&right)?);
            if frequency > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((frequency, [left, right]));
            }
        }
        if let Some((_, parts)) = best {
            let target = Target::Phrase(parts.to_vec());
            word.alternatives.push(Alternative {
                target,
                factor: 0.9,
                cause: Cause::Split,
            });
        }
        Ok(())
    }

    /// Adds other spellings of the words that few documents have; says whether there were any.
    pub fn add_typos(&self, plan: &mut Plan, few: u64) -> Result<bool> {
        let mut better: Vec<String> = Vec::new();
        let mut changed = false;
        let mut suggest = false;
        for word in &mut plan.words {
            better.push(word.folded.clone());
            let known = word
                .alternatives
                .iter()
                .skip(1)
                .any(|a| a.cause == Cause::Typed);
            if word.frequency > few || (known && word.frequency == 0) {
                continue;
            }
            let most = tolerance(&word.folded);
            let field = self.inner.fields.plain;
            let mut found = self.close(field, "", &word.folded, most.min(1))?;
            if found.is_empty() && most > 1 {
                found = self.close(field, "", &word.folded, most)?;
            }
            // A word that exists is wrong only if its neighbour is much more usual.
            found.retain(|c| stem(&c.word) != word.stem && c.frequency >= word.frequency * 5);
            if found.is_empty() && word.frequency == 0 {
                changed |= self.add_close_names(word)?;
            }
            for (place, correction) in found.iter().take(MAX_SPELLINGS).enumerate() {
                if place == 0 {
                    suggest = true;
                    better.pop();
                    better.push(correction.word.clone());
                }
                let factor = if correction.distance <= 1 { 0.6 } else { 0.4 };
                let cause = Cause::Typo(correction.word.clone());
                let target = Target::Text(stem(&correction.word));
                word.alternatives.push(Alternative {
                    target,
                    factor,
                    cause: cause.clone(),
                });
                let target = Target::Key(KeyKind::Acronym, correction.word.clone());
                word.alternatives.push(Alternative {
                    target,
                    factor,
                    cause,
                });
                changed = true;
            }
        }
        if suggest {
            plan.suggestion = Some(better.join(" "));
        }
        self.weigh(plan);
        Ok(changed)
    }

    /// The words of a field close to a word, of this kind of object only.
    fn close(&self, field: Field, key: &str, word: &str, distance: u8) -> Result<Vec<Correction>> {
        let dictionary = Dictionary {
            snapshot: self.snapshot,
            spellings: self.spellings,
            field,
            prefix: &format!("{}{key}", self.kind.letter()),
        };
        corrections(dictionary, word, distance)
    }

    /// Names written as one word that are close to a word that is nowhere: `opendmair`.
    fn add_close_names(&self, word: &mut PlanWord) -> Result<bool> {
        let letter = KeyKind::Joined.letter().to_string();
        let distance = tolerance(&word.folded).min(1);
        let close = self.close(self.inner.fields.keys, &letter, &word.folded, distance)?;
        let before = word.alternatives.len();
        for name in close
            .into_iter()
            .take(MAX_SPELLINGS)
            .map(|close| close.word)
        {
            let target = Target::Key(KeyKind::Joined, name.clone());
            let cause = Cause::Typo(name);
            word.alternatives.push(Alternative {
                target,
                factor: 0.6,
                cause,
            });
        }
        Ok(word.alternatives.len() > before)
    }

    /// Rare words weigh more. A word that is nowhere weighs as its alternatives would.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a number of documents fits in 24 bits"
    )]
    fn weigh(&self, plan: &mut Plan) {
        let documents = self.snapshot.count(self.kind).max(1) as f32;
        for word in &mut plan.words {
            let mut frequency = word.frequency;
            if frequency == 0 {
                let found = word.alternatives.iter().filter_map(|a| match &a.target {
                    Target::Text(stem) => self.frequency(stem).ok(),
                    Target::Key(kind, key) => self.key_frequency(*kind, key).ok(),
                    Target::Phrase(_) => None,
                });
                frequency = found.max().unwrap_or(0);
            }
            let frequency = (frequency as f32).min(documents);
            word.weight = (1.0 + (documents - frequency + 0.5) / (frequency + 0.5))
                .ln()
                .max(0.2);
        }
    }
}

fn typed(target: Target, factor: f32) -> Alternative {
    Alternative {
        target,
        factor,
        cause: Cause::Typed,
    }
}

/// `open damir` is also looked for as `opendamir`, for both words at once.
fn add_joined(kept: &[&Word], plan: &mut Plan) {
    for size in 2..=3 {
        for (start, run) in kept.windows(size).enumerate() {
            let joined: String = run.iter().map(|word| word.folded.as_str()).collect();
            if joined.len() > 30 {
                continue;
            }
            for word in plan.words.iter_mut().skip(start).take(size) {
                for target in [
                    Target::Text(stem(&joined)),
                    Target::Key(KeyKind::Acronym, joined.clone()),
                ] {
                    let cause = Cause::Joined;
                    word.alternatives.push(Alternative {
                        target,
                        factor: 0.9,
                        cause,
                    });
                }
            }
        }
    }
}

/// The names that the whole query may be.
fn whole(q: &str, all: &[Word]) -> Vec<(KeyKind, String)> {
    let mut whole = vec![(KeyKind::Title, plain(all))];
    let joined: String = fold(q).chars().filter(|c| c.is_alphanumeric()).collect();
    if joined.len() <= 12 {
        whole.push((KeyKind::Acronym, joined.clone()));
        whole.push((KeyKind::Initials, joined));
    }
    let id = q.trim().to_lowercase();
    if !id.contains(char::is_whitespace) {
        whole.push((KeyKind::Id, id));
    }
    whole.retain(|(_, key)| !key.is_empty() && key.len() <= 200);
    whole
}

/// Fields in which phrases are looked for.
pub const PHRASE_FIELDS: [TextField; 4] = [
    TextField::Title,
    TextField::Organization,
    TextField::Tags,
    TextField::Description,
];
