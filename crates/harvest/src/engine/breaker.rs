//! Knowing a server that is down: when the requests for one item after another fail, the rest is not asked for.

use vitrail_net::FetchError;

/// Failures in a row, before the source is given up.
const MOST: usize = 20;

/// How many requests failed since the last answer.
#[derive(Default)]
pub struct Breaker {
    failures: usize,
}

impl Breaker {
    /// The server answered, be it to refuse.
    pub fn answered(&mut self) {
        self.failures = 0;
    }

    /// A request for an item failed: why the source is given up, when it is.
    pub fn failed(&mut self, error: &FetchError) -> Result<(), String> {
        if !is_down(error) {
            self.answered();
            return Ok(());
        }
        self.failures += 1;
        if self.failures < MOST {
            return Ok(());
        }
        Err(format!(
            "{MOST} requests in a row failed, and the rest was not asked for: {error}"
        ))
    }
}

/// Whether it is the server that fails or wants to be left alone, rather than that it refuses one thing.
fn is_down(error: &FetchError) -> bool {
    match error {
        FetchError::Status { status, .. } => matches!(*status, 403 | 429 | 500..),
        FetchError::Unreachable { .. } | FetchError::Late { .. } | FetchError::Silent { .. } => {
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_down_is_given_up() {
        let status = |status| FetchError::Status {
            url: "https://example.org/".to_owned(),
            status,
        };
        let mut breaker = Breaker::default();
        for _ in 0..100 {
            assert_eq!(breaker.failed(&status(404)), Ok(()), "an answer");
        }
        for _ in 1..MOST {
            assert_eq!(breaker.failed(&status(500)), Ok(()));
        }
        breaker.answered();
        for _ in 1..MOST {
            assert_eq!(breaker.failed(&status(503)), Ok(()));
        }
        let why = breaker.failed(&status(500)).unwrap_err();
        assert!(why.starts_with("20 requests in a row failed"), "{why}");
    }
}
