//! Tags, the reasons for restricted access, and the names of the tags of this description itself.

use vitrail_app::domain::vocabulary::Label;

use super::operation::{Group, get};
use super::param::{LANG, Param, suggest};
use super::shape::Type::{A, List, Text};
use super::shape::{Shape, field, shape};

/// The subjects of the API, as udata groups its operations.
pub const TAGS: &[(&str, Label)] = &[
    (
        "datasets",
        Label::new(
            "Les jeux de données et leurs fichiers",
            "Datasets and their files",
        ),
    ),
    (
        "organizations",
        Label::new("Les organisations", "Organizations"),
    ),
    (
        "reuses",
        Label::new("Les réutilisations", "What is made of the data"),
    ),
    (
        "dataservices",
        Label::new("Les API des producteurs", "The APIs that producers offer"),
    ),
    (
        "topics",
        Label::new("Les thèmes", "Things chosen around a subject"),
    ),
    (
        "discussions",
        Label::new(
            "Les discussions",
            "Questions and answers about what is published",
        ),
    ),
    (
        "posts",
        Label::new("Les actualités et les pages", "News and pages"),
    ),
    ("users", Label::new("Les personnes", "People")),
    (
        "me",
        Label::new("La personne connectée", "Who is signed in"),
    ),
    (
        "contacts",
        Label::new("Les points de contact", "Whom to ask"),
    ),
    ("tags", Label::new("Les mots-clés", "Keywords")),
    (
        "access_type",
        Label::new("Les conditions d’accès", "Conditions of access"),
    ),
    (
        "reports",
        Label::new("Les signalements", "Reports of content"),
    ),
    (
        "notifications",
        Label::new("Les notifications", "What waits for an answer"),
    ),
    (
        "harvest",
        Label::new("Le moissonnage", "The harvest of other catalogues"),
    ),
    (
        "webhooks",
        Label::new("Les programmes avertis", "Programs that are told"),
    ),
    (
        "transfer",
        Label::new("Les changements de propriétaire", "Changes of owner"),
    ),
    ("spatial", Label::new("Les territoires", "Territories")),
    (
        "site",
        Label::new("Le portail lui-même", "The portal itself"),
    ),
    (
        "avatars",
        Label::new("Les images dessinées", "Pictures drawn from identifiers"),
    ),
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
