//! Pictures.

use super::operation::{Group, post, put};
use super::param::{Param, arg};
use super::shape::Type::{A, Text, Truth, Url};
use super::shape::{Shape, field, shape};

/// The form of a picture.
pub const PICTURE: &[Param] = &[
    arg("file", Text, "The picture: PNG, JPEG or WebP"),
    arg(
        "bbox",
        Text,
        "The part to keep: `left,upper,right,lower` in pixels",
    ),
];

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            post(
                "/organizations/{org}/logo/",
                "organization_logo",
                "Give an organization a logo",
            )
            .uploads(PICTURE)
            .with(200)
            .json(A("UploadedImage"))
            .refuses(&[403, 410]),
            put(
                "/organizations/{org}/logo/",
                "resize_organization_logo",
                "Cut the logo of an organization anew",
            )
            .uploads(PICTURE)
            .json(A("UploadedImage"))
            .refuses(&[403, 410]),
        ],
    },
    Group {
        version: 1,
        tag: "reuses",
        operations: &[post(
            "/reuses/{reuse}/image/",
            "reuse_image",
            "Give a reuse a picture",
        )
        .uploads(PICTURE)
        .with(200)
        .json(A("UploadedImage"))
        .refuses(&[403, 410])],
    },
    Group {
        version: 1,
        tag: "users",
        operations: &[post(
            "/users/{user}/avatar/",
            "user_avatar",
            "Give somebody a portrait",
        )
        .uploads(PICTURE)
        .with(200)
        .json(A("UploadedImage"))
        .refuses(&[403, 410])],
    },
    Group {
        version: 1,
        tag: "me",
        operations: &[post("/me/avatar/", "my_avatar", "Give oneself a portrait")
            .uploads(PICTURE)
            .with(200)
            .json(A("UploadedImage"))
            .refuses(&[])],
    },
];

pub const SHAPES: &[Shape] = &[shape(
    "UploadedImage",
    "A picture that was kept.",
    &[&[
        field("image", Url, "Where it is served"),
        field("success", Truth, ""),
    ]],
)];
