//! When to ask again. A busy server says 429 or 503, often with the time it wants us to stay away; we
//! obey within a bound, and give its answer to the caller beyond it rather than hammer or hang.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How long a caller is ready to bear a busy server.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Requests in all, the first included.
    pub attempts: u32,
    /// The first pause when the server names none; it doubles each time.
    pub first_pause: Duration,
    /// No pause is longer; a server that asks for more is not asked again.
    pub longest_pause: Duration,
    /// Also when it refuses or fails: catalogues block whoever asks fast, and fall over for a moment.
    pub bears_failures: bool,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            bears_failures: false,
        }
    }
}

impl Patience {
    /// The pause before asking again after `done` requests; none when it is time to give up.
    pub fn pause(&self, done: u32, status: u16, headers: &HeaderMap) -> Option<Duration> {
        let passes = matches!(status, 429 | 503)
            || (self.bears_failures && matches!(status, 403 | 408 | 425 | 500 | 502 | 504));
        if done >= self.attempts || !passes {
            return None;
        }
        match retry_after(headers) {
            Some(asked) if asked > self.longest_pause => None,
            Some(asked) => Some(asked.max(self.first_pause)),
            None => Some(self.doubled(done)),
        }
    }

    /// The pause after `done` requests when the server names none.
    pub fn doubled(&self, done: u32) -> Duration {
        let doublings = done.saturating_sub(1).min(16);
        (self.first_pause * 2_u32.pow(doublings)).min(self.longest_pause)
    }
}

/// Seconds, or a date; a date is measured against the server's own clock, which is the one it means.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(asked).ok()?;
    let now = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(reqwest::header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let patience = Patience {
            attempts: 20,
            ..Patience::default()
        };
        let none = HeaderMap::new();
        let seconds: Vec<f32> = [1, 2, 3, 7, 19]
            .map(|done| patience.pause(done, 503, &none).unwrap().as_secs_f32())
            .to_vec();
        assert_eq!(seconds, [0.5, 1.0, 2.0, 30.0, 30.0]);
        assert_eq!(patience.pause(20, 503, &none), None);
    }

    #[test]
    fn only_busy_servers_are_asked_again() {
        let patience = Patience::default();
        for status in [200, 400, 404, 500, 502, 504] {
            assert_eq!(patience.pause(1, status, &HeaderMap::new()), None);
        }
    }

    #[test]
    fn retry_after_is_obeyed_within_the_bound() {
        let patience = Patience::default();
        let after = |value: &str| patience.pause(1, 429, &headers(&[(RETRY_AFTER, value)]));
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        assert_eq!(after("0"), Some(patience.first_pause), "never a busy loop");
        assert_eq!(after("3600"), None);
        assert_eq!(after("soon"), Some(patience.first_pause));
        let dated = headers(&[
            (DATE, "Sat, 21 Nov 2026 10:00:00 GMT"),
            (RETRY_AFTER, "Sat, 21 Nov 2026 10:00:12 GMT"),
        ]);
        assert_eq!(
            patience.pause(1, 503, &dated),
            Some(Duration::from_secs(12))
        );
    }
}
