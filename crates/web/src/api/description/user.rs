//! People, whoever is signed in, and the pictures of those who have none.

use vitrail_app::user::SORTS;

use super::operation::Answer::{File, Nothing, Page};
use super::operation::{Group, delete, get, post, put};
use super::param::{LEGAL_NOTICE, PAGING, Param, Q, SUGGEST, arg, both_ways, sort};
use super::resource::FOLLOWERS;
use super::shape::Type::{A, Free, Id, Instant, Integer, List, Markdown, Number, Text, Truth, Url};
use super::shape::{Field, Shape, field, maybe, shape};

const MINE: &[Param] = &[Q];

const LEAVING: &[Param] = &[
    arg(
        "no_mail",
        Truth,
        "Do not write them that their account is deleted",
    ),
    arg(
        "delete_comments",
        Truth,
        "Delete what they said in discussions as well",
    ),
];

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "users",
        operations: &[
            get("/users/", "list_users", "List people, for administrators")
                .takes(&[&[Q, sort(|| both_ways(&SORTS))], PAGING])
                .gives(Page("User"))
                .signed_in()
                .refuses(&[403]),
            post(
                "/users/",
                "create_user",
                "Make an account, for administrators",
            )
            .sends(A("User"))
            .json(A("User")),
            put(
                "/users/{user}/",
                "update_user",
                "Change an account, for administrators",
            )
            .sends(A("User"))
            .json(A("User"))
            .refuses(&[403, 410]),
            delete(
                "/users/{user}/",
                "delete_user",
                "Forget who somebody was, for administrators",
            )
            .takes(&[LEGAL_NOTICE, LEAVING])
            .refuses(&[403, 410]),
            get("/users/{user}/", "get_user", "Read a person")
                .json(A("User"))
                .refuses(&[410]),
            get(
                "/users/{user}/contacts/",
                "get_user_contact_point",
                "The contact points of a person",
            )
            .takes(&[PAGING])
            .gives(Page("ContactPoint"))
            .refuses(&[410]),
            post("/users/{id}/followers/", "follow_user", "Follow a person").json(A("Followers")),
            delete(
                "/users/{id}/followers/",
                "unfollow_user",
                "No longer follow a person",
            )
            .with(200)
            .json(A("Followers"))
            .refuses(&[]),
            get(
                "/users/{id}/followers/",
                "list_user_followers",
                "Who follows a person",
            )
            .takes(&[FOLLOWERS])
            .gives(Page("Follow")),
            get(
                "/users/suggest/",
                "suggest_users",
                "Complete the name of a person",
            )
            .takes(&[SUGGEST])
            .json(List(&A("UserSuggestion"))),
            post(
                "/users/{user}/rotate_password/",
                "rotate_user_password",
                "Ask for another password: the former one is no longer valid",
            )
            .with(204)
            .gives(Nothing)
            .refuses(&[403, 410]),
            get("/users/roles/", "user_roles", "The roles of people").json(List(&A("UserRole"))),
        ],
    },
    Group {
        version: 1,
        tag: "me",
        operations: &[
            get("/me/", "get_me", "Read who is signed in")
                .json(A("User"))
                .signed_in(),
            put("/me/", "update_me", "Change my profile")
                .sends(A("User"))
                .json(A("User"))
                .refuses(&[]),
            delete(
                "/me/",
                "delete_me",
                "Leave: nothing says any more who I was; what I published stays",
            )
            .refuses(&[]),
            get("/me/datasets/", "my_datasets", "My datasets")
                .json(List(&A("Dataset")))
                .signed_in(),
            get("/me/reuses/", "my_reuses", "My reuses")
                .json(List(&A("Reuse")))
                .signed_in(),
            get("/me/metrics/", "my_metrics", "The figures of my page")
                .json(A("MyMetrics"))
                .signed_in(),
            get(
                "/me/org_datasets/",
                "my_org_datasets",
                "My datasets and those of my organizations",
            )
            .takes(&[MINE])
            .json(List(&A("Dataset")))
            .signed_in(),
            get(
                "/me/org_community_resources/",
                "my_org_community_resources",
                "The community resources on my datasets and on those of my organizations",
            )
            .takes(&[MINE])
            .json(List(&A("CommunityResource")))
            .signed_in(),
            get(
                "/me/org_reuses/",
                "my_org_reuses",
                "My reuses and those of my organizations",
            )
            .takes(&[MINE])
            .json(List(&A("Reuse")))
            .signed_in(),
            get(
                "/me/org_discussions/",
                "my_org_discussions",
                "The discussions about what I or my organizations publish",
            )
            .takes(&[MINE])
            .json(List(&A("Discussion")))
            .signed_in(),
        ],
    },
    Group {
        version: 2,
        tag: "me",
        operations: &[get(
            "/me/org_topics/",
            "my_org_topics",
            "My topics and those of my organizations",
        )
        .takes(&[super::topic::FILTERS, PAGING])
        .gives(Page("Topic"))
        .signed_in()],
    },
    Group {
        version: 1,
        tag: "avatars",
        operations: &[get(
            "/avatars/{identifier}/{size}/",
            "avatars",
            "The picture of something that has none",
        )
        .gives(File(
            "image/png",
            "A mosaic, always the same for an identifier",
        ))],
    },
];

