//! Reuses, in both versions.

use vitrail_app::domain::vocabulary::reuse::{ReuseTopic, ReuseType};
use vitrail_app::index::Kind;
use vitrail_app::reuse::SORTS;

use super::operation::Answer::{File, Page, Search};
use super::operation::{Group, delete, get, post, put};
use super::param::{
    EXPLAIN, FEATURED, FULL, LANG, LAST_UPDATE_RANGE, LEGAL_NOTICE, ORGANIZATION,
    ORGANIZATION_BADGE, OWNER, PAGING, PRODUCER_TYPE, Param, Q, SUGGEST, TAG, TOPIC, arg,
    both_ways, codes, search_sorts, sort,
};
use super::resource::FOLLOWERS;
use super::shape::Type::{A, Choice, Free, Id, Instant, List, Markdown, Text, Texts, Truth, Url};
use super::shape::{Field, Shape, TERM, field, maybe, shape};

const TYPE: Param = arg("type", Choice(codes::<ReuseType>), "The type of reuses");

const FILTERS: &[Param] = &[
    Q,
    sort(|| both_ways(&SORTS)),
    OWNER,
    ORGANIZATION,
    ORGANIZATION_BADGE,
    TYPE,
    arg("dataset", Id, "The id of a dataset that it uses"),
    arg("dataservice", Id, "The id of a dataservice that it uses"),
    TAG,
    arg("topic", Choice(codes::<ReuseTopic>), "Its theme"),
    arg("private", Truth, "Only the private ones, or none of them"),
    FEATURED,
];

pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "reuses",
        operations: &[
            get("/reuses/search/", "search_reuses", "Search reuses")
                .takes(&[
                    &[
                        Q,
                        sort(|| search_sorts(Kind::Reuse)),
                        TAG,
                        ORGANIZATION,
                        ORGANIZATION_BADGE,
                        OWNER,
                        arg("type", Text, "The type of reuses"),
                        arg("badge", Text, "A badge"),
                        FEATURED,
                        TOPIC,
                        arg("archived", Truth, "Only the archived ones, or none of them"),
                        PRODUCER_TYPE,
                        LAST_UPDATE_RANGE,
                        EXPLAIN,
                    ],
                    PAGING,
                ])
                .gives(Search("ReuseV2")),
            get("/reuses/", "list_reuses", "List reuses")
                .takes(&[FILTERS, PAGING])
                .gives(Page("ReuseV2")),
        ],
    },
    Group {
        version: 1,
        tag: "reuses",
        operations: &[
            post("/reuses/", "create_reuse", "Publish a reuse")
                .sends(A("Reuse"))
                .json(A("Reuse")),
            put(
                "/reuses/{reuse}/",
                "update_reuse",
                "Change a reuse; what the body does not name stays",
            )
            .sends(A("Reuse"))
            .json(A("Reuse")),
            delete("/reuses/{reuse}/", "delete_reuse", "Delete a reuse")
                .takes(&[LEGAL_NOTICE])
                .refuses(&[403, 410]),
            post(
                "/reuses/{reuse}/datasets/",
                "reuse_add_dataset",
                "Say that a reuse uses a dataset",
            )
            .sends(A("ModelReference"))
            .json(A("Reuse"))
            .refuses(&[403, 410]),
            post(
                "/reuses/{reuse}/dataservices/",
                "reuse_add_dataservice",
                "Say that a reuse uses a dataservice",
            )
            .sends(A("ModelReference"))
            .json(A("Reuse"))
            .refuses(&[403, 410]),
            post(
                "/reuses/{reuse}/featured/",
                "feature_reuse",
                "Put a reuse forward",
            )
            .with(200)
            .json(A("Reuse")),
            delete(
                "/reuses/{reuse}/featured/",
                "unfeature_reuse",
                "No longer put a reuse forward",
            )
            .with(200)
            .json(A("Reuse")),
            post(
                "/reuses/{reuse}/badges/",
                "add_reuse_badge",
                "Give a badge to a reuse: there is none to give yet",
            )
            .sends(A("Badge"))
            .json(A("Badge")),
            delete(
                "/reuses/{reuse}/badges/{badge_kind}/",
                "delete_reuse_badge",
                "Take a badge from a reuse",
            ),
            get("/reuses/", "list_reuses", "List reuses, datasets and all")
                .takes(&[FILTERS, PAGING, &[FULL]])
                .gives(Page("Reuse")),
            get(
                "/reuses/recent.atom",
                "recent_reuses_atom_feed",
                "Feed of the newest reuses",
            )
            .gives(File("application/atom+xml", "An Atom feed")),
            get(
                "/reuses/{reuse}/",
                "get_reuse",
                "Read a reuse with what it uses",
            )
            .takes(&[&[FULL]])
            .json(A("Reuse"))
            .refuses(&[410]),
            post("/reuses/{id}/followers/", "follow_reuse", "Follow a reuse").json(A("Followers")),
            delete(
                "/reuses/{id}/followers/",
                "unfollow_reuse",
                "No longer follow a reuse",
            )
            .with(200)
            .json(A("Followers"))
            .refuses(&[]),
            get(
                "/reuses/{id}/followers/",
                "list_reuse_followers",
                "Who follows a reuse",
            )
            .takes(&[FOLLOWERS])
            .gives(Page("Follow")),
            get(
                "/reuses/suggest/",
                "suggest_reuses",
                "Complete the title of a reuse",
            )
            .takes(&[SUGGEST])
            .json(List(&A("ReuseSuggestion"))),
            get(
                "/reuses/badges/",
                "available_reuse_badges",
                "The badges of reuses: there are none",
            )
            .json(Texts),
            get("/reuses/topics/", "reuse_topics", "The themes of reuses")
                .takes(&[&[LANG]])
                .json(List(&A("ReuseTopic"))),
            get("/reuses/types/", "reuse_types", "The types of reuses")
                .takes(&[&[LANG]])
                .json(List(&A("ReuseType"))),
        ],
    },
];

