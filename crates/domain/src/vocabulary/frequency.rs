//! How often a dataset is promised to change. Forty codes, most with a span after which the promise is broken; the same
//! promise is also written as a concept of the European authority table or of the older Dublin Core one, and read from both.

use super::label::{Term, Vocabulary};
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

const EU: &str = "http://publications.europa.eu/resource/authority/frequency/";
const PURL: &str = "http://purl.org/cld/freq/";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Frequency {
    #[serde(alias = "realtime")]
    Continuous,
    OneMinute,
    FiveMinutes,
    TenMinutes,
    FifteenMinutes,
    ThirtyMinutes,
    Hourly,
    Bihourly,
    Trihourly,
    TwelveHours,
    #[serde(alias = "fourTimesADay")]
    SeveralTimesADay,
    ThreeTimesADay,
    Semidaily,
    Daily,
    FiveTimesAWeek,
    ThreeTimesAWeek,
    Semiweekly,
    Weekly,
    #[serde(alias = "fortnighly")]
    Biweekly,
    ThreeTimesAMonth,
    Semimonthly,
    Monthly,
    Bimonthly,
    Quarterly,
    ThreeTimesAYear,
    #[serde(alias = "biannual")]
    Semiannual,
    Annual,
    Biennial,
    Triennial,
    Quadrennial,
    Quinquennial,
    Decennial,
    Bidecennial,
    Tridecennial,
    Punctual,
    Irregular,
    Never,
    NotPlanned,
    #[serde(alias = "fourTimesAWeek")]
    Other,
    #[default]
    Unknown,
}