const NAMES: &[Field] = &[
    field("id", Id, ""),
    field("slug", Text, "Their name in addresses"),
    field("first_name", Text, ""),
    field("last_name", Text, ""),
    maybe("avatar", Url, ""),
    maybe("avatar_thumbnail", Url, ""),
    maybe("deleted", Instant, ""),
    field("page", Url, "Their public page"),
    field("uri", Url, "Their address in the API"),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "User",
        "A person.",
        &[
            NAMES,
            &[
                maybe("email", Text, "To themselves and to administrators only"),
                field("active", Truth, ""),
                field("roles", List(&Text), ""),
                maybe("website", Url, ""),
                maybe("about", Markdown, ""),
                field("since", Instant, ""),
                field("organizations", List(&A("OrganizationReference")), ""),
                field("metrics", Free, "Counts"),
                maybe(
                    "last_login_at",
                    Instant,
                    "To themselves and to administrators only",
                ),
                maybe(
                    "mail_cadence",
                    Text,
                    "To themselves and to administrators only",
                ),
                maybe(
                    "notifications_paused",
                    Truth,
                    "To themselves and to administrators only",
                ),
                maybe("password_rotation_demanded", Instant, ""),
                maybe("password_rotation_performed", Instant, ""),
            ],
        ],
    ),
    shape(
        "UserReference",
        "A person as others name them.",
        &[NAMES, &[field("class", Text, "`User`")]],
    ),
    shape(
        "UserReferenceWithEmail",
        "A person as a member of an organization.",
        &[
            NAMES,
            &[
                field("class", Text, "`User`"),
                maybe("email", Text, "Its beginning hidden, according to who asks"),
                maybe("last_login_at", Instant, ""),
            ],
        ],
    ),
    shape(
        "UserSuggestion",
        "A person as suggested while typing.",
        &[&[
            field("id", Id, ""),
            field("first_name", Text, ""),
            field("last_name", Text, ""),
            maybe("avatar_url", Url, ""),
            maybe("email", Text, "Its beginning hidden"),
            field("slug", Text, ""),
        ]],
    ),
    shape(
        "UserRole",
        "A role of people.",
        &[&[field("name", Text, "")]],
    ),
    shape(
        "MyMetrics",
        "The figures of a person's own page.",
        &[&[
            field("id", Id, ""),
            field(
                "resources_availability",
                Number,
                "The share of files that answer, in percent",
            ),
            field("datasets_org_count", Integer, ""),
            field("followers_org_count", Integer, ""),
            field("datasets_count", Integer, ""),
            field("followers_count", Integer, ""),
        ]],
    ),
];