const FIELDS: &[Field] = &[
    field("id", Id, ""),
    maybe("owner", A("UserReference"), "The person who publishes it"),
    maybe(
        "organization",
        A("OrganizationReference"),
        "The organization that publishes it",
    ),
    field("badges", List(&A("Badge")), ""),
    field("metrics", Free, "Counts"),
    field("created_at", Instant, ""),
    field("last_modified", Instant, ""),
    field("title", Text, ""),
    field("slug", Text, "Its name in addresses"),
    field("description", Markdown, ""),
    field("type", Text, ""),
    field("url", Url, "Where it is"),
    maybe("image", Url, ""),
    maybe("image_thumbnail", Url, ""),
    field("tags", List(&Text), ""),
    field("topic", Text, "Its theme"),
    field("private", Truth, "Only its author may read it"),
    field("extras", Free, "Free facts"),
    field("featured", Truth, "Put forward by the portal"),
    maybe("deleted", Instant, "When it was deleted"),
    maybe("archived", Instant, "When it was archived"),
    field("page", Url, "Its public page"),
    field("permissions", A("Permissions"), ""),
    field("uri", Url, "Its address in the API"),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Reuse",
        "A reuse with what it uses, as version 1 gives it.",
        &[
            FIELDS,
            &[
                field("datasets", List(&A("Dataset")), ""),
                field("dataservices", List(&A("DataserviceReference")), ""),
            ],
        ],
    ),
    shape(
        "ReuseV2",
        "A reuse with links to what it uses, as version 2 gives it.",
        &[
            FIELDS,
            &[
                field("datasets", A("Link"), ""),
                field("dataservices", A("Link"), ""),
            ],
        ],
    ),
    shape(
        "ReuseReference",
        "A reuse as others name it.",
        &[&[
            field("title", Text, ""),
            maybe("image", Url, ""),
            maybe("image_thumbnail", Url, ""),
            field("page", Url, ""),
            field("uri", Url, ""),
            field("id", Id, ""),
            field("class", Text, "`Reuse`"),
        ]],
    ),
    shape(
        "ReuseSuggestion",
        "A reuse as suggested while typing.",
        &[&[
            field("id", Id, ""),
            field("title", Text, ""),
            field("slug", Text, ""),
            maybe("image_url", Url, ""),
            field("page", Url, ""),
        ]],
    ),
    shape("ReuseTopic", "A theme of reuses.", &[TERM]),
    shape("ReuseType", "A type of reuses.", &[TERM]),
];
