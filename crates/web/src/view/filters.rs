//! How dates, numbers, sizes and Markdown are shown. The words are messages; only arithmetic lives here.

use std::sync::Arc;

use fluent_bundle::FluentValue;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use minijinja::{Environment, Value};
use vitrail_app::Clock;
use vitrail_app::domain::Timestamp;

use crate::view::markdown::{Rendered, plain};
use crate::view::words::{Words, number_text};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// 30.4375 days.
const MONTH: i64 = 2_629_800 * SECOND;
/// 365.25 days.
const YEAR: i64 = 31_557_600 * SECOND;

/// What the filters of one language share.
#[derive(Clone)]
pub struct Filters {
    pub words: Arc<Words>,
    pub zone: TimeZone,
    pub clock: Clock,
    pub rendered: Arc<Rendered>,
}

impl Filters {
    pub fn add_to(&self, env: &mut Environment<'static>) {
        let with = |show: fn(&Self, &Value) -> String| {
            let filters = self.clone();
            move |value: &Value| {
                if value.is_none() || value.is_undefined() {
                    return String::new();
                }
                show(&filters, value)
            }
        };
        env.add_filter("date", with(Self::date));
        env.add_filter("datetime", with(Self::datetime));
        env.add_filter("ago", with(Self::ago));
        env.add_filter("number", with(Self::number));
        env.add_filter("size", with(Self::size));
        env.add_filter("percent", with(Self::percent));
        let rendered = Arc::clone(&self.rendered);
        env.add_filter("markdown", move |text: &Value, level: Option<u8>| {
            rendered.html(text.as_str().unwrap_or_default(), level.unwrap_or(2))
        });
        env.add_filter("plain", |text: &Value, length: usize| {
            plain(text.as_str().unwrap_or_default(), length)
        });
    }

    /// The calendar of an instant in the portal's zone; a day alone stays that day.
    fn civil(&self, value: &Value) -> Option<(DateTime, bool)> {
        let text = value.as_str()?;
        let at: Timestamp = text.parse().ok()?;
        if text.trim().len() <= 10 {
            return Some((at.civil(), false));
        }
        let instant = jiff::Timestamp::from_microsecond(at.micros()).ok()?;
        Some((self.zone.to_datetime(instant), true))
    }

    fn date(&self, value: &Value) -> String {
        let civil = self.civil(value);
        civil.map_or_else(
            || value.to_string(),
            |(civil, _)| self.in_words(civil, false),
        )
    }

    fn datetime(&self, value: &Value) -> String {
        let civil = self.civil(value);
        civil.map_or_else(
            || value.to_string(),
            |(civil, timed)| self.in_words(civil, timed),
        )
    }

    fn in_words(&self, civil: DateTime, timed: bool) -> String {
        let month = self.words.text(&format!("month-{}", civil.month()));
        let mut arguments: Vec<(&str, FluentValue<'_>)> = vec![
            ("day", i64::from(civil.day()).into()),
            ("month", month.into()),
            ("year", civil.year().to_string().into()),
        ];
        if !timed {
            return self.words.format("date", &arguments);
        }
        arguments.push(("hour", civil.hour().to_string().into()));
        arguments.push(("minute", format!("{:02}", civil.minute()).into()));
        self.words.format("datetime", &arguments)
    }

