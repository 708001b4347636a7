//! Tags, the reasons for restricted access, and the names of the tags of this description itself.

use super::operation::{Group, get};
use super::param::{LANG, Param, suggest};
use super::shape::Type::{A, List, Text};
use super::shape::{Shape, field, shape};

/// The subjects of the API, as udata groups its operations.
pub const TAGS: &[(&str, &str)] = &[
    ("datasets", "Datasets and their files"),
    ("organizations", "Organizations"),
    ("reuses", "What is made of the data"),
    ("dataservices", "The APIs that producers offer"),
    ("topics", "Things chosen around a subject"),
    (
        "discussions",
        "Questions and answers about what is published",
    ),
    ("posts", "News and pages"),
    ("users", "People"),
    ("me", "Who is signed in"),
    ("contacts", "Whom to ask"),
    ("tags", "Keywords"),
    ("access_type", "Conditions of access"),
    ("reports", "Reports of content"),
    ("notifications", "What waits for an answer"),
    ("transfer", "Changes of owner"),
    ("spatial", "Territories"),
    ("site", "The portal itself"),
    ("avatars", "Pictures drawn from identifiers"),
];

const COMPLETED: &[Param] = &suggest(8);

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "tags",
        operations: &[get("/tags/suggest/", "suggest_tags", "Complete a tag")
            .takes(&[COMPLETED])
            .json(List(&A("TextSuggestion")))],
    },
    Group {
        version: 1,
        tag: "access_type",
        operations: &[get(
            "/access_type/reason_categories/",
            "reason_categories",
            "Why access may be restricted",
        )
        .takes(&[&[LANG]])
        .json(List(&A("ReasonCategory")))],
    },
];

pub const SHAPES: &[Shape] = &[shape(
    "ReasonCategory",
    "Why access may be restricted.",
    &[&[
        field("value", Text, ""),
        field("label", Text, ""),
        field("definition", Text, ""),
    ]],
)];
