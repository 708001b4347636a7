//! Answers kept ready: what an anonymous reader got is given to the next one as it is, compressed once, until
//! anything changes in the portal or a minute passes (ages and delays are written in words). Every answer gets
//! an ETag, so that a reader who has it already is told so in no bytes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, SET_COOKIE, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::{Compress, Crc, FlushCompress, Status};
use sha2::{Digest, Sha256};
use vitrail_app::domain::text;
use vitrail_app::domain::time::SECOND;

use crate::Web;
use crate::context;
use crate::packed::streamed;
use crate::traffic::Seen;

/// An answer is given again for at most this long, in microseconds.
const LIFE: i64 = 60 * SECOND;
/// Bytes of each of the two generations.
const ROOM: usize = 24_000_000;
/// Larger answers are streamed and not kept.
const LARGEST: u64 = 2_000_000;
/// Shorter bodies gain nothing by compression.
const WORTH_COMPRESSING: usize = 600;

/// The answers that are ready. Two generations: when the young one is full it becomes the old one, and what
/// nobody asks for again goes away with it.
#[derive(Default)]
pub struct Cache {
    generations: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: HashMap<String, Arc<Ready>>,
    old: HashMap<String, Arc<Ready>>,
    bytes: usize,
}

/// The state of the object that an answer shows: the instant of its last edit, in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Edited(pub i64);

/// One answer.
struct Ready {
    headers: HeaderMap,
    body: Bytes,
    compressed: OnceLock<Option<Bytes>>,
    /// Worth the effort for an answer that many will get, not for one.
    effort: flate2::Compression,
    /// The place of the change log that it shows.
    change: i64,
    made: i64,
    /// What its readers see, to be counted.
    seen: Option<Seen>,
}

impl Cache {
    fn get(&self, key: &str, change: i64, now: i64) -> Option<Arc<Ready>> {
        let mut generations = self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let found = if let Some(found) = generations.young.get(key) {
            Arc::clone(found)
        } else {
            let found = generations.old.remove(key)?;
            generations.keep(key, &found);
            found
        };
        drop(generations);
        (found.change == change && (0..LIFE).contains(&(now - found.made))).then_some(found)
    }

    fn put(&self, key: &str, ready: &Arc<Ready>) {
        self.generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keep(key, ready);
    }
}

impl Generations {
    fn keep(&mut self, key: &str, ready: &Arc<Ready>) {
        // Headers and the compressed body count for about as much again as a small body.
        let size = ready.body.len() * 5 / 4 + key.len() + 1_000;
        if self.bytes + size > ROOM {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += size;
        self.young.insert(key.to_owned(), Arc::clone(ready));
    }
}

/// The layer: gives a ready answer, or makes one and keeps it.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let asked = parts.headers.clone();
    let Some(key) = key(&parts, &web) else {
        let response = next.run(Request::from_parts(parts, body)).await;
        return finish(&asked, response, "private, no-cache").await;
    };
    let (change, now) = (web.app.db().last_change(), web.app.now().micros());
    if let Some(ready) = web.cache.get(&key, change, now) {
        return ready.answer(&asked);
    }
    let response = next.run(Request::from_parts(parts, body)).await;
    if response.status() != StatusCode::OK || forbids_keeping(&response) {
        return finish(&asked, response, "no-cache").await;
    }
    match ready(response, "no-cache", change, now).await {
        Ok(ready) => {
            let ready = Arc::new(ready);
            web.cache.put(&key, &ready);
            ready.answer(&asked)
        }
        Err(response) => streamed(&asked, response),
    }
}

/// What distinguishes the answers to anonymous readers; none for readers who are known, and for those who ask
/// for a fresh answer.
fn key(parts: &Parts, web: &Web) -> Option<String> {
    let known = parts.headers.contains_key("x-api-key")
        || parts.headers.contains_key(AUTHORIZATION)
        || parts.headers.contains_key("x-ckan-api-key")
        || context::session(&parts.headers).is_some();
    let fresh = parts
        .headers
        .get(CACHE_CONTROL)
        .is_some_and(|value| value.as_bytes() == b"no-cache");
    if known || fresh || parts.method != Method::GET {
        return None;
    }
    let header = |name: HeaderName| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let mut key = parts.uri.path_and_query()?.as_str().to_owned();
    for part in [
        context::lang_of(parts, web),
        header(HOST).unwrap_or_default(),
        header(ACCEPT).unwrap_or_default(),
        header(HeaderName::from_static("x-fields")).unwrap_or_default(),
        header(HeaderName::from_static("x-get-datasets-full-objects")).unwrap_or_default(),
        if context::cookie(&parts.headers, context::LANG_COOKIE).is_some() {
            "c"
        } else {
            ""
        },
    ] {
        key.push('\n');
        key.push_str(part);
    }
    (key.len() < 4_000).then_some(key)
}

