//! How a catalogue is read: what to ask first, what an answer says and what to ask next. A walk does no I/O, so that the
//! same code serves a file, a preview and a run, and so that time, bytes and addresses are watched in one place.

use bytes::Bytes;
use url::Url;
use vitrail_dcat::read::Parts;
use vitrail_domain::Kind;
use vitrail_domain::harvest::Harvested;

/// A request for the engine to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub url: Url,
    pub accept: &'static str,
    pub headers: Vec<(&'static str, String)>,
    /// The type of a body to post and the body; none to get.
    pub body: Option<(&'static str, String)>,
    /// What the walk wants to be reminded of when the answer comes: a page number, the name of an item.
    pub about: String,
    /// Whether it is about one item only: when it fails, that item fails and the others go on.
    pub of_item: bool,
    /// Whether it is for a part of the answer before, which cannot be read without it.
    pub is_part: bool,
}

impl Ask {
    pub fn get(url: Url, accept: &'static str) -> Self {
        Self {
            url,
            accept,
            headers: Vec::new(),
            body: None,
            about: String::new(),
            of_item: false,
            is_part: false,
        }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Where it was found, after redirections.
    pub url: Url,
    pub content_type: Option<String>,
    pub body: Bytes,
}

/// What an answer says and what to ask next, in order. Next asks that are `of_item` may be made several at once.
#[derive(Debug, Default)]
pub struct Step {
    pub harvested: Harvested,
    /// More of what a large answer says, made when it is wanted.
    pub rest: Option<Parts>,
    pub next: Vec<Ask>,
    /// Why the source gives no more, although it has more: what was not read is not gone.
    pub cut: Option<String>,
}

impl Step {
    /// Takes out all that the answer says.
    pub fn whole(&mut self) -> Harvested {
        let mut parts = self.parts();
        let mut whole = parts.next().unwrap_or_default();
        for part in parts {
            whole.extend(part);
        }
        whole
    }

    /// Takes out what the answer says a part at a time: a large one is not held whole.
    pub fn parts(&mut self) -> impl Iterator<Item = Harvested> + use<> {
        let first = std::mem::take(&mut self.harvested);
        std::iter::once(first).chain(self.rest.take().into_iter().flatten())
    }
}

/// Why an answer could not be read: it is shown to the producer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(pub String);

/// One reading of one source.
pub trait Walk: Send {
    fn first(&mut self) -> Result<Vec<Ask>, Fault>;

    /// The engine never makes the same request twice and stops after a bounded number of them: a walk needs no guard of
    /// its own.
    fn read(&mut self, ask: &Ask, answer: &Answer) -> Result<Step, Fault>;

    /// What to ask instead of a request that the source refused for good (a status of 4xx, say): nothing means that there
    /// is no other way, and the run fails.
    fn instead(&mut self, _ask: &Ask) -> Vec<Ask> {
        Vec::new()
    }

    /// Why a request that gave nothing ends the reading, as the report says it: what was tried before may be the reason.
    fn explained(&self, _ask: &Ask, why: String) -> String {
        why
    }

    /// The item that is not known because a request that was `of_item` gave nothing: what it is, and its name at the
    /// source. It is still there, so that what was known of it stays.
    fn failed(&mut self, ask: &Ask) -> (Kind, String) {
        (Kind::Dataset, ask.about.clone())
    }
}

/// The most things of one page: services give some hundreds, and all of them are held at once.
const MOST: usize = 25_000;
const MANY: &str = "The page describes more than 25,000 datasets and dataservices, the most that is read at once: the \
                    source has to give smaller pages, each of which names the next";

/// The things of one page, when they are not too many.
pub fn few<T>(all: &[T]) -> Result<&[T], Fault> {
    if all.len() > MOST {
        return Err(Fault(MANY.to_owned()));
    }
    Ok(all)
}
