//! The period that data describe: a node with two ends, an interval as text, a year, a month, or the address of one.

use jiff::Span;
use jiff::civil::Date;
use oxrdf::NamedNodeRef;
use vitrail_domain::dataset::TemporalCoverage;

use super::date::{day, instant};
use super::graph::{Subject, Value};
use super::notes::Notes;
use super::terms::{
    SCHEMA_END, SCHEMA_START, SCV_MAX, SCV_MIN, TIME_BEGINNING, TIME_DATE, TIME_END, TIME_INSTANT,
    TIME_STAMP,
};
use crate::terms::{dcat, dct};

/// The first and the last day of a text: a day, a month or a year; or the day of an instant, as it was written.
fn days(text: &str) -> Option<(Date, Date)> {
    day(text).or_else(|| {
        let date = instant(text)?.date();
        let written = text.trim().get(..10).and_then(day);
        written.or(Some((date, date)))
    })
}

/// A period as text: `2016`, `2016-05`, `2016-01-01/2016-12-05`.
pub fn period(text: &str) -> Option<TemporalCoverage> {
    let text = text.trim();
    // Days may be written with slashes too.
    if let Some(found) = days(text) {
        return Some(ordered(found, Some(found)));
    }
    let (start, end) = text
        .split_once('/')
        .filter(|(_, end)| !end.contains('/'))
        .or_else(|| text.split_once(" - "))?;
    let start = days(start)?;
    match end.trim() {
        "" | ".." => Some(ordered(start, None)),
        end if end.starts_with('P') => lasting(start.0, end),
        end => Some(ordered(start, Some(days(end)?))),
    }
}

/// The period from the one to the other, each said by its first and its last day; turned where it is said backwards.
fn ordered(start: (Date, Date), end: Option<(Date, Date)>) -> TemporalCoverage {
    match end {
        Some(end) if end.1 < start.0 => TemporalCoverage {
            start: end.0,
            end: Some(start.1),
        },
        end => TemporalCoverage {
            start: start.0,
            end: end.map(|(_, last)| last),
        },
    }
}

/// A period by its first day and how long it lasts, in whole days at least: `2010-01-01/P1Y` ends with that year.
fn lasting(start: Date, text: &str) -> Option<TemporalCoverage> {
    let length: Span = text.parse().ok()?;
    let last = start.checked_add(length).ok()?.yesterday().ok()?;
    (last >= start).then_some(TemporalCoverage {
        start,
        end: Some(last),
    })
}

/// The pairs of properties that ends are written with.
const ENDS: [(NamedNodeRef<'static>, NamedNodeRef<'static>); 4] = [
    (SCHEMA_START, SCHEMA_END),
    (dcat::START_DATE, dcat::END_DATE),
    (SCV_MIN, SCV_MAX),
    (TIME_BEGINNING, TIME_END),
];

/// A period in a node: its ends, and what prevents it.
fn of_node(node: Subject<'_>) -> Result<TemporalCoverage, &'static str> {
    if let Some(found) = node.iri().and_then(of_address) {
        return Ok(found);
    }
    if !node.is_described() {
        return Err(
            "This period is described elsewhere, and addresses found in a catalogue are not fetched",
        );
    }
    let end_of = |property| {
        let values = node.values(property);
        values.into_iter().find_map(|value| match value {
            Value::Text(text) => Some(text.value.to_string()),
            Value::Node(moment) => [TIME_DATE, TIME_INSTANT, TIME_STAMP]
                .into_iter()
                .flat_map(|property| moment.values(property))
                .find_map(|value| super::words::address_of(value).map(str::to_owned)),
        })
    };
    for (from, to) in ENDS {
        match (end_of(from), end_of(to)) {
            (Some(start), end) => {
                let start = days(&start).ok_or("The start of this period is no date")?;
                let end = match end {
                    Some(end) => Some(days(&end).ok_or("The end of this period is no date")?),
                    None => None,
                };
                return Ok(ordered(start, end));
            }
            (None, Some(_)) => return Err("A period needs a start"),
            (None, None) => {}
        }
    }
    let values = super::words::label(node, "fr");
    values
        .and_then(|text| period(&text.value))
        .ok_or("This period has no start")
}

/// The intervals to which the British government gave addresses.
fn of_address(iri: &str) -> Option<TemporalCoverage> {
    let (_, rest) = iri.split_once("reference.data.gov.uk/id/")?;
    let (kind, value) = rest.split_once('/')?;
    match kind {
        "year" | "month" | "day" => period(value),
        _ => None,
    }
}

/// The period of an object: the first that can be read.
pub fn temporal<'g>(node: Subject<'g>, notes: &mut Notes<'g>) -> Option<TemporalCoverage> {
    let mut kept = None;
    for value in node.values(dct::TEMPORAL) {
        if kept.is_some() {
            notes.lose(node, dct::TEMPORAL, value, "One period is kept");
            continue;
        }
        let found = match value {
            Value::Text(text) => period(&text.value).ok_or("This is no period"),
            Value::Node(inner) => {
                let found = of_node(inner);
                if found.is_ok() {
                    notes.met(inner, inner.name());
                }
                found
            }
        };
        match found {
            Ok(found) => kept = Some(found),
            Err(why) => notes.lose(node, dct::TEMPORAL, value, why),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_come_in_every_form() {
        for (text, start, end) in [
            ("2016", "2016-01-01", Some("2016-12-31")),
            ("2016-02", "2016-02-01", Some("2016-02-29")),
            ("2016-02-03", "2016-02-03", Some("2016-02-03")),
            ("2016-01-01/2016-12-05", "2016-01-01", Some("2016-12-05")),
            ("2016/2018", "2016-01-01", Some("2018-12-31")),
            ("2016-12-05/2016-01-01", "2016-01-01", Some("2016-12-05")),
            ("2016-01-01/..", "2016-01-01", None),
            ("2015-01-01/2010", "2010-01-01", Some("2015-01-01")),
            ("2016/2016-02", "2016-01-01", Some("2016-02-29")),
            ("2010-01-01T00:00:00Z/P1Y", "2010-01-01", Some("2010-12-31")),
            ("2010-01-01/P6M", "2010-01-01", Some("2010-06-30")),
            ("mars 2010", "2010-03-01", Some("2010-03-31")),
            ("2010-W10", "2010-03-08", Some("2010-03-14")),
            ("2 mars 2010/3 mars 2010", "2010-03-02", Some("2010-03-03")),
            (
                "2004-11-03T00:00:00+01:00\n /\n 2005-03-30T00:00:00+02:00",
                "2004-11-03",
                Some("2005-03-30"),
            ),
        ] {
            let found = period(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.start.to_string(), start, "{text}");
            assert_eq!(
                found.end.map(|end| end.to_string()).as_deref(),
                end,
                "{text}"
            );
        }
        for text in [
            "",
            "hier",
            "2016-01-01/x",
            "a/b/c",
            "2010-01-01/PT1H",
            "2010/P-1Y",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }
}
