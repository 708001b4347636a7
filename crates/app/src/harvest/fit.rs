//! What a source says, brought within the bounds that every writer of the portal obeys. What does not fit is said. Whoever
//! reads a catalogue without a portal sees what a portal would take.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Value, json};
use vitrail_domain::dataset::{
    ACRONYM_MAX, DATA_MODIFIED, DESCRIPTION_MAX, DESCRIPTION_SHORT_MAX, TAG_MAX, TAG_MIN,
    TITLE_MAX, normalise_tags,
};
use vitrail_domain::harvest::{Harvested, HarvestedDataservice, HarvestedDataset, Lost};
use vitrail_domain::text::printable;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::access::AccessType;
use vitrail_domain::vocabulary::license::NOT_SPECIFIED;
use vitrail_domain::{ContactPoint, Dataset, Extras, Timestamp};
use vitrail_net::IpNet;

use super::reach::may_be_called;

/// Links of one dataset beyond this are left out: no page could show them.
const RESOURCES: usize = 5_000;

/// Why a thing is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not for us.
    Skipped(String),
    /// The source does wrong.
    Failed(String),
}

/// Why a thing that a source calls so cannot be saved, if it cannot.
pub fn refused(
    remote_id: &str,
    is_new: bool,
    skipped: Option<&str>,
    title: &str,
    kind: &str,
) -> Option<Refusal> {
    if remote_id.trim().is_empty() {
        return Some(Refusal::Skipped("missing identifier".to_owned()));
    }
    if !is_new {
        let why = format!("Identifier '{remote_id}' already exists");
        return Some(Refusal::Failed(why));
    }
    if let Some(why) = skipped {
        return Some(Refusal::Skipped(why.to_owned()));
    }
    let is_nameless = title.trim().is_empty();
    is_nameless.then(|| Refusal::Skipped(format!("missing title on {kind}")))
}

/// The names of what was read of a catalogue so far.
#[derive(Clone, Debug, Default)]
pub struct Met {
    datasets: HashSet<String>,
    dataservices: HashSet<String>,
}

/// Brings a whole catalogue within bounds; what would be left alone says why.
pub fn whole(found: &mut Harvested, now: Timestamp, allowed: &[IpNet]) {
    part(found, &mut Met::default(), now, allowed);
}

/// The same of a part of a catalogue, after what was met of it.
pub fn part(found: &mut Harvested, met: &mut Met, now: Timestamp, allowed: &[IpNet]) {
    for one in &mut found.datasets {
        dataset(one, now, allowed);
        let is_new = met.datasets.insert(one.remote_id.clone());
        let title = &one.dataset.title;
        let why = refused(
            &one.remote_id,
            is_new,
            one.skipped.as_deref(),
            title,
            "dataset",
        );
        one.skipped = why.map(Refusal::into_words);
    }
    for one in &mut found.dataservices {
        dataservice(one, now, allowed);
        let is_new = met.dataservices.insert(one.remote_id.clone());
        let title = &one.dataservice.title;
        let skipped = one.skipped.as_deref();
        let why = refused(&one.remote_id, is_new, skipped, title, "dataservice");
        one.skipped = why.map(Refusal::into_words);
    }
}

impl Refusal {
    fn into_words(self) -> String {
        match self {
            Self::Skipped(why) | Self::Failed(why) => why,
        }
    }
}

