//! When a source is read, in words: the schedules that people write; any other stays an expression.

use crate::view::Words;

/// The sentence of a cron expression of five fields, if it is a usual one.
pub fn said(cron: &str, words: &Words) -> Option<String> {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    let [minute, hour, day, "*", weekday] = fields[..] else {
        return None;
    };
    let within = |text: &str, most: u8| text.parse::<u8>().ok().filter(|number| *number <= most);
    let minute = ("minute", format!("{:02}", within(minute, 59)?).into());
    if (hour, day, weekday) == ("*", "*", "*") {
        return Some(words.format("harvester-hourly", &[minute]));
    }
    let hour = ("hour", within(hour, 23)?.to_string().into());
    match (day, weekday) {
        ("*", "*") => Some(words.format("harvester-daily", &[hour, minute])),
        ("*", weekday) => {
            // Sunday is 0 or 7.
            let weekday = ("weekday", (within(weekday, 7)? % 7).to_string().into());
            Some(words.format("harvester-weekly", &[weekday, hour, minute]))
        }
        (day, "*") => {
            let day = ("day", i64::from(within(day, 31)?).into());
            Some(words.format("harvester-monthly", &[day, hour, minute]))
        }
        _ => None,
    }
}
