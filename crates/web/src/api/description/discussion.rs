//! Discussions.

use vitrail_app::discussion::SORTS;
use vitrail_app::index::Kind;

use super::operation::Answer::{Page, Search};
use super::operation::{Group, get};
use super::param::{
    EXPLAIN, LAST_UPDATE_RANGE, PAGING, Param, Q, arg, both_ways, search_sorts, sort,
};
use super::shape::Type::{A, Free, Id, Instant, List, Markdown, Text, Truth, Url, Uuid};
use super::shape::{Shape, field, maybe, shape};

const CLOSED: Param = arg(
    "closed",
    Truth,
    "Only the closed ones, or only the open ones",
);

pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "discussions",
        operations: &[get(
            "/discussions/search/",
            "search_discussions",
            "Search discussions",
        )
        .takes(&[
            &[
                Q,
                CLOSED,
                LAST_UPDATE_RANGE,
                sort(|| search_sorts(Kind::Discussion)),
                EXPLAIN,
            ],
            PAGING,
        ])
        .gives(Search("Discussion"))],
    },
    Group {
        version: 1,
        tag: "discussions",
        operations: &[
            get("/discussions/", "list_discussions", "List discussions")
                .takes(&[
                    &[
                        Q,
                        sort(|| both_ways(&SORTS)),
                        CLOSED,
                        arg(
                            "for",
                            Id,
                            "The id of what is discussed; several may be given",
                        )
                        .repeated(),
                        arg("org", Id, "The id of the organization that publishes it"),
                        arg("user", Id, "The id of who began it"),
                    ],
                    PAGING,
                ])
                .gives(Page("Discussion")),
            get("/discussions/{id}/", "get_discussion", "Read a discussion").json(A("Discussion")),
        ],
    },
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Discussion",
        "A discussion with its messages, the question first.",
        &[&[
            field("id", Id, ""),
            maybe("user", A("UserReference"), "Who began it"),
            maybe("organization", A("OrganizationReference"), "In whose name"),
            field("subject", A("ModelReference"), "What it is about"),
            field("title", Text, ""),
            field("discussion", List(&A("Message")), ""),
            field("created", Instant, ""),
            maybe("closed", Instant, ""),
            maybe("closed_by", A("UserReference"), ""),
            maybe("closed_by_organization", A("OrganizationReference"), ""),
            field("extras", Free, "Free facts"),
            field("permissions", A("DiscussionPermissions"), ""),
            field("url", Url, "Its address in the API"),
            maybe("self_web_url", Url, "Where it shows on a public page"),
        ]],
    ),
    shape(
        "Message",
        "A message of a discussion.",
        &[&[
            field("id", Uuid, ""),
            field("content", Markdown, ""),
            field("posted_on", Instant, ""),
            maybe("posted_by", A("UserReference"), ""),
            maybe(
                "posted_by_organization",
                A("OrganizationReference"),
                "In whose name",
            ),
            maybe("last_modified_at", Instant, ""),
            field("permissions", A("Permissions"), ""),
        ]],
    ),
    shape(
        "DiscussionPermissions",
        "What the caller may do with a discussion.",
        &[&[
            field("delete", Truth, ""),
            field("edit", Truth, ""),
            field("close", Truth, ""),
        ]],
    ),
];
