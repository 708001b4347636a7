//! DCAT in any syntax of RDF, page after page, and the `data.json` of DCAT-US.

use url::Url;
use vitrail_dcat::read::{Options, Page, Source};
use vitrail_domain::harvest::HarvestConfig;

use crate::mend::mended;
use crate::walk::{Answer, Ask, Fault, Step, Walk};
use crate::xml;

const ACCEPT: &str = "application/rdf+xml, text/turtle, application/ld+json, application/n-triples, \
                      application/trig, text/n3;q=0.9, application/json;q=0.8, application/xml;q=0.8, */*;q=0.5";

/// A catalogue in DCAT.
pub struct Dcat {
    url: Url,
    options: Options,
}

impl Dcat {
    pub fn new(url: &Url, config: &HarvestConfig) -> Self {
        Self {
            url: url.clone(),
            options: options(config.extra("remote_url_prefix")),
        }
    }
}

/// How graphs are read.
pub fn options(remote_url_prefix: Option<&str>) -> Options {
    Options {
        language: "fr".to_owned(),
        remote_url_prefix: remote_url_prefix.map(str::to_owned),
    }
}

impl Walk for Dcat {
    fn first(&mut self) -> Result<Vec<Ask>, Fault> {
        Ok(vec![Ask::get(self.url.clone(), ACCEPT)])
    }

    fn read(&mut self, _ask: &Ask, answer: &Answer) -> Result<Step, Fault> {
        let is_file = answer.url.scheme() == "file";
        // What is relative in a file has no address on the web.
        let address = if is_file {
            answer.url.path()
        } else {
            answer.url.as_str()
        };
        let page = page(&answer.body, answer.content_type.as_deref(), address)?;
        if page.is_empty() {
            return Err(Fault(
                "The document holds no statement about a catalogue".to_owned(),
            ));
        }
        let next = page.next().and_then(|next| answer.url.join(&next).ok());
        Ok(Step {
            harvested: page.harvested(&self.options),
            next: next
                .into_iter()
                .map(|next| Ask::get(next, ACCEPT))
                .collect(),
        })
    }
}

/// A document in RDF, mended where it has to be: other readers are more lenient, and catalogues were only ever tried on
/// them.
pub fn page(body: &[u8], content_type: Option<&str>, address: &str) -> Result<Page, Fault> {
    let read = |body: &[u8]| {
        Page::read(Source {
            body,
            content_type,
            address,
        })
    };
    read(body).or_else(|why| {
        let text = xml::decoded(body);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let mended = text.starts_with('<').then(|| mended(text)).flatten();
        let again = mended.and_then(|text| read(text.as_bytes()).ok());
        again.ok_or(Fault(why.0))
    })
}
