//! A dataset in Dublin Core, as libraries read it in OAI-PMH.

use std::fmt::Write as _;

use vitrail_app::domain::Dataset;
use vitrail_app::domain::vocabulary::license;
use vitrail_app::rdf::Described;

use crate::context::Context;
use crate::pages::escaped;

/// The element that holds the facts of a dataset, each in its own.
pub fn written(context: &Context, described: &Described, found: &Dataset) -> String {
    let references = &described.all.references;
    let publisher = references.name_of(found.owner);
    let page = context.url(&format!("/datasets/{}", found.slug));
    let mut body = String::from(
        "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd\">",
    );
    let mut say = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            let _ = write!(body, "<dc:{name}>{}</dc:{name}>", escaped(text));
        }
    };
    say("title", &found.title);
    say("creator", publisher.as_deref().unwrap_or_default());
    for tag in &found.tags {
        say("subject", tag);
    }
    say("description", &found.description);
    say("publisher", publisher.as_deref().unwrap_or_default());
    say("date", &found.last_modified().date().to_string());
    say("type", "Dataset");
    let files = described.all.resources.get(&found.id);
    let mut formats: Vec<&str> = files
        .into_iter()
        .flatten()
        .map(|file| file.format.as_str())
        .collect();
    formats.sort_unstable();
    formats.dedup();
    for format in formats {
        say("format", format);
    }
    say("identifier", &page);
    if let Some(period) = found.temporal_coverage {
        let end = period.end.map(|end| end.to_string()).unwrap_or_default();
        say("coverage", &format!("{}/{end}", period.start));
    }
    let licence = found.license.as_deref().and_then(license::find);
    if let Some(licence) = licence {
        say("rights", licence.url.unwrap_or(licence.title));
    }
    body.push_str("</oai_dc:dc>");
    body
}
