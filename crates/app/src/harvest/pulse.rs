//! Whether a reading is kept waiting by its source: one that is holds no place among those that are read at once, so that
//! sources that hang delay no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A source that gives nothing for so long is slow: less than the time between two looks at the tables, so that eight
/// sources that hang delay the next ones by one look.
const SLOW: Duration = Duration::from_millis(750);
/// Sources read at once by one node.
const TOGETHER: usize = 8;
/// And with those that are slow, which cost little more than their connections: more than a country has that hang.
const MOST: usize = 128;

/// Since when a reading waits for its source.
#[derive(Clone, Debug)]
pub struct Pulse {
    began: Instant,
    /// Milliseconds after the beginning, and one; none while there is work.
    waits: Arc<AtomicU64>,
}

impl Default for Pulse {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            waits: Arc::default(),
        }
    }
}

impl Pulse {
    /// From now on the source is waited for.
    pub fn wait(&self) {
        let since = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.waits.store(since + 1, Ordering::Relaxed);
    }

    /// The source gave something.
    pub fn work(&self) {
        self.waits.store(0, Ordering::Relaxed);
    }

    fn is_slow(&self, now: Instant) -> bool {
        let Some(since) = self.waits.load(Ordering::Relaxed).checked_sub(1) else {
            return false;
        };
        let since = self.began + Duration::from_millis(since);
        now.saturating_duration_since(since) >= SLOW
    }
}

/// Whether one more source may be read beside these.
pub fn has_room(under_way: &[Pulse], now: Instant) -> bool {
    let busy = under_way.iter().filter(|pulse| !pulse.is_slow(now)).count();
    busy < TOGETHER && under_way.len() < MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_that_hang_hold_no_place() {
        let pulses: Vec<Pulse> = (0..8).map(|_| Pulse::default()).collect();
        let now = Instant::now();
        assert!(!has_room(&pulses, now));
        for pulse in &pulses {
            pulse.wait();
        }
        assert!(!has_room(&pulses, now), "they may answer yet");
        let now = Instant::now() + SLOW;
        assert!(has_room(&pulses, now));
        for pulse in &pulses {
            pulse.work();
        }
        assert!(!has_room(&pulses, now), "they answered");
        let many: Vec<Pulse> = (0..MOST).map(|_| Pulse::default()).collect();
        for pulse in &many {
            pulse.wait();
        }
        let now = Instant::now() + SLOW;
        assert!(!has_room(&many, now), "not even these are without end");
    }
}
