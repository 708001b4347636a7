//! Dates as people write them.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use vitrail_domain::Timestamp;

use super::worded;

/// The instant of a text: ISO 8601 in any of its forms, a year, a month, a day as in French or in words, what mail and
/// programs write, or the seconds since 1970.
pub fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim().trim_matches('"');
    // As forms of Drupal write it.
    let text = text.strip_prefix("Date changed").unwrap_or(text).trim();
    if text.is_empty() || text.len() > 64 {
        return None;
    }
    if let Some((date, _)) = day(text) {
        return Some(Timestamp::from_date(date));
    }
    let found = iso(text).or_else(|| of_mail(text));
    let found = found.or_else(|| worded::instant(text));
    let found = found.or_else(|| worded::slashed(text));
    in_range(found.or_else(|| since_1970(text)))
}

/// As mail writes it: `Mon, 02 Mar 2020 10:11:12 GMT`.
fn of_mail(text: &str) -> Option<Timestamp> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
}

/// Seconds since 1970, or thousandths: as many digits as they have in this century.
fn since_1970(text: &str) -> Option<Timestamp> {
    let in_one = match text.len() {
        10 => 1_000_000,
        13 => 1_000,
        _ => return None,
    };
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    // A day may be written so too, with its hour: it could be either.
    if !is_number || text.get(..8).and_then(numbered).is_some() {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    Some(Timestamp::from_micros(number * in_one))
}

/// ISO 8601 with a time, and what looks like it.
fn iso(text: &str) -> Option<Timestamp> {
    let bare = text
        .strip_suffix("UTC")
        .or_else(|| text.strip_suffix("GMT"));
    let text = bare.map_or_else(|| text.to_owned(), |bare| format!("{}Z", bare.trim_end()));
    let text = text.as_str();
    let text = match text.find(['T', ' ']) {
        Some(at) if text.get(at..).is_some_and(|rest| rest.starts_with(' ')) => {
            text.replacen(' ', "T", 1)
        }
        _ => text.to_owned(),
    };
    let text = text.replace(' ', "");
    if let Some(found) = in_range(text.parse().ok()) {
        return Some(found);
    }
    // Seconds may be left out, and midnight be called 24:00.
    let (date, time) = text.split_once('T')?;
    let date = day(date)?.0;
    let end = time.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','));
    let (clock, zone) = time.split_at_checked(end.unwrap_or(time.len()))?;
    let (is_afternoon, zone) = match zone.to_ascii_uppercase().as_str() {
        "AM" => (Some(false), ""),
        "PM" => (Some(true), ""),
        _ => (None, zone),
    };
    if !is_zone(zone) {
        return None;
    }
    let mut units = clock.split([':', '.', ',']);
    let mut next = || units.next().unwrap_or("0").parse::<i8>().ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    let hour = match is_afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(is_afternoon) => hour % 12 + if is_afternoon { 12 } else { 0 },
        None => hour,
    };
    let clock = match (hour, minute, second) {
        (24, 0, 0) => jiff::civil::Time::midnight(),
        _ => jiff::civil::Time::new(hour, minute, second.min(59), 0).ok()?,
    };
    let date = if hour == 24 {
        date.tomorrow().ok()?
    } else {
        date
    };
    let civil = date.to_datetime(clock);
    if zone.is_empty() {
        return in_range(Some(Timestamp::from_civil(civil)));
    }
    let zone = match zone.len() {
        3 => format!("{zone}:00"),
        _ => zone.to_owned(),
    };
    in_range(format!("{civil}{zone}").parse().ok())
}

/// Whether a text is none or that of a zone: a name like EST would be read as that of Greenwich.
fn is_zone(text: &str) -> bool {
    let is_offset = |digits: &str| {
        let digits = digits.as_bytes();
        let is_digit = |at: usize| digits.get(at).is_some_and(u8::is_ascii_digit);
        match digits.len() {
            2 => is_digit(0) && is_digit(1),
            4 => (0..4).all(is_digit),
            5 => digits.get(2) == Some(&b':') && [0, 1, 3, 4].into_iter().all(is_digit),
            _ => false,
        }
    };
    let offset = text.strip_prefix(['+', '-']);
    matches!(text, "" | "Z" | "z") || offset.is_some_and(is_offset)
}

fn in_range(at: Option<Timestamp>) -> Option<Timestamp> {
    at.filter(|at| (1..=9998).contains(&at.civil().year()))
}

/// The first and the last day that a text without an hour names.
pub fn day(text: &str) -> Option<(Date, Date)> {
    let text = text.trim();
    numbered(text).or_else(|| worded::day(text))
}