impl Vocabulary for Frequency {
    const ALL: &'static [Self] = &[
        Self::Continuous,
        Self::OneMinute,
        Self::FiveMinutes,
        Self::TenMinutes,
        Self::FifteenMinutes,
        Self::ThirtyMinutes,
        Self::Hourly,
        Self::Bihourly,
        Self::Trihourly,
        Self::TwelveHours,
        Self::SeveralTimesADay,
        Self::ThreeTimesADay,
        Self::Semidaily,
        Self::Daily,
        Self::FiveTimesAWeek,
        Self::ThreeTimesAWeek,
        Self::Semiweekly,
        Self::Weekly,
        Self::Biweekly,
        Self::ThreeTimesAMonth,
        Self::Semimonthly,
        Self::Monthly,
        Self::Bimonthly,
        Self::Quarterly,
        Self::ThreeTimesAYear,
        Self::Semiannual,
        Self::Annual,
        Self::Biennial,
        Self::Triennial,
        Self::Quadrennial,
        Self::Quinquennial,
        Self::Decennial,
        Self::Bidecennial,
        Self::Tridecennial,
        Self::Punctual,
        Self::Irregular,
        Self::Never,
        Self::NotPlanned,
        Self::Other,
        Self::Unknown,
    ];

    fn term(self) -> Term {
        let (code, fr, en) = match self {
            Self::Continuous => ("continuous", "En temps réel", "Real time"),
            Self::OneMinute => ("oneMinute", "Toutes les minutes", "Every minute"),
            Self::FiveMinutes => (
                "fiveMinutes",
                "Toutes les cinq minutes",
                "Every five minutes",
            ),
            Self::TenMinutes => ("tenMinutes", "Toutes les dix minutes", "Every ten minutes"),
            Self::FifteenMinutes => (
                "fifteenMinutes",
                "Tous les quarts d’heure",
                "Every fifteen minutes",
            ),
            Self::ThirtyMinutes => (
                "thirtyMinutes",
                "Toutes les demi-heures",
                "Every thirty minutes",
            ),
            Self::Hourly => ("hourly", "Toutes les heures", "Every hour"),
            Self::Bihourly => ("bihourly", "Toutes les deux heures", "Every two hours"),
            Self::Trihourly => ("trihourly", "Toutes les trois heures", "Every three hours"),
            Self::TwelveHours => (
                "twelveHours",
                "Toutes les douze heures",
                "Every twelve hours",
            ),
            Self::SeveralTimesADay => (
                "severalTimesADay",
                "Plusieurs fois par jour",
                "Several times a day",
            ),
            Self::ThreeTimesADay => ("threeTimesADay", "Trois fois par jour", "Three times a day"),
            Self::Semidaily => ("semidaily", "Deux fois par jour", "Twice a day"),
            Self::Daily => ("daily", "Tous les jours", "Daily"),
            Self::FiveTimesAWeek => (
                "fiveTimesAWeek",
                "Cinq fois par semaine",
                "Five times a week",
            ),
            Self::ThreeTimesAWeek => (
                "threeTimesAWeek",
                "Trois fois par semaine",
                "Three times a week",
            ),
            Self::Semiweekly => ("semiweekly", "Deux fois par semaine", "Twice a week"),
            Self::Weekly => ("weekly", "Toutes les semaines", "Weekly"),
            Self::Biweekly => ("biweekly", "Toutes les deux semaines", "Every two weeks"),
            Self::ThreeTimesAMonth => (
                "threeTimesAMonth",
                "Trois fois par mois",
                "Three times a month",
            ),
            Self::Semimonthly => ("semimonthly", "Deux fois par mois", "Twice a month"),
            Self::Monthly => ("monthly", "Tous les mois", "Monthly"),
            Self::Bimonthly => ("bimonthly", "Tous les deux mois", "Every two months"),
            Self::Quarterly => ("quarterly", "Tous les trimestres", "Quarterly"),
            Self::ThreeTimesAYear => ("threeTimesAYear", "Trois fois par an", "Three times a year"),
            Self::Semiannual => ("semiannual", "Deux fois par an", "Twice a year"),
            Self::Annual => ("annual", "Tous les ans", "Annually"),
            Self::Biennial => ("biennial", "Tous les deux ans", "Every two years"),
            Self::Triennial => ("triennial", "Tous les trois ans", "Every three years"),
            Self::Quadrennial => ("quadrennial", "Tous les quatre ans", "Every four years"),
            Self::Quinquennial => ("quinquennial", "Tous les cinq ans", "Every five years"),
            Self::Decennial => ("decennial", "Tous les dix ans", "Every ten years"),
            Self::Bidecennial => ("bidecennial", "Tous les vingt ans", "Every twenty years"),
            Self::Tridecennial => ("tridecennial", "Tous les trente ans", "Every thirty years"),
            Self::Punctual => ("punctual", "Ponctuelle", "One-off"),
            Self::Irregular => ("irregular", "Irrégulière", "Irregular"),
            Self::Never => ("never", "Jamais", "Never"),
            Self::NotPlanned => ("notPlanned", "Non prévue", "Not planned"),
            Self::Other => ("other", "Autre", "Other"),
            Self::Unknown => ("unknown", "Inconnue", "Unknown"),
        };
        Term::new(code, fr, en)
    }

    /// Reads a code, or one that udata has since given up.
    fn parse(code: &str) -> Option<Self> {
        let code = match code {
            "realtime" => "continuous",
            "fourTimesADay" => "severalTimesADay",
            "fortnighly" => "biweekly",
            "biannual" => "semiannual",
            "fourTimesAWeek" => "other",
            current => current,
        };
        Self::ALL
            .iter()
            .copied()
            .find(|frequency| frequency.code() == code)
    }
}

