//! What packages show that the database knows in another form, or not as a column: identifiers, names, owners, contacts and
//! extras. Their values are read once for a search, and compared as a client would compare what it reads.

use vitrail_app::domain::text::words;
use vitrail_app::domain::{Dataset, Id, Kind, Organization};
use vitrail_app::matching::{self, Match};

use super::ids;
use super::query::{Edge, Value};
use super::refusal::Refusal;
use crate::Web;

/// The values that a field has.
pub enum Values {
    /// Of datasets; those that hold words are found by one of them.
    Datasets {
        rows: Vec<(Id, String)>,
        prose: bool,
    },
    Organizations(Vec<(Id, String)>),
}

/// Whether a condition on a field is judged here.
pub fn judges(field: &str, value: &Value) -> bool {
    let is_plain = matches!(value, Value::Text(text) if !text.contains('*'));
    let is_said = matches!(value, Value::Anything | Value::Range(None, None));
    match field {
        "id" | "name" | "organization" => !is_plain && !is_said,
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
        let prose = matches!(field, "author" | "maintainer") || field.starts_with("extras_");
        Ok(Self::Datasets { rows, prose })
    }

    /// The packages whose value is as wanted.
    pub fn matching(&self, wanted: &Value) -> Match {
        let some = |rows: &[(Id, String)], prose| {
            let fitting = rows.iter().filter(|(_, held)| fits(held, wanted, prose));
            fitting.map(|(id, _)| *id).collect()
        };
        match self {
            Self::Datasets { rows, prose } => Match::Ids(some(rows, *prose)),
            Self::Organizations(rows) => Match::Organizations(some(rows, false)),
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
        "spatial" => vec!["spatial", "geom"],
        "udata:zones" => vec!["spatial", "zones"],
        "udata:granularity" => vec!["spatial", "granularity"],
        key => match key.strip_prefix("udata:") {
            Some(own) => vec![own],
            None => vec!["extras", key],
        },
    }
}

fn fits(held: &str, wanted: &Value, prose: bool) -> bool {
    match wanted {
        Value::Anything => true,
        Value::Range(from, to) => {
            let after =
                |edge: &Edge| held > edge.text.as_str() || edge.included && held == edge.text;
            let before =
                |edge: &Edge| held < edge.text.as_str() || edge.included && held == edge.text;
            from.as_ref().is_none_or(after) && to.as_ref().is_none_or(before)
        }
        Value::Text(text) if !prose => like(held, text),
        Value::Text(text) if text.contains('*') => {
            let (held, text) = (held.to_lowercase(), text.to_lowercase());
            like(&held, &text)
                || held
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| like(word, &text))
        }
        Value::Text(text) => held == text || is_in(&words(held), &words(text)),
    }
}

/// Whether folded words hold others, which must be some.
fn is_in(held: &str, wanted: &str) -> bool {
    !wanted.trim().is_empty() && held.contains(wanted)
}

/// A text against a pattern, of which each star is any text.
pub fn like(held: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return held == pattern;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(left) = held.strip_prefix(start) else {
        return false;
    };
    let Some(mut left) = left.strip_suffix(end) else {
        return false;
    };
    middle.split('*').all(|part| match left.split_once(part) {
        Some((_, after)) => {
            left = after;
            true
        }
        None => false,
    })
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
            ("culture sante", true),
            ("-", false),
        ] {
            assert_eq!(fits(held, &text(wanted), true), expected, "{wanted}");
            assert!(!fits(held, &text(wanted), false), "{wanted}");
        }
        assert!(fits("-", &text("-"), true), "what has no words is itself");
    }

    proptest! {
        #[test]
        fn no_pattern_panics(held in "[ab*é]{0,8}", pattern in "[ab*é]{0,8}") {
            like(&held, &pattern);
            let around = format!("*{held}*");
            let is_found = like(&held, &around);
            prop_assert!(is_found || held.contains('*'));
        }
    }
}
