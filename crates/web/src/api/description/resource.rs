//! The files of datasets, and who follows what.

use vitrail_app::community_resource::SORTS;
use vitrail_app::domain::vocabulary::resource_type::ResourceType;

use super::operation::Answer::{Page, Redirect};
use super::operation::{Group, delete, get, post, put};
use super::param::{
    ORGANIZATION, OWNER, PAGE, PAGING, Param, Q, arg, both_ways, codes, page_size, sort,
};
use super::shape::Type::{
    A, Choice, Count, Free, Id, Instant, Integer, List, Markdown, Text, Truth, Url, Uuid,
};
use super::shape::{Field, Shape, TERM, field, maybe, shape};

const RESOURCE_TYPE: Param = arg("type", Choice(codes::<ResourceType>), "The type of files");

const COMMUNITY_SORT: Param = sort(|| both_ways(&SORTS));

/// Who follows something.
pub const FOLLOWERS: &[Param] = &[
    arg("user", Id, "The id of a person: whether they follow it"),
    PAGE,
    page_size(20),
];

/// What an uploader sends: a file, or the parts of one.
const UPLOAD: &[Param] = &[
    arg("file", Text, "The bytes of the file, or of one part of it"),
    arg(
        "uuid",
        Text,
        "The same for all the parts of a file, chosen by the sender",
    ),
    arg("filename", Text, "The name of a file that comes in parts"),
    arg("partindex", Text, "The number of this part, from 0"),
    arg("partbyteoffset", Text, "Where this part begins"),
    arg(
        "totalparts",
        Text,
        "How many parts there are; without `file`: all is there",
    ),
    arg("chunksize", Text, "The bytes of this part"),
];

/// Files, hosted or linked to, of a dataset or beside it.
pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "datasets",
        operations: &[
            put(
                "/datasets/{dataset}/resources/{rid}/extras/",
                "update_resource_extras",
                "Merge free facts about a file; null takes a key away",
            )
            .sends(Free)
            .json(Free),
            delete(
                "/datasets/{dataset}/resources/{rid}/extras/",
                "delete_resource_extras",
                "Take free facts of a file away, by their keys",
            )
            .sends(List(&Text)),
            get(
                "/datasets/{dataset}/resources/",
                "list_resources",
                "The files of a dataset",
            )
            .takes(&[&[RESOURCE_TYPE, Q, PAGE, page_size(50)]])
            .gives(Page("Resource"))
            .refuses(&[410]),
            get(
                "/datasets/resources/{rid}/",
                "get_resource",
                "Read a file of any dataset, and the id of its dataset",
            )
            .json(A("SpecificResource")),
            get(
                "/datasets/{dataset}/resources/{rid}/extras/",
                "get_resource_extras",
                "The free facts about a file",
            )
            .json(Free)
            .refuses(&[410]),
        ],
    },
    Group {
        version: 1,
        tag: "datasets",
        operations: &[
            post(
                "/datasets/{dataset}/resources/",
                "create_resource",
                "Add a remote file, before the others",
            )
            .sends(A("Resource"))
            .json(A("Resource"))
            .refuses(&[403, 410]),
            post(
                "/datasets/{dataset}/upload/",
                "upload_new_dataset_resource",
                "Send a file, whole or in parts (multipart/form-data, field `file`)",
            )
            .uploads(UPLOAD)
            .json(A("UploadedResource"))
            .refuses(&[403, 410, 415]),
            post(
                "/datasets/{dataset}/resources/{rid}/upload/",
                "upload_dataset_resource",
                "Send another file in place of one",
            )
            .with(200)
            .uploads(UPLOAD)
            .json(A("UploadedResource"))
            .refuses(&[403, 410, 415]),
            post(
                "/datasets/{dataset}/upload/community/",
                "upload_new_community_resource",
                "Send a file beside a dataset of somebody else",
            )
            .uploads(UPLOAD)
            .json(A("UploadedCommunityResource"))
            .refuses(&[410, 415]),
            post(
                "/datasets/community_resources/",
                "create_community_resource",
                "Add a link beside a dataset of somebody else",
            )
            .sends(A("CommunityResource"))
            .json(A("CommunityResource")),
            put(
                "/datasets/community_resources/{community}/",
                "update_community_resource",
                "Change a community resource",
            )
            .sends(A("CommunityResource"))
            .json(A("CommunityResource")),
            delete(
                "/datasets/community_resources/{community}/",
                "delete_community_resource",
                "Take a community resource away",
            ),
            post(
                "/datasets/community_resources/{community}/upload/",
                "upload_community_resource",
                "Send another file in place of a community resource",
            )
            .with(200)
            .uploads(UPLOAD)
            .json(A("UploadedCommunityResource"))
            .refuses(&[403, 415]),
            put(
                "/datasets/{dataset}/resources/",
                "update_resources",
                "Put the files in another order",
            )
            .sends(List(&Text))
            .json(List(&A("Resource"))),
            put(
                "/datasets/{dataset}/resources/{rid}/",
                "update_resource",
                "Change what is said of a file",
            )
            .sends(A("Resource"))
            .json(A("Resource")),
            delete(
                "/datasets/{dataset}/resources/{rid}/",
                "delete_resource",
                "Take a file away",
            )
            .refuses(&[403, 410]),
            get(
                "/datasets/{dataset}/resources/{rid}/",
                "get_resource",
                "Read a file of a dataset",
            )
            .json(A("Resource"))
            .refuses(&[410]),
            get(
                "/datasets/r/{id}",
                "redirect_resource",
                "The permalink of a file",
            )
            .gives(Redirect("The file, wherever it is now")),
            get(
                "/datasets/community_resources/",
                "list_community_resources",
                "List the files that others than the producer add to datasets",
            )
            .takes(&[
                &[
                    COMMUNITY_SORT,
                    ORGANIZATION,
                    arg("dataset", Id, "The id of the dataset"),
                    OWNER,
                ],
                PAGING,
            ])
            .gives(Page("CommunityResource")),
            get(
                "/datasets/community_resources/{community}/",
                "retrieve_community_resource",
                "Read a community resource",
            )
            .json(A("CommunityResource")),
        ],
    },
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
