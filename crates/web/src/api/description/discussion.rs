//! Discussions.

use vitrail_app::discussion::SORTS;
use vitrail_app::index::Kind;

use super::operation::Answer::{Page, Search};
use super::operation::{Group, delete, get, post, put};
use super::param::{
    EXPLAIN, LAST_UPDATE_RANGE, LEGAL_NOTICE, PAGING, Param, Q, arg, both_ways, search_sorts, sort,
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
            post("/discussions/", "create_discussion", "Begin a discussion")
                .sends(A("DiscussionStart"))
                .json(A("Discussion")),
            post(
                "/discussions/{id}/",
                "comment_discussion",
                "Answer a discussion, and close it",
            )
            .sends(A("DiscussionAnswer"))
            .with(200)
            .json(A("Discussion")),
            put(
                "/discussions/{id}/",
                "update_discussion",
                "Give a discussion another title",
            )
            .sends(A("DiscussionTitle"))
            .json(A("Discussion"))
            .refuses(&[403]),
            delete(
                "/discussions/{id}/",
                "delete_discussion",
                "Delete a discussion with all its messages",
            )
            .takes(&[LEGAL_NOTICE]),
            put(
                "/discussions/{id}/comments/{cidx}/",
                "edit_discussion_comment",
                "Correct a message",
            )
            .sends(A("DiscussionComment"))
            .json(A("Discussion"))
            .refuses(&[403]),
            delete(
                "/discussions/{id}/comments/{cidx}/",
                "delete_discussion_comment",
                "Delete an answer",
            )
            .takes(&[LEGAL_NOTICE])
            .refuses(&[400, 403]),
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
        "DiscussionStart",
        "A question about something.",
        &[&[
            field("title", Text, ""),
            field("comment", Markdown, "The question"),
            field(
                "subject",
                A("ModelReference"),
                "A dataset, a reuse, a dataservice, a topic or a post",
            ),
            maybe("organization", Id, "In whose name").at_times(),
            field("extras", Free, "Free facts").at_times(),
        ]],
    ),
    shape(
        "DiscussionAnswer",
        "An answer.",
        &[&[
            field("comment", Markdown, ""),
            field("close", Truth, "Whether nothing is left to say").at_times(),
            maybe("organization", Id, "In whose name").at_times(),
        ]],
    ),
    shape(
        "DiscussionTitle",
        "Another title.",
        &[&[field("title", Text, "")]],
    ),
    shape(
        "DiscussionComment",
        "What a message says now.",
        &[&[field("comment", Markdown, "")]],
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
