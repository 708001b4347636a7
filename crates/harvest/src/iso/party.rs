//! Who answers for data, in which part.

use serde_json::{Value, json};
use vitrail_domain::ContactPoint;

use super::{Record, code, words};
use crate::said;
use crate::xml::Element;

pub fn contacts(record: &mut Record<'_>) -> Vec<ContactPoint> {
    let about = record.about;
    let mut parties = about.all("pointOfContact/*");
    parties.extend(about.all("citation/*/citedResponsibleParty/*"));
    if parties.is_empty() {
        parties = record.root.all("contact/*");
    }
    let mut contacts: Vec<ContactPoint> = Vec::new();
    for party in parties {
        let told = party.first("role").and_then(code);
        let told = told.unwrap_or_else(|| "pointOfContact".to_owned());
        let Some(name) = name(party) else {
            record.lose("gmd:CI_ResponsibleParty", &told, "a party without a name");
            continue;
        };
        let email = email(party);
        let form = party.deep("onlineResource").into_iter().find_map(|online| {
            let url = online.deep("URL").into_iter().next();
            let url = url.or_else(|| online.first("*/linkage"))?;
            said::address(&url.text(), None)
        });
        let role = role(&told);
        if role == "contact" && email.is_none() && form.is_none() {
            record.lose(
                "gmd:CI_ResponsibleParty",
                &name,
                "a contact without an address",
            );
            continue;
        }
        let contact = ContactPoint {
            name,
            role: role.to_owned(),
            email,
            contact_form: form,
            ..ContactPoint::default()
        };
        if !contacts.contains(&contact) {
            contacts.push(contact);
        }
    }
    contacts
}

/// Who answers for the record itself, where the data have contacts of their own.
pub fn of_record(record: &Record<'_>) -> Vec<Value> {
    let parties = record.root.all("contact/*").into_iter();
    let told = parties.filter_map(|party| {
        let role = party.first("role").and_then(code);
        Some(json!({"name": name(party)?, "email": email(party), "role": role}))
    });
    told.collect()
}

fn email(party: &Element) -> Option<String> {
    let told = party.deep("electronicMailAddress").into_iter();
    told.filter_map(words).find(|email| email.contains('@'))
}

/// `Person (Organization)`, or the one that is told.
fn name(party: &Element) -> Option<String> {
    let person = party.first("individualName").and_then(words);
    let person = person.or_else(|| words(party.deep("CI_Individual").first()?.first("name")?));
    let group = party.first("organisationName").and_then(words);
    let group = group.or_else(|| words(party.deep("CI_Organisation").first()?.first("name")?));
    let post = || party.first("positionName").and_then(words);
    match (person, group) {
        (Some(person), Some(group)) if person != group => Some(format!("{person} ({group})")),
        (person, group) => group.or(person).or_else(post),
    }
}

fn role(told: &str) -> &'static str {
    match told {
        "publisher" => "publisher",
        "author" | "coAuthor" => "creator",
        "owner" | "rightsHolder" => "rightsHolder",
        "custodian" => "custodian",
        "distributor" => "distributor",
        "originator" => "originator",
        "principalInvestigator" => "principalInvestigator",
        "processor" => "processor",
        "resourceProvider" => "resourceProvider",
        "user" => "user",
        _ => "contact",
    }
}
