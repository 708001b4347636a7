//! API keys.

use super::operation::{Group, delete, get, post};
use super::shape::Type::{A, Id, Instant, List, Text};
use super::shape::{Field, Shape, field, maybe, shape};

pub const GROUPS: &[Group] = &[Group {
    version: 1,
    tag: "me",
    operations: &[
        get("/me/api_tokens/", "list_api_tokens", "My API keys")
            .json(List(&A("ApiToken")))
            .signed_in(),
        post(
            "/me/api_tokens/",
            "create_api_token",
            "A new API key, whose text is shown this once",
        )
        .sends(A("NewApiToken"))
        .json(A("ApiTokenCreated"))
        .refuses(&[]),
        delete(
            "/me/api_tokens/{api_token}/",
            "revoke_api_token",
            "An API key of mine no longer works",
        )
        .refuses(&[410]),
    ],
}];

const TOKEN: &[Field] = &[
    field("id", Id, ""),
    field("token_prefix", Text, "How it begins"),
    maybe("name", Text, ""),
    field("scopes", List(&Text), ""),
    field("kind", Text, "`api_key`"),
    field("created_at", Instant, ""),
    maybe("last_used_at", Instant, ""),
    field(
        "user_agents",
        List(&Text),
        "Always empty: what uses it is not kept",
    ),
    maybe("revoked_at", Instant, ""),
    maybe("expires_at", Instant, ""),
];

pub const SHAPES: &[Shape] = &[
    shape("ApiToken", "An API key as its owner sees it.", &[TOKEN]),
    shape(
        "ApiTokenCreated",
        "An API key with its text.",
        &[
            TOKEN,
            &[field("token", Text, "What to send as `X-API-KEY`")],
        ],
    ),
    shape(
        "NewApiToken",
        "What to call it, and until when it works.",
        &[&[
            field("name", Text, "").at_times(),
            field("expires_at", Instant, "In the future").at_times(),
            field(
                "scopes",
                List(&Text),
                "`admin`, or `read` for a key that only reads",
            )
            .at_times(),
        ]],
    ),
];
