//! Datasets, in both versions.

use vitrail_app::dataset::SORTS;
use vitrail_app::index::Kind;

use super::operation::Answer::{File, Page, Search};
use super::operation::{Group, delete, get, post, put};
use super::param::{
    ACCESS_TYPE, DATASET_BADGE, EXPLAIN, FEATURED, FORMAT_FAMILY, FULL, GEOZONE, GRANULARITY, LANG,
    LAST_UPDATE_RANGE, LEGAL_NOTICE, ORGANIZATION, ORGANIZATION_BADGE, OWNER, PAGE, PAGING,
    PRODUCER_TYPE, Param, Q, SUGGEST, TAG, TOPIC, arg, both_ways, page_size, search_sorts, sort,
};
use super::resource::FOLLOWERS;
use super::shape::Type::{
    A, Count, Day, Either, Free, Id, Instant, List, Markdown, Number, Text, Texts, Truth, Url,
};
use super::shape::{Field, Shape, field, maybe, shape};

/// What every list of datasets filters on.
pub const FILTERS: &[Param] = &[
    Q,
    sort(|| both_ways(&SORTS)),
    TAG,
    arg("license", Text, "The id of a licence"),
    FEATURED,
    GEOZONE,
    GRANULARITY,
    TEMPORAL_COVERAGE,
    ACCESS_TYPE,
    ORGANIZATION,
    DATASET_BADGE,
    ORGANIZATION_BADGE,
    OWNER,
    arg("followed_by", Id, "The id of a person who follows it"),
    arg("format", Text, "A format of one of its files"),
    arg("schema", Text, "The name of a schema of one of its files"),
    arg(
        "schema_version",
        Text,
        "The version of a schema of one of its files",
    ),
    TOPIC,
    arg("dataservice", Id, "The id of a dataservice that serves it"),
    arg("reuse", Id, "The id of a reuse that uses it"),
    arg(
        "archived",
        Truth,
        "Only the archived ones, or none of them; for people who are signed in",
    ),
    arg(
        "deleted",
        Truth,
        "Only the deleted ones, or none of them; for people who are signed in",
    ),
    arg(
        "private",
        Truth,
        "Only the private ones, or none of them; for people who are signed in",
    ),
];

const TEMPORAL_COVERAGE: Param = arg(
    "temporal_coverage",
    Text,
    "A period, as two days joined: `2020-01-01-2020-12-31`",
);

pub const SEARCHED: &[Param] = &[
    Q,
    sort(|| search_sorts(Kind::Dataset)),
    TAG,
    DATASET_BADGE,
    ORGANIZATION,
    ORGANIZATION_BADGE,
    arg(
        "organization_name",
        Text,
        "The exact name of the organization",
    ),
    OWNER,
    arg("license", Text, "The id of a licence"),
    GEOZONE,
    arg(
        "include_geozone_ancestors",
        Truth,
        "Also what is about the territories around it",
    ),
    GRANULARITY.repeated(),
    arg("format", Text, "A format of one of its files").repeated(),
    arg("schema", Text, "The name of a schema of one of its files").repeated(),
    TEMPORAL_COVERAGE,
    FEATURED,
    TOPIC,
    ACCESS_TYPE,
    FORMAT_FAMILY,
    PRODUCER_TYPE,
    LAST_UPDATE_RANGE,
    EXPLAIN,
];

pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "datasets",
        operations: &[
            get("/datasets/search/", "search_datasets", "Search datasets")
                .takes(&[SEARCHED, PAGING, &[FULL]])
                .gives(Search("DatasetV2")),
            get("/datasets/", "list_datasets", "List datasets")
                .takes(&[FILTERS, PAGING, &[FULL]])
                .gives(Page("DatasetV2"))
                .refuses(&[401]),
            get("/datasets/{dataset}/", "get_dataset", "Read a dataset")
                .takes(&[&[FULL]])
                .json(A("DatasetV2"))
                .refuses(&[410]),
            put(
                "/datasets/{dataset}/extras/",
                "update_dataset_extras",
                "Merge free facts about a dataset; null takes a key away",
            )
            .sends(Free)
            .json(Free),
            delete(
                "/datasets/{dataset}/extras/",
                "delete_dataset_extras",
                "Take free facts of a dataset away, by their keys",
            )
            .sends(List(&Text)),
            get(
                "/datasets/{dataset}/extras/",
                "get_dataset_extras",
                "The free facts about a dataset",
            )
            .json(Free)
            .refuses(&[410]),
            get(
                "/datasets/{dataset}/schemas/",
                "get_dataset_schemas",
                "The schemas that the files of a dataset claim to follow",
            )
            .json(List(&A("Schema")))
            .refuses(&[410]),
        ],
    },
    Group {
        version: 1,
        tag: "datasets",
        operations: &[
            post("/datasets/", "create_dataset", "Publish a dataset")
                .sends(A("Dataset"))
                .json(A("Dataset")),
            put(
                "/datasets/{dataset}/",
                "update_dataset",
                "Change a dataset; what the body does not name stays",
            )
            .sends(A("Dataset"))
            .json(A("Dataset")),
            delete("/datasets/{dataset}/", "delete_dataset", "Delete a dataset")
                .takes(&[LEGAL_NOTICE])
                .refuses(&[403, 410]),
            get(
                "/datasets/{dataset}/versions/",
                "list_dataset_versions",
                "The versions of a dataset, the newest first",
            )
            .takes(&[&[PAGE, page_size(20)]])
            .gives(Page("Version"))
            .refuses(&[410]),
            get(
                "/datasets/{dataset}/versions/{number}/",
                "get_dataset_version",
                "A version of a dataset, and how it differs from the one before",
            )
            .takes(&[&[arg(
                "with",
                Count,
                "The number of another version to compare with",
            )]])
            .json(A("ComparedVersion"))
            .refuses(&[410]),
            post(
                "/datasets/{dataset}/versions/{number}/restore/",
                "restore_dataset_version",
                "Make a dataset and its files what they were",
            )
            .with(200)
            .json(A("Dataset"))
            .refuses(&[403, 410]),
            post(
                "/datasets/{dataset}/featured/",
                "feature_dataset",
                "Put a dataset forward",
            )
            .with(200)
            .json(A("Dataset")),
            delete(
                "/datasets/{dataset}/featured/",
                "unfeature_dataset",
                "No longer put a dataset forward",
            )
            .with(200)
            .json(A("Dataset")),
            post(
                "/datasets/{dataset}/badges/",
                "add_dataset_badge",
                "Give a badge to a dataset",
            )
            .sends(A("Badge"))
            .json(A("Badge")),
            delete(
                "/datasets/{dataset}/badges/{badge_kind}/",
                "delete_dataset_badge",
                "Take a badge from a dataset",
            ),
            get(
                "/datasets/",
                "list_datasets",
                "List datasets, files and all",
            )
            .takes(&[FILTERS, PAGING, &[FULL]])
            .gives(Page("Dataset"))
            .refuses(&[401]),
            get(
                "/datasets/recent.atom",
                "recent_datasets_atom_feed",
                "Feed of the newest datasets",
            )
            .takes(&[FILTERS])
            .gives(File("application/atom+xml", "An Atom feed")),
            get(
                "/datasets/{dataset}/",
                "get_dataset",
                "Read a dataset with all its files",
            )
            .takes(&[&[FULL]])
            .json(A("Dataset"))
            .refuses(&[410]),
            post(
                "/datasets/{id}/followers/",
                "follow_dataset",
                "Follow a dataset",
            )
            .json(A("Followers")),
            delete(
                "/datasets/{id}/followers/",
                "unfollow_dataset",
                "No longer follow a dataset",
            )
            .with(200)
            .json(A("Followers"))
            .refuses(&[]),
            get(
                "/datasets/{id}/followers/",
                "list_dataset_followers",
                "Who follows a dataset",
            )
            .takes(&[FOLLOWERS])
            .gives(Page("Follow")),
            get(
                "/datasets/suggest/",
                "suggest_datasets",
                "Complete the title of a dataset",
            )
            .takes(&[SUGGEST])
            .json(List(&A("DatasetSuggestion"))),
            get(
                "/datasets/suggest/formats/",
                "suggest_formats",
                "Complete the name of a format",
            )
            .takes(&[SUGGEST])
            .json(List(&A("TextSuggestion"))),
            get(
                "/datasets/suggest/mime/",
                "suggest_mime",
                "Complete the name of a media type",
            )
            .takes(&[SUGGEST])
            .json(List(&A("TextSuggestion"))),
            get(
                "/datasets/badges/",
                "available_dataset_badges",
                "The badges of datasets with their names",
            )
            .takes(&[&[LANG]])
            .json(Texts),
            get(
                "/datasets/extensions/",
                "allowed_extensions",
                "The extensions of files that may be uploaded",
            )
            .json(List(&Text)),
            get(
                "/datasets/frequencies/",
                "list_frequencies",
                "The update frequencies",
            )
            .takes(&[&[LANG]])
            .json(List(&A("Frequency"))),
            get("/datasets/licenses/", "list_licenses", "The licences").json(List(&A("License"))),
            get(
                "/datasets/resource_types/",
                "resource_types",
                "The types of files",
            )
            .takes(&[&[LANG]])
            .json(List(&A("ResourceType"))),
            get(
                "/datasets/schemas/",
                "schemas",
                "The catalogue of schemas: empty when the portal has none",
            )
            .json(List(&A("CatalogSchema"))),
        ],
    },
];

