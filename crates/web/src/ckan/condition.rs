//! From the query language of Solr to conditions of the portal. Words go through the search index wherever they stand, so
//! that the parts of a query add up; what cannot be told from a field matches nothing, and dates and numbers that cannot
//! be read are refused.

use std::collections::{HashMap, HashSet};

use vitrail_app::domain::slug::slugify;
use vitrail_app::domain::vocabulary::license::{self, License};
use vitrail_app::domain::{Actor, Id, text};
use vitrail_app::matching::{self, Counted, Match, Text, Told};

use super::query::{Edge, Expression, Value};
use super::refusal::Refusal;
use super::told::{self, Values};
use super::{date, ids};
use crate::Web;
use crate::context::Context;

/// Terms of a query, as Solr bounds its clauses.
const TERMS: usize = 1_024;
/// Texts that are looked for in the index, one after the other.
const WORDS: usize = 100;
/// Conditions that are judged dataset by dataset, and fields that they are about.
const JUDGED: usize = 100;
const FIELDS: usize = 20;

/// The condition of these expressions together.
pub async fn of(
    web: &Web,
    context: &Context,
    actor: &Actor,
    parts: &[Expression],
) -> Result<Match, Refusal> {
    let mut names = Names::default();
    for part in parts {
        names.gather(part);
    }
    names.resolve(web, context, actor).await?;
    let parts = parts.iter().map(|part| names.matching(web, part));
    Ok(Match::all(parts.collect::<Result<_, _>>()?))
}

/// What is in the fields of text of the index.
pub fn is_text(field: &str) -> bool {
    matches!(field, "text" | "_text_")
}

/// What a query names and the words it looks for, found before it is made a condition.
#[derive(Default)]
struct Names {
    organizations: HashMap<String, Option<Id>>,
    datasets: HashMap<String, Option<Id>>,
    words: HashSet<String>,
    found: HashMap<String, Match>,
    /// The phrases it looks for: in the description alone or anywhere, and how many places apart their words may be.
    phrases: HashMap<(bool, String, u32), Match>,
    /// The words it looks for in descriptions alone.
    notes: HashMap<String, Match>,
    /// The values of the fields that are judged one by one.
    told: HashMap<String, Option<Values>>,
    judged: usize,
    terms: usize,
    /// The address of the portal.
    base: String,
}

impl Names {
    fn gather(&mut self, expression: &Expression) {
        match expression {
            Expression::All(parts) | Expression::Any(parts) => {
                for part in parts {
                    self.gather(part);
                }
            }
            Expression::Not(part) => self.gather(part),
            Expression::Term(field, value) => {
                self.terms += 1;
                if let Some(field) = field.as_deref().filter(|field| told::judges(field, value)) {
                    self.judged += 1;
                    self.told.insert(field.to_owned(), None);
                } else if let Value::Phrase(text, apart) = value
                    && let Some(is_notes) = says(field.as_deref())
                {
                    let phrase = (is_notes, text.clone(), *apart);
                    self.phrases.insert(phrase, Match::Nothing);
                } else if let Some(text) = value.text() {
                    self.named(field.as_deref(), text);
                }
            }
        }
    }

    fn named(&mut self, field: Option<&str>, text: &str) {
        match field {
            Some("organization" | "owner_org") => {
                self.organizations.insert(text.to_owned(), None);
            }
            Some("id" | "name") => {
                self.datasets.insert(text.to_owned(), None);
            }
            Some("notes") => {
                self.notes.insert(bare(text).to_owned(), Match::Nothing);
            }
            Some(field) if !is_text(field) => {}
            None | Some(_) => {
                self.words.insert(bare(text).to_owned());
            }
        }
    }

