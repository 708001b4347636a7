//! Catalogues of geographers, asked by `GetRecords` of CSW 2.0.2: the same envelope holds records of ISO 19139 or
//! records in RDF.

use url::Url;
use vitrail_dcat::read::Source;
use vitrail_domain::harvest::{HarvestConfig, Harvested, Lost};

use crate::walk::{self, Answer, Ask, Fault, Step, Walk};
use crate::xml::{self, Element, Node};
use crate::{dcat, iso};

const ROWS: usize = 25;

/// What the records are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    Iso,
    Dcat,
    GeoDcatAp,
}

impl Records {
    fn schema(self) -> &'static str {
        match self {
            Self::Iso => "http://www.isotc211.org/2005/gmd",
            Self::Dcat => "http://www.w3.org/ns/dcat#",
            Self::GeoDcatAp => "http://data.europa.eu/930/",
        }
    }
}

pub struct Csw {
    url: Url,
    records: Records,
    prefix: Option<String>,
}

impl Csw {
    pub fn new(url: &Url, config: &HarvestConfig, records: Records) -> Self {
        let prefix = config.extra("remote_url_prefix").map(str::trim);
        Self {
            url: url.clone(),
            records,
            prefix: prefix.filter(|text| !text.is_empty()).map(str::to_owned),
        }
    }

    fn page(&self, start: usize) -> Ask {
        let mut ask = Ask::get(self.url.clone(), "application/xml");
        ask.body = Some(("application/xml", request(self.records.schema(), start)));
        ask.about = format!("from {start}");
        ask
    }

    fn record(&self, record: &Element, envelope: &[(String, String)], harvested: &mut Harvested) {
        let read = match record.local() {
            "MD_Metadata" => Ok(iso::read(record, self.prefix.as_deref())),
            "RDF" => self.graph(&written(record, envelope)),
            other => Err(Fault(format!("a record in {other} is not read"))),
        };
        match read {
            Ok(read) => {
                harvested.datasets.extend(read.datasets);
                harvested.dataservices.extend(read.dataservices);
                harvested.lost.extend(read.lost);
            }
            Err(fault) => {
                let source = written(record, envelope);
                let subject = named(record);
                harvested
                    .lost
                    .push(Lost::new(subject, "csw:SearchResults", source, fault.0));
            }
        }
    }

    /// A record in RDF is a page of a catalogue of its own.
    fn graph(&self, record: &str) -> Result<Harvested, Fault> {
        let source = Source {
            body: record.as_bytes(),
            content_type: Some("application/rdf+xml"),
            address: self.url.as_str(),
            ..Source::default()
        };
        let page = dcat::page(source).map_err(|why| Fault(why.to_string()))?;
        Ok(page.harvested(&dcat::options(self.prefix.as_deref())))
    }

    /// The page after this one, by what the envelope says of its place.
    fn following(&self, ask: &Ask, results: &Element) -> Option<Ask> {
        let start: usize = ask.about.strip_prefix("from ")?.parse().ok()?;
        let number = |name: &str| results.attribute(name)?.parse::<usize>().ok();
        let matched = number("numberOfRecordsMatched").unwrap_or(0);
        let returned =
            number("numberOfRecordsReturned").unwrap_or_else(|| results.elements().count());
        let next = number("nextRecord").unwrap_or(0);
        let more = next != 0 && next <= matched && returned != 0 && next > start;
        more.then(|| self.page(next))
    }
}

impl Walk for Csw {
    fn first(&mut self) -> Result<Vec<Ask>, Fault> {
        Ok(vec![self.page(1)])
    }

