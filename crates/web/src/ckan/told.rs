//! What packages show that the database knows in another form, or not as a column: identifiers, names, owners, contacts and
//! extras. Their values are read once for a search, and compared as a client would compare what it reads.

use vitrail_app::domain::text::{fold, words};
use vitrail_app::domain::{Dataset, Id, Kind, Organization};
use vitrail_app::matching::{self, Match};

use super::ids;
use super::query::{Edge, Value};
use super::refusal::Refusal;
use crate::Web;

/// The values that a field has.
pub enum Values {
    /// Of datasets.
    Datasets {
        rows: Vec<(Id, String)>,
        reading: Reading,
    },
    Organizations(Vec<(Id, String)>),
}

/// What a value is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Whole,
    /// One of its words too.
    Prose,
    /// One of its words alone.
    Words,
}

/// Whether a condition on a field is judged here.
pub fn judges(field: &str, value: &Value) -> bool {
    let text = value.text();
    let is_plain = text.is_some_and(|text| !is_pattern(text));
    let is_said = matches!(value, Value::Anything | Value::Range(None, None));
    match field {
        "id" | "name" | "organization" => !is_plain && !is_said,
        "title" | "title_string" => text.is_some() && !is_plain,
        "url" | "author" | "author_email" | "maintainer" | "maintainer_email" => !is_said,
        "creator_user_id" => true,
        "extras_frequency" => false,
        _ => field.starts_with("extras_"),
    }
}

impl Values {
    /// The values of a field that is judged here.
    pub async fn of(web: &Web, base: &str, field: &str) -> Result<Self, Refusal> {
        let app = &web.app;
        let contacts = async |role, key| matching::contacts(app, role, key).await;
        let rows = match field {
            "organization" => {
                let rows = matching::slugs::<Organization>(app).await?;
                return Ok(Self::Organizations(named(Kind::Organization, rows)));
            }
            "id" => shown(app, |id, _| ids::of_dataset(id)).await?,
            "name" => {
                let rows = matching::slugs::<Dataset>(app).await?;
                named(Kind::Dataset, rows)
            }
            "title" | "title_string" => matching::titles(app).await?,
            "url" => shown(app, |_, slug| format!("{base}/datasets/{slug}/")).await?,
            "creator_user_id" => {
                let owners = matching::owners(app).await?.into_iter();
                let uuid = |owner| ids::uuid(Kind::User, owner).to_string();
                owners.map(|(id, owner)| (id, uuid(owner))).collect()
            }
            "author" => contacts("creator", "name").await?,
            "author_email" => contacts("creator", "email").await?,
            "maintainer" => contacts("contact", "name").await?,
            "maintainer_email" => contacts("contact", "email").await?,
            extra => matching::said(app, &place(extra)).await?,
        };
        let reading = match field {
            "title" => Reading::Words,
            "author" | "maintainer" => Reading::Prose,
            field if field.starts_with("extras_") => Reading::Prose,
            _ => Reading::Whole,
        };
        Ok(Self::Datasets { rows, reading })
    }

    /// The packages whose value is as wanted.
    pub fn matching(&self, wanted: &Value) -> Match {
        let some = |rows: &[(Id, String)], reading| {
            let fitting = rows.iter().filter(|(_, held)| fits(held, wanted, reading));
            fitting.map(|(id, _)| *id).collect()
        };
        match self {
            Self::Datasets { rows, reading } => Match::Ids(some(rows, *reading)),
            Self::Organizations(rows) => Match::Organizations(some(rows, Reading::Whole)),
        }
    }
}

async fn shown(
    app: &vitrail_app::App,
    text: impl Fn(Id, &str) -> String,
) -> Result<Vec<(Id, String)>, Refusal> {
    let rows = matching::slugs::<Dataset>(app).await?;
    let shown = rows.iter().map(|(id, slug)| (*id, text(*id, slug)));
    Ok(shown.collect())
}

fn named(kind: Kind, rows: Vec<(Id, String)>) -> Vec<(Id, String)> {
    let rows = rows.into_iter();
    rows.map(|(id, slug)| (id, ids::name(kind, id, &slug)))
        .collect()
}