/// A day, a week, a month or a year in numbers.
fn numbered(text: &str) -> Option<(Date, Date)> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let bare = without_zone(text);
    if bare.is_empty() || bare.len() > 10 {
        return None;
    }
    let parts: Vec<&str> = bare.split(['-', '/', '.']).collect();
    let number = |text: &str| -> Option<i16> {
        text.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
        text.parse().ok()
    };
    let small = |text: &str| i8::try_from(number(text)?).ok();
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let year = number(year)?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [whole] if whole.len() == 8 => {
            let at = |range: std::ops::Range<usize>| whole.get(range);
            let date = Date::new(number(at(0..4)?)?, small(at(4..6)?)?, small(at(6..8)?)?);
            date.ok().map(|date| (date, date))
        }
        [year, week] if year.len() == 4 && week.starts_with('W') => {
            let monday = of_week(number(year)?, week, Weekday::Monday)?;
            Some((monday, of_week(number(year)?, week, Weekday::Sunday)?))
        }
        [year, week, day] if year.len() == 4 && week.starts_with('W') => {
            let day = Weekday::from_monday_one_offset(small(day)?).ok()?;
            let date = of_week(number(year)?, week, day)?;
            Some((date, date))
        }
        [year, day] if year.len() == 4 && day.len() == 3 => {
            let january = Date::new(number(year)?, 1, 1).ok()?;
            let date = january.with().day_of_year(number(day)?).build().ok()?;
            Some((date, date))
        }
        [year, month] if year.len() == 4 => {
            let first = Date::new(number(year)?, small(month)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [month, year] if year.len() == 4 => {
            let first = Date::new(number(year)?, small(month)?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [year, month, day] if year.len() == 4 => {
            let date = Date::new(number(year)?, small(month)?, small(day)?).ok()?;
            Some((date, date))
        }
        [day, month, year] if year.len() == 4 => {
            let (year, day, month) = (number(year)?, small(day)?, small(month)?);
            // Americans write the month first: it is understood where it cannot be anything else.
            let date = Date::new(year, month, day).or_else(|_| Date::new(year, day, month));
            let date = date.ok()?;
            Some((date, date))
        }
        _ => None,
    }
}

/// The day of a week by its number: `W10`.
fn of_week(year: i16, week: &str, day: Weekday) -> Option<Date> {
    let week = week.strip_prefix('W')?.parse().ok()?;
    Some(ISOWeekDate::new(year, week, day).ok()?.date())
}

/// A day without the zone that some write after it: `2020-01-01+01:00`.
fn without_zone(text: &str) -> &str {
    match text.get(10..) {
        Some(zone) if zone.len() == 6 && zone.starts_with(['+', '-']) => {
            text.get(..10).unwrap_or(text)
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_in_every_form() {
        for (text, at) in [
            (
                "2016-12-14T19:01:24.184120",
                "2016-12-14T19:01:24.184120+00:00",
            ),
            ("2022-07-29T10:07:13.000Z", "2022-07-29T10:07:13+00:00"),
            ("2004-11-03T00:00:00+01:00", "2004-11-02T23:00:00+00:00"),
            ("2021-07-28", "2021-07-28T00:00:00+00:00"),
            ("2021-07-28Z", "2021-07-28T00:00:00+00:00"),
            ("2021-07-28+02:00", "2021-07-28T00:00:00+00:00"),
            ("2021-07", "2021-07-01T00:00:00+00:00"),
            ("2021", "2021-01-01T00:00:00+00:00"),
            ("28/07/2021", "2021-07-28T00:00:00+00:00"),
            ("2021/07/28", "2021-07-28T00:00:00+00:00"),
            ("20210728", "2021-07-28T00:00:00+00:00"),
            ("2021-07-28 10:11:12", "2021-07-28T10:11:12+00:00"),
            ("2021-07-28T10:11", "2021-07-28T10:11:00+00:00"),
            ("2021-07-28T24:00:00", "2021-07-29T00:00:00+00:00"),
            ("2021-07-28T10:11:12 PM", "2021-07-28T22:11:12+00:00"),
            ("2021-07-28 12:11:12 AM", "2021-07-28T00:11:12+00:00"),
            ("2021-07-28T10:11+02", "2021-07-28T08:11:00+00:00"),
            ("2021-07-28T10:11+0200", "2021-07-28T08:11:00+00:00"),
            ("Mon, 02 Mar 2020 10:11:12 GMT", "2020-03-02T10:11:12+00:00"),
            (
                "Mon, 02 Mar 2020 10:11:12 +0100",
                "2020-03-02T09:11:12+00:00",
            ),
            ("March 2, 2020", "2020-03-02T00:00:00+00:00"),
            ("2 mars 2020", "2020-03-02T00:00:00+00:00"),
            ("mar. 10 mars 2020", "2020-03-10T00:00:00+00:00"),
            ("1er août 2020", "2020-08-01T00:00:00+00:00"),
            ("Mon Mar  2 10:11:12 2020", "2020-03-02T10:11:12+00:00"),
            (
                "2020-03-02 10:11:12.123 UTC",
                "2020-03-02T10:11:12.123000+00:00",
            ),
            ("1583143872", "2020-03-02T10:11:12+00:00"),
            ("1583143872000", "2020-03-02T10:11:12+00:00"),
            ("2020-062", "2020-03-02T00:00:00+00:00"),
            ("2020-W10", "2020-03-02T00:00:00+00:00"),
            ("2020-W10-3", "2020-03-04T00:00:00+00:00"),
            ("12/31/2020", "2020-12-31T00:00:00+00:00"),
            ("mar, 10/12/2019 - 09:23", "2019-12-10T09:23:00+00:00"),
            ("Tue, 12/10/2019 - 09:23", "2019-12-10T09:23:00+00:00"),
        ] {
            let found = instant(text).map(|at| at.to_string());
            assert_eq!(found.as_deref(), Some(at), "{text}");
        }
        for text in [
            "",
            "hier",
            "2021-13-01",
            "12",
            "2021-07-28Tx",
            "2021-07-28T10:11:12 EST",
            "2021-07-28T10h11",
            "2021-07-28T13:11 PM",
            "2021-07-28T10:11+2",
            "2021-366",
            "2020010112",
            "2021-W53",
            "31/31/2020",
            "du 1er au 3",
            "mars",
            "2021-07-28T00:00:00+01:00\n / 2022",
            "99999999999",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
