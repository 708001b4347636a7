//! The little calendar the ranges of dates need: the room is given instants as microseconds and
//! must say when "twelve months ago" was, rounded down to the day as the reference portal does.

const DAY: i64 = 86_400_000_000;

/// Starts of the last 30 days, 12 months and 3 years, in microseconds.
pub fn range_starts(now: i64) -> [i64; 3] {
    let day = now.div_euclid(DAY);
    let (year, month, date) = civil(day);
    [
        (day - 30) * DAY,
        days(year - 1, month, date) * DAY,
        days(year - 3, month, date) * DAY,
    ]
}

/// How fresh something is that was updated then: 1 now, a half after two years.
#[expect(
    clippy::cast_precision_loss,
    reason = "a part of a year needs no microsecond"
)]
pub fn freshness(now: i64, updated: i64) -> f32 {
    if updated == i64::MIN {
        return 0.0;
    }
    let years = now.saturating_sub(updated).max(0) as f32 / (365.25 * DAY as f32);
    1.0 / (1.0 + years / 2.0)
}

/// Year, month and day of a number of days since 1970-01-01 (Howard Hinnant's algorithm).
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, date)
}

/// Days since 1970-01-01; a 29 February that does not exist becomes the 28.
fn days(year: i64, month: i64, date: i64) -> i64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let date = if month == 2 && date == 29 && !leap {
        28
    } else {
        date
    };
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * shifted_month + 2) / 5 + date - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree() {
        for day in [-1, 0, 59, 11_016, 19_782, 20_000] {
            let (year, month, date) = civil(day);
            assert_eq!(days(year, month, date), day);
        }
        assert_eq!(civil(19_782), (2024, 2, 29));
    }

    #[test]
    fn a_leap_day_a_year_ago() {
        let [_, year, _] = range_starts(19_782 * DAY + 5);
        assert_eq!(year, days(2023, 2, 28) * DAY);
    }
}