fn forbids_keeping(response: &Response) -> bool {
    response.headers().contains_key(SET_COOKIE)
        || response
            .headers()
            .get(CACHE_CONTROL)
            .is_some_and(|value| value.as_bytes().windows(8).any(|part| part == b"no-store"))
}

/// The whole of an answer of known and reasonable size; others are given back untouched.
async fn ready(
    response: Response,
    cache_control: &'static str,
    change: i64,
    now: i64,
) -> Result<Ready, Response> {
    if response
        .body()
        .size_hint()
        .exact()
        .is_none_or(|size| size > LARGEST)
        || response.headers().contains_key(CONTENT_ENCODING)
    {
        return Err(response);
    }
    let (mut parts, body) = response.into_parts();
    let bytes = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(%error, "an answer could not be read whole");
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        }
    };
    parts.headers.remove(CONTENT_LENGTH);
    let seen = parts.extensions.remove::<Seen>();
    let state = parts.extensions.get::<Edited>().map(|state| state.0);
    parts
        .headers
        .entry(ETAG)
        .or_insert_with(|| etag(&bytes, state));
    parts
        .headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(cache_control));
    parts
        .headers
        .append(VARY, HeaderValue::from_static("Accept-Encoding"));
    Ok(Ready {
        headers: parts.headers,
        body: bytes,
        compressed: OnceLock::new(),
        effort: flate2::Compression::new(6),
        change,
        made: now,
        seen,
    })
}

/// Gives an answer that is not kept its ETag and its compression.
async fn finish(asked: &HeaderMap, response: Response, cache_control: &'static str) -> Response {
    let status = response.status();
    if response.body().size_hint().exact() == Some(0) {
        return response;
    }
    match ready(response, cache_control, 0, 0).await {
        Ok(mut ready) => {
            ready.effort = flate2::Compression::fast();
            if status == StatusCode::OK {
                return ready.answer(asked);
            }
            ready.headers.remove(ETAG);
            let mut response = ready.answer(asked);
            *response.status_mut() = status;
            response
        }
        Err(response) => streamed(asked, response),
    }
}

/// A weak tag: the same for the plain and the compressed body. It ends with the state of the object, which a
/// writer gives back in `If-Match`.
fn etag(bytes: &Bytes, state: Option<i64>) -> HeaderValue {
    let digest = Sha256::digest(bytes);
    let digest = text::hex(digest.get(..12).unwrap_or_default());
    let state = state.map(|state| format!("-{state:x}")).unwrap_or_default();
    HeaderValue::try_from(format!("W/\"{digest}{state}\""))
        .unwrap_or(HeaderValue::from_static("W/\"\""))
}

impl Ready {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let mut response = self.whole_or_known(asked);
        if let Some(seen) = &self.seen {
            response.extensions_mut().insert(seen.clone());
        }
        response
    }

    fn whole_or_known(&self, asked: &HeaderMap) -> Response {
        let tag = self.headers.get(ETAG);
        if tag.is_some_and(|tag| has_already(asked, tag)) {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            for name in [ETAG, CACHE_CONTROL, VARY] {
                for value in self.headers.get_all(&name) {
                    response.headers_mut().append(name.clone(), value.clone());
                }
            }
            return response;
        }
        let compressed = accepts_gzip(asked)
            .then(|| {
                self.compressed
                    .get_or_init(|| gzip(&self.headers, &self.body, self.effort))
                    .clone()
            })
            .flatten();
        let is_compressed = compressed.is_some();
        let mut response =
            Response::new(Body::from(compressed.unwrap_or_else(|| self.body.clone())));
        *response.headers_mut() = self.headers.clone();
        if is_compressed {
            response
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn has_already(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(tag) = tag.to_str() else { return false };
    asked
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| {
            tags.trim() == "*"
                || tags
                    .split(',')
                    .any(|candidate| bare(candidate) == bare(tag))
        })
}

/// Whether who asks reads what is compressed.
pub fn accepts_gzip(asked: &HeaderMap) -> bool {
    asked
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|encodings| {
            encodings.split(',').any(|encoding| {
                let mut parts = encoding.split(';').map(str::trim);
                parts.next() == Some("gzip") && parts.all(|part| part != "q=0")
            })
        })
}

