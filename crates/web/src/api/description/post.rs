//! News and editorial pages.

use vitrail_app::index::Kind;
use vitrail_app::post::SORTS;

use super::operation::Answer::{File, Page, Search};
use super::operation::{Group, get};
use super::param::{
    EXPLAIN, LAST_UPDATE_RANGE, PAGING, Q, TAG, arg, both_ways, search_sorts, sort,
};
use super::shape::Type::{A, Any, Choice, Id, Instant, List, Text, Truth, Url};
use super::shape::{Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "posts",
        operations: &[get("/posts/search/", "search_posts", "Search posts")
            .takes(&[
                &[
                    Q,
                    TAG,
                    LAST_UPDATE_RANGE,
                    sort(|| search_sorts(Kind::Post)),
                    EXPLAIN,
                ],
                PAGING,
            ])
            .gives(Search("Post"))],
    },
    Group {
        version: 1,
        tag: "posts",
        operations: &[
            get("/posts/", "list_posts", "List posts")
                .takes(&[
                    &[
                        Q,
                        sort(|| both_ways(&SORTS)),
                        arg(
                            "kind",
                            Choice(|| vec!["news".to_owned(), "page".to_owned()]),
                            "News, or pages",
                        ),
                        arg("with_drafts", Truth, "Also the drafts, for administrators"),
                    ],
                    PAGING,
                ])
                .gives(Page("Post")),
            get(
                "/posts/recent.atom",
                "recent_posts_atom_feed",
                "Feed of the news",
            )
            .gives(File("application/atom+xml", "An Atom feed")),
            get("/posts/{post}/", "get_post", "Read a post").json(A("Post")),
        ],
    },
];

pub const SHAPES: &[Shape] = &[shape(
    "Post",
    "A piece of news, or a page.",
    &[&[
        field("id", Id, ""),
        field("created_at", Instant, ""),
        field("last_modified", Instant, ""),
        field("name", Text, ""),
        field("slug", Text, "Its name in addresses"),
        maybe("headline", Text, ""),
        field("content", Text, "Markdown or HTML, as `body_type` says"),
        field("blocs", List(&Any), "Not in lists, unless X-Fields asks").at_times(),
        maybe("image_url", Url, ""),
        maybe("image", Url, ""),
        maybe("image_thumbnail", Url, ""),
        maybe("credit_to", Text, ""),
        maybe("credit_url", Url, ""),
        field("tags", List(&Text), ""),
        field(
            "datasets",
            List(&A("Dataset")),
            "The datasets that it speaks of",
        ),
        field(
            "reuses",
            List(&A("ReuseReference")),
            "The reuses that it speaks of",
        ),
        maybe("owner", A("UserReference"), ""),
        maybe("published", Instant, "Null for a draft"),
        field("body_type", Text, ""),
        field("kind", Text, "`news` or `page`"),
        field("sidemenu", Truth, ""),
        maybe("parent", Text, "Always null"),
        field("ancestors", List(&Text), "Always empty"),
        field("page", Url, "Its public page"),
        field("uri", Url, "Its address in the API"),
    ]],
)];
