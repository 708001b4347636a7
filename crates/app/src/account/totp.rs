//! Codes that change with time (RFC 6238, over RFC 4226): six digits each thirty seconds, as every application of
//! that kind draws them.

use crate::hmac;
use vitrail_domain::Timestamp;
use vitrail_domain::time::SECOND;

const PERIOD: i64 = 30 * SECOND;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step of an instant.
pub fn step(now: Timestamp) -> i64 {
    now.micros().div_euclid(PERIOD)
}

/// The step, of those around now, to which a code belongs: clocks differ a little.
pub fn find(secret: &[u8], said: &str, now: Timestamp) -> Option<i64> {
    let said: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let now = step(now);
    [now, now - 1, now + 1]
        .into_iter()
        .find(|step| code(secret, *step) == said)
}

/// The code of a step.
pub fn code(secret: &[u8], step: i64) -> String {
    let mac = hmac::sha1(secret, &step.to_be_bytes());
    let at = usize::from(mac.last().copied().unwrap_or_default() & 0xf);
    let four = mac.iter().skip(at).take(4);
    let number = four.fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// Bytes as people copy them: letters and digits that cannot be taken for one another.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            push(&mut text, bits >> held);
        }
    }
    if held > 0 {
        push(&mut text, bits << (5 - held));
    }
    text
}

fn push(text: &mut String, bits: u32) {
    let sign = ALPHABET.get((bits & 31) as usize).copied();
    text.push(char::from(sign.unwrap_or(b'A')));
}

/// The bytes of such a text; nothing of what is none.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for sign in text.bytes() {
        let value = ALPHABET.iter().position(|known| *known == sign)?;
        bits = bits << 5 | u32::try_from(value).ok()?;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standards() {
        let secret = b"12345678901234567890";
        // RFC 4226, appendix D, then RFC 6238, appendix B.
        for (step, expected) in [
            (0, "755224"),
            (1, "287082"),
            (9, "520489"),
            (1_111_111_109 / 30, "081804"),
            (20_000_000_000 / 30, "353130"),
        ] {
            assert_eq!(code(secret, step), expected);
        }
        let now = Timestamp::from_micros(59 * SECOND);
        assert_eq!(find(secret, "287 082", now), Some(1));
        assert_eq!(find(secret, "755224", now), Some(0));
        assert_eq!(find(secret, "520489", now), None);
        assert_eq!(find(secret, "", now), None);
    }

    #[test]
    fn base32_there_and_back() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(from_base32("MZXW6YTBOI").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(from_base32("mzxw"), None);
    }
}
