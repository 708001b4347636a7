//! Organizations.

use vitrail_app::index::Kind;
use vitrail_app::organization::SORTS;

use super::dataset::FILTERS;
use super::operation::Answer::{Page, Search};
use super::operation::{Group, delete, get, post, put};
use super::param::{
    EXPLAIN, FULL, LANG, LEGAL_NOTICE, PAGING, PRODUCER_TYPE, Param, Q, SUGGEST, arg, both_ways,
    codes, search_sorts, sort,
};
use super::resource::FOLLOWERS;
use super::shape::Type::{
    A, Any, Choice, Free, Id, Instant, Integer, List, Markdown, Text, Texts, Truth, Url,
};
use super::shape::{Field, Shape, TERM, field, maybe, shape};
use vitrail_app::domain::vocabulary::badge::OrganizationBadge;

const BADGE: Param = arg("badge", Choice(codes::<OrganizationBadge>), "A badge");

pub const GROUPS: &[Group] = &[
    Group {
        version: 2,
        tag: "organizations",
        operations: &[
            get(
                "/organizations/search/",
                "search_organizations",
                "Search organizations",
            )
            .takes(&[
                &[
                    Q,
                    sort(|| search_sorts(Kind::Organization)),
                    BADGE,
                    PRODUCER_TYPE,
                    EXPLAIN,
                ],
                PAGING,
            ])
            .gives(Search("Organization")),
            get(
                "/organizations/{org}/extras/",
                "get_organization_extras",
                "The free facts about an organization",
            )
            .json(Free)
            .refuses(&[410]),
            put(
                "/organizations/{org}/extras/",
                "update_organization_extras",
                "Merge free facts about an organization; null takes a key away",
            )
            .sends(Free)
            .json(Free)
            .refuses(&[403, 410]),
            delete(
                "/organizations/{org}/extras/",
                "delete_organization_extras",
                "Take free facts of an organization away, by their keys",
            )
            .sends(List(&Text))
            .refuses(&[403, 410]),
        ],
    },
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            get(
                "/organizations/",
                "list_organizations",
                "List organizations",
            )
            .takes(&[
                &[
                    Q,
                    sort(|| both_ways(&SORTS)),
                    BADGE,
                    arg("name", Text, "The exact name, in any case"),
                    arg("business_number_id", Text, "The SIRET number"),
                ],
                PAGING,
            ])
            .gives(Page("Organization")),
            get(
                "/organizations/{org}/",
                "get_organization",
                "Read an organization with its members",
            )
            .json(A("Organization"))
            .refuses(&[410]),
            post(
                "/organizations/",
                "create_organization",
                "Found an organization, which its creator runs",
            )
            .sends(A("Organization"))
            .json(A("Organization"))
            .refuses(&[]),
            put(
                "/organizations/{org}/",
                "update_organization",
                "Change an organization; what the body does not name stays",
            )
            .sends(A("Organization"))
            .json(A("Organization")),
            delete(
                "/organizations/{org}/",
                "delete_organization",
                "Delete an organization",
            )
            .takes(&[LEGAL_NOTICE])
            .refuses(&[403, 410]),
            post(
                "/organizations/{org}/badges/",
                "add_organization_badge",
                "Give a badge to an organization",
            )
            .sends(A("Badge"))
            .json(A("Badge"))
            .refuses(&[403, 410]),
            delete(
                "/organizations/{org}/badges/{badge_kind}/",
                "delete_organization_badge",
                "Take a badge of an organization away",
            )
            .refuses(&[403, 410]),
            get(
                "/organizations/{org}/datasets/",
                "list_organization_datasets",
                "The datasets of an organization",
            )
            .takes(&[FILTERS, PAGING, &[FULL]])
            .gives(Page("Dataset"))
            .refuses(&[401, 410]),
            get(
                "/organizations/{org}/reuses/",
                "list_organization_reuses",
                "The reuses of an organization",
            )
            .json(List(&A("Reuse")))
            .refuses(&[410]),
            get(
                "/organizations/{org}/discussions/",
                "list_organization_discussions",
                "The discussions about what an organization publishes",
            )
            .json(List(&A("Discussion")))
            .refuses(&[410]),
            get(
                "/organizations/{org}/contacts/",
                "get_organization_contact_point",
                "The contact points of an organization",
            )
            .takes(&[PAGING])
            .gives(Page("ContactPoint"))
            .refuses(&[410]),
            get(
                "/organizations/{org}/contacts/suggest/",
                "suggest_org_contact_points",
                "Complete the name of a contact point of an organization",
            )
            .takes(&[SUGGEST])
            .json(List(&A("ContactPoint")))
            .refuses(&[410]),
            post(
                "/organizations/{id}/followers/",
                "follow_organization",
                "Follow an organization",
            )
            .json(A("Followers")),
            delete(
                "/organizations/{id}/followers/",
                "unfollow_organization",
                "No longer follow an organization",
            )
            .with(200)
            .json(A("Followers"))
            .refuses(&[]),
            get(
                "/organizations/{id}/followers/",
                "list_organization_followers",
                "Who follows an organization",
            )
            .takes(&[FOLLOWERS])
            .gives(Page("Follow")),
            get(
                "/organizations/suggest/",
                "suggest_organizations",
                "Complete the name of an organization",
            )
            .takes(&[SUGGEST])
            .json(List(&A("OrganizationSuggestion"))),
            get(
                "/organizations/badges/",
                "available_organization_badges",
                "The badges of organizations with their names",
            )
            .takes(&[&[LANG]])
            .json(Texts),
            get("/organizations/roles/", "org_roles", "The roles of members")
                .takes(&[&[LANG]])
                .json(List(&A("OrganizationRole"))),
        ],
    },
];

