//! What a source says, brought within the bounds that every writer of the portal obeys. What does not fit is said.

use serde_json::Value;
use vitrail_domain::dataset::{
    ACRONYM_MAX, DESCRIPTION_MAX, DESCRIPTION_SHORT_MAX, TAG_MAX, TAG_MIN, TITLE_MAX,
    normalise_tags,
};
use vitrail_domain::harvest::{HarvestedDataservice, HarvestedDataset, Lost};
use vitrail_domain::{ContactPoint, Extras, Timestamp, address};

/// Links of one dataset beyond this are left out: no page could show them.
const RESOURCES: usize = 5_000;

/// Brings a dataset within bounds.
pub fn dataset(one: &mut HarvestedDataset, now: Timestamp) {
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
        dates(file.harvest.as_mut(), &file_about, now, lost);
        let is_good = address::is_public(&file.url);
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
}

/// Brings a dataservice within bounds.
pub fn dataservice(one: &mut HarvestedDataservice, now: Timestamp) {
    let (about, lost) = (one.remote_id.clone(), &mut one.lost);
    let service = &mut one.dataservice;
    cut(&mut service.title, TITLE_MAX, (&about, "title"), lost);
    let description = &mut service.description;
    cut(description, DESCRIPTION_MAX, (&about, "description"), lost);
    tags(&mut service.tags, &about, lost);
    dates(service.harvest.as_mut(), &about, now, lost);
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
        if url.as_deref().is_some_and(|url| !address::is_public(url)) {
            let bad = url.take().unwrap_or_default();
            lost.push(Lost::new(&about, name, bad, "not an address of the web"));
        }
    }
    contacts(&mut one.contacts, &about, lost);
}

fn cut(text: &mut String, most: usize, (about, name): (&str, &str), lost: &mut Vec<Lost>) {
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

/// A catalogue that says that it changed tomorrow is not believed.
fn dates(harvest: Option<&mut Extras>, about: &str, now: Timestamp, lost: &mut Vec<Lost>) {
    let Some(facts) = harvest else { return };
    let is_future = |value: &Value| {
        let instant = value
            .as_str()
            .and_then(|text| text.parse::<Timestamp>().ok());
        instant.is_some_and(|instant| instant > now)
    };
    if facts.get("modified_at").is_some_and(is_future)
        && let Some(value) = facts.remove("modified_at")
    {
        let text = value.as_str().unwrap_or_default();
        lost.push(Lost::new(about, "modified_at", text, "a date to come"));
    }
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
