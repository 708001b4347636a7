//! Contact points.

use super::operation::{Group, delete, get, post, put};
use super::param::LANG;
use super::shape::Type::{A, Id, List, Text, Url};
use super::shape::{Field, Shape, TERM, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "contacts",
    operations: &[
        get(
            "/contacts/{contact_point}/",
            "get_contact_point",
            "Read a contact point",
        )
        .json(A("ContactPoint")),
        post(
            "/contacts/",
            "create_contact_point",
            "Add a contact point; the same again answers 200",
        )
        .sends(A("ContactPoint"))
        .json(A("ContactPoint"))
        .refuses(&[]),
        put(
            "/contacts/{contact_point}/",
            "update_contact_point",
            "Change a contact point",
        )
        .sends(A("ContactPoint"))
        .json(A("ContactPoint"))
        .refuses(&[403]),
        delete(
            "/contacts/{contact_point}/",
            "delete_contact_point",
            "Take a contact point away",
        ),
        get(
            "/contacts/roles/",
            "contact_point_roles",
            "What a contact may be for a dataset",
        )
        .takes(&[&[LANG]])
        .json(List(&A("ContactPointRoles"))),
    ],
}];

const FIELDS: &[Field] = &[
    field("id", Id, ""),
    field("name", Text, ""),
    maybe("email", Text, ""),
    maybe("contact_form", Url, ""),
    field("role", Text, ""),
];

pub const SHAPES: &[Shape] = &[
    shape(
        "ContactPoint",
        "Whom to ask, and to whom this contact belongs.",
        &[
            FIELDS,
            &[
                maybe("organization", A("OrganizationReference"), "").at_times(),
                maybe("owner", A("UserReference"), "").at_times(),
            ],
        ],
    ),
    shape("ContactPointReference", "Whom to ask.", &[FIELDS]),
    shape("ContactPointRoles", "What a contact may be.", &[TERM]),
];