/// Whether an answer is of a type that gains from compression.
pub fn is_textual(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::to_str);
    let Some(Ok(kind)) = kind else {
        return false;
    };
    [
        "text/",
        "json",
        "xml",
        "svg",
        "javascript",
        "n-triples",
        "trig",
        "turtle",
    ]
    .iter()
    .any(|part| kind.contains(part))
}

/// The compressed body, when its type gains from it.
fn gzip(headers: &HeaderMap, body: &Bytes, effort: flate2::Compression) -> Option<Bytes> {
    if !is_textual(headers) || body.len() < WORTH_COMPRESSING {
        return None;
    }
    let packed = if effort == flate2::Compression::fast() {
        QUICK.with_borrow_mut(|quick| pack(quick, body))
    } else {
        pack(&mut Compress::new(effort, false), body)
    };
    packed.map(Bytes::from)
}

thread_local! {
    /// Making one costs as much as compressing an ordinary answer with it.
    static QUICK: RefCell<Compress> = RefCell::new(Compress::new(flate2::Compression::fast(), false));
}

/// RFC 1952: a header that says nothing, the compressed body, its checksum and its size.
fn pack(compress: &mut Compress, body: &[u8]) -> Option<Vec<u8>> {
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff];
    compress.reset();
    // Deflate stores what it cannot compress: five bytes more for each 16 kB.
    let mut out = Vec::with_capacity(body.len() + body.len() / 1_000 + 64);
    out.extend_from_slice(&HEADER);
    let status = compress
        .compress_vec(body, &mut out, FlushCompress::Finish)
        .ok()?;
    if status != Status::StreamEnd {
        return None;
    }
    let mut checksum = Crc::new();
    checksum.update(body);
    out.extend_from_slice(&checksum.sum().to_le_bytes());
    out.extend_from_slice(&checksum.amount().to_le_bytes());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_tag_is_recognised_weak_or_strong() {
        let tag = HeaderValue::from_static("W/\"abc\"");
        for sent in ["W/\"abc\"", "\"abc\"", "\"x\", W/\"abc\"", "*"] {
            assert!(
                has_already(&headers(&[(IF_NONE_MATCH, sent)]), &tag),
                "{sent}"
            );
        }
        assert!(!has_already(&headers(&[(IF_NONE_MATCH, "\"x\"")]), &tag));
        assert!(!has_already(&HeaderMap::new(), &tag));
    }

    #[test]
    fn gzip_is_negotiated() {
        for (sent, accepted) in [
            ("gzip, br", true),
            ("br;q=1, gzip;q=0.5", true),
            ("gzip;q=0", false),
            ("br", false),
        ] {
            assert_eq!(
                accepts_gzip(&headers(&[(ACCEPT_ENCODING, sent)])),
                accepted,
                "{sent}"
            );
        }
    }

    #[test]
    fn what_is_packed_is_a_file_that_everyone_reads() {
        use std::io::Read;
        let kinds = headers(&[(CONTENT_TYPE, "application/json")]);
        let mut state = 1_u64;
        let letter = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            u32::try_from(state >> 33)
                .ok()
                .and_then(|n| char::from_digit(n % 36, 36))
        };
        let noise: String = std::iter::from_fn(letter).take(200_000).collect();
        for text in [noise.clone(), "[1, 2] ".repeat(9_000), noise] {
            let body = Bytes::from(text);
            for effort in [flate2::Compression::fast(), flate2::Compression::new(6)] {
                let packed = gzip(&kinds, &body, effort).unwrap();
                let mut back = Vec::new();
                flate2::read::GzDecoder::new(&packed[..])
                    .read_to_end(&mut back)
                    .unwrap();
                assert_eq!(back, body);
            }
        }
    }

    #[test]
    fn two_generations_bound_the_room() {
        let cache = Cache::default();
        let body = Bytes::from(vec![b'x'; 1_000_000]);
        for number in 0..100 {
            let ready = Ready {
                headers: HeaderMap::new(),
                body: body.clone(),
                compressed: OnceLock::new(),
                effort: flate2::Compression::fast(),
                change: 1,
                made: 0,
                seen: None,
            };
            cache.put(&number.to_string(), &Arc::new(ready));
        }
        let generations = cache.generations.lock().unwrap();
        assert!(generations.young.len() + generations.old.len() < 50);
        drop(generations);
        assert!(cache.get("99", 1, 5).is_some());
        assert!(cache.get("99", 2, 5).is_none(), "something changed since");
        assert!(cache.get("99", 1, LIFE).is_none(), "too old");
        assert!(cache.get("0", 1, 5).is_none(), "let go");
    }
}