impl Frequency {
    /// The longest silence that keeps the promise, in seconds; none when nothing was promised. "Twice a year" is broken
    /// after a year only: the days inside the span are not known.
    pub fn span_seconds(self) -> Option<i64> {
        let seconds = match self {
            Self::OneMinute => MINUTE,
            Self::FiveMinutes => 5 * MINUTE,
            Self::TenMinutes => 10 * MINUTE,
            Self::FifteenMinutes => 15 * MINUTE,
            Self::ThirtyMinutes => 30 * MINUTE,
            Self::Hourly => HOUR,
            Self::Bihourly => 2 * HOUR,
            Self::Trihourly => 3 * HOUR,
            Self::TwelveHours => 12 * HOUR,
            Self::SeveralTimesADay | Self::ThreeTimesADay | Self::Semidaily | Self::Daily => DAY,
            Self::FiveTimesAWeek | Self::ThreeTimesAWeek | Self::Semiweekly | Self::Weekly => {
                7 * DAY
            }
            Self::Biweekly => 14 * DAY,
            Self::ThreeTimesAMonth | Self::Semimonthly | Self::Monthly => 31 * DAY,
            Self::Bimonthly => 62 * DAY,
            Self::Quarterly => 93 * DAY,
            Self::ThreeTimesAYear | Self::Semiannual | Self::Annual => YEAR,
            Self::Biennial => 2 * YEAR,
            Self::Triennial => 3 * YEAR,
            Self::Quadrennial => 4 * YEAR,
            Self::Quinquennial => 5 * YEAR,
            Self::Decennial => 10 * YEAR,
            Self::Bidecennial => 20 * YEAR,
            Self::Tridecennial => 30 * YEAR,
            Self::Continuous
            | Self::Punctual
            | Self::Irregular
            | Self::Never
            | Self::NotPlanned
            | Self::Other
            | Self::Unknown => return None,
        };
        Some(seconds)
    }

    /// The instant, in microseconds, after which a dataset last changed at `last_update_micros` is late.
    pub fn next_update(self, last_update_micros: i64) -> Option<i64> {
        let span = self.span_seconds()?.checked_mul(1_000_000)?;
        last_update_micros.checked_add(span)
    }

