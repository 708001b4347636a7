//! DCAT in any syntax of RDF, page after page, and the `data.json` of DCAT-US.

use url::Url;
use vitrail_dcat::read::{Contexts, Options, Page, Source, Unreadable, with_references};
use vitrail_domain::harvest::HarvestConfig;

use crate::mend::mended;
use crate::walk::{Answer, Ask, Fault, Step, Walk};
use crate::xml;

const ACCEPT: &str = "application/rdf+xml, text/turtle, application/ld+json, application/n-triples, \
                      application/trig, text/n3;q=0.9, application/json;q=0.8, application/xml;q=0.8, */*;q=0.5";

const CONTEXT: &str = "application/ld+json, application/json;q=0.9, */*;q=0.5";

/// A catalogue in DCAT.
pub struct Dcat {
    url: Url,
    options: Options,
    /// What was fetched so far of the contexts that its pages name.
    contexts: Contexts,
    /// A page that cannot be read before the context of this address came.
    waiting: Option<(Answer, String)>,
}

impl Dcat {
    pub fn new(url: &Url, config: &HarvestConfig) -> Self {
        Self {
            url: url.clone(),
            options: options(config.extra("remote_url_prefix")),
            contexts: Contexts::default(),
            waiting: None,
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

    fn read(&mut self, ask: &Ask, answer: &Answer) -> Result<Step, Fault> {
        match self.waiting.take() {
            Some((page, lacks)) if ask.is_part => {
                let found_at = answer.url.as_str();
                let added = self.contexts.add(&lacks, found_at, &answer.body);
                added.map_err(|why| Fault(why.to_string()))?;
                self.page(&page)
            }
            _ => self.page(answer),
        }
    }

    fn explained(&self, ask: &Ask, why: String) -> String {
        let page = self.waiting.as_ref().filter(|_| ask.is_part);
        match page {
            Some((page, _)) => format!("{} needs a context that cannot be had: {why}", page.url),
            None => why,
        }
    }
}

impl Dcat {
    fn page(&mut self, answer: &Answer) -> Result<Step, Fault> {
        let is_file = answer.url.scheme() == "file";
        // What is relative in a file has no address on the web.
        let address = if is_file {
            answer.url.path()
        } else {
            answer.url.as_str()
        };
        let source = Source {
            body: &answer.body,
            content_type: answer.content_type.as_deref(),
            address,
            contexts: &self.contexts,
        };
        let page = match page(source) {
            Ok(page) => page,
            Err(Unreadable::Lacks(context)) => return self.lacks(answer, context),
            Err(why) => return Err(Fault(why.to_string())),
        };
        if page.is_empty() {
            return Err(Fault(
                "The document holds no statement about a catalogue".to_owned(),
            ));
        }
        let next = page.next().and_then(|next| answer.url.join(&next).ok());
        let mut parts = page.parts(&self.options);
        Ok(Step {
            harvested: parts.next().unwrap_or_default(),
            rest: Some(parts),
            next: next
                .into_iter()
                .map(|next| Ask::get(next, ACCEPT))
                .collect(),
            ..Step::default()
        })
    }

    /// The context that a page needs comes before the page.
    fn lacks(&mut self, page: &Answer, context: String) -> Result<Step, Fault> {
        let no_address = |_| Fault(format!("The context `{context}` is no address"));
        let mut ask = Ask::get(Url::parse(&context).map_err(no_address)?, CONTEXT);
        ask.is_part = true;
        self.waiting = Some((page.clone(), context));
        Ok(Step {
            next: vec![ask],
            ..Step::default()
        })
    }
}

/// A document in RDF, mended where it has to be: other readers are more lenient, and catalogues were only ever tried on
/// them.
pub fn page(source: Source<'_>) -> Result<Page, Unreadable> {
    Page::read(source).or_else(|why| {
        let text = xml::decoded(source.body);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let is_markup = text.starts_with('<');
        let mended = is_markup.then(|| match with_references(text) {
            Some(text) => mended(&text),
            None => mended(text),
        });
        let again = mended.flatten().and_then(|text| {
            let body = text.as_bytes();
            Page::read(Source { body, ..source }).ok()
        });
        again.ok_or(why)
    })
}
