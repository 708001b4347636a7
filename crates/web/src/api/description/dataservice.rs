//! Dataservices: the APIs that a portal lists.

use vitrail_app::dataservice::SORTS;
use vitrail_app::index::Kind;

use super::operation::Answer::{File, Page, Search};
use super::operation::{Group, delete, get, patch, post};
use super::param::{
    ACCESS_TYPE, EXPLAIN, FEATURED, LAST_UPDATE_RANGE, LEGAL_NOTICE, ORGANIZATION,
    ORGANIZATION_BADGE, OWNER, PAGING, PRODUCER_TYPE, Q, SUGGEST, TAG, TOPIC, arg, both_ways,
    search_sorts, sort,
};
use super::resource::FOLLOWERS;
use super::shape::Type::{A, Free, Id, Instant, List, Markdown, Number, Text, Truth, Url};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "dataservices",
        operations: &[
            get(
                "/dataservices/{dataservice}/",
                "get_dataservice",
                "Read a dataservice",
            )
            .json(A("Dataservice"))
            .refuses(&[410]),
            get(
                "/dataservices/search/",
                "search_dataservices",
                "Search dataservices",
            )
            .takes(&[
                &[
                    Q,
                    sort(|| search_sorts(Kind::Dataservice)),
                    TAG,
                    TOPIC,
                    ORGANIZATION,
                    arg("archived", Truth, "Only the archived ones, or none of them"),
                    FEATURED,
                    ACCESS_TYPE,
                    PRODUCER_TYPE,
                    LAST_UPDATE_RANGE,
                    arg(
                        "is_restricted",
                        Truth,
                        "Only what is not open to all, or only what is",
                    ),
                    EXPLAIN,
                ],
                PAGING,
            ])
            .gives(Search("Dataservice")),
        ],
    },
    Group {
        version: 1,
        tag: "dataservices",
        operations: &[
            post(
                "/dataservices/",
                "create_dataservice",
                "Publish a dataservice",
            )
            .sends(A("Dataservice"))
            .json(A("Dataservice")),
            patch(
                "/dataservices/{dataservice}/",
                "update_dataservice",
                "Change a dataservice; what the body does not name stays",
            )
            .sends(A("Dataservice"))
            .json(A("Dataservice")),
            delete(
                "/dataservices/{dataservice}/",
                "delete_dataservice",
                "Delete a dataservice",
            )
            .takes(&[LEGAL_NOTICE])
            .refuses(&[403, 410]),
            post(
                "/dataservices/{dataservice}/datasets/",
                "dataservice_datasets_create",
                "Say that a dataservice serves datasets",
            )
            .sends(List(&A("ModelReference")))
            .json(A("Dataservice"))
            .refuses(&[403, 410]),
            delete(
                "/dataservices/{dataservice}/datasets/{dataset}/",
                "delete_dataservice_dataset_api_/dataservices/<dataservice:dataservice>/datasets/<dataset:dataset>/",
                "Say that a dataservice no longer serves a dataset",
            )
            .refuses(&[403, 410]),
            post(
                "/dataservices/{dataservice}/featured/",
                "feature_dataservice",
                "Put a dataservice forward",
            )
            .with(200)
            .json(A("Dataservice")),
            delete(
                "/dataservices/{dataservice}/featured/",
                "unfeature_dataservice",
                "No longer put a dataservice forward",
            )
            .with(200)
            .json(A("Dataservice")),
            get("/dataservices/", "list_dataservices", "List dataservices")
                .takes(&[
                    &[
                        Q,
                        sort(|| both_ways(&SORTS)),
                        TOPIC,
                        arg("reuse", Id, "The id of a reuse that uses it"),
                        OWNER,
                        ORGANIZATION,
                        ORGANIZATION_BADGE,
                        ACCESS_TYPE,
                        TAG,
                        FEATURED,
                        arg("contact_point", Id, "The id of a contact point"),
                        arg("dataset", Id, "The id of a dataset that it serves"),
                    ],
                    PAGING,
                ])
                .gives(Page("Dataservice")),
            get(
                "/dataservices/recent.atom",
                "recent_dataservices_atom_feed",
                "Feed of the newest dataservices",
            )
            .gives(File("application/atom+xml", "An Atom feed")),
            get(
                "/dataservices/{dataservice}/",
                "get_dataservice",
                "Read a dataservice",
            )
            .json(A("Dataservice"))
            .refuses(&[410]),
            post(
                "/dataservices/{id}/followers/",
                "follow_dataservice",
                "Follow a dataservice",
            )
            .json(A("Followers")),
            delete(
                "/dataservices/{id}/followers/",
                "unfollow_dataservice",
                "No longer follow a dataservice",
            )
            .with(200)
            .json(A("Followers"))
            .refuses(&[]),
            get(
                "/dataservices/{id}/followers/",
                "list_dataservice_followers",
                "Who follows a dataservice",
            )
            .takes(&[FOLLOWERS])
            .gives(Page("Follow")),
            get(
                "/dataservices/suggest/",
                "suggest_dataservices",
                "Complete the title of a dataservice",
            )
            .takes(&[SUGGEST])
            .json(List(&A("DataserviceSuggestion"))),
        ],
    },
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Dataservice",
        "A dataservice: an API that somebody offers.",
        &[&[
            field("id", Id, ""),
            maybe("owner", A("UserReference"), "The person who publishes it"),
            maybe(
                "organization",
                A("OrganizationReference"),
                "The organization that publishes it",
            ),
            field("badges", List(&A("Badge")), ""),
            field("access_type", Text, "Who may call it"),
            field("access_audiences", List(&A("AccessAudience")), ""),
            maybe("authorization_request_url", Url, "Where to ask for access"),
            maybe("access_type_reason_category", Text, "Why it is not open"),
            maybe("access_type_reason", Text, "The same in words"),
            field("metrics", Free, "Counts"),
            field("title", Text, ""),
            maybe("acronym", Text, ""),
            field("slug", Text, "Its name in addresses"),
            field("description", Markdown, ""),
            maybe("base_api_url", Url, "Where its addresses begin"),
            maybe(
                "machine_documentation_url",
                Url,
                "Its description for programs",
            ),
            maybe("technical_documentation_url", Url, ""),
            maybe("business_documentation_url", Url, ""),
            maybe("rate_limiting", Text, "How much may be asked of it"),
            maybe("rate_limiting_url", Url, ""),
            maybe(
                "availability",
                Number,
                "The promised share of the time, in percent",
            ),
            maybe("availability_url", Url, ""),
            maybe("format", Text, ""),
            maybe("license", Text, "The id of its licence"),
            field("tags", List(&Text), ""),
            field("private", Truth, "Only its publisher may read it"),
            field("extras", Free, "Free facts"),
            field("featured", Truth, "Put forward by the portal"),
            field("contact_points", List(&A("ContactPointReference")), ""),
            field("created_at", Instant, ""),
            field(
                "metadata_modified_at",
                Instant,
                "When its description last changed",
            ),
            maybe("deleted_at", Instant, ""),
            maybe("archived_at", Instant, ""),
            field("datasets", A("Link"), "What it serves"),
            field(
                "harvest",
                Free,
                "What is known of it where it was harvested: nulls when it was not",
            ),
            field("permissions", A("Permissions"), ""),
            field("self_api_url", Url, "Its address in the API"),
            field("self_web_url", Url, "Its public page"),
            field("quality", A("DataserviceQuality"), ""),
        ]],
    ),
    shape(
        "DataserviceQuality",
        "The criteria of quality that a dataservice meets.",
        &[&[
            field("has_description", Truth, ""),
            field("has_machine_documentation", Truth, ""),
            field("has_technical_documentation", Truth, ""),
            field("has_business_documentation", Truth, ""),
            field("license", Truth, ""),
            field("has_contact_point", Truth, ""),
            field("has_base_api_url", Truth, ""),
            field("availability_documented", Truth, ""),
            field("rate_limiting_documented", Truth, ""),
            field("access_conditions_clear", Truth, ""),
            field("score", Number, "From 0 to 1"),
        ]],
    ),
    shape(
        "DataserviceReference",
        "A dataservice as others name it.",
        &[&[
            field("title", Text, ""),
            field("self_api_url", Url, ""),
            field("self_web_url", Url, ""),
            field("id", Id, ""),
            field("class", Text, "`Dataservice`"),
        ]],
    ),
    shape(
        "DataserviceSuggestion",
        "A dataservice as suggested while typing.",
        &[&[
            field("id", Id, ""),
            field("title", Text, ""),
            maybe("acronym", Text, ""),
            field("slug", Text, ""),
            field("page", Url, ""),
        ]],
    ),
];