    async fn resolve(
        &mut self,
        web: &Web,
        context: &Context,
        actor: &Actor,
    ) -> Result<(), Refusal> {
        if self.terms > TERMS {
            let why = format!("\"too many boolean clauses: {TERMS} at most\"");
            return Err(Refusal::Query(why));
        }
        if self.words.len() + self.notes.len() + self.phrases.len() > WORDS {
            let why = format!("\"too many different words: {WORDS} at most\"");
            return Err(Refusal::Query(why));
        }
        if self.judged > JUDGED || self.told.len() > FIELDS {
            let why = "\"too many patterns, ranges and extras\"".to_owned();
            return Err(Refusal::Query(why));
        }
        self.base.clone_from(&context.base);
        for (field, values) in &mut self.told {
            *values = Some(Values::of(web, &context.base, field).await?);
        }
        for (name, id) in &mut self.organizations {
            *id = found(ids::organization(web, name).await)?.map(|found| found.id);
        }
        for (name, id) in &mut self.datasets {
            *id = found(ids::dataset(web, actor, name).await)?.map(|found| found.id);
        }
        for words in &self.words {
            let found = if words.trim().is_empty() {
                Match::Everything
            } else {
                matching::answering(&web.app, words)?
            };
            self.found.insert(words.clone(), found);
        }
        for ((is_notes, words, apart), found) in &mut self.phrases {
            *found = if *is_notes {
                matching::saying_described(&web.app, words, *apart)?
            } else {
                matching::saying(&web.app, words, *apart)?
            };
        }
        for (words, found) in &mut self.notes {
            *found = matching::described(&web.app, words)?;
        }
        Ok(())
    }

    fn matching(&self, web: &Web, expression: &Expression) -> Result<Match, Refusal> {
        let every = |parts: &[Expression]| {
            let parts = parts.iter().map(|part| self.matching(web, part));
            parts.collect::<Result<Vec<_>, _>>()
        };
        Ok(match expression {
            Expression::All(parts) => Match::all(every(parts)?),
            Expression::Any(parts) => Match::any(every(parts)?),
            Expression::Not(part) => Match::unless(self.matching(web, part)?),
            Expression::Term(None, Value::Text(text)) => self.words(text)?,
            Expression::Term(field, Value::Phrase(text, apart))
                if let Some(is_notes) = says(field.as_deref()) =>
            {
                let phrase = (is_notes, text.clone(), *apart);
                self.phrases.get(&phrase).cloned().unwrap_or(Match::Nothing)
            }
            Expression::Term(None, _) => Match::Everything,
            Expression::Term(Some(field), value) if told::judges(field, value) => {
                let values = self.told.get(field).and_then(Option::as_ref);
                values.map_or(Match::Nothing, |values| values.matching(value))
            }
            Expression::Term(Some(field), value) => match value {
                Value::Anything | Value::Range(None, None) => said(field),
                Value::Range(from, to) => range(web, field, from.as_ref(), to.as_ref())?,
                Value::Phrase(text, 0) if matches!(field.as_str(), "title" | "title_string") => {
                    Match::Title(Text::Holds(text::words(text)))
                }
                Value::Text(text) | Value::Phrase(text, _) => self.field(web, field, text)?,
            },
        })
    }

    fn words(&self, text: &str) -> Result<Match, Refusal> {
        if is_holed(text) {
            return Err(holed(text));
        }
        let found = self.found.get(bare(text));
        Ok(found.cloned().unwrap_or(Match::Nothing))
    }

