//! The dates of the data, and where their catalogue shows them.

use vitrail_domain::{Extras, Timestamp};

use super::{Record, code, distribution, words};
use crate::said;
use crate::xml::Element;

/// When the data were made, issued and changed, and where the catalogue shows them.
pub fn facts(record: &mut Record<'_>, prefix: Option<&str>) -> Option<Extras> {
    let created = date(record, "creation");
    let issued = date(record, "publication");
    let modified = date(record, "revision");
    let id = &record.id;
    let uri = said::address(id, None);
    let page = match (prefix, &record.file) {
        (Some(prefix), Some(file)) => {
            let file = file.strip_prefix("urn:uuid:").unwrap_or(file);
            Some(format!("{}/{file}", prefix.trim_end_matches('/')))
        }
        _ => shown_at(record).or_else(|| uri.clone()),
    };
    said::facts([
        ("dct_identifier", said::words(id)),
        ("uri", uri),
        ("created_at", created),
        ("issued_at", issued),
        ("modified_at", modified),
        ("remote_url", page),
    ])
}

/// When the data were made, issued or changed: the last of several revisions, else the first of what is said.
fn date(record: &mut Record<'_>, kind: &str) -> Option<String> {
    let mut dates: Vec<(Timestamp, String)> = Vec::new();
    for told in record.about.all("citation/*/date/CI_Date") {
        let of_kind = told.first("dateType").and_then(code);
        let text = told.first("date").and_then(words);
        let Some(text) = text.filter(|_| of_kind.as_deref() == Some(kind)) else {
            continue;
        };
        match said::date(&text) {
            Some(date) => dates.push((date, text)),
            None => record.lose("gmd:date", &text, "a date that is none"),
        }
    }
    let last = dates.iter().map(|(date, _)| *date).max();
    let first = dates.first().map(|(date, _)| *date);
    let kept = if kind == "revision" { last } else { first };
    for (date, text) in dates {
        if Some(date) != kept {
            record.lose("gmd:date", &text, "One date is kept");
        }
    }
    kept.map(|date| date.to_string())
}

/// The page that a catalogue gives to a record, where one of the record's links is it.
fn shown_at(record: &Record<'_>) -> Option<String> {
    let file = record.file.as_deref()?;
    let links = record.root.deep("URL").into_iter().map(Element::text);
    let mut pages = links.filter(|url| distribution::is_page_of(url, file));
    said::address(&pages.next()?, None)
}