    /// The code in the European authority table.
    pub fn eu_code(self) -> &'static str {
        match self {
            Self::Continuous => "UPDATE_CONT",
            Self::OneMinute => "1MIN",
            Self::FiveMinutes => "5MIN",
            Self::TenMinutes => "10MIN",
            Self::FifteenMinutes => "15MIN",
            Self::ThirtyMinutes => "30MIN",
            Self::Hourly => "HOURLY",
            Self::Bihourly => "BIHOURLY",
            Self::Trihourly => "TRIHOURLY",
            Self::TwelveHours => "12HRS",
            Self::SeveralTimesADay => "CONT",
            Self::ThreeTimesADay => "DAILY_3",
            Self::Semidaily => "DAILY_2",
            Self::Daily => "DAILY",
            Self::FiveTimesAWeek => "WEEKLY_5",
            Self::ThreeTimesAWeek => "WEEKLY_3",
            Self::Semiweekly => "WEEKLY_2",
            Self::Weekly => "WEEKLY",
            Self::Biweekly => "BIWEEKLY",
            Self::ThreeTimesAMonth => "MONTHLY_3",
            Self::Semimonthly => "MONTHLY_2",
            Self::Monthly => "MONTHLY",
            Self::Bimonthly => "BIMONTHLY",
            Self::Quarterly => "QUARTERLY",
            Self::ThreeTimesAYear => "ANNUAL_3",
            Self::Semiannual => "ANNUAL_2",
            Self::Annual => "ANNUAL",
            Self::Biennial => "BIENNIAL",
            Self::Triennial => "TRIENNIAL",
            Self::Quadrennial => "QUADRENNIAL",
            Self::Quinquennial => "QUINQUENNIAL",
            Self::Decennial => "DECENNIAL",
            Self::Bidecennial => "BIDECENNIAL",
            Self::Tridecennial => "TRIDECENNIAL",
            Self::Punctual => "AS_NEEDED",
            Self::Irregular => "IRREG",
            Self::Never => "NEVER",
            Self::NotPlanned => "NOT_PLANNED",
            Self::Other => "OTHER",
            Self::Unknown => "UNKNOWN",
        }
    }

    pub fn eu_uri(self) -> String {
        format!("{EU}{}", self.eu_code())
    }

    /// The concept of the Dublin Core collection description table, which has seventeen only.
    pub fn purl_uri(self) -> Option<String> {
        let listed = matches!(
            self,
            Self::Continuous
                | Self::Daily
                | Self::ThreeTimesAWeek
                | Self::Semiweekly
                | Self::Weekly
                | Self::Biweekly
                | Self::ThreeTimesAMonth
                | Self::Semimonthly
                | Self::Monthly
                | Self::Bimonthly
                | Self::Quarterly
                | Self::ThreeTimesAYear
                | Self::Semiannual
                | Self::Annual
                | Self::Biennial
                | Self::Triennial
                | Self::Irregular
        );
        listed.then(|| format!("{PURL}{}", self.code()))
    }

    /// The URI to write: the older table is the better understood of the two.
    pub fn uri(self) -> String {
        self.purl_uri().unwrap_or_else(|| self.eu_uri())
    }

    /// Reads what a catalogue wrote: a URI of either table, with or without TLS, or a bare code of either, in any case.
    pub fn from_uri(text: &str) -> Option<Self> {
        let text = text.trim();
        let (_, path) = text.split_once("://").unwrap_or(("", text));
        let strip = |table: &str| {
            let prefix = table.trim_start_matches("http://");
            let head = path.get(..prefix.len())?;
            head.eq_ignore_ascii_case(prefix)
                .then(|| path.get(prefix.len()..))
                .flatten()
        };
        let find = |is: &dyn Fn(Self) -> bool| Self::ALL.iter().copied().find(|f| is(*f));
        let in_eu = |code: &str| find(&|f| f.eu_code().eq_ignore_ascii_case(code));
        let in_purl =
            |code: &str| find(&|f| f.purl_uri().is_some() && f.code().eq_ignore_ascii_case(code));
        if let Some(code) = strip(EU) {
            return in_eu(code.trim_end_matches('/'));
        }
        if let Some(code) = strip(PURL) {
            return in_purl(code.trim_end_matches('/'));
        }
        find(&|f| f.code().eq_ignore_ascii_case(text)).or_else(|| in_eu(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_read_and_written() {
        let purl = Frequency::ALL
            .iter()
            .filter(|f| f.purl_uri().is_some())
            .count();
        assert_eq!(purl, 17);
        for frequency in Frequency::ALL {
            assert_eq!(Frequency::from_uri(&frequency.eu_uri()), Some(*frequency));
            assert_eq!(Frequency::from_uri(&frequency.uri()), Some(*frequency));
            assert_eq!(Frequency::from_uri(frequency.code()), Some(*frequency));
        }
        assert_eq!(Frequency::Weekly.uri(), "http://purl.org/cld/freq/weekly");
        assert_eq!(Frequency::from_uri("Annual_2"), Some(Frequency::Semiannual));
        assert_eq!(
            Frequency::from_uri("https://purl.org/cld/freq/daily/"),
            Some(Frequency::Daily)
        );
        assert_eq!(Frequency::from_uri("http://purl.org/cld/freq/never"), None);
        assert_eq!(Frequency::from_uri("é"), None);
    }

    #[test]
    fn a_promise_is_broken_after_its_whole_span() {
        assert_eq!(
            Frequency::Semiannual.next_update(0),
            Some(365 * 86_400_000_000)
        );
        assert_eq!(Frequency::Hourly.next_update(5), Some(3_600_000_005));
        assert_eq!(Frequency::Unknown.next_update(0), None);
        assert_eq!(Frequency::Daily.next_update(i64::MAX), None);
        assert_eq!(
            Frequency::ALL
                .iter()
                .filter(|f| f.span_seconds().is_none())
                .count(),
            7
        );
    }

    #[test]
    fn former_codes_are_understood() {
        let former = [
            ("realtime", Frequency::Continuous),
            ("fourTimesADay", Frequency::SeveralTimesADay),
            ("fourTimesAWeek", Frequency::Other),
            ("fortnighly", Frequency::Biweekly),
            ("biannual", Frequency::Semiannual),
        ];
        for (code, frequency) in former {
            assert_eq!(Frequency::parse(code), Some(frequency));
            let read: Frequency = serde_json::from_value(code.into()).unwrap();
            assert_eq!(read, frequency);
        }
    }
}