    fn field(&self, web: &Web, field: &str, text: &str) -> Result<Match, Refusal> {
        let one = |found: Option<&Option<Id>>| found.copied().flatten();
        let dataset = || one(self.datasets.get(text)).map(|id| Match::Ids(vec![id]));
        Ok(match field {
            "notes" | "res_name" | "res_description" if told::is_pattern(bare(text)) => {
                return Err(holed(text));
            }
            field if is_text(field) => self.words(text)?,
            "notes" => {
                let found = self.notes.get(bare(text));
                found.cloned().unwrap_or(Match::Nothing)
            }
            "organization" | "owner_org" => one(self.organizations.get(text))
                .map_or(Match::Nothing, |id| Match::Organizations(vec![id])),
            "id" | "name" => dataset().unwrap_or(Match::Nothing),
            "tags" | "vocab_tags" => Match::Tag(match like(text) {
                Text::Begins(tag) => Text::Begins(slugify(&tag)),
                Text::Like(tag) => Text::Like(text::fold(&tag)),
                _ => Text::Is(slugify(text)),
            }),
            "res_format" => Match::Format(like(&text.to_lowercase())),
            "license_id" | "license" => Match::License(like(text)),
            "license_title" => licences(|licence| told::like(licence.title, text)),
            "license_url" => licences(|licence| told::like(licence.url.unwrap_or_default(), text)),
            "isopen" => match text {
                "true" => licences(is_open),
                "false" => Match::unless(licences(is_open)),
                _ => Match::Nothing,
            },
            "res_name" if told::is_pattern(text) => {
                let pattern = format!("* {} *", text::fold(text));
                Match::File(Told::Name, Text::Like(pattern))
            }
            "res_name" => Match::File(Told::Name, Text::Holds(text::words(text))),
            "res_description" => Match::File(Told::Description, Text::Holds(lower(bare(text)))),
            // What is hosted here is kept as a path.
            "res_url" => Match::File(Told::Address, like(&lower(&text.replace(&self.base, "")))),
            "res_type" | "resource_type" => Match::File(Told::Type, like(&lower(text))),
            "mimetype" | "res_mimetype" => Match::File(Told::MediaType, like(&lower(text))),
            "hash" | "res_hash" => Match::File(Told::Digest, like(&lower(text))),
            "frequency" | "extras_frequency" => Match::Frequency(like(text)),
            "title" | "title_string" => Match::Words(bare(text).to_owned()),
            "metadata_modified" | "metadata_created" | "num_resources" | "num_tags"
            | "views_total" | "views_recent" => {
                let edge = Edge {
                    text: text.to_owned(),
                    included: true,
                };
                range(web, field, Some(&edge), Some(&edge))?
            }
            "private" | "capacity" => match text {
                "true" | "private" => Match::Private,
                "false" | "public" => Match::unless(Match::Private),
                _ => Match::Nothing,
            },
            "state" => whether(text == "active"),
            "dataset_type" | "type" => whether(text == "dataset"),
            "entity_type" => whether(text == "package"),
            "*" | "site_id" => Match::Everything,
            _ => Match::Nothing,
        })
    }
}

/// Whether the words of a phrase are looked for in the description alone; none for fields where the index is no help.
fn says(field: Option<&str>) -> Option<bool> {
    match field {
        Some("notes") => Some(true),
        None => Some(false),
        Some(field) => is_text(field).then_some(false),
    }
}

fn whether(fits: bool) -> Match {
    if fits {
        Match::Everything
    } else {
        Match::Nothing
    }
}

/// What was found, or none; other troubles stay.
fn found<T>(result: Result<T, Refusal>) -> Result<Option<T>, Refusal> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The packages under one of some licences.
fn licences(wanted: impl Fn(&License) -> bool) -> Match {
    let some = license::LICENSES.iter().filter(|licence| wanted(licence));
    Match::License(Text::OneOf(
        some.map(|licence| licence.id.to_owned()).collect(),
    ))
}

