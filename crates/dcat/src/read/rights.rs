//! On which terms data are there: licence, rights and access, of the dataset and of its files.

use oxrdf::NamedNodeRef;
use vitrail_domain::vocabulary::Vocabulary;
use vitrail_domain::vocabulary::access::{AccessType, ReasonCategory};
use vitrail_domain::vocabulary::license;
use vitrail_domain::{Dataset, Extras};

use super::distribution::extra;
use super::graph::{Subject, Value};
use super::notes::Notes;
use super::own::Access;
use super::page::Links;
use super::source::Kept;
use super::terms::{ACCESS_LEVEL, DCAT_ACCESS_RIGHTS};
use super::words::{address_of, told};
use crate::lists;
use crate::terms::{dct, vitrail};

/// The terms that a distribution is under, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub license: Vec<String>,
    pub rights: Vec<String>,
    pub access_rights: Vec<String>,
}

/// Reads the terms of a node. A term that bears a label is known by its address all the same.
pub fn terms<'g>(node: Subject<'g>, notes: &mut Notes<'g>, language: &str) -> Terms {
    let mut texts = |properties: &[NamedNodeRef<'static>]| {
        let mut found: Vec<String> = Vec::new();
        for value in properties
            .iter()
            .flat_map(|property| node.values(*property))
        {
            let address = match value {
                Value::Node(term) => term.iri(),
                Value::Text(_) => None,
            };
            for text in told(value, language, notes).into_iter().chain(address) {
                if !found.iter().any(|known| known == text) {
                    found.push(text.to_owned());
                }
            }
        }
        found
    };
    Terms {
        license: texts(&[dct::LICENSE]),
        rights: texts(&[dct::RIGHTS]),
        access_rights: texts(&[dct::ACCESS_RIGHTS, DCAT_ACCESS_RIGHTS]),
    }
}

/// Tells of the licences of a node all but one, as shapes have room for one: the first that is known, else the first that
/// has an address.
pub fn one_licence<'g>(links: &Links, node: Subject<'g>, notes: &mut Notes<'g>, language: &str) {
    let values: Vec<Value<'g>> = node.peek(dct::LICENSE).collect();
    if values.len() < 2 {
        return;
    }
    let texts = |value: &Value<'g>| {
        let label = super::words::text_of(*value, language);
        address_of(*value).into_iter().chain(label)
    };
    let is_known =
        |value: &Value<'g>| texts(value).any(|text| links.meaning(text).licence.is_some());
    let is_address = |value: &Value<'g>| texts(value).any(|text| text.contains("://"));
    let kept = values.iter().position(is_known);
    let kept = kept
        .or_else(|| values.iter().position(is_address))
        .unwrap_or_default();
    let rest = values.into_iter().enumerate();
    let rest = rest.filter(|(at, _)| *at != kept).map(|(_, value)| value);
    notes.lose_rest(node, dct::LICENSE, rest, "One licence is kept");
}

/// Puts the terms of a source among extras, as udata does.
pub fn keep_terms(extras: &mut Extras, terms: &Terms) {
    for (key, texts) in [
        ("license", &terms.license),
        ("rights", &terms.rights),
        ("accessRights", &terms.access_rights),
    ] {
        if !texts.is_empty() {
            extra(extras, key, texts.clone().into());
        }
    }
}

/// On which terms data are there: the licence by the first text that names one, the rights and the access as written,
/// or as all files say alike.
pub fn of_dataset<'g>(
    links: &Links,
    node: Subject<'g>,
    dataset: &mut Dataset,
    of_files: &[Terms],
    (kept, notes): (&mut Kept, &mut Notes<'g>),
    language: &str,
) {
    let written: Vec<Value<'g>> = node.peek(dct::LICENSE).collect();
    let addresses: Vec<&str> = written
        .iter()
        .filter_map(|value| address_of(*value))
        .collect();
    let mut access = Access::of_dataset(dataset);
    super::own::facts(node, &super::own::ACCESS, &mut access, notes);
    one_licence(links, node, notes, language);
    keep_access(node, kept);
    let mut own = terms(node, notes, language);
    // Why access is not open is no right in other words.
    own.rights
        .retain(|text| Some(text) != access.reason.as_ref());
    let mut kept_terms = own.clone();
    let shared = |part: &dyn Fn(&Terms) -> &Vec<String>| {
        let first = part(of_files.first()?);
        let same = of_files.iter().all(|terms| same(part(terms), first));
        (same && !first.is_empty()).then(|| first.clone())
    };
    // Those of restricted data are of the files that have them.
    let is_open = !is_restricted(&own) && reason(links, &own).is_none();
    if own.license.is_empty() && is_open {
        kept_terms.license = shared(&|terms| &terms.license).unwrap_or_default();
    }
    // DCAT-US has words of its own for it.
    let levels = node.values(ACCESS_LEVEL);
    let level = levels.iter().copied().find_map(address_of);
    let level = level.filter(|level| *level != "public");
    if let (true, Some(level)) = (own.access_rights.is_empty(), level) {
        kept_terms.access_rights = vec![level.to_owned()];
        kept.keep(dct::ACCESS_RIGHTS, &levels, &[]);
    }
    if own.rights.is_empty() {
        kept_terms.rights = shared(&|terms| &terms.rights).unwrap_or_default();
    }
    if own.access_rights.is_empty() && level.is_none() {
        kept_terms.access_rights = shared(&|terms| &terms.access_rights).unwrap_or_default();
    }
    keep_terms(&mut dataset.extras, &kept_terms);
    let texts = |part: fn(&Terms) -> &Vec<String>| of_files.iter().flat_map(part);
    let named = addresses
        .iter()
        .copied()
        .chain(own.license.iter().map(String::as_str))
        .chain(own.rights.iter().map(String::as_str))
        .chain(texts(|terms| &terms.license).map(String::as_str))
        .chain(texts(|terms| &terms.rights).map(String::as_str));
    dataset.license = named
        .into_iter()
        .find_map(|text| links.meaning(text).licence)
        .map(str::to_owned);
    let said = dataset
        .license
        .as_deref()
        .and_then(crate::distribution::licence_address);
    kept.keep(dct::LICENSE, &written, said.as_slice());
    if written.is_empty() && dataset.license.is_some() {
        kept.keep_silence(dct::LICENSE);
    }
    access_type(links, dataset, &kept_terms, level);
    settle(node, &mut access, &dataset.access_type, notes);
    access.into_dataset(dataset);
}

