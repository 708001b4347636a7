//! Topics, version 2 only.

use vitrail_app::index::Kind;
use vitrail_app::topic::SORTS;

use super::operation::Answer::{Page, Search};
use super::operation::{Group, delete, get, post, put};
use super::param::{
    EXPLAIN, FEATURED, FULL, GEOZONE, GRANULARITY, LAST_UPDATE_RANGE, ORGANIZATION, OWNER, PAGING,
    PRODUCER_TYPE, Param, Q, TAG, arg, both_ways, search_sorts, sort,
};
use super::resource::FOLLOWERS;
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
        post("/topics/", "create_topic", "Publish a topic")
            .sends(A("Topic"))
            .json(A("Topic")),
        put(
            "/topics/{topic}/",
            "update_topic",
            "Change a topic; what the body does not name stays",
        )
        .sends(A("Topic"))
        .json(A("Topic"))
        .refuses(&[403, 412]),
        delete(
            "/topics/{topic}/",
            "delete_topic",
            "Delete a topic for good",
        ),
        post(
            "/topics/{topic}/elements/",
            "topic_elements_create",
            "Add elements to a topic",
        )
        .sends(List(&A("TopicElement")))
        .json(List(&A("TopicElement"))),
        delete(
            "/topics/{topic}/elements/",
            "topic_elements_delete",
            "Take all the elements of a topic away",
        ),
        put(
            "/topics/{topic}/elements/{element_id}/",
            "topic_element_update",
            "Change an element; what the body does not name stays",
        )
        .sends(A("TopicElement"))
        .json(A("TopicElement"))
        .refuses(&[403]),
        delete(
            "/topics/{topic}/elements/{element_id}/",
            "delete_topic_element_api_/topics/<topic:topic>/elements/<element_id>/",
            "Take an element away",
        ),
        post(
            "/topics/{topic}/featured/",
            "feature_topic",
            "Put a topic forward",
        )
        .with(200)
        .json(A("Topic")),
        delete(
            "/topics/{topic}/featured/",
            "unfeature_topic",
            "No longer put a topic forward",
        )
        .with(200)
        .json(A("Topic")),
        post("/topics/{id}/followers/", "follow_topic", "Follow a topic").json(A("Followers")),
        delete(
            "/topics/{id}/followers/",
            "unfollow_topic",
            "No longer follow a topic",
        )
        .with(200)
        .json(A("Followers"))
        .refuses(&[]),
        get(
            "/topics/{id}/followers/",
            "list_topic_followers",
            "Who follows a topic",
        )
        .takes(&[FOLLOWERS])
        .gives(Page("Follow")),
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
