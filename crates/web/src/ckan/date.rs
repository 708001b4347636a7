//! Dates as Solr reads them: a year, a month or a day is all its instants, and sums of units are counted from now or from
//! an instant.

use jiff::Span;
use jiff::civil::{Date, DateTime};
use vitrail_app::domain::Timestamp;

/// The first and the last microsecond of what a text names; none when it names nothing.
pub fn instants(text: &str, now: Timestamp) -> Option<(i64, i64)> {
    let text = text.trim();
    if let Some(sum) = text.strip_prefix("NOW") {
        return alone(counted(now, sum)?);
    }
    if let Some(place) = text.find('Z') {
        let (instant, sum) = text.split_at_checked(place + 1)?;
        let instant = instant.parse().ok().filter(|_| place > 10)?;
        return alone(counted(instant, sum)?);
    }
    let (day, unit) = match text.len() {
        4 => (format!("{text}-01-01"), Span::new().years(1)),
        7 => (format!("{text}-01"), Span::new().months(1)),
        10 => (text.to_owned(), Span::new().days(1)),
        _ => return alone(text.parse().ok()?),
    };
    let first: Date = day.parse().ok()?;
    let next = first.checked_add(unit).ok()?;
    let micros = |date: Date| Timestamp::from_date(date).micros();
    Some((micros(first), micros(next) - 1))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "ends the ways of another function"
)]
fn alone(instant: Timestamp) -> Option<(i64, i64)> {
    Some((instant.micros(), instant.micros()))
}

/// An instant after a sum such as `-7DAYS/MONTH+2HOURS`.
fn counted(from: Timestamp, sum: &str) -> Option<Timestamp> {
    let mut at = from.civil();
    let mut rest = sum;
    while let Some(sign) = rest.chars().next() {
        rest = rest.get(1..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit());
        let (number, after) = rest.split_at_checked(end?)?;
        let end = after.find(|c: char| !c.is_ascii_alphabetic());
        let (unit, after) = after.split_at_checked(end.unwrap_or(after.len()))?;
        at = match sign {
            '+' => at.checked_add(span(number, unit)?).ok()?,
            '-' => at.checked_sub(span(number, unit)?).ok()?,
            '/' if number.is_empty() => beginning(at, unit)?,
            _ => return None,
        };
        rest = after;
    }
    Some(Timestamp::from_civil(at))
}

fn span(number: &str, unit: &str) -> Option<Span> {
    let (number, span) = (number.parse::<i64>().ok()?, Span::new());
    let span = match unit.strip_suffix('S').unwrap_or(unit) {
        "YEAR" => span.try_years(number),
        "MONTH" => span.try_months(number),
        "DAY" | "DATE" => span.try_days(number),
        "HOUR" => span.try_hours(number),
        "MINUTE" => span.try_minutes(number),
        "SECOND" => span.try_seconds(number),
        "MILLI" | "MILLISECOND" => span.try_milliseconds(number),
        _ => return None,
    };
    span.ok()
}

/// The first instant of the unit in which an instant is.
fn beginning(at: DateTime, unit: &str) -> Option<DateTime> {
    let (date, time) = (at.date(), at.time());
    let midnight = jiff::civil::Time::midnight();
    let hour = midnight.with().hour(time.hour());
    Some(match unit.strip_suffix('S').unwrap_or(unit) {
        "YEAR" => date.first_of_year().to_datetime(midnight),
        "MONTH" => date.first_of_month().to_datetime(midnight),
        "DAY" | "DATE" => date.to_datetime(midnight),
        "HOUR" => date.to_datetime(hour.build().ok()?),
        "MINUTE" => date.to_datetime(hour.minute(time.minute()).build().ok()?),
        "SECOND" => {
            let minute = hour.minute(time.minute());
            date.to_datetime(minute.second(time.second()).build().ok()?)
        }
        "MILLI" | "MILLISECOND" => at,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_are_those_of_solr() {
        let now: Timestamp = "2026-02-28T10:20:30Z".parse().unwrap();
        let said = |text: &str| {
            let (first, last) = instants(text, now)?;
            let show = |micros| Timestamp::from_micros(micros).to_string();
            Some((show(first), show(last)))
        };
        for (text, first, last) in [
            ("2020", "2020-01-01T00:00:00", "2020-12-31T23:59:59.999999"),
            (
                "2020-02",
                "2020-02-01T00:00:00",
                "2020-02-29T23:59:59.999999",
            ),
            (
                "2020-02-03",
                "2020-02-03T00:00:00",
                "2020-02-03T23:59:59.999999",
            ),
            (
                "2020-02-03T04:05:06Z",
                "2020-02-03T04:05:06",
                "2020-02-03T04:05:06",
            ),
            (
                "2020-02-03T04:05:06",
                "2020-02-03T04:05:06",
                "2020-02-03T04:05:06",
            ),
            ("NOW", "2026-02-28T10:20:30", "2026-02-28T10:20:30"),
            ("NOW-7DAYS", "2026-02-21T10:20:30", "2026-02-21T10:20:30"),
            (
                "NOW/DAY-1YEAR+2HOURS",
                "2025-02-28T02:00:00",
                "2025-02-28T02:00:00",
            ),
            ("NOW/MINUTE", "2026-02-28T10:20:00", "2026-02-28T10:20:00"),
            (
                "2020-02-03T04:05:06Z/YEAR",
                "2020-01-01T00:00:00",
                "2020-01-01T00:00:00",
            ),
        ] {
            let expected = (format!("{first}+00:00"), format!("{last}+00:00"));
            assert_eq!(said(text), Some(expected), "{text}");
        }
        for text in [
            "zzz",
            "",
            "NOWHERE",
            "NOW-7",
            "NOW-DAYS",
            "NOW/7DAYS",
            "2020-13",
            "20x0",
            "Z",
            "NOW-é",
            "NOW+99999999999999999999DAYS",
            "NOW+9999999999YEARS",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_date_panics(text in "(NOW|2020-01-01T00:00:00Z)?[-+/0-9A-ZÉé:T]{0,24}") {
            instants(&text, Timestamp::from_micros(0));
        }
    }
}
