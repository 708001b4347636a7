//! Who is responsible: business cards and agents, in the eleven parts that contact points know.

use oxrdf::NamedNodeRef;
use vitrail_domain::ContactPoint;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::role::ContactRole;

use super::graph::{Subject, Value};
use super::notes::Notes;
use super::terms::{
    CARD_VALUES, DCAT_EMAIL, FAMILY_NAMES, GIVEN_NAMES, ORG_MEMBER_OF, SCHEMA_EMAIL, SCHEMA_NAME,
    VCARD_EMAIL, VCARD_HAS_FN, VCARD_HAS_NAME, VCARD_HAS_ORG_NAME, VCARD_ORG, VCARD_ORG_NAME,
    VCARD_ORGANISATION_NAME, VCARD_URL, VCARD_URL_LOWER,
};
use super::words::{address_of, best, text_of};
use crate::terms::{dcat, dct, foaf, geodcat, prov, rdfs, skos, vcard};

const PARTS: [(NamedNodeRef<'static>, ContactRole); 11] = [
    (dcat::CONTACT_POINT, ContactRole::Contact),
    (dct::PUBLISHER, ContactRole::Publisher),
    (dct::CREATOR, ContactRole::Creator),
    (dct::RIGHTS_HOLDER, ContactRole::RightsHolder),
    (geodcat::CUSTODIAN, ContactRole::Custodian),
    (geodcat::DISTRIBUTOR, ContactRole::Distributor),
    (geodcat::ORIGINATOR, ContactRole::Originator),
    (
        geodcat::PRINCIPAL_INVESTIGATOR,
        ContactRole::PrincipalInvestigator,
    ),
    (geodcat::PROCESSOR, ContactRole::Processor),
    (geodcat::RESOURCE_PROVIDER, ContactRole::ResourceProvider),
    (geodcat::USER, ContactRole::User),
];

/// The properties that name who is responsible.
pub fn properties() -> impl Iterator<Item = NamedNodeRef<'static>> {
    PARTS.into_iter().map(|(property, _)| property)
}

/// The contacts of an object, each once in a part.
pub fn contacts<'g>(node: Subject<'g>, notes: &mut Notes<'g>, language: &str) -> Vec<ContactPoint> {
    let mut found: Vec<ContactPoint> = Vec::new();
    for (property, role) in PARTS {
        for value in node.values(property) {
            match contact(value, role, node, notes, language) {
                Ok(contact) => keep(&mut found, contact),
                Err(why) => notes.lose(node, property, value, why),
            }
        }
    }
    for value in node.values(prov::QUALIFIED_ATTRIBUTION) {
        match attributed(value, node, notes, language) {
            Ok(contact) => keep(&mut found, contact),
            Err(why) => notes.lose(node, prov::QUALIFIED_ATTRIBUTION, value, why),
        }
    }
    found
}

fn keep(found: &mut Vec<ContactPoint>, contact: ContactPoint) {
    if !found.contains(&contact) {
        found.push(contact);
    }
}

/// An agent in a part that the list of INSPIRE names.
fn attributed<'g>(
    value: Value<'g>,
    owner: Subject<'g>,
    notes: &mut Notes<'g>,
    language: &str,
) -> Result<ContactPoint, String> {
    let Value::Node(attribution) = value else {
        return Err("An attribution names an agent and its role".to_owned());
    };
    let roles: Vec<Value<'_>> = attribution.peek(dcat::HAD_ROLE).collect();
    let role = roles.into_iter().filter_map(address_of).find_map(|role| {
        let code = role.trim_end_matches('/').rsplit(['/', '#']).next()?;
        Some(match code {
            "pointOfContact" => ContactRole::Contact,
            "author" => ContactRole::Creator,
            "owner" => ContactRole::RightsHolder,
            other => ContactRole::parse(other)?,
        })
    });
    let role = role.ok_or("No role that is known here")?;
    let agent = attribution.peek(prov::AGENT).next();
    let agent = agent.ok_or("An attribution names an agent and its role")?;
    let found = contact(agent, role, owner, notes, language)?;
    attribution.values(dcat::HAD_ROLE);
    attribution.values(prov::AGENT);
    notes.met(attribution, owner.name());
    Ok(found)
}

