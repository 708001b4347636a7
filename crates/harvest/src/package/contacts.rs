//! Who answers for a package.

use serde_json::{Map, Value};
use vitrail_domain::ContactPoint;
use vitrail_domain::harvest::HarvestedDataset;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::role::ContactRole;

use super::lose;
use crate::said;

/// Who made it and who keeps it; a contact needs an address, else it is named for what it does.
pub fn read(map: &Map<String, Value>, read: &mut HarvestedDataset) {
    for (key, role, without) in [
        ("maintainer", "contact", "custodian"),
        ("author", "creator", "creator"),
    ] {
        let field = format!("{key}_email");
        let told = said::text(map, &field);
        let emails = told.as_deref().map(addresses).unwrap_or_default();
        if let (Some(told), true) = (&told, emails.is_empty()) {
            lose(read, &field, told, "not an address of e-mail");
        }
        let name = said::text(map, key);
        let contact = |email: Option<&str>| {
            Some(ContactPoint {
                name: name.clone().or_else(|| email.map(str::to_owned))?,
                role: email.map_or(without, |_| role).to_owned(),
                email: email.map(str::to_owned),
                ..ContactPoint::default()
            })
        };
        // A contact has one address here: who gives several is several.
        let each = emails.iter().filter_map(|email| contact(Some(email)));
        let alone = contact(None).filter(|_| emails.is_empty());
        read.contacts.extend(each.chain(alone));
    }
}

/// The addresses of e-mail that a text holds, each once.
fn addresses(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| c.is_whitespace() || ",;<>()[]|/\"".contains(c));
    let parts = parts.map(|part| part.strip_prefix("mailto:").unwrap_or(part));
    let mut found: Vec<&str> = Vec::new();
    for part in parts {
        let is_address = part
            .split_once('@')
            .is_some_and(|(who, host)| !who.is_empty() && !host.is_empty());
        if is_address && !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

/// All the contacts of a package of a portal such as ours, where the two that CKAN has words for do not say them: they
/// take the place of these.
pub fn of_udata(read: &mut HarvestedDataset, value: &Value) {
    let told: Option<Vec<Value>> = match value {
        Value::String(text) => serde_json::from_str(text).ok(),
        value => value.as_array().cloned(),
    };
    let Some(told) = told else {
        lose(read, KEY, &said::shown(value), "not a list of contacts");
        return;
    };
    read.contacts.clear();
    for value in told {
        if let Some(contact) = value.as_object().and_then(contact) {
            read.contacts.push(contact);
        } else {
            lose(read, KEY, &said::shown(&value), "not a contact");
        }
    }
}

/// The extra in which they are.
const KEY: &str = "udata:contacts";

fn contact(map: &Map<String, Value>) -> Option<ContactPoint> {
    let role = said::text(map, "role")?;
    Some(ContactPoint {
        name: said::text(map, "name")?,
        role: ContactRole::parse(&role)?.code().to_owned(),
        email: said::text(map, "email").filter(|email| email.contains('@')),
        contact_form: said::text(map, "contact_form").and_then(|form| said::address(&form, None)),
        ..ContactPoint::default()
    })
}
