//! Instants as integer microseconds, written and read as udata writes them (ISO 8601 with `+00:00`). Text
//! instants sort wrongly in SQLite; integers do not.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, datetime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// The text is no date that clients of udata send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a date is written 2026-11-21 or 2026-11-21T10:00:00+00:00")]
pub struct NotADate;

pub const SECOND: i64 = 1_000_000;
pub const DAY: i64 = 86_400 * SECOND;

const EPOCH: DateTime = datetime(1970, 1, 1, 0, 0, 0, 0);

impl Timestamp {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// `micros` later (or earlier when negative), never past the ends of time.
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The day of this instant in UTC.
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// Calendar fields of this instant in UTC.
    pub fn civil(self) -> DateTime {
        EPOCH.saturating_add(SignedDuration::from_micros(self.0))
    }

    /// Midnight UTC of a day.
    pub fn from_date(date: Date) -> Self {
        Self::from_civil(date.to_datetime(jiff::civil::Time::midnight()))
    }

    /// An instant from calendar fields in UTC.
    pub fn from_civil(civil: DateTime) -> Self {
        let since = civil.duration_since(EPOCH).as_micros();
        Self(i64::try_from(since).unwrap_or(i64::MAX))
    }
}

/// Whether a text is a day that exists, as `YYYY-MM-DD`.
pub fn is_day(text: &str) -> bool {
    text.parse::<Date>().is_ok()
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second()
        )?;
        let micros = self.0.rem_euclid(SECOND);
        if micros != 0 {
            write!(f, ".{micros:06}")?;
        }
        f.write_str("+00:00")
    }
}

impl FromStr for Timestamp {
    type Err = NotADate;

    /// Reads a date, a naive instant (taken as UTC), or one with an offset.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        if text.len() <= 10 {
            return text
                .parse::<Date>()
                .map(Self::from_date)
                .map_err(|_| NotADate);
        }
        // In UTC the calendar is read as it is: with a zone, the last day of 9999 is out of reach.
        let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
        let zoned = text.get(10..).is_some_and(|time| time.contains(['+', '-']));
        if zoned {
            let instant: jiff::Timestamp = text.parse().map_err(|_| NotADate)?;
            Ok(Self(instant.as_microsecond()))
        } else {
            text.parse::<DateTime>()
                .map(Self::from_civil)
                .map_err(|_| NotADate)
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_as_udata_does() {
        let instant: Timestamp = "2026-11-21T21:59:46.317414+00:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-11-21T21:59:46.317414+00:00");
        let whole: Timestamp = "2021-05-07".parse().unwrap();
        assert_eq!(whole.to_string(), "2021-05-07T00:00:00+00:00");
    }

    #[test]
    fn reads_the_forms_met_in_the_wild() {
        let forms = [
            "2014-05-07T03:37:05.097000",
            "2014-05-07T03:37:05.097Z",
            "2014-05-07T05:37:05.097+02:00",
        ];
        for form in forms {
            assert_eq!(
                form.parse::<Timestamp>().unwrap().to_string(),
                "2014-05-07T03:37:05.097000+00:00"
            );
        }
        for day in ["9999-12-31", "0001-01-01", "1969-12-31"] {
            let whole: Timestamp = day.parse().unwrap();
            assert_eq!(whole.date().to_string(), day);
            let last: Timestamp = format!("{day}T23:59:59Z").parse().unwrap();
            assert_eq!(last.to_string(), format!("{day}T23:59:59+00:00"));
        }
        for form in ["", "hier", "2014-13-01", "2014-05-07Txx"] {
            assert!(form.parse::<Timestamp>().is_err(), "{form}");
        }
    }
}
