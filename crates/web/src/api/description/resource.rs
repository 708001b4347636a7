//! The files of datasets, and who follows what.

use vitrail_app::community_resource::SORTS;
use vitrail_app::domain::vocabulary::resource_type::ResourceType;

use super::param::{PAGE, Param, arg, both_ways, codes, page_size, sort};
use super::shape::Type::{
    A, Choice, Count, Free, Id, Instant, Integer, List, Markdown, Text, Truth, Url, Uuid,
};
use super::shape::{Field, Shape, TERM, field, maybe, shape};

pub const RESOURCE_TYPE: Param = arg("type", Choice(codes::<ResourceType>), "The type of files");

pub const COMMUNITY_SORT: Param = sort(|| both_ways(&SORTS));

/// Who follows something.
pub const FOLLOWERS: &[Param] = &[
    arg("user", Id, "The id of a person: whether they follow it"),
    PAGE,
    page_size(20),
];

const FILE: &[Field] = &[
    field("id", Uuid, ""),
    field("title", Text, ""),
    maybe("description", Markdown, ""),
    field("filetype", Text, "`remote`, or `file` when kept here"),
    field("type", Text, "What it is for"),
    field("format", Text, ""),
    field("url", Url, "Where it is"),
    field("latest", Url, "Its permalink"),
    maybe("checksum", A("Checksum"), ""),
    maybe("filesize", Integer, "In bytes"),
    maybe("mime", Text, "Its media type"),
    field("created_at", Instant, "When its producer published it"),
    field("last_modified", Instant, "When it last changed"),
    field("metrics", Free, "Counts"),
    maybe(
        "harvest",
        Free,
        "What is known of it where it was harvested",
    ),
    field("extras", Free, "Free facts"),
    maybe("preview_url", Url, "Where it can be looked at"),
    maybe("schema", A("Schema"), "The schema that it claims to follow"),
    field("internal", A("Internal"), ""),
    maybe("geopf", Free, "Always null"),
];

const VERSION: &[Field] = &[
    field("number", Count, "From 1"),
    field("at", Instant, "When"),
    maybe("actor", A("UserReference"), "Who"),
    field("operation", Text, "What was done"),
    field("fields", List(&Text), "The fields that changed"),
];

const BESIDE: &[Field] = &[
    maybe("dataset", A("DatasetReference"), ""),
    maybe("organization", A("OrganizationReference"), ""),
    maybe("owner", A("UserReference"), ""),
    field("permissions", A("Permissions"), ""),
];

pub const SHAPES: &[Shape] = &[
    shape("Resource", "A file or a service of a dataset.", &[FILE]),
    shape("Version", "What an object was after an edit.", &[VERSION]),
    shape(
        "ComparedVersion",
        "A version, and how it differs from another.",
        &[
            VERSION,
            &[field(
                "differences",
                Free,
                "For each field that differs, its values `old` and `new`",
            )],
        ],
    ),
    shape(
        "UploadedResource",
        "A file that was sent.",
        &[FILE, &[field("success", Truth, "Always true")]],
    ),
    shape(
        "UploadedCommunityResource",
        "A file that was sent beside a dataset.",
        &[FILE, BESIDE, &[field("success", Truth, "Always true")]],
    ),
    shape(
        "CommunityResource",
        "A file that somebody other than the producer adds to a dataset.",
        &[FILE, BESIDE],
    ),
    shape(
        "SpecificResource",
        "A file and the id of its dataset, null for a community resource.",
        &[&[
            field("resource", A("Resource"), ""),
            maybe("dataset_id", Id, ""),
        ]],
    ),
    shape(
        "Checksum",
        "The digest of a file.",
        &[&[field("type", Text, ""), field("value", Text, "")]],
    ),
    shape(
        "Schema",
        "The schema that a file claims to follow.",
        &[&[
            maybe("name", Text, ""),
            maybe("version", Text, ""),
            maybe("url", Url, ""),
        ]],
    ),
    shape(
        "Internal",
        "The dates of the portal itself, beside those of the source.",
        &[&[
            field("created_at_internal", Instant, ""),
            field("last_modified_internal", Instant, ""),
        ]],
    ),
    shape(
        "CatalogSchema",
        "A schema of the catalogue of schemas.",
        &[&[field("name", Text, ""), field("title", Text, "")]],
    ),
    shape("ResourceType", "A type of files.", &[TERM]),
    shape(
        "TextSuggestion",
        "A text as suggested while typing.",
        &[&[field("text", Text, "")]],
    ),
    shape(
        "Follow",
        "Who follows something, and since when.",
        &[&[
            field("id", Id, ""),
            field("follower", A("UserReference"), ""),
            field("since", Instant, ""),
        ]],
    ),
];
