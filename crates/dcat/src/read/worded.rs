//! Dates in words, as people and programs write them in French and in English: `2 mars 2020`, `March 2, 2020`,
//! `Mon Mar  2 10:11:12 2020`; and days between slashes after a weekday, which says which number is the month.

use jiff::civil::{Date, Time, Weekday};
use vitrail_domain::Timestamp;
use vitrail_domain::slug::slugify;

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
];

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("lundi", "monday", Weekday::Monday),
    ("mardi", "tuesday", Weekday::Tuesday),
    ("mercredi", "wednesday", Weekday::Wednesday),
    ("jeudi", "thursday", Weekday::Thursday),
    ("vendredi", "friday", Weekday::Friday),
    ("samedi", "saturday", Weekday::Saturday),
    ("dimanche", "sunday", Weekday::Sunday),
];

/// Whether a word is a name or its beginning, by three letters at least.
fn begins(name: &str, word: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

/// The month that a word names, whole or shortened; none when it may be either of two.
fn month(word: &str) -> Option<i8> {
    let word = slugify(word);
    let bears = |(french, english): &(&str, &str)| begins(french, &word) || begins(english, &word);
    let mut named = (1..).zip(&MONTHS).filter(|(_, month)| bears(month));
    let (found, _) = named.next()?;
    named.next().is_none().then_some(found)
}

/// The day that a word names, whole or shortened, and whether it is English.
fn weekday(word: &str) -> Option<(Weekday, bool)> {
    let word = slugify(word);
    WEEKDAYS.iter().find_map(|(french, english, day)| {
        let is_english = begins(english, &word);
        (is_english || begins(french, &word)).then_some((*day, is_english))
    })
}

/// What a date in words says: the first and the last day that it names, and its hour.
struct Said {
    first: Date,
    last: Date,
    time: Option<Time>,
}

fn said(text: &str) -> Option<Said> {
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    // `mar.` is a month in English and a day in French: the month comes after the name of the day.
    let at = parts.iter().rposition(|part| month(part).is_some())?;
    let named = parts.get(at).and_then(|part| month(part))?;
    let (mut day, mut year, mut time) = (None, None, None);
    for (place, part) in parts.iter().enumerate() {
        let digits = part
            .strip_suffix("er")
            .unwrap_or(part)
            .trim_end_matches('.');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_said_twice = match (is_number, digits.len()) {
            (true, 1 | 2) => day.replace(digits.parse::<i8>().ok()?).is_some(),
            (true, 4) => year.replace(digits.parse::<i16>().ok()?).is_some(),
            _ if part.contains(':') => time.replace(part.parse::<Time>().ok()?).is_some(),
            _ if place == at || matches!(*part, "UTC" | "GMT" | "Z") => false,
            _ => weekday(part).is_none(),
        };
        if is_said_twice {
            return None;
        }
    }
    let first = Date::new(year?, named, day.unwrap_or(1)).ok()?;
    let last = match day {
        Some(_) => first,
        None => first.last_of_month(),
    };
    Some(Said { first, last, time })
}

/// The first and the last day of a date in words that has no hour.
pub fn day(text: &str) -> Option<(Date, Date)> {
    let said = said(text)?;
    said.time.is_none().then_some((said.first, said.last))
}

/// The instant of a date in words, at midnight where it has no hour.
pub fn instant(text: &str) -> Option<Timestamp> {
    let said = said(text)?;
    let civil = said.first.to_datetime(said.time.unwrap_or_default());
    Some(Timestamp::from_civil(civil))
}

/// `mar, 10/12/2019 - 09:23` and `Tue, 12/10/2019`: the weekday says which number is the month.
pub fn slashed(text: &str) -> Option<Timestamp> {
    let (name, rest) = text.split_once([',', ' '])?;
    let (weekday, is_english) = weekday(name)?;
    let rest = rest.trim_start();
    let (day, time) = rest.split_once([' ', 'T']).unwrap_or((rest, ""));
    let numbers = day.split('/').map(|part| part.parse::<i16>().ok());
    let numbers: Vec<i16> = numbers.collect::<Option<_>>()?;
    let [first, second, year] = numbers.as_slice() else {
        return None;
    };
    let civil = |month: i16, day: i16| {
        Date::new(*year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    let (day_first, month_first) = (civil(*second, *first), civil(*first, *second));
    let (likely, other) = if is_english {
        (month_first, day_first)
    } else {
        (day_first, month_first)
    };
    let fits = |date: &Date| date.weekday() == weekday;
    let of_that_day = likely.filter(fits).or_else(|| other.filter(fits));
    let date = of_that_day.or(likely).or(other)?;
    let time = time.trim_matches(|c: char| !c.is_ascii_digit());
    let time: Time = time.parse().unwrap_or_default();
    Some(Timestamp::from_civil(date.to_datetime(time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_are_known_in_two_languages() {
        for (word, number) in [
            ("févr.", 2),
            ("Août", 8),
            ("Mar", 3),
            ("juil", 7),
            ("Sept", 9),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["jui", "ma", "", "lundi", "marsouin"] {
            assert_eq!(month(word), None, "{word}");
        }
        assert_eq!(weekday("mar."), Some((Weekday::Tuesday, false)));
        assert_eq!(weekday("Tue"), Some((Weekday::Tuesday, true)));
    }

    #[test]
    fn a_date_in_words_may_be_a_month() {
        let days = |text| day(text).map(|(first, last)| format!("{first} {last}"));
        let month = "2020-02-01 2020-02-29";
        assert_eq!(days("février 2020").as_deref(), Some(month));
        assert_eq!(
            days("1er mars 2020").as_deref(),
            Some("2020-03-01 2020-03-01")
        );
        for text in [
            "mars",
            "2020",
            "31 juin 2020",
            "2 3 mars 2020",
            "en mars 2020",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