/// Brings a dataset within bounds. Addresses of the `allowed` networks are as good as those of the web.
pub fn dataset(one: &mut HarvestedDataset, now: Timestamp, allowed: &[IpNet]) {
    let (about, lost) = (one.remote_id.clone(), &mut one.lost);
    let dataset = &mut one.dataset;
    cut(&mut dataset.title, TITLE_MAX, (&about, "title"), lost);
    let description = &mut dataset.description;
    cut(description, DESCRIPTION_MAX, (&about, "description"), lost);
    for (text, most, name) in [
        (&mut dataset.acronym, ACRONYM_MAX, "acronym"),
        (
            &mut dataset.description_short,
            DESCRIPTION_SHORT_MAX,
            "description_short",
        ),
    ] {
        if let Some(text) = text {
            cut(text, most, (&about, name), lost);
        }
    }
    tags(&mut dataset.tags, &about, lost);
    dates(dataset.harvest.as_mut(), &about, now, lost);
    if let Some(rest) = one.resources.get(RESOURCES..) {
        let reason = format!("more than {RESOURCES} resources");
        lost.push(Lost::new(
            &about,
            "resources",
            rest.len().to_string(),
            reason,
        ));
        one.resources.truncate(RESOURCES);
    }
    one.resources.retain_mut(|file| {
        let file_about = if file.url.is_empty() {
            &about
        } else {
            &file.url
        }
        .clone();
        cut(&mut file.title, TITLE_MAX, (&file_about, "title"), lost);
        if let Some(text) = &mut file.description {
            cut(text, DESCRIPTION_MAX, (&file_about, "description"), lost);
        }
        dates(file.harvest.as_mut(), &file_about, now, lost);
        let may = |url: &str| may_be_called(url, allowed);
        if let Some(url) = file.preview_url.take_if(|url| !may(url)) {
            let reason = "not an address of the web";
            lost.push(Lost::new(&file_about, "preview_url", &url, reason));
        }
        let is_good = may(&file.url);
        if !is_good {
            lost.push(Lost::new(
                &about,
                "resource",
                &file.url,
                "not an address of the web",
            ));
        }
        is_good
    });
    contacts(&mut one.contacts, &about, lost);
    terms(&mut one.dataset);
}

/// Where access is not open a licence would mislead, as in the forms: what the source said of it stays among free facts.
fn terms(dataset: &mut Dataset) {
    if dataset.access_type == AccessType::Open.code() {
        return;
    }
    let licence = dataset.license.take();
    let Some(licence) = licence.filter(|licence| licence != NOT_SPECIFIED) else {
        return;
    };
    let facts = dataset.extras.entry("dcat").or_insert_with(|| json!({}));
    if let Value::Object(facts) = facts
        && !facts.contains_key("license")
        && !facts.contains_key("rights")
    {
        facts.insert("license".to_owned(), json!([licence]));
    }
}

/// Brings a dataservice within bounds.
pub fn dataservice(one: &mut HarvestedDataservice, now: Timestamp, allowed: &[IpNet]) {
    let (about, lost) = (one.remote_id.clone(), &mut one.lost);
    let service = &mut one.dataservice;
    cut(&mut service.title, TITLE_MAX, (&about, "title"), lost);
    let description = &mut service.description;
    cut(description, DESCRIPTION_MAX, (&about, "description"), lost);
    tags(&mut service.tags, &about, lost);
    if dates(service.harvest.as_mut(), &about, now, lost) {
        service.metadata_modified_at = Timestamp::default();
    }
    for (url, name) in [
        (&mut service.base_api_url, "base_api_url"),
        (
            &mut service.machine_documentation_url,
            "machine_documentation_url",
        ),
        (
            &mut service.technical_documentation_url,
            "technical_documentation_url",
        ),
    ] {
        let may = |url: &str| may_be_called(url, allowed);
        if url.as_deref().is_some_and(|url| !may(url)) {
            let bad = url.take().unwrap_or_default();
            lost.push(Lost::new(&about, name, bad, "not an address of the web"));
        }
    }
    contacts(&mut one.contacts, &about, lost);
}

/// A text without control characters, and no longer than it may be.
fn cut(text: &mut String, most: usize, (about, name): (&str, &str), lost: &mut Vec<Lost>) {
    if let Cow::Owned(printable) = printable(text) {
        *text = printable;
    }
    if text.len() <= most || text.chars().count() <= most {
        return;
    }
    let reason = format!("cut after {most} characters");
    lost.push(Lost::new(about, name, &*text, reason));
    *text = text.chars().take(most - 1).chain(['…']).collect();
}

