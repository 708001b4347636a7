//! Topics, version 2 only.

use vitrail_app::index::Kind;
use vitrail_app::topic::SORTS;

use super::operation::Answer::{Page, Search};
use super::operation::{Group, get};
use super::param::{
    EXPLAIN, FEATURED, FULL, GEOZONE, GRANULARITY, LAST_UPDATE_RANGE, ORGANIZATION, OWNER, PAGING,
    PRODUCER_TYPE, Param, Q, TAG, arg, both_ways, search_sorts, sort,
};
use super::shape::Type::{A, Free, Id, Instant, Integer, List, Markdown, Text, Truth, Url};
use super::shape::{Shape, field, maybe, shape};

pub const FILTERS: &[Param] = &[
    Q,
    sort(|| both_ways(&SORTS)),
    arg("private", Truth, "Only the private ones, or none of them"),
    TAG,
    GEOZONE,
    GRANULARITY,
    ORGANIZATION,
    OWNER,
    FEATURED,
    arg("dataset", Id, "The id of a dataset that it holds"),
    arg("reuse", Id, "The id of a reuse that it holds"),
    arg("dataservice", Id, "The id of a dataservice that it holds"),
];

pub const GROUPS: &[Group] = &[Group {
    version: 2,
    tag: "topics",
    operations: &[
        get("/topics/search/", "search_topics", "Search topics")
            .takes(&[
                &[
                    Q,
                    sort(|| search_sorts(Kind::Topic)),
                    TAG,
                    FEATURED,
                    LAST_UPDATE_RANGE,
                    ORGANIZATION,
                    PRODUCER_TYPE,
                    EXPLAIN,
                ],
                PAGING,
            ])
            .gives(Search("Topic")),
        get("/topics/", "get_topics_api", "List topics")
            .takes(&[FILTERS, PAGING, &[FULL]])
            .gives(Page("Topic")),
        get("/topics/{topic}/", "get_topic", "Read a topic")
            .takes(&[&[FULL]])
            .json(A("Topic")),
        get(
            "/topics/{topic}/elements/",
            "topic_elements",
            "What a topic holds",
        )
        .takes(&[
            &[
                Q,
                arg(
                    "class",
                    Text,
                    "`Dataset`, `Reuse` or `Dataservice`; `None` for what is only wished for",
                ),
                TAG,
            ],
            PAGING,
        ])
        .gives(Page("TopicElement")),
    ],
}];

pub const SHAPES: &[Shape] = &[
    shape(
        "Topic",
        "A topic: things chosen around a subject.",
        &[&[
            field("id", Id, ""),
            maybe("owner", A("UserReference"), ""),
            maybe("organization", A("OrganizationReference"), ""),
            field("created_at", Instant, ""),
            field("last_modified", Instant, ""),
            field("name", Text, ""),
            field("slug", Text, "Its name in addresses"),
            field("description", Markdown, ""),
            field("tags", List(&Text), ""),
            maybe("color", Integer, ""),
            field("featured", Truth, "Put forward by the portal"),
            field("private", Truth, "Only its author may read it"),
            field("extras", Free, "Free facts"),
            maybe("spatial", A("SpatialCoverage"), ""),
            field("page", Url, "Its public page"),
            field("uri", Url, "Its address in the API"),
            field("elements", A("Link"), "What it holds"),
        ]],
    ),
    shape(
        "TopicElement",
        "One piece of a topic.",
        &[&[
            field("id", Id, ""),
            maybe("title", Text, ""),
            maybe("description", Markdown, ""),
            field("tags", List(&Text), ""),
            field("extras", Free, "Free facts"),
            maybe(
                "element",
                A("ModelReference"),
                "Null when it is only wished for",
            ),
        ]],
    ),
];