pub fn is_open(licence: &License) -> bool {
    licence.flags.contains(&"okd_compliant")
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// A word without the stars around it.
fn bare(text: &str) -> &str {
    text.trim_matches('*')
}

/// Whether a star stands inside a text: the index knows words by their beginnings alone.
pub fn is_holed(text: &str) -> bool {
    bare(text).contains('*')
}

fn holed(text: &str) -> Refusal {
    let why = format!("{text:?}: no star is understood inside a word that is looked for in texts");
    Refusal::Query(format!("{why:?}"))
}

fn like(text: &str) -> Text {
    match text.strip_suffix('*') {
        Some(start) if !told::is_pattern(start) => Text::Begins(start.to_owned()),
        _ if told::is_pattern(text) => Text::Like(text.to_lowercase()),
        _ => Text::Is(text.to_owned()),
    }
}

/// The packages of which a field says something.
fn said(field: &str) -> Match {
    match field {
        "organization" | "owner_org" => Match::Owned,
        "tags" | "vocab_tags" => Match::Tag(Text::Said),
        "res_format" => Match::Format(Text::Said),
        "res_url" | "res_name" => Match::Count(Counted::Files, Some(1), None),
        "res_description" => Match::File(Told::Description, Text::Said),
        "res_type" | "resource_type" => Match::File(Told::Type, Text::Said),
        "mimetype" | "res_mimetype" => Match::File(Told::MediaType, Text::Said),
        "hash" | "res_hash" => Match::File(Told::Digest, Text::Said),
        "license_url" => licences(|licence| licence.url.is_some()),
        "frequency" | "extras_frequency" => Match::Frequency(Text::Said),
        "author" => Match::Contact("creator", false),
        "author_email" => Match::Contact("creator", true),
        "maintainer" => Match::Contact("contact", false),
        "maintainer_email" => Match::Contact("contact", true),
        "notes" => Match::Description(Text::Said),
        "*" | "id" | "name" | "title" | "title_string" | "text" | "_text_" | "url"
        | "license_id" | "license" | "license_title" | "isopen" | "state" | "private"
        | "capacity" | "dataset_type" | "type" | "entity_type" | "site_id"
        | "metadata_modified" | "metadata_created" | "num_resources" | "num_tags"
        | "views_total" | "views_recent" => Match::Everything,
        _ => Match::Nothing,
    }
}

fn range(web: &Web, field: &str, from: Option<&Edge>, to: Option<&Edge>) -> Result<Match, Refusal> {
    let bounds = |read: &dyn Fn(&str) -> Option<(i64, i64)>| {
        let read = |edge: &Edge| {
            read(&edge.text).ok_or_else(|| {
                let why = format!("{field}: {:?} cannot be read", edge.text);
                Refusal::Query(format!("{why:?}"))
            })
        };
        let bound = |edge: Option<&Edge>, is_start: bool| {
            let Some(edge) = edge else { return Ok(None) };
            let (first, last) = read(edge)?;
            Ok::<_, Refusal>(Some(match (is_start, edge.included) {
                (true, true) => first,
                (true, false) => last.saturating_add(1),
                (false, true) => last,
                (false, false) => first.saturating_sub(1),
            }))
        };
        Ok::<_, Refusal>((bound(from, true)?, bound(to, false)?))
    };
    let now = web.app.now();
    let dates = |text: &str| date::instants(text, now);
    let numbers = |text: &str| text.parse().ok().map(|number| (number, number));
    let texts = |kept: &dyn Fn(&str) -> String| {
        let edge = |edge: Option<&Edge>| edge.map(|edge| (kept(&edge.text), edge.included));
        Text::Between(edge(from), edge(to))
    };
    let counted = match field {
        "metadata_modified" => {
            let (from, to) = bounds(&dates)?;
            return Ok(Match::Recorded(from, to));
        }
        "metadata_created" => {
            let (from, to) = bounds(&dates)?;
            return Ok(Match::Created(from, to));
        }
        "num_resources" => Counted::Files,
        "num_tags" => Counted::Tags,
        "views_total" | "views_recent" => Counted::Views,
        "tags" | "vocab_tags" => return Ok(Match::Tag(texts(&slugify))),
        "res_format" => return Ok(Match::Format(texts(&lower))),
        "license_id" | "license" => return Ok(Match::License(texts(&str::to_owned))),
        _ => {
            let why = format!("{field}: no range is understood in this field");
            return Err(Refusal::Query(format!("{why:?}")));
        }
    };
    let (from, to) = bounds(&numbers)?;
    Ok(Match::Count(counted, from, to))
}