    fn ago(&self, value: &Value) -> String {
        let Some(at) = value
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok())
        else {
            return value.to_string();
        };
        let past = self.clock.now().micros().saturating_sub(at.micros());
        let span = past.saturating_abs();
        let units = [
            ("year", YEAR),
            ("month", MONTH),
            ("day", DAY),
            ("hour", HOUR),
            ("minute", MINUTE),
        ];
        let unit = units.into_iter().find(|(_, unit)| span >= *unit);
        let (unit, n) = unit.map_or(("now", 0), |(name, unit)| (name, span / unit));
        let key = if past >= 0 { "ago" } else { "ahead" };
        self.words
            .format(key, &[("unit", unit.into()), ("n", n.into())])
    }

    fn number(&self, value: &Value) -> String {
        let number = f64::try_from(value.clone());
        number.map_or_else(
            |_| value.to_string(),
            |number| number_text(number, self.words.lang()),
        )
    }

    fn size(&self, value: &Value) -> String {
        let Ok(bytes) = f64::try_from(value.clone()) else {
            return value.to_string();
        };
        let units = [("tb", 1e12), ("gb", 1e9), ("mb", 1e6), ("kb", 1e3)];
        let unit = units.into_iter().find(|(_, unit)| bytes >= *unit);
        let (name, in_unit) = unit.map_or(("b", bytes), |(name, unit)| (name, bytes / unit));
        // 9.96 would print as 10.0: what rounds to ten has no decimal.
        let shown = if name == "b" || in_unit >= 9.95 {
            in_unit.round()
        } else {
            (in_unit * 10.0).round() / 10.0
        };
        self.words
            .format(&format!("size-{name}"), &[("n", shown.into())])
    }

    fn percent(&self, value: &Value) -> String {
        let Ok(share) = f64::try_from(value.clone()) else {
            return value.to_string();
        };
        self.words
            .format("percent", &[("n", hundredths(share).into())])
    }
}

/// A share in hundredths: whole ones, but for what would be all or nothing and is not.
fn hundredths(share: f64) -> f64 {
    let rounded = (share * 100.0).round();
    let is_whole = share <= 0.0 || share >= 1.0;
    if is_whole || (rounded > 0.0 && rounded < 100.0) {
        return rounded;
    }
    let tenths = (share * 1_000.0 + 1e-9).floor();
    tenths.clamp(1.0, 999.0) / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(lang: &'static str, expression: &str) -> String {
        let now: Timestamp = "2026-11-21T14:03:00+00:00".parse().unwrap();
        let filters = Filters {
            words: Arc::new(Words::load(lang, None).unwrap()),
            zone: TimeZone::UTC,
            clock: Clock::fixed(now),
            rendered: Arc::default(),
        };
        let mut env = Environment::new();
        filters.add_to(&mut env);
        env.render_str(&format!("{{{{ {expression} }}}}"), ())
            .unwrap()
    }

    #[test]
    fn dates_are_said_in_words() {
        assert_eq!(show("fr", "'2026-05-01'|date"), "1er mai 2026");
        assert_eq!(
            show("fr", "'2026-11-21T14:03:59+00:00'|datetime"),
            "21 novembre 2026 à 14\u{a0}h\u{a0}03"
        );
        assert_eq!(
            show("en", "'2026-11-21T14:03:59+00:00'|datetime"),
            "21 November 2026 at 14:03"
        );
        assert_eq!(show("fr", "'bientôt'|date"), "bientôt");
        assert_eq!(show("fr", "none|date"), "");
    }

    #[test]
    fn ages_are_cut_not_rounded() {
        assert_eq!(show("fr", "'2026-11-18T10:00:00'|ago"), "il y a 3 jours");
        assert_eq!(show("fr", "'2026-11-20T10:00:00'|ago"), "hier");
        assert_eq!(show("fr", "'2026-11-21T14:02:30'|ago"), "à l’instant");
        assert_eq!(show("fr", "'2027-02-01'|ago"), "dans 2 mois");
        assert_eq!(show("en", "'2024-11-20T14:03:00'|ago"), "2 years ago");
    }

    #[test]
    fn sizes_and_shares() {
        assert_eq!(show("fr", "4800000|size"), "4,8\u{a0}Mo");
        assert_eq!(show("fr", "48000000|size"), "48\u{a0}Mo");
        assert_eq!(show("fr", "811900|size"), "812\u{a0}ko");
        assert_eq!(show("fr", "1|size"), "1\u{a0}octet");
        assert_eq!(show("en", "4800000|size"), "4.8 MB");
        assert_eq!(show("fr", "0.65|percent"), "65\u{202f}%");
        assert_eq!(show("en", "0.65|percent"), "65%");
        assert_eq!(show("en", "37118|number"), "37,118");
    }

    #[test]
    fn shares_promise_nothing_false() {
        for (share, shown) in [
            (0.999, "99,9"),
            (0.9999, "99,9"),
            (1.0, "100"),
            (0.994, "99"),
            (0.0, "0"),
            (0.003, "0,3"),
        ] {
            let found = show("fr", &format!("{share}|percent"));
            assert_eq!(found, format!("{shown}\u{202f}%"), "{share}");
        }
    }
}
