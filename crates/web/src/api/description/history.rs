//! The versions of objects other than datasets: who changed what, and the way back.

use super::operation::Answer::Page;
use super::operation::{Group, get, post};
use super::param::{PAGE, Param, arg, page_size};
use super::shape::Type::{A, Count};

const VERSIONS: &[Param] = &[PAGE, page_size(20)];
const WITH: &[Param] = &[arg(
    "with",
    Count,
    "The number of another version to compare with",
)];

pub const GROUPS: &[Group] = &[
    Group {
        version: 1,
        tag: "reuses",
        operations: &[
            get(
                "/reuses/{reuse}/versions/",
                "list_reuse_versions",
                "The versions of a reuse, the newest first",
            )
            .takes(&[VERSIONS])
            .gives(Page("Version"))
            .refuses(&[410]),
            get(
                "/reuses/{reuse}/versions/{number}/",
                "get_reuse_version",
                "A version of a reuse, and how it differs from the one before",
            )
            .takes(&[WITH])
            .json(A("ComparedVersion"))
            .refuses(&[410]),
            post(
                "/reuses/{reuse}/versions/{number}/restore/",
                "restore_reuse_version",
                "Make a reuse what it was",
            )
            .with(200)
            .json(A("Reuse"))
            .refuses(&[403, 410]),
        ],
    },
    Group {
        version: 1,
        tag: "dataservices",
        operations: &[
            get(
                "/dataservices/{dataservice}/versions/",
                "list_dataservice_versions",
                "The versions of a dataservice, the newest first",
            )
            .takes(&[VERSIONS])
            .gives(Page("Version"))
            .refuses(&[410]),
            get(
                "/dataservices/{dataservice}/versions/{number}/",
                "get_dataservice_version",
                "A version of a dataservice, and how it differs from the one before",
            )
            .takes(&[WITH])
            .json(A("ComparedVersion"))
            .refuses(&[410]),
            post(
                "/dataservices/{dataservice}/versions/{number}/restore/",
                "restore_dataservice_version",
                "Make a dataservice what it was",
            )
            .with(200)
            .json(A("Dataservice"))
            .refuses(&[403, 410]),
        ],
    },
    Group {
        version: 1,
        tag: "topics",
        operations: &[
            get(
                "/topics/{topic}/versions/",
                "list_topic_versions",
                "The versions of a topic, the newest first",
            )
            .takes(&[VERSIONS])
            .gives(Page("Version"))
            .refuses(&[410]),
            get(
                "/topics/{topic}/versions/{number}/",
                "get_topic_version",
                "A version of a topic, and how it differs from the one before",
            )
            .takes(&[WITH])
            .json(A("ComparedVersion"))
            .refuses(&[410]),
            post(
                "/topics/{topic}/versions/{number}/restore/",
                "restore_topic_version",
                "Make a topic what it was",
            )
            .with(200)
            .json(A("Topic"))
            .refuses(&[403, 410]),
        ],
    },
    Group {
        version: 1,
        tag: "organizations",
        operations: &[
            get(
                "/organizations/{org}/versions/",
                "list_organization_versions",
                "The versions of the profile of an organization, the newest first",
            )
            .takes(&[VERSIONS])
            .gives(Page("Version"))
            .refuses(&[410]),
            get(
                "/organizations/{org}/versions/{number}/",
                "get_organization_version",
                "A version of the profile of an organization, and how it differs from the one before",
            )
            .takes(&[WITH])
            .json(A("ComparedVersion"))
            .refuses(&[410]),
            post(
                "/organizations/{org}/versions/{number}/restore/",
                "restore_organization_version",
                "Make the profile of an organization what it was",
            )
            .with(200)
            .json(A("Organization"))
            .refuses(&[403, 410]),
        ],
    },
];