/// Who may get in: as rights say where that is not everybody, whatever the words of this program say.
pub fn settle<'g>(node: Subject<'g>, access: &mut Access, by_rights: &str, notes: &mut Notes<'g>) {
    let is_open = access.r#type == AccessType::Open.code();
    let is_restricted = by_rights == AccessType::Restricted.code();
    if !is_open && access.r#type != by_rights && is_restricted {
        let said = node.peek(vitrail::ACCESS_TYPE).collect::<Vec<_>>();
        notes.lose_rest(
            node,
            vitrail::ACCESS_TYPE,
            said,
            "Its rights say that access is restricted",
        );
    }
    if is_open || is_restricted {
        by_rights.clone_into(&mut access.r#type);
    }
}

/// Keeps rights, and who gets in, as the source says them, unless that is in the word of the European list, which is said
/// again.
pub fn keep_access(node: Subject<'_>, kept: &mut Kept) {
    let values: Vec<Value<'_>> = node.peek(dct::ACCESS_RIGHTS).collect();
    let of_the_list = |text: &&str| AccessType::of_eu_uri(text).is_some();
    let said = values
        .iter()
        .find_map(|value| address_of(*value).filter(of_the_list));
    kept.keep(dct::ACCESS_RIGHTS, &values, said.as_slice());
    kept.keep(
        dct::RIGHTS,
        &node.peek(dct::RIGHTS).collect::<Vec<_>>(),
        &[],
    );
}

/// Whether two lists say the same, in any order.
fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|text| other.contains(text))
}

/// The licence that a text names, or one that an address in it leads to.
pub fn licence(text: &str) -> Option<&'static str> {
    if let Some(id) = lists::licence_of(text.trim()) {
        return Some(id);
    }
    if let Some(found) = license::guess([text]) {
        return Some(found.id);
    }
    let mut words = text.split(|c: char| c.is_whitespace() || "<>\"'()[],;".contains(c));
    words.find_map(|word| {
        let at = word.find("http")?;
        let address = word.get(at..)?.trim_end_matches(['.', ':', '!']);
        let found = lists::licence_of(address);
        found.or_else(|| license::guess([address]).map(|found| found.id))
    })
}

/// Who may get the data: a reason of INSPIRE for not opening them, the European list, or the word of DCAT-US.
fn access_type(links: &Links, dataset: &mut Dataset, terms: &Terms, said_level: Option<&str>) {
    if let Some(reason) = reason(links, terms) {
        "restricted".clone_into(&mut dataset.access_type);
        dataset.access_type_reason_category = Some(reason.code().to_owned());
        // Restricted data have no licence, as in the forms.
        dataset.license = None;
        return;
    }
    if is_restricted(terms) || said_level.is_some() {
        "restricted".clone_into(&mut dataset.access_type);
    }
}

/// Whether the list of Europe or of COAR, or plain words, say that not everybody gets in.
pub fn is_restricted(terms: &Terms) -> bool {
    terms.access_rights.iter().any(|text| {
        if let Some((_, code)) = text.split_once("resource/authority/access-right/") {
            return CLOSED.contains(&code);
        }
        if let Some((_, code)) = text.split_once("purl.org/coar/access_right/") {
            return code != COAR_OPEN;
        }
        let text = text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        says(&RESERVED) && !says(&UNRESERVED)
    })
}

const CLOSED: [&str; 4] = ["NON_PUBLIC", "RESTRICTED", "CONFIDENTIAL", "SENSITIVE"];
const COAR_OPEN: &str = "c_abf2";
const RESERVED: [&str; 9] = [
    "restreint",
    "réservé",
    "accès limité",
    "confidentiel",
    "non public",
    "non-public",
    "non_public",
    "restricted",
    "confidential",
];
const UNRESERVED: [&str; 8] = [
    "sans ",
    "aucun",
    "pas ",
    "non restreint",
    "not ",
    "no ",
    "unrestricted",
    "non-restricted",
];

/// The reason of INSPIRE for which data are not open to all.
pub fn reason(links: &Links, terms: &Terms) -> Option<ReasonCategory> {
    let mut said = terms.access_rights.iter().chain(&terms.rights);
    said.find_map(|text| links.meaning(text).reason)
}