/// Where a dataset keeps what is shown as an extra.
fn place(field: &str) -> Vec<&str> {
    let key = field.strip_prefix("extras_").unwrap_or(field);
    match key {
        "temporal_start" => vec!["temporal_coverage", "start"],
        "temporal_end" => vec!["temporal_coverage", "end"],
        "issued" => vec!["harvest", "issued_at"],
        "modified" => vec!["harvest", "modified_at"],
        "udata:last_modified" => vec!["last_modified_internal"],
        "udata:created_at" => vec!["harvest", "created_at"],
        "spatial" => vec!["spatial", "geom"],
        "udata:zones" => vec!["spatial", "zones"],
        "udata:granularity" => vec!["spatial", "granularity"],
        key => match key.strip_prefix("udata:") {
            Some(own) => vec![own],
            None => vec!["extras", key],
        },
    }
}

fn fits(held: &str, wanted: &Value, reading: Reading) -> bool {
    match wanted {
        Value::Anything => true,
        Value::Range(from, to) => {
            let after =
                |edge: &Edge| held > edge.text.as_str() || edge.included && held == edge.text;
            let before =
                |edge: &Edge| held < edge.text.as_str() || edge.included && held == edge.text;
            from.as_ref().is_none_or(after) && to.as_ref().is_none_or(before)
        }
        Value::Text(text) | Value::Phrase(text, _) if reading == Reading::Whole => like(held, text),
        Value::Text(text) | Value::Phrase(text, _) if is_pattern(text) => {
            let (held, text) = (fold(held), fold(text));
            reading == Reading::Prose && like(&held, &text)
                || held
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| like(word, &text))
        }
        Value::Text(text) | Value::Phrase(text, _) => {
            held == text || is_in(&words(held), &words(text))
        }
    }
}

/// Whether folded words hold others, which must be some.
fn is_in(held: &str, wanted: &str) -> bool {
    !wanted.trim().is_empty() && held.contains(wanted)
}

/// Whether a text stands for others.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// A text against a pattern, of which each star is any text and each question mark any character.
pub fn like(held: &str, pattern: &str) -> bool {
    let (mut held, mut pattern) = (held.chars(), pattern.chars());
    // The last star met takes one character more each time that what follows it fails.
    let mut star = None;
    loop {
        let (now, wanted) = (held.clone().next(), pattern.clone().next());
        match (now, wanted) {
            (_, Some('*')) => {
                pattern.next();
                star = Some((held.clone(), pattern.clone()));
            }
            (None, None) => return true,
            (Some(c), Some(p)) if p == '?' || p == c => {
                held.next();
                pattern.next();
            }
            _ => {
                let Some((from, after)) = &mut star else {
                    return false;
                };
                if from.next().is_none() {
                    return false;
                }
                (held, pattern) = (from.clone(), after.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, held, expected) in [
            ("eau", "eau", true),
            ("eau", "eaux", false),
            ("eau*", "eaux", true),
            ("*eau", "bureau", true),
            ("*eau", "eaux", false),
            ("b*r*u", "bureau", true),
            ("b*u*r*u", "bureau", true),
            ("b*r*r*u", "bureau", false),
            ("a*a", "a", false),
            ("**", "", true),
            ("b?e*u", "bureau", false),
            ("b?reau", "bureau", true),
            ("bureau?", "bureau", false),
            ("?*?", "é", false),
            ("*?au", "eau", true),
        ] {
            assert_eq!(like(held, pattern), expected, "{pattern} {held}");
        }
    }

    #[test]
    fn extras_are_found_by_their_words() {
        let text = |text: &str| Value::Text(text.to_owned());
        let held = "Culture, santé";
        for (wanted, expected) in [
            ("culture", true),
            ("Sante", true),
            ("cult", false),
            ("cult*", true),
            ("san*", true),
            ("sant?", true),
            ("s*e", true),
            ("c*e", true),
            ("culture sante", true),
            ("-", false),
        ] {
            let found = fits(held, &text(wanted), Reading::Prose);
            assert_eq!(found, expected, "{wanted}");
            assert!(!fits(held, &text(wanted), Reading::Whole), "{wanted}");
        }
        let across = text("c*sante");
        assert!(fits(held, &across, Reading::Prose) && !fits(held, &across, Reading::Words));
        assert!(
            fits("-", &text("-"), Reading::Prose),
            "what has no words is itself"
        );
    }

    proptest! {
        #[test]
        fn no_pattern_panics(held in "[ab*é]{0,8}", pattern in "[ab*?é]{0,8}") {
            like(&held, &pattern);
            let around = format!("*{held}*");
            let is_found = like(&held, &around);
            prop_assert!(is_found || held.contains('*'));
        }
    }
}