fn tags(tags: &mut Vec<String>, about: &str, lost: &mut Vec<Lost>) {
    *tags = normalise_tags(tags.iter().map(String::as_str));
    tags.retain(|tag| {
        let fits = (TAG_MIN..=TAG_MAX).contains(&tag.chars().count());
        if !fits {
            let reason = format!("a tag has {TAG_MIN} to {TAG_MAX} characters");
            lost.push(Lost::new(about, "tags", tag, reason));
        }
        fits
    });
}

/// A catalogue that says that it changed tomorrow is not believed: it would stay the newest until then.
fn dates(harvest: Option<&mut Extras>, about: &str, now: Timestamp, lost: &mut Vec<Lost>) -> bool {
    let Some(facts) = harvest else { return false };
    let is_future = |value: &Value| {
        let instant = value
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok());
        instant.is_some_and(|instant| instant > now)
    };
    let mut is_late = false;
    for key in ["modified_at", DATA_MODIFIED] {
        if facts.get(key).is_some_and(is_future)
            && let Some(value) = facts.remove(key)
        {
            let text = value.as_str().unwrap_or_default();
            lost.push(Lost::new(about, key, text, "a date to come"));
            is_late = true;
        }
    }
    is_late
}

fn contacts(contacts: &mut Vec<ContactPoint>, about: &str, lost: &mut Vec<Lost>) {
    contacts.retain_mut(|contact| {
        contact.name = contact.name.trim().chars().take(255).collect();
        let is_reachable = contact.email.is_some() || contact.contact_form.is_some();
        let why = if contact.name.is_empty() {
            "a contact without a name"
        } else if contact.role == "contact" && !is_reachable {
            "a contact without an address nor a form"
        } else {
            return true;
        };
        lost.push(Lost::new(about, "contact_points", &contact.name, why));
        false
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_alone_is_what_a_portal_takes() {
        let one = |id: &str, title: &str| HarvestedDataset {
            remote_id: id.to_owned(),
            dataset: Dataset {
                title: title.to_owned(),
                ..Dataset::default()
            },
            ..HarvestedDataset::default()
        };
        let mut first = one("1", "Eau");
        first.dataset.access_type = "restricted".to_owned();
        first.dataset.license = Some("fr-lo".to_owned());
        let mut second = one("2", " ");
        second.dataset.access_type = "restricted".to_owned();
        second.dataset.license = Some("notspecified".to_owned());
        first.resources = [
            "javascript:alert(1)",
            "https://www.example.com/a.csv",
            "http://10.1.2.3/b.csv",
            "http://192.168.1.1/c.csv",
        ]
        .map(|url| vitrail_domain::Resource {
            url: url.to_owned(),
            preview_url: Some("javascript:look(1)".to_owned()),
            ..vitrail_domain::Resource::default()
        })
        .into();
        let datasets = vec![first, one("1", "Eau"), one("", "Eau"), second];
        let mut found = Harvested {
            datasets,
            ..Harvested::default()
        };
        let ours = ["10.0.0.0/8".parse().unwrap()];
        whole(&mut found, Timestamp::from_micros(0), &ours);
        let skipped: Vec<_> = found.datasets.iter().map(|one| &one.skipped).collect();
        let why = |why: &str| Some(why.to_owned());
        assert_eq!(
            skipped,
            [
                &None,
                &why("Identifier '1' already exists"),
                &why("missing identifier"),
                &why("missing title on dataset")
            ]
        );
        let first = &found.datasets[0];
        assert_eq!(first.dataset.license, None);
        assert_eq!(first.dataset.extras["dcat"]["license"], json!(["fr-lo"]));
        let unsaid = &found.datasets[3].dataset;
        assert_eq!((&unsaid.license, unsaid.extras.is_empty()), (&None, true));
        let kept: Vec<_> = first.resources.iter().map(|one| &*one.url).collect();
        assert_eq!(
            kept,
            ["https://www.example.com/a.csv", "http://10.1.2.3/b.csv"]
        );
        assert_eq!(first.resources[0].preview_url, None);
        let lost = |value: &str| first.lost.iter().any(|lost| lost.value == value);
        assert!(lost("javascript:alert(1)") && lost("javascript:look(1)"));
    }
}
