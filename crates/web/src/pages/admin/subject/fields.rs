//! What is said of a reuse, of a dataservice and of a topic, in the order in which a producer is asked.

use crate::pages::admin::dataset::WHERE;
use crate::pages::admin::form::{Field, Form, Group, Kind, Optional, Required};

/// In whose name something new is published.
const PRODUCER: Field = Field("organization", Kind::Choice, Optional);

pub const REUSE: Form = Form {
    name: "reuse",
    groups: &[
        Group(
            "what",
            &[
                Field("title", Kind::Text, Required),
                Field("url", Kind::Url, Required),
                Field("type", Kind::Choice, Required),
                Field("topic", Kind::Choice, Required),
                Field("description", Kind::Markdown, Required),
                Field("tags", Kind::Tags, Optional),
            ],
        ),
        Group(
            "uses",
            &[
                Field("datasets", Kind::Picks, Optional),
                Field("dataservices", Kind::Picks, Optional),
            ],
        ),
    ],
};

pub const NEW_REUSE: Form = Form {
    name: "reuse",
    groups: &[Group("who", &[PRODUCER]), REUSE.groups[0], REUSE.groups[1]],
};

const OF_DATASERVICE: [Group; 4] = [
    Group(
        "what",
        &[
            Field("title", Kind::Text, Required),
            Field("acronym", Kind::Text, Optional),
            Field("description", Kind::Markdown, Optional),
            Field("tags", Kind::Tags, Optional),
        ],
    ),
    Group(
        "call",
        &[
            Field("base_api_url", Kind::Url, Optional),
            Field("format", Kind::Choice, Optional),
            Field("machine_documentation_url", Kind::Url, Optional),
            Field("technical_documentation_url", Kind::Url, Optional),
            Field("business_documentation_url", Kind::Url, Optional),
        ],
    ),
    Group(
        "terms",
        &[
            Field("access_type", Kind::Radio, Optional),
            Field("license", Kind::Choice, Optional),
            Field("authorization_request_url", Kind::Url, Optional),
            Field("access_type_reason_category", Kind::Choice, Optional),
            Field("access_type_reason", Kind::Lines, Optional),
            Field("rate_limiting", Kind::Text, Optional),
            Field("rate_limiting_url", Kind::Url, Optional),
            Field("availability", Kind::Number, Optional),
            Field("availability_url", Kind::Url, Optional),
        ],
    ),
    Group("uses", &[Field("datasets", Kind::Picks, Optional)]),
];

/// Contacts are those of an owner: they are chosen once there is one.
pub const DATASERVICE: Form = Form {
    name: "dataservice",
    groups: &[
        OF_DATASERVICE[0],
        OF_DATASERVICE[1],
        OF_DATASERVICE[2],
        OF_DATASERVICE[3],
        Group("whom", &[Field("contact_points", Kind::Boxes, Optional)]),
    ],
};

pub const NEW_DATASERVICE: Form = Form {
    name: "dataservice",
    groups: &[
        Group("who", &[PRODUCER]),
        OF_DATASERVICE[0],
        OF_DATASERVICE[1],
        OF_DATASERVICE[2],
        OF_DATASERVICE[3],
    ],
};

pub const TOPIC: Form = Form {
    name: "topic",
    groups: &[
        Group(
            "what",
            &[
                Field("name", Kind::Text, Required),
                Field("description", Kind::Markdown, Optional),
                Field("tags", Kind::Tags, Optional),
            ],
        ),
        WHERE,
    ],
};

pub const NEW_TOPIC: Form = Form {
    name: "topic",
    groups: &[Group("who", &[PRODUCER]), TOPIC.groups[0], TOPIC.groups[1]],
};
