//! Holds every list against what a live udata answered. The recordings are not part of the repository: without them the
//! comparison is skipped, and says so.

use super::access::{AccessAudience, AccessCondition, AccessType, ReasonCategory};
use super::badge::{DataserviceBadge, DatasetBadge, OrganizationBadge, ProducerType};
use super::format::{FormatFamily, UPLOAD_EXTENSIONS};
use super::frequency::Frequency;
use super::granularity::granularities;
use super::license::LICENSES;
use super::report::ReportReason;
use super::resource_type::ResourceType;
use super::reuse::{ReuseTopic, ReuseType};
use super::role::{ContactRole, UserRole};
use super::{Label, Vocabulary};
use crate::organization::Role;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};

fn sound<V>(count: usize)
where
    V: Vocabulary + Debug + Serialize + DeserializeOwned,
{
    assert_eq!(V::ALL.len(), count);
    let codes: HashSet<_> = V::ALL.iter().map(|term| term.code()).collect();
    assert_eq!(codes.len(), count, "a code is used twice");
    for term in V::ALL {
        assert_eq!(V::parse(term.code()), Some(*term));
        assert_eq!(serde_json::to_value(term).unwrap(), term.code());
        assert_eq!(
            serde_json::from_value::<V>(term.code().into()).unwrap(),
            *term
        );
        assert!(!term.label().fr.is_empty() && !term.label().en.is_empty());
    }
    assert_eq!(V::parse("no such code"), None);
}

#[test]
fn every_list_is_complete_and_speaks_json() {
    sound::<Frequency>(40);
    sound::<ResourceType>(6);
    sound::<DatasetBadge>(6);
    sound::<OrganizationBadge>(5);
    sound::<ProducerType>(6);
    sound::<DataserviceBadge>(1);
    sound::<ReuseType>(8);
    sound::<ReuseTopic>(15);
    sound::<Role>(3);
    sound::<UserRole>(3);
    sound::<ContactRole>(11);
    sound::<ReportReason>(7);
    sound::<AccessType>(3);
    sound::<AccessAudience>(3);
    sound::<AccessCondition>(3);
    sound::<ReasonCategory>(8);
    sound::<FormatFamily>(5);
    assert_eq!(UPLOAD_EXTENSIONS.len(), 64);
    assert!(UPLOAD_EXTENSIONS.is_sorted());
}

#[test]
fn labels_follow_the_language_of_the_reader() {
    let label = Label::new("Santé", "Health");
    assert_eq!(label.in_lang("fr-FR"), "Santé");
    assert_eq!(label.in_lang("FR"), "Santé");
    assert_eq!(label.in_lang("de"), "Health");
    assert_eq!(label.in_lang(""), "Health");
}

fn recordings() -> Option<PathBuf> {
    let shared = std::env::var_os("VITRAIL_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data/udata");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "skipped: no recordings in {} (set VITRAIL_SHARED)",
        folder.display()
    );
    None
}

/// The codes of a recorded list: texts, keys of an object, or one field of each item.
fn recorded(folder: &Path, name: &str, field: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
    let recording: Value = serde_json::from_str(&text).unwrap();
    match &recording["response"]["json"] {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(items) => items
            .iter()
            .map(|item| {
                item.as_str()
                    .or_else(|| item[field].as_str())
                    .unwrap()
                    .to_owned()
            })
            .collect(),
        other => panic!("{name}: not a list: {other}"),
    }
}

fn codes<V: Vocabulary>() -> Vec<&'static str> {
    V::ALL.iter().map(|term| term.code()).collect()
}

#[test]
fn codes_are_those_a_live_udata_lists_in_its_order() {
    let Some(folder) = recordings() else { return };
    let lists: [(&str, &str, Vec<&str>); 14] = [
        (
            "003-get-datasets-licenses",
            "id",
            LICENSES.iter().map(|l| l.id).collect(),
        ),
        ("004-get-datasets-frequencies", "id", codes::<Frequency>()),
        (
            "005-get-datasets-resource_types",
            "id",
            codes::<ResourceType>(),
        ),
        ("006-get-datasets-badges", "", codes::<DatasetBadge>()),
        (
            "007-get-datasets-extensions",
            "",
            UPLOAD_EXTENSIONS.to_vec(),
        ),
        (
            "009-get-organizations-badges",
            "",
            codes::<OrganizationBadge>(),
        ),
        ("010-get-organizations-roles", "id", codes::<Role>()),
        ("011-get-reuses-types", "id", codes::<ReuseType>()),
        ("012-get-reuses-topics", "id", codes::<ReuseTopic>()),
        ("013-get-reports-reasons", "value", codes::<ReportReason>()),
        ("014-get-contacts-roles", "id", codes::<ContactRole>()),
        (
            "015-get-spatial-granularities",
            "id",
            granularities().map(|(id, _)| id).collect(),
        ),
        (
            "017-get-access_type-reason_categories",
            "value",
            codes::<ReasonCategory>(),
        ),
        ("019-get-users-roles", "name", codes::<UserRole>()),
    ];
    // Lists that an instance fills itself: the recorded one had few entries.
    let longer_here = ["003", "015", "019"];
    for (name, field, ours) in lists {
        let theirs = recorded(&folder, name, field);
        let kept: Vec<_> = ours
            .iter()
            .copied()
            .filter(|c| theirs.iter().any(|t| t == c))
            .collect();
        assert_eq!(kept, theirs, "{name}");
        assert!(
            kept.len() == ours.len() || longer_here.iter().any(|n| name.starts_with(n)),
            "{name}"
        );
    }
}
