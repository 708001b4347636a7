//! How people come into organizations, and what they may do there.

use vitrail_app::domain::membership::Answer;
use vitrail_app::domain::organization::Role;

use super::operation::{Group, delete, get, post, put};
use super::param::{Param, arg, codes};
use super::shape::Type::{A, Any, Choice, Free, Id, Instant, List, Text, Uuid};
use super::shape::{Field, Shape, field, maybe, shape};

/// Which requests are wanted.
const WHICH: &[Param] = &[
    arg(
        "status",
        Choice(|| Answer::ALL.map(str::to_owned).to_vec()),
        "What became of them",
    ),
    arg("user", Id, "Those of this person"),
];

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            get(
                "/organizations/{org}/membership/",
                "list_membership_requests",
                "Who asks to join an organization and whom it invited, for its administrators",
            )
            .takes(&[WHICH])
            .json(List(&A("MembershipRequest")))
            .signed_in()
            .refuses(&[403, 410]),
            post(
                "/organizations/{org}/membership/",
                "post_membership_request_api_/organizations/<org:org>/membership/",
                "Ask to join an organization; asking again changes the comment and answers 200",
            )
            .sends(A("MembershipComment"))
            .json(A("MembershipRequest"))
            .refuses(&[410]),
            post(
                "/organizations/{org}/membership/{id}/accept/",
                "accept_membership",
                "Let in who asked",
            )
            .with(200)
            .json(A("Member"))
            .refuses(&[403, 409, 410]),
            post(
                "/organizations/{org}/membership/{id}/refuse/",
                "refuse_membership",
                "Do not let in who asked, and say why",
            )
            .sends(A("MembershipComment"))
            .with(200)
            .json(Free)
            .refuses(&[403, 410]),
            post(
                "/organizations/{org}/membership/{id}/cancel/",
                "cancel_membership",
                "Take an invitation back",
            )
            .with(200)
            .json(Free)
            .refuses(&[403, 410]),
            post(
                "/organizations/{org}/member/",
                "invite_organization_member",
                "Invite somebody, by account or by address",
            )
            .sends(A("MembershipInvite"))
            .json(A("MembershipRequest"))
            .refuses(&[403, 410]),
            put(
                "/organizations/{org}/member/{user}/",
                "update_organization_member",
                "Give a member another role",
            )
            .sends(A("MemberRole"))
            .json(A("Member"))
            .refuses(&[403, 410]),
            delete(
                "/organizations/{org}/member/{user}/",
                "delete_organization_member",
                "Take a member away",
            )
            .refuses(&[400, 403, 410]),
            get(
                "/organizations/{org}/assignments/",
                "list_organization_assignments",
                "What partial editors may edit, for administrators",
            )
            .json(List(&A("Assignment")))
            .signed_in()
            .refuses(&[403, 410]),
            put(
                "/organizations/{org}/member/{user}/assignments/",
                "sync_member_assignments",
                "Replace what a partial editor may edit",
            )
            .sends(List(&A("ModelReference")))
            .json(List(&A("Assignment")))
            .refuses(&[403, 410]),
        ],
    },
    Group {
        version: 1,
        tag: "me",
        operations: &[
            get(
                "/me/org_invitations/",
                "list_org_invitations",
                "Who invites me to join an organization",
            )
            .json(List(&A("PendingInvitation")))
            .signed_in(),
            post(
                "/me/org_invitations/{id}/accept/",
                "accept_org_invitation",
                "Join an organization that invites me",
            )
            .with(200)
            .json(Any)
            .refuses(&[410]),
            post(
                "/me/org_invitations/{id}/refuse/",
                "refuse_org_invitation",
                "Decline an invitation",
            )
            .with(200)
            .json(Any)
            .refuses(&[]),
        ],
    },
];

const ASKED: &[Field] = &[
    field("id", Uuid, ""),
    field("role", Text, "What they may do once they are a member"),
    maybe("comment", Text, ""),
    field("created", Instant, ""),
    field(
        "assignments",
        List(&A("ModelReference")),
        "What a partial editor will edit",
    ),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "Assignment",
        "What a partial editor may edit.",
        &[&[
            field("id", Id, ""),
            maybe("user", A("UserReference"), "Who may edit it"),
            field("organization", A("OrganizationReference"), ""),
            field("subject", A("ModelReference"), "What they may edit"),
            maybe("created_at", Instant, "Always null"),
        ]],
    ),
    shape(
        "MembershipRequest",
        "Somebody who asks to join an organization, or is invited.",
        &[
            ASKED,
            &[
                field("kind", Text, "`request` or `invitation`"),
                field(
                    "status",
                    Text,
                    "`pending`, `accepted`, `refused` or `canceled`",
                ),
                maybe("user", A("UserReferenceWithEmail"), ""),
                maybe("email", Text, "The address that was invited"),
            ],
        ],
    ),
    shape(
        "PendingInvitation",
        "An invitation to join an organization.",
        &[
            ASKED,
            &[maybe("organization", A("OrganizationReference"), "")],
        ],
    ),
    shape(
        "MembershipComment",
        "Why somebody asks, or is refused.",
        &[&[field("comment", Text, "")]],
    ),
    shape(
        "MembershipInvite",
        "Whom to invite: `user` or `email`.",
        &[&[
            field("user", Id, "An account").at_times(),
            field("email", Text, "An address, which may have no account").at_times(),
            field("role", Choice(codes::<Role>), "`editor` unless said").at_times(),
            maybe("comment", Text, "").at_times(),
            field("assignments", List(&A("ModelReference")), "").at_times(),
        ]],
    ),
    shape(
        "MemberRole",
        "A role to give.",
        &[&[field("role", Choice(codes::<Role>), "")]],
    ),
];