/// Where the name, the address and the form of an agent are said, the usual words first.
const NAMES_OF_CARDS: [NamedNodeRef<'static>; 8] = [
    vcard::FN,
    VCARD_HAS_FN,
    VCARD_HAS_NAME,
    foaf::NAME,
    SCHEMA_NAME,
    rdfs::LABEL,
    skos::PREF_LABEL,
    dct::TITLE,
];
const NAMES_OF_AGENTS: [NamedNodeRef<'static>; 8] = [
    foaf::NAME,
    skos::PREF_LABEL,
    vcard::FN,
    VCARD_HAS_FN,
    VCARD_HAS_NAME,
    SCHEMA_NAME,
    rdfs::LABEL,
    dct::TITLE,
];
const ORGANIZATIONS: [NamedNodeRef<'static>; 5] = [
    VCARD_ORG_NAME,
    VCARD_ORGANISATION_NAME,
    VCARD_HAS_ORG_NAME,
    VCARD_ORG,
    ORG_MEMBER_OF,
];
const EMAILS: [NamedNodeRef<'static>; 5] = [
    vcard::HAS_EMAIL,
    foaf::MBOX,
    VCARD_EMAIL,
    DCAT_EMAIL,
    SCHEMA_EMAIL,
];
const FORMS: [NamedNodeRef<'static>; 4] = [vcard::HAS_URL, VCARD_URL_LOWER, VCARD_URL, foaf::PAGE];

fn contact<'g>(
    value: Value<'g>,
    role: ContactRole,
    owner: Subject<'g>,
    notes: &mut Notes<'g>,
    language: &str,
) -> Result<ContactPoint, String> {
    let node = match value {
        Value::Text(text) => return sound(text.value.trim(), None, None, role),
        Value::Node(node) => node,
    };
    if !node.is_described() {
        // Some write the address of the contact itself.
        let name = node.iri().unwrap_or_default();
        if let Some(email) = email(name) {
            return sound(&email, Some(email.clone()), None, role);
        }
        return Err("This agent is not described in the document".to_owned());
    }
    let names = match role {
        ContactRole::Contact => NAMES_OF_CARDS,
        _ => NAMES_OF_AGENTS,
    };
    let mut rest = Rest::new();
    let person = called(node, &names, &mut rest, language).or_else(|| in_parts(node));
    let organization = called(node, &ORGANIZATIONS, &mut rest, language);
    for property in names {
        // The same name under several words is no loss.
        let same = |value: &Value<'_>| matches!(value, Value::Text(text) if Some(text.value.trim()) == person.as_deref());
        if node.peek(property).all(|value| same(&value)) {
            node.values(property);
        }
    }
    let name = match (person, organization) {
        (Some(person), Some(organization)) if organization != person => {
            format!("{person} ({organization})")
        }
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => String::new(),
    };
    let mail = first(node, &EMAILS, &email, &mut rest);
    let mut form = first(node, &FORMS, &web, &mut rest);
    if role != ContactRole::Contact && form.is_none() {
        form = first(node, &[foaf::HOMEPAGE], &web, &mut rest);
    }
    let name = match (&mail, name.is_empty()) {
        (Some(mail), true) => mail.clone(),
        _ => name,
    };
    let found = sound(&name, mail, form, role)?;
    notes.met(node, owner.name());
    for (property, value) in rest {
        notes.lose(node, property, value, "One value is kept");
    }
    Ok(found)
}

/// What is said beside what is kept.
type Rest<'g> = Vec<(NamedNodeRef<'static>, Value<'g>)>;

