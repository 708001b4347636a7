//! Real answers of catalogues, kept beside the project: tests that want them say so and pass where they are absent.

use std::path::PathBuf;

use bytes::Bytes;
use url::Url;
use vitrail_domain::harvest::HarvestConfig;
use vitrail_harvest::{Answer, Ask, Backend, Fault, Step, Walk};

/// The content of a file of the shared data.
pub fn file(name: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("VITRAIL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let found = std::fs::read(root.join("data").join(name)).ok();
    if found.is_none() {
        println!("skipped: no {name} here (set VITRAIL_SHARED)");
    }
    found
}

/// The body of a recorded answer: what follows its headers.
pub fn recorded(name: &str) -> Option<Vec<u8>> {
    let text = String::from_utf8(file(name)?).unwrap();
    let (_, answer) = text.split_once("\nHTTP ").unwrap();
    let (_, body) = answer.split_once("\n\n").unwrap();
    Some(body.as_bytes().to_vec())
}

pub fn walk(backend: Backend, url: &str, config: &HarvestConfig) -> Box<dyn Walk> {
    backend.walk(&url.parse::<Url>().unwrap(), config).unwrap()
}

/// What a walk makes of an answer to a request.
pub fn read(walk: &mut dyn Walk, ask: &Ask, body: &[u8]) -> Result<Step, Fault> {
    let answer = Answer {
        url: ask.url.clone(),
        content_type: None,
        body: Bytes::copy_from_slice(body),
    };
    walk.read(ask, &answer)
}

/// What a backend makes of a file nobody asked for.
pub fn parse(backend: Backend, body: &[u8]) -> Result<Step, Fault> {
    let url = "https://catalogue.example.org/";
    let mut walk = walk(backend, url, &HarvestConfig::default());
    let ask = Ask::get(url.parse().unwrap(), "*/*");
    read(walk.as_mut(), &ask, body)
}

/// A body with some of its bytes changed, dropped or repeated, as a seed says.
pub fn damaged(body: &[u8], changes: &[(usize, u8, u8)]) -> Vec<u8> {
    let mut body = body.to_vec();
    for (place, how, byte) in changes {
        if body.is_empty() {
            break;
        }
        let at = place % body.len();
        match how % 4 {
            0 => body[at] = *byte,
            1 => {
                body.remove(at);
            }
            2 => body.insert(at, *byte),
            _ => {
                let end = (at + usize::from(*byte)).min(body.len());
                let part = body[at..end].to_vec();
                body.splice(at..at, part);
            }
        }
    }
    body
}
