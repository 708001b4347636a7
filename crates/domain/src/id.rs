//! Identifiers that clients of udata recognise: 24 lower-case hexadecimal characters, four bytes of time and
//! eight of chance. Kept as twelve bytes so that they are cheap to copy and compare.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::Timestamp;

/// Twelve bytes written as 24 lower-case hexadecimal characters.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; 12]);

/// The text was not 24 hexadecimal characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is made of 24 hexadecimal characters")]
pub struct NotAnId;

impl Id {
    /// An identifier made of the second of `now` and eight bytes of chance.
    pub fn new(now: Timestamp, chance: [u8; 8]) -> Self {
        let seconds = u32::try_from(now.seconds().max(0))
            .unwrap_or(u32::MAX)
            .to_be_bytes();
        let mut bytes = [0; 12];
        for (slot, byte) in bytes.iter_mut().zip(seconds.into_iter().chain(chance)) {
            *slot = byte;
        }
        Self(bytes)
    }

    /// An identifier that always comes out the same for the same words: stubs made by an import.
    pub fn seeded(words: &str) -> Self {
        // FNV-1a over 128 bits: stable across versions and machines, which the standard hasher is not.
        let mut state: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        for byte in words.bytes() {
            state ^= u128::from(byte);
            state = state.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        let mut bytes = [0; 12];
        for (slot, byte) in bytes.iter_mut().zip(state.to_be_bytes()) {
            *slot = byte;
        }
        Self(bytes)
    }

    /// The bytes, for seeds of drawings.
    pub fn bytes(self) -> [u8; 12] {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let digits = text.as_bytes();
        if digits.len() != 24 {
            return Err(NotAnId);
        }
        let mut bytes = [0; 12];
        for (slot, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = char::from(*digit).to_digit(16).ok_or(NotAnId)?;
                *slot = (*slot << 4) | u8::try_from(value).map_err(|_| NotAnId)?;
            }
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let id = Id::new(Timestamp::from_micros(1_700_000_000_000_000), [7; 8]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().len(), 24);
    }

    #[test]
    fn refuses_other_texts() {
        for text in [
            "",
            "xyz",
            "53698e41a3a729239d2033f",
            "53698e41a3a729239d2033fg",
            "éééééééééééé",
        ] {
            assert_eq!(text.parse::<Id>(), Err(NotAnId), "{text}");
        }
    }

    #[test]
    fn seeds_are_stable() {
        assert_eq!(
            Id::seeded("organization:Insee"),
            Id::seeded("organization:Insee")
        );
        assert_ne!(
            Id::seeded("organization:Insee"),
            Id::seeded("organization:insee")
        );
    }
}
