//! HMAC (RFC 2104), for keys no longer than a block: who knows the key wrote the message.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use vitrail_domain::text;

/// Bytes that both digests take at once.
const BLOCK: usize = 64;

/// Over SHA-256, in hexadecimal.
pub fn sha256(key: &str, message: &str) -> String {
    let digest = |parts: [&[u8]; 2]| {
        let [first, second] = parts;
        Sha256::new()
            .chain_update(first)
            .chain_update(second)
            .finalize()
            .to_vec()
    };
    text::hex(&over(digest, key.as_bytes(), message.as_bytes()))
}

/// Over SHA-1, which is what second factors speak (RFC 4226).
pub fn sha1(key: &[u8], message: &[u8]) -> Vec<u8> {
    use sha1::Digest;
    let digest = |parts: [&[u8]; 2]| {
        let [first, second] = parts;
        Sha1::new()
            .chain_update(first)
            .chain_update(second)
            .finalize()
            .to_vec()
    };
    over(digest, key, message)
}

fn over(digest: impl Fn([&[u8]; 2]) -> Vec<u8>, key: &[u8], message: &[u8]) -> Vec<u8> {
    let padded = |with: u8| -> Vec<u8> {
        let key = key.iter().copied().chain(std::iter::repeat(0));
        key.take(BLOCK).map(|byte| byte ^ with).collect()
    };
    digest([&padded(0x5c), &digest([&padded(0x36), message])])
}
