//! News and editorial pages.

use vitrail_app::index::Kind;
use vitrail_app::post::SORTS;

use super::image::PICTURE;
use super::operation::Answer::{File, Page, Search};
use super::operation::{Group, delete, get, post, put};
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
            post(
                "/posts/",
                "create_post",
                "Write a post, which stays a draft",
            )
            .sends(A("Post"))
            .json(A("Post")),
            put(
                "/posts/{post}/",
                "update_post",
                "Change a post; what the body does not name stays",
            )
            .sends(A("Post"))
            .json(A("Post"))
            .refuses(&[403, 412]),
            delete("/posts/{post}/", "delete_post", "Delete a post for good"),
            post(
                "/posts/{post}/publish/",
                "publish_post",
                "Show a post to everyone",
            )
            .with(200)
            .json(A("Post")),
            delete(
                "/posts/{post}/publish/",
                "unpublish_post",
                "Make a post a draft again",
            )
            .with(200)
            .json(A("Post")),
            post(
                "/posts/{post}/image/",
                "post_image",
                "Give a post a picture",
            )
            .uploads(PICTURE)
            .with(200)
            .json(A("UploadedImage")),
            put(
                "/posts/{post}/image/",
                "resize_post_image",
                "Cut the picture of a post anew",
            )
            .uploads(PICTURE)
            .json(A("UploadedImage"))
            .refuses(&[403]),
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