const FIELDS: &[Field] = &[
    field("id", Id, ""),
    field("title", Text, ""),
    maybe("acronym", Text, ""),
    field("slug", Text, "Its name in addresses"),
    field("description", Markdown, ""),
    maybe("description_short", Text, "The same in a sentence or two"),
    field(
        "created_at",
        Instant,
        "When its producer first published it",
    ),
    field(
        "last_modified",
        Instant,
        "When its description last changed",
    ),
    maybe("deleted", Instant, "When it was deleted"),
    field("private", Truth, "Only its producer may read it"),
    field("tags", List(&Text), ""),
    field("badges", List(&A("Badge")), ""),
    field(
        "frequency",
        Either(&[Text, A("Frequency")]),
        "How often it should change: an identifier, or an object when full objects are asked for",
    ),
    maybe("frequency_date", Instant, "When it should next change"),
    field("extras", Free, "Free facts"),
    field("metrics", Free, "Counts"),
    maybe(
        "organization",
        A("OrganizationReference"),
        "The organization that publishes it",
    ),
    maybe("owner", A("UserReference"), "The person who publishes it"),
    maybe(
        "temporal_coverage",
        A("TemporalCoverage"),
        "The period that it describes",
    ),
    maybe(
        "spatial",
        A("SpatialCoverage"),
        "The territory that it describes",
    ),
    field(
        "license",
        Either(&[Text, A("License")]),
        "An identifier, or an object when full objects are asked for",
    ),
    field("access_type", Text, "Who may get it"),
    field("access_audiences", List(&A("AccessAudience")), ""),
    maybe("access_type_reason_category", Text, "Why it is not open"),
    maybe("access_type_reason", Text, "The same in words"),
    maybe("authorization_request_url", Url, "Where to ask for access"),
    field("uri", Url, "Its address in the API"),
    field("page", Url, "Its public page"),
    field("last_update", Instant, "When its data last changed"),
    maybe("archived", Instant, "When it was archived"),
    maybe("doi", Text, ""),
    field("quality", A("Quality"), ""),
    maybe(
        "harvest",
        Free,
        "What is known of it where it was harvested",
    ),
    maybe("geopf", Free, "Always null"),
    field("internal", A("Internal"), ""),
    field("contact_points", List(&A("ContactPointReference")), ""),
    field("featured", Truth, "Put forward by the portal"),
    field("permissions", A("DatasetPermissions"), ""),
];

/// How others name a dataset.
pub const REFERENCE: &[Field] = &[
    field("class", Text, ""),
    field("id", Id, ""),
    maybe("title", Text, ""),
    maybe("acronym", Text, ""),
    maybe("page", Url, ""),
    maybe("uri", Url, ""),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Dataset",
        "A dataset with its files, as version 1 gives it.",
        &[
            FIELDS,
            &[
                field("resources", List(&A("Resource")), "Its files"),
                maybe("schema", A("Schema"), ""),
            ],
        ],
    ),
    shape(
        "DatasetV2",
        "A dataset with links to its files, as version 2 gives it.",
        &[
            FIELDS,
            &[
                field("resources", A("Link"), "Its files"),
                field("community_resources", A("Link"), "What others add to it"),
            ],
        ],
    ),
    shape(
        "DatasetPermissions",
        "What the caller may do with a dataset.",
        &[&[
            field("delete", Truth, ""),
            field("edit", Truth, ""),
            field("edit_resources", Truth, ""),
        ]],
    ),
    shape(
        "Quality",
        "The criteria of quality that a dataset meets. Those about files are absent when there is no file.",
        &[&[
            field("license", Truth, ""),
            field("temporal_coverage", Truth, ""),
            field("spatial", Truth, ""),
            field("update_frequency", Truth, ""),
            field("dataset_description_quality", Truth, ""),
            field("has_resources", Truth, "").at_times(),
            field("has_open_format", Truth, "").at_times(),
            field("all_resources_available", Truth, "").at_times(),
            field("resources_documentation", Truth, "").at_times(),
            field("update_fulfilled_in_time", Truth, "").at_times(),
            field("score", Number, "From 0 to 1"),
        ]],
    ),
    shape(
        "TemporalCoverage",
        "A period, both days included.",
        &[&[field("start", Day, ""), maybe("end", Day, "")]],
    ),
    shape(
        "AccessAudience",
        "Who may get restricted data, and on which condition.",
        &[&[field("role", Text, ""), field("condition", Text, "")]],
    ),
    shape(
        "DatasetReference",
        "A dataset as others name it; only its id when the caller may not read it.",
        &[REFERENCE],
    ),
    shape(
        "DatasetSuggestion",
        "A dataset as suggested while typing.",
        &[&[
            field("id", Id, ""),
            field("title", Text, ""),
            maybe("acronym", Text, ""),
            field("slug", Text, ""),
            maybe("image_url", Url, "The logo of its organization"),
            field("page", Url, ""),
        ]],
    ),
    shape("Frequency", "An update frequency.", &[super::shape::TERM]),
    shape(
        "License",
        "A licence.",
        &[&[
            field("id", Text, ""),
            field("title", Text, ""),
            maybe("maintainer", Text, ""),
            maybe("url", Url, ""),
            field("flags", List(&Text), ""),
            field("alternate_urls", List(&Url), ""),
            field("alternate_titles", List(&Text), ""),
        ]],
    ),
];