/// How an agent is called by the first of these words.
fn called<'g>(
    node: Subject<'g>,
    properties: &[NamedNodeRef<'static>],
    rest: &mut Rest<'g>,
    language: &str,
) -> Option<String> {
    properties.iter().find_map(|property| {
        let values = node.values(*property);
        let name = |value: &Value<'g>| {
            let text = match value {
                Value::Text(text) => text.value.trim().to_owned(),
                Value::Node(inner) => {
                    let said = text_of(*value, language).filter(|text| !text.contains("://"));
                    let said = said.map(str::to_owned).or_else(|| in_parts(*inner));
                    said.or_else(|| held(*inner).map(str::to_owned))?
                }
            };
            (!text.is_empty()).then_some(text)
        };
        let text = best(&values, language).map(|text| text.value.trim().to_owned());
        let found = text.or_else(|| values.iter().find_map(name))?;
        let others = values.into_iter();
        let others = others.filter(|value| name(value).as_ref() != Some(&found));
        rest.extend(others.map(|value| (*property, value)));
        Some(found)
    })
}

/// The name of a person who is called by a given name and a family name.
fn in_parts(node: Subject<'_>) -> Option<String> {
    let part = |properties: &[NamedNodeRef<'static>]| {
        let mut said = properties
            .iter()
            .flat_map(|property| node.values(*property));
        said.find_map(address_of)
    };
    let parts: Vec<&str> = [part(&GIVEN_NAMES), part(&FAMILY_NAMES)]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The value that a node of a card holds.
fn held(node: Subject<'_>) -> Option<&str> {
    let mut values = CARD_VALUES
        .into_iter()
        .flat_map(|property| node.values(property));
    values.find_map(address_of)
}

/// The first value of these properties that can be read.
fn first<'g>(
    node: Subject<'g>,
    properties: &[NamedNodeRef<'static>],
    read: &dyn Fn(&str) -> Option<String>,
    rest: &mut Rest<'g>,
) -> Option<String> {
    let one = |value: Value<'g>| {
        let inner = match value {
            Value::Node(inner) => held(inner),
            Value::Text(_) => None,
        };
        read(inner.or_else(|| address_of(value))?)
    };
    properties.iter().find_map(|property| {
        let found = node.peek(*property).find_map(one)?;
        let others = node.values(*property).into_iter();
        let others = others.filter(|value| one(*value).as_ref() != Some(&found));
        rest.extend(others.map(|value| (*property, value)));
        Some(found)
    })
}

/// A contact that the portal accepts.
fn sound(
    name: &str,
    email: Option<String>,
    form: Option<String>,
    role: ContactRole,
) -> Result<ContactPoint, String> {
    if name.is_empty() {
        return Err("This agent has no name".to_owned());
    }
    if name.contains("://") {
        return Err("The name of a contact is no address".to_owned());
    }
    if role == ContactRole::Contact && email.is_none() && form.is_none() {
        return Err("A contact needs an address of e-mail or a form".to_owned());
    }
    Ok(ContactPoint {
        name: name.chars().take(255).collect(),
        email,
        contact_form: form,
        role: role.code().to_owned(),
        ..ContactPoint::default()
    })
}

/// The address in a text: `mailto: a@b.example`.
fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = match text.get(..7) {
        Some(start) if start.eq_ignore_ascii_case("mailto:") => text.get(7..)?,
        _ => text,
    };
    let bare = bare.split('?').next()?.trim().replace("%40", "@");
    let (local, host) = bare.rsplit_once('@')?;
    let is_plain = !local.is_empty() && host.contains('.') && !bare.contains([' ', '<', '>', '/']);
    is_plain.then_some(bare)
}

/// An address of the web.
pub fn web(text: &str) -> Option<String> {
    let text = text.trim();
    let url = url::Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https" | "ftp" | "ftps");
    (is_web && url.has_host()).then(|| text.replace(' ', "%20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_freed_of_their_clothes() {
        for text in [
            "a@b.example",
            "mailto:a@b.example",
            "MAILTO: a@b.example",
            "mailto:a%40b.example?subject=x",
        ] {
            assert_eq!(email(text).as_deref(), Some("a@b.example"), "{text}");
        }
        for text in ["", "nobody", "a@b", "https://a.example/@b.example"] {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
