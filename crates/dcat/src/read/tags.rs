//! Keywords and themes as tags, and what makes data of high value or of INSPIRE such.

use oxrdf::NamedNodeRef;
use vitrail_domain::dataset::{TAG_MAX, TAG_MIN, normalise_tags};
use vitrail_domain::slug::slugify;

use super::graph::{Subject, Value};
use super::notes::Notes;
use super::source::Kept;
use super::words::{address_of, best, text_of, told_label};
use crate::lists;
use crate::terms::{dcat, dcatap, skos};

/// The tags of an object: slugs, sorted, each once. The words that they come from are kept.
pub fn tags<'g>(
    node: Subject<'g>,
    notes: &mut Notes<'g>,
    kept: &mut Kept,
    language: &str,
) -> Vec<String> {
    let keywords: Vec<Value<'g>> = node.peek(dcat::KEYWORD).collect();
    kept.keep_themes(&node.peek(dcat::THEME).collect::<Vec<_>>());
    for property in [dcatap::HVD_CATEGORY, dcatap::APPLICABLE_LEGISLATION] {
        kept.keep(property, &node.peek(property).collect::<Vec<_>>(), &[]);
    }
    let tags = said(node, notes, language);
    let told: Vec<&str> = tags.iter().map(String::as_str).collect();
    if keywords.is_empty() && !tags.is_empty() {
        kept.keep_silence(dcat::KEYWORD);
    }
    kept.keep(dcat::KEYWORD, &keywords, &told);
    tags
}

fn said<'g>(node: Subject<'g>, notes: &mut Notes<'g>, language: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in node.values(dcat::KEYWORD) {
        let text = match value {
            Value::Text(text) => Some(&*text.value),
            Value::Node(inner) => told_label(inner, language, notes).map(|text| &*text.value),
        };
        match text {
            Some(text) => keep(&mut found, text, (node, dcat::KEYWORD, value), notes),
            None => notes.lose(node, dcat::KEYWORD, value, "A keyword without a label"),
        }
    }
    let implied = lists::themes(&normalise_tags(found.iter().map(String::as_str)));
    for value in node.values(dcat::THEME) {
        theme(&mut found, node, value, &implied, notes, language);
    }
    for value in node.values(dcatap::HVD_CATEGORY) {
        match address_of(value).and_then(lists::hvd_tag_of) {
            Some(tag) => {
                if let Value::Node(category) = value {
                    category.values(skos::PREF_LABEL);
                }
                found.extend([tag.to_owned(), "hvd".to_owned()]);
            }
            None => notes.lose(
                node,
                dcatap::HVD_CATEGORY,
                value,
                "No category of data of high value that is known",
            ),
        }
    }
    for value in node.values(dcatap::APPLICABLE_LEGISLATION) {
        match address_of(value) {
            Some(law) if lists::is_hvd_law(law) => found.push("hvd".to_owned()),
            _ => notes.lose(
                node,
                dcatap::APPLICABLE_LEGISLATION,
                value,
                "Only the regulation on data of high value is kept",
            ),
        }
    }
    normalise_tags(found.iter().map(String::as_str))
}

type Said<'g> = (Subject<'g>, NamedNodeRef<'static>, Value<'g>);

fn keep<'g>(found: &mut Vec<String>, text: &str, said: Said<'g>, notes: &mut Notes<'g>) {
    let (node, property, value) = said;
    let length = slugify(text).chars().count();
    if length < TAG_MIN {
        notes.lose(
            node,
            property,
            value,
            format!("A tag has at least {TAG_MIN} characters"),
        );
    } else if length > TAG_MAX {
        notes.lose(
            node,
            property,
            value,
            format!("A tag has at most {TAG_MAX} characters"),
        );
    } else {
        found.push(text.to_owned());
    }
}

fn theme<'g>(
    found: &mut Vec<String>,
    node: Subject<'g>,
    value: Value<'g>,
    implied: &[lists::Theme],
    notes: &mut Notes<'g>,
    language: &str,
) {
    let said = (node, dcat::THEME, value);
    let address = address_of(value).unwrap_or_default();
    if let Some(tag) = lists::hvd_tag_of(address) {
        found.extend([tag.to_owned(), "hvd".to_owned()]);
        return;
    }
    let concept = match value {
        Value::Text(text) => {
            if let Some(known) = lists::theme_of(&text.value) {
                found.push(known.fr.to_owned());
            } else {
                keep(found, &text.value, said, notes);
            }
            return;
        }
        Value::Node(concept) => concept,
    };
    let is_inspire = is_inspire(concept, language);
    if is_inspire {
        found.push("inspire".to_owned());
    }
    let known = lists::theme_of(address);
    if let Some(known) = known
        && implied.contains(&known)
        && is_named_by_us(concept, known)
    {
        // A portal like this one made it out of the tags that are there.
        concept.values(skos::PREF_LABEL);
        return;
    }
    let name = told_label(concept, language, notes).map(|text| &*text.value);
    match name.or_else(|| known.map(|known| known.fr)) {
        Some(name) => keep(found, name, said, notes),
        None if is_inspire => notes.lose(
            node,
            dcat::THEME,
            value,
            "A theme without a label; kept as the tag inspire",
        ),
        None => notes.lose(node, dcat::THEME, value, "A theme without a label"),
    }
}

/// Whether a concept bears the names that this portal gives to a theme, and no other.
fn is_named_by_us(concept: Subject<'_>, theme: lists::Theme) -> bool {
    let mut names: Vec<&str> = Vec::new();
    for value in concept.peek(skos::PREF_LABEL) {
        if let Value::Text(text) = value {
            names.push(&text.value);
        }
    }
    names.sort_unstable();
    let mut ours = [theme.fr, theme.en];
    ours.sort_unstable();
    names == ours
}

/// Whether a theme is one of INSPIRE's, by its own address or by the list that it is in.
fn is_inspire(concept: Subject<'_>, language: &str) -> bool {
    let of_inspire = |iri: &str| {
        let bare = iri.split_once("://").map_or(iri, |(_, rest)| rest);
        bare.trim_end_matches('/') == "inspire.ec.europa.eu/theme"
            || bare.starts_with("inspire.ec.europa.eu/theme/")
    };
    concept.iri().is_some_and(of_inspire)
        || concept.peek(skos::IN_SCHEME).any(|scheme| {
            let title = text_of(scheme, language).unwrap_or_default();
            address_of(scheme).is_some_and(of_inspire)
                || title.to_lowercase().starts_with("gemet - inspire themes")
        })
}

/// The acronym of an object: the first of its other names.
pub fn acronym<'g>(node: Subject<'g>, notes: &mut Notes<'g>, language: &str) -> Option<String> {
    let values = node.values(skos::ALT_LABEL);
    let kept = best(&values, language)?;
    for value in values {
        if !matches!(value, Value::Text(text) if std::ptr::eq(text, kept)) {
            notes.lose(node, skos::ALT_LABEL, value, "One acronym is kept");
        }
    }
    let acronym = kept.value.trim();
    Some(acronym.to_owned())
}
