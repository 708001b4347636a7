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
        let email = said::text(map, &format!("{key}_email"));
        let email = email.filter(|email| email.contains('@'));
        let Some(name) = said::text(map, key).or_else(|| email.clone()) else {
            continue;
        };
        let role = if email.is_some() { role } else { without };
        read.contacts.push(ContactPoint {
            name,
            role: role.to_owned(),
            email,
            ..ContactPoint::default()
        });
    }
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