const NAMES: &[Field] = &[
    field("id", Id, ""),
    field("name", Text, ""),
    maybe("acronym", Text, ""),
    field("slug", Text, "Its name in addresses"),
    field("page", Url, "Its public page"),
];

const FACTS: &[Field] = &[
    field("badges", List(&A("Badge")), ""),
    maybe("logo", Url, ""),
    maybe("logo_thumbnail", Url, ""),
    field("permissions", A("OrganizationPermissions"), ""),
    field("uri", Url, "Its address in the API"),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Organization",
        "An organization.",
        &[
            NAMES,
            FACTS,
            &[
                field("created_at", Instant, ""),
                field("last_modified", Instant, ""),
                field("metrics", Free, "Counts"),
                field("description", Markdown, ""),
                maybe("url", Url, "Its own site"),
                maybe("image_url", Url, ""),
                maybe("banner_color", Text, ""),
                maybe("banner_image", Url, ""),
                field("banner_image_position", Integer, ""),
                maybe("business_number_id", Text, "Its SIRET number"),
                field("members", List(&A("Member")), ""),
                field("teams", List(&Text), "Always empty"),
                field("ext", Free, "Always empty"),
                maybe("zone", Text, "The id of its territory"),
                field("extras", Free, "Free facts"),
                field("presentation_blocs", List(&Any), "Only when X-Fields asks").at_times(),
                maybe("presentation_blocs_published_at", Instant, ""),
                maybe("deleted", Instant, "When it was deleted"),
            ],
        ],
    ),
    shape(
        "OrganizationReference",
        "An organization as others name it.",
        &[NAMES, FACTS, &[field("class", Text, "`Organization`")]],
    ),
    shape(
        "OrganizationPermissions",
        "What the caller may do with an organization.",
        &[&[
            field("delete", Truth, ""),
            field("edit", Truth, ""),
            field("harvest", Truth, ""),
            field("members", Truth, ""),
            field("private", Truth, "Read what is private to it"),
        ]],
    ),
    shape(
        "Member",
        "A member of an organization.",
        &[&[
            field("user", A("UserReferenceWithEmail"), ""),
            field("role", Text, ""),
            field("since", Instant, ""),
            field("label", Text, "The name of the role"),
        ]],
    ),
    shape(
        "OrganizationSuggestion",
        "An organization as suggested while typing.",
        &[NAMES, &[maybe("image_url", Url, "Its logo")]],
    ),
    shape(
        "OrganizationRole",
        "A role of members.",
        &[TERM, &[field("description", Text, "")]],
    ),
];