    fn read(&mut self, ask: &Ask, answer: &Answer) -> Result<Step, Fault> {
        let root = xml::read(&answer.body)?;
        let mut step = Step::default();
        match root.local() {
            "GetRecordsResponse" => {
                let results = root.first("SearchResults").ok_or_else(|| {
                    Fault("the answer to GetRecords has no SearchResults".to_owned())
                })?;
                let mut names = root.attributes.clone();
                names.extend(results.attributes.clone());
                let records: Vec<&Element> = results.elements().collect();
                for record in walk::few(&records)? {
                    self.record(record, &names, &mut step.harvested);
                }
                step.next.extend(self.following(ask, results));
            }
            "GetRecordByIdResponse" => {
                let records: Vec<&Element> = root.elements().collect();
                for record in walk::few(&records)? {
                    self.record(record, &root.attributes, &mut step.harvested);
                }
            }
            "ExceptionReport" | "ServiceExceptionReport" => return Err(refusal(&root)),
            "html" => {
                return Err(Fault(format!("{} returned HTML", answer.url)));
            }
            "MD_Metadata" | "RDF" => self.record(&root, &[], &mut step.harvested),
            other => {
                return Err(Fault(format!("the answer is a {other}, not one of CSW")));
            }
        }
        Ok(step)
    }
}

fn refusal(root: &Element) -> Fault {
    let codes = root.all("Exception");
    let code = codes
        .first()
        .and_then(|exception| exception.attribute("exceptionCode"));
    let text = root.text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Fault(format!(
        "Failed to query CSW: {} {text}",
        code.unwrap_or("ExceptionReport")
    ))
}

/// The identifier of a record, whatever it is written in.
fn named(record: &Element) -> String {
    let node = ["fileIdentifier", "metadataIdentifier", "identifier"]
        .iter()
        .find_map(|name| record.deep(name).into_iter().next());
    node.map(Element::text).unwrap_or_default()
}

/// The sorting makes pages stable; the types are those that have a place in a portal.
fn request(schema: &str, start: usize) -> String {
    use std::fmt::Write;
    let mut kinds = String::new();
    for kind in ["dataset", "nonGeographicDataset", "series", "service"] {
        // Writing to a text cannot fail.
        let _ = write!(
            kinds,
            "<ogc:PropertyIsEqualTo><ogc:PropertyName>apiso:type</ogc:PropertyName>\
             <ogc:Literal>{kind}</ogc:Literal></ogc:PropertyIsEqualTo>"
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <csw:GetRecords xmlns:apiso=\"http://www.opengis.net/cat/csw/apiso/1.0\" \
         xmlns:csw=\"http://www.opengis.net/cat/csw/2.0.2\" xmlns:ogc=\"http://www.opengis.net/ogc\" \
         xmlns:gmd=\"http://www.isotc211.org/2005/gmd\" service=\"CSW\" version=\"2.0.2\" \
         resultType=\"results\" startPosition=\"{start}\" maxRecords=\"{ROWS}\" outputSchema=\"{schema}\">\
         <csw:Query typeNames=\"gmd:MD_Metadata\"><csw:ElementSetName>full</csw:ElementSetName>\
         <csw:Constraint version=\"1.1.0\"><ogc:Filter><ogc:Or>{kinds}</ogc:Or></ogc:Filter></csw:Constraint>\
         <ogc:SortBy><ogc:SortProperty><ogc:PropertyName>apiso:identifier</ogc:PropertyName>\
         <ogc:SortOrder>ASC</ogc:SortOrder></ogc:SortProperty></ogc:SortBy></csw:Query></csw:GetRecords>"
    )
}

/// A record as a document of its own, with the names that its envelope declared.
pub fn written(record: &Element, envelope: &[(String, String)]) -> String {
    let mut root = record.clone();
    for (name, value) in envelope {
        let declares = name == "xmlns" || name.starts_with("xmlns:");
        if declares && !root.attributes.iter().any(|(held, _)| held == name) {
            root.attributes.push((name.clone(), value.clone()));
        }
    }
    let mut text = String::new();
    write(&root, &mut text);
    text
}

fn write(element: &Element, text: &mut String) {
    use quick_xml::escape::escape;
    text.push('<');
    text.push_str(&element.name);
    for (name, value) in &element.attributes {
        text.push(' ');
        text.push_str(name);
        text.push_str("=\"");
        text.push_str(&escape(value.as_str()));
        text.push('"');
    }
    if element.nodes.is_empty() {
        text.push_str("/>");
        return;
    }
    text.push('>');
    for node in &element.nodes {
        match node {
            Node::Element(inner) => write(inner, text),
            Node::Text(words) => text.push_str(&escape(words.as_str())),
        }
    }
    text.push_str("</");
    text.push_str(&element.name);
    text.push('>');
}
